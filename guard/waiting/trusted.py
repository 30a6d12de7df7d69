"""What waits on the trusted branch: assumptions nobody settled, a yes or evidence missing, landings unexplained."""

from __future__ import annotations

from guard.checks.phases import RULES as WAITS
from guard.doors.asked import asked
from guard.escape import shown
from guard.model.approving import Asked, signers
from guard.model.ask import RULE as ASKED
from guard.model.ask import still
from guard.model.case import Binding
from guard.model.change import Change, ChangeSet
from guard.model.question import RULES, fingerprint
from guard.replay.places import Places
from guard.waiting.row import Row, named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from guard.acts.ground import Ground
    from guard.model.assumption import Settled
    from guard.model.plan import Plan
    from guard.model.step import Step
    from guard.model.world import State, Wait
    from guard.waiting.row import Urgency

CONTRADICTED = "G422"
OUTSIDE = "G102"
EXIT = "G401"  # a phase that is complete once somebody says so holds up those after it
MOST = 40  # landings that nothing explains
PATHS = 3


def rows(ground: Ground) -> Iterator[Row]:
    """Plan by plan, then what no plan explains."""
    since = _since(ground)
    for plan in ground.trusted.plans:
        states = {phase.name: ground.replay.states[f"{plan.id}/{phase.name}"] for phase in plan.phases}
        going = {name: state for name, state in states.items() if state.leaves and not state.over}
        if going:
            yield from _assumed(ground, plan, going, since.get(plan.where, 0))
            yield from _asked(ground, plan, going)
            yield from _waits(ground, plan, going, since.get(plan.where, 0))
    outside = [step for step in ground.replay.steps if step.how == "outside"]
    for step in outside[-MOST:]:
        yield _outside(ground, step)


def _since(ground: Ground) -> dict[str, int]:
    """When each document last landed."""
    found: dict[str, int] = {}
    for step in ground.replay.steps:
        for change in step.landing.changes:
            if change.path.startswith(b".guard/plans/"):
                found[change.path.decode("utf-8", "replace")] = step.landing.at
    return found


def _where(ground: Ground) -> tuple[str, str]:
    """The branch by its short name, and where it is at."""
    return ground.ref.removeprefix("refs/heads/").removeprefix("refs/remotes/"), ground.replay.at.decode()


def _assumed(ground: Ground, plan: Plan, going: Mapping[str, State], since: int) -> Iterator[Row]:
    """What the plan takes for granted and nothing settles; what leans on it is all that is left of the plan."""
    where, at = _where(ground)
    able = signers(Asked("plan", plan.id, "", 1, (), plan.owner), ground.policy, ground.replay.world.facts.entries)
    for one in _settled(ground, plan):
        if not one.holds_up:
            continue
        rule = RULES.get(one.state, CONTRADICTED)
        name = fingerprint(rule, one.says) if one.state in RULES else ""
        path, _, line = one.at.rpartition(":")
        yield Row(
            id=named("question", "", plan.id, rule, one.name, one.says),
            kind="question",
            rule=rule,
            where=where,
            commit=at,
            plan=plan.id,
            name=one.name,
            says=f"what settles {one.name}?" if one.state == "unsettled" else f"{one.name} {one.state}: {one.why}",
            why=one.why,
            quote=one.says,
            who=tuple(dict.fromkeys((plan.owner, *able))),
            since=since,
            path=path,
            line=int(line) if line.isdigit() else 0,
            run=_answer(plan, one.name),
            accepts=name,
            settles=one.name,
            holds=tuple([f"{plan.id}/{phase}" for phase in going]),
            urgency=_urgency(going.values()),
        )


def _settled(ground: Ground, plan: Plan) -> tuple[Settled, ...]:
    at = ground.replay.at
    nothing = Change(ChangeSet("landing", at, ()), (), (), at, at or None)
    places = Places(ground.repository, ground.trusted, ground.replay.states, at, nothing)
    return places.settled(Binding(plan, (), ()), ground.replay.exits)


