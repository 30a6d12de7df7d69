"""The hooks of a server: `pre-receive` judges all refs of a push at once, `update` one at a time.

Nothing is written, neither below the repository nor in the log: git keeps what a push brings in quarantine until
pre-receive has said yes, and forbids all changes of refs meanwhile. What guard cannot judge is refused.
"""

from __future__ import annotations

import os
import sys

from guard_hooks.server.judging import judged
from guard_hooks.server.pushed import read, unreadable, update

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard_hooks.server.pushed import Update

HELP = """\
usage: guard hook {name} [--git PATH]{words}

{about}

git starts this hook on the server that a push goes to, in its repository. guard install --server puts it there.
What it refuses, the person who pushes sees on their screen, and what to do next.

The trusted branch only moves on, and each landing on it is judged as at the door of the merge: under policy, plans
and log as they stood before it. The log (guard-log) only grows. Other branches are taken, and told what will block
their merge. Tags name what has landed. Other names than branches, tags and notes are refused.

settings of the repository on the server, which no push changes (git config):
  guard.trusted  the trusted branch, such as refs/heads/main; default: the branch of HEAD
  guard.tags     landed (default): a tag names a commit of the trusted branch; any: they are not asked

options:
  --git PATH     the git to use, by absolute path

Exit codes: 0 taken; 1 a rule is broken, 3 a person must settle something, 4 stale, 5 guard cannot
establish what it needs, 70 guard itself failed: git refuses for each of these. 2 usage.
"""
ABOUT = {
    "pre-receive": "Judges a push: all of its refs are taken, or none. git names each in a line of standard input.",
    "update": "Judges one ref of a push: others may be taken. git names it, and the commits it goes from and to.",
}
WORDS = {"pre-receive": "", "update": " REF OLD NEW"}


def hook_pre_receive(words: list[str]) -> int:
    """`guard hook pre-receive`."""
    return _word("pre-receive", words)


def hook_update(words: list[str]) -> int:
    """`guard hook update`."""
    return _word("update", words)


def _word(name: str, words: list[str]) -> int:
    from guard.doors.git.run import usable_git
    from guard.errors import UsageError
    from guard.escape import shown
    from guard.report import columns, laid, write

    if words[:1] in (["-h"], ["--help"]):
        write(laid(HELP.format(name=name, words=WORDS[name], about=ABOUT[name]), columns()))
        return 0
    git = words[1] if words[:1] == ["--git"] and len(words) > 1 else None
    rest = words if git is None else words[2:]
    if any([word.startswith("-") for word in rest]) or len(rest) != (3 if name == "update" else 0):
        named = shown(os.fsencode(" ".join(words))) or "nothing"
        raise UsageError(f"git tells this hook what it needs, and this was said: {named} (guard hook {name} --help)")
    usable_git(git)
    return HOOKS[name](git, rest)


def pre_receive(git: str | None, given: list[str]) -> int:
    """All refs of a push, from standard input."""
    del given
    text = sys.stdin.buffer.read() if sys.stdin is not None else b""
    return _said(git, lambda width: read(text, width), "guard: nothing of this push is taken\n")


def update_hook(git: str | None, given: list[str]) -> int:
    """One ref of a push: REF OLD NEW."""
    ref, old, new = [os.fsencode(word) for word in given] if len(given) == 3 else [b"", b"", b""]
    if not ref:
        raise unreadable("git names a ref and two commits")
    return _said(git, lambda width: (update([old, new, ref], width),), "guard: this ref is not taken\n")


def _said(git: str | None, updates: Callable[[int], tuple[Update, ...]], refusal: str) -> int:
    """Judge, write it down for the client's screen, and say whether git may go on."""
    from guard.doors.git.bare import open_bare
    from guard.report import write

    with open_bare(git, os.environ.get("GIT_DIR", "."), os.environ) as repository:
        found = judged(repository, updates(repository.place.width))
    write(found.text + (refusal if found.code else ""))
    return found.code


HOOKS: dict[str, Callable[[str | None, list[str]], int]] = {"pre-receive": pre_receive, "update": update_hook}
