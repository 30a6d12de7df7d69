"""What the files of a repository say of its code and its database: languages, migrations, dialects, dumps."""

from __future__ import annotations

import re

from guard.escape import shown
from guard.inventories.reading.dumps import how as dump_of
from guard.inventories.reading.picking import Around, Named
from guard.model.change import PLAIN
from guard.model.migration import certain, home_of, migration_of
from guard.sql.dialect import BESIDE, BY_PART, OTHER, of_path, of_settings
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.doors.git.repository import Repository
    from guard.doors.git.tracked import Tracked

LANGUAGES = {
    "Python": "py",
    "Go": "go",
    "TypeScript": "ts tsx",
    "JavaScript": "js jsx mjs cjs",
    "Ruby": "rb",
    "Java": "java",
    "Kotlin": "kt",
    "Rust": "rs",
    "C#": "cs",
    "PHP": "php",
    "SQL": "sql pgsql ddl",
    "Terraform": "tf hcl",
    "Shell": "sh bash",
}
BY_ENDING = {ending.encode(): name for name, endings in LANGUAGES.items() for ending in endings.split()}
HINTS = (  # a file of this name, in which this line says that a database of this dialect is used
    (r"(?:docker-)?compose[\w.-]*\.ya?ml", r"^\s*image:\s*[\"']?[\w./-]*?(postgres|postgis|timescaledb)", "postgres"),
    (r"(?:docker-)?compose[\w.-]*\.ya?ml", r"^\s*image:\s*[\"']?[\w./-]*?(mysql|mariadb)", "mysql"),
    (r"go\.mod", r"^\s*(?:require\s+)?github\.com/(lib/pq|jackc/pgx)\b", "postgres"),
    (r"go\.mod", r"^\s*(?:require\s+)?github\.com/(go-sql-driver/mysql)\b", "mysql"),
    (r"go\.mod", r"^\s*(?:require\s+)?(github\.com/mattn/go-sqlite3|modernc\.org/sqlite)\b", "sqlite"),
    (r"package\.json", r"^\s*\"(pg|postgres)\"\s*:", "postgres"),
    (r"package\.json", r"^\s*\"(mysql2?)\"\s*:", "mysql"),
    (r"package\.json", r"^\s*\"(better-sqlite3|sqlite3)\"\s*:", "sqlite"),
    (r"requirements[\w.-]*\.txt|pyproject\.toml|Pipfile", r"^[\s\"']*(psycopg\w*|asyncpg)\b", "postgres"),
    (r"requirements[\w.-]*\.txt|pyproject\.toml|Pipfile", r"^[\s\"']*(pymysql|mysqlclient|aiomysql)\b", "mysql"),
    (r"Gemfile", r"^\s*gem\s+[\"'](pg)[\"']", "postgres"),
    (r"Gemfile", r"^\s*gem\s+[\"'](mysql2|trilogy)[\"']", "mysql"),
    (r"settings[\w.-]*\.py|base\.py", r"^[^#\n]*django\.db\.backends\.(postgresql|postgis)\b", "postgres"),
    (r"settings[\w.-]*\.py|base\.py", r"^[^#\n]*django\.db\.backends\.(mysql)\b", "mysql"),
)
_HINTS = tuple([(re.compile(name), re.compile(line, re.M | re.I), dialect) for name, line, dialect in HINTS])
_DUMPS = (
    (re.compile(r"^--\s*PostgreSQL database dump", re.M | re.I), "postgres"),
    (re.compile(r"^--\s*(?:MySQL|MariaDB) dump", re.M | re.I), "mysql"),
)
HEAD = 2_000  # letters in which a dump says what made it
LARGEST = 1 << 20  # bytes of a file that is looked into
MOST = 200  # files that are looked into


class Home(NamedTuple):
    """A folder of migrations: the tool that runs them, how many there are, and the SQL they are written in."""

    path: bytes
    tool: str
    files: int
    sql: bool
    dialect: str  # "" where nothing says it, "other" where guard does not read it
    why: str  # what says it: a place; "" where the folder's own name, or a setting that guard reads, does


class Hint(NamedTuple):
    """A place that says which database is used."""

    folder: bytes
    dialect: str
    why: str


class Stack(NamedTuple):
    """All of it."""

    languages: tuple[tuple[str, int], ...]  # most files first
    homes: tuple[Home, ...]
    dumps: tuple[bytes, ...]


