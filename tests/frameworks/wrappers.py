"""SQL that destroys, and the ways Python and Ruby can write a text: as a literal, or so that only running it tells."""

from __future__ import annotations

from guard.model.reading import Reading

DESTROYS = {
    "DROP TABLE a": "schema.table.drop",
    "drop /* c */ table a": "schema.table.drop",
    'DROP TABLE "A"': "schema.table.drop",
    "ALTER TABLE a DROP COLUMN b": "schema.column.drop",
    "DELETE FROM a": "data.delete_all",
    "DELETE FROM a WHERE b = 1": "data.delete",
    "TRUNCATE a": "data.truncate",
    "DROP SCHEMA s CASCADE": "schema.namespace.drop",
    "DROP DATABASE d": "schema.database.drop",
    "WITH x AS (DELETE FROM a RETURNING 1) SELECT 1": "data.delete_all",
    "DO $$ BEGIN DROP TABLE a; END $$": "schema.table.drop",
    "EXPLAIN ANALYZE DELETE FROM a": "data.delete_all",
    "SELECT 1; DROP TABLE a": "schema.table.drop",
    "SELECT '; -- '; DROP TABLE a": "schema.table.drop",
    "UPDATE a SET b = 1": "data.update",
}


def quoted(text: str) -> str:
    """A literal of both languages."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def halves(text: str) -> tuple[str, str]:
    return quoted(text[: len(text) // 2]), quoted(text[len(text) // 2 :])


def exact_python(text: str) -> list[str]:
    """Ways to write a text that reading alone tells."""
    one, two = halves(text)
    return [
        quoted(text),
        f"'''{text}'''",
        f'"""\n    {text}\n""" ' if '"' not in text else quoted(text),
        f"({one} {two})",
        f"{one} + {two}",
        f"{one} + ({two[0]}{two[1:]} + '')",
        f"f{quoted(text)}",
        f"textwrap.dedent({quoted(text)})",
        f"{quoted(text)}.strip()",
        f"u{quoted(text)}",
    ]


def built_python(text: str) -> list[str]:
    """Ways that only running it tells."""
    one, two = halves(text)
    return [
        f"f{quoted(text + ' {NAME}')}",
        f"f{one[:-1]}{{''}}{two[1:]}" if "{" not in text else "NAME",
        f"{quoted(text + ' %s')} % NAME",
        f"{quoted(text + ' {}')}.format(NAME)",
        f"' '.join([{one}, {two}])",
        f"{quoted(text[::-1])}[::-1]",
        f"{one} + NAME",
        "NAME",
        "module.NAME",
        "build()",
        "open('a.sql').read()",
        f"{quoted(text.swapcase())}.swapcase()",
        f"{quoted(text)}.replace('x', 'y')",
        f"bytes.fromhex('{text.encode().hex()}').decode()",
        f"str({quoted(text)}, **{{}})",
        f"(NAME or {quoted(text)})",
        f"{quoted(text)} if NAME else ''",
        f"[{quoted(text)}][0]",
        f"(lambda: {quoted(text)})()",
        f"(sql := {quoted(text)})",
    ]


def exact_ruby(text: str) -> list[str]:
    one, two = halves(text)
    return [
        quoted(text),
        f"{one} {two}",
        f"({one} + {two})",
        f"{quoted(text)}.squish",
        f"{quoted(text)}.freeze",
        f"%q~{text}~",
        f"<<~SQL\n      {text}\n    SQL\n",
        f"<<-'SQL'.strip\n      {text}\n    SQL\n",
    ]


def built_ruby(text: str) -> list[str]:
    one, two = halves(text)
    return [
        quoted(text + " #{name}").replace('\\"#', '"#'),
        f"<<~SQL\n      {text} #{{name}}\n    SQL\n",
        f"{quoted(text + ' %s')} % name",
        f"format({quoted(text + ' %s')}, name)",
        f"[{one}, {two}].join",
        f"{one} + name",
        "name",
        "NAME",
        "File.read('a.sql')",
        f"{quoted(text[::-1])}.reverse",
        f"{quoted(text)}.gsub('x', 'y')",
        f"{quoted(text)}.then {{ |sql| sql }}",
        f"(name || {quoted(text)})",
        f"[{quoted(text)}].first",
        f"name ? {quoted(text)} : ''",
    ]


def ids(reading: Reading | None) -> set[str]:
    """What was told, the ways back aside."""
    assert reading is not None
    return {one.id for one in reading.operations if one.direction == "up"}
