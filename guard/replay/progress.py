"""What the merge door asks beside the change set: the trusted branch and the log replayed, and what they say of it."""

from __future__ import annotations

from guard.escape import shown
from guard.grammar.moment import exact
from guard.grammar.resource import holder
from guard.lint import out_of_order
from guard.model.approving import Asked, given, stronger
from guard.model.claim import reverted
from guard.model.draft import Draft
from guard.model.evidence import clock
from guard.model.graph import Whole, around
from guard.model.landing import landing_digest, moved
from guard.model.plan import NO_TOTAL
from guard.model.progress import Back, Beyond, Progress, Spent, too_late, way_back
from guard.model.state import derive
from guard.model.vocabulary import irreversible
from guard.model.world import owners
from guard.questions import UNTOLD
from guard.replay import objects, replay, without_plans
from guard.replay.approved import covered, questions, readings
from guard.replay.coming import coming, raised_by
from guard.replay.once import unspent
from guard.replay.places import Places
from guard.replay.raised import raised
from guard.trust import log as log_door

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.model.case import Binding, Edit
    from guard.model.change import Change
    from guard.model.draft import Flaw
    from guard.model.log import Log
    from guard.model.operation import Judged
    from guard.model.policy import Policy
    from guard.model.step import Step
    from guard.model.trigger import Trigger
    from guard.replay import Replay
    from guard.trust import Trusted

MOST = 3  # files that are named


def replayed(repository: Repository, trigger: Trigger, trusted: Trusted, change: Change) -> Replay:
    """The branch as it stood before this change set: one that has landed already is held to what stood before it.

    Where it is measured from an older commit of the branch, the branch stands where it stands now all the same.
    """
    at = change.onto or trusted.oid or change.old
    if trusted.oid and at != trusted.oid and repository.contains(trusted.oid, at):
        at = trusted.oid
        landed = bool(change.new) and repository.contains(at, change.new or b"")
    elif change.onto:
        landed = change.old == change.new  # it branches off at its own end
    else:
        landed = bool(at and change.new) and repository.contains(at, change.new or b"")
    log = _log(repository, trigger, trusted)
    if landed:  # what was recorded since says nothing of what stood before it
        at, log = change.old, log._replace(ahead=b"")
    told = replay if trusted.plans else without_plans
    return told(repository, trigger, trusted, log, at, now_of(trigger))


def _log(repository: Repository, trigger: Trigger, trusted: Trusted) -> Log:
    """As it is now; or as it was, where a recorded landing is judged once more.

    Whoever names the entry has held the log against the whole branch (guard.records.branch): what its entries say the
    branch was at when they were signed may well have come after the landing that is judged.
    """
    if trigger.log is None:
        return log_door.verify(repository, trusted)
    return log_door.verify_at(repository, trusted, trigger.log)._replace(ahead=b"")


def now_of(trigger: Trigger) -> int:
    """The time to judge at."""
    if trigger.now is not None:
        return trigger.now
    import time

    return int(time.time())


def ask(
    repository: Repository,
    trusted: Trusted,
    change: Change,
    binding: Binding,
    edits: tuple[Edit, ...],
    stands: Replay,
    landing: Judged,
) -> Beyond:
    """All that the merge door asks beyond the change set."""
    stands = unspent(repository, trusted, _with(stands, binding, landing), change)
    told = progress(stands, change, binding, landing)._replace(spent=_spent(repository, stands, change, binding))
    late = _meanwhile(repository, stands.at, change)
    told = _on_the_branch(told, late)._replace(
        accepted=questions(stands, binding, of_landing("" if late else told.digest, landing, trusted.policy)),
        covered=covered(repository, trusted, change, edits, stands, landing, late),
        readings=readings(stands, binding, told.digest),
        meanwhile=tuple(late),
    )
    back = told.back.node.partition("/")[0] if told.back is not None and not told.back.late else ""
    places = Places(repository, trusted, stands.states, stands.at, change)
    settled = () if back else places.settled(binding, stands.exits)
    found = Beyond(
        told, settled, places.facts(binding, edits, back), *raised(repository, trusted, change, landing, stands.at)
    )
    plan = binding.plan
    if plan is None or back or change.new is None:
        return found
    comes = coming(repository, trusted, change, landing, plan, stands.at)
    unasked = [
        one for one in comes.examined.unasked if one != UNTOLD
    ]  # so of all code: docs/rules/G702.md says it once
    return found._replace(raised=found.raised + raised_by(comes, plan), unasked=(*found.unasked, *unasked))


def _with(stands: Replay, binding: Binding, landing: Judged) -> Replay:
    """The same where this landing counts for what its phase changes: its owners and consumers have a say."""
    if binding.plan is None or len(binding.phases) != 1:
        return stands
    node = f"{binding.plan.id}/{binding.phases[0].name}"
    named = stands.world.changed(binding.plan, binding.phases[0])
    more = [of for of in objects(landing) if of not in named]
    if not more:
        return stands
    world = stands.world._replace(also={**stands.world.also, node: (*stands.world.also.get(node, ()), *more)})
    return stands._replace(world=world, states=derive(world))


