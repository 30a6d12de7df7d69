"""Code: what it declares, by name within its file: classes and their members, functions, what has a value outside."""

from __future__ import annotations

import re

from guard import syntax
from guard.inventories.reading.kinds import FUNCTIONS, MEMBERS, RULES, rules_of
from guard.inventories.reading.outlines import ENDINGS, outline
from guard.inventories.reading.outside import IMPORTS, LANGUAGES, beyond, taken
from guard.inventories.reading.process import UnreadError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from guard.inventories.reading.picking import Around, Named
    from guard.syntax import Node

    Row = tuple[str, str, int]

DEEPEST = 100  # declarations in one another
_PATTERN = re.compile(r"[\w$]+")
_USED = re.compile(r"\w+(?=\s*(?:[,};]|$))")
_QUOTED = "\"'`"


def how(file: Named, around: Around) -> str:
    """The language, where declarations of it are known."""
    language = syntax.ENDINGS.get(file.ending, "") if file.ending else syntax.NAMES.get(file.name, "")
    return language if language in RULES else ENDINGS.get(file.ending, "")


def read(data: bytes, how: str) -> Iterator[Row]:
    """Every declaration, with the names of what it stands in before its own."""
    if b"\0" in data:
        raise UnreadError("it holds NUL bytes")
    if how in ENDINGS.values():
        yield from outline(data.decode("utf-8", "replace"), how)
        return
    try:
        text = syntax.decoded(data, how)
        root = syntax.parse(text, how)
        found = syntax.find_all(root, {"any": rules_of(how, text)})
        odd = not found and bool(syntax.find_all(root, {"kind": "ERROR"}))
    except syntax.Unreadable as error:
        raise UnreadError(str(error)) from None
    if odd:
        raise UnreadError("it is no code that guard can make out")
    if how == "hcl":
        yield from _blocks(found)
        return
    stack: list[tuple[int, str, bool]] = []  # where each ends that is around, its names, and whether it is a function
    for node in found:
        where = node.range()
        start, end = where.start.index, where.end.index
        while stack and stack[-1][0] <= start:
            stack.pop()
        kind = node.kind()
        around = stack[-1][1] if stack else ""
        if kind in IMPORTS and how in LANGUAGES and not _beside(node):
            yield from taken(node)
            continue
        names = NAMES.get(kind, _name)(node)
        if names and names[0].startswith("."):  # a member of the class around the function, not of the function
            outer = [name for _, name, function in stack if not function]
            around, names = (outer[-1] if outer else ""), [name[1:] for name in names]
        if names and how in LANGUAGES:
            yield from beyond(node, kind, around, names[0], bool(stack) and stack[-1][1:] == (around, True))
        for name in names:
            yield "symbol", f"{around}.{name}" if around else name, where.start.line + 1
        if names and len(stack) < DEEPEST:
            stack.append((end, f"{around}.{names[0]}" if around else names[0], kind in FUNCTIONS))


def _beside(node: Node) -> bool:
    """Whether it imports from beside it, as `from .x import y` of Python."""
    module = node.field("module_name")
    return module is not None and module.kind() == "relative_import"


def _name(node: Node) -> list[str]:
    """What most say: the field `name`."""
    name = node.field("name") or node.field("property")
    return [name.text().strip(_QUOTED).replace("::", ".")] if name is not None else []


def _own(node: Node) -> list[str]:
    return [node.text()]


def _names(node: Node) -> list[str]:
    """Several at once, as in `a, b = 1, 2` of Go."""
    return [name.text() for name in node.field_children("name") if name.kind() != ","]


def _left(node: Node) -> list[str]:
    """What is given a value: a name, several, a member of what the function belongs to."""
    left = node.field("left")
    if left is None:
        return []
    if left.kind() in ("attribute", "member_expression"):
        head, _, name = left.text().rpartition(".")
        return _member(head, name)
    return _PATTERN.findall(left.text()) if left.kind() in ("pattern_list", "tuple_pattern") else [left.text()]


