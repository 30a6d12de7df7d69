"""Paths of callables that only give a value, and those that merely look like one."""

from __future__ import annotations

import pytest

from guard.frameworks.harmless import CLASSES, EXACT, NAMES, harmless, is_class

GIVE = """
    datetime.datetime datetime.datetime.now datetime.date.today datetime.timezone.utc datetime.time.fromisoformat
    decimal.Decimal decimal.getcontext uuid.uuid4 uuid.UUID fractions.Fraction enum.auto functools.partial
    collections.Counter inspect.cleandoc logging.getLogger logging.info logging.Logger.critical os.path.join
    pathlib.Path re.compile string.Template textwrap.dedent typing.NamedTuple
    django.contrib.auth.get_user_model django.db.migrations.swappable_dependency django.db.migrations.RunSQL
    django.db.migrations.operations.AddField django.db.migrations.operations.special.RunSQL django.db.models.Q
    django.db.models.CharField django.db.models.fields.CharField django.db.models.fields.related.ForeignKey
    django.db.models.functions.Lower django.db.models.functions.text.Lower django.db.models.query_utils.Q
    django.contrib.postgres.fields.ArrayField django.contrib.postgres.fields.array.ArrayField
    django.contrib.postgres.indexes.GinIndex django.contrib.auth.models.UserManager
    django.contrib.gis.db.models.PointField django.core.validators.MinValueValidator
    django.utils.crypto.get_random_string django.utils.dateparse.parse_date django.utils.text.slugify
    django.utils.timezone.now django.utils.translation.gettext_lazy
    django.conf.settings.APPS.get django.conf.settings.NAME.lower
    alembic.op.f alembic.op.get_bind alembic.context.get_x_argument
    sqlalchemy.text sqlalchemy.Column sqlalchemy.Integer sqlalchemy.sql.table sqlalchemy.sql.expression.select
    sqlalchemy.dialects.postgresql.JSONB sqlalchemy.dialects.postgresql.array sqlalchemy.dialects.mysql.types.TINYINT
    sqlalchemy.orm.Session sqlalchemy.orm.session.Session sqlalchemy.ext.declarative.declarative_base
    sqlalchemy.engine.reflection.Inspector.from_engine sqlalchemy.sql.sqltypes.String sqlalchemy.types.String
    sqlalchemy.func.now sqlalchemy.sql.func.now sqlalchemy.sql.expression.func.now sqlmodel.func.app.hash
    sqlmodel.text sqlmodel.Column sqlmodel.sql.sqltypes.AutoString geoalchemy2.Geometry geoalchemy2.types.Geometry
"""
MAY_DO_MORE = """
    datetime datetime.sys.exit decimal.X uuid.os.system uuid.getnode logging.os.system logging.config.dictConfig
    logging.Logger.addHandler logging.Handler os.path.os.system os.path.X os.system re.sub string.Formatter
    typing.get_type_hints functools.reduce collections.defaultdict enum.sys.exit pathlib.Path.unlink
    django.utils.autoreload.subprocess.run django.utils.timezone.X django.utils.module_loading.import_string
    django.db.models.base.apps.clear_cache django.db.models.sql.Query django.db.models.functions.now
    django.db.models.fields.files.os.X django.db.migrations.executor.MigrationExecutor django.db.connection
    django.core.management.call_command django.contrib.postgres.fields.now django.contrib.admin.X
    django.conf.settings.configure django.conf.settings.RUN django.conf.settings.APPS.clear
    django.conf.settings.run.get django.conf.settings.APPS.one.get django.conf.settings.get
    alembic.op.fire alembic.op.get_bindings alembic.op.f.x alembic.op.execute alembic.context.X alembic.command.upgrade
    sqlalchemy.create_engine sqlalchemy.event.listen sqlalchemy.testing.util.drop_all_tables sqlalchemy.testing.X
    sqlalchemy.func._registry.x sqlalchemy.MetaData.drop_all sqlalchemy.orm.Session.execute sqlalchemy.functions.now
    geoalchemy2.text geoalchemy2.admin.X sqlmodel.create_engine app.tools.Wipe .builtins.print .datetime.datetime
"""
OF_A_PROJECT = {
    "app.fields.MoneyField": True,
    ".fields.MoneyField": True,
    "..MoneyField": False,
    "Wipe": False,
    "app.fields.make": False,
    "app.Fields.make": False,
    "os.path.X": False,
    "uuid.UUID": False,
    "builtins.X": False,
}


@pytest.mark.parametrize("path", GIVE.split())
def test_gives_a_value(path: str) -> None:
    assert harmless(path)


@pytest.mark.parametrize("path", MAY_DO_MORE.split())
def test_may_do_more(path: str) -> None:
    assert not harmless(path)


@pytest.mark.parametrize("path", sorted(EXACT))
def test_nothing_passes_behind_or_beside_a_name(path: str) -> None:
    assert harmless(path)
    assert not harmless(f"{path}.os.system") and not harmless(f"{path}_and_more") and not harmless(f"x.{path}")


def test_a_module_is_no_class_of_another() -> None:
    both = "sqlalchemy.dialects.postgresql.array"  # the class takes the place of the module that brings it
    assert [path for path in (*CLASSES, *NAMES) if harmless(path)] == [both]


@pytest.mark.parametrize("path", OF_A_PROJECT)
def test_a_class_of_a_project(path: str) -> None:
    assert is_class(path) is OF_A_PROJECT[path]
