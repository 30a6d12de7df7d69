"""DROP, TRUNCATE and RENAME."""

from __future__ import annotations

from guard.sql.general.access import users
from guard.sql.general.words import Unread, operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.operation import Operation
    from guard.sql.general.words import Words

_KINDS = {
    "TABLE": ("schema.table.drop", "table"),
    "TABLES": ("schema.table.drop", "table"),
    "VIEW": ("schema.view.drop", "view"),
    "DATABASE": ("schema.database.drop", "database"),
    "SCHEMA": ("schema.database.drop", "database"),
    "PROCEDURE": ("schema.function.drop", "function"),
    "FUNCTION": ("schema.function.drop", "function"),
    "TRIGGER": ("schema.trigger.drop", "trigger"),
    "EVENT": ("schema.trigger.drop", "trigger"),
    "SEQUENCE": ("schema.sequence.drop", "sequence"),
}
_OF_SQLITE = ("TABLE", "VIEW", "TRIGGER")
_SEVERAL = ("TABLE", "TABLES", "VIEW", "SEQUENCE")


def drop(words: Words) -> list[Operation]:
    if words.dialect == "mysql" and words.any_of("PREPARE"):
        words.name()
        return [operation("data.read", None)]
    if words.dialect == "mysql" and words.any_of("USER", "ROLE"):
        return users(words, "access.role.drop")
    if words.take("INDEX"):
        return _index(words)
    temporary = words.dialect == "mysql" and words.take("TEMPORARY")
    kind = words.any_of(*(_OF_SQLITE if words.dialect == "sqlite" else _KINDS))
    if not kind:
        raise Unread(f"DROP {words.said()} is not known")
    gone = words.take("IF", "EXISTS")
    names = words.names() if kind in _SEVERAL and words.dialect == "mysql" else [words.name()]
    cascade = words.any_of("RESTRICT", "CASCADE") == "CASCADE" if words.dialect == "mysql" else False
    words.end()
    id_, of = _KINDS[kind] if not temporary else ("session.temp_table", "table")
    event = "event" if kind == "EVENT" else ""
    return [operation(id_, f"{of}:{name}", if_exists=gone, cascade=cascade, type=event) for name in names]


def _index(words: Words) -> list[Operation]:
    gone = words.take("IF", "EXISTS")
    name, table, how = words.name(), "", {}
    if words.dialect == "mysql":
        words.need("ON")
        table = words.name()
        how = hints(words)
    if name.upper() == "PRIMARY" and table:
        return [operation("schema.constraint.drop", f"table:{table}", type="primary_key", **how)]
    return [operation("schema.index.drop", f"index:{name}", table=table, if_exists=gone, **how)]


def hints(words: Words) -> dict[str, str]:
    """How MySQL shall go about it: ALGORITHM and LOCK."""
    how: dict[str, str] = {}
    while kind := words.any_of("ALGORITHM", "LOCK"):
        words.take("=")
        how[kind.lower()] = words.said().lower()
        words.at += 1
    return how


def truncate(words: Words) -> list[Operation]:
    words.take("TABLE")
    told = operation("data.truncate", f"table:{words.name()}")
    words.end()
    return [told]


def rename(words: Words) -> list[Operation]:
    """RENAME TABLE a TO b, c TO d."""
    if not words.any_of("TABLE", "TABLES"):
        raise Unread(f"RENAME {words.said()} is not known")
    gone, told, more = words.take("IF", "EXISTS"), [], True
    while more:
        old = words.name()
        words.need("TO")
        told.append(operation("schema.table.rename", f"table:{old}", to=words.name(), if_exists=gone))
        more = words.take(",")
    return told
