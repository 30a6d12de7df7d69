"""Django's migrations: what the list of operations does to the database, and all that hides in such a file."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.model.reading import Context, Reading, Source
from guard.model.undo import undoes
from guard.model.vocabulary import TRAITS
from guard.operations.django import detect
from tests.conftest import examples
from tests.frameworks.corpus import cases, lines
from tests.frameworks.wrappers import DESTROYS, built_python, exact_python, ids

HEAD = """import textwrap
import django.db.models.deletion
from django.contrib.postgres import operations as pg
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = []
    operations = [
"""


def read(
    *calls: str, head: str = HEAD, released: bool = False, old: str | None = None, beside: dict[str, str] | None = None
) -> Reading | None:
    """What a migration with these operations does."""
    text = head + "".join([f"        {call},\n" for call in calls]) + "    ]\n"
    before = None if old is None else (HEAD + f"        {old},\n    ]\n").encode()
    others = tuple([(name, other.encode()) for name, other in (beside or {}).items()])
    return detect(Source("shop/migrations/0009_x.py", before, text.encode(), released, "postgres", others), Context())


# what is called | what it does, without the line it all stands on
FINDS = {
    "m.CreateModel('A', fields=[('x', f.IntegerField())])": "schema.table.create table:shop_a (x)",
    "m.CreateModel(name='A', fields=(), options=dict(db_table='b'))": "schema.table.create table:b",
    "m.CreateModel('A', [], {'db_table': '\"crm\".\"a\"'})": "schema.table.create table:crm.a",
    "m.CreateModel('A', [], {'db_table': 'public.a'})": "schema.table.create table:a",
    "m.CreateModel('A', [], {'db_table': NAME})": "opaque.code",
    "m.CreateModel('A', [], OPTIONS)": "opaque.code",
    "m.CreateModel('A', [], {**OPTIONS})": "opaque.code",
    "m.CreateModel('A', FIELDS)": "opaque.code",
    "m.CreateModel('A', [('x', FIELD)])": "opaque.code",
    "m.CreateModel('A', [(NAME, f.IntegerField())])": "opaque.code",
    "m.DeleteModel('A')": "schema.table.drop table:shop_a",
    "m.DeleteModel(name='BigCart')": "schema.table.drop table:shop_bigcart",
    "m.DeleteModel(NAME)": "opaque.code",
    "m.DeleteModel()": "opaque.code",
    "m.DeleteModel('A', 'B')": "opaque.code",
    "m.DeleteModel('A', name='B')": "opaque.code",
    "m.RenameModel('A', 'B')": "schema.table.rename table:shop_a to=shop_b",
    "m.RenameModel(old_name='A', new_name='B')": "schema.table.rename table:shop_a to=shop_b",
    "m.AlterModelTable('a', 'things')": "schema.table.rename table:shop_a to=things",
    "m.AlterModelTableComment('a', 'x')": "schema.comment table:shop_a",
    "m.AddField('a', 'x', f.IntegerField(null=True))": "schema.column.add table:shop_a (x) type=IntegerField",
    "m.AddField('a', 'x', f.IntegerField(null=False))": (
        "schema.column.add_required table:shop_a (x) not_null type=IntegerField"
    ),
    "m.AddField('a', 'x', f.IntegerField(null=NULL))": (
        "schema.column.add_required table:shop_a (x) not_null type=IntegerField"
    ),
    "m.AddField('a', 'x', f.IntegerField(default=1))": (
        "schema.column.add_required table:shop_a (x) not_null type=IntegerField"
    ),
    "m.AddField('a', 'x', f.IntegerField(db_default=1))": (
        "schema.column.add table:shop_a (x) default not_null type=IntegerField"
    ),
    "m.AddField('a', 'x', f.CharField(db_column='y', null=True))": "schema.column.add table:shop_a (y) type=CharField",
    "m.AddField('a', 'x', f.BigAutoField())": "schema.column.add table:shop_a (x) not_null type=BigAutoField",
    "m.AddField('a', 'x', f.SlugField(null=True))": (
        "schema.column.add table:shop_a (x) type=SlugField; schema.index.create table:shop_a (x)"
    ),
    "m.AddField('a', 'x', f.IntegerField(null=True, db_index=True))": (
        "schema.column.add table:shop_a (x) type=IntegerField; schema.index.create table:shop_a (x)"
    ),
    "m.AddField('a', 'x', f.UUIDField(null=True, unique=True))": (
        "schema.column.add table:shop_a (x) type=UUIDField; schema.constraint.add table:shop_a (x) type=unique"
    ),
    "m.AddField('a', 'x', f.ManyToManyField('b'))": "schema.table.create table:shop_a_x",
    "m.AlterModelOptions('a', {'managed': False}), m.AlterField('a', 'x', f.IntegerField())": "",
    "m.AlterModelOptions('a', {'managed': False}), m.AlterModelOptions('a', {}), m.RemoveField('a', 'x')": (
        "schema.column.drop table:shop_a (x)"
    ),
    "m.SeparateDatabaseAndState([], [m.AlterModelTable('a', 't')]), m.RemoveField('a', 'x')": (
        "schema.column.drop table:t (x)"
    ),
    "m.SeparateDatabaseAndState([m.AlterModelTable('a', 't')]), m.RemoveField('a', 'x')": (
        "schema.table.rename table:shop_a to=t; schema.column.drop table:shop_a (x)"
    ),
    "m.RunSQL('', '', [m.AlterModelTable('a', 't')]), m.RemoveField('a', 'x')": "schema.column.drop table:t (x)",
    "m.RemoveField('a', 'x')": "schema.column.drop table:shop_a (x)",
    "m.RemoveField(model_name='A', name='x')": "schema.column.drop table:shop_a (x)",
    "m.RemoveField('a', NAME)": "opaque.code",
    "m.RenameField('a', 'x', 'y')": "schema.column.rename table:shop_a (x) to=y",
    "m.AddIndex('a', f.Index(fields=['x', '-y'], name='i'))": "schema.index.create table:shop_a (x, y) name=i",
    "m.AddIndex('a', INDEX)": "opaque.code",
    "m.AddIndex('a', build())": "opaque.code",
    "m.RemoveIndex('a', 'i')": "schema.index.drop index:i",
    "pg.AddIndexConcurrently('a', f.Index(fields=['x'], name='i'))": (
        "schema.index.create_concurrent table:shop_a (x) concurrently name=i"
    ),
    "pg.RemoveIndexConcurrently('a', 'i')": "schema.index.drop_concurrent index:i concurrently",
    "m.RenameIndex('a', 'j', 'i')": "schema.index.rename index:i to=j",
    "m.AddConstraint('a', f.UniqueConstraint(fields=['x'], name='u'))": (
        "schema.constraint.add table:shop_a (x) name=u type=unique"
    ),
    "m.AddConstraint('a', f.CheckConstraint(condition=f.Q(x__gt=0), name='c'))": (
        "schema.constraint.add table:shop_a name=c type=check"
    ),
    "pg.AddConstraintNotValid('a', f.CheckConstraint(check=f.Q(x=0), name='c'))": (
        "schema.constraint.add_not_valid table:shop_a name=c type=check"
    ),
    "pg.ValidateConstraint('a', 'c')": "schema.constraint.validate table:shop_a name=c",
    "m.RemoveConstraint('a', 'c')": "schema.constraint.drop table:shop_a name=c",
    "pg.HStoreExtension()": "schema.extension.create extension:hstore if_not_exists",
    "pg.HStoreExtension(), m.RunSQL('DROP VIEW v', 'DROP VIEW w')": (
        "schema.extension.create extension:hstore if_not_exists; schema.view.drop view:v; "
        "down schema.view.drop view:w; down schema.extension.drop extension:hstore"
    ),
    "m.AlterOrderWithRespectTo('a', 'b')": "schema.column.add_required table:shop_a (_order)",
    "m.AlterOrderWithRespectTo('a', None)": "schema.column.drop table:shop_a (_order)",
    "m.AlterUniqueTogether('a', [('x', 'y')])": (
        "schema.constraint.add table:shop_a (x, y) type=unique; schema.constraint.drop table:shop_a type=unique"
    ),
    "m.AlterUniqueTogether('a', set())": "schema.constraint.drop table:shop_a type=unique",
    "m.AlterUniqueTogether('a', SETS)": "opaque.code",
    **{
        f"m.AlterUniqueTogether('a', {kind}([('x', 'y')]))": (
            "schema.constraint.add table:shop_a (x, y) type=unique; schema.constraint.drop table:shop_a type=unique"
        )
        for kind in ("set", "frozenset", "list", "tuple")
    },
    "m.AlterUniqueTogether('a', list())": "schema.constraint.drop table:shop_a type=unique",
    "m.AlterUniqueTogether('a', list([], []))": "opaque.code",
    "m.AlterUniqueTogether('a', list([], x=1))": "opaque.code",
    "m.AlterUniqueTogether('a', sorted([]))": "opaque.code",
    "m.RunSQL('DROP TABLE a', m.RunSQL.noop)": "schema.table.drop table:a",
    "m.RunSQL(sql=['DROP TABLE a', 'DROP TABLE b'], reverse_sql='')": (
        "schema.table.drop table:a; schema.table.drop table:b"
    ),
    "m.RunSQL([('DELETE FROM a WHERE b = %s', ['x'])], '')": "data.delete table:a where",
    "m.RunSQL((('DELETE FROM a WHERE b = %s', ['x']),), '')": "data.delete table:a where",
    "m.RunSQL([NAME], '')": "opaque.raw_sql",
    "m.RunSQL(other.RunSQL.noop, '')": "opaque.raw_sql",
    "m.RunSQL(m.RunSQL.other, '')": "opaque.raw_sql",
    "m.RunSQL('DELETE FROM a WHERE b = %(x)s', '')": "opaque.unparsed",
    "m.RunSQL([('DELETE FROM a WHERE b = %(x)s', {})], '')": "data.delete table:a where",
    "m.RunSQL(f\"DROP TABLE {'a'}\", '')": "schema.table.drop table:a",
    "m.RunSQL(f\"DROP TABLE {'a'!r}\", '')": "opaque.dynamic",
    "m.RunSQL(f\"DROP TABLE {'a':>3}\", '')": "opaque.dynamic",
    "m.RunSQL(1, '')": "opaque.raw_sql",
    "m.RunSQL('DROP ' - 'TABLE a', '')": "opaque.dynamic",
    "m.RunSQL('  DROP TABLE a  '.lstrip(), '')": "schema.table.drop table:a",
    "m.RunSQL('DROP TABLE a  '.rstrip(), '')": "schema.table.drop table:a",
    "m.RunSQL('DROP TABLE a'.strip('a'), '')": "opaque.dynamic",
    "m.RunSQL(textwrap.dedent(NAME), '')": "opaque.raw_sql",
    "m.RunSQL(textwrap.dedent(' DROP TABLE a', 1), '')": "opaque.raw_sql",
    "m.RunSQL(other.dedent(' DROP TABLE a'), '')": "opaque.raw_sql",
    "m.RunSQL(m.RunSQL.noop, 'DROP TABLE a')": "down schema.table.drop table:a",
    "m.RunSQL('SELECT 1')": "data.read; down migration.pair.missing",
    "m.RunPython(forwards, m.RunPython.noop)": "opaque.code",
    "m.RunPython(m.RunPython.noop, backwards)": "down opaque.code",
    "m.RunPython(lambda apps, editor: None)": "opaque.code; down migration.pair.missing",
    "m.SeparateDatabaseAndState([m.DeleteModel('A')], [])": "schema.table.drop table:shop_a",
    "m.SeparateDatabaseAndState(build(), [])": "opaque.code; opaque.code",
    "m.Operation()": "opaque.code",
    "m.operations.base.Operation()": "opaque.code",
    "Unknown('a')": "opaque.code",
    "Unknown(build())": "opaque.code",
    "pg.Unheard('a')": "opaque.code",
    "None": "opaque.code",
    "*[m.DeleteModel('A')]": "schema.table.drop table:shop_a",
    "*MORE": "opaque.code",
    "BUILT": "opaque.code",
    "*[m.DeleteModel('A'), *(m.DeleteModel('B'), build())]": (
        "schema.table.drop table:shop_a; schema.table.drop table:shop_b; opaque.code"
    ),
    "m.AlterField('a', 'x', f.IntegerField(null=True, default=1))": (
        "schema.column.change_type table:shop_a (x) type=IntegerField; schema.column.drop_not_null table:shop_a (x)"
    ),
    "m.AlterField('a', 'x', f.IntegerField(db_default=1))": (
        "schema.column.change_type table:shop_a (x) type=IntegerField; schema.column.set_not_null table:shop_a (x); "
        "schema.column.set_default table:shop_a (x) default"
    ),
    "m.AlterField('a', 'x', f.IntegerField(null=True, primary_key=True))": (
        "schema.column.change_type table:shop_a (x) type=IntegerField; schema.column.drop_not_null table:shop_a (x); "
        "schema.constraint.add table:shop_a (x) type=primary_key"
    ),
    "m.AddField('a', 'x', f.NullBooleanField())": "schema.column.add table:shop_a (x) type=NullBooleanField",
    "m.AddField('a', 'x', f.SmallSerialField())": "schema.column.add table:shop_a (x) not_null type=SmallSerialField",
    "m.AddField('a', 'x', f.AutoField(unique=False, primary_key=False))": (
        "schema.column.add table:shop_a (x) not_null type=AutoField"
    ),
    "m.AddField('a', 'x', f.IntegerField(null=True, unique=U, db_index=I))": (
        "schema.column.add table:shop_a (x) type=IntegerField; schema.constraint.add table:shop_a (x) type=unique"
    ),
    "m.AddField('a', 'x', f.ForeignKey('b', f.CASCADE, null=True, db_index=I, db_constraint=C))": (
        "schema.column.add table:shop_a (x_id) type=ForeignKey; schema.constraint.add table:shop_a (x_id) "
        "type=foreign_key"
    ),
    "m.AddField('a', 'x', f.ForeignKey('b', f.CASCADE, related_name='r', null=True, db_index=False))": (
        "schema.column.add table:shop_a (x_id) type=ForeignKey; schema.constraint.add table:shop_a (x_id) "
        "type=foreign_key"
    ),
    "m.AddField('a', 'x', f.TextField('a name', null=True, db_comment='c'))": (
        "schema.column.add table:shop_a (x) type=TextField"
    ),
    "m.AddField('a', 'x', lower.field(null=True))": "opaque.code",
    "m.AddField('a', 'x', f.TextField(help_text=build()))": "opaque.code",
    "m.AddField('a', 'x', f.IntegerField(null=True, db_column=NAME))": "opaque.code",
    "m.AddField('a', 'x', f.ManyToManyField('b', db_table='\"s\".\"t\"'))": "schema.table.create table:s.t",
    "m.AlterOrderWithRespectTo('a', NAME)": "opaque.code",
    "m.AlterUniqueTogether('a', [('x', 1)])": (
        "schema.constraint.add table:shop_a (x, 1) type=unique; schema.constraint.drop table:shop_a type=unique"
    ),
    "m.AlterUniqueTogether('a', ('x', 'y'))": (
        "schema.constraint.add table:shop_a (x, y) type=unique; schema.constraint.drop table:shop_a type=unique"
    ),
    "m.AlterUniqueTogether('a', unique_together=[('x', NAME)])": "opaque.code",
    "m.AddIndex('a', f.Index(fields=['x', NAME], name='i'))": "schema.index.create table:shop_a name=i",
    "m.AddIndex('a', f.Index(fields=['x', 1], name='i'))": "schema.index.create table:shop_a name=i",
    "m.AddIndex('a', f.Index(fields='x', name='i'))": "schema.index.create table:shop_a (x) name=i",
    "m.AlterUniqueTogether('a', None)": "schema.constraint.drop table:shop_a type=unique",
    "m.CreateModel('A', [], {'unique_together': SETS})": "opaque.code",
    "m.CreateModel('A', [], {KEY: 1})": "opaque.code",
    "m.CreateModel('A', [], dict(OPTIONS))": "opaque.code",
    "m.CreateModel('A', [], dict(**OPTIONS))": "opaque.code",
    "m.CreateModel('A', [], OPTIONS(db_table='b'))": "opaque.code",
    "m.CreateModel('A', [], None)": "schema.table.create table:shop_a",
    "m.CreateModel('A', [('x', f.IntegerField(), 1)])": "opaque.code",
    "m.CreateModel('A', [f.IntegerField('x', 1)])": "opaque.code",
    "m.CreateModel('A', [['x', f.IntegerField()]])": "opaque.code",
    "m.CreateModel('A', [('x', f.ManyToManyField('b')), ('y', f.ManyToManyField('b', through='C'))])": (
        "schema.table.create table:shop_a; schema.table.create table:shop_a_x"
    ),
    "m.AddConstraint('a', pg.ExclusionConstraint(name='e', expressions=[('x', '=')]))": (
        "schema.constraint.add table:shop_a name=e type=exclusion"
    ),
    "m.AddConstraint('a', pg.Strange(name='e'))": "schema.constraint.add table:shop_a name=e type=Strange",
    "m.AddConstraint('a', CONSTRAINT)": "opaque.code",
    "m.AddConstraint('a', f.UniqueConstraint(fields=build(), name='u'))": "opaque.code",
    "m.RenameIndex('a', NAME, 'i')": "opaque.code",
    "m.RenameIndex('a', 'j', old_fields=['x', 'y'])": "schema.index.rename index:x_y to=j",
    "pg.CreateExtension(name='x')": "schema.extension.create extension:x if_not_exists",
    "pg.CreateExtension(NAME)": "opaque.code",
    "m.RunSQL(sql=build(), reverse_sql=build())": "opaque.raw_sql; down opaque.raw_sql",
    "m.RunSQL(build(), build())": "opaque.raw_sql; down opaque.raw_sql",
    "m.RunSQL('SELECT 1', '', None, build())": "data.read; opaque.code",
    "m.RunSQL('SELECT 1', '', hints=build())": "data.read; opaque.code",
    "m.RunSQL('SELECT 1', '', STATE)": "data.read; opaque.code",
    "m.RunSQL([('SELECT %s', [build()])], '')": "data.read; opaque.code",
    "m.RunSQL([['SELECT 1', 'DROP TABLE a', 'x']], '')": "data.read; schema.table.drop table:a; opaque.unparsed",
    "m.RunSQL([[['DROP TABLE a', 'x', 'y']]], '')": "opaque.raw_sql",
    "m.RunSQL(('SELECT 1', 'DROP TABLE a'), '')": "data.read; schema.table.drop table:a",
    "m.RunPython(code=build(), reverse_code=build())": "opaque.code; down opaque.code",
    "m.RunPython(build(), build())": "opaque.code; down opaque.code",
    "m.RunPython(m.RunPython.noop, m.RunPython.noop, build())": "opaque.code",
    "m.SeparateDatabaseAndState([], [f.Strange('a')])": "opaque.code",
    "m.SeparateDatabaseAndState([], STATE)": "opaque.code",
    "m.SeparateDatabaseAndState(None, [None])": "opaque.code",
    "m.DeleteModel('A') if X else m.DeleteModel('B')": "opaque.code",
    "[m.DeleteModel('A')][0]": "opaque.code",
}
LEAVES_ALONE = (
    "m.AlterModelOptions('a', {'ordering': ['x']})",
    "m.AlterModelManagers('a', [])",
    "m.AlterConstraint('a', 'c', f.CheckConstraint(check=f.Q(x=0), name='c'))",
    "m.CreateModel('A', [('x', f.IntegerField())], {'managed': False})",
    "m.CreateModel('A', [], {'proxy': True}, bases=('shop.b',))",
    "m.AddField('a', 'x', f.ManyToManyField('b', through='shop.C'))",
    "m.AlterModelTable('a', None)",
    "m.AlterModelTable('a', 'public.shop_a')",
    "m.AlterConstraint('a', 'c', None)",
    "m.SeparateDatabaseAndState(None, None)",
    "m.SeparateDatabaseAndState([], [m.RunSQL('DROP TABLE a'), m.RunPython(f)])",
    "m.RenameModel('A', 'a')",
    "m.RunSQL(m.RunSQL.noop, m.RunSQL.noop)",
    "m.RunSQL('', '')",
    "m.RunPython(m.RunPython.noop, m.RunPython.noop)",
    "m.SeparateDatabaseAndState(state_operations=[m.RemoveField('a', 'x'), m.DeleteModel('B')])",
    "m.SeparateDatabaseAndState([], [m.DeleteModel('B')])",
)
SHORT = HEAD.replace("migrations, models", "migrations as m, models as f").replace("(migrations.", "(m.")


def told(reading: Reading | None) -> str:
    """All on one line, without the numbers and without `up`."""
    return "; ".join([line.partition(" ")[2].removeprefix("up ") for line in lines(reading) if " " in line])


@pytest.mark.parametrize("call", FINDS)
def test_finds(call: str) -> None:
    assert told(read(call, head=SHORT)) == FINDS[call]


@pytest.mark.parametrize("call", LEAVES_ALONE)
def test_leaves_alone(call: str) -> None:
    assert read(call, head=SHORT) == Reading((), True)


@pytest.mark.parametrize("sql", DESTROYS)
def test_sql_that_is_a_literal_is_read(sql: str) -> None:
    for written in exact_python(sql):
        assert DESTROYS[sql] in ids(read(f"migrations.RunSQL({written}, '')")), written


@pytest.mark.parametrize("sql", DESTROYS)
def test_sql_that_is_built_is_opaque_or_read(sql: str) -> None:
    for written in built_python(sql):
        found = ids(read(f"migrations.RunSQL({written}, '')"))
        assert DESTROYS[sql] in found or [id_ for id_ in found if id_.startswith("opaque.")], written


EARLIER = """from django.db import migrations, models

class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel("A", [
            ("x", models.CharField(max_length=9, null=True)),
            ("y", models.ForeignKey("b", on_delete=models.CASCADE, db_column="why")),
            ("z", models.ManyToManyField("b")),
        ], {"db_table": "things", "unique_together": {("x", "y")}}),
    ]
