"""The list of what waits: only the lines on the screen are ever drawn, so three thousand rows cost what thirty do."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from guard_tui.queue import Item, age
from guard_tui.safe import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

URGENCY, KIND, AGE = 9, 10, 5
NARROW = 90  # columns below which nobody is named in the list
ABOUT, WHO = (20, 34), (0, 18)


class Rows(ScrollView, can_focus=True):
    """What waits, a line each."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--cursor", "rows--overdue", "rows--now", "rows--dim", "rows--about"
    }  # fmt: skip
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

        def __init__(self, item: Item | None) -> None:
            super().__init__()
            self.item = item

    class Opened(Message):
        """A row is wanted in full."""

        def __init__(self, item: Item) -> None:
            super().__init__()
            self.item = item

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's word
        super().__init__(id=id)
        self.items: Sequence[Item] = ()
        self.cursor = 0
        self._told = ""  # the key of the row that somebody went to; "" while nobody has

    @property
    def item(self) -> Item | None:
        return self.items[self.cursor] if 0 <= self.cursor < len(self.items) else None

    def put(self, items: Sequence[Item]) -> None:
        """Other rows; whoever looked at one goes on looking at it, at the same height of the screen."""
        key, height = self._told, self.cursor - self.scroll_offset.y
        self.items = items
        at = next((at for at, item in enumerate(items) if item.key == key), -1) if key else 0
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
        self._told = self.item.key if self.item is not None else ""
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
            again = at == self.cursor and self.has_focus
            self.go(at)
            if (again or event.chain > 1) and self.item is not None:
                self.post_message(self.Opened(self.item))

    def render_line(self, y: int) -> Strip:
        """One row as the screen has it."""
        at, width = y + self.scroll_offset.y, self.size.width
        if at >= len(self.items):
            return Strip.blank(width, self.rich_style)
        strip = Strip(self._segments(self.items[at], width), width)
        if at == self.cursor:
            strip = strip.apply_style(self.get_component_rich_style("rows--cursor"))
        return strip.adjust_cell_length(width)

    def _segments(self, item: Item, width: int) -> list[Segment]:
        data, wide = item.data, width >= NARROW
        about, who = ABOUT[wide], WHO[wide]
        says = max(0, width - 1 - URGENCY - KIND - about - who - AGE)
        since = age(int(time.time()) - data["since"]) if data["since"] else ""
        words = plain(data["quote"] or data["says"])
        base, dim = self.rich_style, self.get_component_rich_style("rows--dim")
        urgent = self.get_component_rich_style(f"rows--{data['urgency']}") if data["urgency"] != "later" else dim
        cells = [
            (data["urgency"], URGENCY, urgent),
            (data["kind"], KIND, dim),
            (_named(item), about, self.get_component_rich_style("rows--about")),
            (words, says, base),
            (", ".join(data["who"]), who, dim),
            (since.rjust(AGE - 1), AGE, dim),
        ]
        return [Segment(" ", base), *[Segment(_fit(text, size), style) for text, size, style in cells if size]]


def _named(item: Item) -> str:
    """With the repository, where there are several."""
    about = plain(item.about)
    return f"{item.repository.rpartition('/')[2]}: {about}" if item.repository else about


def _fit(text: str, size: int) -> str:
    """Exactly so wide, one blank at its end; what is cut says so."""
    if cell_len(text) > size - 1:
        text = set_cell_size(text, size - 2) + "…"
    return set_cell_size(text, size)
