"""ALTER TABLE and its kin: one operation for every action, on the line where the action stands."""

from __future__ import annotations

import re

from guard.sql.postgres import columns, lexing
from guard.sql.postgres.names import relation, role, table
from guard.sql.postgres.place import Place, Told, operation, unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.sql.postgres.libpg import Tree

_OPTIONS = {
    "AT_ClusterOn": "cluster",
    "AT_DropCluster": "cluster",
    "AT_SetLogged": "logged",
    "AT_SetUnLogged": "unlogged",
    "AT_DropOids": "oids",
    "AT_SetAccessMethod": "access method",
    "AT_SetTableSpace": "tablespace",
    "AT_SetRelOptions": "storage",
    "AT_ResetRelOptions": "storage",
    "AT_ReplicaIdentity": "replica identity",
}
# How SQL calls an action that has no operation, where its name in the tree does not say it.
_CALLED = {
    "AT_AddInherit": "INHERIT",
    "AT_AddOf": "OF",
    "AT_AlterColumnGenericOptions": "ALTER COLUMN OPTIONS",
    "AT_ColumnDefault": "ALTER COLUMN DEFAULT",
    "AT_DropInherit": "NO INHERIT",
    "AT_DropOf": "NOT OF",
    "AT_GenericOptions": "OPTIONS",
    "AT_ResetRelOptions": "RESET",
    "AT_SetRelOptions": "SET",
}
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TRIGGERS = {
    "AT_EnableTrig": "enabled",
    "AT_EnableAlwaysTrig": "always",
    "AT_EnableReplicaTrig": "replica",
    "AT_DisableTrig": "disabled",
    "AT_EnableTrigAll": "enabled",
    "AT_DisableTrigAll": "disabled",
    "AT_EnableTrigUser": "enabled",
    "AT_DisableTrigUser": "disabled",
}
_ROW_SECURITY = {
    "AT_EnableRowSecurity": ("access.rls.enable", ""),
    "AT_DisableRowSecurity": ("access.rls.disable", ""),
    "AT_ForceRowSecurity": ("access.rls.enable", "force"),
    "AT_NoForceRowSecurity": ("access.rls.disable", "force"),
}


def alter(node: Tree, place: Place) -> Told:
    """Every action of ALTER TABLE, INDEX, VIEW and so on; what is not done to such a thing here is not read."""
    kind, actions = node["objtype"], _KINDS.get(node["objtype"], {})
    about = f"{_NAMED.get(kind, 'table')}:{relation(node['relation'])}"
    lines = _lines(node, place)
    told: Told = []
    for at, one in enumerate(node["cmds"]):
        command = one["AlterTableCmd"]
        subtype = command["subtype"]
        if subtype in actions:
            told += actions[subtype](command, about, lines[at], place)
        else:
            action = _CALLED.get(subtype) or _WORDS.sub(" ", subtype.removeprefix("AT_")).upper()
            if kind == "OBJECT_TYPE":
                action = action.replace("COLUMN", "ATTRIBUTE")
            words = f"{kind.removeprefix('OBJECT_').replace('_', ' ')} {action}"
            told.append(unread(lines[at], f"no operation for ALTER {words} yet"))
    return told


def _lines(node: Tree, place: Place) -> list[int]:
    """The line of every action. The tree does not say where they stand, the commas between them do."""
    count = len(node["cmds"])
    first = lexing.after_name(place.data, node["relation"].get("location", place.start))
    starts = lexing.segments(place.data, first, place.end)
    return [place.line(start) for start in starts] if len(starts) == count else [place.line()] * count


def option(command: Tree, about: str, line: int, place: Place) -> Told:
    return [operation("schema.table.option", line, about, name=_OPTIONS[command["subtype"]])]


def trigger(command: Tree, about: str, line: int, place: Place) -> Told:
    """A trigger, or all (those of users alone): switched on or off."""
    subtype = command["subtype"]
    name = command.get("name") or ("user" if subtype.endswith("User") else "all")
    return [operation("schema.trigger.toggle", line, about, name=name, to=_TRIGGERS[subtype])]


def row_security(command: Tree, about: str, line: int, place: Place) -> Told:
    id_, name = _ROW_SECURITY[command["subtype"]]
    return [operation(id_, line, about, name=name)]


def owner(command: Tree, about: str, line: int, place: Place) -> Told:
    return [operation("access.owner.change", line, about, to=role(command["newowner"]))]


def attach(command: Tree, about: str, line: int, place: Place) -> Told:
    part = command["def"]["PartitionCmd"]
    told = [operation("schema.partition.attach", line, about, name=relation(part["name"]))]
    return told + place.nested(part.get("bound"), place)


def detach(command: Tree, about: str, line: int, place: Place) -> Told:
    part = command["def"]["PartitionCmd"]
    concurrently = bool(part.get("concurrent"))
    return [operation("schema.partition.detach", line, about, name=relation(part["name"]), concurrently=concurrently)]


def sequence(command: Tree, about: str, line: int, place: Place) -> Told:
    return [operation("schema.sequence.alter", line, about)]


def move_all(node: Tree, place: Place) -> Told:
    return [unread(place.line(), "moves all tables of a tablespace, whichever those are")]


def create_partition(node: Tree, place: Place) -> Told:
    """What CREATE TABLE ... PARTITION OF does to the table that it becomes a part of."""
    if "partbound" not in node:
        return []
    name, line = relation(node["relation"]), place.line_of(node["relation"])
    parents = [one["RangeVar"] for one in node.get("inhRelations") or ()]
    return [operation("schema.partition.attach", line, table(parent), name=name) for parent in parents]


_PARTITIONS = {"AT_AttachPartition": attach, "AT_DetachPartition": detach, "AT_DetachPartitionFinalize": detach}
_OWNER = {"AT_ChangeOwner": owner}
_COLUMN_OPTIONS = ("AT_SetStatistics", "AT_SetOptions", "AT_ResetOptions", "AT_SetStorage", "AT_SetCompression")
_STORED = dict.fromkeys(_OPTIONS, option) | {name: columns.ACTIONS[name] for name in _COLUMN_OPTIONS}
_TABLE = {
    **columns.ACTIONS,
    **_STORED,
    **_PARTITIONS,
    **_OWNER,
    **dict.fromkeys(_TRIGGERS, trigger),
    **dict.fromkeys(_ROW_SECURITY, row_security),
}
_KINDS = {
    "OBJECT_TABLE": _TABLE,
    "OBJECT_INDEX": _STORED | _PARTITIONS,
    "OBJECT_VIEW": _OWNER | {"AT_ColumnDefault": columns.set_default},
    "OBJECT_MATVIEW": _STORED | _OWNER,
    "OBJECT_SEQUENCE": _OWNER | {"AT_SetLogged": sequence, "AT_SetUnLogged": sequence},
}
_NAMED = {
    "OBJECT_INDEX": "index",
    "OBJECT_VIEW": "view",
    "OBJECT_MATVIEW": "view",
    "OBJECT_SEQUENCE": "sequence",
    "OBJECT_TYPE": "type",
}

DEFINES = {"AlterTableStmt": alter, "AlterTableMoveAllStmt": move_all}
