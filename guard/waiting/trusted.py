"""What waits on the trusted branch: assumptions nobody settled, a yes or evidence missing, landings unexplained."""

from __future__ import annotations

from guard.checks.phases import RULES as WAITS
from guard.doors.asked import asked
from guard.errors import GuardError
from guard.escape import shell_word, shown
from guard.waiting.assumed import assumed, astray, questions
from guard.waiting.first import after, first
from guard.waiting.going import Going, place
from guard.waiting.one_act import joined
from guard.waiting.row import Row, Unlooked, named
from guard.waiting.since import Since

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.acts.ground import Ground
    from guard.model.ask import Ask
    from guard.model.plan import Plan
    from guard.model.step import Step
    from guard.model.world import Wait
    from guard.waiting.row import Kind

OUTSIDE = "G102"
EXIT = "G401"  # a phase that is complete once somebody says so holds up those after it
MOST = 40  # landings that nothing explains
PATHS = 3


def rows(ground: Ground) -> tuple[list[Row], list[Unlooked]]:
    """Plan by plan, then what no plan explains; and what nobody can tell."""
    since = Since(ground)
    found: list[Row] = []
    asks, unlooked = _asked(ground)
    for plan in ground.trusted.plans:
        try:
            found += _of_plan(ground, plan, since, asks)
        except GuardError as error:
            unlooked.append(Unlooked(f"plan {plan.id}", f"{error.what}  ({error.where}); {error.mend}"))
    outside = [step for step in ground.replay.steps if step.how == "outside"]
    if len(outside) > MOST:
        why = f"the {MOST} newest are looked at: git log --first-parent {shell_word(ground.ref.encode())}"
        unlooked.append(Unlooked(f"{len(outside) - MOST:,} older landings that nothing explains", why))
    found += [_outside(ground, step) for step in outside[-MOST:]]
    return joined(found), unlooked


def _asked(ground: Ground) -> tuple[tuple[Ask, ...], list[Unlooked]]:
    """What was asked in this work tree; of what plan, where nobody can tell, is said."""
    try:
        asks = asked(ground.repository.place.git_dir)
    except GuardError as error:
        return (), [Unlooked("questions that were asked here", f"{error.what}  ({error.where}); {error.mend}")]
    return asks, list(astray(ground, asks))


def _of_plan(ground: Ground, plan: Plan, since: Since, asks: tuple[Ask, ...]) -> list[Row]:
    states = {phase.name: ground.replay.states[f"{plan.id}/{phase.name}"] for phase in plan.phases}
    going = {name: state for name, state in states.items() if state.leaves and not state.over}
    if not going:
        return []
    of = Going(plan, going, *place(ground), since.document(plan))
    open_ = list(assumed(ground, of))
    waits = list(_waits(of, since))
    words = first(ground, plan, open_) if any([row.kind == "approval" for row in waits]) else ""
    waits = [after(row, words) if row.kind == "approval" else row for row in waits]
    return [*open_, *questions(ground, of, asks), *waits]


def _waits(of: Going, since: Since) -> Iterator[Row]:
    """What its phases wait for and somebody who is named can give, each once with all that it holds up."""
    plan = of.plan
    told: dict[tuple[str, ...], list[tuple[str, Wait]]] = {}
    for name, state in of.states.items():
        ends = state.leaves if state.landings or not state.waits else ()
        for wait in (*state.waits, *[one for one in ends if one.kind == "exit"]):
            if wait.kind == "approval" or (wait.who and wait.kind != "landing"):
                told.setdefault((wait.kind, wait.words, wait.run), []).append((name, wait))
    for (kind, words, run), held in told.items():
        phase, wait = held[0]
        whole = run == f"guard approve {plan.id}"
        row: Kind = "approval" if kind == "approval" else "evidence" if "guard attest " in run else "other"
        yield Row(
            id=named(row, "", plan.id, words, run),
            kind=row,
            rule=WAITS.get((kind, wait.state), EXIT),
            where=of.where,
            commit=of.at,
            plan=plan.id,
            phase="" if whole else phase,
            name=plan.id if whole else phase,
            says=words,
            why=wait.why,
            who=wait.who,
            since=max([since.wait(plan, one) for _, one in held]),
            until=wait.until,
            path=plan.where,
            file=plan.where.encode(),
            line=plan.lines.get("" if whole else f"/phases/{phase}", 0),
            run=run,
            holds=tuple([f"{plan.id}/{name}" for name, _ in held]),
            asked="policy",
            urgency=of.urgency([name for name, _ in held]),
        )


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
        where=place(ground)[0],
        commit=landing.commit.decode(),
        name=short,
        says=f"{short} landed outside guard: {', '.join([shown(path) for path in paths[:PATHS]])}{more}",
        why=step.why,
        who=tuple(ask),
        since=landing.at,
        path=shown(paths[0]) if paths else "",
        file=paths[0] if paths else b"",
        run=f'guard approve {short} --unplanned "WHY" --trusted {short}~',
        asked="policy",
    )
