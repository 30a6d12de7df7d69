"""What waits for somebody, derived anew each time: from where the plans stand, and from branches that are to land."""

from __future__ import annotations

from guard.value import NamedTuple
from guard.waiting import branches, trusted
from guard.waiting.urgency import pressed, sorted_rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.acts.ground import Ground
    from guard.waiting.row import Row, Unlooked


class Part(NamedTuple):
    """What one look gave: the trusted branch first, then each branch that is to land."""

    of: str  # what was looked at
    rows: tuple[Row, ...]
    unlooked: tuple[Unlooked, ...]


class Look(NamedTuple):
    """How far to look."""

    branches: tuple[str, ...] = ()  # these and no others; none: the newest
    lands: bool = True  # whether branches are judged at all
    plan: str = ""  # one plan alone


def parts(ground: Ground, look: Look) -> Iterator[Part]:
    """One after the other, so that what is known early is shown early."""
    found = trusted.rows(ground)
    yield _part(ground, ground.ref, [row for row in found if look.plan in ("", row.plan)], ())
    if not (look.lands and ground.trusted.adopted):
        return
    ahead, unlooked = branches.ahead(ground, look.branches)
    for branch in ahead:
        told, unjudged = branches.rows(ground, branch)
        yield _part(ground, branch.name, [row for row in told if look.plan in ("", row.plan)], tuple(unjudged))
    if unlooked:
        yield Part("", (), tuple(unlooked))


def _part(ground: Ground, of: str, rows: list[Row], unlooked: tuple[Unlooked, ...]) -> Part:
    within = ground.policy.approvals.answer_within
    return Part(of, tuple(sorted_rows([pressed(row, ground.now, within) for row in rows])), unlooked)
