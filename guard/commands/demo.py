"""`guard demo`: a throwaway repository, an agent's five change sets and its plan, and guard judging them.

Nothing is acted: the repository is real, the hook is installed as `guard install` does it, and every refusal is what
`git commit` printed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile

from guard.commands._words import teach
from guard.doors.git.run import find_git
from guard.doors.git.setup import commit_staged, new_repository
from guard.errors import GuardError, UsageError
from guard.report import write
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.doors.git.setup import Repo

POLICY = """\
id: 5f0c2b7e
version: 1
people:
  dana: {teams: [identity]}
owners:
  /.guard/**: identity
dialects: {/db/**: postgres}
routine:
  - {paths: [/docs/**], does: [file.add, file.modify]}
"""
PLAN = """\
plan: split-display-name
version: 1
owner: dana
why: Split users.display_name into given_name and family_name
scope:
  paths: [/db/migrations/**, /internal/users/**]
  never: [/internal/users/legacy/**]
  max: {files: 10, lines: 120}
phases:
  expand: {does: [schema.column.add, file.modify]}
"""
DRAFT = """\
plan: drop-display-name
version: 1
owner: dana
why: Get rid of the old column
scope: {paths: [/db/migrations/**, /internal/users/**]}
phases:
  switch-reads: {does: [code.read.switch, file.modify]}
  contract: {after: {switch-reads: deployed}, does: [schema.column.drop], drops: [column:users.display_name]}
"""
FILES = {
    ".guard/policy.yaml": POLICY,
    ".guard/plans/split-display-name.yaml": PLAN,
    "db/migrations/0001.sql": "CREATE TABLE users (id bigint PRIMARY KEY, display_name text);\n",
    "internal/users/store.go": "package users\n\nfunc Name(u User) string { return u.DisplayName }\n",
    "internal/billing/rates.go": "package billing\n\nconst Rate = 19\n",
    "docs/users.md": "# Users\n",
}


class Scene(NamedTuple):
    """What the agent does, and what should come of it."""

    title: str
    act: Callable[[Repo], None]
    accepted: bool


def main(words: list[str]) -> int:
    """Play the scenes; exit 0 only if each ended as it should."""
    if words and words[0] in ("-h", "--help"):
        teach(
            "usage: guard demo [--keep]\n\n"
            "Five change sets of an agent in a throwaway repository, judged by the installed hook, and its plan.\n"
            "--keep leaves the repository in place, to try more in it.\n\n"
            "exit codes: 0 it ended as it should, 2 usage, 5 it did not, or it could not be written\n"
        )
        return 0
    if words not in ([], ["--keep"]):
        raise UsageError("guard demo takes --keep or nothing (guard demo --help)")
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        del os.environ[name]  # GIT_DIR and its like would lead the demo into the repository of whoever runs it
    folder = tempfile.mkdtemp(prefix="guard-demo-")
    try:
        return _play(folder)
    finally:
        if words:
            write(f"\nThe repository is kept in {folder}\n")
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _play(folder: str) -> int:
    git = find_git(None)
    repo = new_repository(folder, git)
    for path, text in FILES.items():
        _put(repo, path, text)
    _stage(repo)
    commit_staged(repo, "The service, its policy and one plan")
    _say("A repository with a policy and one plan: split users.display_name in two. The plan says:", PLAN)
    _say("$ guard install", _guard(folder, "install"))
    repo.create_head("agent/split-name").checkout()
    wrong = [scene.title for scene in SCENES if _scene(repo, scene) != scene.accepted]
    _say(
        "And the merge door, as CI would ask it:\n\n$ guard check --range main..HEAD",
        _guard(folder, "check", "--range", "main..HEAD"),
    )
    _draft(repo, folder)
    if wrong:
        raise GuardError(
            "G817",
            f"the demo did not end as it should: {', '.join(wrong)}",
            folder,
            "report it: this is a bug of guard",
        )
    write(
        f"\nOne change set went in, {len(SCENES) - 1} were stopped, each before it was a commit, "
        "and a plan in the wrong order was refused.\nNext: guard install in a repository of yours.\n"
    )
    return 0


def _scene(repo: Repo, scene: Scene) -> bool:
    scene.act(repo)
    _stage(repo)
    accepted, said = commit_staged(repo, scene.title)
    changed = str(repo.git.diff("HEAD~1" if accepted else "HEAD", "--cached", "--stat=72", "--no-renames"))
    _say(f"{'-' * 100}\nThe agent: {scene.title}\n\n{changed}\n\n$ git commit", said)
    if not accepted:
        repo.git.reset("--hard", "--quiet")
    return accepted


def _draft(repo: Repo, folder: str) -> None:
    """A plan as many people's first draft is: the column goes as soon as nobody reads it."""
    path = ".guard/plans/drop-display-name.yaml"
    _put(repo, path, DRAFT)
    _say(f"{'-' * 100}\nThe agent: writes a plan for the rest, and drops the column once nobody reads it", DRAFT)
    _say("$ guard plan lint drop-display-name", _guard(folder, "plan", "lint", "drop-display-name", code=1))
    os.unlink(os.path.join(folder, path))


def _in_scope(repo: Repo) -> None:
    _put(repo, "db/migrations/0002.sql", "ALTER TABLE users ADD COLUMN given_name text, ADD COLUMN family_name text;\n")
    _put(repo, "docs/users.md", "# Users\n\nNames are kept in two columns.\n")


def _by_rename(repo: Repo) -> None:
    repo.git.mv("internal/billing/rates.go", "internal/users/rates.go")


def _by_symlink(repo: Repo) -> None:
    os.symlink("../../internal/billing", os.path.join(str(repo.working_dir), "internal/users/shared"))


def _by_block(repo: Repo) -> None:
    _put(
        repo,
        "db/migrations/0003.sql",
        "ALTER TABLE users ADD COLUMN title text;\n"
        "DO $$ BEGIN\n  EXECUTE 'ALTER TABLE users DROP COLUMN display_name';\nEND $$;\n",
    )


def _over_budget(repo: Repo) -> None:
    for number in range(3, 9):
        _put(
            repo,
            f"db/migrations/{number:04}.sql",
            "".join(f"UPDATE users SET given_name = 'n' WHERE id = {row};\n" for row in range(60)),
        )


SCENES = (
    Scene("adds the two columns, inside the plan", _in_scope, True),
    Scene("moves a file of another team into its own folder", _by_rename, False),
    Scene("links its folder to another team's code", _by_symlink, False),
    Scene("drops the old column in the same phase, in a text inside a block", _by_block, False),
    Scene("does the whole backfill at once, past the budget", _over_budget, False),
)


def _put(repo: Repo, path: str, text: str) -> None:
    full = os.path.join(str(repo.working_dir), path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "w", encoding="utf-8") as file:
        file.write(text)


def _stage(repo: Repo) -> None:
    repo.git.add("--all")


def _guard(folder: str, *words: str, code: int = 0) -> str:
    """Run guard as a user would, by this interpreter; in the demo it must do what is asked."""
    command = [sys.executable, "-I", "-m", "guard", *words]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if run.returncode != code:
        what = f"guard {' '.join(words)} ended with {run.returncode} in the demo"
        raise GuardError("G817", what, folder, f"see what it said: {run.stdout.strip()} {run.stderr.strip()}")
    return run.stdout + run.stderr


def _say(title: str, text: str) -> None:
    indented = "".join(f"    {line}".rstrip() + "\n" for line in text.rstrip().split("\n"))
    write(f"\n{title}\n\n{indented}")
