"""A push of the trusted branch: it only moves on, and each landing it holds is judged against what stood before it."""

from __future__ import annotations

import os

from guard.errors import GuardError
from guard.escape import shown
from guard.model.change import Change, ChangeSet
from guard.model.finding import Next, finding
from guard.model.verdict import not_judged, weigh
from guard.pipeline import weigh_change
from guard_hooks.server import ground as grounds
from guard_hooks.server.parts import line, parts
from guard_hooks.server.told import Told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.policy import Policy
    from guard.model.verdict import Verdict
    from guard_hooks.server.ground import Ground
    from guard_hooks.server.parts import Part, Step
    from guard_hooks.server.pushed import Update

MOST = 32  # landings that one push is judged for
NAMES = 5  # people that are named
OWN, POLICY = b".guard/", b".guard/policy.yaml"
EDITS = ("G260", "G261", "G262")  # which are of a document and the one before it


def judged(ground: Ground, update: Update) -> list[Told]:
    """What is said of it; the first refusal ends it, for what comes after would stand on what never lands."""
    if not update.new:
        return [Told(_moves_on(ground, "it would be deleted"))]
    if update.old != ground.before:
        return [Told(_moves_on(ground, "it has moved since this push was made"))]
    if not update.old:
        return [_adopting(ground, update.new)]
    repository = ground.repository
    steps = line(repository, update.old, update.new)
    if not steps:
        return [Told(_moves_on(ground, _how(ground, update)))]
    before: list[Told] = []
    if not grounds.adopted(repository, update.old):
        at = next((at for at, (step, _) in enumerate(steps) if grounds.adopted(repository, step.oid)), len(steps) - 1)
        before = [_adopting(ground, steps[at][0].oid)]
        if before[0].refused or at == len(steps) - 1:
            return before
        update, steps = update._replace(old=steps[at][0].oid), steps[at + 1 :]
    return before + _landings(ground, update, steps)


def _landings(ground: Ground, update: Update, steps: list[Step]) -> list[Told]:
    found = parts(update.old, steps)
    if len(found) > MOST:
        return [Told(not_judged("merge", _too_many(ground, found)))]
    told = []
    for number, part in enumerate(found, 1):
        verdict = grounds.weighed(ground, part.base, part.tip)
        said = f"landing {number} of {len(found)}, {part.tip[:12].decode()}" if len(found) > 1 else ""
        told.append(Told(verdict, said))
        if verdict.exit_code:
            break
    if told[-1].refused and len(found) > 1:
        whole = Told(grounds.weighed(ground, update.old, update.new), "all of it, as one landing")
        if not whole.refused:  # as a branch that was approved whole, and is brought step by step
            return [whole]
    return told


def _how(ground: Ground, update: Update) -> str:
    """In words, what the push does instead of moving on."""
    try:
        if ground.repository.contains(update.old, update.new):
            return "it would be set back to a commit before the one it is at"
        if not ground.repository.contains(update.new, update.old):
            return "what stands on it now would be taken off it"
    except GuardError:
        return "whether what stands on it now would stay cannot be seen"
    return "what stands on it now would come in by a merge, off the line of first parents that says what landed"


def _moves_on(ground: Ground, why: str) -> Verdict:
    branch = shown(ground.setting.trusted)
    short = branch.removeprefix("refs/heads/")
    bring = f"put your work on top of it: git fetch origin && git rebase origin/{short}, then push again"
    take = "to take something back, push a commit that does: git revert COMMIT"
    found = finding("G640", branch, why, (Next("you", bring), Next("you", take)))
    return weigh("merge", (found,), shadow=_shadow(ground))


def _shadow(ground: Ground) -> bool:
    """Whether the policy as it stands only tells; one that cannot be read refuses."""
    try:
        return bool(ground.before) and grounds.documents(ground, ground.before)[1].policy.shadow
    except GuardError:
        return False


def _too_many(ground: Ground, found: list[Part]) -> GuardError:
    what = f"this push holds {len(found):,} landings; {MOST} is the most that one is judged for"
    to = f"{found[MOST - 1].tip.decode()}:{shown(ground.setting.trusted)}"
    return GuardError(
        "G645", what, shown(ground.setting.trusted), f"push them in turn, the first ones with: git push origin {to}"
    )


def _adopting(ground: Ground, tip: bytes) -> Told:
    """The policy comes with this push: what stands on the branch by then is taken as it is, documents in order."""
    branch = shown(ground.setting.trusted)
    try:
        if not grounds.adopted(ground.repository, tip):
            return Told(not_judged("merge", _no_policy(branch)))
        _, trusted = grounds.documents(ground, tip)
        grounds.pinned(ground, trusted)
        wrong = _faults(ground, tip) or _unchangeable(branch, trusted.policy)
    except GuardError as error:
        return Told(not_judged("merge", error))
    if wrong is not None:
        return Told(wrong)
    people = [shown(os.fsencode(name)) for name in trusted.policy.people]
    more = f" and {len(people) - NAMES:,} more" if len(people) > NAMES else ""
    said = f"people of it: {', '.join(people[:NAMES])}{more}" if people else "it names nobody yet"
    lines = f"guard: adopted: policy version {trusted.policy.version} on {branch}; {said}\n"
    return Told(
        None, "", f"{lines}guard: what stands there now is taken as it is; every landing from here on is judged\n"
    )


def _unchangeable(branch: str, policy: Policy) -> Verdict | None:
    """A policy in which nobody has a key could never be changed here: each edit of it asks for a yes."""
    if policy.shadow or any([person.key for person in policy.people.values()]):
        return None
    why = "an edit of the policy or a plan needs a yes, and nobody could give one here: no person in it has a key"
    steps = (
        Next("you", "an owner makes a key and lists it, before this is pushed again: guard enroll NAME"),
        Next("you", "or lets the policy tell and refuse nothing until keys are there: mode: shadow"),
    )
    return weigh("merge", (finding("G647", f"{branch}: {policy.where}", why, steps, POLICY),))


def _no_policy(branch: str) -> GuardError:
    mend = (
        f"an owner of {branch} writes {POLICY.decode()}, commits it on that branch and pushes it: guard schema policy"
        " tells what stands in it, guard check what is wrong with it"
    )
    return GuardError("G644", "this server judges what lands, and there is no policy to judge by", branch, mend)


def _faults(ground: Ground, tip: bytes) -> Verdict | None:
    """What is wrong with guard's own documents at a commit, as if all of them came with it; None where nothing is."""
    whole = ground.repository.whole(tip)
    own = tuple([change for change in whole.changes if change.path.startswith(OWN)])
    trigger, trusted = grounds.documents(ground._replace(log=b""), tip)
    before = trusted._replace(adopted=False, plans=())
    change = Change(ChangeSet("landing", tip, own), (), (), b"", tip, b"")
    verdict = weigh_change(ground.repository, trigger, before, change)
    wrong = [found for found in verdict.findings if found.rule.startswith("G2") and found.rule not in EDITS]
    told = tuple([found._replace(blocks="merge") for found in wrong if found.outcome == "violation"])
    return weigh("merge", told, verdict.basis) if told else None
