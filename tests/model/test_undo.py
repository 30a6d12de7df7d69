"""Which operation takes another back, and which only looks like it."""

from __future__ import annotations

import pytest

from guard.model.operation import Operation
from guard.model.undo import INVERSES, UNDONE_BY, goes_with, gone_with, lasts, parts, undoes, undone_in
from guard.model.vocabulary import TRAITS
from guard.sql.inverse import inverse


def op(told: str) -> Operation:
    """`id object columns,with,commas attribute name=value`; `-` for no columns."""
    id_, of, *rest = told.split()
    columns = tuple(rest[0].split(",")) if rest and rest[0] != "-" else ()
    pairs = [(word.partition("=")[0], word.partition("=")[2] or "true") for word in rest[1:]]
    return Operation(id_, 1, None if of == "-" else of, None, columns, tuple(sorted(pairs)))


BOTH_WAYS = [
    ("schema.column.add table:t c", "schema.column.drop table:t c"),
    ("schema.column.add_required table:t c", "schema.column.drop table:t c"),
    ("schema.table.create table:t a,b", "schema.table.drop table:t"),
    ("schema.index.create table:t c name=i", "schema.index.drop index:i"),
    ("schema.index.create table:app.t c name=i", "schema.index.drop index:app.i"),
    ("schema.index.create_concurrent table:t c name=i", "schema.index.drop_concurrent index:i"),
    ("schema.index.create table:t c name=i", "schema.index.drop_concurrent table:t - name=i"),
    ("schema.index.create table:t c", "schema.index.drop table:t c"),
    ("schema.constraint.add table:t c name=k", "schema.constraint.drop table:t - name=k"),
    ("schema.constraint.add_not_valid table:t c name=k", "schema.constraint.drop table:t - name=k"),
    ("schema.constraint.add table:app.t c", "schema.constraint.drop table:app.t - name=t_c_key"),
    ("schema.constraint.add table:t c", "schema.constraint.drop table:t c"),
    ("schema.constraint.add table:t -", "schema.constraint.drop table:t - name=t_pkey"),
    ("schema.constraint.add table:t -", "schema.constraint.drop table:t - name=t_check"),
    ("schema.constraint.add table:t c,d", "schema.constraint.drop table:t - name=t_c_d_fkey"),
    ("schema.constraint.add table:t c", "schema.constraint.drop table:t - name=t_c_check"),
    ("schema.constraint.add table:t c", "schema.constraint.drop table:t - name=t_c_excl"),
    ("schema.index.create table:t c name=i", "schema.index.drop table:t c"),
    ("schema.index.rename table:t - name=a to=b", "schema.index.rename index:b - to=a"),
    ("access.grant table:t - name=select", "access.revoke table:t"),
    ("schema.column.set_not_null table:t c", "schema.column.drop_not_null table:t c"),
    ("schema.column.set_default table:t c default=1", "schema.column.drop_default table:t c"),
    ("schema.column.set_default table:t c default=1", "schema.column.set_default table:t c default=2"),
    ("schema.column.change_type table:t c type=bigint", "schema.column.change_type table:t c type=int"),
    ("schema.column.rename table:t a to=b", "schema.column.rename table:t b to=a"),
    ("schema.table.rename table:a - to=b", "schema.table.rename table:b - to=a"),
    ("schema.table.rename table:app.a - to=b", "schema.table.rename table:app.b - to=app.a"),
    ("schema.table.rename table:t - to=s.t", "schema.table.rename table:s.t - to=t"),
    ("schema.sequence.alter sequence:a - to=b", "schema.sequence.alter sequence:b - to=a"),
    ("schema.sequence.alter sequence:a", "schema.sequence.alter sequence:a"),
    ("schema.trigger.toggle table:t - name=g to=enabled", "schema.trigger.toggle table:t - name=g to=disabled"),
    ("schema.index.create table:t c name=i", "schema.index.drop index:i - table=t"),
    ("schema.index.rename index:a - to=b", "schema.index.rename index:b - to=a"),
    ("schema.constraint.rename table:t - name=a to=b", "schema.constraint.rename table:t - name=b to=a"),
    ("schema.enum.rename_value type:m - name=a to=b", "schema.enum.rename_value type:m - name=b to=a"),
    ("access.grant table:t - name=select to=r", "access.revoke table:t - name=select from=r"),
    ("access.rls.enable table:t", "access.rls.disable table:t"),
    ("access.policy.create table:t - name=p", "access.policy.drop table:t - name=p"),
    ("schema.trigger.create table:t - name=g", "schema.trigger.drop table:t - name=g"),
    ("schema.view.create view:v", "schema.view.drop view:v"),
    ("schema.function.create function:f", "schema.function.drop function:f"),
    ("schema.type.create type:m", "schema.type.drop type:m"),
    ("schema.sequence.create sequence:s", "schema.sequence.drop sequence:s"),
    ("schema.namespace.create schema:s", "schema.namespace.drop schema:s"),
    ("schema.extension.create extension:e", "schema.extension.drop extension:e"),
    ("schema.index.create table:t a name=i if_not_exists", "schema.index.drop index:i"),
    ("schema.partition.attach table:t - name=p", "schema.partition.detach table:t - name=p"),
    ("access.role.create role:r", "access.role.drop role:r"),
]


