"""Sites: names that stand nowhere (G236), and sites that can never drain (G245)."""

from __future__ import annotations

from guard.model.draft import Flaw
from guard.model.inclusion import paths_within
from guard.model.meeting import meet
from guard.model.policy import texts
from guard.model.vocabulary import TRAITS, may, nearest_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.draft import Draft
    from guard.model.plan import Pattern, Plan

_NOT_THERE = "what is not there is never counted, so nobody is held to it"
_NEVER = "a phase with sites is complete when none is left, and of these some are left for ever"
_NO_EDITS = ("schema.", "data.", "access.", "session.", "migration.")
_EDITS = tuple(
    [id_ for id_ in TRAITS if not id_.startswith(_NO_EDITS) and id_ not in ("file.add", "file.binary", "file.mode")]
)


def check(draft: Draft) -> Iterator[Flaw]:
    """Names first, then each of the sites."""
    plan = draft.plan
    if plan is None:
        return
    yield from _names(plan)
    meant = _misspelt(plan)
    for sites in plan.sites:
        yield from _drain(draft, plan, sites, sites.name in meant)


def _names(plan: Plan) -> Iterator[Flaw]:
    """Sites that phases name."""
    known = [sites.name for sites in plan.sites]
    for phase in plan.phases:
        for name in phase.sites:
            if name not in known:
                what = f"phase {phase.name} works through sites {name}, which the plan does not have"
                form = f"write them down: sites: {{{name}: {{text: ..., in: /**, count: 1}}}}"
                mend = _meant("sites", name, known) or form
                yield Flaw("G236", f"/phases/{phase.name}/sites", what, _NOT_THERE, mend)


def _misspelt(plan: Plan) -> set[str]:
    """Sites that some phase most probably means by a name that stands nowhere: of these G236 is told, and no more."""
    known = [sites.name for sites in plan.sites]
    return {nearest_of(name, known) for phase in plan.phases for name in phase.sites if name not in known}


def _meant(key: str, name: str, known: list[str]) -> str:
    near = nearest_of(name, known)
    return f"did you mean {near}? write {key}: {near}" if near else ""


def _drain(draft: Draft, plan: Plan, sites: Pattern, misspelt: bool) -> Iterator[Flaw]:
    """Everything that keeps one of the sites from ever being worked through."""
    place = f"/sites/{sites.name}"
    phases = [phase for phase in plan.phases if sites.name in phase.sites]
    if not phases and not misspelt:
        what, mend = (
            f"no phase works through sites {sites.name}",
            f"name them where it happens: PHASE: {{sites: {sites.name}}}",
        )
        yield Flaw("G245", place, what, _NEVER, mend)
    idle = [phase.name for phase in phases if phase.does and not _edits(draft, sites, phase.does)]
    if idle and len(idle) == len(phases):
        what = f"sites {sites.name} are worked through by {', '.join(idle)}, which edits no code"
        mend = f"say that it does: {idle[0]}: {{does: [code.read.switch, file.modify], sites: {sites.name}}}"
        yield Flaw("G245", f"/phases/{idle[0]}/sites", what, _NEVER, mend)
    yield from _reach(plan, sites)
    if sites.becomes is not None and _grows(sites):
        what = f"sites {sites.name} become what is found again: {sites.becomes!r} holds the pattern {sites.pattern!r}"
        mend = "write a pattern that what they become does not match, such as the old name with the bracket behind it"
        yield Flaw("G245", f"{place}/becomes", what, _NEVER, mend)


def _edits(draft: Draft, sites: Pattern, does: tuple[str, ...]) -> bool:
    """Some operation that may change such a place; a migration can hold sites of SQL itself."""
    if sites.language in ("sql", "text") and may(does, TRAITS):
        return True
    return bool(may(does, _EDITS) or may(does, draft.policy.detects))


def _reach(plan: Plan, sites: Pattern) -> Iterator[Flaw]:
    """The sites stand where the plan may change something."""
    scope, place = plan.data["scope"], f"/sites/{sites.name}/in"
    never = texts(scope.get("never")) if isinstance(scope, dict) else ()
    told = f"sites {sites.name} are looked for in {', '.join(sites.inside)}"
    reached = [path for path in plan.patterns if any(meet(path, inside) for inside in sites.inside)]
    if not reached:
        mend = f"the owner of the plan puts them in reach: scope: {{paths: [{sites.inside[0]}]}}"
        yield Flaw("G245", place, f"{told}, where the plan may change nothing (scope.paths)", _NEVER, mend)
    elif not paths_within(sites.inside, never) or not paths_within(reached, never):
        free = [path for path in (*reached, *plan.patterns) if paths_within((path,), never)]
        mend = f"let `in` name places the plan may change: {sites.name}: {{in: {free[0] if free else '/PLACE/**'}}}"
        yield Flaw("G245", place, f"{told}, all of which the plan never touches (scope.never)", _NEVER, mend)
    if not paths_within(sites.inside, sites.beside):
        mend = f"let `except` name only the few places that stay as they are: {sites.name}: {{except: [/PATH/FILE]}}"
        yield Flaw("G245", f"/sites/{sites.name}/except", f"{told}, and all of that is excepted", _NEVER, mend)


def _grows(sites: Pattern) -> bool:
    """What they become is found again: as text wherever it stands, as code where it is the same."""
    becomes, pattern = sites.becomes or "", sites.pattern
    return pattern in becomes if sites.language == "text" else pattern.split() == becomes.split()
