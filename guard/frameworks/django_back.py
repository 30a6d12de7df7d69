"""What Django itself undoes when a migration is run backwards, told beside the way back that the file spells out."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.model.operation import Operation

_PAIRS = (
    ("schema.column.add", "schema.column.drop"),
    ("schema.column.drop_default", "schema.column.set_default"),
    ("schema.column.drop_not_null", "schema.column.set_not_null"),
    ("schema.constraint.add", "schema.constraint.drop"),
    ("schema.extension.create", "schema.extension.drop"),
    ("schema.index.create", "schema.index.drop"),
    ("schema.index.create_concurrent", "schema.index.drop_concurrent"),
    ("schema.table.create", "schema.table.drop"),
)
INVERSE = {
    "schema.column.add_required": "schema.column.drop",
    "schema.constraint.add_not_valid": "schema.constraint.drop",
    **dict(_PAIRS),
    **{other: one for one, other in _PAIRS},
}
RENAMES = ("schema.column.rename", "schema.index.rename", "schema.table.rename")
KEPT = ("name", "concurrently")


def with_way_back(told: list[Operation]) -> list[Operation]:
    """All that is told; where the file has a way back of its own, with the one that Django takes beside it."""
    spelt = any([one.direction == "down" and not one.id.startswith("migration.") for one in told])
    return [*told, *_back(told)] if spelt else told


def _back(told: Iterable[Operation]) -> Iterator[Operation]:
    for one in told:
        if one.direction != "up" or one.confidence != "framework":
            continue
        if one.id in INVERSE:
            wanted = (*KEPT, "type") if ".constraint." in one.id else KEPT
            kept = tuple([pair for pair in one.attributes if pair[0] in wanted])
            yield one._replace(id=INVERSE[one.id], direction="down", attributes=kept)
        elif one.id in RENAMES:
            yield _renamed_back(one)


def _renamed_back(one: Operation) -> Operation:
    kind, _, name = (one.object or "").partition(":")
    if one.columns:
        back = one._replace(columns=(one.attribute("to"),), attributes=(("to", one.columns[0]),))
    else:
        back = one._replace(object=f"{kind}:{one.attribute('to')}", attributes=(("to", name),))
    return back._replace(direction="down")
