"""Guard once at each hook: where other software starts it, guard's own hook is taken out, or never written."""

from __future__ import annotations

import os

from guard.doors.runners import own, started
from guard.model.runner import BESIDE, TITLES
from guard.model.shim import NAMES
from guard_hooks import shims


def left(top: str, folder: str) -> dict[str, str]:
    """The hooks at which other software starts guard, and which; but for those where guard's own is told of more."""
    found = started(top, folder)
    return {hook: runner for hook, runner in found.items() if hook not in BESIDE.get(runner, ())}


def leave(top: str, folder: str) -> str:
    """Take guard's own out wherever other software starts it; in words, who does, and what was taken out."""
    found = left(top, folder)
    by = {runner: [hook for hook in found if found[hook] == runner] for runner in found.values()}
    rows = [f"guard: {TITLES.get(runner, runner)} starts it at {', '.join(by[runner])}\n" for runner in by]
    return "".join([*rows, *_out(folder, [hook for hook in own(folder) if hook in found])])


def make_room(folder: str, hooks: tuple[str, ...], runner: str, then: str) -> str:
    """Take guard's own out at these hooks, which that software will run once it is set up."""
    gone = [hook for hook in own(folder) if hook in hooks and hook not in BESIDE.get(runner, ())]
    if not gone:
        return ""
    until = f"guard: it is not asked at {', '.join(gone)} until you have run: {then}\n" if then else ""
    return "".join([*_out(folder, gone), until])


def twice(folder: str, hooks: tuple[str, ...], via: str) -> str:
    """What stands here of guard's own already, for whoever puts settings there by hand."""
    if not any([hook in hooks and hook not in BESIDE.get(via, ()) for hook in own(folder)]):
        return ""
    return "guard: its own hooks stand here too, and are asked as well: once the lines run, guard install ends that\n"


def missing(top: str, folder: str) -> list[str]:
    """The hooks that guard's own are written for."""
    found = left(top, folder)
    return [hook for hook in NAMES if hook not in found]


def _out(folder: str, hooks: list[str]) -> list[str]:
    return [shims.take_out(os.path.join(folder, hook)) for hook in hooks]
