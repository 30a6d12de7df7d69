"""Names, commits and ranges: what a branch really brings, whatever its shape and whatever stands beside the objects."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import chdir
from pathlib import Path

import pytest

from guard.doors.git.history import Landed
from guard.doors.git.repository import Repository
from guard.errors import GuardError
from guard.model.change import ChangeSet
from tests.repos import FILE, GIT, Entry, Maker, make_repository, tried

EMPTY = b"4b825dc642cb6eb9a060e54bf8d69288fbee4904"


@pytest.fixture
def made(tmp_path: Path) -> Maker:
    return make_repository(tmp_path / "repository")


class Line:
    """A history told step by step: each commit is its parents' files with some set and some taken out."""

    def __init__(self, made: Maker) -> None:
        self.made = made
        self.files: dict[bytes, dict[bytes, Entry]] = {}
        self.names: dict[bytes, str] = {}

    def __call__(
        self, name: str, *parents: bytes, take: bytes | None = None, out: tuple[bytes, ...] = (), **files: str
    ) -> bytes:
        flat: dict[bytes, Entry] = {}
        for parent in parents if take is None else (take,):
            flat |= self.files[parent]
        flat |= {
            path.replace("__", "/").encode(): (FILE, self.made.blob(text.encode())) for path, text in files.items()
        }
        for path in out:
            del flat[path]
        oid = self.made.commit(self.made.tree(flat), parents, name.encode() + b"\n")
        self.files[oid], self.names[oid] = flat, name
        return oid

    def told(self, landed: Landed) -> dict[str, list[str]]:
        """Each commit by its name, with what it is charged with."""
        return {self.names[step.commit]: kinds(step) for step in landed.steps}


def kinds(changes: ChangeSet) -> list[str]:
    return sorted((change.status + b" " + change.path).decode() for change in changes.changes)


def judged(made: Maker, base: bytes, tip: bytes) -> Landed:
    made.ref(b"refs/heads/main", base)
    made.ref(b"refs/heads/work", tip)
    with made.opened() as repository:
        return repository.range(base, tip)


def refused(made: Maker, base: bytes, tip: bytes) -> str:
    with pytest.raises(GuardError) as error:
        judged(made, base, tip)
    return error.value.rule


# shapes of history


def test_every_commit_of_a_branch_and_what_it_lands(made: Maker) -> None:
    line = Line(made)
    base = line("base", a="1", b="2")
    one = line("one", base, a="changed", c="new")
    two = line("two", one, out=(b"b",))
    later = line("later on main", base, d="not ours")
    landed = judged(made, later, two)
    assert (landed.fork, kinds(landed.landing)) == (base, ["A c", "D b", "M a"])
    assert line.told(landed) == {"one": ["A c", "M a"], "two": ["D b"]}
    assert [commit.oid for commit in landed.commits] == [one, two]


def test_an_edit_slipped_into_a_merge(made: Maker) -> None:
    line = Line(made)
    base = line("base", a="1")
    ours = line("ours", base, b="2")
    theirs = line("theirs", base, c="3")
    merge = line("merge", ours, theirs, policy="slipped")
    landed = judged(made, base, merge)
    assert line.told(landed) == {"ours": ["A b"], "theirs": ["A c"], "merge": ["A policy"]}
    assert {step.commit: step.what for step in landed.steps}[merge] == "merge"


def test_a_resolution_that_changes_more_than_the_conflict(made: Maker) -> None:
    line = Line(made)
    base = line("base", a="1", policy="strict")
    ours = line("ours", base, a="2")
    theirs = line("theirs", base, a="3")
    merge = line("merge", ours, theirs, a="2 and 3", policy="lax")
    assert line.told(judged(made, base, merge))["merge"] == ["M a", "M policy"]


def test_a_merge_that_throws_the_other_side_away_lands_a_reversal(made: Maker) -> None:
    """`merge -s ours` of the trusted branch: its fix is in the history and not in the files."""
    line = Line(made)
    start = line("start", a="bug")
    fix = line("fix on main", start, a="fixed")
    work = line("work", start, b="2")
    merge = line("merge", work, fix, take=work)
    landed = judged(made, fix, merge)
    assert landed.fork == fix
    assert kinds(landed.landing) == ["A b", "M a"]


