"""Sites that can never drain, since what they become is found again by their own pattern (G245).

Told of what is certain: the words of the pattern stand in what the sites become, with metavariables, or plain names,
where the pattern has a metavariable.
"""

from __future__ import annotations

from guard.model.draft import Flaw

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.draft import Draft
    from guard.model.plan import Pattern

_NEVER = "a phase with sites is complete when none is left, and of these some are left for ever"

_SIGNS = r"\$\$\$[A-Z0-9_]*|\$[A-Z_][A-Z0-9_]*|\w+|[^\w\s]"
_ONE = r"(?:\$[A-Z_][A-Z0-9_]*|[^\W\d]\w*)"  # for a metavariable: another one, or a name
_LONGEST = 2_000  # characters; what is longer, or has several `$$$NAME`, would take too long to try
_CALLS_ARE_OTHERS = ("java", "ruby")  # `u.old` and `u.old()` are not told by one pattern there
_PAIRS = {")": "(", "]": "[", "}": "{"}


def check(draft: Draft) -> Iterator[Flaw]:
    """Every one of the sites that says what it becomes."""
    for sites in () if draft.plan is None else draft.plan.sites:
        if _found_again(sites):
            what = (
                f"sites {sites.name} become what is found again: {sites.becomes!r} holds the pattern {sites.pattern!r}"
            )
            mend = (
                "write a pattern that what they become does not match, such as the old name with the bracket behind it"
            )
            yield Flaw("G245", f"/sites/{sites.name}/becomes", what, _NEVER, mend)


def _found_again(sites: Pattern) -> bool:
    """Whether what the sites become holds the pattern once more."""
    becomes, pattern = sites.becomes or "", sites.pattern
    if not becomes:
        return False
    return _in_text(pattern, becomes) if sites.language == "text" else _in_code(sites.language, pattern, becomes)


def _in_text(pattern: str, becomes: str) -> bool:
    """As text it is found wherever it stands, but not as the end of another word."""
    at = becomes.find(pattern)
    while at >= 0:
        if not at or not (_word(pattern[0]) and _word(becomes[at - 1])):
            return True
        at = becomes.find(pattern, at + 1)
    return False


def _word(char: str) -> bool:
    return char == "_" or char.isalnum()


def _in_code(language: str, pattern: str, becomes: str) -> bool:
    """As code it is found where its words stand by themselves."""
    import re

    words = re.findall(_SIGNS, pattern)
    if pattern.split() == becomes.split() or not _tried(words, becomes):
        return pattern.split() == becomes.split()
    parts: list[str] = []
    names: dict[str, str] = {}
    for place, word in enumerate(words):
        if place:
            parts.append(r"\s+" if _word(words[place - 1][-1]) and _word(word[0]) else r"\s*")
        if word in names and word not in ("$_", "$$$"):
            parts.append(f"(?P={names[word]})")
        elif _stands_for_any(word):
            names[word] = f"v{place}"
            one = ".*?" if word.startswith("$$$") else _ONE + ("" if place else r"(?:\.\w+)*?")
            parts.append(f"(?P<{names[word]}>{one})")
        else:
            parts.append(re.escape(word))
    ahead = r"(?<![\w$])" if words[0][0] == "$" else r"(?<![\w$.:>])" if _word(words[0][0]) else ""
    behind = (r"(?!\w)" if _word(words[-1][-1]) else "") + (r"(?!\s*\()" if language in _CALLS_ARE_OTHERS else "")
    rest = [name for word, name in names.items() if word.startswith("$$$")]
    found = re.finditer(ahead + "".join(parts) + behind, becomes, re.DOTALL)
    return any(all(_whole(one.group(name)) for name in rest) for one in found)


def _tried(words: list[str], becomes: str) -> bool:
    """Whether there are words to go by, and few enough ways to lay them out."""
    from itertools import pairwise

    free = [_stands_for_any(word) for word in words]
    side_by_side = any(one and other for one, other in pairwise(free))
    open_ended = [word for word in words if word.startswith("$$$")]
    return not all(free) and not side_by_side and len(open_ended) <= 1 and len(becomes) <= _LONGEST


def _stands_for_any(word: str) -> bool:
    return word[0] == "$" and len(word) > 1


def _whole(text: str) -> bool:
    """What stands for `$$$NAME` opens and closes its own brackets."""
    waiting: list[str] = []
    for char in text:
        if char in _PAIRS.values():
            waiting.append(char)
        elif char in _PAIRS and (not waiting or waiting.pop() != _PAIRS[char]):
            return False
    return not waiting
