"""Where the plans stand, drawn for a terminal: the phases in order, each with what is worth a line."""

from __future__ import annotations

from guard.commands._due import due
from guard.commands._next import site_words
from guard.commands._phases import own, seen, steps, waiting
from guard.commands.plan.status_told import approved, floor
from guard.escape import shown
from guard.folding import LABEL, folded
from guard.grammar import window
from guard.grammar.moment import said as at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.commands.plan.status_told import Outside, Report, Told
    from guard.model.plan import Phase, Plan
    from guard.model.world import State, Wait

COLOURS = {"complete": "32", "landed": "36", "open": "36", "ready": "33", "waiting": "33", "unknown": "35"}
LISTED = 3  # landings of one phase
OUTSIDE = 8  # steps that nothing explains; JSON has all of them
PATHS = 3


def as_text(report: Report, width: int, colour: bool) -> str:
    """A block for each plan, then what no plan explains, then the one next command."""
    standing = report.standing
    where = f"{standing.trusted.ref} {standing.replay.at[:12].decode()}".rstrip()
    if not standing.trusted.adopted:
        return f"guard: not adopted: no .guard/policy.yaml on {where}; nothing is held to anything\n"
    lines = [f"guard: {_count(len(report.plans), 'plan')} on {where}, {at(standing.now)}"]
    told: set[str] = set()
    for one in report.plans:
        lines += ["", *_plan(report, one, told)]
    lines += _outside(report.outside)
    if standing.missing() and report.plans:
        lines += ["", f"not established: approvals and evidence: {standing.missing()}"]
    step = due(tuple(report.rows()))
    lines += ["", f"next   {step.who}: {step.run}"] if step.run else []
    whole = [part for line in lines for part in folded(line, width)]
    return "\n".join([_painted(line) if colour else line for line in whole]) + "\n"


def _painted(line: str) -> str:
    """The word for its state, on the line of a phase."""
    number, _, rest = line.strip().partition("  ")
    words = rest.split()
    if line[:1] != " " or line[4:5] == " " or not number.isdigit() or len(words) < 2 or words[1] not in COLOURS:
        return line
    start = line.index(words[1], line.index(words[0]) + len(words[0]))
    return f"{line[:start]}\x1b[1;{COLOURS[words[1]]}m{words[1]}\x1b[0m{line[start + len(words[1]) :]}"


def _plan(report: Report, told: Told, known: set[str]) -> Iterator[str]:
    plan = told.plan
    done = len([state for _, state in told.phases if not state.leaves])
    yield f"plan {plan.id} version {plan.version}, owner {plan.owner}: {done} of {len(plan.phases)} phases complete"
    width = max([len(phase.name) for phase in plan.phases])
    for number, (phase, state) in enumerate(told.phases, 1):
        over = f"  (over: {state.over} has landed since)" if state.over and state.leaves else ""
        yield f"{number:>2}  {phase.name.ljust(width)}  {state.name}{over}"
        for label, words in (*_stands(report, plan, phase, state), *_left(told, phase)):
            yield f"    {label.ljust(LABEL)}{words}"
        yield from _waits(state, known)
    for note in told.notes:
        yield f"  note    {note}"
    for one in told.assumed:
        by = f"; to be settled by {seen(one.by)}" if one.state != "settled" and one.by else ""
        yield f"  assumed {one.name}, {one.state}: {seen(one.says)}; {seen(one.why)}{by}"


def _stands(report: Report, plan: Plan, phase: Phase, state: State) -> Iterator[tuple[str, str]]:
    """What has happened in it, and what stands over it."""
    for landing in state.landings[-LISTED:]:
        yield "landed", f"{landing.commit[:12].decode()} {at(landing.at)}"
    if len(state.landings) > LISTED:
        yield "", f"and {len(state.landings) - LISTED:,} before"
    for landing, by in report.standing.replay.world.undone.get(state.node, ()):
        yield "undone", f"{landing.commit[:12].decode()} by {by.commit[:12].decode()} {at(by.at)}"
    if state.facts:
        yield "facts", ", ".join(state.facts)
    if phase.outside is not None:
        yield "outside", seen(phase.outside)
    why = report.stops(plan, phase)
    if why:
        yield "STOP", seen(why) + (" (approved)" if approved(state) else "")
    for when in phase.windows:
        yield "window", f"{window.said(when)}, {_window(when, report.standing.now)}"
    if floor(state):
        yield "floor", floor(state)


def _window(when: dict[str, object], now: int) -> str:
    if window.is_open(when, now):
        return "open now"
    opens = window.next_opening(when, now)
    return f"opens {at(opens)}" if opens is not None else "does not open again"


def _left(told: Told, phase: Phase) -> Iterator[tuple[str, str]]:
    for left in told.left.get(phase.name, ()):
        yield "sites", site_words(left)


def _waits(state: State, known: set[str]) -> Iterator[str]:
    """What it waits for; the yes to a whole plan is told once."""
    for wait in state.waits:
        if wait.kind != "approval" or wait.words not in known:
            known.add(wait.words)
            yield from _wait("for", waiting(wait), wait)
    if state.landings or not state.waits:
        for wait in state.leaves:
            if wait.kind != "landing":
                yield from _wait("complete", f"once {waiting(wait)}", wait)


def _wait(label: str, words: str, wait: Wait) -> Iterator[str]:
    yield f"    {label.ljust(LABEL)}{words}"
    for who, run in steps(wait):
        if run and not own(run):
            yield f"    {''.ljust(LABEL)}{who}: {run}"


def _outside(steps: tuple[Outside, ...]) -> Iterator[str]:
    """The last ones; nothing of it turns the work of others red."""
    if not steps:
        return
    yield ""
    yield f"landed outside guard: {_count(len(steps), 'step')} that nothing explains"
    for step in reversed(steps[-OUTSIDE:]):
        more = f" and {len(step.paths) - PATHS:,} more" if len(step.paths) > PATHS else ""
        yield f"  {step.commit[:12].decode()} {at(step.at)}: {seen(step.why)}"
        yield f"    {'touches'.ljust(LABEL)}{', '.join([shown(path) for path in step.paths[:PATHS]])}{more}"
        for who in step.ask[:PATHS]:
            yield f"    {''.ljust(LABEL)}{who}: git show {step.commit[:12].decode()}"
    if len(steps) > OUTSIDE:
        yield f"  and {len(steps) - OUTSIDE:,} before (all of them: --format json)"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
