"""What each operation of Django's migrations does to the database, and what it makes of the models it is told of.

Every function here takes the arguments of the call, the place it stands at and the models so far; it changes the
models and yields what is done. A caller that wants the models alone throws away what is yielded.
"""

from __future__ import annotations

import ast

from guard.frameworks.arguments import Arguments, NotLiteral
from guard.frameworks.django_alter import alter_field, column_added
from guard.frameworks.django_fields import field_of
from guard.frameworks.django_models import Models, named
from guard.frameworks.literals import NOT_PLAIN, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from guard.frameworks.embedded import Place
    from guard.model.operation import Operation

    Told = Iterator[Operation]
    Call = Callable[[Arguments, Place, Models], Told]


def create_model(given: Arguments, place: Place, models: Models) -> Told:
    fields = given.given.get("fields")
    options = _options(given)
    pairs = [one.elts for one in getattr(fields, "elts", ()) if isinstance(one, ast.Tuple) and len(one.elts) == 2]
    if not isinstance(fields, ast.List | ast.Tuple) or len(pairs) != len(fields.elts):
        raise NotLiteral("the fields of the model are made by code")
    model = models.create(given.text("name"))
    table = options.get("db_table", "")
    if not isinstance(table, str):
        raise NotLiteral("the name of the table is no literal")
    model.table, model.own_table = named(table) or model.table, bool(table)
    model.managed = options.get("managed", True) is not False and options.get("proxy") is not True
    model.together = {key: _sets(options.get(key, ())) for key in ("unique_together", "index_together")}
    for name, made in pairs:
        found = plain(name, given.scope)
        if not isinstance(found, str):
            raise NotLiteral("the name of a field is no literal")
        model.fields[found.lower()] = field_of(made, found, given.scope)
    if model.managed:
        kept = [field for field in model.fields.values() if field.relation != "many"]
        types = place.typed([(field.column, field.type) for field in kept if not field.relation])
        yield place.told("schema.table.create", model.table, [field.column for field in kept], types=types)
        for field in model.fields.values():
            if field.relation == "many" and model.joined(field):
                yield place.told("schema.table.create", model.joined(field))


def delete_model(given: Arguments, place: Place, models: Models) -> Told:
    model = models.of(given.text("name"))
    models.delete(given.text("name"))
    if model.managed:
        for field in model.fields.values():
            if field.relation == "many" and model.joined(field):
                yield place.told("schema.table.drop", model.joined(field))
        yield place.told("schema.table.drop", model.table)


def rename_model(given: Arguments, place: Place, models: Models) -> Told:
    old, new = given.text("old_name"), given.text("new_name")
    model = models.of(old)
    models.rename(old, new)
    if model.own_table:
        return
    before, model.table = model.table, models.usual_table(new)
    if model.managed and before != model.table:
        yield place.told("schema.table.rename", before, to=model.table)


def alter_table(given: Arguments, place: Place, models: Models) -> Told:
    model = models.of(given.text("name"))
    before, own = model.table, named(given.text_or("table"))
    model.table, model.own_table = own or models.usual_table(given.text("name")), bool(own)
    if model.managed and before != model.table:
        yield place.told("schema.table.rename", before, to=model.table)


def alter_comment(given: Arguments, place: Place, models: Models) -> Told:
    model = models.of(given.text("name"))
    if model.managed:
        yield place.told("schema.comment", model.table)


def alter_options(given: Arguments, place: Place, models: Models) -> Told:
    """No change to the database, but from then on Django may leave the table alone."""
    managed = _options(given).get("managed", True)
    models.of(given.text("name")).managed = managed is not False
    return iter(())


def alter_managers(given: Arguments, place: Place, models: Models) -> Told:
    return iter(())


def alter_order(given: Arguments, place: Place, models: Models) -> Told:
    """A column of Django's own, filled for every row and without a default that stays."""
    model = models.of(given.text("name"))
    adds = given.text_or("order_with_respect_to")
    if model.managed:
        yield place.told(f"schema.column.{'add_required' if adds else 'drop'}", model.table, ["_order"])


def add_field(given: Arguments, place: Place, models: Models) -> Told:
    model, name = models.of(given.text("model_name")), given.text("name")
    field = field_of(given.given.get("field"), name, given.scope)
    model.fields[name.lower()] = field
    if model.managed:
        yield from column_added(model, field, place)


