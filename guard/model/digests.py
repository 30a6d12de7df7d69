"""What an approval covers: the digest of each phase with all it leans on, and of the whole plan.

A phase leans on its header (owner, scope, assumptions, the sites and manifests it names, what must be absent while it
is at work, the narrative) and on the phases it comes after. So an edit makes stale that phase and all after it, and
leaves earlier ones as they were. The plan's version stands in no phase, or every edit would make all of them stale.
"""

from __future__ import annotations

from guard.digest import digest
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guard.model.plan import Pattern, Phase, Plan


class Beside(NamedTuple):
    """What stands beside a plan: the blob id of its narrative, and the digest of each manifest by name."""

    narrative: str | None
    manifests: dict[str, str]


ALONE = Beside(None, {})


def plan_digest(plan: Plan, beside: Beside = ALONE) -> str:
    """Of everything the plan means: the document with its version, and its phases with all they lean on."""
    return digest("plan", whole(plan, beside))


def whole(plan: Plan, beside: Beside = ALONE) -> dict[str, object]:
    """What the digest of a plan is taken of."""
    return {"document": plan.data, "phases": phase_digests(plan, beside)}


def phase_digests(plan: Plan, beside: Beside = ALONE) -> dict[str, str]:
    """The digest of every phase, by name. ValueError where they stand in a circle: then none has one."""
    phases = {phase.name: phase for phase in plan.phases}
    found: dict[str, str] = {}
    while len(found) < len(phases):
        ready = [phase for phase in plan.phases if phase.name not in found and _settled(phase, phases, found)]
        if not ready:
            raise ValueError("phases in a circle have no digest")
        found |= {phase.name: digest("phase", covered(plan, phase, beside, found)) for phase in ready}
    return {name: found[name] for name in phases}


def covered(plan: Plan, phase: Phase, beside: Beside, found: dict[str, str]) -> dict[str, object]:
    """What the digest of a phase is taken of."""
    data: dict[str, Any] = plan.data["phases"]  # type: ignore[assignment]
    before = {after.phase: found[after.phase] for after in phase.after if not after.plan and after.phase in found}
    return {"header": header(plan, phase, beside), "name": phase.name, "phase": data[phase.name], "after": before}


def header(plan: Plan, phase: Phase, beside: Beside = ALONE) -> dict[str, object]:
    """What stands above the phases and this one leans on. What is not there is left out."""
    settling = {assumption.settled_by for assumption in plan.assumptions}
    at_work = {phase.name, *_before(plan, phase)}
    sites = [pattern for pattern in plan.sites if pattern.name in phase.sites or pattern.name in settling]
    absent = [
        pattern
        for pattern in plan.absent
        if pattern.since is None or pattern.since in at_work or pattern.name in settling
    ]
    named = {pattern.name for pattern in (*sites, *absent)}
    parts: dict[str, object] = {
        "plan": plan.id,
        "owner": plan.owner,
        "scope": plan.data["scope"],
        "assume": plan.data.get("assume"),
        "sites": _data(plan, "sites", sites),
        "absent": _data(plan, "absent", absent),
        "manifests": {name: of for name, of in beside.manifests.items() if name in named},
        "narrative": beside.narrative,
    }
    return {key: part for key, part in parts.items() if part}


def _settled(phase: Phase, phases: dict[str, Phase], found: dict[str, str]) -> bool:
    """All that comes before it here has a digest; what another plan holds is approved there."""
    return all(after.plan or after.phase not in phases or after.phase in found for after in phase.after)


def _before(plan: Plan, phase: Phase) -> set[str]:
    """The phases of this plan that come before, near and far; a circle ends the walk too."""
    phases = {other.name: other for other in plan.phases}
    found: set[str] = set()
    rest = [phase]
    while rest:
        names = {after.phase for after in rest.pop().after if not after.plan and after.phase in phases} - found
        found |= names
        rest += [phases[name] for name in names]
    return found


def _data(plan: Plan, key: str, patterns: list[Pattern]) -> dict[str, object]:
    every: dict[str, Any] = plan.data.get(key, {})  # type: ignore[assignment]
    return {pattern.name: every[pattern.name] for pattern in patterns}
