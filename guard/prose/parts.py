"""A page in the order of its text: what each block says and where it stands, before anybody asks what it is for."""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.prose import Span, UnitKind

    Faults = list[tuple[int, str]]


class Item(NamedTuple):
    """The place of a text in the outermost numbered list it stands in: which list, and which of its items."""

    items: int = 0
    number: int = 0
    block: int = 0


NO_ITEM = Item()


class Part(NamedTuple):
    """One unit to be, or one block of code (`kind` "fence")."""

    kind: UnitKind | str
    text: str
    line: int
    spans: tuple[Span, ...] = ()
    block: int = 0
    headings: tuple[int, ...] = ()  # places in the list of parts, outermost first
    level: int = 0  # of a heading
    quoted: bool = False
    cells: tuple[str, ...] = ()
    table: int = 0
    item: Item = NO_ITEM
    language: str = ""  # of code
    pointer: str = ""


class Page(NamedTuple):
    """All of it."""

    parts: tuple[Part, ...]
    anchors: frozenset[str]
    lines: int
    faults: tuple[tuple[int, str], ...]
