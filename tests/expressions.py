"""The expressions of workflows, `${{ ... }}`: the part that ours use, as GitHub documents it; all else is an error.

Nothing is looked up that is not there: a name nobody has set is empty on GitHub, and most often a mistake.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

Contexts = Mapping[str, Any]
MARK = re.compile(r"\$\{\{(.*?)\}\}", re.S)
WORDS = re.compile(
    r"""\s*(?:(?P<text>'(?:[^']|'')*')|(?P<name>[A-Za-z_][\w-]*(?:\.[\w*-]+)*)|(?P<sign>\|\||&&|==|!=|[!(),]))"""
)
PLAIN: dict[str, object] = {"true": True, "false": False, "null": None}
OPEN = ("github", "event")  # what an event does not have is empty: each event has fields of its own


class NotAnExpression(Exception):
    """What ours do not use, or what is not there."""


def filled(text: str, contexts: Contexts, functions: Mapping[str, Callable[..., object]] | None = None) -> str:
    """A text with each of its expressions in its place, as words."""
    return MARK.sub(lambda found: said(value(found[1], contexts, functions)), text)


def value(text: str, contexts: Contexts, functions: Mapping[str, Callable[..., object]] | None = None) -> object:
    """What one expression comes to."""
    reader = _Reader(text, contexts, functions or {})
    found = reader.either()
    if reader.words:
        raise NotAnExpression(f"{reader.words[0][1]!r} is left over in {text!r}")
    return found


def holds(text: str, contexts: Contexts, functions: Mapping[str, Callable[..., object]]) -> bool:
    """Whether an `if` is met, with or without its marks: after success alone, unless it asks for the state itself."""
    marked = MARK.fullmatch(text.strip())
    inner = marked[1] if marked else text
    if not re.search(r"\b(always|failure|cancelled|success)\s*\(", inner):
        inner = f"success() && ({inner})"
    return bool(value(inner, contexts, functions))


def said(found: object) -> str:
    """A value as it stands in a text."""
    if found is None:
        return ""
    if isinstance(found, bool):
        return "true" if found else "false"
    return found if isinstance(found, str) else json.dumps(found)


class _Reader:
    """One pass over the words of an expression, evaluating as it goes."""

    def __init__(self, text: str, contexts: Contexts, functions: Mapping[str, Callable[..., object]]) -> None:
        self.contexts, self.functions = contexts, functions
        self.words: list[tuple[str, str]] = []
        at = 0
        while text[at:].strip():
            found = WORDS.match(text, at)
            if found is None:
                raise NotAnExpression(f"{text[at:]!r} in {text!r}")
            self.words.append((str(found.lastgroup), found[str(found.lastgroup)]))
            at = found.end()

    def take(self, *signs: str) -> str:
        """The next word, if it is one of these signs."""
        if self.words and self.words[0][0] == "sign" and self.words[0][1] in signs:
            return self.words.pop(0)[1]
        return ""

    def either(self) -> object:
        found = self.both()
        while self.take("||"):
            other = self.both()
            found = found or other
        return found

    def both(self) -> object:
        found = self.compared()
        while self.take("&&"):
            other = self.compared()
            found = found and other
        return found

    def compared(self) -> object:
        found = self.single()
        while sign := self.take("==", "!="):
            other = self.single()
            found = _same(found, other) is (sign == "==")
        return found

    def single(self) -> object:
        if self.take("!"):
            return not self.single()
        if self.take("("):
            found = self.either()
            self._close()
            return found
        if not self.words or self.words[0][0] == "sign":
            raise NotAnExpression("a value is missing")
        kind, word = self.words.pop(0)
        if kind == "text":
            return word[1:-1].replace("''", "'")
        return self._call(word) if self.take("(") else self._name(word)

    def _call(self, name: str) -> object:
        given = []
        while not self.take(")"):
            given.append(self.either())
            if not self.take(",") and (not self.words or self.words[0][1] != ")"):
                raise NotAnExpression(f"{name}( is never closed")
        if name not in self.functions:
            raise NotAnExpression(f"no function {name}")
        return self.functions[name](*given)

    def _close(self) -> None:
        if not self.take(")"):
            raise NotAnExpression("a parenthesis is never closed")

    def _name(self, word: str) -> object:
        if word in PLAIN:
            return PLAIN[word]
        here: Any = self.contexts
        parts = word.split(".")
        for number, part in enumerate(parts):
            if isinstance(here, Mapping) and part in here:
                here = here[part]
            elif tuple(parts[: len(OPEN)]) == OPEN and number >= len(OPEN):
                return None
            else:
                raise NotAnExpression(f"nobody has set {word}")
        return here


def _same(one: object, other: object) -> bool:
    """As GitHub compares: texts in any case; values of two kinds as numbers, which ours never are."""
    if isinstance(one, str) and isinstance(other, str):
        return one.casefold() == other.casefold()
    if type(one) is not type(other) and None not in (one, other):
        raise NotAnExpression(f"{one!r} and {other!r} are not of one kind")
    return one == other
