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
from guard.document.building import EVENTS, Builder, Stop
from guard.document.events import Events, meaning
from guard.document.faults import Problem
from guard.document.text import SIZE, impurity, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ruamel.yaml.events import Event

    from guard.document.faults import Document, Source


def load(text: bytes, name: str, *, size: int = SIZE, events: int = EVENTS) -> Document:
    """The document, or DocumentErrors with every fault that one pass can find; at most `events` values and keys."""
    checked = read(text, name, False, size)
    builder = Builder(checked, events)
    with suppress(Stop):
        _run(builder, checked)
    return builder.document(_not_a_mapping(builder.root), name)


def _run(builder: Builder, text: str) -> None:
    events = Events(text)
    documents = 0
    while True:
        event = _next(events, builder, text)
        _drain(events, builder)
        if event is None:
            return
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                builder.last(Problem("a second document begins", "keep one document in a file", "G218"), *_at(event))
        _take(builder, event)


def _next(events: Events, builder: Builder, text: str) -> Event | None:
    try:
        event: Event | None = events.get_event()
        return event
    except MarkedYAMLError as error:
        problem = meaning(error, text)
    except Exception:
        # A library fed hostile text: an assertion or an overflow inside it refuses the document, never guard's run.
        words = Problem("the YAML parser cannot read what stands here", "write it more simply")
        problem = words, events.line + 1, events.column + 1
    _drain(events, builder)
    builder.refuse(*problem)
    raise Stop


def _drain(events: Events, builder: Builder) -> None:
    """Takes over what the scanner refused since the last event."""
    refused, events.refused = events.refused, []
    for problem, line, column in refused:
        builder.refuse(problem, line, column)


def _take(builder: Builder, event: Event) -> None:
    line, column = _at(event)
    if isinstance(event, ScalarEvent):
        _scalar(builder, event, line, column)
    elif isinstance(event, MappingStartEvent):
        builder.begin({}, line, column)
    elif isinstance(event, SequenceStartEvent):
        builder.begin([], line, column)
    elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
        builder.end()


def _scalar(builder: Builder, event: ScalarEvent, line: int, column: int) -> None:
    text, plain = str(event.value), event.style is None and event.implicit[0]
    problem = impurity(text) or (_swallowed(builder.source, event) if plain else None)
    if builder.wants_key():
        builder.key(text, problem or scalars.key(text, plain), line, column)
        return
    meant: object = text
    if problem is None and plain:
        meant, problem = scalars.value(text)
    builder.value(meant, problem, line, column)


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
