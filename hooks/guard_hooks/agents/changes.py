"""The change set that a call of an agent would make of HEAD, had it been done and staged."""

from __future__ import annotations

from guard.model.change import ABSENT, FILE, FOLDER, PLAIN, Change, ChangeSet, FileChange
from guard.model.migration import migration_of
from guard.model.operation import join
from guard.model.protected import protected

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
        yield from _within(repository, path) or _one(repository, join(path, SOME), target)
    elif not target.edit.delete:
        yield from _one(repository, join(path, SOME) if target.folder else path, target)
    elif mode:
        yield FileChange(path, b"D", mode, ABSENT, old, b"0" * len(old))


def _within(repository: Proposed, folder: bytes) -> list[FileChange]:
    """Every file that stands in a folder, as one that is perhaps written; of those that steer, only that is known."""
    every = list(_below(repository, folder, gone=False))
    repository.perhaps += [one.path for one in every if protected(one.path)]
    return [one for one in every if not protected(one.path)]


def _one(repository: Proposed, path: bytes, target: Target) -> Iterator[FileChange]:
    """Where nobody tells the content, both sides have the same id: then no detector reads what nobody knows."""
    mode, old = _standing(repository, path)
    zero, content = b"0" * repository.place.width, target.edit.content
    if not mode:
        yield FileChange(path, b"A", ABSENT, FILE, zero, zero if content is None else repository.propose(content))
        return
    after = mode if mode in PLAIN else FILE
    new = old if content is None else repository.propose(content)
    yield FileChange(path, b"M" if after == mode else b"T", mode, after, old, new)


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
