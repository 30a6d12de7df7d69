"""Files that are no YAML before they are filled in: what can be told of them is which of their lines changed."""

from __future__ import annotations

import re
from collections import Counter

from guard.settings.yaml_documents import decoded

# An action alone on its line may put in anything, or take out what stands below it.
_ACTION = re.compile(r"\s*(?:-\s+)?\{\{")
_COMMENT = re.compile(r"\s*#(?!.*\{\{)")


def only_templates(trouble: list[tuple[str, int | None]]) -> bool:
    """Whether nothing but actions of templates keeps a file from being read."""
    return bool(trouble) and all([words.startswith("a template") for words, _ in trouble])


def changed_lines(old: bytes | None, new: bytes | None) -> list[tuple[str, int | None]]:
    """The lines of one side that the other does not have, or not as often: with the number of a new one, else None.

    Where lines only stand in another order, all between the first and the last that moved.
    """
    before, after = [(decoded(side) or "").splitlines() for side in (old, new)]
    left = Counter(before)
    found: list[tuple[str, int | None]] = []
    for number, line in enumerate(after, 1):
        if left[line]:
            left[line] -= 1
        else:
            found.append((line, number))
    found += [(line, None) for line in left.elements()]
    if not found:
        moved = [at for at, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]]
        found = [(after[at], at + 1) for at in (range(moved[0], moved[-1] + 1) if moved else ())]
    return [(line, number) for line, number in found if line.strip() and not _COMMENT.match(line)]


def speaking(old: bytes | None, new: bytes | None, words: re.Pattern[str]) -> list[int | None]:
    """The numbers of changed lines that hold one of the words, or an action that may put it in."""
    return [number for line, number in changed_lines(old, new) if words.search(line) or _ACTION.match(line)]
