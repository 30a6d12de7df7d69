"""The quick way to what changed: where it answers, it answers as the full way does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.sql import plain
from guard.sql.changed import _fully, _plainly
from tests.conftest import examples

PLAIN = {
    "one": ("DROP TABLE a;", ["DROP TABLE a"]),
    "two on a line": ("DROP TABLE a; DROP TABLE b ;\n", ["DROP TABLE a", "DROP TABLE b"]),
    "a semicolon in a text": ("INSERT INTO a VALUES ('x;y');", ["INSERT INTO a VALUES ('x;y')"]),
    "a quote in a text": ("INSERT INTO a VALUES ('it''s; so'); DROP TABLE b;", None),
    "a semicolon in a name": ('DROP TABLE "a;b";\n\n', ['DROP TABLE "a;b"']),
    "nothing": ("", []),
    "nothing but blanks": (" \n", []),
}
PLAIN["a quote in a text"] = (PLAIN["a quote in a text"][0], ["INSERT INTO a VALUES ('it''s; so')", "DROP TABLE b"])
LEFT = (
    "DROP TABLE a", "DROP TABLE a; DROP", "-- a\nDROP TABLE a;", "/* a */ DROP TABLE a;", "SELECT $$a$$;",
    "SELECT E'\\'';", "SELECT `a`;", "BEGIN; DROP TABLE a; COMMIT;", "CREATE TRIGGER t;", "INSERT INTO a VALUES ('x;",
    "SELECT '{{ a }}';", "# a\nDROP TABLE a;", "COPY a FROM stdin;", "\ufeffDROP TABLE a;", 'SELECT "a;',
)  # fmt: skip


@pytest.mark.parametrize("name", PLAIN)
def test_plain(name: str) -> None:
    text, wanted = PLAIN[name]
    found = plain.parts(text)
    assert found is not None and plain.surely(text)
    assert [one.strip() for one in found] == wanted
    assert "".join([f"{one};" for one in found]) == text.rstrip() or not text.strip()


@pytest.mark.parametrize("text", LEFT)
def test_left_to_the_dialect(text: str) -> None:
    assert plain.parts(text) is None or not plain.surely(text)


@pytest.mark.parametrize(
    "sign",
    [
        *("\\", "$", "`", "--", "/*", "#", "{", "<%", "\0", "\ufeff"),
        *("begin", "start", "commit", "rollback", "abort", "atomic", "delimiter", "copy"),
        *("trigger", "procedure", "function", "event", "rule"),
    ],
)
def test_a_sign_or_word_that_may_mean_more_is_left_to_the_dialect(sign: str) -> None:
    assert plain.surely("SELECT 1;")
    for text in (f"SELECT {sign} a;", f"SELECT {sign.upper()} a;", f"SELECT {sign}"):
        assert not plain.surely(text)


A, B = "DROP TABLE a;\n", "DROP TABLE b;\n"


@pytest.mark.parametrize(
    ("old", "new", "dialect", "quick"),
    [
        (A, A + B, "mysql", True),
        (A + B, A, "postgres", True),
        (A + B, B, "postgres", False),  # the blank before it is another
        ("", A, "mysql", True),
        (A, B, "sqlite", True),
        (A, A + B, "", True),
        (A + B, B + A, "mysql", False),  # another order
        (A, A.strip() * 2, "mysql", False),
        (A, "DROP  TABLE b;\n", "mysql", False),  # perhaps laid out anew
        ("DROP  TABLE b;\n", A, "mysql", False),
        ("DROP  TABLE b;\n" + A, "DROP  TABLE b;\n" + B, "mysql", True),
        ("INSERT INTO a VALUES ('x  y');", A, "mysql", True),
        (A, A + "COMMIT;", "mysql", False),
        ("COMMIT;" + A, A, "mysql", False),
        (A, A + "USE x;", "mysql", False),  # all behind it may mean something else
        (A + "USE x;", A, "mysql", False),
        (A, A + "SAVEPOINT x;", "mysql", False),
        (A, A + "CREATE TEMPORARY TABLE b (c int);", "mysql", False),
        (A, A + "nonsense;", "mysql", False),
        (A, A + "ALTER TABLE b RENAME TO c;", "mysql", True),
        (A, A + "ALTER TABLE b RENAME TO c;", "sqlite", False),  # perhaps a rebuild
        (A, A + "DROP", "mysql", False),
        ("DROP", A, "mysql", False),
    ],
)
def test_only_what_is_surely_alike_goes_the_quick_way(old: str, new: str, dialect: str, quick: bool) -> None:
    found = _plainly(old, new, dialect)
    assert (found is not None) is quick
    assert found in (None, _fully(old, new, dialect))


def test_a_piece_knows_its_line() -> None:
    found = plain.parts("\nDROP TABLE a;\n\n  DROP TABLE b; DROP TABLE c;\n")
    assert found is not None and [plain.piece(found, at).line for at in range(3)] == [2, 4, 4]


STATEMENT = st.sampled_from(
    (
        *("ALTER TABLE a ADD COLUMN b int", "ALTER TABLE a DROP COLUMN b", "INSERT INTO a (b) VALUES ('x;y')"),
        *("DELETE FROM a", "DELETE  FROM a", "UPDATE a SET b = 1 WHERE c = 'd'", "DROP TABLE a", "SELECT 1"),
        *("CREATE TABLE c (d int)", "GRANT SELECT ON a TO b", "REVOKE SELECT ON a FROM b", "nonsense", "SET x = 1"),
    )
)
TEXT = st.lists(STATEMENT, max_size=6).map(lambda parts: "".join([f"{part};\n" for part in parts]))


@pytest.mark.fuzz
@settings(max_examples=examples(80))
@given(old=TEXT, new=TEXT, dialect=st.sampled_from(("postgres", "mysql")))
def test_the_quick_way_is_the_full_way(old: str, new: str, dialect: str) -> None:
    quick = _plainly(old, new, dialect)
    if quick is None or old == new:
        return
    full = _fully(old, new, dialect)

    def told(found: object) -> list[object]:
        """Which of two like statements is the new one, each way may see otherwise."""
        operations = [told._replace(line=None) for one in found for told in one.operations]  # type: ignore[attr-defined]
        return sorted(operations, key=repr)

    assert told(quick[0]) == told(full[0])
    assert quick[1] == full[1]
