"""The native hook in real repositories, tried by real commits: put in, chained, run, taken out."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.doors.taken import take
from guard.errors import GuardError
from guard.model.shim import NAMES
from guard_hooks import shims
from tests.repos import make_repository
from tests.running import ADOPTED, GUARD, PLAN, POLICY, TIDY, Answer, Place, clear, place, run

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD, EVIL = {"src/new": "one\n"}, {"other/new": "one\n"}


@pytest.fixture
def sample(tmp_path: Path) -> Place:
    return place(tmp_path)


@pytest.fixture
def installed(sample: Place) -> Place:
    assert sample.guard("install").code == 0
    return sample


def refused(place: Place, answer: Answer, before: str, rule: str = "G101") -> None:
    """The commit was not made, and the rule says why."""
    assert answer.code != 0
    assert place.head() == before
    assert rule in answer.rules(), answer.said


def script(path: Path, text: str, mode: int = 0o755) -> bytes:
    """A hook of somebody else."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(mode)
    return path.read_bytes()


def contents(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every folder and file below, by mode and content."""
    return {
        str(path.relative_to(folder)): (path.lstat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in folder.rglob("*")
    }


# put in


def test_after_install_a_commit_in_scope_is_made_and_one_outside_is_not(sample: Place) -> None:
    answer = sample.guard("install")
    assert (answer.code, answer.err) == (0, "")
    assert str(sample.hook.parent) in answer.out and "pre-commit, pre-merge-commit" in answer.out
    assert "refs/heads/main" in answer.out
    before = sample.head()
    sample.stage(GOOD)
    made = sample.commit()
    assert made.code == 0, made.said
    assert "guard: pass, 1 file staged, plan tidy version 1" in made.said
    assert sample.head() != before
    before = sample.head()
    sample.stage(EVIL)
    refused(sample, sample.commit(), before)


def test_a_second_install_changes_nothing(installed: Place) -> None:
    before = contents(installed.git_dir)
    assert installed.guard("install").code == 0
    assert contents(installed.git_dir) == before


def test_nothing_but_the_hook_and_the_name_of_the_trusted_branch_is_written(sample: Place) -> None:
    shutil.rmtree(sample.git_dir / "guard")  # what was taken up
    before = contents(sample.top)
    sample.guard("install")
    added = contents(sample.top).keys() - before.keys()
    hooks = {f".git/hooks/{name}" for name in NAMES}
    assert added == {".git/hooks", *hooks, ".git/guard", ".git/guard/trusted"}


def test_a_hook_that_cannot_be_written_is_told(sample: Place) -> None:
    (sample.git_dir / "hooks").write_text("a file, not a folder")
    before = sample.state()
    clear(sample.guard("install"), "G820")
    assert sample.state() == before


# a hook that stands there


def test_a_foreign_hook_runs_first_with_its_own_arguments(sample: Place) -> None:
    script(sample.hook, f'echo "$# $(basename "$PWD") foreign" >> {sample.root}/log')
    assert "is kept as pre-commit.before-guard and runs first" in sample.guard("install").out
    sample.stage(GOOD)
    assert sample.commit().code == 0
    assert (sample.root / "log").read_text() == "0 repository foreign\n"


def test_its_failure_stops_the_commit_and_guard_adds_nothing(sample: Place) -> None:
    script(sample.hook, "echo theirs; exit 7")
    sample.guard("install")
    before = sample.head()
    sample.stage(GOOD)
    answer = sample.commit()
    assert (answer.code, answer.said) == (1, "theirs\n")
    assert sample.head() == before
    assert run([str(sample.hook)], sample.top, sample.environment).code == 7


def test_what_it_stages_is_what_guard_judges(sample: Place) -> None:
    script(sample.hook, "mkdir -p other && echo x > other/new && git add other/new")
    sample.guard("install")
    before = sample.head()
    sample.stage(GOOD)
    answer = sample.commit()
    refused(sample, answer, before)
    assert "other/new" in answer.said


@pytest.mark.later
def test_one_that_is_not_executable_is_kept_and_not_run(sample: Place) -> None:
    content = script(sample.hook, f"touch {sample.root}/ran", 0o644)
    sample.guard("install")
    sample.stage(GOOD)
    assert sample.commit().code == 0
    before = sample.head()
    sample.stage(EVIL)
    refused(sample, sample.commit(), before)
    assert not (sample.root / "ran").exists()
    sample.guard("uninstall")
    assert sample.hook.read_bytes() == content
    assert not os.access(sample.hook, os.X_OK)


def test_two_foreign_hooks_are_never_joined_by_guard(installed: Place) -> None:
    script(installed.hook, "exit 0")
    script(installed.hook.with_name("pre-commit.before-guard"), "exit 1")
    before = installed.state()
    clear(installed.guard("install"), "G820")
    assert installed.state() == before


def test_a_foreign_hook_written_over_guards_is_kept_by_the_next_install(installed: Place) -> None:
    script(installed.hook, f"touch {installed.root}/ran")
    installed.guard("install")
    before = installed.head()
    installed.stage(EVIL)
    refused(installed, installed.commit(), before)
    assert (installed.root / "ran").exists()


LEFTHOOK = "# lefthook {}\ntouch ran"  # as it marks each of its hooks; a newer one writes another text


def laid_aside(made: Place, version: int) -> None:
    """As `lefthook install` does it: what stands there is called .old, and its own stands in the place."""
    old = made.hook.with_name("pre-commit.old")
    assert not old.exists(), "lefthook refuses to go on"
    made.hook.rename(old)
    script(made.hook, LEFTHOOK.format(version))


@pytest.mark.parametrize("version", [1, 2])
def test_software_that_lays_guards_hook_aside_can_be_set_up_again_and_again(sample: Place, version: int) -> None:
    script(sample.hook, LEFTHOOK.format(1))
    assert sample.guard("install").code == 0
    for _ in range(2):
        laid_aside(sample, version)
        assert sample.guard("install").code == 0
        before = sample.head()
        sample.stage(EVIL)
        refused(sample, sample.commit(), before)
        assert (sample.top / "ran").exists()


@pytest.mark.parametrize("version", [1, 2])
def test_what_such_software_laid_aside_is_taken_out_as_well(sample: Place, version: int) -> None:
    script(sample.hook, LEFTHOOK.format(1))
    assert sample.guard("install").code == 0
    laid_aside(sample, version)
    theirs = sample.hook.read_bytes()
    assert sample.guard("uninstall").code == 0
    assert [path.name for path in sample.hook.parent.iterdir()] == ["pre-commit"]
    assert sample.hook.read_bytes() == theirs


def test_a_hook_that_guard_kept_and_cannot_put_back_is_named(sample: Place) -> None:
    script(sample.hook, "echo first")
    assert sample.guard("install").code == 0
    script(sample.hook, "echo second")
    answer = sample.guard("uninstall")
    assert "pre-commit.before-guard, which guard kept, stays: another hook stands in its place" in answer.out
    assert b"first" in sample.hook.with_name("pre-commit.before-guard").read_bytes()
    assert b"second" in sample.hook.read_bytes()


def test_where_the_trusted_branch_cannot_be_written_down_no_hook_stands(sample: Place) -> None:
    shutil.rmtree(sample.git_dir / "guard")
    (sample.git_dir / "guard").write_text("no folder")
    before = contents(sample.git_dir)
    answer = sample.guard("install", "--trusted", "main")
    clear(answer, "G820")
    assert answer.code == 5 and contents(sample.git_dir) == before


def test_where_no_hook_can_be_written_nothing_is_written_down(sample: Place) -> None:
    shutil.rmtree(sample.git_dir / "guard")
    shutil.rmtree(sample.hook.parent, ignore_errors=True)
    sample.hook.parent.write_text("no folder")
    before = contents(sample.git_dir)
    clear(sample.guard("install"), "G820")
    assert contents(sample.git_dir) == before


def test_where_settings_lack_a_word_nothing_is_written_down(sample: Place) -> None:
    before = contents(sample.git_dir)
    assert sample.guard("install", "--via", "prek", "--write").code == 2
    assert contents(sample.git_dir) == before
    assert sample.guard("install", "--trusted", "work").code == 0
    before = contents(sample.git_dir)
    assert sample.guard("install", "--via", "prek", "--write", "--trusted", "main").code == 2
    assert contents(sample.git_dir) == before


@pytest.mark.parametrize("act", [shims.take_out, shims.keep, shims.from_aside])
def test_a_hook_that_cannot_be_moved_is_told(
    installed: Place, monkeypatch: pytest.MonkeyPatch, act: Callable[[str], object]
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    if act is shims.keep:
        script(installed.hook, "exit 0")
    if act is shims.from_aside:
        installed.hook.rename(installed.hook.with_name("pre-commit.old"))
    before = contents(installed.top)
    for name in ("unlink", "replace"):
        monkeypatch.setattr(os, name, refuse)
    with pytest.raises(GuardError, match="could not be moved: Permission denied") as caught:
        act(str(installed.hook))
    assert (caught.value.rule, caught.value.where) == ("G820", str(installed.hook))
    assert contents(installed.top) == before


# taken out


@pytest.mark.parametrize("mode", [None, 0o755, 0o644], ids=["none", "executable", "not-executable"])
def test_uninstall_leaves_the_repository_as_it_was(sample: Place, mode: int | None) -> None:
    if mode is not None:
        script(sample.hook, "echo theirs", mode)
    shutil.rmtree(sample.git_dir / "guard")  # what was taken up goes as well
    before = contents(sample.top)
    sample.guard("install")
    sample.guard("install")
    sample.guard("check", "--staged")
    answer = sample.guard("uninstall")
    assert (answer.code, answer.err) == (0, "")
    assert contents(sample.top) == before


def test_uninstall_restores_a_hook_that_is_a_link(sample: Place) -> None:
    script(sample.root / "theirs", "exit 0")
    sample.hook.parent.mkdir()
    sample.hook.symlink_to(sample.root / "theirs")
    sample.guard("install")
    assert (sample.root / "theirs").read_text() == "#!/bin/sh\nexit 0\n"
    sample.guard("uninstall")
    assert os.readlink(sample.hook) == str(sample.root / "theirs")


def test_uninstall_where_there_is_nothing_says_so(sample: Place) -> None:
    before = sample.state()
    answer = sample.guard("uninstall")
    assert (answer.code, answer.err) == (0, "")
    assert "no hook of guard" in answer.out
    assert sample.state() == before


def test_uninstall_leaves_a_foreign_hook_alone(sample: Place) -> None:
    script(sample.hook, "exit 0")
    before = sample.state()
    assert "is left as it is" in sample.guard("uninstall").out
    assert sample.state() == before


@pytest.mark.parametrize("words", [("install",), ("uninstall",)], ids=["again", "taken-out"])
def test_what_somebody_wrote_into_guards_hook_is_not_lost(installed: Place, words: tuple[str, ...]) -> None:
    text = installed.hook.read_text() + "make lint\n"
    aside = installed.hook.with_name("pre-commit.edited")
    for _ in range(2):
        installed.guard("install")
        installed.hook.write_text(text)
        answer = installed.guard(*words)
        assert answer.code == 0
        assert "pre-commit" in answer.out and "stands beside it as pre-commit.edited" in answer.out
        assert aside.read_text() == text
    installed.guard("install")
    installed.hook.write_text(text + "make test\n")
    assert "as pre-commit.edited-2" in installed.guard(*words).out
    assert aside.with_name("pre-commit.edited-2").read_text() == text + "make test\n"
    assert aside.read_text() == text


def test_where_only_guards_own_folder_is_left_it_goes_as_well(sample: Place) -> None:
    shutil.rmtree(sample.git_dir / "guard")
    before = contents(sample.top)
    assert sample.guard("install", "--via", "pre-commit").code == 0
    assert (sample.git_dir / "guard" / "trusted").exists()
    assert sample.guard("uninstall").code == 0
    assert contents(sample.top) == before


def test_no_linked_work_tree_keeps_a_trace(installed: Place) -> None:
    other = installed.root / "other"
    installed.git("worktree", "add", "--quiet", "-b", "second", str(other), "main")
    kept = installed.git_dir / "worktrees" / "other" / "guard"
    take(str(kept.parent), TIDY)
    assert kept.exists()
    assert installed.guard("uninstall").code == 0
    assert not kept.exists() and kept.parent.exists()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("lefthook.yml", "pre-commit:\n  jobs:\n    - run: make\n    - run: guard hook pre-commit {0}\n"),
        (".pre-commit-config.yaml", "repos:\n  - repo: x\n    rev: y\n    hooks: [{id: lint}, {id: guard-check}]\n"),
        (".husky/pre-push", 'npm test\nnpx guard hook pre-push "$@"\n'),
    ],
)
def test_settings_of_others_that_still_start_guard_are_named(sample: Place, name: str, text: str) -> None:
    path = sample.top / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    for _ in range(2):
        answer = sample.guard("uninstall")
        assert answer.code == 0
        assert f"guard: {name} still starts it: those lines are yours to take out\n" in answer.out
    assert path.read_text() == text


# core.hooksPath


def test_hooks_of_the_work_tree_are_used_where_git_looks_for_them(sample: Place) -> None:
    content = script(sample.top / ".husky/pre-commit", f"touch {sample.root}/ran")
    sample.git("config", "core.hooksPath", ".husky")
    assert f"installed in {sample.top}/.husky\n" in sample.guard("install").out
    before = sample.head()
    sample.stage(EVIL)
    refused(sample, sample.commit(), before)
    assert (sample.root / "ran").exists()
    sample.guard("uninstall")
    assert (sample.top / ".husky/pre-commit").read_bytes() == content
    assert os.listdir(sample.top / ".husky") == ["pre-commit"]


def test_hooks_that_a_commit_would_take_along_are_told_of(sample: Place) -> None:
    """They name paths of this machine, which no other has."""
    word = "guard: .hooks is part of the work tree: what stands there now names paths of this machine, and is not for a"
    assert word not in sample.guard("install").out
    sample.git("config", "core.hooksPath", ".hooks")
    script(sample.top / ".hooks/pre-commit", "exit 0")
    assert word in sample.guard("install").out
    (sample.top / ".git/info").mkdir(exist_ok=True)
    (sample.top / ".git/info/exclude").write_text("/.hooks\n")
    assert word not in sample.guard("install").out


def test_hooks_that_git_no_longer_looks_for_are_taken_out_too(sample: Place) -> None:
    """Other software named another folder since."""
    assert sample.guard("install").code == 0
    sample.git("config", "core.hooksPath", ".husky/_")
    assert sample.guard("uninstall").code == 0
    assert not sample.hook.parent.exists() or not list(sample.hook.parent.iterdir())
    assert not (sample.git_dir / "guard").exists()


def test_a_hook_that_asks_for_its_own_name_is_told_the_name_git_gave_it(sample: Place) -> None:
    """husky 9: every hook in .husky/_ is one line that finds the person's script by `basename "$0"`."""
    script(sample.top / ".husky/pre-commit", f"touch {sample.root}/ran")
    script(sample.top / ".husky/_/pre-commit", '. "$(dirname "$0")/h"')
    helper = 'n=$(basename "$0")\ns=$(dirname "$(dirname "$0")")/$n\n[ ! -f "$s" ] && exit 0\nsh -e "$s" "$@"\nexit $?'
    script(sample.top / ".husky/_/h", helper, 0o644)
    script(sample.top / ".husky/prepare-commit-msg", f'echo "$@" > {sample.root}/told')
    script(sample.top / ".husky/_/prepare-commit-msg", '. "$(dirname "$0")/h"')
    sample.git("config", "core.hooksPath", ".husky/_")
    assert sample.guard("install").code == 0
    before = sample.head()
    sample.stage(EVIL)
    refused(sample, sample.commit(), before)
    assert (sample.root / "ran").exists()
    sample.git("reset", "--quiet", "--hard")
    sample.stage(GOOD)
    assert sample.commit().code == 0
    assert (sample.root / "told").read_text() == ".git/COMMIT_EDITMSG message\n", "with its own arguments, too"


def test_a_hooks_folder_outside_is_refused_and_nothing_written(sample: Place) -> None:
    shared = sample.root / "shared"
    shared.mkdir()
    sample.git("config", "core.hooksPath", str(shared))
    before = sample.state()
    answer = sample.guard("install")
    assert answer.code == 5
    clear(answer, "G820")
    assert str(shared) in answer.out
    assert "--shared" in answer.out
    assert (sample.state(), os.listdir(shared)) == (before, [])


def test_a_hooks_folder_outside_is_used_when_that_is_meant(sample: Place) -> None:
    shared = sample.root / "shared"
    sample.git("config", "core.hooksPath", str(shared))
    assert sample.guard("install", "--shared").code == 0
    before = sample.head()
    sample.stage(EVIL)
    refused(sample, sample.commit(), before)
    sample.guard("uninstall")
    assert not (shared / "pre-commit").exists()


def test_a_folder_whose_name_begins_like_the_repository_is_outside(sample: Place) -> None:
    sample.git("config", "core.hooksPath", f"{sample.top}-hooks")
    clear(sample.guard("install"), "G820")


# where the repository is, and what is in it

ODD = ['it\'s a "naïve" ☃', "$HOME `id` $(id)", "back\\slash\ttab", "-dash; & co"]


@pytest.mark.later
@pytest.mark.parametrize("name", ODD)
def test_any_path_of_repository_and_interpreter_is_quoted_right(tmp_path: Path, name: str) -> None:
    sample = place(tmp_path, name=name)
    python = interpreter(tmp_path / f"python {name}")
    answer = run([str(python), "-I", "-m", "guard", "install"], sample.top, sample.environment)
    assert answer.code == 0, answer.said
    assert str(python.parent) in sample.hook.read_text() or "'" in name
    sample.stage(GOOD)
    assert sample.commit().code == 0
    before = sample.head()
    sample.stage(EVIL)
    refused(sample, sample.commit(), before)


@pytest.mark.later
def test_a_path_that_is_not_utf8_is_quoted_right(tmp_path: Path) -> None:
    sample = place(tmp_path)
    python = interpreter(tmp_path / os.fsdecode(b"latin-\xe9"))
    assert run([os.fsdecode(python), "-I", "-m", "guard", "install"], sample.top, sample.environment).code == 0
    before = sample.head()
    sample.stage(EVIL)
    refused(sample, sample.commit(), before)


def interpreter(folder: Path) -> Path:
    """A virtual environment made by hand: a link to this Python, and guard importable from it."""
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").symlink_to(os.path.realpath(sys.executable))
    (folder / "pyvenv.cfg").write_text(
        f"home = {os.path.dirname(os.path.realpath(sys.executable))}\ninclude-system-site-packages = false\n"
    )
    packages = folder / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
    packages.mkdir(parents=True)
    ours = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "guard.pth").write_text("\n".join([str(ROOT), str(ROOT / "hooks"), *ours]) + "\n")
    return folder / "bin" / "python"


