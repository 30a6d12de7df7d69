"""The trusted branch in an agent's hands: whatever moves it is a landing, which is refused, or asked about."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard_hooks.agents.call import Call, Decision
from guard_hooks.agents.judging import judged
from tests.harnessed import FILES, POLICY, taken_up, work
from tests.repos import GIT
from tests.running import WAYS_ROUND, Place, run

TRUSTED = "refs/heads/main is what guard trusts: who moves it lands"


def settled(made: Place) -> Place:
    """Branches and a commit beside the one that is trusted; HEAD is on work."""
    made.git("branch", "feat")
    made.git("commit", "--quiet", "--allow-empty", "--message=more")
    made.git("update-ref", "refs/remotes/origin/main", "main")
    made.git("update-ref", "refs/remotes/origin/feat", "feat")
    return made


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    return settled(work(tmp_path_factory.mktemp("landings")))


@pytest.fixture
def own(tmp_path: Path) -> Place:
    return settled(work(tmp_path))


@pytest.fixture
def on_main(own: Place) -> Place:
    own.git("switch", "--quiet", "main")
    return own


def asked(made: Place, command: str, folder: Path | None = None) -> Decision:
    decision = judged(Call("shell", "Bash", str(folder or made.top), command=command), "deny")
    assert not WAYS_ROUND.search(decision.words), decision.words
    return decision


# HEAD is on another branch

BY_NAME = [
    "git switch -C main feat",
    "git switch --force-create main",
    "git switch --force-create=main feat",
    "git switch -qC main feat",
    "git checkout -B main feat",
    "git checkout -Bmain feat",
    "git checkout -B heads/main feat",
    "git checkout -B MAIN feat",
    "git branch -D main",
    "git branch -d main",
    "git branch -m main old",
    "git branch -M work main",
    "git branch --move work main",
    "git branch -C feat main",
    "git branch --copy feat main",
    "git worktree add -B main ../x feat",
    "git stash branch main",
    "git fetch origin feat:main",
    "git fetch origin +feat:refs/heads/main",
    "git fetch ../x.bundle feat:main",
    "git branch --force main feat",
    "git fetch origin 'refs/heads/*:refs/heads/*'",
    "git fetch origin 'refs/*:refs/*'",
    "git pull origin feat:main",
    "git remote add --mirror=fetch -f x ../x",
    "git remote set-head origin feat",
    "git remote add -m feat origin x/HEAD",
    "git fetch origin feat:refs/remotes/origin/HEAD",
    "git -C src branch -D main",
    "cd src && git branch -D main",
    "ls; (git branch -D main)",
    "bash -c 'git branch -D main'",
]
BY_HEAD = [
    "git switch main && git merge feat",
    "git switch main; git merge feat",
    "git switch main\ngit merge feat",
    "(git switch main); git merge feat",
    "git checkout main && git merge --ff-only feat",
    "git checkout -q main && git reset --hard feat",
    "git checkout main -- && git reset --hard feat",
    "git switch --ignore-other-worktrees main && git pull",
    "git switch heads/main && git pull --rebase",
    "git switch main && git rebase feat",
    "git rebase feat main",
    "git rebase --onto feat work main",
    "git rebase --root main",
    "git switch main && git cherry-pick feat",
    "git switch main && git revert --no-edit HEAD",
    "git switch main && git am --continue",
    "git switch main && git commit -m x",
    "git switch main && git merge --squash feat && git commit -m x",
    "git switch main && git branch -m other",
    "git switch main && git merge --squash --no-squash feat",
    "git switch main && git cherry-pick -n --commit feat",
    "git switch main && git commit --mess --dry-run",
    "git switch main && git checkout README && git merge feat",
    "git switch main && git switch -c new || true; git commit -m x",
    "git merge feat & git switch main",
    "trap 'git merge feat' EXIT; git switch main",
    "for one in 1 2; do git merge feat; git switch main; done",
    "git worktree add wt main && cd wt && git commit -m x",
    "cat <(git switch main) && git commit -m x",
]
ASKED = [
    "git checkout - && git commit -m x",
    "git switch - && git merge feat",
    "git checkout '@{-1}' && git commit -m x",
    'git switch "$BRANCH" && git commit -m x',
    'git branch -D "$BRANCH"',
    'git switch -C "$BRANCH"',
    "git switch --force-c main feat",
    "git rebase --update-refs feat",
    "git bisect reset; git commit -m x",
    "git fetch --stdin origin",
]
LET = [
    "git commit -m x",
    "git commit -m 'git switch main; git merge feat'",
    "git merge main",
    "git merge feat && git commit --amend --no-edit",
    "git rebase main",
    "git rebase main feat",
    "git pull",
    "git pull --rebase",
    "git fetch",
    "git fetch origin main",
    "git fetch origin main:refs/remotes/origin/main",
    "git fetch origin '+refs/heads/*:refs/remotes/origin/*'",
    "git fetch --prune --all",
    "git reset --hard main",
    "git reset --hard HEAD~1",
    "git cherry-pick main",
    "git switch main",
    "git checkout main",
    "git checkout main -- src/a",
    "git checkout -b new main",
    "git switch -c new main && git commit -m x",
    "git switch -C new main",
    "git branch new main",
    "git branch -d feat",
    "git branch -m better",
    "git branch -c main copy",
    "git branch --list main",
    "git worktree list",
    "git stash",
    "git stash branch kept",
    "git commit -m x && git switch main",
    "git commit -m x; git switch main",
    "git switch main && git log --oneline -3",
    "git switch main && git switch -c new && git commit -m x",
    "git switch main && git reset --hard",
    "git switch main && git merge --abort",
    "git switch main && git commit --dry-run",
    "git switch main && git fetch",
    "git switch main && git push origin HEAD:feat",
    "git push -u origin work",
    "git push origin HEAD:main",  # as it was: the hook of a push judges it
    "git tag main-1",
    "git remote add other https://example.org/x.git",
    "git remote add -t main other git@example.org:x.git",
]


@pytest.mark.parametrize("command", BY_NAME + BY_HEAD)
def test_what_moves_it_is_refused_and_its_owner_named(ground: Place, command: str) -> None:
    decision = asked(ground, command)
    assert decision.kind == "deny", decision
    assert "is what guard trusts: who moves it lands" in decision.words
    assert "\n       dana: lands it" in decision.words
    assert ("origin/HEAD" in decision.words) == ("/HEAD" in command or "set-head" in command)


@pytest.mark.parametrize("command", ASKED)
def test_what_may_move_it_is_a_question(ground: Place, command: str) -> None:
    decision = asked(ground, command)
    assert decision.kind == "ask", decision
    assert "refs/heads/main, which guard trusts" in decision.words


@pytest.mark.parametrize("command", LET)
def test_what_leaves_it_where_it_is_is_let_through(ground: Place, command: str) -> None:
    assert asked(ground, command).kind == "allow", asked(ground, command)


INWARD = [
    "git push here HEAD:main",
    "git push here feat:refs/heads/main",
    "git push here 'refs/heads/*:refs/heads/*'",
    "git push src/.. HEAD:main",
    "git push src/../.git HEAD:main",
    "cd src && git push here HEAD:main",
    "git push --repo=here feat:main",
    "git push --repo here HEAD:main",
    "git push --rep=here HEAD:main",
    "git push --repo=here origin HEAD:main",
]
INWARD_ASKED = [
    "git push here",  # which branch it is settings say
    "git push --repo=here",
    "git push here HEAD",
    "git push here feat:HEAD",
    "git push here --all",
    "git push here --tags",
    'git push here "HEAD:$b"',
    'git push "--repo=$x" HEAD:main',
    "git push ~+ HEAD:main",
    "git push .?it HEAD:main",
    "git push localhost:here HEAD:main",
    "git push ssh://me@localhost/here HEAD:main",
    "git init src/x && cd src/x && git pull origin work && git push origin HEAD:main",
    "git worktree add src/x feat && cd src/x && git push origin HEAD:main",
    "cp -r .git src/x && cd src/x && git push origin HEAD:main",
    "cp -r . src/x; cd src/x; git push origin HEAD:main",
    "tar xf a.tar -C src && cd src/x && git push",
]


@pytest.mark.parametrize("command", INWARD)
def test_a_push_into_this_repository_moves_it(own: Place, command: str) -> None:
    own.git("remote", "add", "here", ".")
    decision = asked(own, command)
    assert decision.kind == "deny", decision
    assert "git push moves refs/heads/main" in decision.words


@pytest.mark.parametrize("command", INWARD_ASKED)
def test_a_push_that_may_lead_into_this_repository_is_a_question(own: Place, command: str) -> None:
    taken_up(own, "tidy/only")
    own.git("remote", "add", "here", ".")
    decision = asked(own, command)
    assert decision.kind == "ask", decision


def test_a_copy_that_holds_to_nothing_is_seen_from_here(own: Place) -> None:
    taken_up(own, "tidy/only")
    own.git("clone", "--quiet", "--bare", ".", "src/bare")
    own.git("init", "--quiet", "src/new")
    own.git("-C", "src/new", "pull", "--quiet", "../..", "work")
    own.git("-C", "src/new", "remote", "add", "up", "../..")
    for command in (
        "cd src/bare && git push origin feat:main",
        "git -C src/bare push origin feat:main",
        "cd src/bare/refs && git push origin feat:main",
        "cd src/new && git push up HEAD:main",
        "cd src/new && git push --repo=up HEAD:main",
    ):
        assert asked(own, command).kind == "deny", command
    assert asked(own, "git push origin feat:main", own.top / "src/bare").kind == "deny"
    assert asked(own, "cd src/new && git push up").kind == "ask"
    assert asked(own, "cd src/new && git push https://example.org/x.git HEAD:main").kind == "allow"


def test_a_push_without_a_remote_goes_where_settings_say(own: Place) -> None:
    own.git("remote", "add", "far", "https://example.org/x.git")
    own.git("remote", "add", "here", ".")
    assert asked(own, "git push").kind == "allow"
    own.git("config", "branch.work.remote", "here")
    assert asked(own, "git push").kind == "ask"
    own.git("config", "branch.work.remote", "far")
    own.git("config", "remote.pushDefault", "here")
    assert asked(own, "git push").kind == "ask"


def test_a_push_elsewhere_is_let_through(own: Place) -> None:
    own.git("init", "--quiet", "--bare", str(own.top.parent / "there.git"))
    own.git("remote", "add", "there", str(own.top.parent / "there.git"))
    own.git("remote", "add", "here", ".")
    own.git("remote", "add", "far", "https://example.org/x.git")
    for command in ("git push there HEAD:main", "git push far HEAD:main", "git push here HEAD:feat", "git push"):
        assert asked(own, command).kind == "allow", command


def test_a_push_from_a_copy_of_this_repository_is_a_question(own: Place) -> None:
    taken_up(own, "tidy/only")
    assert asked(own, "git clone . src/x && cd src/x && git push origin feat:main").kind == "ask"
    own.git("clone", "--quiet", ".", "src/x")
    assert asked(own, "cd src/x && git push origin feat:main").kind == "deny"
    assert asked(own, "cd src/x && git push origin feat:work").kind == "ask", "the copy's own door does not know"
    assert asked(own, "git push origin feat:main", own.top / "src/x").kind == "ask"
    assert asked(own, "git remote add here .").kind == "ask"


# HEAD is on it

HERE = [
    "git commit -m x",
    "git commit --amend --no-edit",
    "git merge feat",
    "git merge --no-ff feat",
    "git merge --no-commit feat",
    "git pull",
    "git pull --ff-only",
    "git reset --hard work",
    "git reset --soft HEAD~1",
    "git reset work",
    "git rebase work",
    "git cherry-pick work",
    "git revert HEAD",
    "git branch -m other",
    "git add -A && git commit -m x",
    "git -C src commit -m x",
    "cd src && git commit -m x",
    "git -c user.name=x commit -m x",
    "git checkout nothing && git commit -m x",
]
HERE_ASKED = [
    "git switch -c new; git commit -m x",
    "git switch -c new | cat && git commit -m x",
    "! git switch -c new && git commit -m x",
    "git switch -c new || git commit -m x",
    "git --help switch new && git commit -m x",
    "timeout 5 git switch -c new && git commit -m x",
    "git checkout -p feat || git checkout feat; git commit -m x",
    'cd "$(git rev-parse --show-toplevel)" && git commit -m x',
]
HERE_LET = [
    "git switch -c new && git commit -m x",
    "git switch --create new && git add -A && git commit -m \"$(cat <<'END'\nmore & more\nEND\n)\"",
    "git checkout -b new && git add src/a && git commit -qm x && git push -u origin new",
    "git checkout feat && git commit -m x",
    "git switch feat && git merge work",
    "git switch --detach && git commit -m x",
    "git switch -c new 2>&1 && git commit -m x 2>&1 | tail -3",
    "git reset",
    "git reset HEAD src/a",
    "git reset -- src/a",
    "git reset --hard",
    "git fetch",
    "git merge --abort",
    "git cherry-pick --abort",
    "git status && git log -1",
    "git stash",
    "git push origin HEAD:feat",
    "git add -A",
    "git branch new",
]


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Place:
    made = settled(work(tmp_path_factory.mktemp("standing")))
    made.git("switch", "--quiet", "main")
    return made


@pytest.mark.parametrize("command", HERE)
def test_on_it_what_moves_head_is_refused(standing: Place, command: str) -> None:
    decision = asked(standing, command)
    assert decision.kind == "deny" and TRUSTED in decision.words, decision
    assert ("git switch -c NAME first" in decision.words) == ("commit -" in command)


@pytest.mark.parametrize("command", HERE_ASKED)
def test_on_it_what_may_have_left_it_is_a_question(standing: Place, command: str) -> None:
    decision = asked(standing, command)
    assert decision.kind == "ask" and "refs/heads/main, which guard trusts" in decision.words, decision


@pytest.mark.parametrize("command", HERE_LET)
def test_on_it_what_leaves_it_first_is_let_through(standing: Place, command: str) -> None:
    assert asked(standing, command).kind == "allow", asked(standing, command)


# What stands in the repository


def test_a_plan_of_its_own_is_not_opened_by_the_agent_that_wrote_it(own: Place) -> None:
    """A draft may be written and committed on a branch. That it stands on the trusted one is somebody else's doing."""
    own.stage({".guard/plans/wide.yaml": "plan: wide\n"})
    for command, wanted in (
        ("git add .guard/plans/wide.yaml", "allow"),
        ("git commit -m 'A plan'", "allow"),
        ("git switch main", "allow"),
    ):
        assert asked(own, command).kind == wanted, command
    own.git("commit", "--quiet", "--message=plan")
    own.git("switch", "--quiet", "main")
    refused = asked(own, "git merge work")
    assert refused.kind == "deny" and refused.words.splitlines() == [
        "guard: STOP, this would move the trusted branch",
        "what   git merge moves refs/heads/main",
        f"why    {TRUSTED}",
        "next   you:  leave that branch where it is; say what is to land, and end your turn",
        "       dana: lands it",
    ]


