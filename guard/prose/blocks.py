"""Markdown to parts: every block of a page, from the tokens of markdown-it; what is deeper than it reads is said."""

from __future__ import annotations

import re

from guard.grammar import way
from guard.prose import html, inline, openings
from guard.prose.around import CALLOUT, Around
from guard.prose.cued import Cued
from guard.prose.inline import DEEPEST, MOST_LINKS
from guard.prose.parts import Page, Part
from guard.prose.sentences import cuts, shared
from guard.prose.words import Words, joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from guard.model.prose import Span, UnitKind
    from guard.prose.parts import Faults

_TASK = Cued(r"\[[ xX]\][ \t]+")
_FOOTNOTE = Cued(r"^\[\^([^\[\]\s^]{1,80})\]:", re.M)
_HEADING = Cued(r"^\s*<h([1-6])\b", re.I)


def page(text: str) -> Page:
    """The text has \\n between its lines, and no line of it is left out."""
    faults: Faults = []
    reader = inline.parser()
    tokens, env = inline.blocks(reader, text)
    for _ in range(3):  # the second time it may turn out that more is left open
        again = openings.marked(text, tokens, faults)
        if again == text:
            break
        text = again
        tokens, env = inline.blocks(reader, text)
    return _Reading(reader, env, text, faults).page(tokens)


