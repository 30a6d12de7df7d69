"""`guard operations`: of a change set, of a range, of files; text and JSON; exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guard.schema import validate_data
from tests.running import ADOPTED, POLICY, Place, clear, place

SQL = "ALTER TABLE users DROP COLUMN name;\nDELETE FROM users;\n"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Place:
    documents = {**ADOPTED, ".guard/policy.yaml": POLICY + "dialects: {/db/**: postgres}\n"}
    made = place(tmp_path_factory.mktemp("operations"), documents)
    made.stage({"db/0002.up.sql": SQL, "src/a": "b\n"})
    return made


def told(answer: object) -> list[tuple[str, str, int | None]]:
    report = json.loads(answer.out)  # type: ignore[attr-defined]
    assert validate_data("operations", report) == ()
    return [(one["path"], one["id"], one["line"]) for one in report["operations"]]


def test_of_the_staged_change(here: Place) -> None:
    answer = here.guard("operations", "--staged", "--format", "json")
    assert answer.code == 0
    assert told(answer)[:2] == [("db/0002.up.sql", "schema.column.drop", 1), ("db/0002.up.sql", "data.delete_all", 2)]
    assert told(here.guard("operations", "--format", "json")) == told(answer)


def test_as_text(here: Place) -> None:
    answer = here.guard("operations")
    assert "     1  schema.column.drop              table:users (name)  up\n" in answer.out
    assert answer.out.startswith("guard: 2 files staged\n")


def test_of_files_as_if_added(here: Place) -> None:
    answer = here.guard("operations", "db/0002.up.sql", "--dialect", "postgres", "--format", "json")
    assert [id_ for _, id_, _ in told(answer)] == ["schema.column.drop", "data.delete_all"]
    assert told(here.guard("operations", "src/a", "--format", "json")) == [("src/a", "file.add", None)]


def test_of_a_file_in_no_repository(tmp_path: Path) -> None:
    away = Place(tmp_path)
    (tmp_path / "x.sql").write_text("DROP TABLE a;\n")
    answer = away.guard("operations", "x.sql", cwd=tmp_path)
    assert (answer.code, "schema.table.drop" in answer.out) == (0, True)


def test_of_a_range_and_a_commit(here: Place) -> None:
    for words in (("--commit", "HEAD"), ("--range", "..HEAD")):
        assert here.guard("operations", *words).code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--staged", "a.sql"), "not both"),
        (("--staged", "--dialect", "mysql"), "goes with files"),
        (("a.sql", "--dialect", "oracle"), "invalid choice"),
        (("--stagged",), "did you mean --staged?"),
    ],
)
def test_wrong_words(here: Place, words: tuple[str, ...], said: str) -> None:
    answer = here.guard("operations", *words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_what_cannot_be_read(here: Place) -> None:
    for name in ("src", "nowhere.sql"):
        answer = here.guard("operations", name)
        assert answer.code == 5
        clear(answer, "G813")


def test_help_teaches(here: Place) -> None:
    answer = here.guard("operations", "--help")
    assert answer.code == 0
    assert "examples:" in answer.out and "--dialect" in answer.out
