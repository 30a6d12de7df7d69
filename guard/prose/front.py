"""What a page declares before its text: YAML between two lines of ---, read strictly."""

from __future__ import annotations

import re

from guard.model.prose import Assumed, Declared, Step
from guard.prose.cued import Cued
from guard.prose.fields import words
from guard.prose.parts import Part
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.document import Document

    Positions = dict[str, tuple[int, int]]

_BEGIN = Cued(r"---[ \t]*\n")
_END = Cued(r"^(?:---|\.\.\.)[ \t]*$", re.M)
_KEY = Cued(r"^[A-Za-z_][\w -]{0,60}:(?:[ \t]|$)", re.M)
KEYS = ("owner", "creates", "external", "scope", "assume", "counts", "phases")
_OURS = Cued(rf"^(?:{'|'.join(KEYS)})[ \t]*:", re.M)
_BEFORE = " \t\"'])}"  # behind one of these, or at the beginning of a line, # begins a comment
_SAYS = ("irreversible", "rollback", "gate", "owner")
_LISTED = ("files", "creates", "drops", "does")
_LISTS = frozenset((*_LISTED, "after", "external", "paths", "never"))


class Front(NamedTuple):
    """What stands there, and how many lines it takes."""

    lines: int = 0
    declared: Declared = Declared()
    steps: tuple[Step, ...] = ()
    parts: tuple[Part, ...] = ()
    faults: tuple[tuple[int, str], ...] = ()


NONE = Front()


def front(text: str) -> Front:
    """The text has \\n between its lines."""
    begin = _BEGIN.match(text)
    end = _END.search(text, begin.end()) if begin else None
    if begin is None or end is None:
        return NONE
    inside = text[begin.end() : end.start()]
    if not _KEY.search(inside):
        return NONE  # two rules across a page, and what stands between them
    lines = text.count("\n", 0, end.end()) + 1
    told_beside = [Part("comment", words, number + 1) for number, words in remarks(inside)]
    document, faults = _loaded(inside)
    if document is None:
        raw = [(number, line.strip()) for number, line in enumerate(inside.split("\n"), 2)]
        told = [Part("comment", line, number) for number, line in raw if line]
        return Front(lines, Declared(), (), tuple(told), tuple(faults if _OURS.search(inside) else ()))
    read = _Reading(document.data, document.positions)
    return Front(lines, read.declared(), read.steps(), (*read.parts(), *told_beside), tuple(read.faults))


def remarks(inside: str) -> Iterator[tuple[int, str]]:
    """What stands behind a #, and so in nobody's data; in a text with a # in it as well."""
    for number, line in enumerate(inside.split("\n"), 1):
        marks = [
            at
            for at, char in enumerate(line if "#" in line else "")
            if char == "#" and (not at or line[at - 1] in _BEFORE)
        ]
        said = line[marks[0] + 1 :].strip() if marks else ""
        if said:
            yield number, said


def _loaded(inside: str) -> tuple[Document | None, list[tuple[int, str]]]:
    from guard.document import DocumentErrors, load

    try:
        return load(inside.encode(), "front matter"), []
    except DocumentErrors as errors:
        faults = errors.faults
        return None, [(fault.line + 1, f"what is declared cannot be read: {fault.message}") for fault in faults[:5]]


