"""Dumps of a schema: what pg_dump and its like write, Rails' schema.rb, Prisma's schema.prisma.

They are read as what they are: SQL from nothing, a migration of Rails, and lists of models.
"""

from __future__ import annotations

import re

from guard.inventories.reading.process import UnreadError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guard.inventories.reading.picking import Around, Named
    from guard.model.operation import Operation
    from guard.model.reading import Reading

    Row = tuple[str, str, int]

_NAME = re.compile(r"(?:[\w.-]{0,80}[_.-])?(?:structure|schema|dump|ddl|baseline|init|tables?)\.(?:sql|pgsql|ddl)")
_HEADERS = (  # within the first lines of a file, in any SQL file
    (re.compile(rb"(?i)^--\s*PostgreSQL database dump", re.M), "postgres"),
    (re.compile(rb"(?i)^--\s*(?:MySQL|MariaDB) dump", re.M), "mysql"),
    (re.compile(rb"(?i)^PRAGMA foreign_keys\s*=\s*OFF;\s*BEGIN TRANSACTION", re.M), "sqlite"),
)
HEAD = 2_000  # bytes in which a header stands
DIALECTS = ("postgres", "mysql", "sqlite")
_DEFINE = re.compile(rb"^ActiveRecord::Schema(?:\[[\d.]{1,9}\])?\.define\b[^\n]*\bdo\b", re.M)
_AS_MIGRATION = b"class Dump < ActiveRecord::Migration[7.0]; def change"
_KINDS = frozenset(("table", "column"))
_OTHERS = frozenset(
    ("constraint", "event", "extension", "function", "index", "policy", "role", "schema", "sequence", "trigger", "type")
)
_TABLE_LIKE = frozenset(("view",))


def how(file: Named, around: Around) -> str:
    """`sql` is a dump by its name, `maybe` one where its first lines say so; a dialect of the policy behind a colon."""
    if file.name == "schema.prisma" or (file.ending == "prisma" and b"/prisma/" in b"/" + file.path):
        return "prisma"
    if file.path.endswith((b"db/schema.rb", b"_schema.rb")) and file.ending == "rb":
        return "rails"
    if file.ending not in ("sql", "pgsql", "ddl"):
        return ""
    from guard.model.migration import migration_of

    if migration_of(file.path) is not None:
        return ""
    return f"{'sql' if _NAME.fullmatch(file.name) else 'maybe'}:{around.dialect(file.path)}"


def read(data: bytes, how: str) -> Iterator[Row]:
    """Tables and columns; what else the dump makes by name is a symbol."""
    form, _, dialect = how.partition(":")
    if form == "prisma":
        from guard.inventories.reading.prisma import models

        yield from models(_text(data))
        return
    found = _rails(data) if form == "rails" else _sql(data, form, dialect)
    yield from _made(found) if found else ()


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise UnreadError("it is not UTF-8") from None


def _rails(data: bytes) -> Sequence[Operation]:
    """A dump of Rails says what a migration says, inside another frame: it is given that frame, on the same line."""
    from guard.model.reading import Context, Source
    from guard.operations import rails

    if not _DEFINE.search(data):
        return ()
    text = _DEFINE.sub(_AS_MIGRATION, data, count=1) + b"\nend\n"
    found = rails.detect(Source("db/migrate/20000101000000_dump.rb", None, text), Context(types=True))
    return found.operations if found else ()


def _sql(data: bytes, form: str, dialect: str) -> Sequence[Operation]:
    """In the dialect that the policy or the dump names; else in the one that reads most of it."""
    named = next((name for sign, name in _HEADERS if sign.search(data[:HEAD])), "")
    if form == "maybe" and not named:
        return ()
    found = [_in(data, one) for one in ((dialect or named,) if dialect or named else DIALECTS)]
    return min([one.operations for one in found if one], key=_opaque, default=())


def _in(data: bytes, dialect: str) -> Reading | None:
    from guard.model.reading import Context, Source
    from guard.operations import sql

    return sql.detect(Source("dump.sql", None, data, dialect=dialect), Context(types=True))


def _opaque(operations: Sequence[Operation]) -> int:
    return len([one for one in operations if one.id.startswith("opaque.")])


def _made(operations: Sequence[Operation]) -> Iterator[Row]:
    """What the operations come to, run once."""
    from guard.model.folding import Step, fold

    home = fold([Step(b"dump", tuple(operations))])
    for resource, fact in home.facts.items():
        kind, _, name = resource.partition(":")
        kind = "table" if kind in _TABLE_LIKE else kind
        line = fact.where.line if fact.where is not None and fact.where.line else 0
        if fact.state != "no" and (kind in _KINDS or kind in _OTHERS):
            yield (kind if kind in _KINDS else "symbol"), name, line
    if home.unread:
        place, why = home.unread[0]
        more = f", and {len(home.unread) - 1:,} more" if len(home.unread) > 1 else ""
        raise UnreadError(f"line {place.line or 1}: {why}{more}")
