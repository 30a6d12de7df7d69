"""The folder in which git looks for hooks: of whom it is, and what becomes of what is written there."""

from __future__ import annotations

import os

from guard.doors.runners import is_husky
from guard.errors import GuardError
from guard_hooks.shims import told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.place import Place
    from guard.doors.git.repository import Repository

OF_THE_TREE = "is part of the work tree: what stands there now names paths of this machine, and is not for a commit"


def inside(folder: str, place: Place) -> bool:
    """It is of this repository alone."""
    return _within(folder, place.top) or _within(folder, place.common_dir)


def _within(folder: str, root: str) -> bool:
    return folder.startswith(os.path.realpath(root) + os.sep)


def permitted(folder: str, place: Place, shared: bool) -> None:
    """Other repositories may use one outside too; it has to be said that this is meant."""
    if not inside(folder, place) and not shared:
        mend = "guard would run in every repository that uses that folder; if that is meant: guard install --shared"
        raise GuardError("G820", "core.hooksPath leads outside this repository", told(folder), mend)


def becomes(repository: Repository, folder: str) -> str:
    """In words, what becomes of hooks in that folder: husky writes them anew, a commit would take them along."""
    place = repository.place
    if is_husky(folder):
        return "guard: husky writes that folder anew when it is set up; guard install belongs after it\n"
    if not _within(folder, place.top) or _within(folder, place.common_dir):
        return ""
    below = os.path.relpath(folder, os.path.realpath(place.top))
    hook = os.path.join(below, "pre-commit")
    if repository.runner.start(("--no-literal-pathspecs", "check-ignore", "--", hook)).answer((0, 1)):
        return ""
    return f"guard: {told(below)} {OF_THE_TREE}\n"


def drop_if_empty(common_dir: str) -> None:
    """Git makes do without the folder."""
    folder = os.path.join(common_dir, "hooks")
    if os.path.isdir(folder) and not os.path.islink(folder) and not os.listdir(folder):
        os.rmdir(folder)
