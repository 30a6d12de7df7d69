"""The staged change is what the commit would take, however the index is written and whatever configuration says."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import stat
import struct
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.model.change import ABSENT, FileChange
from tests.repos import EXECUTABLE, FILE, SUBMODULE, SYMLINK, Entry, Maker, make_repository, tried

ROOT = Path(__file__).resolve().parents[2]
BEFORE = {
    b"app/changed": b"old\n",
    b"app/kept": b"kept\n",
    b"app/moved": b"moved\n",
    b"docs/deep/gone": b"gone\n",
    b"docs/deep/kept": b"x",
    b"docs/tool": b"#!/bin/sh\n",
    b"other/deep/er/kept": b"y",
    b"top": b"top\n",
}
ODD = b'app/new \xff\n"line'


@pytest.fixture
def made(tmp_path: Path) -> Maker:
    """One commit, checked out, nothing staged."""
    return committed(tmp_path / "repository")


def committed(folder: Path, algorithm: str = "sha1") -> Maker:
    made = make_repository(folder, algorithm)
    tree = made.tree(made.files(BEFORE))
    made.ref(b"refs/heads/main", made.commit(tree))
    made.git("reset", "-q", "--hard")
    return made


def change_all(made: Maker) -> dict[bytes, tuple[bytes, bytes, bytes]]:
    """Stage one change of each kind; path -> status, old and new mode."""
    link, added = made.blob(b"app/kept"), made.blob(b"new\n")
    new: dict[bytes, Entry] = {
        b"app/changed": (FILE, made.blob(b"new content\n")),
        b"docs/tool": (EXECUTABLE, made.blob(BEFORE[b"docs/tool"])),
        b"app/elsewhere": (FILE, made.blob(BEFORE[b"app/moved"])),
        b"top": (SYMLINK, link),
        b"app/module": (SUBMODULE, added),
        ODD: (FILE, added),
    }
    made.stage_more(new, [b"app/moved", b"docs/deep/gone"])
    return {
        b"app/changed": (b"M", FILE, FILE),
        b"docs/tool": (b"M", FILE, EXECUTABLE),
        b"app/elsewhere": (b"A", ABSENT, FILE),
        b"app/moved": (b"D", FILE, ABSENT),
        b"docs/deep/gone": (b"D", FILE, ABSENT),
        b"top": (b"T", FILE, SYMLINK),
        b"app/module": (b"A", ABSENT, SUBMODULE),
        ODD: (b"A", ABSENT, FILE),
    }


def kinds(changes: dict[bytes, FileChange]) -> dict[bytes, tuple[bytes, bytes, bytes]]:
    return {path: (change.status, change.old_mode, change.new_mode) for path, change in changes.items()}


# the forms of an index


def plain(made: Maker) -> None:
    pass


def split(made: Maker) -> None:
    made.git("update-index", "--split-index")
    assert list(Path(os.fsdecode(made.git_dir)).glob("sharedindex.*"))


def sparse(made: Maker) -> None:
    made.git("sparse-checkout", "init", "--cone", "--sparse-index")
    made.git("sparse-checkout", "set", "app")
    if not made.git("diff-index", "--cached", "HEAD"):
        assert b"docs/\0" in made.git("ls-files", "--sparse", "-z"), "a folder as one entry"


def fsmonitor(made: Maker) -> None:
    made.write("canary.sh", b'#!/bin/sh\necho fired >> "$0.fired"\nprintf "token\\0/\\0"\n')
    os.chmod(os.path.join(made.top, b"canary.sh"), 0o755)
    made.git("config", "core.fsmonitor", os.path.join(made.top, b"canary.sh"))
    made.git("update-index", "--fsmonitor")
    made.git("status")
    fired = os.path.join(made.top, b"canary.sh.fired")
    assert os.path.exists(fired), "git itself runs it"
    os.unlink(fired)


def untracked_cache(made: Maker) -> None:
    made.git("update-index", "--force-untracked-cache")
    made.git("status")


def threaded(made: Maker) -> None:
    made.git("config", "index.threads", "4")
    made.git("update-index", "--force-write-index")


def version(number: int) -> Callable[[Maker], None]:
    def written(made: Maker) -> None:
        made.git("update-index", "--index-version", str(number))

    return written


FORMS = {
    "version 2": version(2),
    "version 3": version(3),
    "version 4": version(4),
    "split": split,
    "sparse": sparse,
    "fsmonitor": fsmonitor,
    "untracked cache": untracked_cache,
    "threads": threaded,
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("first", [True, False], ids=["formed, then changed", "changed, then formed"])
def test_every_form_of_an_index_is_read_whole(made: Maker, form: str, first: bool) -> None:
    expected = {} if first else change_all(made)
    FORMS[form](made)
    if first:
        expected = change_all(made)
    fired = os.path.join(made.top, b"canary.sh.fired")
    if os.path.exists(fired):
        os.unlink(fired)  # git's own update-index ran it
    assert kinds(made.staged()) == expected
    assert not os.path.exists(fired)


@pytest.mark.parametrize("form", FORMS)
def test_every_name_of_the_index_is_told(made: Maker, form: str) -> None:
    FORMS[form](made)
    expected = (set(BEFORE) | set(change_all(made))) - {b"app/moved", b"docs/deep/gone"}
    with made.opened() as repository:
        repository.start_staged()
        repository.staged()
        assert sorted(repository.staged_names()) == sorted(expected)


def test_sha256(tmp_path: Path) -> None:
    made = committed(tmp_path / "wide", "sha256")
    expected = change_all(made)
    told = made.staged()
    assert kinds(told) == expected
    assert {len(change.new) for change in told.values()} == {64}


# what configuration may not change

CONFIGURATION = {
    "diff.ignoreSubmodules": "all",
    "submodule.app/module.ignore": "all",
    "diff.noprefix": "true",
    "diff.relative": "true",
    "diff.orderFile": "order",
    "diff.renames": "copies",
    "diff.external": "false",
    "diff.wsErrorHighlight": "all",
    "core.quotePath": "true",
    "core.fileMode": "false",
    "core.symlinks": "false",
    "core.ignoreCase": "true",
    "core.ignoreStat": "true",
    "core.precomposeUnicode": "true",
    "core.autocrlf": "true",
    "core.abbrev": "7",
    "color.ui": "always",
    "index.sparse": "true",
    "index.version": "4",
    "core.splitIndex": "true",
}


@pytest.mark.parametrize("key", CONFIGURATION)
def test_configuration_of_the_repository_hides_nothing(made: Maker, key: str) -> None:
    made.write("order", b"docs/*\n")
    expected = change_all(made)
    made.git("config", key, CONFIGURATION[key])
    assert kinds(made.staged()) == expected
    assert kinds(made.staged(b"docs")) == expected, "from a folder below the top"


@pytest.mark.parametrize("text", [b"* -diff\n", b"* binary\n", b"* diff=canary filter=canary merge=canary\n"])
def test_attributes_hide_nothing(made: Maker, text: bytes) -> None:
    for kind in ("diff.canary.textconv", "filter.canary.clean", "merge.canary.driver"):
        made.git("config", kind, "touch fired; cat")
    expected = change_all(made)
    made.write(".gitattributes", text)
    made.write(".git/info/attributes", text)
    assert kinds(made.staged()) == expected
    assert not os.path.exists(os.path.join(made.top, b"fired"))


def test_gitmodules_cannot_hide_a_submodule(made: Maker) -> None:
    one, two = b"1" * 40, b"2" * 40
    modules = b'[submodule "m"]\n\tpath = m\n\turl = ./m\n\tignore = all\n'
    made.write(".gitmodules", modules)
    flat = {**made.files(BEFORE), b".gitmodules": (FILE, made.blob(modules)), b"m": (SUBMODULE, one)}
    made.ref(b"refs/heads/main", made.commit(made.tree(flat)))
    made.stage({**flat, b"m": (SUBMODULE, two)})
    assert made.staged() == {b"m": FileChange(b"m", b"M", SUBMODULE, SUBMODULE, one, two)}


# entries that are not what they seem


def test_intent_to_add_is_not_yet_staged(made: Maker) -> None:
    made.write("later", b"later\n")
    made.write("staged", b"staged\n")
    made.git("add", "-N", "later")
    made.git("add", "staged")
    assert list(made.staged()) == [b"staged"]


def test_intent_to_add_in_a_new_repository(tmp_path: Path) -> None:
    made = make_repository(tmp_path / "new")
    made.write("later", b"later\n")
    made.git("add", "-N", "later")
    assert made.staged() == {}


def test_intent_to_add_does_not_hide_what_was_staged_before(made: Maker) -> None:
    made.git("rm", "-q", "--cached", "top")
    made.git("add", "-N", "top")
    written = made.git("write-tree").strip()
    gone = b"top" not in made.git("ls-tree", "--name-only", written).split()
    assert (b"top" in made.staged()) == gone


@pytest.mark.parametrize("stages", [(1, 2, 3), (2, 3), (1, 2), (1, 3), (2,), (3,), (1,)])
def test_an_unmerged_index_is_refused(made: Maker, stages: tuple[int, ...]) -> None:
    lines = [b"0 %s\ttop\n" % made.zero]
    lines += [b"100644 %s %d\ttop\n" % (made.blob(b"side %d" % stage_), stage_) for stage_ in stages]
    made.git("update-index", "--index-info", stdin=b"".join(lines))
    with pytest.raises(GuardError) as refused:
        made.staged()
    assert refused.value.rule == "G803"


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_flags_that_hide_the_work_tree_change_nothing(made: Maker, flag: str) -> None:
    made.git("update-index", flag, "top", "app/changed")
    made.write("top", b"not staged\n")
    assert made.staged() == {}
    made.git("update-index", "--cacheinfo", b"100644,%s,top" % made.blob(b"staged\n"))
    made.git("update-index", flag, "top")
    assert list(made.staged()) == [b"top"]


def test_the_work_tree_is_never_asked(made: Maker) -> None:
    expected = change_all(made)
    for folder in ("app", "docs", "other"):
        shutil.rmtree(os.path.join(made.top, folder.encode()))
    assert kinds(made.staged()) == expected


def test_an_unborn_head_adds_everything(tmp_path: Path) -> None:
    made = make_repository(tmp_path / "new")
    assert made.staged() == {}, "no index yet"
    made.stage(made.files(BEFORE))
    assert kinds(made.staged()) == dict.fromkeys(BEFORE, (b"A", ABSENT, FILE))


def test_a_missing_index_deletes_everything(made: Maker) -> None:
    os.unlink(os.path.join(made.git_dir, b"index"))
    assert kinds(made.staged()) == dict.fromkeys(BEFORE, (b"D", FILE, ABSENT))


def test_a_detached_head(made: Maker) -> None:
    made.git("checkout", "-q", "--detach")
    expected = change_all(made)
    assert kinds(made.staged()) == expected


def test_one_private_copy_answers_every_question(made: Maker) -> None:
    made.stage_more({b"first": (FILE, made.blob(b"1"))})
    with made.opened() as repository:
        repository.start_staged()
        made.stage_more({b"second": (FILE, made.blob(b"2"))})
        assert [change.path for change in repository.staged().changes] == [b"first"]
        assert b"second" not in repository.staged_names()


def test_nothing_is_written(made: Maker) -> None:
    change_all(made)
    before = snapshot(made)
    made.staged()
    assert snapshot(made) == before


def snapshot(made: Maker) -> dict[str, tuple[int, float]]:
    found = {}
    for folder, _, names in os.walk(os.fsdecode(made.top)):
        for name in [*names, "."]:
            state = os.lstat(os.path.join(folder, name))
            found[os.path.join(folder, name)] = (state.st_size, state.st_mtime_ns)
    return found


# a merge that is about to be concluded


def merging(made: Maker, *, conflict: bool = False) -> tuple[bytes, bytes]:
    base = made.git("rev-parse", "HEAD").strip()
    flat = made.files(BEFORE)
    ours = made.commit(made.tree({**flat, b"ours": (FILE, made.blob(b"o"))}), (base,))
    theirs = made.commit(made.tree({**flat, b"theirs": (FILE, made.blob(b"t"))}), (base,))
    made.ref(b"refs/heads/main", ours)
    made.git("reset", "-q", "--hard")
    made.git("merge", "-q", "--no-commit", "--no-ff", theirs)
    return ours, theirs


def test_a_clean_merge_has_no_edits_of_its_own(made: Maker) -> None:
    merging(made)
    assert made.staged() == {}


def test_an_edit_slipped_into_a_merge_is_found(made: Maker) -> None:
    merging(made)
    made.stage_more({b"slipped": (FILE, made.blob(b"in")), b"theirs": (FILE, made.blob(b"not theirs"))}, [b"app/kept"])
    assert {path: change.status for path, change in made.staged().items()} == {
        b"slipped": b"A",
        b"theirs": b"A",
        b"app/kept": b"D",
    }


@pytest.mark.parametrize(
    "content", [b"nonsense\n", b"0" * 40 + b"\n", b"4b825dc642cb6eb9a060e54bf8d69288fbee4904\n", b"", b"\n", b"1" * 40]
)
def test_a_forged_merge_head_hides_nothing(made: Maker, content: bytes) -> None:
    expected = change_all(made)
    made.write(".git/MERGE_HEAD", content)
    try:
        told = kinds(made.staged())
    except GuardError:
        return
    assert told == expected


# the index that git commits from

HOOK = """\
#!{python} -I
import json, os, sys
sys.path.insert(0, {root!r})
from guard.doors.git.repository import Repository
with Repository() as repository:
    repository.start_staged()
    changes = repository.staged().changes
