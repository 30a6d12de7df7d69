"""Which dialect the SQL of a file is written in: by what is declared, never by which reader happens to accept it.

In this order: what the policy says; a whole part of a folder or file name; a setting beside the file. A part is what
stands between slashes, dots, hyphens and underscores in a folder, and between dots in a file's own name. Two parts
that say different things say nothing. Of settings only whole lines that can mean nothing else are read.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.reading import Source

OTHER = "other"
_PARTS = {
    "postgres": "postgres postgresql pg pgsql psql timescale timescaledb",
    "mysql": "mysql mariadb mysql8",
    "sqlite": "sqlite sqlite3",
    OTHER: "clickhouse cockroach cockroachdb crdb mssql sqlserver tsql oracle snowflake bigquery redshift cassandra "
    "cql spanner db2 duckdb trino ydb vertica tidb",
}
BY_PART = {part: dialect for dialect, parts in _PARTS.items() for part in parts.split()}
_WORD = r"[\"']?(\w+)[\"']?"
_PRISMA = re.compile(r"^[ \t]*provider[ \t]*=[ \t]*\"(\w+)\"[ \t]*(?:(?://|\#).*)?$", re.M)
_SETTINGS = {
    "migration_lock.toml": _PRISMA,
    "schema.prisma": _PRISMA,
    "database.yml": re.compile(rf"^[ \t]*adapter:[ \t]*{_WORD}[ \t]*(?:\#.*)?$", re.M),
    "alembic.ini": re.compile(r"^sqlalchemy\.url[ \t]*=[ \t]*([A-Za-z0-9]+)(?:\+\w+)?://.*$", re.M),
    "sqlc.yaml": re.compile(rf"^[ \t-]*engine:[ \t]*{_WORD}[ \t]*(?:\#.*)?$", re.M),
    "dbconfig.yml": re.compile(rf"^[ \t]*dialect:[ \t]*{_WORD}[ \t]*(?:\#.*)?$", re.M),
    "flyway.conf": re.compile(r"^flyway\.url[ \t]*=[ \t]*jdbc:(\w+):.*$", re.M),
    "flyway.toml": re.compile(r"^[ \t]*url[ \t]*=[ \t]*[\"']jdbc:(\w+):.*$", re.M),
}
_SETTINGS["sqlc.yml"] = _SETTINGS["sqlc.yaml"]
BESIDE = tuple(_SETTINGS)  # names of files that may stand beside migrations, or in a folder above them
_PROVIDERS = {**BY_PART, "mysql2": "mysql", "trilogy": "mysql", "postgis": "postgres"}


def dialect_of(source: Source) -> str:
    """The dialect of a changed file; "" where nothing says it, "other" where it is one that guard does not read."""
    return source.dialect or of_path(source.path) or of_settings(source.beside)


def of_path(path: str) -> str:
    """What the names of folders and file say."""
    *folders, name = path.lower().split("/")
    parts = [part for folder in folders for part in re.split(r"[-_.]", folder)]
    said = {BY_PART[part] for part in [*parts, *name.split(".")] if part in BY_PART}
    return said.pop() if len(said) == 1 else ""


def of_settings(beside: tuple[tuple[str, bytes], ...]) -> str:
    """What settings beside the file say, if they all say the same."""
    said = set()
    for path, content in beside:
        pattern = _SETTINGS.get(path.rpartition("/")[2])
        if pattern is None:
            continue
        for match in pattern.finditer(content.decode("utf-8", "surrogateescape").replace("\r\n", "\n")):
            said.add(_PROVIDERS.get(match[1].lower(), OTHER))
    return said.pop() if len(said) == 1 else ""
