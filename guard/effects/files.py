"""Files given by name, each taken as if it were added: what would they do?"""

from __future__ import annotations

import os

from guard.effects.picking import picked
from guard.errors import GuardError
from guard.escape import shown
from guard.model.change import ABSENT, FILE, ChangeSet, FileChange
from guard.model.composition import compose
from guard.model.operation import Judged
from guard.model.reading import Context, Source
from guard.operations import describe
from guard.operations.migrations import pairs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

LARGEST = 8 << 20


def judged_files(paths: Iterable[bytes], dialect: str) -> Judged:
    """As a change set of additions; no document is asked, so no house pattern and no plan plays a part."""
    from guard.doors.reader import Job, Reader

    texts = {os.path.normpath(path).lstrip(b"/"): _text(path) for path in paths}
    changes = tuple([FileChange(path, b"A", ABSENT, FILE, b"0", b"%x" % at) for at, path in enumerate(texts, 1)])
    judged = describe(ChangeSet("landing", b"", changes), None)
    reader = Reader(Context())
    try:
        jobs = {
            file.path: Job(
                tuple([one.name for one in detectors if one.reads]),
                Source(file.path.decode("utf-8", "surrogateescape"), None, texts[file.path], False, dialect),
            )
            for file, detectors in picked(judged, Context())
        }
        jobs = {path: job for path, job in jobs.items() if job.detectors}
        reader.send(list(jobs.values()))
        readings = dict(zip(jobs, reader.readings(), strict=True))
    finally:
        reader.close()
    operations = dict(judged.operations)
    for path, reading in readings.items():
        own = () if reading.accounted and reading.operations else operations[path]
        operations[path] = (*own, *reading.operations)
    return compose(judged._replace(operations=operations), list(jobs), (), pairs(changes))


def _text(path: bytes) -> bytes:
    try:
        with open(path, "rb") as file:
            text = file.read(LARGEST + 1)
    except OSError as error:
        mend = "name files, not folders: guard operations $(git ls-files db/migrations)"
        raise GuardError("G813", f"a file cannot be read: {error.strerror}", shown(path), mend) from error
    if len(text) > LARGEST:
        raise GuardError("G813", f"larger than {LARGEST:,} bytes", shown(path), "give smaller files")
    return text