@pytest.mark.later
def test_an_interpreter_that_is_gone_stops_the_commit_with_one_clear_line(tmp_path: Path) -> None:
    sample = place(tmp_path)
    python = interpreter(tmp_path / "env")
    run([str(python), "-I", "-m", "guard", "install"], sample.top, sample.environment)
    shutil.rmtree(tmp_path / "env")
    before = sample.head()
    sample.stage(GOOD)
    answer = sample.commit()
    assert answer.code != 0
    assert sample.head() == before
    assert answer.said == f"guard: STOP, its Python is gone: {python}; run guard install again\n"
    assert run([str(sample.hook)], sample.top, sample.environment).code == 5


def test_a_guard_that_is_gone_stops_the_commit_with_one_clear_line(tmp_path: Path) -> None:
    sample = place(tmp_path)
    copy = tmp_path / "copy"
    for package in ("guard", "hooks/guard_hooks", "schemas"):
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    python = interpreter(tmp_path / "env")
    paths = next((tmp_path / "env").rglob("guard.pth"))
    paths.write_text("\n".join([str(copy), str(copy / "hooks"), *paths.read_text().splitlines()[2:]]) + "\n")
    assert run([str(python), "-I", "-m", "guard", "install"], sample.top, sample.environment).code == 0
    sample.stage(GOOD)
    assert sample.commit().code == 0
    before = sample.head()
    shutil.rmtree(copy)
    sample.stage({"src/more": "two\n"})
    answer = sample.commit()
    assert answer.code != 0
    assert sample.head() == before
    assert answer.said.startswith("guard: STOP, ")
    assert answer.said.count("\n") == 1
    assert run([str(sample.hook)], sample.top, sample.environment).code == 5


