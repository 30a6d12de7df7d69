"""Migrations folded: what a row of them comes to, each run once, in order, and none of them back.

Nothing here reads a file. An operation that may not have run leaves what it touches unknown.
"""

from __future__ import annotations

from guard.model.fold import Fold
from guard.model.inventory import Home, Place
from guard.model.makings import ACTS
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.model.operation import Operation

ELSEWHERE = "search_path is set before it, so nobody knows in which schema"


class Step(NamedTuple):
    """One migration: what it does, and whether its place among the others of its home is known."""

    path: bytes
    operations: tuple[Operation, ...]
    ordered: bool = True


def fold(steps: Iterable[Step]) -> Home:
    """What the migrations of one home make, as it stands after the last of them."""
    folded = Fold()
    for step in steps:
        _run(folded, step)
    return folded.home()


def _run(folded: Fold, step: Step) -> None:
    """All that one migration does on its way up."""
    folded.paths.append(step.path)
    if not step.ordered:
        folded.loose.add(step.path)
    elsewhere = False
    for one in step.operations:
        if one.direction == "down":
            continue
        folded.here, folded.via = Place(step.path, one.line), one.via if one.confidence == "framework" else "sql"
        if one.id.startswith("opaque."):
            folded.unread.append((folded.here, one.attribute("why")))
        elsewhere = elsewhere or (one.id == "session.set" and one.attribute("name") == "search_path")
        folded.doubt = _doubt(one, elsewhere)
        family, _, leaf = one.id.rpartition(".")
        act = ACTS.get(one.id) or ACTS.get(family)
        if act is not None and one.object:
            act(folded, one, leaf)
        elif one.id == "schema.database.drop":
            folded.lose("its database may be gone")


def _doubt(one: Operation, elsewhere: bool) -> str:
    """Why the statement may not have done what it says; "" where nothing stands in its way."""
    if one.attribute("maybe"):
        return "it may be undone by what follows it"
    if one.attribute("in") and one.id.startswith(("schema.", "access.")):
        return f"it stands inside {one.attribute('in').upper()}, which may run it or not"
    name = (one.object or "").partition(":")[2]
    return ELSEWHERE if elsewhere and "." not in name else ""
