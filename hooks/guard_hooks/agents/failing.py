"""Where guard cannot establish something: which calls that stops, and who mends it.

What counts here, and what guard is started with, is no agent's to choose: none of it is ever a step of the agent.
"""

from __future__ import annotations

import os

from guard.escape import seen
from guard.trust import INSTALLED
from guard_hooks.agents.call import Decision
from guard_hooks.agents.telling import Step, message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.errors import GuardError
    from guard_hooks.agents.call import Call
    from guard_hooks.agents.door import OnError
    from guard_hooks.agents.place import Ground
    from guard_hooks.agents.shell import Written

YOURS = "end your turn, and show this to whoever you work for: it is nothing you can mend"
# By rule, where what the commands say of it would let the agent choose.
MENDS = {"G812": "guard install --trusted REF    (the branch that everybody's work lands on)"}
KEPT = ("refs", "logs", "packed-refs", "reftable")  # where a repository keeps what it was ever at


def refused(error: GuardError) -> str:
    """What guard could not establish, to an agent."""
    steps = [Step("you", YOURS), Step("a person", MENDS.get(error.rule, error.mend))]
    return message("cannot tell, nothing was judged", error.rule, [error.what], error.where, steps)


def failed(
    ground: Ground, error: GuardError, call: Call, written: Written | None, on_error: OnError
) -> Decision | None:
    """The decision where nothing can be judged; None where nothing can be held to anything."""
    if error.rule == "G812" and not _begun(ground):
        return None
    if call.event == "start":  # a person's prompt goes on; what follows from it is asked call by call
        return Decision("allow", "", error.rule, _standing(error))
    if call.event == "shell" and written is not None and not call.unread and _idle(written):
        return Decision("allow")
    words = refused(error)
    return Decision("deny" if on_error == "deny" else "ask", words, error.rule, alone=words)


def _standing(error: GuardError) -> str:
    mend = MENDS.get(error.rule, error.mend)
    said = f"it cannot tell what counts here ({seen(error.what)})  [{error.rule}]"
    return f"guard: {said}; what may write is stopped until a person mends it: {seen(mend)}"


def _idle(written: Written) -> bool:
    """It surely only reads: no document could have it stopped."""
    return not any([written.paths, written.git, written.unread, written.runs, written.uses])


def _begun(ground: Ground) -> bool:
    """Somebody has set guard up here, or may have: only where there is no trace of it does nothing stop nobody.

    In a repository that never had a commit no policy can count, whatever lies in its folder.
    """
    if os.path.lexists(os.path.join(ground.common_dir, INSTALLED)):
        return True
    return os.path.lexists(os.path.join(ground.top, ".guard")) and any([_holds(ground, name) for name in KEPT])


def _holds(ground: Ground, name: str) -> bool:
    """There is a file there, or in a folder of it."""
    path = os.path.join(ground.common_dir, name)
    if not os.path.isdir(path):
        return os.path.lexists(path)
    return any(files for _, _, files in os.walk(path))
