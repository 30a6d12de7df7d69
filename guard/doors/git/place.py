"""Where the repository is: its git directory, work tree and object format, asked of git once and then checked."""

from __future__ import annotations

import os

from guard.doors.git.child import ANY_CODE
from guard.errors import GuardError
from guard.escape import shown
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.doors.git.run import Runner

QUESTION = (
    "rev-parse",
    "--path-format=absolute",
    "--is-bare-repository",
    "--is-shallow-repository",
    "--show-object-format",
    "--absolute-git-dir",
    "--git-common-dir",
    "--show-toplevel",
    *("--revs-only", "HEAD^{commit}"),
)
HEX = frozenset("0123456789abcdef")


class Place(NamedTuple):
    """One repository as found from the current folder."""

    top: str
    git_dir: str
    common_dir: str
    shallow: bool
    width: int  # hex digits of an object id: 40 (SHA-1) or 64 (SHA-256)
    seen: bytes  # the commit HEAD seemed to be at, b"" for none: enough to let git start, not to judge by (refs.py)


def locate(runner: Runner, meanwhile: Callable[[], object] | None = None) -> Place:
    """Find the repository around the current folder, or say what stands in the way; do `meanwhile` while git looks."""
    child = runner.start(QUESTION)
    if meanwhile is not None:
        meanwhile()
    answer = child.answer(ANY_CODE)
    if child.code != 0:
        raise _refused(child.complaint())
    lines = os.fsdecode(answer).split("\n")
    if len(lines) == 7:
        lines.insert(6, "")  # HEAD names no commit
    if len(lines) != 8 or lines[0] not in ("true", "false") or lines[2] not in ("sha1", "sha256"):
        # A line feed in the path of the repository itself: no answer of git can be told apart from another.
        raise GuardError(
            "G801",
            "git's answer about this repository cannot be read",
            shown(answer[:200]),
            "move the clone to a path without control characters",
        )
    bare, shallow, algorithm, git_dir, common_dir, top, seen, _ = lines
    if bare == "true":
        raise _bare()
    place = Place(top, git_dir, common_dir, shallow == "true", 64 if algorithm == "sha256" else 40, seen.encode())
    _same_repository(place)
    runner.where = (f"--git-dir={place.git_dir}",)
    return place


def _refused(complaint: str) -> GuardError:
    here = _here()
    if "safe.bareRepository" in complaint or "must be run in a work tree" in complaint:
        return _bare()
    if "dubious ownership" in complaint:
        return GuardError(
            "G801",
            "this repository belongs to another user, so git will not read it",
            here,
            "work in a clone that you own: git clone",
        )
    if "not a git repository" in complaint:
        return GuardError(
            "G801", "this is not a git repository", here, "run guard inside a clone, or start one: git init"
        )
    return GuardError(
        "G801", f"git cannot read this repository: {complaint}", here, "mend what git names, then ask guard again"
    )


def _here() -> str:
    try:
        return shown(os.fsencode(os.getcwd()))
    except FileNotFoundError:
        return "a folder that is gone"


def _bare() -> GuardError:
    here = _here()
    return GuardError(
        "G802",
        "this is a bare repository, or the inside of a .git folder: it has no staged change",
        here,
        "run guard in a clone with a work tree",
    )


def _same_repository(place: Place) -> None:
    """The work tree must belong to the git directory: core.worktree and GIT_DIR can point anywhere."""
    entry = os.path.join(place.top, ".git")
    if not _leads_to(entry, place.git_dir):
        mend = "unset core.worktree: git config --unset core.worktree"
        raise GuardError(
            "G815",
            "the work tree is not the one of this git directory",
            f"{shown(place.top)} and {shown(place.git_dir)}",
            mend,
        )
    named = os.environ.get("GIT_DIR")
    if named is not None and os.path.realpath(named) != os.path.realpath(place.git_dir):
        raise GuardError(
            "G815",
            "GIT_DIR names another repository than this folder's",
            shown(named),
            "unset GIT_DIR, or run guard in that repository",
        )


def _leads_to(entry: str, git_dir: str) -> bool:
    if os.path.isdir(entry):
        return os.path.realpath(entry) == os.path.realpath(git_dir)
    try:
        with open(entry, "rb") as file:
            line = file.read(8192)
    except OSError:
        return False
    if not line.startswith(b"gitdir: "):
        return False
    target = os.path.join(os.path.dirname(entry), os.fsdecode(line[8:].rstrip(b"\r\n")))
    return os.path.realpath(target) == os.path.realpath(git_dir)


def merge_heads(place: Place) -> list[bytes]:
    """The other sides of a merge that the next commit concludes."""
    try:
        with open(os.path.join(place.git_dir, "MERGE_HEAD"), "rb") as file:
            lines = file.read().split()
    except FileNotFoundError:  # git merge writes it after its hook, and names them in the environment before
        named = [name[8:] for name in os.environ if name.startswith("GITHEAD_")]
        return [oid.encode() for oid in named if len(oid) == place.width and HEX.issuperset(oid)]
    except OSError as error:
        raise GuardError(
            "G809",
            f"MERGE_HEAD cannot be read: {error.strerror}",
            shown(place.git_dir),
            "finish the merge, or git merge --abort",
        ) from error
    return lines
