"""What each call of Alembic's `op` does. On a batch of one table the same calls leave the table out."""

from __future__ import annotations

import ast

from guard.frameworks.alembic_columns import column_of, made_by, table_of, type_of, within
from guard.frameworks.arguments import Arguments, NotLiteral
from guard.frameworks.literals import plain, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from guard.frameworks.embedded import Place
    from guard.model.operation import Operation

    Told = Iterator[Operation]
    Call = Callable[[Arguments, Place, str], Told]


def table(given: Arguments, batch: str, name: str = "table_name") -> str:
    """The table of a call: the batch's, or the one it names."""
    return batch or within(given.text_or("schema"), given.text(name).removeprefix("public."))


def create_table(given: Arguments, at: Place, batch: str) -> Told:
    columns: dict[str, str] = {}
    for part in given.rest:
        made = made_by(part, given.scope)
        if made is None:
            if isinstance(part, ast.Starred):
                yield at.opaque("opaque.code", "columns of the table are made by code")
        elif made[1].endswith(".Column"):
            column = column_of(part, given.scope)
            columns[column.name] = column.type
    missing = "true" if given.flag("if_not_exists") else ""
    types = at.typed(columns.items())
    yield at.told("schema.table.create", table(given, batch), columns, if_not_exists=missing, types=types)


def drop_table(given: Arguments, at: Place, batch: str) -> Told:
    yield at.told("schema.table.drop", table(given, batch), if_exists="true" if given.flag("if_exists") else "")


def rename_table(given: Arguments, at: Place, batch: str) -> Told:
    old, new = table(given, "", "old_table_name"), table(given, "", "new_table_name")
    yield at.told("schema.table.rename", old, to=new)


def add_column(given: Arguments, at: Place, batch: str) -> Told:
    of, column = table(given, batch), column_of(given.given.get("column"), given.scope)
    required = column.not_null and not column.default and not column.generated
    yield at.told(
        "schema.column.add_required" if required else "schema.column.add",
        of,
        [column.name],
        type=column.type,
        default="true" if column.default else "",
        generated="true" if column.generated else "",
        not_null="true" if column.not_null else "",
        if_not_exists="true" if given.flag("if_not_exists") else "",
    )
    for held, kind in ((column.primary, "primary_key"), (column.unique and not column.indexed, "unique")):
        if held:
            yield at.told("schema.constraint.add", of, [column.name], type=kind)
    if column.indexed:
        yield at.told("schema.index.create", of, [column.name], unique="true" if column.unique else "")
    if column.references:
        yield at.told("schema.constraint.add", of, [column.name], type="foreign_key", references=column.references)
    if column.checks:
        yield at.told("schema.constraint.add", of, [column.name], type="check", name=column.checks.strip("-"))


def drop_column(given: Arguments, at: Place, batch: str) -> Told:
    missing = "true" if given.flag("if_exists") else ""
    yield at.told("schema.column.drop", table(given, batch), [given.text("column_name")], if_exists=missing)


def alter_column(given: Arguments, at: Place, batch: str) -> Told:
    """Each argument is a change of its own; those that begin with `existing_` only say how it is."""
    of, column = table(given, batch), given.text("column_name")
    if given.node("type_") is not None:
        using = text_of(given.given.get("postgresql_using"), given.scope)
        told = "true" if isinstance(using, str) and using else ""
        yield at.told("schema.column.change_type", of, [column], type=type_of(given.node("type_")), using=told)
    if given.node("nullable") is not None:
        loosens = given.flag("nullable")
        if loosens is None:
            raise NotLiteral("nullable is no literal")
        yield at.told(f"schema.column.{'drop' if loosens else 'set'}_not_null", of, [column])
    if _said(given, "server_default"):
        default = given.node("server_default")
        kind = "set_default" if default is not None else "drop_default"
        yield at.told(f"schema.column.{kind}", of, [column], default="true" if default else "")
    if _said(given, "comment"):
        yield at.told("schema.comment", of, [column])
    if given.node("autoincrement") is not None:
        yield at.told("schema.column.option", of, [column])
    if given.node("new_column_name") is not None:
        yield at.told("schema.column.rename", of, [column], to=given.text("new_column_name"))


