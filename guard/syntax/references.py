"""Where code names a table or a column, what it does with it there, and in which function."""

from __future__ import annotations

from guard.syntax import Unreadable, find_all, line
from guard.syntax.literals import STRINGS, by_itself, in_sql, in_tag, is_sql, text_of, whole_of
from guard.syntax.names import folded, spelling
from guard.syntax.roles import accessor, argument, role
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.syntax import Node, Rule
    from guard.syntax.names import Symbol

_SCRIPT = (
    *("identifier", "property_identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern"),
    *("private_property_identifier", "type_identifier"),
)
NAMES = {
    "go": ("identifier", "field_identifier", "type_identifier"),
    "python": ("identifier",),
    "javascript": _SCRIPT[:-1],
    "typescript": _SCRIPT,
    "tsx": _SCRIPT,
    "java": ("identifier", "type_identifier"),
    "ruby": ("identifier", "constant", "simple_symbol", "hash_key_symbol", "instance_variable"),
    "rust": ("identifier", "field_identifier", "type_identifier", "shorthand_field_identifier"),
}
TEXTS = {
    "go": STRINGS[:2],
    "python": STRINGS[2:3],
    **dict.fromkeys(("javascript", "typescript", "tsx"), STRINGS[3:4]),
    "java": STRINGS[3:5],
    "ruby": ("string_content", "heredoc_content"),
    "rust": STRINGS[2:3],
}
ACCESSORS = ("go", "java", "javascript", "typescript", "tsx")
FUNCTIONS = {
    "go": ("function_declaration", "method_declaration"),
    "python": ("function_definition",),
    **dict.fromkeys(
        ("javascript", "typescript", "tsx"),
        ("function_declaration", "generator_function_declaration", "method_definition", "variable_declarator"),
    ),
    "java": ("method_declaration", "constructor_declaration"),
    "ruby": ("method", "singleton_method"),
    "rust": ("function_item",),
}
_FUNCTIONS = frozenset([kind for kinds in FUNCTIONS.values() for kind in kinds if kind != "variable_declarator"])
_HOLDERS = (
    *("class_definition", "class_declaration", "abstract_class_declaration", "interface_declaration"),
    *("record_declaration", "enum_declaration", "class", "module", "impl_item", "trait_item"),
)
DEEPEST = 3_000
_CLOSURES = ("arrow_function", "function_expression", "generator_function")


class Reference(NamedTuple):
    """One place that names a table or a column."""

    resource: str
    role: str  # write, read, other, name
    function: str  # "User.save"; "" outside of any function
    inside: bool  # of a function, so that what it does there can be told
    line: int
    text: str  # of the line, to know it again


def references(root: Node, text: str, language: str, symbols: tuple[Symbol, ...]) -> tuple[Reference, ...]:
    """Every place that names one of them, as they stand in the text. Comments name nothing."""
    lines = text.split("\n")
    found: list[Reference] = []
    seen: set[tuple[int, int]] = set()
    for node in find_all(root, _rule(language, symbols)):
        roles = list(_in_text(node, symbols, seen) if node.kind() in TEXTS[language] else _of(node, language, symbols))
        if roles:
            function, inside = place_of(node)
            at = line(node)
            found += [Reference(symbol.resource, told, function, inside, at, lines[at - 1]) for symbol, told in roles]
    return tuple(found)


def _rule(language: str, symbols: tuple[Symbol, ...]) -> Rule:
    """What ast-grep looks for: few nodes, and every one that may matter. The kinds come first, since they are cheap."""
    names = "|".join(sorted({spelling(name) for symbol in symbols for name in _names(symbol)}))
    kinds = [{"kind": kind} for kind in (*NAMES[language], *TEXTS[language])]
    return {"all": [{"any": kinds}, {"regex": f"(?i){names}"}]}


def _names(symbol: Symbol) -> tuple[str, ...]:
    return (symbol.folded,) if symbol.column else (symbol.folded, symbol.singular)


def _of(node: Node, language: str, symbols: tuple[Symbol, ...]) -> Iterator[tuple[Symbol, str]]:
    """What a name of the code stands for."""
    text, kind = node.text().strip("@:#").rstrip("=?!"), node.kind()
    for symbol in symbols:
        if not symbol.column:
            if _of_table(text, kind, symbol):
                yield symbol, "other"
            continue
        if kind == "type_identifier":
            continue
        prefix = accessor(text, symbol) if language in ACCESSORS else ""
        parts = text.split("__") if language == "python" else [text]
        if prefix or any(folded(part) == symbol.folded for part in parts):
            told = role(node, symbol, prefix)
            if told != "name" or symbol.compound:
                yield symbol, told


def _of_table(text: str, kind: str, symbol: Symbol) -> bool:
    """A class named after one row of it; the name of the table, where a name alone says what is meant."""
    is_type = text[:1].isupper() and "_" not in text and not text.isupper()
    if is_type and kind in ("identifier", "type_identifier", "constant"):
        return folded(text) in (symbol.folded, symbol.singular)
    member = kind in ("field_identifier", "property_identifier", "simple_symbol", "hash_key_symbol")
    return folded(text) == symbol.folded and (member or symbol.compound)


def _in_text(node: Node, symbols: tuple[Symbol, ...], seen: set[tuple[int, int]]) -> Iterator[tuple[Symbol, str]]:
    """What a string names: each string once, with all that it is joined to."""
    whole = whole_of(node)
    where = whole.range().start.index, whole.range().end.index
    if where in seen:
        return
    seen.add(where)
    text, closed = text_of(whole)
    tag = _is_tag(whole)
    for symbol in symbols:
        if tag:
            told = ["other"] if in_tag(text, symbol) else []
        elif is_sql(text):
            told = in_sql(text, closed, symbol)
        else:
            told = [argument(whole, symbol)] if closed and by_itself(text, symbol) else []
        yield from [(symbol, one) for one in told]


def _is_tag(whole: Node) -> bool:
    parent = whole.parent()
    return parent is not None and parent.kind() == "field_declaration" and whole.kind() == "raw_string_literal"


def functions(root: Node, language: str) -> frozenset[str]:
    """The functions of a file that have a name."""
    found = find_all(root, {"any": [{"kind": kind} for kind in FUNCTIONS[language]]})
    return frozenset([name for name, inside in map(place_of, found) if inside])


def place_of(node: Node) -> tuple[str, bool]:
    """The names of what a place stands in, and whether a function is among them."""
    names: list[str] = []
    inside = False
    above_it = node.ancestors()
    if len(above_it) > DEEPEST:
        raise Unreadable(f"it is nested more than {DEEPEST:,} deep")
    for above in (node, *above_it):
        kind = above.kind()
        if kind in _FUNCTIONS or kind in _HOLDERS:
            inside = inside or kind in _FUNCTIONS
            name = above.field("name") or above.field("type")
            if name is not None:
                names.append(_receiver(above) + name.text())
        elif kind == "variable_declarator":
            value, name = above.field("value"), above.field("name")
            if value is not None and name is not None and value.kind() in _CLOSURES:
                inside = True
                names.append(name.text())
    return ".".join(reversed(names)), inside


def _receiver(function: Node) -> str:
    """The type that a method of Go belongs to."""
    receiver = function.field("receiver")
    words = receiver.text().strip("()").replace("*", " ").split() if receiver is not None else []
    return f"{words[-1]}." if words else ""
