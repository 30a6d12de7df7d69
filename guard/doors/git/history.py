"""Commits and ranges: names resolved once to object ids, every parent compared, real parents read from the objects."""

from __future__ import annotations

import os

from guard.doors.git import trees
from guard.doors.git.ancestry import beyond
from guard.doors.git.objects import missing
from guard.doors.git.raw import listings
from guard.errors import GuardError
from guard.escape import shown
from guard.model.change import ChangeSet, Commit, FileChange, own_change_set
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.doors.git.child import Child
    from guard.doors.git.objects import Objects
    from guard.doors.git.place import Place
    from guard.doors.git.run import Runner

COMPARE = (
    "diff-tree",
    "--stdin",
    "-r",
    "-t",
    "-z",
    "--raw",
    "--no-renames",
    "--ignore-submodules=none",
    "--no-abbrev",
    "--no-relative",
)


class Landed(NamedTuple):
    """A stretch of history: where it leaves the trusted branch (b"" at a root), what it lands, what each commit did."""

    fork: bytes
    landing: ChangeSet
    steps: tuple[ChangeSet, ...]
    commits: tuple[Commit, ...]


def read_commits(objects: Objects, oids: list[bytes]) -> Iterator[Commit]:
    """Commits as their objects stand."""
    for oid, blob in zip(oids, objects.contents(oids), strict=True):
        if blob is None or blob.kind != b"commit" or blob.oid != oid:
            raise missing(oid)
        yield _commit(blob.oid, blob.content)


def _commit(oid: bytes, content: bytes) -> Commit:
    head, gap, message = content.partition(b"\n\n")
    lines = head.split(b"\n")
    names = [line.partition(b" ")[0] for line in lines if not line.startswith(b" ")]
    parents = tuple(line[7:] for line in lines if line.startswith(b"parent "))
    tree = lines[0][5:] if lines[0].startswith(b"tree ") else b""
    fault = ""
    if not tree or not gap:
        fault = "it has no tree or no message"
    elif b"\0" in content:
        fault = "a NUL byte hides part of its message or header"
    elif names.count(b"tree") != 1 or names.count(b"author") != 1 or names.count(b"committer") != 1:
        fault = "a header stands twice or is missing"
    elif names[1 : 1 + len(parents)] != [b"parent"] * len(parents):
        fault = "its parents are not listed together"
    return Commit(oid, tree, parents, fault, message, _when(lines))


def _when(lines: list[bytes]) -> int:
    """The time of the committer; 0 where none can be read, for it decides nothing."""
    said = next((line for line in lines if line.startswith(b"committer ")), b"").split(b" ")
    return int(said[-2]) if len(said) > 2 and said[-2].isdigit() and len(said[-2]) < 12 else 0


def between(runner: Runner, place: Place, objects: Objects, base: bytes, tip: bytes) -> list[Commit]:
    """Every commit that reaches the trusted branch with `tip` and is not there already, oldest first; as git lists."""
    _whole(place)
    listed = runner.read(("rev-list", "--topo-order", "--reverse", tip.decode(), "^" + base.decode(), "--")).split()
    return list(read_commits(objects, listed))


def last_steps(runner: Runner, place: Place, objects: Objects, tip: bytes, count: int) -> list[Commit]:
    """The last first-parent steps that led to `tip`, newest first; a shallow clone answers as far as it reaches."""
    listed = runner.read(("rev-list", "--first-parent", f"--max-count={count}", tip.decode(), "--")).split()
    commits = list(read_commits(objects, listed))
    if place.shallow and commits and len(commits) < count:
        _whole(place)
    return commits


def start_line(runner: Runner, place: Place, tip: bytes) -> Child:
    """Let git list the first-parent steps that led to `tip`, newest first, for whoever reads them later."""
    _whole(place)
    return runner.start(("rev-list", "--first-parent", tip.decode(), "--"))


def adopted(runner: Runner, place: Place, tip: bytes, path: bytes) -> bytes:
    """The oldest first-parent step that touched this path: where it came to the branch; b"" where it never did."""
    return next(iter(touched(runner, place, tip, path)), b"")


def touched(runner: Runner, place: Place, tip: bytes, path: bytes) -> list[bytes]:
    """The first-parent steps that touched this path, oldest first."""
    _whole(place)
    return runner.read(("rev-list", "--first-parent", "--reverse", tip.decode(), "--", os.fsdecode(path))).split()


def since(
    runner: Runner, place: Place, objects: Objects, start: bytes, tip: bytes
) -> tuple[list[Commit], list[Commit]]:
    """The first-parent steps that led to `tip`, `start` and all before it left out; and every commit they brought."""
    _whole(place)
    if start == tip:
        return [], []
    limits = [tip.decode(), *(["^" + start.decode()] if start else []), "--"]
    listed = runner.read(("rev-list", "--topo-order", "--reverse", *limits)).split()
    every = list(read_commits(objects, listed))
    commits = {commit.oid: commit for commit in (beyond(runner, every, start, start) if start else every)}
    firsts: list[Commit] = []
    at = tip
    while at in commits:
        firsts.append(commits[at])
        at = commits[at].parents[0] if commits[at].parents else b""
    return firsts[::-1], list(commits.values())


