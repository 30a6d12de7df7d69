"""Other keys for actions, as a person wants them: an object of actions and keys in a file of their own."""

from __future__ import annotations

import json
import os

from guard.escape import shown
from guard_tui.actions import KEYS

LARGEST = 64 << 10
MOVES = {  # what is no action and can have another key
    "rows.up": "a row up",
    "rows.down": "a row down",
    "rows.pageup": "a page of rows up",
    "rows.pagedown": "a page of rows down",
    "rows.first": "the first row",
    "rows.last": "the last row",
    "diff.next": "the next file of a change",
    "diff.before": "the file before",
    "diff.sides": "both sides of a change beside each other",
    "plan.up": "the phase before",
    "plan.down": "the next phase",
}


def path() -> str:
    """Where it stands."""
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    return os.path.join(home, "guard", "desk.json")


def ids() -> tuple[str, ...]:
    """What can have another key."""
    return (*KEYS, *MOVES)


def keymap() -> tuple[dict[str, str], str]:
    """The keys, and what is wrong with that file, if anything is: then it has none."""
    try:
        with open(path(), encoding="utf-8") as file:
            told = json.loads(file.read(LARGEST))
    except FileNotFoundError:
        return {}, ""
    except (OSError, ValueError) as error:
        return {}, f"{_shown()} cannot be read: {shown(str(error))}"
    if not isinstance(told, dict) or not all([isinstance(key, str) and key for key in told.values()]):
        return {}, f"{_shown()} is no object of actions and keys"
    unknown = [name for name in told if name not in ids()]
    wrong = (
        f"{_shown()}: no action {', '.join(map(shown, unknown))}; guard triage, then ? lists them" if unknown else ""
    )
    return {name: key for name, key in told.items() if name not in unknown}, wrong


def _shown() -> str:
    return shown(os.fsencode(path()))
