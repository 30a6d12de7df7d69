"""Both sides of a file, line by line, from its blobs alone: no attribute and no configuration can hide a change.

No renames: a move is a file that goes and one that comes. Memory holds one file at a time, and none that is too large.
"""

from __future__ import annotations

from guard.doors.git.objects import missing
from guard.escape import shown
from guard.model.change import SUBMODULE
from guard.value import NamedTuple
from guard.waiting.one.document import line_of
from guard.waiting.one.matching import matched

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guard.doors.git.repository import Repository
    from guard.model.change import FileChange

LARGEST = 4 << 20  # bytes of one side; a larger one is said to be so, and never read
LINES = 20_000  # that are shown of one file
CONTEXT = 3
COUNTED = 400  # files whose lines are counted for a list
COUNTED_BYTES = 16 << 20  # and bytes of them
ABSENT = b"000000"
WORDS = {b"A": "added", b"D": "deleted", b"T": "type"}


class Side(NamedTuple):
    """One file as it changes."""

    path: str
    old_mode: str
    new_mode: str
    status: str
    binary: bool
    lines: tuple[tuple[str, str], ...]
    cut: bool
    large: int | None  # bytes, where it is too large to be read here
    rest: str | None  # what shows what is left out here


def files(repository: Repository, changes: Iterable[FileChange]) -> Iterator[Side]:
    """A file at a time, as it is read."""
    for change in changes:
        old, new, large = _contents(repository, change)
        path, modes = shown(change.path), (change.old_mode.decode(), change.new_mode.decode())
        binary = b"\0" in (old or b"") or b"\0" in (new or b"")
        if binary or large:
            size = _size(repository, change) if large else None
            yield Side(path, *modes, status(change), True, (), large, size, _rest(change) if large else None)
            continue
        lines, cut = _shown(_split(old), _split(new))
        yield Side(path, *modes, status(change), False, lines, cut, None, _rest(change) if cut else None)


def counts(repository: Repository, changes: Sequence[FileChange]) -> list[tuple[int | None, int | None]]:
    """Lines that come and that go, of each file; None where nobody counted: no text, too large, or too many files."""
    found: list[tuple[int | None, int | None]] = []
    left = COUNTED_BYTES
    for place, change in enumerate(changes):
        if place >= COUNTED or left <= 0:
            found.append((None, None))
            continue
        old, new, large = _contents(repository, change)
        left -= len(old or b"") + len(new or b"")
        if large or b"\0" in (old or b"") or b"\0" in (new or b""):
            found.append((None, None))
            continue
        before, after = _split(old), _split(new)
        kept = len(matched(before, after))
        found.append((len(after) - kept, len(before) - kept))
    return found


def status(change: FileChange) -> str:
    """What happens to it, in a word."""
    if change.status in WORDS:
        return WORDS[change.status]
    return "mode" if change.old == change.new else "modified"


def _contents(repository: Repository, change: FileChange) -> tuple[bytes | None, bytes | None, bool]:
    """Both sides, None for one that is not there; and whether one is too large to be read."""
    sides = [(change.old_mode, change.old), (change.new_mode, change.new)]
    texts: list[bytes | None] = []
    large = False
    for mode, oid in sides:
        if mode == ABSENT:
            texts.append(None)
        elif mode == SUBMODULE:
            texts.append(b"Subproject commit " + oid + b"\n")
        else:
            text = _text(repository, oid)
            large = large or text is None
            texts.append(text)
    return texts[0], texts[1], large


def _blobs(change: FileChange) -> list[bytes]:
    """Of the two sides those that have a content of their own."""
    sides = [(change.old_mode, change.old), (change.new_mode, change.new)]
    return [oid for mode, oid in sides if mode not in (ABSENT, SUBMODULE)]


def _size(repository: Repository, change: FileChange) -> int:
    """Bytes of the larger side, which nobody has to read for that."""
    return max([header.size for header in repository.headers(_blobs(change)) if header is not None], default=0)


def _rest(change: FileChange) -> str:
    """By its blobs: without a path no attribute decides what it shows."""
    oids = [oid.decode() for oid in _blobs(change)]
    return f"git diff {' '.join(oids)}" if len(oids) > 1 else f"git show {''.join(oids)}"


def _text(repository: Repository, oid: bytes) -> bytes | None:
    for _, text in repository.up_to([oid], LARGEST):
        return text
    raise missing(oid)


def _split(text: bytes | None) -> list[bytes]:
    """Its lines, each with its end: a last line without one is another than the same with one."""
    if not text:
        return []
    lines = [line + b"\n" for line in text.split(b"\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def _shown(old: list[bytes], new: list[bytes]) -> tuple[tuple[tuple[str, str], ...], bool]:
    """What changes, with what stands around it; nothing is left out without a word."""
    told: list[tuple[str, str]] = []
    cut = False
    for hunk in _hunks(old, new):
        if len(told) + len(hunk) > LINES:
            return (*told, ("@", "more of it is not shown")), True
        for sign, line in hunk:
            words, short = (line.decode(), False) if sign == "@" else line_of(line.removesuffix(b"\n"))
            cut = cut or short
            told.append((sign, words))
            if sign != "@" and not line.endswith(b"\n"):
                told.append(("@", "no end of line here"))
    return tuple(told), cut


def _hunks(old: list[bytes], new: list[bytes]) -> Iterator[list[tuple[str, bytes]]]:
    """Runs of changes that stand near each other, each behind the line that says where it is."""
    group: list[tuple[int, int, int, int]] = []
    for part in _changed(old, new):
        if group and part[0] - group[-1][1] > 2 * CONTEXT:
            yield _hunk(old, new, group)
            group = []
        group.append(part)
    if group:
        yield _hunk(old, new, group)


def _hunk(old: list[bytes], new: list[bytes], group: list[tuple[int, int, int, int]]) -> list[tuple[str, bytes]]:
    """The lines of one run, and three around it."""
    (first, _, other, _), (_, last, _, end) = group[0], group[-1]
    lead = min(CONTEXT, first)
    tail = min(CONTEXT, len(old) - last)
    sizes = (lead + last - first + tail, lead + end - other + tail)
    starts = [place - lead + 1 if size else 0 for place, size in zip((first, other), sizes, strict=True)]
    told = [("@", b"-%d,%d +%d,%d" % (starts[0], sizes[0], starts[1], sizes[1]))]
    told += [(" ", line) for line in old[first - lead : first]]
    at = first
    for start, stop, begin, until in group:
        told += [(" ", line) for line in old[at:start]]
        told += [("-", line) for line in old[start:stop]]
        told += [("+", line) for line in new[begin:until]]
        at = stop
    return told + [(" ", line) for line in old[last : last + tail]]


def _changed(old: list[bytes], new: list[bytes]) -> Iterator[tuple[int, int, int, int]]:
    """Lines of the one side that stand for lines of the other."""
    at, other = 0, 0
    for place, match in [*matched(old, new), (len(old), len(new))]:
        if place > at or match > other:
            yield at, place, other, match
        at, other = place + 1, match + 1
