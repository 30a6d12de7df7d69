"""Where every phase stands, derived from what landed and what the log says; stored nowhere, so it cannot disagree.

A phase waits for the phases before it, then for the people who must say yes; it is open, work lands in it, and it is
complete once what it was to bring about shows on the trusted branch, or somebody who may has signed that it is.
"""

from __future__ import annotations

from guard.grammar.edge import Edge, strict
from guard.model.asking import approvals
from guard.model.evidence import heard, known
from guard.model.floor import floor
from guard.model.graph import Whole, node_of
from guard.model.log import Evidence
from guard.model.said import Said
from guard.model.world import NO_EXIT, State, Wait, attesting, services

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.model.landing import Landing
    from guard.model.plan import Phase, Plan
    from guard.model.world import World


def derive(world: World) -> dict[str, State]:
    """The state of every phase of every plan; one that waits in a circle waits for ever, and says so."""
    whole = Whole(world.plans, {node: world.changed(plan, phase) for node, plan, phase in _phases(world.plans)})
    found: dict[str, State] = {}
    by_node = {node: (plan, phase) for node, plan, phase in _phases(world.plans)}
    for node in whole.ordered():
        before = {of: by_node[of][1] for of in whole.before(node)}
        found[node] = _state(world, *by_node[node], before, (found, whole))
    for node, plan, _ in _phases(world.plans):
        if node not in found:
            words = "a phase that comes before it stands in a circle, or waits for one that does"
            wait = Wait("circle", "unmet", node, words, "", (plan.owner,), 0, f"guard plan lint {plan.id}")
            found[node] = State(node, "waiting", (wait,), (wait,), world.landings.get(node, ()), (), ("", b""))
    done = [node for node, _, phase in _phases(world.plans) if not found[node].leaves and not _lands(phase)]
    landed = [node for node in found if world.ever(node) or node in done]
    for node in landed:
        for of in whole.before(node):
            found[of] = found[of]._replace(over=found[of].over or node)
    return {node: found[node] for node in by_node}


def _phases(plans: Iterable[Plan]) -> Iterator[tuple[str, Plan, Phase]]:
    for plan in plans:
        for phase in plan.phases:
            yield f"{plan.id}/{phase.name}", plan, phase


def _state(
    world: World, plan: Plan, phase: Phase, before: dict[str, Phase], stands: tuple[dict[str, State], Whole]
) -> State:
    found, _ = stands
    node = f"{plan.id}/{phase.name}"
    waits = (*_edges(world, plan, phase, stands), *approvals(world, plan, phase, node))
    landings = world.landings.get(node, ())
    leaves = (*_leaves(world, plan, phase, node), *_below(plan, phase, node, found))
    if not leaves:
        name = "complete"
    elif landings:
        name = "landed"
    else:
        name = _before(waits)
    told = _told(world, node, landings)
    return State(node, name, waits, leaves, landings, told, floor(phase, before, found), ever=world.ever(node))


def _lands(phase: Phase) -> bool:
    """It has change sets of its own."""
    return bool(phase.does) and not phase.outside


def _before(waits: tuple[Wait, ...]) -> str:
    """What it is called before anything has landed in it."""
    edges = [wait.state for wait in waits if wait.kind == "edge"]
    if "unmet" in edges:
        return "waiting"
    if edges:
        return "unknown"
    return "ready" if waits else "open"


def _leaves(world: World, plan: Plan, phase: Phase, node: str) -> Iterator[Wait]:
    """What stands between a phase and its completion."""
    landings = world.landings.get(node, ())
    asks, exit_ = bool(phase.outside) or not phase.does, NO_EXIT
    run = f"guard attest complete --plan {plan.id} --phase {phase.name}"
    if not asks:
        if not landings:
            yield Wait("landing", "unmet", node, *_nothing(world, node), (), 0, f"guard next {plan.id}")
            return
        exit_ = world.exits.get(node, NO_EXIT)
        if exit_.state == "no":
            why = exit_.why + (f"  ({exit_.where})" if exit_.where else "")
            words = f"what {node} brings about shows on the trusted branch"
            yield Wait("exit", "unmet", node, words, why, (), landings[-1].at, exit_.run or f"guard next {plan.id}")
            return
        asks = exit_.state != "yes"
    if asks:
        back = [by for _, by in world.undone.get(node, ())]  # what was said before that, was of something else
        told = known(strict("complete"), node, (*world.held(node), *back, *world.edited.get(node, ())), "", world.facts)
        if told.state != "met":
            why = world.missing or told.why
            why = f"{exit_.why}; {why}" if exit_.state == "unknown" else why
            since = landings[-1].at if landings else 0
            words = f"somebody says that {node} is complete" + (f": {phase.outside}" if phase.outside else "")
            who, run, nobody = attesting(world.facts.policy, "complete", run)
            if exit_.state == "unknown" and exit_.run:
                run = f"{exit_.run}    or, once it is so: {run}"
            yield Wait("exit", told.state, node, words, why + nobody, who, since, run)


