"""G750 and G761 of a landing: what would land in a phase that stops is read where the policy has landings read.

Of plans: tests/test_model_promises.py. End to end: tests/commands/test_landing_unread.py.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.checks import examine
from guard.checks.readings import missing
from guard.model.case import Case
from guard.model.model_use import ModelUse
from tests.cases import modified
from tests.checks.held import POLICY, back, held
from tests.conftest import examples
from tests.model.standing import plan
from tests.model_adds import only_adds

USE = ModelUse(("landings",), "m")
STOPS = plan({"one": {"does": ["file.modify"]}, "two": {"does": ["file.modify"], "stop": "a second look"}})
NAME = missing("p/two", "sha256:x")
READ = {"p/two": (("m", "sha256:0"),)}
DOUBTED = {"p/two": (("m", "sha256:0", "a" * 16, "b" * 16),)}
ACCEPTED = ("omar", "looked at it")


def landing(use: ModelUse | None = USE, **more: Any) -> Case:
    changes = more.pop("changes", ())
    return held(*changes, plan=more.pop("plan", STOPS), policy=POLICY._replace(model=use), **more)


def told(case: Case) -> list[tuple[str, str, str]]:
    """Rule, name, and what it blocks: nothing where it is settled."""
    return [
        (one.rule, one.fingerprint, "nothing" if one.settled else one.blocks)
        for one in examine(case)
        if one.rule in ("G750", "G761")
    ]


FINDS: dict[str, tuple[dict[str, Any], list[tuple[str, str, str]]]] = {
    "nobody has read it": ({}, [("G750", NAME, "merge")]),
    "another phase was read": ({"readings": {"p/one": READ["p/two"]}}, [("G750", NAME, "merge")]),
    "read with doubts": ({"readings": DOUBTED}, [("G761", "a" * 16, "merge"), ("G761", "b" * 16, "merge")]),
    "one of them accepted": (
        {"readings": DOUBTED, "accepted": {"a" * 16: ACCEPTED}},
        [("G761", "a" * 16, "nothing"), ("G761", "b" * 16, "merge")],
    ),
    "a person read it instead": ({"accepted": {NAME: ACCEPTED}}, [("G750", NAME, "nothing")]),
    "a file of it moved since": ({"readings": READ, "meanwhile": (b"src/a",)}, [("G750", NAME, "merge")]),
    "and nothing accepted before settles that": (
        {"accepted": {NAME: ACCEPTED}, "meanwhile": (b"src/a",)},
        [("G750", NAME, "merge")],
    ),
    "either of two phases may be its own": ({"phases": ("one", "two")}, [("G750", NAME, "merge")]),
    "a way back that is too late": ({"back": back("the time is over")}, [("G750", NAME, "merge")]),
}


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    more, found = FINDS[name]
    assert told(landing(**more)) == found


ALONE: dict[str, dict[str, Any]] = {
    "read": {"readings": READ},
    "a phase that does not stop": {"phases": ("one",)},
    "no plan": {"plan": None},
    "routine": {"changes": (modified(b"docs/a"),)},
    "a hook asks": {"asked": False},
    "a way back that is open": {"back": back()},
    "a policy without a model": {"use": None},
    "a policy that has plans read": {"use": USE._replace(reads=("plans",))},
}


@pytest.mark.parametrize("name", ALONE)
def test_leaves_alone(name: str) -> None:
    assert told(landing(**ALONE[name])) == []


def test_whoever_may_approve_the_phase_is_told_how() -> None:
    (found,) = [one for one in examine(landing()) if one.rule == "G750"]
    runs = {one.who: one.run for one in found.next}
    assert found.next[0].who == "you" and "end your turn" in found.next[0].run
    assert any([f"guard approve p/two --at HEAD --accept {NAME}" in run for run in runs.values()]), runs


NAMES = st.text("0123456789abcdef", min_size=16, max_size=16)
READINGS = st.lists(
    st.tuples(st.text(min_size=1, max_size=20), st.text(max_size=20), st.lists(NAMES, max_size=4)).map(
        lambda one: (one[0], one[1], *one[2])
    ),
    max_size=3,
).map(tuple)


@pytest.mark.fuzz
@settings(max_examples=examples(150), deadline=None)
@given(READINGS, st.lists(NAMES, max_size=3), st.booleans(), st.booleans())
def test_whatever_an_approval_has_of_a_landing_it_only_adds(
    readings: tuple[tuple[str, ...], ...], accepted: list[str], every: bool, moved: bool
) -> None:
    names = list(dict.fromkeys([name for _, _, *of in readings for name in of]))
    accepts = dict.fromkeys([*accepted, *(names if every else ())], ACCEPTED)
    meanwhile = (b"src/a",) if moved else ()
    more = only_adds(landing(readings={"p/two": readings}, accepted=accepts, meanwhile=meanwhile))
    assert more == ([("G750", NAME)] if moved or not readings else [("G761", name) for name in names])
