"""What each operation makes, takes away or calls by another name, told to a fold of migrations."""

from __future__ import annotations

from guard.escape import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.model.fold import Fold
    from guard.model.operation import Operation

# Parts of a table that are told by the table and a name of their own, and the kind a plan gives them.
PARTS = {"schema.constraint": "constraint", "schema.trigger": "trigger", "access.policy": "policy"}
# What stands by itself: family -> kind.
WHOLE = {
    "access.role": "role",
    "schema.extension": "extension",
    "schema.function": "function",
    "schema.namespace": "schema",
    "schema.sequence": "sequence",
    "schema.type": "type",
    "schema.view": "view",
}


def _create_table(folded: Fold, one: Operation, _: str) -> None:
    table = _name(one)
    kept = bool(one.attribute("if_not_exists"))
    stood = folded.facts.get(f"table:{table}")
    if not folded.make(f"table:{table}", kept):
        return
    if stood is not None and stood.state == "yes":  # made anew over what stood: nobody knows which of the two it is
        for part in folded.of_table(table):
            fact = folded.facts[part]
            folded.facts[part] = fact._replace(
                state="unknown", where=folded.here, why="its table is made a second time"
            )
    for column in one.columns:
        folded.make(folded.part(table, f"column:{table}.{column}"))
    like = one.attribute("from")
    for part in folded.of_table(like) if like and not one.columns else ():
        if part.startswith("column:") and folded.facts[part].state == "yes":
            of = folded.part(table, f"column:{table}.{part.rpartition('.')[2]}")
            folded.make(of)
            if folded.facts[part].type:
                folded.type(of, folded.facts[part].type)
    for row in one.attribute("types").split("\n"):
        column, tab, _ = row.partition("\t")
        if column and tab and column not in one.columns:  # the key that a framework makes by itself
            folded.make(folded.part(table, f"column:{table}.{column}"))
    folded.types(one, table)


def _drop_table(folded: Fold, one: Operation, _: str) -> None:
    table = _name(one)
    folded.drop(f"table:{table}")
    for part in folded.of_table(table):
        if folded.facts[part].state != "no":
            folded.drop(part, f"table:{shown(table)} is dropped here")
    if not folded.doubt:
        folded.parts.pop(table, None)


def _rename_table(folded: Fold, one: Operation, _: str) -> None:
    old = _name(one)
    new = _beside(old, one.attribute("to"))
    if not new:
        return
    if f"table:{old}" not in folded.facts and f"view:{old}" in folded.facts:
        folded.move(f"view:{old}", f"view:{new}")  # ALTER TABLE takes views as well
        return
    folded.move(f"table:{old}", f"table:{new}")
    for part in folded.of_table(old):
        kind, _, name = part.partition(":")
        if folded.facts[part].state != "no":
            folded.move(part, folded.part(new, f"{kind}:{new}.{name[len(old) + 1 :]}"))
    folded.parts.pop(old, None)


def _rebuild_table(folded: Fold, one: Operation, _: str) -> None:
    """SQLite's way to alter a table: what is carried over and what is added is all that it has."""
    table = _name(one)
    added = tuple([column for column in one.attribute("added").split(",") if column])
    now = {f"column:{table}.{column}" for column in (*one.columns, *added)}
    folded.make(f"table:{table}", kept=True)
    for part in folded.of_table(table):
        if part not in now and folded.facts[part].state != "no":
            folded.drop(part, f"table:{shown(table)} is made anew here without it")
    for of in sorted(now):
        folded.make(folded.part(table, of), kept=True)
    folded.types(one, table)


def _column(folded: Fold, one: Operation, leaf: str) -> None:
    table = _name(one)
    for column in one.columns:
        of = f"column:{table}.{column}"
        if leaf in ("add", "add_required"):
            new = folded.make(folded.part(table, of), bool(one.attribute("if_not_exists")))
            if new and one.attribute("type"):
                folded.type(of, one.attribute("type"))
        elif leaf == "drop":
            folded.drop(of)
        elif leaf == "change_type":
            folded.type(folded.part(table, of), one.attribute("type"))
    if leaf == "rename" and one.columns and one.attribute("to"):
        folded.move(f"column:{table}.{one.columns[0]}", folded.part(table, f"column:{table}.{one.attribute('to')}"))


