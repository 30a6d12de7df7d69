"""What an act rests on: the documents that count, the branch and the log replayed, and what a commit brings beside."""

from __future__ import annotations

from guard import trust
from guard.errors import GuardError, UsageError
from guard.escape import shown
from guard.model.digests import phase_digests
from guard.model.state import derive
from guard.nearest import nearest
from guard.replay import replay
from guard.trust.beside import beside
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.model.digests import Beside
    from guard.model.log import Log
    from guard.model.plan import Plan
    from guard.model.policy import Policy
    from guard.model.trigger import Trigger
    from guard.replay import Replay
    from guard.trust import Trusted


class Ground(NamedTuple):
    """What counts, and where everything stands under it, as somebody is about to sign."""

    repository: Repository
    trigger: Trigger
    trusted: Trusted
    ref: str
    log: Log
    replay: Replay
    now: int

    @property
    def policy(self) -> Policy:
        return self.trusted.policy


class Documents(NamedTuple):
    """Policy and plans as one commit has them, and where everything would stand with them."""

    rev: str  # as it was said; "" for the trusted branch itself
    commit: bytes
    where: str  # for people
    policy: Policy
    plans: dict[str, Plan]
    replay: Replay


def adopted(ground: Ground) -> None:
    """Nobody signs where no policy says who may."""
    if not ground.trusted.adopted:
        what = "there is no policy that says who may sign"
        mend = "land one first: people with their keys, such as guard enroll NAME prints"
        raise GuardError("G813", what, ground.trusted.ref, mend)


def documents(ground: Ground, rev: str) -> Documents:
    """Of the trusted branch, or of a commit that is still to land: an edit is approved as that commit has it."""
    trusted, at = ground.trusted, ground.replay.at
    plans = {plan.id: plan for plan in trusted.plans}
    if not rev:
        where = f"{trusted.ref} {at[:12].decode()}".rstrip()
        return Documents("", at, where, trusted.policy, plans, ground.replay)
    if not trusted.oid:
        raise UsageError("with --trust the documents of that directory are what counts; --at is for those of a commit")
    oid = ground.repository.resolve(rev)
    where = f"{shown(rev)} {oid[:12].decode()}"
    brought = trust.read(ground.repository, ground.trigger, f"commit {oid.decode()}", oid)
    if not brought.adopted:
        mend = "name a commit that has them: --at REV"
        raise GuardError("G813", "there is no policy and no plan at this commit", where, mend)
    plans |= {plan.id: plan for plan in brought.plans}
    stood = replay(
        ground.repository, ground.trigger, trusted._replace(plans=tuple(plans.values())), ground.log, at, ground.now
    )
    return Documents(rev, oid, where, brought.policy, plans, stood)


def plan_of(found: Documents, name: str) -> Plan:
    """The plan of this id; another one is a wrong word."""
    if name not in found.plans:
        near = nearest(name, found.plans)
        known = f"; there is {', '.join(found.plans)}" if found.plans else "; there is none"
        meant = f"; did you mean {near}?" if near else known
        elsewhere = "" if found.rev else "; one that is still to land is approved at its commit: --at HEAD"
        raise UsageError(f"no plan '{shown(name)}' on {found.where}{meant}{elsewhere}")
    return found.plans[name]


def beside_of(ground: Ground, found: Documents, plan: Plan) -> Beside:
    """The narrative and the manifests of a plan, at the same commit."""
    return beside(ground.repository, plan, found.commit)


def standing(found: Documents, plan: Plan, stands: Beside) -> Replay:
    """Where everything stands with this plan, and with what stands beside it at its commit."""
    signed = {f"{plan.id}/{name}": digest for name, digest in phase_digests(plan, stands).items()}
    world = found.replay.world._replace(digests={**found.replay.world.digests, **signed})
    return found.replay._replace(world=world, states=derive(world))
