"""Rails' migrations: what change, up and down do, and what only running them would tell."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.model.reading import Context, Reading, Source
from guard.model.vocabulary import TRAITS
from guard.operations.rails import detect
from tests.conftest import examples
from tests.frameworks.calls import opaque_of, sql_inside_calls
from tests.frameworks.corpus import cases, going_up, lines
from tests.frameworks.wrappers import DESTROYS, built_ruby, exact_ruby, ids
from tests.operations.telling import survived

PATH = "db/migrate/20240101000000_x.rb"


def text_of(body: str, method: str = "up", more: str = "") -> str:
    back = "" if method == "change" else "  def down\n    create_table :back\n  end\n"
    inner = textwrap.indent(body, "    ")
    return f"class X < ActiveRecord::Migration[7.1]\n{more}  def {method}\n{inner}\n  end\n{back}end\n"


def read(
    body: str, method: str = "up", more: str = "", released: bool = False, old: str | None = None
) -> Reading | None:
    before = None if old is None else text_of(old, method, more).encode()
    return detect(Source(PATH, before, text_of(body, method, more).encode(), released, "postgres"), Context())


FINDS = {
    "create_table :a": "schema.table.create table:a",
    "create_table(:a) { |t| t.string :x, :y; t.timestamps }": (
        "schema.table.create table:a (x, y, created_at, updated_at)"
    ),
    "create_table :a do |t|\n  t.strange :x\nend": "schema.table.create table:a; opaque.code",
    "create_table :a do |t|\n  other.string :x\nend": "schema.table.create table:a; opaque.code",
    "create_table :a do |t|\n  t.string name\nend": "schema.table.create table:a; opaque.code",
    "create_table name": "opaque.code",
    "create_table :a, force: true": "schema.table.drop table:a if_exists; schema.table.create table:a",
    "create_table :a, temporary: true": "session.temp_table table:a",
    "drop_table :a": "schema.table.drop table:a",
    'drop_table "a"': "schema.table.drop table:a",
    "drop_table(:a)": "schema.table.drop table:a",
    "self.drop_table :a": "schema.table.drop table:a",
    "connection.drop_table :a": "schema.table.drop table:a",
    "drop_table :a, :b": "schema.table.drop table:a; schema.table.drop table:b",
    "drop_table :a, force: :cascade": "schema.table.drop table:a cascade",
    "drop_table :a, **options": "opaque.code",
    "drop_table *names": "opaque.code",
    "drop_table(&block)": "opaque.code",
    "drop_join_table :b, :a": "schema.table.drop table:a_b",
    "rename_table :a, :b": "schema.table.rename table:a to=b",
    "add_column :a, :x, :string": "schema.column.add table:a (x) type=string",
    "add_column :a, :x, :string, null: false": "schema.column.add_required table:a (x) not_null type=string",
    "add_column :a, :x, :string, 'null' => false": "schema.column.add_required table:a (x) not_null type=string",
    "add_column :a, :x, :string, null: value": (
        "schema.column.add_required table:a (x) not_null type=string; opaque.code"
    ),
    "add_column :a, :x, :string, null: false, default: nil": (
        "schema.column.add_required table:a (x) not_null type=string"
    ),
    "add_column :a, :x, :string, null: false, default: ''": (
        "schema.column.add table:a (x) default not_null type=string"
    ),
    "add_column :a, :x, :bigserial, null: false": "schema.column.add table:a (x) generated not_null type=bigserial",
    "add_column :a, :x, type": "opaque.code",
    "remove_column :a, :x": "schema.column.drop table:a (x)",
    "remove_columns :a, :x, :y": "schema.column.drop table:a (x); schema.column.drop table:a (y)",
    "remove_timestamps :a": "schema.column.drop table:a (created_at); schema.column.drop table:a (updated_at)",
    "remove_reference :a, :b": "schema.column.drop table:a (b_id)",
    "rename_column :a, :x, :y": "schema.column.rename table:a (x) to=y",
    "change_column :a, :x, :text": "schema.column.change_type table:a (x) type=text",
    "change_column :a, :x, :text, null: true": (
        "schema.column.change_type table:a (x) type=text; schema.column.drop_not_null table:a (x)"
    ),
    "change_column_null :a, :x, false": "schema.column.set_not_null table:a (x)",
    "change_column_null :a, :x, true": "schema.column.drop_not_null table:a (x)",
    "change_column_null :a, :x, false, 1": ("data.update table:a (x) where; schema.column.set_not_null table:a (x)"),
    "change_column_null :a, :x, null": "opaque.code",
    "change_column_default :a, :x, 1": "schema.column.set_default table:a (x) default",
    "change_column_default :a, :x, nil": "schema.column.drop_default table:a (x)",
    "change_column_default :a, :x, from: 1, to: 2": "schema.column.set_default table:a (x) default",
    "change_column_default :a, :x, value": (
        "schema.column.set_default table:a (x) default; opaque.dynamic; opaque.code"
    ),
    "change_table_comment :a, 'x'": "schema.comment table:a",
    "add_index :a, :x": "schema.index.create table:a (x) name=index_a_on_x",
    "add_index :a, [:x, 'y'], name: 'i', unique: true": "schema.index.create table:a (x, y) name=i unique",
    "add_index :a, :x, algorithm: :concurrently": (
        "schema.index.create_concurrent table:a (x) concurrently name=index_a_on_x"
    ),
    "remove_index :a, :x": "schema.index.drop index:index_a_on_x",
    "remove_index :a, name: :i, algorithm: :concurrently": "schema.index.drop_concurrent index:i concurrently",
    "remove_index :a, columns": "opaque.code",
    "rename_index :a, 'i', 'j'": "schema.index.rename index:i to=j",
    "add_foreign_key :a, :b": "schema.constraint.add table:a references=b type=foreign_key",
    "add_foreign_key :a, :b, validate: false": "schema.constraint.add_not_valid table:a references=b type=foreign_key",
    "remove_foreign_key :a, name: 'f'": "schema.constraint.drop table:a name=f type=foreign_key",
    "validate_foreign_key :a, :b": "schema.constraint.validate table:a references=b",
    "add_check_constraint :a, 'x > 0', name: 'c'": "schema.constraint.add table:a name=c type=check",
    "add_check_constraint :a, 'x > 0', validate: false": "schema.constraint.add_not_valid table:a type=check",
    "remove_check_constraint :a, name: 'c'": "schema.constraint.drop table:a name=c type=check",
    "validate_check_constraint :a, name: 'c'": "schema.constraint.validate table:a name=c",
    "add_reference :a, :b, index: false": "schema.column.add table:a (b_id) type=bigint",
    "enable_extension 'citext'": "schema.extension.create extension:citext",
    "disable_extension 'citext', force: :cascade": "schema.extension.drop extension:citext cascade",
    "create_enum :k, %w[a]": "schema.type.create type:k",
    "drop_enum :k": "schema.type.drop type:k",
    "rename_enum_value :k, from: 'a', to: 'b'": "schema.enum.rename_value type:k name=a to=b",
    "drop_schema :s": "schema.namespace.drop schema:s",
    "truncate :a": "data.truncate table:a",
    "execute 'DROP TABLE a'": "schema.table.drop table:a",
    "execute": "opaque.raw_sql",
    "update 'UPDATE a SET b = 1'": "data.update table:a (b) all",
    "A.connection.execute('TRUNCATE a')": "data.truncate table:a",
    "raw.execute('TRUNCATE a')": "opaque.code",
    "User.delete_all": "data.delete_all table:users all",
    "User.all.delete_all": "data.delete_all table:users all",
    "User.where(x: 1).delete_all": "data.delete table:users where",
    "User.where(x: drop).delete_all": "data.delete table:users where; opaque.code",
    "User.update_all(x: 1, y: 2)": "data.update table:users (x, y) all",
    "User.update_all(sql)": "data.update table:users all; opaque.code",
    "User.strange.delete_all": "opaque.code",
    "users.delete_all": "opaque.code",
    "User.delete(1)": "data.delete table:users where",
    "User.insert_all([])": "data.insert table:users",
    "User.upsert_all([])": "data.merge table:users",
    "User.destroy_all": "data.delete_all table:users all; opaque.code",
    "User.strange": "opaque.code",
    "User.find_each { |u| u.update_columns(x: 1) }": "data.update table:users (x) all",
    "User.where(y: 1).find_each { |u| u.update_column(:x, 1) }": "data.update table:users (x) where",
    "User.find_each { |u| u.strange }": "opaque.code",
    "User.strange.find_each { |u| u.delete }": "opaque.code; opaque.code",
    "safety_assured { drop_table :a }": "schema.table.drop table:a",
    "safety_assured do\n  drop_table :a\n  drop_table :b\nend": "schema.table.drop table:a; schema.table.drop table:b",
    "transaction { drop_table :a }": "schema.table.drop table:a",
    "A.transaction do\n  drop_table :a\nend": "schema.table.drop table:a",
    "strange { drop_table :a }": "opaque.code; schema.table.drop table:a maybe",
    "[:a, :b].each { |n| drop_table n }": "schema.table.drop table:a; schema.table.drop table:b",
    "names.each { |n| drop_table :a }": "opaque.code; schema.table.drop table:a maybe",
    "drop_table :a if x?": "opaque.code; schema.table.drop table:a maybe; opaque.code",
    "drop_table :a if table_exists?(:a)": "schema.table.drop table:a if_exists",
    "drop_table :a unless table_exists?(:a)": "schema.table.drop table:a if_not_exists maybe",
    "drop_table :a unless !table_exists?(:a)": "schema.table.drop table:a if_exists",
    "if table_exists?(:a)\n  drop_table :a\nelse\n  drop_table :b\nend": (
        "opaque.code; schema.table.drop table:a maybe; schema.table.drop table:b maybe"
    ),
    "drop_table :a if other.table_exists?(:a)": "opaque.code; schema.table.drop table:a maybe; opaque.code",
    "x? ? drop_table(:a) : drop_table(:b)": (
        "opaque.code; opaque.code; schema.table.drop table:a maybe; schema.table.drop table:b maybe"
    ),
    "x? && drop_table(:a)": "opaque.code; opaque.code; schema.table.drop table:a maybe",
    "begin\n  drop_table :a\nrescue\n  drop_table :b\nend": (
        "opaque.code; schema.table.drop table:a maybe; opaque.code; schema.table.drop table:b maybe"
    ),
    "begin\n  drop_table :a\nend": "schema.table.drop table:a",
    "while x?\n  drop_table :a\nend": "opaque.code; opaque.code; schema.table.drop table:a maybe",
    "return if x?": "opaque.code; opaque.code",
    "x = drop_table :a": "schema.table.drop table:a",
    "X.y = 1": "opaque.code",
    "$x = 1": "opaque.code",
    "send :drop_table, :a": "opaque.code",
    "`x`": "opaque.code",
    "helper": "opaque.code",
    "helper :a": "opaque.code",
    "-> { drop_table :a }.call": "opaque.code",
    "revert X": "opaque.code",
    "change_table(:a) { |t| t.remove :x }": "schema.column.drop table:a (x)",
    "change_table(:a) { |t| t.string :x, null: false }": "schema.column.add_required table:a (x) not_null type=string",
    "change_table(:a) { |t| t.rename :x, :y }": "schema.column.rename table:a (x) to=y",
    "change_table(:a) { |t| t.strange }": "opaque.code",
    "change_table(:a) { |t| t.remove x }": "opaque.code",
    "change_table(name) { |t| t.remove :x }": "opaque.code",
    "x = helper": "opaque.code",
    "x, @y = 1, drop_table(:a)": "opaque.code",
    "x, @y = 1, 2": "opaque.code",
    "x, y.z = 1": "opaque.code",
    "x[0] = 1": "opaque.code",
    "y.x += drop_table(:a)": "opaque.code; schema.table.drop table:a",
    "x += drop_table(:a)": "schema.table.drop table:a",
    "return drop_table(:a), drop_table(:b)": "schema.table.drop table:a; schema.table.drop table:b",
    "(drop_table :a; drop_table :b)": "schema.table.drop table:a; schema.table.drop table:b",
    "then { drop_table :a }": "schema.table.drop table:a",
    "yield_self { drop_table :a }": "schema.table.drop table:a",
    "tap { drop_table :a }": "schema.table.drop table:a",
    "disable_statement_timeout { drop_table :a }": "schema.table.drop table:a",
    "safety_assured": "opaque.code",
    "reversible": "opaque.code",
    "reversible { up { drop_table :a } }": "opaque.code; schema.table.drop table:a maybe",
    "change_table :a": "opaque.code",
    "self.connection.drop_table :a": "schema.table.drop table:a",
    "execute sql: 'DROP TABLE a'": "schema.table.drop table:a",
    "execute <<~A + <<~B\n  DROP\nA\n  TABLE a\nB": "schema.table.drop table:a",
    "case x\nin 1 then drop_table(:a)\nend": ("opaque.code; opaque.code; opaque.code; schema.table.drop table:a maybe"),
    "[:a].each { |n| n = :b; drop_table n }": "opaque.code",
    "[:a].each { |n| [:b].each { |n| drop_table n } }": "schema.table.drop table:b",
    "[[:a, :b]].each { |n, m| drop_table m }": "schema.table.drop table:b",
    "[[:a, :b]].each { |n| drop_table n }": "opaque.code",
    "%w[a].freeze.each { |n| drop_table n }": "schema.table.drop table:a",
    "%w[a].dup.each { |n| drop_table n }": "opaque.code; opaque.code",
    "%w[a].find_each { |n| drop_table n }": "opaque.code; opaque.code",
    "freeze.each { |n| drop_table n }": "opaque.code; opaque.code",
    "x = %i[a]\nx.each { |n| drop_table n }": "schema.table.drop table:a",
    "x = %i[a]\ny = x\ny.each { |n| drop_table n }": "opaque.code; opaque.code",
    "X = %i[a]\ny = X\ny.each { |n| drop_table n }": "opaque.code; opaque.code",
    "X = %i[a]\nX.each { |n| drop_table n }": "schema.table.drop table:a",
    "User.find_each { |u| u = Other.first; u.delete }": "opaque.code; opaque.code",
    "add_column :a, :x, :string, null: nil": "schema.column.add_required table:a (x) not_null type=string",
    "drop_table :a, if_exists: true": "schema.table.drop table:a if_exists",
    "drop_table :a, if_exists: false": "schema.table.drop table:a",
    "create_join_table :a, :b, force: true": "schema.table.drop table:a_b if_exists; schema.table.create table:a_b",
    "create_join_table :a, :b, temporary: true": "session.temp_table table:a_b",
    "create_join_table(:a, :b) { |t| t.string :x }": "schema.table.create table:a_b (x)",
    "create_join_table(:a, :b) { |t| drop_table :c }": "schema.table.create table:a_b; opaque.code",
    "drop_join_table :a, :b, if_exists: true, table_name: :c": "schema.table.drop table:c if_exists",
    "remove_column :a, :x, if_exists: true": "schema.column.drop table:a (x) if_exists",
    "change_column :a, :x, :text, null: false": (
        "schema.column.change_type table:a (x) type=text; schema.column.set_not_null table:a (x)"
    ),
    "change_column :a, :x, :text, default: nil": (
        "schema.column.change_type table:a (x) type=text; schema.column.drop_default table:a (x)"
    ),
    "change_column_null :a, :x, true, 1": "schema.column.drop_not_null table:a (x)",
    "change_column_null :a, :x, false, nil": "schema.column.set_not_null table:a (x)",
    "change_column_comment :a, :x, 'y'": "schema.comment table:a",
    "change_table(:a) { |t| t.column :x, :string }": ("schema.column.add table:a (x) type=string"),
    "change_table(:a) { |t| t.timestamps }": (
        "schema.column.add_required table:a (created_at) not_null type=datetime; "
        "schema.column.add_required table:a (updated_at) not_null type=datetime"
    ),
    "change_table(:a) { |t| t.references :b }": (
        "schema.column.add table:a (b_id) type=bigint; schema.index.create table:a (b_id)"
    ),
    "change_table(:a) { |t| t.belongs_to :b }": (
        "schema.column.add table:a (b_id) type=bigint; schema.index.create table:a (b_id)"
    ),
    "change_table(:a) { |t| t.remove_references :b }": ("schema.column.drop table:a (b_id)"),
    "change_table(:a) { |t| t.remove_belongs_to :b }": ("schema.column.drop table:a (b_id)"),
    "change_table(:a) { |t| t.remove_timestamps }": (
        "schema.column.drop table:a (created_at); schema.column.drop table:a (updated_at)"
    ),
    "change_table(:a) { |t| t.change :x, :text }": ("schema.column.change_type table:a (x) type=text"),
    "change_table(:a) { |t| t.change_default :x, 1 }": ("schema.column.set_default table:a (x) default"),
    "change_table(:a) { |t| t.change_null :x, true }": ("schema.column.drop_not_null table:a (x)"),
    "change_table(:a) { |t| t.index :x }": ("schema.index.create table:a (x) name=index_a_on_x"),
    "change_table(:a) { |t| t.remove_index :x }": ("schema.index.drop index:index_a_on_x"),
    "change_table(:a) { |t| t.rename_index :i, :j }": ("schema.index.rename index:i to=j"),
    "change_table(:a) { |t| t.foreign_key :b }": ("schema.constraint.add table:a references=b type=foreign_key"),
    "change_table(:a) { |t| t.remove_foreign_key :b }": ("schema.constraint.drop table:a type=foreign_key"),
    "change_table(:a) { |t| t.check_constraint 'x > 0' }": ("schema.constraint.add table:a type=check"),
    "change_table(:a) { |t| t.remove_check_constraint 'x > 0' }": ("schema.constraint.drop table:a type=check"),
    "change_table(:a) { |t| t.string :x, index: true }": (
        "schema.column.add table:a (x) type=string; schema.index.create table:a (x)"
    ),
    "change_table(:a) { |t| t.string :x, index: false }": ("schema.column.add table:a (x) type=string"),
    "change_table(:a) { |t| t.string :x, index: y }": (
        "schema.column.add table:a (x) type=string; schema.index.create table:a (x); opaque.code"
    ),
    "change_table(:a) { |t| t.string :x, :y }": (
        "schema.column.add table:a (x) type=string; schema.column.add table:a (y) type=string"
    ),
    "add_reference :a, :b, index: { algorithm: :concurrently, unique: false }": (
        "schema.column.add table:a (b_id) type=bigint; schema.index.create_concurrent table:a (b_id) concurrently"
    ),
    "add_reference :a, :b, index: { algorithm: :x, unique: true }": (
        "schema.column.add table:a (b_id) type=bigint; schema.index.create table:a (b_id) unique"
    ),
    "add_reference :a, :b, foreign_key: { validate: true }": (
        "schema.column.add table:a (b_id) type=bigint; "
        "schema.index.create table:a (b_id); "
        "schema.constraint.add table:a (b_id) references=bs type=foreign_key"
    ),
    "add_reference :a, :b, foreign_key: { validate: false }": (
        "schema.column.add table:a (b_id) type=bigint; "
        "schema.index.create table:a (b_id); "
        "schema.constraint.add_not_valid table:a (b_id) references=bs type=foreign_key"
    ),
    "add_reference :a, :b, index: false, foreign_key: { to_table: name }": (
        "schema.column.add table:a (b_id) type=bigint; "
        "schema.constraint.add table:a (b_id) type=foreign_key; "
        "opaque.code"
    ),
    "add_reference :a, :b, index: { **x }": ("schema.column.add table:a (b_id) type=bigint; opaque.code"),
    "add_reference :a, :b, index: { unique: }": ("schema.column.add table:a (b_id) type=bigint; opaque.code"),
    "add_reference :a, :b, index: false, foreign_key: false": ("schema.column.add table:a (b_id) type=bigint"),
    "add_reference :a, :b, index: false, type: :uuid, polymorphic: true": (
        "schema.column.add table:a (b_id) type=uuid; schema.column.add table:a (b_type) type=string"
    ),
    "add_index :a, :x, if_not_exists: true, unique: false, using: :gin": (
        "schema.index.create table:a (x) if_not_exists name=index_a_on_x using=gin"
    ),
    "add_index :a, [:x, 'lower(y)']": ("schema.index.create table:a (x) name=index_a_on_x"),
    "add_index :a, ['lower(x)']": ("schema.index.create table:a"),
    "remove_index :a, :x, if_exists: true": ("schema.index.drop index:index_a_on_x if_exists"),
    "remove_index :a, column: [:x, :y]": ("schema.index.drop index:index_a_on_x_and_y"),
    "add_foreign_key :a, :b, validate: true, column: :c": (
        "schema.constraint.add table:a (c) references=b type=foreign_key"
    ),
    "remove_foreign_key :a, column: :c, name: :f": ("schema.constraint.drop table:a (c) name=f type=foreign_key"),
    "validate_foreign_key :a, to_table: :b, name: :f, column: :c": (
        "schema.constraint.validate table:a (c) name=f references=b"
    ),
    "validate_foreign_key :a": ("schema.constraint.validate table:a"),
    "validate_check_constraint :a, 'c'": ("schema.constraint.validate table:a name=c"),
    "validate_constraint :a, 'c'": ("schema.constraint.validate table:a name=c"),
    "validate_check_constraint :a": ("schema.constraint.validate table:a"),
    "add_unique_constraint :a, [:x, :y], validate: false": (
        "schema.constraint.add_not_valid table:a (x, y) type=unique"
    ),
    "remove_unique_constraint :a, column: :x, name: 'u'": ("schema.constraint.drop table:a (x) name=u type=unique"),
    "remove_exclusion_constraint :a, name: 'e'": ("schema.constraint.drop table:a name=e type=exclusion"),
    "add_enum_value :k, 'v', if_not_exists: true": ("schema.enum.add_value type:k if_not_exists name=v"),
    "rename_enum :k, :l": ("schema.type.rename type:k to=l"),
    "rename_enum :k, to: :l": ("schema.type.rename type:k to=l"),
    "drop_enum :k, if_exists: true": ("schema.type.drop type:k if_exists"),
    "drop_schema :s, force: :cascade, if_exists: true": ("schema.namespace.drop schema:s cascade if_exists"),
    "truncate_tables :a, :b": ("data.truncate table:a; data.truncate table:b"),
    "add_timestamps :a, null: true, default: 1": (
        "schema.column.add table:a (created_at) default type=datetime; "
        "schema.column.add table:a (updated_at) default type=datetime"
    ),
    "add_column :a, :x, :string, if_not_exists: false": ("schema.column.add table:a (x) type=string"),
    "add_column :a, :x, :string, if_not_exists: true": ("schema.column.add table:a (x) if_not_exists type=string"),
    "add_column :a, :x, :string, as: 'y', null: false": (
        "schema.column.add table:a (x) generated not_null type=string"
    ),
    "add_check_constraint :a, 'x > 0', validate: true": ("schema.constraint.add table:a type=check"),
    "enable_extension :x, force: :x": ("schema.extension.create extension:x"),
    "add_column :a, :x, :string, null: false, default: y": (
        "schema.column.add table:a (x) default not_null type=string; opaque.dynamic; opaque.code"
    ),
    "drop_table :a, force: true": ("schema.table.drop table:a"),
    "create_table :a, force: false, if_not_exists: false": ("schema.table.create table:a"),
    "add_columns :a, :x, :y, type: :text, null: false": (
        "schema.column.add_required table:a (x) not_null type=text; "
        "schema.column.add_required table:a (y) not_null type=text"
    ),
    "remove_reference :a, :b, :c, polymorphic: true": (
        "schema.column.drop table:a (b_id); "
        "schema.column.drop table:a (b_type); "
        "schema.column.drop table:a (c_id); "
        "schema.column.drop table:a (c_type)"
    ),
    "remove_belongs_to :a, :b": ("schema.column.drop table:a (b_id)"),
    "add_column :a, :x, **y": ("opaque.code"),
    "add_column :a, :x, :string, y => 1": ("opaque.code"),
    "drop_table(*x)": ("opaque.code"),
    "drop_table(...)": ("opaque.code"),
    "add_column :a, :x, :string, null:": ("opaque.code"),
    "add_column(:a, :x, :string, { null: false })": ("schema.column.add_required table:a (x) not_null type=string"),
    "rename_column :a, :x": ("opaque.code"),
    "remove_index :a, ['x', y]": ("opaque.code"),
    "remove_index :a, []": ("opaque.code"),
    "add_columns :a, :x": ("schema.column.add table:a (x)"),
    "add_column :a, :x": ("opaque.code"),
    "change_column_null :a, :x, 1": ("opaque.code"),
    "change_column_default :a, :x": ("schema.column.drop_default table:a (x)"),
    "add_index :a, X": ("schema.index.create table:a"),
    "remove_index :a, X": ("opaque.code"),
    "create_table(:a) { |t| t.index [:x] }": ("schema.table.create table:a"),
    "create_table(:a) { |t| t.check_constraint 'x > 0' }": "schema.table.create table:a",
    "create_table(:a) { |t| t.exclusion_constraint 'x WITH =' }": "schema.table.create table:a",
    "create_table(:a) { |t| t.foreign_key [:x] }": ("schema.table.create table:a"),
    "create_table(:a) { |t| t.unique_constraint [:x] }": ("schema.table.create table:a"),
}
LEAVES_ALONE = (
    "say 'drop_table :a'",
    'puts "DROP TABLE a"',
    "# drop_table :a",
    "x = 1",
    "x = [:a]",
    "raise 'no'",
    "User.reset_column_information",
    "User.where(x: 1).count",
    "say User.count",
    "nil",
    "f = -> { 1 }",
    "x = 1 if table_exists?(:a)",
    "y = Time.now.utc",
    "x, @y = 1",
    "x, @y, Z = 1",
    "x = X.map { |a, (b, *c)| 1 }",
    "say <<~X\n  a \\n #{1}\nX",
    "say self.tables",
    "begin\n  1\nrescue X => e\n  2\nend",
    "begin\n  1\nrescue X, Y\n  2\nelse\n  3\nensure\n  4\nend",
    "nil;;nil",
    "x = 1 unless table_exists?(:a)",
    "1 + 2",
    "if table_exists?(:a)\n  1\nelse\n  2\nend",
    "adapter_name\nconnection\ndatabase_version\npostgresql_version\ntables\nputs",
    "raise",
    "fail",
    "x = X.map do |y|\n  y\nend",
    "execute ''",
)


BESIDE = {  # code that runs to make what a call is given, or is hidden where it is not called for
    "drop_table :b, x: drop": "schema.table.drop table:b; opaque.code",
    "drop_table :b, x: <<~X\n  #{drop}\nX": "schema.table.drop table:b; opaque.code",
    "execute 'DROP TABLE b', drop": "schema.table.drop table:b; opaque.code",
    "execute 'DROP TABLE b' + drop": "opaque.dynamic",
    "execute drop": "opaque.raw_sql",
    "transaction(drop) { drop_table :b }": "schema.table.drop table:b; opaque.code",
    "User.transaction(drop) { drop_table :b }": "schema.table.drop table:b; opaque.code",
    "drop.transaction { drop_table :b }": "schema.table.drop table:b; opaque.code",
    "drop.connection.drop_table :b": "schema.table.drop table:b; opaque.code",
    "(drop; User).connection.drop_table :b": "schema.table.drop table:b; opaque.code",
    "[drop].each { |n| drop_table :b }": "schema.table.drop table:b; opaque.code",
    "reversible(drop) { |dir| dir.up { drop_table :b } }": "schema.table.drop table:b; opaque.code",
    "reversible { |dir| dir.up(drop) { drop_table :b } }": "schema.table.drop table:b; opaque.code",
    "safety_assured { |x = drop| drop_table :b }": "schema.table.drop table:b; opaque.code",
    "safety_assured { |x: drop| drop_table :b }": "schema.table.drop table:b; opaque.code",
    "safety_assured { |x:| drop_table :b }": "schema.table.drop table:b",
    "create_table(:b, x: drop) { |t| t.string :x }": "schema.table.create table:b (x); opaque.code",
    "create_table(:b) { |t| t.string :x, default: drop }": (
        "schema.table.create table:b (x); opaque.dynamic; opaque.code"
    ),
    "create_table(:b) { |t| t.index drop }": "schema.table.create table:b; opaque.code",
    "create_table(:b) { |t = drop| t.string :x }": "schema.table.create table:b; opaque.code",
    "create_join_table(:a, :b) { |t| t.index drop }": "schema.table.create table:a_b; opaque.code",
    "change_table(:b, x: drop) { |t| t.remove :x }": "schema.column.drop table:b (x); opaque.code",
    "change_table(:b) { |t| t.remove :x, y: drop }": "schema.column.drop table:b (x); opaque.code",
    "User.where(drop).find_each { |u| u.delete }": "data.delete table:users where; opaque.code",
    "User.find_each(of: drop) { |u| u.delete }": "data.delete_all table:users all; opaque.code",
    "drop::User.delete_all": "data.delete_all table:users all; opaque.code",
    "User.update_all(<<~X)\n  #{drop}\nX": "data.update table:users all; opaque.code",
    "say <<~X\n  #{drop}\nX": "opaque.code",
    "x = <<~X\n  #{drop}\nX": "opaque.code",
    "User.where(<<~X).count\n  #{drop}\nX": "opaque.code",
    "x = X.map { |y = drop| 1 }": "opaque.code",
    "x = X.map(&drop)": "opaque.code",
    "x = ->(y = drop) { 1 }": "opaque.code",
    "x = [drop]": "opaque.code",
    "x = drop::X": "opaque.code",
    "x = X[drop]": "opaque.code",
    "x = /#{drop}/": "opaque.code",
    "x = { a: drop }": "opaque.code",
    "x = 1 << 2": "opaque.code",
    "x = 1\nx << 2": "opaque.code",
    "say 1 << 2": "opaque.code",
    "sql = 'SELECT 1'\nx = sql\nx << '; DROP TABLE a'\nexecute sql": "opaque.code; data.read",
    "down\ndown = 1": "opaque.code",
}


@pytest.mark.parametrize("body", BESIDE)
def test_code_beside_what_a_call_does(body: str) -> None:
    assert going_up(read(body)) == BESIDE[body]


def test_each_line_of_a_table_where_code_makes_something() -> None:
    body = "create_table :b do |t|\n  t.string :x, a: drop\n  t.string name, a: drop\n  t.string :y\nend"
    assert lines(read(body))[:3] == ("3 up schema.table.create table:b (x, y)", "5 up opaque.code", "4 up opaque.code")


@pytest.mark.parametrize("body", FINDS)
def test_finds(body: str) -> None:
    assert going_up(read(body)) == FINDS[body]


@pytest.mark.parametrize("body", LEAVES_ALONE)
def test_leaves_alone(body: str) -> None:
    assert going_up(read(body)) == ""


@pytest.mark.parametrize("sql", DESTROYS)
def test_sql_that_is_a_literal_is_read(sql: str) -> None:
    for written in exact_ruby(sql):
        assert DESTROYS[sql] in ids(read(f"execute {written}")), written


@pytest.mark.parametrize("sql", DESTROYS)
def test_sql_that_is_built_is_opaque_or_read(sql: str) -> None:
    for written in built_ruby(sql):
        found = ids(read(f"execute {written}"))
        assert DESTROYS[sql] in found or [id_ for id_ in found if id_.startswith("opaque.")], written


RUNS_IN_A_MODEL = (
    """belongs_to :x, optional: system("psql -c 'DROP TABLE users'")""",
    "enum status: connection.execute('DROP TABLE users')",
    "validates :x, presence: system('x')",
    "has_many :x, class_name: system('x')",
    "has_many :x, -> { where('wipe()') }",
    "private connection.execute('DROP TABLE users')",
    "private def x = system('x')",
    "include Evil",
    "include Module.new",
    "default_scope { connection.execute('DROP TABLE users'); all }",
    "default_scope { where('wipe()') }",
    "scope :a, -> { system('x') }",
    "scope :a, -> { where('wipe()') }",
)


@pytest.mark.parametrize("line", RUNS_IN_A_MODEL)
def test_a_model_of_its_own_that_runs_code(line: str) -> None:
    found = going_up(read("User.first", more=f"  class User < ApplicationRecord\n    {line}\n  end\n"))
    assert found == "opaque.code"


QUESTIONS = """
    table_exists column_exists index_exists foreign_key_exists check_constraint_exists view_exists extension_enabled nil
    blank present any none empty include exclude key has_key start_with end_with exists is_a respond_to production test
    supports_partial_index
