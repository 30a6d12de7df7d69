"""Words from outside as the screen may show them: nothing hidden in them, no markup read, every line its own."""

from __future__ import annotations

from guard.escape import hidden, shown

TABS = "        "


def plain(words: object) -> str:
    """One line: what would not be seen as itself is escaped."""
    text = "" if words is None else str(words)
    return shown(text) if hidden(text) else text


def plain_lines(text: str) -> list[str]:
    """The same of words on several lines, tabs as blanks."""
    return [plain(line.replace("\t", TABS)) for line in text.split("\n")]
