"""A place for what an agent keeps for itself for a while: plain files below the machine's folder for temporary ones.

What lies there is in no change set, so nobody judges it, and nothing takes it for more than that: what goes from there
into the work tree is judged as it comes, code that lies there is asked about before it runs, and whatever leads from
there to another place is no scratch place.
"""

from __future__ import annotations

import os
import sys
from stat import S_ISDIR, S_ISLNK, S_ISREG

import guard
from guard.model.names import obeyed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard_hooks.agents.call import Call, Edit
    from guard_hooks.agents.place import Ground

USUAL = ("/tmp", "/var/tmp")
OWN = (".git", ".guard")
# What makes a folder a repository of some kind, or one that guard goes by
HELD = ((".git",), (".guard",), ("HEAD", "objects", "refs"), ("HEAD", "commondir"), ("policy.yaml", "plans"))
RUNS = "it runs code, or goes by settings, that lie where nobody judges what is written"
NO_PLACE = (
    "it is no plain file for a while: a link, a second name, a repository, or what guard, git or the home goes by"
)
# Variables of this process that say where programs and settings lie
_STEERED_BY = """
    CARGO_HOME CONDA_PREFIX DYLD_LIBRARY_PATH GNUPGHOME GOPATH JAVA_HOME LD_LIBRARY_PATH NODE_PATH NVM_DIR PATH
    PNPM_HOME PYTHONPATH RUSTUP_HOME SSH_AUTH_SOCK VIRTUAL_ENV XDG_CONFIG_HOME XDG_DATA_HOME
"""
STEERED_BY = frozenset(_STEERED_BY.split())
HINTS = ("tmp", "temp", "cd -", "pushd", "popd", "oldpwd", "~-")  # of a place that the text does not say
MOST = 2_000  # entries of a folder that are looked at


def roots(ground: Ground) -> tuple[str, ...]:
    """The folders below which a scratch place may be: the one this process is told, or else the usual two."""
    told = os.environ.get("TMPDIR", "")
    place = os.path.realpath(told) if told.startswith("/") else ""
    if place and os.path.isdir(place) and not _steers(ground, place) and not _within(_home(), place):
        return (place,)
    usual = dict.fromkeys([os.path.realpath(one) for one in USUAL if os.path.isdir(one)])
    return tuple([one for one in usual if one != _home() and not _steers(ground, one)])


def _home() -> str:
    return os.path.realpath(os.path.expanduser("~"))


def _steers(ground: Ground, place: str) -> bool:
    """Whether a folder is one that work, settings or programs lie in."""
    from guard_hooks.agents.shell.programs.using import SYSTEM

    hidden = _within(place, _home()) and place[len(_home()) :].startswith("/.")
    own = (ground.top, ground.git_dir, ground.common_dir)
    return hidden or any([_within(place, one) for one in own]) or place.startswith(SYSTEM)


def _goes_by(root: str) -> list[str]:
    """What lies below it that guard, git, the shell or the home of a person goes by: no place for anything else."""
    found = [_home(), sys.prefix, sys.base_prefix, os.path.dirname(os.path.dirname(__file__)), *guard.__path__]
    for name, value in os.environ.items():
        if name in STEERED_BY or name.startswith(("GIT_", "GUARD_")):
            for one in value.split(os.pathsep):
                place = os.path.realpath(one) if one.startswith("/") else ""
                above = os.path.dirname(place) if os.path.basename(place) in ("bin", "sbin") else place
                found.append(above if above != root else place)
    return [one for one in found if one != root and _within(one, root)]


def spared(ground: Ground, edit: Edit) -> bool:
    """Whether an edit writes in a scratch place and nowhere else."""
    parts = edit.path.split("/")
    if ".." in parts or "\0" in edit.path or any([_odd(part) for part in parts]):
        return False
    root, below = below_one(ground, edit.path)
    if not below or not _apart(root):
        return False
    place = os.path.join(root, *below)
    taken = any([_within(place, one) or _within(one, place) for one in _goes_by(root)])
    return not taken and _plain(root, below)


def below_one(ground: Ground, path: str) -> tuple[str, list[str]]:
    """The folder for temporary files that a path lies in as it is said, and the names from there on."""
    every = roots(ground)
    for said in dict.fromkeys((*USUAL, os.environ.get("TMPDIR", "").rstrip("/"), *every)):
        root = os.path.realpath(said) if said else ""
        if root in every and path.startswith(said + "/"):
            return root, [part for part in path[len(said) :].split("/") if part not in ("", ".")]
    return "", []


def _odd(part: str) -> bool:
    """A name that git or guard goes by, in whatever letters."""
    try:
        return obeyed(os.fsencode(part)) in OWN or part.lower().startswith("guard-")
    except UnicodeEncodeError:
        return True


def _apart(root: str) -> bool:
    """No folder around is a repository, nor a place that guard goes by."""
    at = root
    while True:
        if _held(at):
            return False
        above = os.path.dirname(at)
        if above == at:
            return True
        at = above


def _held(folder: str) -> bool:
    """A folder is a repository of some kind, or guard goes by what lies there."""
    return any([all([os.path.lexists(os.path.join(folder, name)) for name in names]) for names in HELD])


def _plain(at: str, below: list[str]) -> bool:
    """Whether every folder on the way is one, and what stands at the end is a plain file with one name, or nothing."""
    for number, name in enumerate(below, 1):
        at = os.path.join(at, name)
        try:
            known = os.lstat(at)
        except FileNotFoundError:
            return True
        except (OSError, ValueError):
            return False
        if S_ISREG(known.st_mode):
            return number == len(below) and known.st_nlink == 1
        if not S_ISDIR(known.st_mode) or _held(at):
            return False
    return _all_plain(at)


def _all_plain(folder: str) -> bool:
    """Whether all that lies in a folder is plain, and no link in it leads out."""
    waiting, seen = [folder], 0
    while waiting:
        try:
            entries = list(os.scandir(waiting.pop()))
        except OSError:
            return False
        seen += len(entries)
        for entry in entries if seen <= MOST else ():
            known = entry.stat(follow_symlinks=False)
            if S_ISLNK(known.st_mode):
                plain = _within(os.path.realpath(entry.path), folder)
            elif S_ISDIR(known.st_mode):
                plain = not _held(entry.path)
                waiting.append(entry.path)
            else:
                plain = S_ISREG(known.st_mode) and known.st_nlink == 1
            if not plain:
                return False
        if seen > MOST:
            return False
    return True


def used(ground: Ground, call: Call, uses: Iterable[str]) -> bool:
    """Whether a command runs what lies in a scratch place; "" among its words is one that nobody can tell."""
    every = roots(ground)
    mentions = any([word in call.command.lower() for word in (*HINTS, *[root.lower() for root in every])])
    for said in uses:
        place = os.path.realpath(os.path.join(call.folder, os.path.expanduser(said))) if "\0" not in said else ""
        inside = any([_within(place, root) for root in every]) and not _within(place, ground.top)
        if inside if said else mentions:
            return True
    return False


def _within(place: str, folder: str) -> bool:
    return place == folder or place.startswith(folder.rstrip("/") + "/")