class _Reading:
    """The data of the document taken as what it declares; what is of another shape is a fault."""

    def __init__(self, data: dict[str, object], positions: Positions) -> None:
        self.data, self.positions = data, positions
        self.faults: list[tuple[int, str]] = []

    def line(self, pointer: str) -> int:
        from guard.document import place_of

        return place_of(self.positions, pointer)[0] + 1

    def declared(self) -> Declared:
        scope = self._mapping(self.data.get("scope"), "/scope")
        creates = dict.fromkeys(self._texts(self.data.get("creates"), "/creates"), "")
        for name, phase in self._phases().items():
            for made in self._texts(phase.get("creates"), f"/phases/{name}/creates"):
                creates[made] = name
        return Declared(
            creates=creates,
            owner=self._text(self.data.get("owner"), "/owner"),
            assumes=tuple(self._assumes()),
            counts=self._counts(),
            scope=self._texts(scope.get("paths"), "/scope/paths"),
            lines={pointer: place[0] + 1 for pointer, place in self.positions.items()},
            external=self._texts(self.data.get("external"), "/external"),
        )

    def _counts(self) -> dict[str, int]:
        found = {}
        for name, many in self._mapping(self.data.get("counts"), "/counts").items():
            if isinstance(many, int) and not isinstance(many, bool):
                found[name] = many
            else:
                self._fault(f"/counts/{name}", "a whole number")
        return found

    def steps(self) -> tuple[Step, ...]:
        found: list[Step] = []
        for number, (name, phase) in enumerate(self._phases().items(), 1):
            at = f"/phases/{name}"
            before = (found[-1].name,) if found else ()
            after = self._texts(phase["after"], f"{at}/after") if "after" in phase else before
            files, creates, drops, does = [self._texts(phase.get(key), f"{at}/{key}") for key in _LISTED]
            way, back, gate, owner = [self._said(phase.get(key), f"{at}/{key}") for key in _SAYS]
            if not gate and isinstance(phase.get("after"), dict):
                gate = self._said(phase["after"], f"{at}/after")
            line = self.line(at)
            lists = (files, creates, drops, does)
            found.append(Step(name, name, line, after, *lists, way, back, gate, owner, True, number))
        return tuple(found)

    def parts(self) -> Iterator[Part]:
        """Every text of several words: a unit of its own, at its place in the document."""
        rest: list[tuple[str, str, object]] = [("", "", self.data)]
        while rest:
            pointer, key, value = rest.pop()
            if isinstance(value, dict):
                rest += [(f"{pointer}/{name}", name, one) for name, one in reversed(value.items())]
            elif isinstance(value, list) and key not in _LISTS:
                rest += [(f"{pointer}/{at}", key, value[at]) for at in reversed(range(len(value)))]
            elif isinstance(value, str) and len(value.split()) > 1 and key not in _LISTS:
                text, spans = words(value)
                yield Part("field", text, self.line(pointer), spans, pointer=pointer)

    def _phases(self) -> dict[str, dict[str, object]]:
        phases = self._mapping(self.data.get("phases"), "/phases")
        return {name: self._mapping(phase, f"/phases/{name}") for name, phase in phases.items()}

    def _assumes(self) -> Iterator[Assumed]:
        for name, entry in self._mapping(self.data.get("assume"), "/assume").items():
            at = f"/assume/{name}"
            if isinstance(entry, str):
                yield Assumed(name, entry, "", self.line(at))
                continue
            told = self._mapping(entry, at)
            says, by = [self._text(told.get(key), f"{at}/{key}") for key in ("says", "settled_by")]
            yield Assumed(name, says, by, self.line(at))

    def _fault(self, pointer: str, wanted: str) -> None:
        told = (self.line(pointer), f"what is declared at {pointer} is not {wanted}")
        if told not in self.faults:
            self.faults.append(told)

    def _mapping(self, value: object, pointer: str) -> dict[str, object]:
        if value is not None and not isinstance(value, dict):
            self._fault(pointer, "a mapping of keys to values")
        return value if isinstance(value, dict) else {}

    def _text(self, value: object, pointer: str) -> str:
        if value is not None and not isinstance(value, str):
            self._fault(pointer, "a text")
        return value if isinstance(value, str) else ""

    def _said(self, value: object, pointer: str) -> str:
        """A text, or a mapping in words: {evidence: deployed, soak: 24h}."""
        if isinstance(value, dict):
            return ", ".join([f"{key}: {one}" for key, one in value.items()])
        return self._text(value, pointer)

    def _texts(self, value: object, pointer: str) -> tuple[str, ...]:
        """One text, a list of texts, or the keys of a mapping (`after: {expand: deployed}`)."""
        if isinstance(value, str):
            return (value,)
        if isinstance(value, (list, dict)) and all(isinstance(one, str) for one in value):
            return tuple(value)
        if value is not None:
            self._fault(pointer, "a text, or a list of texts")
        return ()
