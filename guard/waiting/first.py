"""What comes before a yes: while that stands, `guard approve` refuses it, so nobody is asked for it now."""

from __future__ import annotations

from guard.errors import GuardError
from guard.escape import seen
from guard.model.question import UNSETTLED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.acts.ground import Ground
    from guard.model.draft import Flaw
    from guard.model.plan import Plan
    from guard.waiting.row import Row

ASSUMED = "G242"  # what lint says of an assumption that nothing settles: that is a row of its own, or was accepted
TOLD = 2  # faults that are told; guard plan lint tells them all


def first(ground: Ground, plan: Plan, questions: list[Row]) -> str:
    """In words; "" where nothing does. `questions` are those of the plan that nobody has settled."""
    names = [row.name for row in questions if row.rule == UNSETTLED]
    if names:
        of = ", ".join(seen(name) for name in names)
        return f"{of} first: a yes to a plan is refused while nothing settles what it takes for granted ({ASSUMED})"
    try:
        found = [one for one in _faults(ground, plan) if one.rule != ASSUMED]
    except GuardError as error:  # approve cannot read it either
        return f"first it has to be read: {error.what}  ({error.where}); {error.mend}"
    if not found:
        return ""
    told = "; ".join([f"{seen(one.what)} ({one.rule})" for one in found[:TOLD]])
    more = f" and {len(found) - TOLD:,} more" if len(found) > TOLD else ""
    run = f"guard plan lint {plan.id}"
    return f"its author mends the plan first: {told}{more}; a yes to one with faults is refused: {run}"


def after(row: Row, words: str) -> Row:
    """It waits behind that, however long it has waited."""
    if not words:
        return row
    return row._replace(urgency="later", first=words, why=f"{words}; {row.why}")


def _faults(ground: Ground, plan: Plan) -> tuple[Flaw, ...]:
    """As whoever says yes is told them: of the plan as it stands, beside the others."""
    from guard.carried.flaws import pages_read
    from guard.doors.git.landed import file_at
    from guard.lint import lint
    from guard.model.draft import Draft

    repository, at = ground.repository, ground.replay.at
    others = {one.id: one for one in ground.trusted.plans if one.id != plan.id}
    pages = pages_read(repository, {plan.id: plan}, lambda page: file_at(repository, at, page))
    return lint(Draft(ground.policy, plan, others, pages, ground.now))
