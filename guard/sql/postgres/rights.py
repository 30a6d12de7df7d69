"""Who may do what: grants, roles and policies."""

from __future__ import annotations

from guard.model.operation import Operation
from guard.sql.postgres.names import dotted, parts, role, roles, strings, table
from guard.sql.postgres.objects import about, plain
from guard.sql.postgres.place import Place, Told, operation
from guard.sql.postgres.session import setting, value_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guard.sql.postgres.libpg import Tree

# Options of a role that are worth telling: each opens something.
_POWERS = {
    "superuser": "superuser",
    "bypassrls": "bypassrls",
    "createrole": "createrole",
    "createdb": "createdb",
    "isreplication": "replication",
    "canlogin": "login",
}


def _change(given: bool, line: int, object_: str | None, whom: str, columns: list[str], **told: object) -> Operation:
    whom_ = {"to": whom} if given else {"from": whom}
    return operation("access.grant" if given else "access.revoke", line, object_, columns, **whom_, **told)


def grant(node: Tree, place: Place) -> Told:
    """GRANT and REVOKE, one operation for every object."""
    kind, target = node["objtype"], node["targtype"]
    privileges = [one["AccessPriv"] for one in node.get("privileges") or ()]
    columns = [name for one in privileges for name in strings(one.get("cols"))]
    names = ", ".join([one["priv_name"] for one in privileges if "priv_name" in one]) or "all"
    objects: list[tuple[str | None, str]] = []
    for one in node.get("objects") or ():
        words = parts(one)
        if target == "ACL_TARGET_ALL_IN_SCHEMA":
            objects.append((f"schema:{dotted(words)}", f"all {plain(kind).lower()}s"))
        else:
            object_ = about(kind, words)[0]
            objects.append((object_, "" if object_ else " ".join([plain(kind).lower(), *words])))
    return [
        _change(
            bool(node.get("is_grant")),
            place.line(),
            object_,
            roles(node.get("grantees")),
            columns,
            name=names,
            type=type_,
            cascade=node.get("behavior") == "DROP_CASCADE",
            grant_option=node.get("grant_option"),
        )
        for object_, type_ in objects
    ]


def default_privileges(node: Tree, place: Place) -> Told:
    """What will be granted on objects that are made later."""
    action = node["action"]
    options = {one["DefElem"]["defname"]: one["DefElem"].get("arg") for one in node.get("options") or ()}
    schemas = strings((options.get("schemas") or {}).get("List", {}).get("items"))
    names = [
        one["AccessPriv"]["priv_name"] for one in action.get("privileges") or () if "priv_name" in one["AccessPriv"]
    ]
    return [
        _change(
            bool(action.get("is_grant")),
            place.line(),
            f"schema:{dotted([schema])}" if schema else None,
            roles(action.get("grantees")),
            [],
            default=True,
            name=", ".join(names) or "all",
            type=f"{plain(action['objtype']).lower()}s",
            grant_option=action.get("grant_option"),
        )
        for schema in schemas or [""]
    ]


def grant_role(node: Tree, place: Place) -> Told:
    given, whom = bool(node.get("is_grant")), roles(node.get("grantee_roles"))
    options = [one["DefElem"]["defname"] for one in node.get("opt") or ()]
    return [
        _change(
            given,
            place.line(),
            f"role:{one['AccessPriv'].get('priv_name', '')}",
            whom,
            [],
            cascade=node.get("behavior") == "DROP_CASCADE",
            grant_option="admin" in options,
        )
        for one in node.get("granted_roles") or ()
    ]


def create_role(node: Tree, place: Place) -> Told:
    name = node["role"]
    told = [operation("access.role.create", place.line(), f"role:{name}", **_powers(node))]
    return told + _members(node, name, place, True)


def alter_role(node: Tree, place: Place) -> Told:
    """ALTER ROLE; ALTER GROUP ADD and DROP USER are grants in other words."""
    name = role(node["role"])
    members = _members(node, name, place, node.get("action") == 1)
    return members or [operation("access.role.alter", place.line(), f"role:{name}", **_powers(node))]


def _powers(node: Tree) -> dict[str, Any]:
    options = [one["DefElem"] for one in node.get("options") or ()]
    return {
        _POWERS[one["defname"]]: True
        for one in options
        if one["defname"] in _POWERS and one.get("arg", {}).get("Boolean", {}).get("boolval", False)
    }


def _members(node: Tree, name: str, place: Place, given: bool) -> Told:
    """Memberships that are given or taken with a role."""
    told: Told = []
    for one in node.get("options") or ():
        element = one["DefElem"]
        listed = (element.get("arg") or {}).get("List", {}).get("items")
        if element["defname"] in ("rolemembers", "adminmembers"):
            told.append(_change(given, place.line(), f"role:{name}", roles(listed), []))
        elif element["defname"] == "addroleto":
            told += [_change(given, place.line(), f"role:{role(of['RoleSpec'])}", name, []) for of in listed or ()]
    return told


def alter_role_set(node: Tree, place: Place) -> Told:
    """A setting that every session of a role will begin with."""
    change, line = node["setstmt"], place.line()
    name = role(node["role"]) if "role" in node else "all"
    told = [operation("access.role.alter", line, f"role:{name}", name=change.get("name") or "all")]
    value = value_of(change) if change["kind"] == "VAR_SET_VALUE" else ""
    unread = setting(change.get("name") or "all", value, line)
    return [*told, unread] if unread.id.startswith("opaque.") else told


def drop_role(node: Tree, place: Place) -> Told:
    names = [role(one["RoleSpec"]) for one in node["roles"]]
    if_exists = node.get("missing_ok")
    return [operation("access.role.drop", place.line(), f"role:{name}", if_exists=if_exists) for name in names]


def create_policy(node: Tree, place: Place) -> Told:
    to = roles(node.get("roles"))
    return [operation("access.policy.create", place.line(), table(node["table"]), name=node["policy_name"], to=to)]


def alter_policy(node: Tree, place: Place) -> Told:
    to = roles(node.get("roles"))
    return [operation("access.policy.alter", place.line(), table(node["table"]), name=node["policy_name"], to=to)]


DEFINES = {
    "GrantStmt": grant,
    "AlterDefaultPrivilegesStmt": default_privileges,
    "GrantRoleStmt": grant_role,
    "CreateRoleStmt": create_role,
    "AlterRoleStmt": alter_role,
    "AlterRoleSetStmt": alter_role_set,
    "DropRoleStmt": drop_role,
    "CreatePolicyStmt": create_policy,
    "AlterPolicyStmt": alter_policy,
}
