"""A migration, by the name and folder of its file alone: which tool runs it, at which version, up or down.

Asked of every changed path, so it looks at the ending first, and most paths go no further.
"""

from __future__ import annotations

from guard.value import NamedTuple


class Migration(NamedTuple):
    """What the path of a migration says. `sql` is any tool that runs numbered or plain files of a folder in order."""

    tool: str  # golang-migrate flyway prisma diesel django alembic rails goose sql code
    version: str  # "0001", "1.2", "20240101120000"; "" where the name is no order (Alembic) or may change (Flyway's R)
    direction: str  # "up", "down"; "" where one file holds both, or neither is said
    name: str  # what stays the same in the file that undoes it


FOLDERS = frozenset((b"migrations", b"migration", b"migrate", b"drizzle", b"changelogs"))
ENDINGS = (b"_migrations", b"-migrations", b"_migrate", b"-migrate")
DIGITS = b"0123456789"
HEX = frozenset(b"0123456789abcdef")
SQL = frozenset((b"pgsql", b"psql", b"ddl"))  # SQL all the same, where a folder of migrations holds it
CODE = frozenset((b"js", b"ts", b"mjs", b"cjs", b"php", b"exs", b"go", b"java", b"kt", b"cs"))


def migration_of(path: bytes) -> Migration | None:
    """What the path says about the migration in it; None where it names none."""
    ending = path.rpartition(b".")[2]
    if ending == b"sql":
        return _sql(path)
    if ending == b"py":
        return _python(path)
    if ending == b"rb":
        return _ruby(path)
    if ending in SQL:
        return _of_folder(path, path.rpartition(b"/")[2][: -len(ending) - 1], direction="")
    return _code(path, ending) if ending in CODE else None


def may_hold(folder: bytes, names: bytes) -> bool:
    """Whether one of these names in this folder, a line each, may be a migration: by the folder, or by the name."""
    parts = folder.lower().split(b"/")
    if b"versions" in parts or any([_is_home(part) for part in parts]):
        return True
    return b"__" in names or b".up.sql\n" in names or b".down.sql\n" in names  # Flyway and golang-migrate, anywhere


def certain(migration: Migration | None) -> bool:
    """Whether the path alone says so. Django and Alembic run files of any name in their folders: content tells."""
    if migration is None or migration.tool not in ("django", "alembic"):
        return migration is not None
    return bool(migration.version if migration.tool == "django" else migration.name)


def home_of(path: bytes, migration: Migration) -> bytes:
    """The folder whose migrations it is ordered among: the one above, where each migration is a folder of its own."""
    folder = path.rpartition(b"/")[0]
    return folder.rpartition(b"/")[0] if migration.tool in ("prisma", "diesel") else folder


def order(version: str) -> tuple[int, ...]:
    """A version as numbers that compare: "1.10" stands after "1.9", "0002" equals "2"."""
    numbers = [int(part) for part in version.replace("_", ".").split(".") if part.isdecimal() and len(part) < 64]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _sql(path: bytes) -> Migration | None:
    folder, _, file = path.rpartition(b"/")
    stem = file[:-4]
    if stem in (b"up", b"down", b"migration"):
        found = _folder_each(folder, stem)
        if found is not None:
            return found
    for ending, direction in ((b".up", "up"), (b".down", "down")):
        if stem.endswith(ending):
            version, name = _numbered(stem[: -len(ending)])
            if version:
                return Migration("golang-migrate", version, direction, name)
    return _flyway(stem) or _of_folder(path, stem, direction="")


