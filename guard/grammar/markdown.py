"""Markdown as pulldown-cmark reads it: what begins, what is said and what ends, each by the bytes it stands on.

What begins and what ends comes as "Start ..." and "End ...", by the names of pulldown-cmark. Code and HTML that are
blocks of their own come as one: ("CodeBlock", what stands behind the fence and the code) and ("HtmlBlock", the HTML).
"""

from __future__ import annotations

from guard.errors import GuardError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    Event = tuple[str, Any, int, int]  # its kind, what it tells, its first byte and the one behind its last
    Reader = Callable[[str], Iterable[tuple[Any, Any]]]

_RAW = ("CodeBlock", "HtmlBlock")


def events(text: str, where: str = "a page in Markdown", reader: Reader | None = None) -> list[Event]:
    """All of them, in the order of the text."""
    try:
        return _read((reader or _pulldown)(text))
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what a parser in Rust gives up with: it is no Exception
            raise
        mend = "take out what is unusual about it, or tell the authors of guard of this page"
        raise GuardError("G813", "the page cannot be read: its parser gave up", where, mend) from None


def _pulldown(text: str) -> Iterable[tuple[Any, Any]]:
    from pyromark import Options, events_with_range

    tables, footnotes = Options.ENABLE_TABLES, Options.ENABLE_FOOTNOTES
    return events_with_range(
        text, options=tables | footnotes | Options.ENABLE_STRIKETHROUGH | Options.ENABLE_TASKLISTS
    )


def _read(given: Iterable[tuple[Any, Any]]) -> list[Event]:
    found: list[Event] = []
    raw: list[str] | None = None  # of the block of code or HTML that is open
    info: str | None = None
    for event, place in given:
        kind, value = _told(event)
        if raw is None and kind.removeprefix("Start ") not in _RAW:
            found.append((kind, value, place["start"], place["end"]))
        elif raw is None:
            raw, info = [], value["Fenced"] if isinstance(value, dict) else None
        elif kind.startswith("End "):
            whole = "".join(raw)
            told = (info, whole) if kind == "End CodeBlock" else whole
            found.append((kind[4:], told, place["start"], place["end"]))
            raw = None
        else:
            raw.append(value)
    return found


def _told(event: Any) -> tuple[str, Any]:
    """Kind and value: events are words, or one word and what it tells, which for tags is the same again."""
    if isinstance(event, str):
        return event, None
    ((kind, value),) = event.items()
    if kind not in ("Start", "End"):
        return kind, value
    if isinstance(value, str):
        return f"{kind} {value}", None
    ((name, told),) = value.items()
    return f"{kind} {name}", told
