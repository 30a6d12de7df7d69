"""A text in the pieces that a model is shown: units, blocks of code, lines that come with a change; and their parts.

A part holds what one request shows: whole pieces under the ceiling, cut where a heading or a phase begins if that can
be, the last piece of the part before it once more. Every piece stands in some part, or the whole is not read at all.
"""

from __future__ import annotations

import re

from guard.escape import shown
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guard.model.doubt import Added
    from guard.model.prose import Prose, Unit

_TELLS = re.compile(r"\w[_./]\w|[a-z][A-Z]|\d|`")
CEILING = 64_000  # letters of the text of one part: some 20,000 tokens
BLOCK = CEILING // 4  # letters after which a run of added lines goes on in another piece


class Piece(NamedTuple):
    """One of them. `text` has several lines where it is code."""

    number: int  # of its unit; 0 where it is none
    kind: str  # of its unit, or "code", or "added"
    line: int
    text: str
    sentence: str  # what names a doubt about it
    section: tuple[str, ...] = ()  # the headings above it, or the path of its file
    step: str = ""
    heading: str = ""  # of its phase: what names a doubt about something that is missing
    key: str = ""  # of a field: its last word; of added lines: their file
    path: bytes = b""  # of a file that comes with the change
    quoted: bool = False
    irreversible: bool = False  # it belongs to a phase that cannot be taken back

    def lines(self) -> list[str]:
        return self.text.split("\n")


class Part(NamedTuple):
    """What one request shows."""

    number: int  # from 1
    pieces: tuple[Piece, ...]
    again: int = 0  # how many of the first pieces the part before has shown


def pieces(prose: Prose, added: Iterable[Added] = ()) -> tuple[Piece, ...]:
    """Everything that is to be read, in order."""
    steps = {step.name: step for step in prose.steps}

    def piece(unit: Unit) -> Piece:
        step = steps.get(unit.step)
        heading = step.title or step.name if step is not None else unit.under[-1] if unit.under else ""
        lost = step is not None and bool(step.irreversible)
        key = unit.pointer.rpartition("/")[2] if unit.kind == "field" else ""
        place = unit.under or tuple(unit.pointer.split("/")[1:3])
        return Piece(
            *(unit.number, unit.kind, unit.line, unit.text, unit.text, place, unit.step, heading, key),
            quoted=unit.quoted,
            irreversible=lost,
        )

    found = [(piece.line, 0, piece) for piece in map(piece, prose.units) if piece.text.strip()]
    for fence in prose.fences:
        if fence.text.strip():
            text = fence.text.rstrip("\n")
            shown = Piece(0, "code", fence.line, text, "", fence.under, fence.step, quoted=fence.quoted)
            found.append((fence.line, 1, shown))
    inside = [one for _, _, one in sorted(found, key=lambda one: one[:2])]
    return (*inside, *_blocks(added))


def _blocks(added: Iterable[Added]) -> list[Piece]:
    """Added lines, each run of them in one piece; a long one in several, for no request shows more than its part."""
    found: list[Piece] = []
    for line in sorted(added, key=lambda one: (one.path, one.line)):
        before = found[-1] if found else None
        goes_on = before is not None and before.path == line.path and before.line + len(before.lines()) == line.line
        if before is not None and goes_on and size(before) < BLOCK:
            found[-1] = before._replace(text=f"{before.text}\n{line.text}")
        else:
            place = (line.path.decode("utf-8", "replace"),)
            found.append(Piece(0, "added", line.line, line.text, "", place, key=shown(line.path), path=line.path))
    return found


def size(piece: Piece) -> int:
    """Letters it takes in a request, its marks included."""
    return len(piece.text) + 20 * (piece.text.count("\n") + 1)


def parts(whole: Sequence[Piece], ceiling: int = CEILING) -> tuple[Part, ...] | Piece:
    """All of it in parts; the piece that fits into none, where there is one."""
    found: list[Part] = []
    start = 0
    while start < len(whole):
        used = size(whole[start])
        if used > ceiling:
            return whole[start]
        again = 1 if start and size(whole[start - 1]) <= min(ceiling // 4, ceiling - used) else 0
        used += size(whole[start - 1]) if again else 0
        end = start + 1
        while end < len(whole) and used + size(whole[end]) <= ceiling:
            used += size(whole[end])
            end += 1
        cut = _cut(whole, start, end)
        found.append(Part(len(found) + 1, tuple(whole[start - again : cut]), again))
        start = cut
    return tuple(found)


def _cut(whole: Sequence[Piece], start: int, end: int) -> int:
    """Where a part ends that could go on to `end`: where a section begins, unless half of it would be left unused."""
    for at in range(end, start + (end - start) // 2, -1):
        if at == len(whole) or whole[at].section != whole[at - 1].section:
            return at
    return end


def across(whole: Sequence[Piece], number: int, ceiling: int = CEILING // 2) -> Part:
    """One more part of what several say: headings, then what names or counts something, then the rest, while it fits.

    Places that cannot both hold may stand in different parts, and nobody would see them side by side.
    """
    claims = [(at, piece) for at, piece in enumerate(whole) if piece.kind not in ("code", "added", "comment")]
    ranked = sorted(claims, key=lambda one: (one[1].kind != "heading", not _TELLS.search(one[1].text), one[0]))
    chosen: list[int] = []
    for at, piece in ranked:
        if size(piece) <= ceiling:
            chosen.append(at)
            ceiling -= size(piece)
    return Part(number, tuple([whole[at] for at in sorted(chosen)]))


def halves(part: Part) -> tuple[Part, ...]:
    """A part as two, for a model that could not end its answer; the same where it cannot be divided."""
    middle = len(part.pieces) // 2
    if middle <= part.again:
        return (part,)
    return (part._replace(pieces=part.pieces[:middle]), part._replace(pieces=part.pieces[middle - 1 :], again=1))
