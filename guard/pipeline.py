"""The whole story, top to bottom: a trigger becomes a change set, meets the documents that count, and is weighed.

One pipeline for every door. Hooks, command line and CI differ in the trigger they bring and how they show the verdict.
What is known of the change is put together in guard/joining.py, which an agent's edit asks for too.
"""

from __future__ import annotations

from guard import account, effects, trust
from guard.checks import examine
from guard.doors.git.repository import Repository
from guard.errors import GuardError
from guard.joining import case_of, door_of
from guard.model.case import Binding, Case
from guard.model.change import HEAD, Change, revision
from guard.model.operation import Judged
from guard.model.trigger import Trigger
from guard.model.verdict import Basis, Verdict, not_judged, weigh
from guard.operations import describe
from guard.trust import Trusted


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