def progress(stands: Replay, change: Change, binding: Binding, landing: Judged) -> Progress:
    """What the replay says of this landing."""
    world = stands.world
    policy, entries, now = world.facts.policy, world.facts.entries, world.facts.now
    digest = landing_digest(change.landing.changes)
    latest = clock(entries, policy)
    return Progress(
        world=world,
        states=stands.states,
        beside=beside_of(stands, binding),
        digest=digest,
        approved=given(of_landing(digest, landing, policy), entries, policy, now),
        back=_back(stands, change, binding),
        behind=f"a machine signed at {exact(latest)}, and here it is {exact(now)}" if latest > now else "",
        flaws=flaws(stands, binding),
    )


def of_landing(digest: str, landing: Judged, policy: Policy) -> Asked:
    """What an approval of this landing takes: as many people as what it does asks for, and all its owners."""
    ids = {one.id for done in landing.operations.values() for one in done if one.counts}
    asked, levels = policy.approvals, policy.approvals.presence
    need, level = asked.plan, levels.get("unplanned", "")
    if any([irreversible(id_) for id_ in ids]):
        need, level = asked.irreversible, stronger(level, levels.get("irreversible", ""))
    teams = [team for of in objects(landing) for team in owners(policy, of)]
    for owner in policy.owners:
        if owner.paths is not None and any([owner.paths.matches(path) for path in landing.operations]):
            teams += owner.teams
    return Asked("landing", "", digest, max(need, 1), tuple(dict.fromkeys(teams)), "", level)


def _spent(repository: Repository, stands: Replay, change: Change, binding: Binding) -> Spent | None:
    """All landings of the plan and this one, counted together."""
    plan = binding.plan
    if plan is None or plan.total == NO_TOTAL:
        return None
    of_plan = [state for node, state in stands.states.items() if node.partition("/")[0] == plan.id]
    landed = [landing.changes for state in of_plan for landing in state.ever]
    every = [*landed, change.landing.changes]
    files = sum([len(changes) for changes in every])
    if plan.total.lines is None and plan.total.bytes is None:
        return Spent(len(every), files, None)
    from guard.doors.git.measure import Limits, measure

    limits = Limits(plan.total.lines, plan.total.bytes)
    return Spent(len(every), files, measure(repository.objects, [one for of in every for one in of], limits))


def _meanwhile(repository: Repository, at: bytes, change: Change) -> list[bytes]:
    """The files of the landing that changed on the branch since the work began."""
    if not at or at == change.old:
        return []
    return moved(change.landing.changes, repository.folders, repository.tree(at))


def _on_the_branch(told: Progress, late: list[bytes]) -> Progress:
    """An approval, and a way back, are of files as they were: what changed on the branch meanwhile, is another landing.

    What lands is measured from where the work began; what it will be is known once those files are still the same.
    """
    if not late:
        return told
    why = f"{' and '.join([shown(path) for path in late[:MOST]])} changed on the branch since this work began"
    if told.approved.state == "given":
        told = told._replace(approved=told.approved._replace(state="stale", why=why))
    return told if told.back is None else told._replace(back=told.back._replace(late=told.back.late or why))


def flaws(stands: Replay, binding: Binding) -> tuple[Flaw, ...]:
    """What makes the order of the plan unsafe, under the policy and beside the plans of today."""
    if binding.plan is None:
        return ()
    plans = {plan.id: plan for plan in stands.world.plans if plan.id != binding.plan.id}
    return out_of_order(Draft(stands.world.facts.policy, binding.plan, plans, {}, stands.world.facts.now))


def beside_of(stands: Replay, binding: Binding) -> dict[str, tuple[str, ...]]:
    """Of each resource of the phase, phases of other plans that change it and are not done, with no order between."""
    if binding.plan is None or len(binding.phases) != 1:
        return {}
    plans = stands.world.plans
    changed = {f"{plan.id}/{phase.name}": stands.world.changed(plan, phase) for plan in plans for phase in plan.phases}
    found = Whole(plans, changed).beside(f"{binding.plan.id}/{binding.phases[0].name}")
    going = {resource: tuple([of for of in nodes if stands.states[of].leaves]) for resource, nodes in found.items()}
    return {resource: nodes for resource, nodes in going.items() if nodes and holder(resource) == resource}


def _back(stands: Replay, change: Change, binding: Binding) -> Back | None:
    step = way_back(change.landing.changes, stands.steps, stands.states)
    if step is None or _onward(stands, step, change, binding):
        return None
    plan = next(plan for plan in stands.world.plans if plan.id == step.node.partition("/")[0])
    phase = next(phase for phase in plan.phases if phase.name == step.node.partition("/")[2])
    late = too_late(plan, phase, stands.states[step.node], step.landing, stands.world.facts)
    return Back(step.landing, step.node, late, (plan.owner,))


def _onward(stands: Replay, step: Step, change: Change, binding: Binding) -> bool:
    """It is held to a later phase, whose work it is to take away what the earlier one brought (guard.model.step)."""
    if binding.plan is None or len(binding.phases) != 1:
        return False
    node = f"{binding.plan.id}/{binding.phases[0].name}"
    if node not in around([step.node], stands.world.plans)[step.node].after:
        return False
    if binding.claimed:
        return True
    says = any([step.landing.taken_by(reverted(commit.message)) for commit in change.commits])
    return not says and bool(stands.states[step.node].over) and stands.states[node].is_open
