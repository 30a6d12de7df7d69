"""Strings of code that name columns: SQL, a name by itself, the tag of a field.

A string is read together with what it is joined to. Where a part is put in at run time, who writes what is in doubt.
"""

from __future__ import annotations

import re

from guard.syntax.names import folded, named_after
from guard.syntax.plain import words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.syntax import Node
    from guard.syntax.names import Symbol

STRINGS = (
    *("interpreted_string_literal_content", "raw_string_literal_content", "string_content", "string_fragment"),
    *("multiline_string_fragment", "heredoc_content"),
)
_JOINED = ("concatenated_string", "chained_string")
_WHOLE = (
    "string",
    "template_string",
    "string_literal",
    "raw_string_literal",
    "interpreted_string_literal",
    "heredoc_body",
)
_LAID = ("parenthesized_expression", "parenthesized_statements", "literal_value")
_VERB = re.compile(r"\s*(?:--[^\n]*\n\s*|/\*.*?\*/\s*)*(select|insert|update|delete|with|merge|replace)\b", re.I | re.S)
_PART = re.compile(
    r"""(?:(?:from|where|order\s+by|group\s+by|(?:left|inner|right|cross)?\s*join|values|returning)\b
    |(?:and|or|on|set|not)\b.*[=<>(]
    |[\w.`"]+\s*(?:[=<>!]|(?:not\s+)?(?:i?like|in|between)\s*[('%?$:]|is\s+(?:not\s+)?null\b))""",
    re.I | re.S | re.X,
)
_ESCAPE = re.compile(r"\\(.)", re.S)
_TAG = re.compile(r"""[\w.]+:"([^"]*)\"""")
_TAG_LENGTH = 5_000
_TABLES = ("from", "join", "into", "update", "table", "using")
_INTO = ("into", "update", "insert", "replace")
_MODES = ("only", "ignore", "low_priority", "high_priority", "delayed", "or", "abort", "fail", "rollback")
_ENDS = ("where", "from", "returning", ";", "on")


def whole_of(node: Node) -> Node:
    """The string that a piece of text belongs to, with all it is joined to."""
    parent = node.parent()
    while parent is not None and _holds(parent):
        node, parent = parent, parent.parent()
    return node


def _holds(node: Node) -> bool:
    """Whether a node is a string, or puts one together: with `+`, with `%`, or side by side."""
    kind = node.kind()
    if not kind.startswith("binary"):
        return kind in (*_WHOLE, *_JOINED, *_LAID)
    sign = node.field("operator")
    return sign is not None and sign.text() in ("+", "%")


def text_of(whole: Node) -> tuple[str, bool]:
    """What the string says, and whether that is all of it: nothing is put in at run time."""
    parts: list[str] = []
    closed = True
    waiting = [whole]
    while waiting:
        node = waiting.pop()
        kind = node.kind()
        if kind in STRINGS:
            parts.append(node.text() if node.is_leaf() else _read(node.text()))  # python has the escapes within
        elif kind == "escape_sequence":
            parts.append(_read(node.text()))
        elif _holds(node):
            waiting += reversed(node.children())
        elif node.is_named() and kind not in _MARKS:
            parts.append(" ? ")
            closed = False
    return "".join(parts), closed


_MARKS = ("string_start", "string_end", "heredoc_end", "heredoc_beginning", "comment")


def _read(text: str) -> str:
    """The escapes of a string as far as SQL minds: white space and quotes."""
    return _ESCAPE.sub(lambda found: {"n": "\n", "r": "\n", "t": " "}.get(found[1], found[1]), text)


def is_sql(text: str) -> bool:
    """Whether a string reads like SQL, or like a part of it."""
    return bool(_VERB.match(text) or _PART.match(text.lstrip(" \t\r\n(")))


def in_sql(text: str, closed: bool, symbol: Symbol) -> list[str]:
    """Each time that SQL names the column or the table: "write", "read", or "other" where that is in doubt."""
    words = words_of(text)
    verb = _VERB.match(text) is not None
    tables = {word.rpartition(".")[2] for at, (word, _, _) in enumerate(words) if at and words[at - 1][0] in _TABLES}
    named = any(_is(part, symbol) for word, _, _ in words for part in word.split("."))
    if not symbol.column:
        return ["other" for word, _, _ in words if folded(symbol.table) in map(folded, word.split("."))]
    sure = closed and all(table[:1] == "_" or table[:1].isalpha() for table in tables)
    if verb and sure and tables and not named:
        return []
    written = _written(words, symbol)
    found = []
    for at in range(len(words)):
        if not _is_column(words, at, text, symbol):
            continue
        if not sure or not verb or not named or (at and words[at - 1][0] == "as"):
            found.append("other")
        else:
            found.append("write" if at in written else "read")
    return found


