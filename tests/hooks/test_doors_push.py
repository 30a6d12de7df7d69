"""The door of a push in real repositories: every ref that git names is judged, and what only blocks a merge leaves."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard_hooks.pushing import read
from tests.repos import GIT
from tests.running import ADOPTED, CLAIMED, POLICY, Answer, Place, clear, place, run

GOOD, EVIL = {"src/new": "one\n"}, {"other/new": "one\n"}
ZERO, ONE = b"0" * 40, b"1" * 40


@pytest.fixture
def sample(tmp_path: Path) -> Place:
    return pushing(place(tmp_path))


def pushing(made: Place, *words: str) -> Place:
    """Its trusted branch is that of a remote, which has it."""
    run([GIT, "init", "--quiet", "--bare", str(made.root / "far.git")], made.root, made.environment)
    made.git("remote", "add", "origin", str(made.root / "far.git"))
    made.git("push", "--quiet", "origin", "main")
    assert made.guard("install", "--trusted", "origin/main", *words).code == 0
    return made


def holding(made: Place, branch: str, files: dict[str, str], message: str = CLAIMED, onto: str = "main") -> str:
    """A branch with one commit that no hook saw."""
    made.git("switch", "--quiet", "--force-create", branch, onto)
    made.stage(files)
    made.git("commit", "--quiet", "--no-verify", f"--message={message}")
    return made.head()


def push(made: Place, *specs: str, cwd: Path | None = None) -> Answer:
    answer = run([GIT, "push", "--porcelain", *specs], cwd or made.top, made.environment)
    assert os.listdir(made.private) == []
    return answer


def far(made: Place) -> dict[str, str]:
    """What stands on the other side."""
    listed = run([GIT, "for-each-ref", "--format=%(refname) %(objectname)"], made.root / "far.git", made.environment)
    return dict(line.split(" ", 1) for line in listed.out.splitlines())


def refused(made: Place, answer: Answer, rule: str, before: dict[str, str]) -> None:
    assert answer.code != 0
    assert rule in answer.rules(), answer.said
    assert "nothing of this push leaves" in answer.said
    assert far(made) == before


def test_a_branch_that_passes_leaves_and_says_what_it_rests_on(sample: Place) -> None:
    tip = holding(sample, "topic", GOOD)
    answer = push(sample, "origin", "topic")
    assert answer.code == 0, answer.said
    assert "guard: refs/heads/topic: pass, 1 commit since " in answer.said
    assert far(sample)["refs/heads/topic"] == tip


def test_a_commit_that_no_hook_saw_stops_the_push(sample: Place) -> None:
    holding(sample, "topic", EVIL)
    refused(sample, push(sample, "origin", "topic"), "G101", far(sample))


@pytest.mark.parametrize("told", ["garbage", "refs/heads/a 0 refs/heads/b 1", "a b c"])
def test_a_push_that_cannot_be_read_does_not_leave(sample: Place, told: str) -> None:
    hook = sample.git_dir / "hooks" / "pre-push"
    words = ["/bin/sh", "-c", 'echo "$1" | "$2" origin far', "sh", told, str(hook)]
    answer = run(words, sample.top, sample.environment)
    clear(answer, "G646")
    assert answer.code == 5


def test_what_only_blocks_the_merge_is_told_and_leaves(tmp_path: Path) -> None:
    policy = POLICY + "needs_plan: [file.*]\n"
    asking = pushing(place(tmp_path, {".guard/policy.yaml": policy}))
    tip = holding(asking, "topic", EVIL, "work")
    answer = push(asking, "origin", "topic")
    assert answer.code == 0, answer.said
    assert "guard: refs/heads/topic may leave. To be merged it still needs:" in answer.said
    assert answer.rules() == ["G102"]
    assert "what to do: guard check --range origin/main..topic" in answer.said
    assert far(asking)["refs/heads/topic"] == tip


@pytest.mark.later
def test_the_same_stops_a_push_to_the_trusted_branch(tmp_path: Path) -> None:
    asking = pushing(place(tmp_path, {".guard/policy.yaml": POLICY + "needs_plan: [file.*]\n"}))
    holding(asking, "topic", EVIL, "work")
    refused(asking, push(asking, "origin", "topic:main"), "G102", far(asking))


@pytest.mark.later
def test_a_landing_that_passes_is_taken(sample: Place) -> None:
    tip = holding(sample, "topic", GOOD)
    answer = push(sample, "origin", "topic:main")
    assert answer.code == 0, answer.said
    assert far(sample)["refs/heads/main"] == tip


def test_every_ref_of_a_push_is_judged_not_the_first_alone(sample: Place) -> None:
    holding(sample, "bad", EVIL)
    holding(sample, "good", GOOD)
    before = far(sample)
    for words in (("good", "bad"), ("bad", "good"), ("--all",)):
        answer = push(sample, "origin", *words)
        refused(sample, answer, "G101", before)
        assert "guard: refs/heads/bad\n" in answer.said


@pytest.mark.later
@pytest.mark.parametrize("words", [("evil",), ("--tags",), ("HEAD^{/work}:refs/tags/made",)])
def test_a_tag_is_judged_by_what_it_names(sample: Place, words: tuple[str, ...]) -> None:
    """The last is an expression with a brace, as git hands it on; with a blank it is parsed all the same."""
    holding(sample, "topic", EVIL)
    sample.git("tag", "evil")
    refused(sample, push(sample, "origin", *words), "G101", far(sample))


@pytest.mark.later
def test_a_tag_of_what_landed_leaves(sample: Place) -> None:
    sample.git("tag", "v1", "main")
    sample.git("tag", "--annotate", "--message=v2", "v2", "main")
    assert push(sample, "origin", "v1", "v2").code == 0
    assert {"refs/tags/v1", "refs/tags/v2"} <= far(sample).keys()


@pytest.mark.later
@pytest.mark.parametrize("name", ["main^{tree}", "main:src/a"])
def test_a_tag_of_no_commit_stops_the_push(sample: Place, name: str) -> None:
    sample.git("tag", "odd", name)
    refused(sample, push(sample, "origin", "odd"), "G643", far(sample))


def test_the_trusted_branch_is_neither_deleted_nor_replaced(sample: Place) -> None:
    run([GIT, "config", "receive.denyDeleteCurrent", "ignore"], sample.root / "far.git", sample.environment)
    before = far(sample)
    refused(sample, push(sample, "origin", ":main"), "G640", before)
    sample.git("commit", "--quiet", "--amend", "--no-verify", "--message=another", "--allow-empty")
    refused(sample, push(sample, "--force", "origin", "HEAD:main"), "G640", before)


@pytest.mark.later
def test_what_stands_there_and_is_not_here_is_not_overwritten(sample: Place) -> None:
    other = sample.root / "other"
    sample.git("clone", "--quiet", "--branch=main", str(sample.root / "far.git"), str(other), cwd=sample.root)
    (other / "src/more").write_text("more\n")
    sample.git("add", "src/more", cwd=other)
    sample.git("commit", "--quiet", "--message=more", cwd=other)
    sample.git("push", "--quiet", "origin", "HEAD:main", cwd=other)
    holding(sample, "topic", GOOD)
    answer = push(sample, "--force", "origin", "topic:main")
    refused(sample, answer, "G640", far(sample))
    assert "not here" in answer.said


@pytest.mark.later
def test_a_branch_is_deleted_and_replaced_as_its_author_likes(sample: Place) -> None:
    holding(sample, "topic", GOOD)
    assert push(sample, "origin", "topic").code == 0
    tip = holding(sample, "topic", {"src/other": "two\n"})
    assert push(sample, "--force", "origin", "topic").code == 0
    assert far(sample)["refs/heads/topic"] == tip
    assert push(sample, "origin", ":topic").code == 0
    assert "refs/heads/topic" not in far(sample)


@pytest.mark.later
def test_a_push_to_an_address_is_judged_as_one_to_its_name(sample: Place) -> None:
    holding(sample, "topic", EVIL)
    address = str(sample.root / "far.git")
    refused(sample, push(sample, address, "topic"), "G101", far(sample))
    refused(sample, push(sample, "--force", address, ":main"), "G640", far(sample))


@pytest.mark.later
def test_the_branch_of_that_name_on_another_remote_is_a_branch(sample: Place) -> None:
    run([GIT, "init", "--quiet", "--bare", str(sample.root / "fork.git")], sample.root, sample.environment)
    sample.git("remote", "add", "fork", str(sample.root / "fork.git"))
    assert push(sample, "fork", "main").code == 0
    assert push(sample, "fork", ":main").said.count("G640") == 0


@pytest.mark.later
def test_a_branch_that_shares_no_history_has_no_merge_to_wait_for(sample: Place) -> None:
    sample.git("switch", "--quiet", "--orphan", "pages")
    sample.stage({"index.html": "page\n"})
    sample.git("commit", "--quiet", "--no-verify", "--message=pages")
    answer = push(sample, "origin", "pages")
    assert (answer.code, answer.rules()) == (0, ["G816"]), answer.said
    assert "may leave" in answer.said


@pytest.mark.later
def test_from_a_linked_worktree(sample: Place) -> None:
    other = sample.root / "other tree"
    holding(sample, "topic", EVIL)
    sample.git("worktree", "add", "--quiet", "-b", "second", str(other), "topic")
    refused(sample, push(sample, "origin", "second", cwd=other), "G101", far(sample))


@pytest.mark.later
def test_without_a_policy_a_push_leaves_and_says_so(tmp_path: Path) -> None:
    plain = pushing(place(tmp_path, {}))
    holding(plain, "topic", EVIL)
    answer = push(plain, "origin", "topic")
    assert answer.code == 0
    assert "no .guard/policy.yaml on refs/remotes/origin/main: this push is not judged" in answer.said


@pytest.mark.later
def test_in_shadow_mode_it_leaves_and_the_finding_is_told(tmp_path: Path) -> None:
    shadow = pushing(place(tmp_path, {**ADOPTED, ".guard/policy.yaml": POLICY + "mode: shadow\n"}))
    holding(shadow, "topic", EVIL)
    answer = push(shadow, "origin", "topic")
    assert (answer.code, answer.rules()) == (0, ["G101"]), answer.said


@pytest.mark.later
def test_the_trusted_branch_of_this_clone_is_judged_by_what_stands_there(tmp_path: Path) -> None:
    """The commit is on the trusted branch already, which therefore says nothing against it; the remote's says it."""
    local = place(tmp_path)
    run([GIT, "init", "--quiet", "--bare", str(local.root / "far.git")], local.root, local.environment)
    local.git("remote", "add", "origin", str(local.root / "far.git"))
    assert local.guard("install", "--trusted", "main").code == 0
    first = push(local, "origin", "main")
    assert first.code == 0 and "is new there" in first.said
    wider = {".guard/plans/tidy.yaml": ADOPTED[".guard/plans/tidy.yaml"].replace("/src/**", "/**"), **EVIL}
    local.git("switch", "--quiet", "main")
    local.stage(wider)
    local.git("commit", "--quiet", "--no-verify", f"--message={CLAIMED}")
    refused(local, push(local, "origin", "main"), "G101", far(local))


