"""What a model reads where the policy asks for it: a reading that no approval has (G750), and doubts nobody settled.

A reading adds questions and takes away one: that it is missing. Nothing else of a verdict depends on what a model said.
"""

from __future__ import annotations

from guard.escape import shell_word
from guard.model.finding import Next, finding, settled
from guard.model.question import accepted_by, fingerprint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.doubt import Text
    from guard.model.finding import Finding

MISSING, DOUBT = "G750", "G761"
WHY = "the policy asks that a model reads every plan before it counts; it may only ask, and nobody has let it"
SAID = "a model read this text, and who signed that has not accepted this question of it"


def check(case: Case) -> Iterator[Finding]:
    """Each plan that comes with the landing, where the policy has plans read."""
    use = case.policy.model
    if use is None or "plans" not in use.reads:
        return
    for text in case.texts:
        covered = case.covered(text.brought)
        signed = covered.readings if covered is not None and case.approved(text.brought) else ()
        if not signed:
            yield _answered(case, text, _missing(text))
        for name in dict.fromkeys([name for _, _, *names in signed for name in names]):
            yield _answered(case, text, _doubt(text, name))


def missing(plan: str, digest: str) -> str:
    """What it is called that nobody has read this text: of another text it is another question."""
    return fingerprint(MISSING, f"{plan} {digest}")


def _missing(text: Text) -> Finding:
    run = f"guard plan read {shell_word(text.plan.encode())}"
    steps = (Next("you", f"end your turn and tell {text.owner}"), Next(text.owner, f"{run}; then approve the plan"))
    found = finding(MISSING, f"no model has read plan {text.plan}", WHY, steps, text.brought)
    return found._replace(fingerprint=missing(text.plan, text.digest))


def _doubt(text: Text, name: str) -> Finding:
    """By its name alone: the words are where the reading was made. Said of two, it would be told as one."""
    mend = f"answer it in the text; guard plan read {shell_word(text.plan.encode())} tells what it asks"
    what = f"a model that read plan {text.plan} asks {name}, and nobody has answered"
    return finding(DOUBT, what, SAID, (Next("you", mend),), text.brought)._replace(fingerprint=name)


def _answered(case: Case, text: Text, found: Finding) -> Finding:
    """With how a person accepts it; settled where one has."""
    covered = case.covered(text.brought)
    if covered is None:
        return found
    if found.fingerprint in covered.accepted and case.approved(text.brought):
        return settled(found, accepted_by(*covered.accepted[found.fingerprint]))
    accept = f"or accepts it as it stands, and says why: {covered.run} --accept {found.fingerprint}"
    return found._replace(next=(*found.next, Next((covered.given.who or (text.owner,))[0], accept)))
