"""What it means that a statement is gone: the operation that undoes it, where there is one."""

from __future__ import annotations

from guard.model.operation import Operation
from guard.model.undo import INVERSES

_UNKNOWN = ("schema.column.drop_default",)  # nobody says what the default was
_KEPT = frozenset(("cascade", "grant_option", "name", "on", "references", "type"))
_OTHER_WAY = {"to": "from", "from": "to"}


def inverse(told: Operation) -> Operation | None:
    """The operation that undoes this one; None where none is known, or its object would not be."""
    other = INVERSES.get(told.id)
    if other is None or told.id in _UNKNOWN:
        return None
    if other.startswith("schema.index."):
        return _index(other, told)
    attributes = dict(told.attributes)
    kept = {name: value for name, value in attributes.items() if name in _KEPT}
    if told.id in ("access.grant", "access.revoke"):
        kept |= {_OTHER_WAY[name]: value for name, value in attributes.items() if name in _OTHER_WAY}
    return Operation(other, told.line, told.object, columns=told.columns, attributes=tuple(sorted(kept.items())))


def _index(other: str, told: Operation) -> Operation | None:
    """An index is made on its table and goes by its name; one that goes without saying its table keeps its name."""
    kind, _, of = (told.object or "").partition(":")
    table = told.attribute("table") if kind == "index" else of
    name = of if kind == "index" else told.attribute("name")
    if not name:
        return None
    if other == "schema.index.drop":
        return Operation(other, told.line, f"index:{name}", attributes=(("table", table),))
    on, said = (f"table:{table}", (("name", name),)) if table else (f"index:{name}", ())
    return Operation(other, told.line, on, columns=told.columns, attributes=said)
