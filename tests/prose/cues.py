"""Works out of a pattern words of which every match has one, and writes guard/prose/cues.json.

    .venv/bin/python -m tests.prose.cues

A pattern is taken apart as Python's own compiler does. What must be matched, one part after the other, is spelled out
as far as that is finite and small: each such part is a set, and a match has a word of each. The best of them stand for
the pattern. What looks ahead or back, and what may be left out, counts for nothing, so that a word is never asked
for that a match need not have.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from itertools import product
from pathlib import Path
from typing import Any

MOST = 64  # words of one part
MANY = 400  # words of all ways that a part may take
LEAST = 3  # letters of the shortest of them; of other scripts, and of what is no letter, one is enough
SETS = 3  # of a pattern
TABLE = Path(__file__).resolve().parents[2] / "guard/prose/cues.json"


def cues(pattern: str, flags: int) -> tuple[tuple[str, ...], ...]:
    """The best sets of words; () where none is good enough."""
    tree = re._parser.parse(pattern, flags)  # type: ignore[attr-defined]  # there is no other way to see one
    found = {tuple(sorted(_shortest(one))) for one in _needs(tree) if _telling(one)}
    return tuple(sorted(sorted(found, key=lambda one: (_worth(one), one), reverse=True)[:SETS], key=len))


def _shortest(words: Any) -> set[str]:
    """Without those that hold another one."""
    return {one for one in words if not any(other != one and other in one for other in words)}


def _telling(words: Any) -> bool:
    return all(
        len(one) >= LEAST or not one.isascii() or not any(map(str.isalpha, one.replace(" ", "a"))) for one in words
    )


def _worth(words: Any) -> tuple[int, int]:
    """Long words stand in few texts, and so do few of them."""
    return min(min(map(len, words)), 8), -len(words)


def _needs(items: Any) -> list[frozenset[str]]:
    """Sets of words, of each of which every match has one."""
    found: list[frozenset[str]] = []
    run: frozenset[str] = frozenset([""])
    for op, value in items:
        name = str(op)
        spelled = _spelled(name, value)
        if spelled is not None:
            longer = frozenset(before + after for before, after in product(run, spelled))
            if len(longer) <= MOST:
                run = longer
                continue
        if spelled is None and name in ("AT", "ASSERT", "ASSERT_NOT"):
            continue  # it takes no letters: what stands on both sides of it stands side by side
        found += _whole(run)
        run = frozenset([""]) if spelled is None else spelled
        if spelled is None:
            found += _inside(name, value)
    return found + _whole(run)


def _whole(run: frozenset[str]) -> list[frozenset[str]]:
    return [run] if "" not in run else []


def _inside(name: str, value: Any) -> list[frozenset[str]]:
    """Of a part that cannot be spelled out."""
    if name == "SUBPATTERN":
        return _needs(value[3])
    if name == "ATOMIC_GROUP":
        return _needs(value)
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _needs(value[2]) if value[0] else []
    if name == "BRANCH":
        each = [[one for one in _needs(branch) if _telling(one)] for branch in value[1]]
        if all(each):
            union = frozenset().union(*[max(some, key=_worth) for some in each])
            return [union] if len(union) <= MANY else []
    return []


def _spelled(name: str, value: Any) -> frozenset[str] | None:
    """Everything that a part can match, in lower case; None where that is endless, or too much."""
    if name == "LITERAL":
        return frozenset([chr(value).lower()])
    if name == "IN":
        return _class(value)
    if name == "SUBPATTERN":
        return _sequence(value[3])
    if name == "ATOMIC_GROUP":
        return _sequence(value)
    if name == "BRANCH":
        each = [_sequence(branch) for branch in value[1]]
        if all(one is not None for one in each):
            union = frozenset().union(*[one for one in each if one is not None])
            return union if len(union) <= MOST else None
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and value[1] == 1:
        body = _sequence(value[2])
        return None if body is None else body | (frozenset([""]) if value[0] == 0 else frozenset())
    return None


def _class(items: Any) -> frozenset[str] | None:
    found: set[str] = set()
    for op, value in items:
        if str(op) == "LITERAL":
            found.add(chr(value).lower())
        elif str(op) == "RANGE" and value[1] - value[0] < 12:
            found |= {chr(code).lower() for code in range(value[0], value[1] + 1)}
        elif str(value) == "CATEGORY_DIGIT":
            found |= set("0123456789")  # of other scripts: Cued.may looks at every text that has one
        else:
            return None
    return frozenset(found) if len(found) <= 12 else None


def _sequence(items: Any) -> frozenset[str] | None:
    run = frozenset([""])
    for op, value in items:
        if str(op) in ("AT", "ASSERT", "ASSERT_NOT"):
            continue
        spelled = _spelled(str(op), value)
        if spelled is None:
            return None
        run = frozenset(before + after for before, after in product(run, spelled))
        if len(run) > MOST:
            return None
    return run


def every() -> dict[str, tuple[str, tuple[tuple[str, ...], ...]]]:
    """All patterns of the house, each with its words."""
    for package in ("guard.prose", "guard.questions"):
        for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            importlib.import_module(module.name)
    from guard.prose import cued

    return {cued.key(one.pattern, one.flags): (one.pattern, cues(one.pattern, one.flags)) for one in cued.EVERY}


def _joined(words: tuple[str, ...]) -> str:
    from guard.prose.cued import BETWEEN

    said = BETWEEN.join(words)
    assert tuple(said.split(BETWEEN)) == words, f"{words}: what stands between words stands in one of them"
    return said


def table() -> str:
    """The file as it should be: a line for each pattern, a text for each set of words; that is read the quickest."""
    sets = {of: [_joined(words) for words in found] for of, (_, found) in sorted(every().items()) if found}
    rows = [f"{json.dumps(of)}: {json.dumps(words)}" for of, words in sets.items()]
    return "{\n" + ",\n".join(rows) + "\n}\n"


if __name__ == "__main__":
    TABLE.write_text(table())
