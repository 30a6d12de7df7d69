"""Raw tree objects: read and checked entry by entry, because a hand-made tree can hold what git would never write."""

from __future__ import annotations

from guard.doors.git.objects import missing
from guard.errors import GuardError
from guard.escape import shown
from guard.model.change import FOLDER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.doors.git.objects import Objects
    from guard.doors.git.repository import Repository

# 100664 was written by the first gits and is read as 100644 by every one since; any other mode is nobody's honest work.
RAW_MODES = {
    b"40000": FOLDER,
    b"100644": b"100644",
    b"100664": b"100644",
    b"100755": b"100755",
    b"120000": b"120000",
    b"160000": b"160000",
}
EMPTY_TREE = {
    40: b"4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    64: b"6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
FORBIDDEN = frozenset((b"", b".", b"..", b".git"))

Entries = dict[bytes, tuple[bytes, bytes]]  # name -> (mode, object id as raw bytes)


def tree_of(repository: Repository, commit: bytes) -> bytes:
    """The id of the tree of a commit; of no commit (b""), the empty tree. What is kept of a tree is kept under it."""
    if not commit:
        return repository.tree(commit)
    return repository.objects.content(commit, b"commit")[5 : 5 + repository.place.width]


def entries(content: bytes, width: int, where: bytes) -> Entries:
    """The entries of one tree, or an error naming what is wrong with it."""
    found: Entries = {}
    at, last, size, find = 0, b"", width // 2, content.find
    while at < len(content):
        end = find(b"\0", at)
        raw, _, name = content[at:end].partition(b" ")
        mode = RAW_MODES.get(raw)
        if mode is None or end < 0 or end + 1 + size > len(content):
            raise _malformed(where, "an entry with a mode git would not write, or cut short")
        key = name + b"/" if mode == FOLDER else name
        if key <= last or name in found:
            raise _malformed(where, f"entries twice or out of order at {shown(name)}")
        at = end + 1 + size
        found[name] = (mode, content[end + 1 : at])
        last = key
    if not FORBIDDEN.isdisjoint(found) or b"/" in b"".join(found) or any(name.lower() == b".git" for name in found):
        raise _malformed(where, "an entry with a name no path can hold")
    return found


def check(objects: Objects, trees: Iterable[bytes], width: int, inner: bool) -> None:
    """Every one of these trees must be well formed: comparisons of malformed trees cannot be believed.

    An inner folder that is empty is malformed as well: git never writes one, and no comparison of files shows it.
    """
    wanted = list(dict.fromkeys(trees))
    for oid, blob in zip(wanted, objects.contents(wanted), strict=True):
        if blob is None or blob.kind != b"tree":
            raise missing(oid)
        if not entries(blob.content, width, oid) and inner:
            raise _malformed(oid, "a folder with nothing in it, which no comparison of files shows")


def folders(objects: Objects, tree: bytes, wanted: Iterable[bytes], width: int) -> dict[bytes, Entries]:
    """Entries of these folders of a tree (b"" is its root) and of all above them, level by level; no absent ones."""
    levels: dict[int, set[bytes]] = {}
    for path in wanted:
        while path and path not in levels.setdefault(path.count(b"/"), set()):
            levels[path.count(b"/")].add(path)
            path = path.rpartition(b"/")[0]
    read = {b"": entries(objects.content(tree, b"tree"), width, tree)}
    for level in sorted(levels):
        asked: list[tuple[bytes, bytes]] = []
        for path in sorted(levels[level]):
            above, _, name = path.rpartition(b"/")
            mode, oid = read.get(above, {}).get(name, (b"", b""))
            if mode == FOLDER:
                asked.append((path, oid.hex().encode()))
        for (path, oid), blob in zip(asked, objects.contents([oid for _, oid in asked]), strict=True):
            if blob is None:
                raise missing(oid)
            read[path] = entries(blob.content, width, oid)
    return read


def _malformed(where: bytes, words: str) -> GuardError:
    mend = (
        "this history was not written by git; have its author make the commit again with git itself "
        "(git fsck --strict names every such tree)"
    )
    return GuardError("G811", f"a malformed tree: {words}", shown(where), mend)
