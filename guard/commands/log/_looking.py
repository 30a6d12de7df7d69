"""What the words of `guard log` look at: the trusted branch with the log beside it, opened once."""

from __future__ import annotations

import os
from contextlib import contextmanager

from guard.acts import words
from guard.doors.files import content, other, within
from guard.doors.git.bare import open_bare
from guard.doors.git.repository import Repository
from guard.doors.git.run import usable_git
from guard.errors import GuardError, UsageError
from guard.escape import shown
from guard.model.trigger import Trigger
from guard.records.branch import Branch, branch_of
from guard.records.judging import MOST
from guard.value import NamedTuple
from guard.words import clock, moment

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from guard.words import Words


class Looking(NamedTuple):
    """An open repository, the question as the command line put it, and what stands there."""

    repository: Repository
    trigger: Trigger
    branch: Branch
    now: int


def options(parser: Words, now: str = "", server: bool = False) -> None:
    """What all of them take; `now` says what a time is for, where one is. `server`: who runs one may ask, too."""
    parser.add_argument("--trusted", metavar="REF", help="the trusted branch, such as refs/remotes/origin/main")
    if now:
        parser.add_argument("--now", metavar="TIME", help=now)
    if server:
        told = "this folder is the repository on a server that is pushed to"
        parser.add_argument("--server", action="store_true", help=told)
    parser.add_argument("--git", metavar="PATH", help="the git to use, by absolute path")


@contextmanager
def opened(asked: argparse.Namespace, command: str) -> Iterator[tuple[Repository, Trigger, int]]:
    """The repository around the current folder, the question, and the time."""
    said = moment(getattr(asked, "now", None), command)
    now = clock() if said is None else said
    git = usable_git(asked.git)
    bare = getattr(asked, "server", False)  # said outright: a folder of any clone may be made to look like one
    with open_bare(git, os.getcwd()) if bare else Repository(git) as repository:
        trusted = asked.trusted or (_of_server(repository) if bare else None)
        yield repository, Trigger("range", trusted=trusted, git=git, now=now), now


def _of_server(repository: Repository) -> str | None:
    """The branch that `guard install --server` wrote down."""
    said = repository.runner.read(("config", "--null", "--get", "guard.trusted"), accept=(0, 1))
    return os.fsdecode(said.removesuffix(b"\0")) or None


@contextmanager
def looking(asked: argparse.Namespace, command: str) -> Iterator[Looking]:
    """The same, with the branch and the log read once."""
    with opened(asked, command) as (repository, trigger, now):
        yield Looking(repository, trigger, branch_of(repository, trigger), now)


def named(word: str, entries: Iterable[str], command: str) -> str | None:
    """The entry whose id begins with these digits; None where they are none of an entry."""
    found = words.named(word, entries) or ()
    if len(found) > 1:
        raise UsageError(f"'{shown(word)}' begins {len(found):,} entries: give more digits ({command} --help)")
    return found[0] if found else None


def replaceable(here: Looking, output: str, begins: bytes) -> None:
    """What is written takes the place of nothing but another of its kind, and lies outside of the git directory."""
    at = here.repository.place
    if within(output, (at.git_dir, at.common_dir)):
        why, mend = "it would lie in the git directory", "name a file outside of it: -o FILE"
    elif other(output, begins):
        why, mend = "there is a file of this name that guard log did not write", "name another file: -o FILE"
    else:
        return
    raise GuardError("G820", f"nothing was written: {why}", shown(os.fsencode(output)), mend)


def read(file: str) -> tuple[bytes, str]:
    """A record as it stands in a file, and the name of that for people."""
    where = shown(os.fsencode(file))
    try:
        return content(file, MOST + 1), where
    except OSError as error:
        what = f"the record cannot be read: {error.strerror}"
        raise GuardError("G507", what, where, "name the file that guard log record wrote") from error
