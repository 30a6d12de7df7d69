"""What operations come to together: a write that is a backfill, a down migration that mirrors its up, or does not.

Detectors see one file each. What is told here needs the whole change set, and what the plans that stand will create.
"""

from __future__ import annotations

from guard.model.operation import Judged, Operation
from guard.model.undo import UNDONE_BY, goes_with, undoes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Operations = dict[bytes, tuple[Operation, ...]]

WRITES = ("data.update", "data.insert", "data.insert_select", "data.merge", "data.copy")
COMES = ("schema.column.add", "schema.column.add_required", "schema.table.create")


def compose(
    judged: Judged, read: Iterable[bytes], created: Iterable[str], pairs: Iterable[tuple[bytes, bytes]]
) -> Judged:
    """The same change set, operations of the paths read each in its role; `pairs` are up files and their down files."""
    told: Operations = {path: judged.operations[path] for path in read}
    fresh = frozenset([*created, *_created(told)])
    told = {path: tuple([_role(one, fresh) for one in operations]) for path, operations in told.items()}
    ups = [one for operations in told.values() for one in operations if one.direction == "up"]
    told = {path: tuple([_mirror(one, ups) for one in operations]) for path, operations in told.items()}
    apart = tuple(pairs)
    alone = [path for path in told if not any([path in pair for pair in apart])]  # both ways in one file, or neither
    for up, down in (*apart, *((path, path) for path in alone)):
        told[down] = (*told.get(down, judged.operations[down]), *_mismatches(told.get(up, ()), told.get(down, ())))
    return judged._replace(operations=judged.operations | told)


def _created(told: Operations) -> Iterator[str]:
    """Tables and columns that come with the change set itself."""
    for operations in told.values():
        for one in operations:
            if one.id in COMES and one.object and one.direction != "down":
                table = one.object.partition(":")[2]
                if one.id == "schema.table.create":
                    yield one.object
                else:
                    yield from [f"column:{table}.{column}" for column in one.columns]


def _role(one: Operation, fresh: frozenset[str]) -> Operation:
    """A write into what is new, and nothing else, is a backfill: role, not form."""
    if one.id not in WRITES or not one.object or one.direction == "down":
        return one
    table = one.object.partition(":")[2]
    filled = [f"column:{table}.{column}" for column in one.columns]
    if not (one.object in fresh or (filled and fresh.issuperset(filled))):
        return one
    return one._replace(id="data.backfill", attributes=tuple(sorted((*one.attributes, ("form", one.id)))))


def _mirror(one: Operation, ups: list[Operation]) -> Operation:
    """Down operations that undo an operation of the same landing need no entry in `does`."""
    if one.direction != "down" or not any([undoes(one, up) for up in ups]):
        return one
    return one._replace(mirrors=True)


def _mismatches(ups: Iterable[Operation], downs: Iterable[Operation]) -> Iterator[Operation]:
    """What the up file does and its down file leaves as it is, and what that does beyond."""
    ways_back = [one for one in downs if one.direction == "down" and not one.id.startswith("migration.")]
    if not ways_back:
        return
    for up in ups:
        lasting = up.direction == "up" and UNDONE_BY.get(up.id, frozenset((up.id,))) != {up.id}
        if lasting and not any([undoes(down, up) or goes_with(down, up) for down in ways_back]):
            yield _mismatch(up, ("leaves", up.id), None)
    for down in ways_back:
        if down.counts and not down.id.startswith("opaque."):
            yield _mismatch(down, ("beyond", down.id), down.line)


def _mismatch(of: Operation, attribute: tuple[str, str], line: int | None) -> Operation:
    return Operation("migration.pair.mismatch", line, of.object, "down", of.columns, (attribute,), of.via)
