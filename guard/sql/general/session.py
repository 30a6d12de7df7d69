"""Statements about the session, and those that only look: SET, USE, PRAGMA, transactions, SHOW, EXPLAIN."""

from __future__ import annotations

from guard.sql.general.lexer import STRING
from guard.sql.general.query import Dynamic, expression
from guard.sql.general.words import Unread, Words, called, operation, parts, unquoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.operation import Operation
    from guard.sql.general.lexer import Token

_TIMEOUTS = frozenset(
    ("lock_wait_timeout", "innodb_lock_wait_timeout", "max_execution_time", "max_statement_time", "busy_timeout")
)
_READING_PRAGMAS = """table_info table_xinfo table_list index_list index_info index_xinfo foreign_key_list
foreign_key_check integrity_check quick_check database_list compile_options collation_list function_list module_list
pragma_list"""
_LOOKS = frozenset(_READING_PRAGMAS.split())
# What these are set to may be told; a PRAGMA that nobody listed may hold the key of the database.
_PLAIN_PRAGMAS = """auto_vacuum automatic_index busy_timeout cache_size case_sensitive_like cell_size_check
checkpoint_fullfsync defer_foreign_keys encoding foreign_keys fullfsync ignore_check_constraints journal_mode
journal_size_limit legacy_alter_table locking_mode mmap_size page_size query_only read_uncommitted recursive_triggers
schema_version secure_delete synchronous temp_store trusted_schema user_version wal_autocheckpoint writable_schema"""
_PLAIN = frozenset(_PLAIN_PRAGMAS.split())
_SCOPES = ("GLOBAL", "SESSION", "LOCAL", "PERSIST", "PERSIST_ONLY")


_MANNERS = """WORK TRANSACTION DEFERRED IMMEDIATE EXCLUSIVE READ ONLY WRITE WITH CONSISTENT SNAPSHOT AND NO CHAIN
RELEASE ,"""
_MANNER = frozenset(_MANNERS.split())


def transaction(words: Words) -> list[Operation]:
    """BEGIN, COMMIT, ROLLBACK, SAVEPOINT: the first word is taken."""
    verb = words.stream[words.at - 1].said
    if verb == "START":
        words.need("TRANSACTION")
    named = verb in ("SAVEPOINT", "RELEASE")
    while not named and not words.done:
        if verb == "ROLLBACK" and words.take("TO"):
            named = True
        elif not words.any_of(*_MANNER):
            raise Unread(f"{verb} is followed by {called(words.stream[words.at])}")
    if named:
        if len(words.stream) > words.at + 1:
            words.take("SAVEPOINT")
        words.name()
    words.end()
    return [operation("session.transaction", None)]


def set_(words: Words) -> list[Operation]:
    """SET, in all its forms."""
    if words.said() == "TRANSACTION" or (words.said() in _SCOPES and words.said(1) == "TRANSACTION"):
        words.rest()
        return [operation("session.transaction", None)]
    for taken, told in _SETS.items():
        if words.take(*taken):
            if "(" in [token.text for token in words.rest()] and told == "session.set":
                raise Unread(f"SET {' '.join(taken)} is followed by more than names")
            return [operation(told, None, name=" ".join(taken).lower())]
    return [_setting(Words(part, words.dialect)) for part in parts(words.rest())]


_SETS = {
    ("PASSWORD",): "access.role.alter",
    ("DEFAULT", "ROLE"): "access.role.alter",
    ("ROLE",): "session.set",
    ("NAMES",): "session.set",
    ("CHARSET",): "session.set",
    ("CHARACTER", "SET"): "session.set",
}


def _setting(words: Words) -> Operation:
    scope = words.any_of(*_SCOPES).lower()
    own = ""
    while words.any_of("@"):
        own += "@"
    if own == "@@" and words.said() in _SCOPES and words.said(1) == ".":
        scope = words.said().lower()
        words.at += 2
    if own == "@" and not words.done and words.stream[words.at].kind == STRING:
        name = unquoted(words.stream[words.at])
        words.at += 1
    else:
        name = words.name()
    if not (words.take(":", "=") or words.take("=")):
        raise Unread("SET gives no value")
    _value(words.rest(), words.dialect)
    lasting = scope in ("global", "persist", "persist_only")
    id_ = "session.timeout" if name.lower() in _TIMEOUTS and not lasting else "session.set"
    return operation(id_, None, name=own[:1] * (own == "@") + name.lower(), global_=lasting)


