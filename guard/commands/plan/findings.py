"""What is wrong with documents: the faults of their text and the flaws that lint finds, told alike, text or JSON."""

from __future__ import annotations

from guard import drafts
from guard.commands._data import path_of
from guard.commands.plan.frame import fitted
from guard.escape import hidden, shown
from guard.model.plan import Plan
from guard.model.rule import RULES
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.document import Fault
    from guard.drafts import File, Folder
    from guard.errors import GuardError
    from guard.model.draft import Flaw

SCHEMA_VERSION = 1
BESIDE = " " * 7  # a frame stands under the words, not under their labels
ONE_MEANING = "what two readers could take for two things cannot be approved: a signature means one thing"
BOUNDED = "the work on a document is bounded, whoever wrote it"
UNDERSTOOD = "guard judges only by what it understands in full; a word it passes over could be the one that counts"
WHY = {
    "G205": "one id is one file, so that nobody approves one plan for another",
    **dict.fromkeys(("G202", "G203", "G204"), UNDERSTOOD),
    **dict.fromkeys(("G214", "G215", "G219"), BOUNDED),
}


class Found(NamedTuple):
    """One thing to mend in one document. No place: it is about the documents as a whole."""

    rule: str
    path: bytes
    line: int | None
    column: int | None
    what: str
    why: str
    mend: str
    frame: str


def faults(file: File) -> list[Found]:
    """What is wrong with its text, whatever it means."""
    return [_of_fault(file, fault) for fault in file.read.faults]


def flaws(folder: Folder, file: File, now: int | None) -> list[Found]:
    """What lint says of a document without faults, under a policy without faults."""
    from guard.lint import lint  # of the commands for plans, only this one needs it

    plan = file.value if isinstance(file.value, Plan) else None
    return [of_flaw(file, flaw) for flaw in lint(drafts.draft(folder, plan, now))]


def of_flaw(file: File, flaw: Flaw) -> Found:
    """A flaw at its place in the text."""
    line, column = file.read.place(flaw.place)
    frame = file.read.source().frame(line, column)
    what, why, mend = visible(flaw.what), visible(flaw.why), visible(flaw.mend)
    return Found(flaw.rule, file.path, line, column, what, why, mend, frame)


def not_read(error: GuardError) -> Found:
    """What guard could not establish."""
    return Found(error.rule, b"", None, None, error.what, error.where, error.mend, "")


def as_text(found: list[Found], width: int) -> str:
    """Each as a block: where and which rule, the text in its frame, what, why, and the safe form."""
    return "".join(_block(one, width) + "\n" for one in found)


def as_json(one: Found) -> dict[str, object]:
    """One finding as plain data."""
    return {
        "rule": one.rule,
        **(path_of(one.path) if one.path else {"path": None}),
        "line": one.line,
        "column": one.column,
        "what": one.what,
        "why": one.why,
        "mend": one.mend,
    }


def visible(text: str) -> str:
    """The text with nothing hidden in it; what was escaped already stays as it is."""
    return "\n".join(shown(line) if hidden(line) else line for line in text.split("\n"))


def _of_fault(file: File, fault: Fault) -> Found:
    why = WHY.get(fault.rule, ONE_MEANING)
    mend = fault.hint or f"write it as the schema says: guard schema {file.kind}"
    return Found(
        fault.rule, file.path, fault.line, fault.column, visible(fault.message), why, visible(mend), fault.frame
    )


def _block(one: Found, width: int) -> str:
    lines = [f"{shown(one.path)}:{one.line}:{one.column}  {RULES[one.rule].title}  [{one.rule}]"]
    rows = fitted(one.frame, width - len(BESIDE)).split("\n") if one.frame else []
    lines += [BESIDE + row for row in rows]
    for label, words in (("what   ", one.what), ("why    ", one.why), ("mend   ", one.mend)):
        first, *rest = words.split("\n")
        lines += [label + first, *(" " * len(label) + line for line in rest)]
    return "\n".join(lines) + "\n"
