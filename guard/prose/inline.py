"""Markdown as markdown-it reads it: blocks, and the words, spans and lines of one block."""

from __future__ import annotations

import re
from bisect import bisect_left

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from guard.prose.html import Open, take
from guard.prose.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping
    from typing import Any, Literal

    from markdown_it.token import Token

PIECE = 4_000  # characters read at once: what a parser does in quadratic time it does to no more than these
_LINKS = 200  # brackets that one block may hold before it is read in shorter pieces, and before it is read as plain
_SHORTER = 500
MOST_LINKS = 2_000
DEEPEST = 40  # blocks within blocks; deeper ones are not read, and the text says so


class _Placed(StateInline):
    """Tokens that know where they begin: for text, where it ends, which is on the same line."""

    def pushPending(self) -> Token:
        token = super().pushPending()
        token.meta = {"at": self.pos}
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta = {"at": self.pos}
        return token


def parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])


def blocks(reader: MarkdownIt, text: str) -> tuple[list[Token], dict[str, Any]]:
    """The tokens of its blocks, and the definitions of its links."""
    env: dict[str, Any] = {}
    tokens: list[Token] = []
    reader.block.parse(text, reader, env, tokens)
    return tokens, env


def tokens(reader: MarkdownIt, content: str, line: int, env: MutableMapping[str, Any]) -> Iterator[tuple[Token, int]]:
    """Each token of the block that begins on this line, with the line it stands on."""
    for start, piece in _pieces(content):
        first = line + content.count("\n", 0, start)
        ends = [found.start() for found in re.finditer("\n", piece)]
        state = _Placed(piece, reader, env, [])
        reader.inline.tokenize(state)
        for rule in reader.inline.ruler2.getRules(""):
            rule(state)
        for token in state.tokens:
            yield token, first + bisect_left(ends, token.meta.get("at", 0))


def plain(content: str, line: int) -> Words:
    """The words alone, every mark a letter of them."""
    found = Words()
    for number, text in enumerate(content.split("\n")):
        if number:
            found.broken(line + number, hard=False)
        found.add(text, line + number)
    return found


def words(read: list[tuple[Token, int]]) -> Words:
    """What a reader sees of it."""
    found = Words()
    links: list[tuple[int, str]] = []
    opened = Open()
    struck: list[int] = []
    for token, line in read:
        kind = token.type
        if kind in ("text", "text_special"):
            found.add(token.content, line)
        elif kind == "code_inline":
            start = found.length
            found.add(token.content, line, verbatim=True)
            found.span(start, "code")
        elif kind in ("softbreak", "hardbreak"):
            found.broken(line, kind == "hardbreak")
        elif kind == "link_open":
            links.append((found.length, str(token.attrs.get("href", ""))))
        elif kind == "link_close" and links:
            start, target = links.pop()
            found.span(start, "link", target)
        elif kind == "image":
            start = found.length
            found.add(_alternative(token), line)
            found.span(start, "link", str(token.attrs.get("src", "")))
        elif kind == "html_inline":
            take(found, opened, token.content, line)
        elif kind == "s_open":
            struck.append(found.length)
        elif kind == "s_close" and struck:
            found.span(struck.pop(), "quote")  # what is struck out is said no longer
    opened.close(found)
    return found


def _alternative(token: Token) -> str:
    return "".join([part.content or " " for part in token.children or () if part.type != "html_inline"])


def _pieces(content: str) -> Iterator[tuple[int, str]]:
    """In pieces that end with a line, or a word, where one can."""
    start = 0
    most = PIECE if content.count("[") < _LINKS else _SHORTER
    while len(content) - start > most:
        end = content.rfind("\n", start, start + most)
        if end <= start:
            end = content.rfind(" ", start, start + most)
        if end <= start:
            end = start + most
        yield start, content[start:end]
        start = end
    yield start, content[start:]
