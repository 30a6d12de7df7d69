"""Work that needs a plan and is held to none (G102), or could be held to several (G108)."""

from __future__ import annotations

from guard.escape import shown
from guard.model.finding import Next, finding, settled
from guard.model.naming import unnamed
from guard.model.operation import told
from guard.model.owning import landing
from guard.model.policy import covered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.model.approving import Given
    from guard.model.case import Case
    from guard.model.finding import Finding
    from guard.model.operation import Judged, Operation
    from guard.model.plan import Plan
    from guard.model.world import Wait

    Ready = tuple[tuple[Plan, Wait], ...]

MERGES = "reads the plan and merges it"
FOLD = (Next("you", "fold the commits into one (git rebase -i), so that what was approved is all there is"),)
APPROVES = "reads the plan and approves it; where there is no time for one, this very landing: "


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
                needed.append((path, told(counting), judged))
    parts = _parts(case) if needed else {}
    ready = () if parts or not needed else _ready(case)
    found = [_needed(case, path, words, judged.changes.commit, parts, ready) for path, words, judged in needed]
    approved = case.progress.approved if case.progress is not None else None
    if approved is not None and approved.state == "given":
        unseen = _unseen(case, [(judged, path) for path, _, judged in needed])
        found = [_approved(one, " and ".join(approved.by), (one.commit, one.path) not in unseen) for one in found]
    yield from found
    if found and approved is not None and approved.state in ("stale", "expired"):
        people = case.policy.people
        asked = dict.fromkeys([step.who for one in found for step in one.next if step.who in people])
        signing = [name for name in asked if people[name].key is not None]
        yield _unfit(approved, tuple(signing) or approved.who or approved.by, case.rev)


def _unseen(case: Case, asked: Iterable[tuple[Judged, bytes]]) -> frozenset[tuple[bytes, bytes | None]]:
    """Commits on the way that do to a path what the landing does not: who approved that one never saw it."""
    lands, same = frozenset(case.landing.changes.changes), {}
    found = []
    for judged, path in asked:
        commit = judged.changes.commit
        if commit not in same:
            same[commit] = {one.path for one in judged.changes.changes if one in lands}
        if path not in same[commit] and not _done(judged, path) <= _done(case.landing, path):
            found.append((commit, path))
    return frozenset(found)


def _done(judged: Judged, path: bytes) -> frozenset[Operation]:
    """What a change set does to a path, on whichever line."""
    return frozenset([one._replace(line=None) for one in judged.operations.get(path, ()) if one.counts])


def _approved(found: Finding, by: str, seen: bool) -> Finding:
    """Settled by who approved the landing, as far as that shows it."""
    if seen:
        return settled(found, f"{by} approved this very landing")
    why = f"{by} approved what lands, and on the way there this commit does something else to the file"
    return found._replace(why=f"{found.why}; {why}", next=FOLD)


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


def _ready(case: Case) -> Ready:
    """Plans that cover all of this landing and wait for a person's yes alone, each with that."""
    progress = case.progress
    if progress is None:
        return ()
    asked = {path: of for path, of in case.landing.operations.items() if not case.free(case.landing, path)}
    found = []
    for plan in progress.world.plans if asked else ():
        if all([plan.paths.matches(path) and not plan.never.matches(path) for path in asked]):
            for phase in plan.phases:
                state = progress.states[f"{plan.id}/{phase.name}"]
                alone = not state.over and all([wait.kind == "approval" for wait in state.waits])
                if alone and all([covered(of, phase.does) and not unnamed(phase, of) for of in asked.values()]):
                    found += [(plan, wait) for wait in state.waits]
    return tuple(found)


def _apart(parts: dict[str, bytes]) -> Next:
    told = ", ".join([f"{shown(path)} lies in plan {id_}" for id_, path in parts.items()])
    return Next("you", f"bring what belongs to each plan in a landing of its own: {told}")


def _needed(case: Case, path: bytes, words: str, commit: bytes, parts: dict[str, bytes], ready: Ready) -> Finding:
    lacks = f"no plan that counts covers {'all of this landing' if parts else 'it'}"
    if ready:
        lacks = f"{_named(ready)} covers it, and waits for a person's yes"
    why = f"policy: needs_plan is {', '.join(case.policy.needs_plan)}; {lacks}  ({case.policy.where})"
    people = case.policy.people_for(path)
    you = Next(
        "you",
        "guard plan new NAME --from expand-contract     fill it in, commit it alone; then end your turn and ask for it",
    )
    if parts:
        you, people = _apart(parts), ()
    approves = APPROVES + landing(case.rev)
    steps = (you, *(Next(name, approves if case.policy.people[name].key else MERGES) for name in people))
    if ready:
        ask = f"end your turn and ask for the approval of {_named(ready)}: this work is held to it from then on"
        steps = (Next("you", ask), *dict.fromkeys([Next(name, wait.run) for _, wait in ready for name in wait.who]))
    return finding("G102", f"{shown(path)}: {words}", why, steps, path, commit=commit)


def _named(ready: Ready) -> str:
    return " and ".join(dict.fromkeys([f"plan {plan.id}" for plan, _ in ready]))


def _unfit(approved: Given, who: tuple[str, ...], rev: str) -> Finding:
    you, run = "end your turn and ask for another look", f"looks at the landing as it is now: {landing(rev)}"
    if approved.state == "stale":
        you = "bring the branch up to date, end your turn and ask for another look: git rebase, or git merge"
    steps = (Next("you", you), *[Next(name, run) for name in who])
    return finding("G404", "the approval of this landing no longer fits", approved.why, steps)


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