class _Reading(Around):
    """One walk over the blocks."""

    def __init__(self, reader: MarkdownIt, env: dict[str, Any], text: str, faults: Faults) -> None:
        super().__init__()
        self.reader, self.env, self.text, self.faults = reader, env, text, faults
        self.lines = text.count("\n") + (1 if text and not text.endswith("\n") else 0)
        self.parts: list[Part] = []
        self.tables = 0
        self.cells: list[Words] = []
        self.footnotes: set[str] = set()
        self.row = 0  # the line of the row that is open
        self.beyond = 0  # up to here the lines are told, for they were too deep
        self.source: list[str] = []
        self.definitions = self._definitions()

    def page(self, tokens: list[Token]) -> Page:
        for at, token in enumerate(tokens):
            if token.map and not token.level:
                self._define(token.map[0])
            if token.type in ("blockquote_open", "list_item_open") and token.level >= DEEPEST - 1:
                self._too_deep(token)
            take = _TAKES.get(token.type)
            if take is not None:
                take(self, token, tokens, at)
        self._define(self.lines + 1)
        anchors = way.offered(tokens) | {f"^{name}" for name in self.footnotes}
        return Page(tuple(self.parts), anchors, self.lines, tuple(self.faults))

    def _source(self) -> list[str]:
        self.source = self.source or self.text.split("\n")
        return self.source

    # what stands between blocks

    def _definitions(self) -> list[tuple[int, int, str]]:
        """Definitions of links by their lines, the last first; those of footnotes define no link."""
        found = []
        references = self.env.setdefault("references", {})
        for label, told in [*references.items(), *[(one["label"], one) for one in self.env.get("duplicate_refs", ())]]:
            found.append((*told["map"], label))
        for label in [label for label in references if label.startswith("^")]:
            del references[label]
        return sorted(found, reverse=True)

    def _define(self, before: int) -> None:
        while self.definitions and self.definitions[-1][0] < before:
            first, last, label = self.definitions.pop()
            content = "\n".join([line.lstrip(" \t>") for line in self._source()[first:last]])
            if label.startswith("^"):
                self.footnotes.update(_FOOTNOTE.findall(content))
                self.blocks += 1
                self._block(self._words(content, first, None), "sentence", self.blocks)
            else:
                self._add("comment", " ".join(content.split()), first + 1)

    def _too_deep(self, token: Token) -> None:
        assert token.map is not None
        first, last = token.map
        if last > self.beyond:
            self.faults.append((first + 1, f"blocks stand more than {DEEPEST} deep in each other here"))
            for at, line in enumerate(self._source()[max(first, self.beyond) : last], max(first, self.beyond)):
                if line.strip():
                    self._add("sentence", " ".join(line.split()), at + 1)
            self.beyond = last

    def _table(self, token: Token, tokens: list[Token], at: int) -> None:
        self.tables += 1

    # blocks that say something

    def _inline(self, token: Token, tokens: list[Token], at: int) -> None:
        assert token.map is not None
        before = tokens[at - 1]
        content, line = token.content, token.map[0]
        if before.type == "paragraph_open":
            mark = CALLOUT.match(content) if self.quotes else _TASK.match(content) if self.items else None
            if mark:
                line += content.count("\n", 0, mark.end())
                content = content[mark.end() :]
            self.footnotes.update(_FOOTNOTE.findall(content))
        begun = content.startswith(openings.BEGUN)
        words = self._words(content[1:] if begun else content, line, token)
        if before.type in ("th_open", "td_open"):
            self.cells.append(words)
        elif begun:
            self._comment(words, line + 1)
        elif before.type == "heading_open":
            self._heading(words, line + 1, int(before.tag[1]))
        else:
            self.blocks += 1
            block = self.items[-1] if self.items else self.blocks
            self._block(words, "item" if self.items else "sentence", block)

    def _words(self, content: str, line: int, token: Token | None) -> Words:
        if content.count("[") > MOST_LINKS:
            self.faults.append((line + 1, "more brackets stand in one block here than links are looked for"))
            return inline.plain(content, line + 1)
        read = list(inline.tokens(self.reader, content, line + 1, self.env))
        if token is not None:
            token.children = [one for one, _ in read]
        return inline.words(read)

    def _heading(self, words: Words, line: int, level: int) -> None:
        while self.headings and self.parts[self.headings[-1]].level >= level:
            self.headings.pop()
        text = words.complete()
        if text.strip():
            self._add("heading", text.rstrip(), line, tuple(words.spans), level=level)
            self.headings.append(len(self.parts) - 1)
        self._hidden(words)

    def _comment(self, words: Words, line: int) -> None:
        self._add("comment", words.complete().strip(), line)
        self._hidden(words)

    def _block(self, words: Words, kind: UnitKind, block: int) -> None:
        text = words.complete()
        start = len(self.parts)
        pieces = cuts(text, words.spans, words.breaks, words.softly)
        for (first, last), spans in zip(pieces, shared(words.spans, pieces), strict=True):
            self._add(kind, text[first:last], words.line_of(first), tuple(spans), block=block)
        if words.hidden:
            self._hidden(words)
            self.parts[start:] = sorted(self.parts[start:], key=lambda part: part.line)

    def _hidden(self, words: Words) -> None:
        for line, text in words.hidden:
            self._add("comment", " ".join(text.split()), line)

    def _begin_row(self, token: Token, tokens: list[Token], at: int) -> None:
        self.row = token.map[0] + 1 if token.map else self.row

    def _row(self, token: Token, tokens: list[Token], at: int) -> None:
        cells, self.cells = self.cells, []
        text, spans, told = joined(cells)
        self.blocks += 1
        head = tokens[at + 1].type == "thead_close"
        kind: UnitKind = "heading" if head else "row"
        self._add(kind, text, self.row, spans, block=self.blocks, cells=told, table=self.tables)
        for cell in cells:
            self._hidden(cell)

    def _code(self, token: Token, tokens: list[Token], at: int) -> None:
        assert token.map is not None
        first, last = token.map
        fenced = token.type == "fence"
        closed = last - 1 > first and self._source()[last - 1].lstrip(" \t>").startswith(token.markup or " ")
        if fenced and last >= self.lines and not closed:
            self.faults.append((first + 1, "a block of code begins here that nothing closes"))
        language = (token.info.split() or [""])[0].lower().strip("{}.") if fenced else ""
        self._add("fence", openings.restored(token.content), first + 1 + fenced, language=language)

    def _html(self, token: Token, tokens: list[Token], at: int) -> None:
        assert token.map is not None
        words = Words()
        html.block(words, token.content, token.map[0] + 1)
        heading = _HEADING.match(token.content)
        if heading:
            self._heading(words, token.map[0] + 1, int(heading[1]))
            return
        self.blocks += 1
        block = self.items[-1] if self.items else self.blocks
        self._block(words, "item" if self.items else "sentence", block)

    def _add(self, kind: str, text: str, line: int, spans: tuple[Span, ...] = (), **more: Any) -> None:
        if text:
            part = Part(kind, openings.restored(text), line, spans, **more)
            self.parts.append(part._replace(headings=tuple(self.headings), quoted=any(self.quotes), item=self.item))


_TAKES: dict[str, Callable[[_Reading, Token, list[Token], int], None]] = {
    "blockquote_open": _Reading.begin_quote,
    "blockquote_close": _Reading.end_quote,
    "ordered_list_open": _Reading.begin_list,
    "ordered_list_close": _Reading.end_list,
    "bullet_list_open": _Reading.begin_list,
    "bullet_list_close": _Reading.end_list,
    "list_item_open": _Reading.begin_item,
    "list_item_close": _Reading.end_item,
    "table_open": _Reading._table,
    "tr_open": _Reading._begin_row,
    "tr_close": _Reading._row,
    "inline": _Reading._inline,
    "fence": _Reading._code,
    "code_block": _Reading._code,
    "html_block": _Reading._html,
}
