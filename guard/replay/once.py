"""A yes to a landing counts once: what has landed on it and was taken back does not land on it again."""

from __future__ import annotations

from guard.model.landing import landing_digest, times
from guard.model.log import Approval
from guard.model.said import Said
from guard.replay import branch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.model.change import Change
    from guard.replay import Replay
    from guard.trust import Trusted


def unspent(repository: Repository, trusted: Trusted, stands: Replay, change: Change) -> Replay:
    """The same with each yes to this very landing marked as spent, one of everybody for each time that it landed.

    The branch itself tells how often, with plans and without; it is asked only where somebody said yes to just this.
    """
    entries = stands.world.facts.entries
    yeses = [at for at, one in enumerate(entries) if isinstance(one.act, Approval) and one.act.of == "landing"]
    digest = landing_digest(change.landing.changes) if yeses else ""
    yeses = [at for at in yeses if isinstance(act := entries[at].act, Approval) and act.digest == digest]
    if not yeses:
        return stands
    found = [step.landing for step in stands.steps] or branch(repository, trusted, stands.at)[1]
    landed = times(found, change.landing.changes)
    left: dict[str, int] = {}
    marked = list(entries)
    for at in yeses:
        by = entries[at].act.by
        left[by] = left.get(by, landed) - 1
        marked[at] = entries[at]._replace(spent=left[by] >= 0)
    facts = stands.world.facts._replace(entries=Said(marked))
    return stands._replace(world=stands.world._replace(facts=facts))
