"""What stands in the tree of a commit: every migration and every setting in it read once, and folded.

Asked at the merge door and by commands that show where things stand, never by a hook. Nothing is read from the work
tree, and no file that is neither a migration nor a setting is opened.
"""

from __future__ import annotations

from guard.effects import FILES, LARGEST, PLAIN, TOO_LARGE
from guard.effects.picking import asked, context_of, picked
from guard.effects.readers import Readers
from guard.effects.standing import Standing
from guard.model.change import Change, ChangeSet
from guard.model.folding import Step, fold
from guard.model.inventory import Inventory, Place, settings_from, settled
from guard.model.migration import CODE, home_of, migration_of
from guard.model.migration_order import LINKED, Link, in_order
from guard.model.operation import Judged, by_folder
from guard.model.reading import unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.doors.git.repository import Repository
    from guard.doors.reader import Job
    from guard.effects.picking import Picked
    from guard.effects.readers import Wanted
    from guard.model.change import FileChange
    from guard.model.inventory import Home
    from guard.model.operation import Operation
    from guard.model.reading import Context, Reading
    from guard.trust import Trusted

    Texts = Iterator[tuple[FileChange, bytes | None]]
    Row = tuple[bytes, str]

MIGRATIONS = frozenset(("alembic", "django", "rails", "sql"))
SETTINGS = frozenset(("environment", "flags", "rbac", "terraform", "vault", "workflows"))
STANDS = ("flag.add", "identity.iam", "identity.rbac", "identity.vault", "secret.add")  # what a present file says of it
NOT_READ = "a migration in a language that is not read"


def inventory_at(repository: Repository, trusted: Trusted, commit: bytes) -> Inventory:
    """All that the tree of this commit tells, under the dialects of the trusted policy."""
    context = context_of(trusted)._replace(patterns=(), created=(), dropped=(), types=True)
    files = [file for file in repository.whole(commit).changes if file.new_mode in PLAIN]
    opaque = [file.path for file in files if _in_code(file.path)]
    wanted = dict(_wanted(files, context))
    links: dict[bytes, Link] = {}
    told = _told(repository, trusted._replace(oid=commit), wanted, context, links)
    settings = settings_from(
        (one.object, Place(path, one.line))
        for path, operations in sorted(told.items())
        if path not in links
        for one in operations
        if one.id in STANDS and one.object
    )
    return Inventory(settled((*_homes(told, links), *_unread(opaque))), settings, commit.decode())


class _Alone(Standing):
    """The tree around files that are read as if they came with nothing released yet."""

    def released(self, path: bytes) -> bool:
        return False


def _wanted(files: list[FileChange], context: Context) -> Iterator[Picked]:
    """Migrations on their way up, and settings, each with those who read it."""
    judged = Judged(ChangeSet("landing", b"", tuple(files)), {}, by_folder(tuple(files)), {}, frozenset())
    for file, found in picked(judged, context):
        migration = migration_of(file.path)
        names = SETTINGS if migration is None else MIGRATIONS
        some = tuple([one for one in found if one.name in names and one.reads])
        if some and (migration is None or migration.direction != "down"):
            yield file, some


def _told(
    repository: Repository, trusted: Trusted, wanted: Wanted, context: Context, links: dict[bytes, Link]
) -> dict[bytes, tuple[Operation, ...]]:
    """What each file does, by path; beside it, what each migration says of its place among the others."""
    from guard.doors.reader import Job

    if not wanted:
        return {}
    readers = Readers(context)
    found: dict[bytes, Reading] = {}
    try:
        readers.expect(wanted.items())
        change = Change(ChangeSet("landing", b"", tuple(wanted)), (), (), trusted.oid, None)
        standing = _Alone(repository, trusted, change, wanted)
        jobs: dict[FileChange, Job] = {}
        for file, text in _texts(repository, list(wanted)):
            if migration_of(file.path) is not None:
                links[file.path] = _link(file.path, text or b"")
            if text is None:
                found[file.path] = unread(TOO_LARGE)
                continue
            names = asked(wanted[file], b"", text)
            if names:
                jobs[file] = Job(names, standing.source(file, wanted[file], None, text))
            if len(jobs) == FILES:
                readers.send(jobs)
                jobs = {}
        if jobs:
            readers.send(jobs)
        found |= {file.path: reading for file, reading in readers.readings()}
        return {path: reading.operations for path, reading in found.items()}
    finally:
        readers.close()


def _texts(repository: Repository, files: list[FileChange]) -> Texts:
    return zip(files, repository.objects.files([file.new for file in files], LARGEST), strict=True)


def _homes(told: dict[bytes, tuple[Operation, ...]], links: dict[bytes, Link]) -> Iterator[Home]:
    """Each folder of migrations of one tool, folded. A file that no reader takes for a migration is none."""
    rows: dict[Row, dict[bytes, Link]] = {}
    for path in sorted(told.keys() & links.keys()):
        migration = migration_of(path)
        assert migration is not None, "only migrations are linked"
        rows.setdefault((home_of(path, migration), migration.tool), {})[path] = links[path]
    for (_, tool), row in sorted(rows.items()):
        yield fold([Step(one.path, told[one.path], one.known) for one in in_order(tool, row)])


def _unread(paths: Iterable[bytes]) -> Iterator[Home]:
    from guard.model.inventory import Home

    for path in paths:
        yield Home((path,), {}, ((Place(path), NOT_READ),))


def _in_code(path: bytes) -> bool:
    return path.rpartition(b".")[2] in CODE and migration_of(path) is not None


def _link(path: bytes, text: bytes) -> Link:
    """What a migration of Alembic or Django says of its place; of other tools its number says it."""
    migration = migration_of(path)
    if migration is None or migration.tool not in LINKED:
        return Link("")
    import re

    name = path.rpartition(b"/")[2].removesuffix(b".py").decode("utf-8", "replace")
    if migration.tool == "django":
        block = re.search(rb"^\s*dependencies\s*(?::[^=\n]+)?=\s*\[(.*?)\]", text, re.M | re.S)
        pairs = re.findall(rb"[\"']\s*,\s*[\"'](\w+)[\"']\s*,?\s*\)", block[1]) if block else []
        return Link(name, tuple([one.decode() for one in pairs]) if block else None)
    own = re.search(rb"^revision\s*(?::[^=\n]+)?=\s*[\"']([^\"'\n]+)[\"']", text, re.M)
    before = re.search(rb"^down_revision\s*(?::[^=\n]+)?=\s*(None\b|[\"'][^\"'\n]+[\"']|[(\[][^)\]]*[)\]])", text, re.M)
    if own is None or before is None:
        return Link(name)
    return Link(
        own[1].decode("utf-8", "replace"), tuple([one.decode("utf-8", "replace") for one in _quoted(before[1])])
    )


def _quoted(text: bytes) -> list[bytes]:
    import re

    return re.findall(rb"[\"']([^\"'\n]+)[\"']", text)