def test_an_octopus_with_an_edit_of_its_own(made: Maker) -> None:
    line = Line(made)
    base = line("base", a="1")
    sides = [line(f"side {n}", base, **{f"s{n}": "x"}) for n in range(4)]
    merge = line("octopus", *sides, slipped="in")
    assert line.told(judged(made, base, merge))["octopus"] == ["A slipped"]


def test_what_is_added_and_taken_back_is_in_the_steps(made: Maker) -> None:
    line = Line(made)
    base = line("base", a="1")
    bad = line("bad", base, secret="key")
    back = line("revert", bad, out=(b"secret",))
    landed = judged(made, base, back)
    assert kinds(landed.landing) == []
    assert line.told(landed) == {"bad": ["A secret"], "revert": ["D secret"]}


def test_a_criss_cross_has_two_merge_bases(made: Maker) -> None:
    line = Line(made)
    base = line("base", a="1")
    left, right = line("left", base, b="2"), line("right", base, c="3")
    one, two = line("one", left, right), line("two", right, left)
    assert refused(made, one, line("tip", two, d="4")) == "G816"


def test_an_orphan_branch_shares_no_history(made: Maker) -> None:
    line = Line(made)
    base = line("base", a="1")
    assert refused(made, base, line("orphan", b="2")) == "G816"


def test_a_merged_orphan_is_a_root_in_the_range(made: Maker) -> None:
    line = Line(made)
    base = line("base", a="1")
    orphan = line("orphan", secret="x", a="1")
    landed = judged(made, base, line("merge", base, orphan))
    assert line.told(landed) == {"orphan": ["A a", "A secret"], "merge": []}
    assert {commit.oid: commit.parents for commit in landed.commits}[orphan] == ()


@pytest.mark.parametrize("behind", [True, False], ids=["behind", "equal"])
def test_nothing_new(made: Maker, behind: bool) -> None:
    line = Line(made)
    old = line("old", a="1")
    new = line("new", old, a="2")
    landed = judged(made, new, old if behind else new)
    assert (kinds(landed.landing), landed.steps, landed.commits) == ([], (), ())


def test_an_empty_commit_is_a_step_without_changes(made: Maker) -> None:
    line = Line(made)
    base = line("base", a="1")
    assert line.told(judged(made, base, line("empty", base))) == {"empty": []}


def test_a_move_is_a_delete_and_an_add(made: Maker) -> None:
    line = Line(made)
    base = line("base", policy__rules="x" * 1000)
    tip = line("move", base, out=(b"policy/rules",), app__rules="x" * 1000)
    for key, value in {
        "diff.renames": "copies",
        "diff.renameLimit": "0",
        "diff.orderFile": "/dev/null",
        "log.showRoot": "false",
    }.items():
        made.git("config", key, value)
    assert kinds(judged(made, base, tip).landing) == ["A app/rules", "D policy/rules"]


def test_clocks_that_lie_hide_no_commit(tmp_path: Path) -> None:
    made = make_repository(tmp_path / "skewed")
    tree = made.tree(made.files({b"a": b"1"}))

    def commit(number: int, when: int, *parents: bytes) -> bytes:
        person = b"A <a@b.c> %d +0000" % when
        lines = [
            b"tree " + tree,
            *(b"parent " + parent for parent in parents),
            b"author " + person,
            b"committer " + person,
        ]
        return made.put(b"commit", b"\n".join(lines) + b"\n\n%d\n" % number)

    trunk = [commit(0, 4_000_000_000)]
    for number in range(1, 40):
        trunk.append(commit(number, 10 if number % 2 else 4_000_000_000 - number, trunk[-1]))
    work = [commit(100, 1, trunk[3])]
    for number in range(101, 120):
        work.append(commit(number, 4_000_000_000 if number % 3 else 5, work[-1]))
    assert [found.oid for found in judged(made, trunk[-1], work[-1]).commits] == work


@pytest.mark.parametrize("merge", [True, False], ids=["merge", "plain"])
def test_one_commit_as_if_it_landed_alone(made: Maker, merge: bool) -> None:
    line = Line(made)
    base = line("base", a="1")
    side = line("side", base, b="2")
    tip = line("tip", base, side, c="3") if merge else line("tip", base, c="3")
    with made.opened() as repository:
        landed = repository.commit(tip)
    assert landed.fork == base
    assert kinds(landed.landing) == (["A b", "A c"] if merge else ["A c"])
    assert line.told(landed) == {"tip": ["A c"]}


