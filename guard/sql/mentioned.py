"""Which tables and columns a text of SQL speaks of, and which it makes: for texts that people write, broken ones too.

The grammar of PostgreSQL tells the scope of every name: what stands in WITH, behind AS or in a temporary table is no
table. What it does not take (another dialect, dots for a part left out) is read by its words alone, and tells less.
"""

from __future__ import annotations

import re

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 60_000  # letters of one statement; a plan has no longer ones
_MOST = 3_000  # statements of one text
_SYSTEM = ("pg_", "information_schema", "sqlite_", "performance_schema", "mysql.", "sys.")
_FILLED = (
    (re.compile(r"^\s*\\.*$", re.M), ""),  # what psql takes itself
    (re.compile(r"^\w*[=-][#>] ", re.M), ""),
    (
        re.compile(r"\$\{[^}\n]{0,80}\}|\{\{[^}\n]{0,80}\}\}|<[A-Za-z][\w -]{0,60}>|%\(\w{1,60}\)s|%s|\.\.\.|\u2026"),
        " NULL ",
    ),
    (re.compile(r"(?<![:\w])(?::'\w{1,60}'|:\"\w{1,60}\"|:[A-Za-z_]\w{0,60})"), " NULL "),
    (re.compile(r"(?<=[=<>(,\s])\?(?=[\s,);]|$)"), " NULL "),
    (re.compile(r"`([^`\n]{1,80})`"), r'"\1"'),
)
_PIECE = re.compile(r"(?:[^;'\"$/-]|'(?:[^']|'')*'|\"[^\"]*\"|\$(\w*)\$.*?\$\1\$|--[^\n]*|/\*.*?\*/|[$/'\"-])+", re.S)
_REMARK = re.compile(r"--[^\n]*|/\*.*?\*/|#[^\n]*", re.S)
_STRING = re.compile(r"'(?:[^'\\]|\\.|'')*'")
_RELATION = re.compile(
    r"(?<!KEY\s)(?<!FOR\s)(?<!ON\s)\b(FROM|JOIN|UPDATE|INTO|TABLE|USING)\s+(?:ONLY\s+|LOW_PRIORITY\s+|IGNORE\s+|IF\s+(?:NOT\s+)?EXISTS\s+)*"
    r"([`\"]?[A-Za-z_]\w*[`\"]?(?:\.[`\"]?[A-Za-z_]\w*[`\"]?)?)(?:\s+(?:AS\s+)?([A-Za-z_]\w*))?(\s*\()?",
    re.I,
)
_QUALIFIED = re.compile(r"(?<![\w.:'@/-])([A-Za-z_]\w*)\.([A-Za-z_]\w*)(?![\w.(/])")
_MAKES = re.compile(r"\b(?:CREATE|WITH|ADD|RENAME|CHANGE)\b", re.I)
_NAMED = re.compile(
    r"(?:\bWITH\s+(?:RECURSIVE\s+)?|,\s*)([A-Za-z_]\w*)\s+AS\s*\("
    r"|\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:GLOBAL\s+|LOCAL\s+)?(?:TEMP(?:ORARY)?\s+|UNLOGGED\s+)?"
    r"(?:TABLE|VIEW|MATERIALIZED\s+VIEW)\s+(?:IF\s+NOT\s+EXISTS\s+)?([A-Za-z_][\w.]*)",
    re.I,
)
_ADDED = re.compile(
    r"\b(?:ADD\s+(?:COLUMN\s+)?(?:IF\s+NOT\s+EXISTS\s+)?|RENAME\s+(?:COLUMN\s+)?\w+\s+TO\s+"
    r"|CHANGE\s+(?:COLUMN\s+)?\w+\s+)[`\"]?(\w+)",
    re.I,
)
_ALTERED = re.compile(
    r"\bALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?[`\"]?([A-Za-z_][\w.]*)[`\"]?\s+(?:.*?,\s*)??"
    r"(?:DROP|MODIFY|CHANGE|RENAME|ALTER)\s+(?:COLUMN\s+)?(?:IF\s+EXISTS\s+)?[`\"]?([A-Za-z_]\w*)",
    re.I | re.S,
)
_NO_COLUMN = frozenset(
    (
        *("constraint", "index", "key", "primary", "foreign", "partition", "to", "column", "check", "table"),
        *("tablespace", "set", "default", "unique", "if"),
    )
)
_AFTER = frozenset(
    (
        *("set", "where", "on", "using", "values", "select", "join", "left", "right", "inner", "outer", "cross"),
        *("full", "group", "order", "having", "limit", "union", "natural", "as", "add", "drop", "alter", "modify"),
        *("rename", "change", "for", "lock", "partition", "force", "ignore", "with", "returning", "algorithm"),
        *("engine", "from", "null", "only", "not", "exists", "if", "lateral", "unnest", "values"),
    )
)


