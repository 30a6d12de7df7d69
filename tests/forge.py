"""A forge: a bare repository, pull requests, every way they are merged, and a clone that guard looks from.

What a forge does to branches is done here by hand, object by object, so that a story takes milliseconds. That its
merges are git's own is shown by a test, with `git merge`, `git rebase` and `git cherry-pick` in a clone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, chdir, contextmanager
from itertools import pairwise
from typing import NamedTuple

import pytest

from guard import replay, trust
from guard.digest import digest
from guard.doors.git.history import step_changes
from guard.doors.git.repository import Repository
from guard.model.landing import joined, landing_digest
from guard.model.log import Act, Entry, Log
from guard.model.trigger import Trigger
from guard.model.verdict import Verdict
from guard.pipeline import judge
from guard.replay import progress
from guard.trust import log as log_door
from tests.recorded import READERS
from tests.repos import FILE, Flat, Maker, make_repository, new_repository
from tests.repos import Entry as File

BEGUN = 1767323045  # when the first commit was made; each later one is a minute younger
TRUSTED = "refs/remotes/origin/main"

Edit = Mapping[bytes, "bytes | File | None"]  # path -> text; or mode, and text or id; or nothing: it is taken away


class Work(NamedTuple):
    """One commit of a pull request."""

    edit: Edit
    message: bytes = b"work\n"


class Conflict(Exception):
    """Both sides changed this file, each its own way."""


def claiming(node: str, words: str = "work") -> bytes:
    """A message that claims a phase."""
    plan, _, phase = node.partition("/")
    return f"{words}\n\nGuard-Plan: {plan}\nGuard-Phase: {phase}\n".encode()


class Bare(Maker):
    """A repository without a work tree."""

    def __init__(self, top: bytes, algorithm: str) -> None:
        made = make_repository(top + b".made", algorithm)
        os.rename(made.git_dir, top)
        with open(os.path.join(top, b"config"), "rb+") as file:
            text = file.read().replace(b"bare = false", b"bare = true")
            file.seek(0)
            file.truncate()
            file.write(text)
        super().__init__(top, algorithm)
        self.git_dir, self.objects = top, os.path.join(top, b"objects")


class Forge:
    """The bare repository, what every commit of it holds, and the log that stands beside it."""

    def __init__(self, clone: Maker, standing: Mapping[bytes, bytes], algorithm: str = "sha1") -> None:
        self.clone = clone
        self.bare = Bare(os.path.join(os.path.dirname(clone.top), b"forge.git"), algorithm)
        clone.write(".git/objects/info/alternates", self.bare.objects + b"\n")
        self.flats: dict[bytes, dict[bytes, File]] = {}
        self.parents: dict[bytes, tuple[bytes, ...]] = {}
        self.messages: dict[bytes, bytes] = {}
        self.tips: dict[str, bytes] = {}
        self.entries: list[Entry] = []
        self.now = BEGUN
        self._stack = ExitStack()
        self._repository: Repository | None = None
        self.start = self._commit(self.bare.files(standing), (), b"begin\n")
        self.move("main", self.start)

    # objects and branches

    def _commit(self, flat: Flat, parents: Sequence[bytes], message: bytes) -> bytes:
        self.now += 60
        person = b"Ada Author <ada@example.org> %d +0000" % self.now
        lines = [b"tree " + self.bare.tree(flat), *(b"parent " + of for of in parents)]
        lines += [b"author " + person, b"committer " + person]
        oid = self.bare.put(b"commit", b"\n".join(lines) + b"\n\n" + message)
        self.flats[oid], self.parents[oid], self.messages[oid] = dict(flat), tuple(parents), message
        return oid

    def move(self, branch: str, oid: bytes) -> bytes:
        """The branch is at this commit now, whatever it was at before."""
        self.tips[branch] = oid
        self.bare.ref(b"refs/heads/" + branch.encode(), oid)
        self.clone.ref(b"refs/remotes/origin/" + branch.encode(), oid)
        return oid

    def edited(self, flat: Flat, edit: Edit) -> dict[bytes, File]:
        """The files after an edit; a file that comes takes the place of the folder of its name."""
        found = dict(flat)
        for path, new in edit.items():
            found.pop(path, None)
            if new is not None:
                found = {name: entry for name, entry in found.items() if not name.startswith(path + b"/")}
                found[path] = self._entry(new)
        return found

    def _entry(self, new: bytes | File) -> File:
        """A plain file with this text; beside another mode stands an id, or the text, or where a link leads."""
        mode, text = (FILE, new) if isinstance(new, bytes) else new
        named = len(text) == self.bare.width and not text.strip(b"0123456789abcdef")
        return mode, text if named and not isinstance(new, bytes) else self.bare.blob(text)

    def on(self, parent: bytes, *works: Work) -> bytes:
        """These commits, one on another."""
        for work in works:
            parent = self._commit(self.edited(self.flats[parent], work.edit), (parent,), work.message)
        return parent

    def history(self, tip: bytes) -> dict[bytes, None]:
        """The commit and all before it, itself first."""
        found: dict[bytes, None] = {}
        waiting = [tip]
        while waiting:
            oid = waiting.pop(0)
            if oid not in found:
                found[oid] = None
                waiting += self.parents[oid]
        return found

    def fork(self, one: bytes, other: bytes) -> bytes:
        """Where two lines part."""
        theirs = self.history(other)
        common = [oid for oid in self.history(one) if oid in theirs]
        return max(common, key=lambda oid: len(self.history(oid)))

    def between(self, base: bytes, tip: bytes) -> list[bytes]:
        """The commits that `tip` brings, oldest first, along first parents."""
        known, found = self.history(base), []
        while tip not in known:
            found.append(tip)
            tip = self.parents[tip][0]
        return found[::-1]

    def merged(self, onto: bytes, tip: bytes, fork: bytes | None = None) -> dict[bytes, File]:
        """Three-way, file by file."""
        base = self.flats[fork or self.fork(onto, tip)]
        ours, theirs = self.flats[onto], self.flats[tip]
        found = dict(ours)
        for path in {*base, *theirs}:
            if theirs.get(path) != base.get(path):
                if ours.get(path) not in (base.get(path), theirs.get(path)):
                    raise Conflict(path)
                found.pop(path, None)
                found |= {path: theirs[path]} if path in theirs else {}
        return found

    # pull requests

    def pull(self, branch: str, *works: Work, base: str = "main") -> bytes:
        """A branch from the tip of another one; where it was there before, it is pushed by force."""
        return self.move(branch, self.on(self.tips[base], *works))

    def more(self, branch: str, *works: Work) -> bytes:
        return self.move(branch, self.on(self.tips[branch], *works))

    def update(self, branch: str, base: str = "main") -> bytes:
        """The button that merges the base into the branch."""
        tip, onto = self.tips[branch], self.tips[base]
        return self.move(branch, self._commit(self.merged(tip, onto), (tip, onto), b"Merge branch 'main'\n"))

    # the ways to merge

    def merge(self, branch: str, message: bytes = b"Merge pull request\n", base: str = "main") -> bytes:
        """A merge commit."""
        onto, tip = self.tips[base], self.tips[branch]
        return self.move(base, self._commit(self.merged(onto, tip), (onto, tip), message))

    def squash(self, branch: str, message: bytes | None = None, base: str = "main") -> bytes:
        """One commit of it all; as forges do it, its message holds the messages of all commits."""
        onto, tip = self.tips[base], self.tips[branch]
        said = b"\n".join([self.messages[oid] for oid in self.between(onto, tip)])
        flat = self.merged(onto, tip)
        return self.move(base, self._commit(flat, (onto,), said if message is None else message))

    def rebase(self, branch: str, base: str = "main") -> bytes:
        """Each commit anew on the tip of the base."""
        onto = self.tips[base]
        for oid in self.between(onto, self.tips[branch]):
            onto = self._commit(self.merged(onto, oid, self.parents[oid][0]), (onto,), self.messages[oid])
        return self.move(base, onto)

    def forward(self, branch: str, base: str = "main") -> bytes:
        """The base moves to the tip of the branch, which has to stand on it."""
        assert self.tips[base] in self.history(self.tips[branch])
        return self.move(base, self.tips[branch])

    def octopus(self, *branches: str, message: bytes = b"Merge branches\n") -> bytes:
        """Several branches in one merge commit."""
        onto = self.tips["main"]
        flat = self.flats[onto]
        for branch in branches:
            fork = self.flats[self.fork(onto, self.tips[branch])]
            theirs = self.flats[self.tips[branch]]
            flat = {path: entry for path, entry in flat.items() if path not in fork or path in theirs}
            flat |= {path: entry for path, entry in theirs.items() if fork.get(path) != entry}
        return self.move("main", self._commit(flat, (onto, *[self.tips[of] for of in branches]), message))

    def foxtrot(self, branch: str) -> bytes:
        """The base is merged into the branch, and moves to that merge: first parents now lead along the branch."""
        self.update(branch)
        return self.forward(branch)

    def queue(self, branches: Sequence[str], fails: Sequence[str] = ()) -> list[bytes]:
        """A merge queue: each is merged on top of those before it, and judged there; one that fails is dropped.

        What is returned are the speculative merges in their order, those that were thrown away among them.
        """
        made = []
        for number, branch in enumerate(branches):
            onto, tip = self.tips["main"], self.tips[branch]
            merge = self._commit(self.merged(onto, tip), (onto, tip), b"Merge pull request\n")
            self.move(f"queue-{number}", merge)
            made.append(merge)
            if branch not in fails:
                self.move("main", merge)
        return made

    # what else happens

    def bypass(self, *works: Work, base: str = "main") -> bytes:
        """An administrator pushes to the branch itself."""
        return self.move(base, self.on(self.tips[base], *works))

    def inverse(self, oid: bytes, tip: bytes) -> Edit:
        """What takes a commit back, files as they were before it."""
        before, after = self.flats[self.parents[oid][0]], self.flats[oid]
        changed = [path for path in {*before, *after} if before.get(path) != after.get(path)]
        assert all(self.flats[tip].get(path) == after.get(path) for path in changed), "it does not come off"
        return {path: before.get(path) for path in changed}

    def revert(self, oid: bytes, message: bytes | None = None, branch: str = "revert") -> bytes:
        """The revert button: a branch that takes this commit back."""
        said = b'Revert "work"\n\nThis reverts commit %s.\n' % oid if message is None else message
        return self.pull(branch, Work(self.inverse(oid, self.tips["main"]), said))

    def cherry_pick(self, oid: bytes, base: str) -> bytes:
        """What one commit did, on another branch."""
        onto = self.tips[base]
        flat = self.merged(onto, oid, self.parents[oid][0])
        said = self.messages[oid] + b"\n(cherry picked from commit %s)\n" % oid
        return self.move(base, self._commit(flat, (onto,), said))

    def writes(self, act: Act) -> None:
        """An entry more in the log."""
        self.entries.append(Entry(digest("entry", {"number": len(self.entries)}), act))

    # how guard sees it

    @contextmanager
    def looking(self) -> Iterator[None]:
        """In the clone, beside this log. No signature is checked: who signed is settled before the log is read."""
        with pytest.MonkeyPatch.context() as patch, chdir(self.clone.top):
            for name in READERS:
                patch.setattr(log_door, name, lambda *_: Log(tuple(self.entries)))
            yield

    def judged(self, tip: bytes, base: str = "main", now: int = 0) -> Verdict:
        """What guard says of landing this commit."""
        trigger = Trigger(
            "range", base=f"refs/remotes/origin/{base}", tip=tip.decode(), trusted=TRUSTED, now=now or self.now
        )
        with self.looking():
            return judge(trigger)

    def answered(self, tip: bytes, now: int = 0) -> tuple[replay.Replay, Verdict]:
        """The same, and how the branch was explained meanwhile: at the merge door that is asked once."""
        seen: list[replay.Replay] = []

        def told(ask: Callable[..., replay.Replay]) -> Callable[..., replay.Replay]:
            def kept(*words: object) -> replay.Replay:
                seen.append(ask(*words))
                return seen[-1]

            return kept

        with pytest.MonkeyPatch.context() as patch:
            for ask in (replay.replay, replay.without_plans):
                patch.setattr(progress, ask.__name__, told(ask))
            verdict = self.judged(tip, now=now)
        return seen[-1], verdict

    def replayed(self, now: int = 0, at: bytes = b"") -> replay.Replay:
        """The trusted branch explained."""
        trigger = Trigger("range", trusted=TRUSTED)
        with self.looking(), self.clone.opened() as repository:
            trusted = trust.read(repository, trigger, *trust.trusted_commit(repository, trigger))
            log = log_door.read(repository, trusted)
            return replay.replay(repository, trigger, trusted, log, at or trusted.oid, now or self.now)

    def digests(self, spans: Sequence[tuple[bytes, Sequence[bytes]]]) -> list[str]:
        """Of each span (a commit, and those that came on it one by one) the digest of all of it; read at one go."""
        pairs = [pair for begin, steps in spans for pair in pairwise((begin, *steps))]
        one = self.repository
        landings, _ = step_changes(one._runner, one.place, one.objects, [], pairs)
        changes = iter([landing.changes for landing in landings])
        return [landing_digest(joined([next(changes) for _ in steps])) for _, steps in spans]

    def landing(self, base: bytes, tip: bytes) -> str:
        """The digest of all that lands with a branch."""
        return landing_digest(self.repository.range(base, tip).landing.changes)

    def landed(self, base: bytes, tip: bytes | None = None) -> str:
        """The digest of what the steps of the branch come to, from one commit on."""
        steps, _ = self.repository.since(base, tip or self.tips["main"])
        return landing_digest(joined([changes.changes for _, changes in steps]))

    @property
    def repository(self) -> Repository:
        """Guard's own view of the clone, opened once: objects that come later are found in it."""
        if self._repository is None:
            with chdir(self.clone.top):
                self._repository = self._stack.enter_context(Repository())
        return self._repository

    def close(self) -> None:
        self._stack.close()


@contextmanager
def forge(standing: Mapping[bytes, bytes], algorithm: str = "sha1") -> Iterator[Forge]:
    """A new one, with these files on main."""
    with new_repository(algorithm) as clone:
        made = Forge(clone, standing, algorithm)
        try:
            yield made
        finally:
            made.close()


WAYS: dict[str, Callable[[Forge, str], bytes]] = {
    "merge commit": Forge.merge,
    "squash": Forge.squash,
    "rebase": Forge.rebase,
    "fast-forward": Forge.forward,
    "octopus": Forge.octopus,
}
