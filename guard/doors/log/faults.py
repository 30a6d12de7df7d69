"""What can be wrong with the log as git has it, in guard's words: what, where, and how to mend it."""

from __future__ import annotations

from guard.errors import GuardError
from guard.escape import shell_word, shown

HEADS = b"refs/heads/"
BRANCH = HEADS + b"guard-log"
SYNC = "bring it together with the remote: guard log sync"
PUT_BACK = (
    "move what stands there aside, then put the branch back to the newest entry that .git/logs/refs/heads/guard-log or"
    " the remote has: git branch guard-log COMMIT"
)
FETCH_AGAIN = "move what stands there aside, then fetch it again: git fetch"
FETCH_WHOLE = "fetch what is missing: git fetch --refetch --no-filter origin guard-log; git fsck tells what is damaged"
BEGIN = (
    "it begins with no entry: the owners of this repository take it away, git branch -D guard-log,"
    " and where a remote has it: git push origin --delete guard-log"
)
RESET = "the owners of this repository put it back to the last good entry, git branch -f guard-log "
AND_THERE = ", and where a remote has it, and its ruleset lets them: git push --force-with-lease origin "


def folder(ref: bytes, remote: str, below: bytes) -> str:
    """How to mend a ref of the log that is a folder of others: git has one name for a branch or a folder, not both."""
    if ref == BRANCH:
        away = f"git branch -D {shell_word(below.removeprefix(HEADS))}"
        return f"take away the branch that stands in its place: {away}; {PUT_BACK.partition(', then ')[2]}"
    far, name = shell_word(remote.encode()), shell_word(below.removeprefix(f"refs/remotes/{remote}/".encode()))
    away = f"git push {far} --delete {name}; then, here, git fetch --prune {far}"
    return f"the owners of this repository take that branch away, and let nobody create guard-log/**: {away}"


def unreadable(what: str, where: bytes | str, mend: str = FETCH_WHOLE) -> GuardError:
    """G501: a ref or an object of the log is damaged or not here; that is never an empty log."""
    return GuardError("G501", what, shown(where), mend)


def lost(what: str, where: bytes | str, mend: str) -> GuardError:
    """G502: entries that were seen here are no longer in the log."""
    return GuardError("G502", what, shown(where), mend)


def forked(local: bytes, remote: bytes) -> GuardError:
    """G503: the log here and the log of the remote each hold entries that the other lacks."""
    where = f"{shown(local[:12])} here and {shown(remote[:12])} fetched"
    return GuardError("G503", "the log here and the one fetched have each an entry the other lacks", where, SYNC)


def malformed(what: str, commit: bytes, good: bytes) -> GuardError:
    """G505: a commit of the branch is no entry, so nobody can tell what it hides; `good` is the last one that is."""
    back = f"{RESET}{good.decode()}{AND_THERE}{good.decode()}:{BRANCH.decode()}" if good else BEGIN
    return GuardError("G505", what, f"{BRANCH.decode()}, commit {shown(commit[:12])}", back)


def unrecorded(what: str, where: bytes | str, mend: str) -> GuardError:
    """G507: an entry was not written, or did not reach the remote."""
    return GuardError("G507", what, shown(where), mend)