with open({told!r}, "w") as file:
    json.dump([os.environ.get("GIT_INDEX_FILE"), [change.path.decode() for change in changes]], file)
"""
COMMITS = {
    "what is staged": ((), {"staged"}),
    "-a": (("-a",), {"staged", "top", "app/changed"}),
    "only a path": (("--", "top"), {"top"}),
    "-o": (("-o", "top"), {"top"}),
    "-i": (("-i", "top"), {"staged", "top"}),
    "--amend": (("--amend",), {"staged"}),
}


@pytest.fixture(params=["work tree", "linked work tree"])
def with_hook(request: pytest.FixtureRequest, made: Maker, tmp_path: Path) -> tuple[Path, Path]:
    """A work tree with a pre-commit hook that writes down what guard reads."""
    told = tmp_path / "told"
    hook = os.path.join(made.git_dir, b"hooks", b"pre-commit")
    made.write(hook, HOOK.format(python=sys.executable, root=str(ROOT), told=str(told)).encode())
    os.chmod(hook, stat.S_IRWXU)
    top = Path(os.fsdecode(made.top))
    if request.param == "linked work tree":
        top = tmp_path / "linked"
        made.git("worktree", "add", "-q", str(top), "-b", "linked")
    return top, told


@pytest.mark.parametrize("below", ["", "docs"])
@pytest.mark.parametrize("how", COMMITS)
def test_a_commit_is_judged_by_the_index_it_takes(
    made: Maker, with_hook: tuple[Path, Path], how: str, below: str
) -> None:
    top, told = with_hook
    words, expected = COMMITS[how]
    (top / "staged").write_text("staged\n")
    made.git("-C", str(top), "add", "staged")
    (top / "top").write_text("edited\n")
    (top / "app/changed").write_text("edited\n")
    paths = [os.path.relpath(top / word, top / below) if word == "top" else word for word in words]
    made.git("-C", str(top / below), "commit", "-q", "-m", "x", *paths)
    index, paths_told = json.loads(told.read_text())
    assert index is not None
    assert set(paths_told) == expected
    if how != "--amend":
        really = made.git("-C", str(top), "diff-tree", "-r", "--name-only", "--no-commit-id", "HEAD").decode().split()
        assert set(paths_told) == set(really)


def foreign_outside(made: Maker, tmp_path: Path) -> str:
    shutil.copy(os.path.join(made.git_dir, b"index"), tmp_path / "clean")
    return str(tmp_path / "clean")


def foreign_in_the_work_tree(made: Maker, tmp_path: Path) -> str:
    shutil.copy(os.path.join(made.git_dir, b"index"), os.path.join(made.top, b"index"))
    return "index"


def foreign_through_a_symlink(made: Maker, tmp_path: Path) -> str:
    os.symlink(foreign_outside(made, tmp_path), os.path.join(made.git_dir, b"next-index-1.lock"))
    return ".git/next-index-1.lock"


def foreign_through_a_folder(made: Maker, tmp_path: Path) -> str:
    foreign_outside(made, tmp_path)
    os.symlink(tmp_path, os.path.join(made.git_dir, b"folder"))
    return ".git/folder/clean"


def foreign_below_the_git_directory(made: Maker, tmp_path: Path) -> str:
    made.write(".git/modules/index", b"")
    return ".git/modules/index"


def foreign_missing(made: Maker, tmp_path: Path) -> str:
    return ".git/no-such-index"


def foreign_folder(made: Maker, tmp_path: Path) -> str:
    return ".git/refs"


def foreign_empty(made: Maker, tmp_path: Path) -> str:
    return ""


def foreign_climbing(made: Maker, tmp_path: Path) -> str:
    foreign_outside(made, tmp_path)
    return ".git/../../clean"


FOREIGN = {
    name.removeprefix("foreign_").replace("_", " "): function
    for name, function in list(globals().items())
    if name.startswith("foreign_")
}


@pytest.mark.parametrize("which", FOREIGN)
def test_a_foreign_index_is_refused(made: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: str) -> None:
    named = FOREIGN[which](made, tmp_path)
    change_all(made)
    monkeypatch.setenv("GIT_INDEX_FILE", named)
    with pytest.raises(GuardError) as refused:
        made.staged()
    assert refused.value.rule == "G809"


def test_the_index_of_another_work_tree_is_refused(
    made: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.git("worktree", "add", "-q", str(tmp_path / "linked"), "-b", "linked")
    change_all(made)
    monkeypatch.setenv("GIT_INDEX_FILE", os.fsdecode(os.path.join(made.git_dir, b"worktrees/linked/index")))
    with pytest.raises(GuardError) as refused:
        made.staged()
    assert refused.value.rule == "G809"


@pytest.mark.parametrize(
    "name",
    [
        "GIT_CONFIG_PARAMETERS",
        "GIT_EXTERNAL_DIFF",
        "GIT_LITERAL_PATHSPECS",
        "GIT_ICASE_PATHSPECS",
        "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_WORK_TREE",
        "GIT_COMMON_DIR",
        "GIT_NAMESPACE",
        "GIT_DIFF_OPTS",
        "GIT_PREFIX",
        "GIT_TRACE",
        "GIT_EXEC_PATH",
    ],
)
def test_the_environment_steers_nothing(
    made: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    expected = change_all(made)
    value = {
        "GIT_CONFIG_PARAMETERS": "'diff.relative=true' 'diff.ignoresubmodules=all'",
        "GIT_EXTERNAL_DIFF": "true",
    }.get(name, str(tmp_path / "nowhere"))
    monkeypatch.setenv(name, value)
    assert kinds(made.staged()) == expected
    assert not (tmp_path / "nowhere").exists()


# an index that git did not write


def told_truly_or_refused(made: Maker) -> None:
    """Guard refuses an index, or tells of exactly what git would commit from it."""
    try:
        told = made.staged()
    except GuardError:
        return
    written = made.git("write-tree").strip()
    fields = made.git("diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--no-renames", "HEAD", written).split(b"\0")
    assert {path: (c.old_mode, c.new_mode, c.new) for path, c in told.items()} == {
        path: (line[1:7], line[8:14], line[56:96]) for line, path in zip(fields[:-1:2], fields[1::2], strict=True)
    }


@pytest.mark.parametrize("damage", ["empty", "half", "magic", "version", "count", "extension", "folder"])
def test_a_damaged_index_is_an_error(made: Maker, damage: str) -> None:
    change_all(made)
    path = os.path.join(made.git_dir, b"index")
    with open(path, "rb") as file:
        content = file.read()
    os.unlink(path)
    if damage == "folder":
        os.mkdir(path)
    else:
        broken = {
            "empty": b"",
            "half": content[: len(content) // 2],
            "magic": b"DIRT" + content[4:],
            "version": content[:7] + b"\x09" + content[8:],
            "count": content[:8] + b"\0\0\0\xff" + content[12:],
            "extension": content[:-20] + b"must\0\0\0\0" + content[-20:],
        }[damage]
        made.write(path, broken)
    with pytest.raises(GuardError):
        made.staged()


def crafted(made: Maker, entries: list[tuple[bytes, int, bytes]]) -> None:
    """An index (version 2) with whatever is in it, in this order."""
    body = b"DIRC" + struct.pack(">LL", 2, len(entries))
    for path, mode, oid in entries:
        entry = struct.pack(">10L20sH", 0, 0, 0, 0, 0, 0, mode, 0, 0, 0, bytes.fromhex(oid.decode()), len(path)) + path
        body += entry + b"\0" * (8 - len(entry) % 8)
    made.write(".git/index", body + hashlib.sha1(body).digest())


@pytest.mark.parametrize(
    "path",
    [
        b".git/hooks/post-checkout",
        b".GIT/config",
        b"a/../b",
        b"a//b",
        b"../out",
        b"./a",
        b"git~1/config",
        b"a/.git/config",
    ],
)
def test_a_path_that_git_would_not_take_is_told_or_refused(made: Maker, path: bytes) -> None:
    flat = made.files(BEFORE)
    crafted(
        made,
        sorted([*((name, 0o100644, oid) for name, (_, oid) in flat.items()), (path, 0o100644, made.blob(b"evil"))]),
    )
    try:
        told = made.staged()
    except GuardError:
        return
    assert set(told) == {path}


@pytest.mark.parametrize("mode", [0o100664, 0o100777, 0o100600, 0o040000, 0o000000, 0o010644, 0o170000, 0o120777])
def test_a_mode_that_git_would_not_write_is_told_truly_or_refused(made: Maker, mode: int) -> None:
    rows = [(name, 0o100644, oid) for name, (_, oid) in made.files(BEFORE).items()]
    crafted(made, sorted([*rows, (b"odd", mode, made.blob(b"odd"))]))
    told_truly_or_refused(made)


@pytest.mark.parametrize("cut", range(21, 90, 4))
def test_an_index_that_is_cut_short_is_told_truly_or_refused(made: Maker, cut: int) -> None:
    change_all(made)
    with open(os.path.join(made.git_dir, b"index"), "rb") as file:
        content = file.read()
    made.write(".git/index", content[:-cut])
    told_truly_or_refused(made)


@pytest.mark.parametrize("seed", range(40))
def test_an_index_out_of_order_hides_nothing(made: Maker, seed: int) -> None:
    """git commits whatever stands in one (as a malformed tree): what is new in it is told of, or it is refused."""
    choose = random.Random(seed)
    rows = sorted((name, 0o100644, oid) for name, (_, oid) in made.files(BEFORE).items())
    evil = made.blob(b"evil")
    new = choose.sample(
        (b"a", b"zz", b"app/zz", b"docs/deep/aa", b"docs/zz", b"top", b"app/kept", b"top/x"), k=1 + seed % 3
    )
    for path in new:
        rows.insert(choose.randint(0, len(rows)), (path, 0o100644, evil))
    if seed % 4 == 0:
        choose.shuffle(rows)
    crafted(made, rows)
    told = tried(made.staged)
    assert isinstance(told, GuardError) or set(new) <= set(told)
