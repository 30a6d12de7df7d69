"""Outside the declared paths (G101), in a path never touched (G103), or an operation no phase does (G104)."""

from __future__ import annotations

import subprocess

import pytest

from guard.checks.scope import DROP, check
from guard.model.case import Case
from guard.model.change import EXECUTABLE, FILE, SYMLINK
from guard.model.finding import Next
from guard.model.trigger import Door
from tests.cases import added, case, deleted, findings, first_commit, modified, only, places, plan, policy

FIRST, SECOND, THIRD = first_commit(0), first_commit(1), first_commit(2)
SQUASH = policy(merges="squash")
ROUTINE = policy(routine=[{"paths": ["/docs/**"], "does": ["file.modify"]}])
NEVER = plan(["/src/**", "/db/*.sql"], ["/src/frozen/**", "/src/key", "/**/*.pem"])
ADDS = plan(phases={"expand": ["file.add"]})
STEPS = plan(phases={"expand": ["file.add", "file.modify"], "contract": ["file.delete"]})

FINDS = {
    "outside": (case(modified(b"other/a"), plan=plan()), [("G101", b"other/a", b"")]),
    "at the top": (case(added(b"a"), plan=plan()), [("G101", b"a", b"")]),
    "the declared folder itself": (case(added(b"src", SYMLINK), plan=plan()), [("G101", b"src", b"")]),
    "a folder that begins like it": (case(added(b"src-x/a"), plan=plan()), [("G101", b"src-x/a", b"")]),
    "other letter case": (case(added(b"SRC/a"), plan=plan()), [("G101", b"SRC/a", b"")]),
    "removed outside": (case(deleted(b"a"), plan=plan()), [("G101", b"a", b"")]),
    "moved out": (case(deleted(b"src/a"), added(b"a"), plan=plan()), [("G101", b"a", b"")]),
    "moved in": (case(deleted(b"a"), added(b"src/a"), plan=plan()), [("G101", b"a", b"")]),
    "one of several in a folder": (
        case(modified(b"db/1.sql"), modified(b"db/1.py"), modified(b"db/2.sql"), plan=NEVER),
        [("G101", b"db/1.py", b"")],
    ),
    "never, a folder": (case(modified(b"src/frozen/a"), plan=NEVER), [("G103", b"src/frozen/a", b"")]),
    "never, one name": (case(modified(b"src/a"), added(b"src/key"), plan=NEVER), [("G103", b"src/key", b"")]),
    "never, an ending, deep below": (case(added(b"src/x/y.pem"), plan=NEVER), [("G103", b"src/x/y.pem", b"")]),
    "never, and outside as well": (case(added(b"etc/y.pem"), plan=NEVER), [("G103", b"etc/y.pem", b"")]),
    "routine, and more than is routine": (
        case(deleted(b"docs/a"), plan=plan(), policy=ROUTINE),
        [("G101", b"docs/a", b"")],
    ),
    "in one commit, gone before it lands": (
        case(steps=((added(b"a"),), (deleted(b"a"),)), plan=plan()),
        [("G101", b"a", FIRST), ("G101", b"a", SECOND)],
    ),
    "with squash, what lands": (
        case(added(b"a"), steps=((added(b"a"),),), plan=plan(), policy=SQUASH),
        [("G101", b"a", FIRST)],
    ),
    "not done by the phase": (case(deleted(b"src/a"), plan=ADDS), [("G104", b"src/a", b"")]),
    "one of two operations is not done": (
        case(modified(b"src/a", FILE, EXECUTABLE), plan=plan(phases={"p": ["file.modify"]})),
        [("G104", b"src/a", b"")],
    ),
    "some files of a kind that is not done": (
        case(added(b"src/a"), deleted(b"src/b"), deleted(b"src/c"), plan=ADDS),
        [("G104", b"src/b", b""), ("G104", b"src/c", b"")],
    ),
    "a phase that changes nothing": (case(added(b"src/a"), plan=plan(phases={"p": []})), [("G104", b"src/a", b"")]),
    "no one phase does it all": (
        case(added(b"src/a"), modified(b"src/b"), deleted(b"src/c"), plan=STEPS),
        [("G104", b"src/c", b"")],
    ),
    "the second phase fits better": (
        case(added(b"src/a"), deleted(b"src/b"), deleted(b"src/c"), plan=STEPS),
        [("G104", b"src/a", b"")],
    ),
    "equally good phases: the first": (case(added(b"src/a"), deleted(b"src/b"), plan=STEPS), [("G104", b"src/b", b"")]),
    "commits of two phases in one landing": (
        case(added(b"src/a"), deleted(b"src/b"), steps=((added(b"src/a"),), (deleted(b"src/b"),)), plan=STEPS),
        [("G104", b"src/b", SECOND), ("G104", b"src/b", SECOND)],
    ),
    "in the second of three commits, which is named": (
        case(added(b"a"), steps=((added(b"src/a"),), (added(b"a"),), (added(b"src/b"), modified(b"a"))), plan=plan()),
        [("G101", b"a", SECOND), ("G101", b"a", SECOND), ("G101", b"a", THIRD)],
    ),
    "not done, gone before it lands": (
        case(steps=((deleted(b"src/a"),), (added(b"src/a"),)), plan=ADDS),
        [("G104", b"src/a", FIRST)],
    ),
    "outside, and not done either": (case(deleted(b"a"), plan=ADDS), [("G101", b"a", b""), ("G104", b"a", b"")]),
    "routine elsewhere frees nothing here": (
        case(modified(b"src/docs/a"), plan=ADDS, policy=ROUTINE),
        [("G104", b"src/docs/a", b"")],
    ),
}
LOOKS = plan(phases={"look": [], "sweep": ["file.add"]})


