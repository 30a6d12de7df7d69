"""The documents of a trust directory (`--trust DIR`), outside every work tree of the repository."""

from __future__ import annotations

import os

from guard.doors.files import content
from guard.errors import GuardError
from guard.escape import shown
from guard.model.kind import KINDS
from guard.trust.documents import Source, trusted_by, values_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.model.trigger import Trigger
    from guard.trust.documents import Trusted

LONGEST = 4096  # bytes of the file that leads from a work tree to its repository


def read_directory(repository: Repository, trigger: Trigger) -> Trusted:
    """Policy and plans from `--trust DIR`: laid out as .guard, outside the work tree, and nothing else is read."""
    assert trigger.trust is not None
    folder = os.path.realpath(trigger.trust)
    top = os.path.realpath(repository.place.top)
    if folder == top or folder.startswith(top + os.sep):
        raise GuardError(
            "G818",
            "the trust directory lies inside the work tree, where the change set can rewrite it",
            shown(os.fsencode(folder)),
            "keep it outside: --trust /path/elsewhere",
        )
    if _beside(folder, repository.place.common_dir):
        raise GuardError(
            "G818",
            "the trust directory lies inside another work tree of this repository, where whoever works here can write",
            shown(os.fsencode(folder)),
            "keep it outside every work tree: --trust /path/elsewhere",
        )
    sources = [Source("policy", "policy.yaml", None, _file(os.path.join(folder, "policy.yaml")))]
    plans = os.path.join(folder, "plans")
    for name in _listed(plans) if os.path.lexists(plans) else ():
        if name.endswith((".yaml", ".yml")):
            sources.append(Source("plan", f"plans/{shown(os.fsencode(name))}", None, _file(os.path.join(plans, name))))
    return trusted_by(f"--trust {shown(os.fsencode(folder))}", b"", *values_of(repository, trigger, sources))


def _beside(folder: str, common_dir: str) -> bool:
    """The folder stands in a work tree of the repository with this common directory (`git worktree add`)."""
    common = os.path.realpath(common_dir)
    while folder != os.path.dirname(folder):
        try:
            name, _, place = content(os.path.join(folder, ".git"), LONGEST).partition(b":")
        except OSError:
            name, place = b"", b""
        if name == b"gitdir":
            linked = os.path.realpath(os.path.join(folder, os.fsdecode(place.strip())))
            return linked.startswith(common + os.sep)
        if os.path.realpath(os.path.join(folder, ".git")) == common:
            return True
        folder = os.path.dirname(folder)
    return False


def _listed(folder: str) -> list[str]:
    if os.path.islink(folder):
        what = "the plans of a trust directory stand in it, not behind a link"
        raise GuardError("G818", what, shown(os.fsencode(folder)), "put the folder itself there")
    try:
        return sorted(os.listdir(folder))
    except OSError as error:
        what = f"the trust directory's plans cannot be listed: {error.strerror}"
        raise GuardError("G818", what, shown(os.fsencode(folder)), "mend its permissions") from error


def _file(path: str) -> bytes:
    """A document of the trust directory; a link there could lead back to where the change set can rewrite it."""
    odd = os.path.islink(path) or (os.path.lexists(path) and not os.path.isfile(path))
    if odd or path.endswith(".yml"):
        raise GuardError(
            "G818",
            "a document of the trust directory is a plain file, policy.yaml or plans/NAME.yaml",
            shown(os.fsencode(path)),
            "put the file itself there",
        )
    try:
        return content(path, KINDS["plan"].size + 1)
    except OSError as error:
        raise GuardError(
            "G818",
            f"the trust directory has a document that cannot be read: {error.strerror}",
            shown(os.fsencode(path)),
            "mend the path or its permissions",
        ) from error
