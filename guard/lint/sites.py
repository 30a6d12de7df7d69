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
    from guard.model.graph import Graph
    from guard.model.plan import Pattern, Plan

_NOT_THERE = "what is not there is never counted, so nobody is held to it"
_NEVER = "a phase with sites is complete when none is left, and of these some are left for ever"
_MEANWHILE = "nothing may land while it holds and they are still there, and so not what works through them"
_NO_EDITS = ("schema.", "data.", "access.", "session.", "migration.")
_STILL = ("file.add", "file.binary", "file.mode", "file.submodule", "file.symlink")  # no line that was there is changed
_LISTS = ("ci.", "dep.")  # lists of steps and packages: text, or YAML
_LINES = tuple([id_ for id_ in TRAITS if id_ not in _STILL])
_EDITS = tuple([id_ for id_ in _LINES if not id_.startswith(_NO_EDITS)])
_CODE = tuple([id_ for id_ in _EDITS if not id_.startswith(_LISTS)])


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
    yield from _forbidden(draft, plan, sites)


def _edits(draft: Draft, sites: Pattern, does: tuple[str, ...]) -> bool:
    """Some operation that may change such a place; a migration can hold sites of SQL itself."""
    known = _LINES if sites.language in ("sql", "text") else _EDITS if sites.language in ("hcl", "yaml") else _CODE
    return bool(may(does, known) or may(does, draft.policy.detects))


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
    left = paths_within(sites.inside, (*sites.beside, *never))
    if not paths_within(sites.inside, sites.beside):
        mend = f"let `except` name only the few places that stay as they are: {sites.name}: {{except: [/PATH/FILE]}}"
        yield Flaw("G245", f"/sites/{sites.name}/except", f"{told}, and all of that is excepted", _NEVER, mend)
    elif not left and sites.beside and paths_within(sites.inside, never):
        what = f"{told}, and what is not excepted of that the plan never touches (scope.never)"
        mend = f"let `in` name a place that is neither: {sites.name}: {{in: /PLACE/**}}"
        yield Flaw("G245", f"/sites/{sites.name}/except", what, _NEVER, mend)


def _forbidden(draft: Draft, plan: Plan, sites: Pattern) -> Iterator[Flaw]:
    """An `absent` of the same pattern that holds before the sites are worked through: then nothing lands meanwhile."""
    graph = draft.order()
    through = [step for step in graph.own if sites.name in step.phase.sites] if graph is not None else []
    for absent in plan.absent if through else ():
        same = absent.language == sites.language and absent.pattern.split() == sites.pattern.split()
        spared = any(meet(beside, inside) for beside in absent.beside for inside in sites.inside)
        if not same or spared or paths_within(sites.inside, absent.inside):
            continue
        since = [step for step in through if graph is not None and _holds(graph, plan, absent, step.node)]
        if len(since) == len(through):
            start = f"from {absent.since} on" if absent.since else "always"
            what = f"absent {absent.name} holds {start}, and sites {sites.name} stand there until {through[0].name}"
            mend = f"let it hold from then on: {absent.name}: {{from: {through[0].name}}}"
            yield Flaw("G245", f"/absent/{absent.name}", what, _MEANWHILE, mend)


def _holds(graph: Graph, plan: Plan, absent: Pattern, node: str) -> bool:
    """Whether an `absent` holds already when a step begins."""
    start = f"{plan.id}/{absent.since}"
    return absent.since is None or (start in graph.steps and graph.comes_before(start, node))
