"""What cannot be taken back: no way back is told (G731), or one that does not lead back (G732)."""

from __future__ import annotations

import re

from guard.escape import shown
from guard.model.doubt import Doubt, Unasked
from guard.prose.alone import alone
from guard.prose.beside import Beside
from guard.prose.cued import Cued
from guard.prose.destroying import acts, declared, unjudged
from guard.prose.ways_back import COLUMN, EVERY, LABEL, WAY, cell, covers, general, names_steps, numbered, own_ways
from guard.prose.worth import BRINGS_DATA, DENIED, documented, fault, leads_back

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.prose import Step, Unit
    from guard.prose.destroying import Act

_NO_WORK = Cued(
    r"\b(?:empty|no-?op|blank) (?:down |reverse |undo )?(?:migration|script|file)\b|\b(?:is|are) left (?:empty"
    r"|blank)\b|\bdown\b[^.;|]{0,40}\b(?:is|are) a no-?op"
    r"|\btransaction\w*,? so\b[^.]{0,40}\bnothing to (?:roll|undo|revert|take)",
    re.I,
)
_EMPTY_DOWN = Cued(
    r"def (?:downgrade|down|backwards?)\([^)]{0,40}\)[^:\n]{0,20}:\s*(?:\"\"\"[^\"]{0,80}\"\"\"\s*)?(?:pass"
    r"|return|\.\.\.)\s*(?:$|\n)"
    r"|--\s*\+(?:goose|migrate) Down\s*(?:--[^\n]*\n\s*)*$|\bdown\(\)\s*\{\s*\}",
    re.I,
)
_FROM_COPY = Cued(r"\brestor\w+\b[^.;|]{0,30}\b(?:from|of)\b[^.;|]{0,30}\b(?:back-?ups?|snapshots?|dumps?)\b", re.I)
_MAKES_COPY = Cued(
    r"\b(?:pg_dump\w*|mysqldump|mongodump|barman|wal-g|pgbackrest|restic|velero|snapshots?|back-?ups?"
    r"|backed up|dumps?|create-db-snapshot|state pull|cp|copy)\b",
    re.I,
)
_LIMITED = Cued(r"\b(?:rollback|way back) covers?\b", re.I)
_FLAG = Cued(r"\bflags? (?:is )?off\b|\b(?:turn|switch|set|toggle)\b[^.;|]{0,40}\boff\b|\bdisable\b|\bunset\b", re.I)
# says what becomes of the data
_KEEPS = Cued(
    r"\b(?:delet|drop|truncat|remov|clear|restor|stay|stays|remain|left|keep|kept|ignor|unread|unused|harmless|set to)"
    r"|\bnull\b|\b(?:not|nothing|nobody)\b",
    re.I,
)
_FILLS = Cued(r"\b(?:back-?)?fill|\bcopy|\bmigrat|\bimport|\bconvert|\bmerge", re.I)
_SEE = Cued(r"\W*see (?:in )?(?:(?:phase|step|stage) (\d{1,3})|the table (?:above|below))\W*$", re.I)
_SHOWN = 10  # lines that nobody could judge, each by its words
ASK = "How is what this takes away brought back, by whom, and until when?"
MEND = (
    "say in this step how what it removes comes back: the copy that is made before, where it is kept and until "
    "when, and a restore that was tried; "
    "or that it cannot come back, with who accepted that and when"
)


def check(paper: Paper) -> Iterator[Doubt | Unasked]:
    """One doubt a step, for its first such act; then the ways back that are none."""
    found = [*acts(paper), *declared(paper)]
    told: set[tuple[str, int]] = set()
    around = Beside(paper.prose)
    for act in found:
        key = (act.step, 0 if act.step else act.above or act.line)
        wrong = None if key in told else _wrong(paper, act, around)
        if wrong is not None:
            told.add(key)
            rule, what, way = wrong
            if way is not None:
                yield Doubt(rule, way.number, way.text, what, ASK, MEND, why=act.quote)
            else:
                yield Doubt(rule, act.unit, act.quote, what, ASK, MEND, act.line, act.anchor)
    lone = alone(paper, around)
    if lone is not None and (lone.step.name, 0) not in told:
        what = "each other step tells its way back, and this one tells none"
        if lone.unit is not None:
            yield Doubt("G731", lone.unit.number, lone.unit.text, what, ASK, MEND)
        else:
            line, name = lone.step.line, lone.step.name
            yield Doubt("G731", 0, name, what, ASK, MEND, line, f"phase {name}")
    yield from _no_way(paper)
    left = list(unjudged(paper))
    for one, why in left[:_SHOWN]:
        yield Unasked("G731", shown(f"line {one.line}: {one.text[:60]}"), why)
    if left[_SHOWN:]:
        yield Unasked(
            "G731", f"{len(left) - _SHOWN} more such lines, from line {left[_SHOWN][0].line} on", left[_SHOWN][1]
        )


