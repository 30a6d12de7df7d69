"""What a verdict rests on, in words: what was judged against what, what is established by it, and what is not."""

from __future__ import annotations

from guard.escape import shown
from guard.model.verdict import Basis, Pending, Turn, Unknown
from guard.operations import MOST_LOOKED_INTO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.case import Binding, Case
    from guard.model.change import Change
    from guard.model.plan import Plan
    from guard.model.progress import Progress
    from guard.model.trigger import Trigger
    from guard.model.world import Wait
    from guard.trust import Trusted


MOST = 3  # files that are named
NO_PLAN = "it is of no plan that stands, and no plan holds this work; the line is Guard-Ask: PLAN/NAME and the question"


def basis(
    trigger: Trigger, trusted: Trusted, change: Change, binding: Binding, progress: Progress | None = None
) -> Basis:
    """The first lines of every report, and the ids that say what it was judged by."""
    document, line = _place(trusted, binding)
    plan = f"{binding.plan.id} version {binding.plan.version}" if binding.plan is not None else ""
    return Basis(
        judged=_judged(trigger, trusted, change) + _at(trigger),
        trusted_ref=trusted.ref,
        trusted_id=trusted.oid.decode(),
        policy=f"version {trusted.policy.version}" if trusted.adopted else "",
        plan=plan,
        phase=binding.phases[0].name if len(binding.phases) == 1 else "",
        base=change.old.decode() or "an empty tree",
        tip="index" if change.new is None else change.new.decode(),
        document=document,
        line=line,
        landing=progress.digest if progress is not None else "",
    )


def _place(trusted: Trusted, binding: Binding) -> tuple[bytes, int]:
    """Where the plan stands in the repository, and the line of its phase; a trust directory lies elsewhere."""
    plan = binding.plan
    if plan is None or not trusted.oid:
        return b"", 0
    phase = plan.lines.get(f"/phases/{binding.phases[0].name}") if len(binding.phases) == 1 else None
    return plan.where.encode(), phase or plan.lines.get("/plan", 1)


def phases(case: Case) -> tuple[Turn, ...]:
    """Where the phases of its plan stand, in the order they may come; for whoever draws them."""
    plan, progress = case.binding.plan, case.progress
    if plan is None or progress is None:
        return ()
    return tuple([_turn(case, plan, progress, name) for name in _ordered(plan)])


def _ordered(plan: Plan) -> list[str]:
    """Each phase behind those it waits for, else as the plan has them; what waits in a circle comes last."""
    left = {phase.name: {after.phase for after in phase.after if not after.plan} for phase in plan.phases}
    found: list[str] = []
    while left:
        name = next((name for name, before in left.items() if before.isdisjoint(left)), next(iter(left)))
        del left[name]
        found.append(name)
    return found


def _turn(case: Case, plan: Plan, progress: Progress, name: str) -> Turn:
    from guard.model.vocabulary import shared, stops

    phase = next(phase for phase in plan.phases if phase.name == name)
    state = progress.states[f"{plan.id}/{name}"]
    held = [one.name for one in case.binding.phases] == [name]
    stop = bool(phase.stop or stops(phase.does, shared(phase, case.policy)))
    after = tuple([one.named() for one in phase.after])
    return Turn(name, state.name, after, tuple([_pending(wait) for wait in state.waits]), stop, held)


def _pending(wait: Wait) -> Pending:
    return Pending(shown(f"{wait.words}; {wait.why}{wait.when()}"), wait.who, wait.run)


def _judged(trigger: Trigger, trusted: Trusted, change: Change) -> str:
    """Which change it is: the staged one, one commit, or a range and since when."""
    files = _count(len(change.landing.changes), "file")
    if change.new is None:
        return f"{files} staged"
    if trigger.selector == "commit":
        return f"commit {change.new[:12].decode()}, {files}"
    since = (
        shown(trigger.base) if trigger.base is not None else trusted.ref if trusted.oid else change.old[:12].decode()
    )
    return f"{_count(len(change.commits), 'commit')} since {since}, {files}"


def _at(trigger: Trigger) -> str:
    """The time it was judged at, where that was said and the clock not asked."""
    if trigger.now is None:
        return ""
    from datetime import UTC, datetime

    return f", as of {datetime.fromtimestamp(trigger.now, UTC).isoformat()}"


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def established(case: Case) -> tuple[str, ...]:
    """What a pass rests on."""
    said = [f"the names, kinds and links of {_count(len(case.landing.changes.changes), 'changed path')}"]
    plan = case.binding.plan
    if plan is not None:
        said.append(f"paths and operations against plan {plan.id}")
        named = zip(plan.budget._fields, plan.budget, strict=True)
        limits = [f"{name} at most {limit:,}" for name, limit in named if limit is not None]
        said.append("the budget: " + (", ".join(limits) or "unlimited, as the plan says"))
    said += _of_turn(case)
    approved = {path: by for path in sorted(case.landing.protected) if (by := case.approved(path))}
    for by in dict.fromkeys(approved.values()):
        paths = [shown(path) for path in approved if approved[path] == by]
        more = f" and {len(paths) - MOST:,} more" if len(paths) > MOST else ""
        said.append(f"{by} approved {', '.join(paths[:MOST])}{more}, as {'they land' if paths[1:] else 'it lands'}")
    if case.steps:
        said.append(f"each of {_count(len(case.commits), 'commit')} against every parent")
    return tuple(said)


def _of_turn(case: Case) -> list[str]:
    """What is known of the phase beside what its change set may do."""
    plan, progress = case.binding.plan, case.progress
    if progress is not None and progress.back is not None and not progress.back.late:
        return [
            f"it takes back {progress.back.landing.commit[:12].decode()} of {progress.back.node}, whole and exactly"
        ]
    if plan is None or progress is None or len(case.binding.phases) != 1:
        return []
    phase = case.binding.phases[0]
    said = [f"the order: it is the turn of {plan.id}/{phase.name}"] if _is_turn(case, f"{plan.id}/{phase.name}") else []
    held = [one.name for one in case.settled if one.state == "settled"]
    said += [f"what the plan takes for granted: {', '.join(held)}"] if held else []
    return said


def _is_turn(case: Case, node: str) -> bool:
    progress = case.progress
    return progress is not None and not progress.states[node].waits and not progress.states[node].over


def not_established(case: Case) -> tuple[Unknown, ...]:
    """What a pass does not rest on, and why."""
    unknown: list[Unknown] = []
    if case.binding.plan is not None:
        if not case.policy.approvals.plan:
            unsigned = "the policy asks for no approval: a plan counts because it stands on the trusted branch"
            unknown.append(Unknown("who approved the plan", unsigned))
        if case.progress is None:
            unknown.append(Unknown("whose turn it is", "what landed and what is attested is asked at the merge door"))
        if case.measure is None and case.binding.plan.budget[1:3] != (None, None):
            unknown.append(
                Unknown("lines and bytes", "more files are changed than the budget allows; nothing more was counted")
            )
    unknown += [Unknown(shown(ask.line()), NO_PLAN) for ask in case.asks if case.binding.plan is None]
    for one in case.unasked:
        unknown.append(Unknown(f"{one.rule} {one.what}".rstrip(), one.why))
    if case.door == "commit":
        if len(case.landing.changes.changes) > MOST_LOOKED_INTO:
            many = f"more than {MOST_LOOKED_INTO} files; before a push and a merge each is looked into"
            unknown.append(Unknown("secrets in files whose names call for no reader", many))
        later = "a commit is judged by itself; the merge door judges every commit and what lands"
        unknown.append(Unknown("the whole landing (guard check --range)", later))
    return tuple(unknown)
