"""Where phases stand: every way to wait, to be open, landed, complete, over; and that less never opens anything."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from guard.grammar.moment import said
from guard.model.log import Act
from guard.model.plan import Plan
from guard.model.world import Exit, State, resources, services, witnesses
from tests.model.standing import DAY, HOUR, NOW, approval, commit, evidence, facts, landing, plan, policy, states

ADDS, EDITS = {"does": ["file.add"]}, {"does": ["file.modify"]}


def after(of: str, edge: Any, **phase: Any) -> dict[str, Any]:
    return {**EDITS, **phase, "after": {of: edge}}


LINE = plan({"one": ADDS, "two": after("one", "deployed"), "three": after("two", "deployed 1d")})
L1, L2, L3 = landing(1), landing(2), landing(3)
ONE, TWO, THREE = {"p/one": (L1,)}, {"p/two": (L2,)}, {"p/three": (L3,)}
OUT_1, OUT_2 = evidence(of=1), evidence(of=2, node="p/two")
NO_EXIT = {"p/one": Exit("none", "nothing would show it")}
OWN = policy(approvals={"plan": 0})


def told(state: State) -> str:
    """Where it stands, and what kinds of things it waits for, in its states."""
    return " ".join([state.name, *[f"{wait.kind}:{wait.state}" for wait in state.waits]])


ROWS: dict[str, tuple[Plan, dict[str, Any], dict[str, str]]] = {
    "nothing yet": (LINE, {}, {"one": "open", "two": "waiting edge:unmet", "three": "waiting edge:unmet"}),
    "one has landed": (LINE, {"landings": ONE}, {"one": "complete", "two": "unknown edge:unknown"}),
    "and is deployed": (LINE, {"landings": ONE, "acts": [OUT_1]}, {"one": "complete", "two": "open"}),
    "deployed elsewhere": (LINE, {"landings": ONE, "acts": [evidence(env="staging")]}, {"two": "unknown edge:unknown"}),
    "deployed, and rolled back": (
        LINE,
        {"landings": {"p/one": (L2,)}, "acts": [evidence(of=2), evidence(of=1, at=11)]},
        {"two": "waiting edge:unmet"},
    ),
    "deployed, and taken back since": (
        LINE,
        {"undone": {"p/one": ((L1, L2),)}, "acts": [OUT_1]},
        {"one": "open", "two": "waiting edge:unmet"},
    ),
    "two landings, one of them deployed": (
        LINE,
        {"landings": {"p/one": (L1, L2)}, "acts": [OUT_1]},
        {"two": "waiting edge:unmet"},
    ),
    "the time has not run": (
        LINE,
        {"landings": ONE | TWO, "acts": [OUT_1, evidence(of=2, node="p/two", at=NOW - HOUR)]},
        {"two": "complete", "three": "waiting edge:unmet"},
    ),
    "the time has run": (LINE, {"landings": ONE | TWO, "acts": [OUT_1, OUT_2]}, {"three": "open"}),
    "a phase before it is taken back, two steps on": (
        LINE,
        {"landings": TWO, "undone": {"p/one": ((L1, L3),)}, "acts": [OUT_1, OUT_2]},
        {"one": "open", "two": "landed edge:unmet", "three": "waiting edge:unmet"},
    ),
    "what it creates is not there": (
        LINE,
        {"landings": ONE, "acts": [OUT_1], "exits": {"p/one": Exit("no", "column:t.c is to be there")}},
        {"one": "landed", "two": "waiting edge:unmet"},
    ),
    "nobody can tell whether it is there": (
        LINE,
        {"landings": ONE, "acts": [OUT_1], "exits": {"p/one": Exit("unknown", "a migration in code")}},
        {"one": "landed", "two": "unknown edge:unknown"},
    ),
    "somebody has said that it is": (
        LINE,
        {
            "landings": ONE,
            "acts": [OUT_1, evidence("complete")],
            "exits": {"p/one": Exit("unknown", "a migration in code")},
        },
        {"one": "complete", "two": "open"},
    ),
    "somebody has said so, and the tree says no": (
        LINE,
        {"landings": ONE, "acts": [OUT_1, evidence("complete")], "exits": {"p/one": Exit("no", "it is not there")}},
        {"one": "landed", "two": "waiting edge:unmet"},
    ),
    "nothing would show it, and nobody has said so": (
        LINE,
        {"landings": ONE, "acts": [OUT_1], "exits": NO_EXIT},
        {"one": "landed", "two": "unknown edge:unknown"},
    ),
    "said complete before the landing": (
        LINE,
        {"landings": {"p/one": (L2,)}, "acts": [evidence("complete"), evidence(of=2)], "exits": NO_EXIT},
        {"one": "landed", "two": "waiting edge:unmet"},
    ),
    "said complete by an agent": (
        LINE,
        {"landings": ONE, "acts": [evidence("complete", by="bot"), OUT_1], "exits": NO_EXIT},
        {"one": "landed", "two": "unknown edge:unknown"},
    ),
    "it waits for completion alone": (
        plan({"one": ADDS, "two": after("one", "complete")}),
        {"landings": ONE},
        {"two": "open"},
    ),
    "for completion that lasts, which the tree does not date": (
        plan({"one": ADDS, "two": after("one", "complete 1d")}),
        {"landings": ONE},
        {"two": "unknown edge:unknown"},
    ),
    "for two facts": (
        plan({"one": ADDS, "two": after("one", ["deployed", "rehearsed"])}),
        {"landings": ONE, "acts": [OUT_1]},
        {"two": "unknown edge:unknown"},
    ),
    "for two phases": (
        plan({"one": ADDS, "two": ADDS, "three": {**EDITS, "after": {"one": "complete", "two": "complete"}}}),
        {"landings": ONE},
        {"three": "waiting edge:unmet"},
    ),
    "outside, and nobody has said that it is done": (
        plan({"one": {"outside": "rotate it in the vault"}, "two": after("one", "complete")}),
        {},
        {"one": "open", "two": "unknown edge:unknown"},
    ),
    "outside, and done": (
        plan({"one": {"outside": "rotate it in the vault"}, "two": after("one", "complete")}),
        {"acts": [evidence("complete")]},
        {"one": "complete", "two": "open"},
    ),
    "looking alone is done when somebody says so": (
        plan({"one": {"does": []}, "two": after("one", "complete")}),
        {},
        {"two": "unknown edge:unknown"},
    ),
    "a circle": (
        plan({"one": after("two", "deployed"), "two": after("one", "deployed"), "three": after("two", "deployed")}),
        {"landings": ONE | TWO, "acts": [OUT_1, OUT_2]},
        {"one": "waiting circle:unmet", "two": "waiting circle:unmet", "three": "waiting circle:unmet"},
    ),
    "after itself": (plan({"one": after("one", "deployed")}), {}, {"one": "waiting circle:unmet"}),
    "after a phase that is not there": (plan({"one": after("none", "deployed")}), {}, {"one": "waiting edge:unmet"}),
    "after a plan that is not there": (plan({"one": after("q/one", "deployed")}), {}, {"one": "waiting edge:unmet"}),
}


@pytest.mark.parametrize("name", ROWS)
def test_where_it_stands(name: str) -> None:
    one, given, wanted = ROWS[name]
    found = states(one, **given)
    assert {of: told(found[f"p/{of}"]) for of in wanted} == wanted


@pytest.mark.parametrize("name", ROWS)
def test_what_waits_says_for_whom_and_for_what(name: str) -> None:
    one, given, _ = ROWS[name]
    for state in states(one, **given).values():
        assert state.is_open == (not state.waits)
        assert (state.name == "complete") == (not state.leaves)
        for wait in (*state.waits, *state.leaves):
            assert wait.words
            assert wait.run.startswith("guard "), wait
            assert wait.kind in ("edge", "approval", "landing", "exit", "circle")


@pytest.mark.parametrize("name", ROWS)
def test_less_said_and_less_landed_opens_nothing(name: str) -> None:
    """P1, but for what takes away: an older deployment, and what too much is left by."""
    one, given, _ = ROWS[name]
    before = states(one, **given)
    acts: list[Act] = given.get("acts", [])
    for few in [list(some) for size in range(len(acts)) for some in combinations(acts, size)]:
        if "rolled back" in name:
            continue
        after_ = states(one, **{**given, "acts": few})
        assert [of for of in before if after_[of].is_open and not before[of].is_open] == []
    if given.get("landings"):
        after_ = states(one, **{**given, "landings": {}})
        assert [of for of in before if after_[of].is_open and not before[of].is_open] == []


def test_it_is_the_same_whatever_the_order_of_plans() -> None:
    other = plan({"far": after("p/one", "deployed")}, "q")
    given: dict[str, Any] = {"landings": ONE, "acts": [OUT_1]}
    assert states(LINE, other, **given) == states(other, LINE, **given)


# across plans, over, who is asked


def test_a_phase_of_another_plan_is_waited_for_as_any() -> None:
    other = plan({"far": after("p/two", "deployed")}, "q")
    assert told(states(LINE, other)["q/far"]) == "waiting edge:unmet"
    ready: dict[str, Any] = {"landings": ONE | TWO, "acts": [OUT_1, OUT_2]}
    assert told(states(LINE, other, **ready)["q/far"]) == "open"
    same = evidence(of=2, node="q/two")
    assert told(states(LINE, other, **{**ready, "acts": [same]})["q/far"]) == "unknown edge:unknown"


def test_a_circle_through_two_plans() -> None:
    first, second = plan({"one": after("q/one", "deployed")}), plan({"one": after("p/one", "deployed")}, "q")
    assert {told(state) for state in states(first, second).values()} == {"waiting circle:unmet"}


@pytest.mark.parametrize(
    ("landings", "wanted"),
    [
        ({}, {}),
        (ONE, {}),
        (ONE | TWO, {"p/one": "p/two"}),
        (ONE | THREE, {"p/one": "p/three", "p/two": "p/three"}),
        (TWO, {"p/one": "p/two"}),
    ],
)
def test_a_phase_is_over_once_something_has_landed_after_it(landings: Any, wanted: dict[str, str]) -> None:
    found = states(LINE, landings=landings)
    assert {of: state.over for of, state in found.items() if state.over} == wanted


def test_a_phase_is_over_also_by_another_plan() -> None:
    other = plan({"far": after("p/two", "deployed")}, "q")
    found = states(LINE, other, landings={"q/far": (L3,)})
    assert [of for of, state in found.items() if state.over == "q/far"] == ["p/one", "p/two"]


CONSUMED = policy(approvals={"plan": 0}, consumers={"table:users": ["api", "worker"]})
COLUMN = plan({"one": {"does": ["schema.column.add"], "creates": ["column:users.x"]}, "two": after("one", "deployed")})


def test_every_consumer_of_what_the_plan_changes_is_asked() -> None:
    api, worker = (evidence(service=name) for name in ("api", "worker"))
    for acts, wanted in (
        ([], ["api", "worker"]),
        ([OUT_1], ["api", "worker"]),
        ([api], ["worker"]),
        ([api, worker], []),
        ([api, worker, evidence(of=1, node="p/two", at=30, service="api")], []),
    ):
        waits = states(COLUMN, landings=ONE, acts=acts, policy=CONSUMED)["p/two"].waits
        assert [wait.run.partition("--service ")[2] for wait in waits] == wanted


def test_one_consumer_rolled_back() -> None:
    acts = [evidence(of=2, service="api"), evidence(of=2, service="worker"), evidence(of=1, at=11, service="worker")]
    (wait,) = states(COLUMN, landings={"p/one": (L2,)}, acts=acts, policy=CONSUMED)["p/two"].waits
    assert (wait.state, "of worker" in wait.words) == ("unmet", True)


def test_where_there_is_no_log_it_says_so() -> None:
    (wait,) = states(LINE, landings=ONE, missing="the log is not here")["p/two"].waits
    assert (wait.state, wait.why) == ("unknown", "the log is not here")


def test_whose_turn_it_is() -> None:
    (wait,) = states(LINE, landings=ONE)["p/two"].waits
    assert (wait.who, wait.run) == (("deploy",), "guard attest deployed --plan p --phase one --env production")
    (wait,) = states(plan({"one": ADDS, "two": after("one", "rehearsed")}), landings=ONE)["p/two"].waits
    assert wait.who == ("dana", "kim", "omar")


KEYLESS = {"rosa": {"teams": ["platform"]}, "dana": {"teams": ["identity"]}}


def test_where_no_listed_key_can_say_so_who_lands_one_is_told() -> None:
    nobody = policy(approvals={"plan": 0}, people=KEYLESS, machines=None, owners={"/.guard/**": "platform"})
    apart = plan({"one": {"outside": "turn the old key off"}, "two": after("one", "deployed")})
    (leaves,) = states(apart, policy=nobody)["p/one"].leaves
    (edge,) = states(LINE, landings=ONE, policy=nobody)["p/two"].waits
    for wait in (leaves, edge):
        assert wait.who == ("rosa",) and wait.run.startswith("guard enroll NAME    and land the line it prints in ")
        assert wait.why.endswith("; no key that the policy lists can say so")
    assert leaves.run.endswith("; once it is so: guard attest complete --plan p --phase one")


def test_while_only_time_is_missing_it_is_nobodys_turn() -> None:
    soaks = plan({"one": ADDS, "two": after("one", "deployed 24h")})
    (wait,) = states(soaks, landings=ONE, acts=[evidence(at=NOW - HOUR)])["p/two"].waits
    assert (wait.state, wait.who, wait.run) == ("unmet", (), "guard next p")
    assert wait.until > wait.since and wait.when() == f", until {said(wait.until)}"
    assert wait._replace(until=0).when() == f", since {said(wait.since)}"
    assert wait._replace(until=0, since=0).when() == ""
    backfilled = plan({"one": {"does": ["data.backfill"]}, "two": after("one", "backfilled remaining=5")})
    (wait,) = states(backfilled, landings=ONE)["p/two"].waits
    assert (wait.who, wait.run[-13:]) == (("batch",), "--remaining 0")


def test_what_was_taken_back_says_by_what() -> None:
    (wait,) = states(LINE, undone={"p/one": ((L1, L2),)})["p/two"].waits
    assert wait.why == f"p/one is not complete: {commit(1)[:12].decode()} was taken back by {commit(2)[:12].decode()}"


def test_what_does_not_show_says_where() -> None:
    given = {"landings": ONE, "exits": {"p/one": Exit("no", "column:t.c is to be gone: made here", "db/1.sql:3")}}
    (wait,) = states(LINE, **given)["p/two"].waits
    assert wait.why == "p/one is not complete: column:t.c is to be gone: made here  (db/1.sql:3)"


def test_ready_is_what_waits_for_people_alone() -> None:
    mine = approval("plan", "p", "sha256:whole", "kim", phases={"one": "sha256:p/one"})
    asks = policy(approvals={"plan": 1})
    assert told(states(LINE, policy=asks)["p/one"]) == "ready approval:missing"
    assert told(states(LINE, policy=asks, acts=[mine])["p/one"]) == "open"
    assert told(states(LINE, policy=asks, acts=[mine])["p/two"]) == "waiting edge:unmet approval:stale"


def test_what_evidence_says_of_a_phase() -> None:
    acts = [OUT_1, evidence(env="staging"), evidence("backfilled", by="batch"), evidence(service="api")]
    assert states(LINE, landings=ONE, acts=acts)["p/one"].facts == (
        "deployed in production",
        "deployed in staging",
        "deployed in production of api",
    )
    assert states(LINE, acts=acts)["p/one"].facts == (), "nothing has landed of which it could be so"


FILL = plan(
    {
        "dual": {"does": ["code.write.dual"]},
        "fill": after("dual", "deployed", does=["data.backfill"]),
        "reads": after("fill", "backfilled", does=["code.read.switch"]),
    }
)
DUAL_OUT = evidence(of=2, node="p/dual")
FILLED = evidence("backfilled", of=3, node="p/fill", by="batch", at=20, values={"remaining": 0})
FILLING: dict[str, tuple[list[Act], str]] = {
    "filled": ([DUAL_OUT, FILLED], "open"),
    "filled, and newer code is out": ([DUAL_OUT, FILLED, evidence(of=9, node="q/x", at=30)], "open"),
    "filled, and older code with the second writer is out": ([DUAL_OUT, FILLED, evidence(of=2, at=30)], "open"),
    "filled, and the second writer was rolled back": (
        [DUAL_OUT, FILLED, evidence(of=1, node="q/x", at=30)],
        "waiting edge:unmet",
    ),
    "rolled back and out again since: what was written between is missing": (
        [DUAL_OUT, FILLED, evidence(of=1, at=30), evidence(of=2, node="p/dual", at=40)],
        "waiting edge:unmet",
    ),
    "filled again after that": (
        [DUAL_OUT, FILLED, evidence(of=1, at=30), evidence(of=2, node="p/dual", at=40), FILLED._replace(at=50)],
        "open",
    ),
    "a commit that is not here is out": ([DUAL_OUT, FILLED, evidence(of=100, at=30)], "unknown edge:unknown"),
    "an agent says that older code is out": ([DUAL_OUT, FILLED, evidence(of=1, by="bot", at=30)], "open"),
    "older code is out in staging": ([DUAL_OUT, FILLED, evidence(of=1, env="staging", at=30)], "open"),
    "older code before it was filled": ([evidence(of=1), DUAL_OUT, FILLED], "open"),
}


@pytest.mark.parametrize("name", FILLING)
def test_what_was_filled_is_looked_at_again_once_the_writer_was_rolled_back(name: str) -> None:
    acts, wanted = FILLING[name]
    found = states(FILL, landings={"p/dual": (L2,), "p/fill": (L3,)}, acts=acts)
    assert told(found["p/reads"]) == wanted


# the floor of a rollback


FLOOR = plan(
    {
        "expand": {"does": ["schema.column.add"], "creates": ["column:users.x"]},
        "dual": after("expand", "deployed", does=["code.write.dual"]),
        "reads": after("dual", "deployed", does=["code.read.switch"]),
        "stop": after("reads", "deployed", does=["code.write.stop"]),
        "contract": after("stop", "deployed", does=["schema.column.drop"], drops=["column:users.y"]),
    }
)


def test_the_floor_is_the_last_code_before_what_takes_something_away() -> None:
    landings = {"p/expand": (L1,), "p/dual": (L2,), "p/reads": (L3,), "p/stop": (landing(4),)}
    floors = {of: state.floor for of, state in states(FLOOR, landings=landings).items()}
    assert floors["p/expand"] == floors["p/dual"] == floors["p/reads"] == ("", b"")
    assert floors["p/stop"] == ("p/reads", commit(3))
    assert floors["p/contract"] == ("p/stop", commit(4))


def test_the_floor_is_what_landed_last_wherever_it_stands_in_the_plan() -> None:
    landings = {"p/dual": (L2, landing(9)), "p/reads": (L3,)}
    assert states(FLOOR, landings=landings)["p/contract"].floor == ("p/dual", commit(9))
    assert states(FLOOR)["p/contract"].floor == ("", b"")


def test_the_floor_is_that_of_another_plan_where_the_code_stands_there() -> None:
    drops = after("p/stop", "deployed", does=["schema.column.drop"], drops=["column:users.y"])
    landings = {"p/reads": (L3,), "p/stop": (landing(4),)}
    assert states(FLOOR, plan({"contract": drops}, "q"), landings=landings)["q/contract"].floor == ("p/stop", commit(4))


# who is asked about what


def test_what_a_phase_changes() -> None:
    one = plan(
        {
            "expand": {"does": ["schema.column.add"], "creates": ["column:users.x", "column:users.y"]},
            "fill": {"does": ["data.backfill"]},
            "code": {"does": ["code.write.dual"]},
            "all": {"does": ["*"]},
            "drop": {"does": ["schema.column.drop"], "drops": ["column:orders.z"]},
        }
    )
    of = {phase.name: resources(one, phase) for phase in one.phases}
    users = ("column:users.x", "table:users", "column:users.y")
    assert of["expand"] == users
    assert of["fill"] == of["all"] == (*users, "column:orders.z", "table:orders"), "it names nothing, so it may be any"
    assert of["code"] == ()
    assert of["drop"] == ("column:orders.z", "table:orders")


def test_services_and_witnesses() -> None:
    edges = {edge.fact: edge for phase in COLUMN.phases for of in phase.after for edge in of.edges}
    assert services(COLUMN, edges["deployed"], CONSUMED) == ("api", "worker")
    assert services(COLUMN, edges["deployed"]._replace(fact="backfilled"), CONSUMED) == ()
    assert services(LINE, edges["deployed"], CONSUMED) == ()
    assert witnesses(OWN, "deployed") == ("deploy",)
    assert witnesses(OWN, "rehearsed") == ("dana", "kim", "omar"), "rosa has no key"
    assert witnesses(policy(people={"bot": {"teams": []}}, machines=None), "deployed") == ()
    assert facts().now - DAY < NOW
