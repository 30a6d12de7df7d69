"""The tree of one commit, as the makers of registers ask it: its files, and what readers told of them."""

from __future__ import annotations

from functools import cached_property

from guard.doors.git.trees import tree_of
from guard.inventories.reading.picking import around_of, ways
from guard.inventories.reading.rows import parted
from guard.model.change import EXECUTABLE, FILE
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.doors.git.repository import Repository
    from guard.inventories.made import Made
    from guard.inventories.reading.picking import Way
    from guard.inventories.reading.readers import Answers
    from guard.inventories.reading.rows import Packed
    from guard.model.inventory import Inventory
    from guard.model.known import Progress
    from guard.trust import Trusted

PLAIN = (FILE, EXECUTABLE)


class File(NamedTuple):
    """A plain file of the tree."""

    path: bytes
    oid: str


class Told(NamedTuple):
    """What one reader told of one file: names with their lines, by kind, and why there may be more."""

    path: bytes
    how: str  # what it was read as: a language, a format
    rows: Packed
    unread: str

    def of(self, kind: str) -> Iterable[tuple[str, int]]:
        """Names of one kind, each with its line."""
        if kind not in self.rows:
            return ()
        names, lines = self.rows[kind]
        return zip(parted(names), lines, strict=True)


class Tree:
    """Everything asked of one tree, each thing once."""

    def __init__(
        self, repository: Repository, trusted: Trusted, commit: bytes, hint: bool, progress: Progress | None
    ) -> None:
        self.repository, self.trusted, self.commit = repository, trusted, commit
        self.hint, self.progress = hint, progress
        self._digests: dict[str, str] = {}
        self.wanted: tuple[str, ...] = ()  # readers of which it is asked what they would read
        self.asked: tuple[str, ...] = ()  # those of them whose answers will be asked for: all in one pass

    @cached_property
    def oid(self) -> bytes:
        return tree_of(self.repository, self.commit)

    @cached_property
    def rows(self) -> list[tuple[bytes, bytes, bytes]]:
        """Mode, object id and path of all that stands in it, by path."""
        found = []
        for row in self.repository.listing(self.oid):
            head, _, path = row.partition(b"\t")
            mode, _, oid = head.split(b" ")
            found.append((mode, oid, path))
        return found

    @cached_property
    def files(self) -> list[File]:
        """Every plain file, by path."""
        return [File(path, oid.decode()) for mode, oid, path in self.rows if mode in PLAIN]

    @cached_property
    def inventory(self) -> Inventory:
        """What its migrations and settings come to."""
        from guard.effects.inventory import inventory_at
        from guard.model.inventory import EMPTY

        if self.progress is not None:
            self.progress("migrations", 0, 1)
        found = inventory_at(self.repository, self.trusted, self.commit) if self.commit else EMPTY
        if self.progress is not None:
            self.progress("migrations", 1, 1)
        return found

    @cached_property
    def made(self) -> Made:
        """What its migrations make, by name."""
        from guard.inventories.made import made_at

        return made_at(self)

    @cached_property
    def ways(self) -> dict[str, list[Way]]:
        """Which files each of the wanted readers reads, and how; in the order of paths."""
        around = around_of(self.trusted)
        return ways([(one.path, one.oid) for one in self.files], self.wanted, around)

    def read_by(self, reader: str) -> str:
        """All that a reader reads, told apart from any other by a few letters."""
        if reader not in self._digests:
            from hashlib import sha256

            told = repr(list(map(tuple, self.ways[reader])))
            self._digests[reader] = sha256(told.encode()).hexdigest()
        return self._digests[reader]

    @cached_property
    def answers(self) -> Answers:
        from guard.inventories.reading import answers_of

        asked = [(reader, way.how, way.oid) for reader in self.asked for way in self.ways[reader]]
        return answers_of(self.repository, asked, self.hint, self.progress)

    def told(self, reader: str) -> Iterator[Told]:
        """What this reader told, file by file in the order of paths; files of which it told nothing are left out."""
        for way in self.ways.get(reader, ()):
            rows, unread = self.answers.get((reader, way.how, way.oid), ({}, ""))
            if rows or unread:
                yield Told(way.path, way.how, rows, unread)

    def reads(self, reader: str) -> int:
        """How many files this reader read."""
        return len(self.ways.get(reader, ()))
