"""Tables and columns (G703): those that a text names, in its words and in SQL, against what migrations make."""

from __future__ import annotations

import re

from guard.escape import shown
from guard.model.doubt import Doubt, Unasked
from guard.model.lookup import fresh_of, names_of
from guard.nearest import nearest
from guard.prose.cued import Cued
from guard.prose.named import STATEMENT, language_of, named
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Added, Paper
    from guard.model.lookup import Fresh, Names
    from guard.sql.mentioned import Spoken

_KINDS = ("table", "column")
_EXPECTED = Cued(
    r"\s*(?:=+|is|->|\u2192|returns|gives|shows|must be|equals)\s*"
    r"(?:0|zero|true|false|\d+|nothing|none|no rows|empty)\b.*$",
    re.I | re.S,
)
_TEMPLATE = Cued(r"\{\{|\{%|\$\{")
_IN_SHELL = Cued(r"(?:-c|-e|--command|--execute)[= ]\s*(\"(?:[^\"\\]|\\.)*\"|'[^']*')")


class _Place(NamedTuple):
    """Where a text of SQL stands."""

    text: str
    unit: int
    line: int
    lines: tuple[str, ...]  # of code; empty in a sentence
    path: bytes = b""  # of a file that comes with the text


def check(paper: Paper) -> Iterator[Doubt | Unasked]:
    """Each place that names a table or a column which is not there, or is another table's."""
    names, fresh = names_of(paper.known), fresh_of(paper)
    known = [kind for kind in _KINDS if names.can(kind)]
    for kind in _KINDS:
        if kind not in known:
            yield Unasked("G703", f"{kind}s" if known else "", paper.known.of(kind).missing)
    if not known:
        return
    for one in named(paper):
        if one.kind in _KINDS:
            table, _, column = one.name.rpartition(".") if one.kind == "column" else (one.name, "", "")
            wrong = _wrong(names, fresh, (table,) if table else (), column)
            if wrong is not None:
                yield _doubt(names, wrong, Doubt("G703", one.unit, one.quote, "", "", "", one.line, one.anchor))
    for place in _places(paper):
        yield from _of_sql(names, fresh, place, _told(place))
    if paper.added:
        yield from _come(paper)


def arrives(paper: Paper) -> Iterator[Doubt | Unasked]:
    """The same of new lines of SQL, where migrations say for sure what there is."""
    if not any([_is_sql(line) for line in paper.added]):
        return
    registers = [paper.known.of(kind) for kind in _KINDS]
    lacks = dict.fromkeys([one.missing or "; ".join(one.partial) for one in registers if one.missing or one.partial])
    if lacks:
        yield Unasked("G703", "tables and columns in new SQL", "; ".join(lacks))
        return
    yield from _come(paper)


def _come(paper: Paper) -> Iterator[Doubt | Unasked]:
    """Each of them beside all that the same change makes; tests have tables of their own."""
    names, fresh = names_of(paper.known), fresh_of(paper)
    every = [(place, _told(place)) for place in _coming(paper)]
    made = [one for _, told in every for one in told if one.makes]
    for place, told in every:
        if _TEMPLATE.search(place.text):
            where = place.path.decode("utf-8", "replace")
            yield Unasked("G703", f"SQL in {where}", "it is a template, and is SQL once it is filled in")
            continue
        for one in _of_sql(names, fresh, place, (*made, *told)):
            yield one._replace(path=place.path) if isinstance(one, Doubt) else one


def _is_sql(line: Added) -> bool:
    from guard.prose.coming import SQL, by_name, ending, of_tests  # loaded where lines come

    return ending(by_name(line)) in SQL and not of_tests(line.path)


def _coming(paper: Paper) -> Iterator[_Place]:
    """New SQL, what follows on each other as one text; of a line that only moves nothing is asked."""
    from guard.prose.coming import files, runs

    for path, lines in files([line for line in paper.added if _is_sql(line)]).items():
        for run in runs(lines):
            if not all([line.stood for line in run]):
                texts = tuple([line.text for line in run])
                yield _Place("\n".join(texts), 0, run[0].line, texts, path)


def _wrong(names: Names, fresh: Fresh, tables: tuple[str, ...], column: str) -> tuple[str, str] | None:
    """The table, or the table and the column, that nobody has; "" for the table where none is named."""
    for table in tables:
        if not names.columns.table(table):
            made = fresh.find("table", table) is not None or names.outside(table)
            absent = names.can("table") and not made
            return (table, "") if absent else None
    if not column or not names.can("column"):
        return None
    if fresh.find("column", column if len(tables) != 1 else f"{tables[0]}.{column}") is not None:
        return None
    if not tables:
        return None if names.columns.tables_with(column) or names.outside(column) else ("", column)
    if any([names.columns.has(table, column) or not names.columns.covered(table) for table in tables]):
        return None
    return tables[0] if len(tables) == 1 else " or ".join(tables), column


