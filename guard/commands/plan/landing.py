"""What a commit would land in a phase, for the commands about a model: on the trusted branch, under its documents."""

from __future__ import annotations

from guard import trust
from guard.commands._paper import progress
from guard.doors import cache
from guard.doors.git.repository import Repository
from guard.doors.git.run import usable_git
from guard.errors import UsageError
from guard.escape import shown
from guard.model.trigger import Trigger
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
    for option, said in (("--at", asked.at), ("--inventory", asked.inventory)):
        if said is not None:
            raise UsageError(f"a landing stands beside the trusted branch, and takes no {option} ({command} --help)")
    git = usable_git(asked.git)
    with Repository(git) as repository:
        trigger = Trigger("auto", trust=asked.trust, trusted=asked.trusted, git=git, cache=cache.allowed())
        trusted = trust.counting(repository, trigger)
        at = trusted.oid or trust.trusted_commit(repository, trigger)[1]
        of = _phase(trusted, asked.name, command)
        lands = repository.range(at, repository.resolve(asked.landing)).landing
        if not lands.changes:
            raise UsageError(f"nothing would land with {shown(asked.landing)}: {trusted.ref} has all of it")
        return arriving(repository, trusted, at, lands, of, never, progress())


def _phase(trusted: Trusted, name: str, command: str) -> tuple[Plan, str]:
    """The plan of `PLAN/PHASE`, and the phase."""
    nodes = {f"{plan.id}/{phase.name}": (plan, phase.name) for plan in trusted.plans for phase in plan.phases}
    if name not in nodes:
        what = f"no phase '{shown(name)}'{meant(name, nodes)} on {trusted.ref}; a landing is read as one of a phase"
        raise UsageError(f"{what}: PLAN/PHASE ({command} --help)")
    return nodes[name]
