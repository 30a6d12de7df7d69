"""Indexes, constraints, types and the like in Rails' migrations."""

from __future__ import annotations

from guard.frameworks.arguments import NotLiteral
from guard.frameworks.rails_columns import CONCURRENT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from guard.frameworks.embedded import Place
    from guard.frameworks.ruby_arguments import RubyArguments
    from guard.model.operation import Operation

    Told = Iterator[Operation]
    Call = Callable[[RubyArguments, Place], Told]


def true(value: object) -> str:
    return "" if value in (None, False) else "true"


def add_index(given: RubyArguments, at: Place) -> Told:
    concurrent = given.flag("algorithm") == CONCURRENT
    words = given.ruby.words(given.node(1))
    columns = tuple([name for name in words if name.isidentifier()])  # the rest are expressions
    yield at.told(
        "schema.index.create_concurrent" if concurrent else "schema.index.create",
        given.text(0),
        columns,
        name=given.option("name") or index_name(given.text(0), columns),
        concurrently="true" if concurrent else "",
        unique=true(given.flag("unique")),
        using=given.option("using"),
        where=true("where" in given.named),
        if_not_exists=true(given.flag("if_not_exists")),
    )


def index_name(table: str, columns: tuple[str, ...]) -> str:
    """As Rails names it where nobody else does."""
    return f"index_{table}_on_{'_and_'.join(columns)}" if columns else ""


def remove_index(given: RubyArguments, at: Place) -> Told:
    concurrent = given.flag("algorithm") == CONCURRENT
    columns = given.ruby.words(given.named.get("column", given.node(1)))
    name = given.option("name") or index_name(given.text(0), columns)
    if not name:
        raise NotLiteral("which index is not plain to see")
    id_ = "schema.index.drop_concurrent" if concurrent else "schema.index.drop"
    told = "true" if concurrent else ""
    yield at.of(id_, f"index:{name}", concurrently=told, if_exists=true(given.flag("if_exists")))


def rename_index(given: RubyArguments, at: Place) -> Told:
    yield at.of("schema.index.rename", f"index:{given.text(1)}", to=given.text(2))


def add_foreign_key(given: RubyArguments, at: Place) -> Told:
    later = given.flag("validate", True) is False
    id_ = "schema.constraint.add_not_valid" if later else "schema.constraint.add"
    columns = given.ruby.words(given.named.get("column"))
    name = given.option("name")
    yield at.told(id_, given.text(0), columns, name=name, type="foreign_key", references=given.text(1))


def _adds(kind: str) -> Call:
    def add(given: RubyArguments, at: Place) -> Told:
        later = given.flag("validate", True) is False
        id_ = "schema.constraint.add_not_valid" if later else "schema.constraint.add"
        columns = given.ruby.words(given.node(1)) if kind == "unique" else ()
        yield at.told(id_, given.text(0), columns, name=given.option("name"), type=kind)

    return add


def _drops(kind: str) -> Call:
    def drop(given: RubyArguments, at: Place) -> Told:
        columns = given.ruby.words(given.named.get("column"))
        yield at.told("schema.constraint.drop", given.text(0), columns, name=given.option("name"), type=kind)

    return drop


def validate(given: RubyArguments, at: Place) -> Told:
    name = given.option("name") or (given.text(1) if len(given) > 1 else "")
    yield at.told("schema.constraint.validate", given.text(0), name=name)


def validate_foreign_key(given: RubyArguments, at: Place) -> Told:
    to = given.option("to_table") or (given.text(1) if len(given) > 1 else "")
    columns = given.ruby.words(given.named.get("column"))
    yield at.told("schema.constraint.validate", given.text(0), columns, name=given.option("name"), references=to)


def add_enum_value(given: RubyArguments, at: Place) -> Told:
    missing = true(given.flag("if_not_exists"))
    yield at.of("schema.enum.add_value", f"type:{given.text(0)}", name=given.text(1), if_not_exists=missing)


def rename_enum_value(given: RubyArguments, at: Place) -> Told:
    name, to = given.option("from"), given.option("to")
    yield at.of("schema.enum.rename_value", f"type:{given.text(0)}", name=name, to=to)


def _named(id_: str, kind: str) -> Call:
    def tell(given: RubyArguments, at: Place) -> Told:
        cascade = "true" if given.flag("force") == "cascade" else ""
        to = given.option("to") or (given.text(1) if id_.endswith(".rename") else "")
        name = given.text(0)
        yield at.of(id_, f"{kind}:{name}", to=to, cascade=cascade, if_exists=true(given.flag("if_exists")))

    return tell


def truncate(given: RubyArguments, at: Place) -> Told:
    for one in range(len(given)):
        yield at.told("data.truncate", given.text(one))


CALLS: Mapping[str, Call] = {
    "add_index": add_index,
    "remove_index": remove_index,
    "rename_index": rename_index,
    "add_foreign_key": add_foreign_key,
    "remove_foreign_key": _drops("foreign_key"),
    "validate_foreign_key": validate_foreign_key,
    "add_check_constraint": _adds("check"),
    "remove_check_constraint": _drops("check"),
    "validate_check_constraint": validate,
    "validate_constraint": validate,
    "add_unique_constraint": _adds("unique"),
    "remove_unique_constraint": _drops("unique"),
    "add_exclusion_constraint": _adds("exclusion"),
    "remove_exclusion_constraint": _drops("exclusion"),
    "enable_extension": _named("schema.extension.create", "extension"),
    "disable_extension": _named("schema.extension.drop", "extension"),
    "create_enum": _named("schema.type.create", "type"),
    "drop_enum": _named("schema.type.drop", "type"),
    "rename_enum": _named("schema.type.rename", "type"),
    "add_enum_value": add_enum_value,
    "rename_enum_value": rename_enum_value,
    "create_schema": _named("schema.namespace.create", "schema"),
    "drop_schema": _named("schema.namespace.drop", "schema"),
    "truncate": truncate,
    "truncate_tables": truncate,
}
