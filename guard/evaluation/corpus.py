"""A corpus, read: plans in sets, what is wrong in each, and the worlds they speak of; a broken one is an error.

Nothing is skipped: a plan without its labels, a label whose words do not stand in its line, a pair without its other
half would each make a figure better or worse than it is. All that is broken is told at once.
"""

from __future__ import annotations

import json
from pathlib import Path

from guard.errors import GuardError
from guard.escape import shown
from guard.inventories.stored import known_of
from guard.schema import validate_data
from guard.twice import once
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from guard.model.known import Known

WORLDS = "worlds"
TOLD = 20  # broken places that one message tells
MEND = "mend the corpus; guard schema expected and guard schema inventory print what belongs there"


class Defect(NamedTuple):
    """One thing that a person should be asked about."""

    kind: str
    line: int  # 0: of the whole text
    quote: str
    decidable: str
    note: str = ""
    last: int = 0  # the last line of its place, where it is more than one


class Labelled(NamedTuple):
    """A text, and all that is wrong in it."""

    set: str
    name: str
    text: str
    world: str
    defects: tuple[Defect, ...]
    hard_negative: bool = False
    pair: str = ""
    author: str = ""

    @property
    def called(self) -> str:
        return f"{self.set}/{self.name}"

    @property
    def clean(self) -> bool:
        return not self.defects


class Corpus(NamedTuple):
    """All of it."""

    where: str
    plans: tuple[Labelled, ...]
    worlds: Mapping[str, Known]

    def sets(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([plan.set for plan in self.plans]))

    def of(self, name: str) -> tuple[Labelled, ...]:
        return tuple([plan for plan in self.plans if plan.set == name])


def read(where: str, only: str = "") -> Corpus:
    """All sets of a folder, or one of them."""
    top = Path(where)
    faults: list[str] = []
    folders = [folder for folder in _folders(top) if folder.name != WORLDS and only in ("", folder.name)]
    plans = [plan for folder in folders for case in _folders(folder) if (plan := _plan(case, faults)) is not None]
    worlds: dict[str, Known] = {}
    for file in sorted((top / WORLDS).glob("*.json")):
        if (known := _world(file, faults)) is not None:
            worlds[file.stem] = known
    faults += _unmatched(plans, {file.stem for file in (top / WORLDS).glob("*.json")})
    if not plans and not faults:
        what = f"no set is called {only}" if only else "no plan stands there: SET/CASE/plan.md"
        faults.append(f"{where}: {what}")
    if faults:
        raise _broken(where, faults)
    return Corpus(where, tuple(plans), worlds)


def _broken(where: str, faults: list[str]) -> GuardError:
    more = f"; and {len(faults) - TOLD:,} more" if len(faults) > TOLD else ""
    what = f"the corpus cannot be read: {'; '.join(map(shown, faults[:TOLD]))}{more}"
    return GuardError("G813", what, shown(where), MEND)


def _folders(folder: Path) -> list[Path]:
    try:
        return sorted([one for one in folder.iterdir() if one.is_dir() and not one.name.startswith(".")])
    except OSError as error:
        raise _broken(str(folder), [f"{folder}: {error.strerror}"]) from error


def _plan(folder: Path, faults: list[str]) -> Labelled | None:
    """One case; what is wrong with it goes to `faults`."""
    said = _labels(folder / "expected.json", faults)
    written = _bytes(folder / "plan.md", faults)
    if written is None:
        return None
    try:
        text = written.decode("utf-8")
    except UnicodeDecodeError as error:
        faults.append(f"{folder / 'plan.md'}: not UTF-8 at byte {error.start}")
        return None
    if said is None:
        return None
    defects = tuple([_defect(one) for one in said["defects"]])
    plan = Labelled(
        *(folder.parent.name, folder.name, text, said["world"], defects),
        *(said.get("hard_negative", False), said.get("pair") or "", said["author"]),
    )
    faults += [f"{folder / 'expected.json'}: {wrong}" for wrong in _wrong(plan, said["clean"])]
    return plan


def _defect(said: Mapping[str, Any]) -> Defect:
    return Defect(said["kind"], said["line"], said["quote"], said["decidable"], said.get("note", ""))


def _wrong(plan: Labelled, clean: bool) -> Iterator[str]:
    """What a schema cannot see: labels that do not fit their text, or each other."""
    if clean != plan.clean:
        yield f"clean is {str(clean).lower()}, with {len(plan.defects)} defects"
    if plan.hard_negative and not plan.clean:
        yield "a hard negative is clean, and this one has defects"
    lines = plan.text.split("\n")
    for number, defect in enumerate(plan.defects):
        line = lines[defect.line - 1] if defect.line <= len(lines) else None
        if line is None:
            yield f"/defects/{number}: plan.md has {len(lines)} lines and no line {defect.line}"
        elif defect.quote not in line:
            near = [at for at, text in enumerate(lines, 1) if defect.quote in text]
            stands = f"; it stands in line {near[0]}" if near else ""
            yield f"/defects/{number}: line {defect.line} does not have the words '{defect.quote}'{stands}"


def _unmatched(plans: list[Labelled], worlds: set[str]) -> list[str]:
    """Worlds and pairs that are not there."""
    known = {(plan.set, plan.name): plan for plan in plans}
    faults = []
    for plan in plans:
        if plan.world not in worlds:
            faults.append(f"{plan.called}: no world is called {plan.world}")
        other = known.get((plan.set, plan.pair))
        if plan.pair and (other is None or other.pair != plan.name or other.clean == plan.clean):
            why = "is not there" if other is None else "does not name it, or both are clean or neither is"
            faults.append(f"{plan.called}: its pair {plan.pair} {why}")
    return faults


def _world(file: Path, faults: list[str]) -> Known | None:
    text = _bytes(file, faults)
    try:
        return None if text is None else known_of(text, f"world {file.stem}")
    except GuardError as error:
        faults.append(f"{file}: {error.what}")
        return None


def _labels(file: Path, faults: list[str]) -> dict[str, Any] | None:
    """What is wrong in a plan. Read plainly: what is quoted may hold letters that no document of guard may hold."""
    text = _bytes(file, faults)
    if text is None:
        return None
    try:
        data = json.loads(text.decode("utf-8"), object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        faults.append(f"{file}: no JSON: {error}")
        return None
    wrong = validate_data("expected", data)
    faults += [f"{file}: {fault}" for fault in wrong]
    return None if wrong else data


def _bytes(file: Path, faults: list[str]) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError as error:
        faults.append(f"{file}: {error.strerror}")
        return None
