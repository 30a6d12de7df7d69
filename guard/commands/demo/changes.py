"""Five change sets of an agent under one plan, each judged as it is committed; and the plan it writes for the rest."""

from __future__ import annotations

import os

from guard.commands.demo.stage import LINE, say
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.commands.demo.stage import Stage

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
    act: Callable[[Stage], None]
    accepted: bool


def play(stage: Stage) -> list[str]:
    """Play the scenes; the titles of those that did not end as they should."""
    for path, text in FILES.items():
        stage.put(path, text)
    stage.commit("The service, its policy and one plan")
    say("A repository with a policy, which says who owns it, and what is routine and needs no plan:", POLICY)
    say("And with one plan, split users.display_name in two:", PLAN)
    say("$ guard install", stage.guard("install"))
    stage.branch("agent/split-name")
    say("$ guard next --take expand", stage.guard("next", "--take", "expand"))
    wrong = [scene.title for scene in SCENES if _scene(stage, scene) != scene.accepted]
    said = stage.guard("check", "--range", "main..HEAD")
    say("And the merge door, as CI would ask it:\n\n$ guard check --range main..HEAD", said)
    _draft(stage)
    return wrong


def _scene(stage: Stage, scene: Scene) -> bool:
    scene.act(stage)
    accepted, said = stage.commit(scene.title)
    changed = stage.changed("HEAD~1" if accepted else "HEAD")
    say(f"{LINE}\nThe agent: {scene.title}\n\n{changed}\n\n$ git commit", said)
    if not accepted:
        stage.back()
    return accepted


def _draft(stage: Stage) -> None:
    """A plan as many people's first draft is: the column goes as soon as nobody reads it."""
    path = ".guard/plans/drop-display-name.yaml"
    stage.put(path, DRAFT)
    say(f"{LINE}\nThe agent: writes a plan for the rest, and drops the column once nobody reads it", DRAFT)
    say("$ guard plan lint drop-display-name", stage.guard("plan", "lint", "drop-display-name", code=1))
    os.unlink(os.path.join(stage.folder, path))


def _in_scope(stage: Stage) -> None:
    stage.put("db/migrations/0002.sql", "ALTER TABLE users ADD COLUMN given_name text, ADD COLUMN family_name text;\n")
    stage.put("docs/users.md", "# Users\n\nNames are kept in two columns.\n")


def _by_rename(stage: Stage) -> None:
    stage.repo.git.mv("internal/billing/rates.go", "internal/users/rates.go")


def _by_symlink(stage: Stage) -> None:
    os.symlink("../../internal/billing", os.path.join(stage.folder, "internal/users/shared"))


def _by_block(stage: Stage) -> None:
    stage.put(
        "db/migrations/0003.sql",
        "ALTER TABLE users ADD COLUMN title text;\n"
        "DO $$ BEGIN\n  EXECUTE 'ALTER TABLE users DROP COLUMN display_name';\nEND $$;\n",
    )


def _over_budget(stage: Stage) -> None:
    for number in range(3, 9):
        stage.put(
            f"db/migrations/{number:04}.sql",
            "".join(f"UPDATE users SET given_name = 'n' WHERE id = {row};\n" for row in range(60)),
        )


SCENES = (
    Scene("adds the two columns, inside the plan, and a line of docs, which is routine", _in_scope, True),
    Scene("moves a file of another team into its own folder", _by_rename, False),
    Scene("links its folder to another team's code", _by_symlink, False),
    Scene("adds one more column, and drops the old one in a text inside a block", _by_block, False),
    Scene("does the whole backfill at once, past the budget", _over_budget, False),
)
