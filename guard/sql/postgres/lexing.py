"""What can be told from the letters of a text alone: comments, commas between actions, templates, too much depth."""

from __future__ import annotations

import re

# One token at a time: what quotes first, so that nothing inside a quote is taken for a sign. Block comments nest.
_TOKEN = re.compile(
    rb"""(?P<blank>[ \t\r\n\f\v]+|--[^\n\r]*)
    |(?P<comment>/\*)
    |(?P<quote>[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|\$(?P<tag>(?:[A-Za-z_\x80-\xff][\w\x80-\xff]*)?)\$(?:.*?\$(?P=tag)\$|.*))
    |(?P<name>"(?:[^"]|"")*"|[A-Za-z_\x80-\xff][\w$\x80-\xff]*)
    |(?P<open>[(\[])|(?P<close>[)\]])|(?P<comma>,)|(?P<end>;)
    |(?P<other>\d[\w.]*|.)""",
    re.S | re.X,
)
_COMMENT_EDGE = re.compile(rb"/\*|\*/")

LARGEST = 1 << 20  # bytes of one statement: a tree takes a hundred times as much
_SURELY_FLAT = 90_000  # no text shorter than this overflows the stack of the grammar (from 150,000 bytes measured)
_LONGEST_CHAIN = 20_000  # operators or joins in a row; 70,000 overflow it
_DEEPEST_COMMENT = 64  # the scanner takes time squared in it
_CHAINS = frozenset((b"UNION", b"EXCEPT", b"INTERSECT", b"JOIN"))

# Placeholders of template languages. A list of numbers in {{ }} is an array of PostgreSQL, `${` after a `$` a quote.
_TEMPLATE = re.compile(r"\{\{(?![\d\s,.eE+-]*\}\})[^{}]*\}\}|(?<!\$)\$\{\s*[A-Za-z_][^{}'\"\n]*\}", re.S)
# These end far away or nowhere: only the first is looked for, or time would be squared.
_OPENED = ((re.compile(r"\{%-?\s*\w"), "%}"), (re.compile("<%"), "%>"))


def template(text: str) -> bool:
    """Whether a text has placeholders, so that what will run is not what stands there."""
    if "{" not in text and "<%" not in text:
        return False
    if any([(found := opened.search(text)) and text.find(end, found.end()) >= 0 for opened, end in _OPENED]):
        return True
    return _TEMPLATE.search(text) is not None


def skipped(data: bytes, at: int, end: int | None = None) -> int:
    """The place of the first token from `at` on that is neither blank nor comment; the end where there is none."""
    end = len(data) if end is None else end
    while at < end:
        found = _TOKEN.match(data, at, end)
        kind = found and found.lastgroup
        if found and kind == "blank":
            at = found.end()
        elif kind == "comment":
            at = after_comment(data, at)
        else:
            return at
    return end


def after_comment(data: bytes, at: int) -> int:
    """The end of the block comment that starts at `at`; comments nest."""
    depth = 0
    for edge in _COMMENT_EDGE.finditer(data, at):
        depth += 1 if edge[0] == b"/*" else -1
        if depth == 0:
            return edge.end()
    return len(data)


def segments(data: bytes, at: int, end: int) -> list[int]:
    """Where the parts of a list start that commas outside all brackets divide, the first one included."""
    starts, depth, fresh = [], 0, True
    while at < end:
        found = _TOKEN.match(data, at)
        if found is None:
            break
        kind = found.lastgroup
        if fresh and kind not in ("blank", "comment"):
            starts.append(at)
            fresh = False
        depth += (kind == "open") - (kind == "close")
        fresh = fresh or (kind == "comma" and depth == 0)
        at = after_comment(data, at) if kind == "comment" else found.end()
    return starts


def after_name(data: bytes, at: int) -> int:
    """The end of the name that starts at `at`, with the names of its schemas, and the asterisk that may follow."""
    end = at
    while found := _TOKEN.match(data, skipped(data, end)):
        dotted = found[0] == b"." or (found.lastgroup == "name" and (end == at or data[end - 1 : end] == b"."))
        if not dotted and found[0] != b"*":
            break
        end = found.end()
    return end


def unreadable(data: bytes) -> str:
    """Why not even the scanner may see a text: it would stop short, or hang; "" where it may."""
    if b"\0" in data:
        return "it holds a zero byte"
    nested = data.count(b"/*") > _DEEPEST_COMMENT and _comments_too_deep(data)
    return "its comments are nested too deeply" if nested else ""


def overflows(data: bytes) -> bool:
    """Whether so many operators, casts or joins stand in a row that their tree would overflow the stack."""
    return len(data) > _SURELY_FLAT and _chained(data)


def _comments_too_deep(data: bytes) -> bool:
    at = 0
    while found := _TOKEN.match(data, at):
        if found.lastgroup != "comment":
            at = found.end()
            continue
        at = after_comment(data, at)
        depth = 0
        for edge in _COMMENT_EDGE.finditer(data, found.start(), at):
            depth += 1 if edge[0] == b"/*" else -1
            if depth > _DEEPEST_COMMENT:
                return True
    return False


def _chained(data: bytes) -> bool:
    chain, joins, outer = 0, 0, [(0, 0)]
    at = 0
    while found := _TOKEN.match(data, at):
        kind, at = found.lastgroup, found.end()
        if kind == "comment":
            at = after_comment(data, found.start())
        elif kind == "open":
            outer.append((chain, joins))
            chain, joins = 0, 0
        elif kind == "close":
            chain, joins = outer.pop() if len(outer) > 1 else (chain, joins)
        elif kind == "comma":
            chain = 0
        elif kind == "end":
            chain, joins, outer = 0, 0, [(0, 0)]
        elif kind == "other":
            chain += not found[0][:1].isdigit()
        elif kind == "name":
            joins += found[0].upper() in _CHAINS
        if chain > _LONGEST_CHAIN or joins > _LONGEST_CHAIN:
            return True
    return False
