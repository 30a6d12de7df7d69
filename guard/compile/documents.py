"""One document: read, everything wrong with it, and its canonical data with the line of every key."""

from __future__ import annotations

import os

from guard.compile.forms import GRAMMARS
from guard.compile.meaning import canonical
from guard.document import DocumentErrors, Problem, Source, load, load_json, place_of, pointer
from guard.errors import GuardError
from guard.escape import shown
from guard.model.kind import KINDS
from guard.schema import validate
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.document import Document, Fault
    from guard.model.kind import Kind

MOST_SHOWN = 3


class Read(NamedTuple):
    """A document as it was read; `data` is canonical, and None where there are faults."""

    name: str
    text: bytes
    data: dict[str, object] | None
    positions: dict[str, tuple[int, int]]  # line and column of every key and item, by JSON pointer
    faults: tuple[Fault, ...]

    @property
    def lines(self) -> dict[str, int]:
        return {pointer: line for pointer, (line, _) in self.positions.items()}

    def place(self, pointer: str) -> tuple[int, int]:
        """Where a key stands, or the nearest one above it."""
        return place_of(self.positions, pointer)

    def source(self) -> Source:
        """The text, to point into."""
        return Source(self.text.decode("utf-8", "replace"))


def read_document(kind: str, name: str, text: bytes) -> Read:
    """The document and everything wrong with it; no data where anything is."""
    try:
        document = _load(KINDS[kind], name, text)
    except DocumentErrors as errors:
        return Read(name, text, None, {}, errors.faults)
    faults = validate(kind, document, text, GRAMMARS)
    if not faults and kind == "plan":
        faults = _named_otherwise(name, document, text) or _own_name(document, text)
    return Read(name, text, None if faults else canonical(kind, document.data), document.positions, faults)


def compile_document(kind: str, name: str, text: bytes) -> dict[str, object]:
    """The data of a document that counts, with the line of every key; a faulty one is an error: nothing to judge by."""
    read = read_document(kind, name, text)
    if read.data is None:
        faults = read.faults
        told = "; ".join(f"{fault.line}:{fault.column} {fault.message}" for fault in faults[:MOST_SHOWN])
        more = f"; and {len(faults) - MOST_SHOWN} more" if len(faults) > MOST_SHOWN else ""
        mend = "its owner mends it on the trusted branch" + (f": {faults[0].hint}" if faults[0].hint else "")
        raise GuardError("G813", f"{told}{more}", name, mend)
    return {"data": read.data, "lines": read.lines}


def _load(kind: Kind, name: str, text: bytes) -> Document:
    read = load_json if kind.end == b".json" else load
    return read(text, name, size=kind.size, events=kind.values)


def _named_otherwise(name: str, document: Document, text: bytes) -> tuple[Fault, ...]:
    """A plan is called what its file is called, so that one id is one file."""
    stem, plan = os.path.basename(name).removesuffix(".yaml"), str(document.data["plan"])
    if plan == stem:
        return ()
    problem = Problem(
        f"plan {shown(plan)} stands in a file named for {shown(stem)}",
        f"a plan is called what its file is called: plan: {shown(stem)}",
        "G205",
    )
    return (Source(text.decode()).fault(problem, *document.positions["/plan"]),)


def _own_name(document: Document, text: bytes) -> tuple[Fault, ...]:
    """A phase of the same plan is named by itself: two names for one thing would be two meanings."""
    own = f"{document.data['plan']}/"
    found = []
    for phase, entry in _mappings(document.data["phases"]):
        for before in entry.get("after", {}):
            if before.startswith(own):
                place = pointer(pointer(pointer("/phases", phase), "after"), before)
                bare = before.removeprefix(own)
                problem = Problem(f"{before} is a phase of this plan itself", f"write {bare}", "G204")
                found.append(Source(text.decode()).fault(problem, *document.positions[place]))
    return tuple(found)


def _mappings(value: object) -> list[tuple[str, dict[str, dict[str, object]]]]:
    assert isinstance(value, dict)
    return list(value.items())
