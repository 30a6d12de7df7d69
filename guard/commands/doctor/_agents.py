"""Harnesses of agents that are used here: whether each asks guard before its agent acts, and whether it finds guard."""

from __future__ import annotations

import os
import sys

from guard.doors.files import content
from guard.escape import shown
from guard.model.harness import ALLOW, HARNESSES, calls, plugin_state, state
from guard.model.tiers import Line
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from guard.model.harness import Harness, Kind, State

LARGEST = 1 << 20
LOOK = "look into it; what belongs there: guard install --agent {} --dry-run"


class Seen(NamedTuple):
    """One file of settings of a harness."""

    file: str
    state: State | None  # None: it cannot be told
    data: Any = None  # the text of a plugin, or what the settings say


def lines(top: str) -> Iterator[Line]:
    """One for each harness, and one of the guard that they find."""
    shared = False
    for name, harness in HARNESSES.items():
        sign = next((one for one in (*harness.signs, harness.file, harness.local) if one and _stands(top, one)), "")
        if not sign:
            continue
        seen = [_seen(top, name, "shared")]
        seen += [_seen(top, name, "absolute")] if harness.local else []
        shared = shared or seen[0].state == "whole"
        yield _line(name, harness, sign, seen)
    if shared:
        yield _on_path()


def _line(name: str, harness: Harness, sign: str, seen: list[Seen]) -> Line:
    title, install = harness.title, f"guard install --agent {name}"
    for one in seen:
        if one.state is None:
            what = f"{title}: {one.file} cannot be read, so nobody can tell whether it asks guard"
            return Line("agents", "unknown", what, LOOK.format(name))
        if any([_at(one.data, place) is value for place, value in harness.off]):
            mend = f"a person turns them on again in {one.file}"
            return Line("agents", "attention", f"{title}: {one.file} turns all hooks off", mend)
    for one in seen:
        if one.state == "parts":
            what = f"{title}: what {one.file} has of guard is not as guard install writes it"
            where = " --absolute" if one.file == harness.local else ""
            return Line("agents", "attention", what, f"write it anew: {install}{where}")
    whole = [one for one in seen if one.state == "whole"]
    if whole:
        return _asks(name, harness, whole)
    if any([one.state == "other" for one in seen]):
        what = f"{title} asks another guard before its agent acts ({harness.file})"
        return Line("agents", "attention", what, f"let it ask this one: {install}")
    what = f"{title} is used here ({sign}), and does not ask guard before its agent acts"
    return Line("agents", "missing", what, install)


def _asks(name: str, harness: Harness, whole: list[Seen]) -> Line:
    commands = [command for one in whole for _, command, _ in calls(one.data, name)]
    gone = next((word for command in commands for word in _gone(command, name)), "")
    if gone:
        what = f"{harness.title}: {whole[-1].file} starts a guard that is no longer there: {shown(gone)}"
        return Line("agents", "attention", what, f"write it anew: guard install --agent {name} --absolute")
    told = [f"{harness.title} asks guard before its agent acts ({', '.join([one.file for one in whole])})"]
    allow = [one.data for one in whole if isinstance(one.data, str) and ALLOW in one.data]
    if allow or any(["--on-error allow" in command.replace("=", " ") for command in commands]):
        told.append("where guard cannot judge, it is told to let the call pass")
    if harness.opens:
        told.append("where guard cannot be started, it lets the call pass")
    if harness.unverified:
        told.append("part of what guard knows of its wire format is verified by no source")
    return Line("agents", "ok", "; ".join([*told, *([harness.note] if harness.note else [])]))


def _gone(command: str, name: str) -> Iterator[str]:
    """What a call by absolute paths starts, and is not there."""
    from shlex import split

    words = split(command)
    if len(words) > 4 and words[1:3] == ["-I", "-S"]:
        yield from [word for word in (words[0], words[3]) if not os.path.exists(word)]


def _seen(top: str, name: str, how: Kind) -> Seen:
    harness = HARNESSES[name]
    file = harness.local if how == "absolute" else harness.file
    try:
        text = content(os.path.join(top, file), LARGEST + 1)
        if len(text) > LARGEST:
            return Seen(file, None)
        if not harness.entries:
            return Seen(file, plugin_state(text.decode()), text.decode())
        from json import loads

        data = loads(text.decode())
        if not isinstance(data, dict):
            return Seen(file, None)
        kinds: tuple[Kind, ...] = ("absolute", "shared") if how == "absolute" else ("shared",)
        found = [state(data, name, kind) for kind in kinds]
        return Seen(file, "whole" if "whole" in found else found[0], data)
    except FileNotFoundError:
        return Seen(file, "none")
    except (OSError, ValueError, RecursionError):
        return Seen(file, None)


def _stands(top: str, name: str) -> bool:
    path = os.path.join(top, name)
    return os.path.isdir(path) if name.endswith("/") else os.path.lexists(path)


def _at(data: Any, place: tuple[str, ...]) -> object:
    for key in place:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _on_path() -> Line:
    """Settings of a team call guard by its name: whether that is this one. Nothing is run to find out."""
    from shutil import which
    from sysconfig import get_path

    scripts = get_path("scripts")
    found = which("guard")
    if found is None:
        what = "settings here call guard by its name, and there is none on the PATH"
        return Line("agents", "missing", what, f"put its folder there: {shown(os.fsencode(scripts))}")
    told = shown(os.fsencode(found))
    if os.path.realpath(found) == os.path.realpath(os.path.join(scripts, "guard")) or _starts_this(found):
        return Line("agents", "ok", f"guard on the PATH is this one ({told})")
    what = f"settings here call guard by its name, and on the PATH that is another program than this one ({told})"
    return Line("agents", "attention", what, f"let this one stand before it: {shown(os.fsencode(scripts))}")


def _starts_this(path: str) -> bool:
    """A script that starts guard with the Python that runs here."""
    try:
        text = content(path, 4096)
    except OSError:
        return False
    return os.fsencode(sys.executable) in text and b"guard.__main__" in text
