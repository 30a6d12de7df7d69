"""Django's migrations, read as Python that never runs: what each operation of the list does to the database."""

from __future__ import annotations

import ast
import warnings
from copy import deepcopy
from itertools import zip_longest

from guard.frameworks import django_calls, django_indexes
from guard.frameworks.arguments import Arguments, NotLiteral
from guard.frameworks.django_back import with_way_back
from guard.frameworks.django_before import earlier
from guard.frameworks.django_class import operations_in, written
from guard.frameworks.django_default import defaults
from guard.frameworks.django_expressions import expressed
from guard.frameworks.django_models import Models
from guard.frameworks.django_sql import run_python, run_sql
from guard.frameworks.embedded import Place
from guard.frameworks.inert import inert
from guard.frameworks.literals import brief
from guard.frameworks.scope import Scope
from guard.frameworks.sides import reading
from guard.model.migration import certain, migration_of
from guard.model.operation import Operation
from guard.model.reading import Reading, unread
from guard.sql.dialect import dialect_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.frameworks.django_class import Written
    from guard.model.reading import Context, Source

    Made = tuple[ast.Call, Scope]

VIA = "django"
HOMES = ("django.db.migrations.", "django.contrib.postgres.operations.")
CALLS = {**django_calls.CALLS, **django_indexes.CALLS}
RUN_SQL = "sql reverse_sql state_operations hints elidable"
TOLD = ("sql", "reverse_sql", "code", "reverse_code")  # arguments whose own reading says when code makes them
CUSTOM = ("field", "fields", "index", "constraint", "managers")  # arguments that a project has classes of its own for
OPERATIONS = ("database_operations", "state_operations")
LISTS = {"SeparateDatabaseAndState": " ".join(OPERATIONS), "RunSQL": "state_operations"}  # after the SQL
SENTRY = ("SafeRemoveField", "SafeDeleteModel", "SafeRunSQL")
NOTHING = Place(1, 1, "up", VIA, "")


def detect(source: Source, context: Context) -> Reading | None:
    """What a migration does, in the order of its list; None where the file is none."""
    named = migration_of(source.path.encode("utf-8", "surrogateescape"))
    is_named = named is not None and named.tool == VIA and certain(named)
    try:
        sides = [_migration(side, is_named) for side in (source.old, source.new)]
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return unread(f"not read as Python: {type(error).__name__}", VIA) if _maybe(source) else None
    old, new = sides
    told = _of_release(source) if not certain(named) and (old or new) else ()
    if new is None:
        return Reading(told, False) if told else None
    dialect = dialect_of(source)
    before = _operations(old, dialect, _before(source, old)) if old is not None and source.released else []
    result = reading(source, _operations(new, dialect, _before(source, new), context.types), before)
    return result._replace(operations=(*result.operations, *told))


def _migration(side: bytes | None, named: bool) -> Written | None:
    """A side as a migration. Where only the content can tell, something in it must be called so."""
    if side is None or (not named and b"igration" not in side):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return written(ast.parse(side), named)


def _maybe(source: Source) -> bool:
    """Whether what cannot be parsed may be a migration."""
    side = source.new if source.new is not None else source.old
    return "/migrations/" in f"/{source.path.lower()}" and b"igration" in (side or b"")


def _of_release(source: Source) -> tuple[Operation, ...]:
    """A name without a number tells nothing by itself; the content does, and it is released."""
    if not source.released:
        return ()
    id_ = "migration.deleted" if source.new is None else "migration.edited_after_release"
    return (Operation(id_, attributes=(("why", "it is released: databases have run it"),), via=VIA),)


def _before(source: Source, migration: Written) -> Models:
    """The models as the migrations before this one leave them, where those are at hand."""
    folders = source.path.split("/")[:-1]
    models = Models(folders[-2].lower() if len(folders) > 1 else "")  # the label of the app, as its folder tells
    models.replayed = True
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for one in earlier(migration, source.path.rpartition("/")[2], source.beside):
            _operations(one, "", models)
    models.replayed = False
    return models


def _operations(migration: Written, dialect: str, models: Models, types: bool = False) -> list[Operation]:
    attributes = () if migration.atomic else (("no_transaction", "true"),)
    place = NOTHING._replace(dialect=dialect, attributes=attributes, types=types)
    told = [place._replace(line=line).opaque("opaque.code", why) for line, why in migration.strange]
    for made in migration.calls:
        told += _told(made, place, models)
    return with_way_back(told)