def test_a_root_commit_adds_everything(made: Maker) -> None:
    line = Line(made)
    root = line("root", a="1", b__c="2")
    with made.opened() as repository:
        landed = repository.commit(root)
    assert (landed.fork, kinds(landed.landing)) == (b"", ["A a", "A b/c"])


def test_the_last_steps_newest_first(made: Maker) -> None:
    line = Line(made)
    base = line("base", a="1")
    side = line("side", base, b="2")
    merge = line("merge", base, side)
    tip = line("tip", merge, out=(b"a",))
    with made.opened() as repository:
        steps = repository.last(tip, 10)
        assert [commit.oid for commit, _ in repository.last(tip, 2)] == [tip, merge]
    assert [(line.names[commit.oid], kinds(changes)) for commit, changes in steps] == [
        ("tip", ["D a"]),
        ("merge", ["A b"]),
        ("base", ["A a"]),
    ]


def test_a_long_branch_in_one_comparison(made: Maker) -> None:
    line = Line(made)
    tip = base = line("base", a="1")
    for number in range(300):
        tip = line(str(number), tip, **{f"f{number % 7}": str(number)})
    with made.opened() as repository:
        landed = repository.range(base, tip)
        assert len(landed.steps) == 300
        assert repository.processes <= 5


# names

NAMES: dict[str, str] = {
    "HEAD": "work",
    "work": "work",
    "heads/work": "work",
    "refs/heads/work": "work",
    "refs/tags/v1": "base",
    "v1": "base",
    "annotated": "base",
    "HEAD~1": "base",
    "work^": "base",
    "work~0": "work",
    "@": "work",
    "origin/main": "base",
    "refs/remotes/origin/main": "base",
    "feature/with-dash": "work",
    "same": "work",
    "n\u00e4me": "work",
}
AMBIGUOUS = ("both", "both~1", "both^", "deep/both", "origin/twice", "v-and-head", "cafe123")
UNKNOWN = (
    "nothing",
    "",
    "work~9",
    "work^2",
    "refs/heads/nothing",
    "work:a",
    "work^{tree}",
    "blob",
    "0" * 40,
    "f" * 40,
    "-n",
    "--all",
    "^work",
    "work..main",
    "a\nb",
    "work\0",
    ":/work",
    "refs/heads/",
    "refs/heads/work ",
    "@{-1}",
    "work@{upstream}",
    "refs/heads/*",
)


@pytest.fixture
def named(made: Maker) -> tuple[Maker, Mapping[str, bytes]]:
    line = Line(made)
    start = line("start", a="0")
    base = line("base", start, a="1")
    work = line("work", base, a="2")
    tag = made.put(b"tag", b"object %s\ntype commit\ntag annotated\ntagger A <a@b.c> 1 +0000\n\nx\n" % base)
    for name, oid in {
        "refs/heads/work": work,
        "refs/heads/feature/with-dash": work,
        "refs/heads/n\u00e4me": work,
        "refs/remotes/origin/main": base,
        "refs/tags/v1": base,
        "refs/tags/annotated": tag,
        "refs/heads/both": work,
        "refs/tags/both": base,
        "refs/heads/deep/both": work,
        "refs/remotes/deep/both": base,
        "refs/heads/origin/twice": work,
        "refs/remotes/origin/twice": base,
        "refs/heads/same": work,
        "refs/tags/same": work,
        "refs/tags/blob": made.blob(b"no commit"),
        "refs/heads/HEAD": base,
        "refs/heads/v-and-head": work,
        "refs/tags/v-and-head": tag,
        "refs/heads/cafe123": work,
        "refs/tags/cafe123": base,
    }.items():
        made.ref(name.encode(), oid)
    made.write(".git/HEAD", b"ref: refs/heads/work\n")
    return made, {"start": start, "base": base, "work": work}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_means_one_commit(named: tuple[Maker, Mapping[str, bytes]], name: str) -> None:
    made, commits = named
    with made.opened() as repository:
        assert repository.resolve(name) == commits[NAMES[name]]


@pytest.mark.parametrize("packed", [False, True], ids=["loose", "packed"])
@pytest.mark.parametrize("name", AMBIGUOUS)
def test_a_name_that_means_several_commits_is_refused(
    named: tuple[Maker, Mapping[str, bytes]], name: str, packed: bool
) -> None:
    made, _ = named
    if packed:
        made.git("pack-refs", "--all")
    with made.opened() as repository, pytest.raises(GuardError) as error:
        repository.resolve(name)
    assert error.value.rule == "G806"


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_name_that_means_no_commit_is_refused(named: tuple[Maker, Mapping[str, bytes]], name: str) -> None:
    made, _ = named
    with made.opened() as repository, pytest.raises(GuardError) as error:
        repository.resolve(name)
    assert error.value.rule == "G805"


