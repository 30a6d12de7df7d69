"""Ways back that a text tells: of a step, of several, or for all of them."""

from __future__ import annotations

import re

from guard.prose.cued import Cued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.doubt import Paper
    from guard.model.prose import Step, Unit
    from guard.prose.beside import Beside
    from guard.prose.destroying import Act

WAY = Cued(
    r"\broll(?:ed|ing|s)?[ -]?back\b|\bway back\b|\brestor\w+|\bundo\w*|\brevert\w*|\bback-?ups?\b"
    r"|\bbacked up\b|\bdumps?\b|\bsnapshots?\b|\bpg_dump\b|\bpitr\b"
    r"|\bpoint[- ]in[- ]time\b|\bnot reversible\b|\birreversibl[ey]\b|\bcannot (?:come back|be (?:taken back|undone))\b"
    r"|\bkept (?:for|until|as|in)\b|\bgranted? again\b"
    r"|\bput back\b|\binverse\b|\btaken back\b",
    re.I,
)
LABEL = Cued(
    r"(?:\brollback|\bway back|\bback-?out|\bundo|\bto (?:roll|go) back"
    r"|(?<![\w-])(?:back|revert|reversal|recovery|fallback|in reverse)(?=\s*(?:\([^)]{0,40}\)\s*)?:))"
    r"\b[^:|.]{0,40}:\s*(.{0,300})",
    re.I,
)
_NUMBERS = Cued(r"\b(?:phases?|steps?|stages?)\s+(\d{1,3}(?:\s*(?:,|and|to|-|\u2013|through|or)\s*\d{1,3}){0,8})", re.I)
_SECTION = Cued(r"\W{0,4}(\d{1,3}(?:\.\d{1,3}){0,3})\b")
EVERY = Cued(r"\b(?:every|each|all|any) (?:of the )?(?:phase|step|stage|landing|change)s?\b|\bwhole\b", re.I)
_BACK_UP = Cued(r"\b(?:pg_dump\w*|mysqldump|mongodump|create-db-snapshot|state pull|back-?up\w*|snapshot\w*)\b", re.I)
COLUMN = Cued(
    r"^\W*(?:how )?back\W*$|\broll(?:ing)?[ -]?back\b|\bway back\b|\bback[- ]?out\b|\bundo(?:ne)?\b|\bgo(?:ing)? back\b"
    r"|\bhow to (?:go|come) back\b|\brevert|\brevers(?:e|al)\b|\brecovery\b|\bfall-?back\b"
    r"|\bif (?:it|this|that|something) (?:fails|goes wrong|breaks)\b",
    re.I,
)
_OF_STEPS = Cued(r"\b(?:rollback|way back)\b[^.|]{0,60}\b(?:covers?|of|for)\b", re.I)


def own_ways(paper: Paper, act: Act, step: Step | None, around: Beside) -> list[str]:
    """Ways back that the step itself tells: declared, behind a label, in a column, or in its words."""
    found = [step.rollback] if step is not None and step.rollback else []
    if step is not None and not act.unit:
        found += rows_of(paper, around, step)
    here = paper.prose.unit(act.unit) if act.unit else None
    beside = [unit for unit in around.section(act.under) if unit.kind == "sentence"]
    if here is None and act.above:
        rows = [unit for unit in paper.prose.units if unit.line == act.above and unit.kind == "row"]
        found += [told for unit in rows if (told := cell(paper, unit)) is not None]
    near = around.step(act.step) or [*(around.paragraph(here) if here is not None else ()), *beside]
    for unit in dict.fromkeys(near):
        if unit.quoted or unit.kind == "comment":
            continue
        told = cell(paper, unit) if unit.kind == "row" else None
        if told is not None and (here is None or unit is here or here.kind != "row"):
            found.append(told)
        label = LABEL.search(unit.text)
        if label is not None and unit.kind != "row":
            rest = [one.text for one in around.paragraph(unit) if one.number > unit.number]
            found.append(label[1] or " ".join(rest))
        elif (
            told is None
            and unit.kind != "heading"
            and (unit.role == "rollback" or ((unit is here or unit.kind != "row") and WAY.search(unit.text)))
        ):
            found.append(unit.text)
    fences = around.of_step(act.step)
    return found + [fence.text for fence in fences if fence.role == "rollback" or _BACK_UP.search(fence.text)]


def rows_of(paper: Paper, around: Beside, step: Step) -> list[str]:
    """What tables of ways back say of a step: rows whose first cells are its name, its number, or its section."""
    names = {step.name.casefold(), step.title.casefold(), str(step.number) if step.number else ""} - {""}
    heading = next((unit.text for unit in around.step(step.name) if unit.kind == "heading" and not unit.table), "")
    section = _SECTION.match(heading)
    names |= {section[1]} if section is not None else set()
    found = []
    for table in paper.prose.tables:
        column = any([COLUMN.search(title) for title in table.header])
        for row in [paper.prose.unit(number) for number in table.rows]:
            first = {re.sub(r"^(?:phase|step|stage)\s+", "", one.casefold().strip(" .:)*")) for one in row.cells[:2]}
            if first & names and (column or row.role == "rollback"):
                found.append(cell(paper, row) or ("" if column else " | ".join(row.cells[1:])))
    return found


def without_way(paper: Paper, unit: Unit, text: str) -> str:
    """The text of a row with its way back blanked, place by place."""
    at = _column(paper, unit)
    if at < 0:
        return text
    start = sum([len(one) + len(" | ") for one in unit.cells[:at]])
    return text[:start] + " " * len(unit.cells[at]) + text[start + len(unit.cells[at]) :]


def _column(paper: Paper, unit: Unit) -> int:
    """Which of the cells of a row is its way back; -1 for none."""
    header = paper.prose.tables[unit.table - 1].header if unit.table and unit.kind == "row" else ()
    at = next((at for at, title in enumerate(header) if COLUMN.search(title)), -1)
    return at if at < len(unit.cells) else -1


def cell(paper: Paper, unit: Unit) -> str | None:
    """What a row says in the column of ways back; None where the table has no such column."""
    at = _column(paper, unit)
    return unit.cells[at] if at >= 0 else None


def general(unit: Unit) -> bool:
    """A way back that stands in no step."""
    said = unit.role == "rollback" or _OF_STEPS.search(unit.text) is not None
    return said and not unit.step and not unit.quoted and unit.kind not in ("heading", "comment")


def covers(paper: Paper, unit: Unit, step: Step) -> bool:
    told = unit.text.casefold()
    if EVERY.search(unit.text) or step.name.casefold() in told or step.title.casefold() in told:
        return True
    if any([drop.rpartition(".")[2].rpartition(":")[2].casefold() in told for drop in step.drops]):
        return True
    if step.number and step.number in numbered(unit.text):
        return True
    return not any([names_steps(paper, one) for one in paper.prose.units if general(one)])


def names_steps(paper: Paper, unit: Unit) -> bool:
    told = unit.text.casefold()
    words = set(re.findall(r"[\w-]+", told))
    return bool(numbered(unit.text)) or any([step.name.casefold() in words for step in paper.prose.steps])


def numbered(text: str) -> set[int]:
    """The numbers of steps that a text names; `1 to 3` names three."""
    found: set[int] = set()
    for said in _NUMBERS.finditer(text):
        numbers = [int(number) for number in re.findall(r"\d{1,3}", said[1])]
        found |= set(numbers)
        for first, last in re.findall(r"(\d{1,3})\s*(?:to|-|\u2013|through)\s*(\d{1,3})", said[1]):
            found |= set(range(int(first), int(last) + 1))
    return found
