"""Where the plans stand, as JSON: the report of the schema `status`."""

from __future__ import annotations

from guard.commands._data import dumped, path_of
from guard.commands._due import due
from guard.commands._phases import landing_data, phase_data
from guard.commands.plan.status_said import approvals, changed, evidence, used
from guard.commands.plan.status_told import floor
from guard.drawing import edges
from guard.grammar import window

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.commands.plan.status_told import Outside, Report, Told
    from guard.model.assumption import Settled
    from guard.model.plan import After, Phase, Plan
    from guard.model.world import State

SCHEMA_VERSION = 1


def as_json(report: Report) -> str:
    standing = report.standing
    step = due(tuple(report.rows()))
    missing = standing.missing()
    return dumped(
        {
            "schema_version": SCHEMA_VERSION,
            "adopted": standing.trusted.adopted,
            "trusted": {"ref": standing.trusted.ref, "commit": standing.replay.at.decode()},
            "now": standing.now,
            "plans": [_plan(report, told) for told in report.plans],
            "outside": [_outside(step) for step in report.outside],
            "next": {"who": step.who, "run": step.run} if step.run else None,
            "not_established": [{"what": "approvals and evidence", "why": missing}] if missing else [],
        }
    )


def _plan(report: Report, told: Told) -> dict[str, object]:
    plan = told.plan
    return {
        "plan": plan.id,
        "version": plan.version,
        "owner": plan.owner,
        "why": plan.why,
        "path": plan.where,
        "phases": [_phase(report, told, *pair) for pair in told.phases],
        "used": used(report.standing, plan, [state for _, state in told.phases]),
        "changed": changed(report.standing, plan),
        "assumptions": [_assumed(one) for one in told.assumed],
        "notes": list(told.notes),
    }


def _phase(report: Report, told: Told, phase: Phase, state: State) -> dict[str, object]:
    standing = report.standing
    of, commit = state.floor
    undone = standing.replay.world.undone.get(state.node, ())
    return {
        **phase_data(standing, told.plan, phase, state),
        "after": [{"node": _named(told.plan, one), "edges": edges(one)} for one in phase.after],
        "evidence": evidence(standing, state.node),
        "approvals": approvals(standing, told.plan, phase),
        "sites": [left._asdict() for left in told.left.get(phase.name, ())],
        "stop": report.stops(told.plan, phase) or None,
        "window_open": any([window.is_open(when, standing.now) for when in phase.windows]) if phase.windows else None,
        "undone": [{"landing": landing_data(landing), "by": landing_data(by)} for landing, by in undone],
        "floor": {"phase": of, "commit": commit.decode(), "words": floor(state)} if commit else None,
    }


def _named(plan: Plan, after: After) -> str:
    return after.named() if after.plan else f"{plan.id}/{after.phase}"


def _assumed(one: Settled) -> dict[str, object]:
    where = one.where.words() if one.where is not None else None
    by = one.by or None
    return {"name": one.name, "says": one.says, "state": one.state, "by": by, "why": one.why, "where": where}


def _outside(step: Outside) -> dict[str, object]:
    return {
        "commit": step.commit.decode(),
        "at": step.at,
        "why": step.why,
        "paths": [path_of(path) for path in step.paths],
        "ask": list(step.ask),
    }
