"""What stands already: which files are released, what lies beside them, which dialect they are in."""

from __future__ import annotations

from guard.model.change import ABSENT, EXECUTABLE, FILE, FileChange
from guard.model.operation import join
from guard.model.paths import PathSet
from guard.model.policy import mapping
from guard.model.reading import Source
from guard.operations.migrations import Standing as Names
from guard.operations.migrations import homes, up_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from guard.doors.git.repository import Repository
    from guard.doors.git.trees import Entries
    from guard.model.change import Change
    from guard.operations import Detector
    from guard.trust import Trusted

TELLING = 1 << 18  # bytes of a file that tells how to read others; a larger one tells nothing
MOST_TELLING = 4 << 20  # bytes of all that stand beside one file
PLAIN = (FILE, EXECUTABLE)


class Standing:
    """The tree of the trusted branch around the files that are read."""

    def __init__(
        self,
        repository: Repository,
        trusted: Trusted,
        change: Change,
        wanted: Mapping[FileChange, tuple[Detector, ...]],
    ) -> None:
        """Everything that some reader may ask is fetched at once: one question to git a level of folders."""
        declared = mapping(trusted.policy.data, "dialects")  # the first that matches counts
        self._dialects = [(PathSet((pattern,)), str(dialect)) for pattern, dialect in declared.items()]
        landed = bool(trusted.oid and change.new) and repository.contains(trusted.oid, change.new or b"")
        at = change.old if landed or not trusted.oid else trusted.oid  # of what landed already: what stood before it
        tree = repository.tree(at)
        asking = [
            file for file, found in wanted.items() if any([one.beside or one.siblings or one.asks for one in found])
        ]
        self._wanted = {file.path.rpartition(b"/")[0] for file in asking} | homes(asking)
        self._folders: dict[bytes, Entries] = repository.folders(tree, self._wanted)
        moved = change.old != at
        self._before = repository.folders(repository.tree(change.old), self._wanted) if moved else self._folders
        found = {path: oid.hex().encode() for path, (mode, oid) in self._telling(wanted) if mode in PLAIN}
        texts = dict(repository.up_to(list(dict.fromkeys(found.values())), TELLING))
        self._telling_of: dict[tuple[Detector, ...], tuple[tuple[bytes, ...], tuple[bytes, ...]]] = {}
        self._found: dict[tuple[bytes, tuple[bytes, ...]], tuple[tuple[str, bytes], ...]] = {}
        self._beside = {path: text for path, oid in found.items() if (text := texts[oid]) is not None}

    def _telling(
        self, wanted: Mapping[FileChange, tuple[Detector, ...]]
    ) -> Iterator[tuple[bytes, tuple[bytes, bytes]]]:
        """Files that tell how to read the ones wanted: of these names anywhere above, of these endings beside."""
        names = {name for detectors in wanted.values() for one in detectors for name in one.beside}
        endings: dict[bytes, tuple[bytes, ...]] = {}
        for file, detectors in wanted.items():
            told = tuple([end for one in detectors for end in one.siblings])
            if told:
                endings[file.path.rpartition(b"/")[0]] = told
        for folder, entries in self._folders.items():
            beside = endings.get(folder, ())
            for name, entry in entries.items():
                if name in names or name.endswith(beside):
                    yield join(folder, name), entry

    def source(self, file: FileChange, detectors: tuple[Detector, ...], old: bytes | None, new: bytes | None) -> Source:
        """The file as its detectors get it."""
        if detectors not in self._telling_of:
            names = tuple(dict.fromkeys([name for one in detectors for name in one.beside]))
            self._telling_of[detectors] = names, tuple([end for one in detectors for end in one.siblings])
        names, ends = self._telling_of[detectors]
        beside = (*self._nearest(file.path, names), *self._siblings(file.path, ends)) if names or ends else ()
        dialect = next((dialect for paths, dialect in self._dialects if paths.matches(file.path)), "")
        path = file.path.decode("utf-8", "surrogateescape")
        return Source(path, old, new, self.released(file.path), dialect, beside)

    def released(self, path: bytes) -> bool:
        folder, _, name = path.rpartition(b"/")
        return name in self._folders.get(folder, ())

    def ups(self, files: Iterable[FileChange]) -> Iterator[tuple[FileChange, FileChange]]:
        """Ways back that change without their way forward, and that: it stands on the branch, and is not released."""
        changed = {file.path: file for file in files}
        for path, file in changed.items():
            up = up_of(path)
            folder, _, name = up.rpartition(b"/")
            mode, oid = self._before.get(folder, {}).get(name, (b"", b""))
            if up and up not in changed and mode in PLAIN and file.status != b"D" and not self.released(up):
                yield file, FileChange(up, b"A", ABSENT, mode, b"0" * len(oid.hex()), oid.hex().encode())

    def names(self, changes: Iterable[FileChange]) -> Names:
        """Folder -> names in it: on the trusted branch, and once these changes have landed."""
        released = {folder: frozenset(entries) for folder, entries in self._folders.items()}
        landed = {folder: set(entries) for folder, entries in self._before.items()}
        for file in changes:
            folder, _, name = file.path.rpartition(b"/")
            if folder not in self._wanted:
                continue
            if file.status == b"D":
                landed.setdefault(folder, set()).discard(name)
                continue
            landed.setdefault(folder, set()).add(name)
            above, _, name = folder.rpartition(b"/")  # of tools that make a folder of each migration
            landed.setdefault(above, set()).add(name)
        return Names(released, {folder: frozenset(names) for folder, names in landed.items()})

    def _nearest(self, path: bytes, names: tuple[bytes, ...]) -> tuple[tuple[str, bytes], ...]:
        """Of each name the file in the nearest folder at or above that of the path; asked once for a folder."""
        key = (path.rpartition(b"/")[0], names)
        if key not in self._found:
            self._found[key] = tuple([found for name in names for found in self._above(key[0], name)])
        return self._found[key]

    def _above(self, folder: bytes, name: bytes) -> Iterator[tuple[str, bytes]]:
        while True:
            text = self._beside.get(join(folder, name))
            if text is not None:
                yield name.decode(), text
                return
            if not folder:
                return
            folder = folder.rpartition(b"/")[0]

    def _siblings(self, path: bytes, ends: tuple[bytes, ...]) -> Iterator[tuple[str, bytes]]:
        """The files beside it with these endings, by name; itself is not beside itself."""
        folder, _, own = path.rpartition(b"/")
        left = MOST_TELLING
        for name in sorted(self._folders.get(folder, ())) if ends else ():
            text = self._beside.get(join(folder, name))
            if text is not None and name != own and name.endswith(ends) and len(text) <= left:
                left -= len(text)
                yield name.decode("utf-8", "surrogateescape"), text
