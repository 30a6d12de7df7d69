"""ALTER TABLE, one clause after the other. A clause that is not known here is unread."""

from __future__ import annotations

from guard.sql.general.columns import Definition, added
from guard.sql.general.keys import CONSTRAINTS, constraint, index
from guard.sql.general.words import Unread, Words, attributed, called, operation, parts, unquoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.operation import Operation
    from guard.sql.general.lexer import Token

# what changes how a table is kept, and neither what is in it nor who may see it
_KEPT = """ENGINE AUTO_INCREMENT AVG_ROW_LENGTH CHARSET CHARACTER CHECKSUM COLLATE COMMENT COMPRESSION DEFAULT
    DELAY_KEY_WRITE ENCRYPTION INSERT_METHOD KEY_BLOCK_SIZE MAX_ROWS MIN_ROWS PACK_KEYS ROW_FORMAT STATS_AUTO_RECALC
    STATS_PERSISTENT STATS_SAMPLE_PAGES TABLESPACE FORCE ORDER DISABLE ENABLE WITH WITHOUT PARTITION REORGANIZE REBUILD
    OPTIMIZE ANALYZE CHECK REPAIR COALESCE"""
_OPTIONS = frozenset(_KEPT.split())
_ENGINES = frozenset(("ARIA", "INNODB", "MYISAM", "NDB", "NDBCLUSTER", "ROCKSDB", "TOKUDB"))  # that keep every row


def alter_table(words: Words) -> list[Operation]:
    """What ALTER TABLE does; the words before the name are taken already."""
    if_exists = words.take("IF", "EXISTS")
    table = f"table:{words.name()}"
    if words.dialect == "sqlite":
        told = _sqlite(words, table)
        words.end()
        return told
    waits = words.any_of("WAIT", "NOWAIT")
    if waits == "WAIT":
        words.at += 1
    told, how = [], {}
    for clause in [words.rest()] if words.said(1) == "PARTITION" else parts(words.rest()):
        said = clause[0].said
        if said in ("ALGORITHM", "LOCK") and len(clause) in (2, 3):
            how[said.lower()] = called(clause[-1]).lower()
        else:
            told += _clause(Words(clause, "mysql"), table)
    if not told:
        raise Unread("ALTER TABLE changes nothing")
    if if_exists:
        how["if_exists"] = "true"
    for name, value in how.items():
        told = [attributed(one, name, value) for one in told]
    return told


def _sqlite(words: Words, table: str) -> list[Operation]:
    """The four forms that SQLite has."""
    if words.take("RENAME", "TO"):
        return [operation("schema.table.rename", table, to=words.name())]
    if words.take("RENAME"):
        words.take("COLUMN")
        old = words.name()
        words.need("TO")
        return [operation("schema.column.rename", table, (old,), to=words.name())]
    if words.take("ADD"):
        words.take("COLUMN")
        if words.said() in (*CONSTRAINTS, "CONSTRAINT", "INDEX") or (words.said(), words.said(1)) == ("IF", "NOT"):
            raise Unread(f"ALTER TABLE ... ADD {words.said()} is not known")
        return added(table, words.name(), words.rest())
    words.need("DROP")
    words.take("COLUMN")
    return [operation("schema.column.drop", table, (words.name(),))]


def _clause(words: Words, table: str) -> list[Operation]:
    """One clause of ALTER TABLE in MySQL."""
    verb = words.any_of("ADD", "DROP", "MODIFY", "CHANGE", "ALTER", "RENAME", "TRUNCATE", "CONVERT")
    if verb:
        told = _VERBS[verb](words, table)
        words.end()
        return told
    _engine(words.stream)
    if words.said() in _OPTIONS and not any([words.said(ahead) in _NOT_HERE for ahead in range(len(words.stream))]):
        return [operation("schema.table.option", table, name=words.said().lower())]
    raise Unread(f"ALTER TABLE ... {' '.join([called(token) for token in words.stream[:3]])} is not known")


def _engine(stream: list[Token]) -> None:
    """An engine that the table is given must be known to keep its rows."""
    for at, token in enumerate(stream):
        if token.said in ("ENGINE", "TYPE"):
            given = [one for one in stream[at + 1 : at + 3] if one.text != "="][:1]
            if not given or unquoted(given[0]).upper() not in _ENGINES:
                raise Unread("the engine it is given may keep no rows")


_OTHERS = "ADD DROP MODIFY CHANGE RENAME TRUNCATE DISCARD IMPORT EXCHANGE REMOVE SELECT SYSTEM"
_NOT_HERE = frozenset(_OTHERS.split())


def _add(words: Words, table: str) -> list[Operation]:
    if (words.said(), words.said(1)) in (("SYSTEM", "VERSIONING"), ("PERIOD", "FOR")):
        raise Unread("what becomes of the history of its rows cannot be told")
    if words.take("PARTITION"):
        words.rest()
        return [operation("schema.table.option", table, name="partition")]
    name = words.name() if words.take("CONSTRAINT") and words.said() not in CONSTRAINTS else ""
    if words.said() in CONSTRAINTS:
        return [constraint(words, table, name)]
    if name:
        raise Unread(f"ADD CONSTRAINT {name} is not followed by a constraint")
    if words.said() in ("INDEX", "KEY", "FULLTEXT", "SPATIAL"):
        return [index(words, table)]
    words.take("COLUMN")
    missing = words.take("IF", "NOT", "EXISTS")
    if words.said() != "(":
        return added(table, words.name(), words.rest(), if_not_exists=missing)
    told: list[Operation] = []
    for part in parts(words.group()):
        inner = Words(part, "mysql")
        told += added(table, inner.name(), inner.rest(), if_not_exists=missing)
    return told