def _is_column(words: list[tuple[str, int, int]], at: int, text: str, symbol: Symbol) -> bool:
    """Whether a word is the name of the column, and none of a parameter (:name, @name, $name, %(name)s)."""
    word, start, _ = words[at]
    if word[0] == "'" or folded(word.rpartition(".")[2]) != symbol.folded:
        return False
    before = text[max(0, start - 2) : start]
    return before != "%(" and (before[-1:] not in tuple(":@$#") or before == "::")


def _written(words: list[tuple[str, int, int]], symbol: Symbol) -> set[int]:
    """Which words are columns that the statement writes: INSERT INTO t (...), UPDATE t SET ... =."""
    ours = _called(words, symbol)
    said = [word for word, _, _ in words] + [""]
    found: set[int] = set()
    target = ""
    for at, word in enumerate(said):
        again = word == "update" and said[at - 1] == "key"  # ON DUPLICATE KEY UPDATE
        if word == "set" or again:
            found.update([one for one in _assigned(words, at + 1) if (_before(said[one]) or target) in ours])
        elif word in _INTO:
            to = next(to for to in range(at + 1, len(said)) if said[to] not in _MODES)
            if said[to] not in ("set", "into", "("):
                target = folded(said[to].rpartition(".")[2])
                to += 1
            elif "merge" not in said:
                continue
            if said[to : to + 1] == ["("] and target in ours:
                found.update(_until(words, to + 1, ")"))
    return found


def _called(words: list[tuple[str, int, int]], symbol: Symbol) -> set[str]:
    """What a statement calls the table: by its name, and by the one that it may give it."""
    said = [word for word, _, _ in words if word != "as"]
    places = [at for at, word in enumerate(said) if _is(word.rpartition(".")[2], symbol)]
    return {folded(symbol.table), *[folded(word) for at in places for word in said[at + 1 : at + 2]]}


def _before(word: str) -> str:
    """The table that a name of a column begins with."""
    return folded(word.rpartition(".")[0].rpartition(".")[2])


def _is(target: str, symbol: Symbol) -> bool:
    return folded(target) == folded(symbol.table)


def _until(words: list[tuple[str, int, int]], at: int, end: str) -> list[int]:
    found = []
    while at < len(words) and words[at][0] != end:
        found.append(at)
        at += 1
    return found


def _assigned(words: list[tuple[str, int, int]], at: int) -> list[int]:
    """The targets of SET a = ..., (b, c) = ...: up to the next clause."""
    found: list[int] = []
    depth, begins = 0, True
    while at < len(words) and not (depth == 0 and words[at][0] in _ENDS):
        word = words[at][0]
        if begins and word == "(":
            inside = _until(words, at + 1, ")")
            found += inside
            at += len(inside) + 1
        elif begins:
            found.append(at)
        depth += (word == "(" and not begins) - (word == ")")
        begins = word == "," and depth == 0
        at += 1
    return found


def by_itself(text: str, symbol: Symbol) -> bool:
    """Whether a string is the name and nothing else: "display_name", "-users.display_name", "user__display_name"."""
    words = re.split(r"\.|__", text.strip().lstrip("-+").removesuffix(" desc").removesuffix(" DESC"))
    if not symbol.column:
        return folded(words[-1]) == folded(symbol.table) and len(words) < 3
    if not all(word.isidentifier() for word in words):
        return False
    return any(folded(word) == symbol.folded for word in words) and (
        len(words) < 2 or folded(words[-1]) != symbol.folded or named_after(words[-2], symbol)
    )


def in_tag(text: str, symbol: Symbol) -> bool:
    """Whether the tag of a field names the column: `db:"display_name" gorm:"column:display_name;not null"`."""
    values = [part for value in _TAG.findall(text[:_TAG_LENGTH]) for part in re.split(r"[,;:]", value)]
    return bool(symbol.column) and any(folded(value) == symbol.folded for value in values)
