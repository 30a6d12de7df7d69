"""The hooks of this repository: whether guard stands in them, as `guard install` wrote it."""

from __future__ import annotations

import os

from guard.doors.git.setup import hooks_folder, open_for_setup
from guard.escape import shown
from guard.model.shim import MARK, NAMES, read
from guard.model.tiers import Line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.doors.git.repository import Repository

LEGACY = ".legacy"  # where the pre-commit framework puts a hook it finds, and runs it first
LARGEST = 1 << 16
INSTALL = "put them there anew: guard install"
FRAMEWORK = ".pre-commit-config.yaml"


def lines(repository: Repository, git: str) -> Iterator[Line]:
    """Of each hook what stands there; the framework of that name may run guard as well."""
    top = repository.place.top
    folder = hooks_folder(open_for_setup(top, git))
    if _by_framework(top):
        yield Line("hooks", "ok", f"{FRAMEWORK} names guard: the pre-commit framework runs it, where it is installed")
        return
    found = [_hook(folder, name) for name in NAMES]
    bad = [line for line in found if line.state != "ok"]
    told = shown(os.fsencode(folder))
    if all([line.state == "missing" for line in found]):
        yield Line("hooks", "missing", f"no hook of guard in {told}: commits are made unjudged", "guard install")
        return
    if bad:
        yield from bad
        return
    yield Line("hooks", "ok", f"{', '.join(NAMES)} in {told}, as guard install writes them; they advise")


def _hook(folder: str, name: str) -> Line:
    for path in (os.path.join(folder, name), os.path.join(folder, name + LEGACY)):
        text = _content(path)
        told = shown(os.fsencode(path))
        if MARK in text:
            shim = read(name, text)
            if shim is None or not os.access(path, os.X_OK):
                return Line("hooks", "attention", f"{told} is not as guard install writes it", INSTALL)
            if not os.access(shim.python, os.X_OK) or not os.access(shim.entry, os.R_OK):
                return Line("hooks", "attention", f"{told} starts a guard that is no longer there", INSTALL)
            return Line("hooks", "ok", told)
    stands = "another hook stands there" if os.path.lexists(os.path.join(folder, name)) else "there is none"
    return Line("hooks", "missing", f"no hook of guard for {name}: {stands}", "guard install")


def _by_framework(top: str) -> bool:
    return "id: guard-check" in _content(os.path.join(top, FRAMEWORK))


def _content(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.read(LARGEST)
    except OSError:
        return ""