def test_who_owns_the_plan_that_is_taken_up_is_named(on_main: Place) -> None:
    taken_up(on_main, "tidy/only")
    assert asked(on_main, "git merge feat").words.endswith("\n       dana: lands it")


def test_in_shadow_mode_it_is_told_and_let_through(tmp_path: Path) -> None:
    made = settled(work(tmp_path, {**FILES, ".guard/policy.yaml": POLICY + "mode: shadow\n"}))
    decision = asked(made, "git switch main && git merge feat")
    assert decision.kind == "allow" and decision.would == "deny", decision


def installed(made: Place, ref: str) -> Place:
    (made.git_dir / "guard").mkdir(exist_ok=True)
    (made.git_dir / "guard/trusted").write_text(f"{ref}\n")
    return made


OF_A_REMOTE = {
    "git switch main && git merge feat": "allow",
    "git switch main && git pull": "allow",
    "git switch main && git commit -m x": "allow",
    "git switch -C main origin/main": "allow",
    "git checkout -B main origin/main": "allow",
    "git switch main && git reset --hard origin/main": "allow",
    "git fetch": "allow",
    "git fetch origin main": "allow",
    "git fetch origin '+refs/heads/*:refs/remotes/origin/*'": "allow",
    "git fetch origin feat:refs/remotes/origin/feat": "allow",
    "git push origin HEAD:main": "allow",
    "git branch -d -r origin/feat": "allow",
    "git remote add other https://example.org/x.git": "allow",
    "git fetch origin feat:refs/remotes/origin/main": "deny",
    "git fetch origin '+refs/heads/*:refs/remotes/*'": "deny",
    "git branch -d -r origin/main": "deny",
    "git push here HEAD:origin/main": "deny",
    "git push here HEAD:remotes/origin/main": "deny",
    "git push here HEAD:main": "allow",
    "git remote remove origin": "deny",
    "git remote rename origin old": "deny",
}


