"""Edits of an agent, held to the phase that is taken up: by path, then by what the proposed content does."""

from __future__ import annotations

from guard.checks import examine
from guard.doors.cache import allowed
from guard.doors.taken import taken
from guard.escape import shown
from guard.model.names import faults
from guard.model.operation import told
from guard.model.plan import Budget
from guard.model.protected import protected
from guard.model.trigger import Trigger
from guard.pipeline import case_of
from guard_hooks.agents.call import Decision
from guard_hooks.agents.changes import proposed
from guard_hooks.agents.paths import Stop, Target, target
from guard_hooks.agents.telling import Step, message, of_findings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.case import Case
    from guard.model.claim import Claim
    from guard.model.plan import Phase, Plan
    from guard.trust import Trusted
    from guard_hooks.agents.call import Edit
    from guard_hooks.agents.place import Ground
    from guard_hooks.agents.proposed import Proposed

DRAFTS = b".guard/plans/"
NO_LIMIT = Budget(None, None, None, None)  # a limit is of what lands, and one edit is not that
ALLOW = Decision("allow")
STEERS = (
    "guard, CI, hook and harness settings, CODEOWNERS, .gitattributes and .gitmodules steer what is checked and runs"
)
ASIDE = "leave it as it is and work on what the phase covers: guard next"


def of_edits(repository: Proposed, ground: Ground, trusted: Trusted, folder: str, edits: tuple[Edit, ...]) -> Decision:
    """The decision on all of them together."""
    targets: list[Target] = []
    for edit in edits:
        found = target(ground, folder, edit)
        if isinstance(found, Stop):
            return _stopped(found)
        if found is not None:
            targets.append(found)
    held = _phase(ground, trusted)
    if held is not None and (held[1].outside is not None or not held[1].does) and targets:
        return _looks(*held)
    steering = [one for one in targets if protected(one.path) or protected(one.path + b"/_")]
    drafts = [one for one in steering if one.path.startswith(DRAFTS) and one.path.endswith((b".yaml", b".md"))]
    if len(drafts) < len(steering):
        return _owned(trusted, [one.path for one in steering if one not in drafts])
    if drafts:
        return _draft(drafts) if len(drafts) == len(targets) else _mixed(drafts)
    return _work(repository, ground, trusted, targets)


def _phase(ground: Ground, trusted: Trusted) -> tuple[Plan, Phase] | None:
    """What is taken up here, where it still stands."""
    claim = next(iter(taken(ground.git_dir)), None)
    for plan in trusted.plans if claim is not None else ():
        for phase in plan.phases:
            if claim is not None and (claim.plan, claim.phase) == (plan.id, phase.name):
                return plan, phase
    return None


def _stopped(stop: Stop) -> Decision:
    steps = [Step("you", "write only files of the work tree, by their plain paths")]
    return Decision(
        "deny", message("STOP, not a file of this work", stop.rule, [stop.what], stop.why, steps), stop.rule
    )


def _looks(plan: Plan, phase: Phase) -> Decision:
    node = f"{plan.id}/{phase.name}"
    done = "is done elsewhere" if phase.outside is not None else "looks, and changes nothing"
    why = f"plan {plan.id}, phase {phase.name}: nothing of it lands  ({plan.at(f'/phases/{phase.name}')})"
    steps = [
        Step(
            "you",
            f"read and run what only reads; once it is done: guard attest complete --plan {plan.id}"
            f" --phase {phase.name}, which a person signs",
        ),
        Step("you", "what else may be done: guard next"),
    ]
    return Decision("deny", message("STOP, a phase that only looks", "G104", [f"{node} {done}"], why, steps), "G104")


def _owned(trusted: Trusted, paths: list[bytes]) -> Decision:
    policy = trusted.policy
    people = list(dict.fromkeys([name for path in paths for name in policy.people_for(path)]))
    teams = list(dict.fromkeys([team for path in paths for team in policy.teams_of(path)]))
    who = ", ".join(people) or ", ".join(teams) or "the people who own this repository"
    steps = [Step("you", f"end your turn and ask {who}; you cannot do this part")]
    steps += [Step(name, "changes it, in a commit of its own") for name in people]
    what = [f"{shown(path)} is protected" for path in paths]
    return Decision("deny", message("STOP, a protected file needs its owner", "G107", what, STEERS, steps), "G107")