@pytest.mark.parametrize(("one", "other"), BOTH_WAYS)
def test_takes_back(one: str, other: str) -> None:
    assert undoes(op(other), op(one)) is True
    assert undoes(op(one), op(other)) is True
    assert not set(undone_in(op(one))).isdisjoint(undone_in(op(other)))


@pytest.mark.parametrize(
    ("up", "down"),
    [
        ("schema.column.add table:t c", "schema.column.drop table:t d"),
        ("schema.column.add table:t c", "schema.column.drop table:u c"),
        ("schema.column.add table:t c", "schema.column.drop table:t c,d"),
        ("schema.column.add table:t c", "schema.column.drop table:t"),
        ("schema.column.add table:t c", "schema.column.drop table:t c cascade"),
        ("schema.column.add table:t c if_not_exists", "schema.column.drop table:t c"),
        ("schema.column.add - c", "schema.column.drop - c"),
        ("schema.column.add table:t c", "schema.column.add table:t c"),
        ("schema.column.add table:t c", "schema.table.drop table:t"),
        ("schema.column.drop table:t c", "schema.column.drop table:t c"),
        ("schema.table.create table:t", "schema.table.drop table:t - cascade"),
        ("schema.table.create table:t - if_not_exists", "schema.table.drop table:t"),
        ("schema.table.create table:t", "data.truncate table:t"),
        ("schema.extension.create extension:e - if_not_exists", "schema.extension.drop extension:e"),
        ("schema.sequence.create sequence:s - if_not_exists", "schema.sequence.drop sequence:s"),
        ("schema.view.create view:v - replace", "schema.view.drop view:v"),
        ("schema.column.add table:t c maybe", "schema.column.drop table:t c"),
        ("schema.index.create table:t c name=i", "schema.index.drop index:j"),
        ("schema.index.create table:t c name=i", "schema.index.drop table:u - name=i"),
        ("schema.index.create table:t c name=i", "schema.index.drop index:app.i"),
        ("schema.index.create table:t c", "schema.index.drop table:t d"),
        ("schema.index.create table:t c", "schema.index.drop index:i"),
        ("schema.index.create table:t -", "schema.index.drop table:t -"),
        ("schema.constraint.add table:t c name=k", "schema.constraint.drop table:t - name=l"),
        ("schema.constraint.add table:t c name=k", "schema.constraint.drop table:t c name=l"),
        ("schema.constraint.add table:t c", "schema.constraint.drop table:t - name=t_d_key"),
        ("schema.constraint.add table:t c", "schema.constraint.drop table:t"),
        ("schema.constraint.add table:t c", "schema.constraint.drop table:t d"),
        ("schema.column.rename table:t a to=b", "schema.column.rename table:t b to=c"),
        ("schema.column.rename table:t a to=b", "schema.column.rename table:t a to=b"),
        ("schema.column.rename table:t a to=b", "schema.column.rename table:u b to=a"),
        ("schema.column.rename table:t a", "schema.column.rename table:t a"),
        ("schema.constraint.rename table:t", "schema.constraint.rename table:t"),
        ("schema.constraint.add table:t -", "schema.constraint.drop table:t - name=t_key"),
        ("schema.table.rename table:app.a - to=b", "schema.table.rename table:b - to=a"),
        ("schema.table.rename table:a - to=b", "schema.table.rename table:a - to=b"),
        ("schema.table.rename table:a - to=a", "schema.table.rename table:a - to=a"),
        ("schema.table.rename table:a - to=b", "schema.table.rename table:b - to=app.a"),
        ("schema.sequence.alter sequence:a - to=b", "schema.sequence.alter sequence:a"),
        ("schema.sequence.alter sequence:a", "schema.sequence.alter sequence:a - to=b"),
        ("schema.index.create table:t c name=i", "schema.index.drop index:i - table=u"),
        ("access.grant table:t - name=select", "access.revoke table:t - name=select from=s"),
        ("schema.constraint.rename table:t - to=b", "schema.constraint.rename table:t - name=b to=a"),
        ("access.grant table:t - name=select to=r", "access.revoke table:t - name=select from=s"),
        ("access.grant table:t - name=select", "access.revoke table:t - name=insert"),
        ("access.policy.create table:t - name=p", "access.policy.drop table:t - name=q"),
        ("access.rls.enable table:t", "access.rls.disable table:u"),
        ("data.insert table:t", "data.delete table:t - where"),
        ("opaque.code -", "opaque.code -"),
        ("schema.enum.add_value type:m", "schema.enum.add_value type:m"),
        ("schema.namespace.create schema:s - if_not_exists", "schema.namespace.drop schema:s"),
        ("schema.table.create table:t - replace", "schema.table.drop table:t"),
        ("schema.column.rename table:t a to=b", "schema.column.rename table:t b"),
        ("schema.column.rename table:t - to=b", "schema.column.rename table:t b to=a"),
        ("schema.table.rename table:a", "schema.table.rename table:b - to=a"),
        ("schema.trigger.create table:t - in=f name=g", "schema.trigger.drop table:t - in=h name=g"),
        ("schema.index.create table:t c name=i", "schema.index.drop table:t d"),
    ],
)
def test_only_looks_like_it(up: str, down: str) -> None:
    assert undoes(op(down), op(up)) is False


