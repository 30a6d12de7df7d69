"""Where guard is asked from: every place is judged as what it is, or refused with the reason."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path

import pytest

from guard.doors.git.place import Place
from guard.doors.git.repository import Repository
from guard.errors import GuardError
from tests.repos import FILE, GIT, Maker, make_repository, tried


def committed(folder: str | bytes | Path, algorithm: str = "sha1") -> Maker:
    made = make_repository(folder, algorithm)
    flat = made.files({b"a": b"1\n", b"deep/er/b": b"2\n"})
    made.ref(b"refs/heads/main", made.commit(made.tree(flat)))
    made.git("reset", "-q", "--hard")
    return made


@pytest.fixture
def made(tmp_path: Path) -> Maker:
    return committed(tmp_path / "repository")


def found(folder: str | bytes | Path, git: str | None = None) -> Place:
    with chdir(folder), Repository(git) as repository:
        return repository.place


def refused(folder: str | bytes | Path, git: str | None = None) -> GuardError:
    with chdir(folder), pytest.raises(GuardError) as error, Repository(git):
        pass
    assert error.value.mend
    return error.value


def same(one: str | bytes, other: str | bytes) -> bool:
    return os.path.realpath(os.fsdecode(one)) == os.path.realpath(os.fsdecode(other))


# places guard works in


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_the_top_and_folders_below_it(tmp_path: Path, algorithm: str) -> None:
    made = committed(tmp_path / "r", algorithm)
    for below in (b"", b"deep", b"deep/er"):
        place = found(os.path.join(made.top, below))
        assert same(place.top, made.top)
        assert same(place.git_dir, made.git_dir)
        assert place.git_dir == place.common_dir
        assert (place.shallow, place.width) == (False, made.width)


PATHS = [
    b"with space",
    b"caf\xc3\xa9",
    b"not \xff utf-8",
    b"quote\"'\\",
    b"-dash",
    b":colon",
    b"$HOME `id` ;",
    b"~",
    b"*?[",
    b"tab\t",
    b" lead",
    b"trail ",
    b"\x1b[2K",
    "\u202e".encode(),
    b"x" * 200,
]


@pytest.mark.parametrize("name", PATHS)
def test_a_repository_at_an_odd_path(tmp_path: Path, name: bytes) -> None:
    made = committed(os.path.join(os.fsencode(tmp_path), name))
    made.stage_more({b"new": (FILE, made.blob(b"new"))})
    assert list(made.staged()) == [b"new"]
    assert list(made.staged(b"deep/er")) == [b"new"]
    assert same(found(made.top).top, made.top)


@pytest.mark.parametrize("name", [b"new\nline", b"\n", b"end\n", b"true\nfalse\nsha1"])
def test_a_repository_at_a_path_with_a_line_feed(tmp_path: Path, name: bytes) -> None:
    """Judged as what it is or refused; never taken for another."""
    made = committed(os.path.join(os.fsencode(tmp_path), name))
    made.stage_more({b"new": (FILE, made.blob(b"new"))})
    told = tried(made.staged)
    if isinstance(told, GuardError):
        assert told.rule in ("G801", "G815")
        assert "\n" not in told.where
    else:
        assert list(told) == [b"new"]


def test_a_linked_work_tree(made: Maker, tmp_path: Path) -> None:
    linked = tmp_path / "linked"
    made.git("worktree", "add", "-q", str(linked), "-b", "linked")
    place = found(linked / "deep")
    assert same(place.top, str(linked))
    assert same(place.common_dir, made.git_dir)
    assert same(place.git_dir, os.path.join(made.git_dir, b"worktrees/linked"))
    (linked / "new").write_text("x")
    made.git("-C", str(linked), "add", "new")
    with chdir(linked), Repository() as repository:
        repository.start_staged()
        assert [change.path for change in repository.staged().changes] == [b"new"]
    assert made.staged() == {}


def test_a_submodule_is_a_repository_of_its_own(made: Maker, tmp_path: Path) -> None:
    other = committed(tmp_path / "other")
    made.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", os.fsdecode(other.top), "sub")
    place = found(os.path.join(made.top, b"sub"))
    assert same(place.top, os.path.join(made.top, b"sub"))
    assert same(place.git_dir, os.path.join(made.git_dir, b"modules/sub"))
    assert sorted(made.staged()) == [b".gitmodules", b"sub"]


def test_a_git_directory_kept_elsewhere(tmp_path: Path) -> None:
    made = committed(tmp_path / "r")
    made.git("init", "-q", f"--separate-git-dir={tmp_path / 'kept'}")
    assert same(found(made.top).git_dir, str(tmp_path / "kept"))


def test_a_git_directory_through_a_symlink(made: Maker, tmp_path: Path) -> None:
    shutil.move(made.git_dir, os.fsencode(tmp_path / "kept"))
    os.symlink(tmp_path / "kept", made.git_dir)
    assert same(found(made.top).git_dir, str(tmp_path / "kept"))


def test_a_work_tree_through_a_symlink(made: Maker, tmp_path: Path) -> None:
    os.symlink(made.top, tmp_path / "link")
    assert same(found(tmp_path / "link" / "deep").top, made.top)


@pytest.mark.parametrize(
    "name",
    [
        "GIT_WORK_TREE",
        "GIT_CEILING_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_OBJECT_DIRECTORY",
        "GIT_NAMESPACE",
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG",
    ],
)
def test_the_environment_moves_nothing(made: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    other = committed(tmp_path / "other")
    monkeypatch.setenv(name, os.fsdecode(other.top))
    assert same(found(os.path.join(made.top, b"deep")).top, made.top)


def test_its_own_git_dir_in_the_environment(made: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    """git sets GIT_DIR for hooks, relative or absolute."""
    for value in (".git", os.fsdecode(made.git_dir)):
        monkeypatch.setenv("GIT_DIR", value)
        assert same(found(made.top).git_dir, made.git_dir)


# places guard refuses


def nowhere(made: Maker, tmp_path: Path) -> str:
    (tmp_path / "empty").mkdir()
    return str(tmp_path / "empty")


def bare(made: Maker, tmp_path: Path) -> str:
    subprocess.run([GIT, "clone", "-q", "--bare", made.top, tmp_path / "bare.git"], check=True)
    return str(tmp_path / "bare.git")


def inside_git_dir(made: Maker, tmp_path: Path) -> str:
    return os.fsdecode(made.git_dir)


def inside_objects(made: Maker, tmp_path: Path) -> str:
    return os.fsdecode(made.objects)


def bare_by_configuration(made: Maker, tmp_path: Path) -> str:
    made.git("config", "core.bare", "true")
    return os.fsdecode(made.top)


def bare_embedded(made: Maker, tmp_path: Path) -> str:
    """A bare repository among the files, whose configuration would run a program."""
    inner = os.path.join(made.top, b"docs")
    shutil.copytree(made.git_dir, inner)
    with open(os.path.join(inner, b"config"), "w") as file:
        file.write(f"[core]\n\tbare = true\n\tfsmonitor = touch {tmp_path}/fired\n")
    return os.fsdecode(inner)


def work_tree_elsewhere(made: Maker, tmp_path: Path) -> str:
    made.git("config", "core.worktree", "/etc")
    return os.fsdecode(made.top)


def work_tree_above(made: Maker, tmp_path: Path) -> str:
    made.git("config", "core.worktree", os.fsdecode(os.path.dirname(made.top)))
    return os.fsdecode(made.top)


def work_tree_of_another(made: Maker, tmp_path: Path) -> str:
    made.git("config", "core.worktree", os.fsdecode(committed(tmp_path / "other").top))
    return os.fsdecode(made.top)


def broken_gitfile(made: Maker, tmp_path: Path) -> str:
    made.write("deep/.git", b"gitdir: /nowhere/at/all\n")
    return os.fsdecode(os.path.join(made.top, b"deep"))


def nonsense_gitfile(made: Maker, tmp_path: Path) -> str:
    made.write("deep/.git", b"nonsense\n")
    return os.fsdecode(os.path.join(made.top, b"deep"))


def pruned_work_tree(made: Maker, tmp_path: Path) -> str:
    made.git("worktree", "add", "-q", str(tmp_path / "linked"), "-b", "linked")
    shutil.rmtree(os.path.join(made.git_dir, b"worktrees"))
    return str(tmp_path / "linked")


def no_head(made: Maker, tmp_path: Path) -> str:
    os.unlink(os.path.join(made.git_dir, b"HEAD"))
    return os.fsdecode(made.top)


def nonsense_head(made: Maker, tmp_path: Path) -> str:
    made.write(".git/HEAD", b"nonsense\n")
    return os.fsdecode(made.top)


def no_objects(made: Maker, tmp_path: Path) -> str:
    shutil.rmtree(made.objects)
    return os.fsdecode(made.top)


def future_format(made: Maker, tmp_path: Path) -> str:
    made.git("config", "core.repositoryFormatVersion", "99")
    return os.fsdecode(made.top)


def unknown_extension(made: Maker, tmp_path: Path) -> str:
    made.git("config", "core.repositoryFormatVersion", "1")
    made.git("config", "extensions.somethingNew", "true")
    return os.fsdecode(made.top)


def unknown_hash(made: Maker, tmp_path: Path) -> str:
    made.git("config", "core.repositoryFormatVersion", "1")
    made.git("config", "extensions.objectFormat", "sha3")
    return os.fsdecode(made.top)


def nonsense_configuration(made: Maker, tmp_path: Path) -> str:
    made.write(".git/config", b"[core\nnonsense\n")
    return os.fsdecode(made.top)


def empty_git_folder(made: Maker, tmp_path: Path) -> str:
    (tmp_path / "fake" / ".git").mkdir(parents=True)
    return str(tmp_path / "fake")


REFUSED: list[tuple[Callable[[Maker, Path], str], str]] = [
    (nowhere, "G801"),
    (bare, "G802"),
    (inside_git_dir, "G802"),
    (inside_objects, "G802"),
    (bare_by_configuration, "G802"),
    (bare_embedded, "G802"),
    (work_tree_elsewhere, "G815"),
    (work_tree_above, "G815"),
    (work_tree_of_another, "G815"),
    (broken_gitfile, "G801"),
    (nonsense_gitfile, "G801"),
    (pruned_work_tree, "G801"),
    (no_head, "G801"),
    (nonsense_head, "G801"),
    (no_objects, "G801"),
    (future_format, "G801"),
    (unknown_extension, "G801"),
    (unknown_hash, "G801"),
    (nonsense_configuration, "G801"),
    (empty_git_folder, "G801"),
]


@pytest.mark.parametrize(("place", "rule"), REFUSED, ids=[place.__name__ for place, _ in REFUSED])
def test_a_place_that_is_refused(made: Maker, tmp_path: Path, place: Callable[[Maker, Path], str], rule: str) -> None:
    assert refused(place(made, tmp_path)).rule == rule
    assert not (tmp_path / "fired").exists()


@pytest.mark.parametrize("value", ["other", "nowhere", ""])
def test_another_git_dir_in_the_environment(
    made: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    committed(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / value / ".git") if value else "")
    assert refused(made.top).rule == "G815"


def test_a_repository_of_another_user(made: Maker, tmp_path: Path) -> None:
    git = tmp_path / "git"
    git.write_text(f'#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec "{os.path.realpath(GIT)}" "$@"\n')
    git.chmod(0o755)
    error = refused(made.top, str(git))
    assert (error.rule, "another user" in error.what) == ("G801", True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_repository_given_away(made: Maker) -> None:
    for folder in (made.top, made.git_dir):
        os.chown(folder, 12345, 12345)
    assert refused(made.top).rule == "G801"


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    with chdir(tmp_path / "gone"):
        os.rmdir(tmp_path / "gone")
        with pytest.raises(GuardError), Repository():
            pass


def test_a_temporary_folder_that_cannot_be_written_to(made: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", "/nowhere/at/all")
    assert refused(made.top).rule == "G820"