def _doubt(names: Names, wrong: tuple[str, str], place: Doubt) -> Doubt:
    table, column = wrong
    if not column:
        near = names.columns.like_table(table)
        what, name = f"there is no table {shown(table)}", f"table:{shown(table)}"
        ask, why = f"Which table is meant by {shown(table)}?", f"did you mean {shown(near)}?" if near else ""
    else:
        others = [one for one in names.columns.tables_with(column) if one != table]
        near = names.columns.like_column(table, column) if table else _like(names, column)
        near = near if _of_one_thing(column, near) else ""
        what = f"{shown(table)} has no column {shown(column)}" if table else f"no table has a column {shown(column)}"
        name = (
            f"column:{shown(table)}.{shown(column)}"
            if table and " or " not in table
            else f"column:TABLE.{shown(column)}"
        )
        has = f"{', '.join([shown(one) for one in others[:3]])} has a column of that name" if table and others else ""
        why = "; ".join([part for part in (has, f"did you mean {shown(near)}?" if near else "") if part])
        ask = f"Which column is meant by {shown(column)}?"
    correct = f"write {shown(near)} if that is meant" if near else "write the name as the migrations have it"
    mend = f"{correct}; if a phase makes it, declare {name} under creates of that phase"
    return place._replace(what=what, ask=ask, mend=mend, why=why)


def _of_one_thing(column: str, near: str) -> bool:
    """Whether more is alike than the word behind the last _: that says of what kind both are, name, id, at or count."""
    head, _, kind = column.casefold().rpartition("_")
    other, _, same = near.casefold().rpartition(".")[2].rpartition("_")
    return not (head and other and kind == same) or nearest(head, [other]) != ""


def _like(names: Names, column: str) -> str:
    last = names.near("column").guess(column)
    tables = names.columns.tables_with(last) if last else ()
    return f"{tables[0]}.{last}" if tables else ""


def _places(paper: Paper) -> Iterator[_Place]:
    """Every text of SQL: fences, code in sentences, what a gate asks, and files that come with the text."""
    for fence in paper.prose.fences:
        lines = tuple(fence.text.split("\n"))
        kind = "" if fence.quoted else language_of(fence)
        if kind == "sql":
            yield _Place(fence.text, 0, fence.line, lines)
        elif kind == "shell":
            for number, line in enumerate(lines):
                yield from [_Place(sql, 0, fence.line + number, (line,)) for sql in _in_shell(line)]
    for unit in paper.prose.units:
        if unit.quoted or unit.kind == "comment":
            continue
        for code in unit.inside("code"):
            if STATEMENT.match(code):
                yield _Place(code, unit.number, unit.line, ())
            elif " -" in code:
                yield from [_Place(sql, unit.number, unit.line, ()) for sql in _in_shell(code)]
        if unit.kind == "field" and STATEMENT.match(unit.text) and len(unit.text) < 2_000:
            yield _Place(_EXPECTED.sub("", unit.text), unit.number, unit.line, ())


def _in_shell(line: str) -> list[str]:
    """The SQL that a command is given."""
    if len(line) > 4_000:
        return []
    return [found[1:-1] for found in _IN_SHELL.findall(line) if STATEMENT.match(found[1:-1])]


def _told(place: _Place) -> tuple[Spoken, ...]:
    from guard.sql.mentioned import spoken  # only where SQL stands

    return spoken(place.text, place.line)


def _of_sql(names: Names, fresh: Fresh, place: _Place, told: tuple[Spoken, ...]) -> Iterator[Doubt | Unasked]:
    from guard.sql.mentioned import UNREAD

    tables = {one.name.casefold() for one in told if one.makes and one.kind == "table"}
    columns = {one.name.casefold() for one in told if one.makes and one.kind == "column"}
    seen: set[tuple[str, str]] = set()
    for one in told:
        if one.kind == UNREAD:
            of = f" in {shown(place.path)}" if place.path else ""
            yield Unasked("G703", f"SQL{of} from line {one.line} on", one.name)
        elif not one.makes and not _made(one, tables, columns):
            wrong = _wrong(names, fresh, *((one.tables, one.name) if one.kind == "column" else ((one.name,), "")))
            if wrong is not None and wrong not in seen:
                seen.add(wrong)
                at = min(max(one.line - place.line, 0), len(place.lines) - 1) if place.lines else 0
                line = "" if not place.lines else place.lines[at].strip()
                yield _doubt(names, wrong, Doubt("G703", place.unit, wrong[1] or wrong[0], "", "", "", one.line, line))


def _made(one: Spoken, tables: set[str], columns: set[str]) -> bool:
    """Whether the same text makes it."""
    if one.kind == "table":
        return one.name.casefold() in tables
    return one.name.casefold() in columns or any([table.casefold() in tables for table in one.tables])
