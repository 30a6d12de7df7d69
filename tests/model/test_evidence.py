"""Evidence against an edge: what is met, unmet and unknown, by whom, of which commit, since when."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Any

import pytest

from guard.grammar.edge import Edge, edge_from, long_form
from guard.model.evidence import Known, believed, clock, known
from guard.model.log import Act, Entry, Log
from tests.model.standing import (
    DAY,
    HOUR,
    NOW,
    approval,
    entries,
    evidence,
    facts,
    landing,
    policy,
    recorded,
    revocation,
)

ONE = (landing(3),)  # what landed in the phase: commit 3
TWO = (landing(3), landing(5))


def edge(words: str | dict[str, Any]) -> Edge:
    return edge_from(long_form(words))


def told(
    words: str | dict[str, Any], *acts: Act, landings: Any = ONE, service: str = "", now: int = NOW, **keys: object
) -> Known:
    return known(edge(words), "p/one", landings, service, facts(*acts, policy=policy(**keys), now=now))


LEFT = {"remaining": 5}
NONE_LEFT = {"remaining": 0}
BY_PEOPLE: dict[str, object] = {"machines": None}
BACKFILLED = evidence("backfilled", of=3, by="batch", values=NONE_LEFT)

MET: dict[str, tuple[Any, ...]] = {
    "deployed with the landing": ("deployed", evidence(of=3)),
    "deployed with a later commit": ("deployed", evidence(of=4)),
    "deployed before and after, the later holds it": ("deployed", evidence(of=2), evidence(of=3, at=11)),
    "both landings in it": ("deployed", evidence(of=5), {"landings": TWO}),
    "deployed again after a rollback": ("deployed", evidence(of=3), evidence(of=2, at=11), evidence(of=4, at=12)),
    "another environment rolled back": ("deployed", evidence(of=3), evidence(of=2, at=11, env="staging")),
    "in the environment that the edge names": ({"fact": "deployed", "env": "staging"}, evidence(of=3, env="staging")),
    "in the environment of the policy": ("deployed", evidence(of=3, env="live"), {"environment": "live"}),
    "by a person where no machine attests it": ("rehearsed", evidence("rehearsed", of=3, by="rosa")),
    "no machine at all": ("deployed", evidence(of=3, by="rosa"), BY_PEOPLE),
    "backfilled, nothing left": ("backfilled", BACKFILLED),
    "as much left as the edge allows": (
        "backfilled remaining=5",
        evidence("backfilled", of=3, by="batch", values=LEFT),
    ),
    "first too much, then nothing": (
        "backfilled",
        evidence("backfilled", of=3, by="batch", values=LEFT),
        evidence("backfilled", of=3, by="batch", at=11, values=NONE_LEFT),
    ),
    "soaked to the second": ("deployed 1d", evidence(of=3, at=NOW - DAY)),
    "soaked, and deployed again since": ("deployed 1d", evidence(of=3, at=NOW - DAY), evidence(of=4, at=NOW - HOUR)),
    "of the service that is asked": ("deployed", evidence(of=3, service="api"), {"service": "api"}),
    "another service rolled back": (
        "deployed",
        evidence(of=3, service="api"),
        evidence(of=2, at=11, service="worker"),
        {"service": "api"},
    ),
    "of some service, none asked for": ("deployed", evidence(of=3, service="api")),
    "a person's time from what a machine signed next": (
        "rehearsed 1d",
        evidence("rehearsed", of=3, by="rosa", at=10),
        recorded(at=NOW - DAY),
    ),
    "a person's time, where no machine is listed": ("deployed 1d", evidence(of=3, by="rosa", at=NOW - DAY), BY_PEOPLE),
    "a later word for a commit that is not here, of a fact about data": (
        "backfilled",
        BACKFILLED,
        evidence("backfilled", of=100, by="batch", at=11, values=NONE_LEFT),
    ),
    "a lie of an agent after it": ("deployed", evidence(of=3), evidence(of=2, by="bot", at=11)),
    "nothing landed, as where the work is done outside": ("complete", evidence("complete", of=1), {"landings": ()}),
}
UNMET: dict[str, tuple[Any, ...]] = {
    "of an older commit": ("deployed", evidence(of=2)),
    "one of two landings in it": ("deployed", evidence(of=4), {"landings": TWO}),
    "rolled back": ("deployed", evidence(of=3), evidence(of=2, at=11)),
    "rolled back by a deployment of another phase": ("deployed", evidence(of=3), evidence(of=2, at=11, node="p/other")),
    "rolled back by a deployment of another plan": ("deployed", evidence(of=3), evidence(of=2, at=11, node="q/other")),
    "drained, and older code is out again": (
        "drained",
        evidence("drained", of=3, by="rosa", values=NONE_LEFT),
        evidence(of=2, at=11),
    ),
    "rolled back as a whole, asked of one service": (
        "deployed",
        evidence(of=3, service="api"),
        evidence(of=2, at=11),
        {"service": "api"},
    ),
    "too much left": ("backfilled", evidence("backfilled", of=3, by="batch", values=LEFT)),
    "nothing left, and later some again": (
        "backfilled",
        BACKFILLED,
        evidence("backfilled", of=3, by="batch", at=11, values=LEFT),
    ),
    "a second short": ("deployed 1d", evidence(of=3, at=NOW - DAY + 1)),
    "soaked, rolled back, deployed again an hour ago": (
        "deployed 1d",
        evidence(of=3, at=10),
        evidence(of=2, at=11),
        evidence(of=3, at=NOW - HOUR),
    ),
    "signed in the future": ("deployed", evidence(of=3, at=NOW + 1)),
    "a person's time is not what the person says": (
        "rehearsed 1d",
        evidence("rehearsed", of=3, by="rosa", at=10),
        recorded(at=NOW - HOUR),
    ),
    "a new landing begins the time anew": (
        "deployed 1d",
        evidence(of=4, at=10),
        evidence(of=5, at=NOW - HOUR),
        {"landings": TWO},
    ),
}
UNKNOWN: dict[str, tuple[Any, ...]] = {
    "nothing said": ("deployed",),
    "of another environment": ("deployed", evidence(of=3, env="staging")),
    "in production, and the edge names staging": ({"fact": "deployed", "env": "staging"}, evidence(of=3)),
    "of another phase": ("deployed", evidence(of=3, node="p/other")),
    "of a phase of that name in another plan": ("deployed", evidence(of=3, node="q/one")),
    "another fact": ("deployed", evidence("complete", of=3)),
    "by a machine that does not attest it": ("deployed", evidence(of=3, by="batch")),
    "by a person, where a machine attests it": ("deployed", evidence(of=3, by="rosa")),
    "by an agent": ("deployed", evidence(of=3, by="bot")),
    "by an agent, where people attest": ("rehearsed", evidence("rehearsed", of=3, by="bot")),
    "by an agent that is listed as a person, too": (
        "deployed",
        evidence(of=3, by="rosa"),
        {"machines": None, "agents": {"rosa": {"owner": "dana", "purpose": "x"}}},
    ),
    "by somebody who is not listed": ("rehearsed", evidence("rehearsed", of=3, by="eve")),
    "of a commit that is not here": ("deployed", evidence(of=100)),
    "deployed, then a commit that is not here": ("deployed", evidence(of=3), evidence(of=100, at=11)),
    "no number given": ("backfilled", evidence("backfilled", of=3, by="batch")),
    "of another service": ("deployed", evidence(of=3, service="worker"), {"service": "api"}),
    "of the whole, asked of one service": ("deployed", evidence(of=3), {"service": "api"}),
    "a person's time, and no machine has signed since": (
        "rehearsed 1d",
        recorded(at=5),
        evidence("rehearsed", of=3, by="rosa", at=10),
    ),
    "an approval is no evidence": ("deployed", approval("phase", "p/one", "sha256:x", "dana")),
}


def asked(row: tuple[Any, ...]) -> Known:
    words, *rest = row
    more = rest.pop() if rest and isinstance(rest[-1], dict) else {}
    return told(words, *rest, **more)


@pytest.mark.parametrize("name", MET)
def test_met(name: str) -> None:
    found = asked(MET[name])
    assert (found.state, bool(found.by)) == ("met", True), found
    assert found.until <= NOW


@pytest.mark.parametrize("name", UNMET)
def test_unmet(name: str) -> None:
    found = asked(UNMET[name])
    assert (found.state, bool(found.why)) == ("unmet", True), found


@pytest.mark.parametrize("name", UNKNOWN)
def test_unknown(name: str) -> None:
    found = asked(UNKNOWN[name])
    assert (found.state, bool(found.why)) == ("unknown", True), found


@pytest.mark.parametrize("name", MET)
def test_without_what_it_rests_on_nothing_is_met(name: str) -> None:
    """P1: every entry of a met edge taken away alone leaves it met or not, and all of them leave nothing."""
    words, *rest = MET[name]
    more = rest.pop() if rest and isinstance(rest[-1], dict) else {}
    assert told(words, **more).state != "met"


def test_the_time_that_holds_is_told() -> None:
    found = told("deployed 1d", evidence(of=3, at=NOW - HOUR))
    assert (found.since, found.until) == (NOW - HOUR, NOW - HOUR + DAY)
    found = told("deployed 1d", evidence(of=3, at=10), evidence(of=4, at=20))
    assert (found.since, found.until) == (10, 10 + DAY), "a later deployment does not begin it anew"


# revocations, and who is no longer listed


def struck(*acts: Act) -> list[bool]:
    return [entry.struck for entry in Log(entries(*acts)).standing()]


def test_a_revocation_strikes_what_came_before_it_alone_and_nothing_is_left_out() -> None:
    yes = approval("phase", "p/one", "sha256:x", "dana")
    assert struck(evidence(of=3), revocation(0)) == [True, False]
    assert struck(evidence(of=3), yes, revocation(1), evidence(of=4, at=30)) == [False, True, False, False]
    assert struck(revocation(1), evidence(of=3)) == [False, False]
    assert struck(evidence(of=3), revocation(7)) == [False, False]


def test_what_landed_and_a_revocation_cannot_be_revoked() -> None:
    """The log only grows: who means it after all says it again."""
    assert struck(evidence(of=3), revocation(0), revocation(1, at=30)) == [True, False, False]
    assert struck(recorded(), revocation(0)) == [False, False]


def revoked(words: Any, acts: Iterable[Act], struck: Iterable[int], **more: Any) -> Known:
    """With these struck out."""
    acts = tuple(acts)
    log = Log(entries(*acts, *[revocation(at) for at in struck]))
    given = facts(policy=policy(**{key: of for key, of in more.items() if key not in ("landings", "service")}))
    given = given._replace(entries=log.standing())
    return known(edge(words), "p/one", more.get("landings", ONE), more.get("service", ""), given)


@pytest.mark.parametrize("name", [*MET, *UNMET, *UNKNOWN])
def test_p1_no_revocation_makes_anything_known(name: str) -> None:
    """Whatever is struck out, one entry or several: what was not met is not met by that, and of a met edge not all."""
    words, *rest = {**MET, **UNMET, **UNKNOWN}[name]
    more = rest.pop() if rest and isinstance(rest[-1], dict) else {}
    before = told(words, *rest, **more)
    for some in (some for count in range(1, len(rest) + 1) for some in combinations(range(len(rest)), count)):
        after = revoked(words, rest, some, **more)
        assert before.state == "met" or after.state != "met", some
        assert after.state == "met" or len(some) < len(rest) or after.state == "unknown" or after == before, some


STRUCK: dict[str, tuple[Any, ...]] = {
    "all that was said": ("deployed", [evidence(of=3)], (0,), "unknown"),
    "said again since": ("deployed", [evidence(of=3), evidence(of=3, at=30)], (0,), "met"),
    "a rollback: nobody knows what ran": ("deployed", [evidence(of=3), evidence(of=2, at=11)], (1,), "unknown"),
    "the one before a rollback": ("deployed", [evidence(of=3), evidence(of=2, at=11)], (0,), "unmet"),
    "a rollback, and deployed again since": (
        "deployed",
        [evidence(of=3), evidence(of=2, at=11), evidence(of=3, at=12)],
        (1,),
        "met",
    ),
    "a later deployment ends the time": (
        "deployed 1d",
        [evidence(of=3, at=10), evidence(of=4, at=11)],
        (1,),
        "unknown",
    ),
    "and it begins anew": (
        "deployed 1d",
        [evidence(of=3, at=10), evidence(of=4, at=11), evidence(of=4, at=NOW - HOUR)],
        (1,),
        "unmet",
    ),
    "a deployment of another phase": (
        "deployed",
        [evidence(of=3), evidence(of=4, at=11, node="q/other")],
        (1,),
        "unknown",
    ),
    "a deployment elsewhere": ("deployed", [evidence(of=3), evidence(of=4, at=11, env="staging")], (1,), "met"),
    "a lie of an agent": ("deployed", [evidence(of=3), evidence(of=2, by="bot", at=11)], (1,), "met"),
    "what a machine may not attest": ("deployed", [evidence(of=3), evidence(of=2, by="batch", at=11)], (1,), "met"),
    "rows that remained": (
        "backfilled",
        [BACKFILLED, evidence("backfilled", of=3, by="batch", at=11, values=LEFT)],
        (1,),
        "unknown",
    ),
    "the word for a commit that is not here": (
        "backfilled",
        [BACKFILLED, evidence("backfilled", of=100, by="batch", at=11, values=NONE_LEFT)],
        (1,),
        "unknown",
    ),
    "a deployment, of a fact that rests on no code": (
        "complete",
        [evidence("complete", of=3), evidence(of=4, at=11, node="q/other")],
        (1,),
        "met",
    ),
}


@pytest.mark.parametrize("name", STRUCK)
def test_struck(name: str) -> None:
    words, acts, some, wanted = STRUCK[name]
    found = revoked(words, acts, some)
    assert found.state == wanted, found
    assert wanted != "unknown" or "revoked" in found.why


def test_a_revoked_deployment_ends_what_was_done_to_data_under_code_of_before() -> None:
    """Nobody knows any more under what code the data stood since."""
    log = Log(entries(BACKFILLED, evidence(of=9, at=11, node="q/other"), revocation(1)))
    under = [landing(2)]
    for standing, wanted in ((log.entries[:2], "met"), (log.standing(), "unknown")):
        given = facts()._replace(entries=standing)
        assert known(edge("backfilled"), "p/one", ONE, "", given, under).state == wanted


def signed(act: Act, teams: tuple[str, ...] = (), kind: str = "") -> Entry:
    """By somebody whose key was listed then."""
    return Entry(f"{act}", act, key="ssh-ed25519 gone", teams=teams, kind=kind)


LEFT_TEAM = ("platform",)
GONE: dict[str, tuple[Any, ...]] = {
    "a machine that is gone": ("deployed", [signed(evidence(of=3, by="old"))], "unknown"),
    "the one of today, then one that is gone": (
        "deployed",
        [Entry("1", evidence(of=3)), signed(evidence(of=3, by="old", at=11))],
        "unknown",
    ),
    "one that is gone, then the one of today": (
        "deployed",
        [signed(evidence(of=2, by="old")), Entry("1", evidence(of=3, at=11))],
        "met",
    ),
    "a person who has left": ("rehearsed", [signed(evidence("rehearsed", of=3, by="old"), LEFT_TEAM)], "met"),
    "a person who has left, where machines attest": (
        "deployed",
        [Entry("1", evidence(of=3)), signed(evidence(of=2, by="old", at=11), LEFT_TEAM)],
        "met",
    ),
    "a machine whose name a person has today": (
        "rehearsed",
        [Entry("1", evidence("rehearsed", of=3, by="rosa")), signed(evidence(of=2, by="dana", at=11), kind="machine")],
        "unknown",
    ),
    "a machine whose name an agent has today": (
        "deployed",
        [Entry("1", evidence(of=3)), signed(evidence(of=2, by="bot", at=11), kind="machine")],
        "unknown",
    ),
    "a person who has left, and whose name a machine has today": (
        "deployed",
        [signed(evidence(of=3, by="deploy"), kind="person")],
        "unknown",
    ),
    "a person of no team who has left": (
        "rehearsed",
        [signed(evidence("rehearsed", of=3, by="old"), kind="person")],
        "met",
    ),
    "a person who has left, of whom no key is known": (
        "rehearsed",
        [Entry("1", evidence("rehearsed", of=3, by="old"))],
        "unknown",
    ),
}


@pytest.mark.parametrize("name", GONE)
def test_gone(name: str) -> None:
    words, log, wanted = GONE[name]
    assert known(edge(words), "p/one", ONE, "", facts()._replace(entries=tuple(log))).state == wanted


@pytest.mark.parametrize(
    ("fact", "by", "wanted"),
    [
        *[("deployed", by, by == "deploy") for by in ("deploy", "batch", "dana", "bot", "eve", "")],
        *[("rehearsed", by, by in ("dana", "rosa")) for by in ("deploy", "dana", "rosa", "bot", "eve", "")],
    ],
)
def test_believed(fact: str, by: str, wanted: bool) -> None:
    assert believed(evidence(fact, by=by), policy()) == wanted


def test_the_clock_is_what_machines_have_signed() -> None:
    assert clock((), policy()) == 0
    acts = (evidence(at=10), recorded(at=30), evidence(at=20), evidence(by="rosa", at=99), evidence(by="eve", at=98))
    assert clock(entries(*acts), policy()) == 30


@pytest.mark.parametrize(
    ("by", "kind", "wanted"),
    [
        ("deploy", "machine", 40),
        ("gone", "machine", 40),  # no edit of the policy sets it back
        ("rosa", "machine", 40),  # whoever has the name today
        ("deploy", "person", 30),
        ("deploy", "somebody", 30),
        ("gone", "person", 30),
    ],
)
def test_the_clock_asks_who_it_was_then(by: str, kind: str, wanted: int) -> None:
    log = (Entry("1", evidence(at=30)), signed(evidence(by=by, at=40), kind=kind))
    assert clock(log, policy()) == wanted


def test_a_persons_time_counts_from_what_a_machine_signed_then() -> None:
    """Taking a machine out of the policy moves no time."""
    word = signed(evidence("rehearsed", of=3, by="rosa", at=10), kind="person")
    for by, kind, wanted in (("gone", "machine", "met"), ("deploy", "person", "unknown")):
        log = (word, signed(evidence(of=3, by=by, at=20, env="staging"), kind=kind))
        assert known(edge("rehearsed 1h"), "p/one", ONE, "", facts()._replace(entries=log)).state == wanted
