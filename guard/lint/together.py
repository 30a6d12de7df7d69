"""What never shares a phase, and what waits for a backfill, whatever the policy says (G244)."""

from __future__ import annotations

from guard.grammar.edge import meets, strict
from guard.grammar.resource import holder
from guard.model.draft import Flaw
from guard.model.graph import fresh
from guard.model.vocabulary import says

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.draft import Draft
    from guard.model.graph import Graph, Step
    from guard.model.plan import Phase

_BACKFILLED = strict("backfilled")
_WIDENS = ("access.grant", "access.role.create", "secret.add")
_NARROWS = ("access.revoke", "access.role.drop", "secret.remove")
_ENDS = (".drop", ".remove", ".revoke", ".delete")
_BOTH = "running code still needs what goes, and does not know yet what comes"
_APART = (  # one side, the other, and why a landing never does both
    (
        ("schema.constraint.add_not_valid",),
        ("schema.constraint.validate",),
        "in one transaction the table stays locked while every row is looked at, which is what not valid is to prevent",
    ),
    (
        ("schema.enum.add_value",),
        ("data.*",),
        "a value cannot be written in the transaction that adds it, and readers must know it first",
    ),
    (_WIDENS, _NARROWS, "in between nobody can see that everybody has changed over"),
    (
        ("schema.column.add",),
        ("schema.column.drop",),
        "running code still needs the one while it does not know the other",
    ),
    (
        ("schema.table.create",),
        ("schema.table.drop",),
        "running code still needs the one while it does not know the other",
    ),
)
_STEERS = ("ci.change", "guard.config.change", "owner.change")
_CHECKED = ("schema.column.set_not_null", "schema.constraint.validate")
_ALONE = "what steers the checks changes alone, or it is hidden among what it should check"
_HOLES = "rows that are not backfilled yet make it fail, or are read as empty"


def check(draft: Draft) -> Iterator[Flaw]:
    """Each phase by itself, then against the backfills before it."""
    plan = draft.plan
    if plan is None:
        return
    names = {phase.name for phase in plan.phases}
    for phase in plan.phases:
        yield from _mixed(phase, names)
    graph = draft.order()
    if graph is not None:
        yield from _unfilled(graph, draft.policy.environment)


def _mixed(phase: Phase, names: set[str]) -> Iterator[Flaw]:
    """What one phase does that never shares a landing. Only what stands in `does` by name is judged."""
    place = f"/phases/{phase.name}/does"
    for ones, others, why in _APART:
        one, other = _of(phase, ones), _of(phase, others)
        if one and other:
            yield Flaw(
                "G244", place, f"phase {phase.name} does {one} and {other}", why, _split(phase, one, other, names)
            )
    steers = [of for of in phase.does if of in _STEERS]
    beside = [of for of in phase.does if of not in _STEERS]
    if steers and beside:
        what = f"phase {phase.name} does {steers[0]} beside {beside[0]}"
        yield Flaw("G244", place, what, _ALONE, _split(phase, steers[0], beside[0], names))
    comes, goes = (
        [of for of in resources if not of.startswith("index:")] for resources in (phase.creates, phase.drops)
    )
    if comes and goes:
        what = f"phase {phase.name} creates {comes[0]} and drops {goes[0]}"
        ends = [of for of in phase.does if of.endswith(_ENDS)] or phase.does
        mend = (
            f"write a phase for each: {phase.name}: {{creates: [{comes[0]}]}}, {fresh('contract', names)}: "
            f"{{after: {{{phase.name}: deployed 7d}}, does: [{', '.join(ends)}], drops: [{goes[0]}]}}"
        )
        yield Flaw("G244", f"/phases/{phase.name}/drops", what, _BOTH, mend)


def _of(phase: Phase, wanted: tuple[str, ...]) -> str:
    """What stands in `does` that is one of these, and nothing else."""
    return next((pattern for pattern in phase.does for of in wanted if says((pattern,), of)), "")


def _split(phase: Phase, one: str, other: str, names: set[str]) -> str:
    return (
        f"write a phase for each: {phase.name}: {{does: [{one}]}}, "
        f"{fresh(phase.name, names)}: {{after: {{{phase.name}: deployed}}, does: [{other}]}}"
    )


def _unfilled(graph: Graph, where: str) -> Iterator[Flaw]:
    """What needs every row filled, in a plan that backfills."""
    fills = [step for step in graph.steps.values() if says(step.phase.does, "data.backfill")]
    for step in graph.own if fills else ():
        how = _of(step.phase, (*_CHECKED, "code.read.switch"))
        meant = [fill for fill in fills if not _other(fill.phase, step.phase)]
        if how and meant and not graph.astray(step.node) and not any(_filled(graph, of, step, where) for of in meant):
            what = f"phase {step.name} does {how}, and does not wait until {meant[0].name} is backfilled in {where}"
            mend = f"wait until nothing remains: {step.name}: {{after: {{{meant[0].name}: backfilled remaining=0}}}}"
            yield Flaw("G244", f"/phases/{step.name}/does", what, _HOLES, mend)


def _other(fill: Phase, phase: Phase) -> bool:
    """Both say what they change, and it is not the same: of a column, the column; of a table, all of it."""
    ones, others = (*fill.creates, *fill.drops), (*phase.creates, *phase.drops)
    same = any(one in (other, holder(other)) or holder(one) == other for one in ones for other in others)
    return bool(ones and others) and not same


def _filled(graph: Graph, fill: Step, step: Step, where: str) -> bool:
    """It is known, before a step begins, that nothing remains to be filled."""
    edges = graph.known(fill.node, step.node) if graph.comes_before(fill.node, step.node) else ()
    return any(meets(edge, _BACKFILLED, where) for edge in edges)