def _below(plan: Plan, phase: Phase, node: str, found: dict[str, State]) -> Iterator[Wait]:
    """What it rests on is no longer complete: taken back, or never there. Then neither is this."""
    for of in dict.fromkeys([node_of(plan, after) for after in phase.after]):
        first = next(iter(found[of].leaves), None) if of in found else None
        if first is not None:
            yield first._replace(kind="exit", of=node, words=f"{of}, on which it rests: {first.words}")


def _nothing(world: World, node: str) -> tuple[str, str]:
    """That nothing of it stands on the trusted branch, and why not, where it once did."""
    undone = world.undone.get(node, ())
    if not undone:
        return f"a landing of {node}", "nothing of it has landed"
    landing, by = undone[-1]
    return f"a landing of {node}", f"{landing.commit[:12].decode()} was taken back by {by.commit[:12].decode()}"


def _edges(world: World, plan: Plan, phase: Phase, stands: tuple[dict[str, State], Whole]) -> Iterator[Wait]:
    """What is not known yet of the phases before this one."""
    for after in phase.after:
        of = node_of(plan, after)
        for edge in after.edges:
            yield from _edge(world, plan, of, edge, *stands)


def _edge(world: World, plan: Plan, of: str, edge: Edge, found: dict[str, State], whole: Whole) -> Iterator[Wait]:
    words = f"{of}: {said(edge)}"
    if of not in found:
        why = "no such phase stands on the trusted branch, or it waits in a circle"
        yield Wait("edge", "unmet", of, words, why, (plan.owner,), 0, f"guard plan lint {plan.id}")
        return
    before = found[of]
    if before.leaves:
        first = before.leaves[0]
        why = f"{of} is not complete: {first.why or first.words}"
        yield Wait("edge", first.state, of, words, why, first.who, first.since, first.run)
        return
    if edge.fact == "complete" and not edge.soak:
        return
    home = next(one for one in world.plans if one.id == of.partition("/")[0])
    env = edge.env or world.facts.policy.environment
    nodes = whole.before(of) if edge.fact == "backfilled" else ()
    under = [landing for node in nodes for landing in world.landings.get(node, ())]
    held = world.held(of)
    for service in services(home, edge, world.facts.policy, world.also) or ("",):
        told = known(edge, of, held, service, world.facts, under)
        if told.state != "met":
            at = f" in {env}" + (f" of {service}" if service else "")
            run = f"guard attest {edge.fact} --plan {home.id} --phase {of.partition('/')[2]} --env {env}"
            run += (f" --service {service}" if service else "") + "".join(f" --{key} 0" for key in edge.expect)
            who, run, nobody = attesting(world.facts.policy, edge.fact, run)
            if told.until:  # they have said it: only time is missing
                who, run, nobody = (), f"guard next {plan.id}", ""
            why = world.missing if world.missing and told.state == "unknown" else told.why
            yield Wait("edge", told.state, of, words + at, why + nobody, who, told.since, run, told.until)


def said(edge: Edge) -> str:
    """An edge as a plan spells it."""
    from guard.grammar import duration

    words = [edge.fact, *([duration.said(edge.soak)] if edge.soak else [])]
    return " ".join([*words, *[f"{key}={most}" for key, most in edge.expect.items()]])


def _told(world: World, node: str, landings: tuple[Landing, ...]) -> tuple[str, ...]:
    """What evidence says of a phase, a fact at a time; of services, which have said so."""
    own = [
        entry.act
        for _, entry in Said.by(world.facts.entries).evidence(node)
        if isinstance(entry.act, Evidence) and heard(entry, world.facts.policy) == "believed"
    ]
    seen = dict.fromkeys([(one.fact, one.env, one.service) for one in own])
    told: list[str] = []
    for fact, env, service in seen:
        edge = Edge(fact, 0, env, strict(fact).expect)
        state = known(edge, node, landings, service, world.facts)
        if landings and state.state == "met":
            told.append(f"{fact} in {env}" + (f" of {service}" if service else ""))
    return tuple(told)
