"""One entry more in the log: valid, signed by whom it says, of those whose word counts here, and recorded once."""

from __future__ import annotations

from guard.acts.proposal import id_of, namespace, signed_bytes
from guard.doors.log.append import Moved, append
from guard.doors.signatures import keygen
from guard.errors import GuardError
from guard.grammar import Wrong
from guard.grammar.sshsig import parsed
from guard.model.log import Void, words
from guard.trust import log as log_door
from guard.trust.entries import NotRead

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guard.doors.git.repository import Repository
    from guard.model.log import Entry
    from guard.trust import Trusted

TRIES = 10  # against others who append at the same time; each try reads what they wrote
AGAIN = "ask again: the log grows faster than this machine writes"


def record(
    repository: Repository,
    trusted: Trusted,
    payload: dict[str, Any],
    signature: bytes,
    record: bytes = b"",  # what stands beside the payload of a landing
) -> Entry:
    """The entry as it stands in the log from now on; one that is there already is not written twice.

    GuardError where it would not count, or does so no more: nothing is written that counts for nothing.
    """
    text, id_ = signed_bytes(payload), id_of(payload)
    for _ in range(TRIES):
        log = log_door.read(repository, trusted)
        known = next((entry for entry in log.standing() if entry.id == id_), None)
        if known is not None and known.struck:
            mend = "sign it once more, where it is meant once more: the time in it makes it another entry"
            raise GuardError("G513", "it stands in the log already, and was revoked since", id_, mend)
        if known is not None:
            return known
        told = _counts(repository, trusted, text, signature, log.tip)
        _agreed(payload, text, signature)
        try:
            said, at = words(told.act), payload["at"]
            commit = append(repository, text, signature, record, log.tip, said, at, trusted.ref)
        except Moved:
            continue
        return told._replace(commit=commit)
    what = f"others appended to the log {TRIES} times while this entry was being written"
    raise GuardError("G507", what, "refs/heads/guard-log", AGAIN)


def _counts(repository: Repository, trusted: Trusted, text: bytes, signature: bytes, tip: bytes) -> Entry:
    """What it would be on top of this log, by the code that reads the log; GuardError where it counts for nothing."""
    try:
        told = log_door.tried(repository, trusted, text, signature, tip)
    except NotRead as wrong:
        mend = "write the request again, and change nothing in it: --request FILE"
        raise GuardError("G505", f"this is no entry of the log: {wrong}", "the payload", mend) from None
    if isinstance(told, Void):
        mend = "let somebody sign whom the policy on the trusted branch lists for it"
        raise GuardError(told.rule, f"it would count for nothing: {told.why}", told.words, mend)
    return told


def _agreed(payload: dict[str, Any], text: bytes, signature: bytes) -> None:
    """ssh-keygen finds the same that this process found: that the signature holds."""
    try:
        key = parsed(signature).key
    except Wrong:
        key = ""
    if not keygen.holds(signature, text, key, namespace(payload)):
        what = "ssh-keygen does not find that this signature holds, and guard does: nothing is recorded"
        mend = "update OpenSSH and guard; report it with the payload and the signature"
        raise GuardError("G510", what, namespace(payload), mend)
