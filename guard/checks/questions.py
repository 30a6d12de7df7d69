"""What the text of a plan leaves to guess (G701 to G742): answered in the text, or accepted by name in its approval."""

from __future__ import annotations

from guard.escape import seen, shown
from guard.model.finding import Next, finding, settled
from guard.model.question import accepted_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.doubt import Raised
    from guard.model.finding import Finding

LONGEST = 160  # letters of a sentence that a message quotes


def check(case: Case) -> Iterator[Finding]:
    """Each question of a plan that comes with the landing."""
    for one in case.raised:
        yield _asked(case, one)


def _asked(case: Case, one: Raised) -> Finding:
    doubt, name = one.doubt, one.question.id
    says = one.question.says
    says = says if len(says) <= LONGEST else says[: LONGEST - 3] + "..."
    what = f'{shown(one.path)}:{doubt.line}: {seen(doubt.what)}, in "{shown(says)}"'
    why = " ".join([seen(part) for part in (doubt.ask, doubt.why) if part])
    covered = case.covered(one.brought)
    steps = [Next("you", seen(doubt.mend)), Next(one.owner, "answers it in the text, and lets the plan be approved")]
    if covered is not None and covered.run:
        accept = f"or accepts it as it stands, and says why: {covered.run} --accept {name}"
        steps += [Next(who, accept) for who in covered.given.who[:1] or (one.owner,)]
    found = finding(doubt.rule, what, why, tuple(steps), one.path, doubt.line)._replace(fingerprint=name)
    if covered is not None and name in covered.accepted and case.approved(one.brought):
        return settled(found, accepted_by(*covered.accepted[name]))
    return found
