"""Plan and change apart (G742): a file that comes with the text, or that a phase declares, and nothing speaks of it."""

from __future__ import annotations

import re

from guard.escape import shown
from guard.model.doubt import Doubt, Unasked
from guard.model.paths import PathSet, check_pattern
from guard.prose.cued import Cued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.model.doubt import Paper
    from guard.model.prose import Prose

_PATH = Cued(r"[\w.@+-]+(?:/[\w.@+-]+)*/?")
_ANY_NAME_TEXT = (
    "index routes models views utils types config server client service handler schema setup tests values package"
)
_ANY_NAME = frozenset(_ANY_NAME_TEXT.split())
_OWN = (b".guard/",)
# a migration, or what takes it back, by the number that both begin with
_NUMBER = Cued(r"[vur]?_?(\d{2,14})(?=[._-]|$)")
_HALF = Cued(r"[._-](?:up|down|undo|do|forward|reverse|rollback|revert)(?=\.)")
_FILE = Cued(r"(?:[\w.@+-]+/)+[\w@+-]+(?:\.\w{1,8}){1,3}")
_CHANGED = Cued(
    r" (?:loses|gains|gets|is (?:changed|edited|rewritten|extended|deleted|removed|split|renamed|moved|emptied)"
    r"|no longer (?:has|holds|exports|imports))\b",
    re.I,
)
MEND = "let the plan say which phase changes this file, and why; or leave it out of this change"


def check(paper: Paper) -> Iterator[Doubt | Unasked]:
    """Each file once, at its first line."""
    declares = bool(paper.prose.declared.scope) or any([step.files for step in paper.prose.steps])
    if not declares:
        yield Unasked("G742", "", "the text declares no scope and no files of its phases")
        return
    yield from _unspoken(paper)
    yield from _beyond(paper)
    if not paper.added:
        yield Unasked("G742", "files of a change", "no change comes with the text")
        return
    covered, told = _covered(paper.prose), _told(paper.prose)
    seen: set[bytes] = set()
    for line in paper.added:
        if line.path in seen or line.path.startswith(_OWN) or line.path == paper.prose.where.encode():
            continue
        seen.add(line.path)
        name = line.path.decode("utf-8", "surrogateescape")
        if not covered.matches(line.path) and not _named(name, told):
            what = f"{shown(line.path)} is changed, and no phase of the plan speaks of it"
            ask = "Does this change belong to the plan, and to which phase?"
            yield Doubt("G742", 0, name, what, ask, MEND, line.line, name)


def _unspoken(paper: Paper) -> Iterator[Doubt]:
    """Files of a phase that the text never names, where it names the others of that phase."""
    prose = paper.prose
    said = {part for unit in prose.units for part in _words(unit.text)} | {
        part for fence in prose.fences for part in _words(fence.text)
    }
    for step in prose.steps:
        named = [file for file in step.files if _spoken(file, said)]
        if not named or not any([unit.step == step.name and unit.kind != "field" for unit in prose.units]):
            continue
        for file in step.files:
            if file not in named and "*" not in file:
                what = f"phase {shown(step.name)} declares that it changes {shown(file)}, and the text does not say how"
                line = prose.declared.lines.get(f"/phases/{step.name}/files", step.line)
                ask = "What does this phase change there?"
                yield Doubt("G742", 0, file, what, ask, MEND, line, f"phase {step.name}: {file}")


def _beyond(paper: Paper) -> Iterator[Doubt]:
    """Files that a phase is said to change, outside what it declares and outside the scope of all."""
    prose = paper.prose
    if not prose.declared.scope or not any([step.files for step in prose.steps]):
        return
    covered, made = _covered(prose), {name.rpartition(":")[2] for name in prose.declared.creates}
    for unit in prose.units:
        step = (
            prose.step(unit.step) if unit.step and not unit.quoted and unit.role not in ("rollback", "gate") else None
        )
        for span in unit.spans if step is not None and step.files and unit.kind in ("sentence", "item") else ():
            file = unit.text[span.start : span.end]
            if span.kind != "code" or not _FILE.fullmatch(file) or not _CHANGED.match(unit.text, span.end):
                continue
            if not covered.matches(file.encode()) and file not in made:
                what = f"this changes {shown(file)}, which is outside the scope and in the files of no phase"
                ask = "Does this change belong to the plan, and to which phase?"
                yield Doubt("G742", unit.number, file, what, ask, MEND)


def _words(text: str) -> list[str]:
    return [path.rstrip(".") for path in _PATH.findall(text.casefold())]


def _spoken(file: str, said: set[str]) -> bool:
    """By its path, its name, or a folder that the text names whole."""
    bare = file.strip("/").casefold()
    parts = bare.split("/")
    stem = parts[-1].partition(".")[0]
    if _numbers([parts[-1]]) & _numbers(said) or _HALF.sub("", parts[-1]) in {_HALF.sub("", word) for word in said}:
        return True
    if len(stem) > 4 and stem not in _ANY_NAME and stem in said:
        return True
    folders = ["/".join(parts[:at]) for at in range(2, len(parts))]
    return bare in said or parts[-1] in said or any([folder in said or f"{folder}/" in said for folder in folders])


def _numbers(words: Iterable[str]) -> set[str]:
    """Of migrations: U046__entries.sql, V046 and 046_entries.down.sql are all 046."""
    found = [_NUMBER.match(word.rpartition("/")[2]) for word in words]
    return {number[1] for number in found if number is not None and (number[1][0] == "0" or len(number[1]) > 4)}


def _covered(prose: Prose) -> PathSet:
    """Scope and files as patterns; what is no pattern names one file, or a folder."""
    patterns = []
    for said in (*prose.declared.scope, *[file for step in prose.steps for file in step.files]):
        bare = said.partition("#")[0].removeprefix("./").strip("/")
        forms = (said,) if said.startswith("/") else (f"/{bare}", f"/{bare}/**")
        patterns += [form for form in forms if check_pattern(form) is None]
    return PathSet(patterns)


def _told(prose: Prose) -> frozenset[str]:
    """Paths that the units of steps name, and those that are declared as new."""
    found = {name.partition(":")[2] for name in prose.declared.creates if name.startswith("path:")}
    for unit in prose.units:
        if unit.step or unit.role in ("steps", "rollback", "gate"):
            paths = [path for text in unit.inside("code") for path in _PATH.findall(text[:400])]
            found |= {path.strip("/") for path in paths if "/" in path or "." in path}
    return frozenset(found)


def _named(name: str, told: frozenset[str]) -> bool:
    """Itself, or a folder it stands in."""
    parts = name.split("/")
    return name in told or any(["/".join(parts[:at]) in told for at in range(1, len(parts))])
