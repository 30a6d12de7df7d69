"""Which file of a work tree a path means: through links and `..`, and never into git's own folder or out of it."""

from __future__ import annotations

import os

from guard.escape import shown
from guard.model.names import obeyed
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.call import Edit
    from guard_hooks.agents.place import Ground

DEVICES = ("/dev/null", "/dev/stdout", "/dev/stderr", "/dev/stdin", "/dev/tty")  # what is written there is no file
OF_A_PROCESS = ("proc/", "dev/fd/")  # guard is not the process that writes
HOME = "what lies in the home of a person is of no phase, and no commit shows it"
OUTSIDE = "what lies outside of the work tree is of no phase, and no commit shows it"


class Target(NamedTuple):
    """One file as git names it, and what would become of it."""

    path: bytes
    edit: Edit
    folder: bool = False  # a folder, and what below it nobody says


class Stop(NamedTuple):
    """Why a path is never written by an agent."""

    what: str
    why: str
    rule: str = "G101"


def physical(folder: str, said: str) -> str:
    """Where a path leads, every link followed; "" where it cannot be a path."""
    try:
        return os.path.realpath(os.path.join(folder, said)) if said and "\0" not in said else ""
    except (OSError, ValueError):
        return ""


def target(ground: Ground, folder: str, edit: Edit) -> Target | Stop | None:
    """What an edit means; None for what is no file at all."""
    said, name = edit.path, shown(os.fsencode(edit.path) if _encodes(edit.path) else edit.path)
    if said in DEVICES:
        return None
    if said.startswith("~") and "\0" not in said and _encodes(said):
        return _of_a_person(ground, folder, said, name)
    place = physical(folder, said) if _encodes(said) else ""
    if not place:
        return Stop(f"{name or 'an empty path'} cannot be a path", "nobody can tell what would be written")
    if os.path.realpath(os.path.normpath(os.path.join(folder, said))) != place:
        why = "`..` behind a link: tools differ in where that leads, so say the path plainly"
        return Stop(f"{name} means two places", why)
    if os.path.normpath(os.path.join(folder, said)).lstrip("/").startswith(OF_A_PROCESS):
        return Stop(f"{name} means two places", "it leads to another one in each process, so say the path plainly")
    through = "" if os.path.normpath(os.path.join(folder, said)) == place else f", which leads to {shown(place)}"
    for own in (ground.git_dir, ground.common_dir):
        if _within(place, own):
            return Stop(f"{name}{through} lies in the git directory", "what stands there steers git and guard", "G114")
    if not _within(place, ground.top):
        return Stop(f"{name}{through} lies outside of {shown(ground.top)}", OUTSIDE)
    path = os.fsencode(place)[len(os.fsencode(ground.top)) :].strip(b"/")
    if any([obeyed(part) == ".git" for part in path.split(b"/")]):
        return Stop(f"{name}{through} is read as git's own folder on some file systems", "it steers git", "G114")
    inner = _repository_between(ground.top, place)
    if inner:
        return Stop(f"{name}{through} lies in another repository, {shown(inner)}", OUTSIDE)
    return Target(path, edit, not edit.delete and (said.endswith("/") or os.path.isdir(place)))


def _of_a_person(ground: Ground, folder: str, said: str, name: str) -> Stop:
    """`~/a` is a file of the folder itself to some tools, and to a shell one in the home of a person."""
    place = physical(folder, os.path.expanduser(said))
    if place and not _within(place, ground.top) and said != os.path.expanduser(said):
        return Stop(f"{name}, which leads to {shown(place)}, lies outside of {shown(ground.top)}", HOME)
    return Stop(f"{name} means two places", "some take `~` for the home of a person: say the path plainly")


def _within(place: str, folder: str) -> bool:
    return place == folder or place.startswith(folder.rstrip("/") + "/")


def _repository_between(top: str, place: str) -> str:
    """A repository of its own that stands in this one and holds the path."""
    at = os.path.dirname(place)
    while len(at) > len(top):
        if os.path.lexists(os.path.join(at, ".git")):
            return at
        at = os.path.dirname(at)
    return ""


def _encodes(text: str) -> bool:
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return False
    return True