def test_the_hook_that_stood_there_hears_what_git_tells(sample: Place) -> None:
    kept = sample.git_dir / "hooks/pre-push"
    kept.write_text(f'#!/bin/sh\necho "$1" >> {sample.root}/log\ncat >> {sample.root}/log\n')
    kept.chmod(0o755)
    assert "the pre-push that stood there is kept" in sample.guard("install").out
    tip = holding(sample, "topic", GOOD)
    assert push(sample, "origin", "topic").code == 0
    wanted = f"origin\nrefs/heads/topic {tip} refs/heads/topic {ZERO.decode()}\n"
    assert (sample.root / "log").read_text() == wanted
    assert push(sample, "origin", "topic").code == 0, "nothing is new: git tells of no ref"
    assert (sample.root / "log").read_text() == wanted + "origin\n"
    kept.write_text("#!/bin/sh\nexit 3\n")
    sample.guard("install")
    holding(sample, "topic", {"src/x": "x\n"})
    assert push(sample, "--force", "origin", "topic").code != 0


@pytest.mark.parametrize(
    ("line", "ref", "old", "new"),
    [
        (b"refs/heads/a " + ONE + b" refs/heads/a " + ZERO, b"refs/heads/a", b"", ONE),
        (b"(delete) " + ZERO + b" refs/heads/a " + ONE, b"refs/heads/a", ONE, b""),
        (b"HEAD^{/fix a bug} " + ONE + b" refs/heads/a " + ONE, b"refs/heads/a", ONE, ONE),
    ],
)
def test_lines_of_git_are_read(line: bytes, ref: bytes, old: bytes, new: bytes) -> None:
    assert read(line + b"\n", 40) == ((ref, old, new),)


