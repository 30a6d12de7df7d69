"""SQL files: what their statements do, up and down apart.

A migration that is not released yet is read whole, as it will run; of one that is, and of any other SQL file, only
the statements that changed count, on both sides.
"""

from __future__ import annotations

import os

from guard.model.migration import SQL, migration_of
from guard.model.reading import Reading, unread
from guard.sql import changed, read, typed, with_attribute
from guard.sql.dialect import dialect_of
from guard.sql.sections import Sections, sections

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.model.migration import Migration
    from guard.model.operation import Operation
    from guard.model.reading import Context, Source
    from guard.sql.sections import Section
    from guard.sql.statement import Statement

LONGEST = 4_000_000  # bytes of one side; a longer file is not read
_CONCURRENT = ("schema.index.create_concurrent", "schema.index.drop_concurrent")


def detect(source: Source, context: Context) -> Reading | None:
    """What a SQL file does; None for any other file."""
    if source.old is None and source.new is None:
        return None
    path = os.fsencode(source.path)
    migration, ending = migration_of(path), path.rpartition(b".")[2]
    if not source.path.lower().endswith(".sql") and (migration is None or ending not in SQL):
        return None
    tool = migration.tool if migration else "sql"
    if migration and source.new is None:
        return Reading((), False)  # that a migration goes is told elsewhere, and says nothing about the database
    whole = migration is not None and not source.released
    if max(len(source.old or b""), len(source.new or b"")) > LONGEST:
        return unread(f"it is longer than {LONGEST} bytes", tool)
    try:
        new = _text(source.new)
        old = None if whole else _text(source.old)
    except UnicodeDecodeError:
        return unread("it is not UTF-8", tool)
    return _compared(source, old, new, migration, context.types)


def _text(content: bytes | None) -> str | None:
    return None if content is None else content.decode("utf-8-sig").replace("\r\n", "\n")


def _marks_count(source: Source, migration: Migration | None) -> bool:
    """Whether it stands where a tool that parts a file by marks would look for it; that of Supabase runs all."""
    return migration is not None and bool(migration.version) and "supabase" not in source.path.split("/")


def _compared(source: Source, old: str | None, new: str | None, migration: Migration | None, types: bool) -> Reading:
    """Each direction of the file on its own: a statement that moves from down to up is a new one."""
    tool, direction = (migration.tool, migration.direction) if migration else ("", "")
    dialect, home = dialect_of(source), _marks_count(source, migration)
    before, after = [sections(text or "", tool, direction, dialect, source.beside, home) for text in (old, new)]
    told: list[Operation] = []
    accounted = not old or not new or _same_run(before, after)
    for way in ("up", "down", None):
        was = [part for part in before.parts if part.direction == way]
        now = [part for part in after.parts if part.direction == way]
        if old is None:
            for part in now:
                found = read(part.text, dialect)
                told += _placed([typed(one, dialect) for one in found] if types else found, part, after.tool)
        elif len(was) <= 1 and len(now) <= 1:
            found, known = _differs(was, now, dialect)
            accounted = accounted and known
            for part in now or was:
                told += _placed(found, part, after.tool if now else before.tool)
        else:
            return unread("a direction stands in it more than once", after.tool)
    if after.doubt:
        way = "up" if tool else None
        told += [one._replace(direction=way) for one in unread(after.doubt, after.tool, 1).operations]
    return Reading(tuple(told), accounted and not any([one.id.startswith("opaque.") for one in told]))


def _same_run(before: Sections, after: Sections) -> bool:
    """Whether the same tool runs both, and begins transactions where it did."""
    was = {part.direction: part.transaction for part in before.parts}
    return before.tool == after.tool and all(
        [was.get(part.direction, part.transaction) == part.transaction for part in after.parts]
    )


def _differs(was: list[Section], now: list[Section], dialect: str) -> tuple[tuple[Statement, ...], bool]:
    return changed(was[0].text if was else None, now[0].text if now else None, dialect)


def _placed(statements: Iterable[Statement], part: Section, tool: str) -> list[Operation]:
    """The operations of a part, with what the tool adds to each."""
    told = [one for statement in statements for one in statement.operations]
    transaction = part.transaction
    if tool == "flyway" and any([one.id in _CONCURRENT for one in told]):
        transaction = "no"  # it sees by itself that these cannot run in one
    attribute = {"in": "in_transaction", "no": "no_transaction"}.get(transaction)
    if attribute:
        told = [with_attribute(one, attribute, "true") for one in told]
    return [
        one._replace(line=one.line and one.line + part.line - 1, direction=part.direction, via=tool) for one in told
    ]
