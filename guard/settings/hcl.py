"""HCL as blocks, attributes and the tokens of their expressions, each with its line. Nothing is evaluated.

What cannot be read for certain is refused: an open bracket, a string that does not end, anything that is neither an
attribute nor a block.
"""

from __future__ import annotations

import re

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

DEPTH = 40
SIZE = 2 * 1024 * 1024
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_TOKEN = re.compile(
    r"(?P<blank>[ \t\r]+)|(?P<newline>\n)|(?P<comment>\#[^\n]*|//[^\n]*|/\*)"
    r"|(?P<heredoc><<[-~]?[A-Za-z_][\w.-]*[ \t]*\r?\n)"
    r"|(?P<word>[^\W\d][\w-]*)|(?P<number>\d[\w.]*)|(?P<string>\")"
    r"|(?P<mark>==|!=|<=|>=|=>|&&|\|\||::|\.\.\.|[-+*/%<>!?:=.,(){}\[\]])"
)
_IN_TEXT = re.compile(r"\\.|\$\$\{|%%\{|[$%]\{|\"|\n", re.DOTALL)
_IN_TEMPLATE = re.compile(r"\"|\{|\}|/\*.*?\*/|(?:\#|//)[^\n]*", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t"}


class HclError(Exception):
    """A text that cannot be read as HCL."""

    def __init__(self, words: str, line: int) -> None:
        self.words = words
        self.line = line
        super().__init__(f"line {line}: {words}")


class Token(NamedTuple):
    """A word, number, mark, string or newline. Of a string `text` is what it means, its templates as they stand."""

    kind: str
    text: str
    line: int


class Attribute(NamedTuple):
    """A name and the tokens of its expression."""

    name: str
    tokens: tuple[Token, ...]
    line: int


class Block(NamedTuple):
    """A type, its labels, and what stands in it."""

    type: str
    labels: tuple[str, ...]
    attributes: tuple[Attribute, ...]
    blocks: tuple[Block, ...]
    line: int

    def get(self, name: str) -> Attribute | None:
        """The attribute of a name, the last of several."""
        found = [attribute for attribute in self.attributes if attribute.name == name]
        return found[-1] if found else None

    def of(self, type_: str) -> tuple[Block, ...]:
        return tuple([block for block in self.blocks if block.type == type_])


def parse(text: str) -> Block:
    """The whole text as one block without a type; or HclError."""
    if len(text) > SIZE:
        raise HclError(f"the text has {len(text)} characters; {SIZE} is the most", 1)
    return _Parser(list(tokens(text.removeprefix("\ufeff")))).run()


def tokens(text: str) -> Iterator[Token]:
    """The tokens, comments and blanks left out."""
    at, line = 0, 1
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise HclError("a character that HCL does not know", line)
        kind, end, said = str(found.lastgroup), found.end(), found.group()
        if kind == "string":
            end = _end_of_string(text, at, line)
            yield Token("string", _meant(text[at + 1 : end - 1]), line)
        elif kind == "heredoc":
            end, said = _heredoc(text, found.start(), found.end(), line)
            yield Token("string", said, line)
        elif said == "/*":
            end = text.find("*/", found.end()) + 2
            if end < 2:
                raise HclError("a comment does not end", line)
        elif kind not in ("blank", "comment"):
            yield Token(kind, said, line)
        line += text.count("\n", at, end)
        at = end


def _end_of_string(text: str, start: int, line: int) -> int:
    """Where a string ends: templates in it hold strings of their own."""
    inside = ['"']
    at = start + 1
    while inside:
        found = (_IN_TEXT if inside[-1] == '"' else _IN_TEMPLATE).search(text, at)
        if found is None or len(inside) > DEPTH:
            raise HclError("a string does not end", line)
        at, mark = found.end(), found.group()
        if mark == '"' and inside[-1] == '"':
            inside.pop()
        elif mark == "\n":
            raise HclError("a string does not end on its line", line)
        elif mark == '"':
            inside.append('"')
        elif mark in ("${", "%{", "{"):
            inside.append("{")
        elif mark == "}":
            inside.pop()
    return at


def _meant(raw: str) -> str:
    """Escapes outside templates taken for what they mean; inside they belong to texts of the template."""
    if "\\" not in raw or "${" in raw or "%{" in raw:
        return raw
    return _ESCAPE.sub(_letter, raw)


def _letter(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code:
        number = int(code, 16)
        return chr(number) if number < 0x110000 else "\ufffd"
    return _LETTERS.get(found[3], found[3])


def _heredoc(text: str, start: int, begin: int, line: int) -> tuple[int, str]:
    opening = text[start:begin].strip()
    marker = opening.lstrip("<-~")
    end = re.compile(rf"^[ \t]*{re.escape(marker)}[ \t]*\r?$", re.MULTILINE).search(text, begin)
    if end is None:
        raise HclError("a heredoc does not end", line)
    lines = text[begin : end.start()].replace("\r\n", "\n").split("\n")
    if opening[2] in "-~":
        indent = min([len(row) - len(row.lstrip()) for row in lines if row.strip()], default=0)
        lines = [row[indent:] for row in lines]
    return end.end(), "\n".join(lines)


class _Parser:
    """Blocks and attributes from tokens."""

    def __init__(self, found: list[Token]) -> None:
        last = found[-1].line if found else 1
        self._tokens = [*found, Token("end", "", last)]
        self._at = 0

    def run(self) -> Block:
        return self._body("", (), 1, 0)

    def _body(self, type_: str, labels: tuple[str, ...], line: int, depth: int) -> Block:
        attributes: list[Attribute] = []
        blocks: list[Block] = []
        while True:
            token = self._next()
            if token.kind == "newline":
                continue
            if token.kind == "end" and depth == 0:
                return Block(type_, labels, tuple(attributes), tuple(blocks), line)
            if token.text == "}" and token.kind == "mark" and depth > 0:
                return Block(type_, labels, tuple(attributes), tuple(blocks), line)
            if token.kind not in ("word", "string"):
                raise HclError("neither an attribute nor a block", token.line)
            if self._peek().kind == "mark" and self._peek().text == "=":
                self._at += 1
                attributes.append(Attribute(token.text, self._expression(), token.line))
            else:
                blocks.append(self._block(token, depth))

    def _block(self, first: Token, depth: int) -> Block:
        labels = []
        while (token := self._next()).kind in ("word", "string"):
            labels.append(token.text)
        if (token.kind, token.text) != ("mark", "{"):
            raise HclError("neither an attribute nor a block", first.line)
        if depth >= DEPTH:
            raise HclError(f"more than {DEPTH} blocks deep", first.line)
        return self._body(first.text, tuple(labels), first.line, depth + 1)

    def _expression(self) -> tuple[Token, ...]:
        """The tokens up to the end of the line; inside brackets a line goes on, in braces it ends an item."""
        found: list[Token] = []
        awaited: list[str] = []
        while True:
            token = self._peek()
            if token.kind == "end" and awaited:
                raise HclError("a bracket is not closed", found[0].line)
            if not awaited and (token.kind in ("newline", "end") or (token.kind, token.text) == ("mark", "}")):
                break
            self._at += 1
            if token.kind == "newline":
                if awaited[-1] == "}":
                    found.append(Token("mark", ",", token.line))
                continue
            found.append(token)
            if token.kind == "mark" and token.text in _CLOSING:
                awaited.append(_CLOSING[token.text])
            elif token.kind == "mark" and token.text in ")]}" and (not awaited or token.text != awaited.pop()):
                raise HclError("a bracket closes what was not opened", token.line)
        if not found:
            raise HclError("an attribute has no value", token.line)
        return tuple(found)

    def _peek(self) -> Token:
        return self._tokens[self._at]

    def _next(self) -> Token:
        token = self._tokens[self._at]
        self._at += 1  # nobody asks for what comes after the end
        return token
