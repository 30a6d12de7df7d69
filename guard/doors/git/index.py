"""The staged change: a private copy of the index that this commit is made from, compared with HEAD by one git."""

from __future__ import annotations

import os

from guard.doors.git.raw import parse
from guard.errors import GuardError
from guard.escape import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.child import Child
    from guard.doors.git.place import Place
    from guard.doors.git.run import Runner
    from guard.model.change import FileChange

OPTIONS = (
    "--cached",
    "--raw",
    "-z",
    "--no-renames",
    "--ita-invisible-in-index",
    "--ignore-submodules=none",
    "--no-abbrev",
    "--no-relative",
)


def copy_index(runner: Runner, place: Place) -> str:
    """Copy the index to the private folder, so that every later question is about the same one."""
    source, target = _index_of(place), runner.path("index")
    try:
        with open(source, "rb", buffering=0) as old, open(target, "wb", buffering=0) as new:
            _copy(old.fileno(), new.fileno())
    except FileNotFoundError:
        pass  # a new repository has no index yet; git reads a missing one as empty, and so does the comparison below
    except OSError as error:
        what = f"the index cannot be read: {error.strerror}"
        raise GuardError("G809", what, shown(os.fsencode(source)), "mend the permissions of that file") from error
    return target


def _copy(old: int, new: int) -> None:
    """All bytes of one file into another, inside the kernel where it can: the index of a large tree is megabytes."""
    try:
        while os.copy_file_range(old, new, 1 << 30):
            pass
    except (AttributeError, OSError):
        os.lseek(old, 0, os.SEEK_SET)
        os.lseek(new, 0, os.SEEK_SET)
        while chunk := os.read(old, 1 << 20):
            os.write(new, chunk)


def start_comparison(runner: Runner, index: str, tree: bytes) -> Child:
    """Start git on index against tree; it prints to a file, so that it never waits while guard loads and reads."""
    words = ("diff-index", *OPTIONS, tree.decode(), "--")
    return runner.start(words, index=index, printed=runner.path(f"staged-{runner.started}"))


def finish_comparison(child: Child, width: int) -> list[FileChange]:
    return parse(child.answer(), width)


def staged_names(runner: Runner, index: str) -> list[bytes]:
    """Every path of the index; asked only when a name may collide."""
    return runner.read(("ls-files", "-z"), index=index).split(b"\0")[:-1]


def _index_of(place: Place) -> str:
    """git names the index it commits from in GIT_INDEX_FILE; only one that lies in this git directory is believed."""
    named = os.environ.get("GIT_INDEX_FILE")
    if named is None:
        return os.path.join(place.git_dir, "index")
    path = os.path.abspath(named)
    inside = os.path.realpath(os.path.dirname(path)) == os.path.realpath(place.git_dir)
    if not inside or os.path.islink(path) or not os.path.isfile(path):
        mend = "unset GIT_INDEX_FILE, or commit from an index inside the git directory"
        raise GuardError(
            "G809", "GIT_INDEX_FILE names an index outside this repository's git directory", shown(named), mend
        )
    return path
