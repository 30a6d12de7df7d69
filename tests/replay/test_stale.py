"""What was approved, and what is taken back, is of files as they were: where the branch moved on, guard names them."""

from __future__ import annotations

import pytest

from guard.model.verdict import Verdict
from tests.forge import Edit, Forge, Work, claiming, forge
from tests.replay.stories import STANDING, approves
from tests.repos import EXECUTABLE, SYMLINK

FIX = Work({b"top": b"hot\n", b"sub/new": b"n\n", b"lib/l": None})


def rules(verdict: Verdict) -> list[str]:
    return list(dict.fromkeys([found.rule for found in verdict.findings if found.blocks != "nothing"]))


def stopped(made: Forge, meanwhile: Edit) -> Verdict:
    """An approved fix, after something else has landed."""
    tip = made.pull("fix", FIX)
    approves("fix")(made)
    made.bypass(Work(meanwhile))
    return made.judged(tip)


SAME: dict[str, tuple[Edit, str]] = {
    "another content": ({b"top": b"other\n"}, "top"),
    "another mode": ({b"top": (EXECUTABLE, b"top\n")}, "top"),
    "a link": ({b"top": (SYMLINK, b"lib")}, "top"),
    "gone": ({b"top": None}, "top"),
    "a folder": ({b"top": None, b"top/x": b"x\n"}, "top"),
    "what it adds came otherwise": ({b"sub/new": b"x\n"}, "sub/new"),
    "what it adds came just so": ({b"sub/new": b"n\n"}, "sub/new"),
    "what it takes away changed": ({b"lib/l": b"x\n"}, "lib/l"),
    "a whole folder gone": ({b"lib/l": None}, "lib/l"),
}
OTHERS: dict[str, Edit] = {
    "nothing": {},
    "another file": {b"src/old": b"x\n"},
    "a file beside": {b"sub/newer": b"x\n", b"lib/m": b"m\n"},
    "a file of nearly the name": {b"top2": b"x\n", b"lib/ll": b"x\n"},
}


@pytest.mark.parametrize("name", SAME)
def test_a_file_of_it_changed_on_the_branch(name: str) -> None:
    edit, path = SAME[name]
    with forge(STANDING) as made:
        verdict = stopped(made, edit)
        assert (verdict.outcome, rules(verdict)) == ("stale", ["G102", "G404"])
        (found,) = [one for one in verdict.findings if one.rule == "G404"]
        assert found.why == f"{path} changed on the branch since this work began"


@pytest.mark.parametrize("name", OTHERS)
def test_other_files_changed_on_the_branch(name: str) -> None:
    with forge(STANDING) as made:
        assert stopped(made, OTHERS[name]).may_merge


def test_a_way_back_of_a_file_that_changed_since() -> None:
    """It would not bring back what was: `lib` is another plan's meanwhile."""
    with forge(STANDING) as made:
        made.bypass(Work({b"src/old": b"1\n"}, claiming("work/change")))
        back = made.pull("back", Work({b"src/old": STANDING[b"src/old"]}))
        assert made.judged(back).may_merge
        made.bypass(Work({b"src/old": b"other\n"}, claiming("work/change")))
        verdict = made.judged(back)
        assert not verdict.may_merge
        assert "G409" in rules(verdict)
