"""From what an event asks to a verdict: the commit as a landing on the trusted branch, in a fresh repository.

Of a merge queue, what stands before an entry counts as landed; its documents do not: they count once they have landed.
What landed already is judged step by step, each under the documents before it, as its record will say it.
"""

from __future__ import annotations

from contextlib import contextmanager

from guard import trust
from guard.doors.git.fresh import Store
from guard.errors import GuardError
from guard.escape import shown
from guard.model.claim import Claim
from guard.model.trigger import Trigger
from guard.model.verdict import WORST_FIRST, not_judged
from guard.pipeline import judge_in, weigh_change
from guard.report import bug
from guard.value import NamedTuple
from guard_hooks.hosts.payload import TAGS
from guard_hooks.hosts.queue import beside, standing
from guard_hooks.hosts.reach import reached
from guard_hooks.hosts.telling import note

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.doors.git.fresh import Brought
    from guard.doors.git.repository import Repository
    from guard.model.verdict import Verdict
    from guard.records.branch import Branch
    from guard_hooks.hosts import Asked
    from guard_hooks.hosts.task import Options, Task

ADOPT = (
    "merges the pull request that brings .guard/policy.yaml, and requires the check from then on: guard schema policy"
)


class Looked(NamedTuple):
    """A fresh repository that is open, and what was fetched into it."""

    store: Store
    repository: Repository
    brought: Brought


@contextmanager
def looking(task: Task, heads: tuple[str, ...] = (), about: tuple[str, ...] = ()) -> Iterator[Looked]:
    """The trusted branch, the log and these commits, fetched; all of it is gone afterwards."""
    options = task.options
    with Store(task.far, options.git or None, task.temp or None) as store:
        wanted, named = [one.encode() for one in heads if one], [one.encode() for one in about]
        brought = store.bring(task.asked.branch, wanted, named, options.lent)
        with store.opened() as repository:
            yield Looked(store, repository, brought)


def verdict(task: Task) -> Verdict:
    """The verdict of a job; of a bug, too."""
    try:
        return judged(task)
    except Exception as error:
        return bug(error, "merge")


def judged(task: Task) -> Verdict:
    """The verdict of a job: one that says why, where there is nothing it could be of."""
    asked = task.asked
    try:
        if asked.what not in ("judge", "record"):
            raise nothing(task)
        heads = (asked.head, asked.base) if asked.what == "judge" else ()
        with looking(task, heads, asked.refs) as looked:
            there(asked, looked)
            for line in besides(asked, looked):
                note(line)
            if asked.what == "record":
                return landed(looked.repository, asked, task.options)
            return verdict_of(looked.repository, asked, task.options)
    except GuardError as error:
        return not_judged("merge", error)


def nothing(task: Task) -> GuardError:
    """The error for a job that has nothing to do on this event: a green check would say that something was judged."""
    asked, job = task.asked, task.options.job
    why = asked.why or "it asks for what waits to be judged again, and brings no change set of its own"
    if asked.what == "judge":
        why = "what has not landed is not recorded"
    where = f"{task.host}: {shown(task.event[:80])}, job {job}"
    of_landings = job in ("record", "sign")
    on = "pushes to the guarded branch" if of_landings else "pull requests and merge queues"
    mend = f"let this job run on {on} alone: guard explain G602 has the lines"
    return GuardError("G602", f"there is nothing to {job if of_landings else 'judge'}: {why}", where, mend)


def question(asked: Asked, options: Options) -> Trigger:
    """One commit as a landing on the trusted branch as that stands now."""
    return Trigger(
        "range",
        base=asked.base or None,
        tip=asked.head,
        plan=options.plan or None,
        phase=options.phase or None,
        trusted=f"refs/remotes/origin/{asked.branch}",
        git=options.git or None,
        now=options.now,
    )


def verdict_of(repository: Repository, asked: Asked, options: Options) -> Verdict:
    """The verdict on a commit that was fetched."""
    trigger = question(asked, options)
    before = 0
    try:
        adopted(repository, trigger)
        if asked.base:
            before = standing(repository, trigger, asked.base.encode())
    except GuardError as error:
        return not_judged("merge", error, shadow=_shadow(repository, trigger))
    return beside(reached(judge_in(repository, trigger), asked), before)


