"""Words from outside as the screen may show them: nothing hidden in them, no markup read, every line its own."""

from __future__ import annotations

import re

from guard.escape import hidden, shown

TABS = "        "
ESCAPED = re.compile(r"\\x([0-9a-f]{2})|\\u([0-9a-f]{4})|\\U([0-9a-f]{8})")
BYTE = 0xDC00  # what Python makes of a byte that is not UTF-8


def plain(words: object) -> str:
    """One line: what would not be seen as itself is escaped."""
    text = "" if words is None else str(words)
    return shown(text) if hidden(text) else text


def plain_lines(text: str) -> list[str]:
    """The same of words on several lines, tabs as blanks."""
    return [plain(line.replace("\t", TABS)) for line in text.split("\n")]


def branch(name: str) -> str:
    """A branch as git calls it, of its name as guard shows it: git takes no backslash, so each began an escape."""
    return ESCAPED.sub(lambda one: chr(BYTE + int(one[1], 16) if one[1] else int(one[2] or one[3], 16)), name)
