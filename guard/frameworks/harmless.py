"""Callables that give a value and do no more, each by its whole path: what only begins like one may do anything."""

from __future__ import annotations

import sys

from guard.frameworks.scope import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS = listed("format join strip lstrip rstrip lower upper replace split splitlines encode title")
READS = listed("get items keys values")
LOGS = listed("debug info warning error exception critical")

_DATES = ("now", "utcnow", "today", "fromisoformat", "fromtimestamp", "strptime", "combine")
_SQL = """
    and_ any_ all_ asc between bindparam case cast collate column delete desc distinct except_ exists extract false
    insert inspect intersect join lateral literal literal_column not_ null nulls_first nulls_last nullsfirst nullslast
    or_ outerjoin over select table text true tuple_ type_coerce union union_all update values
"""
NAMES: Mapping[str, str] = {  # a module, and what of it is harmless to call
    "collections": "Counter OrderedDict deque namedtuple",
    "datetime": " ".join(
        ["date datetime time timedelta timezone timezone.utc"]
        + [f"{kind}.{name}" for kind in ("date", "datetime", "time") for name in _DATES]
    ),
    "decimal": "Context Decimal getcontext",
    "enum": "Enum Flag IntEnum IntFlag StrEnum auto",
    "fractions": "Fraction gcd",
    "functools": "partial",
    "inspect": "cleandoc",
    "logging": " ".join(["Logger getLogger", *LOGS, *[f"Logger.{name}" for name in LOGS]]),
    "os.path": "abspath basename dirname exists expanduser isdir isfile join normpath realpath split splitext",
    "pathlib": "Path",
    "re": "compile escape",
    "string": "Template",
    "textwrap": "dedent",
    "typing": "NamedTuple NewType TypeVar cast",
    "uuid": "UUID uuid1 uuid3 uuid4 uuid5",
    "django.contrib.auth": "get_user_model",
    "django.db.migrations": "swappable_dependency",
    "django.utils.crypto": "get_random_string",
    "django.utils.dateparse": "parse_date parse_datetime parse_duration parse_time",
    "django.utils.text": "capfirst format_lazy slugify",
    "django.utils.timezone": "get_current_timezone get_default_timezone localdate localtime make_aware make_naive now",
    "django.utils.translation": """
        gettext gettext_lazy gettext_noop ngettext ngettext_lazy npgettext_lazy pgettext pgettext_lazy ugettext
        ugettext_lazy
    """,
    "alembic.op": "f get_bind get_context inline_literal",
    "alembic.context": "get_context get_x_argument is_offline_mode",
    **dict.fromkeys(("sqlalchemy", "sqlalchemy.sql", "sqlalchemy.sql.expression", "sqlmodel"), _SQL),
    "sqlalchemy.dialects.mysql": "insert",
    "sqlalchemy.dialects.postgresql": "aggregate_order_by array array_agg insert",
    "sqlalchemy.dialects.sqlite": "insert",
    "sqlalchemy.engine.reflection": "Inspector.from_engine",
    "sqlalchemy.ext.declarative": "declarative_base",
    "sqlalchemy.orm": "declarative_base mapped_column relationship sessionmaker",
}
EXACT = frozenset([f"{module}.{name}" for module, names in NAMES.items() for name in names.split()])
MODULES: Mapping[str, str] = {  # a package, and modules of it whose classes are fields, types, expressions
    "django": "core.validators db.models db.migrations db.migrations.operations",
    "django.contrib": "auth.models auth.validators gis.db.models gis.db.models.fields",
    "django.contrib.postgres": "constraints fields indexes operations search validators",
    "django.contrib.postgres.fields": "array citext hstore jsonb ranges",
    "django.db.migrations.operations": "fields models special",
    "django.db.models": """
        aggregates constraints deletion enums expressions fields functions indexes lookups manager query_utils
    """,
    "django.db.models.fields": "composite files generated json proxy related",
    "django.db.models.functions": "comparison datetime json math text uuid window",
    "geoalchemy2": "types",
    "sqlalchemy": "ext.mutable orm orm.session schema sql types",
    "sqlalchemy.sql": "elements expression schema selectable sqltypes",
    "sqlalchemy.dialects": """
        mariadb mssql mssql.base mssql.json mysql mysql.base mysql.enumerated mysql.json mysql.types oracle oracle.base
        postgresql postgresql.array postgresql.base postgresql.ext postgresql.hstore postgresql.json
        postgresql.named_types postgresql.ranges postgresql.types sqlite sqlite.base sqlite.json
    """,
    "sqlmodel.sql": "sqltypes",
}
CLASSES = frozenset(
    ["geoalchemy2", "sqlalchemy", "sqlmodel"]
    + [f"{package}.{name}" for package, names in MODULES.items() for name in names.split()]
)
FUNCTIONS = ("sqlalchemy.func.", "sqlalchemy.sql.func.", "sqlalchemy.sql.expression.func.", "sqlmodel.func.")
SETTINGS = "django.conf.settings."


def harmless(path: str) -> bool:
    """Whether a call of this does nothing but give a value."""
    module, _, name = path.rpartition(".")
    if path in EXACT:
        return True
    if path.startswith(SETTINGS):  # a text or a list of the settings, and what only reads it
        setting, _, method = path[len(SETTINGS) :].partition(".")
        return setting.isupper() and method in READS | TEXTS
    if path.startswith(FUNCTIONS):
        return not any([part.startswith("_") for part in path.split(".")])
    return module in CLASSES and name[:1].isupper()


def is_class(path: str) -> bool:
    """Whether it is called like a class that a project or a library of its own brings: a type, a field, a manager."""
    root, _, rest = path.lstrip(".").partition(".")
    known = root in sys.stdlib_module_names or root == "builtins"
    return rest.rpartition(".")[2][:1].isupper() and not known
