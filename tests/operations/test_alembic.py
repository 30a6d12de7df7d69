"""Alembic's migrations: what upgrade() and downgrade() do, and what only running them would tell."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.model.reading import Context, Reading, Source
from guard.model.vocabulary import TRAITS
from guard.operations.alembic import detect
from tests.conftest import examples
from tests.frameworks.calls import opaque_of, sql_inside_calls
from tests.frameworks.corpus import cases, going_up, lines
from tests.frameworks.wrappers import DESTROYS, built_python, exact_python, ids

HEAD = """import textwrap
import sqlalchemy as sa
from alembic import context, op

revision = "b"
down_revision = "a"
users = sa.table("users", sa.column("name", sa.String))

def upgrade():
"""
BACK = "\n\ndef downgrade():\n    op.drop_table('back')\n"


def read(
    body: str, released: bool = False, old: str | None = None, back: str = BACK, dialect: str = "postgres"
) -> Reading | None:
    text = HEAD + textwrap.indent(body, "    ") + back
    before = None if old is None else (HEAD + textwrap.indent(old, "    ") + back).encode()
    return detect(Source("migrations/versions/b_x.py", before, text.encode(), released, dialect), Context())


FINDS = {
    "op.create_table('a', sa.Column('x', sa.Integer()), sa.ForeignKeyConstraint(['x'], ['b.id']))": (
        "schema.table.create table:a (x)"
    ),
    "op.create_table('a', *columns)": "opaque.code; schema.table.create table:a",
    "op.create_table('a', make())": "schema.table.create table:a; opaque.code",
    "op.create_table('a', sa.Column(NAME))": "opaque.code",
    "op.drop_table('a')": "schema.table.drop table:a",
    "op.drop_table(table_name='a', if_exists=True)": "schema.table.drop table:a if_exists",
    "op.drop_table('a', schema='crm')": "schema.table.drop table:crm.a",
    "op.drop_table('a', schema=SCHEMA)": "opaque.code",
    "op.drop_table('public.a')": "schema.table.drop table:a",
    "op.drop_table(op.f('a'))": "schema.table.drop table:a",
    "op.drop_table(name())": "opaque.code",
    "op.drop_table()": "opaque.code",
    "op.rename_table('a', 'b')": "schema.table.rename table:a to=b",
    "op.add_column('a', sa.Column('x', sa.Integer, nullable=True))": "schema.column.add table:a (x) type=Integer",
    "op.add_column('a', sa.Column('x', sa.Integer, primary_key=True))": (
        "schema.column.add_required table:a (x) not_null type=Integer; "
        "schema.constraint.add table:a (x) type=primary_key"
    ),
    "op.add_column('a', sa.Column('x', sa.Integer, nullable=False))": (
        "schema.column.add_required table:a (x) not_null type=Integer"
    ),
    "op.add_column('a', sa.Column('x', sa.Integer, nullable=NULL))": (
        "schema.column.add_required table:a (x) not_null type=Integer"
    ),
    "op.add_column('a', sa.Column('x', sa.Integer, nullable=False, default=1))": (
        "schema.column.add_required table:a (x) not_null type=Integer"
    ),
    "op.add_column('a', sa.Column('x', sa.Integer, nullable=False, server_default='1'))": (
        "schema.column.add table:a (x) default not_null type=Integer"
    ),
    "op.add_column('a', sa.Column('x', sa.Integer, nullable=False, server_default=None))": (
        "schema.column.add_required table:a (x) not_null type=Integer"
    ),
    "op.add_column('a', sa.Column('x', sa.Integer, sa.Identity(), nullable=False))": (
        "schema.column.add table:a (x) generated not_null type=Integer"
    ),
    "op.add_column('a', sa.Column('x', sa.Integer, unique=True, index=True))": (
        "schema.column.add table:a (x) type=Integer; schema.index.create table:a (x) unique"
    ),
    "op.add_column('a', sa.Column('x', sa.Integer, sa.ForeignKey('crm.b.id')))": (
        "schema.column.add table:a (x) type=Integer; schema.constraint.add table:a (x) references=crm.b "
        "type=foreign_key"
    ),
    "op.add_column('a', sa.Column('x', sa.Integer, sa.ForeignKey('public.b.id')))": (
        "schema.column.add table:a (x) type=Integer; schema.constraint.add table:a (x) references=b type=foreign_key"
    ),
    "op.add_column('a', sa.Column('x', sa.Integer, sa.ForeignKey(b.id)))": (
        "schema.column.add table:a (x) type=Integer; schema.constraint.add table:a (x) references=? type=foreign_key"
    ),
    "op.add_column('a', sa.Column('x', sa.Integer, sa.ForeignKey(column='b.id')))": (
        "schema.column.add table:a (x) type=Integer; schema.constraint.add table:a (x) references=? type=foreign_key"
    ),
    "op.add_column('a', sa.Column('x', sa.Integer, sa.Sequence('s'), nullable=False))": (
        "schema.column.add table:a (x) generated not_null type=Integer"
    ),
    "op.add_column('a', sa.Column('x', sa.Integer, primary_key=True, autoincrement=True))": (
        "schema.column.add table:a (x) generated not_null type=Integer; "
        "schema.constraint.add table:a (x) type=primary_key"
    ),
    "op.add_column('a', sa.Column('x', sa.Integer, nullable=False, autoincrement=True))": (
        "schema.column.add_required table:a (x) not_null type=Integer"
    ),
    "op.add_column('a', sa.Column('x', sa.Integer, sa.CheckConstraint('x > 0')))": (
        "schema.column.add table:a (x) type=Integer; schema.constraint.add table:a (x) type=check"
    ),
    "op.add_column('a', sa.Column('x', sa.Integer, sa.CheckConstraint('x > 0', name=NAME)))": (
        "schema.column.add table:a (x) type=Integer; schema.constraint.add table:a (x) type=check"
    ),
    "import sqlalchemy\nop.add_column('a', sa.Column('x', type_=sqlalchemy.Text()))": (
        "schema.column.add table:a (x) type=Text()"
    ),
    "op.add_column('a', sa.Column('x'))": "schema.column.add table:a (x)",
    "op.add_column('a', sa.Column('x', sa.Text), if_not_exists=True)": (
        "schema.column.add table:a (x) if_not_exists type=Text"
    ),
    "op.add_column('a', COLUMN)": "opaque.code",
    "op.add_column('a', sa.Integer())": "opaque.code",
    "c = sa.Column('x', sa.Integer())\nop.add_column('a', c)": "schema.column.add table:a (x) type=Integer()",
    "op.add_column('a', sa.Column('x', sa.Text, key='y'))": "schema.column.add table:a (x) type=Text",
    "op.drop_column('a', 'x')": "schema.column.drop table:a (x)",
    "op.drop_column('a', 'x', if_exists=True)": "schema.column.drop table:a (x) if_exists",
    "op.alter_column('a', 'x', nullable=False)": "schema.column.set_not_null table:a (x)",
    "op.alter_column('a', 'x', nullable=True)": "schema.column.drop_not_null table:a (x)",
    "op.alter_column('a', 'x', nullable=NULL)": "opaque.code",
    "op.alter_column('a', 'x', type_=sa.Text())": "schema.column.change_type table:a (x) type=Text()",
    "op.alter_column('a', 'x', server_default='1')": "schema.column.set_default table:a (x) default",
    "op.alter_column('a', 'x', server_default=None)": "schema.column.drop_default table:a (x)",
    "op.alter_column('a', 'x', server_default=False, nullable=True)": "schema.column.drop_not_null table:a (x)",
    "op.alter_column('a', 'x', new_column_name='y')": "schema.column.rename table:a (x) to=y",
    "op.alter_column('a', 'x', comment='y')": "schema.comment table:a (x)",
    "op.alter_column('a', 'x', autoincrement=True)": "schema.column.option table:a (x)",
    "op.create_index('i', 'a', ['x', sa.text('lower(y)')], unique=True)": (
        "schema.index.create table:a (x) name=i unique"
    ),
    "op.create_index('i', 'a', ['x'], postgresql_concurrently=True)": (
        "schema.index.create_concurrent table:a (x) concurrently name=i"
    ),
    "op.drop_index('i', 'a')": "schema.index.drop index:i",
    "op.drop_index('i', postgresql_concurrently=True)": "schema.index.drop_concurrent index:i concurrently",
    "op.create_foreign_key(None, 'a', 'b', ['x'], ['id'])": (
        "schema.constraint.add table:a (x) references=b type=foreign_key"
    ),
    "op.create_foreign_key('f', 'a', 'b', ['x'], ['id'], source_schema='s', referent_schema='r')": (
        "schema.constraint.add table:s.a (x) name=f references=r.b type=foreign_key"
    ),
    "op.create_unique_constraint('u', 'a', ['x'])": "schema.constraint.add table:a (x) name=u type=unique",
    "op.create_check_constraint('c', 'a', 'x > 0')": "schema.constraint.add table:a name=c type=check",
    "op.create_primary_key('p', 'a', ['x'])": "schema.constraint.add table:a (x) name=p type=primary_key",
    "op.create_exclude_constraint('e', 'a', ('x', '='))": "schema.constraint.add table:a name=e type=exclusion",
    "op.create_unique_constraint('u', 'a', ['x'], source_schema='s')": (
        "schema.constraint.add table:a (x) name=u type=unique"
    ),
    "op.drop_constraint('c', 'a')": "schema.constraint.drop table:a name=c",
    "op.drop_table_comment('a', existing_comment='x')": "schema.comment table:a",
    "op.drop_constraint('c', 'a', 'primary')": "schema.constraint.drop table:a name=c type=primary_key",
    "op.create_table_comment('a', 'x')": "schema.comment table:a",
    "op.bulk_insert(users, [])": "data.insert table:users",
    "op.bulk_insert(elsewhere, [])": "opaque.code",
    "op.execute('DROP TABLE a')": "schema.table.drop table:a",
    **{
        f"op.execute({call}('DROP TABLE a'))": "schema.table.drop table:a"
        for call in ("sa.text", "sa.DDL", "op.f", "op.inline_literal", "str")
    },
    "op.execute(sa.literal('DROP TABLE a'))": "opaque.raw_sql",
    "op.execute(sa.text('DROP TABLE a', 1))": "opaque.raw_sql",
    "op.execute(sqltext='DROP TABLE a')": "schema.table.drop table:a",
    "op.execute(execution_options={}, sqltext='DROP TABLE a')": "schema.table.drop table:a",
    "op.execute(sqltext='DROP TABLE a', execution_options=make())": "schema.table.drop table:a; opaque.code",
    "op.execute('DROP TABLE a', make())": "schema.table.drop table:a; opaque.code",
    "op.execute('DROP TABLE a', execution_options=make())": "schema.table.drop table:a; opaque.code",
    "op.execute(sa.text('SELECT :b').bindparams(b=make()))": "opaque.dynamic",
    "op.execute('DROP TABLE a'.strip(chars=make()))": "opaque.dynamic",
    "op.execute(text='DROP TABLE a')": "opaque.code",
    "op.execute(*[])": "opaque.code",
    "op.execute(users.delete().where(sa.text('purge()')))": "data.delete table:users where; opaque.raw_sql",
    "op.execute(users.delete(make()))": "opaque.raw_sql",
    "op.execute(users.update().where(users.c.x == make()))": "opaque.raw_sql",
    "op.execute(sa.select(make()))": "opaque.raw_sql",
    "op.execute(sa.delete(users, make()))": "opaque.raw_sql",
    "op.execute(sa.delete(sa.table(NAME)))": "opaque.raw_sql",
    "op.execute(sa.delete(sa.table('a', schema=NAME)))": "opaque.raw_sql",
    "op.execute(sa.delete(sa.table('a', schema='s')))": "data.delete_all table:s.a all",
    "op.execute(sa.delete(sa.table()))": "opaque.raw_sql",
    "op.execute(sa.delete())": "opaque.raw_sql",
    "op.execute(users.update().values(x))": "data.update table:users all",
    "op.execute(users.update().values(**x))": "data.update table:users all",
    "op.execute(users.update().values({x: 1, 'y': 2, **z}))": "data.update table:users (y) all",
    "op.execute(users.delete())": "data.delete_all table:users all",
    "op.execute(users.delete(users.c.name == 'x'))": "data.delete table:users where",
    "op.execute(sa.update(users).where(users.c.name == 'x').values(name='y'))": "data.update table:users (name) where",
    "op.execute(users.insert().values({'name': 'x'}))": "data.insert table:users (name)",
    "s = users.delete()\nop.execute(s)": "data.delete_all table:users all",
    "op.execute(sa.delete(users).strange())": "opaque.raw_sql",
    "op.execute(sa.select(users.c.name))": "data.read",
    "op.get_bind().execute(sa.text('DROP TABLE a'))": "schema.table.drop table:a",
    "bind = op.get_bind()\nbind.execute(sa.text('DROP TABLE a'))": "schema.table.drop table:a",
    "bind = other\nbind.execute(sa.text('DROP TABLE a'))": "opaque.code",
    "op.get_bind().execute(statement='DROP TABLE a')": "schema.table.drop table:a",
    "op.get_bind(make()).execute('SELECT 1')": "data.read; opaque.code",
    "op.get_bind().execute('SELECT 1').all(x=make())": "opaque.code",
    "op.get_bind().execute('SELECT 1').all(x)": "opaque.code",
    "op.get_bind().execute('SELECT 1').keep()": "opaque.code",
    "op.get_bind().execute(sa.text('SELECT 1')).fetchall()": "data.read",
    "op.get_bind().commit()": "opaque.code",
    "op.get_bind().execute()": "opaque.code",
    "op.run_async(x)": "opaque.code",
    "op.unheard()": "opaque.code",
    "helper()": "opaque.code",
    "op.drop_table('a', **x)": "opaque.code",
    "with op.batch_alter_table('a') as b:\n    b.drop_column('x')": "schema.column.drop table:a (x)",
    "with op.batch_alter_table('a', schema='s') as b:\n    b.drop_column('x')": "schema.column.drop table:s.a (x)",
    "with op.batch_alter_table(NAME) as b:\n    b.drop_column('x')": "opaque.code; opaque.code",
    "with op.batch_alter_table('a') as b:\n    b = c\n    b.drop_column('x')": "opaque.code",
    "with op.batch_alter_table('a') as b:\n    b.execute('DROP TABLE a')": "opaque.code",
    "with op.get_context().autocommit_block():\n    op.drop_table('a')": "schema.table.drop table:a no_transaction",
    "c = op.get_context()\nwith c.autocommit_block():\n    op.drop_table('a')": (
        "schema.table.drop table:a no_transaction"
    ),
    "with context.get_context().autocommit_block():\n    op.drop_table('a')": (
        "schema.table.drop table:a no_transaction"
    ),
    "with op.get_bind().autocommit_block():\n    op.drop_table('a')": "opaque.code; schema.table.drop table:a",
    "with lock.autocommit_block():\n    op.drop_table('a')": "opaque.code; schema.table.drop table:a",
    "with op.get_context(make()).autocommit_block():\n    pass": "opaque.code",
    "with op.get_context().autocommit_block(make()):\n    pass": "opaque.code",
    "with op.get_context().autocommit_block(x=make()):\n    pass": "opaque.code",
    "with op.batch_alter_table('a', copy_from=make()) as b:\n    b.drop_column('x')": (
        "opaque.code; schema.column.drop table:a (x)"
    ),
    "with op.batch_alter_table('a') as b:\n    b = c\n    op.drop_table(b.f('x'))": "opaque.code",
    "with op.batch_alter_table('a') as b:\n    b.drop_column('x')\n"
    "with op.batch_alter_table('b') as b:\n    b.drop_column(b.f('y'))": (
        "schema.column.drop table:a (x); schema.column.drop table:b (y)"
    ),
    "with other():\n    op.drop_table('a')": "opaque.code; schema.table.drop table:a",
    "with lock:\n    op.drop_table('a')": "opaque.code; schema.table.drop table:a",
    "if x:\n    op.drop_table('a')": "opaque.code; schema.table.drop table:a maybe",
    "if x:\n    pass\nelse:\n    op.drop_table('a')": "opaque.code; schema.table.drop table:a maybe",
    "try:\n    op.drop_table('a')\nexcept E:\n    op.drop_table('b')\nfinally:\n    op.drop_table('c')": (
        "opaque.code; schema.table.drop table:a maybe; schema.table.drop table:c maybe; schema.table.drop table:b maybe"
    ),
    "while x:\n    op.drop_table('a')": "opaque.code; schema.table.drop table:a maybe",
    "match x:\n    case 1:\n        op.drop_table('a')": "opaque.code; schema.table.drop table:a maybe",
    "match x:\n    case 1 if make():\n        pass": "opaque.code",
    "match x:\n    case op:\n        pass\nop.drop_table('a')": "opaque.code",
    "match x:\n    case [*op]:\n        pass\nop.drop_table('a')": "opaque.code",
    "match x:\n    case {**op}:\n        pass\nop.drop_table('a')": "opaque.code",
    "match x:\n    case 1:\n        from tricks import op\nop.drop_table('a')": "opaque.code",
    "try:\n    pass\nexcept make():\n    pass": "opaque.code",
    "try:\n    pass\nexcept E as op:\n    pass\nop.drop_table('a')": "opaque.code",
    "while make():\n    pass": "opaque.code",
    "while x:\n    break": "opaque.code",
    "if x:\n    return\nop.drop_table('a')": "opaque.code; schema.table.drop table:a maybe",
    "if x:\n    raise E\nop.drop_table('a')": "schema.table.drop table:a",
    "return\nx = 1\nop.drop_table('a')": "schema.table.drop table:a",
    "for n in ['a', 'b']:\n    op.drop_table(n)": "schema.table.drop table:a; schema.table.drop table:b",
    "for n, m in [('a', 'x')]:\n    op.drop_column(n, m)": "schema.column.drop table:a (x)",
    "for n in ['a']:\n    op.drop_table('b')\n    break": "opaque.code; schema.table.drop table:b maybe",
    "for n in names():\n    op.drop_table('a')": "opaque.code; opaque.code; schema.table.drop table:a maybe",
    "for n, m in ['ab']:\n    op.drop_column(n, m)": "opaque.code",
    "for n, m in [('a', 'x', 'y')]:\n    op.drop_column(n, m)": "opaque.code",
    "for n, m.x in [('a', 'x')]:\n    op.drop_column(n, m)": "opaque.code",
    "for n in ['a']:\n    op.drop_table(n)\nelse:\n    op.drop_table('b')": (
        "opaque.code; opaque.code; schema.table.drop table:b maybe"
    ),
    "for n in ['a', *more]:\n    op.drop_table('b')": "opaque.code; schema.table.drop table:b maybe",
    "for n in ['a']:\n    n = 'b'\n    op.drop_table(n)": "opaque.code",
    "for n in ['a']:\n    op.drop_table('b')\n    continue": "opaque.code; schema.table.drop table:b maybe",
    "for self in ['a']:\n    op.drop_table(self)": "schema.table.drop table:a",
    "for x[make()] in y:\n    pass": "opaque.code",
    "raise op.drop_table('a')": "schema.table.drop table:a",
    "raise E from op.drop_table('a')": "schema.table.drop table:a",
    "raise ValueError(make())": "opaque.code",
    "assert x, op.drop_table('a')": "schema.table.drop table:a",
    "assert x == op.drop_table('a')": "opaque.code",
    "assert op.drop_table('a') is None": "opaque.code",
    "return op.drop_table('a')": "schema.table.drop table:a",
    "x = op.drop_table('a')": "schema.table.drop table:a",
    "x.y = 1\npass": "opaque.code",
    "op.x = op.drop_table": "opaque.code",
    "x += op.drop_table('a')": "schema.table.drop table:a",
    "import os\nos.system('x')": "opaque.code",
    "exec('x')": "opaque.code",
    "del op": "opaque.code",
    "sa.Enum('a', name='k').create(op.get_bind())": "schema.type.create type:k",
    "sa.Enum('a', name='k').drop(op.get_bind())": "schema.type.drop type:k if_exists",
    "sa.Enum('a').drop(op.get_bind())": "opaque.code",
    "sa.Enum('a', name='k').create(make())": "schema.type.create type:k; opaque.code",
    "sa.Enum(make(), name='k').create()": "schema.type.create type:k; opaque.code",
    "sa.Integer(name='k').create(op.get_bind())": "opaque.code",
    "other.create(op.get_bind())": "opaque.code",
    "sa.dialects.postgresql.DOMAIN('k', sa.Text, name='k').create(op.get_bind())": "schema.type.create type:k",
    "sa.event.listen(op.get_bind(), 'before_execute', f)": "opaque.code",
    "x = sorted(y, key=op.drop_table)": "opaque.code",
}
LEAVES_ALONE = (
    "pass",
    "'a text'",
    "return None",
    "x = 1",
    "bind = op.get_bind()",
    "inspector = sa.inspect(op.get_bind())",
    "print('dropping')",
    "if x:\n    y = 1",
    "for x in []:\n    op.drop_table(x)",
    "def inner():\n    op.drop_table('a')",
    "op.alter_column('a', 'x', existing_type=sa.Text())",
    "raise NotImplementedError",
    "raise NotImplementedError('x') from None",
    "assert x, 'a text'",
    "x: int",
    "x: make() = 1",
    "print('dropping', file=sys.stderr)",
    "f = lambda: op.drop_table('a')",
    "op.execute('')",
)


@pytest.mark.parametrize("body", FINDS)
def test_finds(body: str) -> None:
    assert going_up(read(body)) == FINDS[body]


@pytest.mark.parametrize("body", LEAVES_ALONE)
def test_leaves_alone(body: str) -> None:
    assert going_up(read(body)) == ""


@pytest.mark.parametrize("sql", DESTROYS)
def test_sql_that_is_a_literal_is_read(sql: str) -> None:
    for written in exact_python(sql):
        for call in ("op.execute({})", "op.execute(sa.text({}))", "op.get_bind().execute(sa.text({}))"):
            assert DESTROYS[sql] in ids(read(call.format(written))), written


@pytest.mark.parametrize("sql", DESTROYS)
def test_sql_that_is_built_is_opaque_or_read(sql: str) -> None:
    for written in built_python(sql):
        for call in ("op.execute({})", "op.execute(sa.text({}))", "op.get_bind().execute({})"):
            found = ids(read(call.replace("{}", written)))
            assert DESTROYS[sql] in found or [id_ for id_ in found if id_.startswith("opaque.")], written


@pytest.mark.parametrize("back", ["pass", "'it cannot'", "raise NotImplementedError('no')", "return", "x = 1"])
def test_a_downgrade_that_undoes_nothing_is_told(back: str) -> None:
    found = read("op.drop_table('a')", back=f"\n\ndef downgrade():\n    {back}\n")
    assert lines(found) == ("10 up schema.table.drop table:a", "12 down migration.pair.missing")
    assert lines(read("pass", back=f"\n\ndef downgrade():\n    {back}\n")) == ("nothing",)


def test_downgrade_has_its_direction() -> None:
    assert lines(read("op.create_table('back')"))[1] == "13 down schema.table.drop table:back"


def test_of_a_released_migration_only_what_is_new() -> None:
    found = read("op.drop_table('a')\nop.drop_table('b')", released=True, old="op.drop_table('a')")
    assert lines(found) == ("11 up schema.table.drop table:b", "not all of it")


def test_what_was_not_read_may_differ() -> None:
    found = read("helper()", released=True, old="helper()")
    assert going_up(found) == "opaque.code"


def test_a_released_revision_by_its_content() -> None:
    text = (HEAD + "    pass" + BACK).encode()
    for old, new, wanted in ((text, None, "migration.deleted"), (text, text + b"\n", "migration.edited_after_release")):
        found = detect(Source("app/versions/people.py", old, new, True), Context())
        assert found is not None and [one.id for one in found.operations] == [wanted]
        assert found.operations[0].attribute("why") and not found.accounted
    assert detect(Source("app/versions/people.py", text, None, False), Context()) is None
    assert detect(Source("app/versions/people.py", b"x = 1", b"x = 2", True), Context()) is None
    became = detect(Source("app/versions/people.py", b"x = 1", text, True), Context())
    assert became is not None and became.operations[-1].id == "migration.edited_after_release"


OF_FILES = {  # where it stands, how it was, how it is | what is told
    ("versions/a.py", None, "import alembic, revision\ndef f("): "unread",  # nothing in a path, and all in the text
    ("versions/a.py", None, "import alembic\ndef f("): "",
    ("versions/a.py", None, "revision = 1\ndef f("): "",
    ("migrations/versions/b_x.py", None, "def f("): "unread",
    ("migrations/versions/b_x.py", "def f(", None): "unread",
    ("migrations/versions/b_x.py", "def f(", "revision = 'b'"): "unread",
    ("versions/a.py", "import alembic, revision\ndef f(", ""): "unread",
    ("versions/a.py", None, "import alembic\nrevision = 'b'\ndef upgrade(): pass"): "nothing",
    ("versions/a.py", None, "import alembic\nrevision = 'b'\ndef upgrade(): pass\nx = 1"): "nothing",
    ("versions/a.py", None, "import alembic\nrevision = 'b'\nx = make()"): "",
    ("versions/a.py", None, "import alembic\ndef upgrade(): pass  # revision"): "",
    ("versions/a.py", None, "revision = 'b'\ndef upgrade(): make()"): "",
    ("migrations/versions/b_x.py", None, ""): "",
    ("migrations/versions/b_x.py", None, "revision = 'b'"): "nothing",
    ("migrations/versions/b_x.py", None, "def upgrade(): pass"): "nothing",
    ("migrations/versions/b_x.py", None, "def downgrade(): pass"): "nothing",
    ("migrations/versions/b_x.py", None, "make()"): "1 opaque.code; 1 migration.pair.missing",
    ("migrations/versions/b_x.py", None, "def upgrade(a=make()): pass\nx = 1\ndef downgrade(): pass"): (
        "1 opaque.code; 3 migration.pair.missing"
    ),
    ("migrations/versions/b_\udcff.py", None, "revision = 'b'"): "nothing",
}


@pytest.mark.parametrize(("path", "old", "new"), OF_FILES)
def test_which_files_are_revisions(path: str, old: str | None, new: str | None) -> None:
    sides = [None if side is None else side.encode() for side in (old, new)]
    found = detect(Source(path, *sides), Context())
    told = [] if found is None else [f"{one.line or ''} {one.id}" for one in found.operations]
    wanted = OF_FILES[path, old, new].replace("unread", " opaque.unparsed").replace("nothing", "")
    assert "; ".join(dict.fromkeys(told)) == wanted
    assert (found is None) == (OF_FILES[path, old, new] == "")
    assert found is None or found.accounted == (told != [" opaque.unparsed"])


@pytest.mark.parametrize("arguments", ["op", "op, /", "*op", "*, op", "**op"])
def test_an_argument_takes_the_place_of_a_name(arguments: str) -> None:
    for body in ("op.drop_table('a')", "from alembic import op\n    op.drop_table('a')", "op = 'a'\n    drop(op)"):
        text = f"{HEAD.partition('def ')[0]}def upgrade({arguments}):\n    {body}\n{BACK}"
        found = detect(Source("migrations/versions/b_x.py", None, text.encode(), dialect="postgres"), Context())
        assert going_up(found) == "opaque.code"


def test_lines_of_sql_are_those_of_the_file() -> None:
    assert lines(read('op.execute("""\nSELECT 1;\nDROP TABLE a\n""")'))[:2] == (
        "11 up data.read",
        "12 up schema.table.drop table:a",
    )


STAR = HEAD.replace("import context, op", "import context").replace("import textwrap\n", "from alembic.op import *\n")
BY_STAR = {
    "create_table('a')": "schema.table.create table:a",
    "drop_table('a')": "schema.table.drop table:a",
    "rename_table('a', 'b')": "schema.table.rename table:a to=b",
    "add_column('a', sa.Column('x', sa.Text))": "schema.column.add table:a (x) type=Text",
    "drop_column('a', 'x')": "schema.column.drop table:a (x)",
    "alter_column('a', 'x', nullable=False)": "schema.column.set_not_null table:a (x)",
    "create_index('i', 'a', ['x'])": "schema.index.create table:a (x) name=i",
    "drop_index('i')": "schema.index.drop index:i",
    "execute('DROP TABLE a')": "schema.table.drop table:a",
    "drop_constraint('c', 'a')": "schema.constraint.drop table:a name=c",
    "with batch_alter_table('a') as b:\n    b.drop_column(b.f('x'))": "schema.column.drop table:a (x)",
    "bulk_insert(users, [])": "data.insert table:users",
    "get_bind().execute('DROP TABLE a')": "schema.table.drop table:a",
    "with get_context().autocommit_block():\n    drop_table('a')": "schema.table.drop table:a no_transaction",
    "drop_table(f('a'))": "schema.table.drop table:a",
    "invoke(x)": "opaque.code",
    "run_async(x)": "opaque.code",
}


@pytest.mark.parametrize("body", BY_STAR)
def test_names_that_a_star_brings(body: str) -> None:
    text = STAR + textwrap.indent(body, "    ") + "\n\ndef downgrade():\n    drop_table('back')\n"
    assert (
        going_up(detect(Source("alembic/versions/a.py", None, text.encode(), dialect="postgres"), Context()))
        == BY_STAR[body]
    )


STRANGERS = (
    "from tricks import text\n\ndef upgrade():\n    op.execute(text('SELECT 1'))",
    "from tricks import f\n\ndef upgrade():\n    op.drop_table(f('a'))",
    "from tricks import x\n\ndef upgrade():\n    op.drop_table(x.f('a'))",
    "def upgrade():\n    x = Evil()\n    op.drop_table(x.f('a'))",
    "def str(x):\n    return 'b'\n\ndef upgrade():\n    op.drop_table(str('a'))",
    "def upgrade():\n    op.execute(sa.text('SELECT 1', *more))",
)


@pytest.mark.parametrize("text", STRANGERS)
def test_a_call_of_a_stranger_gives_no_literal(text: str) -> None:
    whole = HEAD.partition("def upgrade")[0] + text + BACK
    found = detect(Source("alembic/versions/a.py", None, whole.encode(), dialect="postgres"), Context())
    assert {id_.partition(".")[0] for id_ in ids(found)} == {"opaque"}


SEEDS = [case.text.encode() for case in cases("alembic")]


@pytest.mark.fuzz
@settings(max_examples=examples(40))
@given(
    st.sampled_from(SEEDS), st.integers(0, 3000), st.integers(0, 60), st.binary(max_size=12) | st.sampled_from(SEEDS)
)
def test_no_file_is_too_strange(seed: bytes, start: int, length: int, put: bytes) -> None:
    text = seed[:start] + put + seed[start + length :]
    for path in ("migrations/versions/0123456789ab_a.py", "a.py"):
        found = detect(Source(path, seed, text, dialect="postgres"), Context())
        last = text.count(b"\n") + text.count(b"\r") + text.count(b"\f") + 1
        for one in found.operations if found is not None else ():
            assert one.id in TRAITS and 1 <= (one.line or 1) <= last


ADD = "op.add_column('a', sa.Column('x', sa.Text, {}))"
RAW_SQL = (  # calls that hold SQL that is more than there is a place for
    ADD.format("server_default=sa.text('1; DROP TABLE b')"),
    ADD.format("server_default=sa.text('purge()')"),
    ADD.format("server_default=sa.text('1) NOT NULL DEFAULT (2')"),
    ADD.format("server_default=sa.func.purge()"),
    ADD.format("server_default=sa.func.app.purge(1)"),
    "bad = sa.text('purge()')\n" + ADD.format("server_default=bad"),
    ADD.format("sa.Computed('purge()')"),
    ADD.format("sa.CheckConstraint('purge()')"),
    "op.add_column('a', sa.Column('x', sa.String('1), DROP COLUMN y')))",
    "op.create_table('a', sa.Column('x', sa.Text, server_default=sa.text('purge()')))",
    "op.create_table('a', sa.CheckConstraint('purge()'))",
    "op.create_table('a', mysql_engine='InnoDB; DROP TABLE b')",
    "op.alter_column('a', 'x', server_default=sa.text('purge()'))",
    "op.alter_column('a', 'x', type_=sa.Integer(), postgresql_using='purge()')",
    "op.create_index('i', 'a', ['x'], postgresql_where=sa.text('1); DROP TABLE b'))",
    "op.create_index('i', 'a', ['x'], postgresql_where='purge()')",
    "op.create_index('i', 'a', [sa.text('purge(x)')])",
    "op.create_index('i', 'a', columns=[sa.text('x); DROP TABLE b')])",
    "op.create_index('i', 'a', ['x'], postgresql_using='btree (x); DROP TABLE b')",
    "op.create_check_constraint('c', 'a', 'purge()')",
    "op.create_check_constraint('c', 'a', sa.text('purge()'))",
    "op.create_check_constraint('c', 'a', condition='purge()')",
    "op.create_exclude_constraint('c', 'a', (sa.column('x'), '&&'), where=sa.text('purge()'))",
    "op.create_exclude_constraint('c', 'a', (sa.column('x'), '&& ); DROP TABLE b'))",
    "op.create_exclude_constraint('c', 'a', (sa.column('x'), OPERATOR))",
    "o = '&& ); DROP TABLE b'\nop.create_exclude_constraint('c', 'a', (sa.column('x'), o))",
    "op.create_table('a', sa.dialects.postgresql.ExcludeConstraint((sa.column('x'), '&& ); DROP TABLE b')))",
    "with op.batch_alter_table('a') as b:\n    b.add_column(sa.Column('x', sa.Text, sa.Computed('purge()')))",
    "op.execute(users.update().values(name=sa.text('purge()')))",
)
PLAIN_SQL = (
    ADD.format("server_default=sa.text('now()')"),
    ADD.format("server_default=sa.text(\"'{}'\")"),
    ADD.format("server_default=sa.text('gen_random_uuid()')"),
    ADD.format("server_default=sa.text('CURRENT_TIMESTAMP')"),
    ADD.format("server_default=sa.text('false')"),
    ADD.format("server_default=sa.func.now()"),
    ADD.format("server_default=sa.func.current_timestamp()"),
    ADD.format("server_default=sa.func.lower('X')"),
    ADD.format("server_default=sa.func.current_timestamp(6)"),
    ADD.format("server_default=sa.false()"),
    ADD.format("server_default='a; b'"),
    ADD.format("sa.Computed('lower(y)', persisted=True)"),
    ADD.format("sa.CheckConstraint('x > 0')"),
    ADD.format("sa.CheckConstraint(sa.column('x') > 0)"),
    ADD.format("sa.CheckConstraint(-sa.column('x') - 1 > 0)"),
    "from tricks import String\nop.add_column('a', sa.Column('x', String('9')))",
    "ok = sa.column('x') > 0\nop.create_check_constraint('c', 'a', ok)",
    "x = sa.column('x')\nop.create_check_constraint('c', 'a', x > 0)",
    "op.create_index('i', 'a', [sa.text('lower(x) DESC')])",
    "op.create_index('i', 'a', columns=[sa.text('lower(x) DESC')])",
    "op.create_index('i', 'a', ['x'], postgresql_where=sa.column('y') == 'it; so')",
    "op.create_check_constraint('c', 'a', users.c.name != '')",
    "op.create_exclude_constraint('c', 'a', (sa.column('x'), '&&'), (sa.column('y'), 1))",
    "op.create_table('a', sa.dialects.postgresql.ExcludeConstraint((sa.column('x'), '=')))",
    "op.create_index('i', 'a', ['x'], postgresql_where=sa.text('y IS NULL'), postgresql_using='gin')",
    "op.create_index('i', 'a', ['x'], postgresql_ops={'x': 'gin_trgm_ops'}, postgresql_where=sa.column('y') > 1)",
    "op.create_check_constraint('c', 'a', 'x > 0')",
    "op.create_check_constraint('c', 'a', sa.column('x') > 0)",
    "op.create_table('a', sa.Column('x', sa.String(9)), mysql_engine='InnoDB', postgresql_partition_by='RANGE (x)')",
    "op.execute(users.delete().where(sa.text('name = :name')))",
)
CLOUDED = (
    ADD.format("server_default=ELSEWHERE"),
    ADD.format("server_default=sa.text(ELSEWHERE)"),
    ADD.format("server_default=sa.text(f'{x}')"),
    "op.alter_column('a', 'x', type_=sa.Integer(), postgresql_using=f'{x}')",
    "op.create_check_constraint('c', 'a', ELSEWHERE)",
    "op.create_check_constraint('c', 'a', make(1) > 0)",
)


def opaque(body: str, dialect: str) -> list[str]:
    return opaque_of(read(body, dialect=dialect))


(
    test_sql_inside_a_call_is_one_expression,
    test_plain_sql_inside_a_call_is_fine,
    test_sql_inside_a_call_that_is_no_literal,
) = sql_inside_calls(opaque, RAW_SQL, PLAIN_SQL, CLOUDED)


@pytest.mark.parametrize("call", ["text", "literal_column", "DDL", "Computed", "CheckConstraint"])
def test_sql_in_a_call_of_sqlalchemy(call: str) -> None:
    assert opaque(ADD.format(f"sa.{call}('purge()')"), "postgres") == ["opaque.raw_sql"]
    assert opaque(ADD.format(f"sa.{call}(sqltext='purge()')"), "postgres") == ["opaque.raw_sql"]
    assert not opaque(ADD.format(f"sa.{call}('x > 0')"), "postgres")
    assert opaque(ADD.format(f"sa.{call}()"), "postgres") == ["opaque.dynamic"]


SIZED = "String Unicode VARCHAR NVARCHAR CHAR NCHAR Text Numeric NUMERIC DECIMAL Float"
BUILT = "where filter filter_by values returning execution_options strange"
READS = "fetchall fetchone scalar scalars scalar_one scalar_one_or_none first all one mappings"


@pytest.mark.parametrize("call", SIZED.split())
def test_the_size_of_a_type_is_a_number(call: str) -> None:
    assert opaque(f"op.add_column('a', sa.Column('x', sa.{call}('1), DROP COLUMN y')))", "") == ["opaque.raw_sql"]
    assert not opaque(f"op.add_column('a', sa.Column('x', sa.{call}(9)))", "")


@pytest.mark.parametrize("name", ["length", "precision", "scale", "max_length", "max_digits", "decimal_places"])
def test_a_size_by_name_is_a_number(name: str) -> None:
    assert opaque(ADD.format(f"sa.Type({name}='1), DROP COLUMN y')"), "") == ["opaque.raw_sql"]
    assert not opaque(ADD.format(f"sa.Type({name}=9)"), "")


@pytest.mark.parametrize("dialect", ["postgresql", "mysql", "mariadb", "sqlite", "mssql", "oracle"])
def test_an_option_of_a_dialect_is_a_plain_word(dialect: str) -> None:
    assert opaque(f"op.create_table('a', {dialect}_x='y; DROP TABLE b')", "") == ["opaque.raw_sql"]
    assert opaque(f"op.create_table('a', {dialect}_where='purge()')", "") == ["opaque.raw_sql"]
    assert not opaque(f"op.create_table('a', {dialect}_x=['y', 1], {dialect}_where='y > 1')", "")


@pytest.mark.parametrize("name", ["server_default", "server_onupdate", "condition"])
def test_a_clause_is_in_sight(name: str) -> None:
    for value in ("ELSEWHERE", "config.DEFAULT"):
        assert opaque(ADD.format(f"{name}={value}"), "") == ["opaque.dynamic"]
    assert not opaque(f"here = 'x'\n{ADD.format(f'{name}=here')}", "")


@pytest.mark.parametrize("name", ["execute", "exec_driver_sql", "scalar", "scalars"])
def test_what_runs_a_statement(name: str) -> None:
    assert going_up(read(f"op.get_bind().{name}('DROP TABLE a')")) == "schema.table.drop table:a"


@pytest.mark.parametrize("name", READS.split())
def test_what_reads_a_result(name: str) -> None:
    assert going_up(read(f"op.get_bind().execute('SELECT 1').{name}()")) == "data.read"


@pytest.mark.parametrize("name", BUILT.split())
def test_what_a_statement_is_built_of(name: str) -> None:
    wanted = {"where": "where", "filter": "where", "filter_by": "where", "strange": "opaque"}.get(name, "all")
    assert wanted in going_up(read(f"op.execute(users.update().{name}(1))")).replace(".", " ").split()


@pytest.mark.parametrize("library", ["sqlalchemy", "sqlmodel", "geoalchemy2"])
def test_whose_columns_are_known(library: str) -> None:
    body = f"import {library}\nop.add_column('a', {library}.Column('x', {library}.Text))"
    assert going_up(read(body)).startswith("schema.column.add table:a (x)")


def test_a_loop_of_many_rounds_is_told_as_one() -> None:
    for number, wanted in ((200, "schema.table.drop table:a"), (201, "opaque.code; opaque.code")):
        assert going_up(read(f"for n in {['a'] * number}:\n    op.drop_table(n)")) == wanted


def test_more_than_is_followed_is_opaque() -> None:
    for number, wanted in ((20, []), (21, ["opaque.code"])):
        names = "".join([f"n{at} = n{at - 1}\n" for at in range(1, number)])
        assert opaque(f"n0 = sa.text('now()')\n{names}{ADD.format(f'server_default=n{number - 1}')}", "") == wanted


def test_a_call_of_too_many_parts_is_opaque() -> None:
    for number, wanted in ((19_997, []), (19_998, ["opaque.code"])):
        assert opaque(f"op.bulk_insert(users, [{'0,' * number}])", "") == wanted


def test_a_type_is_quoted_in_short() -> None:
    found = read(f"op.add_column('a', sa.Column('x', sa.Enum({'x' * 90})))")
    assert found is not None and found.operations[0].attribute("type") == f"Enum({'x' * 75}"


def test_a_check_within_a_column_is_told() -> None:
    found = going_up(read(ADD.format("sa.CheckConstraint('x > 0', name='c')")))
    assert found.endswith("schema.constraint.add table:a (x) name=c type=check")


THROUGH = (  # a path that only begins like one that is harmless, or a class of a project
    "from os.path import os\nos.system('x')",
    "logging.os.system('x')",
    "uuid.os.system('x')",
    "os.path.os.system('x')",
    "logging.config.dictConfig({'filters': {'f': {'()': 'os.system', 'command': 'x'}}})",
    "sqlalchemy.testing.util.drop_all_tables(e, i)",
    "sqlalchemy.create_engine('x')",
    "sa.func._registry.X('users')",
    "sa.Table('users', sa.MetaData(), listeners=[('column_reflect', lambda *a: drop())], autoload_with=op.get_bind())",
    "op.fire('users')",
    "op.get_bindings_and_drop()",
    "op.f.drop('users')",
    "alembic.context.get_contexts()",
    "from app.tools import Wipe\nWipe('users')",
    "from app.tools import Wipe\nx = Wipe('users')",
    "from app.tools import Wipe\nassert Wipe('users')",
    "app.tools.DROP('users')",
    "from .builtins import print\nprint('users')",
    "geoalchemy2.admin.drop('users')",
    "sqlmodel.create_engine.X('users')",
    "logging.getLogger('x').addHandler(app.tools.Wipe())",
    "logging.getLogger('x').strange('y')",
    "op.add_column('a', sa.Column('x', sa.Text, comment=app.tools.Wipe('users')))",
    "op.add_column('a', sa.Column('x', sa.Text, app.tools.Wipe('users')))",
    "x = sa.cast('x', app.tools.Wipe('users'))",
    "x = typing.cast('x', app.tools.Wipe('users'))",
    "op.add_column('a', sa.Column('x', sa.Text, nullable=app.tools.Wipe('users')))",
    "op.add_column('a', sa.Column('x', os.path.X('users')))",
    "op.add_column('a', sa.Column('x', builtins.X('users')))",
    "op.add_column('a', sa.Column('x', app.types.make('users')))",
    "op.create_table('a', app.tools.Wipe('users'))",
    "op.drop_table('a', type_=sa.Integer(type_=app.tools.Wipe('users')), schema=app.tools.Wipe())",
    "sa.Integer(type_=app.tools.Wipe('users'))",
    "app.tools.column('x', app.tools.Wipe('users'))",
    "[app.tools][0].f('users')",
    "(app.tools or 1).values('users')",
    "app.tools.things[0].op('users')",
)
IN_PLACE = (
    "logging.getLogger('x').info('y')",
    "log = logging.getLogger('x')\nlog.warning('y')",
    "x = datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc)",
    "x = datetime.datetime.now(datetime.timezone.utc).isoformat()",
    "x = str(uuid.uuid4())",
    "x = os.path.join('a', 'b')",
    "x = (users.c.name + 'a').label('b')",
    "x = (sa.column('a') > 1).label('b')",
    "x = [sa.column('a')][0].desc()",
    "x = sqlalchemy.dialects.postgresql.JSONB()",
    "x = sqlalchemy.sql.func.now()",
    "x = sa.func.app.hash('x')",
    "op.add_column('a', sa.Column('x', app.fields.MoneyField(max_digits=9)))",
    "op.add_column('a', sa.Column('x', type_=app.fields.MoneyField()))",
    "class Old:\n    x = sa.Column(app.fields.MoneyField(), primary_key=True)",
    "op.add_column('a', sa.Column('x', sqlmodel.sql.sqltypes.AutoString(), nullable=True))",
    "op.add_column('a', sa.Column('x', sqlalchemy_utils.types.uuid.UUIDType(binary=False)))",
    "op.add_column('a', sa.Column('x', sa.ARRAY(sqlalchemy_utils.UUIDType())))",
    "op.add_column('a', sa.Column('x', app.Money().with_variant(app.Cents(), 'sqlite')))",
    "op.alter_column('a', 'x', type_=app.Money(), existing_type=app.Cents())",
    "with op.batch_alter_table('a') as b:\n    b.alter_column('x', type_=app.Money(), existing_type=app.Cents())",
    "op.create_table('a', sa.Column('x', app.Money()), sa.Column('y', sa.Integer(), primary_key=True))",
    "t = sa.table('a', sa.column('x', app.Money()))\nop.bulk_insert(t, [{'x': 1}])",
    "op.add_column('a', sa.Column('x', geoalchemy2.types.Geometry(srid=4326)))",
)
MODULES = """import alembic, app.tools, builtins, datetime, geoalchemy2.admin, logging.config, os.path, typing, uuid
import sqlalchemy, sqlalchemy.testing.util, sqlalchemy_utils, sqlmodel
"""


@pytest.mark.parametrize("dialect", ["postgres", ""])
@pytest.mark.parametrize("body", THROUGH)
def test_a_call_through_another_module_may_do_anything(body: str, dialect: str) -> None:
    assert "opaque.code" in opaque(MODULES + body, dialect)


@pytest.mark.parametrize("body", IN_PLACE)
def test_a_call_that_makes_a_value_in_its_place(body: str) -> None:
    assert not opaque(MODULES + body, "postgres")
