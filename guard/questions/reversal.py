"""What cannot be taken back: no way back is told (G731), or one that does not lead back (G732)."""

from __future__ import annotations

import re

from guard.model.doubt import Doubt
from guard.prose.beside import Beside
from guard.prose.destroying import acts, declared
from guard.prose.ways_back import COLUMN, LABEL, WAY, cell, covers, general, names_steps, numbered, own_ways

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.prose import Unit
    from guard.prose.destroying import Act

_NONE = re.compile(
    r"\b(?:no|without|not|never|nothing)\b[^.;|]{0,24}\b(?:roll(?:ed)? ?back|way back|restored?|undone"
    r"|reverted|back-?up)\b|\brollback\W{1,3}(?:n/?a|none|-|not)\b",
    re.I,
)
_ACCEPTED = re.compile(r"\b(?:accepted|agreed|approved|signed off|wanted)\b[^.;]{0,60}\b(?:by|on)\b", re.I)
_EMPTY = re.compile(
    r"\W*(?:n/?a|none|no|nothing|not (?:needed|necessary|required|applicable|possible)|none (?:needed|required"
    r"|necessary)|nothing to (?:do|roll back)|no-?op"
    r"|not applicable|unnecessary)?\W*",
    re.I,
)
_NO_WORK = re.compile(
    r"\b(?:empty|no-?op|blank) (?:down |reverse |undo )?(?:migration|script|file)\b|\b(?:is|are) left (?:empty"
    r"|blank)\b|\bdown\b[^.;|]{0,40}\b(?:is|are) a no-?op"
    r"|\btransaction\w*,? so\b[^.]{0,40}\bnothing to (?:roll|undo|revert|take)",
    re.I,
)
_EMPTY_DOWN = re.compile(
    r"def (?:downgrade|down|backwards?)\([^)]{0,40}\)[^:\n]{0,20}:\s*(?:\"\"\"[^\"]{0,80}\"\"\"\s*)?(?:pass"
    r"|return|\.\.\.)\s*(?:$|\n)"
    r"|--\s*\+(?:goose|migrate) Down\s*(?:--[^\n]*\n\s*)*$|\bdown\(\)\s*\{\s*\}",
    re.I,
)
_CLAIMS = re.compile(
    r"\b(?:nothing to roll ?back|(?:fully|completely|trivially|easily|always) reversible|transactional,? so"
    r"|no data (?:is|will be|can be) lost|without (?:any )?data loss)\b",
    re.I,
)
_ONLY_CODE = re.compile(
    r"\b(?:revert(?:ing)? (?:the |this )?(?:commit|pr|pull request|migration|landing|change|release|deploy\w*)"
    r"|inverse commit|re-?run(?:ning)?\b|rerun|redeploy\w*"
    r"|deploy(?:ing)? the (?:previous|old|last)|flag off|turn (?:it|the flag) (?:on|off|back))",
    re.I,
)
_BRINGS_DATA = re.compile(
    r"\brestor\w+|\bback-?ups?\b|\bdumps?\b|\bsnapshots?\b|\bpitr\b|\bpoint[- ]in[- ]time\b|\bcop(?:y|ies"
    r"|ied)\b|\bre-?creat\w+|\bre-?fill\w*|\bexport\w*|\bimport\w*"
    r"|\bstate (?:push|pull|mv)|\bagain\b|\bre-?issu\w+|\binsert\b|\barchive\w*|\bversion\w*|\bundelete\w*"
    r"|\bkept\b|\brebuil\w+|\bput back\b|\bdeclare\b",
    re.I,
)
_FROM_COPY = re.compile(
    r"\brestor\w+\b[^.;|]{0,30}\b(?:from|of)\b[^.;|]{0,30}\b(?:back-?ups?|snapshots?|dumps?)\b", re.I
)
_MAKES_COPY = re.compile(
    r"\b(?:pg_dump\w*|mysqldump|mongodump|barman|wal-g|pgbackrest|restic|velero|snapshots?|back-?ups?"
    r"|backed up|dumps?|create-db-snapshot|state pull|cp|copy)\b",
    re.I,
)
_LIMITED = re.compile(r"\b(?:rollback|way back) covers?\b", re.I)
_SEE = re.compile(r"\W*see (?:in )?(?:(?:phase|step|stage) (\d{1,3})|the table (?:above|below))\W*$", re.I)
ASK = "How is what this takes away brought back, by whom, and until when?"
MEND = (
    "say in this step how what it removes comes back: the copy that is made before, where it is kept and until "
    "when, and a restore that was tried; "
    "or that it cannot come back, with who accepted that and when"
)


def check(paper: Paper) -> Iterator[Doubt]:
    """One doubt a step, for its first such act; then the ways back that are none."""
    found = [*acts(paper), *declared(paper)]
    told: set[tuple[str, int]] = set()
    around = Beside(paper.prose)
    for act in found:
        key = (act.step, 0 if act.step else act.line)
        wrong = None if key in told else _wrong(paper, act, around)
        if wrong is not None:
            told.add(key)
            rule, what, way = wrong
            if way is not None:
                yield Doubt(rule, way.number, way.text, what, ASK, MEND, why=act.quote)
            else:
                yield Doubt(rule, act.unit, act.quote, what, ASK, MEND, act.line, act.anchor)
    yield from _no_way(paper)


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
    said = " ".join(ways)
    if all([_EMPTY.fullmatch(way.strip(" .")) for way in ways]) or (
        _NONE.search(said) and not _BRINGS_DATA.search(_NONE.sub(" ", said))
    ):
        return (
            None if _ACCEPTED.search(said) else ("G732", "this cannot be taken back, and its way back is empty", None)
        )
    if _BRINGS_DATA.search(said) or _ACCEPTED.search(said):
        return None
    if _CLAIMS.search(said):
        return "G732", "the text says that this can be taken back, and it cannot", None
    if _ONLY_CODE.search(said):
        return "G732", "the way back takes back the code; what is removed here stays away", None
    return None


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
        if said and _NO_WORK.search(said):
            yield _faulty(unit, said, "a migration that does nothing takes nothing back")
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
        return not any([WAY.search(one.text) or _BRINGS_DATA.search(one.text) for one in told])
    tables = [table for table in paper.prose.tables if table.line < unit.line and table.number != unit.table]
    return not any([COLUMN.search(title) for table in tables for title in table.header])


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
