"""Rails' migrations, read as Ruby that never runs: what change, up and down do to the database."""

from __future__ import annotations

import re

from guard import syntax
from guard.frameworks.embedded import Place
from guard.frameworks.rails_body import told_by
from guard.frameworks.rails_calls import CALLS
from guard.frameworks.rails_class import odd_in, tables_in
from guard.frameworks.rails_inert import Around, inert
from guard.frameworks.ruby import File, Ruby, parts
from guard.frameworks.sides import reading
from guard.model.migration import migration_of
from guard.model.operation import Operation
from guard.model.reading import Reading, unread
from guard.sql.dialect import dialect_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.reading import Context, Source
    from guard.syntax import Node

VIA = "rails"
BASE = re.compile(r"(::)?(ActiveRecord::Migration|Gitlab::Database::Migration)(\[[\d.]+\])?")
RUN = ("change", "up", "down")
OWN = frozenset(  # what Rails itself calls on its way to change, up or down, and what they call
    (
        *(*CALLS, "execute", "exec_migration", "migrate", "run", "connection", "method_missing", "reversible"),
        *("initialize", "announce", "write", "say", "puts", "name", "version", "respond_to?", "respond_to_missing?"),
        *("disable_ddl_transaction", "execution_strategy", "revert"),
    )
)
NO_WAY_BACK = "down undoes nothing"
TOO_DEEP = (RecursionError, MemoryError, syntax.Unreadable)


def detect(source: Source, context: Context) -> Reading | None:
    """What a migration does, up and down; None where the file is none."""
    named = migration_of(source.path.encode("utf-8", "surrogateescape"))
    is_named = named is not None and named.tool == VIA
    dialect = dialect_of(source)
    try:
        old, new = [_operations(side, is_named, dialect, context.types) for side in (source.old, source.new)]
    except TOO_DEEP as error:
        return unread(f"not read as Ruby: {str(error) or type(error).__name__}", VIA)
    if new is None:
        return None
    return reading(source, new, old or ())


def _operations(side: bytes | None, named: bool, dialect: str, types: bool) -> list[Operation] | None:
    """What a side does; None where it is no migration."""
    if side is None or not (named or b"::Migration" in side):
        return None
    root = syntax.parse(syntax.decoded(side, "ruby"), "ruby")
    classes = [one for one in parts(root) if one.kind() == "class" and _base(one)]
    if not classes and not named:
        return None
    file = File(root)
    at = Place(1, 1, "up", VIA, dialect, types=types)
    told = [at._replace(line=line).opaque("opaque.unparsed", "a mistake in the Ruby") for line in file.errors[:20]]
    beside = odd_in([one for one in parts(root) if one not in classes], Ruby(file), False, dialect)
    told += [at._replace(line=line).opaque("opaque.code", why) for line, why in beside]
    for one in classes:
        told += _class(one, file, at)
    return told


def _base(node: Node) -> str:
    superclass = node.field("superclass")
    text = "".join([one.text() for one in parts(superclass)])
    return text if "Migration" in text else ""


def _class(node: Node, file: File, at: Place) -> Iterator[Operation]:
    body = parts(node.field("body"))
    line = syntax.line(node)
    if not BASE.fullmatch(_base(node)):
        yield at._replace(line=line).opaque("opaque.code", "the class is not plainly a migration of Rails")
    if [one for one in syntax.walk(node) if one.kind() == "identifier" and one.text() == "disable_ddl_transaction!"]:
        at = at._replace(attributes=(("no_transaction", "true"),))
    methods = [one for one in body if _name(one)]
    names = frozenset([_name(one) for one in methods])
    for at_line, why in odd_in([one for one in body if _name(one) not in RUN], Ruby(file), True, at.dialect):
        yield at._replace(line=at_line).opaque("opaque.code", why)
    for one in [one for one in methods if _name(one) in OWN]:
        there = at._replace(line=syntax.line(one))
        yield there.opaque("opaque.code", f"the class has a {_name(one)} of its own")
    tables = tables_in(body, Ruby(file))
    ups: list[Operation] = []
    downs: list[Operation] = []
    around = Around(Ruby(file), False, names, frozenset(), tables, {}, dialect=at.dialect)
    for one in [one for name in RUN for one in methods if _name(one) == name]:  # def self.up may stand beside def up
        into = downs if _name(one) == "down" else ups
        into += _method(one, _name(one), around, at)
    yield from (*ups, *downs)
    ends = [one for name in ("up", "down") for one in methods if _name(one) == name]
    if ups and "up" in names and not downs:
        there = at._replace(line=syntax.line(ends[-1]), direction="down")
        yield there.opaque("migration.pair.missing", NO_WAY_BACK)


def _name(node: Node) -> str:
    name = node.field("name") if node.kind() in ("method", "singleton_method") else None
    return name.text() if name is not None else ""


def _method(node: Node, name: str, around: Around, at: Place) -> Iterator[Operation]:
    body = node.field("body")
    bound = frozenset([one.text() for one in syntax.walk(node) if one.kind() == "identifier" and _binds(one)])
    there = at._replace(direction="down" if name == "down" else "up", line=syntax.line(node))
    inside = around._replace(change=name == "change", bound=bound)
    if not inert(node.field("parameters"), inside):
        yield there.opaque("opaque.code", "code runs to make a parameter")
    if body is not None:
        yield from told_by([body], inside, there)


def _binds(node: Node) -> bool:
    """Whether a name is given a value here: a variable, or a parameter of a block."""
    above = node.parent()
    if above is None:
        return False
    kind = above.kind()
    if kind in ("assignment", "operator_assignment"):
        left = above.field("left")
        return left is not None and left.range().start.index == node.range().start.index
    return kind in ("block_parameters", "lambda_parameters", "left_assignment_list", "exception_variable", "for")
