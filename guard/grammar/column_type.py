"""Types of columns: which of their many spellings mean the same, and whether one that is told is the one that is meant.

A framework has words of its own, and leaves out a size that its file says elsewhere: then nothing is claimed.
"""

from __future__ import annotations

UNSAID = "(?)"  # a size that a framework keeps to itself

# Spelling -> what it means. Only what holds in every dialect that is read; other words mean themselves.
_SAME = {
    "bool": "boolean",
    "bpchar": "char",
    "char varying": "varchar",
    "character": "char",
    "character varying": "varchar",
    "dec": "numeric",
    "decimal": "numeric",
    "float4": "real",
    "float8": "double precision",
    "double": "double precision",
    "int": "integer",
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "serial": "integer",
    "serial2": "smallint",
    "serial4": "integer",
    "serial8": "bigint",
    "bigserial": "bigint",
    "smallserial": "smallint",
    "varbit": "bit varying",
    "time without time zone": "time",
    "time with time zone": "timetz",
    "timestamp without time zone": "timestamp",
    "timestamp with time zone": "timestamptz",
}
# What the words of a framework come to in a database; a size is added where it is one that takes a size.
_DJANGO = {
    "autofield": "integer",
    "bigautofield": "bigint",
    "bigintegerfield": "bigint",
    "binaryfield": "bytea",
    "booleanfield": "boolean",
    "charfield": f"varchar{UNSAID}",
    "datefield": "date",
    "datetimefield": "timestamptz",
    "decimalfield": f"numeric{UNSAID}",
    "emailfield": f"varchar{UNSAID}",
    "floatfield": "double precision",
    "integerfield": "integer",
    "jsonfield": "jsonb",
    "slugfield": f"varchar{UNSAID}",
    "smallautofield": "smallint",
    "smallintegerfield": "smallint",
    "textfield": "text",
    "timefield": "time",
    "urlfield": f"varchar{UNSAID}",
    "uuidfield": "uuid",
}
_RAILS = {
    "bigint": "bigint",
    "binary": "bytea",
    "boolean": "boolean",
    "date": "date",
    "datetime": f"timestamp{UNSAID}",
    "decimal": f"numeric{UNSAID}",
    "float": "double precision",
    "integer": f"integer{UNSAID}",  # a limit makes another one of it
    "json": "json",
    "jsonb": "jsonb",
    "string": f"varchar{UNSAID}",
    "text": "text",
    "timestamptz": "timestamptz",
    "uuid": "uuid",
}
_SIZED = frozenset(("char", "numeric", "timestamp", "varchar"))  # others mean the same whatever stands behind them
_ALEMBIC = {
    "biginteger": "bigint",
    "bigint": "bigint",
    "boolean": "boolean",
    "char": "char",
    "date": "date",
    "datetime": "timestamp",
    "float": "double precision",
    "integer": "integer",
    "json": "json",
    "jsonb": "jsonb",
    "largebinary": "bytea",
    "numeric": "numeric",
    "smallinteger": "smallint",
    "string": "varchar",
    "text": "text",
    "unicode": "varchar",
    "unicodetext": "text",
    "uuid": "uuid",
    "varchar": "varchar",
}


def meaning(words: str, via: str = "sql") -> str:
    """One spelling for all that mean the same; "" where the words of a framework are none that are known."""
    if via == "django":
        return _DJANGO.get(words.strip().lower(), "")
    if via == "rails":
        return _RAILS.get(words.strip().lower().removeprefix(":"), "")
    if via == "alembic":
        return _of_alembic(words.strip())
    text = " ".join(words.lower().split()).replace('"', "").removeprefix("pg_catalog.")
    arrays = len(text)
    text = text.removesuffix(" array").rstrip()
    dims = "[]" if len(text) != arrays else ""
    while text.endswith("[]"):
        text, dims = text[:-2].rstrip(), dims + "[]"
    before, opened, rest = text.partition("(")
    inner, _, behind = rest.partition(")")
    said = ",".join([part.strip() for part in inner.split(",")]) if opened else ""
    bare = " ".join(f"{before} {behind}".split())
    name = _SAME.get(bare, bare)
    if name == "char" and not said:
        said = "1"
    return f"{name}({said}){dims}" if said else f"{name}{dims}"


def same(told: str, via: str, wanted: str) -> bool | None:
    """Whether the type that a file tells is the one that is meant; None where the file does not say enough."""
    found, meant = meaning(told, via), meaning(wanted)
    if not found or not meant:
        return None
    if found.endswith(UNSAID):
        return None if found[: -len(UNSAID)] in _families(meant) else False
    return found == meant


def _families(meant: str) -> tuple[str, ...]:
    """What a framework may call by one word with a size that is not told."""
    base = meant.partition("(")[0]
    kin = {"bigint": "integer", "smallint": "integer", "timestamptz": "timestamp", "char": "varchar"}
    return (base, kin.get(base, base))


def _of_alembic(words: str) -> str:
    """SQLAlchemy: `sa.String(length=26)`. Arguments that are no plain size say what nobody reads here."""
    called, _, rest = words.replace(" ", "").lower().partition("(")
    base = _ALEMBIC.get(called.rpartition(".")[2], "")
    inner = rest.removesuffix(")").removeprefix("length=")
    if base == "timestamp" and inner == "timezone=true":
        return "timestamptz"
    if base not in _SIZED or not inner:
        return meaning(base) if base else ""
    return meaning(f"{base}({inner})") if inner.replace(",", "").isdigit() else ""
