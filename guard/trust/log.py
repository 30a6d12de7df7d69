"""The log that counts: every entry of branch `guard-log`, held against who was listed when it was made."""

from __future__ import annotations

from guard.errors import GuardError
from guard.escape import shell_word
from guard.model.log import NO_LOG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from guard.doors.git.repository import Repository
    from guard.model.listed import Signed
    from guard.model.log import Entry, Log, Void
    from guard.trust.documents import Trusted

NEXT = b""  # the commit of an entry that has none yet


def read(repository: Repository, trusted: Trusted) -> Log:
    """Every entry that counts, in order; what counts for nothing is told beside them.

    What was verified in an earlier run is believed, for whoever asks where things stand. No verdict rests on it.
    """
    return _read(repository, trusted, _known)


def verify(repository: Repository, trusted: Trusted) -> Log:
    """The same with every signature verified in this run: what an agent can write, an index too, decides nothing."""
    return _read(repository, trusted, _verified)


def verify_at(repository: Repository, trusted: Trusted, tip: bytes) -> Log:
    """The log as it stood when this commit was its newest; b"" is no log at all."""
    return _counted(repository, trusted, lambda: _verified(repository, tip)) if tip else NO_LOG


def read_at(repository: Repository, trusted: Trusted, tip: bytes) -> Log:
    """The same, and what was verified in an earlier run is believed."""
    from guard.doors.log import index

    if not tip:
        return NO_LOG
    known = _upto(index.read(repository.place.common_dir).entries, tip)
    return _counted(repository, trusted, lambda: known or _verified(repository, tip))


def _read(repository: Repository, trusted: Trusted, entries: Callable[[Repository, bytes], Sequence[Signed]]) -> Log:
    tip = _tip(repository, trusted)
    if not tip:
        return NO_LOG._replace(fetch=_fetching(repository, trusted))
    found = _counted(repository, trusted, lambda: entries(repository, tip))
    _seen(repository, tip)
    return found


def fetched(repository: Repository, trusted: Trusted, tip: bytes) -> Log:
    """The log of a remote as if it were the one here, before the branch moves onto it; raises where it cannot."""
    from guard.doors.log import tips

    tips.begins_as(repository, tip, trusted.policy.log or "")
    return verify_at(repository, trusted, tip)


def tried(repository: Repository, trusted: Trusted, payload: bytes, signature: bytes, tip: bytes) -> Entry | Void:
    """What one more entry on top of this log would be: one that counts, or what speaks against it. Writes nothing."""
    from guard.trust.entries import entry
    from guard.trust.entries import payload as data_of

    one = entry(NEXT, data_of(payload), payload, signature)
    found = _counted(repository, trusted, lambda: (*(_known(repository, tip) if tip else ()), one))
    counts = [told for told in found.entries if told.commit == NEXT]
    return counts[0] if counts else next(told for told in found.void if told.commit == NEXT)


def _tip(repository: Repository, trusted: Trusted) -> bytes:
    from guard.doors.log import tips

    pinned = trusted.policy.log or ""
    found = tips.tip(repository, trusted.ref, pinned)
    if pinned and not found:
        mend = "fetch it: git fetch origin guard-log:refs/remotes/origin/guard-log"
        raise GuardError("G504", "the policy names the first entry of a log, and there is no log here", pinned, mend)
    return found


def _fetching(repository: Repository, trusted: Trusted) -> str:
    """What brings the log of the remote here, as a job has to; "" where there is no remote."""
    import os

    from guard.doors.log.tips import remote_with

    remote = remote_with(repository, trusted.ref)
    remote = shell_word(os.fsencode(remote)) if remote else ""
    return f"git fetch {remote} guard-log:refs/remotes/{remote}/guard-log" if remote else ""


def _counted(repository: Repository, trusted: Trusted, entries: Callable[[], Sequence[Signed]]) -> Log:
    """Held against the branch, which git lists while the entries are read; a trust directory knows of no branch.

    Thousands of values are made, and none let go before this is over: to look for some would take a fourth of it.
    """
    import gc

    from guard.model.listed import counted
    from guard.model.signers import signers_of
    from guard.trust.branch import Steps

    steps = Steps(repository, trusted.oid) if trusted.oid else None
    collects = gc.isenabled()
    gc.disable()
    try:
        branch = steps.branch() if steps is not None else None
        found = counted(entries(), signers_of(trusted.policy), trusted.policy.id, branch)
    finally:
        if collects:
            gc.enable()
        if steps is not None:
            steps.close()
    if found.cut:
        from guard.doors.log.faults import BRANCH, lost

        what = f"a record was judged at entry {found.cut[:12].decode()}, which this log does not hold before it"
        mend = "it was written over: the owners of this repository put back the log that holds it (git reflog, a clone)"
        raise lost(what, BRANCH, mend)
    return found


def _known(repository: Repository, tip: bytes) -> Sequence[Signed]:
    """Every entry up to the tip, of which only those are verified that the index does not hold yet."""
    from guard.doors.log import index
    from guard.doors.log.chain import links
    from guard.trust.entries import signed

    common = repository.place.common_dir
    known = index.read(common)
    if known.tip == tip:
        return known.entries
    try:
        fresh = links(repository, tip, known.tip)
    except GuardError:
        if not known.tip:
            raise
        known, fresh = index.Index(), links(repository, tip)  # that it is of another log says nothing of this one
    entries = (*known.entries, *signed(fresh))
    index.write(common, tip, entries)
    return entries


def _verified(repository: Repository, tip: bytes) -> Sequence[Signed]:
    """All of it from the objects themselves, once in a run: several landings may be judged in one."""
    from guard.doors.log.chain import links
    from guard.trust.entries import signed

    found = _upto(repository.verified, tip)
    if not found:
        repository.verified = found = signed(links(repository, tip))
    return found


def _upto(entries: Sequence[Signed], tip: bytes) -> Sequence[Signed]:
    """Those up to this commit; none where it is not among them."""
    return entries[: next((at + 1 for at, one in enumerate(entries) if one.commit == tip), 0)]


def _seen(repository: Repository, tip: bytes) -> None:
    """From now on nothing that holds less passes for the log here."""
    from guard.doors.log import seen

    if seen.read(repository.place.common_dir).tip != tip:
        seen.write(repository, tip)