def remove_field(given: Arguments, place: Place, models: Models) -> Told:
    model, name = models.of(given.text("model_name")), given.text("name")
    column, field = model.column(name), model.fields.pop(name.lower(), None)
    if not model.managed:
        return
    if field is not None and field.relation == "many":
        if model.joined(field):
            yield place.told("schema.table.drop", model.joined(field))
        return
    yield place.told("schema.column.drop", model.table, [column])


def rename_field(given: Arguments, place: Place, models: Models) -> Told:
    model, old, new = models.of(given.text("model_name")), given.text("old_name"), given.text("new_name")
    field = model.fields.pop(old.lower(), None)
    if field is None:
        if model.managed:
            yield place.told("schema.column.rename", model.table, [old], to=new)
        return
    renamed = field._replace(name=new, column=_column(field.column, field.name, new))
    model.fields[new.lower()] = renamed
    if field.relation == "many":
        if model.managed and model.joined(field) != model.joined(renamed):
            yield place.told("schema.table.rename", model.joined(field), to=model.joined(renamed))
    elif model.managed and field.column != renamed.column:
        yield place.told("schema.column.rename", model.table, [field.column], to=renamed.column)


def _column(column: str, old: str, new: str) -> str:
    """The column after its field was renamed; a name of its own stays."""
    return {old: new, f"{old}_id": f"{new}_id"}.get(column, column)


def alter_together(given: Arguments, place: Place, models: Models) -> Told:
    """Sets of columns that are unique, or indexed, together: all of them are given anew."""
    model = models.of(given.text("name"))
    key = "unique_together" if "unique_together" in given else "index_together"
    ids = ("schema.constraint.add", "schema.constraint.drop") if key == "unique_together" else _INDEX
    sets = _sets(plain(given.given.get(key), given.scope))
    before = model.together.get(key)
    model.together[key] = sets
    if not model.managed:
        return
    kind = {"type": "unique"} if key == "unique_together" else {}
    for one in sorted(sets - (before or frozenset())):
        yield place.told(ids[0], model.table, [model.column(name) for name in one], **kind)
    for one in sorted((before or frozenset()) - sets):
        yield place.told(ids[1], model.table, [model.column(name) for name in one], **kind)
    if before is None and not model.whole:
        yield place.told(ids[1], model.table, why="sets that stood before are not known: they go", **kind)


_INDEX = ("schema.index.create", "schema.index.drop")


def _sets(value: object) -> frozenset[tuple[str, ...]]:
    """{("a", "b")} and ("a", "b") mean the same; None and {} are nothing."""
    if value is NOT_PLAIN:
        raise NotLiteral("the sets of columns are made by code")
    every = value if isinstance(value, tuple) else ()
    if every and all([isinstance(one, str) for one in every]):
        every = (every,)
    return frozenset([tuple([str(name) for name in one]) for one in every if isinstance(one, tuple)])


def _options(given: Arguments) -> dict[str, object]:
    """The options of a model, each as far as it is plain."""
    node = given.node("options")
    if node is None:
        return {}
    if isinstance(node, ast.Call) and given.scope.dotted(node.func) == "builtins.dict" and not node.args:
        keys: list[ast.expr | None] = [ast.Constant(one.arg) for one in node.keywords]
        values = [one.value for one in node.keywords]
    elif isinstance(node, ast.Dict):
        keys, values = node.keys, node.values
    else:
        raise NotLiteral("the options of the model are made by code")
    names = [plain(key, given.scope) for key in keys]
    if not all([isinstance(name, str) for name in names]):
        raise NotLiteral("the options of the model are made by code")
    return {str(name): plain(value, given.scope) for name, value in zip(names, values, strict=True)}


CALLS: Mapping[str, tuple[str, Call]] = {
    "CreateModel": ("name fields options bases managers", create_model),
    "DeleteModel": ("name", delete_model),
    "RenameModel": ("old_name new_name", rename_model),
    "AlterModelTable": ("name table", alter_table),
    "AlterModelTableComment": ("name table_comment", alter_comment),
    "AlterModelOptions": ("name options", alter_options),
    "AlterModelManagers": ("name managers", alter_managers),
    "AlterOrderWithRespectTo": ("name order_with_respect_to", alter_order),
    "AlterUniqueTogether": ("name unique_together", alter_together),
    "AlterIndexTogether": ("name index_together", alter_together),
    "AddField": ("model_name name field preserve_default", add_field),
    "RemoveField": ("model_name name", remove_field),
    "RenameField": ("model_name old_name new_name", rename_field),
    "AlterField": ("model_name name field preserve_default", alter_field),
}
