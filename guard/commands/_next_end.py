"""How the page for an agent ends: what it runs when it is done, when its turn ends and whom it tells, what is next."""

from __future__ import annotations

import os

from guard.commands._brief import count, cut
from guard.commands._next import LOOK
from guard.commands._next_turn import BEGIN, GO_ON, WORK
from guard.commands._phases import looks, steps
from guard.escape import seen, shell_word
from guard.grammar import moment
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.commands._next import Answer
    from guard.commands._next_turn import Place, Row, Turn

STEPS = WHYS = 5  # the most that are told of each
LONG = 255  # bytes of the name of a branch
STOPS = "  at once where guard exits with 3, 4 or 5, a step stands under another name, or you would guess"
THEIRS = "tell them what is theirs, and never yours:"
WHOSE = "  you: guard check --range ..HEAD    (tells whose yes it takes)"


class Told(NamedTuple):
    """All that the parts are made of."""

    answer: Answer
    place: Place
    turn: Turn
    row: Row | None  # the phase that is worked on, or that is to be taken up next


def done(told: Told) -> Iterator[str]:
    """The commands of the agent, in their order."""
    run, row = told.turn.run, told.row
    if run == WORK and row is not None:
        plan, phase, _ = row
        yield "  you: guard check --staged    (after git add; with exit 0 go on, else do what it says you do)"
        says = f"Guard-Plan: {plan.id} and Guard-Phase: {phase.name}"
        yield f"  you: git commit    (the hook has its message say {says})"
        yield "  you: guard check --range ..HEAD    (once all of the phase is committed)"
    elif run == LOOK and row is not None:
        yield "  you: guard next --drop    (before you write down what you found)"
        yield from _written(row[0].id)
    elif run.startswith(BEGIN):
        yield "  you: guard plan lint NAME    (until it finds nothing; guard plan new --help lists other templates)"
        yield from _written("NAME")
    elif run == GO_ON:
        yield "  you: guard check    (what it finds you put right, or say as you end your turn)"
    elif not run and told.answer.did == "drop":
        yield from _found(told.answer)


def _found(answer: Answer) -> Iterator[str]:
    """What comes of looking, once it is let go of."""
    node = answer.dropped.words() if answer.dropped is not None else ""
    for plan, phase, state in answer.rows:
        if state.node == node and looks(phase):
            yield from _written(plan.id)


def _written(name: str) -> Iterator[str]:
    """Work on a plan, as it is committed."""
    files = f".guard/plans/{name}.yaml and its story {name}.md"
    yield f"  you: git commit    (work on the plan, on a branch of its own: {files}, nothing else)"
    yield WHOSE


def ends(told: Told) -> Iterator[str]:
    """Now, or when; and under each name what is theirs."""
    due = told.turn
    if due.run:
        yield from _once(told)
        yield STOPS
        return
    yield from [cut(f"  {why}") for why in due.why[:WHYS]]
    if due.until:
        yield f"  nobody has to do anything before {moment.said(due.until)}; ask again then"
    if due.others:
        routine = told.answer.standing.trusted.policy.routine and not told.answer.named and told.answer.did == "tell"
        yield f"  now{', unless all you were asked for is routine' if routine else ''}; {THEIRS}"
    yield from _others(due)


def _once(told: Told) -> Iterator[str]:
    """When it ends for whoever still has something to do, and what others do then."""
    due = told.turn
    if due.run == WORK and told.row is not None:
        ref = shell_word(os.fsencode(told.answer.standing.trusted.ref))
        branch = shell_word(os.fsencode(short(told.place.branch)))
        yield f"  once that last one passes; {THEIRS}"
        yield f"  {told.row[0].owner}: land {branch if len(branch) <= LONG else 'what HEAD is at'} on {ref}"
    elif due.run == LOOK and told.row is not None:
        yield f"  once you know; tell them what you found, and {THEIRS.removeprefix('tell them ')}"
        yield from _others(due._replace(others=tuple([step for wait in told.row[2].leaves for step in steps(wait)])))
    elif due.others:
        yield f"  once that is {'committed' if due.run.startswith(BEGIN) else 'done'}; {THEIRS}"
        yield from _others(due)
    elif due.run.startswith(BEGIN):
        yield "  once that is committed; show it to whoever owns .guard/policy.yaml, which names nobody"


def _others(due: Turn) -> Iterator[str]:
    yield from [f"  {who}: {seen(run)}" for who, run in due.others[:STEPS]]
    if len(due.others) > STEPS:
        yield f"  and {count(len(due.others) - STEPS, 'step')} more"


def last(told: Told) -> str:
    """The one next thing."""
    due = told.turn
    if due.run:
        return f"next   you: {due.run}"
    if due.others:
        policy = told.answer.standing.trusted.policy
        people = dict.fromkeys([who for who, _ in due.others[:STEPS] if who in policy.people])
        return f"next   end your turn, and tell {' or '.join(people or [due.tell])}"
    return "next   end your turn" + (f", until {moment.said(due.until)}" if due.until else "")


def short(branch: str) -> str:
    """The name of a branch without what all of them begin with."""
    return branch.removeprefix("refs/heads/")
