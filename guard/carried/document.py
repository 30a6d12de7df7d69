"""One document of a change set, and what is wrong with its text."""

from __future__ import annotations

from guard.compile import Read
from guard.model.case import Fault
from guard.model.change import ABSENT, FileChange
from guard.model.kind import Kind
from guard.value import NamedTuple

NO_DOCUMENT = "this leaves no document that guard will read"
NOTHING_LEFT = "once landed, it would leave guard with nothing to judge by"


class Carried(NamedTuple):
    """A changed file where a document of this kind is looked for; `read` is None where no plain file arrives."""

    file: FileChange
    kind: Kind
    read: Read | None

    @property
    def name(self) -> str:
        """What a plan or a manifest is called: its file's name without its end."""
        return self.file.path.rpartition(b"/")[2].removesuffix(self.kind.end).decode("utf-8", "replace")

    @property
    def in_place(self) -> bool:
        return self.kind.stands_at(self.file.path)

    @property
    def data(self) -> dict[str, object] | None:
        """Its canonical data where it would be read without a fault."""
        return self.read.data if self.read is not None and self.in_place else None


def faults(carried: Carried) -> tuple[Fault, ...]:
    """What is wrong with the text; a link or a submodule in its place is no document."""
    path = carried.file.path
    if carried.file.new_mode == ABSENT:
        return ()
    if carried.read is None or not carried.in_place:
        hint = f"a {carried.kind.name} is a plain file: {carried.kind.place}"
        return (Fault("G202", path, 1, 1, NO_DOCUMENT, hint, NOTHING_LEFT),)
    return tuple(
        Fault(fault.rule, path, fault.line, fault.column, fault.message, fault.hint, fault.frame)
        for fault in carried.read.faults
    )
