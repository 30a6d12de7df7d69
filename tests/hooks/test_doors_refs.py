"""What would move the trusted branch of a clone, by whatever command: judged where that was asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.errors import GuardError
from guard_hooks.moving import moved
from tests.repos import GIT
from tests.running import CLAIMED, Answer, Place, clear, place, run

GOOD, EVIL = {"src/new": "one\n"}, {"other/new": "one\n"}


@pytest.fixture
def sample(tmp_path: Path) -> Place:
    made = place(tmp_path)
    assert made.guard("install", "--refs").code == 0
    return made


def commit(made: Place, files: dict[str, str], onto: str = "main") -> str:
    """A commit that no ref names, made by plumbing: no hook sees it."""
    made.stage(files)
    tree = made.git("write-tree")
    made.git("reset", "--quiet", "--hard")
    return made.git("commit-tree", "-p", onto, "-m", CLAIMED, tree)


def moves(made: Place, *words: str) -> Answer:
    return run([GIT, *words], made.top, made.environment)


def stays(made: Place, answer: Answer, rule: str, before: str) -> None:
    assert answer.code != 0
    assert answer.rules() == [rule], answer.said
    assert "guard: refs/heads/main stays where it is" in answer.said
    if rule == "G640":
        assert "origin/" not in answer.said and "push" not in answer.said, "nothing was pushed, and no remote is here"
    assert made.git("rev-parse", "main") == before


@pytest.mark.parametrize("words", [("update-ref", "refs/heads/main"), ("branch", "--force", "main"), ("fetch", ".")])
def test_what_breaks_a_rule_does_not_become_the_trusted_branch(sample: Place, words: tuple[str, ...]) -> None:
    before = sample.git("rev-parse", "main")
    evil = commit(sample, EVIL)
    given = (*words, f"{evil}:refs/heads/main") if words[0] == "fetch" else (*words, evil)
    stays(sample, moves(sample, *given), "G101", before)


def test_a_move_that_cannot_be_read_is_not_made(sample: Place) -> None:
    hook = sample.git_dir / "hooks" / "reference-transaction"
    answer = run(["/bin/sh", "-c", 'echo x | "$1" prepared', "sh", str(hook)], sample.top, sample.environment)
    clear(answer, "G646")
    assert answer.code == 5


def test_a_landing_that_passes_does(sample: Place) -> None:
    good = commit(sample, GOOD)
    answer = moves(sample, "update-ref", "refs/heads/main", good)
    assert (answer.code, answer.said) == (0, "")
    assert sample.git("rev-parse", "main") == good


@pytest.mark.parametrize("words", [("pack-refs", "--all"), ("gc", "--quiet"), ("pack-refs", "--all", "--no-prune")])
def test_git_may_pack_it(sample: Place, words: tuple[str, ...]) -> None:
    """It takes the loose file away once the other holds the same, and asks about that as if it were a deletion."""
    assert moves(sample, *words).said == ""
    good = commit(sample, GOOD)
    assert moves(sample, "update-ref", "refs/heads/main", good).code == 0
    answer = moves(sample, *words)
    assert (answer.code, answer.said) == (0, "")
    assert sample.git("rev-parse", "main") == good


@pytest.mark.parametrize("again", [False, True], ids=["packed", "packed-and-loose"])
@pytest.mark.parametrize("old", [False, True], ids=["whatever", "by-its-id"])
def test_one_that_is_packed_is_not_deleted(sample: Place, again: bool, old: bool) -> None:
    assert moves(sample, "pack-refs", "--all").code == 0
    before = sample.git("rev-parse", "main")
    if again:
        (sample.git_dir / "refs/heads/main").write_text(f"{before}\n")
    words = ("update-ref", "-d", "refs/heads/main", *([before] if old else []))
    stays(sample, moves(sample, *words), "G640", before)


@pytest.mark.later
@pytest.mark.parametrize("words", [("branch", "-D", "main"), ("update-ref", "-d", "refs/heads/main")])
def test_it_is_not_deleted(sample: Place, words: tuple[str, ...]) -> None:
    stays(sample, moves(sample, *words), "G640", sample.git("rev-parse", "main"))


@pytest.mark.later
def test_it_is_not_set_back(sample: Place) -> None:
    good = commit(sample, GOOD)
    assert moves(sample, "update-ref", "refs/heads/main", good).code == 0
    stays(sample, moves(sample, "update-ref", "refs/heads/main", f"{good}~1"), "G640", good)


def test_what_leaves_it_where_it_stands_moves_nothing(sample: Place) -> None:
    """git asks at that as well: what was changed in the work tree could not be thrown away any more."""
    sample.git("switch", "--quiet", "main")
    for words in (
        ("reset", "--quiet", "--hard"),
        ("branch", "--force", "work", "main"),
        ("update-ref", "HEAD", "HEAD"),
    ):
        answer = moves(sample, *words)
        assert (answer.code, answer.said) == (0, ""), words


def test_other_branches_move_as_they_like(sample: Place) -> None:
    evil = commit(sample, EVIL)
    for words in (("update-ref", "refs/heads/topic", evil), ("branch", "-D", "topic"), ("tag", "main", evil)):
        answer = moves(sample, *words)
        assert answer.code == 0 and "guard:" not in answer.said, answer.said


@pytest.mark.later
def test_a_commit_on_it_is_a_landing(sample: Place) -> None:
    sample.git("switch", "--quiet", "main")
    before = sample.head()
    sample.stage(EVIL)
    answer = run([GIT, "commit", "--quiet", "--no-verify", f"--message={CLAIMED}"], sample.top, sample.environment)
    stays(sample, answer, "G101", before)


@pytest.mark.parametrize("words", [("merge", "--quiet", "--ff-only", "topic"), ("reset", "--quiet", "--hard", "topic")])
def test_a_fast_forward_of_it_is_a_landing_that_no_other_hook_sees(sample: Place, words: tuple[str, ...]) -> None:
    before = sample.git("rev-parse", "main")
    sample.git("branch", "topic", commit(sample, EVIL))
    sample.git("switch", "--quiet", "main")
    stays(sample, moves(sample, *words), "G101", before)
    sample.git("reset", "--quiet", "--hard")
    (sample.hook.parent / "reference-transaction").unlink()
    assert moves(sample, *words).code == 0
    assert sample.git("rev-parse", "main") == sample.git("rev-parse", "topic")


@pytest.mark.later
def test_where_a_remote_is_trusted_the_branch_follows_it_and_holds_no_violation(tmp_path: Path) -> None:
    made = place(tmp_path)
    made.git("update-ref", "refs/remotes/origin/main", "main")
    assert made.guard("install", "--refs", "--trusted", "origin/main").code == 0
    before = made.git("rev-parse", "main")
    evil = commit(made, EVIL)
    stays(made, moves(made, "update-ref", "refs/heads/main", evil), "G101", before)
    made.git("update-ref", "refs/remotes/origin/main", evil)  # as a fetch does: there it has landed
    assert moves(made, "update-ref", "refs/heads/main", evil).code == 0
    assert moves(made, "update-ref", "refs/heads/main", before).code == 0


@pytest.mark.later
def test_without_being_asked_it_is_not_installed(tmp_path: Path) -> None:
    made = place(tmp_path)
    made.guard("install")
    assert not (made.hook.parent / "reference-transaction").exists()
    made.guard("install", "--refs")
    assert (made.hook.parent / "reference-transaction").exists()
    made.guard("uninstall")
    assert not made.hook.parent.exists()


@pytest.mark.parametrize("given", [["committed"], ["aborted"], ["preparing"], []])
def test_git_asks_once_and_else_only_tells(given: list[str]) -> None:
    assert moved(None, given, b"no line of git") == 0


def test_what_git_did_not_write_is_refused() -> None:
    with pytest.raises(GuardError, match="OLD NEW REF"):
        moved(None, ["prepared"], b"main\n")
