"""Where `git push` leads to, by what git knows of its remotes: into this repository it moves a branch here."""

from __future__ import annotations

import os

from guard_hooks.agents.paths import physical
from guard_hooks.agents.place import around

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard_hooks.agents.call import Call
    from guard_hooks.agents.place import Ground
    from guard_hooks.agents.proposed import Proposed
    from guard_hooks.agents.shell.git.heads import Move

ENDS = ("", "/.git", ".git", ".git/.git")  # what git tries behind a path
PUSHES = b" (push)"


def inward(repository: Proposed, grounds: Iterable[Ground], call: Call, move: Move) -> bool | None:
    """Whether a push leads into this repository; None where it leads into another one that has a work tree here."""
    found: list[bool | None] = []
    for ground in grounds:
        for folder, said in _sides(repository, ground, call, move):
            found.append(_side(ground, folder, said))
    return True if True in found else None if None in found else False


def _sides(repository: Proposed, ground: Ground, call: Call, move: Move) -> list[tuple[str, str]]:
    """Each other side as git would look for it: from which folder, and by which address."""
    remote = move.to or ""
    if _is_address(remote):
        return [(ground.top, remote)]
    told = repository.real.runner.start(("-C", ground.top, "remote", "-v")).answer((0, 1, 128))
    rows = [line[: -len(PUSHES)].partition(b"\t") for line in told.split(b"\n") if line.endswith(PUSHES)]
    named = [(ground.top, os.fsdecode(url)) for name, _, url in rows if not remote or os.fsdecode(name) == remote]
    return named or [(physical(call.folder, folder or "."), remote) for folder in move.folders if folder is not None]


def _is_address(said: str) -> bool:
    """Whether it is no path: one with a scheme, or with a host in front of a colon."""
    return ("://" in said or ":" in said.partition("/")[0]) and not said.lower().startswith("file:")


def _side(ground: Ground, folder: str, said: str) -> bool | None:
    """As `inward` says it, of one address."""
    if not said or _is_address(said):
        return False
    path = os.path.join(folder, said.partition("://")[2] if said.lower().startswith("file:") else said)
    for place in [os.path.realpath(path + end) for end in ENDS]:
        if place in (ground.common_dir, ground.git_dir):
            return True
        there = around(place) if os.path.lexists(os.path.join(place, ".git")) else None
        if there is not None:
            return True if there.common_dir == ground.common_dir else None
        if os.path.basename(place) == ".git" and os.path.isfile(os.path.join(place, "HEAD")):
            return None
    return False
