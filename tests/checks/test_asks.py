"""Questions of whoever is at work, at the doors of commit and merge."""

from __future__ import annotations

import pytest

from guard.checks.asks import check
from guard.model.ask import Ask
from guard.model.case import Case
from guard.model.plan import Assumption
from tests.cases import modified
from tests.checks.held import held

ASK = Ask("p", "one", "0123abcd", "is it\x1b[31m so?")
ACCEPTED = {ASK.id: ("omar", "it holds up nothing")}

FINDS: dict[str, Case] = {
    "code of the phase": held()._replace(asks=(ASK,)),
    "at the door of the commit, where nobody asks who has accepted what": held(asked=False)._replace(asks=(ASK,)),
    "another question than the one that was accepted": held(accepted={"0" * 16: ("omar", "so")})._replace(asks=(ASK,)),
}
LEAVES_ALONE: dict[str, Case] = {
    "nothing was asked": held(),
    "routine work": held(modified(b"docs/a.md"))._replace(asks=(ASK,)),
    "no plan": held(plan=None)._replace(asks=(ASK,)),
}


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    (found,) = check(FINDS[name])
    assert (found.rule, found.outcome, found.blocks, found.fingerprint) == ("G770", "needs-person", "merge", ASK.id)
    assert "\x1b" not in found.what and "is it" in found.what
    assert [step.who for step in found.next][:2] == ["you", "dana"]


def test_one_of_no_plan_says_how_its_line_is_written() -> None:
    (found,) = check(held()._replace(asks=(Ask("non\x1bsense", "", "", "it does not say what"),)))
    assert "of no plan that stands" in found.what and "\x1b" not in found.what
    assert "Guard-Ask: p/NAME" in found.next[0].run and found.blocks == "merge"


def test_a_person_is_told_the_command_that_answers_one_of_an_assumption() -> None:
    case = held()
    assert case.binding.plan is not None
    for by, more in ((None, ""), ("dana: counted them", " --replace")):
        plan = case.binding.plan._replace(assumptions=(Assumption("A1", "it is so", by),))
        asked = case._replace(asks=(ASK._replace(about="A1"),), binding=case.binding._replace(plan=plan))
        (found,) = check(asked)
        assert "end your turn and tell dana" in found.next[0].run and "answer" not in found.next[0].run
        assert f'guard plan answer p A1="..."{more}; then approves that' in found.next[1].run
    (found,) = check(case._replace(asks=(ASK,)))
    assert "phase one says what holds" in found.next[1].run and "guard plan answer" not in found.next[1].run


def test_one_of_nothing_that_the_plan_has_is_no_phase() -> None:
    (found,) = check(held()._replace(asks=(ASK._replace(about="A9"),)))
    assert "A9, which p does not have" in found.what and "an assumption says" in found.next[1].run


@pytest.mark.parametrize("name", LEAVES_ALONE)
def test_leaves_alone(name: str) -> None:
    assert list(check(LEAVES_ALONE[name])) == []


def test_an_accepted_one_stays_to_be_seen() -> None:
    (found,) = check(held(accepted=ACCEPTED)._replace(asks=(ASK,)))
    assert found.blocks == "nothing" and found.settled == "omar accepted it: it holds up nothing"