def _draft(drafts: list[Target]) -> Decision:
    """A plan is written without a phase; what is wrong in it is told by lint, and again before it counts."""
    wrong = [f"{shown(one.path)}: {words}" for one in drafts for _, words in faults(one.path)]
    if wrong:
        why = "a name that people and tools read differently hides what is changed"
        return Decision("deny", message("STOP, a name", "G114", wrong, why, [Step("you", "name it plainly")]), "G114")
    context = "guard: a draft of a plan; it counts once it stands on the trusted branch. Look at it: guard plan lint"
    return Decision("allow", context=context)


def _mixed(drafts: list[Target]) -> Decision:
    what = [f"{shown(one.path)} is written together with other files" for one in drafts]
    why = "a plan is agreed on before the work it is for; each is a change of its own"
    steps = [Step("you", "write the plan alone, commit it alone, then end your turn and ask for its approval")]
    return Decision("deny", message("STOP, protected files change alone", "G106", what, why, steps), "G106")


def _work(repository: Proposed, ground: Ground, trusted: Trusted, targets: list[Target]) -> Decision:
    """The pipeline's own case, checks and words; only whether a phase is taken up is asked here."""
    change = proposed(repository, targets)
    if not change.landing.changes:
        return ALLOW  # of what no commit has, nothing is taken away
    unlimited = trusted._replace(plans=tuple([plan._replace(budget=NO_LIMIT) for plan in trusted.plans]))
    case = case_of(repository, Trigger("staged", cache=allowed()), unlimited, change)
    free = [case.free(case.landing, path) for path in case.landing.operations]
    if not all(free):
        refusal = _unheld(case, trusted, ground)
        if refusal is not None:
            return refusal
    findings = examine(case)
    stops = [found for found in findings if found.blocks == "commit"]
    if stops:
        plan = case.binding.plan
        step = Step("you", ASIDE if plan is None else f"{ASIDE} {plan.id}")
        return Decision("deny", of_findings(stops, [step]), stops[0].rule)
    from guard_hooks.agents.asking import asked

    later = [found for found in findings if found.blocks == "merge" and found.outcome == "violation"]
    context = of_findings(later, [Step("you", "mend it before it lands")]) if later else ""
    return asked(repository, trusted, case, targets) or Decision("allow", context=context)


def _unheld(case: Case, trusted: Trusted, ground: Ground) -> Decision | None:
    """Why work that is not routine cannot be done now; None where it is held to a phase that is open."""
    claim = next(iter(taken(ground.git_dir)), None)
    if claim is None:
        return _nothing_taken(case, trusted)
    if _phase(ground, trusted) is None:
        return _gone(claim, trusted)
    from guard_hooks.agents.openness import closed

    return closed(ground, trusted, f"{claim.plan}/{claim.phase}")


def _nothing_taken(case: Case, trusted: Trusted) -> Decision:
    from guard.binding import fitting

    judged, policy = (case.landing,), trusted.policy
    what = [
        f"{shown(path)}: {told(operations)}"
        for path, operations in case.landing.operations.items()
        if not case.free(case.landing, path)
    ]
    why = f"an agent works in a phase that is taken up, or on what the policy calls routine  ({policy.where})"
    fits = [f"{plan.id}/{phase.name}" for plan in trusted.plans for phase in fitting(plan, judged, policy)]
    if fits:
        steps = [Step("you", "what may be done now, and what waits for whom: guard next")]
        steps += [Step("you", f"guard next --take {node}     if that is what you are at") for node in fits[:3]]
    else:
        draft = "guard plan new NAME --from expand-contract     fill it in, commit it alone; then end your turn and ask"
        steps = [Step("you", "what may be done now, in the plans that stand: guard next"), Step("you", draft)]
    return Decision("deny", message("STOP, no phase is taken up", "G102", what, why, steps), "G102")


def _gone(claim: Claim, trusted: Trusted) -> Decision:
    what = f"taken up is {shown(claim.words())}, which no plan on {trusted.ref} has"
    steps = [Step("you", "guard next --drop, then what may be done now: guard next")]
    why = "work is held to a phase that stands on the trusted branch"
    return Decision("deny", message("STOP, a phase that does not stand", "G408", [what], why, steps), "G408")