def _wrong(paper: Paper, act: Act, around: Beside) -> tuple[str, str, Unit | None] | None:
    """The rule, what is the matter, and the way back that is at fault, where there is one."""
    step = paper.prose.step(act.step) if act.step else None
    if step is not None and step.irreversible:
        return None
    ways = own_ways(paper, act, step, around)
    if not ways:
        told = [unit for unit in paper.prose.units if general(unit)]
        covering = [unit for unit in told if step is None or covers(paper, unit, step)]
        if not covering and any([names_steps(paper, unit) for unit in told]):
            what = f"the way back does not speak of {act.step or 'this'}, which cannot be taken back"
            return "G732", what, next(unit for unit in told if names_steps(paper, unit))
        if not covering:
            return "G731", "this cannot be taken back, and no way back is told", None
        ways = [unit.text for unit in covering]
    what = fault(ways)
    if not what and act.declared and not (leads_back(ways) or documented(ways)):
        return "G731", "this cannot be taken back, and no way back of it is told", None
    told = [unit for unit in paper.prose.units if act.declared and act.step and unit.step == act.step]
    body = [unit for unit in told if unit.kind != "field" and (unit.text in ways or LABEL.search(unit.text))]
    return ("G732", what, body[0] if body else None) if what else None


def _no_way(paper: Paper) -> Iterator[Doubt]:
    """Ways back that are none, whatever they are for."""
    units = paper.prose.units
    for unit in units:
        if unit.quoted or unit.kind == "comment":
            continue
        if unit.kind == "heading":
            following = units[unit.number] if unit.number < len(units) else None
            empty = following is None or (following.kind == "heading" and len(following.under) <= len(unit.under))
            if unit.role == "rollback" and not unit.table and empty and not _coded(paper, unit):
                yield _faulty(unit, unit.text, "nothing stands under this heading")
            continue
        label = LABEL.search(unit.text)
        said = (
            label[1]
            if label
            else unit.text
            if unit.role == "rollback" or "transaction" in unit.text
            else cell(paper, unit) or ""
        )
        if said and DENIED.match(said):
            yield _faulty(unit, said, "this guesses that nobody will want to go back, and tells no way")
        elif said and _NO_WORK.search(said):
            yield _faulty(unit, said, "a migration that does nothing takes nothing back")
        elif label and _flag_alone(paper, unit.text[: label.start(1)], said):
            yield _faulty(unit, unit.text, "a flag stops the reads; what these steps have written stays as it is")
        elif said and _leads_nowhere(paper, unit, said):
            yield _faulty(unit, said, "this names another place for the way back, and none stands there")
        elif _LIMITED.search(unit.text) and _left_out(paper, unit):
            left = ", ".join(_left_out(paper, unit))
            yield _faulty(unit, unit.text, f"this way back leaves out {left}")
        elif said and _from_nothing(paper, unit, said):
            yield _faulty(unit, said, "nothing in this text makes the copy that is to be restored")
    for fence in paper.prose.fences:
        found = None if fence.quoted else _EMPTY_DOWN.search(fence.text)
        if found is not None:
            line = fence.line + fence.text.count("\n", 0, found.start())
            what = "a migration that does nothing takes nothing back"
            yield Doubt("G732", 0, found[0].strip(), what, ASK, MEND, line, found[0].strip())


def _faulty(unit: Unit, said: str, what: str) -> Doubt:
    return Doubt("G732", unit.number, said.strip() or unit.text, what, ASK, MEND)


def _coded(paper: Paper, unit: Unit) -> bool:
    return any([fence.under[-1:] == (unit.text,) or fence.role == "rollback" for fence in paper.prose.fences])


def _leads_nowhere(paper: Paper, unit: Unit, said: str) -> bool:
    """`see phase 4`, and phase 4 tells no way back."""
    there = _SEE.match(said)
    if there is None:
        return False
    if there[1]:
        step = next((step for step in paper.prose.steps if step.number == int(there[1])), None)
        told = [one for one in paper.prose.units if step is not None and one.step == step.name and one is not unit]
        return not any([WAY.search(one.text) or BRINGS_DATA.search(one.text) for one in told])
    tables = [table for table in paper.prose.tables if table.line < unit.line and table.number != unit.table]
    return not any([COLUMN.search(title) for table in tables for title in table.header])


def _flag_alone(paper: Paper, before: str, said: str) -> bool:
    """One flag as the way back of several steps, of which one fills or converts data."""
    if not _FLAG.search(said) or _KEEPS.search(said):
        return False
    numbers = numbered(before)
    named = [step for step in paper.prose.steps if step.number in numbers or EVERY.search(before)]
    return len(named) > 1 and any([_writes(step) for step in named])


def _writes(step: Step) -> bool:
    return (
        any([does.startswith("data.") for does in step.does]) or _FILLS.search(f"{step.name} {step.title}") is not None
    )


def _left_out(paper: Paper, unit: Unit) -> tuple[str, ...]:
    """Steps that a way back for some of them does not name, and that tell none of their own."""
    told = unit.text.casefold()
    words, numbers = set(re.findall(r"[\w-]+", told)), numbered(unit.text)
    left = [step for step in paper.prose.steps if step.name.casefold() not in words and step.number not in numbers]
    if not left or len(left) == len(paper.prose.steps):
        return ()
    backed = {one.step for one in paper.prose.units if one is not unit and WAY.search(one.text)}
    return tuple([step.name for step in left if not (step.rollback or step.irreversible or step.name in backed)])


def _from_nothing(paper: Paper, unit: Unit, said: str) -> bool:
    if (
        not _FROM_COPY.search(said)
        or any([span.kind in ("code", "link") for span in unit.spans])
        or re.search(r"\d|\bPITR\b", said)
    ):
        return False
    made = [
        one.text
        for one in paper.prose.units
        if one is not unit and one.role != "rollback" and (one.step or one.role in ("steps", "gate"))
    ]
    made += [fence.text for fence in paper.prose.fences]
    return not any([_MAKES_COPY.search(text) for text in made])