UNREAD = "unread"
_BODIES = {"DoStmt": "what stands in DO is not read", "CreateFunctionStmt": "what stands in a function is not read"}


class Spoken(NamedTuple):
    """A name that SQL speaks of. A column has the tables that it can be of; one of them has to have it."""

    kind: str  # "table" or "column"; UNREAD for what nobody reads, with why in its name
    name: str
    tables: tuple[str, ...]  # of a column
    line: int
    makes: bool = False  # it is made here, and need not have been there


def spoken(text: str, first_line: int = 1) -> tuple[Spoken, ...]:
    """Every table and column of a text, in order; what it makes is told as that."""
    filled = text
    for form, instead in _FILLED:
        filled = form.sub(instead, filled)
    found: list[Spoken] = []
    line, at = first_line, 0
    for count, piece in enumerate(_PIECE.finditer(filled)):
        line += filled.count("\n", at, piece.start())
        at = piece.start()
        if count >= _MOST or len(piece[0]) > LONGEST:
            why = f"it has more than {_MOST:,} statements" if count >= _MOST else "its statement is too long"
            found.append(Spoken(UNREAD, why, (), line))
            break
        if piece[0].strip():
            found += _statement(piece[0], line)
    return tuple(dict.fromkeys([one for one in found if not _system(one)]))


def _system(one: Spoken) -> bool:
    """Whether it is of the database's own."""
    return any([name.casefold().startswith(_SYSTEM) for name in (*(one.tables or (one.name,)),)])


def _statement(text: str, line: int) -> Iterator[Spoken]:
    from guard.sql.postgres import libpg
    from guard.sql.postgres.scope_made import Scopes

    try:
        statements = libpg.parse(text.encode("utf-8", "replace"))
    except (libpg.Refused, RecursionError, OSError):
        yield from _by_words(text, line)
        return
    data = text.encode("utf-8", "replace")
    for one in statements:
        for kind in _BODIES.keys() & one["stmt"].keys():
            yield Spoken(UNREAD, _BODIES[kind], (), line + len(text[: len(text) - len(text.lstrip())].split("\n")) - 1)
        scopes = Scopes()
        try:
            scopes.statement(one["stmt"])
        except RecursionError:
            yield from _by_words(text, line)
            return
        for kind, name, tables, at, makes in scopes.found:
            yield Spoken(kind, name, tables, line + data.count(b"\n", 0, max(at, 0)), makes)


def _by_words(text: str, line: int) -> Iterator[Spoken]:
    """What surely stands for a table or a column, where no grammar takes the statement."""
    plain = _STRING.sub(lambda found: "''" + " " * max(0, len(found[0]) - 2), text)
    plain = _REMARK.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), plain)
    made = {name.casefold() for found in _NAMED.findall(plain) for name in found if name}
    added = {name.casefold() for name in _ADDED.findall(plain)} if _MAKES.search(plain) else set()
    for name in made:
        yield Spoken("table", name, (), line, True)
    tables: dict[str, str] = {}
    for found in _RELATION.finditer(plain):
        name = found[2].replace("`", "").replace('"', "")
        if (found[4] and found[1].upper() in ("FROM", "JOIN", "USING")) or name.casefold() in _AFTER:
            continue
        tables[name.rpartition(".")[2].casefold()] = name
        if found[3] and found[3].casefold() not in _AFTER:
            tables[found[3].casefold()] = name
        if name.casefold() not in made:
            yield Spoken("table", name, (), line + plain.count("\n", 0, found.start(2)))
    altered = [found[0] for found in _ALTERED.findall(plain)]
    for name in sorted(added) if altered else ():
        yield Spoken("column", name, (altered[0],), line, True)
    for table, column in _ALTERED.findall(plain):
        if column.casefold() not in _NO_COLUMN | added and table.casefold() not in made:
            yield Spoken("column", column, (table,), line)
    for found in _QUALIFIED.finditer(plain):
        of = tables.get(found[1].casefold(), "")
        if of and of.casefold() not in made and found[2].casefold() not in added and of != found[0]:
            yield Spoken("column", found[2], (of,), line + plain.count("\n", 0, found.start()))
