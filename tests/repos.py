"""Real git repositories for tests, built fast: objects are written by hand, everything else by git itself.

`git init` runs once per object format and session; a new repository is a copy of those few files. Blobs, trees and
commits are hashed and written as loose objects here, so a tree can hold whatever a test wants in it, also what git
would refuse. Identity and dates are fixed: the same calls give the same object ids in every run.
"""

from __future__ import annotations

import atexit
import hashlib
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from functools import cache
from pathlib import Path
from typing import TypeVar

from guard.doors.git.place import merge_heads
from guard.doors.git.repository import Repository
from guard.errors import GuardError
from guard.model.change import FileChange

FILE, EXECUTABLE, SYMLINK, SUBMODULE, FOLDER = b"100644", b"100755", b"120000", b"160000", b"40000"
PERSON = b"Ada Author <ada@example.org> 1767323045 +0000"
GIT = shutil.which("git") or "git"

T = TypeVar("T")
Entry = tuple[bytes, bytes]  # mode, object id in hex
Flat = Mapping[bytes, Entry]  # every file of a tree by its full path

_numbers = itertools.count()


@cache
def _workshop() -> Path:
    """The folder all repositories of this process are made in."""
    folder = Path(tempfile.mkdtemp(prefix="guard-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _template(algorithm: str) -> dict[str, bytes | None]:
    """What `git init` writes: file -> content, folder -> None."""
    folder = _workshop() / f"template-{algorithm}"
    subprocess.run([GIT, "init", "-q", "--template=", "-b", "main", f"--object-format={algorithm}", folder], check=True)
    top = folder / ".git"
    return {str(path.relative_to(top)): None if path.is_dir() else path.read_bytes() for path in sorted(top.rglob("*"))}


@contextmanager
def new_repository(algorithm: str = "sha1", name: str | bytes = "repository") -> Iterator[Maker]:
    """An empty repository in a folder of its own, removed at the end."""
    parent = os.path.join(os.fsencode(_workshop()), b"%d" % next(_numbers))
    made = os.path.join(parent, os.fsencode(name))
    try:
        yield make_repository(made, algorithm)
    finally:
        shutil.rmtree(parent, ignore_errors=True)


def make_repository(folder: bytes | str | os.PathLike[str], algorithm: str = "sha1") -> Maker:
    """An empty repository in this folder, which is made if it is not there."""
    top = os.fsencode(folder)
    os.makedirs(os.path.join(top, b".git"))
    for path, content in _template(algorithm).items():
        place = os.path.join(top, b".git", os.fsencode(path))
        if content is None:
            os.mkdir(place)
        else:
            _write(place, content)
    return Maker(top, algorithm)


def _write(path: bytes, content: bytes) -> None:
    with open(path, "wb", buffering=0) as file:
        file.write(content)


class Maker:
    """One repository under construction; `top` is its work tree."""

    def __init__(self, top: bytes, algorithm: str = "sha1") -> None:
        self.top = top
        self.git_dir = os.path.join(top, b".git")
        self.objects = os.path.join(self.git_dir, b"objects")
        self.width = 64 if algorithm == "sha256" else 40
        self.zero = b"0" * self.width
        self._hash = getattr(hashlib, algorithm)
        self._folders: set[bytes] = set()
        self._written: set[bytes] = set()

    # objects

    def put(self, kind: bytes, content: bytes) -> bytes:
        """Write one loose object, whatever is in it, and return its id."""
        stored = b"%s %d\0%s" % (kind, len(content), content)
        oid: bytes = self._hash(stored).hexdigest().encode()
        if oid not in self._written:
            self._written.add(oid)
            folder = os.path.join(self.objects, oid[:2])
            if folder not in self._folders:
                os.makedirs(folder, exist_ok=True)
                self._folders.add(folder)
            _write(os.path.join(folder, oid[2:]), zlib.compress(stored, 1))
        return oid

    def loose(self, oid: bytes) -> bytes:
        """The file of a loose object, for tests that damage it."""
        return os.path.join(self.objects, oid[:2], oid[2:])

    def blob(self, content: bytes) -> bytes:
        return self.put(b"blob", content)

    def raw_tree(self, entries: Iterable[tuple[bytes, bytes, bytes]]) -> bytes:
        """A tree of exactly these (mode, name, id), in this order, checked by nobody."""
        return self.put(
            b"tree", b"".join([b"%s %s\0%s" % (mode, name, bytes.fromhex(oid.decode())) for mode, name, oid in entries])
        )

    def tree(self, flat: Flat) -> bytes:
        """The tree of these files, with all folders below it, as git would write it."""
        folders: dict[bytes, dict[bytes, Entry]] = {}
        here: dict[bytes, Entry] = {}
        for path, entry in flat.items():
            name, slash, rest = path.partition(b"/")
            if slash:
                folders.setdefault(name, {})[rest] = entry
            else:
                here[name] = entry
        for name, below in folders.items():
            here[name] = (FOLDER, self.tree(below))
        order = sorted(here, key=lambda name: name + b"/" if here[name][0] == FOLDER else name)
        return self.raw_tree([(here[name][0], name, here[name][1]) for name in order])

    def files(self, files: Mapping[bytes, bytes]) -> dict[bytes, Entry]:
        """Plain files by their content."""
        return {path: (FILE, self.blob(content)) for path, content in files.items()}

    def commit(self, tree: bytes, parents: Sequence[bytes] = (), message: bytes = b"a commit\n") -> bytes:
        lines = [
            b"tree " + tree,
            *(b"parent " + parent for parent in parents),
            b"author " + PERSON,
            b"committer " + PERSON,
        ]
        return self.put(b"commit", b"\n".join(lines) + b"\n\n" + message)

    # what git keeps beside the objects

    def ref(self, name: bytes, oid: bytes) -> None:
        path = os.path.join(self.git_dir, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        _write(path, oid + b"\n")

    def stage(self, flat: Flat) -> None:
        """Make the index hold exactly these files, entry by entry."""
        shutil.rmtree(os.path.join(self.git_dir, b"index"), ignore_errors=True)
        self.git("read-tree", "--empty")
        self.stage_more(flat)

    def stage_more(self, flat: Flat, removed: Iterable[bytes] = ()) -> None:
        """Set these entries of the index and take others out; the rest, with its cached trees, stays."""
        lines = [b"0 %s\t%s" % (self.zero, path) for path in removed]
        lines += [b"%s %s\t%s" % (mode, oid, path) for path, (mode, oid) in flat.items()]
        self.git(
            "update-index", "-z", "--add", "--replace", "--index-info", stdin=b"".join([line + b"\0" for line in lines])
        )

    def git(self, *words: str | bytes, stdin: bytes = b"", codes: tuple[int, ...] = (0,), **environment: str) -> bytes:
        """Run plain git here and return what it printed."""
        done = subprocess.run(
            [GIT, *words], cwd=self.top, input=stdin, capture_output=True, env={**os.environ, **environment}
        )
        assert done.returncode in codes, (words, done.returncode, done.stderr)
        return done.stdout

    def write(self, path: bytes | str, content: bytes) -> None:
        """A file of the work tree (or, below .git, of the repository itself)."""
        place = os.path.join(self.top, os.fsencode(path))
        os.makedirs(os.path.dirname(place), exist_ok=True)
        _write(place, content)

    def staged(self, below: bytes = b"") -> dict[bytes, FileChange]:
        """The staged change as guard reads it, path -> change."""
        with self.opened(below=below) as repository:
            repository.start_staged()
            heads = merge_heads(repository.place)  # as if what is merged stood on the trusted branch
            changes = repository.staged(heads[0] if heads else b"").changes
        assert len({change.path for change in changes}) == len(changes)
        return {change.path: change for change in changes}

    @contextmanager
    def opened(self, git: str | None = None, below: bytes = b"") -> Iterator[Repository]:
        """Guard's own view of this repository, from its top or a folder below it."""
        with chdir(os.path.join(self.top, below)), Repository(git) as repository:
            yield repository


def tried(ask: Callable[[], T]) -> T | GuardError:
    """What guard answers, or why it does not."""
    try:
        return ask()
    except GuardError as error:
        return error


FAILING = """\
#!/bin/sh
printf '%s\\n' "$*" >> {folder}/calls
case " $* " in
    *" {word} "*) exec {python} -I -S {folder}/cut.py "$@" ;;
esac
exec {git} "$@"
"""
CUT = """\
import os, signal, sys
ours, child = os.pipe()
if os.fork() == 0:
    os.dup2(child, 1)
    os.close(ours)
    os.close(child)
    os.execv({git!r}, [{git!r}, *sys.argv[1:]])
os.close(child)
left = {keep}
while left and (chunk := os.read(ours, left)):
    left -= len(chunk)
    os.write(1, chunk)
if {code} < 0:
    if {code} == -signal.SIGINT:  # which what runs in the background is told to ignore
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.kill(os.getpid(), -{code})
os._exit({code})
"""


def failing_git(folder: Path, word: str, keep: int, code: int) -> str:
    """A git whose command `word` fails: it tells `keep` bytes of its answer and ends with `code`, a signal if negative.

    By its word and not by its turn, because some gits run side by side. Every start is written down in `calls`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    git = os.path.realpath(GIT)
    (folder / "calls").write_text("")
    (folder / "cut.py").write_text(CUT.format(git=git, keep=keep, code=code))
    script = folder / "git"
    script.write_text(FAILING.format(folder=folder, word=word, python=sys.executable, git=git))
    script.chmod(0o755)
    return str(script)


def called(folder: Path) -> set[str]:
    """The git commands that were started through that git."""
    found = set()
    for line in (folder / "calls").read_text().splitlines():
        words = iter(line.split())
        for word in words:
            if word == "-c":
                next(words)
            elif not word.startswith("-"):
                found.add(word)
                break
    return found
