"""The modules of one door in one file, beside what Python keeps of each: fifty small files are read as one.

People wait for a hook at every commit and agents at every edit, and a tenth of that wait is Python opening file after
file. What is kept is what Python itself keeps (`.pyc`), by its own rule: a source that was changed since is read as it
is now, and the file is written anew. It stands in the installation, where a guarded repository cannot write; where
nobody can, all is as it would be without it (docs/adr/0039-modules-read-at-once.md).
"""

from __future__ import annotations

import os
import sys
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import MAGIC_NUMBER, SourceFileLoader, cache_from_source
from _imp import source_hash
from marshal import dumps, loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from types import CodeType

    # when a source was changed, when anything was that is told of it, its size
    Stamp = tuple[int, int, int]
    # source, its .pyc, the folder of a package ("" for none), its stamp; from where to where
    Row = tuple[str, str, str, Stamp, int, int]

DIGEST = 8  # bytes that tell a fault of the disk: code with one bit turned ends Python, or does another thing
SIZE = 8  # bytes that say how long the table is
OURS = ("guard", "guard_hooks")
FEW = 3  # one module in so many may be missing from the file before it is written anew


class Kept(SourceFileLoader):
    """Python's own, but for where the code comes from."""

    def __init__(self, name: str, path: str, code: memoryview) -> None:
        super().__init__(name, path)
        self._code = code

    def get_code(self, fullname: str) -> CodeType | None:
        found: CodeType = loads(self._code)
        return found


class Together:
    """Finds modules in that file. `folders` are those that guard is imported from: of others nothing is told."""

    def __init__(self, name: str, folders: list[str]) -> None:
        cached = os.path.join(os.path.dirname(os.path.abspath(__file__)), "__pycache__")
        self._path = os.path.join(cached, f"{name}.{sys.implementation.cache_tag}.together")
        # another version of this module may lay it out in another way
        self._about: tuple[str | int, ...] = (*folders, *_stamp(__file__))
        self._rows, self._codes = _read(self._path, self._about)
        self._found = self._missed = 0

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """As `sys.meta_path` asks it; None has the module looked for as ever."""
        row = self._rows.get(name)
        if row is None:
            self._missed += name.partition(".")[0] in OURS
            return None
        place, cached, folder, stamp, start, end = row
        if _stamp(place) != stamp:
            self._missed += len(self._rows)  # all of it may be of another version
            return None
        self._found += 1
        spec = ModuleSpec(name, Kept(name, place, self._codes[start:end]), origin=place)
        spec.has_location, spec.cached = True, cached
        spec.submodule_search_locations = [folder] if folder else None
        return spec

    def keep(self, rare: Collection[str]) -> None:
        """Write it anew where much was missing; not after a run that needed a rare module: most would read it idly."""
        if self._missed * FEW <= self._found or not sys.modules.keys().isdisjoint(rare):
            return
        folder = os.path.dirname(self._path)
        if sys.dont_write_bytecode or not _as_hooks_run() or not os.access(folder, os.W_OK):
            return
        beside = f"{self._path}.{os.getpid()}"
        try:
            with open(beside, "xb", opener=_as_readable) as file:
                file.write(_laid(self._about, list(_loaded())))
            os.replace(beside, self._path)
            for left in os.listdir(folder):  # by processes that were killed
                if left.startswith(os.path.basename(self._path) + "."):
                    _gone(os.path.join(folder, left))
        except BaseException:  # a full disk, an interrupt: what is asked has its answer, and the next one tries
            _gone(beside)


def _read(path: str, about: tuple[str | int, ...]) -> tuple[dict[str, Row], memoryview]:
    """The table and the code; nothing of what another Python or version wrote, of other folders, or of a half file."""
    nothing: tuple[dict[str, Row], memoryview] = {}, memoryview(b"")
    try:
        with open(path, "rb", 0) as file:
            text = memoryview(file.read())
        digest, size, table = len(MAGIC_NUMBER), len(MAGIC_NUMBER) + DIGEST, len(MAGIC_NUMBER) + DIGEST + SIZE
        if text[:digest] != MAGIC_NUMBER or text[digest:size] != source_hash(0, text[size:]):
            return nothing
        end = table + int.from_bytes(text[size:table], "big")
        told, rows = loads(text[table:end])
    except (OSError, ValueError, EOFError, TypeError):
        return nothing
    return (rows, text[end:]) if told == about else nothing


def _loaded() -> Iterator[tuple[str, Row, bytes]]:
    """Every module of guard's that was loaded from its source, with its code; where it stands is told later."""
    for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
        spec = sys.modules[name].__spec__
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            place = str(spec.origin)
            stamp = _stamp(place)
            code = SourceFileLoader(name, place).get_code(name)
            folder = "" if spec.submodule_search_locations is None else os.path.dirname(place)
            yield name, (place, cache_from_source(place), folder, stamp, 0, 0), dumps(code)


def _laid(about: tuple[str | int, ...], found: list[tuple[str, Row, bytes]]) -> bytes:
    """The file: which Python reads it, the digest of the rest, the table, and the code of one module after another."""
    rows, at = dict[str, "Row"](), 0
    for name, (place, cached, folder, stamp, _, _), code in found:
        rows[name] = (place, cached, folder, stamp, at, at + len(code))
        at += len(code)
    table = dumps((about, rows))
    rest = b"".join([len(table).to_bytes(SIZE, "big"), table, *[code for _, _, code in found]])
    return MAGIC_NUMBER + source_hash(0, rest) + rest


def _as_hooks_run() -> bool:
    """Else it is for this run alone: another folder stands first, assertions are left out, .pyc come from elsewhere."""
    return bool(sys.flags.isolated) and not sys.flags.optimize and sys.pycache_prefix is None


def _as_readable(path: str, flags: int) -> int:
    """A file that is new, and that nobody can write who cannot write the sources, whatever the umask is."""
    return os.open(path, flags, os.stat(__file__).st_mode & 0o666)


def _gone(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        pass


def _stamp(place: str) -> Stamp:
    """When a source was changed, and how large it is; nothing where it is gone.

    Copies and archives bring along when a file was changed; when it came to stand there, nobody sets.
    """
    try:
        known = os.stat(place)
    except OSError:
        return 0, 0, -1
    return known.st_mtime_ns, known.st_ctime_ns, known.st_size
