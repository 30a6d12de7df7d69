"""Released migrations that change, and ways back that do not lead back."""

from __future__ import annotations

import pytest

from guard.checks.migrations import check
from guard.model.operation import Operation
from guard.model.trigger import Door
from tests.cases import findings, places, plan
from tests.checks.test_order import DOWN, UP, did, landing

EDITED = did("migration.edited_after_release")
MISSING = did("migration.pair.missing")
BEYOND = did("migration.pair.mismatch", "table:a", direction="down", beyond="schema.table.drop")
LEAVES_IT = did("migration.pair.mismatch", "table:a", "b", direction="down", leaves="schema.column.add")


@pytest.mark.parametrize(
    ("operation", "rule", "words"),
    [
        (EDITED, "G304", "stands on the trusted branch already"),
        (did("migration.deleted"), "G304", "is deleted"),
        (did("migration.reordered"), "G304", "comes before one"),
        (MISSING, "G305", "has no way back"),
        (BEYOND, "G305", "does schema.table.drop on table:a, which its up migration did not do"),
        (LEAVES_IT, "G305", "leaves schema.column.add on table:a as it is"),
    ],
)
def test_finds(operation: Operation, rule: str, words: str) -> None:
    (found,) = findings(check, landing({UP: [operation]}))
    assert (found.rule, found.path) == (rule, UP)
    assert words in found.what


TRUSTED = "5" * 40


@pytest.mark.parametrize("door", ["commit", "merge"])
@pytest.mark.parametrize("id_", ["migration.edited_after_release", "migration.deleted"])
def test_the_way_back_is_from_the_trusted_commit(door: Door, id_: str) -> None:
    """The branch's own HEAD may hold the edited one already."""
    odd = b"db/0002 a.up.sql"
    (found,) = findings(check, landing({odd: [did(id_)]})._replace(door=door, trusted=TRUSTED))
    command = f"git restore --source={TRUSTED} --staged --worktree -- 'db/0002 a.up.sql'"
    assert found.next[0].words().endswith(f": {command}")


def test_of_a_trust_directory_the_file_is_named() -> None:
    (found,) = findings(check, landing({UP: [EDITED]})._replace(door="commit", trusted=""))
    words = found.next[0].words()
    assert "put db/0002.up.sql back as it stands on the trusted branch" in words
    assert "git restore" not in words


def test_a_new_version_is_a_whole_command() -> None:
    (found,) = findings(check, landing({b"db/2 a.sql": [did("migration.reordered")]}))
    assert found.next[0].words().endswith(": git mv -- 'db/2 a.sql' NEW")


@pytest.mark.parametrize("operation", [did("schema.column.add", "table:a", "b"), did("opaque.code"), did("data.read")])
def test_leaves_alone(operation: Operation) -> None:
    assert places(check, landing({UP: [operation], DOWN: []})) == []


@pytest.mark.parametrize("pattern", ["migration.pair.missing", "migration.pair.*", "migration.*"])
def test_a_plan_that_names_it_has_settled_it(pattern: str) -> None:
    asked = landing({UP: [MISSING, EDITED]})
    held = plan(phases={"only": ("schema.*", pattern)})
    bound = asked._replace(binding=asked.binding._replace(plan=held, phases=held.phases))
    assert [rule for rule, _, _ in places(check, bound)] == ["G304"]


def test_a_wildcard_for_everything_names_nothing() -> None:
    asked = landing({UP: [MISSING]})
    held = plan(phases={"only": ("*",)})
    bound = asked._replace(binding=asked.binding._replace(plan=held, phases=held.phases))
    assert [rule for rule, _, _ in places(check, bound)] == ["G305"]
