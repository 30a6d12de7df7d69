"""Reading a text that people wrote: Markdown, the front matter of a page, and the texts of a plan, as guard.model.prose."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.prose import Prose


def prose(text: str | bytes, where: str) -> Prose:
    """Any text, taken apart. What of it could not be read stands in `faults`; nothing else is left out."""
    from guard.prose import reading

    return reading.prose(text, where)
