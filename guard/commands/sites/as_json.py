"""`guard sites --format json`: everything that is told, place by place (its schema: guard schema sites)."""

from __future__ import annotations

import base64
import json

from guard import __version__
from guard.commands.sites.told import code, counts, shards
from guard.escape import hidden, shown
from guard.sites.manifest import place_of
from guard.sites.query import query_digest, query_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guard.commands.sites.asked import Asked
    from guard.commands.sites.told import Row, Told
    from guard.errors import GuardError

SCHEMA_VERSION = 1
OUTCOMES = {0: "pass", 1: "violation", 5: "cannot-establish"}


def render(asked: Asked, commit: str, told: Sequence[Told]) -> str:
    """One document for all patterns."""
    exit_code = code(told)
    data = {
        "schema_version": SCHEMA_VERSION,
        "guard": __version__,
        "command": asked.word,
        "commit": commit,
        "outcome": OUTCOMES[exit_code],
        "exit_code": exit_code,
        "sites": [_one(asked, one) for one in told],
    }
    return json.dumps(data, indent=2, ensure_ascii=True) + "\n"


def refused(asked: Asked, error: GuardError) -> str:
    """Where nothing could be asked."""
    data = {
        "schema_version": SCHEMA_VERSION,
        "guard": __version__,
        "command": asked.word,
        "commit": "",
        "outcome": "cannot-establish",
        "exit_code": 5,
        "sites": [],
        "error": {"rule": error.rule, "what": error.what, "where": error.where, "mend": error.mend},
    }
    return json.dumps(data, indent=2, ensure_ascii=True) + "\n"


def _one(asked: Asked, told: Told) -> dict[str, object]:
    sites, pattern = told.sites, told.sites.pattern
    found: dict[str, object] = {
        "plan": sites.plan.id,
        "name": pattern.name,
        "kind": "absent" if sites.absent else "sites",
        "language": pattern.language,
        "pattern": pattern.pattern,
        "in": list(pattern.inside),
        "query": query_digest(query_of(pattern)),
    }
    for key, value in (("becomes", pattern.becomes), ("count", pattern.expected), ("from", pattern.since)):
        if value is not None:
            found[key] = value
    if not sites.absent:
        found["manifest"] = place_of(sites.plan.id, pattern.name).decode()
    found |= {
        "outcome": OUTCOMES[told.code],
        "counts": counts(told, asked.owner),
        "shards": [{"owner": team, "counts": of} for team, of in shards(told).items()],
        "places": [_place(row) for row in told.rows if asked.owner is None or asked.owner in row.owners],
        "unread": [{**_path(one.path), "why": one.why} for one in told.unread],
        "notes": list(told.notes),
    }
    return {**found, "next": told.next} if told.next else found


def _place(row: Row) -> dict[str, object]:
    site = row.now
    told: dict[str, object] = {"state": row.state, "id": site.id, **_path(site.path)}
    if site.line:
        told["line"] = site.line
    if site.within:
        told["in"] = shown(site.within)
    if site.text:
        told["text"] = shown(site.text)
    if row.was is not None and row.was.path != site.path:
        told["was"] = _path(row.was.path)
    return {**told, "owners": list(row.owners)} if row.owners else told


def _path(path: bytes) -> dict[str, object]:
    """As the report has it: plain where it can be, with the bytes beside it where it cannot."""
    text = path.decode("utf-8", "replace")
    if text.encode() == path and not hidden(text):
        return {"path": text}
    return {"path": shown(path), "path_base64": base64.b64encode(path).decode()}
