"""`guard next`: what may be done now, by whom; a phase is taken up, or let go of."""

from __future__ import annotations

from guard.checks.phases import RULES as WAITS
from guard.commands import _next
from guard.commands._due import Step, due
from guard.commands._next import LOOK, Answer
from guard.commands._phases import ANYBODY, looks, own, steps
from guard.doors.git.repository import Repository
from guard.doors.git.run import find_git
from guard.doors.taken import drop, take, taken
from guard.errors import GuardError, UsageError
from guard.escape import shown
from guard.model.claim import Claim
from guard.model.rule import RULES
from guard.model.verdict import EXIT_CODES, not_judged
from guard.report import columns, deliver, write
from guard.standing import chosen, looking, options
from guard.words import Words, meant

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from guard.model.plan import Phase, Plan
    from guard.model.rule import Outcome
    from guard.model.world import State
    from guard.standing import Standing

    Row = tuple[Plan, Phase, State]

DESCRIPTION = (
    "Tell what may be done now: the phases that are open, what each may do and where; those that wait for a person's\n"
    "yes, and whose; those that wait for something else, and for what. The last line is the one next command.\n\n"
    "Read from the trusted branch and the log, never from the files as they stand here. --take takes a phase up: the\n"
    "hook holds every commit of this work tree to it, and writes Guard-Plan: and Guard-Phase: into the message.\n"
    "Only a phase that is open is taken up. Under one that only looks no edit passes and no commit. --drop lets go.\n"
)
EPILOG = (
    "examples:\n"
    "  guard next                          what may be done now, in all plans; what is taken up here\n"
    "  guard next split-name               in one of them\n"
    "  guard next --take expand            take up a phase; PLAN/PHASE where two plans have one of that name\n"
    "  guard next --drop                   let go of it\n"
    "  guard next split-name --format agent    for the context of an agent: 40 lines at most, the next step last\n"
    "  guard next --format json            for programs: guard schema next, or report if it cannot tell\n\n"
    "exit codes: 0 told, taken up or let go; 1 not taken up: what comes before is not so, or the phase is over;\n"
    "2 usage; 3 not taken up: a person must say yes, or say what is so; 4 not taken up: an approval no longer fits;\n"
    "5 cannot establish\n"
)
COMMAND = "guard next"
WORST_FIRST: tuple[Outcome, ...] = ("cannot-establish", "violation", "stale", "needs-person")


