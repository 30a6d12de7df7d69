"""A file as it stands once a change set has landed: from the change itself, else from the tree it changes."""

from __future__ import annotations

from guard.model.change import ABSENT, FOLDER, SUBMODULE, SYMLINK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.model.operation import Judged

NO_FILE = (ABSENT, FOLDER, SYMLINK, SUBMODULE)


def landed_file(repository: Repository, landing: Judged, old: bytes, new: bytes | None, path: bytes) -> bytes | None:
    """The blob id of a plain file, None where none stands there. `new` is the commit that lands, None for the index."""
    for change in landing.changes.changes:
        if change.path == path:
            return change.new if change.new_mode not in NO_FILE else None
    return file_at(repository, new or old, path)


def file_at(repository: Repository, commit: bytes, path: bytes) -> bytes | None:
    """The blob id of a plain file in the tree of a commit, None where none stands there."""
    folder, _, name = path.rpartition(b"/")
    standing = repository.folders(repository.tree(commit), [folder] if folder else [])
    mode, oid = standing.get(folder, {}).get(name, (FOLDER, b""))
    return oid.hex().encode() if mode not in NO_FILE else None
