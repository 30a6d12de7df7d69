"""What waits for somebody, derived anew each time: from where the plans stand, and from branches that are to land."""

from __future__ import annotations

from guard.value import NamedTuple
from guard.waiting import branches, one_act, trusted
from guard.waiting.here import Here
from guard.waiting.row import Unlooked
from guard.waiting.urgency import pressed, sorted_rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.acts.ground import Ground
    from guard.waiting.branches import Weighed
    from guard.waiting.row import Row


class Part(NamedTuple):
    """What one look gave: the trusted branch first, then each branch that is to land."""

    of: str  # what was looked at
    rows: tuple[Row, ...]
    unlooked: tuple[Unlooked, ...]
    weighed: Weighed | None = None  # of a branch: what its rows are made of


class Look(NamedTuple):
    """How far to look."""

    branches: tuple[str, ...] = ()  # these and no others; none: the newest
    lands: bool = True  # whether branches are judged at all
    plan: str = ""  # one plan alone


def parts(ground: Ground, look: Look) -> Iterator[Part]:
    """One after the other, so that what is known early is shown early.

    A row that comes again, for what a branch waits for as well, takes the place of the one before.
    """
    if not ground.trusted.adopted:
        why = f"guard is not adopted: no .guard/policy.yaml on {ground.ref}"
        yield Part(ground.ref, (), (Unlooked("plans and branches", why),))
        return
    here = Here(ground)
    found, unlooked = trusted.rows(ground)
    found = here.told(found)
    yield _part(ground, look, ground.ref, found, [*unlooked, *here.unlooked()])
    if not look.lands:
        return
    waits = one_act.known(found)
    ahead, unlooked = branches.ahead(ground, look.branches)
    door = branches.Door(ground)
    for branch in ahead:
        told, unjudged, weighed = door.rows(branch)
        told = [one_act.beside(waits, row) for row in here.told(told)]
        waits |= one_act.known([row for row in told if not row.lands])
        yield _part(ground, look, branch.name, told, [*unjudged, *here.unlooked()])._replace(weighed=weighed)
    if unlooked:
        yield Part("", (), tuple(unlooked))


def _part(ground: Ground, look: Look, of: str, rows: list[Row], unlooked: list[Unlooked]) -> Part:
    within = ground.policy.approvals.answer_within
    rows = [pressed(row, ground.now, within) for row in rows if look.plan in ("", row.plan)]
    return Part(of, tuple(sorted_rows({row.id: row for row in rows}.values())), tuple(unlooked))
