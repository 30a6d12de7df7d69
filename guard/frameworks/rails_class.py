"""What stands in a Rails migration beside its methods: models of its own, settings, and code that runs when loaded."""

from __future__ import annotations

from guard import syntax
from guard.frameworks.rails_data import CALLED_BACK, WRITES, method_of
from guard.frameworks.rails_inert import Around, inert, quiet
from guard.frameworks.ruby import Ruby, parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.syntax import Node

SETTINGS = frozenset(  # calls in the body of the class that change nothing but how it runs
    (
        *("disable_ddl_transaction!", "disable_statement_timeout!", "private", "milestone", "tag", "set_lock_timeout"),
        *("restrict_gitlab_migration", "enable_lock_retries!", "skip_require_disable_ddl_transactions!", "require"),
        *("require_relative", "disable_lock_timeout!", "private_constant"),
    )
)
OF_MODEL = frozenset(
    (
        *("belongs_to", "has_many", "has_one", "has_and_belongs_to_many", "enum", "scope", "serialize", "attribute"),
        *("validates", "private", "store_accessor", "default_scope"),
    )
)
DEFINES = ("method", "singleton_method", "superclass")  # the last one where the Ruby is broken


def odd_in(nodes: Iterable[Node], ruby: Ruby, of_migration: bool, dialect: str) -> Iterator[tuple[int, str]]:
    """Statements that do more than define and set: the line of each, and why it counts."""
    nothing = Around(ruby, False, frozenset(), frozenset(), {}, {}, dialect=dialect)
    for node in nodes:
        kind, name = node.kind(), method_of(node) if node.kind() == "call" else node.text()
        why = ""
        if kind == "singleton_method" and _named(node) not in ("up", "down"):
            why = "a method of the class itself may change how it runs"
        elif kind in ("call", "identifier") and name in SETTINGS and node.field("receiver") is None:
            why = "" if inert(node.field("arguments"), nothing) else "code runs when the file is loaded"
        elif kind == "assignment":
            why = _assigned(node, nothing)
        elif kind == "class" and of_migration:
            yield from _model(node, nothing)
        elif kind not in DEFINES and not (kind != "class" and inert(node, nothing)):
            why = "code runs when the file is loaded"
        elif kind == "method" and not of_migration:
            why = "a method for every object may take the place of one of Rails"
        if why:
            yield syntax.line(node), why


def _named(node: Node) -> str:
    name = node.field("name")
    return name.text() if name is not None else ""


def _assigned(node: Node, around: Around) -> str:
    left, right = node.field("left"), node.field("right")
    if left is None or left.kind() not in ("constant", "identifier"):
        return "something is changed when the file is loaded"
    return "" if inert(right, around) else "code runs when the file is loaded"


def _model(node: Node, around: Around) -> Iterator[tuple[int, str]]:
    """A model of the migration's own: what it is bound to, and no more."""
    above, name = parts(node.field("superclass")), node.field("name")
    if name is None or name.kind() != "constant" or not all([inert(one, around) for one in above]):
        yield syntax.line(node), "a class of the file may take the place of another"
    for one in parts(node.field("body")):
        if not _of_model(one, around):
            yield syntax.line(one), "a model of the file does more than name its table"


def _of_model(node: Node, around: Around) -> bool:
    kind, receiver = node.kind(), node.field("receiver")
    if kind == "method":  # one of a known name is not what it is taken for
        return not (quiet(_named(node)) or _named(node) in WRITES or _named(node) in CALLED_BACK)
    if kind == "assignment":
        left = node.field("left")
        owner = left.field("receiver") if left is not None and left.kind() == "call" else None
        if left is None or owner is None or owner.kind() != "self":
            return False
        named = left.text() != "self.table_name" or isinstance(around.ruby.plain(node.field("right")), str)
        return named and inert(node.field("right"), around)
    if kind == "call":
        known = method_of(node) in OF_MODEL and receiver is None
        return known and inert(node.field("arguments"), around) and inert(node.field("block"), around)
    return kind == "identifier" and node.text() in OF_MODEL


def tables_in(body: Iterable[Node], ruby: Ruby) -> dict[str, str]:
    """Models whose table the file names."""
    tables: dict[str, str] = {}
    for node in body:
        if node.kind() == "class":
            for one in parts(node.field("body")):
                left = one.field("left") if one.kind() == "assignment" else None
                if left is not None and left.text() == "self.table_name":
                    name = ruby.plain(one.field("right"))
                    if isinstance(name, str):
                        tables[_named(node)] = name
    return tables
