"""What an agent is about to do, and what is said to it: the same values for every harness."""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    # "edit": files are written; "shell": a command is run; "read": nothing changes; "start": a session or a prompt of
    # a person begins; "end": the agent says it is done; "other": a tool that nobody here knows
    Event = Literal["edit", "shell", "read", "start", "end", "other"]
    Kind = Literal["allow", "ask", "deny"]
    Payload = dict[str, Any]


class Edit(NamedTuple):
    """One file that would be written: where the harness says it is, and what it would hold."""

    path: str  # absolute, or from the folder of the call
    content: bytes | None = None  # all of it afterwards; None where the payload does not tell
    delete: bool = False


class Call(NamedTuple):
    """One thing an agent is about to do."""

    event: Event
    tool: str  # as the harness calls it
    folder: str  # absolute: where it is done
    edits: tuple[Edit, ...] = ()
    command: str = ""  # of a shell
    session: str = ""
    agent: str = ""  # of a subagent: its name or id
    unread: str = ""  # why the payload does not tell what would be done; such a call is never let through unsaid


class Decision(NamedTuple):
    """What guard says: to the harness in one word, to the agent in some lines that it can act on."""

    kind: Kind
    words: str = ""  # escaped already
    rule: str = ""  # the id of the finding it rests on
    context: str = ""  # told to the agent beside an "allow", where the harness has a place for it


class Answer(NamedTuple):
    """As the harness wants it: one JSON object or nothing, words for its log, and an exit code of its own."""

    out: str
    err: str = ""
    code: int = 0
