"""Entries of the log as their bytes show them: payloads read strictly, signatures held against them.

What is no well-formed entry stops the whole log, since nobody can tell what it hides. A signature that does not hold
only makes its own entry count for nothing (docs/adr/0018-the-log.md).
"""

from __future__ import annotations

from guard.digest import tag
from guard.doors.log.faults import malformed
from guard.errors import GuardError
from guard.model.listed import Signed
from guard.model.log import ACTS, act_from

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from guard.doors.log.chain import Link

VERSION = 1  # of the format of every act
NEWLINE = b"\n"
MOST_TOLD = 3  # faults of one payload


class NotRead(Exception):
    """A payload is not in the form every payload has; `later`: it may be in one that a later guard reads."""

    def __init__(self, what: str, later: bool = False) -> None:
        super().__init__(what)
        self.later = later


def signed(links: Iterable[Link]) -> list[Signed]:
    """Every link of the chain, in its order."""
    found = []
    for link in links:
        try:
            data = payload(link.payload)
        except NotRead as wrong:
            raise _stops(link, wrong) from wrong
        if bool(link.record) != (data["act"] == "landing"):
            what = "a record of a landing lacks its record.json" if not link.record else "only a landing has a record"
            raise malformed(what, link.commit, link.parent)
        found.append(entry(link.commit, data, link.payload, link.signature))
    return found


def payload(text: bytes) -> dict[str, Any]:
    """The data of a payload that is canonical, of an act that is known, and fits its schema; else NotRead."""
    import json
    from unicodedata import is_normalized

    from guard.schema.fits import fits

    try:
        told = text.decode()
        data = json.loads(told, parse_float=_no_number, parse_constant=_no_number)
        plain = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise NotRead("payload.json is not JSON in UTF-8") from None
    if plain != text or not is_normalized("NFC", told):
        raise NotRead("payload.json is not in canonical form: sorted keys, each once, no blanks, UTF-8 in NFC")
    if not isinstance(data, dict):
        raise NotRead("payload.json is no mapping of keys")
    act, version = data.get("act"), data.get("schema_version")
    if not isinstance(act, str) or act not in ACTS or version != VERSION:
        raise NotRead("an entry in a form that this guard does not know", later=True)
    if not fits(f"log-{act}")(data):
        from guard.schema import validate_data

        faults = validate_data(f"log-{act}", data)[:MOST_TOLD]
        raise NotRead(f"payload.json does not fit the schema log-{act}: {'; '.join(faults)}")
    return data


def entry(commit: bytes, data: dict[str, Any], text: bytes, signature: bytes) -> Signed:
    """A payload with the signature that stands beside it, whether that holds or not."""
    from hashlib import sha256

    from guard.doors.signatures.proof import holds
    from guard.grammar import Wrong
    from guard.grammar.sshsig import parsed, presence

    space = tag(data["act"])
    named = f"sha256:{sha256(space.encode() + NEWLINE + text).hexdigest()}"  # as guard.digest has it
    key = shows = rule = why = ""
    try:
        read = parsed(signature)
    except Wrong as wrong:
        rule, why = "G510", f"its signature is none: {wrong}"
    else:
        key, shows = read.key, presence(read)
        if not holds(read, text):
            rule, why = "G510", "its signature does not hold for what it says"
        elif read.namespace != space:
            rule, why = "G511", f"it is signed in namespace {read.namespace[:64]}, and this act takes {space}"
    return Signed(commit, named, act_from(data), data["repository"], key, shows, rule, why)


def _no_number(text: str) -> None:
    """A canonical form holds whole numbers only, and a schema takes 1.0 for one."""
    raise NotRead(f"payload.json holds {text[:20]}, which is no whole number")


def _stops(link: Link, wrong: NotRead) -> GuardError:
    if not wrong.later:
        return malformed(str(wrong), link.commit, link.parent)
    stops = malformed(str(wrong), link.commit, link.parent)
    mend = "install a guard that reads it: a later one than wrote this, or the one that its owners use"
    return GuardError(stops.rule, stops.what, stops.where, mend)
