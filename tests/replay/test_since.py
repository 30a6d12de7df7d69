"""`since:` in the policy, where it cannot be gone by: then guard cannot establish what has landed, and says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.forge import Forge, Work, forge
from tests.replay.stories import ADDING, CHANGE, STANDING, since


def _beside(made: Forge) -> bytes:
    return made.pull("beside", Work({b"src/x": b"x\n"}))


def _merged(made: Forge) -> bytes:
    """A commit that came to main with a merge, and is no step of it."""
    made.bypass(Work({b"src/y": b"y\n"}))
    made.merge("beside")
    return made.tips["beside"]


NOWHERE: dict[str, tuple[Callable[[Forge], bytes], str]] = {
    "not here": (lambda _: b"f" * 40, "not in this repository"),
    "no commit": (lambda made: made.bare.blob(b"x\n"), "not in this repository"),
    "another branch": (_beside, "does not lead along"),
    "merged, and no step of main": (lambda made: _merged(made) if _beside(made) else b"", "does not lead along"),
}


@pytest.mark.parametrize("name", NOWHERE)
def test_a_commit_that_main_does_not_lead_along(name: str) -> None:
    commit, words = NOWHERE[name]
    with forge(STANDING) as made:
        since(commit)(made)
        for work in (ADDING, Work(CHANGE), Work({b"docs/d": b"x\n"})):
            verdict = made.judged(made.pull("next", work))
            assert (verdict.outcome, verdict.may_merge) == ("cannot-establish", False)
            assert [found.rule for found in verdict.findings] == ["G816"]
            assert words in verdict.findings[0].what


def test_what_landed_before_it_is_judged_as_if_nothing_had_landed() -> None:
    """The question may be about a landing long past: nothing before it is looked at, and nothing fails."""
    with forge(STANDING) as made:
        landed = made.bypass(ADDING)
        since(lambda forge: forge.tips["main"])(made)
        assert made.judged(landed).may_merge
