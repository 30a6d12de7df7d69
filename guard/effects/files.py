"""Files given by name, each taken as if it were added, and nothing stood beside them: what would they do?

They are read and told as a change set is; only where texts and names come from is another place.
"""

from __future__ import annotations

import os
import stat

from guard.effects import FILES, LARGEST, PLAIN, TOO_LARGE, Seen, holds, told
from guard.effects.picking import asked, beside, picked
from guard.effects.readers import Readers
from guard.errors import GuardError
from guard.escape import shown
from guard.model.change import ABSENT, EXECUTABLE, FILE, SYMLINK, ChangeSet, FileChange
from guard.model.reading import Context, Source, unread
from guard.operations import BINARY, describe
from guard.operations.migrations import Standing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guard.doors.reader import Job
    from guard.effects.picking import Picked
    from guard.model.operation import Judged
    from guard.model.reading import Reading


def judged_files(paths: Iterable[bytes], dialect: str) -> Judged:
    """As a change set of additions; no document is asked, so no house pattern and no plan plays a part."""
    given = {os.path.normpath(path).lstrip(b"/"): path for path in paths}
    changes = [
        FileChange(name, b"A", ABSENT, _mode(path), b"0", b"%x" % at)
        for at, (name, path) in enumerate(given.items(), 1)
    ]
    judged = describe(ChangeSet("landing", b"", tuple(changes)), None)
    texts = [one for one in judged.changes.changes if one.new_mode in PLAIN and not one.path.lower().endswith(BINARY)]
    more = dict.fromkeys([one for one in texts if len(text := _text(given[one.path])) <= LARGEST and holds(text)])
    files = [(file, found) for file, found in beside(picked(judged, Context()), more) if file.new_mode in PLAIN]
    migrations = frozenset([file.path for file, found in files if any([one.asks for one in found])])
    return told(judged, Seen(_readings(files, given, dialect), migrations, Standing({}, _landed(given)), {}))


def _readings(files: list[Picked], given: Mapping[bytes, bytes], dialect: str) -> dict[FileChange, Reading]:
    """What each says that some detector reads, a few at a time."""
    from guard.doors.reader import Job

    readers = Readers(Context())
    large: dict[FileChange, Reading] = {}
    try:
        jobs: dict[FileChange, Job] = {}
        for file, detectors in readers.expect(files).items():
            text = _text(given[file.path])
            if len(text) > LARGEST:
                large[file] = unread(TOO_LARGE)
                continue
            names = asked(detectors, b"", text)
            if names:
                path = file.path.decode("utf-8", "surrogateescape")
                jobs[file] = Job(names, Source(path, None, text, False, dialect))
            if len(jobs) == FILES:
                readers.send(jobs)
                jobs = {}
        if jobs:
            readers.send(jobs)
        return dict(readers.readings()) | large
    finally:
        readers.close()


def _landed(paths: Iterable[bytes]) -> dict[bytes, frozenset[bytes]]:
    """Folder -> names in it, of the files given; a folder is a name in the one above."""
    found: dict[bytes, set[bytes]] = {}
    for path in paths:
        folder, _, name = path.rpartition(b"/")
        above, _, folder_name = folder.rpartition(b"/")
        found.setdefault(folder, set()).add(name)
        found.setdefault(above, set()).add(folder_name)
    return {folder: frozenset(names) for folder, names in found.items()}


def _mode(path: bytes) -> bytes:
    """As git would have it. A link is none of the file it leads to, and is not read."""
    try:
        mode = os.lstat(path).st_mode
    except OSError as error:
        raise _unread(path, error.strerror or "") from error
    if stat.S_ISLNK(mode):
        return SYMLINK
    if not stat.S_ISREG(mode):
        raise _unread(path, "Is a directory" if stat.S_ISDIR(mode) else "no plain file")
    return EXECUTABLE if mode & stat.S_IXUSR else FILE


def _text(path: bytes) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise _unread(path, error.strerror or "") from error


def _unread(path: bytes, why: str) -> GuardError:
    mend = "name files that are there, and no folders: guard operations $(git ls-files db/migrations)"
    return GuardError("G813", f"a file cannot be read: {why}", shown(path), mend)
