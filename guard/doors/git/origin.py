"""Where a repository came from, and who put a commit there: what its configuration and the commit say of themselves.

Both are only told to people, in a report: nothing is judged by them.
"""

from __future__ import annotations

from guard.doors.git.child import ANY_CODE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository

REMOTES = "refs/remotes/"
ORIGIN = "origin"
BY_BUTTON = b"GitHub <noreply@github.com>"  # the committer of what somebody merged on a page of it


def address(repository: Repository, ref: str) -> str:
    """The address of the remote that a tracking branch is of, else of `origin`; "" where none is configured."""
    remote = ref.removeprefix(REMOTES).partition("/")[0] if ref.startswith(REMOTES) else ORIGIN
    asked = repository.runner.start(("config", "--local", "--get", f"remote.{remote}.url"))
    return asked.answer(ANY_CODE).decode("utf-8", "replace").removesuffix("\n")


def committer(repository: Repository, commit: bytes) -> bytes:
    """The name of who committed it, of its author where a page of the forge did; b"" where it names nobody."""
    head = repository.objects.content(commit, b"commit").partition(b"\n\n")[0]
    said = dict([line.split(b" ", 1) for line in reversed(head.split(b"\n")) if b" " in line])
    who = said.get(b"committer", b"")
    who = said.get(b"author", b"") if who.startswith(BY_BUTTON) else who
    return who.partition(b" <")[0].strip()