@pytest.mark.parametrize("digits", [40, 39, 20, 12, 7])
def test_an_object_id_in_full_or_in_part(named: tuple[Maker, Mapping[str, bytes]], digits: int) -> None:
    made, commits = named
    with made.opened() as repository:
        assert repository.resolve(commits["base"][:digits].decode()) == commits["base"]


def test_a_branch_called_like_an_object_id_does_not_stand_for_it(named: tuple[Maker, Mapping[str, bytes]]) -> None:
    made, commits = named
    made.ref(b"refs/heads/" + commits["base"], commits["work"])
    with made.opened() as repository:
        assert repository.resolve(commits["base"].decode()) == commits["base"]


def test_a_branch_called_like_a_part_of_an_object_id_is_refused(named: tuple[Maker, Mapping[str, bytes]]) -> None:
    """git takes the branch, a reader of the report takes the commit."""
    made, commits = named
    made.ref(b"refs/heads/" + commits["base"][:10], commits["work"])
    with made.opened() as repository:
        told = tried(lambda: repository.resolve(commits["base"][:10].decode()))
    assert told.rule == "G806" if isinstance(told, GuardError) else told == commits["work"]


@pytest.mark.parametrize("content", [b"", b"\n", b"f" * 39 + b"\n", b"ref: refs/heads/loop\n", b"f" * 40 + b"\n"])
def test_a_damaged_ref_is_an_error(named: tuple[Maker, Mapping[str, bytes]], content: bytes) -> None:
    made, _ = named
    made.write(".git/refs/heads/loop", content)
    with made.opened() as repository, pytest.raises(GuardError):
        repository.resolve("refs/heads/loop")


# what stands beside the objects and would have git tell another story


@pytest.fixture
def hidden(made: Maker) -> tuple[Maker, bytes, bytes, bytes]:
    """A branch with a bad commit below its tip: base, bad, tip."""
    line = Line(made)
    base = line("base", a="1")
    bad = line("bad", base, secret="key")
    tip = line("tip", bad, out=(b"secret",), b="2")
    return made, base, bad, tip


def bad_is_found(made: Maker, base: bytes, bad: bytes, tip: bytes) -> None:
    """The bad commit is told of, or nothing is."""
    try:
        landed = judged(made, base, tip)
    except GuardError:
        return
    assert {step.commit: kinds(step) for step in landed.steps} == {bad: ["A secret"], tip: ["A b", "D secret"]}


def test_a_replaced_commit(hidden: tuple[Maker, bytes, bytes, bytes]) -> None:
    made, base, bad, tip = hidden
    good = made.commit(made.git("rev-parse", base + b"^{tree}").strip(), (base,))
    made.git("replace", bad, good)
    assert b"secret" not in made.git("log", "--name-only", base + b".." + tip), "git itself is fooled"
    landed = judged(made, base, tip)
    assert kinds({step.commit: step for step in landed.steps}[bad]) == ["A secret"]


@pytest.mark.parametrize("kind", ["tree", "blob"])
def test_a_replaced_tree_or_blob(hidden: tuple[Maker, bytes, bytes, bytes], kind: str) -> None:
    made, base, bad, tip = hidden
    real = made.git("rev-parse", bad + (b"^{tree}" if kind == "tree" else b":secret")).strip()
    fake = made.git("rev-parse", base + b"^{tree}").strip() if kind == "tree" else made.blob(b"harmless")
    made.git("replace", real, fake)
    landed = judged(made, base, tip)
    assert kinds({step.commit: step for step in landed.steps}[bad]) == ["A secret"]
    with made.opened() as repository:
        assert next(repository.contents([real])).content != made.git("cat-file", kind, real)


def test_grafts(hidden: tuple[Maker, bytes, bytes, bytes]) -> None:
    made, base, bad, tip = hidden
    made.write(".git/info/grafts", tip + b" " + base + b"\n")
    assert bad not in made.git("rev-list", tip), "git itself is fooled"
    landed = judged(made, base, tip)
    assert [step.commit for step in landed.steps] == [bad, tip]


