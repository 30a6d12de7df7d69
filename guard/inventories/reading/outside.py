"""What code takes from elsewhere: names it imports, as `module:name`, and what a class stands on, as `Class:Base`.

Nobody here can say which members those have. Whether they are of the tree is told once all of it is read
(guard.inventories.elsewhere).
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.syntax import Node

    Row = tuple[str, str, int]

LANGUAGES = frozenset(("python", "typescript", "tsx", "javascript"))
IMPORTS = frozenset(("import_statement", "import_from_statement"))
_BASE = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*")
_EXTENDS = re.compile(r"\bextends\s+([A-Za-z_$][\w$.]*)")
_TAKEN = re.compile(r"(?:[\w$]+|\*)\s+as\s+([\w$]+)|([A-Za-z_$][\w$]*)")
_FROM = re.compile(r"import\s+(?:type\s+)?([^\"']*?)\s*from\s*[\"']([^\"'\s]+)[\"']")


def taken(node: Node) -> Iterator[Row]:
    """Each name that a statement imports, with the module it comes from."""
    line = node.range().start.line + 1
    script = _FROM.match(node.text())
    if script is not None:
        if not script[2].startswith((".", "/", "~", "#", "@/")):
            for found in _TAKEN.finditer(script[1].replace("type ", " ")):
                yield "import", f"{script[2]}:{found[1] or found[2]}", line
        return
    module = node.field("module_name")
    for one in node.field_children("name"):
        if one.kind() != ",":
            alias, name = one.field("alias"), (one.field("name") or one).text()
            of = module.text() if module is not None else name
            yield "import", f"{of}:{alias.text() if alias is not None else name.partition('.')[0]}", line


def beyond(node: Node, kind: str, around: str, own: str, function: bool) -> Iterator[Row]:
    """What a class says that it stands on; and of a function around it that nobody declares its attributes."""
    line = node.range().start.line + 1
    name = f"{around}.{own}" if around else own
    if around and function:
        yield "symbol", f"{around}.*", line
    if kind == "class_definition":
        given = node.field("superclasses")
        for one in given.children() if given is not None else ():
            if one.kind() in ("identifier", "attribute") and _BASE.fullmatch(one.text()):
                yield "base", f"{name}:{one.text()}", line
    elif kind in ("class_declaration", "abstract_class_declaration", "class"):
        heritage = next((one for one in node.children() if one.kind() == "class_heritage"), None)
        found = _EXTENDS.search(heritage.text()) if heritage is not None else None
        if found is not None:
            yield "base", f"{name}:{found[1]}", line
