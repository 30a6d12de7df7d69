"""What waits, as data: schemas/waiting.schema.json; harmless wherever it is printed."""

from __future__ import annotations

from guard.escape import seen, shown
from guard.waiting.urgency import order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.acts.ground import Ground
    from guard.waiting import Part
    from guard.waiting.row import Beside, Row, Unlooked

SCHEMA_VERSION = 1


def head(ground: Ground, name: str, missing: str) -> dict[str, object]:
    """What was looked at, under which policy, and who looks."""
    people = ground.policy.people
    return {
        "schema_version": SCHEMA_VERSION,
        "repository": ground.policy.id,
        "adopted": ground.trusted.adopted,
        "trusted": {"ref": ground.trusted.ref, "commit": ground.replay.at.decode()},
        "now": ground.now,
        "me": name or None,
        "people": {one: list(of.teams) for one, of in people.items()},
        "not_established": [{"what": "approvals and evidence", "why": seen(missing)}] if missing else [],
    }


def part(one: Part) -> dict[str, object]:
    """One branch, looked at."""
    return {
        "of": shown(one.of),
        "rows": [row(of) for of in one.rows],
        "not_looked_at": [unlooked(of) for of in one.unlooked],
    }


def row(one: Row) -> dict[str, object]:
    """One row, every field of it."""
    return {
        "id": one.id,
        "kind": one.kind,
        "rule": one.rule,
        "urgency": one.urgency,
        "where": shown(one.where),
        "commit": one.commit,
        "lands": one.lands,
        "plan": one.plan or None,
        "phase": one.phase or None,
        "name": seen(one.name) or None,
        "says": seen(one.says),
        "why": seen(one.why),
        "quote": seen(one.quote) or None,
        "who": list(one.who),
        "since": one.since or None,
        "until": one.until or None,
        "path": seen(one.path) or None,
        "line": one.line or None,
        "run": seen(one.run),
        "accepts": one.accepts or None,
        "settles": one.settles or None,
        "holds": [seen(of) for of in one.holds],
        "asked": one.asked,
        "also": [beside(of) for of in one.also],
        "answered": seen(one.answered) or None,
        "order": [seen(of) if isinstance(of, str) else of for of in order(one)],
    }


def beside(one: Beside) -> dict[str, object]:
    """What the same act settles as well."""
    return {
        "rule": one.rule,
        "says": seen(one.says),
        "where": shown(one.where),
        "path": seen(one.path) or None,
        "line": one.line or None,
    }


def unlooked(one: Unlooked) -> dict[str, object]:
    return {"what": seen(one.what), "why": seen(one.why)}
