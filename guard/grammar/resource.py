"""Resources: what a migration changes beside files, as `kind:name`, such as table:users or column:users.email."""

from __future__ import annotations

from guard.escape import hidden, shown

PARTS = ("column", "index")  # kinds that belong to a table, and are named after it
LONGEST = 256

_KIND_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_-")
_WHOLE = frozenset("abcdefghijklmnopqrstuvwxyz")
_MEANINGLESS = "*\"'`\\"


def reason(text: str) -> str | None:
    """Why this is no resource, or None if it is one."""
    kind, colon, name = text.partition(":")
    if not colon:
        return "a resource is kind:name, such as table:users or column:users.email"
    if kind[:1] not in _WHOLE or not _KIND_CHARACTERS.issuperset(kind):
        return f"the kind of a resource is a lower-case word, such as table in table:users, not {shown(kind[:64])}"
    if not name:
        return f"a resource has a name behind the colon, such as {kind}:users"
    if len(text) > LONGEST:
        return f"a resource is at most {LONGEST} characters long"
    for char in name:
        if char == " " or hidden(char):
            return f"a resource holds no blank and no hidden character ({shown(char) if char != ' ' else 'a blank'})"
        if char in _MEANINGLESS:
            return f"a resource is one thing, named in full and without quotes: {char} has no meaning in it"
    return _dotted(kind, name)


def _dotted(kind: str, name: str) -> str | None:
    """The dots of a table, and of what belongs to one: column:TABLE.COLUMN, column:SCHEMA.TABLE.COLUMN."""
    if kind not in (*PARTS, "table"):
        return None
    words = name.split(".")
    if kind in PARTS and len(words) < 2:
        return f"a resource of this kind names its table first: {kind}:TABLE.{shown(name)}"
    if not all(words):
        return f"a dot stands between two names, such as {kind}:users{'.email' if kind in PARTS else ''}"
    return None


def holder(resource: str) -> str:
    """The resource whose owners answer for this one: the table of a column or an index, else the resource itself."""
    kind, _, name = resource.partition(":")
    table, dot, _ = name.rpartition(".")
    return f"table:{table}" if kind in PARTS and dot else resource
