"""Markdown as pulldown-cmark reads it: what begins, what is said and what ends, each by the bytes it stands on.

What begins and what ends comes as "Start ..." and "End ...", by the names of pulldown-cmark. Code and HTML that are
blocks of their own come as one: ("CodeBlock", what stands behind the fence and the code) and ("HtmlBlock", the HTML).
"""

from __future__ import annotations

from guard.errors import GuardError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Event = tuple[str, Any, int, int]  # its kind, what it tells, its first byte and the one behind its last

_RAW = frozenset(("Start CodeBlock", "Start HtmlBlock"))


def events(text: str, where: str = "a page in Markdown") -> Iterator[Event]:
    """All of them, in the order of the text."""
    try:
        yield from _read(text)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what is written in Rust gives up with it: it is no Exception
            raise
        mend = "take out of the page what is unusual about it, and tell the authors of guard"
        raise GuardError("G813", "the page cannot be read: its parser gave up", where, mend) from None


def _read(text: str) -> Iterator[Event]:
    from pyromark import Options, events_with_range

    tables, footnotes = Options.ENABLE_TABLES, Options.ENABLE_FOOTNOTES
    options = tables | footnotes | Options.ENABLE_STRIKETHROUGH | Options.ENABLE_TASKLISTS
    raw: list[str] | None = None  # of the block of code or HTML that is open
    info: str | None = None  # what stands behind the fence
    for event, place in events_with_range(text, options=options):
        kind, value = _told(event)
        if raw is None:
            if kind in _RAW:
                raw, info = [], value["Fenced"] if isinstance(value, dict) else None
            else:
                yield kind, value, place["start"], place["end"]
        elif kind == "End CodeBlock":
            yield "CodeBlock", (info, "".join(raw)), place["start"], place["end"]
            raw = None
        elif kind == "End HtmlBlock":
            yield "HtmlBlock", "".join(raw), place["start"], place["end"]
            raw = None
        else:
            raw.append(value)


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
