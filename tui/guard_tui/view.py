"""A screen of the desk: what each can be asked, whatever it shows. What it has no answer of its own to stands here."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from textual.screen import Screen

if TYPE_CHECKING:
    from guard_tui.desk import Desk
    from guard_tui.waits import Item

T = TypeVar("T")


class View(Screen[T]):
    """One of them. A box over another screen is none: it is answered, and gone."""

    app: Desk

    @property
    def item(self) -> Item | None:
        """The row that it is about, as that waits now; what is done is done about that."""
        return None

    @property
    def returns(self) -> bool:
        """There is a way back."""
        return True

    def show(self) -> None:
        """Draw what is known by now; nothing is read for it."""

    def come(self) -> None:
        """Something of what waits has come, or all of it has."""

    def again(self) -> None:
        """Read once more what it tells."""

    async def leave(self) -> None:
        """To where somebody came from."""
        if len(self.app.screen_stack) > 1:
            await self.app.pop_screen()
