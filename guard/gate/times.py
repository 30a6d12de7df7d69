"""Times of the gate: when it opens, as far as that is known, and until when it stays open."""

from __future__ import annotations

from guard.grammar import moment, window, zone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    Windows = Sequence[dict[str, Any]]

MINUTE = 60


def within(windows: Windows, at: int) -> bool:
    """Whether any of them is open; a phase without one may run at any time."""
    return not windows or any([window.is_open(one, at) for one in windows])


def opens(windows: Windows, after: int) -> int | None:
    """The first second from then on at which one of them is open; None where none ever is."""
    if not windows:
        return after
    found = [at for one in windows if (at := window.next_opening(one, after)) is not None]
    return min(found, default=None)


def shuts(windows: Windows, at: int, most: int) -> int:
    """The first second at which none of them is open any more, and `most` where one is until then.

    Their clocks show another minute, or are set, only at these times; a receipt asks for few of them.
    """
    while windows and at < most:
        if not within(windows, at):
            return at
        at = min([_ticks(one, at, most) for one in windows])
    return most


def _ticks(one: dict[str, Any], at: int, most: int) -> int:
    """When the clock of a window shows another minute, or is set."""
    place = str(one["zone"])
    ticks = at + MINUTE - (at + zone.offset(place, at)) % MINUTE
    return min(ticks, zone.next_change(place, at, most) or ticks)


def said(at: int) -> str:
    """A time with its day, for people who plan a night: sat 2026-11-21 01:00 UTC."""
    return f"{moment.said(at, '%a').lower()} {moment.said(at)}"
