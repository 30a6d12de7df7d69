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
    "drop_table :a if x?": "opaque.code; schema.table.drop table:a maybe",
    "drop_table :a if table_exists?(:a)": "schema.table.drop table:a if_exists",
    "drop_table :a unless table_exists?(:a)": "schema.table.drop table:a if_not_exists maybe",
    "drop_table :a unless !table_exists?(:a)": "schema.table.drop table:a if_exists",
    "if table_exists?(:a)\n  drop_table :a\nelse\n  drop_table :b\nend": (
        "opaque.code; schema.table.drop table:a maybe; schema.table.drop table:b maybe"
    ),
    "drop_table :a if other.table_exists?(:a)": "opaque.code; schema.table.drop table:a maybe; opaque.code",
    "x? ? drop_table(:a) : drop_table(:b)": (
        "opaque.code; schema.table.drop table:a maybe; schema.table.drop table:b maybe"
    ),
    "x? && drop_table(:a)": "opaque.code; schema.table.drop table:a maybe",
    "begin\n  drop_table :a\nrescue\n  drop_table :b\nend": (
        "opaque.code; schema.table.drop table:a maybe; opaque.code; schema.table.drop table:b maybe"
    ),
    "begin\n  drop_table :a\nend": "schema.table.drop table:a",
    "while x?\n  drop_table :a\nend": "opaque.code; schema.table.drop table:a maybe",
    "return if x?": "opaque.code",
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
    "execute ''",
)


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


IRREVERSIBLE = (
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
}


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


SQL_CALLS = (
    "execute exec_query exec_update exec_delete exec_insert select_all select_value select_values select_rows "
    "select_one update delete insert execute_batch"
)


@pytest.mark.parametrize("call", SQL_CALLS.split())
def test_every_call_that_runs_sql(call: str) -> None:
    assert going_up(read(f"{call} 'DROP TABLE a'")) == going_up(read(f"connection.{call}('DROP TABLE a')"))
    assert going_up(read(f"{call} 'DROP TABLE a'")) == "schema.table.drop table:a"


SETTINGS = (
    "disable_ddl_transaction!; disable_statement_timeout!; private; milestone '1'; tag :a; set_lock_timeout 1; "
    "restrict_gitlab_migration gitlab_schema: :a; enable_lock_retries!; skip_require_disable_ddl_transactions!; "
    "require 'a'; require_relative 'a'; disable_lock_timeout!; private_constant :A"
)
OF_MODEL = (
    "belongs_to :a; has_many :a; has_one :a; has_and_belongs_to_many :a; enum a: 1; scope :a; serialize :a; attribute "
    ":a; validates :a; private; store_accessor :a; default_scope { x }; include A; self.table_name = 'x'; def x = 1"
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


RAW_SQL = (  # calls that hold SQL that is more than there is a place for
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
    "add_index :a, :x, where: ELSEWHERE",
    "add_check_constraint :a, ELSEWHERE, name: 'c'",
)


def opaque(body: str, dialect: str) -> list[str]:
    reading = detect(Source(PATH, None, text_of(body).encode(), dialect=dialect), Context())
    return [id_ for id_ in ids(reading) if id_.startswith("opaque.")]


@pytest.mark.parametrize("dialect", ["postgres", ""])
@pytest.mark.parametrize("body", RAW_SQL)
def test_sql_inside_a_call_is_one_expression(body: str, dialect: str) -> None:
    assert set(opaque(body, dialect)) == {"opaque.raw_sql"}


@pytest.mark.parametrize("dialect", ["postgres", ""])
@pytest.mark.parametrize("body", PLAIN_SQL)
def test_plain_sql_inside_a_call_is_fine(body: str, dialect: str) -> None:
    assert not opaque(body, dialect)


@pytest.mark.parametrize("body", CLOUDED)
def test_sql_inside_a_call_that_is_no_literal(body: str) -> None:
    assert "opaque.dynamic" in opaque(body, "postgres")
