"""What two sides of a file tell of columns: written to both, no longer written, read elsewhere, named more or less."""

from __future__ import annotations

from collections import Counter

from guard.model.operation import Operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.syntax.names import Symbol
    from guard.syntax.references import Reference

    Claim = tuple[str, int | None, list[Symbol]]


class Side:
    """One side, counted: how often a function does something with a column."""

    def __init__(self, references: tuple[Reference, ...], functions: Callable[[], frozenset[str]]) -> None:
        """`functions` tells which there are; it is asked only where that matters."""
        self.functions = functions
        self.references = references
        self.roles = Counter((one.function, one.role, one.resource) for one in references if one.inside)
        self.everywhere = Counter((one.function, one.role, one.resource) for one in references)
        self.named = Counter((one.function, one.resource) for one in references)

    def does(self, function: str, role: str, symbol: Symbol) -> int:
        return self.roles[function, role, symbol.resource]

    def line(self, function: str, role: str, symbol: Symbol) -> int | None:
        """Where it first does so."""
        lines = [
            one.line
            for one in self.references
            if (one.function, one.role, one.resource) == (function, role, symbol.resource)
        ]
        return min(lines, default=None)


def claims(then: Side, now: Side, symbols: tuple[Symbol, ...], via: str) -> list[Operation]:
    """The operations of one file, those that stand for more first."""
    found: list[Operation] = []
    told: set[tuple[str, str]] = set()  # what a function does with a table that a claim has told already
    tables = dict.fromkeys(symbol.table for symbol in symbols if symbol.column)
    names = sorted({one.function for one in (*then.references, *now.references) if one.inside})
    for table in tables:
        columns = [symbol for symbol in symbols if symbol.column and symbol.table == table]
        dropped = [symbol for symbol in columns if symbol.dropped]
        created = [symbol for symbol in columns if not symbol.dropped]
        for function in names:
            made = [
                *_dual(then, now, function, dropped, created),
                *_stop(then, now, function, dropped),
                *_switch(then, now, function, dropped, created),
            ]
            for id_, line, of in made:
                said = (("in", function),)
                names_of = tuple(sorted(symbol.column for symbol in of))
                found.append(Operation(id_, line, f"table:{table}", None, names_of, said, via, "pattern"))
            if made:
                told.add((function, table))
    return [*found, *_named(then, now, symbols, told, via)]


def _dual(then: Side, now: Side, function: str, dropped: list[Symbol], created: list[Symbol]) -> list[Claim]:
    """It writes a column that goes and all that come, and did not before."""

    def both(side: Side) -> list[Symbol]:
        every = created and all(side.does(function, "write", symbol) for symbol in created)
        return [symbol for symbol in dropped if side.does(function, "write", symbol)] if every else []

    written = both(now)
    if not written or both(then):
        return []
    line = min(now.line(function, "write", symbol) or 0 for symbol in created)
    return [("code.write.dual", line, [*written, *created])]


def _stop(then: Side, now: Side, function: str, dropped: list[Symbol]) -> list[Claim]:
    """It wrote a column that goes, and neither does so any more nor anything new in the file, as far as can be told."""
    found = []
    for symbol in dropped:
        wrote, writes = then.does(function, "write", symbol), now.does(function, "write", symbol)
        if wrote and not writes and not now.does(function, "other", symbol) and not _newly(then, now, symbol):
            found.append(symbol)
    return [("code.write.stop", None, found)] if found and function in now.functions() else []


def _newly(then: Side, now: Side, symbol: Symbol) -> bool:
    """Whether something in the file writes the column, or may write it, more often than before."""
    return any(
        count > then.everywhere[function, role, resource]
        for (function, role, resource), count in now.everywhere.items()
        if resource == symbol.resource and role in ("write", "other")
    )


def _switch(then: Side, now: Side, function: str, dropped: list[Symbol], created: list[Symbol]) -> list[Claim]:
    """It reads a column that goes less often, and one that comes more often."""
    less = [
        symbol
        for symbol in dropped
        if now.does(function, "read", symbol) < then.does(function, "read", symbol)
        and now.does(function, "other", symbol) <= then.does(function, "other", symbol)
    ]
    more = [symbol for symbol in created if now.does(function, "read", symbol) > then.does(function, "read", symbol)]
    if not less or not more:
        return []
    line = min(now.line(function, "read", symbol) or 0 for symbol in more)
    return [("code.read.switch", line, [*less, *more])]


def _named(then: Side, now: Side, symbols: tuple[Symbol, ...], told: set[tuple[str, str]], via: str) -> list[Operation]:
    """How often a function names what is left: more often, or less."""
    found = []
    of = {symbol.resource: symbol for symbol in symbols}
    for function, resource in dict.fromkeys([*now.named, *then.named]):
        symbol = of[resource]
        more = now.named[function, resource] - then.named[function, resource]
        if not more or (function, symbol.table) in told:
            continue
        id_, line = ("code.ref.add", _first(then, now, function, resource)) if more > 0 else ("code.ref.remove", None)
        columns = (symbol.column,) if symbol.column else ()
        said = (("in", function),) if function else ()
        found.append(Operation(id_, line, resource, None, columns, said, via, "pattern"))
    return found


def _first(then: Side, now: Side, function: str, resource: str) -> int:
    """The first line that names it and did not stand there before: there is one, since it is named more often."""
    before = Counter(
        one.text.strip() for one in then.references if (one.function, one.resource) == (function, resource)
    )
    lines = [one for one in now.references if (one.function, one.resource) == (function, resource)]
    for one in lines[:-1]:
        if not before[one.text.strip()]:
            return one.line
        before[one.text.strip()] -= 1
    return lines[-1].line
