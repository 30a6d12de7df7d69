"""What lines that land leave to guess: whom a finding asks, what it is called, and who has settled it."""

from __future__ import annotations

from typing import Any

import pytest

from guard.checks import examine
from guard.model.case import Case
from guard.model.doubt import Added, Doubt, Paper, Raised, questions
from guard.model.known import NOTHING
from guard.prose.fields import declared_by
from tests.checks.held import POLICY, back, held
from tests.model.standing import plan

STOPS = plan({"one": {"does": ["file.modify"]}, "two": {"does": ["file.modify"], "stop": "a second look"}})
GOES_ON = plan({"one": {"does": ["file.modify"]}, "two": {"does": ["file.modify"]}})
MARK = Doubt("G712", 0, "TODO", "a new TODO comes", "Is it needed?", "do it", 7, "# TODO: x", path=b"src/a")
ACCEPTED = ("omar", "seen")


def raised(*doubts: Doubt) -> tuple[Raised, ...]:
    paper = Paper(declared_by(STOPS), NOTHING, (Added(b"src/a", 7, "# TODO: x"),))
    told = questions(paper, doubts)
    return tuple([Raised(doubt, question, doubt.path, b"", "p", "dana") for doubt, question in told])


NAME = raised(MARK)[0].question.id


def landing(*doubts: Doubt, **more: Any) -> Case:
    return held(plan=more.pop("plan", GOES_ON), policy=POLICY, **more)._replace(raised=raised(*(doubts or (MARK,))))


def told(case: Case) -> list[tuple[str, str]]:
    return [(one.fingerprint, "nothing" if one.settled else one.blocks) for one in examine(case) if one.rule == "G712"]


ASKED: dict[str, tuple[dict[str, Any], str]] = {
    "of its plan": ({}, "guard approve p --at HEAD"),
    "of a phase that stops": ({"plan": STOPS}, "guard approve p/two --at HEAD"),
    "where it may belong to two": ({"plan": STOPS, "phases": ("one", "two")}, "guard approve p --at HEAD"),
}


@pytest.mark.parametrize("name", ASKED)
def test_who_may_approve_what_it_is_held_to_is_asked(name: str) -> None:
    more, run = ASKED[name]
    case = landing(**more)
    (found,) = [one for one in examine(case) if one.rule == "G712"]
    assert (found.path, found.line, found.outcome, found.blocks) == (b"src/a", 7, "needs-person", "merge")
    assert found.next[0].who == "you" and found.next[0].run == "do it"
    assert all([f"{run} --accept {NAME}" in step.run for step in found.next[1:]]), found.next
    assert found.next[1:], "somebody can"


def test_accepted_it_stays_to_be_seen() -> None:
    assert told(landing(accepted={NAME: ACCEPTED})) == [(NAME, "nothing")]
    assert told(landing(accepted={"0" * 16: ACCEPTED})) == [(NAME, "merge")]


def test_each_file_has_questions_of_its_own_and_lines_may_move() -> None:
    other, later = MARK._replace(path=b"src/b"), MARK._replace(line=90)
    assert len({one.question.id for one in raised(MARK, other)}) == 2
    assert raised(later)[0].question.id == NAME
    assert raised(MARK._replace(anchor="# TODO: y"))[0].question.id != NAME


def test_a_way_back_that_is_late_is_asked_as_any_other() -> None:
    assert told(landing(back=back("the time is over"))) == [(NAME, "merge")]
