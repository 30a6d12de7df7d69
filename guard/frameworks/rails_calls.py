"""What each call of Rails' migrations does to the schema, and which of them `change` cannot take back by itself."""

from __future__ import annotations

from guard.frameworks import rails_constraints
from guard.frameworks.arguments import NotLiteral
from guard.frameworks.rails_columns import (
    TIMES,
    add_column,
    add_columns,
    add_reference,
    add_timestamps,
    body_columns,
    key_column,
    reference_columns,
)
from guard.frameworks.rails_constraints import true

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from guard.frameworks.embedded import Place
    from guard.frameworks.ruby_arguments import RubyArguments
    from guard.model.operation import Operation

    Told = Iterator[Operation]
    Call = Callable[[RubyArguments, Place], Told]

IRREVERSIBLE = "change cannot take this back by itself"


def missing(at: Place) -> Operation:
    """What stands in `change`, which Rails runs backwards, and has no way back."""
    return at._replace(direction="down").opaque("migration.pair.missing", IRREVERSIBLE)


def create_table(given: RubyArguments, at: Place) -> Told:
    yield from created(given, at, given.text(0))


def created(given: RubyArguments, at: Place, table: str) -> Told:
    """A new table, with the columns and options that its call gives it."""
    pairs, odd = body_columns(given.block, given.ruby)
    if true(given.flag("temporary")):
        yield at.told("session.temp_table", table)
        return
    if true(given.flag("force")):  # it drops the table first
        cascade = "true" if given.flag("force") == "cascade" else ""
        yield at.told("schema.table.drop", table, cascade=cascade, if_exists="true")
    missing, types = true(given.flag("if_not_exists")), at.typed([key_column(given), *pairs]) if at.types else ""
    yield at.told("schema.table.create", table, [name for name, _ in pairs], if_not_exists=missing, types=types)
    if "as" in given.named:
        odd.append((at.line, "the table is filled from a query"))
    for line, why in odd:
        yield at._replace(line=line).opaque("opaque.code", why)


def drop_table(given: RubyArguments, at: Place) -> Told:
    cascade = "true" if given.flag("force") == "cascade" else ""
    for one in range(len(given)):
        yield at.told("schema.table.drop", given.text(one), cascade=cascade, if_exists=true(given.flag("if_exists")))


def join_table(given: RubyArguments) -> str:
    return given.option("table_name") or "_".join(sorted((given.text(0), given.text(1))))


def create_join_table(given: RubyArguments, at: Place) -> Told:
    yield from created(given, at, join_table(given))


def drop_join_table(given: RubyArguments, at: Place) -> Told:
    yield at.told("schema.table.drop", join_table(given), if_exists=true(given.flag("if_exists")))


def rename_table(given: RubyArguments, at: Place) -> Told:
    yield at.told("schema.table.rename", given.text(0), to=given.text(1))


def remove_column(given: RubyArguments, at: Place) -> Told:
    table, name = given.text(0), given.text(1)
    yield at.told("schema.column.drop", table, [name], if_exists=true(given.flag("if_exists")))


def remove_columns(given: RubyArguments, at: Place) -> Told:
    for one in range(1, len(given)):
        yield at.told("schema.column.drop", given.text(0), [given.text(one)])


def remove_timestamps(given: RubyArguments, at: Place) -> Told:
    for name in TIMES:
        yield at.told("schema.column.drop", given.text(0), [name])


def remove_reference(given: RubyArguments, at: Place) -> Told:
    table = given.text(0)
    for name in [given.text(one) for one in range(1, len(given))]:
        for one in reference_columns(given, name):
            yield at.told("schema.column.drop", table, [one])


def rename_column(given: RubyArguments, at: Place) -> Told:
    yield at.told("schema.column.rename", given.text(0), [given.text(1)], to=given.text(2))


