"""One repository under judgement, open for one run: what the rest of guard asks of git, in guard's words."""

from __future__ import annotations

from guard.doors.git import history, index, trees
from guard.doors.git.history import EMPTY_TREE
from guard.doors.git.objects import Blob, Header, Objects
from guard.doors.git.place import Place, locate
from guard.doors.git.run import Runner, find_git
from guard.model.change import ChangeSet, Commit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.doors.git.run import Child


class Repository:
    """Opened by `Repository(git)`, closed by `close()`; reads, never writes."""

    place: Place

    def __init__(self, git: str | None = None) -> None:
        self._runner = Runner(find_git(git))
        self._objects: Objects | None = None
        self._comparison: Child | None = None
        try:
            self.place = locate(self._runner)
            self._objects = Objects(self._runner)
        except BaseException:
            self.close()
            raise
        self.objects = self._objects

    def __enter__(self) -> Repository:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        for child in (self._comparison, self._objects):
            if isinstance(child, Objects):
                child.close()
            elif child is not None:
                child.finish(tuple(range(-64, 256)))
        self._runner.close()

    @property
    def processes(self) -> int:
        return self._runner.started

    def peel(self, names: Iterable[bytes]) -> Iterator[bytes | None]:
        """Object ids of the commits these full names stand for."""
        for header in self.objects.headers(name + b"^{commit}" for name in names):
            yield header.oid if header is not None else None

    def resolve(self, word: str) -> bytes:
        return history.resolve(self.objects, word)

    def tree(self, commit: bytes) -> bytes:
        """The tree of a commit; of no commit (b""), the empty tree."""
        if not commit:
            return EMPTY_TREE[self.place.width]
        return next(history.read_commits(self.objects, [commit])).tree

    def folder(self, commit: bytes, path: bytes) -> trees.Entries | None:
        return trees.folder(self.objects, commit + b":" + path, self.place.width)

    def headers(self, oids: Iterable[bytes]) -> Iterator[Header | None]:
        return self.objects.headers(oids)

    def contents(self, oids: Iterable[bytes]) -> Iterator[Blob | None]:
        return self.objects.contents(oids)

    def start_staged(self, tree: bytes) -> None:
        """Let git compare the index with a tree while guard reads what it must hold it to."""
        self._index = index.copy_index(self._runner, self.place)
        self._comparison = index.start_comparison(self._runner, self._index, tree)

    def staged(self) -> ChangeSet:
        assert self._comparison is not None, "start_staged comes first"
        changes = index.finish_comparison(self._comparison, self.place.width)
        return ChangeSet("staged", b"", tuple(changes))

    def staged_names(self) -> list[bytes]:
        return index.staged_names(self._runner, self._index)

    def folders(self, tree: bytes, paths: Iterable[bytes]) -> dict[bytes, trees.Entries]:
        return trees.folders(self.objects, tree, paths, self.place.width)

    def range(self, base: bytes, tip: bytes) -> history.Landed:
        return history.range_changes(self._runner, self.place, self.objects, base, tip)

    def commit(self, oid: bytes) -> history.Landed:
        return history.commit_changes(self._runner, self.place, self.objects, oid)

    def last(self, tip: bytes, count: int) -> list[tuple[Commit, ChangeSet]]:
        """The last first-parent steps, newest first, each as one landing."""
        commits = history.last_steps(self._runner, self.place, self.objects, tip, count)
        steps = [(commit.parents[0] if commit.parents else b"", commit.oid) for commit in commits]
        landings, _ = history.step_changes(self._runner, self.place, self.objects, [], steps)
        return list(zip(commits, landings, strict=True))
