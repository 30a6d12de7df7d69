"""What people and machines have said of a plan, what of its budget is used up, and what has changed since a yes."""

from __future__ import annotations

from guard.model.comparison import compare
from guard.model.evidence import heard
from guard.model.log import Approval, Evidence
from guard.model.plan import NO_TOTAL
from guard.model.said import Said
from guard.replay.history import versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.log import Entry
    from guard.model.plan import Phase, Plan
    from guard.model.world import State
    from guard.standing import Standing

    Data = dict[str, object]


def evidence(standing: Standing, node: str) -> list[Data]:
    """What was attested of a phase, with who said so and whether that is believed today."""
    facts = standing.replay.world.facts
    told: list[Data] = []
    for _, entry in Said.by(facts.entries).evidence(node):
        act = entry.act
        if isinstance(act, Evidence):
            values = ", ".join([f"{key}={value:,}" for key, value in act.values])
            told.append(
                {
                    "entry": entry.id,
                    "fact": act.fact,
                    "values": values or None,
                    "env": act.env,
                    "service": act.service or None,
                    "commit": act.commit.decode(),
                    "by": act.by,
                    "how": act.how,
                    "at": act.at,
                    "believed": heard(entry, facts.policy) == "believed",
                }
            )
    return told


def approvals(standing: Standing, plan: Plan, phase: Phase) -> list[Data]:
    """Every yes to the plan or to this phase, and whether it is of the phase as it stands."""
    facts, node = standing.replay.world.facts, f"{plan.id}/{phase.name}"
    now = standing.replay.world.digests.get(node, "")
    told = []
    for entry in _yeses(standing, [("plan", plan.id), ("phase", node)]):
        act = entry.act
        assert isinstance(act, Approval)
        digest = dict(act.phases).get(phase.name, "") if act.of == "plan" else act.digest
        over = facts.now >= min(act.expires, act.at + facts.policy.approvals.expire)
        state = "stale" if digest != now else "expired" if over else "fits"
        told.append(
            {
                "entry": entry.id,
                "of": act.of,
                "by": act.by,
                "at": act.at,
                "expires": act.expires,
                "version": act.version or None,
                "reason": act.reason,
                "presence": entry.presence or None,
                "state": state,
            }
        )
    return told


def _yeses(standing: Standing, abouts: list[tuple[str, str]]) -> list[Entry]:
    return Said.by(standing.replay.world.facts.entries).approvals(abouts)


def used(standing: Standing, plan: Plan, states: list[State]) -> Data:
    """What all of its landings come to, and the most that they may."""
    landed = [landing.changes for state in states for landing in state.ever]
    found: Data = {"landings": len(landed), "files": sum([len(changes) for changes in landed])}
    if plan.total.lines is not None or plan.total.bytes is not None:
        from guard.doors.git.measure import Limits, measure

        limits = Limits(plan.total.lines, plan.total.bytes)
        told = measure(standing.repository.objects, [one for changes in landed for one in changes], limits)
        found |= {"lines": told.lines_high, "bytes": told.bytes_high}
    most = {name: value for name, value in plan.total._asdict().items() if value is not None}
    return {**found, "total": most if plan.total != NO_TOTAL else None}


def changed(standing: Standing, plan: Plan) -> Data | None:
    """What became tighter and looser since the newest yes to it; null where nobody has approved it, or nothing has."""
    yeses = _yeses(standing, [("plan", plan.id)])
    if not yeses or not standing.trusted.oid:
        return None
    act = yeses[-1].act
    assert isinstance(act, Approval)
    told: Data = {"by": act.by, "at": act.at, "version": act.version or None}
    before = next((one for one in _earlier(standing, plan) if one.version == act.version), None)
    if before is None:
        return {**told, "known": False, "looser": [], "tighter": [], "unclear": []}
    change = compare("plan", before.data, plan.data)
    parts = {name: list(getattr(change, name)) for name in ("looser", "tighter", "unclear")}
    return {**told, "known": True, **parts}


def _earlier(standing: Standing, plan: Plan) -> list[Plan]:
    """What it has said along the branch, itself first."""
    return [plan, *versions(standing.repository, standing.trigger, standing.replay.at, plan)]
