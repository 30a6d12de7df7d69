"""Text for a reader with little room: parts of few lines, cut where they are long, the least of them left out first."""

from __future__ import annotations

from guard.escape import seen
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LINES, BYTES = 40, 4096  # the most that is told
WIDE = 110  # bytes of a line that is no command
WIDEST = 240  # of a list that is held to
NAMES = 5  # the most that are named in a line
LABEL = 9


class Part(NamedTuple):
    """A heading, what stands below it, and how early lines of it are left out where all is too long."""

    head: str
    lines: tuple[str, ...]
    rank: int


def fitting(parts: Sequence[Part], last: str, more: str) -> str:
    """Within the lines and bytes that it may take; `more` says that something was left out, `last` never is."""
    kept = [[part.head, *part.lines] for part in parts]
    short: set[int] = set()

    def text() -> str:
        told = ["\n".join([*lines, *([more] if at in short else [])]) for at, lines in enumerate(kept)]
        return "\n".join([*told, last]) + "\n"

    while len(text().encode()) > BYTES or text().count("\n") > LINES:
        able = [(parts[at].rank, at) for at, lines in enumerate(kept) if len(lines) > 2]
        if not able:
            break
        _, at = max(able)
        kept[at].pop()
        short.add(at)
    return text()


def line(label: str, words: str) -> str:
    """A label and what it is about, escaped and cut."""
    return cut(f"  {label.ljust(LABEL)}{words}")


def listed(label: str, words: str, names: Iterable[str], rest: str = "") -> str:
    """A label and a list: as many as there is room for, how many more there are, and what tells the `rest`."""
    every = [seen(name) for name in names]
    most, wide = (len(every), WIDEST) if rest else (NAMES, WIDE)
    for many in range(min(len(every), most), 0, -1):
        more = f" and {len(every) - many:,} more{rest}" if many < len(every) else ""
        told = f"  {label.ljust(LABEL)}{words}{', '.join(every[:many])}{more}"
        if len(told.encode("utf-8", "surrogateescape")) <= wide:
            return told
    return f"  {label.ljust(LABEL)}{words}{len(every):,} of them{rest}"


def cut(words: str) -> str:
    """On one line that is no longer than a line may be, and that it was."""
    text = seen(words)
    whole = text.encode("utf-8", "surrogateescape")
    return text if len(whole) <= WIDE else f"{whole[: WIDE - 3].decode(errors='ignore')}..."


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
