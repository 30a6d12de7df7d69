"""YAML to data, step by step over the parser's events: no recursion, bounded depth and count, every place kept."""

from __future__ import annotations

from contextlib import suppress

from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from guard.document import scalars
from guard.document.events import Events, meaning
from guard.document.faults import CARRIED, Document, DocumentErrors, Problem, Source, excerpt, pointer
from guard.document.text import impurity, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ruamel.yaml.events import Event

    from guard.document.faults import Fault

DEPTH = 32
EVENTS = 20_000
KEY = 256  # characters of one key
_POINTER = 2048  # characters of a key with all it stands below; bounds the memory that positions take


class _Stop(Exception):
    """Enough faults, or one that nothing sensible can follow."""


class _Open:
    """A mapping or a list not yet closed."""

    __slots__ = ("items", "key", "keys", "pointer")

    def __init__(self, items: dict[str, object] | list[object], pointer: str) -> None:
        self.items = items
        self.pointer = pointer
        self.key: str | None = None
        self.keys: dict[str, int] = {}


class _Builder:
    def __init__(self, text: str) -> None:
        self.source = Source(text)
        self.faults: list[Fault] = []
        self.open: list[_Open] = []
        self.root: object = None
        self.positions: dict[str, tuple[int, int]] = {}
        self.documents = 0

    def refuse(self, problem: Problem, line: int, column: int) -> None:
        self.faults.append(self.source.fault(problem, line, column))
        if len(self.faults) >= CARRIED:
            raise _Stop

    def drain(self, events: Events) -> None:
        """Takes over what the scanner refused since the last event."""
        while events.refused:
            self.refuse(*events.refused.pop(0))

    def take(self, event: Event) -> None:
        line, column = _at(event)
        if isinstance(event, ScalarEvent):
            self._scalar(event, line, column)
        elif isinstance(event, MappingStartEvent):
            self._start({}, line, column)
        elif isinstance(event, SequenceStartEvent):
            self._start([], line, column)
        elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            self.open.pop()
        elif isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.last(Problem("a second document begins", "keep one document in a file"), line, column)

    def last(self, problem: Problem, line: int, column: int) -> None:
        self.refuse(problem, line, column)
        raise _Stop

    def _start(self, items: dict[str, object] | list[object], line: int, column: int) -> None:
        if self._wants_key():
            self.last(Problem("a key is a list or a mapping", "a key is text: put it in quotes"), line, column)
        if len(self.open) >= DEPTH:
            self.last(
                Problem(f"more than {DEPTH} levels deep", "no document needs that depth; flatten it"), line, column
            )
        place = self._add(items, line, column)
        if len(place) > _POINTER:
            self.last(Problem("the keys above this place are too long together", "use shorter keys"), line, column)
        self.open.append(_Open(items, place))

    def _scalar(self, event: ScalarEvent, line: int, column: int) -> None:
        text, plain = str(event.value), event.style is None and event.implicit[0]
        problem = impurity(text) or (_swallowed(self.source, event) if plain else None)
        if self._wants_key():
            self._key(text, problem or scalars.key(text, plain), line, column)
            return
        meant: object = text
        if problem is None and plain:
            meant, problem = scalars.value(text)
        if problem:
            self.refuse(problem, line, column)
        self._add(meant, line, column)

    def _wants_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1].items, dict) and self.open[-1].key is None

    def _key(self, text: str, problem: Problem | None, line: int, column: int) -> None:
        top = self.open[-1]
        if len(text) > KEY:
            self.last(
                Problem(f"a key has {len(text)} characters; {KEY} is the most", "use a shorter key"), line, column
            )
        if problem is None and text in top.keys:
            message = f"the key {excerpt(text)} stands here a second time; the first is on line {top.keys[text]}"
            problem = Problem(message, "keep one of them; put what both say under it")
        if problem:
            self.refuse(problem, line, column)
        top.key = text
        top.keys.setdefault(text, line)
        self.positions.setdefault(pointer(top.pointer, text), (line, column))

    def _add(self, value: object, line: int, column: int) -> str:
        """Puts a value where it belongs and says its pointer."""
        if not self.open:
            self.root = value
            self.positions[""] = (line, column)
            return ""
        top = self.open[-1]
        if isinstance(top.items, list):
            place = pointer(top.pointer, len(top.items))
            top.items.append(value)
            self.positions[place] = (line, column)
            return place
        assert top.key is not None  # a mapping asks for the key first
        top.items[top.key], place = value, pointer(top.pointer, top.key)
        top.key = None
        return place


def load(text: bytes, name: str) -> Document:
    """The document, or DocumentErrors with every fault that one pass can find."""
    checked = read(text, name, tabs=False)
    builder = _Builder(checked)
    with suppress(_Stop):
        _run(builder, checked)
    if not builder.faults and not isinstance(builder.root, dict):
        builder.faults.append(builder.source.fault(_not_a_mapping(builder.root), *builder.positions.get("", (1, 1))))
    if builder.faults:
        raise DocumentErrors(name, builder.faults)
    assert isinstance(builder.root, dict)
    return Document(builder.root, builder.positions)


def _run(builder: _Builder, text: str) -> None:
    events = Events(text)
    for count in range(EVENTS + 1):
        event = _next(events, builder, text)
        builder.drain(events)
        if event is None:
            return
        if count == EVENTS:
            builder.last(Problem(f"more than {EVENTS} values and keys", "split the document"), *_at(event))
        builder.take(event)


def _next(events: Events, builder: _Builder, text: str) -> Event | None:
    try:
        event: Event | None = events.get_event()
        return event
    except MarkedYAMLError as error:
        problem = meaning(error, text)
    except Exception:
        # A library fed hostile text: an assertion or an overflow inside it refuses the document, never guard's run.
        words = Problem("the YAML parser cannot read what stands here", "write it more simply")
        problem = words, events.line + 1, events.column + 1
    builder.drain(events)
    builder.last(*problem)
    return None


def _at(event: Event) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _swallowed(source: Source, event: ScalarEvent) -> Problem | None:
    """A plain value over several lines takes in a badly indented list item as text; a `never` would lose it."""
    for line in range(event.start_mark.line + 1, event.end_mark.line + 1):
        if f"{source.lines[line]} ".lstrip(" ").startswith(("- ", "? ")):
            return Problem(
                f"line {line + 1} looks like a list item but continues this value",
                "line up list items, or quote the value",
            )
    return None


def _not_a_mapping(root: object) -> Problem:
    if root is None:
        return Problem("the document is empty", "write its keys, as in 'version: 1'")
    return Problem(
        "a document is a mapping of keys to values", "begin with a key, a colon and a blank, as in 'version: 1'"
    )