@pytest.mark.parametrize("at", ["bad", "tip", "base"])
def test_a_shallow_file_by_hand(hidden: tuple[Maker, bytes, bytes, bytes], at: str) -> None:
    made, base, bad, tip = hidden
    made.write(".git/shallow", {"bad": bad, "tip": tip, "base": base}[at] + b"\n")
    assert refused(made, base, tip) == "G807"


@pytest.mark.parametrize("depth", [1, 2])
def test_a_shallow_clone(hidden: tuple[Maker, bytes, bytes, bytes], tmp_path: Path, depth: int) -> None:
    made, base, _, tip = hidden
    made.ref(b"refs/heads/main", tip)
    clone = tmp_path / "clone"
    subprocess.run([GIT, "clone", "-q", f"--depth={depth}", "file://" + os.fsdecode(made.top), clone], check=True)
    with chdir(clone), Repository() as repository:
        for ask in (
            lambda: repository.range(base, tip),
            lambda: repository.range(tip, tip),
            lambda: repository.last(tip, 10),
        ):
            with pytest.raises(GuardError) as error:
                ask()
            assert error.value.rule in ("G807", "G804")
        if depth == 2:
            assert len(repository.last(tip, 1)) == 1, "as far as it reaches"


def test_a_forged_commit_graph(hidden: tuple[Maker, bytes, bytes, bytes]) -> None:
    made, base, bad, tip = hidden
    made.ref(b"refs/heads/work", tip)
    made.git("commit-graph", "write", "--reachable")
    graph = os.path.join(made.objects, b"info", b"commit-graph")
    with open(graph, "rb") as file:
        content = bytearray(file.read())
    at = content.index(bytes.fromhex(tip.decode()))
    content[at + 40 :] = bytes(len(content) - at - 40)
    os.chmod(graph, 0o644)
    made.write(graph, bytes(content))
    landed = judged(made, base, tip)
    assert [step.commit for step in landed.steps] == [bad, tip]


@pytest.mark.parametrize(
    "key",
    [
        "log.follow",
        "core.commitGraph",
        "core.multiPackIndex",
        "log.excludeDecoration",
        "diff.ignoreSubmodules",
        "core.useReplaceRefs",
    ],
)
def test_configuration_of_the_repository_hides_no_commit(hidden: tuple[Maker, bytes, bytes, bytes], key: str) -> None:
    made, base, bad, tip = hidden
    made.git("config", key, "all" if key == "diff.ignoreSubmodules" else "true")
    assert [step.commit for step in judged(made, base, tip).steps] == [bad, tip]


@pytest.mark.parametrize("kind", ["commit", "tree", "parent", "blob"])
@pytest.mark.parametrize("how", ["removed", "empty", "cut", "garbage"])
def test_objects_missing_or_damaged(hidden: tuple[Maker, bytes, bytes, bytes], kind: str, how: str) -> None:
    made, base, bad, tip = hidden
    name = {"commit": tip, "tree": bad + b"^{tree}", "parent": bad, "blob": bad + b":secret"}[kind]
    damage(made, made.git("rev-parse", name).strip(), how)
    if kind == "blob":
        bad_is_found(made, base, bad, tip)
    else:
        assert refused(made, base, tip) == "G804"