def _drop(words: Words, table: str) -> list[Operation]:
    if words.take("PRIMARY", "KEY"):
        return [operation("schema.constraint.drop", table, type="primary_key")]
    for kind, taken in _DROPS.items():
        if words.take(*taken):
            gone = words.take("IF", "EXISTS")
            return [operation("schema.constraint.drop", table, type=kind, name=words.name(), if_exists=gone)]
    if words.any_of("INDEX", "KEY"):
        gone = words.take("IF", "EXISTS")
        return [operation("schema.index.drop", f"index:{words.name()}", table=table[6:], if_exists=gone)]
    if words.take("PARTITION"):
        gone = words.take("IF", "EXISTS")
        names = ",".join(words.names())
        return [
            operation("schema.partition.detach", table, name=names, if_exists=gone),
            operation("data.truncate", table, partition=names),
        ]
    words.take("COLUMN")
    gone = words.take("IF", "EXISTS")
    column = words.name()
    cascade = words.any_of("RESTRICT", "CASCADE") == "CASCADE"
    return [operation("schema.column.drop", table, (column,), if_exists=gone, cascade=cascade)]


_DROPS = {"foreign_key": ("FOREIGN", "KEY"), "": ("CONSTRAINT",), "check": ("CHECK",)}


def _modify(words: Words, table: str) -> list[Operation]:
    words.take("COLUMN")
    gone = words.take("IF", "EXISTS")
    return _changed(table, words.name(), words.rest(), gone)


def _change(words: Words, table: str) -> list[Operation]:
    words.take("COLUMN")
    gone = words.take("IF", "EXISTS")
    old, new = words.name(), words.name()
    told = _changed(table, old, words.rest(), gone)
    if old != new:
        told.append(operation("schema.column.rename", table, (old,), to=new, if_exists=gone))
    return told


def _changed(table: str, column: str, stream: list[Token], gone: bool) -> list[Operation]:
    """A column defined anew, in full."""
    said = Definition(stream)
    if not said.type:
        raise Unread(f"the type of {column} is missing")
    told = [
        operation(
            "schema.column.change_type",
            table,
            (column,),
            type=said.type,
            not_null=said.not_null,
            default=said.default,
            if_exists=gone,
        )
    ]
    if said.not_null:
        told.append(operation("schema.column.set_not_null", table, (column,), if_exists=gone))
    for here, kind in ((said.primary, "primary_key"), (said.unique, "unique"), (said.check, "check")):
        if here:
            told.append(operation("schema.constraint.add", table, (column,), type=kind))
    return told


def _alter(words: Words, table: str) -> list[Operation]:
    if words.any_of("INDEX", "KEY"):
        return [operation("schema.table.option", table, name=f"index {words.name()} {words.any_of(*_SEEN).lower()}")]
    if words.any_of("CHECK", "CONSTRAINT"):
        name = words.name()
        words.take("NOT")
        words.need("ENFORCED")
        return [operation("schema.constraint.alter", table, name=name)]
    words.take("COLUMN")
    words.take("IF", "EXISTS")
    column = words.name()
    if words.take("SET", "DEFAULT"):
        words.rest()
        return [operation("schema.column.set_default", table, (column,))]
    if words.take("DROP", "DEFAULT"):
        return [operation("schema.column.drop_default", table, (column,))]
    words.need("SET")
    if not words.any_of(*_SEEN):
        raise Unread(f"ALTER COLUMN {column} SET is followed by nothing that is known")
    return [operation("schema.column.option", table, (column,))]


_SEEN = ("VISIBLE", "INVISIBLE", "IGNORED")


def _rename(words: Words, table: str) -> list[Operation]:
    if words.take("COLUMN"):
        words.take("IF", "EXISTS")
        old = words.name()
        words.need("TO")
        return [operation("schema.column.rename", table, (old,), to=words.name())]
    if words.any_of("INDEX", "KEY"):
        words.take("IF", "EXISTS")
        old = words.name()
        words.need("TO")
        return [operation("schema.index.rename", f"index:{old}", table=table[6:], to=words.name())]
    words.any_of("TO", "AS", "=")
    return [operation("schema.table.rename", table, to=words.name())]


def _truncate(words: Words, table: str) -> list[Operation]:
    words.need("PARTITION")
    return [operation("data.truncate", table, partition=",".join(words.names()))]


def _convert(words: Words, table: str) -> list[Operation]:
    if not words.take("TO", "CHARACTER", "SET"):
        words.need("TO", "CHARSET")
    words.at += 1
    if words.take("COLLATE"):
        words.at += 1
    return [operation("schema.column.change_type", table, all=True)]


_VERBS = {
    "ADD": _add,
    "DROP": _drop,
    "MODIFY": _modify,
    "CHANGE": _change,
    "ALTER": _alter,
    "RENAME": _rename,
    "TRUNCATE": _truncate,
    "CONVERT": _convert,
}