def _asked(ground: Ground, plan: Plan, going: Mapping[str, State]) -> Iterator[Row]:
    """What somebody asked at work in this work tree, and the plan has not answered."""
    where, at = _where(ground)
    able = signers(Asked("plan", plan.id, "", 1, (), plan.owner), ground.policy, ground.replay.world.facts.entries)
    names = [one.name for one in plan.assumptions]
    for ask in asked(ground.repository.place.git_dir):
        if ask.plan != plan.id or not still(ask, plan):
            continue
        held = [ask.about] if ask.about in going else list(going)
        settles = ask.about if ask.about in names else ""
        yield Row(
            id=named("question", "", plan.id, ASKED, ask.id),
            kind="question",
            rule=ASKED,
            where=where,
            commit=at,
            plan=plan.id,
            name=ask.about,
            says=ask.says,
            why="somebody at work asked it, and builds nothing on it until it is answered",
            quote=next((one.says for one in plan.assumptions if one.name == ask.about), ""),
            who=tuple(dict.fromkeys((plan.owner, *able))),
            path=plan.where,
            line=_line(plan, f"/assume/{ask.about}" if settles else f"/phases/{ask.about}"),
            run=f'guard plan answer {plan.id} {settles}="..."'
            if settles
            else f"guard approve {plan.id} --accept {ask.id}",
            accepts=ask.id,
            settles=settles,
            holds=tuple([f"{plan.id}/{phase}" for phase in held]),
            asked="agent",
            urgency=_urgency([going[phase] for phase in held]),
        )


def _waits(ground: Ground, plan: Plan, going: Mapping[str, State], since: int) -> Iterator[Row]:
    """What its phases wait for and somebody who is named can give, each once with all that it holds up."""
    where, at = _where(ground)
    told: dict[tuple[str, ...], list[tuple[str, Wait]]] = {}
    for name, state in going.items():
        ends = state.leaves if state.landings or not state.waits else ()
        for wait in (*state.waits, *[one for one in ends if one.kind == "exit"]):
            if wait.who and wait.kind != "landing":
                told.setdefault((wait.kind, wait.words, wait.run), []).append((name, wait))
    for (kind, words, run), held in told.items():
        phase, wait = held[0]
        whole = run == f"guard approve {plan.id}"
        yield Row(
            id=named("approval" if kind == "approval" else "evidence", "", plan.id, words, run),
            kind="approval" if kind == "approval" else "evidence",
            rule=WAITS.get((kind, wait.state), EXIT),
            where=where,
            commit=at,
            plan=plan.id,
            phase="" if whole else phase,
            name=plan.id if whole else phase,
            says=words,
            why=wait.why,
            who=wait.who,
            since=wait.since or (since if kind == "approval" else 0),
            until=wait.until,
            path=plan.where,
            line=_line(plan, "" if whole else f"/phases/{phase}"),
            run=run,
            holds=tuple([f"{plan.id}/{name}" for name, _ in held]),
            asked="policy",
            urgency=_urgency([going[name] for name, _ in held]),
        )


def _urgency(states: Iterable[State]) -> Urgency:
    """Something could go on at once if people said so: it waits for nothing else."""
    return "now" if any([all(map(_of_person, state.waits or state.leaves)) for state in states]) else "later"


def _of_person(wait: Wait) -> bool:
    return wait.kind == "approval" or (wait.kind == "exit" and bool(wait.who))


def _outside(ground: Ground, step: Step) -> Row:
    """A step of the branch that no plan, claim or yes explains: somebody looks at it."""
    landing, policy = step.landing, ground.policy
    paths = [change.path for change in landing.changes]
    ask = dict.fromkeys([who for path in paths for who in policy.people_for(path) if who not in policy.agents])
    short = landing.commit[:12].decode()
    more = f" and {len(paths) - PATHS:,} more" if len(paths) > PATHS else ""
    return Row(
        id=named("landing", "", landing.commit.decode()),
        kind="landing",
        rule=OUTSIDE,
        where=_where(ground)[0],
        commit=landing.commit.decode(),
        name=short,
        says=f"{short} landed outside guard: {', '.join([shown(path) for path in paths[:PATHS]])}{more}",
        why=step.why,
        who=tuple(ask),
        since=landing.at,
        path=paths[0].decode("utf-8", "backslashreplace") if paths else "",
        run=f"git show {short}",
    )


def _line(plan: Plan, pointer: str) -> int:
    return plan.lines.get(pointer, 0)


def _answer(plan: Plan, name: str) -> str:
    return f'guard plan answer {plan.id} {name}="..."'
