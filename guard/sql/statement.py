"""A statement of SQL: where it stands, and what it does."""

from __future__ import annotations

from guard.model.operation import Operation
from guard.value import NamedTuple


class Piece(NamedTuple):
    """The text of one statement (or of what could not be told apart), and the line it starts on, from 1."""

    text: str
    line: int


class Statement(NamedTuple):
    """A piece that was read. What does nothing that counts has an operation too, such as data.read."""

    text: str
    line: int
    operations: tuple[Operation, ...]
