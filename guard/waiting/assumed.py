"""What a plan takes for granted and nothing settles, and what somebody at work asked of it: questions about plans."""

from __future__ import annotations

from guard.model.approving import Asked, accepted, signers
from guard.model.ask import RULE as ASKED
from guard.model.ask import lost, still
from guard.model.asking import of_phase, of_plan
from guard.model.case import Binding
from guard.model.change import Change, ChangeSet
from guard.model.log import Approval
from guard.model.question import RULES, fingerprint
from guard.replay.places import Places
from guard.waiting.row import Row, Unlooked, named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guard.acts.ground import Ground
    from guard.model.ask import Ask
    from guard.model.assumption import Settled
    from guard.model.plan import Plan
    from guard.model.world import State
    from guard.waiting.going import Going

CONTRADICTED = "G422"


def assumed(ground: Ground, of: Going) -> Iterator[Row]:
    """What the plan takes for granted and nothing settles; what leans on it is all that is left of the plan."""
    plan = of.plan
    who = _able(ground, plan)
    taken = _accepted(ground, plan, of.states)
    for one in settled(ground, plan):
        if not one.holds_up:
            continue
        rule = RULES.get(one.state, CONTRADICTED)
        name = fingerprint(rule, one.says) if one.state in RULES else ""
        held = [phase for phase in of.states if name not in taken.get(phase, ())]
        path, _, line = one.at.rpartition(":")
        if not held:  # a person accepted it as it stands
            continue
        yield Row(
            id=named("question", "", plan.id, rule, one.name, one.says),
            kind="question",
            rule=rule,
            where=of.where,
            commit=of.at,
            plan=plan.id,
            name=one.name,
            says=f"what settles {one.name}?" if one.state == "unsettled" else f"{one.name} {one.state}: {one.why}",
            why=one.why,
            quote=one.says,
            who=who,
            since=of.since,
            path=path,
            file=plan.where.encode(),
            line=int(line) if line.isdigit() else 0,
            run=answer(plan.id, one.name),
            accepts=name,
            settles=one.name,
            holds=tuple([f"{plan.id}/{phase}" for phase in held]),
            urgency=of.urgency(held),
        )


def questions(ground: Ground, of: Going, asks: tuple[Ask, ...]) -> Iterator[Row]:
    """What somebody asked at work in this work tree, and the plan has not answered."""
    plan = of.plan
    mine = [one for one in asks if one.plan == plan.id and still(one, plan)]
    taken = _accepted(ground, plan, of.states) if mine else {}
    says = {one.name: one.says for one in plan.assumptions}
    for ask in mine:
        held = [ask.about] if ask.about in of.states else list(of.states)
        held = [phase for phase in held if ask.id not in taken.get(phase, ())]
        settles = ask.about if ask.about in says else ""
        if not held:
            continue
        yield Row(
            id=named("question", "", plan.id, ASKED, ask.id),
            kind="question",
            rule=ASKED,
            where=of.where,
            commit=of.at,
            plan=plan.id,
            name=ask.about,
            says=ask.says,
            why="somebody at work asked it, and builds nothing on it until it is answered",
            quote=says.get(ask.about, ""),
            who=_able(ground, plan),
            path=plan.where,
            file=plan.where.encode(),
            line=plan.lines.get(f"/assume/{ask.about}" if settles else f"/phases/{ask.about}", 0),
            run=answer(plan.id, settles) if settles else f"guard approve {plan.id} --accept {ask.id}",
            accepts=ask.id,
            settles=settles,
            holds=tuple([f"{plan.id}/{phase}" for phase in held]),
            asked="agent",
            urgency=of.urgency(held),
        )


def astray(ground: Ground, asks: tuple[Ask, ...]) -> Iterator[Unlooked]:
    """What was asked here of no plan that stands: nobody can say what it holds up."""
    for one in lost(asks, ground.trusted.plans):
        yield Unlooked("a question that was asked here", f'it is of no plan that stands: "{one.line()}"')


def _able(ground: Ground, plan: Plan) -> tuple[str, ...]:
    asked = Asked("plan", plan.id, "", 1, (), plan.owner)
    return tuple(dict.fromkeys((plan.owner, *signers(asked, ground.policy, ground.replay.world.facts.entries))))


def _accepted(ground: Ground, plan: Plan, going: Mapping[str, State]) -> dict[str, frozenset[str]]:
    """Of each phase the questions that a person has accepted as they stand, in the yes to it or to its plan."""
    world = ground.replay.world
    facts = world.facts
    if not any([isinstance(entry.act, Approval) and entry.act.accepts for entry in facts.entries]):
        return {}
    found = {}
    for phase in plan.phases:
        node = f"{plan.id}/{phase.name}"
        if phase.name in going:
            every = (of_plan(world, plan, node), of_phase(world, plan, phase, node))
            told = [name for one in every for name in accepted(one, facts.entries, facts.policy, facts.now)]
            found[phase.name] = frozenset(told)
    return found


def settled(ground: Ground, plan: Plan) -> tuple[Settled, ...]:
    """What the plan takes for granted, asked of the tree of the trusted branch."""
    at = ground.replay.at
    nothing = Change(ChangeSet("landing", at, ()), (), (), at, at or None)
    places = Places(ground.repository, ground.trusted, ground.replay.states, at, nothing)
    return places.settled(Binding(plan, (), ()), ground.replay.exits)


def answer(plan: str, name: str) -> str:
    """The command that writes into a plan what settles an assumption."""
    return f'guard plan answer {plan} {name}="..."'
