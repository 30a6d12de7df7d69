"""Reads who runs the hooks of a repository: where other software starts guard, and where guard's own stand."""

from __future__ import annotations

import os

from guard.model.runner import HUSKY, SETTINGS, starts, wrote
from guard.model.shim import ABOUT, KEPT, MARK

LEGACY = ".legacy"  # where the pre-commit framework and prek put a hook they find, and run it first
LARGEST = 1 << 16


def text_of(path: str) -> str:
    """A hook, or settings; "" for what is not there or cannot be read."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.read(LARGEST)
    except OSError:
        return ""


def is_husky(folder: str) -> bool:
    """husky wrote this folder, and every hook in it that is nobody else's."""
    return os.path.basename(folder) == "_" and os.path.isfile(os.path.join(folder, "h"))


def runner_at(folder: str, hook: str) -> str:
    """Who runs what is set up at this hook, also where guard's own stands before it; "" for nobody that is known."""
    for path in (os.path.join(folder, hook), os.path.join(folder, hook + KEPT)):
        text = text_of(path) if os.access(path, os.X_OK) else ""
        if text and MARK not in text:
            return wrote(text) or (HUSKY if is_husky(folder) else "")
    return ""


def started(top: str, folder: str) -> dict[str, str]:
    """The hooks at which other software starts guard, and which: it stands there, and its settings say so."""
    found = {}
    for hook in ABOUT:
        runner = runner_at(folder, hook)
        files = [os.path.join(top, name.format(hook)) for name in SETTINGS.get(runner, ())]
        if starts(runner, hook, "\n".join([text_of(path) for path in files])):
            found[hook] = runner
    return found


def own(folder: str) -> list[str]:
    """The hooks at which guard's own file stands where git, or what runs first there, runs it."""
    paths = {hook: [os.path.join(folder, hook + end) for end in ("", LEGACY)] for hook in ABOUT}
    return [hook for hook, both in paths.items() if any([MARK in text_of(path) for path in both])]
