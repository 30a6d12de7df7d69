"""What a phase says by name that it creates and drops: then it makes and takes away that, and nothing else of the kind.

An approval of a phase that drops one column is no approval of dropping another one. A phase that names nothing of the
kind is held to its operations alone.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.model.operation import Operation
    from guard.model.plan import Phase

MAKES = frozenset(("schema.column.add", "schema.column.add_required", "schema.table.create", "schema.type.create"))
TAKES = frozenset(("schema.column.drop", "schema.table.drop", "schema.type.drop"))
KINDS = ("column:", "table:", "type:")


def unnamed(phase: Phase, operations: Iterable[Operation]) -> list[Operation]:
    """The operations that make or take away something which the phase does not name, though it names others."""
    creates, drops = _named(phase.creates), _named(phase.drops)
    if not creates and not drops:
        return []
    found = []
    for one in operations:
        named = creates if one.id in MAKES else drops if one.id in TAKES else None
        if named and one.counts and one.direction != "down" and not _within(one, named):
            found.append(one)
    return found


def _named(resources: tuple[str, ...]) -> frozenset[str]:
    from guard.model.inventory import plain  # only where something is named

    return frozenset([plain(of) for of in resources if of.startswith(KINDS)])


def _within(one: Operation, named: frozenset[str]) -> bool:
    """All it makes or takes away is named; a table stands for its columns, a column of it for a table that comes."""
    from guard.grammar.resource import holder
    from guard.model.inventory import plain

    if not one.object:
        return False
    of = plain(one.object)
    if of in named:
        return True
    if one.id.startswith("schema.column."):
        table = of.partition(":")[2]
        return bool(one.columns) and all([f"column:{table}.{column}" in named for column in one.columns])
    return one.id == "schema.table.create" and any([holder(name) == of for name in named])
