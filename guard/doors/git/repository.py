"""One repository under judgement, open for one run: what the rest of guard asks of git, in guard's words."""

from __future__ import annotations

from guard.doors.git import index, trees
from guard.doors.git.child import ANY_CODE
from guard.doors.git.lazy import refuse_lazy_fetching
from guard.doors.git.objects import Blob, Header, Objects, missing
from guard.doors.git.place import Place, locate, merge_heads
from guard.doors.git.refs import Refs
from guard.doors.git.run import Runner, find_git
from guard.model.change import ChangeSet, Commit, own_change_set

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from guard.doors.git.child import Child
    from guard.doors.git.history import Landed
    from guard.doors.git.opening import Found
    from guard.model.change import FileChange


class Repository:
    """Opened by `Repository(git)`, closed by `close()`; reads, and writes nothing itself."""

    place: Place
    verified: Sequence[Any] = ()  # of the log, for whoever asks again in this run (guard.trust.log)
    compared: Sequence[FileChange] = ()  # the index against HEAD, whatever a merge brings of it; once staged() is asked
    head: bytes  # the commit HEAD is at, b"" where there is none yet; known once a comparison is started

    def __init__(self, git: str | None = None, found: Found | None = None) -> None:
        """Where it is found already, and its staged change will be asked for, git starts on that at once."""
        self._runner = found.runner if found else Runner(find_git(git))
        self._objects: Objects | None = None
        self._comparison: Child | None = None
        self._staged: ChangeSet | None = None
        try:
            self.place = found.place if found else locate(self._runner)
            refuse_lazy_fetching(self._runner, self.place)
            if found and found.staged:
                self._compare(self.place.seen)
            self._objects = Objects(self._runner)
        except BaseException:
            self.close()
            raise
        self.objects = self._objects
        self.refs = Refs(self._runner, self.place, self.objects)

    def __enter__(self) -> Repository:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._comparison is not None:
            self._comparison.stop()
        if self._objects is not None:
            self._objects.close()
        self._runner.close()

    @property
    def runner(self) -> Runner:
        """What starts git here, for the door of the log: it alone writes."""
        return self._runner

    @property
    def processes(self) -> int:
        return self._runner.started

    def commits(self, names: list[bytes]) -> dict[bytes, bytes | None]:
        """The commits these full ref names are at; None where no such ref stands."""
        return self.refs.commits(names)

    def resolve(self, word: str) -> bytes:
        return self.refs.resolve(word)

    def tree(self, commit: bytes) -> bytes:
        """A name for the tree of a commit; of no commit (b""), the empty tree."""
        return commit + b"^{tree}" if commit else trees.EMPTY_TREE[self.place.width]

    def entries(self, tree: bytes) -> trees.Entries:
        """What stands directly in a tree."""
        return trees.entries(self.objects.content(tree, b"tree"), self.place.width, tree)

    def headers(self, oids: Iterable[bytes]) -> Iterator[Header | None]:
        return self.objects.headers(oids)

    def kinds(self, oids: Iterable[bytes]) -> Iterator[bytes]:
        """What each object is, b"" for one that is not here: asked of it alone, and not noted as read."""
        for header in Objects.headers(self.objects, oids):
            yield header.kind if header is not None else b""

    def contents(self, oids: Iterable[bytes]) -> Iterator[Blob | None]:
        return self.objects.contents(oids)

    def up_to(self, oids: list[bytes], most: int) -> Iterator[tuple[bytes, bytes | None]]:
        """The content of each blob, None where it is larger than what anybody needs of it: that is never read."""
        headers = dict(zip(oids, self.headers(oids), strict=True))
        small = [oid for oid, header in headers.items() if header is not None and header.size <= most]
        texts = dict(zip(small, self.contents(small), strict=True))
        for oid, header in headers.items():
            blob = texts.get(oid)
            if header is None or (oid in texts and blob is None):
                raise missing(oid)
            yield oid, blob.content if blob is not None else None

    def start_staged(self) -> None:
        """Let git compare the index with HEAD while guard loads and reads what it must hold it to."""
        comparison = self._comparison or self._compare(self.place.seen)
        self.head = self.refs.head()
        if self.head != self._against:  # HEAD was not what it seemed, such as a tag of that name
            comparison.finish(ANY_CODE)
            self._compare(self.head)

    def _compare(self, head: bytes) -> Child:
        self._against = head
        self._index = index.copy_index(self._runner, self.place)
        tree = head or trees.EMPTY_TREE[self.place.width]
        self._comparison = index.start_comparison(self._runner, self._index, tree)
        return self._comparison

    def staged(self, trusted: bytes = b"") -> ChangeSet:
        """What the next commit changes; where it concludes a merge, less what the trusted branch brought as it is."""
        if self._staged is None:
            assert self._comparison is not None, "start_staged comes first"
            sides = [index.finish_comparison(self._comparison, self.place.width)]
            self.compared = sides[0]
            for tree in self._merged_trees(trusted):
                child = index.start_comparison(self._runner, self._index, tree)
                sides.append(index.finish_comparison(child, self.place.width))
            self._staged = own_change_set("staged", b"", sides)
        return self._staged

    def _merged_trees(self, trusted: bytes) -> list[bytes]:
        """Other sides of a merge that stand on the trusted branch; what any other branch brings was judged nowhere."""
        heads = merge_heads(self.place)
        if not heads or not trusted:
            return []
        from guard.doors.git import ancestry, history

        landed = [head for head in heads if ancestry.contains(self._runner, trusted, head)]
        return [commit.tree for commit in history.read_commits(self.objects, landed)]

    def staged_names(self) -> list[bytes]:
        return index.staged_names(self._runner, self._index)

    def folders(self, tree: bytes, paths: Iterable[bytes]) -> dict[bytes, trees.Entries]:
        return trees.folders(self.objects, tree, paths, self.place.width)

    def listing(self, tree: bytes) -> list[bytes]:
        """Every file of a tree with all below it, a row each: `100644 blob <id>`, a tab, and its path."""
        return self._runner.read(("ls-tree", "-r", "-z", "--full-tree", tree.decode())).split(b"\0")[:-1]

    def range(self, base: bytes, tip: bytes) -> Landed:
        from guard.doors.git import history  # a commit being made needs none of it

        return history.range_changes(self._runner, self.place, self.objects, base, tip)

    def commit(self, oid: bytes) -> Landed:
        from guard.doors.git import history

        return history.commit_changes(self._runner, self.place, self.objects, oid)

    def whole(self, commit: bytes) -> ChangeSet:
        """Every file of the tree of a commit, as if all came with it."""
        from guard.doors.git import history

        landings, _ = history.step_changes(self._runner, self.place, self.objects, [], [(b"", commit)])
        return landings[0]

    def stood(self, tip: bytes, path: bytes) -> bool:
        """The path was touched somewhere in the history of this commit."""
        from guard.doors.git import history

        return history.stood(self._runner, tip, path)

    def contains(self, tip: bytes, commit: bytes) -> bool:
        """The commit is this one, or in the history of it."""
        from guard.doors.git import ancestry

        return ancestry.contains(self._runner, tip, commit)

    def last(self, tip: bytes, count: int) -> list[tuple[Commit, ChangeSet]]:
        """The last first-parent steps, newest first, each as one landing."""
        from guard.doors.git import history

        commits = history.last_steps(self._runner, self.place, self.objects, tip, count)
        steps = [(commit.parents[0] if commit.parents else b"", commit.oid) for commit in commits]
        landings, _ = history.step_changes(self._runner, self.place, self.objects, [], steps)
        return list(zip(commits, landings, strict=True))

    def adopted(self, tip: bytes, path: bytes) -> bytes:
        """The first-parent step with which this path came to the branch; b"" where it never did."""
        from guard.doors.git import history

        return history.adopted(self._runner, self.place, tip, path)

    def touched(self, tip: bytes, path: bytes) -> list[bytes]:
        """The first-parent steps that touched this path, oldest first."""
        from guard.doors.git import history

        return history.touched(self._runner, self.place, tip, path)

    def since(self, start: bytes, tip: bytes) -> tuple[list[tuple[Commit, ChangeSet]], list[Commit]]:
        """Every first-parent step after `start`, oldest first, each as one landing; and all commits they brought."""
        from guard.doors.git import history

        firsts, every = history.since(self._runner, self.place, self.objects, start, tip)
        if not firsts:
            return [], every
        steps = [(commit.parents[0] if commit.parents else b"", commit.oid) for commit in firsts]
        landings, _ = history.step_changes(self._runner, self.place, self.objects, [], steps)
        return list(zip(firsts, landings, strict=True)), every
