"""One statement of MySQL or SQLite: which form it is, what that does, and whether every word of it is accounted for."""

from __future__ import annotations

from guard.sql.general import access, drop, session
from guard.sql.general.definitions import alter, define
from guard.sql.general.lexer import BROKEN, CLIENT, CLOSE, END, OPEN, STRING
from guard.sql.general.nodes import REACHING
from guard.sql.general.query import Dynamic, expression, query
from guard.sql.general.rows import plain
from guard.sql.general.words import Unread, Words, attributed, called, operation, unquoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.model.operation import Operation
    from guard.sql.general.lexer import Token

    Form = Callable[[Words], list[Operation]]

_QUERIES = frozenset(("SELECT", "WITH", "INSERT", "REPLACE", "UPDATE", "DELETE", "VALUES", "TABLE", "("))
_SYMBOLS = frozenset("(),.=<>!+-*/%&|^~@:?")
_ENDLESS = "a string, name or comment has no end, or a setting before it (sql_mode, character set) may move it"


def read(stream: list[Token], dialect: str) -> list[Operation]:
    """What a statement does, by both readings of what stands in comments that the server may run."""
    try:
        whole = [token for token in stream if token.kind not in (OPEN, CLOSE)]
        _sound(stream)
        told = statement(whole, dialect)
        outside = [token for token in whole if not token.within]
        if len(outside) == len(whole):
            return told
        if not outside:
            return [attributed(one, "in", "comment") for one in told]
        if _same(told, statement(outside, dialect)):
            return told
        return [*told, _opaque("unparsed", "it does something else where a comment in it is not run")]
    except Dynamic as error:
        return [_opaque("dynamic", str(error))]
    except Unread as error:
        return [_opaque("unparsed", str(error))]


def _opaque(kind: str, why: str) -> Operation:
    return operation(f"opaque.{kind}", None, why=why)


def _same(told: list[Operation], other: list[Operation]) -> bool:
    return told == other


def _sound(stream: list[Token]) -> None:
    """Nothing in the tokens themselves stands in the way of reading them."""
    depth = 0
    for token in stream:
        if token.kind == BROKEN:
            raise Unread(_ENDLESS)
        if token.kind == CLIENT:
            raise Unread(f"{called(token)} is a command for the client")
        if token.kind == END and token.within:
            raise Unread("several statements stand in one comment that the server runs")
        if token.kind == "symbol" and token.text not in _SYMBOLS:
            raise Unread(f"{token.text} has no meaning in it")
        depth += (token.kind == OPEN) - (token.kind == CLOSE)
    if depth:
        raise Unread("a comment that the server runs has no end")


def statement(stream: list[Token], dialect: str) -> list[Operation]:
    """What a statement does; raises Unread."""
    if not stream:
        raise Unread("there is nothing in it")
    _reaches(stream)
    words = Words(stream, dialect)
    if words.said() in _QUERIES:
        told = plain(stream, dialect) or query(stream, dialect)
    else:
        form = (_MYSQL if dialect == "mysql" else _SQLITE).get(words.said())
        if form is None:
            raise Unread(f"{called(stream[0])} starts no statement that is known")
        words.at += 1
        told = form(words)
        words.end()
    if not told:
        raise Unread("it does nothing that is known")
    _accounted(stream, dialect, told)
    return told


def _reaches(stream: list[Token]) -> None:
    """Functions that reach out of the database are found wherever they stand."""
    for at, token in enumerate(stream[:-1]):
        if stream[at + 1].text == "(" and token.text.strip('`"[]').lower() in REACHING:
            raise Dynamic(f"the function {token.text.lower()[:40]} reaches out of the database")
        if token.said == "INTO" and stream[at + 1].said in ("OUTFILE", "DUMPFILE"):
            raise Unread("the result is written to a file")


_ACCOUNTS = {
    "DROP": ("drop", "detach", "drop_default", "read", "temp_table"),
    "DELETE": ("delete", "delete_all"),
    "TRUNCATE": ("truncate",),
    "RENAME": ("rename", "alter"),
    "GRANT": ("grant", "revoke"),
    "REVOKE": ("revoke",),
    "INSERT": ("insert", "insert_select", "merge"),
    "UPDATE": ("update", "statistics"),
}
_BEFORE = frozenset(("ON", "BEFORE", "AFTER", "OF", "OR", "FOR", "KEY", "DO"))  # ON DELETE, AFTER INSERT, FOR UPDATE
_OF_SQLITE = ("DROP", "DELETE", "INSERT", "UPDATE")


