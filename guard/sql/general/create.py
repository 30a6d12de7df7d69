"""CREATE TABLE, INDEX, VIEW and what else has no body of statements."""

from __future__ import annotations

from guard.sql.general.drop import hints
from guard.sql.general.keys import index
from guard.sql.general.lexer import STRING
from guard.sql.general.query import expression, query
from guard.sql.general.words import Unread, Words, columns_of, operation, parts, unquoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.operation import Operation
    from guard.sql.general.lexer import Token

NO_COLUMN = frozenset(("CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "INDEX", "KEY", "FULLTEXT", "SPATIAL"))
_QUERY = frozenset(("SELECT", "WITH", "VALUES", "TABLE"))
_MODULES = frozenset(("fts3", "fts4", "fts5", "rtree"))  # that keep rows and reach nothing else


def table(words: Words, temporary: bool, replaces: bool) -> list[Operation]:
    """CREATE TABLE, the word TABLE taken."""
    missing = words.take("IF", "NOT", "EXISTS")
    name = words.name()
    if words.dialect == "sqlite" and name.lower().startswith("temp."):
        temporary = True
    columns: list[str] = []
    more: dict[str, str] = {}
    if words.take("LIKE"):
        more["from_"] = words.name()
        words.end()
    elif words.said() == "(" and words.said(1) == "LIKE":
        inner = Words(words.group()[1:], words.dialect)
        more["from_"] = inner.name()
        inner.end()
    elif words.said() == "(" and words.said(1) not in _QUERY:
        columns = _columns(words.group(), words.dialect)
    told = _filled(words)
    if not (columns or more or told):
        raise Unread("the columns of the table are not said")
    of = f"table:{name}"
    if temporary:
        return [operation("session.temp_table", of, columns)]
    made = operation("schema.table.create", of, columns, if_not_exists=missing, **more)
    dropped = [operation("schema.table.drop", of, if_exists=True)] if replaces else []
    return [*dropped, made]


def _columns(stream: list[Token], dialect: str) -> list[str]:
    found = []
    for part in parts(stream):
        quoted = part[0].said == "" and (part[0].kind == "quoted" or (part[0].kind == STRING and dialect == "sqlite"))
        if quoted or (part[0].said and part[0].said not in NO_COLUMN):
            found.append(unquoted(part[0]))
        elif not part[0].said:
            raise Unread("a column has no name")
    return found


def _filled(words: Words) -> list[Operation]:
    """The query that fills a new table; what stands before it only says how the table is kept."""
    depth, rest = 0, words.rest()
    for at, token in enumerate(rest):
        opens = token.text == "("
        if not depth and (token.said in _QUERY or (opens and at + 1 < len(rest) and rest[at + 1].said in _QUERY)):
            if token.said == "TABLE" and at and rest[at - 1].said in ("DEFAULT",):
                continue
            told = query(rest[at:], words.dialect)
            if [one.id for one in told] != ["data.read"]:
                raise Unread("a table is filled by something else than a query")
            return told
        if token.text in ("(", ")"):
            depth += 1 if opens else -1
    return []


def virtual(words: Words) -> list[Operation]:
    """CREATE VIRTUAL TABLE, all three words taken."""
    missing = words.take("IF", "NOT", "EXISTS")
    name = words.name()
    words.need("USING")
    module = words.name().lower()
    if module not in _MODULES:
        raise Unread(f"the module {module[:40]} may do anything")
    if not words.done:
        words.group()
    words.end()
    return [operation("schema.table.create", f"table:{name}", if_not_exists=missing, using=module)]


def key(words: Words, unique: bool) -> list[Operation]:
    """CREATE INDEX, the word INDEX taken."""
    missing = words.take("IF", "NOT", "EXISTS")
    name, using = words.name(), ""
    if words.dialect == "mysql" and words.take("USING"):
        using = words.name().lower()
    words.need("ON")
    of = f"table:{words.name()}"
    if words.dialect == "mysql" and words.take("USING"):
        using = words.name().lower()
    columns = columns_of(words.group(), words.dialect)
    how = hints(words)
    where = words.dialect == "sqlite" and words.said() == "WHERE"
    if where:
        expression(words.rest()[1:], words.dialect)
    if words.dialect == "mysql":
        how |= _options(words)
    more = {**how, "using": using or how.get("using", "")}
    return [
        operation(
            "schema.index.create", of, columns, name=name, unique=unique, if_not_exists=missing, where=where, **more
        )
    ]


def _options(words: Words) -> dict[str, str]:
    """The options of an index in MySQL, of which each is known."""
    how: dict[str, str] = {}
    while not words.done:
        more = hints(words)
        if more:
            how |= more
        elif words.take("USING"):
            how["using"] = words.name().lower()
        elif words.any_of("COMMENT", "KEY_BLOCK_SIZE"):
            words.take("=")
            words.at += 1
        elif words.take("WITH", "PARSER"):
            words.name()
        elif not words.any_of("VISIBLE", "INVISIBLE"):
            raise Unread(f"an index has no option {words.said()}")
    return how


def full_text(words: Words, kind: str) -> list[Operation]:
    """CREATE FULLTEXT or SPATIAL INDEX, these two words taken."""
    name = words.name()
    words.need("ON")
    of = words.name()
    told = index(words, f"table:{of}")
    return [told._replace(attributes=tuple(sorted({**dict(told.attributes), "name": name, "using": kind}.items())))]


def view(words: Words, replaces: bool, temporary: bool = False) -> list[Operation]:
    """CREATE VIEW, the word VIEW taken."""
    missing = words.take("IF", "NOT", "EXISTS")
    name = words.name()
    if words.said() == "(":
        words.group()
    words.need("AS")
    body = words.rest()
    said = [token.said for token in body[-4:]]
    for check in (
        ["WITH", "CHECK", "OPTION"],
        ["WITH", "CASCADED", "CHECK", "OPTION"],
        ["WITH", "LOCAL", "CHECK", "OPTION"],
    ):
        if said[-len(check) :] == check:
            body = body[: -len(check)]
            break
    if [one.id for one in query(body, words.dialect)] != ["data.read"]:
        raise Unread("a view stands on something else than a query")
    if temporary:
        return [operation("session.temp_table", f"view:{name}")]
    return [operation("schema.view.create", f"view:{name}", replace=replaces, if_not_exists=missing)]
