"""A landing that takes another one back when that can no longer simply be taken back (G409)."""

from __future__ import annotations

from guard.model.finding import Next, finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding


def check(case: Case) -> Iterator[Finding]:
    """The exact inverse of a recorded landing passes inside its rollback time, and needs no plan for it."""
    back = case.progress.back if case.progress is not None else None
    if back is None or not back.late:
        return
    what = f"it takes back {back.landing.commit[:12].decode()} of {back.node}, and that is too late"
    you = Next("you", "leave the landing as it is; end your turn and tell the owner of the plan")
    owner = "settles how to go back: a phase of the plan that goes down, with a landing of its own"
    yield finding("G409", what, back.late, (you, *[Next(name, owner) for name in back.who]))
