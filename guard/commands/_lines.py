"""What a commit would land under a plan, line by line, for `guard questions`: as the door of the merge will have it."""

from __future__ import annotations

from guard import effects, trust
from guard.commands._paper import Subject, progress
from guard.doors import cache
from guard.doors.git.repository import Repository
from guard.doors.git.run import usable_git
from guard.errors import UsageError
from guard.escape import shown
from guard.model.change import Change
from guard.model.trigger import Trigger
from guard.operations import describe
from guard.replay.coming import coming
from guard.words import meant

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from guard.model.doubt import Examined
    from guard.model.plan import Plan
    from guard.trust import Trusted


def lines(asked: argparse.Namespace, command: str) -> tuple[Subject, Examined]:
    """The lines, and what came of asking the rules."""
    for option, said in (("--at", asked.at), ("--inventory", asked.inventory)):
        if said is not None:
            raise UsageError(f"a landing stands beside the trusted branch, and takes no {option} ({command} --help)")
    git = usable_git(asked.git)
    with Repository(git) as repository:
        trigger = Trigger("auto", trust=asked.trust, trusted=asked.trusted, git=git, cache=cache.allowed())
        trusted = trust.counting(repository, trigger)
        at = trusted.oid or trust.trusted_commit(repository, trigger)[1]
        plan = _plan(trusted, asked.name, command)
        tip = repository.resolve(asked.landing)
        lands = repository.range(at, tip)
        if not lands.landing.changes:
            raise UsageError(f"nothing would land with {shown(asked.landing)}: {trusted.ref} has all of it")
        change = Change(lands.landing, lands.steps, lands.commits, lands.fork, tip, at)
        plain = describe(change.landing, None)
        judged = effects.told(plain, effects.read(repository, (plain,), trusted, change))
        comes = coming(repository, trusted, change, judged, plan, at, cache.allowed(), progress())
        trust.keep(repository, trusted)
        name = f"what {shown(asked.landing)} would land under {plan.id}"
        return Subject(name, plan.where.encode(), plan, comes.paper), comes.examined


def _plan(trusted: Trusted, name: str, command: str) -> Plan:
    """A plan as it counts: a landing is held to no other."""
    plans = {plan.id: plan for plan in trusted.plans}
    if name not in plans:
        what = f"no plan '{shown(name)}'{meant(name, plans)} on {trusted.ref}; a landing is held to one that counts"
        raise UsageError(f"{what} ({command} --help)")
    return plans[name]