@pytest.mark.parametrize("command", OF_A_REMOTE)
def test_where_a_branch_of_a_remote_is_trusted_the_local_one_is_not_it(own: Place, command: str) -> None:
    own.git("remote", "add", "here", ".")
    decision = asked(installed(own, "refs/remotes/origin/main"), command)
    assert decision.kind == OF_A_REMOTE[command], decision
    assert ("refs/remotes/origin/main is what guard trusts" in decision.words) == (decision.kind == "deny")


@pytest.mark.parametrize("name", ["refs/remotes/origin/main", "refs/remotes/origin/HEAD"])
def test_what_a_remote_calls_its_head_counts_by_both_names(own: Place, name: str) -> None:
    own.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    assert asked(own, f"git fetch origin feat:{name}").kind == "deny"
    assert asked(own, "git switch main && git merge feat").kind == "allow"


def test_what_is_written_down_is_what_counts(own: Place) -> None:
    installed(own, "refs/heads/feat")
    assert asked(own, "git switch feat && git merge work").kind == "deny"
    assert asked(own, "git switch main && git merge work").kind == "allow"
    assert asked(own, "git remote add origin https://example.org/x.git").kind == "allow"
    (own.git_dir / "guard/trusted").unlink()
    assert asked(own, "git remote add origin https://example.org/x.git").kind == "deny"


