"""Columns and constraints: what ALTER TABLE adds to a table, and what it changes of a column."""

from __future__ import annotations

from guard.sql.postgres.calls import volatile
from guard.sql.postgres.names import relation, strings, type_
from guard.sql.postgres.place import Place, Told, operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.sql.postgres.libpg import Tree

CONSTRAINTS = {
    "CONSTR_CHECK": "check",
    "CONSTR_PRIMARY": "primary_key",
    "CONSTR_UNIQUE": "unique",
    "CONSTR_EXCLUSION": "exclude",
    "CONSTR_FOREIGN": "foreign_key",
    "CONSTR_NOTNULL": "not_null",
}
_SERIALS = frozenset(("smallserial", "serial", "bigserial", "serial2", "serial4", "serial8"))
_FILLED = ("CONSTR_DEFAULT", "CONSTR_IDENTITY", "CONSTR_GENERATED")


def add_column(command: Tree, about: str, line: int, place: Place) -> Told:
    """ADD COLUMN, and the constraints written with it. What it computes for the rows that are there is run now."""
    column = command["def"]["ColumnDef"]
    name = column["colname"]
    having = {one["Constraint"]["contype"]: one["Constraint"] for one in column.get("constraints") or ()}
    default = having.get("CONSTR_DEFAULT", {}).get("raw_expr", {})
    empty = default.get("A_Const", {}).get("isnull", False)  # DEFAULT NULL
    words = strings(column.get("typeName", {}).get("names"))
    serial = len(words) == 1 and words[0] in _SERIALS
    filled = serial or any(kind in having for kind in _FILLED if not (kind == "CONSTR_DEFAULT" and empty))
    not_null = "CONSTR_NOTNULL" in having or "CONSTR_PRIMARY" in having
    told = [
        operation(
            "schema.column.add_required" if not_null and not filled else "schema.column.add",
            line,
            about,
            [name],
            default="CONSTR_DEFAULT" in having and not empty,
            generated="CONSTR_GENERATED" in having,
            identity="CONSTR_IDENTITY" in having,
            not_null=not_null,
            if_not_exists=command.get("missing_ok"),
            type=type_(column["typeName"]) if "typeName" in column else "",
            volatile_default=serial or volatile(default),
        )
    ]
    for one in column.get("constraints") or ():
        constraint = one["Constraint"]
        if constraint["contype"] in CONSTRAINTS and constraint["contype"] != "CONSTR_NOTNULL":
            told += _constraint(constraint, about, place.line_of(constraint), [name])
    run = [having[kind] for kind in (*_FILLED, "CONSTR_CHECK") if kind in having]
    return told + place.nested(run, place)


def add_constraint(command: Tree, about: str, line: int, place: Place) -> Told:
    """ADD CONSTRAINT; a validating check is computed for every row now."""
    constraint = command["def"]["Constraint"]
    columns = strings(constraint.get("keys")) or strings(constraint.get("fk_attrs"))
    told = _constraint(constraint, about, line, columns)
    if constraint.get("skip_validation"):
        return told
    if constraint["contype"] == "CONSTR_NOTNULL":
        told.append(operation("schema.column.set_not_null", line, about, columns))
    computed = [constraint.get(part) for part in ("raw_expr", "exclusions", "where_clause")]
    return told + place.nested(computed, place)


def _constraint(constraint: Tree, about: str, line: int, columns: list[str]) -> Told:
    return [
        operation(
            "schema.constraint.add_not_valid" if constraint.get("skip_validation") else "schema.constraint.add",
            line,
            about,
            columns,
            name=constraint.get("conname"),
            type=CONSTRAINTS[constraint["contype"]],
            references=relation(constraint["pktable"]) if "pktable" in constraint else None,
            using=constraint.get("indexname"),
        )
    ]


def change_type(command: Tree, about: str, line: int, place: Place) -> Told:
    column = command["def"]["ColumnDef"]
    new = operation(
        "schema.column.change_type",
        line,
        about,
        [command["name"]],
        type=type_(column["typeName"]),
        using="raw_default" in column,
    )
    return [new, *place.nested(column.get("raw_default"), place)]


def set_default(command: Tree, about: str, line: int, place: Place) -> Told:
    """SET DEFAULT and DROP DEFAULT; nothing is computed yet."""
    given = command.get("def")
    empty = given is None or given.get("A_Const", {}).get("isnull", False)
    id_ = "schema.column.drop_default" if empty else "schema.column.set_default"
    return [operation(id_, line, about, [command["name"]], volatile_default=volatile(given))]


def identity(command: Tree, about: str, line: int, place: Place) -> Told:
    dropped = command["subtype"] == "AT_DropIdentity"
    id_ = "schema.column.drop_default" if dropped else "schema.column.set_default"
    return [operation(id_, line, about, [command["name"]], identity=True, if_exists=command.get("missing_ok"))]


def drop_expression(command: Tree, about: str, line: int, place: Place) -> Told:
    """A column that was computed keeps its values and is no longer filled by itself."""
    return [operation("schema.column.drop_default", line, about, [command["name"]], generated=True)]


def drop_column(command: Tree, about: str, line: int, place: Place) -> Told:
    cascade = command.get("behavior") == "DROP_CASCADE"
    if_exists = command.get("missing_ok")
    return [operation("schema.column.drop", line, about, [command["name"]], cascade=cascade, if_exists=if_exists)]


def set_not_null(command: Tree, about: str, line: int, place: Place) -> Told:
    return [operation("schema.column.set_not_null", line, about, [command["name"]])]


def drop_not_null(command: Tree, about: str, line: int, place: Place) -> Told:
    return [operation("schema.column.drop_not_null", line, about, [command["name"]])]


def option(command: Tree, about: str, line: int, place: Place) -> Told:
    """SET STATISTICS, STORAGE, COMPRESSION and the options in brackets."""
    word = command["subtype"].removeprefix("AT_Set").removeprefix("AT_Reset").lower()
    return [operation("schema.column.option", line, about, [command["name"]] if "name" in command else [], name=word)]


def drop_constraint(command: Tree, about: str, line: int, place: Place) -> Told:
    cascade = command.get("behavior") == "DROP_CASCADE"
    name, if_exists = command["name"], command.get("missing_ok")
    return [operation("schema.constraint.drop", line, about, name=name, cascade=cascade, if_exists=if_exists)]


def alter_constraint(command: Tree, about: str, line: int, place: Place) -> Told:
    return [operation("schema.constraint.alter", line, about, name=command["def"]["ATAlterConstraint"]["conname"])]


def validate_constraint(command: Tree, about: str, line: int, place: Place) -> Told:
    return [operation("schema.constraint.validate", line, about, name=command["name"])]


ACTIONS = {
    "AT_AddColumn": add_column,
    "AT_ColumnDefault": set_default,
    "AT_DropNotNull": drop_not_null,
    "AT_SetNotNull": set_not_null,
    "AT_DropExpression": drop_expression,
    "AT_SetStatistics": option,
    "AT_SetOptions": option,
    "AT_ResetOptions": option,
    "AT_SetStorage": option,
    "AT_SetCompression": option,
    "AT_DropColumn": drop_column,
    "AT_AddConstraint": add_constraint,
    "AT_AlterConstraint": alter_constraint,
    "AT_ValidateConstraint": validate_constraint,
    "AT_DropConstraint": drop_constraint,
    "AT_AlterColumnType": change_type,
    "AT_AddIdentity": identity,
    "AT_SetIdentity": identity,
    "AT_DropIdentity": identity,
}
