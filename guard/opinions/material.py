"""What one reading is about: a text in parts without its secrets, and the facts beside it; or why it cannot be sent."""

from __future__ import annotations

import os

from guard.escape import shown
from guard.model.inquiry import Miss
from guard.opinions.facts import Facts, facts
from guard.opinions.never import forbidden
from guard.opinions.pieces import Part, Piece, across, parts, pieces
from guard.opinions.redact import redact
from guard.opinions.request import Asking, Request, build
from guard.opinions.votes import sentences
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.model.doubt import Doubt, Paper
    from guard.model.model_use import ModelUse
    from guard.model.paths import PathSet


class Material(NamedTuple):
    """Ready to be asked about. `taken` are the marks of what was taken out, and of what kind each is."""

    about: str
    parts: tuple[Part, ...]
    facts: Facts
    taken: tuple[tuple[str, str], ...]
    sentences: frozenset[str]
    units: int
    lines: int


def material(paper: Paper, doubts: Iterable[Doubt], never: PathSet, about: str = "") -> Material | Miss:
    """All of a text, or nothing."""
    kept = forbidden(_files(paper), never)
    if kept:
        return Miss(
            "forbidden", ", ".join(map(shown, kept[:3])) + ("" if len(kept) < 4 else f" and {len(kept) - 3} more")
        )
    whole = pieces(paper.prose, paper.added)
    if not whole:
        return Miss("empty")
    told = facts(paper.prose, paper.known, doubts, whole)
    found = redact([*[text for piece in whole for text in _texts(piece)], *told.texts()])
    if found.left:
        return Miss("residue", ", ".join(found.left))
    rest = iter(found.texts)
    bare = tuple([_with(piece, next(rest), next(rest), next(rest), next(rest)) for piece in whole])
    divided = parts(bare)
    if isinstance(divided, Piece):
        return Miss("too-large", f"{f'{divided.key}, ' if divided.path else ''}line {divided.line}")
    if len(divided) > 1:
        divided = (*divided, across(bare, len(divided) + 1))
    lines = sum([len(piece.lines()) for piece in bare if piece.kind == "added"])
    units = len([piece for piece in bare if piece.kind != "added"])
    named = about or paper.prose.where
    return Material(named, divided, told.with_texts(rest), found.kinds(), sentences(bare), units, lines)


def _files(paper: Paper) -> Iterator[bytes]:
    """Every file that something of it comes from."""
    yield from [line.path for line in paper.added]
    for where in dict.fromkeys([paper.prose.where, *[unit.where for unit in paper.prose.units]]):
        yield os.fsencode(os.path.relpath(where)) if os.path.isabs(where) else os.fsencode(where)


def _texts(piece: Piece) -> tuple[str, str, str, str]:
    return (piece.text, piece.sentence, piece.heading, piece.key)


def _with(piece: Piece, text: str, sentence: str, heading: str, key: str) -> Piece:
    return piece._replace(text=text, sentence=sentence, heading=heading, key=key)


def requests(about: Material, use: ModelUse, secret: bytes) -> tuple[Request, ...]:
    """Everything that is asked at first: each part, as many times as the policy says."""
    found = []
    for sample in range(1, use.samples + 1):
        asking = Asking(use.name, use.through, secret, sample)
        found += [build(part, about.facts, asking) for part in about.parts]
    return tuple(found)
