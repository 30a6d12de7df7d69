"""Which operation takes another back: down operations that mirror the up of the same landing are told by it.

A mirror needs no entry in `does`, so what is not surely the way back is none: another object, another column, a drop
that takes others with it, or one of what may have stood there before.
"""

from __future__ import annotations

from guard.model.vocabulary import DROPS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.operation import Operation

# Either takes the other back. Of several that do, the one that comes first here is the plain inverse.
_PAIRS = (
    ("access.grant", "access.revoke"),
    ("access.policy.create", "access.policy.drop"),
    ("access.rls.disable", "access.rls.enable"),
    ("access.role.create", "access.role.drop"),
    ("schema.column.add", "schema.column.drop"),
    ("schema.column.add_required", "schema.column.drop"),
    ("schema.column.drop_default", "schema.column.set_default"),
    ("schema.column.drop_not_null", "schema.column.set_not_null"),
    ("schema.constraint.add", "schema.constraint.drop"),
    ("schema.constraint.add_not_valid", "schema.constraint.drop"),
    ("schema.extension.create", "schema.extension.drop"),
    ("schema.function.create", "schema.function.drop"),
    ("schema.index.create", "schema.index.drop"),
    ("schema.index.create", "schema.index.drop_concurrent"),
    ("schema.index.create_concurrent", "schema.index.drop"),
    ("schema.index.create_concurrent", "schema.index.drop_concurrent"),
    ("schema.namespace.create", "schema.namespace.drop"),
    ("schema.partition.attach", "schema.partition.detach"),
    ("schema.sequence.create", "schema.sequence.drop"),
    ("schema.table.create", "schema.table.drop"),
    ("schema.trigger.create", "schema.trigger.drop"),
    ("schema.type.create", "schema.type.drop"),
    ("schema.view.create", "schema.view.drop"),
)
# Taken back by its like: the same place given its earlier state again. Of renames, these are of a part of the object.
_PARTS = ("schema.column.rename", "schema.constraint.rename", "schema.enum.rename_value")
_RENAMES = (*_PARTS, "schema.index.rename", "schema.table.rename", "schema.type.rename")
_AGAIN = (
    *("access.owner.change", "access.policy.alter", "access.role.alter", "schema.column.change_type"),
    *("schema.column.option", "schema.column.set_default", "schema.comment", "schema.constraint.alter"),
    *("schema.extension.alter", "schema.namespace.alter", "schema.sequence.alter", "schema.table.option"),
    *("schema.table.rebuild", "schema.trigger.toggle"),
)


def _inverses() -> dict[str, str]:
    inverses: dict[str, str] = {}
    for one, other in _PAIRS:
        inverses.setdefault(one, other)
        inverses.setdefault(other, one)
    return inverses


def _table() -> dict[str, frozenset[str]]:
    table: dict[str, tuple[str, ...]] = {id_: (id_,) for id_ in (*_RENAMES, *_AGAIN)}
    for one, other in _PAIRS:
        table[one] = (*table.get(one, ()), other)
        table[other] = (*table.get(other, ()), one)
    return {id_: frozenset(ids) for id_, ids in table.items()}


# Dropped whole, these take along all that was done to them; a column takes what was made of it alone.
_WHOLE = frozenset(
    [f"schema.{kind}.drop" for kind in ("table", "view", "function", "type", "sequence", "namespace", "extension")]
)
_OF_COLUMN = ("schema.column.", "schema.constraint.", "schema.index.")

INVERSES = _inverses()
UNDONE_BY = _table()  # id -> ids that may take it back
# What nobody misses who goes back: what is said of a thing, not what it is. A new name is none of it.
_SMALL = frozenset(
    (
        *("access.owner.change", "access.policy.alter", "access.role.alter", "schema.column.option", "schema.comment"),
        *("schema.constraint.alter", "schema.extension.alter", "schema.namespace.alter", "schema.sequence.alter"),
        "schema.table.option",
    )
)
# Attributes that say which one of several it is. Where both operations say it, they must agree.
_WHICH = ("in", "name")


def undoes(down: Operation, up: Operation) -> bool:
    """Whether `down` takes back what `up` does, and nothing else."""
    if down.id not in UNDONE_BY.get(up.id, ()) or down.object is None or up.object is None:
        return False
    told, said = dict(down.attributes), dict(up.attributes)
    if "cascade" in told or "maybe" in said:
        return False  # it takes others along, or takes back what may never have been done
    if ("if_not_exists" in said or "replace" in said) and not up.id.startswith("schema.index."):
        return False  # it may have stood there before, and hold what nobody gets back
    if _renames(up) or _renames(down):
        return _renamed_back(down, up)
    if up.id.startswith("schema.index."):
        return _same_index(down, up)
    if down.object != up.object or not _agree(down.columns, up.columns) or not _same_role(told, said):
        return False
    if up.id.startswith("schema.column."):
        return bool(down.columns and up.columns)
    if up.id.startswith("schema.constraint.") and not (down.columns and up.columns):
        return _same_constraint(down, up)
    return all([told[word] == said[word] for word in _WHICH if word in told and word in said])


