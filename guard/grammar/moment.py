"""Times in seconds, as people read them."""

from __future__ import annotations


def said(seconds: int, form: str = "%Y-%m-%d %H:%M UTC") -> str:
    """A time, for people, "" where there is none; a commit may claim one that no calendar has."""
    from datetime import UTC, datetime

    try:
        return datetime.fromtimestamp(seconds, UTC).strftime(form) if seconds else ""
    except (ValueError, OverflowError, OSError):
        return f"{seconds} seconds after 1970"


def exact(seconds: int) -> str:
    """The same to the second, where two times are held against each other."""
    return said(seconds, "%Y-%m-%d %H:%M:%S UTC")
