"""What a commit would land under a plan, line by line, for `guard questions`: as the door of the merge will have it."""

from __future__ import annotations

from guard import effects, trust
from guard.commands._base import branch
from guard.commands._paper import Subject, progress
from guard.doors import cache
from guard.errors import UsageError
from guard.escape import shown
from guard.model.change import Change
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
    with branch(asked, command) as base:
        plan = _plan(base.trusted, asked.name, command)
        lands, tip = base.lands(asked.landing)
        change = Change(lands.landing, lands.steps, lands.commits, lands.fork, tip, base.at)
        plain = describe(change.landing, None)
        repository, trusted = base.repository, base.trusted
        judged = effects.told(plain, effects.read(repository, (plain,), trusted, change))
        comes = coming(repository, trusted, change, judged, plan, base.at, cache.allowed(), progress())
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
