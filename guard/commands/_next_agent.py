"""What `guard next --format agent` tells: for a model's context, in few lines that keep their wording.

Always the same parts in the same order, the one next thing last. What stands in documents is escaped, and cut where it
is long; a command never is. Commands of people and machines stand under their names.
"""

from __future__ import annotations

import os

from guard.commands._brief import NAMES, Part, count, cut, fitting, line, listed
from guard.commands._next_turn import NOWHERE, WORK, at_work, place_of, turn_of
from guard.commands._phases import about, sites_left, turn
from guard.escape import seen, shell_word, shown
from guard.grammar import moment
from guard.model.asking import stop
from guard.model.world import spelled
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.commands._next import Answer
    from guard.commands._next_turn import Place, Row, Turn
    from guard.model.plan import Plan
    from guard.model.world import State

PLANS = STEPS = WHYS = 5  # the most that are told of each
LONG = 255  # bytes of the name of a branch
DID = {"take": "taken up just now", "refuse": "not taken up", "drop": "let go of"}
KINDS = (("open", "open"), ("ready", "ready but for a yes"), ("waiting", "waiting"))
NOTHING = "  read anything; no phase is open to you now, so write nothing that needs a plan"
OUTSIDE = "more than is named above; where it takes more, end your turn and say what is missing"
KEPT = "/.guard/**, CI, hooks, settings of agents, CODEOWNERS: it takes their owners' yes, and lands alone"
SIGNED = "anything: approve, attest, revoke and enroll are for those who are named, whatever key lies here"
STOPS = "  at once where guard exits with 3, 4 or 5, a step stands under another name, or you would guess"


class Told(NamedTuple):
    """All that the parts are made of."""

    answer: Answer
    place: Place
    turn: Turn
    row: Row | None  # the phase that is worked on, or that is to be taken up next


def as_agent(answer: Answer) -> str:
    """The whole text."""
    row = at_work(answer)
    place = place_of(answer.standing, answer.taken) if row is not None and answer.taken is not None else NOWHERE
    due = turn_of(answer, place)
    told = Told(answer, place, due, (row or _offered(answer, due)) if due.run else None)
    ref, at = answer.standing.trusted.ref, answer.standing.replay.at[:12].decode()
    parts = (
        Part(cut(f"guard, to an agent: {count(len(answer.plans), 'plan')} on {shown(ref)} {at}"), (), 0),
        Part("where things stand", tuple(_stands(told)), 3),
        Part(_heading(told), tuple(_may(told)), 2),
        Part("you may not", tuple(_may_not(told)), 4),
        Part("when it is done", tuple(_done(told)), 1),
        Part("your turn ends", tuple(_ends(told)), 1),
        Part("to ask", tuple(_ask(told)), 5),
    )
    more = "  and more: guard next" + (f" {answer.plans[0].id}" if len(answer.plans) == 1 else "")
    return fitting([part for part in parts if part.lines or not part.rank], _next(told), more)


def _offered(answer: Answer, due: Turn) -> Row | None:
    """The phase that the next command takes up."""
    node = due.run.partition("--take ")[2]
    return next((row for row in answer.rows if row[2].node == node), None)


def _stands(told: Told) -> Iterator[str]:
    answer, held = told.answer, told.answer.taken
    if answer.did in DID:
        named = answer.row[2].node if answer.row else answer.dropped.words() if answer.dropped else "nothing"
        yield cut(f"  {DID[answer.did]}: {shown(named)}")
    for plan in answer.plans[:PLANS]:
        yield cut(f"  {plan.id}, owner {plan.owner}: {_counts(answer, plan)}")
    if len(answer.plans) > PLANS:
        yield f"  and {count(len(answer.plans) - PLANS, 'plan')} more"
    if held is None:
        yield "  nothing is taken up here"
    elif answer.did != "take":
        row = next((row for row in answer.rows if row[2].node == held.words()), None)
        landed = f", {count(len(row[2].landings), 'landing')} so far" if row is not None and row[2].landings else ""
        yield cut(f"  taken up here: {shown(held.words())}{landed}")
    if told.place.own:
        yield cut(f"  on {shown(_short(told.place.branch))}: {count(told.place.own, 'commit')} of it, not landed yet")
    missing = answer.standing.missing()
    if missing and answer.plans:
        yield cut(f"  not established: approvals and evidence: {missing.partition(':')[0]}")
        if answer.standing.replay.world.fetch:
            yield f"  you: {answer.standing.replay.world.fetch}    (brings the log, where there is one)"


def _counts(answer: Answer, plan: Plan) -> str:
    """How many of its phases are complete, open, and wait."""
    states = [state for of, _, state in answer.rows if of.id == plan.id]
    going = [turn(state.waits) for state in states if state.leaves and not state.over]
    done = len([state for state in states if not state.leaves])
    words = [f"{going.count(kind):,} {said}" for kind, said in KINDS if kind in going]
    return ", ".join([f"{done:,} of {count(len(states), 'phase')} complete", *words])


