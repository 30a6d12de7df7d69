"""Where a call is made: beside another work tree, in a submodule, in a bare repository, in none, or in what is gone."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from guard.doors.taken import take
from guard.model.claim import Claim
from guard_hooks.agents import session
from tests.harnessed import Told, ask, taken_up, work
from tests.repos import GIT
from tests.running import Place


def repository(folder: Path) -> Path:
    """Another one, with a file and a commit, and without guard."""
    subprocess.run([GIT, "init", "-q", str(folder)], check=True)
    (folder / "x").write_text("x\n")
    subprocess.run([GIT, "-C", str(folder), "add", "."], check=True)
    who = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    subprocess.run([GIT, "-C", str(folder), *who, "commit", "-qm", "x"], check=True)
    return folder


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A repository with tidy/only taken up; a work tree beside it, a submodule in it, clones without a work tree."""
    made = work(tmp_path_factory.mktemp("elsewhere"))
    taken_up(made, "tidy/only")
    made.git("worktree", "add", "-q", str(made.root / "tree"), "-b", "tree")
    module = str(repository(made.root / "module"))
    made.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", module, "src/module")
    for name in ("plain.git", "watched.git"):
        made.git("clone", "-q", "--bare", str(made.top), str(made.root / name))
    (made.root / "watched.git/guard").mkdir()
    (made.root / "watched.git/guard/trusted").write_text("refs/heads/main\n")
    repository(made.root / "unheld")
    (made.root / "none").mkdir()
    return made


def asked(made: Place, folder: str, said: str) -> Told:
    """A file that is written, or a command where it begins with a $, from a folder beside the repository."""
    at = made.root / folder
    tool, given = (
        ("Bash", {"command": said[2:].replace("@", made.root.name)})
        if said.startswith("$ ")
        else ("Write", {"file_path": said})
    )
    given = {"content": "b\n", **given} if tool == "Write" else given
    payload = {"session_id": "s", "cwd": str(at), "hook_event_name": "PreToolUse", "tool_name": tool}
    return ask(made, {**payload, "tool_input": given}, cwd=at if at.is_dir() else made.root)


# from where, what, and how it ends, with a word of what is told
WHERE = [
    ("repository/src", "a", "allow", ""),
    ("repository/src", "../other/c", "deny", "G101"),
    ("repository/src/gone", "../a", "allow", ""),
    ("repository/src/gone", "../../other/c", "deny", "G101"),
    ("repository/.git", "config", "deny", "G114"),
    ("repository", "../tree/src/a", "deny", "lies outside of"),
    ("repository", "src/module/x", "deny", "lies in another repository"),
    ("repository", "../plain.git/config", "deny", "lies outside of"),
    ("repository", ".gitmodules", "deny", "G107"),
    ("repository/src/module", "x", "allow", ""),
    ("repository/src/module", "../a", "allow", ""),
    ("repository/src/module", "../../other/c", "deny", "G101"),
    ("repository/src/module", "$ echo y > ../../other/c", "deny", "G101"),
    ("repository/src/module", "$ cd ../.. && git commit --no-verify -m x", "deny", "would not be judged"),
    ("tree", "src/a", "deny", "G102"),
    ("tree", "docs/d", "allow", ""),
    ("plain.git", "hooks/pre-receive", "allow", ""),
    ("watched.git", "hooks/pre-receive", "deny", "G114"),
    ("watched.git", "$ git update-ref refs/heads/main HEAD", "ask", "a repository that guard watches"),
    ("watched.git", "$ git log", "allow", ""),
    ("none", "../watched.git/config", "deny", "G114"),
    ("none", "$ git -C ../watched.git update-ref refs/heads/main HEAD", "ask", "a repository that guard watches"),
    ("none", "$ ls ../watched.git", "allow", ""),
    ("none", "x", "allow", ""),
    ("none", "$ rm -rf x && python3 x.py", "allow", ""),
    ("none", "../repository/other/c", "deny", "G101"),
    ("none", "../repository/src/a", "allow", ""),
    ("none", "$ echo x > ../repository/other/c", "deny", "G101"),
    ("none", "$ cd ../repository && echo x > other/c", "deny", "G101"),
    ("none", "$ cd ../repository && git commit --no-verify -m x", "deny", "would not be judged"),
    ("none", "$ git -C ../repository commit --no-verify -m x", "deny", "would not be judged"),
    ("none", '$ GIT_DIR="../repository/.git" git commit --no-verify -m x', "deny", "would not be judged"),
    ("none", "$ cd ../repository && python3 x.py", "ask", "python3 runs code"),
    ("none", "$ cd ../repository && git log", "allow", ""),
    ("unheld", "x", "allow", ""),
    ("unheld", "$ git commit --no-verify -m x", "allow", ""),
    ("unheld", "$ (cd ../repository; git commit --no-verify -m x)", "deny", "would not be judged"),
    ("gone", "x", "allow", ""),
    # from above: @ is the folder that holds all of them
    ("", "$ git -C rep*y commit -n -m x", "deny", "would not be judged"),
    ("", "$ git -C re\\pository commit -n -m x", "deny", "would not be judged"),
    ("", "$ git -C re''pository commit -n -m x", "deny", "would not be judged"),
    ("", "$ git -C {repository,} commit -n -m x", "ask", ""),
    ("", "$ x=rep; cd ${x}ository && git commit -n -m x", "ask", "may be done in"),
    ("", "$ x=rep; GIT_DIR=${x}ository/.git git commit -n -m x", "ask", "may be done in"),
    ("", "$ cd rep* && rm other/c", "ask", "computed"),
    ("", "$ cd rep* && python3 x.py", "ask", "python3 runs code"),
    (
        "",
        f"$ : {' '.join(map(str, range(500)))}; git --git-dir=repository/.git update-ref refs/heads/x HEAD",
        "deny",
        "",
    ),
    ("", "$ rm -rf r*/other", "deny", "G101"),
    ("", "$ rm -rf r*", "deny", "G107"),
    ("", "$ tee r*/.claude/settings.json < none/x", "deny", "G107"),
    ("", "$ echo x > r*/src/a", "deny", "plain paths"),
    ("", "$ echo x > none/r*", "allow", ""),
    ("", "$ rm -rf r*/.git", "deny", "G114"),
    ("", "$ rm -rf none unheld", "allow", ""),
    ("", "$ rm -f *.log", "allow", ""),
    ("", "$ mkdir -p x && cd x && git init -q && python3 x.py", "allow", ""),
    ("", "$ cp none/x .", "allow", ""),
    ("", "$ cd rep* && git log", "allow", ""),
    ("..", "$ cd @ && cd repository && git commit -n -m x", "deny", "would not be judged"),
    ("..", "$ cd @; git -C repository update-ref refs/heads/main HEAD", "deny", "would not be judged"),
    ("..", "$ cd @ && cd repository && python3 x.py", "ask", "python3 runs code"),
    ("..", "$ rm -rf @", "deny", "G107"),
    ("..", "$ mv @ /tmp/elsewhere", "deny", "G107"),
    ("..", "$ find @ -name c -delete", "deny", "G101"),
    ("..", "$ tar -xf a.tar -C @", "ask", "a folder that holds"),
    ("..", "$ ls -R @", "allow", ""),
]


