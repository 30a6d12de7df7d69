"""The change set that a call of an agent would make of HEAD, had it been done and staged."""

from __future__ import annotations

from guard.model.change import ABSENT, EXECUTABLE, FILE, FOLDER, PLAIN, SYMLINK, Change, ChangeSet, FileChange
from guard.model.migration import migration_of
from guard.model.operation import join
from guard.model.protected import protected

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard_hooks.agents.call import Becomes
    from guard_hooks.agents.paths import Target
    from guard_hooks.agents.proposed import Proposed

SOME = b"_"  # stands for a file of which only the folder is known


def proposed(repository: Proposed, targets: Iterable[Target]) -> Change:
    """All of it as one staged change."""
    found = {one.path: one for target in targets for one in _of(repository, target)}
    if any([back(path) for path in found]):
        from guard_hooks.agents.pending import forward

        more = [target for path in found for target in forward(repository, path) if target.path not in found]
        found |= {one.path: one for target in more for one in _one(repository, target.path, target)}
    repository.added = [path for path, one in found.items() if one.status == b"A"]
    every = tuple([found[path] for path in sorted(found)])
    return Change(ChangeSet("staged", b"", every), (), (), repository.head, None)


def back(path: bytes) -> bool:
    """Whether it undoes a migration, as its name tells."""
    migration = migration_of(path)
    return migration is not None and migration.direction == "down"


def _of(repository: Proposed, target: Target) -> Iterator[FileChange]:
    path = target.path
    mode, old = _standing(repository, path) if path else (FOLDER, b"")
    if mode == FOLDER and target.edit.delete:
        yield from _below(repository, path, gone=True)
    elif mode == FOLDER:
        yield from _within(repository, path, target.edit.becomes) or _one(repository, join(path, SOME), target)
    elif not target.edit.delete:
        yield from _one(repository, join(path, SOME) if target.folder else path, target)
    elif mode:
        yield FileChange(path, b"D", mode, ABSENT, old, b"0" * len(old))


def _within(repository: Proposed, folder: bytes, becomes: Becomes) -> list[FileChange]:
    """Every file that stands in a folder, as one that is perhaps written; of those that steer, only that is known."""
    every = list(_below(repository, folder, gone=False))
    repository.perhaps += [one.path for one in every if protected(one.path)]
    kept = [one for one in every if not protected(one.path)]
    if becomes in ("", "link"):
        return kept
    return [one._replace(new_mode=_mode(one.old_mode, becomes)) for one in kept]


def _mode(mode: bytes, becomes: Becomes) -> bytes:
    """The mode of a file afterwards; where nobody can tell, another one than it had."""
    if becomes == "link":
        return SYMLINK
    if not becomes or mode not in PLAIN:
        return mode
    if becomes == "either":
        return FILE if mode == EXECUTABLE else EXECUTABLE
    return EXECUTABLE if becomes == "run" else FILE


def _one(repository: Proposed, path: bytes, target: Target) -> Iterator[FileChange]:
    """Where nobody tells the content, both sides have the same id: then no detector reads what nobody knows."""
    mode, old = _standing(repository, path)
    zero, content = b"0" * repository.place.width, target.edit.content
    if not mode:
        new = zero if content is None else repository.propose(content)
        yield FileChange(path, b"A", ABSENT, _mode(FILE, target.edit.becomes), zero, new)
        return
    after = _mode(mode if mode in PLAIN else FILE, target.edit.becomes)
    new = old if content is None else repository.propose(content)
    if content is None and after != mode and target.edit.becomes and not target.edit.same:
        new = zero  # two things at once: a mode, and a text that nobody tells
    same_kind = after == mode or (after in PLAIN and mode in PLAIN)
    yield FileChange(path, b"M" if same_kind else b"T", mode, after, old, new)


def _standing(repository: Proposed, path: bytes) -> tuple[bytes, bytes]:
    """Mode and id of what stands there at HEAD; nothing where nothing does."""
    folder, _, name = path.rpartition(b"/")
    entries = repository.folders(repository.tree(repository.head), [folder]).get(folder, {})
    mode, raw = entries.get(name, (b"", b""))
    oid = raw.hex().encode()
    if mode in PLAIN:
        repository.standing[oid] = path
    return mode, oid


def _below(repository: Proposed, folder: bytes, gone: bool) -> Iterator[FileChange]:
    """Every file of a folder, as it goes or as nobody tells what it will hold."""
    zero = b"0" * repository.place.width
    for row in repository.real.listing(repository.tree(repository.head)):
        told, _, path = row.partition(b"\t")
        if not folder or path.startswith(folder + b"/"):
            mode, _, oid = told.split(b" ")
            yield FileChange(path, b"D" if gone else b"M", mode, ABSENT if gone else mode, oid, zero if gone else oid)
