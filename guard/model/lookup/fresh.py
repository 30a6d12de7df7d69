"""What a text declares as new: names that need not be there yet, each with the step that makes it."""

from __future__ import annotations

from guard.model.lookup.dotted import in_order
from guard.model.lookup.near import within
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.doubt import Paper

_ALIKE = {"env": "environment", "variable": "environment", "file": "path", "function": "symbol", "index": "index"}
_KINDS = frozenset(
    (
        *("path", "symbol", "module", "table", "column", "flag", "environment", "service", "package", "command"),
        *("job", "index", "type", "topic", "queue"),
    )
)


_SAID = (*sorted(_KINDS), *_ALIKE)
_SHORT, _LONG = 3, 7  # letters: of shorter kinds every other one is near, in longer ones slip two


class New(NamedTuple):
    """One name that is declared."""

    said: str  # as it is declared, such as column:users.given_name
    kind: str  # "" where it does not say
    name: str
    step: str  # "" where none is named


class Fresh:
    """All of one text."""

    __slots__ = ("_by_last", "every", "files")

    def __init__(self, paper: Paper) -> None:
        told: dict[str, str] = dict(paper.prose.declared.creates)
        for step in paper.prose.steps:
            for said in step.creates:
                if not told.get(said):
                    told[said] = step.name
        self.every = tuple([_new(said, step) for said, step in told.items()])
        self.files = frozenset(
            [file.lstrip("/") for step in paper.prose.steps for file in step.files]
            + [line.path.decode("utf-8", "replace") for line in paper.added]
        )
        self._by_last: dict[str, list[New]] = {}
        for new in self.every:
            self._by_last.setdefault(_last(new.name), []).append(new)
            if new.kind == "table":
                self._by_last.setdefault("", []).append(new)

    def find(self, kind: str, name: str) -> New | None:
        """The declaration that this is a name of; of a column also that of its whole table."""
        if kind == "path":
            return self._path(name)
        said = name.removesuffix("()").replace("::", ".").replace("#", ".")
        for new in self._by_last.get(_last(said), ()):
            if _means(new, kind, said):
                return new
        head = said.rpartition(".")[0].casefold()
        if kind in ("column", "") and head:
            for new in self._by_last.get("", ()):
                if head in (new.name.casefold(), new.name.rpartition(".")[2].casefold()):
                    return new
        return None

    def _path(self, name: str) -> New | None:
        said = name.removeprefix("./").strip("/")
        for new in self.every:
            if new.kind in ("path", "") and ("/" in new.name or "." in new.name):
                full = new.name.strip("/")
                if full == said or full.endswith(f"/{said}") or full.startswith(f"{said}/") or f"/{said}/" in full:
                    return new
        return None

    def listed(self, path: str) -> bool:
        """Whether a step says that it changes this file."""
        said = path.removeprefix("./").strip("/")
        return said in self.files or any(
            [one.endswith(f"/{said}") or one.startswith(f"{said}/") or f"/{said}/" in one for one in self.files]
        )


def _new(said: str, step: str) -> New:
    kind, colon, name = said.partition(":")
    kind = _ALIKE.get(kind, kind)
    if colon and kind in _KINDS:
        return New(said, kind, name.removesuffix("()"), step)
    return New(said, "", said.removesuffix("()"), step)


def misspelt(new: New) -> str:
    """As it is meant where its kind is a slip of one that there is; "" where it says none, or one that there is."""
    kind, colon, name = new.said.partition(":")
    if new.kind or not colon or not name or name.startswith((":", "//")):
        return ""
    said, allowed = kind.casefold(), 2 if len(kind) > _LONG else 1
    near = [one for one in _SAID if within(said, one, allowed)]
    near.sort(key=lambda one: not within(said, one, 1))
    return f"{near[0]}:{name}" if near and len(kind) >= _SHORT else ""


def _last(name: str) -> str:
    return name.replace("::", ".").replace("#", ".").rpartition(".")[2].casefold()


def _means(new: New, kind: str, said: str) -> bool:
    """Whether the name as it is said is the declared one: in full, by its last parts, in the case its kind asks for."""
    whole = new.name.replace("::", ".").replace("#", ".")
    if kind in ("table", "column", "") and new.kind in ("table", "column", ""):
        whole, said = whole.casefold(), said.casefold()
    if kind == "package":
        whole, said = (one.casefold().replace("_", "-") for one in (whole, said))
    if whole == said or whole.endswith(f".{said}"):
        return True
    head, _, last = said.rpartition(".")
    return bool(head) and whole.rpartition(".")[2] == last and in_order(head.split("."), whole.split(".")[:-1])