def damage(made: Maker, oid: bytes, how: str) -> None:
    path = made.loose(oid)
    with open(path, "rb") as file:
        content = file.read()
    os.unlink(path)
    if how != "removed":
        made.write(path, {"empty": b"", "cut": content[: len(content) // 2], "garbage": b"garbage" * 9}[how])


def test_alternates(hidden: tuple[Maker, bytes, bytes, bytes], tmp_path: Path) -> None:
    made, base, bad, tip = hidden
    store = os.fsencode(tmp_path / "elsewhere")
    shutil.move(made.objects, store)
    os.makedirs(os.path.join(made.objects, b"info"))
    os.mkdir(os.path.join(made.objects, b"pack"))
    made.write(".git/objects/info/alternates", store + b"\n")
    assert [step.commit for step in judged(made, base, tip).steps] == [bad, tip]
    made.write(".git/objects/info/alternates", store + b"-gone\n")
    assert refused(made, base, tip) in ("G804", "G817")


@pytest.mark.parametrize(
    "options", [("-adq",), ("-adq", "--depth=50", "--write-bitmap-index"), ("-dq", "--geometric=2", "--write-midx")]
)
def test_packed_objects(hidden: tuple[Maker, bytes, bytes, bytes], options: tuple[str, ...]) -> None:
    made, base, _, tip = hidden
    made.ref(b"refs/heads/work", tip)
    made.git("repack", *options)
    assert [kinds(step) for step in judged(made, base, tip).steps] == [["A secret"], ["A b", "D secret"]]


def test_a_damaged_pack_is_an_error(hidden: tuple[Maker, bytes, bytes, bytes]) -> None:
    made, base, _, tip = hidden
    made.ref(b"refs/heads/work", tip)
    made.git("repack", "-adq")
    [pack] = Path(os.fsdecode(made.objects)).glob("pack/*.pack")
    content = pack.read_bytes()
    pack.chmod(0o644)
    pack.write_bytes(content[:12] + bytes(len(content) - 32) + content[-20:])
    assert refused(made, base, tip)


# commits that git would not write

AUTHOR = b"author A <a@b.c> 1 +0000\n"
COMMITTER = b"committer A <a@b.c> 1 +0000\n"
HEAD = AUTHOR + COMMITTER
MALFORMED = {
    "a NUL in the message": b"tree %(tree)s\nparent %(base)s\n" + HEAD + b"\nseen\0hidden\n",
    "a NUL in the author": b"tree %(tree)s\nparent %(base)s\nauthor A\0B <a@b.c> 1 +0000\n" + COMMITTER + b"\nx\n",
    "two trees": b"tree %(tree)s\ntree %(other)s\nparent %(base)s\n" + HEAD + b"\nx\n",
    "no author": b"tree %(tree)s\nparent %(base)s\ncommitter A <a@b.c> 1 +0000\n\nx\n",
    "two authors": b"tree %(tree)s\nparent %(base)s\nauthor B <b@b.c> 1 +0000\n" + HEAD + b"\nx\n",
    "no committer": b"tree %(tree)s\nparent %(base)s\nauthor A <a@b.c> 1 +0000\n\nx\n",
    "a parent after the author": b"tree %(tree)s\n" + AUTHOR + b"parent %(base)s\n" + COMMITTER + b"\nx\n",
    "a second parent after the author": b"tree %(tree)s\nparent %(base)s\n" + HEAD + b"parent %(base)s\n\nx\n",
    "a parent before the tree": b"parent %(base)s\ntree %(tree)s\n" + HEAD + b"\nx\n",
    "no tree": b"parent %(base)s\n" + HEAD + b"\nx\n",
    "nothing": b"",
    "no message": b"tree %(tree)s\nparent %(base)s\n" + HEAD,
    "a tree that is a commit": b"tree %(base)s\nparent %(base)s\n" + HEAD + b"\nx\n",
    "a parent that is a tree": b"tree %(tree)s\nparent %(tree)s\n" + HEAD + b"\nx\n",
    "a short parent": b"tree %(tree)s\nparent 1234\n" + HEAD + b"\nx\n",
    "capital digits": b"tree %(upper)s\nparent %(base)s\n" + HEAD + b"\nx\n",
}


@pytest.mark.parametrize("kind", MALFORMED)
def test_a_commit_that_git_would_not_write(made: Maker, kind: str) -> None:
    line = Line(made)
    base = line("base", a="1")
    tree, other = made.tree(made.files({b"a": b"2"})), made.tree(made.files({b"b": b"3"}))
    tip = made.put(b"commit", MALFORMED[kind] % {b"tree": tree, b"other": other, b"base": base, b"upper": tree.upper()})
    try:
        landed = judged(made, base, tip)
    except GuardError:
        return
    [commit] = landed.commits
    assert commit.fault
    assert (commit.oid, kinds(landed.landing)) == (tip, ["M a"])


@pytest.mark.parametrize(
    "header",
    [
        b"gpgsig -----BEGIN\n parent 123\n tree 456\n author x\n -----END",
        b"encoding latin-1",
        b"mergetag object 1\n type commit\n parent 2",
        b"x-odd yes",
    ],
)
def test_a_commit_with_headers_of_its_own(made: Maker, header: bytes) -> None:
    line = Line(made)
    base = line("base", a="1")
    tree = made.tree(made.files({b"a": b"2"}))
    tip = made.put(
        b"commit", b"tree %s\nparent %s\n" % (tree, base) + HEAD + header + b"\n\ntree x\nparent y\nauthor z\n"
    )
    [commit] = judged(made, base, tip).commits
    assert (commit.parents, commit.tree, commit.fault) == ((base,), tree, "")