def change_column(given: RubyArguments, at: Place) -> Told:
    table, name = given.text(0), given.text(1)
    yield at.told("schema.column.change_type", table, [name], type=given.text(2))
    if "null" in given.named:
        loosens = given.flag("null") is True
        yield at.told(f"schema.column.{'drop' if loosens else 'set'}_not_null", table, [name])
    if "default" in given.named:
        yield _default(given, at, given.flag("default"))


def change_null(given: RubyArguments, at: Place) -> Told:
    table, name = given.text(0), given.text(1)
    loosens = given.ruby.plain(given.node(2))
    if loosens not in (True, False):
        raise NotLiteral("whether it may be null is no literal")
    if not loosens and given.node(3) is not None and given.ruby.plain(given.node(3)) is not None:
        yield at.told("data.update", table, [name], where="true")  # the fourth argument fills what is null
    yield at.told(f"schema.column.{'drop' if loosens else 'set'}_not_null", table, [name])


def change_default(given: RubyArguments, at: Place) -> Told:
    yield _default(given, at, given.flag("to") if "to" in given.named else given.ruby.plain(given.node(2)))


def _default(given: RubyArguments, at: Place, value: object) -> Operation:
    default, kind = ("", "drop_default") if value is None else ("true", "set_default")
    return at.told(f"schema.column.{kind}", given.text(0), [given.text(1)], default=default)


def comment(given: RubyArguments, at: Place) -> Told:
    yield at.told("schema.comment", given.text(0))


CALLS: Mapping[str, Call] = {
    **rails_constraints.CALLS,
    "create_table": create_table,
    "drop_table": drop_table,
    "create_join_table": create_join_table,
    "drop_join_table": drop_join_table,
    "rename_table": rename_table,
    "add_column": add_column,
    "add_columns": add_columns,
    "add_timestamps": add_timestamps,
    "add_reference": add_reference,
    "add_belongs_to": add_reference,
    "remove_column": remove_column,
    "remove_columns": remove_columns,
    "remove_timestamps": remove_timestamps,
    "remove_reference": remove_reference,
    "remove_belongs_to": remove_reference,
    "rename_column": rename_column,
    "change_column": change_column,
    "change_column_null": change_null,
    "change_column_default": change_default,
    "change_column_comment": comment,
    "change_table_comment": comment,
}
ON_TABLE = {  # methods of the block of `change_table`, as the calls they stand for
    "column": "add_column",
    "timestamps": "add_timestamps",
    "references": "add_reference",
    "belongs_to": "add_reference",
    "remove": "remove_columns",
    "remove_references": "remove_reference",
    "remove_belongs_to": "remove_reference",
    "remove_timestamps": "remove_timestamps",
    "rename": "rename_column",
    "change": "change_column",
    "change_default": "change_column_default",
    "change_null": "change_column_null",
    "index": "add_index",
    "remove_index": "remove_index",
    "rename_index": "rename_index",
    "foreign_key": "add_foreign_key",
    "remove_foreign_key": "remove_foreign_key",
    "check_constraint": "add_check_constraint",
    "remove_check_constraint": "remove_check_constraint",
}


def reversible(method: str, given: RubyArguments) -> bool:
    """Whether `change` can run a call backwards."""
    if method in ("change_column", "truncate", "truncate_tables", "drop_schema", "create_schema"):
        return False
    if method == "remove_column":
        return len(given) > 2
    if method == "remove_columns":
        return "type" in given.named
    if method == "drop_table":
        return given.block is not None and len(given) == 1
    if method == "change_column_default":
        return {"from", "to"} <= set(given.named)
    if method.endswith("_comment"):
        return {"from", "to"} <= set(given.named)
    if method == "remove_index":
        return len(given) > 1 or "column" in given.named
    if method in ("remove_foreign_key", "remove_check_constraint", "drop_enum", "remove_unique_constraint"):
        return len(given) > 1 or "to_table" in given.named
    return method != "add_enum_value"