def stack(repository: Repository, files: tuple[Tracked, ...]) -> Stack:
    """What the paths tell, and the few files that are looked into for dialects."""
    counts: dict[str, int] = {}
    for one in files:
        language = BY_ENDING.get(one.path.rpartition(b".")[2])
        if language:
            counts[language] = counts.get(language, 0) + 1
    languages = tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    dumps = tuple([one.path for one in files if _dump(one.path) in ("sql:", "prisma", "rails")])
    return Stack(languages, tuple(_homes(repository, files)), dumps)


def _dump(path: bytes) -> str:
    name = path.rpartition(b"/")[2].decode("utf-8", "replace").lower()
    return dump_of(Named(path, name, name.rpartition(".")[2]), Around())


def _homes(repository: Repository, files: tuple[Tracked, ...]) -> Iterator[Home]:
    found: dict[tuple[bytes, str], list[bytes]] = {}
    for one in files:
        migration = migration_of(one.path)
        if migration is not None and certain(migration) and one.mode in PLAIN:
            found.setdefault((home_of(one.path, migration), migration.tool), []).append(one.path)
    if not found:
        return
    texts = _texts(repository, files)
    hints = _hints(texts)
    for (home, tool), paths in sorted(found.items()):
        sql = any([path.endswith((b".sql", b".pgsql", b".psql", b".ddl")) for path in paths])
        dialect, why = _dialect(home, paths, texts, hints)
        yield Home(home, tool, len(paths), sql, dialect, why)


def _dialect(home: bytes, paths: list[bytes], texts: dict[bytes, bytes], hints: tuple[Hint, ...]) -> tuple[str, str]:
    """What guard goes by itself; else what is hinted at, where it is one alone: nearest above, or anywhere."""
    said = {of_path(path.decode("utf-8", "surrogateescape")) for path in paths}
    if said != {""}:
        return (said.pop(), "") if len(said) == 1 else ("", "")
    above = [home[:end] for end in range(len(home) + 1) if home[end : end + 1] in (b"", b"/")] + [b""]
    beside = tuple([(path.decode("utf-8", "replace"), texts[path]) for path in texts if _in(path, above)])
    named = of_settings(beside)
    if named:
        return named, ""
    near = max([len(hint.folder) for hint in hints if hint.folder in above], default=-1)
    nearest = [hint for hint in hints if hint.folder in above and len(hint.folder) == near]
    for some in (nearest, hints):
        if len({hint.dialect for hint in some}) == 1:
            return some[0].dialect, some[0].why
    return "", ""


def _in(path: bytes, folders: Iterable[bytes]) -> bool:
    folder, _, name = path.rpartition(b"/")
    return name.decode("utf-8", "replace") in BESIDE and folder in folders


def _texts(repository: Repository, files: tuple[Tracked, ...]) -> dict[bytes, bytes]:
    """The files that may say which database is used, each up to its bound."""
    wanted: dict[bytes, bytes] = {}
    for one in files:
        name = one.path.rpartition(b"/")[2].decode("utf-8", "replace")
        asked = name in BESIDE or _dump(one.path) == "sql:" or any([of.fullmatch(name) for of, _, _ in _HINTS])
        if asked and one.mode in PLAIN and len(wanted) < MOST:
            wanted[one.path] = one.oid
    texts = dict(repository.up_to(list(dict.fromkeys(wanted.values())), LARGEST))
    return {path: texts[oid] or b"" for path, oid in wanted.items()}


def _hints(texts: dict[bytes, bytes]) -> tuple[Hint, ...]:
    """Each line that says which database is used, in the order of paths."""
    found = []
    for path, content in texts.items():
        name, text = path.rpartition(b"/")[2].decode("utf-8", "replace"), content.decode("utf-8", "replace")
        rows = [(pattern, dialect) for of, pattern, dialect in _HINTS if of.fullmatch(name)]
        rows += list(_DUMPS) if name.endswith((".sql", ".pgsql", ".ddl")) else []
        for pattern, dialect in rows:
            match = pattern.search(text[:HEAD] if (pattern, dialect) in _DUMPS else text)
            if match is not None:
                why = f"{shown(path)}:{text.count(chr(10), 0, match.end()) + 1}"
                found.append(Hint(path.rpartition(b"/")[0], dialect, why))
    return tuple(found)


def readable(dialect: str) -> bool:
    """Whether a policy may name it."""
    return dialect != OTHER and dialect in BY_PART.values()
