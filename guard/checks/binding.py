"""Work that needs a plan and is held to none (G102), or could be held to several (G108)."""

from __future__ import annotations

from guard.escape import shown
from guard.model.finding import Next, finding, settled
from guard.model.operation import told
from guard.model.owning import LANDING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.approving import Given
    from guard.model.case import Case
    from guard.model.finding import Finding

MERGES = "reads the plan and merges it"
APPROVES = f"reads the plan and approves it; where there is no time for one, this very landing: {LANDING}"


def check(case: Case) -> Iterator[Finding]:
    if case.binding.plan is not None or case.binding.apart or case.goes_back():
        return
    if case.binding.others:
        yield _which(case, _parts(case))
        return  # whether a plan covers the work is known once it is said which
    needed = []
    for judged in case.judged(case.policy.squash):
        for path, operations in judged.operations.items():
            if case.policy.is_planned(operations) and not case.free(judged, path):
                counting = [one for one in operations if one.counts]  # what is quiet asks for no plan
                needed.append((path, told(counting), judged.changes.commit))
    parts = _parts(case) if needed else {}
    for path, words, commit in needed:
        yield _needed(case, path, words, commit, parts)
    approved = case.progress.approved if case.progress is not None else None
    if needed and approved is not None and approved.state in ("stale", "expired"):
        yield _unfit(approved)


def _parts(case: Case) -> dict[str, bytes]:
    """Where each file lies in the scope of some plan, and no plan holds all of them: a file of each such plan."""
    plans = case.progress.world.plans if case.progress is not None else ()
    asked = [path for path in case.landing.operations if not case.free(case.landing, path)]
    if len(plans) < 2 or len(asked) < 2:
        return {}
    holding = [
        {plan.id for plan in plans if plan.paths.matches(path) and not plan.never.matches(path)} for path in asked
    ]
    if not all(holding) or set.intersection(*holding):
        return {}
    found: dict[str, bytes] = {}
    for path, ids in zip(asked, holding, strict=True):
        if found.keys().isdisjoint(ids):
            found[min(ids)] = path
    return found


def _apart(parts: dict[str, bytes]) -> Next:
    told = ", ".join([f"{shown(path)} lies in plan {id_}" for id_, path in parts.items()])
    return Next("you", f"bring what belongs to each plan in a landing of its own: {told}")


def _needed(case: Case, path: bytes, words: str, commit: bytes, parts: dict[str, bytes]) -> Finding:
    why = (
        f"policy: needs_plan is {', '.join(case.policy.needs_plan)}; "
        f"no plan that counts covers {'all of this landing' if parts else 'it'}  ({case.policy.where})"
    )
    people = case.policy.people_for(path)
    you = Next(
        "you",
        "guard plan new NAME --from expand-contract     fill it in, commit it alone; then end your turn and ask for it",
    )
    if parts:
        you, people = _apart(parts), ()
    steps = (you, *(Next(name, APPROVES if case.policy.people[name].key else MERGES) for name in people))
    found = finding("G102", f"{shown(path)}: {words}", why, steps, path, commit=commit)
    approved = case.progress.approved if case.progress is not None else None
    if approved is None or approved.state != "given":
        return found
    return settled(found, f"{' and '.join(approved.by)} approved this very landing")


def _unfit(approved: Given) -> Finding:
    what = "the approval of this landing no longer fits"
    you = Next("you", "bring the branch up to date, end your turn and ask for another look: git rebase, or git merge")
    who = approved.by or approved.who
    people = [Next(name, "looks at the landing as it is now, and approves that") for name in who]
    return finding("G404", what, approved.why, (you, *people))


def _which(case: Case, parts: dict[str, bytes]) -> Finding:
    names = ", ".join(case.binding.others)
    first, slash, _ = case.binding.others[0].partition("/")
    plans = "several phases could hold it" if slash else "several plans could hold it"
    say = case.binding.others[0] if slash else f"{first}/PHASE"
    mend: tuple[Next, ...] = (
        Next("you", f"say which this belongs to: guard next --take {say}, then git commit --amend"),
    )
    if parts:
        plans, mend = "parts of it belong to several plans", (_apart(parts),)
    return finding("G108", f"{plans}: {names}", "held to none of them, a change set is held to nothing", mend)
