"""DO blocks and bodies of functions: what the SQL within them does, or that nobody can tell."""

from __future__ import annotations

from guard.model.operation import Operation
from guard.sql.postgres import lexing, libpg
from guard.sql.postgres.calls import constant
from guard.sql.postgres.names import dotted, signature, strings
from guard.sql.postgres.place import Place, Told, operation, unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.sql.postgres.libpg import Tree

_UNREAD_BODY = "its body cannot be read"
# Statements of PL/pgSQL; whatever they hold is looked through. Any other is not read.
_STATEMENTS = """
assert assign block call case close commit dynexecute dynfors execsql exit fetch forc foreach_a fori fors getdiag if
loop open perform raise return return_next return_query rollback while
"""
_KNOWN = frozenset([f"PLpgSQL_stmt_{name}" for name in _STATEMENTS.split()])
_TAKEN = frozenset(("FUNC_PARAM_DEFAULT", "FUNC_PARAM_IN", "FUNC_PARAM_INOUT", "FUNC_PARAM_VARIADIC"))
# What these hold may run or not, once or often.
_MAYBE = frozenset(
    [f"PLpgSQL_stmt_{name}" for name in ("if", "case", "loop", "while", "fori", "fors", "forc", "foreach_a", "dynfors")]
)
_RUN_TIME = {"PLpgSQL_stmt_dynexecute": "query", "PLpgSQL_stmt_dynfors": "query"}


def do(node: Tree, place: Place) -> Told:
    """A DO block runs at once: what it does are operations like any other."""
    options = _options(node.get("args"))
    language = _text(options.get("language")) or "plpgsql"
    if language != "plpgsql":
        return [unread(place.line(), f"a DO block in {language}", "opaque.procedural")]
    try:
        told = _body(_text(options.get("as")), place, _first_line(options.get("as"), place))
    except (libpg.Refused, RecursionError):
        return [unread(place.line(), f"a DO block: {_UNREAD_BODY}", "opaque.procedural")]
    return [_attributed(one, "in", "do") for one in told] or [operation("data.read", place.line(), in_="do")]


def create_function(node: Tree, place: Place) -> Told:
    """A function only stands there until it is called; what it would do then is told by `does`."""
    options = _options(node.get("options"))
    line = place.line()
    try:
        told = _function_body(node, options, place)
    except (libpg.Refused, RecursionError):
        told = None
    ids = {one.id for one in told or () if one.id not in ("data.read", "session.transaction")}
    words = strings(node["funcname"])
    parameters = [one["FunctionParameter"] for one in node.get("parameters") or ()]
    made = operation(
        "schema.function.create",
        line,
        f"function:{dotted(words)}",
        does=",".join(sorted(ids)),
        name=signature(words, [one["argType"] for one in parameters if one["mode"] in _TAKEN]),
        replace=node.get("replace"),
        security_definer=options.get("security", {}).get("Boolean", {}).get("boolval"),
        type="procedure" if node.get("is_procedure") else "",
    )
    if told is None:
        return [made, unread(line, f"a function: {_UNREAD_BODY}", "opaque.procedural")]
    if not ids.isdisjoint(("opaque.dynamic", "opaque.unparsed")):
        return [made, unread(line, "a function that runs SQL which cannot be read here", "opaque.procedural")]
    return [made]


def _function_body(node: Tree, options: Tree, place: Place) -> Told | None:
    """What a call would do; None where that cannot be read."""
    if "sql_body" in node:
        return place.nested(node["sql_body"], place)
    language = _text(options.get("language")).lower()
    words = strings(options.get("as", {}).get("List", {}).get("items"))
    if language == "sql" and len(words) == 1:
        return place.inner(words[0].encode("utf-8"), 0, place.depth + 1)
    return _body(words[0], place, 1) if language == "plpgsql" and words else None


def _options(nodes: list[Tree] | None) -> Tree:
    return {one["DefElem"]["defname"]: one["DefElem"].get("arg") or {} for one in nodes or ()}


def _text(node: Tree | None) -> str:
    return str((node or {}).get("String", {}).get("sval", ""))


def _first_line(body: Tree | None, place: Place) -> int:
    """The line a DO block's text starts on: the last place where it stands as it is, else the statement's own."""
    return place.line(place.data.rfind(_text(body).encode("utf-8"), place.start, place.end))


