"""What a model said of a text: doubts by closed kinds, each with its quote; no decision, and nothing that could be one.

A reading that failed says why by a cause (guard.model.cause). Its written form: guard.model.opinion_form.
"""

from __future__ import annotations

from guard.model.cause import CAUSES
from guard.model.families import FAMILY
from guard.model.question import fingerprint
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

    State = Literal["read", "failed"]

SEVERITIES = ("low", "medium", "high")
EVIDENCE = {  # what kind of evidence would settle it
    "repo_query": "a question to the repository",
    "owner_decision": "a decision of its owner",
    "runtime_metric": "a figure from what runs",
    "external_vendor": "a word of somebody outside",
    "test": "a test",
}


class Kind(NamedTuple):
    """One of the closed set, and the rule that carries it. Within a family kinds flip from run to run."""

    name: str
    rule: str
    absence: bool = False  # what is missing stands nowhere: it is told of the heading of its phase

    @property
    def family(self) -> str:
        return FAMILY[self.name]


KINDS = {
    kind.name: kind
    for kind in (
        Kind("unresolved_assumption", "G761"),
        Kind("inferred_identifier", "G762"),
        Kind("uncertain_dependency", "G763"),
        Kind("unclear_ownership", "G764", absence=True),
        Kind("missing_rollback", "G765", absence=True),
        Kind("live_state_ordering", "G766"),
        Kind("contradiction", "G767"),
    )
}


class Flag(NamedTuple):
    """One doubt of a model. Every text in it shows nothing hidden, and no secret: those stand as <<S1>>."""

    kind: str
    unit: int  # the number of its unit; 0: of code in a fence, or of a line that comes with the change
    line: int
    quote: str  # verbatim in that unit
    why: str
    question: str
    settles: str  # what would settle it
    evidence: str  # a word of EVIDENCE
    severity: str
    votes: int  # how many samples raised it
    fingerprint: str
    sentence: str = ""  # what its name is made of: the unit, or the heading of its phase
    ordinal: int = 0  # which of several doubts of one family in that sentence
    absent: bool = False  # an identifier that the tree was asked for, and does not have

    @property
    def rule(self) -> str:
        return KINDS[self.kind].rule


class Usage(NamedTuple):
    """Tokens, as the model's maker counts them."""

    input: int = 0
    output: int = 0
    cache_write: int = 0
    cache_read: int = 0
    thinking: int = 0  # part of the output

    def plus(self, other: Usage) -> Usage:
        return Usage(*[one + two for one, two in zip(self, other, strict=True)])


class Coverage(NamedTuple):
    """What was to be read and what was."""

    units: int = 0
    read: int = 0
    lines: int = 0  # that come with the change
    lines_read: int = 0
    parts: int = 0
    samples: int = 1

    def whole(self) -> bool:
        return self.read == self.units and self.lines_read == self.lines

    def words(self) -> str:
        told = f"read {self.read:,} of {self.units:,} units"
        told += f", {self.lines_read:,} of {self.lines:,} added lines" if self.lines else ""
        told += f", in {self.parts:,} part{'' if self.parts == 1 else 's'}"
        return told + (f", {self.samples} times over" if self.samples > 1 else "")


class Dropped(NamedTuple):
    """Flags that the model raised and that are not told, by why."""

    unfounded: int = 0  # the quote does not stand where it says
    there: int = 0  # an identifier that is there
    asked: int = 0  # a rule asks the same of the same place
    planted: int = 0  # of a sentence that guard planted itself

    def plus(self, other: Dropped) -> Dropped:
        return Dropped(*[one + two for one, two in zip(self, other, strict=True)])


class Opinion(NamedTuple):
    """One reading of one text, or why there is none."""

    about: str  # what was read, by its id or name
    request: str  # the digest of all requests it took
    model: str  # asked for
    answered: str = ""  # the model that says it answered
    ids: tuple[str, ...] = ()  # of the answers, as their maker calls them
    coverage: Coverage = Coverage()
    flags: tuple[Flag, ...] = ()
    dropped: Dropped = Dropped()
    usage: Usage = Usage()
    cost: int = 0  # millionths of a dollar, by the table of prices: an estimate
    state: State = "failed"
    cause: str = ""  # a word of CAUSES; "" where it was read
    detail: str = ""  # what more is known of the cause
    at: int = 0  # seconds
    prompt: int = 0  # the version of what the model is told
    prices: str = ""  # the day of the table of prices
    through: str = ""
    text: str = ""  # the digest of what was read, wherever it stands

    def said(self) -> str:
        """Why there is no reading, in one line."""
        return "" if not self.cause else CAUSES[self.cause].words(self.detail)


def flag_name(kind: str, sentence: str, ordinal: int = 0) -> str:
    """What a flag is called: it goes by the family, which seldom flips, and by the sentence, wherever that moves."""
    said = " ".join(sentence.split())
    return fingerprint(f"read as {KINDS[kind].family}", said if not ordinal else f"{said}\n{ordinal}")


def stands(flag: Flag, sentences: Iterable[str]) -> bool:
    """Whether its sentence is still among these. Any other wording is another sentence."""
    return any([flag_name(flag.kind, sentence, flag.ordinal) == flag.fingerprint for sentence in sentences])
