"""The log that counts: every entry of branch `guard-log`, held against who was listed when it was made."""

from __future__ import annotations

from guard.errors import GuardError
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
    """Every entry that counts, in order; what counts for nothing is told beside them."""
    tip = _tip(repository, trusted)
    if not tip:
        return NO_LOG
    found = _counted(repository, trusted, lambda: _known(repository, tip))
    _seen(repository, tip)
    return found


def verify(repository: Repository, trusted: Trusted) -> Log:
    """The same with every signature verified again, whatever was verified before."""
    tip = _tip(repository, trusted)
    if not tip:
        return NO_LOG
    found = _counted(repository, trusted, lambda: _verified(repository, tip))
    _seen(repository, tip)
    return found


def read_at(repository: Repository, trusted: Trusted, tip: bytes) -> Log:
    """The log as it stood when this commit was its newest; b"" is no log at all."""
    from guard.doors.log import index

    if not tip:
        return NO_LOG
    known = index.read(repository.place.common_dir).entries
    upto = next((at + 1 for at, one in enumerate(known) if one.commit == tip), 0)
    return _counted(repository, trusted, lambda: known[:upto] or _verified(repository, tip))


def fetched(repository: Repository, trusted: Trusted, tip: bytes) -> Log:
    """The log of a remote as if it were the one here, before the branch moves onto it; raises where it cannot."""
    from guard.doors.log import tips

    tips.begins_as(repository, tip, trusted.policy.log or "")
    return read_at(repository, trusted, tip)


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
        return counted(entries(), signers_of(trusted.policy), trusted.policy.id, branch)
    finally:
        if collects:
            gc.enable()
        if steps is not None:
            steps.close()


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
    from guard.doors.log.chain import links
    from guard.trust.entries import signed

    return signed(links(repository, tip))


def _seen(repository: Repository, tip: bytes) -> None:
    """From now on nothing that holds less passes for the log here."""
    from guard.doors.log import seen

    if seen.read(repository.place.common_dir).tip != tip:
        seen.write(repository, tip)