@pytest.mark.parametrize("line", [b"x", b"a b c d", b"a " + ONE + b" refs/heads/a " + ONE[1:], b"a " + ONE + b" b"])
def test_what_is_no_line_of_git_is_no_push_that_can_be_judged(line: bytes) -> None:
    with pytest.raises(GuardError, match="LOCAL OID REF OLD"):
        read(line + b"\n", 40)


def by_framework(made: Place, **environment: str) -> Answer:
    """The hook as a framework calls it: nothing on standard input, one ref in the environment."""
    text = made.hook.parent.joinpath("pre-push").read_text()
    entry = next(line for line in text.splitlines() if line.startswith("exec ")).split(" <<")[0].replace('"$@"', "")
    python = next(line for line in text.splitlines() if line.startswith("python="))
    return run(["sh", "-c", f"{python}\n{entry}"], made.top, {**made.environment, "PRE_COMMIT": "1", **environment})


@pytest.mark.parametrize("named", ["good", "bad"])
def test_a_framework_that_names_one_ref_hides_no_other(sample: Place, named: str) -> None:
    holding(sample, "bad", EVIL)
    holding(sample, "good", GOOD)
    said = {
        "PRE_COMMIT_REMOTE_NAME": "origin",
        "PRE_COMMIT_TO_REF": sample.git("rev-parse", named),
        "PRE_COMMIT_REMOTE_BRANCH": f"refs/heads/{named}",
    }
    answer = by_framework(sample, **said)
    assert answer.code == 1, answer.said
    assert answer.rules() == ["G101"]
    assert "guard: not all refs of this push were told here" in answer.said
    assert ("refs/heads/bad (not named" in answer.said) == (named == "good")


@pytest.mark.later
def test_a_framework_that_names_nothing_is_not_believed_to_push_nothing(sample: Place) -> None:
    holding(sample, "bad", EVIL)
    answer = by_framework(sample, PRE_COMMIT_REMOTE_NAME="origin")
    assert (answer.code, answer.rules()) == (1, ["G101"]), answer.said


@pytest.mark.later
def test_a_hook_that_is_told_nothing_at_all_cannot_tell(sample: Place) -> None:
    answer = by_framework(sample)
    assert (answer.code, answer.rules()) == (5, ["G820"]), answer.said


@pytest.mark.later
@pytest.mark.parametrize("nothing", ["</dev/null", "<&-"])
def test_an_empty_input_is_not_believed(sample: Place, nothing: str) -> None:
    """As a runner of hooks leaves it that hands nothing on."""
    holding(sample, "bad", EVIL)
    hook = sample.hook.parent / "pre-push"
    hook.write_text(hook.read_text().replace("<<TOLD\n$told\nTOLD\n", f"{nothing}\n"))
    answer = run([str(hook), "origin", "somewhere"], sample.top, sample.environment)
    assert (answer.code, answer.rules()) == (1, ["G101"]), answer.said
