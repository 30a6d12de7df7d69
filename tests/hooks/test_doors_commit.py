"""What git commits without its pre-commit hook: merges and patches are judged, and what no hook saw is told."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from bench.counts import count_hook
from guard.doors.taken import take
from tests.repos import GIT
from tests.running import CLAIMED, TIDY, Answer, Place, place, run

GOOD, EVIL = {"src/new": "one\n"}, {"other/new": "one\n"}
UNSEEN = "was made without guard having looked at it"


@pytest.fixture
def sample(tmp_path: Path) -> Place:
    made = place(tmp_path)
    assert made.guard("install").code == 0
    return made


def git(made: Place, *words: str, cwd: Path | None = None) -> Answer:
    answer = run([GIT, *words], cwd or made.top, made.environment)
    assert os.listdir(made.private) == []
    return answer


def side(made: Place, files: dict[str, str], name: str = "side") -> None:
    """Another branch with one commit that no hook saw; work goes on on the branch work."""
    made.git("switch", "--quiet", "--create", name, "main")
    made.stage(files)
    made.git("commit", "--quiet", "--no-verify", f"--message={CLAIMED}")
    made.git("switch", "--quiet", "work")


def ahead(made: Place, files: dict[str, str]) -> None:
    """The trusted branch has moved on by what landed there."""
    made.git("switch", "--quiet", "main")
    made.stage(files)
    made.git("commit", "--quiet", "--no-verify", "--message=landed")
    made.git("switch", "--quiet", "work")


def test_a_merge_that_brings_what_no_plan_allows_is_not_made(sample: Place) -> None:
    sample.stage(GOOD)
    assert sample.commit().code == 0
    side(sample, EVIL)
    before = sample.head()
    answer = git(sample, "merge", "--no-edit", "side")
    assert (answer.code, answer.rules()) == (1, ["G101"]), answer.said
    assert sample.head() == before


@pytest.mark.later
def test_a_merge_of_what_is_allowed_is_made(sample: Place) -> None:
    sample.stage(GOOD)
    assert sample.commit().code == 0
    side(sample, {"src/more": "two\n"})
    answer = git(sample, "merge", "--no-edit", "side")
    assert answer.code == 0, answer.said
    assert "guard: pass, 1 file staged" in answer.said
    assert len(sample.git("log", "-1", "--format=%p").split()) == 2


def test_a_merge_of_the_trusted_branch_is_charged_with_nothing_that_landed(sample: Place) -> None:
    """git names the other side in the environment alone, until its hook has said yes."""
    sample.stage(GOOD)
    assert sample.commit().code == 0
    ahead(sample, EVIL)
    answer = git(sample, "merge", "--no-edit", "main")
    assert answer.code == 0, answer.said
    assert "guard: pass, 0 files staged" in answer.said


@pytest.mark.later
@pytest.mark.parametrize("said", ["side", "main", "HEAD", "0" * 40, "f" * 40, "x"])
def test_what_somebody_says_of_the_other_side_takes_nothing_off(sample: Place, said: str) -> None:
    """Only what stands on the trusted branch is taken off, and only where the index has it as it stands there."""
    side(sample, EVIL)
    ahead(sample, {"docs/x": "x\n"})
    oid = said if len(said) == 40 or said == "x" else sample.git("rev-parse", said)
    sample.stage(EVIL)
    before = sample.head()
    answer = sample.commit(**{f"GITHEAD_{oid}": "side"})
    assert answer.code != 0 and sample.head() == before, answer.said


def mailed(made: Place, files: dict[str, str]) -> Path:
    """A patch of one commit."""
    side(made, files, "patched")
    patch = made.root / "0001.patch"
    patch.write_text(made.git("format-patch", "--stdout", "-1", "patched") + "\n")
    return patch


def test_a_patch_outside_is_not_committed(sample: Place) -> None:
    patch = mailed(sample, EVIL)
    before = sample.head()
    answer = git(sample, "am", str(patch))
    assert answer.code != 0
    assert answer.rules() == ["G101"], answer.said
    assert sample.head() == before


@pytest.mark.later
def test_a_patch_inside_is_committed(sample: Place) -> None:
    answer = git(sample, "am", str(mailed(sample, GOOD)))
    assert answer.code == 0, answer.said
    assert "guard: pass, 1 file staged" in answer.said


# Notes


def test_a_commit_that_guard_looked_at_is_not_told_of(sample: Place) -> None:
    for words in ((), ("--amend",), ("--allow-empty",)):
        sample.stage({"src/new": f"{words}\n"})
        answer = sample.commit(*words)
        assert answer.code == 0
        assert UNSEEN not in answer.said, answer.said
    assert (sample.git_dir / "guard/looked").read_text() == f"seen {sample.head()}", "it was said of one commit"
    again = sample.guard("hook", "post-commit")
    assert (again.code, again.said) == (0, ""), "a second hook after the same commit"
    git(sample, "commit", "--quiet", "-n", "--allow-empty", "-m", "x")
    assert UNSEEN in sample.guard("hook", "post-commit").said, "and it speaks for no other"


@pytest.mark.later
@pytest.mark.parametrize("words", [("--all",), ("--", "src/a"), ("--include", "src/a")])
def test_however_it_is_told_what_to_commit(sample: Place, words: tuple[str, ...]) -> None:
    sample.stage(GOOD)
    sample.write({"src/a": "changed\n", "src/later": "later\n"})
    sample.git("add", "--intent-to-add", "src/later")
    answer = sample.commit(*words)
    assert answer.code == 0, answer.said
    assert UNSEEN not in answer.said, answer.said


@pytest.mark.later
def test_the_first_commit_of_all(tmp_path: Path) -> None:
    made = place(tmp_path)
    made.guard("install")
    made.git("switch", "--quiet", "--orphan", "first")
    made.stage({"src/a": "a\n"})
    answer = made.commit()
    assert answer.code == 0 and UNSEEN not in answer.said, answer.said


@pytest.mark.later
def test_a_merge_that_a_person_concludes(sample: Place) -> None:
    sample.stage({"src/a": "ours\n"})
    assert sample.commit().code == 0
    ahead(sample, {"src/a": "theirs\n", "other/theirs": "t\n"})
    assert git(sample, "merge", "main").code != 0
    sample.stage({"src/a": "both\n"})
    answer = sample.commit()
    assert answer.code == 0 and UNSEEN not in answer.said, answer.said


def test_one_that_it_did_not_look_at_is_told_of(sample: Place) -> None:
    sample.stage(EVIL)
    answer = run([GIT, "commit", "--quiet", "--no-verify", "--message=x"], sample.top, sample.environment)
    assert answer.code == 0
    tip = sample.head()[:12]
    assert answer.said == f"guard: commit {tip} {UNSEEN}\nnext   you: guard check --commit HEAD\n"


def test_what_was_looked_at_and_given_up_speaks_for_no_other(sample: Place) -> None:
    sample.stage(GOOD)
    assert run([GIT, "commit", "--quiet", "--message="], sample.top, sample.environment).code != 0
    assert (sample.git_dir / "guard/looked").exists()
    sample.stage(EVIL)
    assert UNSEEN in run([GIT, "commit", "--quiet", "-n", "--message=x"], sample.top, sample.environment).said


@pytest.mark.later
@pytest.mark.parametrize("text", ["", "x", "-\n", f"{'0' * 40}\n", f"{'f' * 40}\nx", "HEAD\nx"])
def test_what_stands_there_and_is_no_note_of_guard_speaks_for_nothing(sample: Place, text: str) -> None:
    (sample.git_dir / "guard/looked").write_text(text)
    sample.stage(EVIL)
    answer = run([GIT, "commit", "--quiet", "-n", "--message=x"], sample.top, sample.environment)
    assert answer.code == 0
    assert UNSEEN in answer.said or answer.rules(), answer.said


@pytest.mark.later
@pytest.mark.parametrize("words", [("cherry-pick", "side"), ("revert", "--no-edit", "HEAD")])
def test_what_git_replays_is_told_of(sample: Place, words: tuple[str, ...]) -> None:
    side(sample, EVIL)
    answer = git(sample, *words)
    assert answer.code == 0
    assert answer.said.count(UNSEEN) == 1, answer.said


def test_a_rebase_is_told_of_once(sample: Place) -> None:
    for number in (1, 2, 3):
        sample.stage({f"src/{number}": "x\n"})
        assert sample.commit().code == 0
    ahead(sample, {"docs/x": "x\n"})
    answer = git(sample, "rebase", "main")
    assert answer.code == 0, answer.said
    assert UNSEEN not in answer.said
    assert answer.said.count("guard: 3 commits were made anew by a rebase, without guard having looked") == 1
    assert "next   you: guard check --range ..HEAD" in answer.said


@pytest.mark.later
def test_in_a_linked_worktree(sample: Place) -> None:
    other = sample.root / "other tree"
    sample.git("worktree", "add", "--quiet", "-b", "second", str(other), "main")
    take(sample.git("rev-parse", "--absolute-git-dir", cwd=other), TIDY)
    (other / "src/new").write_text("one\n")
    sample.git("add", "src/new", cwd=other)
    answer = sample.commit(cwd=other)
    assert answer.code == 0 and UNSEEN not in answer.said, answer.said
    answer = git(sample, "commit", "--quiet", "-n", "--allow-empty", "-m", "x", cwd=other)
    assert UNSEEN in answer.said


@pytest.mark.later
def test_where_no_note_can_be_written_the_commit_is_made_and_told_of(sample: Place) -> None:
    shutil.rmtree(sample.git_dir / "guard/looked", ignore_errors=True)
    (sample.git_dir / "guard/looked").mkdir()
    sample.stage(GOOD)
    answer = sample.commit()
    assert answer.code == 0 and UNSEEN in answer.said, answer.said


@pytest.mark.later
def test_a_link_in_the_place_of_the_note_leads_to_nothing_that_is_written(sample: Place) -> None:
    aim = sample.root / "mine"
    aim.write_text("mine\n")
    (sample.git_dir / "guard/looked").symlink_to(aim)
    sample.stage(GOOD)
    assert sample.commit().code == 0
    assert aim.read_text() == "mine\n"


def test_the_hook_after_a_commit_starts_few_processes_and_loads_nothing_heavy(sample: Place) -> None:
    """Every commit waits for it, too. Counted: a time says nothing here."""
    sample.stage(GOOD)
    assert sample.commit().code == 0
    counts = count_hook(str(sample.hook.parent / "post-commit"), sample.top, {"PATH": "/usr/bin:/bin"})
    assert len(counts.processes) <= 3
    assert counts.heavy == ()
    assert "guard.pipeline" not in counts.modules
