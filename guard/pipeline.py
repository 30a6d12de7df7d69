"""The whole story, top to bottom: a trigger becomes a change set, meets the documents that count, and is weighed.

One pipeline for every door. Hooks, command line and CI differ in the trigger they bring and how they show the verdict.
"""

from __future__ import annotations

import os

from guard import account, carried, effects, gather, trust
from guard.binding import bind
from guard.checks import examine
from guard.doors.git.repository import Repository
from guard.doors.taken import taken
from guard.errors import GuardError
from guard.model.case import Binding, Case
from guard.model.change import HEAD, Change, revision
from guard.model.claim import claims as claimed
from guard.model.operation import Judged
from guard.model.trigger import Door, Trigger
from guard.model.verdict import Basis, Verdict, not_judged, weigh
from guard.operations import describe
from guard.trust import Trusted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.effects import Seen
    from guard.model.ask import Ask
    from guard.model.doubt import Unasked
    from guard.model.plan import Plan
    from guard.replay import Replay


def judge(trigger: Trigger, opened: Repository | GuardError | None = None) -> Verdict:
    """The verdict for a trigger; where guard cannot judge, a verdict that says so and never passes.

    A hook opens the repository before it loads the rest of guard, so that git works meanwhile; others leave it to this.
    """
    try:
        if isinstance(opened, GuardError):
            raise opened
        with opened or Repository(trigger.git) as repository:
            return judge_in(repository, trigger)
    except GuardError as error:
        return not_judged(door_of(trigger), error)


def judge_in(repository: Repository, trigger: Trigger) -> Verdict:
    """The same in a repository that is open already."""
    shadow = False
    try:
        if trigger.selector in ("staged", "auto"):
            repository.start_staged()
        trusted = trust.counting(repository, trigger)
        shadow = trusted.policy.shadow
        if trigger.selector == "auto":
            trigger = _select(repository, trigger, trusted)
        change = (
            _staged(repository, trusted) if trigger.selector == "staged" else _history(repository, trigger, trusted)
        )
        verdict = weigh_change(repository, trigger, trusted, change)
    except GuardError as error:
        return not_judged(door_of(trigger), error, shadow=shadow)
    trust.keep(repository, trusted)
    return verdict


def operations_of(trigger: Trigger) -> tuple[Basis, Judged]:
    """What a change set does, and what was looked at; nothing is held to anything."""
    with Repository(trigger.git) as repository:
        if trigger.selector in ("staged", "auto"):
            repository.start_staged()
        trusted = trust.counting(repository, trigger)
        if trigger.selector == "auto":
            trigger = _select(repository, trigger, trusted)
        staged = trigger.selector == "staged"
        change = _staged(repository, trusted) if staged else _history(repository, trigger, trusted)
        plain = describe(change.landing, None)
        judged = effects.told(plain, effects.read(repository, (plain,), trusted, change))
        return account.basis(trigger, trusted, change, Binding(None, (), ())), judged


def door_of(trigger: Trigger) -> Door:
    return "commit" if trigger.selector in ("staged", "auto") else "merge"


def _select(repository: Repository, trigger: Trigger, trusted: Trusted) -> Trigger:
    """Without a selector: the staged change if there is any, else everything since the trusted branch."""
    staged = repository.staged(trusted.oid).changes or not repository.head
    return trigger._replace(selector="staged" if staged else "range")


def _staged(repository: Repository, trusted: Trusted) -> Change:
    return Change(repository.staged(trusted.oid), (), (), repository.head, None)


def _history(repository: Repository, trigger: Trigger, trusted: Trusted) -> Change:
    tip = repository.resolve(trigger.tip or HEAD)
    base = b"" if trigger.selector == "commit" else _base(repository, trigger, trusted)
    landed = repository.range(base, tip) if base else repository.commit(tip)
    rev = HEAD if trigger.tip in (None, HEAD) else revision(tip)
    return Change(landed.landing, landed.steps, landed.commits, landed.fork, tip, base, rev)


def _base(repository: Repository, trigger: Trigger, trusted: Trusted) -> bytes:
    if trigger.base is not None:
        return repository.resolve(trigger.base)
    return trusted.oid or trust.trusted_commit(repository, trigger)[1]


def weigh_change(repository: Repository, trigger: Trigger, trusted: Trusted, change: Change) -> Verdict:
    """The verdict on one change under documents that are read already."""
    verdict = weighed(trigger, trusted, change, case_of(repository, trigger, trusted, change))
    log = repository.verified[-1].commit.decode() if repository.verified else ""
    return verdict._replace(basis=verdict.basis._replace(log=log))


def weighed(trigger: Trigger, trusted: Trusted, change: Change, case: Case) -> Verdict:
    """The verdict on a case: nothing is read any more."""
    return weigh(
        case.door,
        examine(case),
        basis=account.basis(trigger, trusted, change, case.binding, case.progress),
        operations=case.landing.operations,
        established=account.established(case) if trusted.adopted else (),
        not_established=account.not_established(case),
        adopted=trusted.adopted,
        shadow=trusted.policy.shadow,
        phases=account.phases(case),
    )


def case_of(
    repository: Repository, trigger: Trigger, trusted: Trusted, change: Change, stands: Replay | None = None
) -> Case:
    """All facts joined once; `stands` is where the branch stands, for whoever asked that of another change already."""
    sets = (change.landing, *change.steps)
    plain = [describe(changes, None) for changes in sets]
    seen = effects.read(repository, plain, trusted, change)
    judged = tuple([effects.told(one, seen) for one in plain])
    stands = stands or _stands(repository, trigger, trusted, change)
    binding = _binding(repository, trigger, trusted, change, (judged, plain, seen), stands)
    binary = gather.binaries(repository, sets, trusted.policy, binding)
    if binary is not None:
        plain = [describe(changes, binary) for changes in sets]
    created = effects.created(binding)
    if binary is not None or (created and seen.readings):
        judged = tuple([effects.told(one, seen, created) for one in plain])
    if change.new is not None:
        gather.check_kinds(repository, judged)
    faults, edits = carried.documents(repository, trusted, judged[0], change)
    asks, unasked = _asks(repository, trigger, trusted, change, binding)
    case = Case(
        door=door_of(trigger),
        policy=trusted.policy,
        binding=binding,
        landing=judged[0],
        steps=judged[1:],
        commits=change.commits,
        measure=gather.amounts(repository, judged[0], binding),
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


def _binding(
    repository: Repository,
    trigger: Trigger,
    trusted: Trusted,
    change: Change,
    read: tuple[tuple[Judged, ...], list[Judged], Seen],
    stands: Replay | None,
) -> Binding:
    """What it is held to. With `merges: squash` only what lands is asked."""
    judged, plain, seen = read
    many = 1 if trusted.policy.squash else len(judged)

    def told(plan: Plan) -> tuple[Judged, ...]:
        created = effects.created(Binding(plan, plan.phases, ()))
        return tuple([effects.told(one, seen, created) for one in plain[:many]]) if created else judged[:many]

    claims = taken(repository.place.git_dir) if change.new is None else claimed([one.message for one in change.commits])
    states = None if stands is None else stands.states
    return bind(trigger, trusted, judged[:many], told, claims, states)
