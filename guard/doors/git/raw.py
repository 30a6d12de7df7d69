"""git's raw diff format, parsed strictly.

A count that does not fit or a field that cannot be is an error, never a shorter list.
"""

from __future__ import annotations

from _operator import lt  # what `operator` gives, without that module
from itertools import repeat

from guard.errors import GuardError
from guard.escape import shown
from guard.model.change import ABSENT, FOLDER, MODES, FileChange

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

CHUNK = 1 << 18
STATUSES = frozenset((b"A", b"M", b"D", b"T"))


def parse(printed: bytes, width: int) -> list[FileChange]:
    """The changes of one `--raw -z` listing; `width` is the length of an object id."""
    if not printed:
        return []
    fields = printed.split(b"\0")
    if fields.pop() != b"" or len(fields) % 2:
        raise _unreadable(printed[-80:])
    metas, paths = fields[::2], fields[1::2]
    if {len(meta) for meta in metas} != {2 * width + 18}:
        raise _unreadable(min(metas, key=len))
    words = b" ".join(metas).split(b" ")  # all at once: a row at a time would cost as much as git
    was, now, old, new, status = (words[column::5] for column in range(5))
    for shape in {*zip(was, now, status, strict=False)}:  # a handful: what thousands share is looked at once
        _check_shape(shape, metas, paths)  # and no word of another column is a mode, or a status
    if len(words) != 5 * len(metas):
        raise _unreadable(metas[-1])
    if not paths[0] or not all(map(lt, paths, paths[1:])):
        path = next(late for early, late in zip([b"", *paths], paths, strict=False) if late <= early)
        mend = "build the index again: git read-tree HEAD, then git add what you meant"
        raise GuardError("G809", "the index is out of order, or holds a path twice", shown(path), mend)
    mode = {b":" + known: known for known in MODES}
    rows = zip(paths, status, map(mode.__getitem__, was), now, old, new, strict=True)
    return list(map(tuple.__new__, repeat(FileChange), rows))  # the constructor itself would cost as much as git


def _check_shape(shape: tuple[bytes, bytes, bytes], metas: list[bytes], paths: list[bytes]) -> None:
    """`:100644`, `100755`, `M`: modes git knows, and a status that fits which side is there."""
    old, new, status = shape[0][1:], shape[1], shape[2]
    if status == b"U":
        path = next(path for meta, path in zip(metas, paths, strict=True) if meta[-1:] == b"U")
        mend = "finish the merge: resolve, git add each file, then commit"
        raise GuardError("G803", "the index has unmerged entries", shown(path), mend)
    if shape[0][:1] != b":" or not _fits(old, new, status) or not {old, new} <= MODES:
        raise _unreadable(b" ".join(shape))


def _fits(old: bytes, new: bytes, status: bytes) -> bool:
    """The status says which side is there, and the modes agree."""
    sides = (status == b"A") == (old == ABSENT) and (status == b"D") == (new == ABSENT)
    return sides and status in STATUSES


def change(meta: bytes, path: bytes, width: int) -> FileChange:
    """One entry of a comparison of trees, where a side may be a folder: `:100644 100755 <id> <id> M` and its path."""
    parts = meta[1:].split(b" ")
    if len(meta) != 2 * width + 18 or meta[:1] != b":" or len(parts) != 5 or not path:
        raise _unreadable(meta)
    old_mode, new_mode, old, new, status = parts
    if not _fits(old_mode, new_mode, status) or not {old_mode, new_mode} <= MODES | {FOLDER}:
        raise _unreadable(meta)
    return FileChange(path, status, old_mode, new_mode, old, new)


def listings(
    out: BufferedReader, pairs: Iterable[tuple[bytes, bytes]], width: int
) -> Iterator[tuple[list[FileChange], list[bytes]]]:
    """Answers of `diff-tree --stdin -t` to pairs of trees, in order: file changes, and the new trees met on the way."""
    stream = _Stream(out)
    for old, new in pairs:
        if stream.until(b"\n") != old + b" " + new:
            raise _unreadable(b"the header of " + new)
        changes: list[FileChange] = []
        trees: list[bytes] = []
        while stream.peek() == b":":
            entry = change(stream.until(b"\0"), stream.until(b"\0"), width)
            if FOLDER not in (entry.old_mode, entry.new_mode):
                changes.append(entry)
            elif entry.new_mode == FOLDER:
                trees.append(entry.new)
        yield changes, trees
    if stream.peek():
        raise _unreadable(b"more answers than questions")


class _Stream:
    """A reader up to a delimiter, over a pipe that may carry more than memory should hold."""

    def __init__(self, out: BufferedReader) -> None:
        self._out = out
        self._buffer = b""
        self._at = 0

    def peek(self) -> bytes:
        if self._at >= len(self._buffer):
            self._more()
        return self._buffer[self._at : self._at + 1]

    def until(self, delimiter: bytes) -> bytes:
        while True:
            end = self._buffer.find(delimiter, self._at)
            if end >= 0:
                piece = self._buffer[self._at : end]
                self._at = end + 1
                return piece
            if not self._more():
                raise _unreadable(self._buffer[self._at :][:80])

    def _more(self) -> bool:
        chunk = self._out.read1(CHUNK)
        self._buffer = self._buffer[self._at :] + chunk
        self._at = 0
        return bool(chunk)


def _unreadable(piece: bytes) -> GuardError:
    return GuardError(
        "G817",
        "git's list of changes ends early or cannot be read",
        shown(piece[:80]),
        "run git fsck; then ask guard again",
    )
