"""`mode: shadow`: nothing is stopped, all of it is noted in the record, and the agent hears of it once in a session.

What it would be told in earnest is an order, and an agent follows orders: here there are none.
"""

from __future__ import annotations

import os

from guard.escape import shown
from guard_hooks.agents import session
from guard_hooks.agents.call import Decision

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.call import Call, Edit
    from guard_hooks.agents.place import Ground

WOULD = {"deny": "refused this", "ask": "asked a person about this", "allow": "spoken of this"}


def shadowed(ground: Ground, call: Call, edits: tuple[Edit, ...], decision: Decision) -> Decision:
    """The same call let pass, with what would have become of it for the record."""
    once = not session.watched(ground.git_dir, call.session)
    told = _told(ground, call, edits, decision) if once else ""
    return Decision("allow", "", decision.rule, told, decision.kind)


def _told(ground: Ground, call: Call, edits: tuple[Edit, ...], decision: Decision) -> str:
    from guard.model.rule import RULES

    of = shown(_short(ground.top, edits[0].path) if edits else call.tool)
    why = f", {RULES[decision.rule].title}" if decision.rule in RULES else ""
    return (
        f"guard is in shadow mode: nothing is stopped here. It would have {WOULD[decision.kind]} ({of}{why}).\n"
        "Go on with your work. This is told once in a session; the rest is noted for the people who look after guard."
    )


def _short(top: str, path: str) -> str:
    """A path as people say it here."""
    return path.removeprefix(os.path.join(top, ""))
