"""A text that people wrote, taken apart: sentences, list items, table rows, code, each with its place and its part.

What a rule asks about a text it asks of these values; how Markdown is read stands in guard.prose. A text may also be
the fields of a plan: each is a unit of its own, at its line in the document.
"""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal

    # a span of a unit that is not said in plain words: `code`, "a quotation", a [link](to somewhere)
    SpanKind = Literal["code", "quote", "link"]
    # a comment is HTML that a page does not show; a field is a text of a plan, such as /assume/A1/says
    UnitKind = Literal["sentence", "item", "row", "heading", "comment", "field"]
    # what the heading above says its text is for; "" where it does not say
    Role = Literal["steps", "gate", "rollback", "assumptions", "questions", "owners", "references", "background", ""]
    Language = Literal["en", "other", "unknown"]


class Span(NamedTuple):
    """Part of the text of a unit, by characters."""

    start: int
    end: int
    kind: SpanKind
    target: str = ""  # of a link: where it leads


class Unit(NamedTuple):
    """What a question stands in: one sentence, one list item of one sentence, one row of a table, one field.

    `text` is what a reader sees on one line: marks of Markdown are gone, code and quotations stand with their marks
    taken off and are told by `spans` (a quotation keeps its marks, and the span holds what is between them). The header
    of a table is a heading with cells.
    """

    number: int  # from 1, in the order of the text
    kind: UnitKind
    text: str
    line: int  # the line it begins on, from 1
    spans: tuple[Span, ...] = ()
    block: int = 0  # units of one paragraph, or of one list item, have the same
    under: tuple[str, ...] = ()  # the headings above it, outermost first
    role: Role = ""
    step: str = ""  # the phase it belongs to, by the name that `Prose.steps` has; "" for none
    quoted: bool = False  # it stands in a block quote: somebody else's words
    cells: tuple[str, ...] = ()  # of a row
    table: int = 0  # of a row: which table, from 1
    pointer: str = ""  # of a field: its place in the document, such as /assume/A1/says
    where: str = ""  # the document it stands in, where that is another than the text's own

    def inside(self, kind: SpanKind) -> tuple[str, ...]:
        """What stands in its spans of this kind."""
        return tuple([self.text[span.start : span.end] for span in self.spans if span.kind == kind])

    def plain(self) -> str:
        """Its text with every letter of code and quotations blanked: what it says in its own words, place by place."""
        letters = list(self.text)
        for span in self.spans:
            if span.kind != "link":
                letters[span.start : span.end] = " " * (span.end - span.start)
        return "".join(letters)


class Fence(NamedTuple):
    """A block of code: fenced or indented."""

    language: str  # the first word behind the fence, in lower case
    text: str
    line: int  # of its first line of code
    under: tuple[str, ...] = ()
    role: Role = ""
    step: str = ""
    quoted: bool = False


class Table(NamedTuple):
    """A table: its header, and the units that are its rows."""

    number: int
    header: tuple[str, ...]
    line: int
    rows: tuple[int, ...]  # numbers of units
    under: tuple[str, ...] = ()


class Step(NamedTuple):
    """A phase of the text: declared, or told by its headings or by the numbers of its steps."""

    name: str
    title: str
    line: int
    after: tuple[str, ...] = ()  # steps that come before it; the one above where nothing says so
    files: tuple[str, ...] = ()  # paths it changes, as it declares them
    creates: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    does: tuple[str, ...] = ()
    irreversible: str = ""  # the way back it declares
    rollback: str = ""
    gate: str = ""  # evidence, query or approval that it declares to wait for
    owner: str = ""
    declared: bool = False  # it stands in the document as a phase, not only in a heading
    number: int = 0  # what the text calls it by, as in "phase 2"; its place among the declared ones; 0 for none


class Assumed(NamedTuple):
    """An assumption as it is declared."""

    name: str
    says: str
    settled_by: str
    line: int


class Declared(NamedTuple):
    """What the document declares beside its text: a plan, or the front matter of a page."""

    creates: Mapping[str, str] = {}  # a name that is new -> the step that creates it, "" where none is named
    owner: str = ""
    assumes: tuple[Assumed, ...] = ()
    counts: Mapping[str, int] = {}  # what is counted -> how many, as manifests and declarations have it
    scope: tuple[str, ...] = ()  # patterns of paths
    lines: Mapping[str, int] = {}
    external: tuple[str, ...] = ()  # what it says is somebody else's; only what the glossary says so is honoured


class Prose(NamedTuple):
    """A whole text."""

    where: str  # what it is called for a person
    lines: int
    units: tuple[Unit, ...]
    fences: tuple[Fence, ...] = ()
    tables: tuple[Table, ...] = ()
    steps: tuple[Step, ...] = ()
    anchors: frozenset[str] = frozenset()  # what a link within it may lead to
    declared: Declared = Declared()
    language: Language = "en"
    faults: tuple[tuple[int, str], ...] = ()  # a line, and what of it could not be read
    remarks: tuple[tuple[int, str], ...] = ()  # comments of a document: they mean nothing, and people read them

    def unit(self, number: int) -> Unit:
        return self.units[number - 1]

    def block(self, unit: Unit) -> tuple[Unit, ...]:
        """The units of its paragraph or list item, itself among them."""
        return tuple([one for one in self.units if one.block == unit.block])

    def says(self) -> bool:
        """Anything at all, beside headings and comments."""
        told = any([unit.kind not in ("heading", "comment") and unit.text.strip() for unit in self.units])
        declared = self.declared.creates or [step for step in self.steps if step.declared]
        return told or bool(declared or any([fence.text.strip() for fence in self.fences]))

    def step(self, name: str) -> Step | None:
        return next((step for step in self.steps if step.name == name), None)


def text_digest(prose: Prose) -> str:
    """What tells one text from another: all that it says, wherever it stands."""
    from guard.digest import digest

    said = [[unit.kind, unit.pointer, unit.text] for unit in prose.units]
    return digest("question", {"units": said, "code": [[fence.language, fence.text] for fence in prose.fences]})
