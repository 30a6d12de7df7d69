"""Merge queues: what an entry stands on before it has landed, and what its verdict does not speak for."""

from __future__ import annotations

from guard import trust
from guard.doors.git.line import line
from guard.errors import GuardError
from guard.escape import shown
from guard.model.verdict import Unknown
from guard_hooks.hosts.telling import note

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.model.trigger import Trigger
    from guard.model.verdict import Verdict

BEFORE = "what stands before it in the queue"


def standing(repository: Repository, trigger: Trigger, base: bytes) -> int:
    """On how many commits that have not landed: none, or those of entries that change none of its documents."""
    ref, trusted = trust.trusted_commit(repository, trigger)
    if repository.contains(trusted, base):
        return 0
    if not repository.contains(base, trusted):
        raise _again("the branch has moved on since this queue was built", ref)
    documents = [repository.entries(repository.tree(oid)).get(b".guard") for oid in (trusted, base)]
    if documents[0] != documents[1]:
        raise _again(f"{BEFORE} changes .guard, and has not landed yet", ref)
    places = line(repository, base)
    return places[base] - places.get(trusted, 0)


def beside(verdict: Verdict, before: int) -> Verdict:
    """The same, saying what else has to pass: an entry is no worse for what waits before it, and lands with it."""
    if not before:
        return verdict
    commits = "1 commit" if before == 1 else f"{before:,} commits"
    why = f"{commits} not landed yet, judged in other runs; this one says nothing of that, and every entry has to pass"
    note(f"{BEFORE}: {why}")
    return verdict._replace(not_established=(*verdict.not_established, Unknown(BEFORE, why)))


def _again(what: str, ref: str) -> GuardError:
    mend = "queue it again once what stands before it has landed; a queue builds it anew by itself where that fails"
    return GuardError("G603", what, shown(ref), mend)
