"""Whether the phase that is taken up is still open: asked of the branch and the log once, and kept as a hint.

The whole replay takes longer than an edit can wait for, so it is asked again only where the trusted branch or the log
has moved, or an hour is over: approvals expire, and times run. Where it cannot be told, the merge door tells it.
"""

from __future__ import annotations

import os
from time import time

from guard import __version__
from guard.doors import cache
from guard.errors import GuardError
from guard_hooks.agents.call import Decision
from guard_hooks.agents.place import Files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.trust import Trusted
    from guard_hooks.agents.place import Ground

NAME = f"agents-open-{cache.FORM}.json"
LARGEST = 1 << 20
LOGS = (b"refs/heads/guard-log", b"refs/remotes/origin/guard-log")
HOUR = 60 * 60
MOST = 4  # things waited for that are told

UNTOLD = ""  # in the place of a phase: why the log tells of none of them
OF_LOG = "G50"  # rules of a log that lost entries, forked, was begun anew or cannot be read

Waits = list[list[str]]  # of each: what for, whose turn it is, the command


def closed(ground: Ground, trusted: Trusted, node: str) -> Decision | None:
    """The refusal of work in a phase that is not open; None where it is open, or no log is kept that tells."""
    kept = _kept(ground, trusted)
    waits = kept.get(node)
    if UNTOLD in kept:
        return _untold(node, *kept[UNTOLD][0])
    if not waits:
        return None
    from guard_hooks.agents.telling import Step, message

    what = [f"{node} is taken up, and {wait[0]}" for wait in waits]
    steps = [Step(who, run) for _, who, run in waits[:MOST]]
    now = f"guard next {node.partition('/')[0]} --format agent"
    steps.append(Step("you", f"what may be done now: {now}; what is taken up is let go of by guard next --drop"))
    why = "what lands in a phase that is not open does not count; asked of the trusted branch and the log"
    return Decision("deny", message("STOP, a phase that is not open", "G401", what, why, steps), "G401")


def _untold(node: str, rule: str, what: str, run: str) -> Decision:
    """A log that is not whole is never taken for one that says nothing: a person looks at it first."""
    from guard_hooks.agents.telling import Step, message

    why = f"so nobody can tell whether {node}, which is taken up, is open"
    steps = [Step("a person", run), Step("you", "end your turn, and show them this")]
    words = message("STOP, the log cannot be read", rule, [what], why, steps)
    return Decision("ask", words, rule, alone=words)


def whose(ground: Ground, trusted: Trusted, run: str) -> str:
    """Whose turn it is to run this, where it is waited for."""
    waits = [wait for waits in _kept(ground, trusted).values() for wait in waits if len(wait) == 3]
    return next((who for _, who, told in waits if told == run and who != "you"), "")


def shut(ground: Ground, trusted: Trusted) -> frozenset[str]:
    """The phases that are surely not open."""
    return frozenset(_kept(ground, trusted))


def _kept(ground: Ground, trusted: Trusted) -> dict[str, Waits]:
    stamp = [__version__, trusted.oid.decode(), *_logs(ground)]
    kept = cache.load_file(ground.common_dir, NAME, LARGEST) if cache.allowed() else None
    found = _whole(kept, stamp)
    if found is None:
        found = _asked(ground, trusted)
        if cache.allowed() and UNTOLD not in found:  # a log that is mended is asked at once
            import json

            said = {"stamp": stamp, "at": int(time()), "closed": found}
            cache.store_file(ground.common_dir, NAME, json.dumps(said))
    return found


def _whole(kept: object, stamp: list[str]) -> dict[str, Waits] | None:
    """What was kept of this very state, and lately; whatever else stands there counts as absent."""
    if not isinstance(kept, dict) or kept.get("stamp") != stamp or not isinstance(kept.get("at"), int):
        return None
    closed = kept.get("closed")
    if not (0 <= time() - kept["at"] < HOUR and isinstance(closed, dict) and UNTOLD not in closed):
        return None
    fits = [
        isinstance(wait, list) and len(wait) == 3 and all([isinstance(word, str) for word in wait])
        for waits in closed.values()
        for wait in (waits if isinstance(waits, list) else [None])
    ]
    return closed if all(fits) else None


def _logs(ground: Ground) -> list[str]:
    files = Files(ground)
    return [(files.at(name) or b"").decode() for name in LOGS]


def _asked(ground: Ground, trusted: Trusted) -> dict[str, Waits]:
    """Phase by its whole name -> what keeps it shut; a phase that is open is not there."""
    from types import SimpleNamespace

    from guard.standing import looking

    asked = SimpleNamespace(now=None, git=ground.git, trust=None, trusted=None)
    here = os.getcwd()
    try:
        os.chdir(ground.top)  # the repository is looked for from here
        with looking(asked, "guard next", hint=True) as standing:  # type: ignore[arg-type]  # options as `guard next`
            states = standing.replay.states
    except GuardError as error:
        if error.rule.startswith(OF_LOG):
            return {UNTOLD: [[error.rule, error.what, error.mend]]}
        return {}  # no history here: the merge door says so
    finally:
        os.chdir(here)
    del trusted
    found: dict[str, Waits] = {}
    for node, state in states.items():
        waits = [[f"it waits for {one.words}; {one.why}", ", ".join(one.who) or "you", one.run] for one in state.waits]
        if state.over:
            waits = [[f"it is over: {state.over} has landed since", "you", "guard next"]]
        if waits:
            found[node] = waits
    return found
