"""Types of columns: which spellings mean one, which do not, and where nothing is said."""

from __future__ import annotations

import pytest

from guard.grammar.column_type import meaning, same

SAME = {
    "uuid": "UUID",
    "int": "integer",
    "int4": "INTEGER",
    "bigserial": "int8",
    "varchar(26)": "character varying ( 26 )",
    "char": "character(1)",
    "timestamptz": "timestamp with time zone",
    "timestamptz(3)": "timestamp(3) with time zone",
    "timestamp": "timestamp without time zone",
    "numeric(10,2)": "DECIMAL(10, 2)",
    "text[]": "text []",
    "integer[]": "int ARRAY",
    "double precision": "float8",
    "bool": "boolean",
    "mood": '"mood"',
}
OTHER = {
    "uuid": "char(26)",
    "varchar(26)": "varchar(36)",
    "varchar": "varchar(26)",
    "text": "text[]",
    "timestamp": "timestamptz",
    "char(26)": "varchar(26)",
    "bigint unsigned": "bigint",
}


@pytest.mark.parametrize("one", SAME)
def test_one_type(one: str) -> None:
    assert same(one, "sql", SAME[one]) is same(SAME[one], "sql", one) is True
    assert meaning(meaning(one)) == meaning(one)


@pytest.mark.parametrize("one", OTHER)
def test_another_type(one: str) -> None:
    assert same(one, "sql", OTHER[one]) is same(OTHER[one], "sql", one) is False


# words of a framework, the framework, what is meant: 1 the same, 0 another, - not said
FRAMEWORKS = {
    ("UUIDField", "django", "uuid"): True,
    ("UUIDField", "django", "char(26)"): False,
    ("CharField", "django", "varchar(26)"): None,
    ("CharField", "django", "uuid"): False,
    ("GeometryField", "django", "uuid"): None,
    ("string", "rails", "varchar(26)"): None,
    ("string", "rails", "uuid"): False,
    (":uuid", "rails", "uuid"): True,
    ("integer", "rails", "bigint"): None,
    ("datetime", "rails", "timestamptz"): None,
    ("String(length=26)", "alembic", "varchar(26)"): True,
    ("sa.String(26)", "alembic", "char(26)"): False,
    ("postgresql.UUID(as_uuid=True)", "alembic", "uuid"): True,
    ("sa.String(collation=x)", "alembic", "varchar"): None,
    ("UUID()", "alembic", "uuid"): True,
    ("DateTime(timezone=True)", "alembic", "timestamptz"): True,
    ("Text()", "alembic", "uuid"): False,
    ("Mood()", "alembic", "mood"): None,
    ("", "sql", "uuid"): None,
}


@pytest.mark.parametrize("row", FRAMEWORKS, ids=str)
def test_words_of_frameworks(row: tuple[str, str, str]) -> None:
    assert same(*row) is FRAMEWORKS[row]
