"""Looking at what waits, in each repository: begun before the desk is drawn, and again when something has moved."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, NamedTuple

from guard_tui.runs import begin, followed, lost, stop
from guard_tui.safe import plain_lines

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Sequence

    from guard_tui.waits import Queue

WATCHED = ("packed-refs", "reftable", "refs/heads", "refs/remotes")
OWN = ("HEAD", "FETCH_HEAD", "logs/HEAD", "reftable", "guard/asked.json")  # which each work tree has for itself
MOST = 4096  # bytes of what guard says in words
STANDING = ("--trust", "--trusted", "--now", "--git")
DEEPEST = 400  # folders of refs that are looked at for what has moved


class Place(NamedTuple):
    """A repository that is looked at: how it is called, and where it is."""

    name: str  # "" where there is one alone
    folder: str


def standing(words: Sequence[str]) -> tuple[str, ...]:
    """Of the words of a look those that every command takes: under what it looks."""
    rest = iter(words)
    return tuple([part for word in rest if word in STANDING for part in (word, next(rest))])


class Reading:
    """What waits in one repository, read by a command of its own; the queue is told as it comes."""

    def __init__(
        self, place: Place, words: Sequence[str], queue: Queue, told: Callable[[], object], me: str = ""
    ) -> None:
        self.place = place
        self.me = me  # who looks, of several repositories: not each of them lists everybody
        self.looks = tuple(words)  # how far, and under what
        self.words = ("questions", "--waiting", "--format", "lines", *words)
        self.queue = queue
        self.told = told
        self.wrong = ""  # why there is nothing to show, as guard said it
        self.busy = False
        self._again = False
        self._begun: subprocess.Popen[bytes] | None = None
        self._stamp: object = None

    def begin(self) -> None:
        """Begin to look; what comes is read later."""
        self._stamp = stamp(self.place.folder)  # before: what moves meanwhile is looked at once more
        try:
            self._begun = begin(self.words, self.place.folder)
        except OSError:  # no folder is there, or no guard: whoever looks tries once more, and says so
            self._begun = None

    def close(self) -> None:
        """What was begun and never looked at ends."""
        if self._begun is not None:
            stop(self._begun.pid)

    async def look(self) -> None:
        """Look once; asked to meanwhile, once more after that."""
        import asyncio

        if self.busy:
            self._again = True
            return
        self.busy = True
        try:
            while True:
                self._again = False
                if self._begun is None:
                    self._stamp = await asyncio.to_thread(stamp, self.place.folder)
                await self._look()
                if not self._again:
                    break
        finally:
            self.busy = False
            self.told()

    async def _look(self) -> None:
        try:
            begun, self._begun = self._begun or begin(self.words, self.place.folder), None
        except OSError as error:  # the repository is gone, or guard is
            self._fails(lost(error))
            return
        whole, said = False, b""
        self.told()

        def take(line: bytes) -> None:
            nonlocal whole, said
            took = self._take(line)
            whole = whole or took == "end"
            said = (said + line)[-MOST:] if not took else said

        try:
            code, aside = await followed(begun, take)
        except Exception as error:  # then nobody knows what waits, and that nothing does is never said
            self._fails(f"what guard said of it could not be read: {type(error).__name__}: {error}")
            return
        if whole:
            self.wrong = ""
        else:
            self._fails(said.decode("utf-8", "replace").strip() or aside.strip()[-MOST:] or f"guard ended with {code}")

    def _fails(self, why: str) -> None:
        """What was known of it stands on the screen still; that nobody could look again stands beside it."""
        self.wrong = "\n".join(plain_lines(why))  # of a process that may have failed in any way
        self.queue.fails(self.place.name, self.place.name or "this repository", self.wrong)

    def _take(self, line: bytes) -> str:
        """One line of it, and what it was; "" where guard says in words why it cannot tell."""
        try:
            told = json.loads(line)
        except ValueError:
            return ""
        kind = str(next(iter(told), "")) if isinstance(told, dict) else ""
        takes = {"head": self.queue.begins, "part": self.queue.part}.get(kind)
        if kind == "head" and self.me in told[kind]["people"]:
            told[kind]["me"] = self.me
        if takes is not None:
            takes(self.place.name, told[kind])
        elif kind == "end":
            self.queue.ends(self.place.name, told.get("at_hand"))
        else:
            return ""
        self.told()
        return kind

    def moved(self) -> bool:
        """Something of the repository is not as it was when it was last looked at; files are asked, so not at once."""
        return not self.busy and self._stamp is not None and stamp(self.place.folder) != self._stamp


def stamp(folder: str) -> object:
    """What changes when a ref does: times and sizes of a few files, no git is asked."""
    own, common = git_dirs(folder)
    paths = [*[os.path.join(common, name) for name in WATCHED], *[os.path.join(own, name) for name in OWN]]
    found = [one for path in dict.fromkeys(paths) for one in _stamps(path)]
    for folder_, ending in ((os.path.join(folder, ".guard", "plans"), ".yaml"),):
        found += [one for one in _stamps(folder_) if one[0].endswith(ending)]
    return tuple(found)


def _stamps(path: str) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    waiting = [path]
    while waiting and len(found) < DEEPEST:
        one = waiting.pop()
        try:
            facts = os.lstat(one)
            if os.path.isdir(one):
                waiting += [os.path.join(one, name) for name in sorted(os.listdir(one))]
        except OSError:
            continue
        found.append((one, facts.st_mtime_ns, facts.st_size))
    return found


def top_of(folder: str) -> str:
    """The work tree that a folder is of, as far as that can be told without git; paths of what waits begin there."""
    above = folder
    while not os.path.lexists(os.path.join(above, ".git")):
        if above == os.path.dirname(above):
            return folder
        above = os.path.dirname(above)
    return above


def git_dirs(folder: str) -> tuple[str, str]:
    """Its own git directory and the one with the refs, as far as that can be told without git.

    They are one, but for a work tree that is linked to another: that has its own HEAD, and leads there by two files.
    """
    own = common = os.path.join(folder, ".git")
    try:
        if os.path.isfile(own):
            own = common = os.path.normpath(os.path.join(folder, _line(own).removeprefix("gitdir:").strip()))
            leads = os.path.join(own, "commondir")
            if os.path.isfile(leads):
                common = os.path.normpath(os.path.join(own, _line(leads)))
    except OSError:
        return folder, folder
    return own if os.path.isdir(own) else folder, common if os.path.isdir(common) else folder


def _line(path: str) -> str:
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read(MOST).strip()
