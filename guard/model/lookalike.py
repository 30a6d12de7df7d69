"""Names that a reader takes for one another: `split-l` and `split-1`."""

from __future__ import annotations

# What stands alone first: `c1oud` is `cloud` before its first letters can look like a `d`.
_ALIKE = (("-", ""), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"), ("rn", "m"), ("vv", "w"), ("cl", "d"))


def skeleton(name: str) -> str:
    """What is left of a plan's id once characters that look alike are one; equal skeletons look alike."""
    for seen, taken in _ALIKE:
        name = name.replace(seen, taken)
    return name
