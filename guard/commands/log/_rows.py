"""The entries of the log in the order of its chain, each with whether it counts, and by whom it was struck out."""

from __future__ import annotations

import json

from guard.acts.words import seen, short
from guard.doors.log.chain import Link
from guard.grammar import moment
from guard.model.log import Approval, Entry, Recorded, Revocation, Void, words
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guard.model.log import Act
    from guard.records.branch import Branch


class Row(NamedTuple):
    """One entry: what was signed, and what became of it."""

    link: Link
    id: str
    payload: dict[str, Any]
    entry: Entry | None  # None: it counts for nothing
    void: Void | None
    struck: str  # the entry that strikes it out; ""

    def words(self) -> str:
        """What it says of itself."""
        return (
            seen(self.void.words) if self.void is not None else _told(self.entry.act) if self.entry is not None else ""
        )

    def state(self) -> str:
        """`counts`, `revoked` or `void`."""
        return "void" if self.void is not None else "revoked" if self.struck else "counts"


def rows(branch: Branch) -> list[Row]:
    """All of them, oldest first."""
    counting = {entry.commit: entry for entry in branch.log.standing()}
    void = {one.commit: one for one in branch.log.void}
    struck = {act.entry: one.id for one in branch.log.entries if isinstance(act := one.act, Revocation)}
    found = []
    for link in branch.chain:
        entry, nothing = counting.get(link.commit), void.get(link.commit)
        one = entry or nothing
        id_ = one.id if one is not None else ""
        by = struck.get(id_, "") if entry is not None and entry.struck else ""
        found.append(Row(link, id_, json.loads(link.payload), entry, nothing, by))
    return found


def _told(act: Act) -> str:
    """In a few words, with what people ask next: the version of what was approved, what a landing was held to."""
    told = seen(words(act))
    if isinstance(act, Approval) and act.version and act.of != "policy":  # which says it itself
        return f"{told}, version {act.version}"
    if isinstance(act, Recorded):
        return f"{told}: {act.outcome}" + (f", {act.plan}/{act.phase}" if act.plan else "")
    return told


def line(row: Row) -> str:
    """One entry on one line, and what is wrong with it behind that."""
    presence = f", {row.entry.presence}" if row.entry is not None and row.entry.presence else ""
    told = f"{short(row.id)}  {moment.said(row.payload['at'])}  {row.words()}{presence}"
    if row.void is not None:
        return f"{told}  counts for nothing: {seen(row.void.why)} [{row.void.rule}]"
    return f"{told}  revoked by {short(row.struck)}" if row.struck else told


def as_data(row: Row) -> dict[str, object]:
    """One entry for programs."""
    return {
        "entry": row.id,
        "act": row.payload["act"],
        "state": row.state(),
        "by": row.payload["by"],
        "at": row.payload["at"],
        "presence": row.entry.presence if row.entry is not None else "",
        "words": row.words(),
        "commit": row.link.commit.decode(),
        "rule": row.void.rule if row.void is not None else None,
        "why": row.void.why if row.void is not None else None,
        "revoked_by": row.struck or None,
        "revocable": row.state() == "counts" and row.payload["act"] in ("approval", "evidence"),
        "reason": seen(row.payload["reason"]) if "reason" in row.payload else None,
        "expires": row.payload.get("expires"),
        "outcome": row.payload.get("outcome"),
    }
