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
    from collections.abc import Iterator
    from typing import Any

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
    if not faults:
        faults = tuple(BEYOND[kind](name, document, text)) if kind in BEYOND else ()
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


def _fault(text: bytes, document: Document, at: str, problem: Problem) -> Fault:
    return Source(text.decode()).fault(problem, *place_of(document.positions, at))


def _plan(name: str, document: Document, text: bytes) -> Iterator[Fault]:
    """A plan is called what its file is called, so that one id is one file; a phase of its own is named by itself."""
    stem, plan = os.path.basename(name).removesuffix(".yaml"), str(document.data["plan"])
    if plan != stem:
        what = f"plan {shown(plan)} stands in a file named for {shown(stem)}"
        mend = f"a plan is called what its file is called: plan: {shown(stem)}"
        yield _fault(text, document, "/plan", Problem(what, mend, "G205"))
    phases: dict[str, Any] = document.data["phases"]  # type: ignore[assignment]
    for phase, entry in phases.items():
        for before in entry.get("after", {}):
            if before.startswith(f"{plan}/"):
                bare = before.removeprefix(f"{plan}/")
                problem = Problem(f"{before} is a phase of this plan itself", f"write {bare}", "G204")
                yield _fault(text, document, pointer(f"/phases/{phase}/after", before), problem)


def _manifest(name: str, document: Document, text: bytes) -> Iterator[Fault]:
    """A manifest is held to itself: its name, its count, and rows in order, each place once."""
    data: dict[str, Any] = document.data
    stem, named = os.path.basename(name).removesuffix(".json"), f"{data['plan']}.{data['name']}"
    again = "build it again; a manifest is never written by hand"
    if stem != named:
        what = f"the manifest {shown(named)} stands in a file named for {shown(stem)}"
        yield _fault(text, document, "/plan", Problem(what, f"it stands in {shown(named)}.json", "G205"))
    if data["count"] != len(data["rows"]):
        what = f"count is {data['count']:,}, and there are {len(data['rows']):,} rows"
        yield _fault(text, document, "/count", Problem(what, again, "G202"))
    places = [(row["path"].encode(), row["id"]) for row in data["rows"]]
    for number, (path, place) in enumerate(places):
        at = f"/rows/{number}"
        if number and places[number - 1] >= (path, place):
            problem = Problem("rows stand in the order of path and id, each place once", again, "G202")
            yield _fault(text, document, at, problem)
        if any(part in (b"", b".", b"..") for part in path.split(b"/")):
            problem = Problem(f"{shown(path)} is no path from the top of the repository", again, "G204")
            yield _fault(text, document, f"{at}/path", problem)


BEYOND = {"plan": _plan, "manifest": _manifest}  # what no schema can say
