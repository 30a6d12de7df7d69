"""Ruby that only asks and builds values: read, it is known to change nothing. All other code may do anything."""

from __future__ import annotations

from guard import syntax
from guard.frameworks import rails_query
from guard.frameworks.rails_data import ASKS, READS
from guard.frameworks.ruby import Ruby, parts, place
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.frameworks.rails_data import Rows
    from guard.syntax import Node

LEAVES = frozenset(
    (
        *("integer", "float", "nil", "true", "false", "self", "constant", "simple_symbol", "hash_key_symbol", "string"),
        *("instance_variable", "class_variable", "global_variable", "scope_resolution", "array", "hash", "pair"),
        *(
            "string_array",
            "symbol_array",
            "bare_string",
            "bare_symbol",
            "range",
            "regex",
            "chained_string",
            "character",
        ),
        *("delimited_symbol", "string_content", "escape_sequence", "interpolation", "element_reference", "unary"),
        *("conditional", "argument_list", "splat_argument", "hash_splat_argument", "parenthesized_statements"),
        *("heredoc_content", "heredoc_end", "rational", "complex", "lambda", "block", "block_body", "do_block"),
        "body_statement",
        *("break", "next", "redo", "retry", "empty_statement", "uninterpreted", "exception_variable", "exceptions"),
    )
)
VALUES = frozenset(  # methods of values that give another
    (
        *("squish", "strip", "strip_heredoc", "freeze", "dup", "to_s", "to_sym", "to_i", "to_f", "to_h", "chomp"),
        *("lstrip", "rstrip", "upcase", "downcase", "capitalize", "camelize", "underscore", "pluralize", "singularize"),
        *(
            "tableize",
            "classify",
            "map",
            "join",
            "gsub",
            "sub",
            "format",
            "sprintf",
            "split",
            "keys",
            "values",
            "fetch",
        ),
        *("now", "current", "today", "ago", "from_now", "utc", "iso8601", "strftime", "days", "day", "hours", "hour"),
        *("minutes", "minute", "seconds", "second", "weeks", "week", "months", "month", "years", "year", "size"),
        *("length", "reverse", "sort", "uniq", "compact", "flatten", "reject", "zip", "index_by", "group_by", "to_set"),
        *("quote", "quote_table_name", "quote_column_name", "quote_string", "quoted_table_name", "adapter_name"),
        *("postgresql_version", "database_version", "env", "connection", "connection_config", "sql", "arel_table"),
        *("current_database", "table_name", "column_names", "primary_key", "name", "class", "id", "message", "zone"),
        *("lambda", "proc", "say", "puts", "raise", "require", "require_relative", "reset_column_information", "eq"),
        *("html_safe", "itself"),
        *(
            "columns",
            "indexes",
            "foreign_keys",
            "tables",
            "check_constraints",
            "fail",
            "info",
            "warn",
            "logger",
            "debug",
        ),
    )
)
_QUESTIONS = """
    table_exists column_exists index_exists index_name_exists foreign_key_exists check_constraint_exists
    constraint_exists unique_constraint_exists exclusion_constraint_exists view_exists materialized_view_exists
    data_source_exists schema_exists type_exists sequence_exists function_exists trigger_exists extension_enabled
    extension_available extension_exists foreign_table_exists index_valid reverting transaction_open mariadb exists
    supports_ddl_transactions supports_json supports_views supports_materialized_views supports_comments
    supports_extensions supports_foreign_keys supports_check_constraints supports_partial_index
    supports_expression_index supports_index_include supports_datetime_with_precision supports_savepoints
    nil blank present any none empty one many all include exclude member key has_key value has_value start_with
    end_with starts_with ends_with match casecmp zero positive negative even odd integer finite between cover
    is_a kind_of instance_of respond_to eql equal frozen block_given const_defined method_defined defined
    intersect subset superset disjoint new_record persisted has_attribute column_for_attribute
    production development test staging local
"""
QUESTIONS = frozenset([word + "?" for word in _QUESTIONS.split()])  # of Ruby and of Rails: others may do anything
BARE = ("adapter_name", "connection", "database_version", "postgresql_version", "raise", "fail", "puts", "tables")
SIDE = ("<<",)
PARAMETERS = ("block_parameters", "lambda_parameters", "method_parameters")
FILLED = ("optional_parameter", "keyword_parameter")  # code may make what stands for one that is not given


class Around(NamedTuple):
    """What is known where a statement stands."""

    ruby: Ruby
    change: bool  # in `change`, which runs backwards too
    methods: frozenset[str]  # that the file itself defines: a call of one is no call of Rails
    bound: frozenset[str]  # variables
    tables: dict[str, str]  # models whose table the file names
    rows: dict[str, Rows]  # variables that hold rows
    turns: str = ""  # the variable of `reversible`
    dialect: str = ""


def inert(node: Node | None, around: Around) -> bool:
    """Whether an expression only asks and builds."""
    if node is None:
        return True
    kind = node.kind()
    if kind == "identifier":
        name = node.text()
        known = name in around.bound or name in around.ruby.names or name in BARE
        return known and name not in around.methods
    if kind == "call":
        return _asks(node, around)
    if kind == "binary":
        return (node.field("operator") or node).text() not in SIDE and _all(node, around)
    if kind in PARAMETERS:
        return not [one for one in syntax.walk(node) if one.kind() in FILLED and one.field("value") is not None]
    if kind == "heredoc_beginning":
        body = around.ruby.file.bodies.get(place(node))
        return body is not None and _all(body, around)
    return kind in LEAVES and _all(node, around)


def _all(node: Node, around: Around) -> bool:
    return all([inert(one, around) for one in parts(node)])


def _asks(node: Node, around: Around) -> bool:
    """A call whose receiver, arguments and block are inert, of a method that changes nothing."""
    method, receiver = node.field("method"), node.field("receiver")
    if method is None or not inert(receiver, around):
        return False
    name = method.text()
    if (receiver is None or receiver.kind() == "self") and name in around.methods:
        return False
    if not quiet(name) or not rails_query.plain(node, around.ruby, around.dialect):
        return False
    return inert(node.field("arguments"), around) and inert(node.field("block"), around)


def quiet(method: str) -> bool:
    """Whether a method is taken to change nothing, by its name."""
    return method in VALUES or method in READS or method in ASKS or method in QUESTIONS
