"""What both doors, YAML and JSON, put together step by step: data and places, bounded in depth, count and memory.

Rules: G210 the same key twice, G214 too deep, G217 key that is not text, G219 too large.
"""

from __future__ import annotations

from guard.document.faults import CARRIED, Document, DocumentErrors, Problem, Source, excerpt, pointer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    from guard.document.faults import Fault

DEPTH = 32
EVENTS = 20_000  # values and keys
KEY = 256  # characters of one key
_POINTER = 2048  # characters of a key with all it stands below
_POINTERS = 64 * 1024 * 1024  # characters of all pointers together; bounds the memory that positions take


class Stop(Exception):
    """Enough faults, or one that nothing sensible can follow."""


class _Open:
    """A mapping or a list not yet closed."""

    __slots__ = ("items", "key", "keys", "pointer")

    def __init__(self, items: dict[str, object] | list[object], pointer: str) -> None:
        self.items = items
        self.pointer = pointer
        self.key: str | None = None
        self.keys: dict[str, int] = {}


class Builder:
    """Takes values, keys, beginnings and ends in the order of the text. Nothing here recurses."""

    def __init__(self, text: str, events: int) -> None:
        self.source = Source(text)
        self.faults: list[Fault] = []
        self.open: list[_Open] = []
        self.root: object = None
        self.positions: dict[str, tuple[int, int]] = {}
        self._most = events
        self._events = 0
        self._pointers = 0

    def refuse(self, problem: Problem, line: int, column: int) -> None:
        self.faults.append(self.source.fault(problem, line, column))
        if len(self.faults) >= CARRIED:
            raise Stop

    def last(self, problem: Problem, line: int, column: int) -> NoReturn:
        self.refuse(problem, line, column)
        raise Stop

    def wants_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1].items, dict) and self.open[-1].key is None

    def begin(self, items: dict[str, object] | list[object], line: int, column: int) -> None:
        if self.wants_key():
            self.last(Problem("a key is a list or a mapping", "a key is text: put it in quotes", "G217"), line, column)
        if len(self.open) >= DEPTH:
            hint = "no document needs that depth; flatten it"
            self.last(Problem(f"more than {DEPTH} levels deep", hint, "G214"), line, column)
        place = self._add(items, line, column)
        if len(place) > _POINTER:
            problem = Problem("the keys above this place are too long together", "use shorter keys", "G219")
            self.last(problem, line, column)
        self.open.append(_Open(items, place))

    def end(self) -> None:
        self.open.pop()

    def key(self, text: str, problem: Problem | None, line: int, column: int) -> None:
        top = self.open[-1]
        if len(text) > KEY:
            message = f"a key has {len(text)} characters; {KEY} is the most"
            self.last(Problem(message, "use a shorter key", "G219"), line, column)
        if problem is None and text in top.keys:
            message = f"the key {excerpt(text)} stands here a second time; the first is on line {top.keys[text]}"
            problem = Problem(message, "keep one of them; put what both say under it", "G210")
        if problem:
            self.refuse(problem, line, column)
        self._count(line, column)
        top.key = text
        if text not in top.keys:
            top.keys[text] = line
            self._place(pointer(top.pointer, text), line, column)

    def value(self, meant: object, problem: Problem | None, line: int, column: int) -> None:
        if problem:
            self.refuse(problem, line, column)
        self._add(meant, line, column)

    def document(self, not_a_mapping: Problem, name: str) -> Document:
        """The whole, or DocumentErrors with every fault that one pass can find."""
        if not self.faults and not isinstance(self.root, dict):
            self.faults.append(self.source.fault(not_a_mapping, *self.positions.get("", (1, 1))))
        if self.faults:
            raise DocumentErrors(name, self.faults)
        assert isinstance(self.root, dict)
        return Document(self.root, self.positions)

    def _add(self, value: object, line: int, column: int) -> str:
        """Puts a value where it belongs and says its pointer."""
        self._count(line, column)
        if not self.open:
            self.root = value
            return self._place("", line, column)
        top = self.open[-1]
        if isinstance(top.items, list):
            place = f"{top.pointer}/{len(top.items)}"
            top.items.append(value)
            return self._place(place, line, column)
        assert top.key is not None  # a mapping asks for the key first
        top.items[top.key], place = value, pointer(top.pointer, top.key)
        top.key = None
        return place

    def _count(self, line: int, column: int) -> None:
        self._events += 1
        if self._events > self._most:
            self.last(Problem(f"more than {self._most} values and keys", "split the document", "G219"), line, column)

    def _place(self, place: str, line: int, column: int) -> str:
        self._pointers += len(place)
        if self._pointers > _POINTERS:
            hint = "use shorter keys, or split the document"
            self.last(Problem("the keys of this document are too long together", hint, "G219"), line, column)
        self.positions[place] = (line, column)
        return place