"""
KNOWN = {  # with the earlier migrations of the app at hand
    "m.AlterField('a', 'x', f.CharField(max_length=9, null=True, verbose_name='X'))": "",
    "m.AlterField('a', 'x', f.CharField(max_length=9))": "schema.column.set_not_null table:things (x)",
    "m.AlterField('a', 'x', f.CharField(max_length=9, default='a'))": (
        "data.update table:things (x) where; schema.column.set_not_null table:things (x)"
    ),
    "m.AlterField('a', 'x', f.TextField(null=True))": "schema.column.change_type table:things (x) type=TextField",
    "m.AlterField('a', 'x', f.CharField(max_length=8, null=True))": (
        "schema.column.change_type table:things (x) type=CharField"
    ),
    "m.AlterField('a', 'y', f.ForeignKey('c', on_delete=f.CASCADE, db_column='why'))": (
        "schema.column.change_type table:things (why) type=ForeignKey"
    ),
    "m.AlterField('a', 'y', f.ForeignKey('b', on_delete=f.CASCADE))": (
        "schema.column.rename table:things (why) to=y_id"
    ),
    "m.AlterField('a', 'y', f.ForeignKey('b', on_delete=f.CASCADE, db_column='why', db_constraint=False))": (
        "schema.constraint.drop table:things (why) type=foreign_key"
    ),
    "m.AlterField('a', 'y', f.ForeignKey('b', on_delete=f.CASCADE, db_column='why', db_index=False))": (
        "schema.index.drop table:things (why)"
    ),
    "m.AlterField('a', 'z', f.ManyToManyField('b', blank=True))": "",
    "m.AlterField('a', 'z', f.ManyToManyField('c'))": (
        "schema.column.change_type table:things (z) type=ManyToManyField"
    ),
    "m.AlterField('a', 'z', f.ManyToManyField('b', through='shop.C'))": (
        "schema.column.change_type table:things (z) type=ManyToManyField"
    ),
    "m.AlterField('a', 'z', f.ForeignKey('b', f.CASCADE))": (
        "schema.column.change_type table:things (z_id) type=ForeignKey"
    ),
    "m.AlterField('a', 'x', f.ManyToManyField('b'))": (
        "schema.column.change_type table:things (x) type=ManyToManyField"
    ),
    "m.AlterField('a', 'x', f.CharField(max_length=9, db_default='a'))": (
        "data.update table:things (x) where; schema.column.set_not_null table:things (x); "
        "schema.column.set_default table:things (x) default"
    ),
    "m.AlterField('a', 'x', f.CharField(max_length=9, blank=True))": (
        "data.update table:things (x) where; schema.column.set_not_null table:things (x)"
    ),
    "m.AlterField('a', 'x', f.CharField(max_length=9, null=True, primary_key=True))": (
        "schema.constraint.add table:things (x) type=primary_key"
    ),
    "m.AlterField('a', 'x', f.CharField(max_length=9, null=True, db_comment='c'))": ("schema.comment table:things (x)"),
    "m.AlterField('a', 'y', f.ForeignKey(to='b', on_delete=f.CASCADE, db_column='why'))": "",
    "m.AlterField('a', 'z', f.ManyToManyField(to='b'))": "",
    "m.AlterField('a', 'x', f.CharField('a name', max_length=9, null=True))": "",
    "m.AlterField('a', 'y', f.ForeignKey('B', on_delete=f.CASCADE, db_column='why'))": "",
    "m.AlterField('a', 'y', f.OneToOneField('b', on_delete=f.CASCADE, db_column='why'))": (
        "schema.column.change_type table:things (why) type=OneToOneField; "
        "schema.constraint.add table:things (why) type=unique; schema.index.drop table:things (why)"
    ),
    "m.AlterIndexTogether('a', {('x', 'y')})": "schema.index.create table:things (x, why)",
    "m.AlterModelOptions('a', {'managed': True})": "",
    "m.AddIndex('a', f.Index(fields=['-y'], name='i'))": "schema.index.create table:things (why) name=i",
    "m.AlterField('a', 'z', f.IntegerField())": "schema.column.change_type table:things (z) type=IntegerField",
    "m.RemoveField('a', 'y')": "schema.column.drop table:things (why)",
    "m.RemoveField('a', 'z')": "schema.table.drop table:things_z",
    "m.RenameField('a', 'y', 'w')": "",
    "m.RenameField('a', 'z', 'w')": "schema.table.rename table:things_z to=things_w",
    "m.RenameModel('A', 'B')": "",
    "m.DeleteModel('A')": "schema.table.drop table:things_z; schema.table.drop table:things",
    "m.AlterUniqueTogether('a', {('x', 'y')})": "",
    "m.AlterUniqueTogether('a', {('x',)})": (
        "schema.constraint.add table:things (x) type=unique; schema.constraint.drop table:things (x, why) type=unique"
    ),
}


@pytest.mark.parametrize("call", KNOWN)
def test_what_stood_before_tells_what_changes(call: str) -> None:
    assert told(read(call, head=SHORT, beside={"0001_initial.py": EARLIER, "0002_bad.py": "def"})) == KNOWN[call]


def before(*calls: str) -> str:
    return SHORT + "".join([f"        {call},\n" for call in calls]) + "    ]\n"


RENAMED = {  # earlier migrations in their order, though nobody lists them so
    "0003_c.py": before("m.RenameModel(old_name='B', new_name='C')", "m.RunSQL('DROP TABLE x')"),
    "0001_a.py": before("m.CreateModel('A', [('x', f.IntegerField(db_column='y'))], {'db_table': 'first'})"),
    "0002_b.py": before("m.RenameModel('A', 'B')", "m.AddField('b', 'z', f.IntegerField(null=True))"),
}


@pytest.mark.parametrize(
    "call",
    [
        "m.RemoveField(model_name='c', name='x')",
        "m.RemoveField(name='x', model_name='C')",
        "m.SeparateDatabaseAndState([m.RemoveField('c', 'x')], [])",
    ],
)
def test_a_model_is_followed_through_its_names(call: str) -> None:
    assert told(read(call, head=SHORT, beside=RENAMED)) == "schema.column.drop table:first (y)"


def test_what_may_not_have_been_imported_is_not_known() -> None:
    for head in ("if X:\n    from django.db import migrations as n\n", "try:\n    n = m\nexcept E:\n    pass\n"):
        assert told(read("n.DeleteModel('A')", head=SHORT.replace("class ", f"{head}class "))) == "opaque.code"
    twice = "from django.db import migrations as m\n" + SHORT
    assert told(read("m.DeleteModel('A')", head=twice)) == "schema.table.drop table:shop_a"


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        ("OPERATION", "schema.table.drop table:shop_a"),
        ("m.AddField('a', 'x', FIELD)", "schema.column.add table:shop_a (x) type=IntegerField"),
        ("m.CreateModel('A', [('x', FIELD)])", "schema.table.create table:shop_a (x)"),
        ("m.AddIndex('a', INDEX)", "schema.index.create table:shop_a (x) name=i"),
        ("m.SeparateDatabaseAndState(LISTED)", "schema.table.drop table:shop_a"),
        ("m.SeparateDatabaseAndState([], LISTED)", ""),
        ("m.RunSQL(TEXTS, '')", "schema.table.drop table:a; schema.table.drop table:b"),
    ],
)
def test_what_a_name_stands_for_is_read(call: str, wanted: str) -> None:
    names = (
        "OPERATION = m.DeleteModel('A')\nLISTED = [OPERATION]\nFIELD = f.IntegerField(null=True)\n"
        "INDEX = f.Index(fields=['x'], name='i')\nTEXTS = ['DROP TABLE a', ('DROP TABLE b', None)]\n"
    )
    assert told(read(call, head=SHORT.replace("class ", f"{names}class "))) == wanted


def test_what_ran_before_does_nothing_again() -> None:
    assert told(read("m.RenameModel(old_name='C', new_name='D')", head=SHORT, beside=RENAMED)) == ""


def test_a_migration_that_comes_later_by_its_name_is_not_before() -> None:
    later = read("migrations.RemoveField('a', 'y')", beside={"0010_later.py": EARLIER})
    assert told(later) == "schema.column.drop table:shop_a (y)"


ELSEWHERE = {  # a migration before | one after it, and what that does
    ("m.CreateModel('A', [('y', f.IntegerField(db_column='why'))])", "m.RunPython(f), m.RemoveField('a', 'y')"): (
        "opaque.code; down migration.pair.missing; schema.column.drop table:shop_a (why)"
    ),
    ("m.CreateModel('A', [('y', f.IntegerField(db_column='why'))])", "m.CreateModel('a', [])"): (
        "schema.table.create table:shop_a"
    ),
    ("m.CreateModel('A', [])", "m.RenameField('a', old_name='x', new_name='y')"): (
        "schema.column.rename table:shop_a (x) to=y"
    ),
    ("m.AlterModelTable('a', 't')", "m.DeleteModel(name='A')"): "schema.table.drop table:t",
    ("m.AlterModelTable(name='a', table='t')", "DeleteModel('A')"): "schema.table.drop table:t",
    ("m.AlterModelTable('a', 't')", "SeparateDatabaseAndState([m.DeleteModel('A')])"): "schema.table.drop table:t",
    ("m.AlterModelTable('b', 't')", "m.RenameField('a', 'b', 'c'), m.DeleteModel('B')"): (
        "schema.column.rename table:shop_a (b) to=c; schema.table.drop table:t"
    ),
    ("m.AlterUniqueTogether('a', {('x', 'y')})", "m.AlterUniqueTogether('a', {('x',)})"): (
        "schema.constraint.add table:shop_a (x) type=unique; schema.constraint.drop table:shop_a (x, y) type=unique"
    ),
    ("m.CreateModel('A', [], {'index_together': {('x', 'y')}})", "m.AlterIndexTogether('a', None)"): (
        "schema.index.drop table:shop_a (x, y)"
    ),
    ("m.CreateModel('A', [], {})", "m.AlterUniqueTogether('a', {('x', 'y')})"): (
        "schema.constraint.add table:shop_a (x, y) type=unique"
    ),
    ("m.AddField('a', 'x', f.ForeignKey('b', f.CASCADE, null=True))", "m.RenameField('a', 'x', 'y')"): (
        "schema.column.rename table:shop_a (x_id) to=y_id"
    ),
    ("m.AddField('a', 'x', f.ManyToManyField('b', db_table='j'))", "m.RenameField('a', 'x', 'y')"): "",
    ("m.AddField('a', 'x', f.ManyToManyField('b', db_table='j'))", "m.DeleteModel('a')"): (
        "schema.table.drop table:j; schema.table.drop table:shop_a"
    ),
    ("m.AddField('a', 'x', f.ManyToManyField('b', through='J'))", "m.DeleteModel('a')"): (
        "schema.table.drop table:shop_a"
    ),
    ("m.AlterModelTable('a', 't')", "m.RenameModel('A', 'B'), m.RenameModel('B', 'C')"): "",
    ("m.AlterModelTable('a', 't')", "m.AlterModelTable('a', None), m.RenameModel('A', 'B')"): (
        "schema.table.rename table:t to=shop_a; schema.table.rename table:shop_a to=shop_b"
    ),
    ("m.AlterModelOptions('a', {'managed': False})", "m.DeleteModel('A')"): "",
    ("m.RunSQL('', '', [m.AlterModelTable('a', 't')])", "m.DeleteModel('A')"): "schema.table.drop table:t",
    ("m.SeparateDatabaseAndState([m.AlterModelTable('a', 't')])", "m.DeleteModel('A')"): (
        "schema.table.drop table:shop_a"
    ),
}


@pytest.mark.parametrize(("earlier", "later"), ELSEWHERE)
def test_a_migration_stands_on_those_before_it(earlier: str, later: str) -> None:
    head = "from django.db.migrations import DeleteModel, SeparateDatabaseAndState\n" + SHORT
    beside = {"0001_a.py": before(earlier), "0002_nothing.py": "x = 1", "0003_bad.py": "def"}
    assert told(read(later, head=head, beside=beside)) == ELSEWHERE[earlier, later]


def test_which_files_beside_a_migration_are_before_it() -> None:
    named = before("m.AlterModelTable('a', 't')")
    for name, table in (("0001_a.py", "t"), ("0009_x.py", "shop_a"), ("0009_y.py", "shop_a"), ("0001_a.txt", "shop_a")):
        assert told(read("m.DeleteModel('A')", head=SHORT, beside={name: named})) == f"schema.table.drop table:{table}"


def test_of_very_many_migrations_the_latest_are_read() -> None:
    first, other = before("m.AlterModelTable('a', 't')"), before("m.AlterModelManagers('a', [])")
    for number, table in ((199, "t"), (200, "shop_a")):
        beside = {"0000_a.py": first, **{f"0001_{at}.py": other for at in range(number)}}
        assert told(read("m.DeleteModel('A')", head=SHORT, beside=beside)) == f"schema.table.drop table:{table}"


def test_a_file_beside_that_names_another_model_is_not_read() -> None:
    beside = {"0001_a.py": before("m.CreateModel('B', [])"), "0002_b.py": before("m.AlterModelTable('b', 'a' + 'b')")}
    assert told(read("m.RenameField('c', 'b', 'd')", head=SHORT, beside=beside)) == (
        "schema.column.rename table:shop_c (b) to=d"
    )


OF_FILES = {  # where it stands, how it was, how it is | what is told of it
    ("shop/migrations/0001_a.py", None, "class Migration("): "opaque.unparsed",
    ("shop/migrations/0001_a.py", "class Migration(", None): "opaque.unparsed",
    ("shop/migrations/0001_a.py", "class Migration(", "x = 1"): None,
    ("shop/migrations/0001_a.py", None, "class Other("): None,
    ("shop/0001_a.py", None, "class Migration("): None,
    ("migrations/a.py", None, "class Migration("): "opaque.unparsed",
    ("shop/migrations/0001_a.py", None, "x = 1"): None,
    ("shop/migrations/0001_a.py", None, "drop()"): "opaque.code",
    ("shop/migrations/a.py", None, "drop()  # migration"): None,
    ("shop/migrations/a.py", None, "from django.db import migrations\ndef f(): pass"): None,
    ("shop/migrations/0001_a.py", None, "from a import *"): "opaque.code",
}


@pytest.mark.parametrize(("path", "old", "new"), OF_FILES)
def test_which_files_are_migrations(path: str, old: str | None, new: str | None) -> None:
    sides = [None if side is None else side.encode() for side in (old, new)]
    found = detect(Source(path, *sides), Context())
    wanted = OF_FILES[path, old, new]
    assert (None if found is None else "; ".join({one.id for one in found.operations})) == wanted


@pytest.mark.parametrize("folder", ["", "Shop/", "work/shop/", "work/sh\udcffp/"])
def test_the_app_is_named_after_its_folder(folder: str) -> None:
    text = f"{SHORT}        m.DeleteModel('A'),\n    ]\n".encode()
    for old, released in ((None, False), (b"x = 1", True), (None, True)):
        found = detect(Source(f"{folder}migrations/0001_a.py", old, text, released, "postgres"), Context())
        app = folder.lower().rstrip("/").rpartition("/")[2]
        assert told(found).partition("; ")[0] == f"schema.table.drop table:{f'{app}_a' if app else 'a'}"


def test_code_is_quoted_in_short() -> None:
    for call, wanted in (("m.RunPython(f.x{}, f)", 80 + 15), ("f.x{}()", 80 + 28)):
        found = read(call.format("x" * 100), head=SHORT)
        assert found is not None and len(found.operations[0].attribute("why")) == wanted


def test_of_a_released_migration_only_what_is_new() -> None:
    found = read(
        "migrations.DeleteModel('A')", "migrations.DeleteModel('B')", released=True, old="migrations.DeleteModel('A')"
    )
    assert lines(found) == ("10 up schema.table.drop table:shop_b", "not all of it")


def test_a_new_migration_is_read_whole_whatever_it_was() -> None:
    found = read("migrations.DeleteModel('A')", old="migrations.DeleteModel('A')")
    assert lines(found) == ("9 up schema.table.drop table:shop_a",)


def test_a_released_migration_without_a_number_is_told_by_its_content() -> None:
    text = (HEAD + "    ]\n").encode()
    for old, new, wanted in ((text, None, "migration.deleted"), (text, text + b"\n", "migration.edited_after_release")):
        found = detect(Source("shop/migrations/drop.py", old, new, True), Context())
        assert found is not None and [one.id for one in found.operations] == [wanted] and not found.accounted
        assert found.operations[0].attribute("why")
        assert detect(Source("shop/migrations/drop.py", old, None, False), Context()) is None
    assert detect(Source("shop/migrations/0001_a.py", text, None, True), Context()) is None  # its name tells


def test_no_transaction_stands_at_everything() -> None:
    head = HEAD.replace("dependencies = []", "atomic = False")
    found = read("migrations.DeleteModel('A')", "migrations.RunSQL('DROP TABLE b')", head=head)
    assert found is not None and all([("no_transaction", "true") in one.attributes for one in found.operations])


def test_lines_of_sql_are_those_of_the_file() -> None:
    found = read('migrations.RunSQL(\n"""\nSELECT 1;\nDROP TABLE a;\n""", "")')
    assert lines(found)[:2] == ("11 up data.read", "12 up schema.table.drop table:a")
    assert lines(read('migrations.RunSQL(\n"DROP " + "TABLE a", "")')) == ("9 up schema.table.drop table:a",)


def test_without_a_dialect_the_files_beside_tell_it() -> None:
    text = (HEAD + '        migrations.RunSQL("ALTER TABLE a ENABLE ROW LEVEL SECURITY", ""),\n    ]\n').encode()
    unknown = detect(Source("a/migrations/0001_a.py", None, text), Context())
    assert unknown is not None and [one.id for one in unknown.operations] == ["opaque.unparsed"]
    beside = (("database.yml", b"adapter: postgresql\n"),)
    told_by = detect(Source("a/migrations/0001_a.py", None, text, beside=beside), Context())
    assert told_by is not None and [one.id for one in told_by.operations] == ["access.rls.enable"]


KEPT_BY_DJANGO = (  # what the database does not have of a field
    "choices help_text verbose_name validators blank editable on_delete related_name related_query_name "
    "limit_choices_to error_messages auto_now auto_now_add upload_to storage serialize parent_link symmetrical "
    "swappable to_field path match recursive protocol allow_files allow_folders encoder decoder auto_created "
    "unpack_ipv4 allow_unicode width_field height_field unique_for_date unique_for_month unique_for_year db_tablespace"
)


@pytest.mark.parametrize("name", KEPT_BY_DJANGO.split())
def test_what_only_django_knows_of_a_field_changes_nothing(name: str) -> None:
    call = f"m.AlterField('a', 'x', f.CharField(max_length=9, null=True, {name}=1))"
    assert told(read(call, head=SHORT, beside={"0001_initial.py": EARLIER})) == ""


ALL_NAMES = {  # every name that a star import brings, and an operation it stands for
    "CreateModel('A', [])": "schema.table.create table:shop_a",
    "DeleteModel('A')": "schema.table.drop table:shop_a",
    "RenameModel('A', 'B')": "schema.table.rename table:shop_a to=shop_b",
    "AlterModelTable('a', 'b')": "schema.table.rename table:shop_a to=b",
    "AlterModelTableComment('a', 'b')": "schema.comment table:shop_a",
    "AlterModelOptions('a', {})": "",
    "AlterModelManagers('a', [])": "",
    "AlterUniqueTogether('a', {})": "opaque.code",
    "AlterIndexTogether('a', set())": "schema.index.drop table:shop_a",
    "AlterOrderWithRespectTo('a', 'b')": "schema.column.add_required table:shop_a (_order)",
    "AddField('a', 'x', IntegerField(null=True))": "schema.column.add table:shop_a (x) type=IntegerField",
    "RemoveField('a', 'x')": "schema.column.drop table:shop_a (x)",
    "RenameField('a', 'x', 'y')": "schema.column.rename table:shop_a (x) to=y",
    "AddIndex('a', Index(fields=['x'], name='i'))": "schema.index.create table:shop_a (x) name=i",
    "RemoveIndex('a', 'i')": "schema.index.drop index:i",
    "RenameIndex('a', 'j', 'i')": "schema.index.rename index:i to=j",
    "RemoveConstraint('a', 'c')": "schema.constraint.drop table:shop_a name=c",
    "RunSQL('DROP TABLE a', '')": "schema.table.drop table:a",
    "RunPython(f, f)": "opaque.code; down opaque.code",
    "SeparateDatabaseAndState([DeleteModel('A')])": "schema.table.drop table:shop_a",
    "AddIndexConcurrently('a', Index(fields=['x'], name='i'))": (
        "schema.index.create_concurrent table:shop_a (x) concurrently name=i"
    ),
    "RemoveIndexConcurrently('a', 'i')": "schema.index.drop_concurrent index:i concurrently",
    "ValidateConstraint('a', 'c')": "schema.constraint.validate table:shop_a name=c",
    "CreateExtension('x')": "schema.extension.create extension:x if_not_exists",
    "BloomExtension()": "schema.extension.create extension:bloom if_not_exists",
    "BtreeGinExtension()": "schema.extension.create extension:btree_gin if_not_exists",
    "BtreeGistExtension()": "schema.extension.create extension:btree_gist if_not_exists",
    "CITextExtension()": "schema.extension.create extension:citext if_not_exists",
    "CryptoExtension()": "schema.extension.create extension:pgcrypto if_not_exists",
    "HStoreExtension()": "schema.extension.create extension:hstore if_not_exists",
    "TrigramExtension()": "schema.extension.create extension:pg_trgm if_not_exists",
    "UnaccentExtension()": "schema.extension.create extension:unaccent if_not_exists",
    "RemoveCollation('a', 'b')": "opaque.code",
}
STAR = """from django.db.models import *
from django.contrib.postgres.operations import *
from django.db.migrations import *
from django.db import migrations

