"""What a name with dots is meant to be: a column of a table, a member of a type or module, or nothing of the tree."""

from __future__ import annotations

import sys

from guard.prose.named.literals import DYNAMIC
from guard.prose.named.wordlist import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.lookup import Names
    from guard.prose.named.tokens import Token

    Claim = tuple[str, str]

_GO = listed(
    """
    bufio bytes context errors exec filepath flag fmt fs hash heap hex html http httptest io ioutil json list log
    maps math net os path rand reflect regexp rows runtime signal slices slog sort sql strconv strings sync
    syscall tar template testing time tls unicode url utf8 xml zip atomic binary base64 sha256 errgroup prometheus
    proto grpc
    """
)
_OBJECTS = listed(
    """
    self this cls super req request res response ctx context app args kwargs event props state params query body
    data config settings process window document console math json object array string number promise date map
    error obj excluded new old row rows job task item value result resp err tx conn cursor session logger log env
    schema file code identity secret opaque dep infra access module resource var local data output each count path
    spec metadata status kind pg_catalog information_schema performance_schema sys mysql values chart image global
    server spring
    """
)


def meant(token: Token, text: str, names: Names) -> Claim | None:
    """The claim that a dotted name makes; None where nobody can say that it makes one."""
    name = text.replace("::", ".").replace("#", ".").rstrip("?!") if "?" not in text else text.replace("#", ".")
    head, _, last = name.rpartition(".")
    symbols, columns = names.symbols, names.columns
    if symbols.has(name) or names.modules.has(name) or symbols.holders(name):
        return "symbol", name
    if token.cue in ("flag", "environment", "service", "package", "command", "job") and not symbols.holders(head):
        return token.cue, text
    if token.cue == "column":
        return "column", name  # it is said to be one: not the member of a module that is called as its table
    if columns.table(name) or (token.cue == "table" and not columns.table(head)):
        return "table", name
    lower = last == last.casefold()
    if columns.table(head) and not (symbols.holders(head) and not lower):
        return _column_or_symbol(name, head, last, names)
    if symbols.holders(head):
        return None if _unsaid(head, last, names) else ("symbol", name)
    if not token.code:
        return None
    return _holder_unknown(token, name, names)


def _column_or_symbol(name: str, head: str, last: str, names: Names) -> Claim:
    """Of what is both a table and a module: what the last part is near to."""
    if names.columns.has(head, last) or not names.symbols.holders(head):
        return "column", name
    members = [member for holder in names.symbols.holders(head) for member in names.symbols.members(holder)]
    return ("symbol", name) if names.columns.like_column(head, last) == "" and members else ("column", name)


def _unsaid(head: str, last: str, names: Names) -> bool:
    """Whether it may be a member that no line of the tree says: inherited, or made when the code runs."""
    strict = all([names.symbols.strict(holder) for holder in names.symbols.holders(head)])
    return not strict and last in DYNAMIC


def _holder_unknown(token: Token, name: str, names: Names) -> Claim | None:
    head, _, last = name.rpartition(".")
    first = name.partition(".")[0]
    symbols, columns = names.symbols, names.columns
    if first.casefold() in _OBJECTS or len(head) < 2 or names.outside(name):
        return None
    bare = head.rpartition(".")[2]
    alike = symbols.holders_alike(head)
    near = tuple(dict.fromkeys([*alike, *[one for one in (symbols.holder_like(head),) if one]]))
    for one in near:
        if any([last in symbols.members(holder) for holder in symbols.holders(one)]):
            object_of = one.casefold() == bare.casefold() and bare[0].islower() and one[0].isupper()
            return None if object_of else ("symbol", name)
    if any([one.casefold() == bare.casefold() for one in near]):
        return ("symbol", name) if bare[0].isupper() and last not in DYNAMIC else None
    table = names.near("table").slip(bare)
    if table and columns.has(table, last):
        return "column", name
    if columns.tables_with(last) and len(bare) > 3 and not _elsewhere(first, names) and last not in DYNAMIC:
        return "column", name
    return _of_unknown_type(token, name, names)


def _elsewhere(first: str, names: Names) -> bool:
    """Whether a name of this beginning may be a library's."""
    low = first.casefold()
    return (
        first in sys.stdlib_module_names
        or first in _GO
        or names.modules.has(first)
        or names.has("package", low)
        or any([part == low for package in names.known.of("package").names for part in package.casefold().split("/")])
    )


def _of_unknown_type(token: Token, name: str, names: Names) -> Claim | None:
    head, _, last = name.rpartition(".")
    first = name.partition(".")[0]
    if not names.whole("symbol") or _elsewhere(first, names) or not names.symbols.names:
        return None
    humps = sum([letter.isupper() for letter in head])
    if token.cue == "symbol" or (head[0].isupper() and humps > 1 and last not in DYNAMIC):
        return "symbol", name
    like_go = any([place.partition(":")[0].endswith(".go") for place in list(names.symbols.names.values())[:3]])
    return ("symbol", name) if like_go and last[0].isupper() and "." not in head else None
