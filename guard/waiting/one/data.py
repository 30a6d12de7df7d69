"""One thing that waits, as data: schemas/waiting-one.schema.json; harmless wherever it is printed."""

from __future__ import annotations

from guard.escape import seen, shown
from guard.waiting import data
from guard.waiting.one.sides import counts, status

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.acts.ground import Ground
    from guard.model.change import ChangeSet
    from guard.waiting.one import One, Told
    from guard.waiting.one.document import Document
    from guard.waiting.one.evidence import Piece
    from guard.waiting.one.sides import Side


def one(of: One) -> dict[str, object]:
    """All of it but what was looked at, which stands at the head."""
    return {
        "row": data.row(of.source.row),
        "asks": {"rule": of.asks.rule, "title": of.asks.title, "means": of.asks.means, "by": of.asks.by},
        "document": _document(of.document),
        "evidence": [_piece(piece) for piece in of.evidence],
        "opens": _told(of.opens),
        "stays": _told(of.stays),
        "files": files(of.source.ground, of.landing),
        "next": [{"who": who, "run": seen(run)} for who, run in of.next],
        "accept": seen(of.accept) or None,
        "not_looked_at": [data.unlooked(unlooked) for unlooked in of.unlooked],
    }


def files(ground: Ground, landing: ChangeSet | None) -> list[dict[str, object]]:
    """What it lands, with how much of each."""
    changes = landing.changes if landing is not None else ()
    many = counts(ground.repository, changes)
    return [
        {"path": shown(change.path), "change": status(change), "added": added, "removed": removed}
        for change, (added, removed) in zip(changes, many, strict=True)
    ]


def side(of: Side) -> dict[str, object]:
    """One file, both sides."""
    return {"file": {**of._asdict(), "lines": [list(line) for line in of.lines]}}


def _document(of: Document | None) -> dict[str, object] | None:
    if of is None:
        return None
    where = {"path": of.path, "commit": of.commit, "first": of.first, "lines": list(of.lines)}
    return {**where, "from": of.start, "to": of.end}


def _piece(of: Piece) -> dict[str, object]:
    return {"what": of.what, "words": seen(of.words), "path": seen(of.path) or None, "line": of.line or None}


def _told(lines: Told) -> list[dict[str, object]]:
    return [{"label": label, "words": seen(words)} for label, words in lines]
