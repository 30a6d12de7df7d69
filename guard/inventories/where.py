"""Where names stand, and which files, in words."""

from __future__ import annotations

from guard.escape import shown

MOST = 3  # files named one by one


def place(path: bytes, line: int = 0) -> str:
    """Where a name stands, for a person."""
    return f"{shown(path)}:{line}" if line else shown(path)


def few(what: str, some: list[str]) -> str:
    """`what` of several files, the first of them by name."""
    number = len(some)
    more = f" and {number - MOST:,} more" if number > MOST else ""
    return f"{what}: {', '.join(some[:MOST])}{more}"
