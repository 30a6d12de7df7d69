"""What files of a tree tell by name: each blob is read once, in a process of its own, and remembered."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guard.doors.git.repository import Repository
    from guard.inventories.reading.readers import Answers, Asked
    from guard.model.known import Progress


def answers_of(repository: Repository, asked: Sequence[Asked], hint: bool, progress: Progress | None) -> Answers:
    """What every reader told of its blobs. A blob that several read is fetched once."""
    from guard.inventories.reading.kept import Blobs
    from guard.inventories.reading.process import read

    kept = {reader: Blobs(repository, reader) for reader in dict.fromkeys([one[0] for one in asked])} if hint else {}
    found: Answers = {}
    fresh: dict[str, dict[tuple[str, str], None]] = {}  # blob -> readers, each with what it reads it as
    for reader, how, oid in asked:
        known = kept[reader].answer(how, oid) if kept else None
        if known is not None:
            found[reader, how, oid] = known
        else:
            fresh.setdefault(oid, {})[reader, how] = None
    for oid, (reader, how), answer in read(repository, {oid: tuple(some) for oid, some in fresh.items()}, progress):
        found[reader, how, oid] = answer
        if kept:
            kept[reader].add(how, oid, answer)
    for one in kept.values():
        one.store()
    return found
