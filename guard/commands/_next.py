"""What `guard next` tells: as text for people and agents, and as JSON."""

from __future__ import annotations

from guard.commands._due import Step
from guard.commands._phases import about, looks, own, phase_data, seen, sites_left, steps, turn, wait_data, waiting
from guard.escape import shown
from guard.folding import LABEL, folded
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.commands._phases import Left
    from guard.model.claim import Claim
    from guard.model.plan import Phase, Plan
    from guard.model.world import State, Wait
    from guard.standing import Standing

    Row = tuple[Plan, Phase, State]

SCHEMA_VERSION = 1
LOOK = "look, then: guard next --drop"
HEADS = {"open": "open now:", "ready": "ready, but for a yes:", "waiting": "waiting:"}


class Answer(NamedTuple):
    """What is told: the plans looked at, what is taken up here, and what was done about it."""

    standing: Standing
    plans: tuple[Plan, ...]
    rows: tuple[Row, ...]
    taken: Claim | None
    row: Row | None = None  # the phase that was asked for
    dropped: Claim | None = None
    did: str = "tell"  # "tell", "take", "refuse" or "drop"
    outcome: str = "pass"
    code: int = 0
    next: Step = Step("", "")
    named: bool = False  # a plan was asked for by its name


def as_text(answer: Answer, width: int) -> str:
    """What was asked first, then the rest, then the one next command."""
    kinds = {"take": _took, "refuse": _refused, "drop": _dropped, "tell": _told}
    lines = [*kinds[answer.did](answer), *_missing(answer)]
    laid = [part for line in lines for part in folded(line, width)]
    if answer.next.run:
        laid += ["", f"next   {answer.next.who}: {answer.next.run}"]
    return "\n".join(laid) + "\n"


def _told(answer: Answer) -> Iterator[str]:
    standing = answer.standing
    if not standing.trusted.adopted:
        yield f"guard: not adopted: no .guard/policy.yaml on {standing.trusted.ref}; nothing is held to anything"
        return
    where = f"{standing.trusted.ref} {standing.replay.at[:12].decode()}".rstrip()
    yield f"guard: {_count(len(answer.plans), 'plan')} on {where}"
    for plan in answer.plans:
        done = [state for of, _, state in answer.rows if of.id == plan.id and not state.leaves]
        complete = f"{len(done)} of {len(plan.phases)} phases complete"
        yield f"  {plan.id}  version {plan.version}, owner {plan.owner}, {complete}"
    yield from _held(answer)
    going = [row for row in answer.rows if row[2].leaves and not row[2].over]
    told: set[str] = set()
    for kind, head in HEADS.items():
        rows = [row for row in going if turn(row[2].waits) == kind]
        yield from ["", head] * bool(rows)
        for row in rows:
            yield from _open(answer, row) if kind == "open" else _waits(row, told)
    if not going:
        yield from ["", "nothing is left to do here" if answer.plans else "no plan stands there yet"]


def _held(answer: Answer) -> Iterator[str]:
    """What is taken up here, and whether it still can be."""
    held = answer.taken
    if held is None:
        yield "nothing is taken up here"
        return
    yield f"taken up here: {shown(held.words())}{meanwhile(answer, held)}"


def meanwhile(answer: Answer, held: Claim) -> str:
    """Why what is taken up can be worked on no more; "" where it can."""
    state = answer.standing.replay.states.get(held.words())
    if state is None:
        plans = [plan.id for plan in answer.standing.trusted.plans]
        known = held.plan in plans and not held.phase
        return "" if known else f", which does not stand on {answer.standing.trusted.ref}"
    if state.over:
        return f", which is over: {state.over} has landed since"
    if state.waits:
        return f", which is not open: it waits for {waiting(state.waits[0])}"
    return "" if state.leaves else ", which is complete"


def _open(answer: Answer, row: Row) -> Iterator[str]:
    plan, phase, state = row
    yield f"  {state.node}" + (f"  ({_count(len(state.landings), 'landing')} so far)" if state.landings else "")
    for label, words in (*about(plan, phase), *_sites(answer, row)):
        yield f"    {label.ljust(LABEL)}{words}"
    yield from _leaves(state)


def _leaves(state: State) -> Iterator[str]:
    """What is missing before it is complete; that something must land goes without saying."""
    for wait in state.leaves:
        if wait.kind != "landing":
            yield f"    {'complete'.ljust(LABEL)}once {waiting(wait)}"
            yield from _steps(wait)


def _sites(answer: Answer, row: Row) -> Iterator[tuple[str, str]]:
    for left in sites_left(answer.standing, row[0], row[1]):
        yield "sites", site_words(left)


def site_words(left: Left) -> str:
    """How many places are left of a pattern; or why nobody knows."""
    return f"{left.name}: none left" if left.state == "yes" else f"{left.name}: {seen(left.why)}  ({left.run})"