def test_a_work_tree_beside_it_has_a_head_of_its_own(own: Place) -> None:
    beside = own.top / "beside"
    own.git("worktree", "add", "--quiet", str(beside), "main")
    assert asked(own, "git commit -m x").kind == "allow"
    for command, folder in (("git commit -m x", beside), ("cd beside && git commit -m x", own.top)):
        assert asked(own, command, folder).kind == "deny", command
    assert "guard trusts" not in asked(own, "cd .. && git commit -m x", beside).words
    assert asked(own, 'cd "$THERE" && git commit -m x').kind == "ask", "one of them stands on it"
    assert asked(own, "git switch -c new && cd beside && git commit -m x").kind == "ask", "it left another"
    assert asked(own, "git -C beside switch -c new && git -C beside commit -m x").kind == "allow"
    assert asked(own, "git -C beside switch -c new && cd beside/src && git commit -m x").kind == "allow"


def test_another_repository_that_a_command_goes_to_has_a_trusted_branch_of_its_own(own: Place, tmp_path: Path) -> None:
    there = settled(work(tmp_path / "there"))
    aside = [f"cd {there.top} && git commit -m x", f"git -C {there.top} commit -m x"]
    for command in aside:
        assert "guard trusts" not in asked(own, command).words, command
    there.git("switch", "--quiet", "main")
    for command in (*aside, f"git -C {there.top} branch -D main"):
        refused = asked(own, command)
        assert refused.kind == "deny" and TRUSTED in refused.words, command
        assert (there.git_dir / "guard/sessions").is_dir(), "it is on record there"
    assert "guard trusts" not in asked(own, f"git -C {there.top} log -1").words


