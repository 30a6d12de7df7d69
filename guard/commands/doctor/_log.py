"""The log as it stands here: where, how long, what of it counts, and what would tell that entries were lost."""

from __future__ import annotations

from guard.doors.log import chain, seen, tips
from guard.doors.log.faults import BRANCH
from guard.escape import shown
from guard.model.tiers import Line
from guard.trust import log as trusted_log

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.doors.git.repository import Repository
    from guard.model.log import Log
    from guard.trust import Trusted

SYNC = "guard log sync"


def lines(repository: Repository, trusted: Trusted) -> Iterator[Line]:
    """Only read: neither what was seen nor the index is written."""
    policy = trusted.policy
    tip = tips.tip(repository, trusted.ref, policy.log or "")
    asks = policy.approvals.plan or policy.approvals.irreversible or policy.machines
    if not tip:
        what = "no branch guard-log, neither of this repository nor fetched"
        mend = "fetch it: git fetch origin guard-log:refs/remotes/origin/guard-log; the first approval begins one"
        yield Line("log", "missing" if asks else "ok", what, mend if asks else "")
        return
    log = trusted_log.read_at(repository, trusted, tip)
    remote = tips.remote_of(trusted.ref)
    both = tips.both(repository, remote)
    places = [BRANCH.decode()] if both.local else []
    places += [f"refs/remotes/{remote}/guard-log"] if both.remote else []
    count = len(log.entries) + len(log.void)
    yield Line("log", "ok", f"{' and '.join(places)} at {tip[:12].decode()}: {_entries(count)}")
    if log.void:
        verb = "counts" if len(log.void) == 1 else "count"
        what = f"of these {_entries(len(log.void))} {verb} for nothing"
        yield Line("log", "attention", what, "guard log verify names them, and says why")
    if log.ahead:
        what = f"it records a landing {log.ahead[:12].decode()} that {trusted.ref} does not hold here"
        yield Line("log", "attention", what, "git fetch")
    yield from _shared(repository, both, remote)
    yield from _kept(repository, trusted, log)
    if both.remote or remote in tips.remotes(repository):
        yield _protected(remote)


def _shared(repository: Repository, both: tips.Tips, remote: str) -> Iterator[Line]:
    """Entries that nobody else has yet."""
    if not both.local:
        return
    since = (f"^{both.remote.decode()}",) if both.remote else ()
    alone = int(repository.runner.read(("rev-list", "--count", both.local.decode(), *since, "--")))
    if alone and (both.remote or remote in tips.remotes(repository)):
        verb = "stands" if alone == 1 else "stand"
        yield Line("log", "attention", f"{_entries(alone)} {verb} here alone, as far as was fetched", SYNC)


def _kept(repository: Repository, trusted: Trusted, log: Log) -> Iterator[Line]:
    """What would tell that the log lost entries, or is another one."""
    mark = seen.read(repository.place.common_dir).tip
    if mark:
        yield Line("log", "ok", f"seen here up to {mark[:12].decode()}: a log that holds less is told")
    else:
        yield Line("log", "attention", "nothing of it was verified here yet", "guard log verify")
    if trusted.policy.log:
        yield Line("log", "ok", "the policy names its first entry: one begun anew is told, also in a fresh clone")
        return
    what = "the policy does not name its first entry: a fresh clone would take one begun anew for it"
    first = chain.first(repository, log.tip).decode()
    yield Line("log", "attention", what, f"its owner writes into the policy: log: {first}")


def _protected(remote: str) -> Line:
    """What only the host knows: who may take entries away again that no clone has seen yet."""
    what = f"whether {shown(remote)} forbids force pushes to guard-log, and its deletion, cannot be seen from here"
    mend = "make sure that a ruleset of the host forbids both, of everybody; who signs may push there"
    return Line("log", "attention", what, mend)


def _entries(count: int) -> str:
    return f"{count:,} {'entry' if count == 1 else 'entries'}"