def _waits(row: Row, told: set[str]) -> Iterator[str]:
    """What a phase waits for; the yes to a whole plan is told once."""
    state = row[2]
    yield f"  {state.node}" + (f"  ({_count(len(state.landings), 'landing')} so far)" if state.landings else "")
    for wait in state.waits:
        if wait.kind != "approval" or wait.words not in told:
            told.add(wait.words)
            yield f"    {'for'.ljust(LABEL)}{waiting(wait)}"
            yield from _steps(wait)


def _steps(wait: Wait) -> Iterator[str]:
    for who, run in steps(wait):
        if run and not own(run):
            yield f"    {''.ljust(LABEL)}{who}: {run}"


def _took(answer: Answer) -> Iterator[str]:
    assert answer.row is not None
    plan, phase, state = answer.row
    yield f"guard: taken up: {state.node}"
    if not state.leaves:
        yield f"it is complete; more may land in it until something lands in a phase after it  ({plan.where})"
    if looks(phase):
        yield "nothing is written and nothing committed in this work tree while it is taken up:"
    else:
        yield "commits of this work tree are held to it from now on:"
    for label, words in (*about(plan, phase), *_sites(answer, answer.row)):
        yield f"    {label.ljust(LABEL)}{words}"
    if looks(phase):
        yield from _leaves(state)
        yield "what is found goes into the plan, as work on it: guard next --drop comes first"
        return
    yield f"the hook writes it into each message, as Guard-Plan: {plan.id} and Guard-Phase: {phase.name}"


def _refused(answer: Answer) -> Iterator[str]:
    assert answer.row is not None
    state = answer.row[2]
    if state.over:
        yield f"guard: not taken up: {state.node} is over, {state.over} has landed since"
    else:
        yield f"guard: not taken up: {state.node} is not open"
    for wait in state.waits:
        yield f"    {'for'.ljust(LABEL)}{waiting(wait)}"
        yield from _steps(wait)


def _dropped(answer: Answer) -> Iterator[str]:
    yield let_go(answer.dropped)


def let_go(dropped: Claim | None) -> str:
    """What was let go of."""
    if dropped is None:
        return "guard: nothing was taken up here"
    return f"guard: let go of {shown(dropped.words()) or 'what was taken up, which could not be read'}"


def _missing(answer: Answer) -> Iterator[str]:
    """That there is no log, in a line; nothing where nobody's yes and no evidence is asked for."""
    missing, asked = answer.standing.missing(), answer.standing.trusted.policy.approvals
    told = [answer.row] if answer.row is not None else answer.rows
    waits = [wait for _, _, state in told for wait in (state.waits or state.leaves)]
    evidence = any(["guard attest" in wait.run for wait in waits])
    if missing and answer.plans and (asked.plan or asked.irreversible or evidence):
        yield from ["", f"not established: approvals and evidence: {missing.partition(':')[0]}"]


def as_json(answer: Answer) -> str:
    """The report of the schema `next`."""
    import json

    standing = answer.standing
    rows = [row for row in answer.rows if row[2].leaves and not row[2].over]
    held = answer.taken
    report: dict[str, object] = {
        "schema_version": SCHEMA_VERSION,
        "outcome": answer.outcome,
        "exit_code": answer.code,
        "adopted": standing.trusted.adopted,
        "trusted": {"ref": standing.trusted.ref, "commit": standing.replay.at.decode()},
        "now": standing.now,
        "did": answer.did,
        "asked": None if answer.row is None else answer.row[2].node,
        "taken": None if held is None else {"plan": held.plan, "phase": held.phase},
        "plans": [_plan(answer, plan) for plan in answer.plans],
        "phases": [_phase(answer, row) for row in rows],
        "refused": [wait_data(wait) for wait in answer.row[2].waits] if answer.did == "refuse" and answer.row else [],
        "next": {"who": answer.next.who, "run": answer.next.run} if answer.next.run else None,
        "not_established": _unknown(standing),
    }
    return json.dumps(report, indent=2, ensure_ascii=True) + "\n"


def _plan(answer: Answer, plan: Plan) -> dict[str, object]:
    done = [state for of, _, state in answer.rows if of.id == plan.id and not state.leaves]
    whole = {"plan": plan.id, "version": plan.version, "owner": plan.owner, "why": plan.why}
    return {**whole, "phases": len(plan.phases), "complete": len(done)}


def _phase(answer: Answer, row: Row) -> dict[str, object]:
    plan, phase, state = row
    left = sites_left(answer.standing, plan, phase) if turn(state.waits) == "open" else ()
    return {**phase_data(answer.standing, plan, phase, state), "sites": [of._asdict() for of in left]}


def _unknown(standing: Standing) -> list[dict[str, str]]:
    missing = standing.missing()
    return [{"what": "approvals and evidence", "why": missing}] if missing else []


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
