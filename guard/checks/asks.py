"""Questions that somebody at work asked (G770): what they are about waits until a person has answered."""

from __future__ import annotations

from guard.escape import shell_word, shown
from guard.model.approving import Asked, signers
from guard.model.ask import RULE, asks
from guard.model.assumption import answering
from guard.model.finding import Next, finding, settled
from guard.model.question import accepted_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.ask import Ask
    from guard.model.case import Case
    from guard.model.finding import Finding
    from guard.model.plan import Plan

MOST = 3  # people that are named
WHY = "whoever asked did not know, and what is built here leans on the answer; a question stays until it has one"


def check(case: Case) -> Iterator[Finding]:
    """Each that holds up work of the plan; documents and routine work lean on none."""
    if case.binding.plan is None or not any([not case.free(case.landing, path) for path in case.landing.operations]):
        return
    for ask in case.asks:
        yield _asked(case, ask, case.binding.plan)


def _asked(case: Case, ask: Ask, plan: Plan) -> Finding:
    what, steps = _lost(ask, plan) if ask.plan != plan.id else _told(ask, plan)
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
    return found._replace(next=(*steps, *_unsaid(case, ask), *[Next(who, run) for who in able]))


def _unsaid(case: Case, ask: Ask) -> Iterator[Next]:
    """A question that stands in this work tree alone is one that nobody else will know of."""
    if case.commits and ask.id not in [one.id for one in asks([commit.message for commit in case.commits])]:
        yield Next("you", f"say it in a commit as well, so that CI knows of it: {shown(ask.line())}")


def _told(ask: Ask, plan: Plan) -> tuple[str, list[Next]]:
    """What it asks, and how the plan answers it."""
    assumed, phased = {one.name: one for one in plan.assumptions}, [phase.name for phase in plan.phases]
    name = shown(ask.about)
    about = f"assumption {name} of {plan.id}" if ask.about in assumed else f"phase {name} of {plan.id}"
    edit = f"phase {name}"
    if ask.about not in (*assumed, *phased):
        about = f"{name}, which {plan.id} does not have" if name else f"{plan.id}, and not what of it"
        edit = "an assumption"
    answer = f"answers in the plan: {edit} says what holds and how it was seen; then approves that"
    if ask.about in assumed:
        run = answering(plan.id, ask.about, assumed[ask.about].settled_by)
        answer = f"answers in the plan, what holds and how it was seen: {run}; then approves that"
    what = f'somebody asked about {about}: "{shown(ask.says)}"'
    stop = Next("you", f"end your turn and tell {plan.owner}; build nothing more on it")
    return what, [stop, Next(plan.owner, answer)]


def _lost(ask: Ask, plan: Plan) -> tuple[str, list[Next]]:
    """A line that is of no plan: it may be about this one."""
    what = f'a commit asks something of no plan that stands: "{shown(ask.line())}"'
    form = f"Guard-Ask: {plan.id}/NAME and the question, where NAME is an assumption or a phase"
    mend = f"say in that message what it is about, as guard ask prints the line ({form}); then git rebase"
    return what, [Next("you", mend), Next("you", f"or end your turn and tell {plan.owner}")]
