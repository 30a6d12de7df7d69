"""What `guard next --format agent` tells: for a model's context, in few lines that keep their wording.

Always the same parts in the same order, the one next thing last. What stands in documents is escaped, and cut where it
is long; a command never is. Commands of people and machines stand under their names.
"""

from __future__ import annotations

from guard.commands._brief import NAMES, Part, count, cut, fitting, line, listed
from guard.commands._next import meanwhile
from guard.commands._next_end import Told, done, ends, last, short
from guard.commands._next_turn import ASKED, COMMAND, GO_ON, NOWHERE, at_work, place_of, turn_of
from guard.commands._phases import about, looks, sites_left, turn
from guard.escape import shown
from guard.model.asking import stop
from guard.model.world import spelled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.commands._next import Answer
    from guard.commands._next_turn import Row, Turn
    from guard.model.plan import Phase, Plan
    from guard.model.world import State
    from guard.standing import Standing

PLANS = 5  # the most that are told
DID = {"take": "taken up just now", "refuse": "not taken up", "drop": "let go of"}
KINDS = (("open", "open"), ("ready", "ready but for a yes"), ("waiting", "waiting"))
NOTHING = "  read anything; no phase is open to you now, so write nothing that needs a plan"
FREE = "  read anything, and do what you were asked for: nothing needs a plan as long as guard only tells"
UNHELD = "  read anything, and do what you were asked for: nothing is held to anything here, for there is no policy"
LET_GO = "  read anything; what is taken up here is closed: it is let go of before anything is written"
DRAFT = "a plan for other work, committed alone: guard plan new NAME; it counts once it stands there"
READS = "any file under it; what is routine and documents of plans neither"
EMPTY = "  no plan stands there yet: what is routine needs none, all else waits for one"
SHADOW = "guard tells what it finds, and stops nothing (mode: shadow)"
OUTSIDE = "more than is named above; where it takes more, end your turn and say what is missing"
KEPT = "/.guard/**, CI, hooks, settings of agents, CODEOWNERS: it takes their owners' yes, and lands alone"
SIGNED = "anything: approve, attest, revoke and enroll are for those who are named, whatever key lies here"


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
        Part("when it is done", tuple(done(told)), 1),
        Part("your turn ends", tuple(ends(told)), 1),
        Part("to ask", tuple(_ask(told)), 5),
    )
    more = "  and more: guard next" + (f" {answer.plans[0].id}" if len(answer.plans) == 1 else "")
    return fitting([part for part in parts if part.lines or not part.rank], last(told), more)


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
    if answer.standing.trusted.policy.shadow:
        yield line("shadow", SHADOW)
        asks = answer.standing.trusted.policy.needs_plan
        yield listed("enforce", "would ask an agent for a plan for what is not routine, and anybody for: ", asks)
    elif answer.standing.trusted.adopted and not answer.plans:
        yield EMPTY
    if held is None:
        yield "  nothing is taken up here"
    elif answer.did != "take":
        row = next((row for row in answer.rows if row[2].node == held.words()), None)
        landed = f", {count(len(row[2].landings), 'landing')} so far" if row is not None and row[2].landings else ""
        yield cut(f"  taken up here: {shown(held.words())}{landed}{meanwhile(answer, held)}")
    if told.place.own:
        yield cut(f"  on {shown(short(told.place.branch))}: {count(told.place.own, 'commit')} of it, not landed yet")
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
        run = told.turn.run
        yield {GO_ON: FREE, ASKED: UNHELD, f"{COMMAND} --drop": LET_GO}.get(run, NOTHING)
    else:
        yield from _of_phase(standing, *told.row[:2])
        yield from _open_too(told, told.row)
    entries: object = standing.trusted.policy.data.get("routine", ())
    assert isinstance(entries, (list, tuple))
    free = dict.fromkeys([path for entry in entries for path in entry["paths"]])
    if free and (told.row is None or not looks(told.row[1])):
        yield listed("routine", "needs no phase: ", free)
    if told.answer.plans and told.answer.did == "tell" and not (told.turn.run or told.answer.named):
        yield line("draft", DRAFT)


def _of_phase(standing: Standing, plan: Plan, phase: Phase) -> Iterator[str]:
    """What it may do, each kind on a line."""
    sets = {"does": phase.does, "in": plan.patterns, "creates": phase.creates, "drops": phase.drops}
    asked = [words for label, words in about(plan, phase) if label == "whether"]
    for label, words in about(plan, phase):
        if label in sets:
            yield listed(label, "", sets[label], f": guard plan show {plan.id}")
        elif label not in ("never in", "whether"):
            yield line(label, words)
    yield from [line("whether", words) for words in asked[:NAMES]]
    if len(asked) > NAMES:
        yield line("", f"and {len(asked) - NAMES:,} more: guard plan show {plan.id}")
    for left in sites_left(standing, plan, phase)[:NAMES]:
        many = {"yes": "none left", "no": f"{left.left:,} left"}.get(left.state, "nobody can tell how many are left")
        yield f"{line('sites', f'{left.name}: {many}')}; each of them: guard sites diff {plan.id} {left.name}"


def _open_too(told: Told, row: Row) -> Iterator[str]:
    """What else could be taken up in the place of what is offered; nothing where something is taken up."""
    if at_work(told.answer) is None:
        rows = [one for one in told.answer.rows if one != row and one[2].leaves and not (one[2].waits or one[2].over)]
        names = [_name(told.answer, state) for _, phase, state in rows if phase.outside is None]
        if names:
            yield listed("", "or what is open too, one at a time, by guard next --take: ", names)


def _may_not(told: Told) -> Iterator[str]:
    answer = told.answer
    if told.row is not None:
        plan, phase, _ = told.row
        yield line("write", READS) if looks(phase) else line("do", OUTSIDE)
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
    if answer.standing.trusted.adopted:
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


def _ask(told: Told) -> Iterator[str]:
    """About what the plan takes for granted, else about a phase of it."""
    plan = told.row[0] if told.row else next(iter(told.answer.plans), None)
    if plan is not None:
        names = [one.name for one in plan.assumptions] or [phase.name for phase in plan.phases]
        yield f'  you: guard ask "..." --about {plan.id}/{names[0]}    (what nobody told you; then end your turn)'
        if len(names) > 1:
            yield listed("", "or --about ", names[1:])
