"""Landings: a change set as it arrives on the trusted branch, known by one digest whatever the way it was merged.

The digest is taken of the sorted (path, old mode, old blob, new mode, new blob) and nothing else: no commit, no author,
no message, no time. So a squash, a merge commit, a rebase and a queue give the same one, as long as the branch changed
none of the same files meanwhile.
"""

from __future__ import annotations

from guard.model.change import ABSENT, FileChange
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guard.model.claim import Claim


class Landing(NamedTuple):
    """One first-parent step of the trusted branch, or several that one landing was."""

    commit: bytes  # the last commit of it
    parent: bytes  # what the branch was at before; b"" at the beginning
    changes: tuple[FileChange, ...]
    claims: tuple[Claim, ...]
    reverts: frozenset[bytes]  # commits it says it takes back
    at: int  # when it was committed, as the committer says: for people, never for a decision
    place: int  # how many landings of the branch came before it


def landing_digest(changes: Iterable[FileChange]) -> str:
    """The one digest of a landing. Paths are bytes: one that is not plain text in normal form is given in base64."""
    from guard.digest import digest

    rows = [[_path(change.path), *_sides(change)] for change in sorted(changes)]
    return digest("landing", {"changes": rows})


def _sides(change: FileChange) -> list[str]:
    return [side.decode("ascii") for side in (change.old_mode, change.old, change.new_mode, change.new)]


def _path(path: bytes) -> object:
    """A text, or a mapping that no text can be taken for."""
    if path.isascii():
        return path.decode()
    from base64 import b64encode
    from unicodedata import is_normalized

    try:
        text = path.decode()
    except UnicodeDecodeError:
        text = ""
    return text if text and is_normalized("NFC", text) else {"base64": b64encode(path).decode()}


def joined(steps: Sequence[Sequence[FileChange]]) -> tuple[FileChange, ...]:
    """What several change sets in a row come to: of each path the first state and the last, if they differ."""
    found: dict[bytes, FileChange] = {}
    for changes in steps:
        for change in changes:
            before = found.get(change.path)
            found[change.path] = change if before is None else _onto(before, change)
    kept = [found[path] for path in sorted(found)]
    return tuple([one for one in kept if (one.old_mode, one.old) != (one.new_mode, one.new)])


def _onto(before: FileChange, after: FileChange) -> FileChange:
    if before.old_mode == ABSENT:
        status = b"A"
    elif after.new_mode == ABSENT:
        status = b"D"
    else:
        status = b"M" if before.old_mode[:2] == after.new_mode[:2] else b"T"
    return FileChange(before.path, status, before.old_mode, after.new_mode, before.old, after.new)


def inverse(changes: Iterable[FileChange]) -> frozenset[tuple[bytes, ...]]:
    """What a change set that takes all of this back consists of, to be held against `shape`."""
    return frozenset([(one.path, one.new_mode, one.new, one.old_mode, one.old) for one in changes])


def shape(changes: Iterable[FileChange]) -> frozenset[tuple[bytes, ...]]:
    """A change set without order and status letters."""
    return frozenset([(one.path, one.old_mode, one.old, one.new_mode, one.new) for one in changes])


def undone_by(landing: Landing, later: Iterable[Landing]) -> Landing | None:
    """The later landing that takes this one back, in whole or in part: what it made is then not there to rest on.

    It says so itself, as `git revert` does; or a file it changed is as it was before; or all it added is gone again. A
    file that was added and later moved away or removed alone is no way back.
    """
    before = {one.path: (one.old_mode, one.old) for one in landing.changes if one.old_mode != ABSENT}
    added = {one.path for one in landing.changes if one.old_mode == ABSENT}
    left = set(added)
    for step in later:
        if any([landing.commit.startswith(oid) for oid in step.reverts]):
            return step
        for one in step.changes:
            if before.get(one.path) == (one.new_mode, one.new):
                return step
            if one.path in added:
                left.discard(one.path) if one.new_mode == ABSENT else left.add(one.path)
        if added and not left and not before:
            return step
    return None
