"""Ways back."""

from __future__ import annotations

import pytest

from tests.lint.drafts import Finds, Leaves, check, flaws, named

DROP = "  a: {does: [schema.table.drop], irreversible: docs/runbook.md#restore}\n"
FINDS = [
    Finds(
        "a drop without a way back",
        "G240",
        "/phases/a/does",
        ("a does schema.table.drop",),
        ("a: {irreversible: docs/runbook.md#restore}",),
        "  a: {does: [schema.table.drop, file.modify]}\n",
    ),
    Finds(
        "a pattern that covers a drop",
        "G240",
        "/phases/a/does",
        ("may do schema.column.change_type",),
        ("name in does: what the phase does",),
        "  a: {does: [schema.column.*]}\n",
    ),
    Finds("everything", "G240", "/phases/a/does", ("may do data.delete,", ", ..."), (), '  a: {does: ["*"]}\n'),
    Finds("what guard cannot read", "G240", "/phases/a/does", ("opaque.code",), (), "  a: {does: [opaque.code]}\n"),
    Finds(
        "a rollback alone, where all is lost",
        "G240",
        "/phases/a/does",
        ("data.truncate",),
        (),
        "  a: {does: [data.truncate], rollback: {by: docs/runbook.md#fall-back}}\n",
    ),
    Finds(
        "a page that is not there",
        "G240",
        "/phases/a/irreversible",
        ("there is no such file",),
        ("did you mean docs/runbook.md?", "docs/runbok.md with a heading restore"),
        "  a: {does: [schema.table.drop], irreversible: docs/runbok.md#restore}\n",
    ),
    Finds(
        "a heading that is not there",
        "G240",
        "/phases/a/irreversible",
        ("docs/runbook.md has no such heading",),
        ("did you mean docs/runbook.md#restore?",),
        "  a: {does: [schema.table.drop], irreversible: docs/runbook.md#restor}\n",
    ),
    Finds(
        "a rollback to a heading that is not there",
        "G240",
        "/phases/a/rollback/by",
        ("docs/runbook.md#fallback",),
        ("docs/runbook.md#fall-back",),
        "  a: {does: [file.add], rollback: {by: docs/runbook.md#fallback}}\n",
    ),
]
LEAVES = [
    Leaves("a drop with a way back", "G240", DROP),
    Leaves("a backfill, which only adds", "G240", "  a: {does: [data.backfill, data.insert]}\n"),
    Leaves("what a down migration takes back", "G240", "  a: {does: [schema.column.add, schema.index.*]}\n"),
    Leaves("files, which git keeps", "G240", "  a: {does: [file.*]}\n"),
    Leaves("a rollback", "G240", "  a: {does: [file.add], rollback: {by: docs/runbook.md#fall-back, within: 7d}}\n"),
]


def test_a_page_that_was_found_missing_is_no_page() -> None:
    (found,) = [flaw for flaw in flaws(DROP, pages={b"docs/runbook.md": None}) if flaw.rule == "G240"]
    assert found.what == "the way back leads to docs/runbook.md, and there is no such file"
    (found,) = [flaw for flaw in flaws(DROP, pages={}) if flaw.rule == "G240"]
    assert found.mend == "write docs/runbook.md with a heading restore"


@pytest.mark.parametrize("row", FINDS, ids=named)
def test_finds(row: Finds) -> None:
    check(row)


@pytest.mark.parametrize("row", LEAVES, ids=named)
def test_leaves_alone(row: Leaves) -> None:
    check(row)
