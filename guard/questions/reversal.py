"""What cannot be taken back: no way back is told (G731), or one that does not lead back (G732)."""

from __future__ import annotations

import re

from guard.escape import shown
from guard.model.doubt import Doubt, Unasked
from guard.prose.alone import alone
from guard.prose.backs import Backs
from guard.prose.cued import Cued
from guard.prose.destroying import acts, declared, unjudged
from guard.prose.leading import Leads
from guard.prose.leading_back import declared_backs, wordless
from guard.prose.ways_back import LABEL, cell
from guard.prose.worth import DENIED, documented, fault, leads_back

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
_LIMITED = Cued(r"\b(?:rollback|way back) covers?\b", re.I)
_SHOWN = 10  # lines that nobody could judge, each by its words
ASK = "How is what this takes away brought back, by whom, and until when?"
MEND = (
    "say in this step how what it removes comes back: the copy that is made before, where it is kept and until "
    "when, and a restore that was tried; "
    "or that it cannot come back, with who accepted that and when"
)


def check(paper: Paper) -> Iterator[Doubt | Unasked]:
    """One doubt a step, for its first such act; then the ways back that are none."""
    backs = Backs(paper)
    found = [*acts(paper, backs.around), *declared(paper)]
    told: set[tuple[str, int]] = set()
    steps = {step.name: step for step in reversed(paper.prose.steps)}
    for act in found:
        key = (act.step, 0 if act.step else act.above or act.line)
        wrong = None if key in told else _wrong(backs, act, steps.get(act.step))
        if wrong is not None:
            told.add(key)
            rule, what, way = wrong
            if way is not None:
                yield Doubt(rule, way.number, way.text, what, ASK, MEND, why=act.quote)
            else:
                yield Doubt(rule, act.unit, act.quote, what, ASK, MEND, act.line, act.anchor)
    lone = alone(paper, backs)
    if lone is not None and (lone.step.name, 0) not in told:
        what = "each other step tells its way back, and this one tells none"
        if lone.unit is not None:
            yield Doubt("G731", lone.unit.number, lone.unit.text, what, ASK, MEND)
        else:
            line, name = lone.step.line, lone.step.name
            yield Doubt("G731", 0, name, what, ASK, MEND, line, f"phase {name}")
    yield from _no_way(paper, backs)
    yield from _wordless(paper)
    left = list(unjudged(paper))
    for one, why in left[:_SHOWN]:
        yield Unasked("G731", shown(f"line {one.line}: {one.text[:60]}"), why)
    if left[_SHOWN:]:
        yield Unasked(
            "G731", f"{len(left) - _SHOWN} more such lines, from line {left[_SHOWN][0].line} on", left[_SHOWN][1]
        )


def _wrong(backs: Backs, act: Act, step: Step | None) -> tuple[str, str, Unit | None] | None:
    """The rule, what is the matter, and the way back that is at fault, where there is one."""
    if step is not None and step.irreversible:
        return None
    ways = own = backs.own(act, step)
    if not ways:
        ways = backs.covering(step)
        if not ways and backs.naming:
            what = f"the way back does not speak of {act.step or 'this'}, which cannot be taken back"
            return "G732", what, backs.naming[0]
        if not ways:
            return "G731", "this cannot be taken back, and no way back is told", None
    what = fault(ways)
    if not what and act.declared and not (leads_back(ways) or documented(ways)):
        return "G731", "this cannot be taken back, and no way back of it is told", None
    told = backs.around.step(act.step) if what and act.declared else []
    body = (one for one in told if one.kind != "field" and ((own and backs.told_in(one)) or LABEL.search(one.text)))
    return ("G732", what, next(body, None)) if what else None


def _no_way(paper: Paper, backs: Backs) -> Iterator[Doubt]:
    """Ways back that are none, whatever they are for."""
    units, leads = paper.prose.units, Leads(paper.prose, backs.around)
    for unit in units:
        if unit.quoted or unit.kind == "comment":
            continue
        if unit.kind == "heading":
            following = units[unit.number] if unit.number < len(units) else None
            empty = following is None or (following.kind == "heading" and len(following.under) <= len(unit.under))
            if unit.role == "rollback" and not unit.table and empty and not leads.coded(unit):
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
        elif label and leads.flag_alone(unit.text[: label.start(1)], said):
            yield _faulty(unit, unit.text, "a flag stops the reads; what these steps have written stays as it is")
        elif said and leads.nowhere(unit, said):
            yield _faulty(unit, said, "this names another place for the way back, and none stands there")
        elif _LIMITED.search(unit.text) and (left := leads.left_out(unit)):
            yield _faulty(unit, unit.text, f"this way back leaves out {left}")
        elif said and leads.from_nothing(unit, said):
            yield _faulty(unit, said, "nothing in this text makes the copy that is to be restored")
    for fence in paper.prose.fences:
        found = None if fence.quoted else _EMPTY_DOWN.search(fence.text)
        if found is not None:
            line = fence.line + fence.text.count("\n", 0, found.start())
            what = "a migration that does nothing takes nothing back"
            yield Doubt("G732", 0, found[0].strip(), what, ASK, MEND, line, found[0].strip())


def _wordless(paper: Paper) -> Iterator[Doubt]:
    """Ways back that are declared, and neither lead anywhere nor tell anything."""
    for back in declared_backs(paper.prose):
        if wordless(back):
            what = f"the way back of {shown(back.step)} names no place and tells no way"
            yield Doubt("G732", 0, back.said, what, ASK, MEND, back.line, back.anchor)


def _faulty(unit: Unit, said: str, what: str) -> Doubt:
    return Doubt("G732", unit.number, said.strip() or unit.text, what, ASK, MEND)
