"""Lock files as pnpm and yarn write them: the small part of YAML that these programs use, with lines.

A lock file has tens of thousands of lines, for which a whole YAML reader takes too long. What such a program would not
write (anchors, tags, tabs, several documents) is refused, so nothing is read in another way than YAML means it.
"""

from __future__ import annotations

import re

from guard.settings.texts import UnreadError

_LINE = re.compile(
    r"""( {0,80})(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'"""
    r"""|([^\s"'#&*!|>%@`?{}\[\],:-](?:[^:#\n]|:(?!\s|$)|(?<!\s)#)*)"""
    r"""|([-?:](?=\S)(?:[^:#\n]|:(?!\s|$)|(?<!\s)#)*)):(?:\s+(.*))?"""
)
_FLOW = re.compile(
    r"""\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s"'#&*!|>%@`{}\[\],]+(?: [^\s"'#&*!|>%@`{}\[\],]+)*))\s*"""
)
_ODD = re.compile(r"[&*!%@`|>]")


class Block(dict[str, object]):
    """A mapping, and the line of each of its keys."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}


class _Reader:
    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.at = 0

    def skip(self) -> int:
        """To the next line that says something; its indentation, -1 at the end."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            bare = line.lstrip(" ")
            if bare and bare[0] != "#":
                if line.startswith(("---", "...", "%")):
                    if line.rstrip() == "---" and not self.at:
                        self.at += 1
                        continue
                    raise self.odd()
                return len(line) - len(bare)
            self.at += 1
        return -1

    def odd(self) -> UnreadError:
        return UnreadError("it is not written as the program writes it")

    def mapping(self, indent: int, depth: int = 0) -> Block:
        found = Block()
        while self.skip() == indent and depth < 20:
            match = _LINE.fullmatch(self.lines[self.at].rstrip())
            if match is None:
                raise self.odd()
            key = _text(match[2], match[3], match[4] or match[5])
            if key in found or key == "<<":
                raise UnreadError("a key stands in it twice")
            found.lines[key] = self.at + 1
            self.at += 1
            found[key] = self.value((match[6] or "").strip(), indent, depth)
        if self.skip() > indent:
            raise self.odd()
        return found

    def value(self, rest: str, indent: int, depth: int) -> object:
        """What follows a key: a scalar on its line, a block scalar, or what is indented below it."""
        if rest and rest[0] in "|>":
            return self.scalar(indent)
        if rest and rest[0] != "#":
            return _inline(rest)
        below = self.skip()
        if below >= indent and self.lines[self.at].lstrip(" ").startswith("- "):
            return self.items(below)
        return self.mapping(below, depth + 1) if below > indent else None

    def scalar(self, indent: int) -> str:
        first = self.at
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.strip() and len(line) - len(line.lstrip(" ")) <= indent:
                break
            self.at += 1
        return "\n".join(self.lines[first : self.at])

    def items(self, indent: int) -> list[object]:
        found = []
        while self.skip() == indent and self.lines[self.at].startswith("- ", indent):
            found.append(_inline(self.lines[self.at][indent + 2 :].strip()))
            self.at += 1
        return found


def _text(double: str | None, single: str | None, bare: str | None) -> str:
    if double is not None:
        if "\\" in double:
            raise UnreadError("a text in it has escapes")
        return double
    return single.replace("''", "'") if single is not None else (bare or "").rstrip()


def _inline(rest: str) -> object:
    """A scalar or a flow collection, all on one line."""
    found, at = _flow(rest, 0, 0) if rest[0] in "{[\"'" else (None, -1)
    if at >= 0:
        tail = rest[at:].strip()
        if tail and tail[0] != "#":
            raise UnreadError("it is not written as the program writes it")
        return found
    bare = re.split(r"\s#", rest)[0].rstrip()
    if _ODD.match(bare) or re.search(r":(?:\s|$)", bare) or bare.startswith(("- ", "? ")):
        raise UnreadError("it is not written as the program writes it")
    return bare


def _flow(rest: str, at: int, depth: int) -> tuple[object, int]:
    if depth > 20:
        raise UnreadError("it is nested too deeply")
    if rest[at : at + 1] not in ("{", "["):
        match = _FLOW.match(rest, at)
        if match is None:
            raise UnreadError("it is not written as the program writes it")
        return _text(match[1], match[2], match[3]), match.end()
    closing, at = "}" if rest[at] == "{" else "]", at + 1
    pairs: list[tuple[str, object]] = []
    while True:
        at = _past_blanks(rest, at)
        if rest[at : at + 1] == closing:
            keys = [key for key, _ in pairs if key]
            if len(set(keys)) != len(keys):
                raise UnreadError("a key stands in it twice")
            return (dict(pairs) if closing == "}" else [value for _, value in pairs]), at + 1
        key = ""
        if closing == "}":
            key, at = _flow_key(rest, at)
        value, at = _flow(rest, at, depth + 1)
        pairs.append((key, value))
        at = _past_blanks(rest, at)
        if rest[at : at + 1] not in (",", closing):
            raise UnreadError("it is not written as the program writes it")
        at += rest[at : at + 1] == ","


def _past_blanks(rest: str, at: int) -> int:
    while rest[at : at + 1] == " ":
        at += 1
    return at


_FLOW_KEY = re.compile(r"""(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([\w.@/+-]+)):\s+""")


def _flow_key(rest: str, at: int) -> tuple[str, int]:
    match = _FLOW_KEY.match(rest, at)
    if match is None:
        raise UnreadError("it is not written as the program writes it")
    return _text(match[1], match[2], match[3]), match.end()


def blocks(text: str) -> Block:
    """The mapping that the text is."""
    reader = _Reader(text)
    indent = reader.skip()
    if indent < 0:
        return Block()
    found = reader.mapping(indent)
    if reader.skip() >= 0:
        raise reader.odd()
    return found
