"""The declared scope: paths (G101), paths never touched (G103), and what the phase does (G104)."""

from __future__ import annotations

from guard.escape import shown
from guard.model.finding import Next, finding
from guard.model.operation import join
from guard.model.policy import covered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding
    from guard.model.operation import Judged
    from guard.model.plan import Phase, Plan


def check(case: Case) -> Iterator[Finding]:
    """Every commit is held to the scope (with `merges: squash`, only what lands).

    Protected and routine files have rules of their own.
    """
    plan = case.binding.plan
    if plan is None:
        return
    for judged in case.judged(case.policy.squash):
        commit = judged.changes.commit
        for path in _outside(plan, judged):
            if not case.free(judged, path):
                yield _path(plan, case, judged, path, commit)
    yield from _undone(plan, case)


def _outside(plan: Plan, judged: Judged) -> Iterator[bytes]:
    """Changed paths that the plan does not cover, or never touches; a folder is asked once for all its files."""
    for folder, names in judged.folders.items():
        inside = plan.paths.pick(folder, names)
        never = plan.never.pick(folder, names)
        if len(inside) < len(names) or never:
            kept = frozenset(inside).difference(never)
            yield from (join(folder, name) for name in names if name not in kept)


def _undone(plan: Plan, case: Case) -> Iterator[Finding]:
    """A landing belongs to one phase, which must do all of it; told is what the best fitting phase leaves undone."""
    left: tuple[tuple[Judged, bytes], ...] | None = None
    for phase in case.binding.phases:
        undone = tuple(_left_by(phase, case))
        if left is None or len(undone) < len(left):
            left = undone
    for judged, path in left or ():
        yield finding(
            "G104", _told(judged, path), _does(plan, case), (_take_out(case, path),), path, commit=judged.changes.commit
        )


def _left_by(phase: Phase, case: Case) -> Iterator[tuple[Judged, bytes]]:
    for judged in case.judged(case.policy.squash):
        different = {id(operations): operations for operations in judged.operations.values()}  # few: a kind shares them
        undone = {key for key, operations in different.items() if not covered(operations, phase.does)}
        if undone:
            left = (path for path, operations in judged.operations.items() if id(operations) in undone)
            yield from ((judged, path) for path in left if not case.free(judged, path))


def _path(plan: Plan, case: Case, judged: Judged, path: bytes, commit: bytes) -> Finding:
    take_out = _take_out(case, path)
    if plan.never.matches(path):
        why = f"plan {plan.id}: scope.never lists {plan.never.first(path)}  ({plan.at('/scope/never')})"
        return finding("G103", _told(judged, path), why, (take_out,), path, commit=commit)
    why = f"plan {plan.id}: scope.paths is {_listed(plan.patterns)}  ({plan.at('/scope/paths')})"
    owner = Next(plan.owner, "if it belongs to the migration, changes the plan in a commit of its own")
    return finding("G101", _told(judged, path), why, (take_out, owner), path, commit=commit)


def _told(judged: Judged, path: bytes) -> str:
    return f"{shown(path)}: {', '.join([operation.id for operation in judged.operations[path]])}"


def _take_out(case: Case, path: bytes) -> Next:
    if case.door == "commit":
        return Next("you", "take it out of this commit: git restore --staged", path)
    return Next("you", "rewrite the commit that holds it (git rebase -i): git restore --source=HEAD~1 -SW", path)


def _does(plan: Plan, case: Case) -> str:
    if len(case.binding.phases) == 1:
        phase = case.binding.phases[0]
        place = plan.at(f"/phases/{phase.name}/does")
        return f"plan {plan.id}, phase {phase.name}: does is {_listed(phase.does)}  ({place})"
    allowed = "; ".join(f"{phase.name}: {_listed(phase.does)}" for phase in case.binding.phases)
    return f"plan {plan.id}: no one phase does all that this landing does ({allowed})  ({plan.at('/phases')})"


def _listed(patterns: tuple[str, ...]) -> str:
    return (
        ", ".join(patterns[:6]) + (f" and {len(patterns) - 6} more" if len(patterns) > 6 else "")
        if patterns
        else "empty"
    )
