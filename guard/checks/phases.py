"""Whose turn it is: what a phase still waits for (G401 to G404), one that is over (G405), a plan out of order (G410).

Asked at the merge door, of the one phase a landing is held to. A landing that no phase covers has G104.
"""

from __future__ import annotations

from guard.model.finding import Next, finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.draft import Flaw
    from guard.model.finding import Finding
    from guard.model.plan import Plan
    from guard.model.world import State, Wait

RULES = {
    ("edge", "unmet"): "G401",
    ("circle", "unmet"): "G401",
    ("edge", "unknown"): "G402",
    ("approval", "missing"): "G403",
    ("approval", "stale"): "G404",
    ("approval", "expired"): "G404",
}
WAITS = "leave it out of this landing, and end your turn: it is not this phase's turn (guard plan status {})"


def check(case: Case) -> Iterator[Finding]:
    """Each thing the phase waits for is a finding of its own, with whose turn it is instead."""
    plan, progress = case.binding.plan, case.progress
    if progress is None:
        return
    said = progress.approved.state == "given" or any([one.given.state == "given" for one in progress.covered.values()])
    if progress.behind and (plan is not None or said or progress.back is not None):
        what = "the time of this machine is behind what the log says"
        yield finding("G407", what, progress.behind, (Next("you", "this machine's clock is to be set right"),))
    if plan is None:
        return
    if _counts(case) and not case.goes_back():
        yield from [_flawed(plan, flaw) for flaw in progress.flaws]
    if len(case.binding.phases) != 1 or case.goes_back() or not _counts(case):
        return
    node = f"{plan.id}/{case.binding.phases[0].name}"
    state = progress.states[node]
    for wait in state.waits:
        yield _waits(plan, node, wait, progress.world.brings(wait))
    if state.over and (progress.back is None or progress.back.node != node):  # a way back that is too late says so
        yield _over(plan, node, state)


def _counts(case: Case) -> bool:
    """Something in it is held to the plan; documents and routine work wait for nobody."""
    return any([not case.free(case.landing, path) for path in case.landing.operations])


def _waits(plan: Plan, node: str, wait: Wait, fetch: str) -> Finding:
    verb = "comes too early" if wait.kind != "approval" else "is not approved"
    what = f"phase {node} {verb}: it waits for {wait.words}"
    until = wait.when() if wait.until else ""
    why = f"{wait.why}{until}  ({plan.at('/phases/' + node.partition('/')[2])})"
    people = tuple([Next(who, wait.run) for who in wait.who])
    then = f"once that time is over, see whose turn it is: {wait.run}" if wait.until else wait.run
    steps = (Next("you", WAITS.format(plan.id)), *(people or (Next("you", then),)))
    steps = (Next("you", f"{fetch}; then ask again"), *steps) if fetch else steps
    return finding(RULES[wait.kind, wait.state], what, why, steps)  # each says another thing: none is told for all


def _over(plan: Plan, node: str, state: State) -> Finding:
    what = f"phase {node} is over: {state.over} has landed since"
    why = f"what comes later rests on how it was left  ({plan.at('/phases/' + node.partition('/')[2])})"
    you = Next("you", f"do it in the phase whose turn it is: guard next {plan.id}")
    owner = Next(plan.owner, "where no phase fits, gives the plan one, in a commit of its own")
    return finding("G405", what, why, (you, owner))


def _flawed(plan: Plan, flaw: Flaw) -> Finding:
    what = f"plan {plan.id} is out of order: {flaw.what}  [{flaw.rule}]"
    you = Next("you", f"leave it out of this landing, and end your turn: guard plan lint {plan.id}")
    return finding("G410", what, f"{flaw.why}  ({plan.at(flaw.place)})", (you, Next(plan.owner, flaw.mend)))
