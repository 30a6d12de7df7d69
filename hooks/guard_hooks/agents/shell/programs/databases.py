"""Clients of databases: a text that surely only asks. Of any other, a file, or what is read, nobody can tell.

What a view or an operator of the database does is not looked at; functions are, by their names.
"""

from __future__ import annotations

from guard_hooks.agents.shell.language.word import Word
from guard_hooks.agents.shell.programs.operands import computed, output
from guard_hooks.agents.shell.programs.options import given

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard_hooks.agents.shell.programs.running import Command
    from guard_hooks.agents.shell.reader import Reader

LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
SIGNS = frozenset("\t\n ,.()*=<>!+-/%|&:?~")
FIRST = frozenset({"select", "show", "explain", "describe", "desc", "values", "with", "table"})
# Words that do more than ask, wherever they stand
_WRITES = """
    alter analyse attach begin call checkpoint cluster commit comment copy create deallocate declare delete detach
    discard do drop dumpfile edit exec execute grant handler import insert install into kill listen load lock merge move
    notify optimize outfile pager pragma prepare purge reassign refresh reindex release rename repair reset restore
    revoke rollback savepoint security set shutdown signal source start stop system tee truncate unlisten update upsert
    use vacuum xa
"""
WRITES = frozenset(_WRITES.split())
# What a bracket may stand behind: words of the language, types, and functions that change nothing
_KNOWN = """
    all and any array as between by case char count decimal distinct else except exists explain filter from group
    having ilike in interval intersect is join lateral like limit not numeric offset on or order over partition select
    some then union unique using values varchar when where with within
    abs age array_agg array_length avg bool_and bool_or cast ceil char_length coalesce col_description concat
    concat_ws current_catalog current_database current_schema current_setting current_user date date_part date_trunc
    datetime dense_rank exp extract first_value floor format_type generate_series greatest group_concat
    has_table_privilege ifnull iif inet_server_addr instr isnull json_agg json_array_length json_build_object
    json_each json_extract json_object_agg jsonb_agg jsonb_array_elements jsonb_array_length jsonb_build_object
    jsonb_each jsonb_object_keys julianday lag last_value lead least left length ln lower lpad ltrim max md5 min mod
    month now nullif numrange obj_description pg_backend_pid pg_column_size pg_database_size pg_get_constraintdef
    pg_get_expr pg_get_functiondef pg_get_indexdef pg_get_viewdef pg_indexes_size pg_is_in_recovery
    pg_postmaster_start_time pg_relation_size pg_size_pretty pg_table_is_visible pg_table_size pg_total_relation_size
    pg_typeof position power quote_ident random rank regexp_matches regexp_replace replace right round row_number
    row_to_json rpad rtrim sign split_part sqrt strftime string_agg string_to_array substr substring sum table_name
    time timestamp to_char to_date to_json to_jsonb to_number to_regclass to_timestamp total translate trim trunc
    typeof unnest upper user version week year
"""
KNOWN = frozenset(_KNOWN.split())
PRAGMAS = frozenset(
    {"database_list", "foreign_key_list", "index_info", "index_list", "integrity_check", "quick_check", "table_info"}
    | {"table_list", "table_xinfo"}
)
# Commands of psql and of sqlite3, and what may stand behind them
OF_PSQL = frozenset({"conninfo", "encoding", "l", "l+", "list", "z", "dp", "?", "h", "timing", "x", "sf", "sf+", "sv"})
OF_SQLITE = frozenset(
    {".databases", ".dbinfo", ".fullschema", ".headers", ".indexes", ".indices", ".mode", ".nullvalue"}
    | {".schema", ".show", ".stats", ".tables", ".timer", ".version", ".width", ".dump"}
)
ARGUMENT = LETTERS | frozenset(' .*?"$%+-')
# Options with a value, and those without, with which a client only asks
PSQL = ("h p U d F R host port username dbname field-separator record-separator", "c command",
        "o output L log-file",
        "t A x w W q X l E e b n 1 tuples-only no-align expanded no-password quiet no-psqlrc list csv")  # fmt: skip
MYSQL = ("u h P D S user host port database socket", "e execute", "",
         "N B t s v r skip-column-names batch table silent vertical raw p password ssl")  # fmt: skip
SQLITE = frozenset(
    {"header", "noheader", "csv", "column", "json", "line", "list", "readonly", "box", "table", "markdown", "batch"}
    | {"bail", "html", "quote", "tabs", "safe"}
)
REDIS = frozenset(
    {"dbsize", "echo", "exists", "get", "hexists", "hget", "hgetall", "hkeys", "hlen", "hmget", "hvals", "info", "keys"}
    | {"lastsave", "lindex", "llen", "lrange", "mget", "ping", "pttl", "scan", "scard", "sismember", "smembers"}
    | {"sscan", "strlen", "time", "ttl", "type", "xlen", "xrange", "zcard", "zcount", "zrange", "zscore", "getrange"}
)
REDIS_TWO = frozenset({"client-list", "config-get", "memory-usage", "memory-stats", "slowlog-get", "object-encoding"})
UNTOLD = "what it has a database do cannot be told"


def asks(text: str) -> bool:
    """Whether a text of SQL surely only asks."""
    words = _words(text.strip().rstrip(";").rstrip())
    return bool(words) and all([_asks(one) for one in words])


