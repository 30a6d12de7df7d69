"""A commit on the trusted branch itself: it lands, and the hook before it says so, for no door comes after it.

It does not stop it. Where no key is listed, that its owner commits it there is the only yes there is; where keys are,
`guard install --refs` judges it as what it is, with the log at hand (docs/adr/0038-a-commit-on-the-trusted-branch.md).
"""

from __future__ import annotations

import os

from guard.doors.files import content
from guard.escape import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.model.verdict import Verdict

LONGEST = 4096
LANDS = "guard: HEAD is {}, which is what guard trusts: this commit lands, and no door comes after it\n"
OPEN = "guard: nothing stops what would block the merge; who is not its owner: git switch -c NAME, and commit there\n"


def told(repository: Repository, verdict: Verdict) -> None:
    """What is said beside a verdict that lets the commit be made."""
    from guard.report import write

    ref = verdict.basis.trusted_ref
    if _head(repository.place.git_dir) == os.fsencode(ref):
        write(LANDS.format(shown(os.fsencode(ref))) + (OPEN if not verdict.may_merge else ""))


def _head(git_dir: str) -> bytes:
    """The branch HEAD is on, as its file says; b"" where that is not plain, for this is help and no check."""
    try:
        line = content(os.path.join(git_dir, "HEAD"), LONGEST)
    except OSError:
        return b""
    return line.removeprefix(b"ref: ").strip() if line.startswith(b"ref: ") else b""
