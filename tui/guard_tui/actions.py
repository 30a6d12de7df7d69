"""Every action of the desk: its name, its keys, what it is called, and the command that does the same.

The bindings, the palette and the page of keys are made of this table; a test holds it against the commands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType


class Action(NamedTuple):
    """One of them. `where` is the screen it is on: "" for all."""

    id: str
    keys: str
    title: str
    command: str
    where: str = ""
    footer: bool = True


ACTIONS: tuple[Action, ...] = (
    Action("back", "escape", "Back", "", ""),
    Action("refresh", "r,f5", "Look again", "guard questions --waiting", "", False),
    Action("sync", "f", "Fetch", "guard log sync", "", False),
    Action("log", "l", "Log", "guard log show", ""),
    Action("copy", "c", "Copy the command", "guard questions --waiting ID", "", False),
    Action("open", "enter", "Open", "guard questions --waiting ID", "queue"),
    Action("mine", "1", "Mine", "guard questions --waiting --mine", "queue", False),
    Action("teams", "2", "My teams", "guard questions --waiting --teams", "queue", False),
    Action("everyone", "3", "Everyone", "guard questions --waiting --everyone", "queue", False),
    Action("kind", "i", "Kind", "guard questions --waiting --kind KIND", "queue", False),
    Action("search", "slash", "Search", "guard questions --waiting --find WORDS", "queue"),
    Action("unlooked", "u", "Not looked at", "guard questions --waiting", "queue", False),
    Action("plan", "p", "Plan", "guard plan status PLAN", ""),
    Action("graph", "g", "Graph", "guard plan graph PLAN", "plan"),
    Action("show", "s", "Document", "guard plan show PLAN", "plan", False),
    Action("answer", "a", "Answer", 'guard plan answer PLAN NAME="..."', ""),
    Action("save", "w", "Write answers", 'guard plan answer PLAN NAME="..."', ""),
    Action("approve", "y", "Approve", "guard approve TARGET", ""),
    Action("help", "question_mark,f1", "Keys", "guard triage --help", ""),
    Action("accept", "o", "Accept", "guard approve TARGET --accept NAME", ""),
    Action("attest", "t", "Attest", "guard attest FACT --plan PLAN --phase PHASE", ""),
    Action("diff", "d", "Diff", "guard questions --waiting ID --diff", "question"),
    Action("edit", "e", "Edit", "", "question"),
    Action("explain", "x", "The rule", "guard explain RULE", "question", False),
    Action("verify", "v", "Verify", "guard log verify", "log"),
    Action("replay", "enter", "Why allowed", "guard log replay COMMIT", "log"),
    Action("revoke", "z", "Revoke", "guard revoke ID", "log"),
    Action("write", "w", "Write", 'guard plan answer PLAN NAME="..."', "write"),
    Action("quit", "q,ctrl+q", "Quit", "", "", False),
)
"""What a person does at a desk is at most these; each has a command, but for moving about, quitting and an editor."""


NAMES = {"question_mark": "?", "slash": "/", "escape": "Escape", "enter": "Enter"}


def named(one: Action) -> str:
    """What it is called where it is given another key."""
    return f"{one.where or 'desk'}.{one.id}"


KEYS = {named(one): one.keys for one in ACTIONS}


def shown(keys: str) -> str:
    """As they stand on a keyboard."""
    return " ".join([NAMES.get(key, key) for key in keys.split(",")])


def bindings(where: str, extra: Iterable[BindingType] = ()) -> list[BindingType]:
    """Those of one screen, as Textual wants them."""
    from textual.binding import Binding

    own = [one for one in ACTIONS if one.where == where]
    made = [Binding(one.keys, one.id, one.title, show=one.footer, id=named(one)) for one in own]
    return [*made, *extra]
