"""How the desk was opened: where it looks, for whom, and what it shows first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from guard_tui.reading import Place


class Opened(NamedTuple):
    """As the command line said it."""

    places: tuple[Place, ...]
    words: tuple[str, ...]  # for guard questions --waiting
    whose: str  # "" where nobody said: mine, if anybody can tell who I am
    me: str  # as it was said; "" where the key at hand tells
    read_only: bool
    theme: str
    kind: str = ""  # of what is shown first
    find: str = ""  # the words that it holds