def _heading(told: Told) -> str:
    if told.row is None:
        return "you may"
    node, held = told.row[2].node, told.answer.taken
    return f"you may, in {node}" if held is not None and held.words() == node else f"you may, once {node} is taken up"


def _may(told: Told) -> Iterator[str]:
    standing = told.answer.standing
    if told.row is None:
        yield NOTHING
    else:
        plan, phase, _ = told.row
        sets = {"does": phase.does, "in": plan.patterns, "creates": phase.creates, "drops": phase.drops}
        for label, words in about(plan, phase):
            if label in sets:
                yield listed(label, "", sets[label], f": guard plan show {plan.id}")
            elif label != "never in":
                yield line(label, words)
        for left in sites_left(standing, plan, phase)[:NAMES]:
            many = {"yes": "none left", "no": f"{left.left:,} left"}.get(
                left.state, "nobody can tell how many are left"
            )
            yield f"{line('sites', f'{left.name}: {many}')}; each of them: guard sites diff {plan.id} {left.name}"
    entries: object = standing.trusted.policy.data.get("routine", ())
    assert isinstance(entries, (list, tuple))
    free = dict.fromkeys([path for entry in entries for path in entry["paths"]])
    if free:
        yield listed("routine", "needs no phase: ", free)


def _may_not(told: Told) -> Iterator[str]:
    answer = told.answer
    if told.row is not None:
        yield line("do", OUTSIDE)
        plan = told.row[0]
        scope = plan.data["scope"]
        assert isinstance(scope, dict)
        if scope.get("never"):
            yield listed("touch", "", scope["never"], f": guard plan show {plan.id}")
    policy, world = answer.standing.trusted.policy, answer.standing.replay.world
    left = [row for row in answer.rows if row[2].leaves and not row[2].over and row != told.row]
    waits = [_name(answer, state) for _, _, state in left if turn(state.waits) != "open"]
    if waits:
        yield listed("begin", "what is not open: ", waits)
    stops = [_name(answer, state) for plan, phase, state in left if stop(plan, phase, policy, world.also)]
    if stops:
        yield listed("pass", "without one more yes of a person: ", stops)
    if answer.plans:
        yield line("change", KEPT)
        named = {spelled(of) for plan in answer.plans for phase in plan.phases for of in world.changed(plan, phase)}
        owned = [one for one in policy.owners if one.paths is None and spelled(one.of) not in named]
        if owned:
            others = [f"{one.of} ({', '.join(one.teams)})" for one in owned]
            yield listed("change", "what is of no plan here: ", others)
        yield line("sign", SIGNED)


def _name(answer: Answer, state: State) -> str:
    """A phase, with its plan where there are several."""
    return state.node.partition("/")[2] if len(answer.plans) == 1 else state.node


def _done(told: Told) -> Iterator[str]:
    if told.turn.run == WORK and told.row is not None:
        plan, phase, _ = told.row
        yield "  you: guard check --staged    (after git add; with exit 0 go on, else do what it says you do)"
        says = f"Guard-Plan: {plan.id} and Guard-Phase: {phase.name}"
        yield f"  you: git commit    (the hook has its message say {says})"
        yield "  you: guard check --range ..HEAD    (once all of the phase is committed)"


def _ends(told: Told) -> Iterator[str]:
    due = told.turn
    if due.run == WORK and told.row is not None:
        ref = shell_word(os.fsencode(told.answer.standing.trusted.ref))
        branch = shell_word(os.fsencode(_short(told.place.branch)))
        yield "  once that last one passes; tell them what is theirs, and never yours:"
        yield f"  {told.row[0].owner}: land {branch if len(branch) <= LONG else 'what HEAD is at'} on {ref}"
    if due.run:
        yield STOPS
        return
    yield from [cut(f"  {why}") for why in due.why[:WHYS]]
    if due.until:
        yield f"  nobody has to do anything before {moment.said(due.until)}; ask again then"
    if due.others:
        yield "  now; tell them what is theirs, and never yours:"
    yield from [f"  {who}: {seen(run)}" for who, run in due.others[:STEPS]]
    if len(due.others) > STEPS:
        yield f"  and {count(len(due.others) - STEPS, 'step')} more"


def _ask(told: Told) -> Iterator[str]:
    """About what the plan takes for granted, else about a phase of it."""
    plan = told.row[0] if told.row else next(iter(told.answer.plans), None)
    if plan is not None:
        names = [one.name for one in plan.assumptions] or [phase.name for phase in plan.phases]
        yield f'  you: guard ask "..." --about {plan.id}/{names[0]}    (what nobody told you; then end your turn)'
        if len(names) > 1:
            yield listed("", "or --about ", names[1:])


def _next(told: Told) -> str:
    due = told.turn
    if due.run:
        return f"next   you: {due.run}"
    if due.others:
        policy = told.answer.standing.trusted.policy
        people = dict.fromkeys([who for who, _ in due.others[:STEPS] if who in policy.people])
        return f"next   end your turn, and tell {' or '.join(people or [told.answer.plans[0].owner])}"
    return "next   end your turn" + (f", until {moment.said(due.until)}" if due.until else "")


def _short(branch: str) -> str:
    return branch.removeprefix("refs/heads/")
