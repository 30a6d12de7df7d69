"""Questions of whoever is at work: the line they travel in, what answers one, and what one holds up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.model.ask import LONGEST, Ask, asks, holds, lost, sign, still
from guard.model.plan import Plan
from tests.model.standing import plan

PHASES: dict[str, dict[str, object]] = {
    "one": {"does": ["file.modify"]},
    "two": {"does": ["file.modify"], "after": {"one": "deployed"}},
}


def planned(**assumptions: str) -> Plan:
    made = plan(PHASES)
    data = {name: {"says": "ids are UUIDs", "settled_by": by} for name, by in assumptions.items()}
    from guard.model.plan import plan_from

    return plan_from({**made.data, "assume": data}, made.where, made.lines)


PLAN = planned(A1="dana: looked", A2="dana: counted")
ABOUT_A1 = Ask("p", "A1", sign(PLAN, "A1"), "is it?")


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("work\n\nGuard-Ask: p/A1 0123abcd is it?\n", [Ask("p", "A1", "0123abcd", "is it?")]),
        ("work\n\n  guard-ask:p/A1   0123abcd   is   it?  \r\n", [Ask("p", "A1", "0123abcd", "is   it?")]),
        ("GUARD-ASK: p/A1 is it?\nmore", [Ask("p", "A1", "", "is it?")]),
        ("Guard-Ask: p/A1 0123ABCD is it?", [Ask("p", "A1", "", "0123ABCD is it?")]),
        ("Guard-Ask: A1", [Ask("A1", "", "", "it does not say what")]),
        ("Guard-Ask: p/A1 0123abcd a\nGuard-Ask: p/A1 0123abcd a\nGuard-Ask: p/A2 0123abcd b",
         [Ask("p", "A1", "0123abcd", "a"), Ask("p", "A2", "0123abcd", "b")]),
    ],
)  # fmt: skip
def test_questions_of_messages(message: str, found: list[Ask]) -> None:
    assert list(asks([message.encode()])) == found


@pytest.mark.parametrize(
    "message", ["", "work", "Guard-Ask:", "Guard-Ask:   \n", "about Guard-Ask: p/A1", "Guard-Plan: p"]
)
def test_no_question(message: str) -> None:
    assert asks([message.encode()]) == ()


def test_a_line_is_read_as_it_was_written() -> None:
    assert asks([f"work\n\n{ABOUT_A1.line()}\n".encode()]) == (ABOUT_A1,)


def test_the_longest_question_is_read_whole() -> None:
    ask = ABOUT_A1._replace(says="ä" * LONGEST)
    assert asks([ask.line().encode()]) == (ask,)


ANSWERS = {
    "it stands as it stood": (PLAN, True),
    "what settles it was said anew": (planned(A1="dana: asked the vendor, who says so", A2="dana: counted"), False),
    "another assumption changed": (planned(A1="dana: looked", A2="dana: again"), True),
    "it is gone, and nobody has answered": (planned(A2="dana: counted"), True),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_answers_a_question(name: str) -> None:
    held, is_open = ANSWERS[name]
    assert still(ABOUT_A1, held) is is_open


def test_one_that_does_not_say_as_what_it_stood_is_open() -> None:
    assert still(ABOUT_A1._replace(sign=""), PLAN)


HOLDS = {
    "an assumption, every phase": (ABOUT_A1, ["one"], True),
    "a phase, that one": (Ask("p", "two", sign(PLAN, "two"), "now?"), ["two"], True),
    "a phase, no other": (Ask("p", "two", sign(PLAN, "two"), "now?"), ["one"], False),
    "a phase, where nobody knows which it is": (Ask("p", "two", sign(PLAN, "two"), "now?"), ["one", "two"], True),
    "what the plan does not have, every phase": (Ask("p", "A9", "", "?"), ["one"], True),
    "nothing, every phase": (Ask("p", "", "", "?"), ["one"], True),
    "another plan": (Ask("q", "A1", "", "?"), ["one"], False),
}


@pytest.mark.parametrize("name", HOLDS)
def test_what_a_question_holds_up(name: str) -> None:
    ask, phases, does = HOLDS[name]
    assert bool(holds([ask], PLAN, [phase for phase in PLAN.phases if phase.name in phases])) is does


@pytest.mark.parametrize(("line", "is_lost"), [("nonsense", True), ("q/A1 0123abcd so?", True), ("p so?", False)])
def test_one_of_no_plan_that_stands(line: str, is_lost: bool) -> None:
    (ask,) = asks([f"Guard-Ask: {line}".encode()])
    assert bool(lost([ask], [PLAN])) is is_lost
    assert ask.line() == f"Guard-Ask: {line}", "it is shown as it was written"


def test_its_name_is_that_of_its_words() -> None:
    assert ABOUT_A1.id == ABOUT_A1._replace(sign="").id
    assert len({ask.id for ask in (ABOUT_A1, ABOUT_A1._replace(says="is it not?"), ABOUT_A1._replace(about="A2"))}) == 3


@pytest.mark.fuzz
@given(st.binary(max_size=400))
def test_any_message_is_read(message: bytes) -> None:
    for ask in asks([message, b"Guard-Ask: " + message]):
        assert ask.says and len(ask.id) == 16
        assert still(ask, PLAN) or ask.about in ("A1", "A2", "one", "two")
