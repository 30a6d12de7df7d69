"""Bringing the log to its remote; of a new entry that is tried once it is recorded, and changes no exit code."""

from __future__ import annotations

import os
import sys

from guard.doors.log.tips import REMOTES, remote_of, remote_with, remotes
from guard.errors import GuardError
from guard.escape import shell_word, shown
from guard.report import write
from guard.trust import log as log_door

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.acts.ground import Ground
    from guard.doors.git.repository import Repository
    from guard.doors.log.sync import Synced
    from guard.trust import Trusted

LATER = "guard log sync"


def bring(ground: Ground, here_alone: bool) -> None:
    """Where the trusted branch is that of a remote: there, too. What fails is told, with the command to do it later."""
    if not ground.trusted.ref.startswith(REMOTES):
        _alone(ground)
        return
    remote = shown(remote_of(ground.trusted.ref))
    if here_alone:
        write(f"it stands here alone; bring it to {remote}: {LATER}\n")
        return
    try:
        done = together(ground.repository, ground.trusted, remote_of(ground.trusted.ref))
    except GuardError as error:
        write(f"guard: recorded here, and not brought to {remote}: {error.what}  ({error.where})\n")
        write(f"next   you: {error.mend}; then: {LATER}\n")
        return
    came = f"; {done.fetched:,} came from there" if done.fetched else ""
    write(f"brought to {remote}{came}\n")
    wake(ground.repository, ground.trusted, remote_of(ground.trusted.ref), done)


def _alone(ground: Ground) -> None:
    """By a branch of this clone nothing says where entries go; where there are remotes, somebody waits for them."""
    every = remotes(ground.repository)
    if every:
        remote = remote_with(ground.repository, ground.trusted.ref) or every[0]
        what = f"recorded in this clone alone; whoever goes by {shown(os.fsencode(remote))} does not know of it"
        write(f"guard: {what}\nnext   you: {LATER} {shell_word(os.fsencode(remote))}\n")


def together(repository: Repository, trusted: Trusted, remote: str) -> Synced:
    """The log here and that of the remote made one; what is fetched is held against the documents that count."""
    from guard.doors.log.sync import sync

    return sync(repository, remote, lambda tip: log_door.fetched(repository, trusted, tip), _say)


def wake(repository: Repository, trusted: Trusted, remote: str, done: Synced) -> None:
    """Where entries went there, open pull requests are to be judged again; what fails is told, and undoes nothing."""
    from guard.doors.git.remote import Refused
    from guard.doors.log import wake as waking

    try:
        if waking.wake(repository, remote, trusted.ref, done.tip if done.pushed else b""):
            write(f"{shown(remote)} judges open pull requests again\n")
    except (GuardError, Refused) as error:
        why = error.what if isinstance(error, GuardError) else str(error)
        told = f"{shown(remote)} does not judge open pull requests again yet: it did not take guard-wake: {why}"
        write(f"guard: {told}\nnext   you: mend what it says, then: {LATER}\n")


def _say(words: str) -> None:
    """How it is getting on: for whoever waits, and no part of the answer."""
    sys.stderr.write(f"guard: {words}\n")
