"""Open markers (G712): TBD, TODO, ???, [NEEDS CLARIFICATION], a question nobody answers; and in added lines."""

from __future__ import annotations

import re

from guard.model.doubt import Doubt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.prose import Prose, Unit

_VERBS = (
    r"(?:confirmed|decided|determined|defined|discussed|agreed|announced|specified|clarified|"
    r"finali[sz]ed|filled in|written|worked out|"
    r"figured out|sorted out|settled|named|assigned|done later|provided|checked|investigated|"
    r"estimated|continued|added later)"
)
_OPEN = re.compile(
    r"\b(?:TBD|TBA|TBC|TBDs|T\.B\.D\.|TODOs?|FIXME|XXX|WIP)\b(?!-\d)|\?\?\?+|"
    r"\[\s*(?:NEEDS?[ _-]CLARIFICATION|NEEDS?[ _-](?:INPUT|REVIEW|DECISION|OWNER|INFO)|CLARIFY|"
    r"PLACEHOLDER|INSERT|FILL IN|YOUR|LINK|OWNER|DATE|NAME|"
    r"citation needed)\b[^\]\n]{0,80}\](?!\()|"
    r"<(?:TBD|TODO|FIXME|fill[ -]in|insert|your|placeholder)\b[^<>\n]{0,60}>|"
    r"\b(?i:(?:still |yet |has yet |remains? |left )?to be "
    + _VERBS
    + r"|(?:yet|still) to (?:decide|confirm|define|determine|agree|clarify|"
    r"find out|work out|be)|(?:not|isn't|aren't|hasn't been|have not been|has not been|is not|"
    r"are not) (?:yet )?(?:decided|agreed|defined|confirmed|"
    r"determined|known|clear|specified|finali[sz]ed|settled) yet|(?:not|isn't|"
    r"aren't) yet (?:been )?(?:decided|agreed|defined|confirmed|determined|known|"
    r"clear|specified|finali[sz]ed|settled)|undecided|open question|needs? (?:clarification|"
    r"confirmation|to be (?:decided|confirmed|defined|clarified|agreed))|"
    r"(?:somebody|someone) (?:should|needs to|has to|must|to) (?:check|find out|decide|confirm|verify|"
    r"look)|fill (?:this )?in later|coming soon|"
    r"lorem ipsum|details? (?:to follow|later|tbd))\b"
)
_SMALL = re.compile(r"(?:^|[(:|,;=-]\s*)(?:tbd|tba|tbc|todo|fixme|n\.?n\.?|\?\?|\?)\s*(?=$|[).,;:|])", re.I)
# the marker is what is spoken of
_ABOUT = re.compile(
    r"\b(?:grep|search(?:es|ed|ing)?|look(?:s|ed|ing)? for|find(?:s|ing)?|remov\w+|delet\w+|resolv\w+|"
    r"count\w*|no|every|each|any|all(?: the)?|without|"
    r"the word|called|marked|named|says?|reads?|list of|number of|old|existing|remaining|these|those|"
    r"fail\w* on|check\w* for|rejects?|forbids?|bans?|"
    r"warns? (?:on|about)|\d+|nothing|none|never|leaves?|left|writes?|puts?|adds?|wrote) (?:\w+ ){0,3}$",
    re.I,
)
_CLOSED = re.compile(
    r"\bno longer\b|\bnothing\b|\bnone\b|\bno\b(?: \w+){0,2} $|\bwhat (?:is|was) $|\bif\b[^,]*$|"
    r"\bunless\b[^,]*$|\buntil\b[^,]*$",
    re.I,
)
_IN_CODE = re.compile(r"(?:#|//|--|/\*|<!--|;|\*)\s*(?:.{0,80}?\s)?(TODO|FIXME|XXX|TBD)\b")
_ANSWER = re.compile(
    r"\b(?:answer(?:ed)?|decided|decision|resolved|yes|no|settled|agreed|closed|done|confirmed|"
    r"it (?:is|does|has|will)|they (?:are|do|have))\b|->|\u2192|=>",
    re.I,
)
MEND = "say what holds, and what shows it; where nobody knows yet, ask who does, and leave this step out until then"


def check(paper: Paper) -> Iterator[Doubt]:
    """Each marker in somebody's own words; one in code or in a quotation is what the text is about."""
    for unit in paper.prose.units:
        if unit.quoted:
            continue
        quote = _marker(unit) or _question(paper.prose, unit)
        if quote:
            what = (
                f"{quote} marks what nobody has decided"
                if not quote.endswith("?") or quote.startswith("?")
                else "an open question"
            )
            ask = f"What is to stand in the place of {quote}?" if what.startswith(quote) else quote
            yield Doubt("G712", unit.number, quote, what, ask, MEND)
    for line in paper.added:
        marked = _IN_CODE.search(line.text[:2000])
        if marked is not None:
            what = f"a new {marked[1]} comes with the change"
            ask = "Is what it leaves open needed before this lands, and who does it?"
            yield Doubt("G712", 0, marked[1], what, ask, MEND, line.line, line.text.strip())


def _marker(unit: Unit) -> str:
    """The first that stands for something missing."""
    plain = unit.plain()
    for found in _OPEN.finditer(plain):
        before = plain[max(0, found.start() - 60) : found.start()]
        if not _ABOUT.search(before) and not _CLOSED.search(before):
            return unit.text[found.start() : found.end()]
    for cell in unit.cells or ((unit.text,) if unit.kind in ("item", "sentence", "field") else ()):
        small = _SMALL.search(cell) if cell in plain else None
        if small and (unit.cells or len(cell) < 80):
            return small[0].strip(" (:|,;=-") or small[0].strip()
    return ""


def _question(prose: Prose, unit: Unit) -> str:
    """A question under a heading of questions, with no answer behind it."""
    if unit.role != "questions" or unit.kind not in ("item", "sentence", "row") or "?" not in unit.plain():
        return ""
    end = unit.text.find("?") + 1
    rest = unit.text[end:]
    for at in range(unit.number, min(len(prose.units), unit.number + 6)):
        after = prose.units[at]
        if after.kind in ("heading",) or (after.block != unit.block and "?" in after.text):
            break
        rest += " " + after.text
    return "" if _ANSWER.search(rest) or len(rest.split()) > 3 else unit.text[:end][-200:]
