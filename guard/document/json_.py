"""JSON to data with the strictness of the YAML door, token by token: no recursion, every place kept.

Rules beside those of the other modules here: G212 NaN and the like, G217 key that is not text, G218 a second document.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress

from guard.document import scalars
from guard.document.building import EVENTS, Builder, Stop
from guard.document.faults import Problem, excerpt
from guard.document.text import SIZE, impurity, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.document.faults import Document

# Blanks, then one of: a sign, a string on one line, a bare word, a quote that is never closed; or the end. Nothing is
# tried twice, so the time is linear in the text.
_TOKEN = re.compile(
    r"([ \t\r\n]*+)"
    r'(?:([][{}:,])|"((?:[^"\\\r\n]++|\\[^\r\n])*+)"|([^][{}:, \t\r\n"]++)|(")|\Z)'
)
_SIGN, _STRING, _BARE, _QUOTE = 2, 3, 4, 5
_NOT_NUMBERS = re.compile(r"[-+]?(?:NaN|Infinity)")
_EMPTY = Problem("the document is empty", 'begin with { and a key, as in {"version": 1}')
_NO_MAPPING = Problem("a document is a mapping of keys to values", 'begin with { and a key, as in {"version": 1}')

# What may stand next. A bracket closes only after "first", "item" or "more".
_WANTED = {
    "value": ("a value is missing", "write a value, or take out the comma or colon before this place"),
    "item": ("a value is missing", "write a value, or ] to close the list"),
    "first": ("a key is missing", "write a key in double quotes, or } to close the mapping"),
    "key": ("a key is missing", "write a key in double quotes, or take out the comma before this place"),
    "colon": ("a colon is missing behind a key", 'write "key": value'),
    "more": ("a comma is missing, or a bracket that closes", "put a comma between entries, and close what was opened"),
}


def load_json(text: bytes, name: str, *, size: int = SIZE, events: int = EVENTS) -> Document:
    """The document, or DocumentErrors with every fault that one pass can find; at most `events` values and keys."""
    checked = read(text, name, True, size)
    builder = Builder(checked, events)
    with suppress(Stop):
        _Walk(builder).run(checked)
    return builder.document(_NO_MAPPING if checked.strip(" \t\r\n") else _EMPTY, name)


class _Walk:
    """Where in the text we are, and what may stand there."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.wants = "value"
        self.line = 1
        self.column = 1

    def run(self, text: str) -> None:
        begins = 0  # of the line
        index = 0
        while True:
            token = _TOKEN.match(text, index)
            assert token is not None  # every character begins one of its branches
            start = token.end(1)
            if start > index and "\n" in token[1]:
                self.line += token[1].count("\n")
                begins = text.rindex("\n", index, start) + 1
            self.column = start - begins + 1
            index = token.end()
            kind = token.lastindex
            if kind == _STRING:
                self._string(token[_STRING])
            elif kind == _SIGN:
                self._sign(token[_SIGN])
            elif kind == _BARE:
                self._bare(token[_BARE])
            elif kind == _QUOTE:
                self._fails("a quote that was opened is not closed", "close it on its line; write a line end as \\n")
            else:
                self._end()
                return

    def _fails(self, message: str, hint: str, rule: str = "G201") -> None:
        self.builder.last(Problem(message, hint, rule), self.line, self.column)

    def _misplaced(self) -> None:
        if self.wants == "end":
            self._fails("something follows the end of the document", "keep one document in a file", "G218")
        self._fails(*_WANTED[self.wants])

    def _end(self) -> None:
        if self.builder.open:
            problem = Problem("what begins here is not closed before the end", "close it with } or ] at its end")
            self.builder.last(problem, *self.builder.positions[self.builder.open[-1].pointer])

    def _followed(self) -> None:
        self.wants = "more" if self.builder.open else "end"

    def _sign(self, sign: str) -> None:
        if sign in "[{":
            if self.wants not in ("value", "item", "key", "first"):
                self._misplaced()
            self.builder.begin({} if sign == "{" else [], self.line, self.column)
            self.wants = "first" if sign == "{" else "item"
        elif sign in "]}":
            self._close(sign)
        elif sign == "," and self.wants == "more":
            self.wants = "key" if isinstance(self.builder.open[-1].items, dict) else "value"
        elif sign == ":" and self.wants == "colon":
            self.wants = "value"
        else:
            self._misplaced()

    def _close(self, sign: str) -> None:
        opened = self.builder.open
        if not opened or isinstance(opened[-1].items, dict) != (sign == "}"):
            self._fails(
                f"a {sign} closes something that was not opened", "take it out, or close with the other bracket"
            )
        if self.wants not in ("first", "item", "more"):
            self._misplaced()
        self.builder.end()
        self._followed()

    def _string(self, raw: str) -> None:
        text = raw
        if "\t" in raw:
            tab = Problem("a tab stands in a text", "write it as \\t")
            self.builder.refuse(tab, self.line, self.column + 1 + raw.index("\t"))
            raw = raw.replace("\t", "\\t")
        if "\\" in raw:
            try:
                text = json.loads(f'"{raw}"')
            except json.JSONDecodeError as error:
                problem = Problem("this escape is not one JSON knows", "double the backslash")
                self.builder.refuse(problem, self.line, self.column + error.pos)
        if self.wants in ("key", "first"):
            self._key(text, impurity(text))
        else:
            self._value(text, impurity(text))

    def _bare(self, text: str) -> None:
        if text.startswith(("//", "/*", "#")):
            self._fails("JSON has no comments", "leave the comment out")
        elif self.wants in ("key", "first"):
            self._key(text, _bare_key(text))
        else:
            self._value(*_bare_value(text))

    def _key(self, text: str, problem: Problem | None) -> None:
        self.builder.key(text, problem, self.line, self.column)
        self.wants = "colon"

    def _value(self, meant: object, problem: Problem | None) -> None:
        if self.wants not in ("value", "item"):
            self._misplaced()
        if not self.builder.open:
            self.builder.last(_NO_MAPPING, self.line, self.column)
        self.builder.value(meant, problem, self.line, self.column)
        self._followed()


def _bare_key(text: str) -> Problem:
    meant, problem = scalars.value(text)
    if problem or not isinstance(meant, str) or _NOT_NUMBERS.fullmatch(text):
        hint = f'put it in double quotes: "{excerpt(text)}"'
        return Problem(f"the key {excerpt(text)} is not text", hint, "G217")
    return _unquoted("the key ", text)


def _bare_value(text: str) -> tuple[object, Problem | None]:
    if _NOT_NUMBERS.fullmatch(text):
        hint = f'write "{text}" in quotes, or a number in plain decimal digits'
        return text, Problem(f"{text} is no number that every reader knows", hint, "G212")
    meant, problem = scalars.value(text)
    if problem is None and (isinstance(meant, str) or text == "~"):
        problem = _unquoted("", text)
    return meant, problem


def _unquoted(what: str, text: str) -> Problem:
    return Problem(f"{what}{excerpt(text)} stands without double quotes", f'write "{excerpt(text.strip(chr(39)))}"')