def test_ours_runs_where_the_repository_has_modules_of_the_same_names(installed: Path | Place) -> None:
    assert isinstance(installed, Place)
    hostile = "open(__file__ + '.ran', 'w').close()\nraise SystemExit(0)\n"
    names = ["os.py", "json.py", "gc.py", "guard.py", "sitecustomize.py", "usercustomize.py", "encodings/__init__.py"]
    names += [
        "guard/__init__.py",
        "guard_hooks/__init__.py",
        "guard_hooks/git_hooks.py",
        "hooks/guard_hooks/__init__.py",
    ]
    before = installed.head()
    installed.write(dict.fromkeys(names, hostile))
    installed.stage(EVIL)
    trap = {"PYTHONPATH": str(installed.top), "PYTHONHOME": str(installed.top), "PYTHONSTARTUP": "os.py"}
    refused(installed, installed.commit(**trap), before)
    refused(installed, installed.commit(PYTHONPATH="."), before)
    assert list(installed.top.rglob("*.ran")) == []


def test_a_package_beside_guard_never_stands_in_for_the_standard_library(tmp_path: Path) -> None:
    sample = place(tmp_path)
    python = interpreter(tmp_path / "env")
    packages = next((tmp_path / "env").rglob("guard.pth")).parent
    for name in ("posixpath", "unicodedata", "collections", "_json"):
        (packages / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()\n")
    assert run([str(python), "-I", "-m", "guard", "install"], sample.top, sample.environment).code == 0
    sample.stage(GOOD)
    made = sample.commit()
    assert made.code == 0, made.said
    assert not (tmp_path / "ran").exists()


# the trusted branch


def trusted(place: Place) -> str:
    return (place.git_dir / "guard" / "trusted").read_text()


@pytest.mark.parametrize("word", ["main", "refs/heads/main", "heads/main"])
def test_the_trusted_branch_is_written_by_its_full_name(sample: Place, word: str) -> None:
    answer = sample.guard("install", "--trusted", word)
    assert answer.code == 0, answer.said
    assert trusted(sample) == "refs/heads/main\n"


@pytest.mark.parametrize("word", ["origin/main", "refs/remotes/origin/main", "remotes/origin/main"])
def test_a_branch_of_a_remote_is_written_by_its_full_name(sample: Place, word: str) -> None:
    sample.git("update-ref", "refs/remotes/origin/main", "main")
    answer = sample.guard("install", "--trusted", word)
    assert answer.code == 0, answer.said
    assert trusted(sample) == "refs/remotes/origin/main\n"


@pytest.mark.parametrize(
    ("word", "rule"),
    [
        ("v1", "G812"),
        ("refs/tags/v1", "G812"),
        ("tags/v1", "G812"),
        ("HEAD", "G812"),
        ("main~0", "G812"),
        ("main@{0}", "G805"),
        ("refs/heads/main^0", "G812"),
        ("refs/stash", "G812"),
        ("nowhere", "G805"),
        ("refs/heads/nowhere", "G805"),
    ],
)
def test_what_is_trusted_must_be_a_branch(sample: Place, word: str, rule: str) -> None:
    sample.git("tag", "v1")
    sample.git("update-ref", "refs/stash", "main")
    before = sample.state()
    answer = sample.guard("install", "--trusted", word)
    assert answer.code == 5, answer.said
    clear(answer, rule)
    assert sample.state() == before


def test_a_name_that_nobody_has_set_is_none(sample: Place) -> None:
    before = sample.state()
    answer = sample.guard("install", "--trusted", "")
    assert answer.code == 2 and "--trusted is empty" in answer.said
    assert sample.state() == before


def test_a_commit_by_its_id_is_no_branch(sample: Place) -> None:
    clear(sample.guard("install", "--trusted", sample.head()), "G812")


@pytest.mark.later
def test_a_tag_of_the_same_name_takes_no_branch_of_that_name_over(sample: Place) -> None:
    sample.stage(EVIL)
    sample.git("commit", "--quiet", "--message=evil")
    sample.git("tag", "main")
    clear(sample.guard("install", "--trusted", "main"), "G806")
    assert sample.guard("install").code == 0
    assert trusted(sample) == "refs/heads/main\n"


def test_without_a_word_it_is_the_branch_that_the_remote_calls_its_own(sample: Place) -> None:
    sample.git("update-ref", "refs/remotes/origin/trunk", "main")
    sample.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    assert sample.guard("install").code == 0
    assert trusted(sample) == "refs/remotes/origin/trunk\n"


def test_the_only_local_master_will_do(sample: Place) -> None:
    sample.git("branch", "--move", "main", "master")
    assert sample.guard("install").code == 0
    assert trusted(sample) == "refs/heads/master\n"


def test_an_install_keeps_what_an_earlier_one_was_told(sample: Place) -> None:
    sample.git("branch", "release", "main")
    sample.guard("install", "--trusted", "release")
    assert sample.guard("install").code == 0
    assert trusted(sample) == "refs/heads/release\n"


def both(place: Place) -> None:
    place.git("branch", "master", "main")


def neither(place: Place) -> None:
    place.git("branch", "--move", "main", "trunk")


def bare(place: Place) -> None:
    place.git("config", "core.bare", "true")


@pytest.mark.parametrize(("arrange", "rule"), [(both, "G812"), (neither, "G812"), (bare, "G802")])
def test_where_guard_cannot_stand_nothing_is_written(
    sample: Place, arrange: Callable[[Place], None], rule: str
) -> None:
    arrange(sample)
    before = sample.state()
    answer = sample.guard("install")
    assert answer.code == 5
    clear(answer, rule)
    assert sample.state() == before


def test_a_repository_without_a_commit_is_told_to_make_one(tmp_path: Path) -> None:
    empty = Place(tmp_path)
    make_repository(empty.top)
    before = empty.state()
    answer = empty.guard("install")
    assert answer.code == 5
    clear(answer, "G812")
    assert "first commit" in answer.out
    assert empty.state() == before


@pytest.mark.parametrize("words", ["install", "uninstall"])
def test_in_the_repository_of_a_server_the_word_for_it_is_told(sample: Place, words: str) -> None:
    answer = sample.guard(words, cwd=sample.git_dir)
    clear(answer, "G802")
    assert f"on a server: guard {words} --server" in answer.out


def test_a_folder_that_is_no_repository(tmp_path: Path) -> None:
    for word in ("install", "uninstall"):
        clear(Place(tmp_path).guard(word, cwd=tmp_path), "G801")
    assert os.listdir(tmp_path) == ["private"]


@pytest.mark.parametrize("words", [("install", "--what"), ("uninstall", "now"), ("install", "--trusted")])
def test_wrong_words_are_usage(sample: Place, words: tuple[str, ...]) -> None:
    answer = sample.guard(*words)
    assert (answer.code, answer.out) == (2, "")
    assert f"guard {words[0]} --help" in answer.err


# every way to commit


@pytest.mark.later
def test_commit_all_takes_what_is_not_staged_yet(installed: Place) -> None:
    before = installed.head()
    installed.write({"other/c": "changed\n"})
    refused(installed, installed.commit("--all"), before)
    installed.git("restore", "other/c")
    installed.write({"src/a": "changed\n"})
    assert installed.commit("--all").code == 0


@pytest.mark.later
def test_commit_of_named_paths_is_judged_by_those_paths(installed: Place) -> None:
    installed.stage(EVIL)
    installed.write({"src/a": "changed\n"})
    answer = installed.commit("--", "src/a")
    assert answer.code == 0, answer.said
    assert "1 file staged" in answer.said
    before = installed.head()
    installed.write({"other/c": "changed\n"})
    installed.git("reset", "--quiet")
    installed.stage({"src/b": "changed\n"})
    refused(installed, installed.commit("--", "other/c"), before)


def test_commit_interactive_and_amend(installed: Place) -> None:
    installed.stage(GOOD)
    assert installed.commit().code == 0
    before = installed.head()
    installed.stage({"src/new": "two\n"})
    assert installed.commit("--amend").code == 0
    assert installed.git("rev-list", "--count", "main..HEAD") == "1"
    before = installed.head()
    installed.stage(EVIL)
    refused(installed, installed.commit("--amend"), before)


@pytest.mark.later
def test_a_linked_worktree_shares_the_hook(installed: Place) -> None:
    other = installed.root / "other tree"
    installed.git("worktree", "add", "--quiet", "-b", "second", str(other), "main")
    take(installed.git("rev-parse", "--absolute-git-dir", cwd=other), TIDY)
    (other / "src/new").write_text("one\n")
    installed.git("add", "src/new", cwd=other)
    made = installed.commit(cwd=other)
    assert made.code == 0, made.said
    before = installed.head(cwd=other)
    (other / "other/new").write_text("one\n")
    installed.git("add", "other/new", cwd=other)
    answer = installed.commit(cwd=other)
    assert answer.code != 0
    assert answer.rules() == ["G101"]
    assert installed.head(cwd=other) == before


@pytest.mark.later
def test_install_and_uninstall_in_a_linked_worktree(sample: Place) -> None:
    other = sample.root / "other"
    sample.git("worktree", "add", "--quiet", "-b", "second", str(other), "main")
    head = sample.head()
    sample.stage(EVIL)
    before = contents(sample.git_dir)
    answer = sample.guard("install", cwd=other)
    assert str(sample.hook.parent) in answer.out
    refused(sample, sample.commit(), head)
    sample.guard("uninstall", cwd=other)
    left = contents(sample.git_dir).keys() - before.keys()
    assert [
        path for path in left if not path.startswith("objects/")
    ] == []  # git's own, of the commit that was not made


@pytest.mark.later
def test_a_commit_from_a_folder_below_the_top(installed: Place) -> None:
    before = installed.head()
    installed.stage(EVIL)
    refused(installed, installed.commit(cwd=installed.top / "src"), before)


def merging(place: Place) -> None:
    """A merge of the trusted branch, stopped by a conflict in src/a; that branch also brings other/theirs."""
    place.git("switch", "--quiet", "main")
    place.stage({"src/a": "side\n", "other/theirs": "t\n"})
    place.git("commit", "--quiet", "--no-verify", "--message=side")
    place.git("switch", "--quiet", "work")
    place.stage({"src/a": "work\n"})
    place.git("commit", "--quiet", "--message=work")
    assert run(["git", "merge", "--quiet", "main"], place.top, place.environment).code == 1


@pytest.mark.later
def test_a_merge_is_charged_with_its_own_edits_only(installed: Place) -> None:
    merging(installed)
    installed.stage({"src/a": "both\n"})
    made = installed.commit()
    assert made.code == 0, made.said
    assert len(installed.git("log", "-1", "--format=%p").split()) == 2


@pytest.mark.later
@pytest.mark.parametrize("path", ["other/evil", "other/c", "other/theirs", ".github/workflows/ci.yml"])
def test_an_edit_hidden_in_a_merge_is_found(installed: Place, path: str) -> None:
    merging(installed)
    before = installed.head()
    installed.stage({"src/a": "both\n", path: "evil\n"})
    answer = installed.commit()
    refused(installed, answer, before, "G106" if path.startswith(".github") else "G101")
    assert path in answer.said


@pytest.mark.later
def test_what_another_branch_brings_is_judged_as_any_change(installed: Place) -> None:
    installed.git("switch", "--quiet", "--create", "side", "main")
    installed.stage({"other/theirs": "t\n"})
    installed.git("commit", "--quiet", "--no-verify", "--message=side")
    installed.git("switch", "--quiet", "work")
    installed.git("merge", "--quiet", "--no-commit", "--no-ff", "side")
    before = installed.head()
    refused(installed, installed.commit(), before, "G101")


def test_an_unresolved_merge_is_left_to_git(installed: Place) -> None:
    merging(installed)
    before = installed.head()
    assert installed.commit().code != 0
    assert installed.head() == before


def test_a_merge_that_changes_nothing_itself_passes(installed: Place) -> None:
    merging(installed)
    installed.git("checkout", "--quiet", "--ours", "src/a")
    installed.git("add", "src/a")
    made = installed.commit()
    assert made.code == 0, made.said


@pytest.mark.later
def test_the_plan_on_the_work_branch_does_not_count(installed: Place) -> None:
    """Trust comes from the base: a branch that widens its plan is judged by the narrow one."""
    installed.stage({".guard/plans/tidy.yaml": PLAN.replace("/src/**", "/**").replace("version: 1", "version: 2")})
    made = installed.commit()
    assert made.code == 0, made.said
    assert "will block the merge" in made.said
    before = installed.head()
    installed.stage(EVIL)
    refused(installed, installed.commit(), before)


def test_without_a_policy_every_commit_is_made_and_told(tmp_path: Path) -> None:
    plain = place(tmp_path, {})
    plain.guard("install")
    plain.stage(EVIL)
    made = plain.commit()
    assert made.code == 0
    assert "not adopted" in made.said.splitlines()[0]


@pytest.mark.later
def test_in_shadow_mode_the_commit_is_made_and_the_finding_told(tmp_path: Path) -> None:
    shadow = place(tmp_path, {**ADOPTED, ".guard/policy.yaml": POLICY + "mode: shadow\n"})
    shadow.guard("install")
    shadow.stage(EVIL)
    made = shadow.commit()
    assert made.code == 0
    assert "G101" in made.rules()
    assert "shadow" in made.said.splitlines()[0]


def test_a_hook_of_an_unknown_name_is_refused(sample: Place) -> None:
    answer = run([*GUARD[:-1], "guard_hooks", "pre-comit"], sample.top, sample.environment)
    assert answer.code == 2
    assert "pre-commit" in answer.err
