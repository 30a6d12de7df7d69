"""Objects of every kind: what DROP, RENAME, SET SCHEMA, OWNER TO and COMMENT do to them."""

from __future__ import annotations

from guard.sql.postgres import lexing
from guard.sql.postgres.names import dotted, parts, relation, role, signature
from guard.sql.postgres.place import Place, Told, operation, unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.sql.postgres.libpg import Tree

_DROPPED = {
    "OBJECT_TABLE": "schema.table.drop",
    "OBJECT_INDEX": "schema.index.drop",
    "OBJECT_VIEW": "schema.view.drop",
    "OBJECT_MATVIEW": "schema.view.drop",
    "OBJECT_SEQUENCE": "schema.sequence.drop",
    "OBJECT_TYPE": "schema.type.drop",
    "OBJECT_DOMAIN": "schema.type.drop",
    "OBJECT_SCHEMA": "schema.namespace.drop",
    "OBJECT_EXTENSION": "schema.extension.drop",
    "OBJECT_FUNCTION": "schema.function.drop",
    "OBJECT_PROCEDURE": "schema.function.drop",
    "OBJECT_ROUTINE": "schema.function.drop",
    "OBJECT_AGGREGATE": "schema.function.drop",
    "OBJECT_TRIGGER": "schema.trigger.drop",
    "OBJECT_POLICY": "access.policy.drop",
    "OBJECT_STATISTIC_EXT": "schema.statistics",
}
_RENAMED = {
    "OBJECT_TABLE": "schema.table.rename",
    "OBJECT_INDEX": "schema.index.rename",
    "OBJECT_TABCONSTRAINT": "schema.constraint.rename",
    "OBJECT_TYPE": "schema.type.rename",
    "OBJECT_DOMAIN": "schema.type.rename",
    "OBJECT_SEQUENCE": "schema.sequence.alter",
    "OBJECT_SCHEMA": "schema.namespace.alter",
    "OBJECT_POLICY": "access.policy.alter",
    "OBJECT_ROLE": "access.role.alter",
}
_MOVED = {
    "OBJECT_TABLE": "schema.table.rename",
    "OBJECT_TYPE": "schema.type.rename",
    "OBJECT_DOMAIN": "schema.type.rename",
    "OBJECT_SEQUENCE": "schema.sequence.alter",
    "OBJECT_EXTENSION": "schema.extension.alter",
}
_NAMED = {
    "OBJECT_TABLE": "table",
    "OBJECT_FOREIGN_TABLE": "table",
    "OBJECT_INDEX": "index",
    "OBJECT_VIEW": "view",
    "OBJECT_MATVIEW": "view",
    "OBJECT_SEQUENCE": "sequence",
    "OBJECT_TYPE": "type",
    "OBJECT_DOMAIN": "type",
    "OBJECT_SCHEMA": "schema",
    "OBJECT_EXTENSION": "extension",
    "OBJECT_FUNCTION": "function",
    "OBJECT_PROCEDURE": "function",
    "OBJECT_ROUTINE": "function",
    "OBJECT_AGGREGATE": "function",
    "OBJECT_DATABASE": "database",
    "OBJECT_ROLE": "role",
}
# What stands on a table, and is named after it: the last word is its own name.
_ON_TABLE = frozenset(("OBJECT_TRIGGER", "OBJECT_POLICY", "OBJECT_TABCONSTRAINT", "OBJECT_COLUMN", "OBJECT_RULE"))


def about(kind: str, words: list[str]) -> tuple[str | None, str]:
    """The object of an operation, and the name of what stands on it, such as a trigger on its table."""
    if kind in _ON_TABLE:
        return (f"table:{dotted(words[:-1])}" if len(words) > 1 else None), (words or [""])[-1]
    named = f"{_NAMED[kind]}:{dotted(words)}" if kind in _NAMED and words else None
    return named, dotted(words) if kind == "OBJECT_STATISTIC_EXT" else ""


