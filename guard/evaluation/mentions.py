"""Where a plan names something that its world has, in words that say what it is: a table, a flag, a service.

A bare word in code may be anything, and nobody could say that it is wrong: only mentions of an evident kind are taken.
"""

from __future__ import annotations

import re

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.evaluation.page import Page
    from guard.model.known import Known

TYPES = (*("path", "symbol", "table", "column", "flag"), *("environment", "service", "package", "command", "job"))
CASELESS = ("table", "column", "package", "term", "external")
_SPAN = re.compile(r"(?<!`)`([^`\n]{1,200})`(?!`)")
_SQL = re.compile(r"(?i)\b(?:FROM|JOIN|UPDATE|INTO|TABLE)\s+(?:ONLY\s+|IF\s+EXISTS\s+)?([a-z_][\w.]{0,80})")
_AROUND = 24  # letters on each side of a name where a word may say what it is
_WORDS = {
    "table": re.compile(r"(?i)\btables?\b"),
    "flag": re.compile(r"(?i)\b(?:feature )?(?:flags?|toggles?)\b"),
    "service": re.compile(r"(?i)\b(?:services?|deployments?|consumers?|containers?|pods?)\b"),
    "package": re.compile(r"(?i)\b(?:packages?|librar(?:y|ies)|dependenc(?:y|ies))\b"),
    "job": re.compile(r"(?i)\b(?:jobs?|workflows?)\b"),
}


class Mention(NamedTuple):
    """A name of the world, at its place in a line; lines are from 0."""

    kind: str
    line: int
    start: int
    end: int
    name: str  # as it is written there


def mentions(text: Page, names: Names) -> tuple[Mention, ...]:
    """Every one below the front matter, in the order of the text."""
    found: list[Mention] = []
    known = names.known
    for at in range(text.body, len(text.lines)):
        line, code = text.lines[at], text.code[at]
        if code:
            found += _in_sql(line, at, known) if code in ("sql", "postgresql", "pgsql", "mysql") else ()
        elif not line.lstrip().startswith(">"):
            found += _in_prose(line, at, names)
    return tuple(found)


def _in_sql(line: str, at: int, known: Known) -> Iterator[Mention]:
    for told in _SQL.finditer(line.partition("--")[0]):
        if known.of("table").has(told[1]):
            yield Mention("table", at, told.start(1), told.end(1), told[1])


def _in_prose(line: str, at: int, names: Names) -> Iterator[Mention]:
    known = names.known
    for span in _SPAN.finditer(line):
        kind = kind_of(span[1], names)
        beside = f"{line[max(0, span.start() - _AROUND) : span.start()]} {line[span.end() : span.end() + _AROUND]}"
        if not kind:
            kinds = [one for one, word in _WORDS.items() if known.of(one).has(span[1]) and word.search(beside)]
            kind = kinds[0] if len(kinds) == 1 else ""
        if kind:
            yield Mention(kind, at, span.start(1), span.end(1), span[1])


def kind_of(name: str, names: Names) -> str:
    """What a name is whose shape tells it; "" where words beside it have to."""
    known = names.known
    if "/" in name and known.of("path").has(name.removeprefix("/")):
        return "path"
    if known.of("environment").has(name) and name.isupper() and "_" in name:
        return "environment"
    if known.of("column").has(name) and name.count(".") == 1:
        return "column"
    if known.of("command").has(name) and " " in name:
        return "command"
    if "." in name and "/" not in name and names.symbol(name.removesuffix("()")):
        return "symbol"
    return ""


class Names:
    """Everything that a world has under some name, made once for all who ask."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.symbols = {end for name in known.of("symbol").names for end in _ends(name, ".")}
        self.exact = {name for register in known.registers.values() for name in register.names}
        self.exact |= {end for name in known.of("path").names for end in (*_ends(name, "/"), *_folders(name))}
        self.exact |= self.symbols
        self.folded = {_folded(name) for kind in CASELESS for name in known.of(kind).names}

    def symbol(self, name: str) -> bool:
        """It is a symbol, by its last two names at least."""
        return "." in name and name in self.symbols

    def stand(self, name: str) -> bool:
        """Something of any kind is called so, in any case of letters where case means nothing."""
        bare = name.strip("/").removesuffix("()")
        return name in self.exact or bare in self.exact or _folded(bare) in self.folded


def _ends(name: str, sign: str) -> list[str]:
    parts = name.split(sign)
    return [sign.join(parts[at:]) for at in range(len(parts) - (sign == "."))] or [name]


def _folders(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:at]) for at in range(1, len(parts))]


def _folded(name: str) -> str:
    return name.casefold().replace("_", "-")
