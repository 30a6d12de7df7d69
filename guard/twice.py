"""A key that stands twice in a JSON text: no two readers agree which of the two counts, so that none may."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """For `json.loads`, as its `object_pairs_hook`; a key that stands twice is a ValueError."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands in it twice")
    return found
