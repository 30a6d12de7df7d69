"""One thing that waits, in full: what asks it, the sentence in its document, what there is to see, what it opens."""

from __future__ import annotations

from guard.errors import GuardError
from guard.escape import shown
from guard.model.change import ChangeSet
from guard.model.page import meaning, page
from guard.model.rule import RULES
from guard.value import NamedTuple
from guard.waiting import branches
from guard.waiting.one import document, evidence, steps, turn
from guard.waiting.one.source import Source
from guard.waiting.row import Unlooked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guard.acts.ground import Ground
    from guard.waiting.branches import Weighed
    from guard.waiting.one.document import Document
    from guard.waiting.one.evidence import Piece
    from guard.waiting.row import Row

    Told = tuple[tuple[str, str], ...]  # a label, and words


class Asks(NamedTuple):
    """Who asks, and what that rule means."""

    rule: str
    title: str
    means: str
    by: str


class One(NamedTuple):
    """All of it."""

    source: Source
    asks: Asks
    document: Document | None
    evidence: tuple[Piece, ...]
    opens: Told
    stays: Told
    landing: ChangeSet | None  # what it lands, or landed
    next: tuple[tuple[str, str], ...]  # who, and what
    accept: str  # "" where it cannot be accepted as it stands
    unlooked: tuple[Unlooked, ...]


def whole(ground: Ground, row: Row, weighed: Weighed | None, others: Sequence[Row]) -> One:
    """What cannot be told is said; nothing of it stands for an answer."""
    found = branches.findings(ground, weighed, row) if weighed is not None else []
    of = Source(ground, row, weighed, tuple(found), tuple([one for one in others if one.id != row.id]))
    unlooked: list[Unlooked] = []

    def tried(what: str, ask: Iterator[tuple[str, str]]) -> Told:
        told: list[tuple[str, str]] = []
        try:
            told += ask
        except GuardError as error:
            unlooked.append(Unlooked(what, f"{error.what}  ({error.where}); {error.mend}"))
        return tuple(told)

    try:
        text, pieces = document.read(of), tuple(evidence.pieces(of))
        landing = _landing(of)
    except GuardError as error:
        unlooked.append(Unlooked(f"what {row.id} rests on", f"{error.what}  ({error.where}); {error.mend}"))
        text, pieces, landing = None, (), None
    said = tried(f"what {row.id} opens", turn.told(of))
    opens = tuple([one for one in said if one[0] in turn.OPENS])
    stays = tuple([one for one in said if one[0] not in turn.OPENS])
    asks = Asks(row.rule, RULES[row.rule].title, meaning(page(row.rule)), row.asked)
    ways = steps.every(of)
    return One(of, asks, text, pieces, opens, stays, landing, ways, steps.accept(of), tuple(unlooked))


def _landing(of: Source) -> ChangeSet | None:
    """What a branch would land; of what landed already, that."""
    if of.weighed is not None:
        return of.weighed.change.landing
    if of.row.kind != "landing":
        return None
    every = of.ground.replay.steps
    step = next((one for one in every if one.landing.commit.decode() == of.row.commit), None)
    if step is None:
        what, mend = "the landing is not on the branch any more", "look at what waits once more"
        raise GuardError("G805", what, shown(of.row.commit), mend)
    return ChangeSet("landing", step.landing.commit, step.landing.changes)
