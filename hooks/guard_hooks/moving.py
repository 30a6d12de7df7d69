"""The trusted branch of this clone: what would move it is judged before git moves it, where that was asked for.

git asks at every move of a ref (`reference-transaction`), whatever command makes it: a push into this clone, a fetch
that writes branches, update-ref. The trusted branch as a remote has it moves with each fetch, and is left alone.
"""

from __future__ import annotations

import os

from guard.errors import GuardError
from guard.escape import shown
from guard.model.finding import Next
from guard.model.trigger import Trigger
from guard_hooks.server.pushed import Update

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard_hooks.server.told import Told

HEADS = b"refs/heads/"
ON_TOP = (
    Next("you", "leave it where it is, and put your work on top of it"),
    Next("you", "to take something back, commit what does: git revert COMMIT"),
)


def moved(git: str | None, given: list[str], told: bytes) -> int:
    """The hook reference-transaction: STATE, and a line for each ref. git asks once, and else only tells."""
    if given[:1] != ["prepared"]:
        return 0
    rows = [row for row in map(_row, told.split(b"\n")) if row.ref.startswith(HEADS)]
    news = {row.ref: row.new for row in rows}
    if not news:
        return 0
    from guard import trust
    from guard.doors.git.repository import Repository

    with Repository(git) as repository:
        ref, oid = trust.trusted_commit(repository, Trigger("range", git=git))
        from guard_hooks.pushing import branch_of

        held = branch_of(repository, ref)
        if held not in news or news[held] == oid:
            return 0
        if all([_packed(repository.place.common_dir, row) for row in rows if row.ref == held]):
            return 0
        return _judged(repository, git, (ref, oid), Update(held, b"", news[held]))


def _row(line: bytes) -> Update:
    """The ref, and where it stood and would stand; b"" where it would be gone, and of what git does not say."""
    if not line:
        return Update(b"", b"", b"")
    words = line.split(b" ", 2)
    if len(words) != 3:
        mend = "let git itself start this hook: guard install --refs"
        raise GuardError("G646", f"{shown(line[:200])} is not OLD NEW REF", "what this hook was told", mend)
    old, new, ref = words
    return Update(ref, old.strip(b"0") and old, new.strip(b"0") and new)


def _packed(common_dir: str, row: Update) -> bool:
    """`git pack-refs` takes the file of a ref away that stands in packed-refs by now, and asks as if it were deleted.

    What deletes a ref that stands there holds the lock of packed-refs by then, for it goes from there first.
    """
    path = os.path.join(common_dir, "packed-refs")
    if row.new or not row.old or os.path.lexists(f"{path}.lock"):
        return False
    try:
        with open(path, "rb") as file:
            return b"%b %b\n" % (row.old, row.ref) in file.readlines()
    except OSError:
        return False


def _judged(repository: Repository, git: str | None, trusted: tuple[str, bytes], update: Update) -> int:
    from guard.report import write
    from guard_hooks.pushing import Pushing, beside, landing
    from guard_hooks.server.told import code

    ref, oid = trusted
    push = Pushing(repository, git, "", ref, oid)
    if ref == os.fsdecode(update.ref):
        told = [_of_here(one) for one in landing(push, update._replace(old=oid))]
    else:  # it follows a remote's: work that stands on it has not landed, and is judged as any branch
        told = beside(push, update, {}) if update.new else []
    refused = [one for one in told if one.refused]
    if refused:
        write("".join([one.text() for one in refused]) + f"guard: {shown(update.ref)} stays where it is\n")
    return code(refused)


def _of_here(told: Told) -> Told:
    """What to do where nothing was pushed, about a branch that would not only move on."""
    if told.verdict is None:
        return told
    findings = [found._replace(next=ON_TOP) if found.rule == "G640" else found for found in told.verdict.findings]
    return told._replace(verdict=told.verdict._replace(findings=tuple(findings)))
