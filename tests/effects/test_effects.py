"""What reading changes in a verdict: accounting, roles, mirrors, what counts of what stands beside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import chdir

import pytest

from guard.effects import LARGEST
from guard.model.trigger import Trigger
from guard.model.verdict import Verdict
from guard.operations import MOST_LOOKED_INTO
from guard.pipeline import judge
from tests.edited import POLICY, POLICY_FILE, STANDING, Edit, House, house
from tests.repos import SUBMODULE, SYMLINK

PLAN_FILE = b".guard/plans/work.yaml"
PLAN = b"""\
plan: work
version: 1
owner: dana
why: Rework the application
scope: {paths: [/app/**, /db/**, /prisma/**]}
phases:
  expand: {does: [schema.column.add, file.mode], creates: [column:users.given]}
"""
ADD = b"ALTER TABLE users ADD COLUMN given text;\n"
DROP = b"ALTER TABLE users DROP COLUMN given;\n"
DIALECT = b"dialects: {/db/**: postgres}\n"
UP, DOWN = b"db/0002_a.up.sql", b"db/0002_a.down.sql"


@pytest.fixture(scope="module")
def here() -> Iterator[House]:
    standing = {**STANDING, POLICY_FILE: POLICY + DIALECT, PLAN_FILE: PLAN, b"db/0001_a.up.sql": b"SELECT 1;\n"}
    standing[b"db/0001_a.down.sql"] = b"SELECT 1;\n"
    standing[b"prisma/migrations/migration_lock.toml"] = b'provider = "mysql"\n'
    with house(standing) as made:
        yield made


def ids(verdict: Verdict, path: bytes) -> list[str]:
    return [operation.id for operation in verdict.operations[path]]


TOLD: dict[str, tuple[Edit, bytes, list[str]]] = {
    "an effect that is all of a change stands for the file": ({UP: ADD, DOWN: DROP}, UP, ["schema.column.add"]),
    "comments alone are a change of the file": ({b"db/q.sql": b"-- nothing\n"}, b"db/q.sql", ["file.add"]),
    "what cannot be read stands beside it": (
        {b"db/q.sql": ADD + b"\\i more.sql\n"},
        b"db/q.sql",
        ["file.add", "schema.column.add", "opaque.unparsed"],
    ),
    "what only reads does not stand for the file": (
        {b"db/q.sql": b"SELECT 1;\n"},
        b"db/q.sql",
        ["file.add", "data.read"],
    ),
    "bytes that are no text": ({b"db/q.sql": b"\xff\xfe\0\0"}, b"db/q.sql", ["file.add", "opaque.unparsed"]),
    "a symlink is not read": ({b"db/q.sql": (SYMLINK, b"")}, b"db/q.sql", ["file.add", "file.symlink"]),
    "a submodule is not read": ({b"db/q.sql": (SUBMODULE, b"1" * 40)}, b"db/q.sql", ["file.add", "file.submodule"]),
    "a write into what the plan creates is a backfill": (
        {b"db/q.sql": b"UPDATE users SET given = name;\n"},
        b"db/q.sql",
        ["data.backfill"],
    ),
    "a write into more than that is none": (
        {b"db/q.sql": b"UPDATE users SET given = name, name = '';\n"},
        b"db/q.sql",
        ["data.update"],
    ),
    "a write into what the landing itself creates is one": (
        {b"db/q.sql": b"CREATE TABLE tags (id int);\nINSERT INTO tags SELECT 1;\n"},
        b"db/q.sql",
        ["schema.table.create", "data.backfill"],
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_told(here: House, name: str) -> None:
    edit, path, wanted = TOLD[name]
    link = (SYMLINK, here.made.blob(b"x"))
    edit = {at: link if isinstance(new, tuple) and new[0] == SYMLINK else new for at, new in edit.items()}
    assert ids(here.change(edit), path) == wanted


# A secret that nothing else looks like, in a file of any name

KEY = b"AK" + b"IA" + b"QYLPMN5HFIQR7XYA"
UNREAD = (b"app/notes.txt", b"app/README.md", b"app/LICENSE", b"app/a.py", b"db/q.sql", b"app/notes.dat")


@pytest.mark.parametrize("path", UNREAD)
def test_a_secret_is_found_whatever_the_file_is_called(here: House, path: bytes) -> None:
    text = b"-- " + KEY + b"\n"
    verdict = here.change({path: text})
    assert [(found.path, found.line) for found in verdict.findings if found.rule == "G306"] == [(path, 1)]
    gone = here.judged(here.branch({path: text}, {path: None}))  # no more there, and in the history all the same
    assert "G306" in {found.rule for found in gone.findings}
    assert "G306" not in {found.rule for found in here.change({path: text.replace(b"IA", b"ia")}).findings}


def test_what_stood_there_before_is_not_found_again(here: House) -> None:
    stands = {**STANDING, b"app/notes.txt": KEY + b"\n"}
    with house(stands) as made:
        verdict = made.change({b"app/notes.txt": KEY + b"\nmore\n", b"app/b.py": b"more\n"})
    assert "G306" not in {found.rule for found in verdict.findings}


@pytest.mark.parametrize("more", [0, 1])
def test_a_commit_of_very_many_files_says_that_it_is_not_looked_into(here: House, more: int) -> None:
    many: Edit = {b"app/%d" % at: b"x\n" for at in range(MOST_LOOKED_INTO - 1 + more)}
    made, edit = here.made, {**many, b"app/notes.txt": KEY + b"\n"}
    made.stage(here.edited(here.flat, edit))
    with chdir(made.top):
        verdict = judge(Trigger("staged", trusted="refs/heads/main"))
    said = [one.why for one in verdict.not_established if one.what.startswith("secrets in files")]
    assert ("G306" in {found.rule for found in verdict.findings}, len(said)) == (not more, more)
    assert "G306" in {found.rule for found in here.change(edit).findings}


def test_what_is_no_text_by_its_name_is_not_looked_into(here: House) -> None:
    verdict = here.change({b"app/Picture.PNG": KEY + b"\n", b"app/all.tar.gz": KEY + b"\n"})
    assert (ids(verdict, b"app/Picture.PNG"), ids(verdict, b"app/all.tar.gz")) == (["file.add"], ["file.add"])
    assert "G306" not in {found.rule for found in verdict.findings}


def test_a_file_too_large_to_be_read_calls_for_nobody(here: House) -> None:
    verdict = here.change({b"app/notes.txt": KEY + b"\n" + b"x" * LARGEST})
    assert ids(verdict, b"app/notes.txt") == ["file.add"]


def test_a_mode_stands_beside_what_was_read(here: House) -> None:
    executable = (b"100755", here.made.blob(ADD))
    changed = here.change({b"db/0001_a.up.sql": executable})
    assert {"file.mode", "schema.column.add", "migration.edited_after_release"} <= set(
        ids(changed, b"db/0001_a.up.sql")
    )


def test_a_mirror_needs_no_entry_and_is_told(here: House) -> None:
    verdict = here.change({UP: ADD, DOWN: DROP})
    (down,) = verdict.operations[DOWN]
    assert (down.id, down.mirrors, verdict.may_merge) == ("schema.column.drop", True, True)


def test_the_same_drop_is_no_mirror_where_nothing_of_it_is_added(here: House) -> None:
    verdict = here.change({UP: ADD, DOWN: DROP.replace(b"given", b"name")})
    assert {found.rule for found in verdict.findings if found.blocks == "commit"} == {"G104"}


def test_a_way_back_that_comes_in_a_later_commit_is_one(here: House) -> None:
    """The landing holds both; each commit is judged for itself, and knows what it belongs to."""
    verdict = here.judged(here.branch({UP: ADD}, {DOWN: DROP}))
    assert verdict.may_merge, verdict.findings
    worse = here.judged(here.branch({UP: ADD}, {DOWN: DROP.replace(b"given", b"name")}))
    assert {found.rule for found in worse.findings} == {"G104", "G305"}


def test_a_way_back_staged_after_its_way_forward_is_one(here: House) -> None:
    made = here.made
    tip = here.branch({UP: ADD})
    made.ref(b"refs/heads/work", tip)
    made.git("symbolic-ref", "HEAD", "refs/heads/work")
    made.stage(here.edited(here.edited(here.flat, {UP: ADD}), {DOWN: DROP}))
    with chdir(made.top):
        verdict = judge(Trigger("staged", trusted="refs/heads/main"))
    made.git("symbolic-ref", "HEAD", "refs/heads/main")
    assert verdict.outcome == "pass", verdict.findings
    (down,) = verdict.operations[DOWN]
    assert down.mirrors


def test_a_migration_that_is_not_released_may_be_written_again(here: House) -> None:
    verdict = here.judged(here.branch({UP: b"DROP TABLE users;\n", DOWN: DROP}, {UP: ADD}))
    assert {found.rule for found in verdict.findings} == {"G104"}
    again = here.judged(here.branch({UP: ADD.replace(b"text", b"int"), DOWN: DROP}, {UP: ADD}))
    assert again.may_merge, again.findings


def test_of_what_landed_already_the_release_is_what_stood_before_it(here: House) -> None:
    """`--commit` and `--last` look back: a migration is not released before it lands."""
    first = here.branch({UP: ADD, DOWN: DROP})
    last = here.commit({UP: ADD.replace(b"text", b"int")}, first, flat=here.edited(here.flat, {UP: ADD, DOWN: DROP}))
    here.made.ref(b"refs/heads/landed", last)
    told = []
    for tip in (first, last):
        with chdir(here.made.top):
            verdict = judge(Trigger("commit", None, tip.decode(), trusted="refs/heads/landed"))
        told.append([id_ for id_ in ids(verdict, UP) if id_.startswith("migration.")])
    assert told == [[], ["migration.edited_after_release"]]


def test_the_dialect_is_what_the_base_says_and_not_the_change(here: House) -> None:
    """P4: a provider file in the change set cannot choose how its own SQL is read."""
    lock = b"prisma/migrations/migration_lock.toml"
    path = b"prisma/migrations/20240101000000_a/migration.sql"
    text = b"ALTER TABLE users ADD COLUMN given text;\n/*!50000 DROP TABLE users */;\n"
    told = ids(here.change({path: text, lock: b'provider = "postgresql"\n'}), path)
    assert "schema.table.drop" in told
    assert told == ids(here.change({path: text}), path)


def test_a_policy_in_the_change_cannot_choose_it_either(here: House) -> None:
    other = POLICY.replace(b"version: 1", b"version: 2") + b"dialects: {/db/**: sqlite}\n"
    text = b"ALTER TABLE users ALTER COLUMN name SET NOT NULL;\n"
    told = ids(here.change({b"db/q.sql": text, POLICY_FILE: other}), b"db/q.sql")
    assert told == ["schema.column.set_not_null"]


def test_each_commit_is_read_for_itself(here: House) -> None:
    tip = here.branch({b"db/q.sql": b"DROP TABLE users;\n"}, {b"db/q.sql": None, b"app/c.sql": ADD})
    verdict = here.judged(tip)
    assert [found.path for found in verdict.findings if found.rule == "G104"] == [b"db/q.sql"] * 2
    assert b"db/q.sql" not in verdict.operations


def test_an_object_that_is_not_here_is_no_empty_file(here: House) -> None:
    tip = here.branch({b"db/q.sql": b"DROP TABLE nothing_else_is_called;\n"})
    oid = here.made.git("rev-parse", f"{tip.decode()}:db/q.sql").strip()
    os.unlink(here.made.loose(oid))
    verdict = here.judged(tip)
    assert (verdict.outcome, [found.rule for found in verdict.findings]) == ("cannot-establish", ["G804"])
