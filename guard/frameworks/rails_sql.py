"""SQL inside the calls of Rails' migrations: defaults, conditions, types, each read as the one thing it must be."""

from __future__ import annotations

import re

from guard import syntax
from guard.frameworks.embedded import ELEMENT, EXCLUSION, expression
from guard.frameworks.literals import NOT_PLAIN
from guard.frameworks.ruby import parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.frameworks.embedded import Place
    from guard.frameworks.ruby import Ruby
    from guard.model.operation import Operation
    from guard.syntax import Node

    Told = Iterator[Operation]

_MORE = "default|using|check|generated|as|references|constraint|null|unique|primary|identity"
TYPE = re.compile(rf"(?!.*\b(?:{_MORE})\b)\w+( \w+)*(\(\w+(, ?\d+)?\))?( \w+)*(\[\])*", re.IGNORECASE)
KINDS = ("pair", "hash")
DEFAULTS = ("change_column_default", "change_default")
WORDS = (
    *("options", "using", "opclass", "algorithm", "order", "limit", "precision", "scale", "charset", "collation"),
    "deferrable",
)
OPTIONS = re.compile(r"[\w ,.()='+-]*")
WORD = re.compile(r"[\w .@-]*")
TEXTS = ("string", "delimited_symbol", "heredoc_beginning", "identifier", "constant", "instance_variable")
COLUMNS = ("add_column", "change_column", "remove_column", "column", "change")
CHECKS = ("add_check_constraint", "check_constraint", "remove_check_constraint")
EXCLUSIONS = ("add_exclusion_constraint", "exclusion_constraint")
INDEXES = ("add_index", "index", "remove_index")
QUERIES = ("create_table", "create_join_table")  # whose `as` is a query: told by itself
CONDITIONS = ("where", "expression", "check")
TYPED = (
    "create_table",
    "create_join_table",
    "change_column",
    "add_columns",
    "add_reference",
    "add_belongs_to",
    "references",
    "belongs_to",
    "remove_columns",
)


def of_rails(call: Node, method: str, ruby: Ruby, at: Place, table: bool = True) -> Told:
    """What in the arguments of a call is SQL, and more than has a place there. `table`: the first one names it."""
    arguments = parts(call.field("arguments"))
    listed = [one for one in arguments if one.kind() not in KINDS]
    after = listed[1:] if table else listed
    if method in COLUMNS:
        yield from [one for node in after[1:2] for one in _type(node, ruby, at)]
    elif method in CHECKS:
        yield from [one for node in after[:1] for one in expression(ruby.text(node), at)]
    elif method in EXCLUSIONS:
        there = at._replace(dialect=at.dialect or "postgres")  # no other database has them
        yield from [one for node in after[:1] for one in expression(ruby.text(node), there, EXCLUSION)]
    elif method in INDEXES:
        yield from _elements(after[:1], ruby, at)
    elif method in DEFAULTS:
        yield from [one for node in after[1:2] if node.kind() not in KINDS for one in _default(node, ruby, at)]
    for one in [node for given in arguments for node in syntax.walk(given) if node.kind() == "pair"]:
        key = ruby.text(one.field("key"))
        value = one.field("value")
        if isinstance(key, str) and value is not None:
            yield from _named(key, value, method, ruby, at)


def of_body(call: Node, ruby: Ruby, at: Place) -> Told:
    """The same of the lines of a table's own block."""
    block = call.field("block")
    body = block.field("body") if block is not None else None
    for line in [one for one in parts(body) if one.kind() == "call"]:
        method = line.field("method")
        if method is not None:
            here = at._replace(line=syntax.line(line))
            yield from of_rails(line, method.text(), ruby, here, table=False)


def _named(key: str, value: Node, method: str, ruby: Ruby, at: Place) -> Told:
    """One argument that is given by its name."""
    if key == "default" or (key in ("to", "from") and method in DEFAULTS):
        yield from _default(value, ruby, at)
    elif key in CONDITIONS or (key == "as" and method not in QUERIES) or (key == "using" and method in COLUMNS):
        yield from expression(ruby.text(value), at)
    elif key in ("type", "id") and method in TYPED:
        yield from _type(value, ruby, at)
    elif key in WORDS:
        yield from _word(key, value, ruby, at)


def _word(key: str, value: Node, ruby: Ruby, at: Place) -> Told:
    """A word that stands in the SQL as it is."""
    known = OPTIONS if key == "options" else WORD
    texts = [one for one in syntax.walk(value) if one.kind() in TEXTS and not _is_method(one)]
    plain = [ruby.plain(one) for one in texts]
    if [text for text in plain if isinstance(text, str) and not known.fullmatch(text)]:
        yield at.opaque("opaque.raw_sql", f"{key} is no plain word")
    if NOT_PLAIN in plain:
        yield at.opaque("opaque.dynamic", f"{key} comes from elsewhere")


def _is_method(node: Node) -> bool:
    above = node.parent()
    return node.kind() == "identifier" and above is not None and above.kind() == "call"


def _default(value: Node, ruby: Ruby, at: Place) -> Told:
    """A block gives SQL; a text is quoted, but for a call, which Rails gives on as it is for a UUID."""
    if value.kind() in ("identifier", "constant"):
        value = ruby.value_of(value) or value
    block = value.field("body") if value.kind() == "lambda" else value.field("block")
    if block is not None and value.kind() in ("lambda", "call"):
        lines = parts(block.field("body"))
        yield from expression(ruby.text(lines[-1] if len(lines) == 1 else None), at)
        return
    text = ruby.text(value)
    if isinstance(text, str) and "()" in text:
        yield from expression(text, at)
    elif value.kind() in ("identifier", "constant", "scope_resolution"):
        yield at.opaque("opaque.dynamic", "the default comes from elsewhere")


def _type(node: Node, ruby: Ruby, at: Place) -> Told:
    text = ruby.text(node)
    if isinstance(text, str) and not TYPE.fullmatch(text):
        yield at.opaque("opaque.raw_sql", "the type of the column is no plain name of a type")


def _elements(nodes: list[Node], ruby: Ruby, at: Place) -> Told:
    """The columns of an index: names, or one text that is an expression."""
    for node in nodes:
        text = ruby.text(node)
        if isinstance(text, str) and not text.isidentifier():
            yield from expression(text, at, ELEMENT)
