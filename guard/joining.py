"""All that is known of one change, joined once: what it does, what it is held to, what stands beside it.

The same for every door. An agent's edit is joined here as well, and waits for it: nothing is loaded that finds
repositories or hands verdicts over.
"""

from __future__ import annotations

import os

from guard import carried, effects, gather
from guard.binding import bind
from guard.doors.taken import taken
from guard.model.case import Binding, Case
from guard.model.claim import claims as claimed
from guard.operations import describe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.effects import Seen
    from guard.model.ask import Ask
    from guard.model.change import Change
    from guard.model.claim import Claim
    from guard.model.doubt import Unasked
    from guard.model.operation import Judged
    from guard.model.plan import Plan
    from guard.model.trigger import Door, Trigger
    from guard.replay import Replay
    from guard.trust import Trusted

    Read = tuple[tuple[Judged, ...], list[Judged], Seen]  # with what files do, as their names alone tell it, and that


def door_of(trigger: Trigger) -> Door:
    return "commit" if trigger.selector in ("staged", "auto") else "merge"


def case_of(
    repository: Repository,
    trigger: Trigger,
    trusted: Trusted,
    change: Change,
    stands: Replay | None = None,
    claims: tuple[Claim, ...] | None = None,
    measured: bool = True,
) -> Case:
    """All facts joined once; `stands` is where the branch stands, for whoever asked that of another change already.

    `claims` are for whoever has read them. An edit alone is not `measured`: a budget is of what lands.
    """
    read = _read(repository, trusted, change)
    stands = stands or _stands(repository, trigger, trusted, change)
    claims = _claims(repository, change) if claims is None else claims
    binding = _binding(trigger, trusted, read, claims, stands)
    judged = _bound(repository, trusted, change, read, binding)
    faults, edits = carried.documents(repository, trusted, judged[0], change)
    asks, unasked = _asks(repository, trigger, trusted, change, binding)
    case = Case(
        door=door_of(trigger),
        policy=trusted.policy,
        binding=binding,
        landing=judged[0],
        steps=judged[1:],
        commits=change.commits,
        measure=gather.amounts(repository, judged[0], binding) if measured else None,
        targets=gather.link_targets(repository, judged),
        clashes=gather.name_clashes(repository, judged[0], change.old, change.new, change.onto),
        modules=gather.modules(repository, judged, change.old, change.new),
        faults=faults,
        edits=edits,
        trusted=trusted.oid.decode(),
        rev=change.rev,
        asks=asks,
        unasked=unasked,
    )
    return case if stands is None else _beyond(case, repository, trusted, change, stands)


def _read(repository: Repository, trusted: Trusted, change: Change) -> Read:
    plain = [describe(changes, None) for changes in (change.landing, *change.steps)]
    seen = effects.read(repository, plain, trusted, change)
    return tuple([effects.told(one, seen) for one in plain]), plain, seen


def _bound(
    repository: Repository, trusted: Trusted, change: Change, read: Read, binding: Binding
) -> tuple[Judged, ...]:
    """The operations told anew where what binds tells more of them: which files are binary, what was just created."""
    judged, plain, seen = read
    sets = (change.landing, *change.steps)
    binary = gather.binaries(repository, sets, trusted.policy, binding)
    if binary is not None:
        plain = [describe(changes, binary) for changes in sets]
    created = effects.created(binding)
    if binary is not None or (created and seen.readings):
        judged = tuple([effects.told(one, seen, created) for one in plain])
    if change.new is not None:
        gather.check_kinds(repository, judged)
    return judged


def _beyond(case: Case, repository: Repository, trusted: Trusted, change: Change, stands: Replay) -> Case:
    """With all that the merge door asks beside the change set."""
    from guard.replay.progress import ask

    beyond = ask(repository, trusted, change, case.binding, case.edits, stands, case.landing)
    return case._replace(**beyond._replace(unasked=case.unasked + beyond.unasked)._asdict())


def _asks(
    repository: Repository, trigger: Trigger, trusted: Trusted, change: Change, binding: Binding
) -> tuple[tuple[Ask, ...], tuple[Unasked, ...]]:
    """What somebody at work asked, here or in the message of a commit that lands, and nobody has answered."""
    messages = [one.message for one in change.commits if b"uard-ask:" in one.message.lower()]
    here = change.new is None or trigger.here
    here = here and os.path.lexists(os.path.join(repository.place.git_dir, "guard/asked.json"))
    if not (messages or here) or not trusted.adopted:
        return (), ()
    from guard.replay.asks import asked

    return asked(repository, trigger, trusted, binding, (messages, change.new if here else b""))


def _stands(repository: Repository, trigger: Trigger, trusted: Trusted, change: Change) -> Replay | None:
    """The branch and the log replayed, where it is asked whose turn it is and what people said: at the merge door."""
    if door_of(trigger) == "commit" or not (trigger.order and trusted.adopted):
        return None
    from guard.replay.progress import replayed

    return replayed(repository, trigger, trusted, change)


def _claims(repository: Repository, change: Change) -> tuple[Claim, ...]:
    """What a staged change, or the messages of commits, say that they are of."""
    staged = change.new is None
    return taken(repository.place.git_dir) if staged else tuple(claimed([one.message for one in change.commits]))


def _binding(
    trigger: Trigger, trusted: Trusted, read: Read, claims: tuple[Claim, ...], stands: Replay | None
) -> Binding:
    """What it is held to. With `merges: squash` only what lands is asked."""
    judged, plain, seen = read
    many = 1 if trusted.policy.squash else len(judged)

    def told(plan: Plan) -> tuple[Judged, ...]:
        created = effects.created(Binding(plan, plan.phases, ()))
        return tuple([effects.told(one, seen, created) for one in plain[:many]]) if created else judged[:many]

    states = None if stands is None else stands.states
    return bind(trigger, trusted, judged[:many], told, claims, states)