"""


@pytest.mark.parametrize("word", QUESTIONS.split())
def test_questions_of_rails_and_ruby(word: str) -> None:
    assert going_up(read(f"say 'x' if X.{word}?(:a)")) == ""
    for other in (f"X.{word}!", f"X.my_{word}?(:a)", f"{word}_x?"):
        assert "opaque.code" in going_up(read(f"say 'x' if {other}")), other


def test_a_question_of_the_house_may_do_anything() -> None:
    for body in ("Tools.wipe?('users')", "wipe?", "wipe?(1)", "User.wipe?", "x = Tools.wipe?"):
        assert going_up(read(body)) == "opaque.code", body


READ_AS_SQL = (
    *("pluck('{}')", "pluck(:x, '{}')", "pick('{}')", "select('{}').to_a", "select(x: '{}')", "count('{}')"),
    *("sum('{}')", "minimum('{}')", "maximum('{}')", "where('{}')", "where('x = ? AND {}', 1)", "where(['{}'])"),
    *("where.not('{}')", "rewhere('{}')", "having('{}')", "find_by('{}')", "find_by!('{}')", "exists?(['{}'])"),
    *("order('{}')", "order(:x, '{}')", "order(['{}'])", "reorder('{}')", "group('{}')", "from('{}')", "pluck(:'{}')"),
    *("joins('JOIN {} ON true')", "left_joins('JOIN {} ON true')", "left_outer_joins('JOIN {} ON true')"),
    *("lock('{}')", "where(x: Arel.sql('{}'))", "merge(User.where('{}'))", "in_order_of(Arel.sql('{}'), [1])"),
    *("where('{}').first", "where('{}').any?", "where('x' + '{}')", "where('x' '{}')", "where(<<~X)\n  {}\nX"),
)


@pytest.mark.parametrize("call", READ_AS_SQL)
def test_a_function_of_the_house_in_a_query(call: str) -> None:
    for sql in ("wipe()", "wipe (1)", "wipe/**/()", "1); DROP TABLE a; --"):
        if sql != "1); DROP TABLE a; --" or "+" not in call:
            assert going_up(read(f"User.{call.format(sql)}")) == "opaque.code", sql


SQL_OF_QUERIES = {
    "where('x = ? AND lower(y) = :z', 1)": "",
    "where('x > ?', 1).first": "",
    "where('x IN (SELECT id FROM a WHERE b IS NULL)').count": "",
    "where(['x = ?', 1]).count": "",
    "where([]).count": "",
    "where('').count": "",
    "where('x::text = 1::text').count": "",
    "where('a.x' => 'wipe()').count": "",
    "where(x: 'wipe()').count": "",
    "select('count(*) AS n', :x, 'max(y)').group('x', :y).to_a": "",
    "order('x DESC NULLS LAST', y: :asc).first": "",
    "order(Arel.sql('lower(x)')).first": "",
    "order(Arel.sql('x DESC')).first": "",
    "where(Arel.sql('x = 1 AND y = 2')).first": "",
    "joins('JOIN b ON b.id = users.b_id').joins(:c, d: :e).count": "",
    "from('users u').pluck('u.x', %w[u.y])": "",
    "from('').count": "",
    "lock('FOR UPDATE').lock(true).first": "",
    "sum(:x)": "",
    "count": "",
    "where('%s()', 'wipe').count": "opaque.code",
    "where(['%s()', 'wipe']).count": "opaque.code",
    "where(['x = %s', 'wipe']).count": "opaque.code",
    "where(\"x = '?'\", 1).count": "opaque.code",
    "where('wip' 'e()').count": "opaque.code",
    "where('%s()' % 'wipe').count": "opaque.code",
    "where(format('%s()', 'wipe')).count": "opaque.code",
    "where('WIPE()'.downcase).count": "opaque.code",
    "where(TEXT).count": "opaque.code",
    'where("x = #{1}").count': "opaque.code",
    "pluck(*%w[x]).first": "opaque.code",
    "update_all('x = lower(y)')": "data.update table:users all",
    "update_all(['x = ?', 1])": "data.update table:users all",
    "update_all(x: 'wipe()')": "data.update table:users (x) all",
    "update_all('x = wipe()')": "data.update table:users all; opaque.code",
    "update_all(['x = wipe()'])": "data.update table:users all; opaque.code",
    "update_all('x = 1 WHERE y = 2')": "data.update table:users all; opaque.code",
    "delete_by('x = 1')": "data.delete table:users where",
    "delete_by('x = wipe()')": "data.delete table:users where; opaque.code",
    "where('wipe()').delete_all": "data.delete table:users where; opaque.code",
    "where('wipe()').find_each { |u| u.delete }": "data.delete table:users where; opaque.code",
}


@pytest.mark.parametrize("call", SQL_OF_QUERIES)
def test_sql_of_a_query(call: str) -> None:
    assert going_up(read(f"User.{call}")) == SQL_OF_QUERIES[call]


def test_sql_of_a_query_is_read_in_its_dialect() -> None:
    for dialect, told in (("postgres", ""), ("mysql", "opaque.code"), ("", "opaque.code")):
        for more in ("  class M < ApplicationRecord\n    scope :a, -> { where(\"x @> '{}'\") }\n  end\n", ""):
            text = text_of("nil" if more else "User.where(\"x @> '{}'\").count", "up", more)
            assert going_up(detect(Source(PATH, None, text.encode(), dialect=dialect), Context())) == told


def test_text_of_arel_that_is_run_is_told_where_it_runs() -> None:
    assert going_up(read("execute Arel.sql('SELECT wipe()')")) == "opaque.procedural"
    assert going_up(read("say Arel.sql('wipe()')")) == "opaque.code"
    assert going_up(read("x = Arel.sql('wipe()')")) == "opaque.code"


TABLES = {
    "User": "users",
    "::User": "users",
    "A::BigUser": "big_users",
    "Category": "categories",
    "Bus": "buses",
    "Box": "boxes",
    "Church": "churches",
    "Dish": "dishes",
    "Day": "days",
    "Key": "keys",
    "Taxiy": "taxiys",
    "Toy": "toys",
    "Guy": "guys",
}


@pytest.mark.parametrize("model", TABLES)
def test_the_usual_table_of_a_model(model: str) -> None:
    assert going_up(read(f"{model}.delete_all")) == f"data.delete_all table:{TABLES[model]} all"


ASKS = (
    "where not unscoped all joins left_joins left_outer_joins includes preload order eager_load select distinct group "
    "rewhere having limit offset readonly from reorder in_batches find_each find_in_batches each to_a first last take "
    "find find_by find_by! references lock none and merge in_order_of each_batch"
)
NARROW = "where find_by find find_by! rewhere having limit first last take"


@pytest.mark.parametrize("method", ASKS.split())
def test_what_makes_a_query(method: str) -> None:
    deleted = "data.delete table:users where" if method in NARROW.split() else "data.delete_all table:users all"
    assert going_up(read(f"User.{method}(1).delete_all")) == deleted
    assert going_up(read(f"User.{method} {{ 1 }}.delete_all")) == "opaque.code"


@pytest.mark.parametrize("kind", ["primary_key", "serial", "bigserial", "smallserial", "virtual"])
def test_a_type_that_fills_itself(kind: str) -> None:
    told = f"schema.column.add table:a (x) generated not_null type={kind}"
    assert going_up(read(f"add_column :a, :x, :{kind}, null: false")) == told


OWN_TABLE = {
    "self.table_name = 'x'": "data.delete_all table:x all",
    "self.table_name = :x": "data.delete_all table:x all",
    "self.inheritance_column = 'x'": "data.delete_all table:ms all",
    "self.table_name = X.name": "opaque.code; data.delete_all table:ms all",
    "self.table_name = %w[x]": "opaque.code; data.delete_all table:ms all",
    "x = 'x'": "opaque.code; data.delete_all table:ms all",
}


@pytest.mark.parametrize("line", OWN_TABLE)
def test_a_model_that_names_its_table(line: str) -> None:
    found = going_up(read("M.delete_all", more=f"  class M < ApplicationRecord\n    {line}\n  end\n"))
    assert found == OWN_TABLE[line]


CREATES = "3 up schema.table.create table:a"
BASES = {
    "ActiveRecord::Migration": CREATES,
    "ActiveRecord::Migration[7.1]": CREATES,
    "::ActiveRecord::Migration[7.1]": CREATES,
    "Gitlab::Database::Migration[2.2]": CREATES,
    "ActiveRecord::Migration[x]": f"1 up opaque.code {CREATES}",
    "A::ActiveRecord::Migration[7.1]": f"1 up opaque.code {CREATES}",
    "MyMigration": f"1 up opaque.code {CREATES}",
    "Base": "1 up opaque.code",
}


@pytest.mark.parametrize("base", BASES)
def test_what_a_migration_is_built_on(base: str) -> None:
    text = f"class X < {base}\n  def change\n    create_table :a\n  end\nend\n"
    assert " ".join(lines(detect(Source(PATH, None, text.encode(), dialect="postgres"), Context()))) == BASES[base]


BESIDE_CLASS = {
    "__END__\ndrop\n": "",
    "X\n": "",
    "# x\n": "",
    "X = 1\n": "",
    "require 'x'\n": "",
    "drop\n": "opaque.code",
    "def drop\nend\n": "opaque.code",
    "def self.drop\nend\n": "opaque.code",
    "def self.up\nend\n": "",
    "class Y\nend\n": "opaque.code",
    "module Y\nend\n": "opaque.code",
    "BEGIN { drop }\n": "opaque.code",
    "X.y = 1\n": "opaque.code",
    "X = drop\n": "opaque.code",
}


@pytest.mark.parametrize("text", BESIDE_CLASS)
def test_what_stands_beside_the_class(text: str) -> None:
    for whole in [text_of("nil") + text, *([] if "__END__" in text else [text + text_of("nil")])]:
        assert going_up(detect(Source(PATH, None, whole.encode(), dialect="postgres"), Context())) == BESIDE_CLASS[text]


def test_mistakes_in_the_ruby_are_told_up_to_twenty() -> None:
    for number in (1, 20, 21):
        text = text_of("nil") + "x = )\n" * number
        found = going_up(detect(Source(PATH, None, text.encode(), dialect="postgres"), Context()))
        assert found.count("opaque.unparsed") == min(number, 20), number


def test_a_file_that_cannot_be_read() -> None:
    found = detect(Source(PATH, None, b"#" * 2_000_001, dialect="postgres"), Context())
    assert found is not None and not found.accounted
    assert [(one.id, one.via) for one in found.operations] == [("opaque.unparsed", "rails")]
    assert "not read as Ruby: it is larger" in repr(found)


def test_what_is_no_migration() -> None:
    for text in ("X = ActiveRecord::Migration\n", "class X < Y\nend # ::Migration\n", "class X\nend\n"):
        assert detect(Source("a.rb", None, text.encode()), Context()) is None
    assert detect(Source("a.rb", None, text_of("drop_table :a").encode()), Context()) is not None
    assert detect(Source("a.rb\udcff", None, b"class X\nend\n"), Context()) is None


IRREVERSIBLE = (
    "truncate_tables :a",
    "create_schema :a",
    "drop_schema :a",
    "change_table_comment :a, from: 'x'",
    "change_table_comment :a, to: 'x'",
    "change_column_comment :a, :x, 'x'",
    "change_column_default :a, :x, to: 1",
    "change_column_default :a, :x, from: 1",
    "drop_table(:a) if x?",
    "remove_unique_constraint :a, name: 'x'",
    "reversible { |dir| execute 'SELECT 1' }",
    "change_table(:a) { |t| t.change :x, :text }",
    "connection.execute 'SELECT 1'",
    "remove_column :a, :x",
    "remove_columns :a, :x",
    "drop_table :a",
    "drop_table(:a, :b) { |t| t.string :x }",
    "change_column :a, :x, :text",
    "change_column_default :a, :x, 1",
    "change_table_comment :a, 'x'",
    "remove_index :a, name: 'x'",
    "remove_foreign_key :a, name: 'x'",
    "remove_check_constraint :a, name: 'x'",
    "drop_enum :x",
    "add_enum_value :x, 'y'",
    "execute 'SELECT 1'",
    "truncate :a",
    "change_table(:a) { |t| t.remove :x }",
    "safety_assured { execute 'SELECT 1' }",
)
REVERSIBLE = (
    "remove_column :a, :x, :string",
    "remove_columns :a, :x, type: :string",
    "drop_table(:a) { |t| t.string :x }",
    "change_column_default :a, :x, from: 1, to: 2",
    "change_table_comment :a, from: 'x', to: 'y'",
    "remove_index :a, :x",
    "remove_index :a, column: :x",
    "remove_foreign_key :a, :b",
    "remove_foreign_key :a, to_table: :b",
    "remove_check_constraint :a, 'x > 0'",
    "drop_enum :x, %w[a]",
    "add_column :a, :x, :string",
    "change_column_null :a, :x, false",
    "rename_enum_value :x, from: 'a', to: 'b'",
    "change_table(:a) { |t| t.remove :x, type: :string }",
    "reversible { |dir| dir.up { execute 'SELECT 1' } }",
    "up_only { execute 'SELECT 1' }",
    "change_column_comment :a, :x, from: 'x', to: 'y'",
    "remove_unique_constraint :a, :x",
    "create_table :a",
    "change_table(:a) { |t| t.string :x }",
    "reversible { |dir| dir.down { execute 'SELECT 1' } }",
)


@pytest.mark.parametrize("body", IRREVERSIBLE)
def test_what_change_cannot_take_back_is_told(body: str) -> None:
    assert "migration.pair.missing" in " ".join(lines(read(body, "change")))


@pytest.mark.parametrize("body", REVERSIBLE)
def test_what_it_can_is_not(body: str) -> None:
    assert "migration.pair.missing" not in " ".join(lines(read(body, "change")))


CLASS = {
    "  disable_ddl_transaction!\n": "schema.table.drop table:a no_transaction",
    "  private\n": "schema.table.drop table:a",
    "  X = 1\n": "schema.table.drop table:a",
    "  include Y\n": "opaque.code; schema.table.drop table:a",
    "  X = build\n": "opaque.code; schema.table.drop table:a",
    "  Y.z = 1\n": "opaque.code; schema.table.drop table:a",
    "  class M < ApplicationRecord\n  end\n": "schema.table.drop table:a",
    "  class M < ApplicationRecord\n    drop\n  end\n": "opaque.code; schema.table.drop table:a",
    "  def up2 = drop_table(:a)\n": "schema.table.drop table:a",
    "  def drop_table(name)\n  end\n": "opaque.code; opaque.code",
    "  def helper\n  end\n": "schema.table.drop table:a",
    "  def self.helper\n  end\n": "opaque.code; schema.table.drop table:a",
    **{
        f"  {line}\n": "opaque.code; schema.table.drop table:a"
        for line in (
            *(
                "X = 1.x",
                "X, y = 1, 2",
                "X::Y = 1",
                "@x = drop",
                "tag drop",
                "Y.tag :a",
                "private drop",
                "X = <<~Y\n#{drop}\nY",
            ),
            *("Y.connection.drop_table(:b).tag", "class M < drop; end", "class ::String; end", "class A::B; end"),
        )
    },
    **{
        f"  class M < A::B\n    {line}\n  end\n": "opaque.code; schema.table.drop table:a"
        for line in (
            *(
                "belongs_to Y.drop",
                "default_scope { drop }",
                "scope :a, -> { drop }",
                "Y.belongs_to :a",
                "x.y = 1",
                "y = 1",
            ),
            *("self.x = drop", "self.x(drop).y = 1", "self[0] = 1", "X = 1", "def self.x = 1", "drop"),
            *(
                "def name = drop",
                "def any? = drop",
                "def count = 1",
                "def where = 1",
                "def table_name = 1",
                "def delete = 1",
            ),
            *("def save = 1",),
        )
    },
    "  class M < A::B; self.x = 1; end\n": "schema.table.drop table:a",
    "  class M; end\n": "schema.table.drop table:a",
    "  x = 1\n": "schema.table.drop table:a",
    "  private :x\n  # y\n": "schema.table.drop table:a",
    "  def up(x)\n    drop_table :b\n  end\n": "schema.table.drop table:b; schema.table.drop table:a",
    "  def self.up\n    drop_table :b\n  end\n": "schema.table.drop table:b; schema.table.drop table:a",
    "  def up(x = drop)\n  end\n": "opaque.code; schema.table.drop table:a",
    "  def up(x: drop)\n  end\n": "opaque.code; schema.table.drop table:a",
    "  def up = drop_table(:b)\n": "schema.table.drop table:b; schema.table.drop table:a",
}
OWN = (
    "execute exec_migration migrate run connection method_missing reversible revert initialize announce write say puts "
    "name version respond_to? respond_to_missing? disable_ddl_transaction execution_strategy add_column truncate"
)


@pytest.mark.parametrize("name", OWN.split())
def test_a_method_that_takes_the_place_of_one_of_rails(name: str) -> None:
    assert going_up(read("drop_table :a", more=f"  def {name}\n  end\n")) == "opaque.code; schema.table.drop table:a"


@pytest.mark.parametrize("line", ["tables", "self.tables", "tables()", "x = tables", "say self.tables", "say tables"])
def test_a_method_of_the_file_may_do_anything(line: str) -> None:
    assert going_up(read(line, more="  def tables = drop\n")) == "opaque.code"


@pytest.mark.parametrize("more", CLASS)
def test_what_stands_beside_the_methods(more: str) -> None:
    assert going_up(read("drop_table :a", more=more)) == CLASS[more]


def test_of_a_released_migration_only_what_is_new() -> None:
    found = read("drop_table :a\ndrop_table :b", released=True, old="drop_table :a")
    assert lines(found) == ("4 up schema.table.drop table:b", "not all of it")


def test_a_file_that_went_does_nothing_by_itself() -> None:
    assert detect(Source(PATH, text_of("drop_table :a").encode(), None, True), Context()) is None


def test_lines_of_a_heredoc_are_those_of_the_file() -> None:
    found = read("execute <<~SQL\n  SELECT 1;\n\n  DROP TABLE a;\nSQL")
    assert lines(found)[:2] == ("4 up data.read", "6 up schema.table.drop table:a")


TYPES = (
    "string text integer bigint float decimal numeric datetime timestamp timestamptz time date binary blob boolean "
    "json jsonb uuid inet cidr macaddr citext hstore xml virtual primary_key enum tsvector tsquery interval money oid "
    "bit bit_varying point line lseg box path polygon circle ltree daterange numrange tsrange tstzrange int4range "
    "int8range serial bigserial smallint tinyint mediumtext longtext tinytext mediumblob longblob tinyblob "
    "unsigned_integer unsigned_bigint vector geometry geography st_point st_polygon bytea smallserial tinyinteger"
)


@pytest.mark.parametrize("kind", TYPES.split())
def test_a_column_of_every_type(kind: str) -> None:
    assert going_up(read(f"create_table(:a) {{ |t| t.{kind} :x }}")) == "schema.table.create table:a (x)"
    assert going_up(read(f"change_table(:a) {{ |t| t.{kind} :x }}")).startswith("schema.column.add table:a (x)")


QUIET = (
    "squish strip strip_heredoc freeze dup to_s to_sym to_i to_f to_a to_h chomp lstrip rstrip upcase downcase "
    "capitalize camelize underscore pluralize singularize tableize classify map join gsub sub format sprintf split "
    "keys values fetch now current today ago from_now utc iso8601 strftime days day hours hour minutes minute seconds "
    "second weeks week months month years year size length reverse sort uniq compact flatten reject zip index_by "
    "group_by to_set quote quote_table_name quote_column_name quote_string quoted_table_name adapter_name "
    "postgresql_version database_version env connection connection_config sql arel_table current_database table_name "
    "column_names primary_key name class id message zone lambda proc say puts raise require require_relative "
    "reset_column_information eq columns indexes foreign_keys tables check_constraints fail info warn logger debug "
    "where not unscoped all joins left_joins left_outer_joins includes preload order eager_load select distinct group "
    "rewhere having limit offset readonly from reorder in_batches find_each find_in_batches each to_a first last take "
    "find find_by find_by! references lock none and merge in_order_of each_batch count exists? any? none? empty? pluck "
    "ids sum minimum maximum pick table_exists?"
)


@pytest.mark.parametrize("method", QUIET.split())
def test_what_only_asks_or_builds_a_value_does_nothing(method: str) -> None:
    assert going_up(read(f"x = Thing.{method}(1)")) == ""
    assert going_up(read(f"x = Thing.{method}(drop)")) == "opaque.code"


VALUES = (
    *("1", "1.5", "1r", "2i", "nil", "true", "false", "self", "X", "X::Y", ":x", ':"x"', '"x"', "'x'", "%q(x)", "?x"),
    *("%w[x]", "%i[x]", "[1]", "{ a: 1 }", "{ :a => 1 }", "1..2", "/x/", "@x", "@@x", "$x", "X[1]", "!true", "-1"),
    *("1 + 2", "true ? 1 : 2", '"a" "b"', '"#{1}"', "(1)", "-> { 1 }", "->(x) { x }", "true && false", "not true"),
    *("<<~X\n  x\nX\n", "[*x]", "{ **x }", "X.map { |y| y }", "X.map { 1 }"),
    *(
        '"a\\n"',
        "X.map do 1; 2 end",
        "(1; 2)",
        "X.map(*[1], **{})",
        "X.map { next }",
        "X.map { break }",
        "X.map { redo }",
    ),
    *("-> do 1 end", "lambda { |y| 1 }", "proc do |y| 1 end", "X&.map(1)", "X.all.order(x: :y)"),
    *(
        "%w[a#{1}]",
        "%W[a#{1}]",
        "%I[a#{1}]",
        ':"a#{1}"',
        "/a#{1}\\n/",
        "[1, # y\n2]",
        "[true ? 1 : 2]",
        "X.map { retry }",
        "not(true)",
        "X[1..]",
    ),
    *(
        "<<~X\n  a\\n#{1}b\nX\n",
        "X.count",
        "X.any?",
        "X.html_safe",
        "X.itself",
        '"a#{X.name}b"',
        "X.find(1)[:x]",
        "1 == 2",
    ),
)


@pytest.mark.parametrize("value", VALUES)
def test_a_value_does_nothing(value: str) -> None:
    assert going_up(read(f"x = {value}")) == ""


ROWS = {
    "update_all(x: 1)": "data.update table:users (x) all",
    "touch_all": "data.update table:users all",
    "update_columns(x: 1)": "data.update table:users (x) all",
    "update_column(:x, 1)": "data.update table:users (x) all",
    "delete_all": "data.delete_all table:users all",
    "delete_by(x: 1)": "data.delete table:users where",
    "delete(1)": "data.delete table:users where",
    "delete": "data.delete_all table:users all",
    "insert({})": "data.insert table:users",
    "insert!({})": "data.insert table:users",
    "insert_all([])": "data.insert table:users",
    "insert_all!([])": "data.insert table:users",
    "upsert({})": "data.merge table:users",
    "upsert_all([])": "data.merge table:users",
    "destroy_all": "data.delete_all table:users all; opaque.code",
    "destroy_by(x: 1)": "data.delete table:users where; opaque.code",
    "destroy(1)": "data.delete table:users where; opaque.code",
    "destroy!": "data.delete_all table:users all; opaque.code",
    "update(x: 1)": "data.update table:users (x) all; opaque.code",
    "update!(x: 1)": "data.update table:users (x) all; opaque.code",
    "save": "data.update table:users all; opaque.code",
    "save!": "data.update table:users all; opaque.code",
    "create(x: 1)": "data.insert table:users; opaque.code",
    "create!(x: 1)": "data.insert table:users; opaque.code",
    "or(x).delete_all": "opaque.code",
    "find(1).delete": "data.delete table:users where",
    "find_by(x: 1).delete": "data.delete table:users where",
    "first.delete": "data.delete table:users where",
    "last.delete": "data.delete table:users where",
    "take.delete": "data.delete table:users where",
    "limit(1).delete_all": "data.delete table:users where",
    "where(x: 1).order(:y).delete_all": "data.delete table:users where",
    "delete_all { drop_table :x }": "opaque.code; schema.table.drop table:x maybe",
    "find_in_batches { |b| b.delete_all }": "data.delete_all table:users all",
    "in_batches { |b| b.update_all(x: 1) }": "data.update table:users (x) all",
    "each_batch { |b| b.delete_all }": "data.delete_all table:users all",
    "find_each { |a, b| a.delete }": "opaque.code; opaque.code",
    "find_each(&:delete)": "opaque.code",
}


@pytest.mark.parametrize("call", ROWS)
def test_rows_through_a_model(call: str) -> None:
    assert going_up(read(f"User.{call}")) == ROWS[call]


CHANGES = "concat replace insert prepend clear push append unshift merge <<"
NOT_ONE_VALUE = (  # after which a name may stand for another text than that of its one assignment
    *("sql = 'SELECT 2'", "sql += 'x'", "sql ||= 'x'", "sql, x = 'SELECT 2', 1", "x, sql = 1", "sql << 'x'"),
    *(
        "for sql in X do\nend",
        "for x, sql in X do\nend",
        "case X\nin sql then nil\nend",
        "case X\nin {sql:} then nil\nend",
    ),
    *("/(?<sql>.+)/ =~ X", "X.map { |sql| 1 }", "x = ->(sql) { 1 }", "sql.strip!", "sql.x.strip!", "sql[0] = 'x'"),
    *("begin\nrescue X => sql\nend", "X.map { |sql = 1| 1 }", "def x(sql)\nend"),
    *[
        f"sql.{method}('x')"
        for method in ["concat", "replace", "insert", "prepend", "clear", "push", "append", "unshift", "merge", "<<"]
    ],
)


@pytest.mark.parametrize("line", NOT_ONE_VALUE)
def test_a_name_with_more_than_one_value_is_not_plain(line: str) -> None:
    assert going_up(read("sql = 'SELECT 1'\nexecute sql")) == "data.read"
    assert "opaque.raw_sql" in going_up(read(f"sql = 'SELECT 1'\n{line}\nexecute sql"))
    assert "data.read" not in going_up(read(f"sql = 'SELECT 1'\n{line}\nexecute sql"))


def test_a_name_is_no_method_of_the_file() -> None:
    assert going_up(read("execute sql\nsql = 'SELECT 1'", more="  def sql = 'DROP TABLE a'\n")) == "opaque.raw_sql"


@pytest.mark.parametrize("line", ["X.find_by(sql)", "sql.strip", "x = sql + 'x'", "sql == 'x'", "x.y = sql"])
def test_a_name_that_is_only_asked_keeps_its_value(line: str) -> None:
    assert "data.read" in going_up(read(f"sql = 'SELECT 1'\n{line}\nexecute sql"))


ESCAPES = {
    r"\n": "\n",
    r"\t": "\t",
    r"\s": " ",
    r"\r": "\r",
    r"\e": "\x1b",
    r"\a": "\a",
    r"\b": "\b",
    r"\f": "\f",
    r"\v": "\v",
    r"\0": "\0",
    r"\q": "q",
    r"\\": "\\",
    r"\"": '"',
    r"\012": "\n",
    r"\412": "\n",
    r"\7": "\a",
    r"\x41": "A",
    r"\xa": "\n",
    r"\u0041": "A",
    r"\u{41}": "A",
    r"\u{41 a}": "A\n",
    r"\ud7ff": "\ud7ff",
    r"\ud800": "\ufffd",
    r"\ue000": "\ue000",
    r"\udfff": "\ufffd",
    r"\u{10ffff}": "\U0010ffff",
    r"\u{110000}": "\ufffd",
}
SINGLE = {
    '"a\\\nb"': "a    b",
    #  texts whose backslashes stand for themselves, but before the sign that ends them and before another
    "'a\\nb'": "a\\nb",
    "'a\\'b'": "a'b",
    "'a\\\\b'": "a\\b",
    "%q(a\\)b)": "a)b",
    "%q(a\\(b)": "a(b",
    "%q(a\\'b)": "a\\'b",
    "%q(E'\\\\\\'b)": "E'\\\\'b",
    ":'a\\'b'": "a'b",
}


def dropped(written: str) -> str:
    reading = read(f"drop_table {written}")
    assert reading is not None
    return reading.operations[0].object or reading.operations[0].id


@pytest.mark.parametrize("escape", ESCAPES)
def test_an_escape_is_the_character_it_stands_for(escape: str) -> None:
    assert dropped(f'"x{escape}y"') == f"table:x{ESCAPES[escape]}y"


@pytest.mark.parametrize("written", SINGLE)
def test_a_text_that_knows_no_escapes(written: str) -> None:
    assert dropped(written) == f"table:{SINGLE[written]}"


@pytest.mark.parametrize("escape", [r"\cj", r"\C-j", r"\M-j", r"\M-\C-j"])
def test_characters_of_control_are_not_plain(escape: str) -> None:
    assert going_up(read(f'execute "SELECT 1 --{escape}DROP TABLE a"')) == "opaque.raw_sql"


def test_a_word_with_a_blank_is_not_plain() -> None:
    assert going_up(read("%w[DROP\\ TABLE\\ a].each { |n| execute n }")) == "opaque.raw_sql"


DROP = "'DROP TABLE a'"
NESTED = {  # ways to write a text that may stand in each other, with how deep one of them is
    "to_s": lambda deep: DROP + ".to_s" * deep,
    "parentheses": lambda deep: "(" * deep + DROP + ")" * deep,
    "plus": lambda deep: "''+(" * (deep // 2) + DROP + ")" * (deep // 2),
    "Arel": lambda deep: "Arel.sql(" * deep + DROP + ")" * deep,
}


@pytest.mark.parametrize("way", NESTED)
def test_how_deep_a_text_may_stand_in_others(way: str) -> None:
    assert going_up(read(f"execute {NESTED[way](30)}")) == "schema.table.drop table:a"
    assert going_up(read(f"execute {NESTED[way](32)}")).startswith("opaque.")


def test_how_many_names_a_text_may_go_through() -> None:
    names = "\n".join([f"x0 = {DROP}", *[f"x{at + 1} = x{at}" for at in range(31)]])
    assert going_up(read(f"{names}\nexecute x29")) == "schema.table.drop table:a"
    assert going_up(read(f"{names}\nexecute x30")) == "opaque.raw_sql"
    assert going_up(read("x = x\nexecute x")) == "opaque.raw_sql"
    columns = names.replace(DROP, ":b")
    assert going_up(read(f"{columns}\nremove_index :a, x29")) == "schema.index.drop index:index_a_on_b"
    assert going_up(read(f"{columns}\nremove_index :a, x30")) == "opaque.code"
    assert going_up(read("x = [x]\nremove_index :a, x")) == "opaque.code"


SAME = "squish strip strip_heredoc freeze dup to_s chomp html_safe itself to_sym rstrip"
BUILDS = "format sprintf join gsub sub tr concat"


@pytest.mark.parametrize("method", SAME.split())
def test_what_gives_the_same_text(method: str) -> None:
    assert going_up(read(f"execute 'DROP TABLE a'.{method}")) == "schema.table.drop table:a"
    assert going_up(read(f"execute 'DROP TABLE a'.{method}('a')")) == "opaque.raw_sql"
    assert going_up(read(f"execute {method}")) == "opaque.raw_sql"


@pytest.mark.parametrize("method", BUILDS.split())
def test_what_makes_another_text(method: str) -> None:
    assert going_up(read(f"execute 'DROP TABLE a'.{method}('a')")) == "opaque.dynamic"


TEXTS = {
    "Arel.sql('DROP TABLE a')": "schema.table.drop table:a",
    "Arel.sql": "opaque.raw_sql",
    "Arel.other('DROP TABLE a')": "opaque.raw_sql",
    "Other.sql('DROP TABLE a')": "opaque.raw_sql",
    "sql('DROP TABLE a')": "opaque.raw_sql",
    ":'DROP TABLE a'": "schema.table.drop table:a",
    "1": "opaque.raw_sql",
    "%w[DROP]": "opaque.raw_sql",
    "'DROP TABLE a' - 'b'": "opaque.dynamic",
    "'DROP ' 'TABLE' ' a'": "schema.table.drop table:a",
    "()": "opaque.raw_sql",
}


@pytest.mark.parametrize("written", TEXTS)
def test_ways_to_write_a_text(written: str) -> None:
    assert going_up(read(f"execute({written})")) == TEXTS[written]


@pytest.mark.parametrize("number", [200, 201])
def test_how_many_turns_a_loop_may_have(number: int) -> None:
    names = ", ".join([f":a{at}" for at in range(number)])
    assert len(going_up(read(f"[{names}].each {{ |n| drop_table n }}")).split("; ")) == (200 if number == 200 else 2)


LEAVES_EARLY = ("return", "next", "break", "redo", "retry")


@pytest.mark.parametrize("word", LEAVES_EARLY)
def test_what_may_leave_early(word: str) -> None:
    dropped = "schema.table.drop table:a"
    assert going_up(read(f"[:a].each {{ |n| {word}; drop_table n }}")) == f"opaque.code; {dropped}"
    assert going_up(read(f"if table_exists?(:a)\n  drop_table :a\n  {word}\nend")) == f"opaque.code; {dropped} maybe"
    after = going_up(read(f"{word} if table_exists?(:a)\ndrop_table :a"))
    assert after == f"opaque.code; {dropped}{' maybe' if word == 'return' else ''}"


CONDITIONS = (
    *("if x\n{}\nend", "unless x\n{}\nend", "{} if x", "{} unless x", "x ? {} : 1", "x ? 1 : {}", "x && {}", "x || {}"),
    *("case x\nwhen 1 then {}\nend", "case x\nelse {}\nend", "case x\nin 1 then {}\nend", "while x\n{}\nend"),
    *("until x\n{}\nend", "for y in x do {} end", "{} while x", "{} until x", "{} rescue x", "x rescue {}"),
    *("if 1\nelsif x\n{}\nend", "if x\nelse\n{}\nend", "begin\n1\nrescue X\n{}\nend", "begin\n{}\nrescue X\nend"),
    *("begin\n1\nrescue X => e\n{}\nelse\n2\nensure\n3\nend", "begin\n1\nrescue X\n2\nensure\n{}\nend", "x and {}"),
)


@pytest.mark.parametrize("around", CONDITIONS)
def test_under_every_condition(around: str) -> None:
    found = going_up(read("x = 1\n" + around.replace("{}", "drop_table(:a)")))
    assert "schema.table.drop table:a maybe" in found and "opaque.code" in found
    assert set(found.split("; ")) == {"schema.table.drop table:a maybe", "opaque.code"}
    assert "down schema.table.drop table:a" in " ".join(
        lines(read("x = 1\n" + around.replace("{}", "drop_table(:a)"), "down"))
    ).replace("down schema.table.drop table:a maybe", "")


GUARDS = {
    "drop_table :a if table_exists?(:a)": "schema.table.drop table:a if_exists",
    "drop_table :a if !table_exists?(:a)": "schema.table.drop table:a if_not_exists maybe",
    "create_table :a unless table_exists?(:a)": "schema.table.create table:a if_not_exists",
    "create_table :a if table_exists?(:b)": "schema.table.create table:a if_exists maybe",
    "create_table :a while table_exists?(:a)": "opaque.code; schema.table.create table:a maybe",
    "table_exists?(:a) ? create_table(:a) : 1": "opaque.code; schema.table.create table:a maybe",
}


SQL_CALLS = (
    "execute exec_query exec_update exec_delete exec_insert select_all select_value select_values select_rows "
    "select_one update delete insert execute_batch"
)


@pytest.mark.parametrize("call", SQL_CALLS.split())
def test_every_call_that_runs_sql(call: str) -> None:
    assert going_up(read(f"{call} 'DROP TABLE a'")) == going_up(read(f"connection.{call}('DROP TABLE a')"))
    assert going_up(read(f"{call} 'DROP TABLE a'")) == "schema.table.drop table:a"


@pytest.mark.parametrize("body", GUARDS)
def test_asking_first_whether_it_is_there(body: str) -> None:
    assert going_up(read(body)) == GUARDS[body]


SETTINGS = (
    "disable_ddl_transaction!; disable_statement_timeout!; private; milestone '1'; tag :a; set_lock_timeout 1; "
    "restrict_gitlab_migration gitlab_schema: :a; enable_lock_retries!; skip_require_disable_ddl_transactions!; "
    "require 'a'; require_relative 'a'; disable_lock_timeout!; private_constant :A"
)
OF_MODEL = (
    "belongs_to :a; has_many :a; has_one :a; has_and_belongs_to_many :a; enum a: 1; scope :a; serialize :a; attribute "
    ":a; validates :a; private; store_accessor :a; default_scope { where(x: 1) }; self.table_name = 'x'; "
    "def x = 1; # x; scope :a, -> { where(x: 1) }"
)


@pytest.mark.parametrize("line", [line.strip() for line in SETTINGS.split(";")])
def test_settings_of_a_migration(line: str) -> None:
    assert "opaque" not in going_up(read("nil", more=f"  {line}\n"))


@pytest.mark.parametrize("line", OF_MODEL.split("; "))
def test_a_model_of_its_own(line: str) -> None:
    assert "opaque" not in going_up(read("nil", more=f"  class M < ApplicationRecord\n    {line}\n  end\n"))


SEEDS = [case.text.encode() for case in cases("rails")]


@pytest.mark.fuzz
@settings(max_examples=examples(20))
@given(
    st.sampled_from(SEEDS), st.integers(0, 2000), st.integers(0, 60), st.binary(max_size=12) | st.sampled_from(SEEDS)
)
def test_no_file_is_too_strange(seed: bytes, start: int, length: int, put: bytes) -> None:
    text = seed[:start] + put + seed[start + length :]

    def check() -> None:
        for path in (PATH, "a.rb"):
            found = detect(Source(path, seed, text, dialect="postgres"), Context())
            for one in found.operations if found is not None else ():
                assert one.id in TRAITS and 1 <= (one.line or 1) <= text.count(b"\n") + 1

    assert survived(check)  # the grammar of Ruby aborts on some texts


WORDS = "opclass algorithm order limit precision scale charset collation deferrable options"
MORE = "default using check generated as references constraint null unique primary identity"
RAW_SQL = (  # calls that hold SQL that is more than there is a place for
    *[f"add_index :a, :x, {word}: '1; DROP TABLE b'" for word in WORDS.split()],
    *[f"add_column :a, :x, 'text {word} y'" for word in MORE.split()],
    *[f"add_column :a, :x, 'text {word.upper()}'" for word in MORE.split()],
    "add_column :a, :x, :string, { limit: '1), DROP COLUMN y' }",
    "y = '1; DROP TABLE b'\nadd_index :a, :x, order: y",
    "add_index :a, :x, order: { x: :'DESC; DROP TABLE b' }",
    "remove_column :a, :x, 'text, DROP COLUMN y'",
    "remove_columns :a, :x, type: 'text, DROP COLUMN y'",
    "remove_check_constraint :a, 'purge()'",
    "remove_index :a, 'purge(x)', name: 'i'",
    "add_exclusion_constraint :a, 'purge(x) WITH =', where: '1) DROP', using: :gist",
    "change_column :a, :x, :string, type: 'text, DROP COLUMN y'",
    "change_column_default :a, :x, from: -> { 'purge()' }, to: 1",
    "add_belongs_to :a, :b, type: 'bigint, DROP COLUMN y'",
    "add_unique_constraint :a, :b, expression: 'purge()'",
    "add_unique_constraint :a, :b, check: 'purge()'",
    "create_join_table :a, :b, id: 'bigint, x text'",
    "create_table(:a) { |t| t.index 'purge(x)' }",
    "create_table(:a) { |t|\n  t.string :x, as: 'purge()'\n  t.string :y }",
    "create_table(:a) do |t| t.string :x, as: 'purge()' end",
    "create_table(:a) { |t| t.exclusion_constraint 'x WITH =); DROP TABLE b' }",
    "create_table(:a) { |t| t.references :b, type: 'bigint, DROP COLUMN y' }",
    "create_table(:a) { |t| t.belongs_to :b, type: 'bigint, DROP COLUMN y' }",
    "change_table(:a) { |t| t.change :x, 'text, DROP COLUMN y' }",
    "add_column :a, :x, 'text, DROP COLUMN y'",
    "add_column :a, :x, 'text DEFAULT purge(1)'",
    "add_column :a, :x, 'integer NOT NULL'",
    "add_column :a, :x, :string, limit: '1), DROP COLUMN y'",
    "add_columns :a, :x, :y, type: 'text, DROP COLUMN z'",
    "add_column :a, :x, :text, default: -> { '1; DROP TABLE b' }",
    "add_column :a, :x, :text, default: -> do 'purge()' end",
    "add_column :a, :x, :text, default: lambda { 'purge()' }",
    "bad = -> { 'purge()' }\nadd_column :a, :x, :text, default: bad",
    "add_column :a, :x, :uuid, default: 'purge()'",
    "add_column :a, :x, :virtual, type: :text, as: 'purge()', stored: true",
    "add_reference :a, :b, type: 'bigint, DROP COLUMN y'",
    "add_reference :a, :b, index: { where: 'purge()' }",
    "add_index :a, :x, where: '1); DROP TABLE b'",
    "add_index :a, :x, using: 'btree (x); DROP TABLE b'",
    "add_index :a, :x, order: { x: 'DESC); DROP TABLE b' }",
    "add_index :a, 'purge(x)'",
    "add_check_constraint :a, 'purge()', name: 'c'",
    "add_check_constraint :a, 'x > 0) NOT VALID, DROP COLUMN (y', name: 'c'",
    "add_exclusion_constraint :a, 'x WITH =); DROP TABLE b', using: :gist",
    "change_column :a, :x, :integer, using: 'purge()'",
    "change_column :a, :x, 'integer USING purge(1)'",
    "change_column_default :a, :x, -> { 'purge()' }",
    "change_column_default :a, :x, from: nil, to: -> { 'purge()' }",
    "create_table(:a) { |t| t.column :x, 'text, y text DEFAULT purge()' }",
    "create_table(:a) { |t| t.string :x, default: -> { 'purge()' } }",
    "create_table(:a) { |t| t.virtual :x, as: 'purge()' }",
    "create_table(:a) { |t| t.index :x, where: 'purge()' }",
    "create_table(:a) { |t| t.check_constraint 'purge()' }",
    "create_table :a, id: 'bigint, x text DEFAULT purge()'",
    "create_table :a, options: 'ENGINE=InnoDB; DROP TABLE b'",
    "change_table(:a) { |t| t.column :x, 'text, DROP COLUMN y' }",
    "change_table(:a) { |t| t.change_default :x, -> { 'purge()' } }",
    "change_table(:a) { |t| t.check_constraint 'purge()' }",
)
PLAIN_SQL = (
    "add_column :a, :x, :string, limit: 255, precision: 6, scale: 2, collation: 'de_DE.utf8'",
    "y = 'btree'\nadd_index :a, :x, using: y, algorithm: :concurrently",
    "add_index :a, [:x, :y], order: { x: :desc }",
    "y = 64\nadd_column :a, :x, :string, limit: y",
    "add_column :a, :x, :string, limit: 64.days",
    "create_table(:a) { |t| t.index %w[x y] }",
    "remove_index :a, :x",
    "rename_enum_value :k, from: 'a()', to: 'b() c'",
    "add_check_constraint :a, 'x > 0', validate: false",
    "change_column_default :a, :x, from: 'a', to: 'b'",
    "add_column :a, :x, :text, default: 'x'",
    "add_column :a, :x, 'character varying(255)'",
    "add_column :a, :x, 'numeric(10, 2)'",
    "add_column :a, :x, 'text[]'",
    "add_column :a, :x, 'timestamp(6) with time zone'",
    "add_column :a, :x, :datetime, default: -> { 'CURRENT_TIMESTAMP' }",
    "add_column :a, :x, :datetime, default: -> { 'CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)' }",
    "add_column :a, :x, :datetime, default: -> { 'now()' }",
    "add_column :a, :x, :uuid, default: 'gen_random_uuid()'",
    "add_column :a, :x, :text, default: 'a; b'",
    "add_column :a, :x, :text, array: true, default: []",
    "add_column :a, :x, :virtual, type: :text, as: 'lower(y)', stored: true",
    "add_index :a, 'lower(x) DESC'",
    "add_index :a, :x, where: 'y IS NULL', using: :gin, opclass: :gin_trgm_ops, order: { x: 'DESC NULLS LAST' }",
    "add_check_constraint :a, 'x > 0 AND y IN (1, 2)', name: 'c'",
    "add_exclusion_constraint :a, 'x WITH =, y WITH &&', using: :gist",
    "change_column :a, :x, :integer, limit: 4",
    "change_column_default :a, :x, from: nil, to: 1",
    "create_table :a, id: :uuid, options: 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4'",
)
CLOUDED = (
    'add_column :a, :x, :text, default: -> { "#{x}" }',
    "add_column :a, :x, :text, default: -> { y; 'now()' }",
    "add_column :a, :x, :text, default: ELSEWHERE",
    "add_column :a, :x, :text, default: A::B",
    "create_table :a, options: ELSEWHERE",
    "create_table :a, options: ELSEWHERE.fetch(:x)",
    "create_table :a, options: ['x', ELSEWHERE]",
    "create_table :a, options: @y",
    "y = X.fetch(:y)\ncreate_table :a, options: y",
    "create_table :a, options: <<~X\n  #{1}\nX",
    "add_index :a, :x, where: ELSEWHERE",
    "add_check_constraint :a, ELSEWHERE, name: 'c'",
)


def opaque(body: str, dialect: str) -> list[str]:
    return opaque_of(detect(Source(PATH, None, text_of(body).encode(), dialect=dialect), Context()))


(
    test_sql_inside_a_call_is_one_expression,
    test_plain_sql_inside_a_call_is_fine,
    test_sql_inside_a_call_that_is_no_literal,
) = sql_inside_calls(opaque, RAW_SQL, PLAIN_SQL, CLOUDED)
