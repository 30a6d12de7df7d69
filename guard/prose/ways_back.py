"""Words by which a text tells ways back: of a step, of several, or for all of them."""

from __future__ import annotations

import re

from guard.prose.cued import Cued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.doubt import Paper
    from guard.model.prose import Unit

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
SECTION = Cued(r"\W{0,4}(\d{1,3}(?:\.\d{1,3}){0,3})\b")
EVERY = Cued(r"\b(?:every|each|all|any) (?:of the )?(?:phase|step|stage|landing|change)s?\b|\bwhole\b", re.I)
BACK_UP = Cued(r"\b(?:pg_dump\w*|mysqldump|mongodump|create-db-snapshot|state pull|back-?up\w*|snapshot\w*)\b", re.I)
COLUMN = Cued(
    r"^\W*(?:how )?back\W*$|\broll(?:ing)?[ -]?back\b|\bway back\b|\bback[- ]?out\b|\bundo(?:ne)?\b|\bgo(?:ing)? back\b"
    r"|\bhow to (?:go|come) back\b|\brevert|\brevers(?:e|al)\b|\brecovery\b|\bfall-?back\b"
    r"|\bif (?:it|this|that|something) (?:fails|goes wrong|breaks)\b",
    re.I,
)
_OF_STEPS = Cued(r"\b(?:rollback|way back)\b[^.|]{0,60}\b(?:covers?|of|for)\b", re.I)


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


def numbered(text: str) -> set[int]:
    """The numbers of steps that a text names; `1 to 3` names three."""
    found: set[int] = set()
    for said in _NUMBERS.finditer(text):
        numbers = [int(number) for number in re.findall(r"\d{1,3}", said[1])]
        found |= set(numbers)
        for first, last in re.findall(r"(\d{1,3})\s*(?:to|-|\u2013|through)\s*(\d{1,3})", said[1]):
            found |= set(range(int(first), int(last) + 1))
    return found