def _index(folded: Fold, one: Operation, leaf: str) -> None:
    """An index is made on its table, and known by its name alone from then on."""
    kind, _, name = (one.object or "").partition(":")
    table, name = (one.attribute("table"), name) if kind == "index" else (name, one.attribute("name"))
    schema, _, last = name.rpartition(".")
    if not last:
        return
    if leaf.startswith("create") and table:
        folded.make(folded.part(table, f"index:{table}.{last}"), bool(one.attribute("if_not_exists")))
        return
    found = [f"index:{table}.{last}"] if table else _indexes(folded, schema, last)
    for of in found:
        if leaf.startswith("drop"):
            folded.drop(of)
        elif leaf == "rename" and one.attribute("to"):
            on = of.partition(":")[2].rpartition(".")[0]
            folded.move(of, folded.part(on, f"index:{on}.{one.attribute('to').rpartition('.')[2]}"))


def _indexes(folded: Fold, schema: str, last: str) -> list[str]:
    """Those that stand under this name: on any table, or on one of the schema that is said."""
    found = [of for of, fact in folded.facts.items() if of.startswith("index:") and fact.state != "no"]
    named = [of for of in found if of.rpartition(".")[2] == last]
    return [of for of in named if not schema or of.partition(":")[2].rpartition(".")[0].rpartition(".")[0] == schema]


def _part(folded: Fold, one: Operation, leaf: str) -> None:
    table, name = _name(one), one.attribute("name")
    kind = PARTS[one.id.rpartition(".")[0]]
    if not name or not (one.object or "").startswith("table:"):
        return
    of = folded.part(table, f"{kind}:{table}.{name}")
    if leaf in ("create", "add", "add_not_valid"):
        folded.make(of, bool(one.attribute("if_not_exists")))
    elif leaf == "drop":
        folded.drop(of)
    elif leaf == "rename" and one.attribute("to"):
        folded.move(of, folded.part(table, f"{kind}:{table}.{one.attribute('to')}"))


def _whole(folded: Fold, one: Operation, leaf: str) -> None:
    kind, name = WHOLE[one.id.rpartition(".")[0]], _name(one)
    of = f"{kind}:{name}"
    if leaf == "create":
        folded.make(of, bool(one.attribute("if_not_exists")))
        folded.forms.setdefault(of, set()).add(one.attribute("name"))
    elif leaf == "drop":
        _gone(folded, one, of)
    elif leaf in ("rename", "alter") and one.attribute("to") and (one.object or "").startswith(f"{kind}:"):
        folded.move(of, f"{kind}:{_beside(name, one.attribute('to'))}")
        if kind == "schema":
            for table in [at for at in folded.facts if at.startswith(f"table:{name}.")]:
                moved = one._replace(
                    object=table, attributes=(("to", f"{one.attribute('to')}.{table[len(name) + 7 :]}"),)
                )
                _rename_table(folded, moved, leaf)


def _gone(folded: Fold, one: Operation, of: str) -> None:
    """Dropped whole. A function may stand several times under a name; a schema takes along what is in it."""
    kind, _, name = of.partition(":")
    forms = folded.forms.setdefault(of, set())
    forms.discard(one.attribute("name"))
    if kind == "function" and one.attribute("name") and forms:
        return
    forms.clear()
    folded.drop(of)
    if kind == "schema" and one.attribute("cascade"):
        for at in [at for at in folded.facts if at.startswith(f"table:{name}.") and folded.facts[at].state != "no"]:
            _drop_table(folded, one._replace(object=at), "drop")


def _name(one: Operation) -> str:
    return (one.object or "").partition(":")[2]


def _beside(name: str, to: str) -> str:
    """A new name without a schema is one in the same schema."""
    schema, dot, _ = name.rpartition(".")
    return to if "." in to or not to else f"{schema}{dot}{to}"


ACTS: dict[str, Callable[[Fold, Operation, str], None]] = {
    "schema.table.create": _create_table,
    "schema.table.drop": _drop_table,
    "schema.table.rename": _rename_table,
    "schema.table.rebuild": _rebuild_table,
    "schema.column": _column,
    "schema.index": _index,
    **dict.fromkeys(PARTS, _part),
    **dict.fromkeys(WHOLE, _whole),
}
