"""Whether a rule has asked what a flag asks, of the same place: then the flag would only repeat it."""

from __future__ import annotations

from guard.model.families import families_of
from guard.model.opinion import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.model.doubt import Doubt
    from guard.opinions.pieces import Piece


def asked_already(kind: str, piece: Piece, doubts: Iterable[Doubt]) -> bool:
    """Whether a rule of the same family asks of the same unit; of what is missing, of the same phase."""
    for doubt in doubts:
        if KINDS[kind].family not in families_of(doubt.rule):
            continue
        if doubt.unit and doubt.unit == piece.number:
            return True
        if KINDS[kind].absence and piece.heading and doubt.anchor == piece.heading:
            return True
    return False
