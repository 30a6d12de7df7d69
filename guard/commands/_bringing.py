"""Bringing a new entry to the remote: tried once it is recorded here, and never the reason for another exit code."""

from __future__ import annotations

import sys

from guard.doors.log.tips import REMOTES, remote_of
from guard.errors import GuardError
from guard.escape import shown
from guard.report import write
from guard.trust import log as log_door

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.acts.ground import Ground

LATER = "guard log sync"


def bring(ground: Ground, here_alone: bool) -> None:
    """Where the trusted branch is that of a remote: there, too. What fails is told, with the command to do it later."""
    if not ground.trusted.ref.startswith(REMOTES):
        return
    remote = shown(remote_of(ground.trusted.ref))
    if here_alone:
        write(f"it stands here alone; bring it to {remote}: {LATER}\n")
        return
    from guard.doors.log.sync import sync

    repository, trusted = ground.repository, ground.trusted
    try:
        done = sync(repository, remote_of(trusted.ref), lambda tip: log_door.fetched(repository, trusted, tip), _say)
    except GuardError as error:
        write(f"guard: recorded here, and not brought to {remote}: {error.what}  ({error.where})\n")
        write(f"next   you: {error.mend}; then: {LATER}\n")
        return
    came = f"; {done.fetched:,} came from there" if done.fetched else ""
    write(f"brought to {remote}{came}\n")


def _say(words: str) -> None:
    """How it is getting on: for whoever waits, and no part of the answer."""
    sys.stderr.write(f"guard: {words}\n")
