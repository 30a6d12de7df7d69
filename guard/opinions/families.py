"""Which rules ask what a kind of flag asks: where one has asked of the same place, the flag would only repeat it."""

from __future__ import annotations

from guard.model.opinion import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.model.doubt import Doubt
    from guard.opinions.pieces import Piece

FAMILIES = {
    "evidence": (
        *("G421", "G423", "G701", "G702", "G703", "G704", "G705", "G706", "G707", "G711", "G712", "G713", "G714"),
        *("G715", "G716", "G721", "G722", "G723", "G725"),
    ),
    "ownership": ("G712", "G734"),
    "reversal": ("G731", "G732"),
    "ordering": ("G706", "G733"),
    "contradiction": ("G721", "G722", "G724"),
}


def asked_already(kind: str, piece: Piece, doubts: Iterable[Doubt]) -> bool:
    """Whether a rule of the same family asks of the same unit; of what is missing, of the same phase."""
    rules = FAMILIES[KINDS[kind].family]
    for doubt in doubts:
        if doubt.rule not in rules:
            continue
        if doubt.unit and doubt.unit == piece.number:
            return True
        if KINDS[kind].absence and piece.heading and doubt.anchor == piece.heading:
            return True
    return False
