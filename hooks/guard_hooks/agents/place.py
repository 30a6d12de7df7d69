"""Where a repository is and what its refs are at, read from its files without git: what an edit cannot wait for.

Read is only what stands plainly there: `.git` as a folder or a file that leads to one, `commondir`, loose refs and
`packed-refs`. Whatever is otherwise is not guessed at: `None`, and git is asked.
"""

from __future__ import annotations

import os

from guard.value import NamedTuple

HEX = frozenset(b"0123456789abcdef")
LARGEST = 1 << 24  # bytes of packed-refs
DEEPEST = 5  # refs that name refs
ELSEWHERE = ("GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE")


class Ground(NamedTuple):
    """One work tree and its git directories, all of them real paths."""

    top: str
    git_dir: str
    common_dir: str
    git: str | None = None  # the one to use, by absolute path; None: the usual one


def around(folder: str) -> Ground | None:
    """The work tree that a folder lies in, or would lie in once it is made; None outside of all."""
    at = os.path.realpath(folder)
    while True:
        git_dir = _git_dir(os.path.join(at, ".git"))
        if git_dir:
            return Ground(at, git_dir, _shared_by(git_dir))
        above = os.path.dirname(at)
        if above == at:
            return None
        at = above


def spoilt(folder: str) -> str:
    """A folder above that somebody holds to a plan, and whose `.git` is no repository any more; "" where none is."""
    at = os.path.realpath(folder)
    while at != os.path.dirname(at):
        entry = os.path.join(at, ".git")
        if os.path.lexists(entry) and os.path.lexists(os.path.join(at, ".guard")) and not _git_dir(entry):
            return at
        at = os.path.dirname(at)
    return ""


def _git_dir(entry: str) -> str:
    """The folder that a `.git` is or leads to; "" where it is none."""
    found = entry
    if not os.path.isdir(entry):
        line = _read(entry, 8192)
        if not line.startswith(b"gitdir: "):
            return ""
        found = os.path.join(os.path.dirname(entry), os.fsdecode(line[8:].rstrip(b"\r\n")))
    return os.path.realpath(found) if os.path.isfile(os.path.join(found, "HEAD")) else ""


def _shared_by(git_dir: str) -> str:
    line = _read(os.path.join(git_dir, "commondir"), 8192).rstrip(b"\r\n")
    return os.path.realpath(os.path.join(git_dir, os.fsdecode(line))) if line else git_dir


class Files:
    """The refs of one repository as its files have them."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._packed: bytes | None = None
        self._readable = True  # packed-refs, or nothing is there
        # Refs of another format stand in files that nobody reads by hand; an environment may lead git elsewhere.
        other = os.path.lexists(os.path.join(ground.common_dir, "reftable"))
        self.plain = not other and not any([os.environ.get(name) for name in ELSEWHERE])

    def head(self) -> bytes | None:
        """The commit HEAD is at; None where that does not stand plainly there, also where there is none yet."""
        return self._followed(_read(os.path.join(self._ground.git_dir, "HEAD"), 4096)) if self.plain else None

    def at(self, name: bytes) -> bytes | None:
        """The commit of a full name; b"" where there surely is no such ref, None where nobody can tell."""
        if not self.plain or not name.startswith(b"refs/") or b".." in name or b"\0" in name:
            return None
        path = os.path.join(os.fsencode(self._ground.common_dir), name)
        if os.path.isfile(path):
            return self._followed(_read(os.fsdecode(path), 4096))
        found = self._of_packed(name)
        return found if self._readable else None

    def _followed(self, line: bytes, deep: int = 0) -> bytes | None:
        word = line.strip()
        if word.startswith(b"ref: ") and deep < DEEPEST:
            name = word[5:].strip()
            path = os.path.join(os.fsencode(self._ground.common_dir), name)
            if not name.startswith(b"refs/") or b".." in name or b"\0" in name:
                return None
            packed = (self._of_packed(name) or None) if not os.path.isfile(path) else None
            return packed or self._followed(_read(os.fsdecode(path), 4096), deep + 1)
        return word if len(word) in (40, 64) and HEX.issuperset(word) else None

    def _of_packed(self, name: bytes) -> bytes:
        if self._packed is None:
            packed = os.path.join(self._ground.common_dir, "packed-refs")
            self._packed = b"\n" + _read(packed, LARGEST)
            self._readable = len(self._packed) > 1 or not os.path.lexists(packed)
        end = self._packed.find(b" " + name + b"\n")
        word = self._packed[self._packed.rfind(b"\n", 0, end) + 1 : end] if end > 0 else b""
        return word if len(word) in (40, 64) and HEX.issuperset(word) else b""


def _read(path: str, most: int) -> bytes:
    """The first bytes of a plain file; nothing where there is none, or more than that."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return b""
    try:
        text = os.read(handle, most + 1)
        while text and len(text) <= most and (more := os.read(handle, most + 1 - len(text))):
            text += more
        return text if len(text) <= most else b""
    except OSError:
        return b""
    finally:
        os.close(handle)
