"""Columns, references and the bodies of tables in Rails' migrations."""

from __future__ import annotations

from guard import syntax
from guard.frameworks.arguments import NotLiteral
from guard.frameworks.ruby import parts
from guard.frameworks.ruby_arguments import RubyArguments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.frameworks.embedded import Place
    from guard.frameworks.ruby import Ruby
    from guard.model.operation import Operation
    from guard.syntax import Node

    Told = Iterator[Operation]

TYPES = frozenset(
    (
        *("string", "text", "integer", "bigint", "float", "decimal", "numeric", "datetime", "timestamp", "timestamptz"),
        *("time", "date", "binary", "blob", "boolean", "json", "jsonb", "uuid", "inet", "cidr", "macaddr", "citext"),
        *("hstore", "xml", "virtual", "primary_key", "enum", "tsvector", "tsquery", "interval", "money", "oid", "bit"),
        *("bit_varying", "point", "line", "lseg", "box", "path", "polygon", "circle", "ltree", "daterange", "numrange"),
        *("tsrange", "tstzrange", "int4range", "int8range", "serial", "bigserial", "smallint", "tinyint", "mediumtext"),
        *(
            "longtext",
            "tinytext",
            "mediumblob",
            "longblob",
            "tinyblob",
            "unsigned_integer",
            "unsigned_bigint",
            "vector",
        ),
        *("geometry", "geography", "st_point", "st_polygon", "bytea", "smallserial", "tinyinteger"),
    )
)
FILLED = ("primary_key", "serial", "bigserial", "smallserial", "virtual")  # types that fill themselves
TIMES = ("created_at", "updated_at")
BESIDE = ("index", "check_constraint", "foreign_key", "unique_constraint", "exclusion_constraint")
CONCURRENT = "concurrently"


def column(given: RubyArguments, at: Place, table: str, names: Iterable[str], type_: str, null: object = True) -> Told:
    """New columns of a table that stands; `null` is what holds where nothing is said."""
    null = given.flag("null", null)
    filled = type_ in FILLED or "as" in given.named
    default = given.named.get("default")
    defaults = default is not None and given.flag("default") is not None
    required = null is not True and not defaults and not filled
    for name in names:
        yield at.told(
            "schema.column.add_required" if required else "schema.column.add",
            table,
            [name],
            type=type_,
            default="true" if defaults else "",
            generated="true" if filled else "",
            not_null="" if null is True else "true",
            if_not_exists="true" if given.flag("if_not_exists") else "",
        )


def add_column(given: RubyArguments, at: Place) -> Told:
    yield from column(given, at, given.text(0), [given.text(1)], given.text(2))


def add_columns(given: RubyArguments, at: Place) -> Told:
    names = [given.text(one) for one in range(1, len(given))]
    yield from column(given, at, given.text(0), names, given.option("type"))


def add_timestamps(given: RubyArguments, at: Place) -> Told:
    """They must be filled unless said otherwise."""
    yield from column(given, at, given.text(0), TIMES, "datetime", null=False)


def add_reference(given: RubyArguments, at: Place) -> Told:
    """A column for the key, with its index and, where asked for, the constraint."""
    table, name = given.text(0), given.text(1)
    columns = reference_columns(given, name)
    yield from column(given, at, table, columns[:1], given.option("type") or "bigint")
    yield from column(given, at, table, columns[1:], "string")
    index = given.inner("index")
    if given.flag("index", True) is not False:
        concurrent = "algorithm" in index and given.ruby.plain(index["algorithm"]) == CONCURRENT
        unique = "unique" in index and given.ruby.plain(index["unique"]) is not False
        id_ = "schema.index.create_concurrent" if concurrent else "schema.index.create"
        told = "true" if concurrent else ""
        yield at.told(id_, table, columns, concurrently=told, unique="true" if unique else "")
    if given.flag("foreign_key", False) is not False:
        foreign = given.inner("foreign_key")
        later = "validate" in foreign and given.ruby.plain(foreign["validate"]) is False
        to = given.ruby.text(foreign["to_table"]) if "to_table" in foreign else plural(name)
        id_ = "schema.constraint.add_not_valid" if later else "schema.constraint.add"
        yield at.told(id_, table, columns[:1], type="foreign_key", references=to if isinstance(to, str) else "")


def reference_columns(given: RubyArguments, name: str) -> list[str]:
    polymorphic = given.flag("polymorphic", False) is not False
    return [f"{name}_id", f"{name}_type"] if polymorphic else [f"{name}_id"]


def plural(name: str) -> str:
    """The usual table of a name, by the simplest of Rails' rules."""
    if name.endswith("y") and name[-2:-1] not in ("a", "e", "i", "o", "u"):
        return name[:-1] + "ies"
    return name + ("es" if name.endswith(("s", "x", "ch", "sh")) else "s")


def key_column(given: RubyArguments) -> tuple[str, str]:
    """The key that `create_table` makes by itself, and its type where one is said; "" where it makes none."""
    said = given.named.get("id")
    if said is not None and said.text() in ("false", "nil"):
        return "", ""
    name, kind = given.ruby.text(given.named.get("primary_key")), given.ruby.text(said)
    kind = given.ruby.text(given.inner("id").get("type")) if said is not None and said.kind() == "hash" else kind
    if "primary_key" in given.named and not isinstance(name, str):
        return "", ""  # several columns, or made by code
    return name if isinstance(name, str) else "id", kind if isinstance(kind, str) else "primary_key"


def body_columns(block: Node | None, ruby: Ruby) -> tuple[list[tuple[str, str]], list[tuple[int, str]]]:
    """The columns that the block of `create_table` names, each with its type, and what in it is no line of a table."""
    if block is None:
        return [], []
    names = [one.text() for one in parts(block.field("parameters"))]
    columns: list[tuple[str, str]] = []
    odd: list[tuple[int, str]] = []
    for line in parts(block.field("body")):
        receiver, method = line.field("receiver"), line.field("method")
        if line.kind() != "call" or receiver is None or method is None or [receiver.text()] != names:
            odd.append((syntax.line(line), "code makes the table"))
            continue
        try:
            columns += _columns(RubyArguments(line, ruby), method.text())
        except NotLiteral as error:
            odd.append((syntax.line(line), str(error)))
    return columns, odd


def _columns(given: RubyArguments, method: str) -> list[tuple[str, str]]:
    names = [given.text(one) for one in range(len(given))] if method not in BESIDE else []
    if method in TYPES:
        return [(name, method) for name in names]
    if method == "column":
        return [(name, names[1] if len(names) > 1 else "") for name in names[:1]]
    if method == "timestamps":
        return [(name, "datetime") for name in TIMES]
    if method in ("references", "belongs_to"):
        said = given.ruby.text(given.named.get("type")) if "type" in given.named else "bigint"
        types = (said if isinstance(said, str) else "", "string")
        return [pair for name in names for pair in zip(reference_columns(given, name), types, strict=False)]
    if method in BESIDE:
        return []
    raise NotLiteral(f"{method} is not known here")
