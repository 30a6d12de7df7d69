"""What a file of PostgreSQL makes and then runs without a call that shows: SELECT u.wipe FROM users u, SELECT * FROM v.

A function of a row can be written as a column of it, and a view runs the functions that its query calls.
"""

from __future__ import annotations

import re

from guard.model.operation import Operation
from guard.sql.agreed import operations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.sql.statement import Piece, Statement

_MAKES = re.compile(r"\b(?:FUNCTION|VIEW)\b", re.IGNORECASE)
_WORD = re.compile(r"[\w$]+")
_MATERIALIZED = re.compile(r"\bMATERIALIZED\b", re.IGNORECASE)
_RUNS_NOTHING = ("access.", "schema.comment", "schema.function.", "schema.trigger.", "schema.view.", "session.")
_WHY = "names a function or a view of this file that may do anything"


def exposed(pieces: list[Piece], found: tuple[Statement, ...], wanted: frozenset[int] | None) -> tuple[Statement, ...]:
    """The statements that were read; one that may run what the file made before is not known in full."""
    makes = [bool(_MAKES.search(piece.text)) for piece in pieces]
    if not any(makes):
        return found
    own = dict(zip(sorted(wanted) if wanted is not None else range(len(pieces)), found, strict=True))
    functions: set[str] = set()
    views: set[str] = set()
    for at, piece in enumerate(pieces):
        if at not in own and not makes[at]:
            continue
        told = own[at].operations if at in own else operations(piece.text, "postgres")
        named = _named(piece.text, functions, views)
        for one in told:
            if one.id == "schema.function.create" and not one.attribute("name").endswith("()"):
                functions.add(_name(one))
            if (one.object or "").startswith("view:") and (named or one.attribute("does")):
                views.add(_name(one))
        if named and at in own and _runs(told, piece.text):
            own[at] = own[at]._replace(operations=_opaque(told))
    return tuple([own[at] for at in sorted(own)])


def _name(made: Operation) -> str:
    """The first word of the name of what is made, without its schema."""
    words = _WORD.findall((made.object or "").partition(":")[2].rpartition(".")[2].lower())
    return words[0] if words else ""


def _named(text: str, functions: set[str], views: set[str]) -> bool:
    """Whether a statement names one of them, as far as its words tell."""
    if not functions and not views:
        return False
    words = set(_WORD.findall(text.lower()))
    return 'u&"' in text.lower() or not words.isdisjoint(views) or ("." in text and not words.isdisjoint(functions))


def _runs(told: tuple[Operation, ...], text: str) -> bool:
    return bool(_MATERIALIZED.search(text)) or not all([one.id.startswith(_RUNS_NOTHING) for one in told])


def _opaque(told: tuple[Operation, ...]) -> tuple[Operation, ...]:
    if any([one.id.startswith("opaque.") for one in told]):
        return told
    around = [pair for pair in told[0].attributes if pair[0] in ("in_transaction", "maybe")]
    why = told[0]._replace(
        id="opaque.procedural", object=None, columns=(), attributes=tuple(sorted([*around, ("why", _WHY)]))
    )
    return (*[one for one in told if one.id != "data.read"], why)
