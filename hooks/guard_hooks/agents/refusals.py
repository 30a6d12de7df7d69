"""Why an edit of an agent is not made, in words it can act on. Loaded only where something is refused or asked."""

from __future__ import annotations

from guard.escape import shown
from guard.model.operation import told
from guard_hooks.agents.call import Decision
from guard_hooks.agents.paths import OUTSIDE
from guard_hooks.agents.questions import POLICY, WHOEVER
from guard_hooks.agents.telling import MOST, Step, message, of_findings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.case import Case
    from guard.model.claim import Claim
    from guard.model.finding import Finding
    from guard.model.plan import Phase, Plan
    from guard.trust import Trusted
    from guard_hooks.agents.paths import Stop

STEERS = "guard, CI, hook and harness settings, CODEOWNERS, .gitattributes and .gitmodules steer what is checked"
ASIDE = "leave it as it is and work on what the phase covers: "


def stopped(stop: Stop) -> Decision:
    steps = [Step("you", "write only files of the work tree, by their plain paths")]
    if stop.why == OUTSIDE:
        steps.append(
            Step("you", "what is needed for a while alone: a folder below $TMPDIR, or /tmp where that is not set")
        )
    return Decision(
        "deny", message("STOP, not a file of this work", stop.rule, [stop.what], stop.why, steps), stop.rule
    )


def looks(plan: Plan, phase: Phase) -> Decision:
    node = f"{plan.id}/{phase.name}"
    done = "is done elsewhere" if phase.outside is not None else "looks, and changes nothing"
    why = f"plan {plan.id}, phase {phase.name}: nothing of it lands  ({plan.at(f'/phases/{phase.name}')})"
    steps = [
        Step("you", "read and run what only reads; once it is done, end your turn and say what you saw"),
        Step(plan.owner, f"guard attest complete --plan {plan.id} --phase {phase.name}"),
        Step("you", f"what else may be done: {_now(plan.id)}"),
    ]
    return Decision("deny", message("STOP, a phase that only looks", "G104", [f"{node} {done}"], why, steps), "G104")


def _now(plan: str) -> str:
    """What tells an agent where it stands."""
    return f"guard next {plan} --format agent" if plan else "guard next"


def owned(trusted: Trusted, paths: list[bytes]) -> Decision:
    policy = trusted.policy
    people = list(dict.fromkeys([name for path in paths for name in policy.people_for(path)]))
    teams = list(dict.fromkeys([team for path in paths for team in policy.teams_of(path)]))
    who = ", ".join(people) or ", ".join(teams) or "the people who own this repository"
    steps = [Step("you", f"end your turn and ask {who}; you cannot do this part")]
    steps += [Step(name, "changes it, in a commit of its own") for name in people]
    what = [f"{shown(path)} is protected" for path in paths]
    return Decision("deny", message("STOP, a protected file needs its owner", "G107", what, STEERS, steps), "G107")


def astray(paths: list[bytes]) -> Decision:
    what = [f"{shown(path)} would be no plan" for path in paths]
    why = "guard reads .guard/plans/NAME.yaml, and people the .md beside it; it looks into no folder below"
    steps = [Step("you", "write the draft as .guard/plans/NAME.yaml, and its story as the .md beside it")]
    return Decision("deny", message("STOP, a protected file needs its owner", "G107", what, why, steps), "G107")


def misnamed(wrong: list[tuple[bytes, str]]) -> Decision:
    what = [f"{shown(path)}: {words}" for path, words in wrong]
    why = "a name that people and tools read differently hides what is changed"
    return Decision("deny", message("STOP, a name", "G114", what, why, [Step("you", "name it plainly")]), "G114")


def mixed(drafts: list[bytes]) -> Decision:
    what = [f"{shown(path)} is written together with other files" for path in drafts]
    why = "a plan is agreed on before the work it is for; each is a change of its own"
    steps = [Step("you", "write the plan alone, commit it alone, then end your turn and ask for its approval")]
    return Decision("deny", message("STOP, protected files change alone", "G106", what, why, steps), "G106")


def broken(case: Case, findings: list[Finding]) -> Decision:
    """What would stop the commit."""
    stops = [found for found in findings if found.blocks == "commit"]
    plan = case.binding.plan
    step = Step("you", f"{ASIDE}{_now(plan.id if plan is not None else '')}")
    return Decision("deny", of_findings(stops, [step]), stops[0].rule)


def later(findings: list[Finding]) -> str:
    """What would stop the merge, and cannot be settled by anybody's yes."""
    found = [one for one in findings if one.blocks == "merge" and one.outcome == "violation"]
    return of_findings(found, [Step("you", "mend it before it lands")]) if found else ""


def nothing_taken(case: Case, trusted: Trusted, shut: frozenset[str]) -> Decision:
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
        able = [node for node in fits if node not in shut]
        steps += [Step("you", f"guard next --take {node}     if that is what you are at") for node in able[:3]]
    else:
        steps = _begins(case, trusted)
    return Decision("deny", message("STOP, no phase is taken up", "G102", what, why, steps), "G102")


def _begins(case: Case, trusted: Trusted) -> list[Step]:
    """Where no plan that stands covers it: a plan of its own, or, of what is of every day, no plan at all."""
    policy = trusted.policy
    ids = [one.id for operations in case.landing.operations.values() for one in operations if one.counts]
    steps = [Step("you", "what may be done now, in the plans that stand: guard next")] if trusted.plans else []
    who = _some([name for name, one in policy.people.items() if one.key] or list(policy.people)) or WHOEVER
    template = " --from expand-contract" if any([id_.startswith(("schema.", "data.")) for id_ in ids]) else ""
    owner = " --owner OWNER" if len(policy.people) > 1 else ""
    then = f"fill it in, commit it alone; then end your turn and ask {who} for its approval"
    of = f"OWNER is one of {_some(list(policy.people))}; " if owner else ""
    steps.append(Step("you", f"guard plan new NAME{template}{owner}     {of}{then}"))
    if all([id_.startswith("file.") for id_ in ids]):
        whose = _some(list(policy.people_for(POLICY))) or "whoever owns .guard/policy.yaml"
        steps.append(Step(whose, "may call such a change routine, in .guard/policy.yaml; then it needs no plan"))
    return steps


def _some(names: list[str]) -> str:
    """A few of them."""
    return ", ".join(names[:MOST]) + (f" and {len(names) - MOST:,} more" if names[MOST:] else "")


def gone(claim: Claim, trusted: Trusted) -> Decision:
    what = f"taken up is {shown(claim.words())}, which no plan on {trusted.ref} has"
    steps = [Step("you", "guard next --drop, then what may be done now: guard next")]
    why = "work is held to a phase that stands on the trusted branch"
    return Decision("deny", message("STOP, a phase that does not stand", "G408", [what], why, steps), "G408")
