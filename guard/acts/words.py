"""An act in words: the payload as it is signed, then every field of it said plainly, line by line."""

from __future__ import annotations

from guard.escape import hidden, shown
from guard.grammar import duration, moment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from guard.acts.proposal import Lines, Proposal

LABEL = 10  # columns of what a line is about
SHORT, WHOLE = 8, 64  # hexadecimal digits by which a digest is known where people type it, and all of them
HEX = frozenset("0123456789abcdef")
LONGEST = 4096  # letters of a reason
OF_DAY = 24 * 60 * 60


def plain(reason: str) -> str:
    """A reason as it is signed: on one line, with one blank between words."""
    from unicodedata import normalize

    return normalize("NFC", " ".join(reason.split()))


def unfit(reason: str) -> str:
    """What is wrong with a reason that is to be read by others; "" where nothing is."""
    if not reason.strip():
        return "says nothing"
    if len(reason) > LONGEST:
        return "is too long"
    if hidden(reason):
        return "holds what cannot be seen"
    return "" if reason == plain(reason) else "is not laid out as guard does: one blank between words"


def seen(text: str) -> str:
    """Words of a document or a person, harmless on a terminal."""
    return shown(text) if hidden(text) else text


def short(digest: str) -> str:
    """The part of a digest that people type."""
    return digest.partition(":")[2][:SHORT]


def named(word: str, ids: Iterable[str]) -> tuple[str, ...] | None:
    """Those of these digests that a word names, whole or by how they begin; None where it could name none at all."""
    digits = word.removeprefix("sha256:").lower()
    if not SHORT <= len(digits) <= WHOLE or not HEX.issuperset(digits):
        return None
    return tuple([one for one in dict.fromkeys(ids) if one.partition(":")[2].startswith(digits)])


def pretty(payload: dict[str, Any]) -> str:
    """All that is signed, laid out for people: what is hidden in it is written as an escape."""
    import json

    return json.dumps(payload, indent=2, sort_keys=True, ensure_ascii=True)


def lines_of(proposal: Proposal) -> list[str]:
    """The whole of it as a person reads it before signing; payload first, for that is what counts."""
    bytes_, of = len(proposal.bytes), proposal.namespace
    told = [f"{proposal.payload['by']} is about to sign: {proposal.title}", ""]
    told += [f"these {bytes_:,} bytes are signed, as {of}, laid out here for reading:"]
    told += [f"  {line}" for line in pretty(proposal.payload).split("\n")]
    told += ["", "in words:"]
    return told + [row(label, said) for label, said in proposal.lines]


def row(label: str, said: str) -> str:
    """One line of it; words of a document may stand in it."""
    return f"  {label.ljust(LABEL)}{seen(said)}"


def until(expires: int, now: int) -> str:
    """When an approval asks again, as people count."""
    left = max(expires - now, 0)
    days = (left + OF_DAY // 2) // OF_DAY  # to the nearest: a minute less than 30 days are 30 days
    long = f"{days} day{'' if days == 1 else 's'}" if left >= OF_DAY else duration.said(left)
    return f"after {long}, on {moment.said(expires)}"


def signing(payload: dict[str, Any], key: str, teams: tuple[str, ...]) -> Lines:
    """Who says it, when, with which key, and why."""
    who = payload["by"] + (f", of {' and '.join(teams)}" if teams else "")
    rows = [("by", f"{who}; the time said is {moment.exact(payload['at'])}")]
    rows += [("key", key_words(key))] if key else []
    rows += [("reason", seen(payload["reason"]))] if "reason" in payload else []
    rows.append(("in", f"the repository whose policy has the id {payload['repository']}, and in no other"))
    return tuple(rows)


def key_words(key: str) -> str:
    """A public key as people know it: its type and its fingerprint."""
    return f"{key.partition(' ')[0]} {fingerprint(key)}"


def fingerprint(key: str) -> str:
    """The digest that a public key is known by, as ssh-keygen -l tells it."""
    import base64
    import hashlib

    blob = base64.b64decode(key.partition(" ")[2])
    return f"SHA256:{base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip('=')}"
