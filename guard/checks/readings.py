"""What a model reads where the policy asks for it: a reading that no approval has (G750), and doubts nobody settled.

A plan is read before it counts, what would land in a phase that stops before it lands. A reading adds questions and
takes away one: that it is missing. Nothing else of a verdict depends on what a model said.
"""

from __future__ import annotations

from guard.escape import shell_word, shown
from guard.model.finding import Next, finding, settled
from guard.model.question import accepted_by, fingerprint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.doubt import Text
    from guard.model.finding import Finding
    from guard.model.plan import Phase, Plan
    from guard.model.progress import Progress

MISSING, DOUBT = "G750", "G761"
MOST = 3  # people and files that are named
WHY = "the policy asks that a model reads every plan before it counts; it may only ask, and nobody has let it"
SAID = "a model read this text, and who signed that has not accepted this question of it"
ARRIVES = "the policy asks that a model reads what lands in a phase that stops; it may only ask, and nobody has let it"
AGAIN = "bring the branch up to date (git rebase, or git merge), end your turn and ask for another look"


def check(case: Case) -> Iterator[Finding]:
    """Each plan that comes with the landing, where the policy has plans read; and the landing, where it has those."""
    use = case.policy.model
    if use is None:
        return
    for text in case.texts if "plans" in use.reads else ():
        covered = case.covered(text.brought)
        signed = covered.readings if covered is not None and case.approved(text.brought) else ()
        if not signed:
            yield _answered(case, text, _missing(text))
        for name in dict.fromkeys([name for _, _, *names in signed for name in names]):
            yield _answered(case, text, _doubt(text, name))
    if "landings" in use.reads:
        yield from _landing(case)


def missing(of: str, digest: str) -> str:
    """What it is called that nobody has read this text of a plan, or this landing of a phase: of another, another."""
    return fingerprint(MISSING, f"{of} {digest}")


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


def _landing(case: Case) -> Iterator[Finding]:
    """What is held to a phase that stops; documents and routine work stop before nothing, nor does a way back."""
    plan, progress = case.binding.plan, case.progress
    held = any([not case.free(case.landing, path) for path in case.landing.operations])
    if plan is None or progress is None or not held or case.goes_back():
        return
    from guard.model.asking import stop

    for phase in case.binding.phases:
        if stop(plan, phase, case.policy, progress.world.also):
            yield from _arriving(case, plan, phase, progress)


def _arriving(case: Case, plan: Plan, phase: Phase, progress: Progress) -> Iterator[Finding]:
    node = f"{plan.id}/{phase.name}"
    read = f"guard plan read {node} --landing {case.rev}"
    signed = progress.readings.get(node, ()) if not progress.meanwhile else ()
    told = []
    if not signed:
        found = finding(MISSING, f"no model has read what would land in {node}", ARRIVES, ())
        told.append((found._replace(fingerprint=missing(node, progress.digest)), f"{read}; then"))
    for name in dict.fromkeys([name for _, _, *names in signed for name in names]):
        found = finding(DOUBT, f"a model that read what would land in {node} asks {name}", SAID, ())
        told.append((found._replace(fingerprint=name), f"{read} tells what it asks; once that is answered"))
    for found, mend in told:
        yield _settled(case, plan, phase, progress, found, mend)


def _settled(case: Case, plan: Plan, phase: Phase, progress: Progress, found: Finding, mend: str) -> Finding:
    """By who accepted it, in an approval of the phase or of its plan; else with who may."""
    from guard.model.approving import signers
    from guard.model.asking import of_phase

    name, node = found.fingerprint, f"{plan.id}/{phase.name}"
    if progress.meanwhile:
        files = " and ".join([shown(path) for path in progress.meanwhile[:MOST]])
        why = f"{found.why}; {files} changed on the branch since this work began"
        return found._replace(why=why, next=(Next("you", AGAIN),))
    if name in progress.accepted:
        return settled(found, accepted_by(*progress.accepted[name]))
    asked = of_phase(progress.world, plan, phase, node)
    able = signers(asked, case.policy, progress.world.facts.entries)[:MOST] or (plan.owner,)
    run = f"guard approve {node} --at {case.rev}"
    accept = f"or accepts it as it stands, and says why: {run} --accept {name}"
    steps = [Next("you", f"end your turn and tell {plan.owner}"), Next(able[0], f"{mend}: {run}")]
    return found._replace(next=(*steps, *[Next(who, accept) for who in able]))
