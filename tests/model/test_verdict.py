"""Weighing, where tests/test_promises.py draws nothing: no policy, what is stale, what could not be judged."""

from __future__ import annotations

import pytest

from guard.errors import GuardError
from guard.model.finding import Finding, Next, finding
from guard.model.rule import RULES, Blocks, Outcome
from guard.model.trigger import Door
from guard.model.verdict import EXIT_CODES, NO_BASIS, STOPS, WORST_FIRST, Unknown, not_judged, weigh

MEND = (Next("you", "mend it"),)
OUTSIDE, OWNER, UNREAD = (finding(rule, "what", "why", MEND) for rule in ("G101", "G107", "G804"))


def of(outcome: Outcome, blocks: Blocks = "commit") -> Finding:
    return OUTSIDE._replace(outcome=outcome, blocks=blocks)


def test_codes_are_the_published_ones() -> None:
    published = {"pass": 0, "violation": 1, "usage": 2, "needs-person": 3, "stale": 4, "cannot-establish": 5, "bug": 70}
    assert published == EXIT_CODES
    assert {*WORST_FIRST, "pass", "usage"} == set(EXIT_CODES)


@pytest.mark.parametrize(
    ("outcomes", "wanted"),
    [
        (["needs-person", "stale"], "stale"),
        (["violation", "stale"], "violation"),
        (["violation", "cannot-establish", "stale"], "cannot-establish"),
        (["bug", "cannot-establish"], "bug"),
        (["needs-person"], "needs-person"),
    ],
)
def test_the_worst_decides(outcomes: list[Outcome], wanted: Outcome) -> None:
    for order in (outcomes, outcomes[::-1]):
        verdict = weigh("commit", tuple([of(outcome) for outcome in order]))
        assert (verdict.outcome, verdict.exit_code) == (wanted, EXIT_CODES[wanted])


@pytest.mark.parametrize(
    ("blocks", "closed"),
    [("commit", ["commit", "merge", "run"]), ("merge", ["merge", "run"]), ("run", ["run"]), ("nothing", [])],
)
def test_what_closes_a_door_closes_the_later_ones(blocks: Blocks, closed: list[Door]) -> None:
    for door in STOPS:
        verdict = weigh(door, (of("violation", blocks),))
        assert (verdict.outcome == "violation") == (door in closed)
        assert len(verdict.stopping()) == (door in closed)
        assert len(verdict.later()) == (door not in closed and blocks != "nothing")
        assert (verdict.may_commit, verdict.may_merge) == ("commit" not in closed, "merge" not in closed)


def test_findings_keep_their_order() -> None:
    found = (OWNER, OUTSIDE, OWNER._replace(path=b"b"), OUTSIDE._replace(path=b"a"))
    verdict = weigh("commit", found)
    assert verdict.findings == found
    assert verdict.stopping() == (found[1], found[3])
    assert verdict.later() == (found[0], found[2])


@pytest.mark.parametrize("door", STOPS)
def test_without_a_policy_everything_is_told_and_nothing_closes(door: Door) -> None:
    verdict = weigh(door, (OUTSIDE, OWNER), adopted=False)
    assert [(found.rule, found.outcome, found.blocks) for found in verdict.findings] == [
        ("G101", "violation", "nothing"),
        ("G107", "needs-person", "nothing"),
    ]
    assert (verdict.outcome, verdict.exit_code, verdict.would_exit) == ("pass", 0, 0)
    assert (verdict.may_commit, verdict.may_merge, verdict.adopted) == (True, True, False)
    assert verdict.stopping() == verdict.later() == ()


def test_without_a_policy_what_cannot_be_read_still_closes() -> None:
    verdict = weigh("commit", (OUTSIDE, UNREAD), adopted=False)
    assert (verdict.outcome, verdict.exit_code) == ("cannot-establish", 5)
    assert verdict.stopping() == (UNREAD,)
    assert not verdict.may_commit


@pytest.mark.parametrize("shadow", [False, True])
@pytest.mark.parametrize("door", STOPS)
def test_what_could_not_be_judged(door: Door, shadow: bool) -> None:
    verdict = not_judged(door, GuardError("G804", "an object is missing", "src/a", "git fsck"), shadow)
    assert verdict.findings == (finding("G804", "an object is missing", "src/a", (Next("you", "git fsck"),)),)
    assert (verdict.outcome, verdict.would_exit, verdict.exit_code) == ("cannot-establish", 5, 0 if shadow else 5)
    assert (verdict.may_commit, verdict.may_merge) == (False, False)
    assert (verdict.basis, verdict.operations, verdict.established) == (NO_BASIS, {}, ())


def test_what_a_verdict_rests_on_is_handed_through() -> None:
    unknown = Unknown("the order", "no evidence")
    basis = NO_BASIS._replace(judged="1 file staged")
    verdict = weigh("commit", (), basis, {b"a": ()}, ("names",), (unknown,))
    assert (verdict.basis, verdict.operations) == (basis, {b"a": ()})
    assert (verdict.established, verdict.not_established) == (("names",), (unknown,))


@pytest.mark.parametrize("rule", RULES)
def test_a_finding_is_as_bad_as_its_rule(rule: str) -> None:
    found = finding(rule, "what", "why", MEND, b"p", 3, b"c")
    assert (found.outcome, found.blocks) == (RULES[rule].outcome, RULES[rule].blocks)
    assert (found.what, found.why, found.next, found.path, found.line, found.commit) == (
        "what",
        "why",
        MEND,
        b"p",
        3,
        b"c",
    )


def test_a_rule_that_does_not_stand_is_nobodys_finding() -> None:
    with pytest.raises(KeyError):
        finding("G999", "what", "why", MEND)
