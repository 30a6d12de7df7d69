"""The lines around a place, cut to what fits, so that the caret stays under its place."""

from __future__ import annotations

from guard.document import cells as cells_of

CUT = "..."


def fitted(frame: str, width: int) -> str:
    """The frame of a fault, no row wider than this. Its last row is the caret's, where it has one."""
    rows = frame.split("\n")
    if max(map(cells, rows)) <= width:
        return frame
    gutter, bar, caret = rows[-1].partition(" | ")
    if not bar or caret.strip() != "^":
        return "\n".join(_cut(row, 0, width) for row in rows)
    room = width - len(gutter + bar)
    at = len(caret) - 1
    start = 0 if at + len(CUT) < room else at - room // 2
    rows = [row[: len(gutter + bar)] + _cut(row[len(gutter + bar) :], start, room).rstrip() for row in rows[:-1]]
    return "\n".join([*rows, gutter + bar + " " * (at - start) + "^"])


def cells(text: str) -> int:
    """The columns a terminal gives to a text."""
    return sum(map(cells_of, text))


def _cut(text: str, start: int, room: int) -> str:
    """The columns from `start` on; where something is left out stand three dots."""
    whole = cells(text)
    first = start + len(CUT) if start else 0
    last = start + room - (len(CUT) if whole > start + room else 0)
    kept, at, began = "", 0, first
    for char in text:
        if first <= at and at + cells_of(char) <= last:
            began, kept = (began, kept + char) if kept else (at, char)
        at += cells_of(char)
    before = CUT + " " * (began - first) if start and text else ""
    return before + kept + (CUT if whole > start + room else "")
