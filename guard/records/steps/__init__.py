"""Why a landing was allowed, or was not: the steps of its verdict in the order a person asks, told from its record."""

from __future__ import annotations

from guard.errors import GuardError
from guard.records.replaying import DIFFERENT
from guard.records.signing import parsed
from guard.records.steps.asked import asked
from guard.records.steps.found import again, found, outcome, unread
from guard.records.steps.landed import documents, held, landed
from guard.records.steps.limits import limits
from guard.records.steps.step import Step, fact
from guard.records.steps.then import NOT_A_RECORD, Log, then_of
from guard.records.steps.turn import turn
from guard.records.steps.yes import yes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.doors.git.repository import Repository
    from guard.model.log import Entry
    from guard.records.replaying import Replayed
    from guard.records.steps.then import Then

__all__ = ["Log", "Step", "steps"]

STEPS: tuple[tuple[str, Callable[[Then], Step]], ...] = (
    ("What landed", landed),
    ("Under which documents", documents),
    ("What it was held to", held),
    ("Whose turn it was", turn),
    ("Who said yes", yes),
    ("What was asked", asked),
    ("Places and budgets", limits),
    ("What was found", found),
    ("What came of it", outcome),
)


def steps(repository: Repository, log: Log, text: bytes, of: Replayed, entry: Entry | None) -> tuple[Step, ...]:
    """Of one record that was replayed, and the entry that holds it, if any does."""
    if of.state == DIFFERENT and of.why:  # no other record says why: it is not the one that was signed, or none at all
        return tuple(unread(of, entry))
    try:
        then = then_of(repository, log, parsed(text, of.entry), entry)
    except GuardError as error:
        return tuple(unread(of._replace(why=error.what), entry))
    return (*[_told(title, tell, then) for title, tell in STEPS], again(of))


def _told(title: str, tell: Callable[[Then], Step], then: Then) -> Step:
    """Any machine may have written the facts, and no schema says how they look: what cannot be read is told as that."""
    try:
        return tell(then)
    except NOT_A_RECORD:
        return Step(title, "unread", (fact("record", "what it has of this cannot be read here"),))