@pytest.mark.parametrize("path", [b"src/a", b"docs/a", b".guard/plans/move.md", b".github/workflows/ci.yml"])
def test_under_a_phase_that_only_looks_nothing_changes(path: bytes) -> None:
    """What is routine and what is protected neither, where that phase was said; where none was, no phase that looks."""
    asked = case(modified(path), plan=LOOKS, policy=ROUTINE)
    said = asked._replace(binding=asked.binding._replace(phases=LOOKS.phases[:1], claimed=True))
    found = [one for one in check(said) if one.rule == "G104"]
    assert [(one.path, one.blocks) for one in found] == [(path, "commit")]
    free = path != b"src/a"
    assert [step for step in found[0].next if step == DROP] == [DROP] * free
    merge = said._replace(door="merge")
    assert [one.rule for one in check(merge)] == [one.rule for one in check(asked)], "what lands was judged by its own"
    assert [one.rule for one in check(asked)] == ([] if free else ["G104"])


LEAVES_ALONE = {
    "inside": case(added(b"src/a"), modified(b"src/deep/b"), deleted(b"src/c"), plan=plan()),
    "inside by a pattern with a star": case(added(b"db/1.sql"), plan=NEVER),
    "beside what is never touched": case(added(b"src/frozen"), added(b"src/keys"), plan=NEVER),
    "held to no plan": case(added(b"a")),
    "routine": case(modified(b"docs/a"), plan=plan(), policy=ROUTINE),
    "routine, in no phase": case(modified(b"docs/a"), plan=ADDS, policy=ROUTINE),
    "protected files, which have rules of their own": case(modified(b".guard/policy.yaml"), plan=ADDS),
    "with squash, gone before it lands": case(steps=((added(b"a"),), (deleted(b"a"),)), plan=plan(), policy=SQUASH),
    "with squash, not done, gone before it lands": case(
        steps=((deleted(b"src/a"),), (added(b"src/a"),)), plan=ADDS, policy=SQUASH
    ),
    "the second phase does it all": case(deleted(b"src/a"), plan=STEPS),
    "nothing": case(plan=plan(phases={"p": []})),
}


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    asked, wanted = FINDS[name]
    assert places(check, asked) == wanted


@pytest.mark.parametrize("name", LEAVES_ALONE)
def test_leaves_alone(name: str) -> None:
    assert findings(check, LEAVES_ALONE[name]) == []