def _value(stream: list[Token], dialect: str) -> None:
    """A value may be an expression, even a query: it must be one that only reads."""
    if not stream:
        raise Unread("SET gives no value")
    if len(stream) > 1:
        expression(stream, dialect)


def use(words: Words) -> list[Operation]:
    told = operation("session.set", None, name="use", to=words.name())
    words.end()
    return [told]


def pragma(words: Words) -> list[Operation]:
    name = words.name().lower().rpartition(".")[2]
    if name in _LOOKS:
        words.rest()
        return [operation("data.read", None)]
    if words.said() == "(":
        given = words.group()
    elif words.take("=") or words.done:
        given = words.rest()
    else:
        raise Unread("PRAGMA has more than one value")
    if len(given) > 1 and (len(given) > 2 or given[0].text not in ("-", "+")):
        raise Unread("PRAGMA has more than one value")
    told = "".join([unquoted(token) if token.kind == STRING else token.text for token in given])
    id_ = "session.timeout" if name in _TIMEOUTS else "session.set"
    return [operation(id_, None, name=name, to=told.lower() if name in _PLAIN else "")]


def load(words: Words) -> list[Operation]:
    """LOAD DATA and LOAD XML, the first word taken: rows of a file come into a table."""
    if not words.any_of("DATA", "XML"):
        raise Unread(f"LOAD {words.said()} is not known")
    while not words.done and not (words.said() == "INTO" and words.said(1) == "TABLE"):
        words.at += 1
    replaces = words.stream[words.at - 1].said == "REPLACE"
    words.need("INTO", "TABLE")
    of = f"table:{words.name()}"
    rest = words.rest()
    sets = [at for at, token in enumerate(rest) if token.said == "SET"]
    for at, token in enumerate(rest[:-1]):
        if token.said == "SELECT" or (sets and at > sets[-1] and token.said and rest[at + 1].text == "("):
            raise Unread("LOAD DATA holds a query or a function")
    return [operation("data.copy", of), *([operation("data.merge", of)] if replaces else [])]


def tables(words: Words) -> list[Operation]:
    """LOCK TABLES and UNLOCK TABLES, the first word taken."""
    if not words.any_of("TABLES", "TABLE"):
        raise Unread(f"LOCK {words.said()} is not known")
    words.rest()
    return [operation("session.lock", None)]


def flush(words: Words) -> list[Operation]:
    words.need("PRIVILEGES")
    words.end()
    return [operation("session.set", None, name="flush privileges")]


def looks(words: Words) -> list[Operation]:
    """SHOW and HELP, which only read."""
    words.rest()
    return [operation("data.read", None)]


def upkeep(words: Words, verb: str) -> list[Operation]:
    """OPTIMIZE, ANALYZE, REPAIR, CHECK and CHECKSUM TABLE of MySQL, the verb taken."""
    words.any_of("NO_WRITE_TO_BINLOG", "LOCAL")
    if not words.any_of("TABLES", "TABLE"):
        raise Unread(f"{verb} {words.said()} is not known")
    names = words.names()
    words.rest()
    ids = {"ANALYZE": "schema.statistics", "CHECK": "data.read", "CHECKSUM": "data.read"}
    id_ = ids.get(verb, "schema.table.option")
    named = verb.lower() if id_ == "schema.table.option" else ""
    return [operation(id_, f"table:{name}", name=named) for name in names]


def sqlite_upkeep(words: Words, verb: str) -> list[Operation]:
    """VACUUM, REINDEX and ANALYZE of SQLite, the verb taken."""
    name = "" if words.done else words.name()
    words.end()
    if verb == "VACUUM":
        return [operation("schema.statistics", None)]
    id_, kind = ("schema.index.rebuild", "index") if verb == "REINDEX" else ("schema.statistics", "table")
    return [operation(id_, f"{kind}:{name}" if name else None)]


def runs(verb: str) -> list[Operation]:
    """CALL and EXECUTE: what they do stands elsewhere."""
    raise Dynamic(f"{verb} runs what stands elsewhere")