@pytest.mark.parametrize(
    ("up", "down"),
    [
        ("schema.index.create table:t c name=i", "schema.table.drop table:t"),
        ("access.grant table:t", "schema.table.drop table:t"),
        ("data.insert table:t", "schema.table.drop table:t"),
        ("schema.comment table:t c", "schema.table.drop table:t"),
        *[(f"access.grant {of}:x", f"schema.{of}.drop {of}:x") for of in ("view", "function", "sequence", "extension")],
        ("access.grant schema:s", "schema.namespace.drop schema:s"),
        ("schema.enum.add_value type:m", "schema.type.drop type:m"),
        ("schema.index.create table:t c,d name=i", "schema.column.drop table:t c"),
        ("schema.constraint.add table:t c", "schema.column.drop table:t c"),
        ("schema.column.set_not_null table:t c", "schema.column.drop table:t c"),
    ],
)
def test_goes_with_the_whole(up: str, down: str) -> None:
    assert goes_with(op(down), op(up))
    assert not set(gone_with(op(down))).isdisjoint(parts(op(up)))


@pytest.mark.parametrize(
    ("up", "down"),
    [
        ("schema.index.create table:t c", "schema.table.drop table:u"),
        ("schema.index.create - c", "schema.table.drop -"),
        ("schema.index.create table:t c", "schema.column.drop table:t d"),
        ("schema.index.create table:t - name=i", "schema.column.drop table:t c"),
        ("data.insert table:t c", "schema.column.drop table:t c"),
        ("schema.column.rename table:t c to=d", "schema.column.drop table:t c"),
        ("schema.table.rename table:t - to=u", "schema.table.drop table:t"),
        ("schema.column.add table:t c", "data.truncate table:t"),
        ("schema.column.drop table:t c", "schema.table.drop table:t"),
        ("schema.index.create table:t c", "schema.constraint.drop table:t c"),
    ],
)
def test_stays(up: str, down: str) -> None:
    assert goes_with(op(down), op(up)) is False


