"""What a landing brings by name, beside what the tree knows that it lands on."""

from __future__ import annotations

import importlib

from guard.doors.git.landed import file_at
from guard.escape import shown
from guard.inventories import REGISTERS, known_at
from guard.inventories.gathered import names_of
from guard.inventories.tree import File, Tree
from guard.model.change import PLAIN
from guard.model.doubt import Added
from guard.model.known import Known, Register
from guard.prose.coming import SQL, ending
from guard.prose.coming.packages import LANGUAGES, taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from typing import Any

    from guard.doors.git.repository import Repository
    from guard.model.change import Change
    from guard.model.doubt import Doubt, Paper
    from guard.papers import Progress
    from guard.prose.coming.packages import Taken
    from guard.trust import Trusted

GIVE = ("dotenv", "docker", "settings", "data", "terraform")  # what gives code its variables; a script asks as well
PLACES = 40  # of a name, that are looked at whether they import it
LARGEST = 4 << 20  # bytes of such a file


class Landed(Tree):
    """The files of a landing, as it leaves them."""

    def __init__(self, repository: Repository, trusted: Trusted, change: Change, readers: Iterable[str]) -> None:
        super().__init__(repository, trusted, change.new or b"", False, None)
        self.files = [File(one.path, one.new.decode()) for one in change.landing.changes if one.new_mode in PLAIN]
        self.wanted = tuple(readers)
        self.asked = tuple([one for one in self.wanted if one != "code"])

    def gives(self, kind: str) -> Register:
        """The names of a kind that it adds where they are given, and not only asked for."""
        if kind in ("package", "module"):
            return _register(kind, self)
        names: Mapping[str, str] = {}
        if kind == "environment":
            told = [one for one in self.told("asks") if one.how in GIVE]
            names = {name: one.path.decode("utf-8", "replace") for one in told for name, _ in one.of(kind)}
        elif kind == "flag":
            names = names_of(self, kind, ("flags",))
        elif kind == "path":
            names = {one.path.decode("utf-8", "replace"): "" for one in self.files}
        return Register(kind, names)


def known_of(landed: Landed, at: bytes, kinds: Collection[str], hint: bool, progress: Progress | None) -> Known:
    """What the tree of this commit knows, and what the landing gives beside it."""
    if not kinds:
        return Known("", {})
    light = [kind for kind in ("package", "module") if kind in kinds]  # of code its paths are enough
    rest = [kind for kind in kinds if kind not in light]
    known = known_at(landed.repository, landed.trusted, at, rest, hint, progress)
    registers = dict(known.registers)
    if light:
        tree = Tree(landed.repository, landed.trusted, at, hint, progress)
        tree.wanted, tree.asked = ("code", "manifests"), ("manifests",)
        registers |= {kind: _register(kind, tree) for kind in light}
    return known._replace(registers={kind: _with(of, landed.gives(kind)) for kind, of in registers.items()})


def _register(kind: str, tree: Tree) -> Register:
    module: Any = importlib.import_module(REGISTERS[kind])
    found: Register = module.register(kind, tree)
    return found


def _with(register: Register, more: Register) -> Register:
    """What is known of a kind first; where nothing was, what comes is a beginning."""
    if not more.names:
        return register
    covers = tuple(sorted({*register.covers, *more.covers}))
    return register._replace(names={**more.names, **register.names}, missing="", covers=covers)


def used(landed: Landed, at: bytes, paper: Paper, doubts: Iterable[Doubt]) -> Known | None:
    """With tables as the landing leaves them, and packages that code of the tree imports already, where it is asked."""
    asked = {one.rule for one in doubts}
    more: dict[str, Register] = {}
    if "G703" in asked:
        kinds = ("table", "column")
        ends = known_at(landed.repository, landed.trusted, landed.commit, kinds)
        more |= {kind: _made(ends.of(kind), ends.of("table"), paper, doubts) for kind in kinds}
    if "G705" in asked:
        wrong = {one.quote for one in doubts if one.rule == "G705"}
        names = {one.name: one for one in taken(paper.added) if one.package in wrong and one.language}
        more["module"] = Register("module", dict(_imported(landed.repository, at, names)))
    if not any([one.names for one in more.values()]):
        return None
    registers = {kind: _with(of, more[kind]) if kind in more else of for kind, of in paper.known.registers.items()}
    return paper.known._replace(registers=registers)


def _made(of: Register, tables: Register, paper: Paper, doubts: Iterable[Doubt]) -> Register:
    """Without what stands there only because the very line that is asked about speaks of it."""
    asked = {f"{shown(one.path)}:{one.line}" for one in doubts if one.rule == "G703"}
    known = {**paper.known.of("table").names, **tables.names}
    names = {
        name: place
        for name, place in of.names.items()
        if place not in asked and (of.kind == "table" or name.rpartition(".")[0] in known or not _of_sql(place))
    }
    return of._replace(names=names)


def _of_sql(place: str) -> bool:
    return ending(place.rpartition(":")[0].encode()) in SQL


def _imported(repository: Repository, at: bytes, names: Mapping[str, Taken]) -> Iterator[tuple[str, str]]:
    """Those that some line of the tree imports: nobody brings them anew."""
    from guard.inventories.mentions import searched

    words = {name: name.partition(".")[0] if one.language == "python" else one.package for name, one in names.items()}
    places = searched(repository, at, words.values()).places if at and words else {}
    for name, one in names.items():
        for place in places.get(words[name], ())[:PLACES]:
            path, _, line = place.rpartition(":")
            if LANGUAGES.get(ending(path.encode())) == one.language and _takes(repository, at, path, int(line), one):
                yield name, place
                break


def _takes(repository: Repository, at: bytes, path: str, line: int, one: Taken) -> bool:
    oid = file_at(repository, at, path.encode())
    text = None if oid is None else next(repository.up_to([oid], LARGEST))[1]
    rows = b"" if text is None else b"".join(text.split(b"\n")[line - 1 : line])
    told = taken([Added(path.encode(), line, rows.decode("utf-8", "replace"))])
    return any([of.package == one.package for of in told])
