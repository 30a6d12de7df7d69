"""A list, a line each: only what is on the screen is ever drawn, so three thousand rows cost what thirty do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.style import Style
    from textual import events

    Cell = tuple[str, int, Style]  # words, how wide, how they look

T = TypeVar("T")


class Listing(ScrollView, Generic[T], can_focus=True):
    """Rows of one kind; where somebody was, they stay."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"listing--cursor", "listing--dim", "listing--about"}
    BINDINGS = [  # noqa: RUF012  as Textual has them
        Binding("up,k", "cursor(-1)", "Up", show=False, id="rows.up"),
        Binding("down,j", "cursor(1)", "Down", show=False, id="rows.down"),
        Binding("pageup,ctrl+b,ctrl+u", "page(-1)", "Page up", show=False, id="rows.pageup"),
        Binding("pagedown,ctrl+f,ctrl+d,space", "page(1)", "Page down", show=False, id="rows.pagedown"),
        Binding("home,g", "end(0)", "First", show=False, id="rows.first"),
        Binding("end,G", "end(1)", "Last", show=False, id="rows.last"),
    ]

    class Moved(Message):
        """Another row is looked at."""

        def __init__(self, item: Any) -> None:
            super().__init__()
            self.item = item

    class Opened(Message):
        """A row is wanted in full."""

        def __init__(self, item: Any) -> None:
            super().__init__()
            self.item = item

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's word
        super().__init__(id=id)
        self.items: Sequence[T] = ()
        self.cursor = 0
        self._told = ""  # the key of the row that somebody went to; "" while nobody has

    def key_of(self, item: T) -> str:
        """What stays the same of a row while others come and go."""
        raise NotImplementedError

    def cells(self, item: T, width: int) -> Iterable[Cell]:
        """A row, from left to right."""
        raise NotImplementedError

    @property
    def item(self) -> T | None:
        return self.items[self.cursor] if 0 <= self.cursor < len(self.items) else None

    def put(self, items: Sequence[T]) -> None:
        """Other rows; whoever looked at one goes on looking at it, at the same height of the screen."""
        key, height = self._told, self.cursor - self.scroll_offset.y
        self.items = items
        at = next((at for at, item in enumerate(items) if self.key_of(item) == key), -1) if key else 0
        self.cursor = max(0, min(self.cursor if at < 0 else at, len(items) - 1))
        self.virtual_size = Size(self.size.width, len(items))
        self.scroll_to(y=max(0, self.cursor - height), animate=False, immediate=True)
        self.refresh()
        self.post_message(self.Moved(self.item))

    def go(self, at: int) -> None:
        """Look at this row."""
        self.cursor = max(0, min(at, len(self.items) - 1))
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, immediate=True, x_axis=False)
        self.refresh()
        self._told = self.key_of(self.items[self.cursor]) if self.items else ""
        self.post_message(self.Moved(self.item))

    def action_cursor(self, by: int) -> None:
        self.go(self.cursor + by)

    def action_page(self, by: int) -> None:
        self.go(self.cursor + by * max(1, self.size.height - 1))

    def action_end(self, last: int) -> None:
        self.go(len(self.items) - 1 if last else 0)

    def on_click(self, event: events.Click) -> None:
        at = event.y + self.scroll_offset.y
        if 0 <= at < len(self.items):
            again = at == self.cursor and self._told == self.key_of(self.items[at])
            self.go(at)
            if again and self.item is not None:
                self.post_message(self.Opened(self.item))

    def render_line(self, y: int) -> Strip:
        """One row as the screen has it."""
        at, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if at >= len(self.items):
            return Strip.blank(width, self.rich_style)
        cells = self.cells(self.items[at], width - 1)
        parts = [Segment(fitted(words, size), style) for words, size, style in cells if size > 0]
        strip = Strip([Segment(" ", self.rich_style), *parts])
        if at == self.cursor:
            cursor = self.get_component_rich_style("listing--cursor")  # over what each part looks like by itself
            strip = Strip(Segment.apply_style(strip, post_style=cursor))
        return strip.adjust_cell_length(width, self.rich_style)


def fitted(words: str, size: int) -> str:
    """Exactly so wide, one blank at its end; what is cut says so."""
    if cell_len(words) > size - 1:
        words = set_cell_size(words, max(0, size - 2)) + "…"
    return set_cell_size(words, size)