def merge_base(runner: Runner, place: Place, base: bytes, tip: bytes) -> bytes:
    """The one commit the landing is measured from."""
    _whole(place)
    child = runner.start(("merge-base", "--all", base.decode(), tip.decode()))
    bases = child.answer((0, 1)).split()
    if child.code == 1 and bases:
        raise GuardError("G817", "git merge-base answered and failed at once", shown(place.git_dir), "run git fsck")
    if len(bases) == 1:
        return bases[0]
    where = f"{base.decode()[:12]} and {tip.decode()[:12]}"
    if not bases:
        raise GuardError(
            "G816",
            "these two commits share no history",
            where,
            "start the work from the trusted branch: git switch -c NAME origin/main",
        )
    mend = "bring the branch up to date once, so that one merge base remains: git merge origin/main (or rebase)"
    raise GuardError(
        "G816",
        f"these two commits have {len(bases)} merge bases; what the landing changes depends on which is taken",
        where,
        mend,
    )


def stood(runner: Runner, tip: bytes, path: bytes) -> bool:
    """The path was touched somewhere in this history; in a shallow clone, as far as it reaches."""
    words = ("rev-list", "--full-history", "--max-count=1", tip.decode(), "--", os.fsdecode(path))
    return bool(runner.read(words).strip())


def _whole(place: Place) -> None:
    if place.shallow:
        mend = "fetch it whole: git fetch --unshallow (in GitHub Actions: actions/checkout with fetch-depth: 0)"
        raise GuardError(
            "G807",
            "this clone is shallow: commits are cut off, so no range can be judged",
            shown(place.git_dir) + "/shallow",
            mend,
        )


def range_changes(runner: Runner, place: Place, objects: Objects, base: bytes, tip: bytes) -> Landed:
    """The landing of base..tip, what each commit of it did, and the commits themselves."""
    listed = between(runner, place, objects, base, tip)
    fork = merge_base(runner, place, base, tip)
    commits = beyond(runner, listed, base, fork)
    landing, own = step_changes(runner, place, objects, commits, [(fork, tip)])
    return Landed(fork, landing[0], tuple(own), tuple(commits))


def commit_changes(runner: Runner, place: Place, objects: Objects, oid: bytes) -> Landed:
    """One commit as if it landed alone: against its first parent, and its own edits against all of them."""
    commit = next(read_commits(objects, [oid]))
    first = commit.parents[0] if commit.parents else b""
    landing, own = step_changes(runner, place, objects, [commit], [(first, oid)])
    return Landed(first, landing[0], tuple(own), (commit,))


def step_changes(
    runner: Runner, place: Place, objects: Objects, commits: list[Commit], steps: list[tuple[bytes, bytes]]
) -> tuple[list[ChangeSet], list[ChangeSet]]:
    """Each step (from one commit to another) as one landing, each of `commits` against all parents; all in one go."""
    tree_of = {commit.oid: commit.tree for commit in commits}
    named = [oid for step in steps for oid in step if oid] + [parent for commit in commits for parent in commit.parents]
    unread = [oid for oid in dict.fromkeys(named) if oid not in tree_of]
    try:
        tree_of |= {commit.oid: commit.tree for commit in read_commits(objects, unread)}
    except GuardError:
        _whole(place)  # a parent beyond the cut of a shallow clone is not damage
        raise
    tree_of[b""] = trees.EMPTY_TREE[place.width]
    parents = [commit.parents or (b"",) for commit in commits]
    pairs = [(tree_of[old], tree_of[new]) for old, new in steps]
    pairs += [
        (tree_of[parent], commit.tree) for commit, sides in zip(commits, parents, strict=True) for parent in sides
    ]
    answers = compare(runner, objects, pairs, place.width)
    landings = [ChangeSet("landing", new, tuple(next(answers))) for _, new in steps]
    own = [
        own_change_set("commit" if len(sides) == 1 else "merge", commit.oid, [next(answers) for _ in sides])
        for commit, sides in zip(commits, parents, strict=True)
    ]
    for _ in answers:
        raise AssertionError("more answers than pairs")
    return landings, own


def compare(
    runner: Runner, objects: Objects, pairs: list[tuple[bytes, bytes]], width: int
) -> Iterator[list[FileChange]]:
    """Changes between each pair of trees, in order; every new tree on the way is checked to be well formed."""
    wanted = [pair for pair in pairs if pair[0] != pair[1]]
    trees.check(objects, (new for _, new in wanted), width, inner=False)
    asked = runner.path("pairs")
    with open(asked, "wb") as file:
        file.writelines(b"%s %s\n" % pair for pair in wanted)
    child = runner.start(COMPARE, stdin=asked)
    answers = listings(child.reader, wanted, width)
    try:
        for pair in pairs:
            changes, met = next(answers) if pair[0] != pair[1] else ([], [])
            trees.check(objects, met, width, inner=True)
            yield changes
        for _ in answers:  # runs the reader to its end, where it makes sure that nothing is left over
            raise AssertionError("more answers than pairs")
    except GuardError:
        child.finish()  # what git itself complained of says more than where its list broke off
        raise
    child.finish()
