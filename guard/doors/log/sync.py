"""Bringing the log together with the one of a remote: fetched beside, verified, own entries put on top, pushed.

The branch here only ever moves on, or from entries of our own to the same entries on top of fetched ones; what was
pushed stays as it is. Whatever is cut short, here or there, the next round sees by looking what came of it.
"""

from __future__ import annotations

import time

from guard.doors.git import remote as far
from guard.doors.git.write import move
from guard.doors.log import seen
from guard.doors.log.append import Moved, quiet
from guard.doors.log.chain import UNSHALLOW
from guard.doors.log.faults import BRANCH, lost, unreadable, unrecorded
from guard.doors.log.join import Joined, join
from guard.doors.log.tips import REMOTES, holds, stand
from guard.errors import GuardError
from guard.escape import shown
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.doors.git.repository import Repository

ROUNDS = 10
STUBBORN = 3  # times that a remote refuses with nothing new on it: that is no race
OVERTAKEN = "others append to the log here all the while"
FETCHED = "refs/guard/fetched/"


class Synced(NamedTuple):
    """What was done: entries that came, entries that went, own ones put on top of others; and the tip of both."""

    fetched: int
    pushed: int
    again: int
    tip: bytes


def sync(
    repository: Repository,
    remote: str,
    check: Callable[[bytes], object],
    say: Callable[[str], None] = quiet,
    pause: Callable[[float], None] = time.sleep,
) -> Synced:
    """Make the log here and that of the remote one; `check` verifies a fetched tip, and raises where it does not hold.

    The branch here is not moved onto anything that was not checked. Where the remote takes something else meanwhile,
    all of it is done again, up to ten times.
    """
    if repository.place.shallow:
        raise unreadable("this clone is shallow: entries of the log may be cut off", BRANCH, UNSHALLOW)
    syncing = _Syncing(repository, remote, check, say)
    for number in range(ROUNDS):
        if number:
            pause(_jitter(number))
        try:
            if syncing.push(syncing.bring()):
                return syncing.done
        except Moved:
            syncing.why = OVERTAKEN
        if syncing.same >= STUBBORN:
            break
    try:
        if syncing.bring().tip == syncing.there:  # the last push, too, may have come through and only its answer not
            return syncing.done
    except Moved:
        syncing.why = OVERTAKEN
    mend = "the entries stand here, and nothing is lost: mend what it says, then guard log sync"
    raise unrecorded(f"the log here and that of the remote are not one: {syncing.why}", remote, mend)


class _Syncing:
    """One bringing together: what was done so far, and what the remote said."""

    def __init__(
        self, repository: Repository, remote: str, check: Callable[[bytes], object], say: Callable[[str], None]
    ) -> None:
        self._repository = repository
        self._remote = remote
        self._check = check
        self._say = say
        self._tracking = f"{REMOTES}{remote}/guard-log".encode()
        self._tracked = b""
        self._sent: tuple[bytes, int] = (b"", 0)
        self.done = Synced(0, 0, 0, b"")
        self.there = b""
        self.same = 0
        self.why = ""

    def bring(self) -> Joined:
        """Fetch what the remote has, verify it, and make the branch here hold all of it."""
        before, self.there = self.there, self._fetched()
        self.same = self.same + 1 if self._sent[0] and before == self.there else 0
        self._verify()
        joined = join(self._repository, self.there, self._say)
        self._follow()
        fetched, pushed = self.done.fetched + joined.came, self.done.pushed
        if self._sent[0] and self._sent[0] == self.there:
            pushed += self._sent[1]  # it was taken, and only the answer was lost
        self.done = Synced(fetched, pushed, self.done.again + joined.again, joined.tip)
        return joined

    def push(self, joined: Joined) -> bool:
        """Hand over what the remote lacks; False where it did not take it, or did not say so."""
        if joined.tip == self.there:
            return True
        self._say(f"pushing {joined.ahead} to {self._remote}")
        repository = self._repository
        self._sent = (joined.tip, joined.ahead)
        try:
            far.push(repository.runner, repository.place, self._remote, BRANCH, joined.tip, self.there)
        except far.Refused as refused:
            self.why = str(refused)
            self._say(f"{self._remote} did not take them: {self.why}")
            return False
        seen.write(repository, joined.tip, self._remote)
        self.done = self.done._replace(pushed=self.done.pushed + joined.ahead)
        return True

    def _fetched(self) -> bytes:
        repository, remote = self._repository, self._remote
        side = f"{FETCHED}{remote}".encode()
        found = stand(repository, [BRANCH, side, self._tracking])
        self._tracked = found[self._tracking]
        try:
            oid = far.tip(repository.runner, repository.place, remote, BRANCH)
            if not oid:
                self._gone()
                return b""
            if oid in (found[BRANCH], found[side]):
                return oid
            self._say(f"fetching the log of {remote}")
            far.fetch(repository.runner, repository.place, remote, BRANCH, side)
        except far.Refused as refused:
            mend = "see that git ls-remote works with this remote, then: guard log sync"
            raise unrecorded(f"the remote cannot be asked: {refused}", remote, mend) from refused
        return stand(repository, [side])[side]

    def _gone(self) -> None:
        mark = seen.read(self._repository.place.common_dir).of(self._remote) or self._tracked
        if mark:
            raise lost("the remote has no log, and it had one before", self._remote, self._back(mark))

    def _verify(self) -> None:
        """What was fetched descends from what was fetched before, and holds; only then is it remembered."""
        mark = seen.read(self._repository.place.common_dir).of(self._remote)
        if not self.there or self.there == mark:
            return
        if mark and not holds(self._repository, self.there, mark):
            raise lost("the log of the remote lost entries that it had before", self._remote, self._back(mark))
        self._say("verifying what was fetched")
        self._check(self.there)
        seen.write(self._repository, self.there, self._remote)

    def _follow(self) -> None:
        """What a plain fetch brought was where the remote stood before; now it is where the remote stands.

        A log that its owners put right would else stay wrong for whoever fetched it while it was wrong.
        """
        old, repository = self._tracked, self._repository
        if old and self.there and old != self.there:
            try:
                move(repository.runner, repository.place, self._tracking, self.there, old, "guard log sync")
            except GuardError:  # somebody else fetches as well: it is theirs to move
                pass

    def _back(self, mark: bytes) -> str:
        return (
            "ask who pushed there; an owner of the branch puts the entries back: "
            f"git push {shown(self._remote)} {mark.decode()}:{BRANCH.decode()}"
        )


def _jitter(number: int) -> float:
    """Seconds to wait, so that those who lost a race do not meet again: more each time, and never twice the same."""
    import random

    return float(random.uniform(0.02, 0.1) * 2 ** min(number, 5))
