"""A field that comes, and a field that changes: told exactly where it is known how it was, and widely where not."""

from __future__ import annotations

from guard.frameworks.django_fields import field_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.frameworks.arguments import Arguments
    from guard.frameworks.django_fields import Field
    from guard.frameworks.django_models import Model, Models
    from guard.frameworks.embedded import Place
    from guard.model.operation import Operation

    Told = Iterator[Operation]

UNSEEN = "how the field was is not known here: its type, or what it may hold, can change"


def column_added(model: Model, field: Field, place: Place) -> Told:
    """The column of a new field, with the constraint and the index that come with it."""
    if field.relation == "many":
        if model.joined(field):
            yield place.told("schema.table.create", model.joined(field))
        return
    yield place.told(
        "schema.column.add_required" if field.required() else "schema.column.add",
        model.table,
        [field.column],
        type=field.type,
        default="true" if field.db_default else "",
        generated="true" if field.generated else "",
        not_null="" if field.null else "true",
    )
    yield from _came(None, field, model, place)


def alter_field(given: Arguments, place: Place, models: Models) -> Told:
    model, name = models.of(given.text("model_name")), given.text("name")
    field = field_of(given.given.get("field"), name, given.scope)
    old = model.fields.get(name.lower())
    model.fields[name.lower()] = field
    if not model.managed:
        return
    if old is None:
        yield from _unseen(model, field, place)
    elif "many" in (old.relation, field.relation):
        if old.kept != field.kept or old.relation != field.relation or model.joined(old) != model.joined(field):
            yield place.told("schema.column.change_type", model.table, [field.column], type=field.type)
    else:
        yield from _changed(old, field, model, place)


def _unseen(model: Model, field: Field, place: Place) -> Told:
    """All that may be, so that nothing is missed: which of it is so, only the field as it was would tell."""
    at = [field.column]
    yield place.told("schema.column.change_type", model.table, at, type=field.type, why=UNSEEN)
    loosens = "schema.column.drop_not_null" if field.null else "schema.column.set_not_null"
    yield place.told(loosens, model.table, at, why=UNSEEN)
    if field.default and not field.null:
        yield place.told("data.update", model.table, at, where="true", why=UNSEEN)
    if field.db_default:
        yield place.told("schema.column.set_default", model.table, at, default="true", why=UNSEEN)
    for one in _came(None, field, model, place):
        yield one._replace(attributes=tuple(sorted((*one.attributes, ("why", UNSEEN)))))


def _changed(old: Field, field: Field, model: Model, place: Place) -> Told:
    at = [field.column]
    if old.column != field.column:
        yield place.told("schema.column.rename", model.table, [old.column], to=field.column)
    if (old.type, old.kept, old.generated) != (field.type, field.kept, field.generated):
        yield place.told("schema.column.change_type", model.table, at, type=field.type)
    if old.null and not field.null:
        if field.default or field.db_default:
            yield place.told("data.update", model.table, at, where="true")
        yield place.told("schema.column.set_not_null", model.table, at)
    elif field.null and not old.null:
        yield place.told("schema.column.drop_not_null", model.table, at)
    if old.db_default != field.db_default:
        id_ = "schema.column.set_default" if field.db_default else "schema.column.drop_default"
        yield place.told(id_, model.table, at, default="true" if field.db_default else "")
    if old.comment != field.comment:
        yield place.told("schema.comment", model.table, at)
    yield from _came(old, field, model, place)
    for one in _came(field, old, model, place):
        gone = {"schema.constraint.add": "schema.constraint.drop", "schema.index.create": "schema.index.drop"}[one.id]
        yield one._replace(id=gone)


def _came(old: Field | None, field: Field, model: Model, place: Place) -> Told:
    """Constraints and indexes that the field has and that it had not."""
    at = [field.column]
    if field.primary and not (old and old.primary):
        yield place.told("schema.constraint.add", model.table, at, type="primary_key")
    elif field.unique and not (old and old.unique):
        yield place.told("schema.constraint.add", model.table, at, type="unique")
    elif field.indexed and not (old and old.indexed):
        yield place.told("schema.index.create", model.table, at)
    if field.constrained and not (old and old.constrained):
        yield place.told("schema.constraint.add", model.table, at, type="foreign_key")
