"""Family: lints, one file each: Draft -> Iterable[Flaw], pure: what makes a document unsafe that its schema allows.

The tuple below is the whole list. A plan is linted under its policy, beside other plans; what is wrong with the policy
itself is told when the policy is linted alone.
"""

from __future__ import annotations

from guard.lint import (
    approvals,
    assumptions,
    backfills,
    becomes,
    beginnings,
    crossings,
    drops,
    edges,
    facts,
    keys,
    late,
    operations,
    order,
    owners,
    patterns,
    people,
    phases,
    pins,
    sites,
    together,
    ways,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from guard.model.draft import Draft, Flaw

    Lint = Callable[[Draft], Iterable[Flaw]]

LINTS: tuple[Lint, ...] = (
    edges.check,
    beginnings.check,
    phases.check,
    people.check,
    operations.check,
    assumptions.check,
    sites.check,
    patterns.check,
    becomes.check,
    approvals.check,
    drops.check,
    backfills.check,
    ways.check,
    owners.check,
    order.check,
    together.check,
    late.check,
    facts.check,
    keys.check,
    crossings.check,
    pins.check,
)


# Those that are about what comes before what: work of a plan with such a flaw is stopped, not only the plan.
ORDERING: tuple[Lint, ...] = (
    edges.check,
    beginnings.check,
    drops.check,
    backfills.check,
    order.check,
    together.check,
    crossings.check,
)


def out_of_order(draft: Draft) -> tuple[Flaw, ...]:
    """What makes the order of a plan unsafe, each once."""
    whole = draft._replace(built=draft.graph())
    return tuple(dict.fromkeys([flaw for check in ORDERING for flaw in check(whole)]))


def lint(draft: Draft) -> tuple[Flaw, ...]:
    """Every flaw once, as the places stand in the document."""
    whole = draft._replace(built=draft.graph())  # once, for all of them
    found = dict.fromkeys([flaw for check in LINTS for flaw in check(whole)])
    lines = (draft.plan or draft.policy).lines
    return tuple(sorted(found, key=lambda flaw: (_line(lines, flaw.place), flaw.rule)))


def _line(lines: dict[str, int], place: str) -> int:
    """The line of a key, or of what it would stand in where it is left out."""
    while place not in lines and place:
        place = place.rpartition("/")[0]
    return lines.get(place, 0)