def parser() -> Words:
    """The options of `guard next`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    words.add_argument("plan", metavar="PLAN", nargs="?", help="one plan; without it all of them")
    what = words.add_mutually_exclusive_group()
    what.add_argument("--take", metavar="PHASE", help="take up an open phase: PHASE, or PLAN/PHASE")
    what.add_argument("--drop", action="store_true", help="let go of what is taken up here")
    options(words)
    shown_as = "how to show it (default: text); agent: in few lines, for a model's context"
    words.add_argument("--format", choices=("text", "json", "agent"), default="text", help=shown_as)
    return words


def main(words: list[str]) -> int:
    """Look, perhaps take up, tell."""
    asked = parser().parse_args(words)
    try:
        return _next_of(asked)
    except GuardError as error:
        if asked.format != "json":
            raise
        verdict = not_judged("merge", error)  # programs get JSON: that of every report
        deliver(verdict, "json")
        return verdict.exit_code


def _next_of(asked: argparse.Namespace) -> int:
    dropped = _drop(asked.git) if asked.drop else None
    try:
        with looking(asked, COMMAND) as standing:
            plans = chosen(standing, [asked.plan] if asked.plan else [], COMMAND)
            answer = _answer(asked, standing, plans, dropped)
            code = answer.code
            told = _told(answer, asked.format)
    except GuardError:
        if not asked.drop or asked.format == "json":
            raise
        code, told = 0, f"{_next.let_go(dropped)}\n"  # whatever keeps guard from telling what is next
    write(told)
    return code


def _told(answer: Answer, form: str) -> str:
    if form == "agent":
        from guard.commands._next_agent import as_agent

        return as_agent(answer)
    return _next.as_json(answer) if form == "json" else _next.as_text(answer, columns())


def _drop(named: str | None) -> Claim | None:
    """Let go of it first: that must be possible also where nothing else is. None where nothing was taken up."""
    with Repository(find_git(named)) as repository:
        git_dir = repository.place.git_dir
    before = _before(git_dir)
    return before if drop(git_dir) else None


def _answer(
    asked: argparse.Namespace, standing: Standing, plans: tuple[Plan, ...], dropped: Claim | None = None
) -> Answer:
    git_dir = standing.repository.place.git_dir
    rows = tuple(standing.phases(plans))
    if asked.drop:
        return Answer(standing, plans, rows, None, dropped=dropped, did="drop", next=_after(rows, dropped))
    if asked.take is not None:
        return _take(standing, plans, rows, asked.take)
    held, named = next(iter(taken(git_dir)), None), asked.plan is not None
    return Answer(standing, plans, rows, held, next=_going_on(standing, rows, held), named=named)


def _after(rows: tuple[Row, ...], dropped: Claim | None) -> Step:
    """What is due; where looking was let go of it is not begun again at once, but whoever may says that it is done."""
    node = dropped.words() if dropped is not None else ""
    said = [state.leaves for _, phase, state in rows if state.node == node and looks(phase) and state.is_open]
    step = due(tuple([row for row in rows if row[2].node != node]) if said else rows)
    if step.who != ANYBODY and said and said[0]:
        return Step(*steps(said[0][0])[0])
    return step


def _before(git_dir: str) -> Claim:
    """What was taken up; a file that cannot be read is let go of all the same."""
    try:
        return next(iter(taken(git_dir)), Claim("", ""))
    except GuardError:
        return Claim("", "")


def _take(standing: Standing, plans: tuple[Plan, ...], rows: tuple[Row, ...], word: str) -> Answer:
    """Taken up where it is open; else what it waits for, and the worst of it is the exit code."""
    git_dir = standing.repository.place.git_dir
    row = _named(standing, plans, rows, word)
    plan, phase, state = row
    if phase.outside is not None:
        raise UsageError(_elsewhere(plan, phase.outside, state))
    if looks(phase) and not state.leaves:
        raise UsageError(f"{state.node} is complete, and only looks, so there is nothing to take up ({COMMAND} --help)")
    found = [RULES[WAITS[wait.kind, wait.state]].outcome for wait in state.waits]
    found += [RULES["G405"].outcome] if state.over else []
    worst: Outcome = next((outcome for outcome in WORST_FIRST if outcome in found), "pass")
    if found:
        held = next(iter(taken(git_dir)), None)
        step = _instead(plan, rows, state)
        return Answer(standing, plans, rows, held, row, did="refuse", outcome=worst, code=EXIT_CODES[worst], next=step)
    take(git_dir, Claim(plan.id, phase.name))
    step = Step(ANYBODY, LOOK if looks(phase) else "make the change, then: guard check --staged")
    return Answer(standing, plans, rows, Claim(plan.id, phase.name), row, did="take", next=step)


def _elsewhere(plan: Plan, outside: str, state: State) -> str:
    """Why there is nothing to take up, and who says that it is done."""
    what = f"{state.node} is done elsewhere, so there is nothing to take up: {shown(outside)}"
    for wait in state.leaves:
        return f"{what}; once it is done: {' or '.join(wait.who) or plan.owner}: {wait.run}"
    return f"{what}; it is complete"


def _instead(plan: Plan, rows: tuple[Row, ...], state: State) -> Step:
    """Whose turn it is for what was asked; where it is the plan's own work that is missing, the next of that."""
    for who, run in [step for wait in state.waits for step in steps(wait)][:1]:
        if not own(run):
            return Step(who, run)
    return due(tuple([row for row in rows if row[0].id == plan.id]))


def _named(standing: Standing, plans: tuple[Plan, ...], rows: tuple[Row, ...], word: str) -> Row:
    """The one phase of this name; anything else is a wrong word, told with the nearest."""
    found = [row for row in rows if word in (row[2].node, row[1].name)]
    if len(found) == 1:
        return found[0]
    if len(found) > 1:
        able = ", ".join([row[2].node for row in found])
        raise UsageError(f"several plans have a phase {shown(word)}: {able}; name one of them ({COMMAND} --help)")
    if word in [plan.id for plan in plans]:
        names = ", ".join([row[2].node for row in rows if row[0].id == word])
        raise UsageError(f"{shown(word)} is a plan; take up one of its phases: {names} ({COMMAND} --help)")
    known = [row[2].node for row in rows] if "/" in word else [row[1].name for row in rows]
    near = meant(word, dict.fromkeys(known))
    raise UsageError(f"no phase '{shown(word)}' on {standing.trusted.ref}{near} ({COMMAND} --help)")


def _going_on(standing: Standing, rows: tuple[Row, ...], held: Claim | None) -> Step:
    """What is taken up comes first; what can no longer be worked on is let go of."""
    if held is None:
        return due(rows)
    state = standing.replay.states.get(f"{held.plan}/{held.phase}")
    if state is None or state.waits or state.over or not state.leaves:
        return Step(ANYBODY, f"{COMMAND} --drop")
    looking = [of for plan in standing.trusted.plans for of in plan.phases if (plan.id, of.name) == tuple(held)]
    return Step(ANYBODY, LOOK if any(map(looks, looking)) else "guard check --staged")
