"""Labels and words, one fact a line, folded to the width there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.widgets import Static

from guard_tui.safe import plain, plain_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

LABEL = 9
Facts = "Iterable[tuple[str, str]]"


def laid(rows: Iterable[tuple[str, str]], style: str = "bold") -> Text:
    """Each label in its column; words below it stay to the right of it. A label "" is a paragraph."""
    text = Text()
    for label, words in rows:
        for at, line in enumerate(plain_lines(words)):
            if label:
                text.append((plain(label) if not at else "").ljust(LABEL), style)
            text.append(f"{line}\n")
    return text


class Page(Static):
    """Text that is never read as markup."""

    def __init__(self, text: Text | str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(text if isinstance(text, Text) else Text(text), id=id, classes=classes, markup=False)

    def show(self, text: Text | str) -> None:
        self.update(text if isinstance(text, Text) else Text(text))
