"""What is asked of `guard sites`: the words of its command line, read."""

from __future__ import annotations

from guard.value import NamedTuple


class Asked(NamedTuple):
    """The words of the command line."""

    word: str
    plan: str | None = None
    name: str | None = None
    at: str = "HEAD"
    owner: str | None = None
    format: str = "text"
    output: str | None = None
    git: str | None = None
