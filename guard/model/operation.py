"""What a change does: `file.modify` now, `schema.column.drop` where a detector can tell."""

from __future__ import annotations

from _operator import itemgetter  # what `operator` gives, without that module

from guard.escape import shown
from guard.model.change import ChangeSet, FileChange
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


# These need no entry in `does` and ask for no plan: they change nothing, a rule of their own asks (G305, G306), or they
# only say more of a file whose change is told beside them.
QUIET = frozenset(
    (
        *(
            "code.call.replace",
            "code.ref.add",
            "code.ref.remove",
            "data.read",
            "session.timeout",
            "session.transaction",
        ),
        *("migration.pair.mismatch", "migration.pair.missing", "secret.exposed"),
    )
)
SHAPE = itemgetter(1, 2, 3)  # of a change: its status, its modes
MOST_WHY = 200  # letters of a reason
MOST_TOLD = 6  # operations of one path that a message lists


class Operation(NamedTuple):
    """One effect of a change; which path it belongs to, its holder says."""

    id: str
    line: int | None = None  # of the file as it will be; None for the file as a whole, and for what only was
    object: str | None = None  # what it is done to: "table:users", "secret:DB_PASSWORD"
    direction: str | None = None  # "up" or "down" where the change is a migration
    columns: tuple[str, ...] = ()  # of that table
    attributes: tuple[tuple[str, str], ...] = ()  # what else a rule or a reader may ask, sorted by name
    via: str = ""  # how it is written: "sql", "django", ...; "" for the file itself
    confidence: str = "parsed"  # "framework" where a call of a framework stands for it, "pattern" where a pattern does
    mirrors: bool = False  # it undoes an operation of the same landing, as a down migration should

    @property
    def counts(self) -> bool:
        """Whether it is held to anything: what changes nothing, and what undoes its own landing, is not."""
        return not (self.mirrors or self.id in QUIET)

    def attribute(self, name: str) -> str:
        """What is said under this name; "" where nothing is."""
        return dict(self.attributes).get(name, "")

    def words(self) -> str:
        """What is done, to what; of the columns the first few. Of what could not be read, why."""
        why = self.attribute("why")[:MOST_WHY]
        if why and self.id.startswith("opaque."):
            return f"{self.id} ({shown(why)})"
        columns = f" ({', '.join([shown(column) for column in self.columns[:MOST_TOLD]])})" if self.columns else ""
        return f"{self.id} on {shown(self.object)}{columns}" if self.object else self.id


def told(operations: Iterable[Operation]) -> str:
    """Operations for a person: each once, and how many more."""
    words = list(dict.fromkeys([operation.words() for operation in operations]))
    more = f" and {len(words) - MOST_TOLD} more" if len(words) > MOST_TOLD else ""
    return ", ".join(words[:MOST_TOLD]) + more


class Kind(NamedTuple):
    """What changes have in common that a rule may ask.

    Thousands of changes are of a handful of kinds, so rules ask once a kind.
    """

    status: bytes
    old_mode: bytes
    new_mode: bytes
    same_content: bool
    binary: bool | None  # None: nobody had to know


class Judged(NamedTuple):
    """A change set as the checks see it: by kind, by folder, and with what it does: one operation a path at least."""

    changes: ChangeSet
    kinds: dict[Kind, list[FileChange]]
    folders: dict[bytes, list[bytes]]  # folder -> names changed directly in it
    operations: dict[bytes, tuple[Operation, ...]]
    protected: frozenset[bytes]  # paths that are always protected
    effects: tuple[bytes, ...] = ()  # paths of which more is told than what became of the file


def distinct(judged: Judged) -> dict[int, tuple[Operation, ...]]:
    """Every different tuple of operations, by its id: what nobody read in is shared by all changes of a kind."""
    told = frozenset(judged.effects).union(judged.protected)
    found: dict[int, tuple[Operation, ...]] = {}
    for group in judged.kinds.values():
        done = next((judged.operations[one.path] for one in group if one.path not in told), None)
        if done is not None:
            found[id(done)] = done
    for path in told:
        found[id(judged.operations[path])] = judged.operations[path]
    return found


def by_kind(changes: tuple[FileChange, ...], binary: frozenset[bytes] | None) -> dict[Kind, list[FileChange]]:
    """Changes grouped by what they have in common."""
    coarse: dict[tuple[object, ...], list[FileChange]] = {}
    shapes = set(map(SHAPE, changes))
    for change in changes if len(shapes) > 1 else ():
        coarse.setdefault(change[1:4], []).append(change)
    if len(shapes) == 1:  # most change sets only modify plain files
        coarse[shapes.pop()] = list(changes)
    groups: dict[Kind, list[FileChange]] = {}
    for group in coarse.values():
        _, status, old_mode, new_mode, _, _ = group[0]
        if old_mode == new_mode and binary is None:  # without another mode, only the content can have changed
            groups[Kind(status, old_mode, new_mode, False, None)] = group
            continue
        for change in group:
            is_binary = None if binary is None else change.path in binary
            kind = Kind(status, old_mode, new_mode, change.old == change.new, is_binary)
            groups.setdefault(kind, []).append(change)
    return groups


def by_folder(changes: tuple[FileChange, ...]) -> dict[bytes, list[bytes]]:
    """The names changed directly in each folder; b"" is the top."""
    folders: dict[bytes, list[bytes]] = {}
    for change in changes:
        folder, _, name = change[0].rpartition(b"/")
        try:
            folders[folder].append(name)
        except KeyError:
            folders[folder] = [name]
    return folders


def join(folder: bytes, name: bytes) -> bytes:
    return folder + b"/" + name if folder else name


def moves(judged: Judged) -> dict[bytes, bytes]:
    """Exact moves, for display only: the other end of each path whose blob left one place and came to another."""
    gone = {change.old: change.path for change in judged.changes.changes if change.status == b"D"}
    pairs = [
        (gone[change.new], change.path)
        for change in judged.changes.changes
        if change.status == b"A" and change.new in gone
    ]
    return dict(pairs) | {new: old for old, new in pairs}
