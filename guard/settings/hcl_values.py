"""Expressions of HCL as far as they are plain: texts, lists and objects. Everything else stands as its own text."""

from __future__ import annotations

import json

from guard.settings.hcl import Attribute, Block, Token
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

_DEPTH = 40
_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
_SAME = frozenset(("jsonencode", "toset", "tolist", "distinct", "sort", "flatten", "compact"))


class Opaque(NamedTuple):
    """An expression that is not evaluated."""

    text: str


class _NotPlain(Exception):
    """Something that takes evaluating."""


def canonical(tokens: tuple[Token, ...]) -> str:
    """The expression with layout, comments and trailing commas left out; a string by what it means."""
    words: list[str] = []
    for token in tokens:
        if token.kind != "string" and token.text in ("]", "}", ")") and words and words[-1] == ",":
            words.pop()
        if token.kind != "string" and token.text == "," and (not words or words[-1] in (",", "{", "[", "(")):
            continue
        words.append(json.dumps(token.text) if token.kind == "string" else token.text)
    return " ".join(words)


def body(block: Block) -> Hashable:
    """What stands in a block: the order of attributes does not count, that of blocks does."""
    attributes = frozenset([(attribute.name, canonical(attribute.tokens)) for attribute in block.attributes])
    return attributes, tuple([(inner.type, inner.labels, body(inner)) for inner in block.blocks])


def value(tokens: tuple[Token, ...], known: Mapping[str, tuple[Token, ...]] | None = None) -> object:
    """A text, a list, a dict, or Opaque. `known` are the locals of the file, which stand for what they say."""
    reader = _Reader(tokens, known or {}, 0)
    try:
        found = reader.value()
        reader.done()
    except _NotPlain:
        return Opaque(canonical(tokens))
    return found


class _Reader:
    """Reads one value from tokens, or gives up."""

    def __init__(self, tokens: tuple[Token, ...], known: Mapping[str, tuple[Token, ...]], depth: int) -> None:
        if depth > _DEPTH:
            raise _NotPlain
        self._tokens = tokens
        self._known = known
        self._depth = depth
        self._at = 0

    def done(self) -> None:
        if self._at < len(self._tokens):
            raise _NotPlain

    def value(self, level: int = 0) -> object:
        token = self._take()
        if level > _DEPTH:
            raise _NotPlain
        if token.kind in ("string", "number"):
            return token.text
        if token.kind == "word":
            return self._word(token, level)
        if token.text == "[":
            return self._items("]", level)
        if token.text == "{":
            return self._object(level)
        if token.text == "(":
            return self._inside(level)
        if token.text == "-" and self._peek("number"):
            return f"-{self._take().text}"
        raise _NotPlain

    def _word(self, token: Token, level: int) -> object:
        if self._is("("):
            self._take()
            if token.text == "concat":
                lists = self._items(")", level)
                if not all([isinstance(one, list) for one in lists]):
                    raise _NotPlain
                return [item for one in lists if isinstance(one, list) for item in one]
            if token.text not in _SAME:
                raise _NotPlain
            return self._inside(level)
        if token.text in ("true", "false", "null"):
            return token.text
        return self._reference(token)

    def _reference(self, token: Token) -> object:
        """`aws_iam_role.a.arn`, `local.x`, `data.d.e[0].json`: a name that stands for itself unless it is known."""
        start = self._at - 1
        while self._is(".") or self._is("["):
            if self._take().text == ".":
                self._take()
                continue
            self._items("]", 0)
        parts = self._tokens[start : self._at]
        name = parts[2].text if len(parts) == 3 and token.text == "local" else ""
        if name in self._known:
            inner = _Reader(self._known[name], self._known, self._depth + 1)
            found = inner.value()
            inner.done()
            return found
        return Opaque("".join([json.dumps(part.text) if part.kind == "string" else part.text for part in parts]))

    def _inside(self, level: int) -> object:
        found = self.value(level + 1)
        self._commas()
        if self._take().text != ")":
            raise _NotPlain
        return found

    def _items(self, closing: str, level: int) -> list[object]:
        found: list[object] = []
        self._commas()
        while not self._is(closing):
            found.append(self.value(level + 1))
            if not self._is(closing) and not self._is(","):
                raise _NotPlain
            self._commas()
        self._take()
        return found

    def _object(self, level: int) -> dict[str, object]:
        found: dict[str, object] = {}
        self._commas()
        while not self._is("}"):
            key = self._take()
            if key.kind not in ("word", "string") or self._take().text not in ("=", ":"):
                raise _NotPlain
            found[key.text] = self.value(level + 1)
            if not self._is("}") and not self._is(","):
                raise _NotPlain
            self._commas()
        self._take()
        return found

    def _commas(self) -> None:
        while self._is(","):
            self._at += 1

    def _is(self, mark: str) -> bool:
        return self._peek("mark") and self._tokens[self._at].text == mark

    def _peek(self, kind: str) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at].kind == kind

    def _take(self) -> Token:
        if self._at >= len(self._tokens):
            raise _NotPlain
        self._at += 1
        return self._tokens[self._at - 1]


def named_in(block: Block | None, name: str, known: Mapping[str, tuple[Token, ...]]) -> bool:
    """Whether an expression of the block names `local.x` or `var.x`, itself or by another local."""
    seen: set[str] = set()
    awaited = [] if block is None else [one.tokens for one in _attributes(block)]
    while awaited:
        tokens = awaited.pop()
        text = canonical(tokens).replace(" ", "")
        if any([text[at + len(name) : at + len(name) + 1] not in _NAME for at in _places(text, name)]):
            return True
        for local in known:
            if local not in seen and f"local.{local}" in text:
                seen.add(local)
                awaited.append(known[local])
    return False


def _attributes(block: Block) -> list[Attribute]:
    return [*block.attributes, *[one for inner in block.blocks for one in _attributes(inner)]]


def _places(text: str, name: str) -> list[int]:
    found = []
    at = text.find(name)
    while at >= 0:
        found.append(at)
        at = text.find(name, at + 1)
    return found
