"""A push of the trusted branch: it only moves on, and each landing it holds is judged against what stood before it."""

from __future__ import annotations

from guard.errors import GuardError
from guard.escape import shown
from guard.model.finding import Next, finding
from guard.model.verdict import not_judged, weigh
from guard_hooks.server import documents
from guard_hooks.server import ground as grounds
from guard_hooks.server.parts import line, parts
from guard_hooks.server.told import Told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.verdict import Verdict
    from guard_hooks.server.ground import Ground
    from guard_hooks.server.parts import Part, Step
    from guard_hooks.server.pushed import Update

MOST = 32  # landings that one push is judged for


def judged(ground: Ground, update: Update) -> list[Told]:
    """What is said of it; the first refusal ends it, for what comes after would stand on what never lands."""
    if not update.new:
        return [Told(_moves_on(ground, "it would be deleted"))]
    if update.old != ground.before:
        return [Told(_moves_on(ground, "it has moved since this push was made"))]
    if not update.old:
        return [documents.adopting(ground, update.new)]
    repository = ground.repository
    steps = line(repository, update.old, update.new)
    if not steps:
        return [Told(_moves_on(ground, _how(ground, update)))]
    before: list[Told] = []
    if not grounds.adopted(repository, update.old):
        at = next((at for at, (step, _) in enumerate(steps) if grounds.adopted(repository, step.oid)), len(steps) - 1)
        before = [documents.adopting(ground, steps[at][0].oid)]
        if before[0].refused or at == len(steps) - 1:
            return before
        update, steps = update._replace(old=steps[at][0].oid), steps[at + 1 :]
    return before + _landings(ground, update, steps)


def _landings(ground: Ground, update: Update, steps: list[Step]) -> list[Told]:
    found = parts(update.old, steps)
    if len(found) > MOST:
        return [Told(not_judged("merge", _too_many(ground, found)))]
    told: list[Told] = []
    room = MOST  # steps that are asked one by one
    for number, part in enumerate(found, 1):
        said = f"landing {number} of {len(found)}, {part.tip[:12].decode()}" if len(found) > 1 else ""
        one = Told(grounds.weighed(ground, part.base, part.tip), said)
        alone = _alone(ground, part, said) if one.refused and 1 < len(part.steps) <= room else []
        room -= len(alone)
        told += alone if alone and not alone[-1].refused else [one]
        if told[-1].refused:
            break
    if told[-1].refused and len(found) > 1:
        whole = Told(grounds.weighed(ground, update.old, update.new), "all of it, as one landing")
        told = told if whole.refused else [whole]  # as a branch that was approved whole, and is brought step by step
    if told[-1].refused:
        return told
    wrong = documents.left(ground, update.old, update.new)
    return told if wrong is None else [wrong]


def _alone(ground: Ground, part: Part, said: str) -> list[Told]:
    """Each step of it as it would be in a push of its own; the first that is refused ends it."""
    told: list[Told] = []
    base = part.base
    for step in part.steps:
        about = f"{said}: " if said else ""
        told.append(Told(grounds.weighed(ground, base, step), f"{about}step {step[:12].decode()}, for itself"))
        if told[-1].refused:
            break
        base = step
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
