"""What no hook saw: the hook before a commit writes down what it looked at, the one after it compares.

An agent can write that file as well as guard, so nothing rests on it: a note is help for the honest, and what lands is
judged again where it is merged.
"""

from __future__ import annotations

import os

from guard_hooks.git_hooks import LOOKED, itself, staged_on

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.place import Place
    from guard.doors.git.run import Runner

DONE = b"seen "  # in that file, before the commit it was compared with
REBASING = ("rebase-merge", "rebase-apply")
BETWEEN = ("diff-tree", "-r", "--raw", "-z", "--no-renames", "--ignore-submodules=none", "--no-abbrev", "--no-relative")


def committed(git: str | None) -> int:
    """The hook post-commit. Of a rebase post-rewrite tells, once for all commits of it."""
    from guard.doors.git.place import locate
    from guard.doors.git.run import Runner, find_git

    runner = Runner(find_git(git))
    try:
        place = locate(runner)
        if any([os.path.lexists(os.path.join(place.git_dir, one)) for one in REBASING]) or _seen(runner, place):
            return 0
    finally:
        runner.close()
    _tell(f"commit {place.seen[:12].decode()} was made without guard having looked at it", "guard check --commit HEAD")
    return 0


def _seen(runner: Runner, place: Place) -> bool:
    """What guard looked at is what was committed: the same files, on top of the commit they were compared with."""
    path = os.path.join(place.git_dir, LOOKED)
    try:
        with open(path, "rb") as file:
            said = file.read()
    except OSError:
        return False
    if said.startswith(DONE):
        return said == DONE + place.seen  # two hooks after one commit: the first has compared
    seen = _compared(runner, place, said)
    _settle(path, DONE + place.seen if seen else b"")
    return seen


def _compared(runner: Runner, place: Place, said: bytes) -> bool:
    from guard.doors.git.raw import parse
    from guard.doors.git.trees import EMPTY_TREE

    below = said.partition(b"\n")[0]
    if len(below) != place.width or below.strip(b"0123456789abcdef"):
        return False
    tree = below if below.strip(b"0") else EMPTY_TREE[place.width]
    words = (*BETWEEN, tree.decode(), place.seen.decode(), "--")
    return said == staged_on(below, parse(runner.read(words), place.width))


def _settle(path: str, text: bytes) -> None:
    """It is said of one commit: in its place stands which that was, or nothing at all."""
    try:
        if not text:
            os.unlink(path)
            return
        with open(path, "wb", opener=itself) as file:
            file.write(text)
    except OSError:  # what is left there is of this commit, and fits no other
        return


def rewritten(given: list[str], told: bytes) -> int:
    """The hook post-rewrite. An amended commit is one that post-commit was asked about.

    The pre-commit framework names the command in the environment, and keeps the commits to itself.
    """
    command = given[0] if given else os.environ.get("PRE_COMMIT_REWRITE_COMMAND", "")
    number = len(told.strip().split(b"\n")) if told.strip() else 0
    if command != "rebase" or (given and not number):
        return 0
    made = "1 commit was" if number == 1 else f"{number:,} commits were" if number else "commits were"
    _tell(f"{made} made anew by a rebase, without guard having looked", "guard check --range ..HEAD")
    return 0


def _tell(what: str, run: str) -> None:
    from guard.report import write

    write(f"guard: {what}\nnext   you: {run}\n")
