"""Questions that somebody at work asked (G770): what they are about waits until a person has answered."""

from __future__ import annotations

from guard.escape import shell_word, shown
from guard.model.approving import Asked, signers
from guard.model.ask import RULE
from guard.model.finding import Next, finding, settled
from guard.model.question import accepted_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.ask import Ask
    from guard.model.case import Case
    from guard.model.finding import Finding

MOST = 3  # people that are named
WHY = "whoever asked did not know, and what is built here leans on the answer; a question stays until it has one"


def check(case: Case) -> Iterator[Finding]:
    """Each that holds up work of the plan; documents and routine work lean on none."""
    if case.binding.plan is None or not any([not case.free(case.landing, path) for path in case.landing.operations]):
        return
    for ask in case.asks:
        yield _asked(case, ask)


def _asked(case: Case, ask: Ask) -> Finding:
    plan = case.binding.plan
    assert plan is not None
    named = [one.name for one in plan.assumptions]
    about = f"assumption {shown(ask.about)}" if ask.about in named else f"phase {shown(ask.about)}"
    what = f'somebody asked about {about} of {plan.id}: "{shown(ask.says)}"'
    edit = f"settled_by of {shown(ask.about)}" if ask.about in named else f"phase {shown(ask.about)}"
    answer = f"answers in the plan: {edit} says what holds and how it was seen; then approves that"
    steps = [Next("you", f"end your turn and tell {plan.owner}; build nothing more on it"), Next(plan.owner, answer)]
    found = finding(RULE, what, WHY, tuple(steps))._replace(fingerprint=ask.id)
    progress = case.progress
    if progress is None:
        return found
    if ask.id in progress.accepted:
        return settled(found, accepted_by(*progress.accepted[ask.id]))
    able = signers(Asked("plan", plan.id, "", 1, (), plan.owner), case.policy, progress.world.facts.entries)[:MOST]
    at = f" --at {case.rev}" if case.commits else ""
    run = (
        f"or accepts it as it stands, and says why: guard approve {shell_word(plan.id.encode())}{at} --accept {ask.id}"
    )
    return found._replace(next=(*steps, *[Next(who, run) for who in able]))
