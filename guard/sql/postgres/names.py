"""Names in a tree: of tables and other objects, of columns, types and roles, as guard writes them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.sql.postgres.libpg import Tree


# What the grammar calls a type, and how people write it.
_TYPES = {
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "float4": "real",
    "float8": "double precision",
    "bool": "boolean",
    "bpchar": "char",
}


def dotted(parts: list[str]) -> str:
    """One name of the parts of a qualified one: `public.` left out, and the database, which can only be this one.

    A part with a dot or a quote in it stands in quotes, so that no two tables share a name.
    """
    kept = parts[-2:]
    if len(kept) == 2 and kept[0] == "public":
        kept = kept[1:]
    return ".".join(['"' + part.replace('"', '""') + '"' if "." in part or '"' in part else part for part in kept])


def strings(nodes: list[Tree] | None) -> list[str]:
    """The words of a list of String nodes."""
    return [node["String"]["sval"] for node in nodes or () if "String" in node]


def relation(node: Tree) -> str:
    """A RangeVar."""
    schema = node.get("schemaname")
    return dotted([schema, node["relname"]] if schema else [node["relname"]])


def table(node: Tree) -> str:
    """A RangeVar as the object of an operation."""
    return f"table:{relation(node)}"


def temporary(node: Tree) -> bool:
    """Whether a RangeVar lives no longer than its session."""
    return node.get("relpersistence") == "t" or node.get("schemaname") == "pg_temp"


def parts(node: Tree) -> list[str]:
    """The parts of a name in any of the forms the grammar gives it; none where it is no name."""
    ((kind, value),) = node.items()
    if kind == "String":
        return [value["sval"]]
    if kind == "List":
        return strings(value.get("items"))
    if kind == "TypeName":
        return strings(value.get("names"))
    if kind == "ObjectWithArgs":
        return strings(value.get("objname"))
    if kind == "RangeVar":
        return [value["schemaname"], value["relname"]] if "schemaname" in value else [value["relname"]]
    return [value["rolename"]] if kind == "RoleSpec" and "rolename" in value else []


def type_(node: Tree) -> str:
    """A TypeName as people write it: `varchar(20)`, `integer[]`."""
    words = [word for word in strings(node.get("names")) if word != "pg_catalog"]
    name = _TYPES.get(words[0], words[0]) if len(words) == 1 else dotted(words)
    numbers = [
        str(number["A_Const"]["ival"].get("ival", 0))
        for number in node.get("typmods") or ()
        if "ival" in number.get("A_Const", {})
    ]
    size = f"({','.join(numbers)})" if numbers and name != "interval" else ""
    return f"{name}{size}{'[]' * len(node.get('arrayBounds') or ())}"


def signature(words: list[str], types: list[Tree]) -> str:
    """A function with the types it takes, which tell it from others of its name."""
    taken = [type_({**one, "typmods": None}) for one in types]
    return f"{dotted(words)}({', '.join(taken)})"


def role(node: Tree) -> str:
    """A RoleSpec: its name, or what it stands for."""
    return str(node.get("rolename") or node.get("roletype", "").removeprefix("ROLESPEC_").lower())


def roles(nodes: list[Tree] | None) -> str:
    """Several of them, divided by commas."""
    return ", ".join([role(node["RoleSpec"]) for node in nodes or () if "RoleSpec" in node])


def targets(nodes: list[Tree] | None) -> list[str]:
    """The columns that a list of ResTarget nodes names."""
    return [node["ResTarget"]["name"] for node in nodes or () if "name" in node.get("ResTarget", {})]
