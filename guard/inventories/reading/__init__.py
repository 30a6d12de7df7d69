"""What files of a tree tell by name, reader by reader: each blob is read once, in a process of its own, and remembered.

The table below is the whole list of readers. A reader is a module with `how(file, around)`, which tells from a path
what the file is read as ("" where it is not), and `read(data, how)`, which gives kind, name and line of all that it
names. It runs in the process that reads, so that no parser can take guard down with it; it raises UnreadError for what
it cannot read.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guard.doors.git.repository import Repository
    from guard.inventories import Progress
    from guard.inventories.reading.rows import Packed

    Answer = tuple[Packed, str]  # names with their lines by kind, and why there may be more
    Asked = tuple[str, str, str]  # reader, what the file is read as, blob id
    Answers = dict[Asked, Answer]

READERS = {
    "code": "guard.inventories.reading.code",
    "asks": "guard.inventories.reading.asks",
    "flags": "guard.inventories.reading.flags",
    "manifests": "guard.inventories.reading.manifests",
    "targets": "guard.inventories.reading.targets",
    "deployed": "guard.inventories.reading.deployed",
    "jobs": "guard.inventories.reading.jobs",
    "codeowners": "guard.inventories.reading.codeowners",
    "glossary": "guard.inventories.reading.glossary",
    "dumps": "guard.inventories.reading.dumps",
}
LARGEST = 4 << 20  # bytes of a file that is read
TOO_LARGE = f"it is larger than {LARGEST:,} bytes"


def answers_of(repository: Repository, asked: Sequence[Asked], hint: bool, progress: Progress | None) -> Answers:
    """What every reader told of its blobs. A blob that several read is fetched once."""
    from guard.inventories.kept import Blobs
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
