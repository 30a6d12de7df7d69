"""Ruby as its syntax tree has it: literals, the arguments of a call, and names that stand for one value."""

from __future__ import annotations

import re

from guard import syntax
from guard.frameworks.literals import DYNAMIC, NOT_PLAIN, RAW, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.syntax import Node

ESCAPES = {**dict(zip("ntsreabfv", "\n\t \r\x1b\a\b\f\v", strict=True)), "\n": ""}
CODED = re.compile(r"\\(?:u\{([0-9a-fA-F\s]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{1,2}))")
OCTAL = re.compile(r"\\([0-7]{1,3})")
CONTROLS = ("\\c", "\\C", "\\M")  # they make one character with what follows
CAPTURE = re.compile(r"\(\?<(\w+)>")  # a match gives a variable of that name a value
SAME = ("squish", "strip", "strip_heredoc", "freeze", "dup", "to_s", "chomp", "html_safe", "itself", "to_sym", "rstrip")
CHANGES = ("<<", "concat", "replace", "insert", "prepend", "clear", "push", "append", "unshift", "merge")
BUILDS = ("format", "sprintf", "join", "gsub", "sub", "tr", "concat")
NAMES = ("identifier", "constant", "hash_key_symbol")
PARAMETERS = ("block_parameters", "method_parameters", "lambda_parameters", "exception_variable")
NAMED = {  # what gives names a value, or another meaning, and where they stand in it
    "assignment": "left",
    "operator_assignment": "left",
    "for": "pattern",
    "in_clause": "pattern",
    "method": "name",
}
DEEPEST = 30


