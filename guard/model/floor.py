"""The rollback floor: the oldest version of the code that may still run once a phase has landed."""

from __future__ import annotations

from guard.model.vocabulary import DRAINS, DROPS, may

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from guard.model.plan import Phase
    from guard.model.world import State

CONTRACTS = ("code.write.stop", "access.revoke", "access.role.drop", "secret.remove", "flag.remove")
TIGHTENS = ("schema.column.set_not_null", "schema.constraint.validate", "schema.constraint.add")


def floor(phase: Phase, before: Mapping[str, Phase], found: Mapping[str, State]) -> tuple[str, bytes]:
    """The last code to land of what comes before a phase that takes something away: what is older still needs it.

    `before` are all phases before it, in whatever plan, each by its whole name.
    """
    if not (phase.drops or may(phase.does, (*CONTRACTS, *TIGHTENS, *DROPS))):
        return "", b""
    code = [found[of] for of in before if of in found and may(before[of].does, DRAINS)]
    landed = [(state.landings[-1].place, state.node, state.landings[-1].commit) for state in code if state.landings]
    return max(landed)[1:] if landed else ("", b"")
