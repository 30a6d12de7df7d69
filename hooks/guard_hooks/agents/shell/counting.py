"""Commands that print a number and nothing else, whatever the files hold that they read."""

from __future__ import annotations

from guard_hooks.agents.shell.evaluating import RISKY
from guard_hooks.agents.shell.word import GLOBS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard_hooks.agents.shell.lexing import Token
    from guard_hooks.agents.shell.word import Word

COUNTERS = frozenset({"wc", "nproc", "date", "expr", "id", "tput", "getconf", "stat", "seq", "grep", "egrep", "fgrep"})
OF_GIT = frozenset({"rev-list"})


def counter(tokens: Iterable[Token]) -> bool:
    """Whether what commands print is surely a number: the last of a pipe counts, and is told no names."""
    last: list[Word] = []
    target = False
    for token in tokens:
        if token.kind == "op":
            if token.text not in ("|", "\n"):
                return False
            last = [] if token.text == "|" else last
        elif token.kind == "redirect":
            target = True
        elif token.kind != "word":
            return False
        elif not target:
            last.append(token.word)
        else:
            target = False
    name = last[0].plain() if last else ""
    plain = all([word.known() and not set(word.text) & (RISKY | set(GLOBS)) for word in last])
    if name == "git":
        return plain and len(last) > 2 and last[1].text in OF_GIT and "--count" in [word.text for word in last]
    counted = name[-4:] != "grep" or any([word.text[:2] in ("-c", "--") and "c" in word.text for word in last])
    return plain and name in COUNTERS and counted
