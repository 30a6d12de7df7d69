"""The corpus of whole migrations: each does what stands below it, no more and no less."""

from __future__ import annotations

from importlib import import_module

import pytest

from guard.model.reading import Context, Source
from guard.model.vocabulary import TRAITS
from tests.frameworks.corpus import NAMES, Case, cases, lines, read
from tests.operations.telling import SECRET

ALL = [(name, case) for name in NAMES for case in cases(name)]
LEAST = {"django": 45, "alembic": 35, "rails": 40}


def named(value: object) -> str:
    return value.name if isinstance(value, Case) else str(value)


@pytest.mark.parametrize(("framework", "case"), ALL, ids=named)
def test_a_migration_is_told_whole(framework: str, case: Case) -> None:
    assert case.told, "tests/frameworks/corpus.py writes what it does"
    assert read(import_module(f"guard.operations.{framework}").detect, case) == case.told


def test_there_are_enough_and_none_twice() -> None:
    for name, least in LEAST.items():
        own = list(cases(name))
        assert len(own) >= least
        assert len({case.name for case in own}) == len({case.path for case in own}) == len(own)


def test_only_words_of_the_vocabulary() -> None:
    told = [line.split(" ") for _, case in ALL for line in case.told]
    ids = {words[2] for words in told if len(words) > 2 and (words[0] == "-" or words[0].isdecimal())}
    assert ids <= set(TRAITS)


@pytest.mark.parametrize(("framework", "case"), ALL, ids=named)
def test_the_same_again_is_nothing_new(framework: str, case: Case) -> None:
    """A released migration that stays as it is does nothing; what could not be read may still differ."""
    text = case.text.encode()
    reading = import_module(f"guard.operations.{framework}").detect(
        Source(case.path, text, text, True, "postgres"), Context()
    )
    told = [line.split(" ")[2] for line in lines(reading) if line[0] in "-0123456789"]
    assert not [id_ for id_ in told if not id_.startswith(("opaque.", "migration."))]


DJANGO = "from django.db import migrations, models\nclass Migration(migrations.Migration):\n    operations = [{}]\n"
ALEMBIC = "from alembic import op\nimport sqlalchemy as sa\nrevision = 'b'\ndef upgrade():\n    {}\n"
RAILS = "class X < ActiveRecord::Migration[7.1]\n  def up\n    {}\n  end\n  def down\n  end\nend\n"
PATHS = {"django": "shop/migrations/0009_x.py", "alembic": "migrations/versions/b_x.py", "rails": "db/migrate/1_x.rb"}
VALUES = [
    ("django", DJANGO, "migrations.AddField('A', 'x', models.TextField(db_default='%s'))"),
    ("django", DJANGO, "migrations.AddField('A', 'x', models.TextField(default='%s'))"),
    ("django", DJANGO, "migrations.AlterField('A', 'x', models.TextField(db_default=Value('%s')))"),
    ("django", DJANGO, "migrations.RunSQL(\"UPDATE a SET x = '%s'\")"),
    ("django", DJANGO, "migrations.RunPython(partial(f, '%s'), lambda a, b: f('%s'))"),
    ("django", DJANGO, "migrations.RunPython(f['%s'])"),
    ("django", DJANGO, "migrations.AddField('A', 'x', models.TextField(default=lambda: '%s'))"),
    ("django", DJANGO, "migrations.AddField('A', 'x', models.TextField(default=partial(f, key='%s')))"),
    ("django", DJANGO, "make('%s').operation('%s')"),
    ("alembic", ALEMBIC, "op.add_column('a', sa.Column('x', sa.Text(), server_default='%s'))"),
    ("alembic", ALEMBIC, "op.add_column('a', sa.Column('x', sa.Text(), server_default=sa.text(\"'%s'\")))"),
    ("alembic", ALEMBIC, "op.alter_column('a', 'x', server_default='%s', postgresql_using=\"'%s'\")"),
    ("alembic", ALEMBIC, "op.create_table('a', sa.Column('x', sa.Text(), server_default='%s', comment='%s'))"),
    ("alembic", ALEMBIC, "op.bulk_insert(a, [{'x': '%s'}])"),
    ("alembic", ALEMBIC, "op.unknown('%s')"),
    ("alembic", ALEMBIC, "op.add_column('a', sa.Column('x', EncryptedType(sa.Text, '%s')))"),
    ("alembic", ALEMBIC, "op.add_column('a', sa.Column('x', type_=EncryptedType(sa.Text, key=b'%s')))"),
    ("alembic", ALEMBIC, "op.add_column('a', sa.Column('x', sa.Enum(*['%s'], **{'a': '%s'})))"),
    ("alembic", ALEMBIC, "op.add_column('a', sa.Column('x', KEYS['%s'].kind))"),
    ("alembic", ALEMBIC, "op.alter_column('a', 'x', type_=EncryptedType(sa.Text, '%s'))"),
    ("alembic", ALEMBIC, "op.alter_column('a', 'x', type_=EncryptedType(sa.Text, f'%s{x}'))"),
    ("alembic", ALEMBIC, "op.__getattribute__('%s')('users')"),
    ("alembic", ALEMBIC, "make('%s').drop()"),
    ("rails", RAILS, "add_column :a, :x, :string, default: '%s', comment: '%s'"),
    ("rails", RAILS, "change_column_default :a, :x, from: '%s', to: '%s'"),
    ("rails", RAILS, "change_column_default :a, :x, '%s'"),
    ("rails", RAILS, "change_column_null :a, :x, false, '%s'"),
    ("rails", RAILS, "create_table(:a) { |t| t.string :x, default: '%s' }"),
    ("rails", RAILS, "A.update_all(x: '%s')"),
    ("rails", RAILS, "unknown '%s'"),
]


@pytest.mark.parametrize(("framework", "head", "call"), VALUES, ids=[f"{name}: {call}" for name, _, call in VALUES])
def test_a_value_is_never_told(framework: str, head: str, call: str) -> None:
    """A default may be somebody's key: what is told says that there is one, not which."""
    text = head.replace("{}", call.replace("%s", SECRET))
    reading = import_module(f"guard.operations.{framework}").detect(
        Source(PATHS[framework], None, text.encode(), dialect="postgres"), Context()
    )
    assert reading is not None and reading.operations
    assert SECRET not in repr(reading)
