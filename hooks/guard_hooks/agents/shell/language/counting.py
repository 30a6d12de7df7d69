"""Commands that print a number and nothing else, whatever the files hold that they read."""

from __future__ import annotations

from guard_hooks.agents.shell.language.evaluating import RISKY
from guard_hooks.agents.shell.language.word import COMPUTED, GLOBS, SPLIT
from guard_hooks.agents.shell.programs.options import given

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard_hooks.agents.shell.language.lexing import Token
    from guard_hooks.agents.shell.language.word import Word
    from guard_hooks.agents.shell.reader import Reader

COUNTERS = frozenset({"wc", "nproc", "date", "expr", "id", "tput", "getconf", "stat", "seq", "grep", "egrep", "fgrep"})
OF_GIT = frozenset({"rev-list"})
# Options of grep with which -c prints a number still; and those with a value
GREP = frozenset({*"aceEFGhiImPsvwx", "count", "ignore-case", "invert-match", "regexp"})
GREP_TAKES = "A B C D d e f m regexp file max-count"


def numbers(reader: Reader, word: Word) -> bool:
    """Whether all that is computed in a word is surely a number."""
    computed = word.mask.count(COMPUTED) + word.mask.count(SPLIT)
    return computed == 0 or (len(word.inner) == computed and all([_number(reader, tokens) for tokens in word.inner]))


def _number(reader: Reader, tokens: tuple[Token, ...]) -> bool:
    if len(tokens) == 1 and tokens[0].kind == "name":
        return tokens[0].text in reader.digits
    return bool(tokens) and (tokens[0].kind == "sum" or counter(tokens))


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
    return plain and name in COUNTERS and (name[-4:] != "grep" or _only_counts(last[1:])) and not _lists(name, last)


def _only_counts(words: list[Word]) -> bool:
    """Whether grep prints how many lines there are in one file, and no names of files."""
    found = given(tuple(words), GREP_TAKES)
    names = {name for name, _ in found.options}
    files = len(found.operands) - (not names & {"e", "regexp"})
    return bool(names & {"c", "count"}) and names <= GREP and files < 2


def _lists(name: str, words: list[Word]) -> bool:
    """Whether names are printed that stand in a file, or that a link leads to."""
    return (name == "wc" and any([word.text[:3] == "--f" for word in words])) or (
        name == "stat" and any(["%N" in word.text for word in words])
    )
