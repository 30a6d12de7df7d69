"""Which branch is trusted: one fixed order, resolved once to an object id."""

from __future__ import annotations

import os

from guard.doors.files import content
from guard.errors import GuardError
from guard.escape import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.model.trigger import Trigger

INSTALLED = "guard/trusted"  # what `guard install` wrote, under the common git directory
REMOTES = b"refs/remotes/"
REMOTE_HEAD = REMOTES + b"origin/HEAD"
LOCAL = (b"refs/heads/main", b"refs/heads/master")
REINSTALL = "git fetch, or write it down again: guard install --trusted REF"
NAME_IT = (
    "name it: guard check --trusted refs/remotes/origin/main, or write it down: guard install --trusted REF"
    " (in a new repository a person makes the first commit before guard is installed)"
)


def trusted_commit(repository: Repository, trigger: Trigger) -> tuple[str, bytes]:
    """The trusted ref by the fixed order, and the commit it is at."""
    if trigger.trusted is not None:
        oid = repository.resolve(trigger.trusted)
        return _full(repository, trigger.trusted), oid
    installed = _installed(repository.place.common_dir)
    if installed is not None:
        return os.fsdecode(installed), _must(repository, installed)
    remote = repository.refs.sure(REMOTE_HEAD)
    standing = {} if remote is not None else repository.commits([REMOTE_HEAD, *LOCAL])
    remote = remote or standing.pop(REMOTE_HEAD)
    if remote is not None:
        return REMOTE_HEAD.decode(), remote
    local = [(name.decode(), oid) for name, oid in standing.items() if oid is not None]
    if len(local) == 1:
        return local[0]
    both = "both main and master stand here, and nothing says which is trusted"
    where = shown(os.fsencode(repository.place.common_dir))
    raise GuardError("G812", both if local else "nothing says which branch is trusted", where, NAME_IT)


def _full(repository: Repository, word: str) -> str:
    """The full name of a fetched branch, however short it was said: the log that counts is that of its remote."""
    from guard.doors.git.refs import EXPRESSION, GUESSES

    said = os.fsencode(word)
    if said.startswith(b"refs/") or EXPRESSION & set(said):
        return word
    standing = repository.refs.listed([name for of in GUESSES if (name := of % said).startswith(REMOTES)])
    return next((os.fsdecode(name) for name, oid in standing.items() if oid is not None), word)


def _installed(common_dir: str) -> bytes | None:
    path = os.path.join(common_dir, INSTALLED)
    try:
        ref = content(path, 4096).strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        what = f"what guard install wrote down cannot be read: {error.strerror}"
        raise GuardError("G812", what, shown(os.fsencode(path)), REINSTALL) from error
    if not ref.startswith(b"refs/"):
        raise GuardError("G812", "what guard install wrote down names no branch", shown(os.fsencode(path)), REINSTALL)
    return ref


def _must(repository: Repository, ref: bytes) -> bytes:
    oid = repository.commits([ref])[ref]
    if oid is None:
        what = "the trusted branch that guard install wrote down is not here"
        raise GuardError("G812", what, shown(ref), REINSTALL)
    return oid
