"""Where the log stands: the branch here and the one fetched, read exactly, and held against what was seen before."""

from __future__ import annotations

import os

from guard.doors.git.standing import standing
from guard.doors.log import seen
from guard.doors.log.chain import UNSHALLOW, first
from guard.doors.log.faults import BRANCH, FETCH_AGAIN, FETCH_WHOLE, PUT_BACK, SYNC, folder, forked, lost, unreadable
from guard.errors import GuardError
from guard.escape import shown
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository

REMOTES = "refs/remotes/"


class Tips(NamedTuple):
    """The newest entry of the branch here and of the one fetched, b"" where there is none; `tip` is the later one."""

    local: bytes
    remote: bytes
    tip: bytes


def remote_of(trusted_ref: str) -> str:
    """The remote whose log counts: the one of the trusted branch, else origin."""
    name, slash, _ = trusted_ref.removeprefix(REMOTES).partition("/")
    return name if trusted_ref.startswith(REMOTES) and slash and name else "origin"


def remote_with(repository: Repository, trusted_ref: str) -> str:
    """The remote that has the log, or is to have it: that one, else the only one there is; "" where there is none."""
    every = remotes(repository)
    named = remote_of(trusted_ref)
    return named if named in every else every[0] if len(every) == 1 else ""


def remotes(repository: Repository) -> list[str]:
    """The names of all there are."""
    return os.fsdecode(repository.runner.read(("remote",))).splitlines()


def tip(repository: Repository, trusted_ref: str, pinned: str = "") -> bytes:
    """The newest entry of the log; b"" where there is no log at all, and none was ever seen."""
    found = both(repository, remote_of(trusted_ref)).tip
    marks = seen.read(repository.place.common_dir)
    _descends(repository, found, marks)
    if found:
        begins_as(repository, found, pinned, marks.first if found == marks.tip else b"")
    return found


def begins_as(repository: Repository, found: bytes, pinned: str, known: bytes = b"") -> None:
    """The log up to this entry begins with the one that the policy names (`pinned`), where it names one."""
    if pinned and (known or first(repository, found)) != pinned.encode():
        what = "the first entry is another than the policy names: the log was deleted and begun anew"
        mend = "the owners of this repository put the branch back to the log that begins with "
        raise GuardError("G504", what, shown(BRANCH), mend + shown(pinned[:64]))


def both(repository: Repository, remote: str) -> Tips:
    """The branch here and the one fetched; the one that holds the other's entries counts, else the log has forked."""
    names = [BRANCH, f"{REMOTES}{remote}/guard-log".encode()]
    found = stand(repository, names)
    here, there = (found[name] for name in names)
    if (here or there) and repository.place.shallow:
        where = os.path.join(repository.place.git_dir, "shallow")
        raise unreadable("this clone is shallow: entries of the log may be cut off", os.fsencode(where), UNSHALLOW)
    if not here or not there or here == there:
        return Tips(here, there, here or there)
    for later, earlier in ((here, there), (there, here)):
        if holds(repository, later, earlier):
            return Tips(here, there, later)
    raise forked(here, there)


def stand(repository: Repository, names: list[bytes]) -> dict[bytes, bytes]:
    """The commit each of these refs is at, b"" where there is no such ref; one that is damaged is never that."""
    try:
        return standing(repository.runner, repository.place, repository.objects, names)
    except GuardError as error:
        raise unreadable(error.what, error.where, _mend(repository, error.where, names)) from error
    except OSError as error:
        mend = "mend what this says; git for-each-ref tells whether the refs can be read again"
        raise unreadable(f"the refs of the log cannot be read: {error.strerror}", names[0], mend) from error


def _mend(repository: Repository, where: str, names: list[bytes]) -> str:
    """The ref here is put back, one that was fetched is fetched again; whatever else is wrong lies behind them."""
    for name in [name for name in names if shown(name) == where]:
        below = repository.runner.read(("for-each-ref", "--count=1", "--format=%(refname)", f"{os.fsdecode(name)}/"))
        if below:
            return folder(name, where.removeprefix(REMOTES).partition("/")[0], below.rstrip(b"\n"))
    if where == shown(BRANCH):
        return PUT_BACK
    return FETCH_AGAIN if where.startswith(REMOTES) else FETCH_WHOLE


def holds(repository: Repository, later: bytes, earlier: bytes) -> bool:
    """One entry is the other, or comes after it."""
    if later == earlier:
        return True
    try:
        return repository.contains(later, earlier)
    except GuardError as error:
        raise unreadable(f"the history of the log cannot be walked: {error.what}", later) from error


def goes_on(repository: Repository, tips: list[bytes], marks: list[bytes]) -> bool:
    """One of these entries is a mark, or comes after one. A mark that names what was never written is passed over."""
    if not marks or set(tips) & set(marks):
        return True
    here = [mark for mark, header in zip(marks, repository.headers(marks), strict=True) if header is not None]
    return any([holds(repository, found, mark) for found in tips for mark in here])


def _descends(repository: Repository, found: bytes, marks: seen.Seen) -> None:
    """Entries that were seen here are never gone again."""
    known = [mark for mark in (marks.tip, marks.beside) if mark]
    if not found:
        known += [mark for _, mark in marks.remotes if mark]
    if goes_on(repository, [found] if found else [], known):
        return
    newest = next(repository.headers(known[:1]))
    mend = SYNC if newest is None else f"put them back: git branch -f guard-log {known[0].decode()}"
    what = "the log is gone, and it was here before" if not found else "the log lost entries that were seen here"
    raise lost(what, BRANCH, mend)
