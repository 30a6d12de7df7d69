"""Where `git push` leads to, by what git knows of its remotes: into this repository it moves a branch here.

It may be given in a copy of this repository, made before or by the same text, with or without a work tree.
"""

from __future__ import annotations

import os

from guard_hooks.agents.paths import physical
from guard_hooks.agents.place import around

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.call import Call
    from guard_hooks.agents.place import Ground
    from guard_hooks.agents.proposed import Proposed
    from guard_hooks.agents.shell.git.heads import Move

ENDS = ("", "/.git", ".git", ".git/.git")  # what git tries behind a path
PUSHES = b" (push)"
BARE = ("HEAD", "objects", "refs")
USUAL = r"^(branch\..*\.(remote|pushremote)|remote\.pushdefault)$"  # settings that name where a push goes to
THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]", "0.0.0.0")


def inward(repository: Proposed, ground: Ground, call: Call, move: Move) -> bool | None:
    """Whether a push leads into this repository; None where nobody can tell, or it leads into another one here."""
    found: list[bool | None] = []
    for folder in move.folders:
        place = physical(call.folder, folder or ".") if folder is not None else ground.top
        if not os.path.isdir(place):
            return None  # a repository may be made there before
        at, git_dir = _repository(place)
        own = around(at) if at else None
        if own is not None and own.common_dir == ground.common_dir:
            sides = _sides(repository, own.git_dir, (own.top, place), move.to or "")
            found += [_side(ground, *side) for side in sides]
        elif git_dir:
            sides = _sides(repository, git_dir, (at or git_dir, place), move.to or "")
            # what it does in any other repository is asked there, where that is held to something
            found += [_side(ground, *side) or False for side in sides]
    return True if True in found else None if None in found else False


def _repository(place: str) -> tuple[str, str]:
    """The work tree that git would find around a folder, or "", and its git directory, which may be bare."""
    at = place
    while True:
        there = around(at) if os.path.lexists(os.path.join(at, ".git")) else None
        if there is not None:
            return there.top, there.git_dir
        if all([os.path.exists(os.path.join(at, one)) for one in BARE]):
            return "", at
        if at == os.path.dirname(at):
            return "", ""
        at = os.path.dirname(at)


def _sides(repository: Proposed, git_dir: str, folders: tuple[str, str], remote: str) -> list[tuple[str, str]]:
    """Each other side as git would look for it: from which folder, and by which address."""
    top, place = folders
    if is_address(remote):
        return [(top, remote)]
    from guard.doors.git.run import Runner

    runner = Runner(repository.real.runner.git)
    try:
        where = ("-C", top, f"--git-dir={git_dir}")
        told = runner.start((*where, "remote", "-v")).answer((0, 1, 128))
        usual = b"" if remote else runner.start((*where, "config", "-z", "--get-regexp", USUAL)).answer((0, 1, 128))
    finally:
        runner.close()
    rows = [line[: -len(PUSHES)].partition(b"\t") for line in told.split(b"\n") if line.endswith(PUSHES)]
    names = {remote.encode()} if remote else {b"origin", *[row.partition(b"\n")[2] for row in usual.split(b"\0")]}
    if not remote and len({name for name, _, _ in rows}) == 1:
        names = {name for name, _, _ in rows}
    named = [(top, os.fsdecode(url)) for name, _, url in rows if name in names]
    return named or ([(top, remote), (place, remote)] if remote else [])


def is_address(said: str) -> bool:
    """Whether it is no path: one with a scheme, or with a host in front of a colon."""
    return ("://" in said or ":" in said.partition("/")[0]) and not said.lower().startswith("file:")


def _side(ground: Ground, folder: str, said: str) -> bool | None:
    """Whether one address is this repository; None of another one that has a work tree here, or a host that is here."""
    if not said:
        return False
    if is_address(said):
        host = said.partition("://")[2] or said
        return None if host.rpartition("@")[2].lower().startswith(THIS_MACHINE) else False
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
