"""What a commit would land in a phase, for the commands about a model: on the trusted branch, under its documents."""

from __future__ import annotations

from guard.commands._base import branch
from guard.commands._paper import progress
from guard.errors import UsageError
from guard.escape import shown
from guard.replay.arriving import arriving
from guard.words import meant

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from guard.model.paths import PathSet
    from guard.model.plan import Plan
    from guard.replay.arriving import Arriving
    from guard.trust import Trusted


def landing(asked: argparse.Namespace, never: PathSet, command: str) -> Arriving:
    """Everything of it, or why it cannot be read whole."""
    with branch(asked, command) as base:
        of = _phase(base.trusted, asked.name, command)
        lands, _ = base.lands(asked.landing)
        return arriving(base.repository, base.trusted, base.at, lands.landing, of, never, progress())


def _phase(trusted: Trusted, name: str, command: str) -> tuple[Plan, str]:
    """The plan of `PLAN/PHASE`, and the phase."""
    nodes = {f"{plan.id}/{phase.name}": (plan, phase.name) for plan in trusted.plans for phase in plan.phases}
    if name not in nodes:
        what = f"no phase '{shown(name)}'{meant(name, nodes)} on {trusted.ref}; a landing is read as one of a phase"
        raise UsageError(f"{what}: PLAN/PHASE ({command} --help)")
    return nodes[name]
