"""The repository as a call of an agent would leave it: what stands at HEAD, and the contents that are proposed.

The same values that git would give, so that the one pipeline judges them. Trees that were read before are kept beside
the compiled documents, by the commit they are of: a hint, which CI never reads. Where all that is asked is at hand, no
git is started.
"""

from __future__ import annotations

import os

from guard.doors import cache
from guard.doors.files import content
from guard.model.change import FOLDER
from guard.value import NamedTuple
from guard_hooks.agents.place import Files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from guard.doors.git.objects import Blob, Header, Objects
    from guard.doors.git.refs import Refs
    from guard.doors.git.repository import Repository
    from guard.doors.git.trees import Entries
    from guard_hooks.agents.place import Ground
else:
    Repository = object  # to a type checker it is one; what finds repositories is loaded where git is asked

NAME = f"agents-trees-{cache.FORM}.json"
LARGEST = 2 << 20
READ = 4 << 20  # bytes of a file that is looked into for a content
WIDTH = 40  # digits of an id by SHA-1
NEW = b"f"  # how the id of a proposed content begins; no two of one call are alike


class Here(NamedTuple):
    """The same as guard.doors.git.place.Place."""

    top: str
    git_dir: str
    common_dir: str
    shallow: bool
    width: int
    seen: bytes


