"""Lazy fetching: whether git can be kept from it is tried, not assumed.

In a partial clone git may run a transport program to read an object.
"""

from __future__ import annotations

import os

from guard.doors.git.child import ANY_CODE
from guard.errors import GuardError
from guard.escape import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.place import Place
    from guard.doors.git.run import Runner

CONFIG = """\
[core]
\trepositoryformatversion = 1
\tbare = true
[extensions]
\tpartialClone = origin
[remote "origin"]
\turl = ext::sh -c "echo >{mark}"
\tpromisor = true
"""
SIGNS = (b"promisor", b"partialclone", b"[include")


def refuse_lazy_fetching(runner: Runner, place: Place) -> None:
    """In a repository that may fetch lazily, make sure that this git can be told not to."""
    if _may_fetch(place) and not _stays_home(runner):
        mend = "use git 2.39.4 or newer, or a clone without a filter"
        raise GuardError(
            "G808",
            "this is a partial clone, and this git fetches missing objects whatever it is told",
            shown(os.fsencode(runner.git)),
            mend,
        )


def _may_fetch(place: Place) -> bool:
    """Packs from a promisor, or a configuration that names one (or could, by including another)."""
    try:
        if any(name.endswith(".promisor") for name in os.listdir(os.path.join(place.common_dir, "objects", "pack"))):
            return True
    except FileNotFoundError:
        pass
    texts = [
        _read(os.path.join(folder, name))
        for folder, name in ((place.common_dir, "config"), (place.git_dir, "config.worktree"))
    ]
    return any(sign in text for text in texts for sign in SIGNS)


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read().lower()
    except FileNotFoundError:
        return b""


def _stays_home(runner: Runner) -> bool:
    """Ask for a missing object in a throwaway partial clone whose remote leaves a mark when it is called."""
    folder, mark = os.path.join(runner.private, "probe"), os.path.join(runner.private, "fetched")
    for name in ("objects", "refs"):
        os.makedirs(os.path.join(folder, name), exist_ok=True)
    for name, text in (("HEAD", "ref: refs/heads/main\n"), ("config", CONFIG.format(mark=mark))):
        with open(os.path.join(folder, name), "w", encoding="ascii") as file:
            file.write(text)
    child = runner.probe(folder, ("cat-file", "-e", "1" * 40))
    child.finish(ANY_CODE)
    return not os.path.exists(mark)
