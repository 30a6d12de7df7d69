"""The trusted branch of this clone: what would move it is judged before git moves it, where that was asked for.

git asks at every move of a ref (`reference-transaction`), whatever command makes it: a push into this clone, a fetch
that writes branches, update-ref. The trusted branch as a remote has it moves with each fetch, and is left alone.
"""

from __future__ import annotations

import os

from guard.errors import GuardError
from guard.escape import shown
from guard.model.trigger import Trigger
from guard_hooks.server.pushed import Update

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository

HEADS = b"refs/heads/"


def moved(git: str | None, given: list[str], told: bytes) -> int:
    """The hook reference-transaction: STATE, and a line for each ref. git asks once, and else only tells."""
    if given[:1] != ["prepared"]:
        return 0
    news = {ref: new for ref, new in map(_row, told.split(b"\n")) if ref.startswith(HEADS)}
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
        return _judged(repository, git, (ref, oid), Update(held, b"", news[held]))


def _row(line: bytes) -> tuple[bytes, bytes]:
    """The ref, and where it would stand; b"" where it would be gone."""
    if not line:
        return b"", b""
    words = line.split(b" ", 2)
    if len(words) != 3:
        mend = "let git itself start this hook: guard install --refs"
        raise GuardError("G646", f"{shown(line[:200])} is not OLD NEW REF", "what this hook was told", mend)
    return words[2], words[1].strip(b"0") and words[1]


def _judged(repository: Repository, git: str | None, trusted: tuple[str, bytes], update: Update) -> int:
    from guard.report import write
    from guard_hooks.pushing import Pushing, beside, landing
    from guard_hooks.server.told import code

    ref, oid = trusted
    push = Pushing(repository, git, "", ref, oid)
    if ref == os.fsdecode(update.ref):
        told = landing(push, update._replace(old=oid))
    else:  # it follows a remote's: work that stands on it has not landed, and is judged as any branch
        told = beside(push, update, {}) if update.new else []
    refused = [one for one in told if one.refused]
    if refused:
        write("".join([one.text() for one in refused]) + f"guard: {shown(update.ref)} stays where it is\n")
    return code(refused)
