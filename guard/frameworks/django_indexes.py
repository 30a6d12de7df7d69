"""Indexes, constraints and extensions in Django's migrations, those of django.contrib.postgres included."""

from __future__ import annotations

import ast

from guard.frameworks.arguments import Arguments, NotLiteral
from guard.frameworks.inert import inert

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from guard.frameworks.django_models import Model, Models
    from guard.frameworks.embedded import Place
    from guard.model.operation import Operation

    Told = Iterator[Operation]
    Call = Callable[[Arguments, Place, Models], Told]

CONSTRAINTS = {"UniqueConstraint": "unique", "CheckConstraint": "check", "ExclusionConstraint": "exclusion"}
EXTENSIONS = {
    "BloomExtension": "bloom",
    "BtreeGinExtension": "btree_gin",
    "BtreeGistExtension": "btree_gist",
    "CITextExtension": "citext",
    "CryptoExtension": "pgcrypto",
    "HStoreExtension": "hstore",
    "TrigramExtension": "pg_trgm",
    "UnaccentExtension": "unaccent",
}


def add_index(given: Arguments, place: Place, models: Models) -> Told:
    return _create(given, place, models, "schema.index.create", "")


def add_index_concurrently(given: Arguments, place: Place, models: Models) -> Told:
    return _create(given, place, models, "schema.index.create_concurrent", "true")


def _create(given: Arguments, place: Place, models: Models, id_: str, concurrently: str) -> Told:
    model = models.of(given.text("model_name"))
    made, kind = _made(given, "index")
    using = kind.removesuffix("Index").lower()
    columns = _columns(made, model)
    if model.managed:
        name = made.text_or("name")
        yield place.told(id_, model.table, columns, name=name, using=using, concurrently=concurrently)


def remove_index(given: Arguments, place: Place, models: Models) -> Told:
    return _drop(given, place, models, "schema.index.drop", "")


def remove_index_concurrently(given: Arguments, place: Place, models: Models) -> Told:
    return _drop(given, place, models, "schema.index.drop_concurrent", "true")


def _drop(given: Arguments, place: Place, models: Models, id_: str, concurrently: str) -> Told:
    name = given.text("name")
    if models.of(given.text("model_name")).managed:
        yield place.of(id_, f"index:{name}", concurrently=concurrently)


def rename_index(given: Arguments, place: Place, models: Models) -> Told:
    new = given.text("new_name")
    old = given.text_or("old_name") or "_".join(given.words("old_fields"))
    if models.of(given.text("model_name")).managed:
        yield place.of("schema.index.rename", f"index:{old}", to=new)


def add_constraint(given: Arguments, place: Place, models: Models) -> Told:
    return _add(given, place, models, "schema.constraint.add")


def add_not_valid(given: Arguments, place: Place, models: Models) -> Told:
    return _add(given, place, models, "schema.constraint.add_not_valid")


def _add(given: Arguments, place: Place, models: Models, id_: str) -> Told:
    model = models.of(given.text("model_name"))
    made, kind = _made(given, "constraint")
    columns = _columns(made, model)
    if model.managed:
        type_ = CONSTRAINTS.get(kind, kind)
        yield place.told(id_, model.table, columns, name=made.text_or("name"), type=type_)


def remove_constraint(given: Arguments, place: Place, models: Models) -> Told:
    return _named(given, place, models, "schema.constraint.drop")


def validate_constraint(given: Arguments, place: Place, models: Models) -> Told:
    return _named(given, place, models, "schema.constraint.validate")


def _named(given: Arguments, place: Place, models: Models, id_: str) -> Told:
    model, name = models.of(given.text("model_name")), given.text("name")
    if model.managed:
        yield place.told(id_, model.table, name=name)


def alter_constraint(given: Arguments, place: Place, models: Models) -> Told:
    """Only what Django says when it is broken changes."""
    return iter(())


def create_extension(given: Arguments, place: Place, models: Models) -> Told:
    called = given.call.func
    kind = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    name = EXTENSIONS.get(kind) or given.text("name")
    yield place.of("schema.extension.create", f"extension:{name}", if_not_exists="true")


def _made(given: Arguments, name: str) -> tuple[Arguments, str]:
    """The index or the constraint that is given, made in sight, and its class."""
    node = given.given.get(name)
    if isinstance(node, ast.Name):
        node = given.scope.value_of(node.id)
    path = given.scope.dotted(node.func) if isinstance(node, ast.Call) else None
    if not isinstance(node, ast.Call) or path is None or not inert(node, given.scope, custom=True):
        raise NotLiteral(f"the {name} is made by code")
    return Arguments(node, "*expressions", given.scope), path.rpartition(".")[2]


def _columns(made: Arguments, model: Model) -> tuple[str, ...]:
    return tuple([model.column(name.removeprefix("-")) for name in made.words("fields")])


CALLS: Mapping[str, tuple[str, Call]] = {
    "AddIndex": ("model_name index", add_index),
    "AddIndexConcurrently": ("model_name index", add_index_concurrently),
    "RemoveIndex": ("model_name name", remove_index),
    "RemoveIndexConcurrently": ("model_name name", remove_index_concurrently),
    "RenameIndex": ("model_name new_name old_name old_fields", rename_index),
    "AddConstraint": ("model_name constraint", add_constraint),
    "AddConstraintNotValid": ("model_name constraint", add_not_valid),
    "RemoveConstraint": ("model_name name", remove_constraint),
    "ValidateConstraint": ("model_name name", validate_constraint),
    "AlterConstraint": ("model_name name constraint", alter_constraint),
    "CreateExtension": ("name hints", create_extension),
    **dict.fromkeys(EXTENSIONS, ("hints", create_extension)),
}