class File:
    """One parsed file: its heredocs, and the names that are given one value."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self.values: dict[str, Node] = {}
        self.given: set[str] = set()  # names that are given a value by more than being a parameter
        self.bodies: dict[tuple[int, int], Node] = {}
        self.errors: list[int] = []
        times: dict[str, int] = {}
        begins: list[Node] = []
        ends: list[Node] = []
        for node in syntax.walk(root):
            kind = node.kind()
            if kind == "heredoc_beginning":
                begins.append(node)
            elif kind == "heredoc_body":
                ends.append(node)
            elif kind == "ERROR":
                self.errors.append(syntax.line(node))
            else:
                self._bind(node, kind, times)
        nested = [one for one in ends if any([inner.kind() == "heredoc_beginning" for inner in syntax.walk(one)])]
        if len(begins) == len(ends) and not nested:  # they follow each other in the order they are announced
            self.bodies = {place(one): body for one, body in zip(begins, ends, strict=True)}
        for name, count in times.items():
            if count > 1:
                self.values.pop(name, None)

    def _bind(self, node: Node, kind: str, times: dict[str, int]) -> None:
        """Count what gives a name a value, and what may change that value in its place."""
        names = _again(node, kind)
        for name in names:
            times[name] = times.get(name, 0) + 1
        if kind in NAMED or kind == "regex":
            self.given |= set(names)
        left, right = node.field("left"), node.field("right")
        if kind == "assignment" and left is not None and right is not None and left.kind() in NAMES:
            self.values[left.text()] = right


def _again(node: Node, kind: str) -> list[str]:
    """The names that a node gives a value, or may change."""
    below: Node | None = None
    if kind in PARAMETERS:
        below = node
    elif kind in NAMED:
        below = node.field(NAMED[kind])
    elif kind == "binary" and (node.field("operator") or node).text() == "<<":
        below = node.field("left")
    elif kind == "call" and _changes((node.field("method") or node).text()):
        below = node.field("receiver")
    elif kind == "regex":
        return CAPTURE.findall(node.text())
    return [one.text() for one in syntax.walk(below) if one.kind() in NAMES] if below is not None else []


def _changes(method: str) -> bool:
    return method in CHANGES or method.endswith("!")


def place(node: Node) -> tuple[int, int]:
    start = node.range().start
    return start.line, start.column


def parts(node: Node | None) -> list[Node]:
    """The children that count: no punctuation, no comments, no bodies of heredocs."""
    if node is None:
        return []
    return [one for one in node.children() if one.is_named() and one.kind() not in ("comment", "heredoc_body")]


class Ruby:
    """Values of a file under the names that stand for something at one place, such as the variable of a block."""

    def __init__(self, file: File, names: dict[str, Node] | None = None) -> None:
        self.file = file
        self.names = names or {}

    def inside(self, names: dict[str, Node]) -> Ruby:
        sure = {name: node for name, node in names.items() if name not in self.file.given}
        return Ruby(self.file, {**self.names, **sure})

    def value_of(self, node: Node) -> Node | None:
        name = node.text()
        return self.names.get(name) or self.file.values.get(name)

    def text(self, node: Node | None, depth: int = 0) -> str | Unknown:
        """The text of a literal: quoted, a symbol, a heredoc, or several in a row."""
        kind = node.kind() if node is not None else ""
        if node is None or depth > DEEPEST:
            return Unknown(RAW, "what is run is not plain to see")
        if kind in ("simple_symbol", "hash_key_symbol"):
            return node.text().lstrip(":")
        if kind in ("string", "delimited_symbol", "heredoc_body", "bare_string", "bare_symbol"):
            return self._quoted(node)
        if kind == "heredoc_beginning":
            body = self.file.bodies.get(place(node))
            return self._quoted(body) if body is not None else Unknown(RAW, "the text is nested in another")
        if kind in ("chained_string", "parenthesized_statements") and parts(node):
            return self._joined(parts(node), depth)
        if kind == "binary":
            operator = (node.field("operator") or node).text()
            sides = [side for side in (node.field("left"), node.field("right")) if side is not None]
            return self._joined(sides, depth) if operator == "+" else Unknown(DYNAMIC, "the text is put together")
        if kind == "call":
            return self._called(node, depth)
        if kind in ("identifier", "constant"):
            value = self.value_of(node)
            return self.text(value, depth + 1) if value is not None else Unknown(RAW, f"it comes from {node.text()}")
        return Unknown(RAW, "what is run is no literal")

    def _quoted(self, node: Node) -> str | Unknown:
        told = []
        for part in node.children():
            kind = part.kind()
            if kind == "interpolation":
                return Unknown(DYNAMIC, "values of run time stand in the text")
            if kind == "string_content" and "\\" in part.text():  # quoted so that a backslash is most often itself
                ends = "".join([one.text()[-1:] for one in node.children() if not one.is_named()])
                if not ends:
                    return Unknown(RAW, "a word of a list has a backslash in it")
                told.append(re.sub(rf"\\([\\{re.escape(ends)}])", r"\1", part.text()))
            elif kind in ("string_content", "heredoc_content"):
                told.append(part.text())
            elif kind == "escape_sequence" and part.text() in CONTROLS:
                return Unknown(RAW, "characters of control stand in the text")
            elif kind == "escape_sequence":
                told.append(_escaped(part.text()))
        return "".join(told)

    def _joined(self, nodes: list[Node], depth: int) -> str | Unknown:
        told = [self.text(one, depth + 1) for one in nodes]
        texts = [one for one in told if isinstance(one, str)]
        return "".join(texts) if len(texts) == len(told) else Unknown(DYNAMIC, "the text is put together at run time")

    def _called(self, node: Node, depth: int) -> str | Unknown:
        method, receiver = (node.field("method") or node).text(), node.field("receiver")
        if receiver is not None and method in SAME and not parts(node.field("arguments")):
            return self.text(receiver, depth + 1)
        if method == "sql" and receiver is not None and receiver.text() == "Arel" and node.field("arguments"):
            return self.text(parts(node.field("arguments"))[0], depth + 1)
        if method in BUILDS:
            return Unknown(DYNAMIC, f"the text is put together at run time by {method}")
        return Unknown(RAW, "a call gives the text")

    def plain(self, node: Node | None, depth: int = 0) -> object:
        """A constant of Ruby as one of Python; NOT_PLAIN where it is none."""
        kind = node.kind() if node is not None else "nil"
        if kind in ("true", "false", "nil"):
            return {"true": True, "false": False, "nil": None}[kind]
        if node is None or depth > DEEPEST:
            return NOT_PLAIN
        if kind in ("integer", "float"):
            return node.text()
        if kind in ("array", "string_array", "symbol_array"):
            values = [self.plain(one, depth + 1) for one in parts(node)]
            return NOT_PLAIN if NOT_PLAIN in values else tuple(values)
        if kind in ("identifier", "constant") and (value := self.value_of(node)) is not None:
            return self.plain(value, depth + 1)
        found = self.text(node, depth)
        return found if isinstance(found, str) else NOT_PLAIN

    def words(self, node: Node | None) -> tuple[str, ...]:
        """One name or a literal list of them; () where they are not plain to see."""
        value = self.plain(node)
        if isinstance(value, str):
            return (value,)
        listed = value if isinstance(value, tuple) else ()
        return tuple([str(one) for one in listed if isinstance(one, str)])

    def list_of(self, node: Node) -> list[Node] | None:
        """The elements of a literal list."""
        if node.kind() in ("identifier", "constant"):
            value = self.value_of(node)
            return self.list_of(value) if value is not None and value.kind() not in ("identifier", "constant") else None
        if node.kind() == "call" and (node.field("method") or node).text() == "freeze":
            receiver = node.field("receiver")
            return self.list_of(receiver) if receiver is not None else None
        return parts(node) if node.kind() in ("array", "string_array", "symbol_array") else None


def _escaped(text: str) -> str:
    coded, octal = CODED.fullmatch(text), OCTAL.fullmatch(text)
    if coded is not None:
        codes = [int(one, 16) for one in (coded[1] or coded[2] or coded[3]).split()]
        return "".join([chr(one) if one < 0x110000 and not 0xD800 <= one < 0xE000 else "\ufffd" for one in codes])
    return chr(int(octal[1], 8) & 0xFF) if octal is not None else ESCAPES.get(text[1:], text[1:])
