"""Symbols (G702): functions, types and members that a text or new code names, against what code declares.

"It is not there" is said only where it would be known: of a type or module that is indexed, or where all code is.
"""

from __future__ import annotations

from guard.escape import shown
from guard.model.doubt import Doubt, Unasked
from guard.model.lookup import Near, fresh_of, names_of
from guard.prose.named import named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.lookup import Dotted, Names
    from guard.prose.named import Named

_KINDS = ("symbol", "call", "member")


def check(paper: Paper) -> Iterator[Doubt | Unasked]:
    """Each place that names a symbol which nothing declares; and what code nobody has indexed."""
    names, fresh = names_of(paper.known), fresh_of(paper)
    for part in paper.known.of("symbol").partial:
        language, colon, why = part.partition(": ")
        yield Unasked("G702", f"symbols of {language}" if colon else "some symbols", why if colon else part)
    told = named(paper)
    if names.tired:
        yield Unasked("G702", "names of no evident kind, but the first ones", "the text has too many that nobody knows")
    for one in told:
        if one.kind not in _KINDS or names.outside(one.name) or not _absent(names, one):
            continue
        if fresh.find("symbol", one.name) is None:
            yield _doubt(paper, names, one)


def _absent(names: Names, one: Named) -> bool:
    """Whether it would be known, and is not."""
    symbols, head = names.symbols, one.name.rpartition(".")[0]
    if symbols.has(one.name) or names.modules.has(one.name) or symbols.holders(one.name):
        return False
    if one.kind == "call":
        if names.anywhere(one.name):
            return False
        return (names.whole("symbol") and bool(symbols.names)) or bool(names.near("symbol").slip(one.name))
    if head and _unsaid(symbols, head):
        members = [member for holder in symbols.holders(head) for member in symbols.members(holder)]
        return bool(Near(members).slip(one.name.rpartition(".")[2]))
    if one.kind == "member":  # out of a module: nothing but a file of its own says all that it has
        file = f"{head.replace('.', '/')}.py"
        return bool(symbols.holders(head)) and names.paths.has(file) and not names.paths.has(one.name.replace(".", "/"))
    if one.unit == 0 and head:
        return _absent_in_code(names, head, one.name.rpartition(".")[2])
    return names.whole("symbol") or bool(symbols.holders(head)) or bool(symbols.holder_like(head))


def _unsaid(symbols: Dotted, head: str) -> bool:
    """Whether it may have members that no line of the tree says: a base from elsewhere, a function, a variable."""
    if symbols.holders(head):
        return symbols.open(head)
    return symbols.has(head) and not symbols.tells_all(head)


def _absent_in_code(names: Names, head: str, last: str) -> bool:
    """In code a name may be of a variable, or be inherited: only what surely has all its members says so."""
    holders = names.symbols.holders(head)
    if not holders:
        return False
    members = [member for holder in holders for member in names.symbols.members(holder)]
    return all([names.symbols.strict(holder) for holder in holders]) or bool(Near(members).slip(last))


def _doubt(paper: Paper, names: Names, one: Named) -> Doubt:
    name = shown(one.name)
    near = names.symbols.like(one.name, names.near("symbol"))
    place = names.symbols.names.get(near, "")
    head = one.name.rpartition(".")[0]
    holders = names.symbols.holders(head) if head else ()
    of = f"{shown(head)} has no {shown(one.name.rpartition('.')[2])}" if holders else f"nothing declares {name}"
    why = f"did you mean {shown(near)}?{f' it stands in {shown(place)}' if place else ''}" if near else ""
    correct = f"write {shown(near)} if that is meant" if near else "write the name as the code has it"
    mend = f"{correct}; if a phase makes it, declare symbol:{name} under creates of that phase"
    ask = f"Which declaration is meant by {name}?"
    what = f"{of} in {paper.known.where or 'the tree'}"
    return Doubt("G702", one.unit, one.quote, what, ask, mend, one.line, one.anchor, why)
