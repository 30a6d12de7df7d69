"""Names to commits, exactly: what stands under a full name, never what git would guess from it.

git takes `refs/heads/main` for a tag `refs/tags/refs/heads/main` where no such branch stands, and cannot tell a branch
that is not born from one whose file or commit is lost. The quick question is put to `cat-file`; where its answer could
mean anything else, the refs themselves are listed.
"""

from __future__ import annotations

import os

from guard.doors.git.objects import missing
from guard.errors import GuardError
from guard.escape import hidden, shown
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.objects import Objects
    from guard.doors.git.place import Place
    from guard.doors.git.run import Runner

GUESSES = (b"refs/%b", b"refs/tags/%b", b"refs/heads/%b", b"refs/remotes/%b", b"refs/remotes/%b/HEAD")
EXPRESSION = frozenset(b"~^:{")  # what makes a word a question about a commit, never part of a ref's name
HEX = frozenset(b"0123456789abcdef")


class Branch(NamedTuple):
    """A branch, here or as a remote had it when it was last fetched."""

    name: str  # its full name
    oid: bytes
    at: int  # when its tip was committed, as the committer says


class Refs:
    """The refs of one repository."""

    def __init__(self, runner: Runner, place: Place, objects: Objects) -> None:
        self._runner = runner
        self._place = place
        self._objects = objects

    def head(self) -> bytes:
        """The commit HEAD is at; b"" where the branch is not born yet, and only there."""
        quick = self.sure(b"HEAD")
        if quick is not None:
            return quick
        name = self._runner.read(("symbolic-ref", "--quiet", "HEAD"), accept=(0, 1, 128)).strip()
        if name:
            return self.listed([name])[name] or b""
        oid = self._runner.read(("rev-parse", "--verify", "--quiet", "HEAD"), accept=(0, 1)).strip()
        if not oid:
            mend = "git reflog tells where it was; git fsck names what is lost"
            raise GuardError(
                "G804", "HEAD, or the branch it names, is damaged", shown(os.fsencode(self._place.git_dir)), mend
            )
        return self._commit(oid)

    def target(self, name: str) -> str:
        """The ref that another one stands for, such as refs/remotes/origin/HEAD; "" where it stands for itself."""
        return os.fsdecode(self._runner.read(("symbolic-ref", "--quiet", name), accept=(0, 1, 128)).strip())

    def commits(self, names: list[bytes]) -> dict[bytes, bytes | None]:
        """The commits these full names are at; None where no such ref stands."""
        quick = {name: None if EXPRESSION & set(name) else self.sure(name) for name in names}
        unsure = [name for name, oid in quick.items() if oid is None]
        return quick | self.listed(unsure) if unsure else quick

    def branches(self, beyond: bytes = b"") -> list[Branch]:
        """Every branch that stands here, the newest first; what only leads to another is none.

        Less those that the history of a commit holds: git goes by dates, and so leaves some of them in, but takes no
        other out (guard.doors.git.ancestry).
        """
        form = "--format=%(symref)%00%(refname)%00%(objectname)%00%(committerdate:unix)"
        less = (f"--no-merged={beyond.decode()}",) if beyond else ()
        told = self._runner.read(("for-each-ref", "--sort=-committerdate", form, *less, "refs/heads", "refs/remotes"))
        rows = [line.split(b"\0") for line in told.split(b"\n") if line]
        return [Branch(os.fsdecode(row[1]), row[2], int(row[3] or 0)) for row in rows if not row[0]]

    def listed(self, names: list[bytes]) -> dict[bytes, bytes | None]:
        """The same, asked of the refs themselves; a ref that is damaged, or whose commit is lost, is an error."""
        words = ("for-each-ref", "--format=%(refname) %(objectname)", *(os.fsdecode(name) for name in names))
        lines = (line.rpartition(b" ") for line in self._runner.read(words).split(b"\n") if line)
        standing = {name: oid for name, _, oid in lines}
        for name in names:
            if name not in standing:
                self._refuse_damaged(name)
        return {name: self._commit(standing[name]) if name in standing else None for name in names}

    def resolve(self, word: str) -> bytes:
        """The commit a person's word means; a word that means several things is refused, naming them."""
        stem, suffix = _stem(os.fsencode(word))
        readable = not hidden(word) and not suffix.startswith(b"@")
        meanings = self._meanings(stem) if readable else {}
        if not meanings:
            where = shown(os.fsencode(word)) or "an empty name"
            mend = (
                "check the spelling; fetch it if it stands on a remote: git fetch origin; or name it by its object id"
            )
            raise GuardError("G805", "no commit of this name in this repository", where, mend)
        if len(set(meanings.values())) > 1:
            full = ", ".join(shown(name) for name in meanings)
            mend = "use the full name, such as refs/heads/NAME, or the object id"
            raise GuardError("G806", f"this name means several commits: {full}", shown(stem), mend)
        oid = next(iter(meanings.values()))
        found = next(self._objects.headers((oid + suffix + b"^{commit}",))) if suffix else None
        if suffix and found is None:
            mend = "count again: git log --oneline --graph shows what is there"
            raise GuardError(
                "G805", "no commit of this name in this repository", shown(os.fsencode(word)) or "an empty name", mend
            )
        return found.oid if found is not None else oid

    def _meanings(self, stem: bytes) -> dict[bytes, bytes]:
        if stem in (b"HEAD", b"@"):
            oid = self.head()
            return {b"HEAD": oid} if oid else {}
        found: dict[bytes, bytes] = {}
        if (len(stem) >= 4 and HEX.issuperset(stem)) or os.path.isfile(
            os.path.join(self._place.git_dir, os.fsdecode(stem))
        ):
            header = next(self._objects.headers((stem + b"^{commit}",)))
            if header is not None:
                found[stem] = header.oid
            if len(stem) == self._place.width:
                return found  # git never takes a whole id for the name of a ref
        names = [stem] if stem.startswith(b"refs/") else [guess % stem for guess in GUESSES]
        return found | {name: oid for name, oid in self.listed(names).items() if oid is not None}

    def sure(self, name: bytes) -> bytes | None:
        """The commit of a name that git can only read one way."""
        wanted = [name + b"^{commit}", *(guess % name for guess in GUESSES)]
        found, *guesses = self._objects.headers(wanted)
        return found.oid if found is not None and not any(guesses) else None

    def _commit(self, oid: bytes) -> bytes:
        itself, commit = self._objects.headers((oid, oid + b"^{commit}"))
        if itself is None or (commit is None and itself.kind in (b"commit", b"tag")):
            raise missing(oid)
        if commit is None:
            mend = "name a branch, or a tag of a commit"
            raise GuardError("G805", f"this name means a {shown(itself.kind)}, not a commit", shown(oid), mend)
        return commit.oid

    def _refuse_damaged(self, name: bytes) -> None:
        """A ref that is not listed is absent, or there and unreadable, which must never look like a new repository."""
        if os.path.isfile(os.path.join(os.fsencode(self._place.common_dir), name)):
            mend = "mend it from the reflog (git reflog) or fetch the branch again; git fsck names what is lost"
            raise GuardError("G804", "a ref is damaged: its file is there and names no commit", shown(name), mend)


def _stem(word: bytes) -> tuple[bytes, bytes]:
    at = min((word.find(mark) for mark in (b"~", b"^", b"@{") if word.find(mark) > 0), default=len(word))
    return word[:at], word[at:]