def test_a_head_that_is_a_link_leads_there_as_well(on_main: Place) -> None:
    head = on_main.git_dir / "HEAD"
    head.unlink()
    head.symlink_to("refs/heads/main")
    assert asked(on_main, "git commit -m x").kind == "deny"


def test_a_branch_that_stands_for_the_trusted_one_is_it(own: Place) -> None:
    own.git("symbolic-ref", "refs/heads/alias", "refs/heads/main")
    own.git("symbolic-ref", "HEAD", "refs/heads/alias")
    assert asked(own, "git commit -m x").kind == "deny"


def test_in_the_middle_of_a_rebase_its_branch_counts(own: Place) -> None:
    own.git("switch", "--quiet", "--detach")
    assert asked(own, "git rebase --continue").kind == "allow"
    for name in ("rebase-merge", "rebase-apply"):
        (own.git_dir / name).mkdir()
        (own.git_dir / name / "head-name").write_text("refs/heads/main\n")
        assert asked(own, "git rebase --continue").kind == "deny"
        assert asked(own, "git rebase --abort").kind == "allow"
        (own.git_dir / name / "head-name").unlink()


def test_where_files_do_not_tell_git_is_asked(own: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_WORK_TREE", str(own.top))
    monkeypatch.setenv("GIT_DIR", str(own.git_dir))
    assert asked(own, "git commit -m x").kind == "allow"
    own.git("switch", "--quiet", "main")
    assert asked(own, "git commit -m x").kind == "deny"
    assert asked(own, "git switch -c new && git commit -m x").kind == "allow"
    own.git("switch", "--quiet", "--detach")
    assert asked(own, "git commit -m x").kind == "allow"


def test_a_repository_that_is_held_to_nothing_is_left_alone(tmp_path: Path) -> None:
    made = settled(work(tmp_path, {"a": "b\n"}))
    assert asked(made, "git switch main && git merge feat").kind == "allow"


# What git itself does of it


def done(made: Place, root: Path, command: str) -> bool:
    """Whether the trusted branch moves, in a copy of the repository; for a commit something is staged there."""
    copy = Place(root)
    shutil.copytree(made.top, copy.top, symlinks=True)
    if "commit" in command:
        copy.stage({"src/new": "one\n"})
    before = copy.git("rev-parse", "refs/heads/main")
    environment = {**copy.environment, "GIT_EDITOR": "true", "GIT_ALLOW_PROTOCOL": "file"}
    run(["bash", "-c", command], copy.top, environment)
    return run([GIT, "rev-parse", "refs/heads/main"], copy.top, environment).out.strip() != before


def ahead(made: Place) -> Place:
    """The branch feat stands one commit before the trusted one."""
    made.git("switch", "--quiet", "feat")
    made.stage({"other/feat": "one\n"})
    made.git("commit", "--quiet", "--message=feat")
    made.git("switch", "--quiet", "work")
    return made


@pytest.mark.later
def test_what_is_let_through_moves_it_for_no_git(own: Place, tmp_path: Path) -> None:
    ahead(own)
    for number, command in enumerate(LET):
        assert not done(own, tmp_path / f"off-{number}", command), command
    own.git("switch", "--quiet", "main")
    for number, command in enumerate(HERE_LET):
        assert not done(own, tmp_path / f"on-{number}", command), command


@pytest.mark.later
def test_what_is_refused_moves_it_where_git_can(own: Place, tmp_path: Path) -> None:
    """Some need a remote, a rebase or another file system; most do what they are refused for, here and now."""
    ahead(own)
    off = [command for command in BY_NAME + BY_HEAD if "../" not in command and "origin" not in command]
    moved = [command for number, command in enumerate(off) if done(own, tmp_path / f"off-{number}", command)]
    own.git("switch", "--quiet", "main")
    moved += [command for number, command in enumerate(HERE) if done(own, tmp_path / f"on-{number}", command)]
    assert len(moved) > (len(off) + len(HERE)) // 2, sorted({*off, *HERE} - {*moved})
    for word in ("switch -C", "checkout -B", "branch -", "merge", "reset", "rebase", "cherry-pick", "commit", "-M"):
        assert any([word in command for command in moved]), word
