"""Asking what a tree knows by name: each kind by its own rules of case, endings and folders, and by what is near.

The index is made once for what is known, and only of the kinds somebody asks for.
"""

from __future__ import annotations

from guard.model.lookup.columns import Columns
from guard.model.lookup.dotted import Dotted
from guard.model.lookup.fresh import Fresh, New
from guard.model.lookup.near import Near, folded
from guard.model.lookup.paths import Paths

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from guard.model.doubt import Paper
    from guard.model.known import Known

PLAIN = ("flag", "environment", "service", "package", "command", "job")
_RUNNERS = ("make", "npm", "npm run", "pnpm", "yarn", "just", "task", "rake", "poetry run", "npx", "composer")
_LAST: list[Names] = []  # the index of what was asked last: every rule of a paper asks the same
_NEW: list[tuple[Paper, Fresh]] = []


class Names:
    """Everything that is known, to be asked by name."""

    __slots__ = ("_made", "_near", "known")

    def __init__(self, known: Known) -> None:
        self.known = known
        self._made: dict[str, Any] = {}
        self._near: dict[str, Near] = {}

    def once(self, what: str, make: Callable[[], Any]) -> Any:
        """What was made under this name, or is made now."""
        if what not in self._made:
            self._made[what] = make()
        return self._made[what]

    @property
    def paths(self) -> Paths:
        found: Paths = self.once("path", lambda: Paths(self.known.of("path").names))
        return found

    @property
    def symbols(self) -> Dotted:
        found: Dotted = self.once("symbol", lambda: Dotted(self.known.of("symbol").names))
        return found

    @property
    def modules(self) -> Dotted:
        found: Dotted = self.once("module", lambda: Dotted(self.known.of("module").names))
        return found

    @property
    def columns(self) -> Columns:
        found: Columns = self.once(
            "column", lambda: Columns(self.known.of("table").names, self.known.of("column").names)
        )
        return found

    def can(self, kind: str) -> bool:
        """Whether anybody can say what there is of a kind."""
        return not self.known.of(kind).missing

    def whole(self, kind: str) -> bool:
        """Whether the register of a kind covers all there is."""
        register = self.known.of(kind)
        return not register.missing and not register.partial

    @property
    def humped(self) -> bool:
        """Whether code of the tree has names such as UserStore at all."""
        last = (name.rpartition(".")[2] for name in self.known.of("symbol").names)
        found: bool = self.once("humped", lambda: any(map(_humps, last)))
        return found

    def has(self, kind: str, name: str) -> bool:
        """Whether a plain name of this kind is there, as its own rules of writing have it."""
        if name in self.known.of(kind).names:
            return True
        written: frozenset[str] = self.once(f"written {kind}", lambda: self._written(kind))
        return _normal(kind, name) in written

    def _written(self, kind: str) -> frozenset[str]:
        names = self.known.of(kind).names
        if kind == "command":
            return frozenset([form for name in names for form in _commands(name)])
        return frozenset([_normal(kind, name) for name in names])

    def subcommands(self, program: str) -> frozenset[str]:
        """What is known to stand right behind a program; of "", what stands behind any, and what runs by itself."""
        found: frozenset[str] = self.once(f"behind {program}", lambda: self._behind(program))
        return found

    def _behind(self, program: str) -> frozenset[str]:
        names = self.known.of("command").names
        if not program:
            return frozenset([word for name in names for word in (name.split(" ")[1:] or [name])])
        begins = f"{program} "
        return frozenset([name[len(begins) :].partition(" ")[0] for name in names if name.startswith(begins)])

    def outside(self, name: str) -> bool:
        """Whether the glossary explains the name, or says that it, or what it begins with, is somebody else's."""
        foreign, explained = self.once("outside", self._foreign)
        said = name.casefold().strip("/()")
        if said in explained or said in foreign:
            return True
        parts = said.replace("::", ".").replace("/", ".").split(".") if foreign else []
        if "/" in name and self.paths.top(name.strip("/").partition("/")[0]):
            return False
        return any([".".join(parts[:at]) in foreign for at in range(1, len(parts))])

    def _foreign(self) -> tuple[frozenset[str], frozenset[str]]:
        """Names of others, and words of the glossary with what those begin with: a.b of a.b.v1."""
        terms = [one.casefold() for one in self.known.of("term").names]
        heads = [head for one in terms if (head := one.rpartition(".")[0]).count(".")]
        return frozenset([one.casefold() for one in self.known.of("external").names]), frozenset([*terms, *heads])

    def anywhere(self, name: str) -> str:
        """The kind under which exactly this is known, whatever the kind; "" where it is none."""
        found: str = self.once(f"kind of {name}", lambda: self._anywhere(name))
        return found

    def _anywhere(self, name: str) -> str:
        for kind in PLAIN:
            if self.has(kind, name):
                return kind
        if self.known.mentions.get(name):
            return "symbol"
        if self.columns.table(name) or self.columns.tables_with(name):
            return "column"
        if self.symbols.has(name) or self.modules.has(name):
            return "symbol"
        if self.paths.has(name) or self.paths.stem(name):
            return "path"
        return ""

    @property
    def tired(self) -> bool:
        """Whether so many names were asked for that nobody looks any more what is near them."""
        return any([near.tired for near in self._near.values()])

    def near(self, kind: str) -> Near:
        """What is near among the names of a kind; of dotted ones, among their last parts."""
        if kind not in self._near:
            names = self.known.of(kind).names
            if kind in ("symbol", "column"):
                last = dict.fromkeys([name.rpartition(".")[2] for name in names])
                self._near[kind] = Near(last)
            elif kind == "command":
                self._near[kind] = Near(dict.fromkeys([form for name in names for form in _commands(name)]))
            else:
                self._near[kind] = Near(names)
        return self._near[kind]


def names_of(known: Known) -> Names:
    """The index of what is known; made anew only where it is another."""
    if not _LAST or _LAST[0].known is not known:
        _LAST[:] = [Names(known)]
    return _LAST[0]


def _humps(name: str) -> bool:
    """Whether it is written as UserStore is."""
    return name[:1].isupper() and name != name.upper() and any([letter.isupper() for letter in name[1:]])


def fresh_of(paper: Paper) -> Fresh:
    """What the paper declares as new."""
    if not _NEW or _NEW[0][0] is not paper:
        _NEW[:] = [(paper, Fresh(paper))]
    return _NEW[0][1]


def _normal(kind: str, name: str) -> str:
    if kind == "package":  # PEP 503; other registries take no two names that differ in this alone
        return "-".join(name.casefold().replace("_", "-").replace(".", "-").split("-"))
    return name


def _commands(name: str) -> tuple[str, ...]:
    """A command as it may be written: with what runs it, and by its own name."""
    runner, _, last = name.rpartition(" ")
    if runner == "python manage.py":
        return (name, last, f"manage.py {last}", f"./manage.py {last}")
    if runner in _RUNNERS:
        return (name, last)
    for prefix in _RUNNERS:
        if name.startswith(f"{prefix}:"):
            return (name, name[len(prefix) + 1 :])
    return (name, name.rpartition("/")[2]) if "/" in name else (name,)


__all__ = ["PLAIN", "Columns", "Dotted", "Fresh", "Names", "Near", "New", "Paths", "folded", "fresh_of", "names_of"]
