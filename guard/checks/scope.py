"""The declared scope: paths (G101), paths never touched (G103), and what the phase does (G104)."""

from __future__ import annotations

from guard.escape import shown
from guard.model.finding import Next, finding
from guard.model.operation import Judged, distinct, join, moves, told
from guard.model.policy import covered
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding
    from guard.model.operation import Operation
    from guard.model.plan import Phase, Plan


DROP = Next("you", "where it is work on the plan, or routine, let go of the phase first: guard next --drop")


class Place(NamedTuple):
    """One path of one change set."""

    judged: Judged
    path: bytes


def check(case: Case) -> Iterator[Finding]:
    """Every commit is held to the scope (with `merges: squash`, only what lands).

    Protected and routine files have rules of their own. At a commit under a phase that changes nothing they too stay as
    they are: to write down what was found is work on the plan, for which the phase is let go of.
    """
    plan = case.binding.plan
    if plan is None:
        return
    sets = case.judged(case.policy.squash)
    outside = [Place(judged, path) for judged in sets for path in _outside(plan, judged) if not case.free(judged, path)]
    phase, undone = _undone(case)
    ends = {id(judged): moves(judged) for judged in sets} if outside or undone else {}
    for place in outside:
        yield _path(plan, case, place, _told(place, ends, place.judged.operations[place.path]))
    for place in undone:
        left = [one for one in place.judged.operations[place.path] if not covered((one,), phase.does)]
        line = next((one.line for one in left if one.line is not None), None)
        more = (DROP,) if case.free(place.judged, place.path) else ()
        yield _finding("G104", case, place, _told(place, ends, left, line), _does(plan, case), *more, line=line)


def _outside(plan: Plan, judged: Judged) -> Iterator[bytes]:
    """Changed paths that the plan does not cover, or never touches; a folder is asked once for all its files."""
    for folder, names in judged.folders.items():
        inside = plan.paths.pick(folder, names)
        never = plan.never.pick(folder, names)
        if len(inside) < len(names) or never:
            kept = frozenset(inside).difference(never)
            yield from (join(folder, name) for name in names if name not in kept)


def _undone(case: Case) -> tuple[Phase, list[Place]]:
    """A landing belongs to one phase, which must do all of it; told is what the best fitting phase leaves undone."""
    left = [(phase, list(_left_by(phase, case))) for phase in case.binding.phases]
    return min(left, key=lambda found: len(found[1]))


def _left_by(phase: Phase, case: Case) -> Iterator[Place]:
    nothing = case.door == "commit" and case.binding.claimed and not phase.does
    for judged in case.judged(case.policy.squash):
        different = distinct(judged)  # few: a kind shares them
        undone = {key for key, operations in different.items() if not covered(operations, phase.does)}
        if undone:
            left = (path for path, operations in judged.operations.items() if id(operations) in undone)
            yield from (Place(judged, path) for path in left if nothing or not case.free(judged, path))


def _path(plan: Plan, case: Case, place: Place, told: str) -> Finding:
    if plan.never.matches(place.path):
        why = f"plan {plan.id}: scope.never lists {plan.never.first(place.path)}  ({plan.at('/scope/never')})"
        return _finding("G103", case, place, told, why)
    why = f"plan {plan.id}: scope.paths is {_listed(plan.patterns)}  ({plan.at('/scope/paths')})"
    owner = Next(plan.owner, "if it belongs to the migration, changes the plan in a commit of its own")
    return _finding("G101", case, place, told, why, owner)


def _finding(
    rule: str, case: Case, place: Place, words: str, why: str, *more: Next, line: int | None = None
) -> Finding:
    steps = (_take_out(case, place.path), *more)
    return finding(rule, words, why, steps, place.path, line, _brought(case, place))


def _brought(case: Case, place: Place) -> bytes:
    """The commit to rewrite: of a landing, the first one that touches the path; the one before it has it as it was."""
    if place.judged is case.landing:
        for step in case.steps:
            if place.path in step.operations:
                return step.changes.commit
    return place.judged.changes.commit


def _told(
    place: Place, ends: dict[int, dict[bytes, bytes]], operations: Iterable[Operation], line: int | None = None
) -> str:
    """What is done to the path, and the other end of an exact move; no rule rests on that."""
    other = ends[id(place.judged)].get(place.path)
    at = "" if line is None else f":{line}"
    return f"{shown(place.path)}{at}: {told(operations)}" + (
        f", the same content as {shown(other)}" if other is not None else ""
    )


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
