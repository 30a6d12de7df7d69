"""The two sides of a migration: a new one is read whole, of a released one only what it did not say before."""

from __future__ import annotations

from collections import Counter

from guard.model.operation import Operation
from guard.model.reading import Reading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.model.reading import Source


def reading(source: Source, new: Iterable[Operation], old: Iterable[Operation] = (), accounted: bool = True) -> Reading:
    """What the change does. `old` counts for a released file alone: it has run as it was, so that was done already."""
    operations = tuple(dict.fromkeys(new))  # a loop may say the same of one line again
    if not source.released:
        return Reading(operations, accounted)
    before = Counter([_what(one) for one in old])
    added = []
    for one in operations:
        what = _what(one)
        if before[what] and not one.id.startswith("opaque."):  # what was not read may differ in what was not read
            before[what] -= 1
        else:
            added.append(one)
    return Reading(tuple(added), False)  # what went, and what else changed, has no operation: the file's own stands


def _what(one: Operation) -> Operation:
    return one._replace(line=None)