class Migration(migrations.Migration):
    operations = [
"""


@pytest.mark.parametrize("call", ALL_NAMES)
def test_names_that_a_star_brings(call: str) -> None:
    assert told(read(call, head=STAR)) == ALL_NAMES[call]


SENTRY = """from django.db import migrations
from sentry.new_migrations.monkey import SafeRemoveField, SafeDeleteModel, SafeRunSQL
from elsewhere import SafeRemoveField as Other, DeletionAction

class Migration(migrations.Migration):
    operations = [
"""
SAFE = {
    "SafeRemoveField('a', 'x', deletion_action=DeletionAction.DELETE)": "schema.column.drop table:shop_a (x)",
    "SafeRemoveField('a', 'x', DeletionAction.DELETE)": "schema.column.drop table:shop_a (x)",
    "SafeRemoveField('a', 'x', deletion_action=DeletionAction.MOVE_TO_PENDING)": "",
    "SafeRemoveField('a', 'x')": "opaque.code",
    "SafeDeleteModel('A', deletion_action=DeletionAction.DELETE)": "schema.table.drop table:shop_a",
    "SafeRunSQL('DROP TABLE a', reverse_sql='')": "schema.table.drop table:a",
    "SafeRunSQL('DROP TABLE a', '', hints=build())": "schema.table.drop table:a; opaque.code",
    "SafeRunSQL(build(), build())": "opaque.raw_sql; down opaque.raw_sql",
    "migrations.SeparateDatabaseAndState([], [SafeRemoveField('a', 'x', DeletionAction.DELETE)])": "",
    "Other('a', 'x', deletion_action=DeletionAction.MOVE_TO_PENDING)": "opaque.code",
}


@pytest.mark.parametrize("call", SAFE)
def test_two_steps_as_sentry_has_them(call: str) -> None:
    assert told(read(call, head=SENTRY)) == SAFE[call]


BESIDE_THE_CLASS = {  # what stands in the module | whether it may do anything
    "import os": False,
    "from os import *": True,
    "from django.utils import timezone": False,
    "def f(a, b=1):\n    drop()": False,
    "def f(a=drop()):\n    pass": True,
    "@decorated\ndef f():\n    pass": True,
    "@staticmethod\ndef f():\n    pass": False,
    "X = 1": False,
    "X: int = 1": False,
    "X: int": False,
    "X, Y = 1, 2": False,
    "X = drop()": True,
    "X = re.compile('x')": False,
    "X = pathlib.Path('a')": False,
    "X = subprocess.Popen('a')": True,
    "X.y = 1": True,
    "X[0] = 1": True,
    "X += 1": True,
    "del X": True,
    "X = [drop() for _ in y]": True,
    "X = [y for y in z]": False,
    "X = {**{'a': 1}}": False,
    "X = lambda: drop()": False,
    "X = lambda a=drop(): 1": True,
    "X = (lambda: 1)()": True,
    "X = 'a'.upper()": False,
    "X = y.upper()": True,
    "X = f'{drop()}'": True,
    "X = ('a' + 'b').strip()": False,
    "X = await_(y)": True,
    "class A:\n    x = 1": False,
    "class A:\n    x = drop()": True,
    "class A(base()):\n    pass": True,
    "class A(metaclass=M):\n    pass": True,
    "@decorated\nclass A:\n    pass": True,
    "if True:\n    X = 1": False,
    "if drop():\n    X = 1": True,
    "if True:\n    drop()": True,
    "try:\n    import x\nexcept ImportError:\n    x = None": False,
    "try:\n    pass\nfinally:\n    drop()": True,
    "for x in y:\n    pass": True,
    "with x:\n    pass": True,
    "assert x": True,
    "'a text'": False,
    "drop()": True,
    "X: drop() = 1": True,
    "X: drop()": True,
    "X: dict[str, int | None] = {}": False,
    "def f(a: drop()):\n    pass": True,
    "def f(*a: drop(), b: int):\n    pass": True,
    "def f() -> drop():\n    pass": True,
    "def f(a: int, *b: str, **c: X) -> None:\n    pass": False,
    "X = sorted(y, key=len)": True,
    "X = min(y, key=len)": True,
    "X = max(y, key=len)": True,
    "X = dict(key=len)": False,
    "X = sorted(y, reverse=True)": False,
    "X = re.sub('a', f, 'b')": True,
    "X = ValueError('a')": False,
    "X = X()\nX.info('x')": True,
    "OPERATION = m.DeleteModel('B')": False,
    "X = collections.defaultdict(f)['a']": True,
    "logging.config.dictConfig({})": True,
    "async def f():\n    drop()": False,
    "async def f(a=drop()):\n    pass": True,
    "@drop()\ndef f():\n    pass": True,
    "@(lambda f: f)\ndef f():\n    pass": True,
    "@transaction.atomic\ndef f():\n    pass": False,
    "@transaction.atomic()\n@staticmethod\ndef f():\n    pass": True,
    "def f(*, a=drop()):\n    pass": True,
    "def f(*, a, b=1):\n    pass": False,
    "class A(B):\n    def f(self, a=drop()):\n        pass": True,
    "class A:\n    'a text'\n    x: int = 1": False,
    "if True:\n    pass\nelse:\n    drop()": True,
    "try:\n    drop()\nexcept E:\n    pass": True,
    "try:\n    pass\nexcept E:\n    drop()": True,
    "try:\n    pass\nexcept E:\n    pass\nelse:\n    drop()": True,
    "(X, [Y, Z]) = y": False,
    "X = Y.z = 1": True,
    "X, Y.z = y": True,
    "from .names import *": True,
    "from django.db.models import *": False,
    "X = Y()": True,
    "X = other.Thing(drop())": True,
    "X = other.Thing(a=drop())": True,
    "X = other.thing()": True,
    "X = 'a'.join([]).strip().title()": False,
    "Y = 'a'\nX = Y.upper()": False,
    "Y = 1\nX = Y.upper()": False,
    "X = (1).upper()": True,
    "X = f'{Y}'.upper()": False,
    "X = drop().upper()": True,
    "X = drop().label('a')": True,
    "X = y.label('a')": False,
    "X = y.strange('a')": True,
    "X = unknown(1)": True,
    "X = input()": True,
    "X = Exception": False,
    "print('x')": False,
    "logger = logging.getLogger('x')\nlogger.info('x')": False,
    "(X := drop())": True,
}
IMPORTS = "import collections, logging.config, pathlib, re, subprocess, other\nfrom django.db import transaction\n"


@pytest.mark.parametrize("text", BESIDE_THE_CLASS)
def test_code_beside_the_class(text: str) -> None:
    found = told(read("m.DeleteModel('A')", head=IMPORTS + text + "\n" + SHORT))
    assert found.split("; ")[-1] == "schema.table.drop table:shop_a"
    assert ("opaque.code" in found) is BESIDE_THE_CLASS[text]


@pytest.mark.parametrize(
    "call",
    [
        *("datetime.date.today", "decimal.getcontext", "uuid.uuid4", "fractions.gcd", "enum.auto", "re.compile"),
        *("re.escape", "typing.cast", "typing.NewType", "typing.TypeVar", "typing.NamedTuple", "textwrap.dedent"),
        *("collections.OrderedDict", "collections.namedtuple", "collections.Counter", "collections.deque"),
        *("logging.getLogger", "logging.debug", "logging.info", "logging.warning"),
        *("logging.error", "logging.exception", "inspect.cleandoc", "pathlib.Path", "functools.partial"),
        *("os.path.join", "string.Template", "django.db.migrations.swappable_dependency", "django.utils.text.slugify"),
        *("django.conf.settings.NAMES.get", "django.db.models.functions.Now", "django.contrib.auth.get_user_model"),
        *("django.contrib.postgres.fields.ArrayField", "sqlalchemy.text", "geoalchemy2.Geometry", "alembic.op.f"),
        *("alembic.op.get_bind", "alembic.op.get_context", "alembic.op.inline_literal"),
        *("alembic.context.is_offline_mode", "alembic.context.get_context", "alembic.context.get_x_argument"),
    ],
)
def test_calls_that_give_a_value_and_no_more(call: str) -> None:
    head = f"import {call.rpartition('.')[0]}\nX = {call}('a')\n{SHORT}"
    assert told(read("m.DeleteModel('A')", head=head)) == "schema.table.drop table:shop_a"


@pytest.mark.parametrize(
    "call",
    [
        *("os.remove", "collections.defaultdict", "re.sub", "typing.get_type_hints", "logging.config.dictConfig"),
        *("functools.reduce", "string.Formatter", "django.db.connection", "alembic.op.execute", "sqlalchemy.event.x"),
    ],
)
def test_calls_that_may_do_more(call: str) -> None:
    head = f"import {call.rpartition('.')[0]}\nX = {call}('a')\n{SHORT}"
    assert told(read("m.DeleteModel('A')", head=head)).startswith("opaque.code; ")


IN_THE_CLASS = {
    "initial = True": False,
    "checked: bool = False": False,
    "checked: build()": True,
    "checked: build() = False": True,
    "operations: build() = []": True,
    "'a text'": False,
    "pass": False,
    "replaces = build()": True,
    "x.y = 1": True,
    "def apply(self): pass": True,
    "for x in y: pass": True,
    "other += [1]": True,
    "operations *= 2": True,
    "operations = build()": False,  # the list below takes its place
}


@pytest.mark.parametrize("line", IN_THE_CLASS)
def test_code_in_the_class(line: str) -> None:
    found = told(read("m.DeleteModel('A')", head=SHORT.replace("dependencies = []", line)))
    assert found.split("; ")[-1] == "schema.table.drop table:shop_a"
    assert ("opaque.code" in found) is IN_THE_CLASS[line]


SEEDS = [case.text.encode() for case in cases("django")]


@pytest.mark.fuzz
@settings(max_examples=examples(40))
@given(
    st.sampled_from(SEEDS), st.integers(0, 4000), st.integers(0, 60), st.binary(max_size=12) | st.sampled_from(SEEDS)
)
def test_no_file_is_too_strange(seed: bytes, start: int, length: int, put: bytes) -> None:
    text = seed[:start] + put + seed[start + length :]
    for path in ("shop/migrations/0001_a.py", "shop/migrations/a.py"):
        found = detect(Source(path, seed, text, dialect="postgres"), Context())
        last = text.count(b"\n") + text.count(b"\r") + text.count(b"\f") + 1
        for one in found.operations if found is not None else ():
            assert one.id in TRAITS and 1 <= (one.line or 1) <= last


INSIDE = HEAD.replace("migrations, models\n", "migrations as m, models as f\n").replace("(migrations.", "(m.")
INSIDE = """import collections, datetime, decimal, fractions, functools, random, secrets, time, uuid
import shop.models
from shop.fields import Strange
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower, Now
from django.utils import timezone
from shop.functions import Purge, token
def mine():
    return 1
""" + INSIDE.replace(
    "class Migration", "NUMBER = 1\nRUN = mine\nFIELD = f.TextField(null=True, default=mine)\nclass Migration"
)
RAW_SQL = (  # calls that hold SQL that is more than there is a place for
    "m.AddField('a', 'x', f.TextField(db_default=RawSQL('1; DROP TABLE b', [])))",
    "m.AddField('a', 'x', f.TextField(db_default=RawSQL(sql='purge()', params=[])))",
    "m.AddField('a', 'x', f.TextField(db_default=f.Func(function='purge')))",
    "m.AddField('a', 'x', f.TextField(db_default=f.Func(f.Value(1), template='1; DROP TABLE b')))",
    "m.AddField('a', 'x', f.CharField(max_length='1), DROP COLUMN (y', null=True))",
    "m.AlterField('a', 'x', f.TextField(db_default=RawSQL('purge()', [])))",
    "m.AddField('a', 'x', f.GeneratedField(expression=f.Func(function='purge'), output_field=f.TextField()))",
    "m.AddIndex('a', f.Index(fields=['x'], name='i', condition=RawSQL('1); DROP TABLE b', [])))",
    "m.AddIndex('a', f.Index(fields=['x'], name='i', opclasses=['x_ops); DROP TABLE b']))",
    "m.AddConstraint('a', f.CheckConstraint(condition=RawSQL('purge()', []), name='c'))",
    "m.AddConstraint('a', f.CheckConstraint(check=f.Q(f.Func(f.F('x'), function='purge')), name='c'))",
    "m.CreateModel('A', [('x', f.TextField(db_default=RawSQL('purge()', [])))])",
    "m.AddConstraint('a', pg.ExclusionConstraint(name='c', expressions=[('x', '=); DROP TABLE b')]))",
    "m.AddConstraint('a', pg.ExclusionConstraint(name='c', expressions=[('x', OPERATOR)]))",
)
PLAIN_SQL = (
    "m.AddField('a', 'x', f.TextField(db_default=RawSQL('now()', [])))",
    "m.AddField('a', 'x', f.TextField(db_default=RawSQL('lower(%s)', ['x'])))",
    "m.AddField('a', 'x', f.TextField(db_default=Now()))",
    "m.AddField('a', 'x', f.TextField(db_default=f.Func(f.Value('x'), function='upper')))",
    "m.AddField('a', 'x', f.TextField(db_default=f.Func(f.F('y'), function='upper', template='%(function)s(1)')))",
    "m.AddField('a', 'x', f.GeneratedField(expression=Lower('y'), output_field=f.TextField(), db_persist=True))",
    "m.AddIndex('a', f.Index(fields=['x'], name='i', condition=f.Q(y__gt=1), opclasses=['gin_trgm_ops']))",
    "m.AddConstraint('a', f.CheckConstraint(condition=f.Q(x__gt=f.F('y')), name='c'))",
    "m.AddConstraint('a', f.CheckConstraint(condition=f.Q(x__gt=datetime.date(2024, 1, 1)), name='c'))",
    "m.AddConstraint('a', f.CheckConstraint(condition=f.Q(x=uuid.UUID('a')) | f.Q(x=dict()), name='c'))",
    "m.AddConstraint('a', f.CheckConstraint(condition=f.Q(x=decimal.Decimal('1')), name='c'))",
    "m.AddConstraint('a', pg.ExclusionConstraint(name='c', expressions=[('x', '='), ('y', pg.Operators.OVER)]))",
    "m.AddField('a', 'x', f.TextField(db_default=f.Func(template='5 %% 2')))",
    "m.AddField('a', 'x', f.TextField(db_default=f.Func(f.Value(1), template='abs(%(expressions)s)')))",
    "m.AddField('a', 'x', f.TextField(db_default=f.Func(function='now')))",
    "m.AddField('a', 'x', f.TextField(db_default=f.Func(template='%(function)s(1)')))",
    "m.AddField('a', 'x', f.TextField(db_default=f.Func(function='purge', template='abs(%(expressions)s)')))",
    "m.AddConstraint('a', f.UniqueConstraint(fields=[('x', 'y z')], name='c'))",
    "m.AddField('a', 'x', f.TextField(db_default=django.db.models.functions.NOW))",
    "m.AddField('a', 'x', f.CharField(max_length=9, help_text=Strange(function='purge'), null=True))",
)
UNMANAGED = (  # of a model that Django leaves alone
    "m.CreateModel('A', [('x', f.ManyToManyField('b'))], {'managed': False})",
    "m.DeleteModel('A')",
    "m.RenameModel('A', 'B')",
    "m.AlterModelTable('a', 'b')",
    "m.AlterModelTableComment('a', 'b')",
    "m.AlterOrderWithRespectTo('a', 'b')",
    "m.AlterUniqueTogether('a', {('x', 'y')})",
    "m.AddField('a', 'x', f.IntegerField())",
    "m.RemoveField('a', 'x')",
    "m.RenameField('a', 'x', 'y')",
    "m.RenameField('a', 'k', 'y')",
    "m.RenameField('a', 'm', 'y')",
    "m.AlterField('a', 'x', f.IntegerField())",
    "m.AlterField('a', 'k', f.TextField())",
    "m.AddIndex('a', f.Index(fields=['x'], name='i'))",
    "m.RemoveIndex('a', 'i')",
    "m.RenameIndex('a', 'j', 'i')",
    "m.AddConstraint('a', f.UniqueConstraint(fields=['x'], name='u'))",
    "m.RemoveConstraint('a', 'u')",
    "pg.ValidateConstraint('a', 'u')",
)


@pytest.mark.parametrize("call", UNMANAGED)
def test_a_model_that_is_not_managed_is_left_alone(call: str) -> None:
    fields = "[('k', f.IntegerField()), ('m', f.ManyToManyField('b'))]"
    assert told(read(f"m.CreateModel('A', {fields}, {{'managed': False}})", call, head=SHORT)) == ""


@pytest.mark.parametrize("kind", ["OneToOneField", "OneToOneCascadeDeletes", "ForeignKey", "ParentalKey"])
def test_fields_that_point_at_one_row(kind: str) -> None:
    found = told(read(f"m.AddField('a', 'x', f.{kind}('b', f.CASCADE, null=True))", head=SHORT))
    assert found.startswith(f"schema.column.add table:shop_a (x_id) type={kind}; ")
    assert found.endswith("; schema.constraint.add table:shop_a (x_id) type=foreign_key")


@pytest.mark.parametrize("kind", ["ManyToManyField", "ParentalManyToManyField", "SortedManyToManyField"])
def test_fields_that_point_at_many_rows(kind: str) -> None:
    assert told(read(f"m.AddField('a', 'x', f.{kind}('b'))", head=SHORT)) == "schema.table.create table:shop_a_x"


TEXTS = "CharField TextField EmailField SlugField URLField FileField ImageField FilePathField"


@pytest.mark.parametrize("kind", TEXTS.split())
def test_a_text_that_may_be_blank_is_filled(kind: str) -> None:
    for fills, arguments in ((True, "blank=True"), (False, "blank=False"), (False, "")):
        found = told(read(f"m.AlterField('a', 'x', f.{kind}({arguments}))", head=SHORT))
        assert ("data.update" in found) is fills


def test_a_number_that_may_be_blank_is_not_filled() -> None:
    assert "data.update" not in told(read("m.AlterField('a', 'x', f.IntegerField(blank=True))", head=SHORT))


PATHS = "fields.related. fields.json. fields. lower."


@pytest.mark.parametrize("path", PATHS.split())
def test_a_field_by_its_whole_path(path: str) -> None:
    kind = "X" if path != "lower." else "lower.X"
    found = told(read(f"m.AddField('a', 'x', django.db.models.{path}X(null=True))", head=SHORT))
    assert found == f"schema.column.add table:shop_a (x) type={kind}"
    of_django = told(read("m.AddField('a', 'x', django.contrib.postgres.fields.X(null=True))", head=SHORT))
    assert of_django == "schema.column.add table:shop_a (x) type=X"


def test_what_a_field_is_made_of_is_compared_where_the_database_has_it() -> None:
    was = "m.AddField('a', 'x', f.GeneratedField(expression=f.F('y'), output_field=f.TextField(), db_persist=True))"
    other = "m.AlterField('a', 'x', f.GeneratedField(expression=f.F('z'), output_field=f.IntegerField()))"
    assert told(read(was, other, head=SHORT)) == told(read(was, head=SHORT))
    array = "m.{}Field('a', 'x', f.ArrayField(f.{}(), null=True))".format
    same, changed = [
        told(read(array("Add", "TextField"), array("Alter", kind), head=SHORT)) for kind in ("TextField", "CharField")
    ]
    assert (same.count(";"), changed.count("schema.column.change_type")) == (0, 1)


DEFAULTS = {  # what fills a field -> whether it may be anything
    "mine": True,
    "RUN": True,
    "NUMBER": False,
    f"{'-' * 20}NUMBER": False,  # so deep it is followed, and no deeper
    f"{'-' * 21}NUMBER": True,
    f"{'functools.partial(' * 20}dict{')' * 20}": False,
    f"{'functools.partial(' * 21}dict{')' * 21}": True,
    "lambda: 1": True,
    "token": True,
    "shop.models.token": True,
    "Purge()": True,
    "functools.partial(mine)": True,
    "mine if X else 1": True,
    "exec": True,
    "eval": True,
    "compile": True,
    "open": True,
    "__import__": True,
    "functools.partial(dict, mine)": True,
    "timezone.now(lambda: 1)": True,
    "[mine][0]": True,
    "{'a': mine}.get('a')": True,
    "max([mine])": True,
    "input": True,
    "django.utils.module_loading.import_string('a.b')": True,
    "dict(a=1)": False,
    "django.utils.crypto.get_random_string": False,
    "django.utils.dateparse.parse_date('x')": False,
    "django.utils.text.slugify('x')": False,
    "django.utils.translation.gettext_lazy('x')": False,
    "shop.models.Status.active": True,
    "shop.models.status.ACTIVE": True,
    "(f'a', 1)": False,
    "{'a': mine}": False,
    "{mine}": False,
    "decimal.Decimal": False,
    "fractions.Fraction": False,
    "collections.OrderedDict": False,
    "f.Value": False,
    "django.contrib.postgres.fields.ArrayField": False,
    "django.conf.settings.KEY": False,
    "secrets.token_hex": False,
    "time.time": False,
    "random.random": False,
    "', '.join(['a'])": False,
    "functools.partial(dict)": False,
    "uuid.uuid4": False,
    "timezone.now": False,
    "datetime.date.today": False,
    "datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc)": False,
    "dict": False,
    "list": False,
    "[mine]": False,
    "-1": False,
    "'a' + 'b'": False,
    "shop.models.Status.ACTIVE": False,
}


def opaque(call: str, dialect: str = "postgres") -> list[str]:
    text = f"{INSIDE}        {call},\n    ]\n"
    reading = detect(Source("shop/migrations/0009_x.py", None, text.encode(), dialect=dialect), Context())
    return [id_ for id_ in ids(reading) if id_.startswith("opaque.")]


@pytest.mark.parametrize("dialect", ["postgres", ""])
@pytest.mark.parametrize("call", RAW_SQL)
def test_sql_inside_a_call_is_one_expression(call: str, dialect: str) -> None:
    assert opaque(call, dialect) == ["opaque.raw_sql"]


@pytest.mark.parametrize("dialect", ["postgres", ""])
@pytest.mark.parametrize("call", PLAIN_SQL)
def test_plain_sql_inside_a_call_is_fine(call: str, dialect: str) -> None:
    assert not opaque(call, dialect)


@pytest.mark.parametrize(
    "call",
    [
        "m.AddField('a', 'x', f.TextField(db_default=Purge()))",
        "m.AddField('a', 'x', f.TextField(db_default=shop.models.DEFAULT))",
        "m.AddField('a', 'x', f.TextField(db_default=RawSQL(shop.models.SQL, [])))",
        "m.AddConstraint('a', f.CheckConstraint(condition=Purge(), name='c'))",
        "m.AddConstraint('a', f.CheckConstraint(check=Purge(), name='c'))",
        "m.AddConstraint('a', pg.ExclusionConstraint(name='c', expressions=[(Purge(), '=')]))",
        "m.AddField('a', 'x', f.GeneratedField(expression=Purge(), output_field=f.TextField()))",
        "m.AddField('a', 'x', f.TextField(db_default=f.Func(function=shop.models.NAME)))",
        "m.AddField('a', 'x', f.TextField(db_default=f.Func(template=shop.models.NAME)))",
    ],
)
def test_an_expression_that_is_not_in_sight(call: str) -> None:
    assert "opaque.dynamic" in opaque(call)


@pytest.mark.parametrize("default", DEFAULTS)
@pytest.mark.parametrize("operation", ["AddField", "AlterField"])
def test_what_fills_a_field_runs_with_the_migration(operation: str, default: str) -> None:
    found = opaque(f"m.{operation}('a', 'x', f.TextField(null=True, default={default}))")
    assert found == (["opaque.code"] if DEFAULTS[default] else [])


def test_a_default_by_position_is_not_missed() -> None:
    arguments = "'x', 'x', False, None, False, False, True, False, None"
    assert opaque(f"m.AddField('a', 'x', f.TextField({arguments}, mine))") == ["opaque.code"]
    assert opaque("m.AddField('a', 'x', f.TextField(*MORE))") == ["opaque.code"]
    assert opaque("m.AddField('a', 'x', f.TextField('x', 'y', mine))") == ["opaque.code"]
    assert not opaque("m.AddField('a', 'x', f.ForeignKey('b', f.CASCADE))")
    assert opaque("m.AddField('a', 'x', FIELD)") == ["opaque.code"]
    assert opaque("m.AddField('a', 'x', field=FIELD)") == ["opaque.code"]


def test_a_default_of_a_new_model_fills_nothing() -> None:
    assert not opaque("m.CreateModel('A', [('x', f.TextField(default=mine))])")
    assert not opaque("m.CreateModel('A', [], dict(default=mine))")


DEEP = [  # how many names stand for one another, what the last is used in, and what the first is
    (20, "m.AddField('a', 'x', f.TextField(null=True, default={}))", "1"),
    (20, "{}('A')", "m.DeleteModel"),
    (40, "m.RunSQL({}, '')", "'SELECT 1'"),
    (20, "m.AddIndex('a', f.Index(f.F({}), name='i'))", "'x'"),
]


@pytest.mark.parametrize(("limit", "call", "first"), DEEP)
def test_names_are_followed_so_far(limit: int, call: str, first: str) -> None:
    for number, wanted in ((limit, False), (limit + 1, True)):
        names = "".join([f"n{at} = n{at - 1}\n" for at in range(1, number)])
        head = SHORT.replace("class ", f"n0 = {first}\n{names}class ")
        assert ("opaque." in told(read(call.format(f"n{number - 1}"), head=head))) is wanted


def test_a_text_is_put_together_so_far() -> None:
    for number, wanted in (((1 << 20) - 1, "schema.table.drop table:a"), (1 << 20, "opaque.dynamic")):
        blanks = " " * (number - len("DROP TABLE a"))
        assert told(read(f"m.RunSQL('DROP TABLE a' + '{blanks}', '')", head=SHORT)) == wanted


def test_no_transaction_is_told_by_a_name_that_is_followed() -> None:
    for number, wanted in ((40, True), (41, False)):
        names = "".join([f"n{at} = n{at - 1}\n" for at in range(1, number)])
        head = SHORT.replace("class ", f"n0 = False\n{names}class ")
        found = told(read("m.DeleteModel('A')", head=head.replace("dependencies = []", f"atomic = n{number - 1}")))
        assert ("no_transaction" in found) is wanted


@pytest.mark.parametrize(("limit", "call"), [(20, "*{}m.DeleteModel('A'){}"), (40, "m.AlterUniqueTogether('a', {}{})")])
def test_lists_are_followed_so_far(limit: int, call: str) -> None:
    inside = "[*" if call[0] == "*" else "["
    for number, wanted in ((limit, False), (limit + 1, True)):
        whole = call.format((inside * number).rstrip("*"), "]" * number)
        assert ("opaque." in told(read(whole, head=SHORT))) is wanted


BACKWARDS = {
    "m.AddField('a', 'x', f.TextField(null=True))": "schema.column.drop table:shop_a (x)",
    "m.AddField('a', 'x', f.TextField())": "schema.column.drop table:shop_a (x)",
    "m.CreateModel('A', [])": "schema.table.drop table:shop_a",
    "m.DeleteModel('A')": "schema.table.create table:shop_a",
    "m.RenameModel('A', 'B')": "schema.table.rename table:shop_b to=shop_a",
    "m.RenameField('a', 'x', 'y')": "schema.column.rename table:shop_a (y) to=x",
    "m.RenameIndex('a', 'j', 'i')": "schema.index.rename index:j to=i",
    "m.AddIndex('a', f.Index(fields=['x'], name='i'))": "schema.index.drop table:shop_a (x) name=i",
    "pg.AddIndexConcurrently('a', f.Index(fields=['x'], name='i'))": (
        "schema.index.drop_concurrent table:shop_a (x) concurrently name=i"
    ),
    "pg.RemoveIndexConcurrently('a', 'i')": "schema.index.create_concurrent index:i concurrently",
    "m.RemoveIndex('a', 'i')": "schema.index.create index:i",
    "m.RemoveField('a', 'x')": "schema.column.add table:shop_a (x)",
    "m.RemoveConstraint('a', 'c')": "schema.constraint.add table:shop_a name=c",
    "pg.AddConstraintNotValid('a', f.CheckConstraint(check=f.Q(x=0), name='c'))": (
        "schema.constraint.drop table:shop_a name=c type=check"
    ),
    "m.AddField('a', 'x', f.TextField(null=True)), m.AlterField('a', 'x', f.TextField())": (
        "schema.column.drop_not_null table:shop_a (x)"
    ),
    "m.AddField('a', 'x', f.TextField()), m.AlterField('a', 'x', f.TextField(null=True))": (
        "schema.column.set_not_null table:shop_a (x)"
    ),
    "m.AddField('a', 'x', f.TextField()), m.AlterField('a', 'x', f.TextField(db_default='a'))": (
        "schema.column.drop_default table:shop_a (x)"
    ),
    "m.AddField('a', 'x', f.TextField(db_default='a')), m.AlterField('a', 'x', f.TextField())": (
        "schema.column.set_default table:shop_a (x)"
    ),
    "m.AddConstraint('a', f.UniqueConstraint(fields=['x'], name='u'))": (
        "schema.constraint.drop table:shop_a (x) name=u type=unique"
    ),
}


@pytest.mark.parametrize("call", BACKWARDS)
def test_what_django_undoes_itself_is_told_beside_a_way_back(call: str) -> None:
    reading = read(call, "m.RunSQL('CREATE VIEW v AS SELECT 1', 'DROP VIEW v')", head=SHORT)
    assert reading is not None
    ups = [one for one in reading.operations if one.direction == "up"]
    downs = [one for one in reading.operations if one.direction == "down"]
    assert told(reading).endswith(f"; down {BACKWARDS[call]}")
    assert all(any(undoes(down, up) for down in downs) for up in ups)
    alone = read(call, "m.RunSQL('SELECT 1')", head=SHORT)
    assert not [one for one in (alone.operations if alone else ()) if one.direction == "down" and one.object]


OWN = "import app.tools, builtins, functools, os.path, uuid\nfrom app.tools import Wipe\n"
THROUGH = (  # what stands in the module: a path that only begins like one that is harmless, or a class of a project
    "from django.utils import autoreload\nautoreload.subprocess.run(['x'])",
    "X = uuid.os.system('x')",
    "X = os.path.os.system('x')",
    "X = Wipe('users')",
    "Wipe('users')",
    "X = app.tools.DROP('users')",
    "from django.db import models\nmodels.base.apps.clear_cache()",
    "from django.db import models\nX = models.sql.Wipe()",
    "from django.conf import settings\nsettings.DATABASES.clear()",
    "from django.conf import settings\nsettings.configure()",
    "from django.conf import settings\nsettings.RUN('users')",
    "from django.conf import settings\nsettings.APPS.one.get('users')",
    "from django.db import transaction\n@transaction.connections.close_all\ndef f():\n    pass",
    "@exec\ndef f():\n    pass",
    "from .builtins import print\nprint('x')",
)
IN_AN_OPERATION = {  # whether code may run
    "m.AddField('a', 'x', app.fields.MoneyField(null=True))": False,
    "m.AddField('a', 'x', field=app.fields.MoneyField(app.Currency(), null=True))": False,
    "m.AddField('a', 'x', f.TextField(validators=[app.Check(1)], null=True))": False,
    "m.CreateModel('A', [('x', app.fields.MoneyField())], managers=[('objects', app.models.Shop())])": False,
    "m.CreateModel('A', [], {}, (), [('objects', app.models.Shop())])": False,
    "m.AlterModelManagers('a', [('objects', app.models.Shop())])": False,
    "m.AddIndex('a', app.indexes.Partial(fields=['x'], name='i'))": False,
    "m.SeparateDatabaseAndState([], [m.AddField('a', 'x', app.fields.MoneyField(null=True))])": False,
    "m.RunSQL('', '', [m.AddField('a', 'x', app.fields.MoneyField(null=True))])": False,
    "m.CreateModel('A', [], {'db_table_comment': Wipe('users')})": True,
    "m.CreateModel('A', [], bases=(Wipe('users'),))": True,
    "m.AlterModelOptions('a', {'ordering': Wipe('users')})": True,
    "m.AddField('a', 'x', f.TextField(null=True), Wipe('users'))": True,
    "m.AddField('a', 'x', f.TextField(null=True), preserve_default=Wipe('users'))": True,
    "m.AddField('a', 'x', app.fields.make('users'))": True,
    "m.RunSQL('SELECT 1', '', [], Wipe('users'))": True,
    "m.RunSQL('SELECT 1', '', [Wipe('users')])": True,
    "m.RunSQL('SELECT 1', '', [m.AlterModelOptions('a', {'ordering': Wipe('users')})])": True,
    "m.SeparateDatabaseAndState([], [m.AlterModelOptions('a', {'ordering': Wipe('users')})])": True,
    "m.SeparateDatabaseAndState([], [m.SeparateDatabaseAndState([], [m.AlterModelOptions('a', {'x': Wipe(1)})])])": (
        True
    ),
    "m.SeparateDatabaseAndState([], [m.SeparateDatabaseAndState([], [Wipe('users')])])": True,
    "m.SeparateDatabaseAndState([], [m.SeparateDatabaseAndState([], Wipe('users'))])": True,
    "m.AddField('a', 'x', f.TextField(null=True, default=functools.partial(uuid.os.system, 'x')))": True,
    "m.AddField('a', 'x', f.TextField(null=True, default=functools.partial(app.Tools.DROP, 'x')))": True,
    "m.AddField('a', 'x', f.TextField(null=True, default=functools.partial(uuid.uuid4)))": False,
}


@pytest.mark.parametrize("text", THROUGH)
def test_a_call_through_another_module_may_do_anything(text: str) -> None:
    found = told(read("m.DeleteModel('A')", head=OWN + text + "\n" + SHORT))
    assert found == "opaque.code; schema.table.drop table:shop_a"


@pytest.mark.parametrize("call", IN_AN_OPERATION)
def test_a_class_of_a_project_is_a_field_only_in_its_place(call: str) -> None:
    assert ("opaque.code" in told(read(call, head=OWN + SHORT))) is IN_AN_OPERATION[call]
