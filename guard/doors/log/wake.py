"""Waking the forge when the log has grown: a branch whose push starts the workflow that judges pull requests again.

A forge starts the workflows of the commit that is pushed. The log is a branch of its own without any, so that pushing
it starts nothing; what is pushed here stands on the trusted branch and changes no file of it: its own workflow, as it
stands there, looks at the log (docs/adr/0026-an-approval-judges-again.md).
"""

from __future__ import annotations

import time

from guard.doors.git import remote as far
from guard.doors.git.child import ANY_CODE
from guard.doors.git.write import made, store
from guard.doors.log.tips import REMOTES, stand
from guard.errors import GuardError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository

WAKE = b"refs/heads/guard-wake"
LISTENS = b"guard-wake"  # a workflow that names the branch listens to it
WORKFLOWS = (b".github/workflows", b".gitea/workflows", b".forgejo/workflows")
GITLAB = (b".gitlab-ci.yml", b".gitlab-ci.yaml")
ENDINGS = (b".yml", b".yaml")
FILES = (b"100644", b"100755")
LARGEST = 1 << 20
DUE = "refs/guard/wake/"
HEADS = "refs/heads/"
AUTHOR = b"guard <guard@localhost>"


def wake(repository: Repository, remote: str, trusted_ref: str, pushed: bytes) -> bool:
    """Push the branch, where a workflow of the trusted branch listens; False where none does. far.Refused says why not.

    `pushed` is the entry that was just brought there; b"" where none was, and then only what failed before is made up
    for. Whatever the branch was at is of no worth: each push is one event.
    """
    mark = f"{DUE}{remote}"
    tip = pushed or stand(repository, [mark.encode()])[mark.encode()]
    base = _base(repository, remote, trusted_ref) if tip else b""
    if not base or not listens(repository, base):
        return False
    runner = repository.runner
    runner.read(("update-ref", "--no-deref", mark, tip.decode()))  # whoever is cut short now does it with the next sync
    far.push(runner, repository.place, remote, WAKE, _commit(repository, base, tip), None)
    runner.read(("update-ref", "--no-deref", "-d", mark), accept=ANY_CODE)  # one that stays wakes once more: no harm
    return True


def listens(repository: Repository, commit: bytes) -> bool:
    """A workflow in the tree of this commit names the branch."""
    found = []
    for folder, entries in repository.folders(repository.tree(commit), WORKFLOWS).items():
        for name, (mode, oid) in entries.items():
            ours = name.endswith(ENDINGS) if folder in WORKFLOWS else not folder and name in GITLAB
            if ours and mode in FILES:
                found.append(oid.hex().encode())
    return any([LISTENS in text for _, text in repository.up_to(found, LARGEST) if text is not None])


def _base(repository: Repository, remote: str, trusted_ref: str) -> bytes:
    """Where the trusted branch is at the remote, as far as was fetched: what stands here alone is not for others."""
    name = trusted_ref if trusted_ref.startswith(f"{REMOTES}{remote}/") else ""
    if trusted_ref.startswith(HEADS):
        name = f"{REMOTES}{remote}/{trusted_ref.removeprefix(HEADS)}"
    return (repository.commits([name.encode()])[name.encode()] or b"") if name else b""


def _commit(repository: Repository, base: bytes, tip: bytes) -> bytes:
    """On top of the trusted branch, with the same files, naming the entry; another one each second."""
    headers = repository.objects.content(base, b"commit").partition(b"\n\n")[0].split(b"\n")
    tree = next((line for line in headers if line.startswith(b"tree ")), b"")
    if not tree:
        raise GuardError("G811", "a commit without a tree", base.decode(), "git fsck names what is wrong with it")
    person = b"%s %d +0000" % (AUTHOR, time.time())
    lines = [tree, b"parent " + base, b"author " + person, b"committer " + person, b"", b"guard-log is at " + tip, b""]
    one = made(b"commit", b"\n".join(lines), repository.place.width)
    store(repository.runner, repository.place, [one])
    return one.oid
