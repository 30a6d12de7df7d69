"""The body of a method of a Rails migration, statement by statement: what its calls do, and what code decides."""

from __future__ import annotations

from guard import syntax
from guard.frameworks.arguments import NotLiteral
from guard.frameworks.embedded import PERHAPS, operations_of, with_more
from guard.frameworks.literals import Unknown
from guard.frameworks.rails_calls import CALLS, missing, reversible
from guard.frameworks.rails_change import GROUPS, beside, body_of, change_table, parameters
from guard.frameworks.rails_data import CALLED_BACK, NARROW, ROWS, WRITES, Rows, chain_of, method_of, rows_of, write
from guard.frameworks.rails_inert import SIDE, Around, inert
from guard.frameworks.rails_query import RUNS
from guard.frameworks.rails_sql import of_body, of_rails
from guard.frameworks.ruby import parts
from guard.frameworks.ruby_arguments import RubyArguments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.frameworks.embedded import Place
    from guard.model.operation import Operation
    from guard.syntax import Node

    Told = Iterator[Operation]

WRAPS = frozenset(  # they run their block, once, and change nothing else
    (
        *("safety_assured", "say_with_time", "suppress_messages", "transaction", "with_lock_retries", "up_only"),
        *("disable_statement_timeout", "tap", "then", "yield_self"),
    )
)
BRANCHES = frozenset(
    (
        *(
            "if",
            "unless",
            "if_modifier",
            "unless_modifier",
            "conditional",
            "case",
            "case_match",
            "while",
            "until",
            "for",
        ),
        *("while_modifier", "until_modifier", "rescue_modifier", "rescue", "elsif", "when", "in_clause", "binary"),
    )
)
LEAVES_EARLY = ("return", "next", "break", "redo", "retry")
MOST = 200


def told_by(nodes: Iterable[Node], around: Around, at: Place) -> Told:
    for node in nodes:
        yield from told(node, around, at)
        if node.kind() in BRANCHES and any([one.kind() in LEAVES_EARLY[:1] for one in syntax.walk(node)]):
            at = at.perhaps()  # what follows is not reached where it returned


def told(node: Node, around: Around, at: Place) -> Told:
    """What one statement does."""
    kind = node.kind()
    here = at._replace(line=syntax.line(node), last=node.range().end.line + 1)
    if kind == "call" or (kind == "identifier" and not inert(node, around)):
        yield from _call(node, around, here)
    elif kind in GROUPS and not [one for one in parts(node) if one.kind() == "rescue"]:
        yield from told_by(parts(node), around, at)
    elif kind in BRANCHES or kind in GROUPS:
        if (node.field("operator") or node).text() in SIDE:
            yield here.opaque("opaque.code", "something is changed that other calls may use")
        yield from _branches(node, around, here)
    elif kind in ("assignment", "operator_assignment"):
        yield from _assigned(node, around, here)
    elif kind == "return":
        yield from told_by([one for part in parts(node) for one in parts(part)], around, here)
    elif not inert(node, around):
        yield here.opaque("opaque.code", "code that may do anything runs here")


def _assigned(node: Node, around: Around, at: Place) -> Told:
    left, right = node.field("left"), node.field("right")
    names = [left] if left is None or left.kind() != "left_assignment_list" else parts(left)
    kinds = [one.kind() if one is not None else "" for one in names]
    if not set(kinds) <= {"identifier", "constant", "instance_variable"}:
        yield at.opaque("opaque.code", "something is changed that other calls may use")
    if right is not None:
        yield from told(right, around, at)


def _branches(node: Node, around: Around, at: Place) -> Told:
    """What stands under a condition is told, and that something decides whether it is done."""
    inside = [one for part in parts(node) for one in told(part, around, at.perhaps())]
    leaves = any([one.kind() in LEAVES_EARLY for one in syntax.walk(node)])
    guard = _guard(node)
    if guard and not leaves:
        for one in inside:
            says_it = (guard == "if_exists") == (".drop" in one.id)  # DROP IF EXISTS, CREATE IF NOT EXISTS
            sure = tuple([pair for pair in one.attributes if not (says_it and pair in PERHAPS)])
            yield one._replace(attributes=with_more(sure, ((guard, "true"),)))
    else:
        if inside or leaves:
            yield at.opaque("opaque.code", "code decides whether this is done")
        yield from inside


def _guard(node: Node) -> str:
    """`unless column_exists?(...)` and the like: what is done where it is not done yet."""
    kind, condition = node.kind(), node.field("condition")
    if condition is None or node.field("alternative") is not None or kind.split("_")[0] not in ("if", "unless"):
        return ""
    present = kind.startswith("if")
    if condition.kind() == "unary" and parts(condition):
        condition, present = parts(condition)[0], not present
    asks = condition.kind() == "call" and method_of(condition).endswith("_exists?") and not condition.field("receiver")
    return ("if_exists" if present else "if_not_exists") if asks else ""


