"""The little languages that documents are written in: edges, windows, times, resources, keys, pins, ways back.

Each module says why a text is not of its language (`reason`) and what one that is means. Path and operation patterns
stand in guard.model.paths: they are asked of every change.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Wrong(ValueError):
    """What is wrong with a text, in the words that a `reason` gives."""


def why_not(read: Callable[..., object], value: object) -> str | None:
    """What `read` has against a value; None if it takes it."""
    try:
        read(value)
    except Wrong as wrong:
        return str(wrong)
    return None
