"""guard install --via: the settings of whatever runs the hooks, printed, written, and taken out again."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from guard.doors.git.setup import open_for_setup
from guard.model.shim import HEARS, NAMES
from guard_hooks.git_hooks import HOOKS
from guard_hooks.via import FILES, FRAMEWORK, HUSKY, LEFTHOOK
from tests.hooks.test_doors_runners import all_doors, remote
from tests.repos import GIT
from tests.running import Place, clear, place, run

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def sample(tmp_path: Path) -> Place:
    return place(tmp_path)


@pytest.mark.later
@pytest.mark.parametrize("via", ["pre-commit", "prek", "lefthook", "husky"])
def test_what_is_printed_changes_nothing_but_the_name_of_the_trusted_branch(sample: Place, via: str) -> None:
    before = {path for path in sample.state() if not path.startswith(".git/guard")}
    answer = sample.guard("install", "--via", via)
    assert answer.code == 0, answer.said
    assert {path for path in sample.state() if not path.startswith(".git/guard")} == before
    assert (FILES[via][1] if via in FILES else HUSKY.format("pre-push")) in answer.out


@pytest.mark.parametrize("via", ["pre-commit", "lefthook", "husky"])
def test_what_is_written_is_written_once_and_taken_out_whole(sample: Place, via: str) -> None:
    before = {path: state for path, state in sample.state().items() if not path.startswith(".git")}
    for _ in range(2):
        assert sample.guard("install", "--via", via, "--write").code == 0
    name = FILES[via][0] if via in FILES else ".husky/pre-push"
    assert (sample.top / name).read_text() == (FILES[via][1] if via in FILES else HUSKY.format("pre-push"))
    assert sample.guard("uninstall").code == 0
    after = {path: state for path, state in sample.state().items() if not path.startswith(".git")}
    assert after.keys() == before.keys()


def test_settings_of_somebody_else_are_not_written_into(sample: Place) -> None:
    sample.write({"lefthook.yml": "pre-commit:\n  jobs: []\n"})
    clear(sample.guard("install", "--via", "lefthook", "--write"), "G820")
    assert (sample.top / "lefthook.yml").read_text() == "pre-commit:\n  jobs: []\n"
    sample.guard("install")
    sample.guard("uninstall")
    assert (sample.top / "lefthook.yml").read_text() == "pre-commit:\n  jobs: []\n"


def test_a_line_goes_to_the_end_of_a_file_of_husky_and_out_of_it_again(sample: Place) -> None:
    sample.write({".husky/pre-commit": "npm test"})
    sample.guard("install", "--via", "husky", "--write")
    assert (sample.top / ".husky/pre-commit").read_text() == f"npm test\n{HUSKY.format('pre-commit')}"
    sample.guard("uninstall")
    assert (sample.top / ".husky/pre-commit").read_text() == "npm test\n"
    assert os.listdir(sample.top / ".husky") == ["pre-commit"]


def test_what_else_runs_hooks_here_is_told(sample: Place) -> None:
    sample.write({"lefthook.yml": "{}\n", ".husky/pre-commit": "npm test\n"})
    told = sample.guard("install").out
    assert "guard: lefthook is set up here too; to let it run guard: guard install --via lefthook" in told
    assert "guard: husky is set up here too" in told
    assert "pre-commit is set up" not in told


@pytest.mark.later
@pytest.mark.parametrize(
    "words",
    [
        ("--via", "make"),
        ("--write",),
        ("--via", "native", "--write"),
        ("--via", "lefthook", "--refs"),
        ("--server", "--refs"),
    ],
)
def test_words_that_do_not_go_together_are_usage(sample: Place, words: tuple[str, ...]) -> None:
    assert sample.guard("install", *words).code == 2


def test_the_lines_name_every_hook_and_hand_on_what_git_tells() -> None:
    jobs = {name: hook["jobs"][0] for name, hook in YAML(typ="safe").load(LEFTHOOK).items()}
    assert {name: job["run"] for name, job in jobs.items()} == {name: f"guard hook {name} {{0}}" for name in HOOKS}
    assert [name for name, job in jobs.items() if job.get("use_stdin")] == [name for name in HOOKS if name in HEARS]
    published = (ROOT / ".pre-commit-hooks.yaml").read_text()
    ids = [line.split()[-1] for line in published.splitlines() if line.startswith("- id: ")]
    assert sorted(ids) == sorted([line.split()[-1] for line in FRAMEWORK.splitlines() if "- id: " in line])


@pytest.mark.parametrize("asked", [("pre-commit",), ("pre-commit", "pre-push"), ()])
def test_doctor_says_where_what_others_run_is_not_asked(sample: Place, asked: tuple[str, ...]) -> None:
    """By the settings and by the hooks that stand there: one without the other asks nothing."""
    sample.write(
        {f".husky/_/{name}": '. "$(dirname "$0")/h"\n' for name in ("pre-commit", "pre-merge-commit", "pre-push")}
    )
    sample.write({".husky/_/h": "true\n", ".husky/pre-commit": "# guard hook pre-commit\n"})
    sample.write({f".husky/{name}": HUSKY.format(name) for name in asked})
    for hook in (sample.top / ".husky/_").iterdir():
        hook.chmod(0o755)
    sample.git("config", "core.hooksPath", ".husky/_")
    told = " ".join(sample.guard("doctor").out.split())
    lacks = [name for name in ("pre-commit", "pre-merge-commit", "pre-push") if name not in asked]
    if asked:
        assert f"husky runs them; it is not asked at {', '.join(lacks)}" in told
    else:
        assert "missing no hook of guard in" in told


# git's own settings


OURS = ("--git", os.path.realpath(GIT))  # guard asks PATH for none; here both are to be the same


def version() -> tuple[int, ...]:
    return tuple([int(part) for part in run([GIT, "version"], ROOT, os.environ).out.split()[2].split(".")[:2]])


def test_an_older_git_is_told_that_it_starts_no_hooks_out_of_its_settings(sample: Place) -> None:
    if version() >= (2, 54):
        pytest.skip("this git starts hooks out of its settings")
    before = sample.state()
    answer = sample.guard("install", "--via", "config", *OURS)
    clear(answer, "G810")
    assert answer.code == 5 and "2.54" in answer.out
    assert sample.state() == before


def test_hooks_in_the_settings_of_git(sample: Place) -> None:
    if version() < (2, 54):
        pytest.skip(f"not run: git {'.'.join(map(str, version()))} starts no hooks out of its settings; 2.54 does")
    assert sample.guard("install", "--via", "config", *OURS).code == 0
    assert "ok         guard stands in the settings of this clone" in sample.guard("doctor", *OURS).out
    before = sample.head()
    sample.stage({"other/new": "one\n"})
    answer = sample.commit()
    assert (answer.code, answer.rules(), sample.head()) == (1, ["G101"], before)
    sample.git("reset", "--quiet", "--hard")
    all_doors(remote(sample))
    assert sample.guard("uninstall", *OURS).code == 0
    assert "guard" not in sample.git("config", "--list", "--local")


TURNED_OFF = {
    "by its name": ("hook.guard-pre-commit.enabled", "false"),
    "altered": ("hook.guard-pre-commit.command", "true"),
    "at its event": ("hook.pre-commit.enabled", "false"),
}


@pytest.mark.parametrize("how", TURNED_OFF)
def test_doctor_says_where_git_does_not_start_what_stands_in_its_settings(how: str, sample: Place) -> None:
    if version() < (2, 54):
        pytest.skip(f"not run: git {'.'.join(map(str, version()))} starts no hooks out of its settings; 2.54 does")
    sample.guard("install", "--via", "config", *OURS)
    sample.git("config", *TURNED_OFF[how])
    sample.stage({"other/new": "one\n"})
    assert sample.commit().code == 0, "git starts it all the same"
    told = " ".join(sample.guard("doctor", *OURS).out.split())
    assert "attention guard stands in the settings of this clone, and is not started at pre-commit:" in told
    sample.git("config", "--unset-all", "hook.pre-commit.enabled") if how == "at its event" else None
    assert sample.guard("install", "--via", "config", *OURS).code == 0
    told = " ".join(sample.guard("doctor", *OURS).out.split())
    assert "ok guard stands in the settings of this clone" in told and "is not started" not in told


def test_a_drill_asks_what_stands_in_the_settings_at_every_hook(sample: Place) -> None:
    if version() < (2, 54):
        pytest.skip(f"not run: git {'.'.join(map(str, version()))} starts no hooks out of its settings; 2.54 does")
    sample.guard("install", "--via", "config", *OURS)
    told = sample.guard("doctor", "--drill", *OURS)
    assert told.code == 0, told.said
    names = ", ".join(sorted(NAMES))
    assert f"guard's own stand in for them: {names}" in " ".join(told.out.split())
    assert "a commit that asks for no hook             told afterwards" in told.out


ELSEWHERE = ("GIT_COMMON_DIR", "GIT_CONFIG", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY")


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_names_another_repository_leads_nothing_there(name: str, tmp_path: Path) -> None:
    """Neither what is written into the settings of this clone, nor what is taken out of them."""
    here, other = place(tmp_path / "here"), place(tmp_path / "other")
    of_other = {"GIT_COMMON_DIR": "", "GIT_CONFIG": "config", "GIT_INDEX_FILE": "index"}.get(name, "objects")
    theirs = {name: str(other.git_dir / of_other)}
    if name == "GIT_INDEX_FILE":  # one that lies elsewhere is asked about before anything is staged from it
        theirs[name] = str(here.git_dir / of_other)
    for one in (here, other):
        one.git("config", "hook.guard-pre-commit.event", "pre-commit")
    before = other.state()
    if version() >= (2, 54):
        assert here.guard("install", "--via", "config", *OURS, **theirs).code == 0
        assert "hook.guard-pre-push.command" in here.git("config", "--list", "--local")
    answer = here.guard("uninstall", *OURS, **theirs)
    assert (answer.code, other.state()) == (0, before), answer.said
    assert "taken out of the settings of this clone" in answer.out
    assert "guard-pre" not in here.git("config", "--list", "--local")


def test_settings_that_an_older_git_leaves_unread_are_said_by_doctor_and_taken_out(sample: Place) -> None:
    repo = open_for_setup(str(sample.top), GIT)
    repo.git.config("--local", "hook.guard-pre-commit.event", "pre-commit")
    repo.git.config("--local", "hook.guard-pre-commit.command", f"{sys.executable} -I -S entry.py -- pre-commit")
    told = " ".join(sample.guard("doctor", *OURS).out.split())
    assert "guard stands in the settings of this clone" in told
    assert ("git starts hooks out of them from 2.54 on" in told) == (version() < (2, 54))
    assert sample.guard("uninstall", *OURS).code == 0
    assert "guard-pre" not in sample.git("config", "--list", "--local")
