"""Opening a repository without a work tree: on a server, or the fresh clone that a CI job judges in."""

from __future__ import annotations

import os

from guard.doors.git.child import ANY_CODE
from guard.doors.git.opening import Found
from guard.doors.git.place import Place
from guard.doors.git.repository import Repository
from guard.doors.git.run import Runner, find_git
from guard.errors import GuardError
from guard.escape import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

# Where git keeps what a push brings until the hook has said yes (git help receive-pack, "quarantine environment").
QUARANTINE = ("GIT_QUARANTINE_PATH", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES")
QUESTION = (
    "rev-parse",
    "--path-format=absolute",
    "--is-shallow-repository",
    "--show-object-format",
    "--git-common-dir",
)
NOWHERE: Mapping[str, str] = {}


def open_bare(git: str | None, git_dir: str, quarantine: Mapping[str, str] = NOWHERE) -> Repository:
    """The repository of exactly this git directory; nothing is looked for around it.

    `quarantine` is what git told the hook that asks, and only a hook that git itself started has it from a source that
    may be believed.
    """
    runner = Runner(find_git(git))
    try:
        runner.where = (f"--git-dir={os.path.realpath(git_dir)}",)
        runner.quarantine = {name: quarantine[name] for name in QUARANTINE if name in quarantine}
        place = _locate(runner, os.path.realpath(git_dir))
    except BaseException:
        runner.close()
        raise
    return Repository(found=Found(runner, place, staged=False))


def _locate(runner: Runner, git_dir: str) -> Place:
    child = runner.start(QUESTION)
    lines = os.fsdecode(child.answer(ANY_CODE)).split("\n")
    if child.code != 0:
        what, mend = (
            f"git cannot read this repository: {child.complaint()}",
            "mend what git names, then ask guard again",
        )
        raise GuardError("G801", what, shown(os.fsencode(git_dir)), mend)
    if len(lines) != 4 or lines[0] not in ("true", "false") or lines[1] not in ("sha1", "sha256"):
        mend = "move the repository to a path without control characters"
        raise GuardError("G801", "git's answer about this repository cannot be read", shown(os.fsencode(git_dir)), mend)
    shallow, algorithm, common_dir, _ = lines
    return Place("", git_dir, common_dir, shallow == "true", 64 if algorithm == "sha256" else 40, b"")
