"""What each step of the trusted branch is: which phase it belongs to, or why to none."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from guard.model.landing import Landing, joined, landing_digest
from guard.model.step import MOST_SPAN, Facts, Step, explain
from tests.model.standing import change, commit, landing, plan

PLAN = plan(
    {
        "one": {"does": ["file.add"]},
        "two": {"does": ["file.modify"], "after": {"one": "deployed"}},
        "three": {"does": ["file.delete"], "after": {"two": "deployed"}},
    }
)
OTHER = plan({"far": {"does": ["file.add"], "after": {"p/three": "deployed"}}}, "q")


def saying(
    agreed: str = "", apart: tuple[str, ...] = (), fits: Iterable[str] = (), planned: bool = True, plain: bool = False
) -> Facts:
    """Facts of a landing that is held to a plan, or may need one; `plain` where no more is told of it than files."""
    return Facts(False, False, agreed, apart, tuple(fits), planned, () if plain else tuple(fits))


FREE, PROTECTED = Facts(True, False, "", (), (), False), Facts(True, True, "", (), (), False)
ONE, TWO, THREE = (saying(fits=[f"p/{name}"]) for name in ("one", "two", "three"))


def told(
    rows: list[tuple[Landing, Facts]],
    recorded: dict[bytes, str] | None = None,
    approved: Iterable[str] = (),
    revoked: Iterable[str] = (),
) -> list[Step]:
    asked = {landing.commit: facts for landing, facts in rows}
    landings = [landing for landing, _ in rows]
    said = frozenset(approved), (PLAN, OTHER), frozenset(revoked)
    return list(explain(landings, lambda of: asked[of.commit], recorded or {}, *said))


def hows(*rows: tuple[Landing, Facts], **more: object) -> list[str]:
    return [f"{step.how} {step.node}".strip() for step in told(list(rows), **more)]  # type: ignore[arg-type]


def add(number: int) -> Landing:
    return landing(number, change(f"f{number}", 0, 1))


def back(number: int, of: Landing) -> Landing:
    """The exact inverse of a landing."""
    return landing(number, *[change(one.path.decode(), _side(one.new), _side(one.old)) for one in of.changes])


def again(number: int, of: Landing) -> Landing:
    return landing(number, *of.changes)


def _side(oid: bytes) -> int:
    return int(oid, 16)


ALONE: dict[str, tuple[Facts, str]] = {
    "routine": (FREE, "routine"),
    "documents": (PROTECTED, "documents"),
    "one phase covers it": (ONE, "covers p/one"),
    "no phase covers it, and it needs a plan": (saying(), "outside"),
    "no phase covers it, and none is asked for": (saying(planned=False), "free"),
    "claims what covers it": (saying("p/one", fits=["p/one"]), "claimed p/one"),
    "claims what covers it, as others do": (saying("p/two", fits=["p/one", "p/two"]), "claimed p/two"),
    "claims what does not cover it": (saying("p/one", fits=["p/two"]), "outside"),
    "claims what covers nothing, and needs no plan": (saying("p/one", planned=False), "outside"),
    "claims that do not agree": (saying(apart=("p/one", "p/two"), fits=["p/one"]), "outside"),
    "several cover it, one is in turn": (saying(fits=["p/one", "p/two", "p/three"]), "covers p/one"),
    "several cover it, none is in turn": (saying(fits=["p/two", "p/three"]), "outside"),
    "files change, and it is a phase's turn": (saying(fits=["p/one"], plain=True), "covers p/one"),
    "files change, and it is no phase's turn": (saying(fits=["p/two"], plain=True), "outside"),
    "the same, where no plan is asked for": (saying(fits=["p/two"], planned=False, plain=True), "free"),
    "what a phase is for, out of its turn": (saying(fits=["p/two"]), "covers p/two"),
    "what a phase is for, beside what none does": (Facts(False, False, "", (), (), False, ("p/two",)), "outside"),
    "plans that are not here any more": (saying(fits=["gone/one"]), "covers gone/one"),
}


@pytest.mark.parametrize("name", ALONE)
def test_alone(name: str) -> None:
    facts, wanted = ALONE[name]
    assert hows((add(1), facts)) == [wanted]


def test_what_is_outside_may_belong_to_phases() -> None:
    """And their evidence must hold it."""
    facts = Facts(False, False, "", (), ("p/two",), True, ("p/two", "p/three"))
    assert told([(add(1), facts._replace(apart=("x",)))])[0].perhaps == ("p/two", "p/three")
    assert told([(add(1), saying())])[0].perhaps == ()
    assert told([(add(1), saying(fits=["p/one"]))])[0].perhaps == ()


def test_what_is_outside_says_why() -> None:
    for facts, words in (
        (saying(), "no plan covers it"),
        (saying("p/one", fits=["p/two"]), "it claims p/one, which does not cover all of it"),
        (saying(apart=("p/one", "x")), "its claims do not come to one phase: p/one, x"),
        (saying(fits=["p/two", "p/three"]), "it could belong to p/two or p/three, and nothing says which"),
    ):
        assert told([(add(1), facts)])[0].why == words


ANY = saying(fits=["p/one", "p/two", "p/three"])
FIRST = add(1)
ROWS: dict[str, tuple[list[tuple[Landing, Facts]], list[str]]] = {
    "in their turn": ([(add(1), ANY), (add(2), ANY), (add(3), ANY)], ["covers p/one", "outside", "outside"]),
    "a claim says which": (
        [(add(1), ANY), (add(2), saying("p/two", fits=["p/two"])), (add(3), ANY)],
        ["covers p/one", "claimed p/two", "outside"],
    ),
    "taken back": ([(FIRST, ONE), (back(2, FIRST), saying())], ["covers p/one", "back"]),
    "taken back, and so free of a plan": (
        [(FIRST, ONE), (back(2, FIRST), saying("p/one", apart=("x",)))],
        ["covers p/one", "back"],
    ),
    "part of it alone is no way back": (
        [(landing(1, change("a", 0, 1), change("b", 0, 1)), ONE), (landing(2, change("a", 1, 0)), saying())],
        ["covers p/one", "outside"],
    ),
    "landed again": (
        [(FIRST, ONE), (back(2, FIRST), saying()), (again(3, FIRST), saying())],
        ["covers p/one", "back", "again p/one"],
    ),
    "taken back once more": (
        [(FIRST, ONE), (back(2, FIRST), saying()), (again(3, FIRST), saying()), (back(4, FIRST), saying())],
        ["covers p/one", "back", "again p/one", "back"],
    ),
    "taken back twice": (
        [(FIRST, ONE), (back(2, FIRST), saying()), (back(3, FIRST), saying())],
        ["covers p/one", "back", "outside"],
    ),
    "landed again as another phase, which it claims": (
        [(FIRST, ONE), (back(2, FIRST), saying()), (again(3, FIRST), saying("p/two", fits=["p/two"]))],
        ["covers p/one", "back", "claimed p/two"],
    ),
    "what was outside is not taken back as a phase": (
        [(FIRST, saying()), (back(2, FIRST), saying())],
        ["outside", "outside"],
    ),
    "a phase that was taken back has not landed": (
        [(FIRST, ONE), (back(2, FIRST), saying()), (add(3), saying(fits=["p/one", "p/two"]))],
        ["covers p/one", "back", "covers p/one"],
    ),
    "a later phase takes away what an earlier one brought": (
        [(FIRST, ONE), (add(2), TWO), (back(3, FIRST), saying("p/three", fits=["p/three"]))],
        ["covers p/one", "covers p/two", "claimed p/three"],
    ),
    "the same, in its turn": (
        [(FIRST, ONE), (add(2), TWO), (back(3, FIRST), THREE)],
        ["covers p/one", "covers p/two", "covers p/three"],
    ),
    "the same, before its turn": ([(FIRST, ONE), (back(2, FIRST), THREE)], ["covers p/one", "back"]),
    "a claim that does not cover it is no later phase": (
        [(FIRST, ONE), (back(2, FIRST), saying("p/three", fits=["p/two"]))],
        ["covers p/one", "back"],
    ),
    "an earlier phase is no later one": (
        [(FIRST, TWO), (back(2, FIRST), saying("p/one", fits=["p/one"]))],
        ["covers p/two", "back"],
    ),
    "a phase of another plan that comes after": (
        [(FIRST, THREE), (back(2, FIRST), saying("q/far", fits=["q/far"]))],
        ["covers p/three", "claimed q/far"],
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_in_a_row(name: str) -> None:
    rows, wanted = ROWS[name]
    assert hows(*rows) == wanted


def test_a_phase_in_which_nothing_lands_holds_up_no_turn() -> None:
    """Work that is done elsewhere, and looking round, stand between two phases: the one before them had its turn."""
    between = plan(
        {
            "one": {"does": ["file.modify"]},
            "run": {"outside": "run the job", "after": {"one": "deployed"}},
            "look": {"does": [], "after": {"run": "complete", "look": "complete"}},
            "two": {"does": ["file.modify", "file.delete"], "after": {"look": "complete"}},
        }
    )
    both, last = saying(fits=["p/one", "p/two"], plain=True), saying(fits=["p/two"], plain=True)
    for rows, wanted in (([both, last], ["covers p/one", "covers p/two"]), ([last], ["outside"])):
        facts = {commit(number): of for number, of in enumerate(rows, 1)}
        landings = [add(number) for number in range(1, len(rows) + 1)]
        steps = explain(landings, lambda of, facts=facts: facts[of.commit], {}, frozenset(), (between,))
        assert [f"{step.how} {step.node}".strip() for step in steps] == wanted


def test_what_takes_a_landing_back_says_which() -> None:
    (_, step) = told([(FIRST, ONE), (back(2, FIRST), saying())])
    assert step.of == commit(1)
    assert step.why == f"takes back {commit(1)[:12].decode()} of p/one"


def test_a_record_says_what_it_was_held_to() -> None:
    """Whatever it would look like today."""
    assert hows((add(1), saying()), recorded={commit(1): "p/two"}) == ["recorded p/two"]
    assert hows((add(1), saying("p/one", fits=["p/one"])), recorded={commit(1): "p/two"}) == ["recorded p/two"]
    assert hows((add(1), FREE), recorded={commit(1): ""}) == ["routine"]
    rows = ((FIRST, ONE), (back(2, FIRST), saying()))
    assert hows(*rows, recorded={commit(2): "p/one"}) == ["covers p/one", "back"], "no record makes work of a way back"
    assert hows(*rows, recorded={commit(2): "p/two"}) == ["covers p/one", "recorded p/two"]


# what a person has approved


def digests(*landings: Landing) -> str:
    return landing_digest(joined([one.changes for one in landings]))


A, B, C = add(1), add(2), add(3)
APPROVED: dict[str, tuple[list[tuple[Landing, Facts]], tuple[Landing, ...], list[str]]] = {
    "one": ([(A, saying())], (A,), ["approved"]),
    "another": ([(A, saying())], (B,), ["outside"]),
    "one of two": ([(A, saying()), (B, saying())], (B,), ["outside", "approved"]),
    "two as one": ([(A, saying()), (B, saying())], (A, B), ["approved", "approved"]),
    "two as one, and a third": ([(A, saying()), (B, saying()), (C, saying())], (A, B), ["approved"] * 2 + ["outside"]),
    "with a step that needs no plan": ([(A, FREE), (B, saying())], (A, B), ["approved", "approved"]),
    "with a step that looks like a phase": ([(A, ONE), (B, saying())], (A, B), ["approved", "approved"]),
    "not over one that claims a phase": (
        [(A, saying()), (B, saying("p/one", fits=["p/one"])), (C, saying())],
        (A, B, C),
        ["outside", "claimed p/one", "outside"],
    ),
    "what a phase covers stays with it": ([(A, ONE)], (A,), ["covers p/one"]),
}


@pytest.mark.parametrize("name", APPROVED)
def test_approved(name: str) -> None:
    rows, of, wanted = APPROVED[name]
    assert hows(*rows, approved=[digests(*of)]) == wanted


@pytest.mark.parametrize("name", APPROVED)
def test_p1_a_revoked_approval_makes_nothing_the_work_of_a_phase(name: str) -> None:
    """What was approved lies outside again, also where part of it looks like a phase; all else is as it was."""
    rows, of, wanted = APPROVED[name]
    found = told(rows, revoked=[digests(*of)])
    assert [f"{step.how} {step.node}".strip().replace("outside", "approved") for step in found] == [
        how.replace("outside", "approved") for how in wanted
    ]
    assert hows(*rows, approved=[digests(*of)], revoked=[digests(*of)]) == wanted, "another approves it still"


def test_a_revoked_approval_holds_its_landing_against_the_phase_it_looks_like() -> None:
    first, second = told([(A, ONE), (B, saying())], revoked=[digests(A, B)])
    assert (first.how, first.perhaps, first.why) == ("outside", ("p/one",), "the approval of its digest was revoked")
    assert (second.how, second.perhaps) == ("outside", ())


def test_an_approval_reaches_no_further_than_it_may() -> None:
    many = [add(number) for number in range(1, MOST_SPAN + 13)]
    found = hows(*[(one, saying()) for one in many], approved=[digests(*many)])
    assert set(found) == {"outside"}


def test_nothing_landed() -> None:
    assert told([]) == []
