"""The tools that guard runs: which they are, and whether they are new enough."""

from __future__ import annotations

import os
import re
import tempfile

from guard.doors.git.run import Runner, find_git, usable_git
from guard.doors.signatures import child
from guard.errors import GuardError
from guard.escape import shown
from guard.model.tiers import Line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

NEEDED = (8, 2)  # of OpenSSH: older ones sign nothing, and know no security keys


def git(given: str | None) -> Generator[Line, None, str]:
    """The git that is used; "" where there is none that can be."""
    try:
        path = find_git(given)
        runner = Runner(path)
        try:
            told = shown(b" ".join(runner.read(("version",)).split()))
        finally:
            runner.close()
        usable_git(path)
    except GuardError as error:
        yield Line("tools", "missing", f"{error.what} ({error.where})  [{error.rule}]", error.mend)
        return ""
    yield Line("tools", "ok", f"{told} ({shown(os.fsencode(path))})")
    return path


def keygen() -> Iterator[Line]:
    """The ssh-keygen that signs for people; it tells no version, and the ssh beside it does."""
    try:
        path = child.keygen()
    except GuardError as error:
        yield Line("tools", "missing", f"{error.what} ({error.where})  [{error.rule}]", error.mend)
        return
    where = shown(os.fsencode(path))
    beside = os.path.join(os.path.dirname(path), "ssh")
    told = ""
    if os.access(beside, os.X_OK):
        with tempfile.TemporaryDirectory(prefix="guard-") as folder:
            told = next(iter(child.unasked([beside, "-V"], folder).said), "")
    found = re.match(r"OpenSSH_(\d+)\.(\d+)", told)
    if found is None:
        yield Line("tools", "ok", f"ssh-keygen ({where}); it does not tell its version")
    elif tuple(map(int, found.groups())) < NEEDED:
        mend = f"install OpenSSH {'.'.join(map(str, NEEDED))} or newer"
        yield Line("tools", "missing", f"ssh-keygen of {found[0]} is too old to sign ({where})", mend)
    else:
        yield Line("tools", "ok", f"ssh-keygen of {found[0]} ({where})")
