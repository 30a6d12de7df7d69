"""Names of tables and columns as code writes them: display_name, DisplayName, displayName, DISPLAY_NAME."""

from __future__ import annotations

import re

from guard.value import NamedTuple

_WORD = re.compile(r"\w+")


class Symbol(NamedTuple):
    """A table or a column that standing plans create or drop, and what its name is told by."""

    resource: str  # "column:users.display_name"
    table: str  # "users"
    column: str  # "" for the table itself
    folded: str
    singular: str  # of the table, folded: classes are named after one row of it
    dropped: bool

    @property
    def compound(self) -> bool:
        """Whether the name has several words, so that a name like it alone says what is meant."""
        name = self.column or self.table
        return "_" in name.strip("_") or any(char.isupper() for char in name[1:])


def folded(word: str) -> str:
    """A name without what differs from language to language: letter case and underscores."""
    return word.replace("_", "").lower()


def singular(table: str) -> str:
    """What one row of a table is called, as far as endings tell."""
    name = folded(table)
    for ending, left in (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("ss", "ss")):
        if name.endswith(ending):
            return name[: -len(ending)] + left
    return name.removesuffix("s")


def symbols_of(created: tuple[str, ...], dropped: tuple[str, ...]) -> tuple[Symbol, ...]:
    """The tables and columns among these resources, each once. What is dropped and created again counts as dropped."""
    found: dict[str, Symbol] = {}
    for resource in (*dropped, *created):
        kind, _, name = resource.partition(":")
        words = name.split(".")
        column = words.pop() if kind == "column" and len(words) > 1 else ""
        table = words[-1]
        name = folded(column or table)
        if (kind == "table" or column) and name.isalnum():
            symbol = Symbol(resource, table, column, name, singular(table), resource in dropped)
            found.setdefault(resource, symbol)
    return tuple(found.values())


def named_after(word: str, symbol: Symbol) -> bool:
    """Whether a class, or a variable, is named after the table: User, users, current_user."""
    name = folded(word)
    return name in (folded(symbol.table), symbol.singular) or (
        len(symbol.singular) > 2 and name.endswith((symbol.singular, folded(symbol.table)))
    )


def mentions(text: str, symbol: Symbol) -> bool:
    """Whether the words of an expression name the table: User.objects.filter(id=1).update."""
    return any(named_after(word, symbol) for word in _WORD.findall(text[:2_000]))


def spelling(name: str) -> str:
    """A regular expression, of both Python and ast-grep, for every way to write a folded name."""
    return "_*".join(name)


def told_by(data: bytes, symbols: tuple[Symbol, ...]) -> tuple[Symbol, ...]:
    """Of these, what the bytes of a file may name at all.

    A name of one word, such as `name`, counts only where the table is named too.
    """
    text = data.replace(b"_", b"").lower()
    found = []
    for symbol in symbols:
        if not symbol.column:
            here = symbol.singular.encode() in text
        else:
            here = symbol.folded.encode() in text and (symbol.compound or symbol.singular.encode() in text)
        if here:
            found.append(symbol)
    return tuple(found)
