"""A push of which the caller keeps the refs to itself: what may be part of it is looked at.

The pre-commit framework and prek read what git tells, name the first ref of it in the environment, and start nothing at
all for tags and deletions. So every branch that the remote lacks is judged beside the one that is named.
"""

from __future__ import annotations

import os

from guard.errors import GuardError
from guard_hooks.server.pushed import Update

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository

MAY = " (not named, and may be part of this push)"
WORDS = (
    "guard: not all refs of this push were told here, so every branch that the remote lacks was judged; tags and\n"
    "guard: deletions were not seen. guard install puts a hook beside this one that is told of each\n"
)
HEADS = b"refs/heads/"


def remote() -> str:
    """The name of the remote, or its address."""
    return os.environ.get("PRE_COMMIT_REMOTE_NAME") or os.environ.get("PRE_COMMIT_REMOTE_URL") or "origin"


def of_framework(repository: Repository) -> tuple[Update, ...]:
    """The one ref that a framework names; none where it names none."""
    if "PRE_COMMIT_REMOTE_NAME" not in os.environ and "PRE_COMMIT_REMOTE_URL" not in os.environ:
        mend = "let git or the pre-commit framework start this hook: guard install"
        raise GuardError("G820", "no push was named to this hook", "its arguments", mend)
    ref, new = (os.fsencode(os.environ.get(f"PRE_COMMIT_{name}", "")) for name in ("REMOTE_BRANCH", "TO_REF"))
    if not ref.startswith(b"refs/") or not new:
        return ()
    tip = repository.resolve(os.fsdecode(new))
    stood = b"refs/remotes/%b/%b" % (os.fsencode(remote()), ref.removeprefix(HEADS))
    old = repository.commits([stood])[stood] or b""
    if not old and os.environ.get("PRE_COMMIT_FROM_REF"):
        old = repository.resolve(os.environ["PRE_COMMIT_FROM_REF"])
    return (Update(ref, old, tip),)


def lacking(repository: Repository, name: str) -> list[Update]:
    """Every branch of this clone with a commit that no branch of the remote had when it was last fetched."""
    told = repository.runner.read(("for-each-ref", "--format=%(refname) %(objectname)", "refs/heads"))
    rows = [line.rpartition(b" ") for line in told.split(b"\n") if line]
    return [Update(ref, b"", oid) for ref, _, oid in rows if _lacks(repository, name, oid)]


def _lacks(repository: Repository, name: str, oid: bytes) -> bool:
    words = ("rev-list", "--max-count=1", oid.decode(), "--not", f"--remotes={name}", "--")
    return bool(repository.runner.read(words).strip())
