"""The declared scope: paths (G101), paths never touched (G103), and what the phase does (G104)."""

from __future__ import annotations

from guard.escape import shell_word, shown
from guard.model.finding import Next, finding
from guard.model.policy import covered, protected

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding
    from guard.model.operation import Judged, Operation
    from guard.model.plan import Plan


def check(case: Case) -> Iterator[Finding]:
    """Every commit is held to the scope (with `merges: squash`, only what lands); protected and routine files have rules of their own."""
    plan = case.binding.plan
    if plan is None:
        return
    seen: set[tuple[bytes, tuple[str, ...]]] = set()
    for judged in case.judged(case.policy.squash):
        for path, operations in judged.operations.items():
            key = (path, tuple(operation.id for operation in operations))
            if key in seen:
                continue
            seen.add(key)
            if not protected(path) and not case.policy.is_routine(path, operations):
                yield from _held_to(plan, case, judged, path, operations)


def _held_to(plan: Plan, case: Case, judged: Judged, path: bytes, operations: tuple[Operation, ...]) -> Iterator[Finding]:
    commit = judged.changes.commit
    ids = ", ".join(operation.id for operation in operations)
    take_out = Next("you", _undo(case, path))
    if plan.never.matches(path):
        why = f"plan {plan.id}: scope.never lists {plan.never.first(path)}  ({plan.at('/scope/never')})"
        yield finding("G103", f"{shown(path)}: {ids}", why, (take_out,), path, commit=commit)
    elif not plan.paths.matches(path):
        why = f"plan {plan.id}: scope.paths is {_listed(plan.patterns)}  ({plan.at('/scope/paths')})"
        owner = Next(plan.owner, "if it belongs to the migration, changes the plan in a commit of its own")
        yield finding("G101", f"{shown(path)}: {ids}", why, (take_out, owner), path, commit=commit)
    if not any(covered(operations, phase.does) for phase in case.binding.phases):
        yield finding("G104", f"{shown(path)}: {ids}", _does(plan, case), (take_out,), path, commit=commit)


def _undo(case: Case, path: bytes) -> str:
    word = shell_word(path)
    if case.door == "commit":
        return f"take it out of this commit: git restore --staged -- {word}"
    return f"take it out of the branch: restore it from the trusted branch and rewrite the commit that holds it (git rebase -i), {word}"


def _does(plan: Plan, case: Case) -> str:
    if len(case.binding.phases) == 1:
        phase = case.binding.phases[0]
        return f"plan {plan.id}, phase {phase.name}: does is {_listed(phase.does)}  ({plan.at(f'/phases/{phase.name}/does')})"
    allowed = "; ".join(f"{phase.name}: {_listed(phase.does)}" for phase in case.binding.phases)
    return f"plan {plan.id}: no one phase does all of it ({allowed})  ({plan.at('/phases')})"


def _listed(patterns: tuple[str, ...]) -> str:
    return ", ".join(patterns[:6]) + (f" and {len(patterns) - 6} more" if len(patterns) > 6 else "") if patterns else "empty"