def _attributed(one: Operation, name: str, value: str) -> Operation:
    return one._replace(attributes=tuple(sorted({**dict(one.attributes), name: value}.items())))


def _body(text: str, place: Place, first_line: int) -> Told:
    """What the statements of a PL/pgSQL body do, on lines of the text around it."""
    body = text.encode("utf-8")
    if lexing.unreadable(body) or lexing.overflows(body):
        raise libpg.Refused("it is nested too deeply")
    told: Told = []
    bodies = libpg.plpgsql(place.data[place.start : place.end])
    if len(bodies) != 1:
        raise libpg.Refused("no body was found")
    waiting: list[tuple[object, int, bool]] = [(bodies, 1, False)]
    stops = False
    while waiting:
        part, line, maybe = waiting.pop()
        if isinstance(part, list):
            waiting.extend([(one, line, maybe) for one in reversed(part)])
        elif isinstance(part, dict):
            found, rest = _part(part, line, first_line, place)
            maybe = maybe or _conditional(part)
            stops = stops or _stops(part)
            told += [_maybe(one) for one in found] if maybe else found
            waiting.extend([(one, here, maybe) for one, here in reversed(rest)])
    return [_maybe(one) for one in told] if stops else told


def _conditional(part: Tree) -> bool:
    """Whether what this node holds may not run, or be undone by a handler of exceptions."""
    return not _MAYBE.isdisjoint(part) or "exceptions" in part.get("PLpgSQL_stmt_block", {})


def _stops(part: Tree) -> bool:
    """Whether the body may be left here, or undone. The RETURN that every body ends with has no line."""
    left = "lineno" in part.get("PLpgSQL_stmt_return", {}) or "label" in part.get("PLpgSQL_stmt_exit", {})
    return left or "PLpgSQL_stmt_rollback" in part


def _maybe(one: Operation) -> Operation:
    return _attributed(one, "maybe", "true")


def _part(part: Tree, line: int, first_line: int, place: Place) -> tuple[Told, list[tuple[object, int]]]:
    """What one node does by itself, and its parts that are still to be looked through."""
    told: Told = []
    rest: list[tuple[object, int]] = []
    for kind, value in part.items():
        if not isinstance(value, dict):
            rest.append((value, line))
            continue
        here = value.get("lineno", line)
        held = dict(value)
        if kind == "PLpgSQL_expr":
            told += _shifted(_run(value, place), first_line + here - 2)
            continue
        if kind.startswith("PLpgSQL_stmt_") and kind not in _KNOWN:
            told.append(unread(first_line + here - 1, f"a DO block: {_UNREAD_BODY}", "opaque.procedural"))
        if kind in ("PLpgSQL_stmt_commit", "PLpgSQL_stmt_rollback"):
            told.append(operation("session.transaction", first_line + here - 1))
        query = held.pop(_RUN_TIME.get(kind, "dynquery"), None)
        if query is not None:
            told += _shifted(_at_run_time(query["PLpgSQL_expr"], place), first_line + here - 2)
        rest.append((held, here))
    return told, rest


def _run(expression: Tree, place: Place) -> Told:
    """What an expression or a statement does; that it reads is nothing to tell."""
    told = place.inner(expression["query"].encode("utf-8"), expression.get("parseMode", 0), place.depth + 1)
    return [one for one in told if one.id != "data.read"]


def _at_run_time(expression: Tree, place: Place) -> Told:
    """EXECUTE: a constant is read as SQL, anything else is known only when it runs."""
    query = expression["query"].encode("utf-8")
    try:
        ((_, select),) = libpg.parse(query, libpg.EXPRESSION)[0]["stmt"].items()
        text = constant(select["targetList"][0]["ResTarget"]["val"]) if len(select["targetList"]) == 1 else None
    except (libpg.Refused, RecursionError, LookupError):
        text = None
    if text is None:
        return [unread(1, "EXECUTE of SQL that is built at run time", "opaque.dynamic"), *_run(expression, place)]
    return [one for one in place.inner(text.encode("utf-8"), 0, place.depth + 1) if one.id != "data.read"]


def _shifted(told: Told, by: int) -> Told:
    return [one._replace(line=one.line + by) if one.line is not None else one for one in told]


DEFINES = {"DoStmt": do, "CreateFunctionStmt": create_function}