def _member(head: str, name: str) -> list[str]:
    """`self.x`, `this.x`, `exports.x`, `Store.prototype.x`; a member of anything else is no declaration."""
    if not _PATTERN.fullmatch(name):
        return []
    if head in ("self", "cls", "this"):
        return [f".{name}"]
    if head in ("exports", "module.exports"):
        return [name]
    of = head.removesuffix(".prototype")
    return [f"{of}.{name}"] if of != head and _PATTERN.fullmatch(of) else []


def _declarator(node: Node) -> list[str]:
    """`const { a, b: c } = x` declares a and c; what stands in brackets or braces is taken word by word."""
    name = node.field("name")
    if name is None:
        return []
    return [name.text()] if name.kind() == "identifier" else _PATTERN.findall(name.text())[:50]


def _method(node: Node) -> list[str]:
    """Of Go with its receiver before it."""
    name, receiver = node.field("name"), node.field("receiver")
    if name is None:
        return []
    if receiver is None:
        return [name.text()]
    words = re.split(r"[\s*()]+", receiver.text().partition("[")[0].strip("()").strip())
    return [f"{words[-1]}.{name.text()}"]


def _fields(node: Node) -> list[str]:
    """Of Java, Go and Rust: each variable of it."""
    found = [child.field("name") for child in node.children() if child.kind() == "variable_declarator"]
    if found:
        return [name.text() for name in found if name is not None]
    return _names(node)


def _key(node: Node) -> list[str]:
    key = node.field("key")
    return [key.text().strip(_QUOTED)] if key is not None and key.kind() != "computed_property_name" else []


def _impl(node: Node) -> list[str]:
    of = node.field("type")
    return [re.split(r"[<\s]", of.text().lstrip("&"))[0].replace("::", ".")] if of is not None else []


def _imported(node: Node) -> list[str]:
    """What a module takes from one beside it can be had from it as well."""
    named = [one.field("alias") or one for one in node.field_children("name") if one.kind() != ","]
    return [one.text().rpartition(".")[2] for one in named]


def _used(node: Node) -> list[str]:
    return [name for name in _USED.findall(node.text()) if name != "self"]


def _exported(node: Node) -> list[str]:
    name = node.field("alias") or node.field("name")
    return [name.text()] if name is not None else []


def _called(node: Node) -> list[str]:
    """The symbols given to attr_accessor and its like."""
    method, arguments = node.field("method"), node.field("arguments")
    if method is None or method.text() not in MEMBERS:
        return []
    given = arguments.children() if arguments is not None else []
    return [one.text()[1:] for one in given if one.kind() == "simple_symbol"]


def _parameter(node: Node) -> list[str]:
    """A parameter of a constructor that is a member of its class, or of a record."""
    pattern = node.field("pattern") or node.field("name")
    return [f".{pattern.text()}"] if pattern is not None else []


NAMES: dict[str, Callable[[Node], list[str]]] = {
    "property_identifier": _own,
    "assignment": _left,
    "assignment_expression": _left,
    "variable_declarator": _declarator,
    "method_declaration": _method,
    "field_declaration": _fields,
    "constant_declaration": _fields,
    "const_spec": _names,
    "var_spec": _names,
    "pair": _key,
    "impl_item": _impl,
    "import_from_statement": _imported,
    "use_declaration": _used,
    "export_specifier": _exported,
    "call": _called,
    "required_parameter": _parameter,
    "formal_parameter": _parameter,
    "type_alias_statement": lambda node: _left(node) or [],
}


def _blocks(found: list[Node]) -> Iterator[Row]:
    """Blocks of Terraform, as expressions name them."""
    for node in found:
        words = [one.text().strip('"') for one in node.children() if one.kind() in ("identifier", "string_lit")]
        line = syntax.line(node)
        match words:
            case ["resource", *labels]:
                yield "symbol", ".".join(labels), line
            case ["variable", label]:
                yield "symbol", f"var.{label}", line
            case ["locals"]:
                for one in syntax.find_all(node, {"kind": "attribute", "inside": {"kind": "body"}}):
                    name = one.child(0)
                    if name is not None:
                        yield "symbol", f"local.{name.text()}", syntax.line(one)
            case [_, *labels]:
                yield "symbol", ".".join(words), line