def _asks(words: list[str]) -> bool:
    """One statement: its words, and brackets."""
    plain = [word for word in words if word not in "()."]
    if not plain or plain[0] not in FIRST or not WRITES.isdisjoint(plain):
        return False
    if plain[0] in ("explain", "with") and "select" not in plain and "values" not in plain:
        return False
    called = [(words[max(at - 2, 0)], words[at - 1]) for at, word in enumerate(words) if word == "(" and at]
    return all([before != "." and (word in "()" or word in KNOWN or _named(words, word)) for before, word in called])


def _named(words: list[str], word: str) -> bool:
    """`with NAME(columns) as`."""
    return words[0] == "with" and words[1:2] == [word] and "as" in words


def _words(text: str) -> list[list[str]]:
    """The statements of a text, each as its words and brackets; nothing where something is odd."""
    statements: list[list[str]] = [[]]
    at = 0
    while at < len(text):
        char = text[at]
        if char in LETTERS:
            end = at
            while end < len(text) and text[end] in LETTERS:
                end += 1
            statements[-1].append(text[at:end].lower())
            at = end
        elif char in "'\"`":
            end = text.find(char, at + 1)
            if end < 0 or "\\" in text[at:end] or text[end + 1 :].lstrip()[:1] == "(":
                return []
            statements[-1].append("=")  # a text, or the name of a column
            at = end + 1
        elif char == ";":
            statements.append([])
            at += 1
        elif char not in SIGNS or text.startswith(("--", "/*"), at):
            return []
        else:
            statements[-1] += [char] if char in "()." else []
            at += 1
    return statements


def psql(reader: Reader, name: str, command: Command) -> None:
    """psql: with a text, or a command that describes."""
    takes, texts, out, flags = PSQL
    found = given(command.args, f"{takes} {texts} {out}")
    computed(reader, name, found)
    for value in found.value(out):
        output(reader, name, value)
        if value.text[:1] == "|":
            reader.cannot(UNTOLD)
    told = found.value(texts)
    plain = all([option in f"{takes} {texts} {out} {flags}".split() for option, _ in found.options])
    listed = found.has("l list")
    if not plain or not (told or listed) or not all([_psql(value) for value in told]):
        reader.cannot(UNTOLD)


def _psql(value: Word) -> bool:
    text = value.text.strip()
    if not value.known():
        return False
    if text[:1] != "\\":
        return asks(text)
    first, _, rest = text[1:].partition(" ")
    described = first[:1] == "d" and set(first) <= LETTERS | {"+"}
    return (described or first in OF_PSQL) and set(rest) <= ARGUMENT


def mysql(reader: Reader, name: str, command: Command) -> None:
    """mysql: with a text in one line, for its client has commands of its own at the beginning of each."""
    takes, texts, _, flags = MYSQL
    found = given(command.args, f"{takes} {texts}", glued="p")
    computed(reader, name, found)
    told = found.value(texts)
    plain = all([option in f"{takes} {texts} {flags}".split() for option, _ in found.options])
    if (
        not plain
        or not told
        or not all([value.known() and "\n" not in value.text and asks(value.text) for value in told])
    ):
        reader.cannot(UNTOLD)


def sqlite(reader: Reader, name: str, command: Command) -> None:
    """sqlite3: a file, and texts behind it."""
    from guard_hooks.agents.shell.programs.steering import place

    words, reads = list(command.args), False
    while words and words[0].plain()[:1] == "-" and words[0].plain().lstrip("-") in SQLITE:
        reads = words.pop(0).text.lstrip("-") == "readonly" or reads
    for word in words[:1]:
        place(reader, name, word)
        if not reads and word.known() and word.text not in ("", ":memory:"):
            reader.makes(word, name)
    file = words[0].plain() if words else "-"
    texts = words[1:]
    if file[:1] in ("-", "\0") or file[:5] == "file:" or not texts or not all([_sqlite(word) for word in texts]):
        reader.cannot(UNTOLD)


def _sqlite(word: Word) -> bool:
    text = word.text.strip()
    if not word.known() or "\n." in text:
        return False
    first, _, rest = text.partition(" ")
    if text[:1] == ".":
        return first in OF_SQLITE and set(rest) <= ARGUMENT
    if first.lower() == "pragma":
        rest = rest.rstrip("; ")
        return rest.partition("(")[0].lower() in PRAGMAS and set(rest) <= LETTERS | set("()")
    return asks(text)


def redis(reader: Reader, name: str, command: Command) -> None:
    """redis-cli: with a word that asks."""
    found = given(command.args, "h p a n u user", first=True)
    computed(reader, name, found)
    words = [word.plain().lower() for word in found.operands]
    flags = {option for option, _ in found.options} <= {
        *"hpanu",
        "user",
        "raw",
        "json",
        "csv",
        "no-auth-warning",
        "tls",
    }
    if not flags or not words or (words[0] not in REDIS and "-".join(words[:2]) not in REDIS_TWO):
        reader.cannot(UNTOLD)


DATABASES: dict[str, Callable[[Reader, str, Command], None]] = {
    "psql": psql, "mysql": mysql, "mariadb": mysql, "sqlite3": sqlite, "redis-cli": redis, "valkey-cli": redis,
}  # fmt: skip
