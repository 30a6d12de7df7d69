"""The list of what waits, and one row of it at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len

from guard_tui.safe import plain
from guard_tui.waits import Item, age
from guard_tui.widgets.facts import Sheet
from guard_tui.widgets.listing import Listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guard_tui.desk import Desk
    from guard_tui.widgets.listing import Cell

URGENCY, KIND, AGE = 9, 10, 5
NARROW = 90  # columns below which nobody is named in the list
ABOUT = (20, 34)  # the most that a name takes, in a narrow list and in a wide one
WHO = (0, 18)
ENOUGH = 400  # rows whose names tell how wide that column is


class Rows(Listing[Item]):
    """A row each: how it presses, what it is, what it is about, what is asked, of whom, for how long."""

    app: Desk

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--overdue", "rows--now"}

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's word
        super().__init__(id=id)
        self._about = ABOUT[0]

    def key_of(self, item: Item) -> str:
        return item.key

    def put(self, items: Sequence[Item]) -> None:
        self._about = max([cell_len(_named(item)) + 2 for item in items[:ENOUGH]], default=ABOUT[0])
        super().put(items)

    def cells(self, item: Item, width: int) -> Iterable[Cell]:
        data, wide = item.data, width >= NARROW
        about, who = min(ABOUT[wide], self._about), WHO[wide]
        says = max(0, width - URGENCY - KIND - about - who - AGE)
        since = age(self.app.now - data["since"]) if data["since"] else ""
        base, dim = self.rich_style, self.get_component_rich_style("listing--dim")
        urgent = dim if data["urgency"] == "later" else self.get_component_rich_style(f"rows--{data['urgency']}")
        return (
            (data["urgency"], URGENCY, urgent),
            (data["kind"], KIND, dim),
            (_named(item), about, self.get_component_rich_style("listing--about")),
            (_asked(item), says, base),
            (plain(", ".join(data["who"])), who, dim),
            (since.rjust(AGE - 1), AGE, dim),
        )


def _named(item: Item) -> str:
    """With the repository, where there are several."""
    about = plain(item.about)
    return f"{plain(item.repository.rpartition('/')[2])}: {about}" if item.repository else about


def _asked(item: Item) -> str:
    """What is asked, then the sentence that it is asked of; first what has been done about it already."""
    data = item.data
    done = "answered, to be landed: " if data.get("answered") else ""
    return plain(f"{done}{data['says']}" + (f" “{data['quote']}”" if data["quote"] else ""))


def glance_of(item: Item) -> Sheet:
    """One row at a glance: what the queue knows of it already."""
    data = item.data
    place = data["path"] + (f":{data['line']}" if data["line"] else "") if data["path"] else ""
    sheet = Sheet().line(data["says"], "bold").line()
    if data["quote"]:
        sheet.line(f"“{data['quote']}”", "italic").line()
    return sheet.rows(
        [
            ("why", data["why"] if data["why"] != data["says"] else ""),
            ("at", place),
            ("on", f"{data['where']} {data['commit'][:12]}" if data["lands"] else ""),
            ("answered", data.get("answered") or ""),
            ("holds", ", ".join(data["holds"])),
            ("who", ", ".join(data["who"]) or "nobody who is listed can"),
            ("asked by", f"{data['asked']} {data['rule']}"),
            ("run", data["run"]),
        ]
    )
