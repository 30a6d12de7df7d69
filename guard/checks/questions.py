"""What the text of a plan leaves to guess (G701 to G742), or lines that are held to one: answered there, or accepted.

Accepted by its name: in the approval of a plan that the landing brings; of lines in an approval of the plan they are
held to, or of the phase where that stops.
"""

from __future__ import annotations

from guard.escape import seen, shell_word, shown
from guard.model.approving import Asked, signers
from guard.model.asking import of_phase, stop
from guard.model.finding import Next, finding, settled
from guard.model.question import accepted_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.model.case import Case
    from guard.model.doubt import Raised
    from guard.model.finding import Finding

LONGEST = 160  # letters of a sentence that a message quotes
MOST = 3  # people that are named


def check(case: Case) -> Iterator[Finding]:
    """Each question of a plan that comes with the landing, and of the lines that come."""
    for one in case.raised:
        yield _asked(case, one) if one.brought else _of_line(case, one)


def _asked(case: Case, one: Raised) -> Finding:
    covered, name = case.covered(one.brought), one.question.id
    steps = [Next("you", seen(one.doubt.mend))]
    steps += [Next(one.owner, "answers it in the text, and lets the plan be approved")]
    if covered is not None and covered.run:
        accept = f"or accepts it as it stands, and says why: {covered.run} --accept {name}"
        steps += [Next(who, accept) for who in covered.given.who[:1] or (one.owner,)]
    found = _told(one, steps)
    if covered is not None and name in covered.accepted and case.approved(one.brought):
        return settled(found, accepted_by(*covered.accepted[name]))
    return found


def _of_line(case: Case, one: Raised) -> Finding:
    """It stays as long as the line stays as it is, or until a person accepts it who may approve what it is held to."""
    plan, progress, name = case.binding.plan, case.progress, one.question.id
    assert plan is not None
    assert progress is not None
    if name in progress.accepted:
        return settled(_told(one, ()), accepted_by(*progress.accepted[name]))
    phase = case.binding.phases[0] if len(case.binding.phases) == 1 else None
    if phase is not None and stop(plan, phase, case.policy, progress.world.also):
        node = f"{plan.id}/{phase.name}"
        asked = of_phase(progress.world, plan, phase, node)
    else:
        node, asked = plan.id, Asked("plan", plan.id, "", 1, (), plan.owner)
    able = signers(asked, case.policy, progress.world.facts.entries)[:MOST]
    run = f"guard approve {shell_word(node.encode())} --at {case.rev} --accept {name}"
    accept = f"or has seen the line, accepts it as it stands, and says why: {run}"
    return _told(one, [Next("you", seen(one.doubt.mend)), *[Next(who, accept) for who in able or (plan.owner,)]])


def _told(one: Raised, steps: Iterable[Next]) -> Finding:
    doubt, says = one.doubt, one.question.says
    says = says if len(says) <= LONGEST else says[: LONGEST - 3] + "..."
    what = f'{shown(one.path)}:{doubt.line}: {seen(doubt.what)}, in "{shown(says)}"'
    why = " ".join([seen(part) for part in (doubt.ask, doubt.why) if part])
    found = finding(doubt.rule, what, why, tuple(steps), one.path, doubt.line)
    return found._replace(fingerprint=one.question.id)
