"""The text of settings: JSON and TOML as data in which nothing is said twice, and where each name stands."""

from __future__ import annotations

import json
import re
import tomllib
from bisect import bisect_left

_KEY = re.compile(r'"((?:[^"\\\n]|\\.){0,400})"\s{0,40}:')


class UnreadError(Exception):
    """The file could not be read; its text says why, and shows nothing of the file."""


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
        self._keys: dict[str, list[int]] | None = None

    def line(self, at: int) -> int:
        return bisect_left(self._ends, at) + 1

    def key(self, name: str, after: int = 0) -> int:
        """The line of a JSON key, the first from that line on; 1 where it is not found as it is written."""
        if self._keys is None:
            self._keys = {}
            for match in _KEY.finditer(self._text):
                self._keys.setdefault(match[1], []).append(self.line(match.start()))
        lines = self._keys.get(name, [])
        at = bisect_left(lines, after)
        return lines[at] if at < len(lines) else lines[0] if lines else 1

    def find(self, *texts: str) -> int:
        """The line of the first of the texts that is found, each behind the one before it; 1 where none is."""
        at = -1
        for text in texts:
            found = self._text.find(text, max(at, 0))
            at = found if found >= 0 else at
        return self.line(at) if at >= 0 else 1

    def entry(self, head: str, name: str) -> int:
        """The line on which a key of TOML stands below a header, which may name the key itself."""
        start = max(self._text.find(head), 0)
        pattern = rf"""^[ \t]*(?:\[[^\n=\]]{{0,200}}\.)?["']?{re.escape(name)}["']?[ \t]*[=.\]]"""
        match = re.compile(pattern, re.MULTILINE).search(self._text, start)
        return self.line(match.start()) if match else self.line(start)

    def headers(self, pattern: str) -> list[int]:
        """The lines on which a header such as [[package]] stands, in order."""
        return [self.line(match.start()) for match in re.finditer(pattern, self._text, re.MULTILINE)]
