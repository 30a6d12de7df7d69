"""A line that somebody types, or pastes from wherever: what would not be seen as itself is escaped as it comes in."""

from __future__ import annotations

from typing import Any

from textual.widgets import Input

from guard_tui.safe import plain


class Line(Input):
    """What stands in it is what is seen; letters that came before the focus did stay where they are."""

    def __init__(self, *given: Any, **said: Any) -> None:
        super().__init__(*given, select_on_focus=False, **said)

    def replace(self, text: str, start: int, end: int) -> None:
        """All that comes in, typed or pasted, comes by here."""
        super().replace(plain(text), start, end)
