"""What CREATE makes, apart from functions and roles: nothing in it runs yet, unless it is filled from a query."""

from __future__ import annotations

from guard.sql.postgres.names import dotted, relation, strings, table, temporary
from guard.sql.postgres.place import Place, Told, operation, unread
from guard.sql.postgres.tables import create_partition

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.sql.postgres.libpg import Tree


def create_table(node: Tree, place: Place) -> Told:
    made = node["relation"]
    elements = node.get("tableElts") or ()
    columns = [one["ColumnDef"]["colname"] for one in elements if "ColumnDef" in one]
    id_ = "session.temp_table" if temporary(made) else "schema.table.create"
    exists = node.get("if_not_exists")
    line = place.line_of(made)
    told = [operation(id_, line, table(made), columns, if_not_exists=exists), *create_partition(node, place)]
    return told + place.nested(node.get("partbound"), place)


def from_query(node: Tree, place: Place) -> Told:
    """CREATE TABLE AS and CREATE MATERIALIZED VIEW; what the query does is told as well."""
    return into(node["into"], place, node["objtype"] == "OBJECT_MATVIEW", bool(node.get("if_not_exists")))


def into(clause: Tree, place: Place, view: bool = False, if_not_exists: bool = False) -> Told:
    """What is made where a query goes INTO a new table."""
    made = clause["rel"]
    columns = strings(clause.get("colNames"))
    if view:
        return [
            operation(
                "schema.view.create", place.line(), f"view:{relation(made)}", columns, if_not_exists=if_not_exists
            )
        ]
    id_ = "session.temp_table" if temporary(made) else "schema.table.create"
    return [operation(id_, place.line_of(made), table(made), columns, if_not_exists=if_not_exists)]


def create_view(node: Tree, place: Place) -> Told:
    """A view only stores its query. Rows changed in it would be an error; they are told all the same."""
    view = node["view"]
    does = ",".join(sorted({one.id for one in place.nested(node["query"], place)}))
    if temporary(view):
        made = operation("session.temp_table", place.line(), f"view:{relation(view)}", does=does)
    else:
        made = operation(
            "schema.view.create",
            place.line(),
            f"view:{relation(view)}",
            strings(node.get("aliases")),
            does=does,
            replace=node.get("replace"),
        )
    named = node["query"].get("SelectStmt", {}).get("withClause", {}).get("ctes") or ()
    changing = [
        one["CommonTableExpr"]["ctequery"] for one in named if "SelectStmt" not in one["CommonTableExpr"]["ctequery"]
    ]
    return [made, *place.nested(changing, place)]


def create_index(node: Tree, place: Place) -> Told:
    elements = [one["IndexElem"] for one in node.get("indexParams") or ()]
    method = node["accessMethod"]
    concurrent = bool(node.get("concurrent"))
    computed = place.nested([node.get("indexParams"), node.get("whereClause")], place)  # for every row, now
    return [
        operation(
            "schema.index.create_concurrent" if concurrent else "schema.index.create",
            place.line(),
            table(node["relation"]),
            [one["name"] for one in elements if "name" in one],
            concurrently=concurrent,
            if_not_exists=node.get("if_not_exists"),
            method="" if method == "btree" else method,
            name=node.get("idxname"),
            unique=node.get("unique"),
            where="whereClause" in node,
        ),
        *computed,
    ]


def create_schema(node: Tree, place: Place) -> Told:
    """CREATE SCHEMA, and what is made within it in the same breath."""
    name = node.get("schemaname") or node.get("authrole", {}).get("rolename")
    about = f"schema:{dotted([name])}" if name else None
    told = [operation("schema.namespace.create", place.line(), about, if_not_exists=node.get("if_not_exists"))]
    elements = node.get("schemaElts") or ()
    for element in elements:
        for body in element.values():
            for key in ("relation", "view", "sequence"):
                if name and "relname" in body.get(key, ()):
                    body[key].setdefault("schemaname", name)
    return told + place.nested(elements, place)


def create_extension(node: Tree, place: Place) -> Told:
    cascade = any(one["DefElem"]["defname"] == "cascade" for one in node.get("options") or ())
    about, exists = f"extension:{node['extname']}", node.get("if_not_exists")
    return [operation("schema.extension.create", place.line(), about, cascade=cascade, if_not_exists=exists)]


def alter_extension(node: Tree, place: Place) -> Told:
    return [operation("schema.extension.alter", place.line(), f"extension:{node['extname']}")]


def create_trigger(node: Tree, place: Place) -> Told:
    name, replace = node["trigname"], node.get("replace")
    return [operation("schema.trigger.create", place.line(), table(node["relation"]), name=name, replace=replace)]


def create_type(node: Tree, place: Place) -> Told:
    """Domains, enumerations, ranges and composite types, each named under another word."""
    if "typevar" in node:
        name = relation(node["typevar"])
    else:
        name = dotted(strings(node.get("domainname") or node["typeName"]))
    return [operation("schema.type.create", place.line(), f"type:{name}")]


def define(node: Tree, place: Place) -> Told:
    """CREATE TYPE of the basic kind and CREATE AGGREGATE; operators, collations and the like have no operation."""
    kind = node["kind"]
    name = dotted(strings(node.get("defnames")))
    if kind == "OBJECT_TYPE":
        return [operation("schema.type.create", place.line(), f"type:{name}")]
    if kind == "OBJECT_AGGREGATE":
        return [operation("schema.function.create", place.line(), f"function:{name}", type="aggregate")]
    return [unread(place.line(), f"no operation for CREATE {kind.removeprefix('OBJECT_').replace('_', ' ')} yet")]


def alter_enum(node: Tree, place: Place) -> Told:
    about = f"type:{dotted(strings(node['typeName']))}"
    if "oldVal" in node:
        return [operation("schema.enum.rename_value", place.line(), about, name=node["oldVal"], to=node.get("newVal"))]
    exists = node.get("skipIfNewValExists")
    return [operation("schema.enum.add_value", place.line(), about, name=node.get("newVal"), if_not_exists=exists)]


def create_sequence(node: Tree, place: Place) -> Told:
    made = node["sequence"]
    id_ = "session.temp_table" if temporary(made) else "schema.sequence.create"
    return [operation(id_, place.line(), f"sequence:{relation(made)}", if_not_exists=node.get("if_not_exists"))]


def alter_sequence(node: Tree, place: Place) -> Told:
    return [operation("schema.sequence.alter", place.line(), f"sequence:{relation(node['sequence'])}")]


EXECUTES = {"CreateTableAsStmt": from_query}
DEFINES = {
    "CreateStmt": create_table,
    "ViewStmt": create_view,
    "IndexStmt": create_index,
    "CreateSchemaStmt": create_schema,
    "CreateExtensionStmt": create_extension,
    "AlterExtensionStmt": alter_extension,
    "AlterExtensionContentsStmt": alter_extension,
    "CreateTrigStmt": create_trigger,
    "CreateDomainStmt": create_type,
    "CreateEnumStmt": create_type,
    "CreateRangeStmt": create_type,
    "CompositeTypeStmt": create_type,
    "DefineStmt": define,
    "AlterEnumStmt": alter_enum,
    "CreateSeqStmt": create_sequence,
    "AlterSeqStmt": alter_sequence,
}
