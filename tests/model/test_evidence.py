"""Evidence against an edge: what is met, unmet and unknown, by whom, of which commit, since when."""

from __future__ import annotations

from typing import Any

import pytest

from guard.grammar.edge import Edge, edge_from, long_form
from guard.model.evidence import Known, believed, clock, known
from guard.model.log import Act, Log
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


def test_what_is_revoked_says_nothing() -> None:
    standing = Log(entries(evidence(of=3), revocation(0))).standing()
    assert [entry.act for entry in standing] == [revocation(0)]
    again = Log(entries(evidence(of=3), revocation(0), evidence(of=4, at=30))).standing()
    assert [entry.id for entry in again] == ["1", "2"]


def test_a_revocation_strikes_what_came_before_it_alone() -> None:
    assert [entry.id for entry in Log(entries(revocation(1), evidence(of=3))).standing()] == ["0", "1"]


def test_revoking_a_revocation_does_not_bring_back_what_it_struck() -> None:
    """The log only grows: who means it after all says it again."""
    log = Log(entries(evidence(of=3), revocation(0), revocation(1, at=30)))
    assert "0" not in [entry.id for entry in log.standing()]


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
