"""The pre-commit framework end to end: guard's own repository is the hook repository, installed from wheels at hand."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from guard.doors.taken import take
from tests.framework import framework, installed_once
from tests.running import ADOPTED, PLAN, POLICY, TIDY, Answer, Place, place, run

pytestmark = pytest.mark.xdist_group("framework")  # one worker, so that no other waits for its environment


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    return installed_once(tmp_path_factory)


@pytest.fixture
def config(built: tuple[str, Path]) -> str:
    return built[0]


@pytest.fixture
def home(built: tuple[str, Path]) -> Path:
    return built[1]


@pytest.fixture
def sample(config: str, home: Path, tmp_path: Path) -> Place:
    """A repository as `pre-commit install` leaves it."""
    return installed(place(tmp_path, {**ADOPTED, ".pre-commit-config.yaml": config}), home)


def installed(made: Place, home: Path) -> Place:
    """The one hook it writes is the same in every repository; it was run once."""
    made.environment["PRE_COMMIT_HOME"] = str(home)
    made.hook.parent.mkdir(exist_ok=True)
    shutil.copy(home / "hook", made.hook)
    return made


def refused(place: Place, answer: Answer, before: str, rule: str) -> None:
    assert answer.code == 1
    assert place.head() == before
    assert rule in answer.rules(), answer.said


def test_a_commit_in_scope_is_made_and_says_what_it_rests_on(sample: Place) -> None:
    before = sample.head()
    sample.stage({"src/new": "one\n"})
    made = sample.commit()
    assert made.code == 0, made.said
    assert sample.head() != before
    assert "guard: pass, 1 file staged, plan tidy version 1" in made.said


@pytest.mark.later
def test_what_will_block_the_merge_is_seen_when_the_commit_passes(config: str, home: Path, tmp_path: Path) -> None:
    policy = POLICY + "needs_plan: [file.*]\n"
    asking = installed(place(tmp_path, {".guard/policy.yaml": policy, ".pre-commit-config.yaml": config}), home)
    asking.stage({"src/new": "one\n"})
    made = asking.commit()
    assert made.code == 0, made.said
    assert "will block the merge, not this commit:" in made.said
    assert made.rules() == ["G102"]
    assert "src/new" in made.said


def test_a_commit_outside_is_refused(sample: Place) -> None:
    before = sample.head()
    sample.stage({"other/new": "one\n"})
    answer = sample.commit()
    refused(sample, answer, before, "G101")
    assert "exit code: 1" in answer.said
    assert "git restore --staged -- other/new" in answer.said


@pytest.mark.later
def test_a_commit_that_only_deletes_is_judged(sample: Place) -> None:
    before = sample.head()
    sample.git("rm", "--quiet", "src/a")
    refused(sample, sample.commit(), before, "G104")


@pytest.mark.later
def test_commit_all_is_judged_by_what_it_takes(sample: Place) -> None:
    before = sample.head()
    sample.write({"src/a": "changed\n", "other/c": "changed\n"})
    refused(sample, sample.commit("--all"), before, "G101")
    sample.git("restore", "other/c")
    assert sample.commit("--all").code == 0


@pytest.mark.later
def test_commit_of_named_paths_is_judged_by_those_paths(sample: Place) -> None:
    before = sample.head()
    sample.stage({"src/b": "changed\n"})
    sample.write({"src/a": "changed\n", "other/c": "changed\n"})
    refused(sample, sample.commit("--", "other/c"), before, "G101")
    assert sample.commit("--", "src/a").code == 0


@pytest.mark.later
def test_changes_that_are_not_staged_do_not_matter(sample: Place) -> None:
    sample.stage({"src/a": "staged\n"})
    sample.write({"src/a": "staged\nand more\n", "other/c": "changed\n", "other/untracked": "u\n"})
    made = sample.commit()
    assert made.code == 0, made.said
    assert (sample.top / "src/a").read_text() == "staged\nand more\n"
    before = sample.head()
    sample.git("restore", "other/c", "src/a")
    sample.stage({"other/c": "changed\n"})
    sample.write({"other/c": "c\n"})
    refused(sample, sample.commit(), before, "G101")


@pytest.mark.later
def test_amend_and_a_linked_worktree(sample: Place) -> None:
    sample.stage({"src/new": "one\n"})
    assert sample.commit().code == 0
    before = sample.head()
    sample.stage({"other/new": "one\n"})
    refused(sample, sample.commit("--amend"), before, "G101")
    other = sample.root / "other tree"
    sample.git("worktree", "add", "--quiet", "-b", "second", str(other), "main")
    take(sample.git("rev-parse", "--absolute-git-dir", cwd=other), TIDY)
    (other / "src/new").write_text("one\n")
    sample.git("add", "src/new", cwd=other)
    assert sample.commit(cwd=other).code == 0
    (other / "other/new").write_text("one\n")
    sample.git("add", "other/new", cwd=other)
    assert sample.commit(cwd=other).rules() == ["G101"]


@pytest.mark.later
def test_the_manual_stage_judges_what_is_staged(sample: Place, home: Path) -> None:
    sample.stage({"src/new": "one\n"})
    passed = framework(sample, home, "run", "--hook-stage", "manual")
    assert passed.code == 0, passed.said
    assert "guard: pass, 1 file staged" in passed.said
    sample.stage({"other/new": "one\n"})
    for words in (
        ("run", "--hook-stage", "manual"),
        ("run", "--hook-stage", "manual", "--all-files"),
        ("run", "guard-check"),
    ):
        answer = framework(sample, home, *words)
        assert (answer.code, answer.rules()) == (1, ["G101"]), answer.said


def test_what_is_taken_up_is_written_into_the_message(sample: Place, home: Path) -> None:
    """At the stages of messages; the framework names the file, and says elsewhere what git said of it."""
    message = sample.git_dir / "COMMIT_EDITMSG"
    message.write_text("said\n")
    stage = ("run", "--hook-stage", "prepare-commit-msg", "--commit-msg-filename", str(message))
    made = framework(sample, home, *stage, "--prepare-commit-message-source", "message")
    assert made.code == 0, made.said
    assert message.read_text() == "said\n\nGuard-Plan: tidy\nGuard-Phase: only\n"


def test_nothing_of_the_repository_stands_in_for_guard(sample: Place) -> None:
    """For the framework a json.py would: it runs with the repository on its path. Guard does not."""
    before = sample.head()
    hostile = "open(__file__ + '.ran', 'w').close()\nraise SystemExit(0)\n"
    names = ("guard/__init__.py", "guard/report.py", "guard_hooks/__init__.py", "guard_hooks/__main__.py", "attrs.py")
    sample.write(dict.fromkeys(names, hostile))
    sample.stage({"other/new": "one\n"})
    refused(sample, sample.commit(), before, "G101")
    assert list(sample.top.rglob("*.ran")) == []


@pytest.mark.later
def test_the_plan_of_the_base_counts_not_the_one_that_is_staged(sample: Place) -> None:
    before = sample.head()
    sample.stage({".guard/plans/tidy.yaml": PLAN.replace("/src/**", "/**"), "other/new": "one\n"})
    refused(sample, sample.commit(), before, "G101")


def test_it_is_the_hook_that_is_published(home: Path) -> None:
    """The environment holds guard and its base dependencies, installed by the framework itself."""
    (python,) = home.glob("repo*/py_env-*/bin/python")
    listed = run(
        [str(python), "-I", "-c", "import guard, guard_hooks, jsonschema, ruamel.yaml; print(guard.__file__)"],
        home,
        os.environ,
    )
    assert listed.code == 0, listed.said
    assert Path(listed.out.strip()).is_relative_to(home)


@pytest.mark.later
def test_native_and_framework_hooks_live_together(sample: Place) -> None:
    """`guard install` leaves the framework what it runs, and puts guard's own beside it: each commit is judged once."""
    told = sample.guard("install").out
    assert "guard: the pre-commit framework starts it at pre-commit\n" in told and "runs first" not in told
    sample.stage({"src/new": "one\n"})
    made = sample.commit()
    assert made.code == 0, made.said
    assert made.said.count("guard: pass") == 1 and "without guard having looked" not in made.said
    before = sample.head()
    sample.stage({"other/new": "one\n"})
    refused(sample, sample.commit(), before, "G101")
    looked = " ".join(sample.guard("doctor").out.split())
    assert "the pre-commit framework runs it" in looked and "asked twice" not in looked and "not asked" not in looked


@pytest.mark.later
def test_one_that_is_asked_twice_is_told_no_falsehood(sample: Place, home: Path) -> None:
    """guard install came first, and the framework's own set-up puts it aside and runs it from there."""
    sample.hook.unlink()
    assert sample.guard("install").code == 0
    words = [word for name in ("pre-commit", "post-commit") for word in ("--hook-type", name)]
    assert framework(sample, home, "install", *words).code == 0
    assert "asked twice at pre-commit, post-commit" in " ".join(sample.guard("doctor").out.split())
    sample.stage({"src/new": "one\n"})
    made = sample.commit()
    assert made.code == 0, made.said
    assert made.said.count("guard: pass") == 2 and "without guard having looked" not in made.said
    assert sample.guard("install").code == 0
    sample.stage({"src/more": "two\n"})
    made = sample.commit()
    assert made.said.count("guard: pass") == 1 and "without guard having looked" not in made.said, made.said