class Proposed(Repository):
    """Opened by its place; git is asked only for what is not at hand."""

    verified = ()

    def __init__(self, ground: Ground, hint: bool = False) -> None:
        self._ground, self._hint = ground, hint
        self._inner: Repository | None = None
        self._fresh = False
        self.files = Files(ground)
        self._kept = _kept(ground.common_dir) if hint else {}
        self._used: dict[bytes, Entries] = {}
        head = self.files.head()
        self.head = self.real.refs.head() if head is None else head
        width = len(self.head) or self.real.place.width
        shallow = os.path.lexists(os.path.join(ground.common_dir, "shallow"))
        self.place = Here(ground.top, ground.git_dir, ground.common_dir, shallow, width, self.head)  # type: ignore[assignment]
        self.texts: dict[bytes, bytes] = {b"0" * width: b""}  # what nobody tells the content of
        self.added: list[bytes] = []  # paths that come with the call
        self.perhaps: list[bytes] = []  # protected files that are perhaps written
        self.standing: dict[bytes, bytes] = {}  # id of a file at HEAD -> its path, which may still have that content
        self._empty = b""  # the tree of no commit, once it was asked for

    def __enter__(self) -> Proposed:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def real(self) -> Repository:
        """The repository as git has it; git is started once."""
        if self._inner is None:
            here = os.getcwd()
            try:
                os.chdir(self._ground.top)  # git looks for it from here
                self._inner = opened(self._ground.git)
            finally:
                os.chdir(here)
        return self._inner

    def __getattr__(self, name: str) -> Any:
        """Whatever else a repository is asked."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.real, name)

    @property
    def objects(self) -> Objects:  # type: ignore[override]
        from guard_hooks.agents.overlaid import Contents

        return Contents(self)

    @property
    def refs(self) -> Refs:  # type: ignore[override]
        from guard_hooks.agents.overlaid import OfFiles

        return OfFiles(self)

    @property
    def processes(self) -> int:
        return self._inner.processes if self._inner is not None else 0

    def close(self) -> None:
        if self._inner is not None:
            self._inner.close()
        if self._hint and self._fresh:
            from guard_hooks.agents.keeping import keep

            keep(self._ground.common_dir, self._kept, self._used)

    def forget(self) -> None:
        """Keep nothing of this call."""
        self._hint = False

    def doubted(self) -> bool:
        """Whether any of its trees is one that was kept; from here on none is."""
        found = not self._kept.keys().isdisjoint(self._used)
        self._kept, self._used = {}, {}
        return found

    def propose(self, content: bytes) -> bytes:
        """The id under which a content is read; no object of git has it."""
        oid = NEW + b"%0*x" % (self.place.width - 1, len(self.texts) + 1)
        self.texts[oid] = content
        return oid

    def at_hand(self, oid: bytes) -> bytes | None:
        """A content that need not be asked of git: it is proposed, or a file of the work tree has exactly that."""
        path = self.standing.pop(oid, None)
        if path is not None:
            text = content_of(os.path.join(os.fsencode(self._ground.top), path), oid)
            if text is not None:
                self.texts[oid] = text
        return self.texts.get(oid)

    def tree(self, commit: bytes) -> bytes:
        if commit:
            return commit + b"^{tree}"
        from guard.doors.git.trees import EMPTY_TREE

        self._empty = EMPTY_TREE[self.place.width]
        return self._empty

    def entries(self, tree: bytes) -> Entries:
        if tree not in self._used:
            self._used[tree] = self._kept[tree] if tree in self._kept else self.real.entries(tree)
            self._fresh = self._fresh or tree not in self._kept
        return self._used[tree]

    def folders(self, tree: bytes, paths: Iterable[bytes]) -> dict[bytes, Entries]:
        """As `guard.doors.git.trees.folders` has it, a tree at a time."""
        if tree == self._empty:
            return {b"": {}}
        read = {b"": self.entries(tree)}
        for path in paths:
            at = b""
            for name in path.split(b"/") if path else ():
                mode, oid = read[at].get(name, (b"", b""))
                if mode != FOLDER:
                    break
                at = at + b"/" + name if at else name
                if at not in read:
                    read[at] = self.entries(oid.hex().encode())
        return read

    def headers(self, oids: Iterable[bytes]) -> Iterator[Header | None]:
        return self.objects.headers(oids)

    def kinds(self, oids: Iterable[bytes]) -> Iterator[bytes]:
        for header in self.objects.headers(oids):
            yield header.kind if header is not None else b""

    def contents(self, oids: Iterable[bytes]) -> Iterator[Blob | None]:
        return self.objects.contents(oids)

    def up_to(self, oids: list[bytes], most: int) -> Iterator[tuple[bytes, bytes | None]]:
        for oid, text in [(oid, self.at_hand(oid)) for oid in oids]:
            if text is None:
                yield from self.real.up_to([oid], most)
            else:
                yield oid, text if len(text) <= most else None

    def commits(self, names: list[bytes]) -> dict[bytes, bytes | None]:
        found = {name: self.files.at(name) for name in names}
        if None in found.values():
            return self.real.refs.commits(names)
        return {name: oid or None for name, oid in found.items()}

    def staged_names(self) -> list[bytes]:
        self.real.start_staged()
        return [*self.real.staged_names(), *self.added]


def opened(git: str | None) -> Repository:
    """The repository around the current folder, as a git has it that is new enough: nobody has asked that here."""
    from guard.doors.git.repository import Repository
    from guard.doors.git.run import usable_git

    return Repository(usable_git(git))


def content_of(path: bytes, oid: bytes) -> bytes | None:
    """What a file holds, if that is the content of this id; None where it is not, or is large."""
    try:
        text = content(os.fsdecode(path), READ + 1)
        # Python's own code: to load OpenSSL takes as long as Python's start.
        made = __import__("_sha1").sha1 if len(oid) == WIDTH else __import__("_sha256").sha256
    except (OSError, ImportError, AttributeError):
        return None
    if len(text) > READ or made(b"blob %d\0%s" % (len(text), text)).hexdigest().encode() != oid:
        return None
    return text


def _kept(common_dir: str) -> dict[bytes, Entries]:
    """The trees of earlier calls. What is not exactly what guard writes there counts as absent."""
    told = cache.load_file(common_dir, NAME, LARGEST)
    try:
        return {
            tree.encode(): {
                name.encode("utf-8", "surrogateescape"): (mode.encode(), bytes.fromhex(oid))
                for name, mode, oid in entries
            }
            for tree, entries in told.items()  # type: ignore[attr-defined]
        }
    except Exception:  # whatever a forged file makes go wrong, git is asked instead
        return {}