def lasts(up: Operation) -> bool:
    """Whether a way back that leaves it as it is does not lead back."""
    return up.id in UNDONE_BY and (up.id not in _SMALL or _renames(up))


def undone_in(operation: Operation) -> list[tuple[object, ...]]:
    """Where to look for what undoes it: an operation and its way back share one of these at least."""
    family, _, leaf = operation.id.rpartition(".")
    if family == "schema.index" and leaf != "rename":
        table, name = _index(operation)
        named = [(family, "name", name.rpartition(".")[2])] if name else []
        return [*named, (family, table, operation.columns)]
    if leaf == "alter" or (operation.id in _RENAMES and operation.id not in _PARTS):
        return [(family,)]  # by another name
    return [(family, operation.object, operation.columns if family == "schema.column" and leaf != "rename" else ())]


def gone_with(down: Operation) -> list[tuple[object, ...]]:
    """What a drop takes along, as `parts` of it would say."""
    if down.id == "schema.column.drop":
        return [(down.object, column) for column in down.columns]
    return [(down.object,)] if down.id in _WHOLE else []


def parts(up: Operation) -> list[tuple[object, ...]]:
    """Where to look for a drop that takes it along."""
    return [(up.object,), *[(up.object, column) for column in up.columns]]


def _renames(operation: Operation) -> bool:
    """Whether something gets a new name. Of a policy, `to` may be the roles."""
    altered = operation.id.endswith(".alter") and operation.id != "access.policy.alter"
    return operation.id in _RENAMES or (altered and bool(operation.attribute("to")))


def _same_role(told: dict[str, str], said: dict[str, str]) -> bool:
    """A right is given to a role and taken from it."""
    return "from" not in {**told, **said} or told.get("to", told.get("from")) == said.get("to", said.get("from"))


def goes_with(down: Operation, up: Operation) -> bool:
    """Whether a drop leaves nothing of what `up` did: an index goes with its table, a constraint with its column."""
    if down.object is None or down.object != up.object or up.id in DROPS:
        return False
    if down.id == "schema.column.drop":
        return up.id.startswith(_OF_COLUMN) and up.id not in _RENAMES and not set(up.columns).isdisjoint(down.columns)
    return down.id in _WHOLE and up.id not in _RENAMES


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Where both say columns, they are the same."""
    return not one or not other or one == other


def _renamed_back(down: Operation, up: Operation) -> bool:
    """What has the new name gets the old one again, in the same place."""
    new, old = up.attribute("to"), down.attribute("to")
    if not new or not old:
        return False
    if up.id in _PARTS:
        return down.object == up.object and (_part(up), _part(down)) == (old, new)
    one, other = _whole(up), _whole(down)
    return one != other and other in _named(one, new) and one in _named(other, old)


def _part(operation: Operation) -> str:
    """The part of a table or a type that gets another name."""
    return operation.columns[0] if operation.columns else operation.attribute("name")


def _whole(operation: Operation) -> str:
    """The thing that gets another name; an index may be told by its table."""
    kind, _, name = (operation.object or "").partition(":")
    return operation.attribute("name") if kind == "table" and operation.id == "schema.index.rename" else name


def _named(name: str, to: str) -> tuple[str, str]:
    """What a thing is called after a rename: a new name without a schema may be one in its own schema."""
    schema, dot, _ = name.rpartition(".")
    return to, f"{schema}{dot}{to}"


def _same_index(down: Operation, up: Operation) -> bool:
    """By its name, which lives in the schema of its table; without one, by table and columns."""
    table, name = _index(up)
    other, called = _index(down)
    if table and other and table != other:
        return False
    if name and called:
        schema, _, last = called.rpartition(".")
        return last == name.rpartition(".")[2] and (not schema or schema == (table or other).rpartition(".")[0])
    return bool(table and other and down.columns) and down.columns == up.columns


def _index(operation: Operation) -> tuple[str, str]:
    """The table it is on and its name, as far as they are said."""
    kind, _, name = (operation.object or "").partition(":")
    return (operation.attribute("table"), name) if kind == "index" else (name, operation.attribute("name"))


def _same_constraint(down: Operation, up: Operation) -> bool:
    """By its name. One that was given none has the name that PostgreSQL makes for it."""
    called, name = down.attribute("name"), up.attribute("name")
    if called and name:
        return called == name
    table = (up.object or "").rpartition(":")[2].rpartition(".")[2]
    columns, given = (up.columns or down.columns), called or name
    made = [f"{'_'.join((table, *columns))}_{end}" for end in ("key", "fkey", "check", "excl")] if columns else []
    return bool(given) and given in (f"{table}_pkey", f"{table}_check", *made)
