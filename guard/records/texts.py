"""What a bundle says beside its objects: its contents, the log as ssh-keygen takes it, the records, the decisions."""

from __future__ import annotations

import json

from guard.acts.words import short
from guard.model.log import Recorded
from guard.records.sentences import decisions
from guard.records.unpacking import CONTENTS, DECISIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.records.branch import Branch
    from guard.records.replaying import Kept, Replayed


def texts(
    branch: Branch, every: list[Kept], told: tuple[Replayed, ...], objects: int, version: str
) -> dict[str, bytes]:
    """All of them, by the names they have in a bundle. They follow from its objects alone, byte by byte."""
    page = {DECISIONS: decisions(branch, every, told).encode()}
    return {CONTENTS: contents(branch, every, objects, version), **page, **of_log(branch, every)}


def contents(branch: Branch, every: list[Kept], objects: int, version: str) -> bytes:
    """What it says of itself; `version` is that of the guard that wrote it."""
    named = [(one.entry.id, one.entry.act) for one in every]
    data = {
        "schema_version": 1,
        "guard": version,
        "repository": branch.trusted.policy.id,
        "trusted": {"ref": branch.name, "commit": branch.trusted.oid.decode()},
        "log": {
            "tip": branch.log.tip.decode(),
            "first": branch.chain[0].commit.decode() if branch.chain else "",
            "entries": len(branch.chain),
        },
        "objects": objects,
        "records": [{"entry": of, "commit": act.commit.decode()} for of, act in named if isinstance(act, Recorded)],
    }
    return (json.dumps(data, indent=2, sort_keys=True) + "\n").encode()


def of_log(branch: Branch, every: list[Kept]) -> dict[str, bytes]:
    """Every payload of the log with its signature, as ssh-keygen -Y verify takes them; and the records."""
    ids = {one.commit: one.id for one in branch.log.entries} | {one.commit: one.id for one in branch.log.void}
    records = {one.entry.commit: one.text for one in every}
    found: dict[str, bytes] = {}
    for number, link in enumerate(branch.chain, 1):
        name = f"log/{number:06}-{short(ids[link.commit])}"
        found[f"{name}.payload.json"] = link.payload
        found[f"{name}.payload.json.sig"] = link.signature
        if link.commit in records:
            found[f"{name}.record.json"] = records[link.commit]
    return found