def _told(made: Made, place: Place, models: Models) -> Iterator[Operation]:
    """What one operation of the list does. One that is not known may do anything."""
    call, scope = made
    at = place._replace(line=call.lineno, last=call.end_lineno or call.lineno)
    path = scope.dotted(call.func) or ""
    name = path.rpartition(".")[2]
    try:
        if path.startswith("sentry.") and name in SENTRY:
            yield from _safely(made, name, at, models)
        elif not path.startswith(HOMES):
            yield at.opaque("opaque.code", f"{brief(call.func)} is no operation of Django's")
        elif name == "RunSQL":
            given = Arguments(call, RUN_SQL, scope)
            yield from run_sql(given, at) if not models.replayed else ()
            yield from _quietly(given, at, models)
        elif name == "RunPython":
            yield from run_python(Arguments(call, "code reverse_code atomic hints elidable", scope), at)
        elif name == "SeparateDatabaseAndState":
            yield from _apart(made, at, models)
        elif name in CALLS:
            signature, tells = CALLS[name]
            yield from tells(Arguments(call, signature, scope), at, models)
            yield from (*expressed(call, scope, at), *defaults(call, name, scope, at)) if not models.replayed else ()
        else:
            yield at.opaque("opaque.code", f"{name} is not known here")
        if path.startswith(("sentry.", *HOMES)):
            yield from _run_beside(made, name, at)
    except NotLiteral as error:
        yield at.opaque("opaque.code", f"{name}: {error}")


def _run_beside(made: Made, name: str, at: Place) -> Iterator[Operation]:
    """Code in arguments that tell nothing of the database runs all the same."""
    call, scope = made
    given = [(one.arg, one.value) for one in call.keywords if one.arg not in TOLD]
    names = (CALLS[name][0] if name in CALLS else LISTS.get(name, "")).split()
    rest = call.args[2:] if name.endswith(("RunSQL", "RunPython")) else call.args
    given += zip_longest(names[: len(rest)], rest)
    quiet = True
    for word, one in given:
        calls, odd = operations_in(one, scope) if word in OPERATIONS else ([], [(one.lineno, "a value")])
        quiet = quiet and (not odd or inert(one, scope, custom=word in CUSTOM))
        for inner in calls:
            path = scope.dotted(inner[0].func) or ""
            if path.startswith(("sentry.", *HOMES)):
                yield from _run_beside(inner, path.rpartition(".")[2], at)
            else:
                quiet = quiet and inert(inner[0], scope)
    if not quiet:
        yield at.opaque("opaque.code", f"code runs to make the arguments of {name}")


def _apart(made: Made, at: Place, models: Models) -> Iterator[Operation]:
    """Only the first list is done to the database; the second is what Django believes from then on."""
    given = Arguments(made[0], "database_operations state_operations", made[1])
    node = given.node("database_operations")
    if node is not None:
        calls, odd = operations_in(node, made[1])
        believed = deepcopy(models)
        for call in calls:
            yield from _told(call, at, believed)
        for line, why in odd:
            yield at._replace(line=line).opaque("opaque.code", why)
    yield from _quietly(given, at, models)


def _quietly(given: Arguments, at: Place, models: Models) -> Iterator[Operation]:
    """Operations on the state alone: the models change, the database does not. One that is not known is code."""
    node = given.node("state_operations")
    if node is None:
        return
    calls, odd = operations_in(node, given.scope)
    for line, why in odd:
        yield at._replace(line=line).opaque("opaque.code", why)
    for one in calls:
        if not (given.scope.dotted(one[0].func) or "").startswith(("sentry.", *HOMES)):
            yield at._replace(line=one[0].lineno).opaque("opaque.code", "an operation that is none of Django's")
        for _ in _told(one, at, models):
            pass


def _safely(made: Made, name: str, at: Place, models: Models) -> Iterator[Operation]:
    """Sentry's two steps: first the state alone, in a later release the database."""
    call, scope = made
    if name == "SafeRunSQL":
        yield from run_sql(Arguments(call, RUN_SQL, scope), at)
        return
    signature = "model_name name deletion_action" if name == "SafeRemoveField" else "name deletion_action"
    given = Arguments(call, signature, scope)
    action = (scope.dotted(given.given.get("deletion_action", ast.Constant(None))) or "").rpartition(".")[2]
    tells = django_calls.remove_field if name == "SafeRemoveField" else django_calls.delete_model
    if action == "DELETE":
        yield from tells(given, at, models)
    elif action != "MOVE_TO_PENDING":
        yield at.opaque("opaque.code", f"{name}: deletion_action is not plain to see")