def test_a_call_is_decided_by_what_it_reaches_into(ground: Place) -> None:
    for folder, said, wanted, word in WHERE:
        told = asked(ground, folder, said)
        assert (told.code, told.kind) == (0, wanted), (folder, said, told)
        assert word in told.words, (folder, said, told.words)
        assert "inside guard" not in told.words + told.err, (folder, said)


def test_each_work_tree_has_what_is_taken_up_and_a_record_of_its_own(ground: Place) -> None:
    own = Path(ground.git("rev-parse", "--absolute-git-dir", cwd=ground.root / "tree"))
    assert asked(ground, "tree", "src/b").kind == "deny"
    before = (ground.git_dir / session.FOLDER / "s.jsonl").exists()
    take(str(own), Claim("tidy", "only"))
    assert [asked(ground, "tree", path).kind for path in ("src/b", "other/c")] == ["allow", "deny"]
    assert session.broken(str(own / session.FOLDER / "s.jsonl")) == 0
    assert (ground.git_dir / session.FOLDER / "s.jsonl").exists() == before


def test_where_nobody_asked_for_guard_nothing_is_left_behind(ground: Place) -> None:
    for folder in ("unheld", "none", "plain.git"):
        asked(ground, folder, "x")
        assert not (ground.root / folder / ".git/guard").exists()
        assert not (ground.root / folder / "guard").exists()


def test_a_repository_that_is_begun_over_files_takes_them_out_of_nothing(tmp_path: Path) -> None:
    """They are tracked where guard holds them to a plan; a submodule and a clone that git ignores are not."""
    made = work(tmp_path)
    taken_up(made, "tidy/only")
    repository(made.top / "src/deep/own")
    for folder in ("other", "docs"):
        subprocess.run([GIT, "init", "-q", str(made.top / folder)], check=True)
    for folder, said, wanted in (
        ("repository/other", "c", "deny"),
        ("repository/docs", "d", "deny"),
        ("repository/other", "$ echo x > c", "deny"),
        ("repository/other", "$ python3 x.py", "ask"),
        ("repository/other", "$ cat c", "allow"),
        ("repository/src/deep/own", "x", "allow"),
        ("repository/src/deep/own", "$ python3 x.py", "allow"),
    ):
        told = asked(made, folder, said)
        assert (told.code, told.kind) == (0, wanted), (folder, said, told)
