"""The words of a Mermaid flowchart: labels in which no name can mean anything to Mermaid, Markdown or HTML."""

from __future__ import annotations

from guard.escape import seen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 80  # characters of a line in a chart; the list has all of it
_PLAIN = frozenset(" _-./,:=+()")  # beside letters and digits, what means nothing in a Mermaid label


def label(lines: Iterable[str]) -> str:
    """Text in quotes; whatever could mean something to Mermaid, Markdown or HTML stands there as its number."""
    short = [line if len(line) <= LONGEST else line[: LONGEST - 3] + "..." for line in lines]
    return '"' + "<br/>".join("".join(map(_entity, seen(line))) for line in short) + '"'


def _entity(char: str) -> str:
    return char if char.isalnum() or char in _PLAIN else f"#{ord(char)};"
