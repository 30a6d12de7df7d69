"""The hooks of this repository: whether guard stands in them, as `guard install` wrote it."""

from __future__ import annotations

import os

from guard.doors.git.hooks import hook_settings, hooks_folder
from guard.doors.runners import LEGACY, own, started, text_of
from guard.escape import shown
from guard.model.configured import configured
from guard.model.runner import BESIDE, starts
from guard.model.shim import MARK, NAMES, read
from guard.model.tiers import Line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.doors.git.repository import Repository

INSTALL = "put them there anew: guard install"
FRAMEWORK = ".pre-commit-config.yaml"
NAMING = {  # how it is told that the settings of each name guard, and it runs them
    "pre-commit": f"{FRAMEWORK} names guard, and the pre-commit framework runs it",
    "prek": f"{FRAMEWORK} names guard, and prek runs it",
    "lefthook": "lefthook.yml names guard, and lefthook runs it",
    "husky": "the files in .husky name guard, and husky runs them",
}
DOORS = ("pre-commit", "pre-merge-commit", "pre-push")  # which can refuse; the others help, and tell
CONFIGURED = "guard stands in the settings of this clone"
ANEW = "write them anew: guard install --via config"


def lines(repository: Repository) -> Iterator[Line]:
    """Of each hook what stands there; others may run guard as well."""
    top = repository.place.top
    folder = hooks_folder(repository)
    by = by_others(repository)
    if by is not None:
        yield by
        yield from [line for line in [_hook(folder, name) for name in own(folder)] if line.state != "ok"]
        return
    names = [name for name in NAMES if name not in started(top, folder)]
    found = [_hook(folder, name) for name in names]
    bad = [line for line in found if line.state != "ok"]
    told = shown(os.fsencode(folder))
    if all([line.state == "missing" for line in found]):
        what, mend = f"no hook of guard in {told}: commits are made unjudged", "guard install"
        if starts("pre-commit", NAMES[0], text_of(os.path.join(top, FRAMEWORK))):
            what, mend = f"{FRAMEWORK} names guard, and no hook in {told} runs it", "pre-commit install"
        yield Line("hooks", "missing", what, mend)
        return
    if bad:
        yield from bad
        return
    yield Line("hooks", "ok", f"{', '.join(names)} in {told}, as guard install writes them; they advise")


def by_others(repository: Repository) -> Line | None:
    """What another runs of guard, by its settings and the hooks it put there; None where none does."""
    return _run_by(repository.place.top, hooks_folder(repository)) or _configured(repository)


def _hook(folder: str, name: str) -> Line:
    for path in (os.path.join(folder, name), os.path.join(folder, name + LEGACY)):
        text = text_of(path)
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


def _run_by(top: str, folder: str) -> Line | None:
    found, stands = started(top, folder), own(folder)
    runner = found.get(NAMES[0], "")
    if not runner:
        return None
    twice = [name for name in stands if name not in BESIDE.get(runner, ())]
    return _told(NAMING[runner], found, twice, [name for name in DOORS if name not in stands])


def _told(
    what: str, found: Iterable[str], twice: Iterable[str], able: Iterable[str], run: str = "guard install"
) -> Line:
    """Where guard is asked, and where it is not; asked twice, it tells everything twice."""
    both = [name for name in twice if name in found]
    if both:
        what = f"{what}; guard's own hooks stand there too, so it is asked twice at {', '.join(both)}"
        return Line("hooks", "attention", what, f"have it asked once: {run}")
    lacks = [name for name in able if name not in found]
    return Line("hooks", "ok", f"{what}; it is not asked at {', '.join(lacks)}" if lacks else what)


def _configured(repository: Repository) -> Line | None:
    """Hooks in git's own settings, which git starts from 2.54 on."""
    found = configured(hook_settings(repository))
    if not (found.started or found.idle):
        return None
    words = repository.runner.read(("version",)).split()
    version = [int(part) for part in words[2].split(b".")[:2] if part.isdigit()] if len(words) > 2 else []
    if version < [2, 54]:
        what = f"{CONFIGURED}, and git starts hooks out of them from 2.54 on"
        return Line("hooks", "attention", what, "take a newer git, or put guard into its folder: guard install")
    gone = [name for name, words in found.started.items() if not (_runs(words[0]) and os.access(words[3], os.R_OK))]
    if found.idle or gone:
        named = ", ".join([name for name in NAMES if name in (*found.idle, *gone)])
        what = f"{CONFIGURED}, and is not started at {named}: it is altered or turned off there, or is gone"
        mend = f"{ANEW}; who turns it off, git tells: git config --show-origin --get-regexp '^hook[.]'"
        return Line("hooks", "attention", what, mend)
    stands = own(hooks_folder(repository))
    able = [name for name in NAMES if name not in stands]
    return _told(CONFIGURED, found.started, stands, able, "guard install --via config")


def _runs(path: str) -> bool:
    return os.path.isabs(path) and os.access(path, os.X_OK)