def _accounted(stream: list[Token], dialect: str, told: list[Operation]) -> None:
    """Each word that takes something away must show in what is told: the parsers are easily content."""
    leaves = [one.id.rpartition(".")[2] for one in told]
    if any([one.id.startswith(("opaque.", "access.")) for one in told]) or stream[0].said in ("SHOW", "EXPLAIN"):
        return
    for word, accounts in _ACCOUNTS.items():
        if dialect == "sqlite" and word not in _OF_SQLITE:
            continue
        count = sum([_counts(stream, at, word) for at in range(len(stream))])
        if count > sum([leaf in accounts for leaf in leaves]):
            raise Unread(f"{word} in it is not accounted for")


def _counts(stream: list[Token], at: int, word: str) -> bool:
    """Whether the word stands here and means what it says."""
    if stream[at].said != word:
        return False
    before = stream[at - 1] if at else None
    after = stream[at + 1] if at + 1 < len(stream) else None
    if before is not None and (before.text == "." or before.said in _BEFORE):
        return False
    return not (after is not None and after.text in ("(", "."))  # TRUNCATE(x, 2)


def _explain(words: Words) -> list[Operation]:
    """EXPLAIN looks; with ANALYZE it runs what it explains."""
    runs = words.take("ANALYZE")
    if words.said() == "FORMAT":
        words.at += 3
        runs = words.take("ANALYZE") or runs
    words.take("QUERY", "PLAN")
    words.any_of("EXTENDED", "PARTITIONS")
    rest = words.rest()
    if not rest:
        raise Unread("EXPLAIN explains nothing")
    if runs or rest[0].said in _QUERIES:
        told = statement(rest, words.dialect)
        return told if runs else [operation("data.read", None)]
    if any([token.said in ("INTO", "DELETE", "UPDATE", "ANALYZE") for token in rest]):
        raise Unread("what is explained is not known")
    return [operation("data.read", None)]


def _analyze(words: Words) -> list[Operation]:
    if words.said() in _QUERIES and words.said() != "TABLE":  # MariaDB runs it
        return statement(words.rest(), words.dialect)
    return session.upkeep(words, "ANALYZE")


def _do(words: Words) -> list[Operation]:
    expression(words.rest(), words.dialect)
    return [operation("data.read", None)]


def _prepare(words: Words) -> list[Operation]:
    """PREPARE s FROM 'text' holds a statement of its own; from a variable it may hold any."""
    from guard.sql.general import operations

    words.name()
    words.need("FROM")
    rest = words.rest()
    if len(rest) != 1 or rest[0].kind != STRING or "\\" in rest[0].text:
        raise Dynamic("PREPARE takes what is put together when it runs")
    told = operations(unquoted(rest[0]), words.dialect)
    return [attributed(one, "in", "prepare")._replace(line=None) for one in told]


def _runs(words: Words) -> list[Operation]:
    return session.runs(words.stream[0].said)


def _verb(of: Callable[[Words, str], list[Operation]]) -> Form:
    return lambda words: of(words, words.stream[0].said)


_MYSQL: dict[str, Form] = {
    **dict.fromkeys(("START", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"), session.transaction),
    **dict.fromkeys(("SHOW", "HELP"), session.looks),
    **dict.fromkeys(("EXPLAIN", "DESCRIBE", "DESC"), _explain),
    **dict.fromkeys(("OPTIMIZE", "REPAIR", "CHECK", "CHECKSUM"), _verb(session.upkeep)),
    **dict.fromkeys(("LOCK", "UNLOCK"), session.tables),
    **dict.fromkeys(("CALL", "EXECUTE"), _runs),
    "ALTER": alter,
    "ANALYZE": _analyze,
    "CREATE": lambda words: define(words, statement),
    "DEALLOCATE": drop.drop,
    "DO": _do,
    "DROP": drop.drop,
    "FLUSH": session.flush,
    "GRANT": access.grant,
    "LOAD": session.load,
    "PREPARE": _prepare,
    "RENAME": lambda words: access.rename_user(words) if words.take("USER") else drop.rename(words),
    "REVOKE": access.revoke,
    "SET": session.set_,
    "TRUNCATE": drop.truncate,
    "USE": session.use,
}
_SQLITE: dict[str, Form] = {
    **dict.fromkeys(("BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"), session.transaction),
    **dict.fromkeys(("VACUUM", "REINDEX", "ANALYZE"), _verb(session.sqlite_upkeep)),
    "ALTER": alter,
    "CREATE": lambda words: define(words, statement),
    "DROP": drop.drop,
    "EXPLAIN": _explain,
    "PRAGMA": session.pragma,
}
