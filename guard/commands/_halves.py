"""The rules in two processes, where a page is long and nobody else works in this one: half of the wait.

What the other process does not bring back, whatever the reason, is asked here: a rule is never left out.
"""

from __future__ import annotations

import os
import sys

from guard.model.doubt import Doubt, Unasked
from guard.prose.compiled import keep
from guard.questions import ASKS, asides, elsewhere, examine, look_through, summed_up, told_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.doubt import Examined, Paper
    from guard.questions import Beside, Told

LONG = 120  # units of a page that is worth a process
OTHER = frozenset(("addressed", "counts", "contradictions", "reversal"))  # as much work as all the others together


def examine_in_two(paper: Paper) -> Examined:
    """As `examine`, and the same."""
    if len(paper.prose.units) < LONG or not _may_fork():
        return examine(paper)
    look_through(paper)
    behind, ahead = os.pipe()
    child = os.fork()
    if not child:
        os.close(behind)
        _tell(paper, ahead)
    os.close(ahead)
    with open(behind, "rb") as answer:
        here = {ask.name: told_by(paper, ask) for ask in ASKS if ask.name not in OTHER}
        there, beside = _heard(answer.read())
    os.waitpid(child, 0)
    told = here | there
    every = {ask.name: told[ask.name] if ask.name in told else told_by(paper, ask) for ask in ASKS}
    return summed_up(paper, every, beside)


def _may_fork() -> bool:
    """With a second core, and with no other thread: of threads a copy has but the one."""
    threads = sys.modules.get("threading")
    return hasattr(os, "fork") and (os.cpu_count() or 1) > 1 and (threads is None or threads.active_count() == 1)


def _tell(paper: Paper, ahead: int) -> None:
    """In the other process: its rules, written down; then nothing of what this one would do at its end."""
    import marshal

    try:
        told = [(ask.name, [_plainly(one) for one in told_by(paper, ask)]) for ask in ASKS if ask.name in OTHER]
        with open(ahead, "wb") as answer:
            answer.write(marshal.dumps((told, [tuple(one) for one in elsewhere(paper)], asides(paper))))
        keep()
    finally:
        os._exit(0)


def _plainly(one: Doubt | Unasked) -> tuple[bool, tuple[object, ...]]:
    return isinstance(one, Doubt), tuple(one)


def _heard(answer: bytes) -> tuple[dict[str, Told], Beside | None]:
    """What came, and what goes unasked; nothing where it is not whole."""
    import marshal

    try:
        told, foreign, unsaid = marshal.loads(answer)
        rows = {name: tuple([Doubt(*said) if doubt else Unasked(*said) for doubt, said in ones]) for name, ones in told}
        return rows, ([Unasked(*said) for said in foreign], unsaid)
    except (EOFError, ValueError, TypeError):
        return {}, None
