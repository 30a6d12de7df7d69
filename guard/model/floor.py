"""The rollback floor: the oldest version of the code that may still run once a phase has landed."""

from __future__ import annotations

from guard.model.graph import node_of
from guard.model.vocabulary import DRAINS, DROPS, may

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from guard.model.plan import Phase, Plan
    from guard.model.world import State

CONTRACTS = ("code.write.stop", "access.revoke", "access.role.drop", "secret.remove", "flag.remove")
TIGHTENS = ("schema.column.set_not_null", "schema.constraint.validate", "schema.constraint.add")


def floor(plan: Plan, phase: Phase, node: str, found: Mapping[str, State]) -> tuple[str, bytes]:
    """The last code to land of what comes before a phase that takes something away: what is older still needs it."""
    if not (phase.drops or may(phase.does, (*CONTRACTS, *TIGHTENS, *DROPS))):
        return "", b""
    phases = {f"{plan.id}/{one.name}": one for one in plan.phases}
    waiting, seen = [node], {node}
    while waiting:
        of = waiting.pop()
        leading = [node_of(plan, after) for after in phases[of].after] if of in phases else []
        waiting += [one for one in leading if one not in seen]
        seen.update(leading)
    code = [found[of] for of in seen - {node} if of in phases and of in found and may(phases[of].does, DRAINS)]
    landed = [(state.landings[-1].place, state.node, state.landings[-1].commit) for state in code if state.landings]
    return max(landed)[1:] if landed else ("", b"")
