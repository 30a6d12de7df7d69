"""What is made or taken away beside what the phase names (G109)."""

from __future__ import annotations

from guard.escape import shown
from guard.model.finding import Next, finding
from guard.model.naming import TAKES, unnamed
from guard.model.operation import told
from guard.model.paths import covers
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding
    from guard.model.operation import Operation
    from guard.model.plan import Phase, Plan

MOST = 4  # of what a phase names, as far as one reads


class Place(NamedTuple):
    """One operation of one path of one change set."""

    commit: bytes
    path: bytes
    done: Operation


def check(case: Case) -> Iterator[Finding]:
    """A landing belongs to one phase, which names all of it. Where several may be meant, it is held to the best."""
    plan = case.binding.plan
    if plan is None or not any([phase.creates or phase.drops for phase in case.binding.phases]):
        return
    places = [
        Place(judged.changes.commit, path, one)
        for judged in case.judged(case.policy.squash)
        for path in judged.effects
        if not case.free(judged, path)
        for one in judged.operations[path]
        if one.counts
    ]
    left = [(_left(phase, places), phase) for phase in case.binding.phases]
    if left:
        (_, strange), phase = min(left, key=lambda found: (len(found[0][0]), len(found[0][1])))
        yield from [_told(plan, phase, place) for place in strange]


def _left(phase: Phase, places: list[Place]) -> tuple[list[Place], list[Place]]:
    """What a phase does not do, and what it does and does not name."""
    does = [any([covers(pattern, place.done.id) for pattern in phase.does]) for place in places]
    undone = [place for place, done in zip(places, does, strict=True) if not done]
    doing = [place for place, done in zip(places, does, strict=True) if done]
    return undone, [place for place in doing if unnamed(phase, (place.done,))]


def _told(plan: Plan, phase: Phase, place: Place) -> Finding:
    one, path = place.done, place.path
    takes = one.id in TAKES
    key, named = ("drops", phase.drops) if takes else ("creates", phase.creates)
    line = "" if one.line is None else f":{one.line}"
    more = f" and {len(named) - MOST} more" if len(named) > MOST else ""
    why = f"plan {plan.id}, phase {phase.name}: {key} names {', '.join(named[:MOST])}{more}, and nothing else"
    at = plan.at(f"/phases/{phase.name}/{key}")
    you = Next("you", "leave it out; what the phase does not name is no part of it")
    owner = Next(plan.owner, "if it belongs to the migration, names it in the plan, in a commit of its own")
    what = f"{shown(path)}{line}: {told([one])}"
    return finding("G109", what, f"{why}  ({at})", (you, owner), path, one.line, commit=place.commit)
