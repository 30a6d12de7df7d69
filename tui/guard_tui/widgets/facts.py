"""Words laid out for reading: titles, lines, and labels with words beside them, folded to whatever width there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import chop_cells
from rich.console import Group
from rich.table import Table
from rich.text import Text
from textual.widgets import Static

from guard_tui.safe import plain, plain_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

LABEL = 9


class Sheet:
    """A page as it is put together: what stands on it is words, never markup."""

    def __init__(self, *lines: str) -> None:
        self.parts: list[RenderableType] = [Text(plain(line)) for line in lines]

    def line(self, words: str = "", style: str = "") -> Sheet:
        """One paragraph."""
        self.parts.append(Text(plain(words), style))
        return self

    def lines(self, words: str, style: str = "") -> Sheet:
        """Several, as they are."""
        self.parts += [Text(line, style) for line in plain_lines(words)]
        return self

    def title(self, words: str) -> Sheet:
        """What the next lines are about."""
        self.parts += [Text(""), Text(plain(words), "bold underline")]
        return self

    def rows(self, rows: Iterable[tuple[str, str]]) -> Sheet:
        """A label and words, a row each; words stay to the right of the labels. Rows without words are left out."""
        table = Table.grid(padding=(0, 1))
        table.add_column(min_width=LABEL, no_wrap=True, style="bold")
        table.add_column(ratio=1, overflow="fold")
        found = False
        for label, words in rows:
            if words:
                found = True
                table.add_row(Text(plain(label)), Text("\n".join(plain_lines(words))))
        self.parts += [table] if found else []
        return self

    def exactly(self, words: str) -> Sheet:
        """As it is, letter by letter: folded where the line is full and nowhere else, so that no blank is lost."""
        self.parts += [Exactly(line) for line in plain_lines(words)]
        return self

    def group(self) -> Group:
        return Group(*self.parts)


class Exactly:
    """One line, however long: every line of the screen but its last one is full."""

    def __init__(self, line: str) -> None:
        self.line = line

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for part in chop_cells(self.line, options.max_width) or [""]:
            yield Text(part, no_wrap=True, overflow="crop", end="\n")


class Page(Static):
    """Text that is never read as markup."""

    def __init__(self, text: Text | str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(text if isinstance(text, Text) else Text(text), id=id, classes=classes, markup=False)
        self._shown: Text | Sheet | str = text

    def show(self, text: Text | Sheet | str) -> None:
        if text == self._shown:  # nothing is laid out anew
            return
        self._shown = text
        self.update(text.group() if isinstance(text, Sheet) else Text(text) if isinstance(text, str) else text)
