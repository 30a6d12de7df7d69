"""Settings of a harness with guard's entries in them, and without: texts to texts, and nothing else in them changes."""

from __future__ import annotations

from guard.model.harness import HARNESSES, MARK, calls, entries, state
from guard_hooks.agents.settings.text import Unfit, drop, laid, put, put_key, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guard.model.harness import Kind, Place


def merged(name: str, before: str | None, command: str, how: Kind) -> str:
    """With guard's entries, as they are written now; the same text where they stand in it."""
    harness = HARNESSES[name]
    if not harness.entries:
        return _plugin(before, command)
    text = laid(dict(harness.begins)) if before is None else before
    data = read(text)
    found = state(data, name, how)
    moved = how == "absolute" and any([not one.startswith(command) for _, one, _ in calls(data, name)])
    if found == "whole" and not moved:
        return text
    if found in ("whole", "parts"):
        text = _taken_out(text, name)
        data = read(text)
    for key, value in harness.begins.items():
        if key not in data:
            text = put_key(text, key, value)
        elif data[key] != value:
            raise Unfit(f'its "{key}" is none that guard knows')
    for place, item in entries(name, command):
        text = put(text, place, item)
    return text


def without(name: str, text: str) -> str | None:
    """Without guard's entries; None where nothing is left that somebody else wrote."""
    harness = HARNESSES[name]
    if not harness.entries:
        return None if text.startswith(MARK) else text
    left = _taken_out(text, name)
    return None if left != text and read(left) in ({}, harness.begins) else left


def _taken_out(text: str, name: str) -> str:
    while True:
        data = read(text)
        own = [place for place, _, how in calls(data, name) if how in ("shared", "absolute")]
        if not own:
            return text
        text = drop(text, _highest(data, own[-1]))


def _highest(data: Any, call: Place) -> Place:
    """What goes with a call of guard: its entry, and whatever holds nothing else."""
    numbers = [at for at, key in enumerate(call) if isinstance(key, int)]
    place = call[: numbers[-1] + 1] if numbers else call
    while len(place) > 1 and (len(_at(data, place[:-1])) == 1 or isinstance(place[-2], int)):
        place = place[:-1]  # a group without hooks is none, whatever else it says
    return place


def _at(data: Any, place: Place) -> Any:
    for key in place:
        data = data[key]
    return data


def _plugin(before: str | None, command: str) -> str:
    from guard_hooks.agents.opencode import plugin

    words = command.split()
    if before in (plugin(words, "deny"), plugin(words, "allow")):
        return before
    if before is not None and not before.startswith(MARK):
        raise Unfit("a plugin stands there that guard did not write")
    return plugin(words, "deny")
