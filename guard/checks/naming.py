"""What is made or taken away beside what the phase names (G109)."""

from __future__ import annotations

from guard.escape import shown
from guard.model.finding import Next, finding
from guard.model.naming import TAKES, unnamed
from guard.model.operation import told
from guard.model.paths import covers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding
    from guard.model.operation import Operation
    from guard.model.plan import Phase, Plan

MOST = 4  # of what a phase names, as far as one reads


def check(case: Case) -> Iterator[Finding]:
    """Where several phases may be meant, what none of those that do it names."""
    plan = case.binding.plan
    if plan is None:
        return
    for judged in case.judged(case.policy.squash):
        for path in judged.effects:
            if not case.free(judged, path):
                for one in _strange(case.binding.phases, judged.operations[path]):
                    yield _told(case, plan, path, one, judged.changes.commit)


def _strange(phases: tuple[Phase, ...], operations: tuple[Operation, ...]) -> list[Operation]:
    left = list(operations)
    for phase in phases:
        doing = [one for one in left if any([covers(pattern, one.id) for pattern in phase.does])]
        strange = unnamed(phase, doing)
        left = [one for one in left if one in strange or one not in doing]
    does = [pattern for phase in phases for pattern in phase.does]
    return [one for one in left if any([covers(pattern, one.id) for pattern in does])]


def _told(case: Case, plan: Plan, path: bytes, one: Operation, commit: bytes) -> Finding:
    takes = one.id in TAKES
    phase = next((of for of in case.binding.phases if (of.drops if takes else of.creates)), case.binding.phases[0])
    key, named = ("drops", phase.drops) if takes else ("creates", phase.creates)
    line = "" if one.line is None else f":{one.line}"
    more = f" and {len(named) - MOST} more" if len(named) > MOST else ""
    why = f"plan {plan.id}, phase {phase.name}: {key} names {', '.join(named[:MOST])}{more}, and nothing else"
    place = plan.at(f"/phases/{phase.name}/{key}")
    you = Next("you", "leave it out; what the phase does not name is no part of it")
    owner = Next(plan.owner, "if it belongs to the migration, names it in the plan, in a commit of its own")
    return finding(
        "G109", f"{shown(path)}{line}: {told([one])}", f"{why}  ({place})", (you, owner), path, one.line, commit
    )