def adopted(repository: Repository, trigger: Trigger) -> None:
    """There is a policy, or nothing is judged here."""
    ref, oid = trust.trusted_commit(repository, trigger)
    if b".guard" not in repository.entries(repository.tree(oid)):
        what = "guard is to judge what lands here, and there is no policy on the trusted branch"
        raise GuardError("G606", what, shown(ref), f"an owner of this repository {ADOPT}")


def there(asked: Asked, looked: Looked) -> None:
    """The commits of the event were to be had."""
    gone = [oid for oid in (asked.head, asked.base) if oid.encode() in looked.brought.gone]
    if not gone:
        return
    now = [looked.brought.tips[name.encode()] for name in asked.refs if name.encode() in looked.brought.tips]
    more = f"; {shown(asked.refs[0])} is at {now[0][:12].decode()} by now, and has a run of its own" if now else ""
    what = f"the host does not have the commit of this event any more{more}"
    mend = "nobody can land it: push the branch again, or judge what it is at now by the run of that push"
    raise GuardError("G605", what, gone[0], mend)


def besides(asked: Asked, looked: Looked) -> Iterator[str]:
    """In words, what somebody may have taken for granted, and what is not so."""
    for name in asked.refs:
        now = looked.brought.tips.get(name.encode(), b"").decode()
        if asked.what == "judge" and now not in ("", asked.head) and not name.startswith(TAGS):
            yield f"{name} is at {now[:12]} by now; judged is {asked.head[:12]}, which this event is of"
    if asked.target and asked.target != asked.branch:
        yield f"it asks to be merged into {asked.target}, and is judged as a landing on {asked.branch}"


def _shadow(repository: Repository, trigger: Trigger) -> bool:
    try:
        return trust.counting(repository, trigger).policy.shadow
    except GuardError:
        return False


def _steps(repository: Repository, branch: Branch, asked: Asked) -> list[bytes]:
    """What the branch went along with a push, oldest first; with the first one, since guard was adopted."""
    from guard.replay import adoption

    places, tip, before = branch.places, asked.head.encode(), asked.before.encode()
    start = places.get(before, -1)
    if not before:
        start = max(places.get(adoption(repository, branch.trusted, branch.trusted.oid), 0) - 1, 0)
    steps = [oid for oid, place in places.items() if 0 <= start < place <= places.get(tip, -1)]
    if steps:
        return steps
    where = f"{branch.name} {asked.before[:12]}..{asked.head[:12]}"
    if not before and tip in places:
        mend = "nothing is to be done: the first commit of a branch was held to nothing"
        raise GuardError("G602", "there is nothing to judge: this push begins the branch", where, mend)
    mend = "an owner of this repository puts the branch back, and forbids force pushes to it"
    raise GuardError("G605", "the branch was rewritten: what this push led from is no step of it", where, mend)


def landed(repository: Repository, asked: Asked, options: Options) -> Verdict:
    """The worst verdict of the steps that a push brought to the trusted branch; of equals the newest."""
    from guard.records.branch import branch_of

    trigger = question(asked, options)
    adopted(repository, trigger)
    branch = branch_of(repository, trigger)
    verdicts = [_as_it_landed(repository, branch, step, options) for step in _steps(repository, branch, asked)]
    return min(verdicts[::-1], key=lambda one: (*WORST_FIRST, "pass").index(one.outcome))


def _as_it_landed(repository: Repository, branch: Branch, step: bytes, options: Options) -> Verdict:
    """One step under the documents before it, and under the log as far as that records nothing of it."""
    from guard.model.change import Change, revision
    from guard.records.branch import question as asking
    from guard.records.judging import parent_of
    from guard.replay.progress import now_of

    shadow, parent = False, parent_of(repository, step)
    trigger = Trigger("range", parent.decode(), step.decode(), options.plan or None, options.phase or None)
    try:
        told = asking(branch, step, now_of(trigger._replace(now=options.now)), Claim(options.plan, options.phase))
        trigger = trigger._replace(now=told.now, log=told.log)
        trusted = trust.read(repository, trigger, branch.trusted.ref, parent)
        shadow = trusted.policy.shadow
        found = repository.range(parent, step)
        change = Change(found.landing, found.steps, found.commits, found.fork, step, parent, revision(step))
        return weigh_change(repository, trigger, trusted, change)
    except GuardError as error:
        return not_judged("merge", error, shadow=shadow)
