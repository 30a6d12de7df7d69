"""Phases that do nothing and say otherwise (G233), and windows that never open (G243)."""

from __future__ import annotations

from guard.grammar import window
from guard.model.draft import Flaw
from guard.model.inclusion import paths_within
from guard.model.plan import STRICT
from guard.model.policy import texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.draft import Draft
    from guard.model.plan import Phase, Plan

_READS = "a phase with does: [] only looks, and no change set is ever bound to it: what else it says never happens"
_OUTSIDE = "a phase outside has no change set: what it says of this repository never happens"
_NO_LINES = ("file.binary", "file.mode", "file.submodule", "file.symlink", "file.type")
_NOTHING = "nothing may land under it, so it guards nothing"


def check(draft: Draft) -> Iterator[Flaw]:
    """Phase by phase, then the plan as a whole."""
    plan = draft.plan
    if plan is None:
        return
    for phase in plan.phases:
        yield from _idle(phase)
        for opening in phase.windows:
            never = window.never_opens(opening, draft.now)
            if never is not None:
                what = f"the window {window.said(opening)} of phase {phase.name} never opens: {never}"
                mend = f"write hours that come: {phase.name}: {{window: sat-sun 01:00-05:00 {opening['zone']}}}"
                why = "a phase begins within its window alone, so this one could never begin"
                yield Flaw("G243", f"/phases/{phase.name}/window", what, why, mend)
    if not any(phase.does or phase.outside for phase in plan.phases):
        what = f"no phase of plan {plan.id} does anything"
        mend = f"say what the work does: {plan.phases[-1].name}: {{does: [file.modify]}}"
        yield Flaw("G233", "/phases", what, _NOTHING, mend)
    yield from _shut(plan)


def _shut(plan: Plan) -> Iterator[Flaw]:
    """A scope in which nothing can land, so no phase that does something can, and no sites are worked through."""
    working = [phase for phase in plan.phases if phase.does]
    told = f"phase {working[0].name} does something, and the plan" if working else ""
    rule = "G245" if plan.sites else "G233"
    shut = [key for key in ("files", "commits") if getattr(plan.budget, key) == 0]
    if plan.budget.lines == 0 and any(of not in _NO_LINES for phase in working for of in phase.does):
        shut.append("lines")
    for key in shut if working else ():
        mend = f"say how much one landing may carry: scope: {{max: {{{key}: {STRICT[key]}}}}}"
        yield Flaw(rule, f"/scope/max/{key}", f"{told} lets no landing carry any {key}", _NOTHING, mend)
    scope = plan.data["scope"]
    never = texts(scope.get("never")) if isinstance(scope, dict) else ()
    if working and not plan.sites and not paths_within(plan.patterns, never):  # of sites, G245 is told of each
        mend = "the owner of the plan names what stays as it is, and no more: scope: {never: [/PLACE/**]}"
        yield Flaw("G233", "/scope/never", f"{told} never touches any of {', '.join(plan.patterns)}", _NOTHING, mend)


def _idle(phase: Phase) -> Iterator[Flaw]:
    """What a phase without a change set says as if it had one."""
    if phase.does:
        return
    said: dict[str, bool] = {"creates": bool(phase.creates), "drops": bool(phase.drops), "sites": bool(phase.sites)}
    if not phase.outside:
        said |= {"irreversible": bool(phase.irreversible), "window": bool(phase.windows)}
    how, why = ("is done outside", _OUTSIDE) if phase.outside else ("does nothing", _READS)
    for key in [key for key, is_said in said.items() if is_said]:
        form = f"NAME: {{after: {{{phase.name}: complete}}, does: [file.modify], {key}: ...}}"
        what = f"phase {phase.name} {how}, and yet has {key}"
        mend = f"write the phase in which it happens, with what it does: {form}"
        yield Flaw("G233", f"/phases/{phase.name}/{key}", what, why, mend)
