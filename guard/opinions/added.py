"""Every line that a landing adds, for whoever reads it: of what is no text nothing is left out in silence."""

from __future__ import annotations

from collections import Counter

from guard.doors.git.objects import missing
from guard.escape import shown
from guard.model.change import SUBMODULE
from guard.model.doubt import Added
from guard.model.inquiry import Miss
from guard.model.lines import lfs_size, split
from guard.prose.coming import tongue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guard.doors.git.repository import Repository
    from guard.model.change import ChangeSet, FileChange

LARGEST = 1 << 20  # bytes of one file
COMPARED = 250_000  # pairs of lines that are held against each other; beyond them all that lies between is read


def added(repository: Repository, landing: ChangeSet) -> tuple[Added, ...] | Miss:
    """All of them in the order of the paths; or why a reader would not have seen all of what comes."""
    found: list[Added] = []
    for _, lines in by_file(repository, landing.changes):
        if isinstance(lines, Miss):
            return lines
        found += lines
    return tuple(found)


def by_file(
    repository: Repository, changes: Iterable[FileChange]
) -> Iterator[tuple[FileChange, tuple[Added, ...] | Miss]]:
    """The same of each file that comes; of one that nobody reads, why not. A line that only moves says so."""
    changes = list(changes)
    texts: dict[bytes, bytes | None] = {}
    for oid, text in repository.up_to(list(dict.fromkeys(_blobs(changes))), LARGEST):
        texts[oid] = text
    coming = [one for one in changes if one.status != b"D" and one.old != one.new]
    told = [(one, _lines(one, texts)) for one in coming]
    gone = Counter([line for one in changes if _was_file(one) for line in _gone(one, texts)])
    for one, lines in told:
        yield one, lines if isinstance(lines, Miss) else tuple([_moved(line, gone) for line in lines])


def _lines(change: FileChange, texts: dict[bytes, bytes | None]) -> list[Added] | Miss:
    if change.new_mode == SUBMODULE:
        return [Added(change.path, 1, f"Subproject commit {change.new.decode()}")]
    new, old = _text(texts, change.new), _text(texts, change.old) if _was_file(change) else b""
    if new is None:
        return Miss("too-large", shown(change.path))
    if b"\0" in new or lfs_size(new) is not None:
        return Miss("forbidden", f"{shown(change.path)}, which is no text")
    return list(_of_file(change.path, split(old or b""), split(new)))


def _gone(change: FileChange, texts: dict[bytes, bytes | None]) -> list[bytes]:
    """The lines that a change takes away, but for the white space about them."""
    old = split(_text(texts, change.old) or b"")
    if change.status == b"D" or change.new_mode == SUBMODULE:
        return [line.strip() for line in old]
    new = split(_text(texts, change.new) or b"")
    return [old[at].strip() for at in _places(new, old)]


def _moved(line: Added, gone: Counter[bytes]) -> Added:
    """As often as it goes elsewhere."""
    text = line.text.strip().encode()
    if not text or not gone[text]:
        return line
    gone[text] -= 1
    return line._replace(stood=True)


def _blobs(changes: Iterable[FileChange]) -> Iterator[bytes]:
    for one in changes:
        if one.status != b"D" and one.new_mode != SUBMODULE:
            yield one.new
        if _was_file(one):
            yield one.old


def _was_file(change: FileChange) -> bool:
    return change.status != b"A" and change.old_mode != SUBMODULE


def _text(texts: dict[bytes, bytes | None], oid: bytes) -> bytes | None:
    """None where it is longer than anybody reads: of an old one that is, every line counts as added."""
    if oid not in texts:
        raise missing(oid)
    return texts[oid]


def _of_file(path: bytes, old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[Added]:
    told = tongue(path, new[0]) if new else ""
    places = list(_places(old, new))
    standing = _standing(new, places)
    for at in places:
        words = b" ".join(new[at].split())
        text = new[at].rstrip(b"\r\n").decode("utf-8", "backslashreplace")
        yield Added(path, at + 1, text, copies=standing[words], tongue=told)
        standing[words] += 1


def _standing(new: Sequence[bytes], places: Iterable[int]) -> Counter[bytes]:
    """How often each line that comes stands among those that were there, but for its spaces."""
    coming = Counter([b" ".join(new[at].split()) for at in places])
    if len(coming) == len(new):
        return Counter()
    every = Counter([words for line in new if (words := b" ".join(line.split())) in coming])
    return every - coming


def _places(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[int]:
    """Of the lines that are not as they were: never fewer than there are, and more where telling them takes long."""
    head, end, last = 0, len(old), len(new)
    while head < min(end, last) and old[head] == new[head]:
        head += 1
    while head < min(end, last) and old[end - 1] == new[last - 1]:
        end, last = end - 1, last - 1
    if (end - head) * (last - head) > COMPARED:
        yield from range(head, last)
        return
    from difflib import SequenceMatcher

    for tag, _, _, first, behind in SequenceMatcher(None, old[head:end], new[head:last], autojunk=False).get_opcodes():
        if tag in ("insert", "replace"):
            yield from range(head + first, head + behind)