def _said(given: Arguments, name: str) -> bool:
    """Whether an argument is given for which None means something and False that it stays."""
    return name in given and plain(given.given[name], given.scope) is not False


def create_index(given: Arguments, at: Place, batch: str) -> Told:
    concurrent = given.flag("postgresql_concurrently") is True
    yield at.told(
        "schema.index.create_concurrent" if concurrent else "schema.index.create",
        table(given, batch),
        [name for name in given.words("columns") if name.isidentifier()],  # the rest are expressions
        name=given.text_or("index_name"),
        concurrently="true" if concurrent else "",
        unique="true" if given.flag("unique") is not False else "",
        using=given.text_or("postgresql_using"),
        where="true" if given.node("postgresql_where") is not None else "",
        if_not_exists="true" if given.flag("if_not_exists") else "",
    )


def drop_index(given: Arguments, at: Place, batch: str) -> Told:
    concurrent = given.flag("postgresql_concurrently") is True
    id_ = "schema.index.drop_concurrent" if concurrent else "schema.index.drop"
    name = within(given.text_or("schema"), given.text("index_name"))
    missing = "true" if given.flag("if_exists") else ""
    yield at.of(id_, f"index:{name}", concurrently="true" if concurrent else "", if_exists=missing)


def _constraint(kind: str, columns: str) -> Call:
    def add(given: Arguments, at: Place, batch: str) -> Told:
        later = given.flag("postgresql_not_valid") is True
        source = "source_table" if kind == "foreign_key" else "table_name"
        schema = given.text_or("source_schema") if kind == "foreign_key" else ""
        to = ""
        if kind == "foreign_key":
            to = within(given.text_or("referent_schema"), given.text("referent_table"))
        yield at.told(
            "schema.constraint.add_not_valid" if later else "schema.constraint.add",
            within(schema, table(given, batch, source)),
            given.words(columns),
            name=given.text_or("constraint_name"),
            type=kind,
            references=to,
        )

    return add


def drop_constraint(given: Arguments, at: Place, batch: str) -> Told:
    kind = {"foreignkey": "foreign_key", "primary": "primary_key"}.get(given.text_or("type_"), given.text_or("type_"))
    yield at.told("schema.constraint.drop", table(given, batch), name=given.text("constraint_name"), type=kind)


def comment(given: Arguments, at: Place, batch: str) -> Told:
    yield at.told("schema.comment", table(given, batch))


def bulk_insert(given: Arguments, at: Place, batch: str) -> Told:
    node = given.given.get("table")
    of = table_of(node, given.scope)
    if of is None:
        raise NotLiteral("the table is made by code")
    yield at.told("data.insert", of)


CALLS: Mapping[str, tuple[str, Call]] = {  # a signature of `op`; that of a batch is without the word in brackets
    "create_table": ("table_name *columns", create_table),
    "drop_table": ("table_name", drop_table),
    "rename_table": ("old_table_name new_table_name", rename_table),
    "add_column": ("[table_name] column", add_column),
    "drop_column": ("[table_name] column_name", drop_column),
    "alter_column": ("[table_name] column_name", alter_column),
    "create_index": ("index_name [table_name] columns", create_index),
    "drop_index": ("index_name [table_name]", drop_index),
    "create_foreign_key": (
        "constraint_name [source_table] referent_table local_cols remote_cols",
        _constraint("foreign_key", "local_cols"),
    ),
    "create_unique_constraint": ("constraint_name [table_name] columns", _constraint("unique", "columns")),
    "create_check_constraint": ("constraint_name [table_name] condition", _constraint("check", "")),
    "create_primary_key": ("constraint_name [table_name] columns", _constraint("primary_key", "columns")),
    "create_exclude_constraint": ("constraint_name [table_name] *elements", _constraint("exclusion", "")),
    "drop_constraint": ("constraint_name [table_name] type_", drop_constraint),
    "create_table_comment": ("[table_name] comment", comment),
    "drop_table_comment": ("[table_name]", comment),
    "bulk_insert": ("table rows multiinsert", bulk_insert),
}


def signature(name: str, batch: str) -> str:
    """The arguments by position."""
    words = CALLS[name][0].split()
    return " ".join([word.strip("[]") for word in words if not (batch and word.startswith("["))])
