"""How a name goes wrong: plural, a neighbour's, another case, letters swapped or lost, folder, ending, synonym.

These are the slips of whoever writes a name from memory. Each result is a name that its world does not have.
"""

from __future__ import annotations

import re
from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from guard.evaluation.mentions import Names
    from guard.model.known import Known

CASED = ("path", "symbol", "environment", "command")  # where another case is another name
SAYS_KIND = frozenset(("service", "services", "server", "job", "jobs", "task", "flag", "table", "package", "command"))
_WORD = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Za-z][a-z]*")
_SYNONYMS = (
    "user account customer", "order purchase", "name title label", "email mail", "id uuid key", "get fetch load",
    "save store write", "create make build", "delete remove drop", "job task", "copy backfill sync", "check verify",
    "invoice bill", "payment charge", "price cost amount", "address location", "status state", "date day time",
    "count number total", "worker runner", "api server service", "config settings", "client consumer", "send deliver",
    "update change", "start begin run", "test spec", "log journal", "queue topic", "session login", "token secret",
    "item entry row", "product article", "list index", "new next", "old legacy", "url uri", "db database", "read parse",
    "migrate upgrade", "render show draw", "handler controller", "repo store", "team group", "role right",
)  # fmt: skip
_ENDINGS = {
    "py": "pyi", "go": "rs", "ts": "js", "js": "ts", "tsx": "jsx", "sql": "ddl", "yml": "yaml", "yaml": "yml",
    "md": "rst", "sh": "bash", "json": "yaml", "toml": "ini", "rb": "py", "java": "kt", "kt": "java", "tf": "hcl",
}  # fmt: skip


def slips(kind: str, name: str, names: Names, random: Random) -> Iterator[tuple[str, str]]:
    """How it went wrong, and the wrong name; each is of nothing that the world has."""
    seen = {name}
    for how, wrong in _tried(kind, name, names.known, random):
        if wrong not in seen and wrong not in SAYS_KIND and not names.stand(wrong):
            seen.add(wrong)
            yield how, wrong


def _tried(kind: str, name: str, known: Known, random: Random) -> Iterator[tuple[str, str]]:
    head, part, tail = _split(kind, name)
    words = [(found.start(), found.end()) for found in _WORD.finditer(part) if found.end() - found.start() > 1]
    if not words:
        return
    start, end = words[-1]
    yield "plural", head + part[:start] + _plural(part[start:end]) + part[end:] + tail
    yield from [(how, head + wrong + tail) for how, wrong in _letters(part, random)]
    for at, to in words:
        for other in _synonyms(part[at:to].lower()):
            yield "synonym", head + part[:at] + _like(part[at:to], other) + part[to:] + tail
    if kind in CASED:
        yield "casing", head + _recased(kind, part) + tail
    for other in _neighbours(kind, name, known, random):
        yield "sibling", other
    if kind == "path":
        folder, _, file = name.rpartition("/")
        folders = sorted({one.rpartition("/")[0] for one in known.of("path").names} - {folder, ""})
        for other in random.sample(folders, min(2, len(folders))):
            yield "folder", f"{other}/{file}"
        stem, _, ending = name.rpartition(".")
        if ending in _ENDINGS:
            yield "ending", f"{stem}.{_ENDINGS[ending]}"


def _split(kind: str, name: str) -> tuple[str, str, str]:
    """What stands, the part that goes wrong, and what stands again."""
    bare = name.removesuffix("()")
    tail = name[len(bare) :]
    at = max(bare.rfind({"path": "/", "symbol": ".", "column": ".", "command": " "}.get(kind, "\0")), -1) + 1
    head, part = bare[:at], bare[at:]
    if kind == "path" and "." in part[1:]:
        stem, _, ending = part.rpartition(".")
        return head, stem, f".{ending}{tail}"
    return head, part, tail


def _plural(word: str) -> str:
    upper = word.isupper() and len(word) > 1
    low = word.lower()
    if low.endswith("ies"):
        low = f"{low[:-3]}y"
    elif low.endswith("s") and not low.endswith("ss"):
        low = low[:-1]
    elif low.endswith("y") and low[-2:-1] not in "aeiou":
        low = f"{low[:-1]}ies"
    else:
        low = f"{low}{'es' if low.endswith(('ss', 'x', 'ch', 'sh')) else 's'}"
    return low.upper() if upper else word[0] + low[1:]


def _letters(part: str, random: Random) -> Iterator[tuple[str, str]]:
    """Two letters swapped, and one lost, not at either end."""
    swaps = [at for at in range(1, len(part) - 2) if part[at : at + 2].isalpha() and part[at] != part[at + 1]]
    if swaps:
        at = random.choice(swaps)
        yield "swapped", part[:at] + part[at + 1] + part[at] + part[at + 2 :]
    losses = [at for at in range(1, len(part) - 1) if part[at].isalpha()]
    if len(part) > 3 and losses:
        at = random.choice(losses)
        yield "lost", part[:at] + part[at + 1 :]


@cache
def _synonyms(word: str) -> tuple[str, ...]:
    plural = word[:-1] if word.endswith("s") else word
    found = []
    for line in _SYNONYMS:
        alike = line.split()
        if word in alike or plural in alike:
            found += [one if word in alike else f"{one}s" for one in alike if one not in (word, plural)]
    return tuple(found)


def _like(word: str, other: str) -> str:
    """The other word in the case of the one."""
    return other.upper() if word.isupper() else other.capitalize() if word[0].isupper() else other


def _recased(kind: str, part: str) -> str:
    if kind == "environment":
        return part.lower()
    return part[0].swapcase() + part[1:]


def _neighbours(kind: str, name: str, known: Known, random: Random) -> Iterator[str]:
    """Names made of two: the one's table with the other's column, the one's first word with the other's last."""
    others = [one for one in known.of(kind).names if one != name]
    sign = {"path": "/", "symbol": ".", "column": ".", "command": " "}.get(kind, "")
    for other in random.sample(others, min(6, len(others))):
        if sign and sign in name and sign in other:
            yield f"{name.rpartition(sign)[0]}{sign}{other.rpartition(sign)[2]}"
        for joint in "-_":
            if not sign and joint in name and joint in other:
                yield f"{name.rpartition(joint)[0]}{joint}{other.rpartition(joint)[2]}"
