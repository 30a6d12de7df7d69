"""A call where no work tree is: in a bare repository that guard watches, or in one that was taken to pieces.

A bare one has no work tree that an edit could be held to, and one without its pieces looks like none.
"""

from __future__ import annotations

import os

from guard.errors import GuardError
from guard.escape import shown
from guard.trust import INSTALLED
from guard_hooks.agents.call import Decision
from guard_hooks.agents.elsewhere import named
from guard_hooks.agents.failing import refused
from guard_hooks.agents.paths import physical
from guard_hooks.agents.place import around, spoilt
from guard_hooks.agents.telling import Step, message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard_hooks.agents.call import Call, Edit
    from guard_hooks.agents.door import OnError
    from guard_hooks.agents.shell import Written

BARE = ("HEAD", "objects", "refs")
WATCHED = "nothing in a bare repository is work of a phase: what stands there is pushed, and judged as it is"


def beyond(call: Call, edits: tuple[Edit, ...], written: Written | None, on_error: OnError) -> Decision | None:
    """Why it is not simply let through; None where nothing here is held to anything."""
    return _spoilt(call, on_error) or _watched(call, edits, written)


def _spoilt(call: Call, on_error: OnError) -> Decision | None:
    """Where a repository was taken to pieces a person looks first."""
    top = spoilt(call.folder)
    if not top or around(call.folder) is not None:
        return None
    what, mend = "what stands here is no git repository any more", "put .git back as it was"
    error = GuardError("G801", what, shown(os.fsencode(os.path.join(top, ".git"))), mend)
    words = refused(error)
    return Decision("deny" if on_error == "deny" else "ask", words, error.rule, alone=words)


def _watched(call: Call, edits: tuple[Edit, ...], written: Written | None) -> Decision | None:
    """Writing in a bare repository that guard was installed in; a command there that is not read is a question."""
    own = [_bare(os.path.dirname(physical(call.folder, one.path))) for one in edits]
    found = next(filter(None, own), "")
    steps = [Step("you", "end your turn and say what you wanted to do")]
    if found:
        what = [f"{shown(one.path)} lies in a repository that guard watches, {shown(found)}" for one in edits]
        return Decision("deny", message("STOP, not a file of this work", "G114", what, WATCHED, steps), "G114")
    inside = _first([call.folder, *(named(call, written) if written is not None else ())])
    unsure = call.event == "other" or call.unread or (written is not None and (written.unread or written.git))
    if not inside or not unsure:
        return None
    what = [f"{shown(call.tool)} in a repository that guard watches, {shown(inside)}: nobody can tell what it writes"]
    words = message("a person must settle this", "G114", what, WATCHED, steps)
    return Decision("ask", words, "G114", alone=words)


def _first(folders: Iterable[str]) -> str:
    return next(filter(None, map(_bare, folders)), "")


def _bare(folder: str) -> str:
    """The bare repository around a folder that guard was installed in; "" where there is none."""
    at = os.path.realpath(folder) if folder else ""
    while at and at != os.path.dirname(at):
        if os.path.lexists(os.path.join(at, INSTALLED)) and all(
            [os.path.exists(os.path.join(at, one)) for one in BARE]
        ):
            return at
        at = os.path.dirname(at)
    return ""
