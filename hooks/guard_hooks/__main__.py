"""`python -I -m guard_hooks HOOK`: how the pre-commit framework and other runners call a hook of guard.

Nothing was written down at an installation here, so git's version is asked each time.
"""

from __future__ import annotations

import sys

from guard.doors.git.run import usable_git
from guard.errors import GuardError
from guard.report import refusal
from guard_hooks.git_hooks import OF_SERVER, main, named_git


def run(words: list[str]) -> int:
    """The hook, once git is known to be new enough."""
    try:
        if words and words[0] in ("pre-commit", *OF_SERVER):  # the others start no git
            usable_git(named_git(words))
    except GuardError as error:
        return refusal(error)
    return main(words)


sys.exit(run(sys.argv[1:]))