def _folder_each(folder: bytes, stem: bytes) -> Migration | None:
    """Prisma and Diesel: a folder a migration, named by time, with fixed names in it."""
    above, _, name = folder.rpartition(b"/")
    if name[4:5] == name[7:8] == b"-":  # Diesel: 2024-01-31-093000_add_users
        date, _, rest = name.partition(b"_")
        version, name = date.replace(b"-", b""), rest
        if not version.isdigit():
            return None
        return Migration("diesel", _text(version), _text(stem), _text(name)) if stem != b"migration" else None
    number, rest_of = _numbered(name)
    if not number:
        return None
    prisma = stem == b"migration" or b"prisma" in above.lower().split(b"/")
    direction = "down" if stem == b"down" else "up"
    return Migration("prisma" if prisma else "diesel", number, direction, rest_of)


def _flyway(stem: bytes) -> Migration | None:
    """V1.2__name, U1.2__name, B1__name and R__name; Flyway takes 1_2 for 1.2."""
    kind, (head, double, name) = stem[:1], stem[1:].partition(b"__")
    if not double or not name or kind not in (b"V", b"U", b"B", b"R"):
        return None
    version = head.replace(b"_", b".")
    if kind == b"R":
        return None if version else Migration("flyway", "", "up", _text(name))
    if not version or version.strip(DIGITS + b".") or not version[:1].isdigit():
        return None
    return Migration("flyway", _text(version), "down" if kind == b"U" else "up", _text(name))


def _python(path: bytes) -> Migration | None:
    folder, _, file = path.rpartition(b"/")
    stem = file[:-3]
    parts = folder.lower().split(b"/")
    if b"versions" in parts:  # Alembic loads every file but these, and Django every one but those below
        return None if stem.startswith((b"__init__", b".#")) else _alembic(parts, stem)
    if stem[:1] in (b"_", b"~"):
        return None
    version, name = _numbered(stem)
    return Migration("django", version, "", name) if _is_home(parts[-1]) else None


def _alembic(parts: list[bytes], stem: bytes) -> Migration:
    """A revision: a name of its own in hexadecimal, or any file of the folder where a home of migrations holds it.

    Without a name: only its content can tell.
    """
    revision = stem.partition(b"_")[0]
    own = len(revision) >= 8 and HEX.issuperset(revision)
    above = parts[: parts.index(b"versions")]
    held = any([_is_home(part) or b"alembic" in part for part in above])
    return Migration("alembic", "", "", _text(stem) if own or held else "")


def _ruby(path: bytes) -> Migration | None:
    parts = path.split(b"/")
    version, name = _numbered(parts[-1][:-3])
    home = version and any([_is_home(part.lower()) for part in parts[:-1]])
    return Migration("rails", version, "", name) if home else None


def _code(path: bytes, ending: bytes) -> Migration | None:
    """Migrations in a language of which no framework is read here: their order and their release still count."""
    stem = path.rpartition(b"/")[2][: -len(ending) - 1]
    if stem.endswith(b"_test") or b".test" in stem or b".spec" in stem:
        return None
    if ending in (b"java", b"kt"):
        return _flyway(stem)
    return _of_folder(path, stem, "", "goose" if ending == b"go" else "code", numbered=True)


def _of_folder(path: bytes, stem: bytes, direction: str, tool: str = "sql", numbered: bool = False) -> Migration | None:
    if not any([_is_home(part) for part in path.lower().split(b"/")[:-1]]):
        return None
    version, name = _numbered(stem)
    return None if numbered and not version else Migration(tool, version, direction, name or _text(stem))


def _is_home(part: bytes) -> bool:
    """Whether a folder is called so, as it is in lower case."""
    return part in FOLDERS or part.endswith(ENDINGS)


def _numbered(stem: bytes) -> tuple[str, str]:
    """The number a name starts with and the rest; "" where it starts with none, or nothing sets it apart."""
    rest = stem.lstrip(DIGITS)
    number = stem[: len(stem) - len(rest)]
    while rest[:1] == b"." and rest[1:2].isdigit():  # 1.2_name
        more = rest[1:].lstrip(DIGITS)
        number, rest = number + rest[: len(rest) - len(more)], more
    if not number or rest[:1] not in (b"_", b"-", b""):
        return "", _text(stem)
    return _text(number), _text(rest[1:])


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")
