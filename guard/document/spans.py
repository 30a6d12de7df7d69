"""Where the keys and values of one mapping begin and end in a text, for whoever edits it and leaves all else alone."""

from __future__ import annotations

from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent, MappingStartEvent, ScalarEvent

from guard.document.events import Events
from guard.value import NamedTuple


class Pair(NamedTuple):
    """A key and its value, in characters from the beginning of the text; an end is where the next character stands."""

    key: str
    start: int  # of the value
    end: int  # of what is written of it; of a block of lines the parser takes in the blank lines behind it
    style: str  # of a value that is one text: "'", '"', "|", ">"; "" without quotes, and of a mapping or a list


class Spans(NamedTuple):
    """One mapping, and its pairs in the order of the text."""

    flow: bool  # it stands in braces
    at: int  # where it begins
    column: int  # of that place, from 0: where each key of one without braces begins
    pairs: tuple[Pair, ...]

    def of(self, key: str) -> Pair | None:
        return next((pair for pair in self.pairs if pair.key == key), None)


class _Open:
    """A mapping or a list not yet closed, and the key whose value comes next."""

    __slots__ = ("at", "column", "flow", "key", "mapping", "pairs", "path")

    def __init__(self, event: CollectionStartEvent, path: tuple[str, ...]) -> None:
        self.mapping = isinstance(event, MappingStartEvent)
        self.flow = bool(event.flow_style)
        self.at, self.column = event.start_mark.index, event.start_mark.column
        self.path = path
        self.key: ScalarEvent | None = None
        self.pairs: list[Pair] = []


def spans(text: str, path: tuple[str, ...]) -> Spans | None:
    """Of the mapping that these keys lead to, in a text that `load` has taken; None where they lead to none."""
    events = Events(text)
    open_: list[_Open] = []
    last = 0  # where what was written last ended
    while (event := events.get_event()) is not None:
        if isinstance(event, ScalarEvent):
            last = event.end_mark.index
            _scalar(open_, event)
        elif isinstance(event, CollectionStartEvent):
            open_.append(_Open(event, _below(open_)))
        elif isinstance(event, CollectionEndEvent):
            top = open_.pop()
            if top.mapping and top.path == path:
                return Spans(top.flow, top.at, top.column, tuple(top.pairs))
            last = event.end_mark.index if top.flow else last
            _close(open_, top.at, last, "")
    return None


def _below(open_: list[_Open]) -> tuple[str, ...]:
    """The keys that lead to what opens here; an item of a list is led to by none that anybody writes."""
    if not open_:
        return ()
    top = open_[-1]
    return (*top.path, str(top.key.value) if top.key is not None else "\0")


def _scalar(open_: list[_Open], event: ScalarEvent) -> None:
    if open_ and open_[-1].mapping and open_[-1].key is None:
        open_[-1].key = event
        return
    _close(open_, event.start_mark.index, event.end_mark.index, event.style or "")


def _close(open_: list[_Open], start: int, end: int, style: str) -> None:
    """A value is whole: with its key it is a pair."""
    if open_ and open_[-1].mapping and (key := open_[-1].key) is not None:
        open_[-1].pairs.append(Pair(str(key.value), start, end, style))
        open_[-1].key = None
