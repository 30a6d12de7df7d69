"""What comes before what, by the edges of the steps of a text."""

from __future__ import annotations

import re

from guard.prose.cued import Cued
from guard.prose.figures import dates_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping

    from guard.model.prose import Prose, Unit

_THEN = Cued(r"\W*(?:\d+[.)]\s+)?(?:afterwards|after that|then|next|finally|thereafter|lastly|in the end)\b", re.I)
_NOT_ON = Cued(r"\b(?:by|until|till|before|since|from|than|latest|already|between)\b", re.I)
_MONTHS = Cued(r"\b(?:19|20)\d\d\b")


def earlier(edges: Mapping[str, tuple[str, ...]], name: str) -> set[str]:
    """All steps that come before one, by the edges."""
    seen: set[str] = set()
    stack = list(edges.get(name, ()))
    while stack:
        one = stack.pop()
        if one not in seen:
            seen.add(one)
            stack += edges.get(one, ())
    return seen


def in_circles(edges: Mapping[str, tuple[str, ...]]) -> set[str]:
    """What is left once every step is taken away that waits for none that is left."""
    waits = {name: {one for one in after if one in edges} for name, after in edges.items()}
    behind: dict[str, list[str]] = {}
    for name, after in waits.items():
        for one in after:
            behind.setdefault(one, []).append(name)
    free = [name for name, after in waits.items() if not after]
    while free:
        for name in behind.get(free.pop(), ()):
            waits[name] = waits[name] - {gone for gone in waits[name] if not waits[gone]}
            if not waits[name]:
                free.append(name)
    return {name for name, after in waits.items() if after and name in earlier(edges, name)}


def _then(plain: str) -> bool:
    return _THEN.match(plain) is not None and _NOT_ON.search(plain) is None


def backwards(prose: Prose) -> Iterator[tuple[Unit, str, str]]:
    """A step that comes "afterwards", on a date before that of a step above it in the same list."""
    latest: dict[tuple[str, ...], datetime.date] = {}
    for unit in prose.units:
        if unit.kind != "item" or not unit.step or unit.quoted or not _MONTHS.search(unit.plain()):
            continue
        dates = [one for one in dates_in(unit.plain()) if one.year]
        last = latest.get(unit.under)
        if last is not None and len(dates) == 1 and dates[0].date < last and _then(unit.plain()):
            said = unit.text[dates[0].start : dates[0].end]
            yield unit, said, f"this comes afterwards, on a day before {last}, the day of a step above it"
        if len(dates) == 1:
            latest[unit.under] = max(dates[0].date, last or dates[0].date)
