"""Landings: a change set as it arrives on the trusted branch, known by one digest whatever the way it was merged.

The digest is taken of the sorted (path, old mode, old blob, new mode, new blob) and nothing else: no commit, no author,
no message, no time. So a squash, a merge commit, a rebase and a queue give the same one, as long as the branch changed
none of the same files meanwhile.
"""

from __future__ import annotations

from guard.model.change import ABSENT, FOLDER, FileChange
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from guard.model.claim import Claim

    Folders = Mapping[bytes, Mapping[bytes, tuple[bytes, bytes]]]


class Landing(NamedTuple):
    """One first-parent step of the trusted branch, or several that one landing was."""

    commit: bytes  # the last commit of it
    parent: bytes  # what the branch was at before; b"" at the beginning
    changes: tuple[FileChange, ...]
    claims: tuple[Claim, ...]
    reverts: frozenset[bytes]  # commits it says it takes back
    at: int  # when it was committed, as the committer says: for people, never for a decision
    place: int  # how many landings of the branch came before it

    def taken_by(self, said: Iterable[bytes]) -> bool:
        """A message names this one among the commits that it takes back."""
        return any([self.commit.startswith(oid) for oid in said])


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


def moved(changes: Iterable[FileChange], folders: Callable[[bytes, set[bytes]], Folders], tree: bytes) -> list[bytes]:
    """The paths of a landing that are not in this tree what they were when it was measured."""
    wanted = {change.path: (change.old_mode, change.old) for change in changes}
    standing = folders(tree, {path.rpartition(b"/")[0] for path in wanted})
    found: list[bytes] = []
    for path, (mode, oid) in wanted.items():
        folder, _, name = path.rpartition(b"/")
        now, raw = standing.get(folder, {}).get(name, (ABSENT, b""))
        stands = now not in (ABSENT, FOLDER)  # a folder is told by the files in it
        if (now, raw.hex().encode()) != (mode, oid) if stands else mode != ABSENT:
            found.append(path)
    return found


def inverse(changes: Iterable[FileChange]) -> frozenset[tuple[bytes, ...]]:
    """What a change set that takes all of this back consists of, to be held against `shape`."""
    return frozenset([(one.path, one.new_mode, one.new, one.old_mode, one.old) for one in changes])


def shape(changes: Iterable[FileChange]) -> frozenset[tuple[bytes, ...]]:
    """A change set without order and status letters."""
    return frozenset([(one.path, one.old_mode, one.old, one.new_mode, one.new) for one in changes])


def times(landings: Iterable[Landing], changes: Sequence[FileChange]) -> int:
    """How often all these files went from how they are before this to how it leaves them.

    In one step of a branch or in several, alone or with others, between landings of others or not: each time that it
    has landed is one of them.
    """
    before = {one.path: (one.old_mode, one.old) for one in changes}
    after = {one.path: (one.new_mode, one.new) for one in changes}
    brought = [[one for one in landing.changes if one.path in before] for landing in landings]
    stands = {one.path: (one.old_mode, one.old) for step in reversed(brought) for one in reversed(step)}
    if not before or len(stands) < len(before):
        return 0  # some of them never changed
    begun = sum([stands[path] == before[path] for path in before])  # how many are as before, and how many as after it
    ended = sum([stands[path] == after[path] for path in before])
    ready, found = begun == len(before), 0
    for step in brought:
        for one in step:
            begun += ((one.new_mode, one.new) == before[one.path]) - (stands[one.path] == before[one.path])
            ended += ((one.new_mode, one.new) == after[one.path]) - (stands[one.path] == after[one.path])
            stands[one.path] = (one.new_mode, one.new)
        found += ready and ended == len(before)
        ready = begun == len(before) or (ready and ended < len(before))
    return found


def undone(
    landings: Sequence[Landing], bound: Iterable[Landing], onward: Callable[[Landing, Landing], bool]
) -> dict[bytes, Landing]:
    """Commit -> the later landing that takes it back, in whole or in part: what it made is not there to rest on.

    That one says so itself, as `git revert` does; or a file that was changed is as it was before; or all that was added
    is gone again. A file that was added and later moved away or removed alone is no way back; nor is what goes `onward`
    from it, the work of a phase that comes after.
    """
    held = {landing.commit for landing in bound}
    found: dict[bytes, Landing] = {}
    before: dict[tuple[bytes, bytes, bytes], list[Landing]] = {}  # how a path was -> who changed it from that
    added: dict[bytes, list[bytes]] = {}  # path -> commits that only add files, and added this one
    left: dict[bytes, set[bytes]] = {}  # of those: what still stands
    for step in landings:
        taken = [one for oid in step.reverts for one in landings[: step.place] if one.commit.startswith(oid)]
        for change in step.changes:
            was = (change.path, change.new_mode, change.new)
            taken += before.get(was, [])
            before[was] = [one for one in before.get(was, ()) if onward(one, step)]
            taken += _gone(change, added, left, landings)
        for one in taken:
            if one.commit in held and not onward(one, step):
                found.setdefault(one.commit, step)
        if step.commit in held:
            _keep(step, before, added, left)
    return found


def _keep(
    step: Landing,
    before: dict[tuple[bytes, bytes, bytes], list[Landing]],
    added: dict[bytes, list[bytes]],
    left: dict[bytes, set[bytes]],
) -> None:
    """What would take this landing back, from here on."""
    changed = [one for one in step.changes if one.old_mode != ABSENT]
    for change in changed:
        before.setdefault((change.path, change.old_mode, change.old), []).append(step)
    if not changed:
        left[step.commit] = {one.path for one in step.changes}
        for change in step.changes:
            added.setdefault(change.path, []).append(step.commit)


def _gone(
    change: FileChange, added: dict[bytes, list[bytes]], left: dict[bytes, set[bytes]], landings: Sequence[Landing]
) -> list[Landing]:
    """Landings that only added files, of which this takes the last that stood."""
    ended = []
    for commit in added.get(change.path, ()):
        standing = left[commit]
        if change.new_mode != ABSENT:
            standing.add(change.path)
        elif standing == {change.path}:
            ended.append(commit)
            standing.discard(change.path)
        else:
            standing.discard(change.path)
    return [one for one in landings if one.commit in ended] if ended else []