def test_what_is_no_drop_takes_nothing_along() -> None:
    assert gone_with(op("data.truncate table:t")) == []


def test_the_table_goes_both_ways_and_names_what_there_is() -> None:
    for id_, ids in UNDONE_BY.items():
        assert {id_, *ids} <= TRAITS.keys()
        assert all(id_ in UNDONE_BY[other] for other in ids)
        assert not any(one.startswith(("data.", "opaque.", "file.")) for one in (id_, *ids))
    tried = {op(one).id for pair in BOTH_WAYS for one in pair}
    paired = {id_ for id_, ids in UNDONE_BY.items() if ids != {id_}}
    assert paired <= tried


def test_the_inverse_is_one_of_those_that_undo() -> None:
    assert all(other in UNDONE_BY[id_] for id_, other in INVERSES.items())
    assert {id_ for id_, ids in UNDONE_BY.items() if ids - {id_}} == INVERSES.keys()


@pytest.mark.parametrize(
    ("gone", "undone"),
    [
        ("schema.index.drop index:i", "schema.index.create index:i"),
        ("schema.index.drop_concurrent index:i - table=t", "schema.index.create table:t - name=i"),
        ("schema.index.drop table:t - name=i", "schema.index.create table:t - name=i"),
        ("schema.index.create table:t a name=i", "schema.index.drop index:i - table=t"),
        ("schema.index.create_concurrent table:t a name=i", "schema.index.drop index:i - table=t"),
        ("schema.constraint.drop table:t - name=k", "schema.constraint.add table:t - name=k"),
        ("schema.column.drop table:t c", "schema.column.add table:t c"),
        ("schema.partition.detach table:t - name=p", "schema.partition.attach table:t - name=p"),
        ("access.revoke table:t - name=select from=r", "access.grant table:t - name=select to=r"),
    ],
)
def test_a_statement_that_is_gone_is_told_by_its_inverse(gone: str, undone: str) -> None:
    assert inverse(op(gone)) == op(undone)
    assert undoes(op(undone), op(gone)) or "if_exists" in gone


@pytest.mark.parametrize(
    "gone", ["schema.index.create table:t a", "schema.index.drop table:t a", "schema.comment table:t"]
)
def test_what_has_no_inverse_that_could_be_named(gone: str) -> None:
    assert inverse(op(gone)) is None


@pytest.mark.parametrize(
    ("up", "wanted"),
    [
        ("schema.column.rename table:t a to=b", True),
        ("schema.column.change_type table:t a", True),
        ("schema.sequence.alter sequence:s - to=b", True),
        ("schema.sequence.alter sequence:s", False),
        ("schema.comment table:t", False),
        ("access.policy.alter table:t - name=p to=r", False),
        ("data.delete table:t", False),
        ("opaque.code -", False),
    ],
)
def test_what_a_way_back_may_leave(up: str, wanted: bool) -> None:
    assert lasts(op(up)) is wanted


SMALL = """access.owner.change access.policy.alter access.role.alter schema.column.option schema.comment
schema.constraint.alter schema.extension.alter schema.namespace.alter schema.sequence.alter schema.table.option"""


def test_what_nobody_misses_who_goes_back() -> None:
    assert {id_ for id_ in UNDONE_BY if not lasts(op(f"{id_} table:t"))} == set(SMALL.split())
