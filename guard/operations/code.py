"""Code: what a change adds to it and takes from it, of what the house and its plans have declared.

- A pattern of the policy (`detect`): the operation of the house, for every match that came; with ("change", "remove")
  for every one that went, since what went may have been a guard.
- Sites and what they become: code.call.replace. Sites that went otherwise: code.ref.remove; that came: code.ref.add.
- Tables and columns that standing plans create or drop: code.ref.add and code.ref.remove where a function names them
  more often than before, or less often. Three more are claimed only where the form of the code decides them; they
  stand for what they are made of, and else no more than code.ref.* is said:
  - code.write.dual: a function writes a column that is dropped and all the columns of that table that are created, and
    did not before.
  - code.write.stop: a function that is still there wrote a column that is dropped, and no longer does; nothing else in
    the file writes it now that did not, and nothing is left of which it cannot be told whether it writes.
  - code.read.switch: a function reads a dropped column less often, and a created one of the same table more often.

Limits. Names are told by what they are called, not by their type: `o.email` is taken for users.email, and a column
with a name of one word counts only in files that name its table. One file is read at a time: what a function hands to
another file is not followed. Rows by position, `SELECT *`, names made at run time and reflection name no column.
Migrations say by themselves what they do, so names of columns are not looked for in them. In code that the parser
cannot make out (a mistake, or a newer form of the language), names are still found, patterns only where it can.
Nothing is accounted for: the file operation always stands beside.
"""

from __future__ import annotations

import os
from functools import lru_cache, partial

from guard.model.migration import certain, migration_of
from guard.model.operation import Operation
from guard.model.paths import PathSet
from guard.model.reading import Reading, unread
from guard.syntax import Unreadable, decoded, language_of, parse, rewritten
from guard.syntax.claims import Side, claims
from guard.syntax.names import symbols_of, told_by
from guard.syntax.patterns import compiled
from guard.syntax.plain import Plain
from guard.syntax.references import functions, references
from guard.syntax.sites import Searched, added, worked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.reading import Context, Pattern, Source
    from guard.syntax import Node
    from guard.syntax.patterns import Compiled
    from guard.syntax.plain import Match

compiled_once = lru_cache(maxsize=1024)(compiled)
paths_of = lru_cache(maxsize=1024)(PathSet)
NOT_CODE = ("", "hcl", "yaml")  # names of columns stand in code only


class _Side:
    """One side of a file, parsed when somebody asks for it."""

    def __init__(self, data: bytes | None, language: str) -> None:
        self.data = data or b""
        self.language = language
        self._text: str | None = None
        self._root: Node | None = None

    def text(self) -> str:
        if self._text is None:
            self._text = decoded(self.data, self.language)
        return self._text

    def written(self) -> bytes:
        """The bytes, with every name as it is compared."""
        return self.text().encode() if rewritten(self.data, self.language) else self.data

    def root(self) -> Node:
        if self._root is None:
            self._root = parse(self.text(), self.language)
        return self._root

    def find(self, pattern: Compiled | Plain) -> tuple[Match, ...]:
        if not pattern.may_match(self.data):
            return ()
        return pattern.find(self.text()) if isinstance(pattern, Plain) else pattern.find(self.root())


def detect(source: Source, context: Context) -> Reading | None:
    """What the change does to code that somebody has declared; None where it is none of that."""
    path = os.fsencode(source.path)
    language = language_of(source.path)
    wanted = [pattern for pattern in context.patterns if _applies(pattern, language, path)]
    old, new = _Side(source.old, language), _Side(source.new, language)
    if source.old == source.new:
        return None
    found: list[Operation] = []
    for pattern in wanted:
        found += _of_pattern(pattern, old, new)
    found += _of_names(path, context, old, new)
    ordered = sorted(found, key=lambda one: (one.line is None, one.line or 0, one.id, one.object or ""))
    return Reading(tuple(ordered), False) if found else None


def _applies(pattern: Pattern, language: str, path: bytes) -> bool:
    """Whether a pattern is one for this file."""
    if pattern.language not in ("text", language) and not (pattern.language == "sql" and path.endswith(b".sql")):
        return False
    return paths_of(pattern.within).matches(path) and not paths_of(pattern.without).matches(path)


def _of_pattern(pattern: Pattern, old: _Side, new: _Side) -> list[Operation]:
    """What one pattern tells of the two sides; a pattern or a file that cannot be read is told as that."""
    try:
        looked = compiled_once(pattern.language, pattern.pattern, pattern.finds)
        if pattern.of != "detect":
            return _of_sites(pattern, looked, old, new)
        before, after = old.find(looked), new.find(looked)
    except Unreadable as error:
        return list(unread(f"{pattern.name} cannot be looked for: {error}").operations)
    via = pattern.language
    came = [Operation(pattern.name, one.line, via=via, confidence="pattern") for one in added(before, after)]
    gone = (("change", "remove"),)
    went = [Operation(pattern.name, None, attributes=gone, via=via, confidence="pattern") for _ in added(after, before)]
    return [*came, *went]


def _of_sites(pattern: Pattern, looked: Compiled | Plain, old: _Side, new: _Side) -> list[Operation]:
    """Sites of a plan: what they became, and what else came and went."""
    then, now = old.find(looked), new.find(looked)
    if not then and not now:
        return []
    becomes: Compiled | Plain | None = None
    if pattern.becomes:
        try:
            becomes = compiled_once(pattern.language, pattern.becomes)
        except Unreadable:
            becomes = compiled_once("text", pattern.becomes)
    shared = frozenset(looked.names) & frozenset(becomes.names if becomes is not None else ())
    done = worked(
        Searched(old.text(), then, old.find(becomes) if becomes is not None else ()),
        Searched(new.text(), now, new.find(becomes) if becomes is not None else ()),
        shared,
    )
    object_, named = f"sites:{pattern.of}/{pattern.name}", (("name", pattern.name),)
    told = [
        *[("code.call.replace", match.line) for match in done.replaced],
        *[("code.ref.add", match.line) for match in done.came],
        *[("code.ref.remove", None) for _ in done.went],
    ]
    return [
        Operation(id_, line, object_, attributes=named, via=pattern.language, confidence="pattern")
        for id_, line in told
    ]


def _of_names(path: bytes, context: Context, old: _Side, new: _Side) -> list[Operation]:
    """What the names of tables and columns tell of the two sides."""
    language = new.language
    ran = certain(migration_of(path))
    if language in NOT_CODE or not (context.created or context.dropped) or ran:
        return []
    every = _symbols(context.created, context.dropped)
    try:
        symbols = told_by(old.written() + b"\n" + new.written(), every)
        if not symbols:
            return []
        then, now = [
            Side(references(side.root(), side.text(), language, symbols), partial(functions, side.root(), language))
            for side in (old, new)
        ]
    except Unreadable as error:
        return list(unread(f"names of columns in it cannot be looked for: {error}").operations)
    return claims(then, now, every, language)


_symbols = lru_cache(maxsize=16)(symbols_of)
