"""What stands in a Rails migration beside its methods: models of its own, settings, and code that runs when loaded."""

from __future__ import annotations

from guard import syntax
from guard.frameworks.literals import NOT_PLAIN
from guard.frameworks.rails_data import method_of
from guard.frameworks.rails_inert import Around, inert
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
        *("validates", "self", "private", "store_accessor", "default_scope", "include"),
    )
)
DEFINES = ("method", "singleton_method", "comment", "constant", "superclass", "heredoc_body")


def odd_in(nodes: Iterable[Node], ruby: Ruby, of_migration: bool) -> Iterator[tuple[int, str]]:
    """Statements that do more than define and set: the line of each, and why it counts."""
    nothing = Around(ruby, False, frozenset(), frozenset(), {}, {})
    for node in nodes:
        kind, name = node.kind(), method_of(node) if node.kind() == "call" else node.text()
        why = ""
        if kind == "singleton_method" and _named(node) not in ("up", "down"):
            why = "a method of the class itself may change how it runs"
        elif kind in ("call", "identifier") and name in SETTINGS:
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
    for one in parts(node.field("body")):
        kind = one.kind()
        left = one.field("left") if kind == "assignment" else None
        sets = left is not None and left.text().startswith("self.") and inert(one.field("right"), around)
        told = kind == "call" and method_of(one) in OF_MODEL
        if not (sets or told or kind in ("method", "comment") or (kind == "identifier" and one.text() in OF_MODEL)):
            yield syntax.line(one), "a model of the file does more than name its table"


def tables_in(body: Iterable[Node], ruby: Ruby) -> dict[str, str]:
    """Models whose table the file names."""
    tables: dict[str, str] = {}
    for node in body:
        if node.kind() == "class":
            for one in parts(node.field("body")):
                left = one.field("left") if one.kind() == "assignment" else None
                if left is not None and left.text() == "self.table_name":
                    name = ruby.plain(one.field("right"))
                    if name is not NOT_PLAIN and isinstance(name, str):
                        tables[_named(node)] = name
    return tables
