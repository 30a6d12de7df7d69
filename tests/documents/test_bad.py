"""Every row of every table of bad documents: exact rule, line, column and hint; and the neighbour is left alone."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from tests.documents import check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.documents import Bad, Read

TABLES = sorted(path.stem for path in Path(__file__).parent.glob("bad_*.py"))


def rows(table: str) -> list[Bad]:
    return list(importlib.import_module(f"tests.documents.{table}").ROWS)


def reader(table: str) -> Read:
    read: Read = importlib.import_module(f"tests.documents.{table}").read
    return read


@pytest.mark.parametrize(
    ("table", "row"),
    [pytest.param(table, row, id=f"{table[4:]}: {row.name}") for table in TABLES for row in rows(table)],
)
def test_is_refused_as_the_row_says(table: str, row: Bad) -> None:
    check(row, reader(table))


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_a_name_of_its_own(table: str) -> None:
    names = [row.name for row in rows(table)]
    assert len(names) == len(set(names))


def test_the_tables_are_long_enough() -> None:
    assert sum(len(rows(table)) for table in ("bad_yaml", "bad_json")) >= 60


def test_every_trap_of_a_text_has_a_row() -> None:
    told = {row.rule for table in ("bad_yaml", "bad_json") for row in rows(table)}
    assert told == {"G201", *(f"G{number}" for number in range(210, 222))}
