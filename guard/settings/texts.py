"""The text of settings: JSON and TOML as data in which nothing is said twice, and where each name stands."""

from __future__ import annotations

import json
import re
import tomllib
from bisect import bisect_left
from functools import cached_property

_KEY = re.compile(r'"((?:[^"\\\n]|\\.){0,400})"\s{0,40}:')
_PAIR = re.compile(r"[ \t]*(?:export[ \t]+)?([^\s#!=:]+)[ \t]*[=:][ \t]*(.*)")


class UnreadError(Exception):
    """The file could not be read; its text says why, and shows nothing of the file."""

    def __init__(self, words: str, line: int = 1) -> None:
        self.line = line
        super().__init__(words)


def text_of(data: bytes) -> str:
    if b"\0" in data:
        raise UnreadError("it holds NUL bytes")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise UnreadError("it is not UTF-8") from None


def json_of(text: str) -> dict[str, object]:
    """The object of a JSON text."""
    return table(json_data(text))


def json_data(text: str) -> object:
    """What a JSON text says. Of a key that stands twice no two readers agree which counts."""
    try:
        found: object = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise UnreadError("it is not JSON") from None
    return found


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise UnreadError("a key stands in it twice")
    return found


def _no_number(word: str) -> object:
    raise UnreadError("a number in it is none")


def toml_of(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        raise UnreadError("it is not TOML") from None


def listed(text: str) -> list[tuple[str, str, int]]:
    """Names and values of a text that says one on each line, with `=` or a colon between, and the lines."""
    found: dict[str, tuple[str, str, int]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip()[:1] in ("", "#", "!"):
            continue
        match = _PAIR.fullmatch(line)
        if match is None or match[2].endswith("\\"):  # it goes on below, or only a blank stands before the value
            raise UnreadError("a line in it is neither a name with a value nor a comment", number)
        if match[1] in found:
            raise UnreadError("a key stands in it twice", number)
        found[match[1]] = (match[1], match[2], number)
    return list(found.values())


def table(found: object) -> dict[str, object]:
    """A table, or an empty one where there is none; anything else cannot be understood."""
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise UnreadError("something else stands where a table is expected")
    return found


def entries(found: object) -> list[object]:
    if found is None:
        return []
    if not isinstance(found, list):
        raise UnreadError("something else stands where a list is expected")
    return found


def word(found: object) -> str:
    if found is None:
        return ""
    if not isinstance(found, str):
        raise UnreadError("something else stands where a text is expected")
    return found


def plain(found: object) -> str:
    """Any data as one text, for comparing."""
    return json.dumps(found, sort_keys=True, default=str) if found not in (None, {}, [], "", False) else ""


def take(found: dict[str, object], *path: str) -> object:
    """What stands there, taken out, so that what is left is the rest."""
    for key in path[:-1]:
        below = found.get(key)
        if not isinstance(below, dict):
            return None
        found = below
    return found.pop(path[-1], None)


def trimmed(found: object) -> object:
    """The same without tables that hold nothing."""
    if isinstance(found, dict):
        kept = {key: trimmed(value) for key, value in found.items()}
        return {key: value for key, value in kept.items() if value != {}}
    return found


class Places:
    """Where things stand in a text, by line."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [match.start() for match in re.finditer("\n", text)]

    def line(self, at: int) -> int:
        return bisect_left(self._ends, at) + 1

    @cached_property
    def _keys(self) -> dict[str, list[int]]:
        """The lines of each JSON key, in order."""
        found: dict[str, list[int]] = {}
        for match in _KEY.finditer(self._text):
            found.setdefault(match[1], []).append(self.line(match.start()))
        return found

    def key(self, name: str, after: int = 1) -> int:
        """The line of a JSON key, the first from that line on; 1 where it is not found as it is written."""
        lines = self._keys.get(name, [])
        at = bisect_left(lines, after)
        return lines[at] if at < len(lines) else lines[0] if lines else 1

    def find(self, *texts: str) -> int:
        """The line of the last of the texts that is found, none before the one before it; 1 where none is."""
        at = 0
        for text in texts:
            at = max(at, self._text.find(text, at))
        return self.line(at)

    def entry(self, head: str, name: str) -> int:
        """The line on which a key of TOML stands below a header, which may name the key itself."""
        start = max(self._text.find(head), 0)
        pattern = rf"""^[ \t]*(?:\[[^\n=\]]{{0,200}}\.)?["']?{re.escape(name)}["']?[ \t]*[=.\]]"""
        match = re.compile(pattern, re.MULTILINE).search(self._text, start)
        return self.line(match.start() if match else start)

    def headers(self, pattern: str) -> list[int]:
        """The lines on which a header such as [[package]] stands, in order."""
        return [self.line(match.start()) for match in re.finditer(pattern, self._text, re.MULTILINE)]
