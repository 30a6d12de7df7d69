"""Hooks in git's own settings: which of guard's git starts at which event, and which stand there and are not started.

As git 2.54 and later read them: of a command and of `enabled` the last one counts, events add up, and an empty one
takes those before it back; `hook.EVENT.enabled` turns off all hooks in settings for that event.
"""

from __future__ import annotations

from guard.model.shim import NAMES
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

OURS = "guard-"
NO = ("false", "no", "off", "0", "")  # whatever else git cannot read as yes or no stops it with an error


class Configured(NamedTuple):
    """Of guard's hooks, by the events they are for."""

    started: dict[str, tuple[str, ...]]  # event -> the words that start it
    idle: tuple[str, ...]  # that stand there, and git starts nothing, or something else


def configured(rows: Iterable[tuple[str, str]]) -> Configured:
    """By what settings say of hooks, in the order in which git reads them."""
    commands: dict[str, str] = {}
    events: dict[str, list[str]] = {}
    off: dict[str, bool] = {}
    for name, value in rows:
        of, _, key = name.removeprefix("hook.").rpartition(".")
        if key == "command":
            commands[of] = value
        elif key == "event":
            events[of] = [*events.get(of, ()), value] if value else []
        elif key == "enabled":
            off[of] = value.lower() in NO
    ours = {of.removeprefix(OURS) for of in (*commands, *events, *off) if of.startswith(OURS)}
    started = {}
    for event in NAMES:
        words = _words(event, commands.get(OURS + event, ""))
        if words and event in events.get(OURS + event, ()) and not (off.get(OURS + event) or off.get(event)):
            started[event] = words
    return Configured(started, tuple([event for event in NAMES if event in ours and event not in started]))


def _words(event: str, command: str) -> tuple[str, ...]:
    """The words of a command as guard install writes it; () for any other."""
    from shlex import join, split

    try:
        words = split(command)
    except ValueError:
        return ()
    if join(words) != command or words[1:3] != ["-I", "-S"] or words[-4:-1] != ["--", event, "--git"]:
        return ()  # a shell runs it, and would read more into it than these words
    return tuple(words)
