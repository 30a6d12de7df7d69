"""Where a statement stands while it is read, and how its parts become operations."""

from __future__ import annotations

from bisect import bisect_left

from guard.model.operation import Operation
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from guard.sql.postgres.libpg import Tree

Told = list[Operation]


class Place(NamedTuple):
    """A statement in its text."""

    data: bytes
    breaks: list[int]  # where its lines end
    start: int  # the first token of the statement
    end: int
    depth: int  # how many texts stand around this one: a DO block, an EXECUTE
    nested: Callable[[object, Place], Told]  # what the statements and calls within a part of a tree do
    inner: Callable[[bytes, int, int], Told]  # a text within this one: its mode, its depth

    def line(self, at: int | None = None) -> int:
        """The line of a byte, from 1; the statement's own where none is given."""
        return bisect_left(self.breaks, self.start if at is None or at < 0 else at) + 1

    def line_of(self, node: Tree) -> int:
        """The line of a part of the tree. The grammar leaves out where something stands when it does not know."""
        return self.line(node.get("location"))


def operation(
    id_: str, line: int | None, about: str | None = None, columns: Iterable[str] = (), **told: object
) -> Operation:
    """An operation told in SQL. Of the attributes what is None, False or empty is left out; True is "true"."""
    attributes = [
        (name.rstrip("_"), "true" if value is True else str(value))
        for name, value in sorted(told.items())
        if value not in (None, False, "")
    ]
    return Operation(id_, line, about, None, tuple(dict.fromkeys(columns)), tuple(attributes), "sql")


def unread(line: int | None, why: str, id_: str = "opaque.unparsed") -> Operation:
    """What cannot be told: that is an operation of its own, never nothing."""
    return operation(id_, line, why=why)
