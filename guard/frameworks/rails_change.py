"""The block of `change_table`, and what every block has: a body, and the names of what it is given."""

from __future__ import annotations

from guard import syntax
from guard.frameworks import rails_query
from guard.frameworks.arguments import NotLiteral
from guard.frameworks.rails_calls import CALLS, ON_TABLE, missing, reversible
from guard.frameworks.rails_columns import TYPES, column
from guard.frameworks.rails_data import method_of
from guard.frameworks.rails_inert import inert
from guard.frameworks.ruby import parts
from guard.frameworks.ruby_arguments import RubyArguments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.frameworks.embedded import Place
    from guard.frameworks.rails_inert import Around
    from guard.model.operation import Operation
    from guard.syntax import Node

    Told = Iterator[Operation]

TABLES = ("create_table", "create_join_table", "change_table")
GROUPS = ("body_statement", "block_body", "parenthesized_statements", "begin", "then", "else", "do", "ensure")


def change_table(node: Node, around: Around, at: Place) -> Told:
    """The calls of its block are those of the migration, with the table left out."""
    table, names = RubyArguments(node, around.ruby).text(0), parameters(node)
    for line in body_of(node):
        receiver, method = line.field("receiver"), method_of(line)
        here = at._replace(line=syntax.line(line))
        of_table = line.kind() == "call" and receiver is not None and [receiver.text()] == names
        try:
            if of_table and method in TYPES:
                given = RubyArguments(line, around.ruby, table)
                columns = [given.text(one) for one in range(1, len(given))]
                yield from column(given, here, table, columns, method)
                if given.flag("index", False) is not False:
                    yield here.told("schema.index.create", table, columns)
            elif of_table and method in ON_TABLE:
                given = RubyArguments(line, around.ruby, table)
                yield from CALLS[ON_TABLE[method]](given, here)
                if around.change and not reversible(ON_TABLE[method], given):
                    yield missing(here)
            else:
                yield here.opaque("opaque.code", "code changes the table")
        except NotLiteral as error:
            yield here.opaque("opaque.code", f"{method}: {error}")


def beside(node: Node, around: Around) -> list[int]:
    """Where code runs that a call of a migration does not tell: to make its receiver, its arguments, its parameters."""
    block = node.field("block")
    asked = [(node, node.field("receiver")), (node, node.field("arguments"))]
    asked += [(node, block.field("parameters"))] if block is not None else []
    if method_of(node) in TABLES:
        asked += [(line, line.field("arguments")) for line in body_of(node)]
    odd = [] if rails_query.plain(node, around.ruby, around.dialect) else [syntax.line(node)]
    return list(dict.fromkeys([*odd, *[syntax.line(line) for line, made in asked if not inert(made, around)]]))


def body_of(node: Node) -> list[Node]:
    block = node.field("block") if node.kind() == "call" else None
    body = block.field("body") if block is not None else None
    return [body] if body is not None and body.kind() not in GROUPS else parts(body)


def parameters(node: Node) -> list[str]:
    block = node.field("block")
    return [one.text() for one in parts(block.field("parameters"))] if block is not None else []