def plain(kind: str) -> str:
    """The kind of an object, as SQL writes it."""
    return kind.removeprefix("OBJECT_").removesuffix("_ACL").replace("_", " ")


def drop(node: Tree, place: Place) -> Told:
    kind = node["removeType"]
    id_ = _DROPPED.get(kind)
    if id_ is None:
        return [unread(place.line(), f"no operation for DROP {plain(kind)} yet")]
    concurrent = bool(node.get("concurrent"))
    starts = lexing.segments(place.data, place.start, place.end)
    told: Told = []
    for at, one in enumerate(node["objects"]):
        object_, name = about(kind, parts(one))
        taken = one.get("ObjectWithArgs", {})
        if object_ and object_.startswith("function:") and "args_unspecified" not in taken:
            name = signature(parts(one), [argument["TypeName"] for argument in taken.get("objargs") or ()])
        told.append(
            operation(
                f"{id_}_concurrent" if concurrent else id_,
                place.line(starts[at]) if len(starts) == len(node["objects"]) else place.line(),
                object_,
                cascade=node.get("behavior") == "DROP_CASCADE",
                concurrently=concurrent,
                if_exists=node.get("missing_ok"),
                name=name,
            )
        )
    return told


def rename(node: Tree, place: Place) -> Told:
    kind, on = node["renameType"], node["relationType"]
    line, old, new = place.line(), node.get("subname"), node.get("newname")
    named = f"{_NAMED.get(on, 'table')}:{relation(node['relation'])}" if "relation" in node else None
    if kind == "OBJECT_COLUMN" and on in ("OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW"):
        return [operation("schema.column.rename", line, named, [old or ""], to=new)]
    id_ = _RENAMED.get(kind)
    if id_ is None:
        return [unread(line, f"no operation for renaming {plain(kind)} yet")]
    if kind in _ON_TABLE:
        return [operation(id_, line, named, name=old, to=new)]
    if "relation" in node:
        return [operation(id_, line, f"{_NAMED[kind]}:{relation(node['relation'])}", to=new)]
    return [operation(id_, line, about(kind, parts(node["object"]) if "object" in node else [old or ""])[0], to=new)]


def set_schema(node: Tree, place: Place) -> Told:
    """Another schema is another name."""
    kind = node["objectType"]
    id_ = _MOVED.get(kind)
    if id_ is None:
        return [unread(place.line(), f"no operation for SET SCHEMA of {plain(kind)} yet")]
    words = parts({"RangeVar": node["relation"]}) if "relation" in node else parts(node["object"])
    to = node["newschema"] if kind == "OBJECT_EXTENSION" else dotted([node["newschema"], words[-1]])
    return [operation(id_, place.line(), about(kind, words)[0], to=to)]


def owner(node: Tree, place: Place) -> Told:
    kind = node["objectType"]
    words = parts(node["object"])
    object_ = about(kind, words)[0]
    kept = "" if object_ else " ".join([plain(kind).lower(), *words])
    return [operation("access.owner.change", place.line(), object_, name=kept, to=role(node["newowner"]))]


def comment(node: Tree, place: Place) -> Told:
    kind = node["objtype"]
    object_, name = about(kind, parts(node["object"]))
    columns = [name] if kind == "OBJECT_COLUMN" else []
    return [operation("schema.comment", place.line(), object_, columns, name="" if columns else name)]


def drop_database(node: Tree, place: Place) -> Told:
    if_exists = node.get("missing_ok")
    return [
        operation("schema.database.drop", place.line(), f"database:{dotted([node['dbname']])}", if_exists=if_exists)
    ]


DEFINES = {
    "DropStmt": drop,
    "RenameStmt": rename,
    "AlterObjectSchemaStmt": set_schema,
    "AlterOwnerStmt": owner,
    "CommentStmt": comment,
    "DropdbStmt": drop_database,
}
