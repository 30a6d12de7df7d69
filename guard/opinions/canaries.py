"""Sentences that guard plants in a request for a reader to find: as doubtful as any, and told apart by nothing else.

Two in each request, one in either half. A reader that misses one did not read, or was told not to.
"""

from __future__ import annotations

from guard.opinions.pieces import Piece

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guard.opinions.marks import Dice

HOSTS = ("sentence", "item", "field", "row", "heading", "comment")  # what one may stand behind, the best first

TRIES = 500

_FORMS = (
    "We assume that {what} is no longer {used} by {who}.",
    "{Who} probably {does} {what} already, so nothing has to be done there.",
    "As far as we know, {what} is only {used} by {who}.",
    "{What} should be empty by the time this step runs.",
    "Somebody from {who} will presumably look after {what} once this is out.",
    "{Who} seems to have stopped using {what} at some point.",
    "Once {what} looks quiet for a while, this step goes ahead.",
    "It is likely that {what} and {other} always agree.",
    "{What} is deleted for good in this step; if that turns out wrong, we will see what can be done.",
    "This works provided that {who} has not changed {what} in the meantime.",
    "There appear to be no other readers of {what} besides {who}.",
    "{Who} most likely tolerates that {what} goes away before {other}.",
)
_WHAT = (
    *("the legacy export", "the shadow column", "the old queue", "the nightly snapshot", "the fallback index"),
    *("the staging mirror", "the retry table", "the audit feed", "the secondary cache", "the import bucket"),
    *("the outbound webhook", "the reporting view", "the second replica", "the backup topic", "the interim endpoint"),
    *("the old search index", "the batch ledger", "the archive partition", "the event mirror", "the lookup service"),
)
_WHO = (
    *("the reporting job", "the partner team", "the night shift", "the batch runner", "the mobile client"),
    *("the data team", "the vendor", "the support desk", "the old worker", "the finance export", "another team"),
    *("the regional office", "the search group", "the external auditor", "the on-call engineer", "the import job"),
)
_USED = ("read", "used", "written", "polled", "relied on", "touched")
_DOES = ("handles", "reads", "mirrors", "skips", "cleans up", "validates")


def plant(pieces: Sequence[Piece], dice: Dice) -> tuple[tuple[Piece, ...], frozenset[int]]:
    """The pieces with two planted among them, and where these stand."""
    middle = (len(pieces) + 1) // 2
    taken = "\n".join([piece.text for piece in pieces]).lower()
    places = sorted([_place(pieces, 0, middle, dice), _place(pieces, middle, len(pieces), dice)], reverse=True)
    found = list(pieces)
    for place in places:
        says = _sentence(dice, taken)
        taken += f"\n{says.lower()}"
        found.insert(place + 1, _like(pieces[place] if pieces else None, says))
    planted = frozenset([places[1] + 1, places[0] + 2])
    return tuple(found), planted


def _place(pieces: Sequence[Piece], start: int, end: int, dice: Dice) -> int:
    """Behind one that it looks like."""
    if end <= start:
        start, end = 0, len(pieces)
    for kind in HOSTS:
        may = [at for at in range(start, end) if pieces[at].kind == kind and not pieces[at].quoted]
        if may:
            return may[dice.below(len(may))]
    return end - 1


def _like(piece: Piece | None, says: str) -> Piece:
    """In the form of the one before it; behind code, or where there is nothing, a plain sentence."""
    kind = piece.kind if piece is not None and piece.kind in ("sentence", "item", "field", "comment") else "sentence"
    section = () if piece is None else piece.section
    key = "" if piece is None else piece.key
    return Piece(0, kind, 0, says, says, section, key=key if kind == "field" else "")


def _sentence(dice: Dice, taken: str) -> str:
    """One that the text does not have, and of nothing that it speaks of; of a text that has them all, any."""
    says = ""
    for _ in range(TRIES):
        form, what, other, who = [dice.one_of(one) for one in (_FORMS, _WHAT, _WHAT, _WHO)]
        used, does = dice.one_of(_USED), dice.one_of(_DOES)
        words = {"what": what, "other": other, "who": who, "used": used, "does": does}
        says = form.format(**words, What=_begin(what), Who=_begin(who))
        if what != other and what not in taken:
            break
    return says


def _begin(words: str) -> str:
    return words[0].upper() + words[1:]
