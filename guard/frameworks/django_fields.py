"""Fields of Django's models, as migrations write them: their column, and what the database keeps of them."""

from __future__ import annotations

import ast

from guard.frameworks.arguments import Arguments, NotLiteral
from guard.frameworks.inert import inert
from guard.frameworks.literals import text_of
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.frameworks.scope import Scope

NOT_KEPT = frozenset(  # what Django knows of a field and the database does not
    (
        *("choices", "help_text", "verbose_name", "validators", "blank", "editable", "on_delete", "related_name"),
        *(
            "related_query_name",
            "limit_choices_to",
            "error_messages",
            "auto_now",
            "auto_now_add",
            "upload_to",
            "storage",
        ),
        *("serialize", "parent_link", "symmetrical", "swappable", "to_field", "path", "match", "recursive", "protocol"),
        *("allow_files", "allow_folders", "encoder", "decoder", "auto_created", "unpack_ipv4", "allow_unicode"),
        *("width_field", "height_field", "unique_for_date", "unique_for_month", "unique_for_year", "db_tablespace"),
    )
)
OWN = ("null", "default", "db_default", "unique", "db_index", "primary_key", "db_column", "db_comment", "db_constraint")
LIKE_FOREIGN = ("ForeignKey", "OneToOneField", "ParentalKey", "OneToOneCascadeDeletes")
LIKE_MANY = "ManyToManyField"  # others are named after it
TEXTS = ("CharField", "TextField", "EmailField", "SlugField", "URLField", "FileField", "ImageField", "FilePathField")
CALLED = (
    "django.db.models.fields.related.",
    "django.db.models.fields.json.",
    "django.db.models.fields.",
    "django.db.models.",
)


class Field(NamedTuple):
    """One field as the database has it."""

    name: str
    type: str  # "CharField"; of another library with all of its path
    column: str
    relation: str  # "foreign", "many", or ""
    null: bool
    default: bool  # Django fills it in itself, row by row
    db_default: str  # the database does; "" where it does not
    generated: bool
    unique: bool
    indexed: bool
    primary: bool
    constrained: bool  # a foreign key that the database holds to
    kept: tuple[tuple[str, str], ...]  # the rest of what the database keeps: lengths, targets, comments apart
    comment: str
    joins: str  # the table of a many-to-many field: "" for the usual one, "-" where a model of its own is it

    def required(self) -> bool:
        """Whether rows that stand, and old code that writes rows, have nothing to put there."""
        fills = self.null or self.db_default or self.generated or self.type.endswith(("AutoField", "SerialField"))
        return not fills


def field_of(node: ast.AST | None, name: str, scope: Scope) -> Field:
    """The field a call makes. It must be all in sight."""
    if isinstance(node, ast.Name):
        node = scope.value_of(node.id)
    path = scope.dotted(node.func) if isinstance(node, ast.Call) else None
    if not isinstance(node, ast.Call) or path is None:
        raise NotLiteral("the field is made by code")
    if not path.rpartition(".")[2][:1].isupper() or not inert(node, scope, custom=True):
        raise NotLiteral("code runs to make the field")
    kind = _kind(path)
    first = (
        "to" if kind.endswith((*LIKE_FOREIGN, LIKE_MANY)) else "base_field" if kind == "ArrayField" else "verbose_name"
    )
    second = " on_delete" if kind.endswith(LIKE_FOREIGN) else ""
    given = Arguments(node, f"{first}{second} *rest", scope)
    return _field(name, kind, given)


def _field(name: str, kind: str, given: Arguments) -> Field:
    relation = "foreign" if kind.endswith(LIKE_FOREIGN) else "many" if kind.endswith(LIKE_MANY) else ""
    column = given.text_or("db_column") or (f"{name}_id" if relation == "foreign" else name)
    unique = given.flag("unique") is not False or kind == "OneToOneField"
    indexes_itself = relation == "foreign" or kind == "SlugField"
    blank = kind in TEXTS and given.flag("blank") is True
    through = given.node("through")
    kept = {
        name: _told(value, given.scope)
        for name, value in given.given.items()
        if name not in NOT_KEPT and name not in OWN and name not in ("expression", "output_field", "db_persist")
    }
    return Field(
        name,
        kind,
        column,
        relation,
        given.flag("null") is True or kind == "NullBooleanField",
        given.node("default") is not None or blank,
        ast.unparse(given.given["db_default"]) if "db_default" in given else "",
        kind == "GeneratedField",
        unique,
        bool(given.flag("db_index", indexes_itself)) and not unique,
        given.flag("primary_key") is not False,
        relation == "foreign" and given.flag("db_constraint", True) is not False,
        tuple(sorted(kept.items())),
        given.text_or("db_comment"),
        "-" if through is not None else given.text_or("db_table"),
    )


def _kind(path: str) -> str:
    for start in CALLED:
        if path.startswith(start):
            return path[len(start) :]
    return path.rpartition(".")[2] if path.startswith("django.contrib.") else path


def _told(node: ast.expr, scope: Scope) -> str:
    """A parameter as text, the target of a relation without regard to case."""
    found = text_of(node, scope)
    return found.lower() if isinstance(found, str) else ast.unparse(node)
