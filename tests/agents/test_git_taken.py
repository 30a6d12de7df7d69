"""What git, or a patch, brings into the work tree, held to the phase: commits, trees that no commit has, the index."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from guard_hooks.agents.call import Call, Decision
from guard_hooks.agents.judging import judged
from tests.agents.test_landings import settled
from tests.harnessed import taken_up, work
from tests.running import Place

TOP = "names files from the top"
LATER = "is not plain behind what comes before it"
BY_HAND = "it fills the index by hand"


def made_at(root: Path) -> Place:
    """A branch beside has protected files in src, and other files otherwise; the phase covers src."""
    made = settled(work(root))
    made.git("switch", "--quiet", "-c", "beside")
    made.stage({
        "src/sub/.claude/settings.json": "{}\n", "src/.gitattributes": "* foo\n", "other/c": "beside\n",
        "src/a": "beside\n", ".guard/plans/draft.yaml": "plan: draft\n",
    })  # fmt: skip
    made.git("commit", "--quiet", "--no-verify", "--message=beside")
    made.git("switch", "--quiet", "work")
    taken_up(made, "tidy/only")
    return made


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """One in which nothing is changed."""
    return made_at(tmp_path_factory.mktemp("taken"))


@pytest.fixture
def own(still: Place, tmp_path: Path) -> Place:
    copy = Place(tmp_path)
    shutil.copytree(still.top, copy.top, symlinks=True)
    return copy


def told(made: Place, command: str, folder: str = "") -> Decision:
    return judged(Call("shell", "Bash", str(made.top / folder), command=command), "deny")


def patch(path: str) -> str:
    return f"git apply <<'END'\n--- a/{path}\n+++ b/{path}\n@@ -1 +1 @@\n-a\n+b\nEND\n"


def test_names_in_a_patch_are_from_the_top_wherever_it_is_given(still: Place) -> None:
    assert told(still, patch("src/a")).kind == "allow"
    assert told(still, patch("other/c")).kind == "deny"
    for path in ("a", "src/a", "other/c"):
        decision = told(still, patch(path), "src")
        assert decision.kind == "ask" and TOP in decision.words, path
    assert TOP in told(still, f"cd src && {patch('a')}").words


@pytest.mark.parametrize("way", ["<<'END' < src/p", "<<'END' 0<src/p", "<<'END' <&3", "<<'END' <<<p", "3<<'END'"])
def test_a_patch_that_is_not_what_is_read_tells_nothing(still: Place, way: str) -> None:
    for program in ("git apply", "patch -p1"):
        told_ = told(still, patch("src/a").replace("git apply <<'END'", f"{program} {way}"))
        assert told_.kind == "ask", program


OF_A_COMMIT = {
    "git checkout beside -- src": "deny",
    "git checkout beside src": "deny",
    "git checkout beside -- src/sub": "deny",
    "git checkout beside -- 'src/*'": "deny",
    "git checkout -p beside -- src": "deny",
    "git checkout beside -- src/sub/.claude/settings.json": "deny",
    "git checkout refs/heads/beside -- src": "deny",
    "git checkout beside~0 -- src": "deny",
    "git -C src checkout beside -- .": "deny",
    "cd src && git checkout beside -- sub": "deny",
    "cd other; git checkout beside -- ../src": "deny",
    "git restore -s beside src": "deny",
    "git restore --source=beside src/sub/": "deny",
    "git restore -SW -s beside src": "deny",
    "git restore -s beside^{tree} src/a other/c": "deny",  # a tree may be one that no commit has
    "git checkout beside^{tree} -- other/c": "deny",
    "git restore -s beside^{tree} src/a": "allow",
    "git restore -s nothing src": "ask",
    "git checkout main... -- src": "ask",
    'git checkout "origin/$x" -- src': "ask",
    "git fetch && git checkout origin/main -- src": "ask",
    "git tag -f beside work; git checkout beside -- src/a": "ask",
    "for one in 1 2; do git checkout main -- src; git fetch origin; done": "ask",
    "git checkout main -- src": "allow",
    "git checkout main src/a": "allow",
    "git checkout HEAD~1 -- src": "allow",
    "git checkout beside -- src/a": "allow",
    "git checkout beside -- other/c": "allow",  # as it was: the commit judges what was committed once
    "git checkout beside -- .guard/plans/draft.yaml": "allow",
    "git restore --source HEAD -- .": "allow",
    "git restore -SW src other": "allow",
    "git checkout main -- src && git commit -m x": "allow",
    "git checkout -b new main": "allow",
    "git checkout main": "allow",
}


@pytest.mark.parametrize("command", OF_A_COMMIT)
def test_what_a_commit_brings_into_a_folder(still: Place, command: str) -> None:
    decision = told(still, command)
    assert decision.kind == OF_A_COMMIT[command], decision


OUT_OF_THE_INDEX = (
    "git checkout -- .", "git checkout .", "git checkout -- other/c", "git checkout other/c", "git restore .",
    "git restore -- other", "git checkout other/c src/a", "git checkout-index -af", "git checkout-index -f other/c",
    "cd src && git checkout -- ../other", "git stash -k", "git stash push --staged", "cd src && git stash --keep-index",
)  # fmt: skip


def test_what_stands_in_the_index_alone_is_held_to_the_phase_as_it_is_taken_out(own: Place) -> None:
    for command in OUT_OF_THE_INDEX:
        assert told(own, command).kind == "allow", command
    own.git("read-tree", "beside")
    for command in OUT_OF_THE_INDEX:
        decision = told(own, command)
        assert decision.kind == "deny", command
    assert told(own, "git checkout -- src/a").kind == "allow"
    assert told(own, "git restore src/sub").kind == "deny"
    assert told(own, "git switch main").kind == "allow"


def test_what_is_staged_and_stands_in_the_work_tree_so_is_left_alone(own: Place) -> None:
    own.stage({"other/c": "by a person\n", "src/a": "staged\n"})
    (own.top / "src/a").write_text("later\n")
    for command in ("git checkout -- .", "git restore src/a", "git checkout -- src", "git stash -k"):
        assert told(own, command).kind == "allow", command
    (own.top / "other/c").write_text("and later\n")
    assert told(own, "git checkout -- .").kind == "deny"
    assert told(own, "git checkout -- src").kind == "allow"


def test_a_commit_that_is_not_there_is_told(still: Place) -> None:
    for command in ("git checkout abc1234 -- src/a", "git restore -s HEAD~200 src/a"):
        assert "takes files from a commit that is not there" in told(still, command).words


def test_a_commit_of_no_branch_may_hold_what_nobody_judged(own: Place) -> None:
    (own.top / "other/c").write_text("never committed\n")
    (own.top / "src/a").write_text("nor this\n")
    own.git("stash", "--quiet")
    assert told(own, "git checkout stash@{0} -- other/c").kind == "deny"
    assert told(own, "git checkout stash@{0} -- src/a").kind == "allow"
    own.git("branch", "kept", "stash@{0}")
    assert told(own, "git checkout kept -- other/c").kind == "allow", "the push of a branch judges it"


def test_what_was_stashed_is_no_commit_to_be_done_again(own: Place) -> None:
    (own.top / "other/c").write_text("never committed\n")
    own.git("add", "other/c")
    own.git("stash", "--quiet")
    own.git("branch", "kept", "stash@{0}^2")
    stashed = own.git("rev-parse", "stash@{0}").strip()
    words = "what was stashed for a commit"
    for command in (
        "git cherry-pick -n stash@{0}^2",
        "git cherry-pick -n kept",
        "git merge --squash kept",
        f"git cherry-pick -m1 -n {stashed}",
        "git revert -n refs/stash",
        "git stash; git cherry-pick -n stash^2",
    ):
        decision = told(own, command)
        assert decision.kind == "ask" and words in decision.words, command
    for command in (
        "git cherry-pick -n beside",
        "git merge main",
        "git fetch && git merge origin/main",
        "git stash pop",
    ):
        assert told(own, command).kind == "allow", command


def test_a_folder_that_git_would_take_for_a_repository_may_say_what_it_runs(own: Place) -> None:
    for name in ("objects/info", "refs/heads"):
        (own.top / "src/odd" / name).mkdir(parents=True)
    words = "git works in a folder that is none of its own"
    for command, folder in (
        ("cd src/odd && git status", ""),
        ("git -C src/odd log", ""),
        (f"git -C {own.top}/src/odd/refs log", ""),
        ("cd ..; git log", "src/odd/refs"),
        ("git log", "src/odd/refs/heads"),
    ):
        decision = told(own, command, folder)
        assert decision.kind == "ask" and words in decision.words, command
    assert told(own, "cd src && git log").kind == "allow"
    assert told(own, "git log", "src").kind == "allow"
    for command in ("git --git-dir=src/odd log", "git --bare log", "git --git-dir src/odd status"):
        assert "git works on something else than what stands here" in told(own, command).words, command
    assert told(own, "git --git-dir=.git log").kind == "allow"


FILLED = {
    "git read-tree beside && git checkout-index -af": (LATER, BY_HAND),
    "git read-tree beside; git checkout -- .": (LATER, BY_HAND),
    "git update-index --add --cacheinfo 100644,$(git rev-parse beside:other/c),other/c && git checkout other/c": (
        LATER,
        BY_HAND,
    ),
    "git update-index --index-info < list": (BY_HAND,),
    "git update-index --skip-worktree other/c": ("it hides from git what becomes of files",),
    "git update-index --assume-un other/c": ("it hides from git what becomes of files",),
    "git update-index --cacheinf 100644 1234 other/c": (BY_HAND,),
    "git update-index $x other/c": ("git update-index has words that are computed",),
    "git read-tree beside": (BY_HAND,),
    "git reset -q beside -- other && git checkout -- .": (LATER,),
    "git reset beside~0 . ; git restore .": (LATER,),
    "git restore -S -s beside other; git restore other": (LATER,),
    "git apply --cached a.patch; git checkout other/c": (LATER,),
    "git checkout other/c & git apply --cached a.patch": (LATER,),
    "git reset beside other; git stash --keep-index": (LATER,),
    "git hash-object $x a": ("git hash-object makes is computed",),
    "git --work-tree=/tmp add -A": ("git works on something else than what stands here",),
}


@pytest.mark.parametrize("command", FILLED)
def test_what_is_put_into_the_index_by_hand_is_asked_about(still: Place, command: str) -> None:
    decision = told(still, command)
    assert decision.kind == "ask", decision
    for words in FILLED[command]:
        assert words in decision.words


@pytest.mark.parametrize(
    "command",
    [
        *("git reset -q && git checkout .", "git reset HEAD -- src; git checkout -- src", "git apply --cached a.patch"),
        *("git update-index --chmod=+x src/a", "git update-index --refresh", "git read-tree HEAD", "git add src/a"),
        *("git commit -m x && git checkout -- src", "git stash", "git stash pop", "git hash-object -w src/a"),
        *("git reset beside -- src/a", "git restore --staged .", "git read-tree --empty -n"),
    ],
)
def test_ordinary_work_with_the_index_is_let_through(still: Place, command: str) -> None:
    assert told(still, command).kind == "allow", told(still, command)


def test_a_commit_made_from_its_text_is_one_that_no_hook_sees(still: Place) -> None:
    for command in ("git hash-object -t commit -w a", "git hash-object -wt commit --stdin < a"):
        assert "it makes a commit that no hook sees" in told(still, command).words
