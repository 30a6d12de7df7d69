"""Plan and change apart: files that no phase speaks of, and files of phases that the text never names."""

from __future__ import annotations

import pytest

from guard.model.doubt import Added, Doubt, Unasked
from guard.questions import drift
from tests.questions.papers import paper

FRONT = "---\nscope: {paths: [/db/**]}\nphases:\n  a: {files: [app/users.py, app/names.py]}\n---\n"
TEXT = f"{FRONT}# Plan\n\n## a\n\n`app/users.py` and `app/names.py` write both. The page is `docs/names.md`.\n"


def asked(text: str, *paths: str) -> list[str]:
    added = [Added(path.encode(), 3, "x = 1") for path in paths]
    return [one.quote for one in drift.check(paper(text, added=added)) if isinstance(one, Doubt)]


def test_finds_a_file_that_nothing_speaks_of() -> None:
    assert asked(TEXT, "db/1.sql", "app/users.py", "app/orders.py", "web/main.ts") == ["app/orders.py", "web/main.ts"]


def test_leaves_alone_what_scope_files_or_the_steps_name() -> None:
    assert asked(TEXT, "db/1.sql", "db/sub/2.sql", "app/users.py", "docs/names.md", ".guard/plans/a.yaml") == []


def test_each_file_is_told_once() -> None:
    assert asked(TEXT, "web/a.ts", "web/a.ts") == ["web/a.ts"]


def test_a_name_that_is_no_path_covers_nothing() -> None:
    assert asked(TEXT.replace("write both", "write both for `web`"), "web/a.ts") == ["web/a.ts"]


def test_finds_a_declared_file_that_the_text_never_names() -> None:
    assert asked(TEXT.replace("`app/users.py` and `app/names.py` write", "`app/users.py` writes")) == ["app/names.py"]


def test_leaves_alone_a_phase_whose_text_names_no_file() -> None:
    assert asked(f"{FRONT}# Plan\n\n## a\n\nBoth are written.\n") == []


def test_leaves_alone_a_file_named_by_its_last_part_or_its_folder() -> None:
    assert asked(TEXT.replace("`app/users.py`", "`users.py`")) == []


UNDONE = (
    "---\nphases:\n  a: {files: [db/V046__names.sql, db/undo/U046__names.sql, db/V047__other.sql]}\n---\n# Plan\n\n"
)


def test_leaves_alone_the_other_half_of_a_migration() -> None:
    assert asked(f"{UNDONE}## a\n\n`V046__names.sql` adds it.\n") == ["db/V047__other.sql"]
    halves = "---\nphases:\n  a: {files: [db/31_names.up.sql, db/31_names.down.sql]}\n---\n# Plan\n\n"
    assert asked(f"{halves}## a\n\n`31_names.up.sql` adds it.\n") == []


def test_says_what_nobody_could_ask() -> None:
    (left,) = drift.check(paper("# Plan\n\nNothing declared.\n"))
    assert left == Unasked("G742", "", "the text declares no scope and no files of its phases")
    (left,) = drift.check(paper(TEXT))
    assert left == Unasked("G742", "files of a change", "no change comes with the text")


def test_a_pattern_that_is_none_is_a_file() -> None:
    assert asked("---\nphases: {a: {files: [./web, 'b?.txt']}}\n---\n# P\n\n## a\n\nIt is.\n", "web/a.ts") == []


SCOPE = "scope: {paths: [/app/billing/**]}\n"
SPLIT = f"---\n{SCOPE}phases:\n  split: {{files: [app/billing/export.py]}}\n---\n# P\n\n## split\n\n"
SAID = "`export_month` in `app/billing/export.py` gets pages. "


@pytest.mark.parametrize(
    ("said", "many"),
    [
        ("`app/main.py` loses the route.", 1),
        ("`app/main.py` is split in two.", 1),
        ("`app/billing/pages.py` gets the loop.", 0),
        ("`app/main.py` keeps the route.", 0),
        ("`app/main.py` reads the setting.", 0),
        ("> `app/main.py` loses the route.", 0),
        ("The route of `main.py` is removed.", 0),
    ],
)
def test_a_file_that_a_phase_changes_beyond_what_is_declared(said: str, many: int) -> None:
    told = [one for one in drift.check(paper(f"{SPLIT}{SAID}\n\n{said}\n")) if isinstance(one, Doubt)]
    assert [one.quote for one in told] == ["app/main.py"] * many
    without = SPLIT.replace(SCOPE, "")
    assert [one for one in drift.check(paper(f"{without}{SAID}\n\n{said}\n")) if isinstance(one, Doubt)] == []