def _call(node: Node, around: Around, at: Place) -> Told:
    """What a call does, and that code runs beside it where what it is given is more than a value."""
    method = method_of(node) if node.kind() == "call" else node.text()
    found: list[Operation] = []
    try:
        for one in _done(node, method, around, at):
            found.append(one)
            yield one
    except NotLiteral as error:
        yield at.opaque("opaque.code", f"{method}: {error}")
        return
    opaque = {one.line for one in found if one.id == "opaque.code" or (method in RUNS and one.id.startswith("opaque."))}
    for line in beside(node, around):
        if line not in opaque:
            yield at._replace(line=line).opaque("opaque.code", "code runs to make the arguments")


def _done(node: Node, method: str, around: Around, at: Place) -> Told:
    receiver = node.field("receiver") if node.kind() == "call" else None
    own = receiver is None or receiver.text() == "self"
    if own and method in around.methods:
        yield from _unknown(node, around, at, f"{method} is a method of the file itself")
    elif own or (receiver is not None and _is_connection(receiver)):
        yield from _of_rails(node, method, around, at)
    elif receiver is not None and receiver.text() == around.turns and method in ("up", "down"):
        yield from told_by(body_of(node), around._replace(change=False), at._replace(direction=method))
    elif method in ("transaction", *ROWS) and node.field("block") is not None:
        yield from _rounds(node, method, around, at)
    elif method in WRITES or method in CALLED_BACK:
        yield from _written(node, around, at)
    elif not inert(node, around):
        yield from _unknown(node, around, at, f"{method} may do anything")


def _is_connection(node: Node) -> bool:
    return node.text() == "connection" or node.text().endswith(".connection")


def _of_rails(node: Node, method: str, around: Around, at: Place) -> Told:
    """A call of the migration itself, or of its connection."""
    if method in CALLS:
        given = RubyArguments(node, around.ruby)
        yield from CALLS[method](given, at)
        if around.change and not reversible(method, given):
            yield missing(at)
        yield from (*of_rails(node, method, around.ruby, at), *of_body(node, around.ruby, at))
    elif method == "change_table" and node.field("block") is not None:
        yield from (*change_table(node, around, at), *of_body(node, around.ruby, at))
    elif method in RUNS:
        yield from _run(node, around, at)
    elif method in WRAPS and node.field("block") is not None:
        there = around._replace(change=around.change and method != "up_only")
        yield from told_by(body_of(node), there, at)
    elif method == "reversible" and node.field("block") is not None:
        names = parameters(node)
        yield from told_by(body_of(node), around._replace(turns=names[0] if names else ""), at)
    elif method == "revert":
        yield at.opaque("opaque.code", "what revert undoes is not told here")
    elif not inert(node, around):
        yield from _unknown(node, around, at, f"{method} may do anything")


def _unknown(node: Node, around: Around, at: Place, why: str) -> Told:
    """What is not known may do anything; what stands in its block is told beside."""
    yield at.opaque("opaque.code", why)
    yield from told_by(body_of(node), around, at.perhaps())


def _run(node: Node, around: Around, at: Place) -> Told:
    given = RubyArguments(node, around.ruby)
    first = given.node(0) or next(iter(given.named.values()), None)
    text = around.ruby.text(first)
    if isinstance(text, Unknown):
        yield at.opaque(text.id, text.why)
    else:
        body = _heredoc(first, around)
        line = syntax.line(body) if body is not None else at.line
        last = body.range().end.line + 1 if body is not None else at.last
        yield from operations_of(text, at._replace(line=line, last=last))
    if around.change:
        yield missing(at)


def _heredoc(node: Node | None, around: Around) -> Node | None:
    for one in syntax.walk(node) if node is not None else ():
        if one.kind() == "heredoc_beginning":
            start = one.range().start
            return around.ruby.file.bodies.get((start.line, start.column))
    return None


def _rounds(node: Node, method: str, around: Around, at: Place) -> Told:
    """A block that runs for each element of a literal list, or for each of some rows."""
    receiver, names = node.field("receiver"), parameters(node)
    elements = around.ruby.list_of(receiver) if receiver is not None and method == "each" else None
    if method == "transaction":
        yield from told_by(body_of(node), around, at)
        return
    if elements is not None and len(elements) <= MOST:
        if [one for one in syntax.walk(node) if one.kind() in LEAVES_EARLY]:
            yield at.opaque("opaque.code", "code decides whether this is done")
        for element in elements:
            values = parts(element) if len(names) > 1 and element.kind() == "array" else [element]
            given = dict(zip(names, values, strict=False))
            yield from told_by(body_of(node), around._replace(ruby=around.ruby.inside(given)), at)
        return
    start, calls = chain_of(node)
    rows = rows_of(start, calls[:-1], around.tables, around.rows)
    if rows is None or len(names) != 1 or names[0] in around.ruby.file.given:
        yield from _unknown(node, around, at, "what it goes over is not plain to see")
        return
    yield from told_by(body_of(node), around._replace(rows={**around.rows, names[0]: rows}), at)


def _written(node: Node, around: Around, at: Place) -> Told:
    start, calls = chain_of(node)
    rows = rows_of(start, calls[:-1], around.tables, around.rows)
    if rows is None or node.field("block") is not None:
        yield from _unknown(node, around, at, f"{method_of(node)} may do anything")
        return
    narrow = rows.some or any([method_of(one) in NARROW for one in calls[:-1]])
    yield from write(node, Rows(rows.table, narrow), at, around.ruby)
