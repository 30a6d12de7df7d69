"""G401 to G405 and G407: whose turn it is, and whose it is no more."""

from __future__ import annotations

from typing import Any

import pytest

from guard.checks.phases import RULES, check
from guard.model.approving import Given
from guard.model.case import Case
from guard.model.change import FILE
from guard.model.draft import Flaw
from tests.cases import added, deleted, findings, modified, only
from tests.checks.held import CODE, back, held, state, wait

GIVEN = Given("given", ("kim",), (), "")
BEHIND = "a machine signed at 2026-01-02 03:04:06 UTC, and here it is 2026-01-02 03:04:05 UTC"
GUARDS = modified(b".guard/plans/p.yaml")
FINDS: dict[str, tuple[Case, list[str]]] = {
    "too early": (held(state=state(wait())), ["G401"]),
    "in a circle": (held(state=state(wait("circle"))), ["G401"]),
    "nothing known": (held(state=state(wait("edge", "unknown"))), ["G402"]),
    "an approval missing": (held(state=state(wait("approval", "missing"))), ["G403"]),
    "an approval of something else": (held(state=state(wait("approval", "stale"))), ["G404"]),
    "an approval that has expired": (held(state=state(wait("approval", "expired"))), ["G404"]),
    "each thing it waits for": (
        held(state=state(wait(), wait("edge", "unknown"), wait("approval", "missing"), wait("approval", "stale"))),
        ["G401", "G402", "G403", "G404"],
    ),
    "over": (held(state=state(over="p/three")), ["G405"]),
    "over, and it waits again": (held(state=state(wait(), over="p/three")), ["G401", "G405"]),
    "beside documents and routine work": (held(CODE, GUARDS, added(b"docs/a"), state=state(wait())), ["G401"]),
    "a file that goes": (held(deleted(b"src/a"), state=state(wait())), ["G401"]),
    "a way back that is too late waits as any work": (
        held(state=state(wait()), back=back("q/far has landed since")),
        ["G401"],
    ),
    "it is over, and a way back of another phase too late": (
        held(state=state(over="p/three"), back=back("p/three has landed since", "p/one")),
        ["G405"],
    ),
    "a clock behind": (held(behind=BEHIND), ["G407"]),
    "a clock behind, and too early": (held(behind=BEHIND, state=state(wait())), ["G407", "G401"]),
    "a clock behind, of what no plan covers and somebody approved": (
        held(plan=None, behind=BEHIND, approved=GIVEN),
        ["G407"],
    ),
    "a clock behind, of a way back": (held(plan=None, behind=BEHIND, back=back()), ["G407"]),
    "a way back with a commit that does more": (
        held(state=state(wait()), back=back(), steps=((CODE, added(b"evil")), (deleted(b"evil"),))),
        ["G401"],
    ),
    "a plan out of order": (
        held(flaws=(Flaw("G239", "/phases/two", "two does data.backfill", "holes", "add a phase"),)),
        ["G410"],
    ),
}
LEAVES_ALONE: dict[str, Case] = {
    "its turn": held(),
    "no plan": held(plan=None, state=state(wait())),
    "not asked at this door": held(state=state(wait()), asked=False),
    "several phases it may be": held(state=state(wait()), phases=("one", "two")),
    "documents alone": held(GUARDS, state=state(wait())),
    "routine work alone": held(added(b"docs/a"), state=state(wait(), over="p/three")),
    "nothing": held(modified(b"docs/d", FILE, FILE), state=state(wait())),
    "a way back that is open": held(state=state(wait(), over="p/three"), back=back()),
    "a way back in two commits": held(
        CODE, deleted(b"src/b"), state=state(wait()), back=back(), steps=((CODE,), (deleted(b"src/b"),))
    ),
    "over, and a way back that is too late says so": held(state=state(over="p/three"), back=back("late")),
    "a clock behind, nothing hangs on it": held(plan=None, behind=BEHIND),
}


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    asked, wanted = FINDS[name]
    assert [found.rule for found in findings(check, asked)] == wanted


@pytest.mark.parametrize("name", LEAVES_ALONE)
def test_leaves_alone(name: str) -> None:
    assert findings(check, LEAVES_ALONE[name]) == []


def test_it_says_whose_turn_it_is() -> None:
    found = only(check, held(state=state(wait(who=("deploy", "batch")))))
    assert found.what == "phase p/two comes too early: it waits for p/one: deployed"
    assert "nothing of it has landed  (.guard/plans/p.yaml)" in found.why
    assert [(step.who, step.run) for step in found.next[1:]] == [
        ("deploy", "guard attest deployed"),
        ("batch", "guard attest deployed"),
    ]
    nobody = only(check, held(state=state(wait(who=()))))
    assert [step.who for step in nobody.next] == ["you", "you"]
    approval = only(check, held(state=state(wait("approval", "missing"))))
    assert approval.what.startswith("phase p/two is not approved: it waits for")


def test_of_a_time_that_runs_it_says_until_when_and_sends_nobody() -> None:
    until = 1_800_000_000
    runs = wait(who=(), run="guard next p")._replace(why="it has not held long enough", since=5, until=until)
    found = only(check, held(state=state(runs)))
    assert found.why.startswith("it has not held long enough, until 2027-01-15 08:00 UTC  (")
    assert [step.who for step in found.next] == ["you", "you"]
    assert found.next[1].run == "once that time is over, see whose turn it is: guard next p"


def test_a_clock_is_set_right_and_nothing_else() -> None:
    found = only(check, held(behind=BEHIND, state=state()))
    assert [step.run for step in found.next] == ["this machine's clock is to be set right"]


def test_every_state_of_a_wait_has_a_rule() -> None:
    kinds: dict[str, Any] = {
        "edge": ("unmet", "unknown"),
        "circle": ("unmet",),
        "approval": ("missing", "stale", "expired"),
    }
    assert set(RULES) == {(kind, state) for kind, states in kinds.items() for state in states}