PLACE = ".guard/plans/move.yaml"
BOTH = "expand: file.add, file.modify; contract: file.delete"
MANY = tuple(f"/p{number}/**" for number in range(8))
WHY = {
    "paths": (case(added(b"a"), plan=plan()), f"plan move: scope.paths is /src/**  ({PLACE}:6)"),
    "many paths": (
        case(added(b"a"), plan=plan(MANY)),
        f"plan move: scope.paths is {', '.join(MANY[:6])} and 2 more  ({PLACE}:6)",
    ),
    "six paths": (
        case(added(b"a"), plan=plan(MANY[:6])),
        f"plan move: scope.paths is {', '.join(MANY[:6])}  ({PLACE}:6)",
    ),
    "the first of never that matches": (
        case(added(b"src/frozen/a.pem"), plan=NEVER),
        f"plan move: scope.never lists /src/frozen/**  ({PLACE}:7)",
    ),
    "one phase": (case(deleted(b"src/a"), plan=ADDS), f"plan move, phase expand: does is file.add  ({PLACE}:11)"),
    "a phase that changes nothing": (
        case(added(b"src/a"), plan=plan(phases={"look": []})),
        f"plan move, phase look: does is empty  ({PLACE}:11)",
    ),
    "several phases": (
        FINDS["no one phase does it all"][0],
        f"plan move: no one phase does all that this landing does ({BOTH})  ({PLACE}:10)",
    ),
}


@pytest.mark.parametrize("name", WHY)
def test_the_declaration_is_told_with_its_place(name: str) -> None:
    asked, why = WHY[name]
    assert only(check, asked).why == why


def test_path_and_operations_are_told() -> None:
    assert (
        only(check, case(modified(b"a\x1b[2K", FILE, EXECUTABLE), plan=plan())).what
        == "a\\x1b[2K: file.modify, file.mode"
    )


def test_outside_the_scope_the_owner_of_the_plan_is_named() -> None:
    you, owner = only(check, case(added(b"a"), plan=plan())).next
    assert you == Next("you", "take it out of this commit: git restore --staged", b"a")
    assert owner == Next("dana", "if it belongs to the migration, changes the plan in a commit of its own")


@pytest.mark.parametrize("asked", [case(added(b"src/key"), plan=NEVER), case(deleted(b"src/a"), plan=ADDS)])
def test_what_is_never_touched_or_not_done_is_nobodys_to_allow(asked: Case) -> None:
    assert [step.who for step in only(check, asked).next] == ["you"]


HOSTILE = [b"a b", b"-rf", b"it's", b"$(id)", b"`id`", b"a;id", b"a\nb", b"a\x1b[2K", b"\xff\xfe", b"a\\b", b"*", b"~",
    b"a -- b", b"!x", b"'\\''", b"\xe2\x80\xae1", "größe".encode()]  # fmt: skip


@pytest.mark.parametrize("path", HOSTILE)
@pytest.mark.parametrize("door", ["commit", "merge"])
def test_a_hostile_name_is_one_word_of_the_command(door: Door, path: bytes) -> None:
    step = only(check, case(added(path), plan=plan())._replace(door=door)).next[0]
    assert step.path == path
    command = step.words().partition(": ")[2].replace("git --literal-pathspecs restore", "git restore")
    head = "git restore --staged -- " if door == "commit" else "git restore --source=HEAD~1 -SW -- "
    assert command.startswith(head)
    assert read_by_bash(command.removeprefix(head)) == path


def test_at_the_merge_door_the_branch_is_mended() -> None:
    step = only(check, case(added(b"a"), plan=plan())._replace(door="merge")).next[0]
    assert step.who == "you"
    assert "git rebase -i" in step.run
    assert "--staged" not in step.run


def read_by_bash(words: str) -> bytes:
    """What a shell makes of the words; they must be one."""
    script = f"set -f; printf '%s\\0' {words}"
    done = subprocess.run(["bash", "--norc", "-c", script], capture_output=True, check=True)
    read, end = done.stdout.split(b"\0")
    assert end == b""
    return read
