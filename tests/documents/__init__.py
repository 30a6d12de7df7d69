"""Bad documents as rows of tables: what each is refused for and where, and its neighbour that is left alone.

A table is a module bad_*.py beside this one with `ROWS` and `read`, which answers a text with its faults, none if it
is whole. test_bad.py holds every row of every table.
"""

from __future__ import annotations

from typing import NamedTuple

from guard.document.faults import NOT_SHOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.document import Fault

    Read = Callable[[bytes], tuple[Fault, ...]]


class Bad(NamedTuple):
    """A document with one fault. Line, column and hint are exact; a neighbour is the least change that mends it."""

    name: str
    text: str | bytes
    rule: str
    line: int
    column: int
    hint: str
    neighbour: str | bytes = ""
    more: int = 0  # faults that follow from the first and cannot be told apart from it


def check(row: Bad, read: Read) -> None:
    """The fault as the row has it, no other but those it owns up to, and none in the neighbour."""
    first, *others = read(_bytes(row.text))
    assert (first.rule, first.line, first.column) == (row.rule, row.line, row.column), first
    assert first.hint == row.hint
    assert first.message
    assert first.frame == NOT_SHOWN or first.frame.rpartition("\n")[2].strip(" |") == "^"
    assert len(others) == row.more, others
    if row.neighbour:
        assert read(_bytes(row.neighbour)) == ()


def _bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text
