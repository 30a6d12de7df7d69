"""A text that people wrote, read: Markdown, what it declares in front, and the texts of a plan."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.prose import Prose


def prose(text: str | bytes, where: str) -> Prose:
    """Any text, taken apart. What of it could not be read stands in `faults`; nothing else is left out."""
    from guard.prose import reading

    return reading.prose(text, where)
