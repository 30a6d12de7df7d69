"""Speaking to a remote, for the log alone: with the user's own keys and settings, and nothing that was not asked for.

No hooks, no tags, no submodules, no collection of garbage, and no FETCH_HEAD: two branches and what hangs on them.
"""

from __future__ import annotations

import os

from guard.doors.git.child import ANY_CODE, Child
from guard.doors.git.write import DURABLE
from guard.errors import GuardError
from guard.escape import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.place import Place
    from guard.doors.git.run import Runner

CALM = (
    "--no-replace-objects",
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "gc.auto=0"),
    *("-c", "maintenance.auto=false"),
    *("-c", "submodule.recurse=false"),
    *("-c", "fetch.recurseSubmodules=false"),
)
# What a hook inherits from the git that runs it, and would make ours look into another repository.
LOCAL = frozenset((
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX"),
    *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH", "GIT_SHALLOW_FILE"),
    *("GIT_GRAFT_FILE", "GIT_REPLACE_REF_BASE", "GIT_NO_REPLACE_OBJECTS", "GIT_NAMESPACE", "GIT_CONFIG"),
))  # fmt: skip
PUSHED = "refs/guard/pushed/"
NO_SUCH_REF = 2  # what ls-remote --exit-code ends with


class Refused(Exception):
    """The remote could not be reached, or said no; in git's words."""


def tip(runner: Runner, place: Place, remote: str, branch: bytes) -> bytes:
    """The commit the remote's branch is at; b"" where it has no such branch, and only there."""
    child = _start(runner, place, ("ls-remote", "--exit-code", "--", remote, branch.decode()))
    printed = child.answer(ANY_CODE)
    rows = [line.split(b"\t") for line in printed.split(b"\n")[:-1]]
    found = [row[0] for row in rows if row[1:] == [branch]]
    if child.code == 0:
        return found[0] if found else b""
    if child.code == NO_SUCH_REF and not rows:
        return b""
    raise Refused(child.complaint())


def fetch(runner: Runner, place: Place, remote: str, branch: bytes, to: bytes) -> None:
    """Bring the remote's branch to a ref of its own, whatever that was at; the tracking branch stays where it is."""
    options = ("--no-tags", "--no-prune", "--no-recurse-submodules", "--no-auto-maintenance", "--no-write-fetch-head")
    spec = f"+{branch.decode()}:{to.decode()}"
    child = _start(runner, place, ("fetch", "--quiet", *options, "--refmap=", "--", remote, spec))
    child.answer(ANY_CODE)
    if child.code != 0:
        raise Refused(child.complaint())


def push(runner: Runner, place: Place, remote: str, branch: bytes, new: bytes, old: bytes | None) -> None:
    """Move the remote's branch from exactly `old` (b"": it has none; None: from whatever it is at) to `new`.

    By a pattern: git takes the name of one ref for every ref that ends in it, so that refs/tags/refs/heads/guard-log
    would be in the way, or in its place; what a pattern leads to is one name, and no other.
    """
    options = ("--porcelain", "--no-verify", "--no-follow-tags", "--recurse-submodules=no")
    lease = "--force" if old is None else f"--force-with-lease={branch.decode()}:{old.decode()}"
    own = f"{PUSHED}{os.urandom(8).hex()}/log"  # nobody else's, and nothing that begins with it
    try:
        runner.read(("update-ref", "--no-deref", own, new.decode()))
    except GuardError as error:
        raise Refused(error.what) from error
    try:
        spec = f"{own}*:{branch.decode()}*"
        child = _start(runner, place, ("push", *options, lease, "--", remote, spec))
        rows = [line.split(b"\t") for line in child.answer(ANY_CODE).split(b"\n")]
    finally:
        runner.read(("update-ref", "--no-deref", "-d", own), accept=ANY_CODE)  # one that stays harms nobody
    if child.code != 0:
        said = next((shown(row[2][:300]) for row in rows if row[0] == b"!" and len(row) == 3), "")
        raise Refused(said or child.complaint())


def _start(runner: Runner, place: Place, words: tuple[str, ...]) -> Child:
    environment = {name: value for name, value in os.environ.items() if name not in LOCAL}
    environment["LC_ALL"] = "C"
    runner.started += 1
    argv = [runner.git, *CALM, *DURABLE, f"--git-dir={place.git_dir}", *words]
    return Child(argv, environment, "/dev/null", runner.path(f"stderr-{runner.started}"), None)
