"""The way SQLite changes a table: create a new one, copy, drop the old one, rename. Together that is one operation.

SQLite has no other way to change most of a table, and read one by one the four statements look like the loss of it.
They are taken together only when all four are there in this order, for the same two names, every row is copied, and
nothing between them touches either table, or could undo a part of it.
"""

from __future__ import annotations

import re

from guard.model.operation import Operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.sql.statement import Statement

_SET = "session.set"
_ON, _OFF = ("on", "1", "true", "yes"), ("off", "0", "false", "no")
_SETTINGS = {"foreign_keys": _ON, "defer_foreign_keys": _OFF, "legacy_alter_table": _OFF}
_CONFLICT = re.compile(r"\bCONFLICT\b", re.IGNORECASE)  # ON CONFLICT IGNORE: rows that clash are left out silently
_STEPS = ("data.insert_select", "schema.table.drop", "schema.table.rename")  # behind the table that is new


def rebuilt(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The statements, each rebuild told by the statement that begins it; its other three then tell nothing."""
    found = list(statements)
    known: dict[str, tuple[str, ...]] = {}  # the columns of tables, as far as the file itself says them
    for at, statement in enumerate(statements):
        for told in statement.operations:
            if told.id == "schema.table.create" and told.columns:
                steps = _steps(statements, at, told)
                whole = _whole(statements, at, steps, known) if steps else None
                if whole is not None:
                    found[at] = statement._replace(operations=(whole,))
                    for step in steps:
                        found[step] = found[step]._replace(operations=())
                known[_name(told.object)] = told.columns
                if _said(told, "if_not_exists"):
                    del known[_name(told.object)]  # it may stand there already, with others
            elif told.id == "schema.table.drop":
                known.pop(_name(told.object), None)
            elif told.id == "schema.table.rename":
                columns = known.pop(_name(told.object), None)
                known.pop(_said(told, "to").lower(), None)
                if columns:
                    known[_said(told, "to").lower()] = columns
            elif told.id == "schema.column.add" and _name(told.object) in known:
                known[_name(told.object)] += told.columns
    if found != list(statements):
        _around(found)
    return tuple(found)


def _around(found: list[Statement]) -> None:
    """Settings that a rebuild asks for, and that the file itself takes back, are a part of it."""
    for name, normal in _SETTINGS.items():
        set_at = [
            at for at, one in enumerate(found) if [(o.id, _said(o, "name")) for o in one.operations] == [(_SET, name)]
        ]
        if len(set_at) > 1 and _said(found[set_at[-1]].operations[0], "to") in normal:
            for at in set_at:
                found[at] = found[at]._replace(operations=())


def _steps(statements: tuple[Statement, ...], at: int, made: Operation) -> list[int]:
    """Where the copy, the drop and the rename stand that make a rebuild of this new table; none if it is not one."""
    if len(statements[at].operations) != 1 or _CONFLICT.search(statements[at].text):
        return []
    new, old = _name(made.object), ""
    steps: list[int] = []
    between: list[Operation] = []
    for place in range(at + 1, len(statements)):
        told = statements[place].operations
        if len(told) == 1 and told[0].id == _STEPS[len(steps)] and _fits(told[0], new, old):
            old = old or _said(told[0], "from").lower()
            steps.append(place)
            if len(steps) == 3:
                touched = any([_touches(one, new, old) for one in between])
                return [] if touched or _shadowed(statements[:at], made, old) else steps
        else:
            between += told
    return []


def _fits(told: Operation, new: str, old: str) -> bool:
    """Whether it is the step that comes next, of these tables."""
    if told.id == "data.insert_select":
        return _name(told.object) == new and bool(_said(told, "from")) and not _said(told, "partly")
    if told.id == "schema.table.drop":
        return _name(told.object) == old
    return _name(told.object) == new and _said(told, "to").lower() == old


def _touches(told: Operation, new: str, old: str) -> bool:
    """Whether anything is done to one of the tables, what is done cannot be told, or a step may be undone."""
    if told.id.startswith("opaque.") or told.id == "session.transaction":
        return True
    names = {_name(told.object), *[_said(told, name).lower() for name in ("from", "to")]}
    return bool({name.removeprefix("temp.") for name in names} & {new, old})


def _shadowed(before: tuple[Statement, ...], made: Operation, old: str) -> bool:
    """Whether one of the two names may mean another table: a temporary one, or one that stood there already."""
    new, stands, temporary = _name(made.object), False, set()
    for told in [one for statement in before for one in statement.operations]:
        name, to = _name(told.object), _said(told, "to").lower()
        if told.id == "session.temp_table" or name.startswith("temp."):
            temporary.add(name.removeprefix("temp."))
        if told.id == "schema.table.rename" and name.removeprefix("temp.") in temporary:
            temporary.add(to)
        if new in (name, to):
            stands = told.id != "schema.table.drop" and not (told.id == "schema.table.rename" and name == new)
    return bool(temporary & {new, old}) or (stands and bool(_said(made, "if_not_exists")))


def _whole(
    statements: tuple[Statement, ...], at: int, steps: list[int], known: dict[str, tuple[str, ...]]
) -> Operation | None:
    """The four statements as one operation; None where the copy keeps no column at all."""
    from guard.sql.general.copied import carried

    made = statements[at].operations[0]
    copy = statements[steps[0]].operations[0]
    dropped = statements[steps[1]].operations[0]
    kept, changed = carried(statements[steps[0]].text, copy.columns or made.columns)
    if not kept:
        return None
    held = {column.lower() for column in kept}
    added = [column for column in made.columns if column.lower() not in held and column not in changed]
    old = known.get(_name(dropped.object))
    lost = [*changed, "unknown"] if old is None else [column for column in old if column.lower() not in held]
    told = {"added": ",".join(added), "lost": ",".join(lost)}
    told |= {name: _said(made, name) for name in ("in_transaction", "maybe")}
    attributes = tuple(sorted([(name, value) for name, value in told.items() if value]))
    return Operation("schema.table.rebuild", made.line, dropped.object, None, kept, attributes)


def _name(of: str | None) -> str:
    return (of or "").partition(":")[2].lower()


def _said(told: Operation, name: str) -> str:
    return dict(told.attributes).get(name, "")
