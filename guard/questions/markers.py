"""Open markers (G712): TBD, TODO, ???, [NEEDS CLARIFICATION], a question nobody answers; and in added lines."""

from __future__ import annotations

import re

from guard.model.doubt import Doubt
from guard.prose import meant
from guard.prose.cued import Cued
from guard.prose.text import TOO_LONG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.prose import Prose, Unit

_DECIDED = (
    r"(?:confirmed|decided|determined|discussed|agreed|announced|clarified|finali[sz]ed|settled|worked out|figured out|"
    r"sorted out|investigated|estimated)"
)
_FILLED = r"(?:defined|specified|filled in|written|named|assigned|done later|provided|checked|continued|added later)"
_WORDS = Cued(
    r"\b(?:TBD|TBA|TBC|TBDs|T\.B\.D\.|TODOs?|FIXME|XXX|WIP)\b(?!-\d)|\?\?\?+|"
    r"\[\s*(?:NEEDS?[ _-](?:CLARIFICATION|INPUT|REVIEW|DECISION|OWNER|INFO)|CLARIFY|PLACEHOLDER|"
    r"INSERT|FILL IN|YOUR|LINK|"
    r"OWNER|DATE|NAME|TBD|TODO|citation needed)\b[^\]\n]{0,80}\](?!\()|"
    r"<(?:TBD|TODO|FIXME|fill[ -]in|insert|your|placeholder)\b[^<>\n]{0,60}>"
)
_PHRASES = Cued(
    r"\bto be " + _DECIDED + r"\b|\b(?:is|are|remains?|still|yet|left) to be " + _FILLED + r"\b|"
    r"\b(?:yet|still) to (?:decide|confirm|define|determine|agree|clarify|find out|work out)\b|"
    r"\b(?:not|n't) (?:been )?(?:decided|agreed|defined|confirmed|determined|known|clear|specified|"
    r"finali[sz]ed|settled) yet\b|"
    r"\b(?:not|n't) yet (?:been )?(?:decided|agreed|defined|confirmed|determined|known|clear|"
    r"specified|finali[sz]ed|settled)\b|"
    r"\b(?:undecided|open question|needs? (?:clarification|confirmation|to be (?:decided|confirmed|"
    r"defined|clarified|agreed))|"
    r"(?:somebody|someone) (?:should|needs to|has to|must) (?:check|find out|decide|confirm|verify|"
    r"look)|fill (?:this )?in later|"
    r"coming soon|lorem ipsum|details? (?:to follow|later|tbd))\b",
    re.I,
)
_SMALL = Cued(
    r"(?:^|[(:|,;=-]\s*)(?:tbd|tba|tbc|todo|fixme)\s*(?=$|[).,;:|])|^\s*(?:\?{1,2}|n\.?n\.?)\s*$|:\s*\?{1,2}\s*$", re.I
)
# the marker is what is spoken of
_ABOUT = Cued(
    r"\b(?:grep|search(?:es|ed|ing)?|look(?:s|ed|ing)? for|find(?:s|ing)?|remov(?:e|es|ed|ing)|delet(?:e|es|ed|ing)|"
    r"resolv(?:e|es|ed|ing)|count\w*|no|every|each|any|all|without|the word|called|marked|says?|"
    r"reads?|list of|number of|"
    r"old|existing|remaining|these|those|fails? on|checks? for|rejects?|forbids?|bans?|warns? (?:on|"
    r"about)|\d+|nothing|none|"
    r"(?:comments?|lines?|rows?|markers?|notes?|files?|places?|tests?|code|cells?|spots?) (?:with|containing|holding|"
    r"carrying|(?:that|which) (?:has|have|contains?|carry|carries|says?|begins? with))|"
    r"never|left|writes?|puts?|adds?|wrote)(?: (?:the|all|any|its|their|each|every|open|old|new|"
    r"remaining|with|a|an|in|of|as)){0,3} $",
    re.I,
)
# it goes away, or is explained
_GOES = Cued(
    r"(?: (?:comments?|markers?|notes?|lines?))?(?: (?:in|at|of|above|there|from|on) [^.;,]{1,60})? "
    r"(?:is|are|gets?|was|were|will be|goes|go|went|disappears?) (?:then |also |both |all )?"
    r"(?:deleted|removed|dropped|taken out|cleaned|gone|away|with (?:it|them|the)|stale|obsolete|old)\b",
    re.I,
)
_CLOSED = Cued(
    r"\b(?:no longer|(?:nothing|none|no|not an?|without)(?: \w+){0,3}|what (?:is|was)|(?:waits?|"
    r"waiting) for [\w ]{1,40}|allow[\w ]{1,40}|"
    r"requires? [\w ]{1,40}|(?:if|unless|until|when|whether|which)\b[^,]{0,60}|"
    r"(?:orders|payments|bookings|appointments|invoices|requests|transfers)) $",
    re.I,
)
_ANSWER = Cued(
    r"\b(?:answer(?:ed)?|decided|decision|resolved|yes|no|settled|agreed|closed|done|confirmed|"
    r"it (?:is|does|has|will)|they (?:are|do|have))\b|->|\u2192|=>",
    re.I,
)
_SAYING = frozenset({"said", "says", "wrote", "writes", "asked", "answered", "quotes", "quoted", "proposed", "told"})
MEND = "say what holds, and what shows it; where nobody knows yet, ask who does, and leave this step out until then"

TAKEN = "do it now; or write beside it the ticket and who does it: TODO(dana): PAY-123, what is left"
UNQUOTE = "write what is going to be done in words of the plan's own, outside of quotations"
UNREAD = (
    "mend the text there, so that all of it is read: close what is open, take apart what is nested too deep, "
    "and leave a line empty above a table"
)
SPLIT = "split it into several texts, each of which is read whole, or take out what is no part of the plan"


def check(paper: Paper) -> Iterator[Doubt]:
    """Each marker in somebody's own words; one in code or in a quotation is what the text is about."""
    for at, words in paper.prose.faults:
        what = f"what stands from line {at} on cannot be read as its writer means it: {words}"
        mend = SPLIT if words.startswith(TOO_LONG) else UNREAD
        yield Doubt("G712", 0, "", what, "What is it meant to say?", mend, at, words)
    yield from _quoted(paper.prose)
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
    if paper.added:
        yield from arrives(paper)


def arrives(paper: Paper) -> Iterator[Doubt]:
    """Each that comes in a comment of code; not what moves, nor what a ticket and a person stand beside."""
    from guard.prose.coming.marks import marks  # loaded where lines come

    for words, line in marks(paper.added):
        what = f"a new {words} comes with the change"
        ask = "Is what it leaves open needed before this lands, and who does it?"
        yield Doubt("G712", 0, words, what, ask, TAKEN, line.line, line.text.strip(), path=line.path)


def _quoted(prose: Prose) -> Iterator[Doubt]:
    """A page that is quotation for the most part, or steps in quotations: nobody asks about them, and who says them?"""
    said = [unit for unit in prose.units if unit.kind in ("sentence", "item", "row")]
    quoted = [unit for unit in said if unit.quoted or meant.quoted(unit)]
    whole = bool(quoted) and len(quoted) == len(said)
    if whole or len(quoted) > max(2, len(said) / 2):
        what = f"{len(quoted)} of {len(said)} sentences stand in quotations"
    else:  # however much else stands on the page: else a few words more would be enough, and nothing would be asked
        quoted = _steps(prose)
        what = f"{len(quoted)} steps stand in block quotes, and no line above them says whose they are"
    if whole or len(quoted) > 2:
        what += ": words of others, of which nothing is asked"
        yield Doubt("G712", quoted[0].number, "", what, "Who says this, and is it what is going to be done?", UNQUOTE)


def _steps(prose: Prose) -> list[Unit]:
    """Rows, and items by their first sentence, that nobody says."""
    found: dict[tuple[int, int], Unit] = {}
    for unit in _nobodys(prose):
        if unit.kind in ("item", "row"):
            found.setdefault((unit.block, unit.number if unit.kind == "row" else 0), unit)
    return list(found.values())


def _nobodys(prose: Prose) -> Iterator[Unit]:
    """What stands in block quotes that nobody's name or document leads to: "The old plan said:"."""
    led = False
    for unit in prose.units:
        if unit.quoted and not led:
            yield unit
        elif not unit.quoted:
            led = unit.text.rstrip().endswith(":") and not _SAYING.isdisjoint(re.split(r"\W+", unit.plain().lower()))


def _marker(unit: Unit) -> str:
    """The first that stands for something missing."""
    plain = unit.plain()
    for words, excuse in ((_WORDS, _ABOUT), (_PHRASES, _CLOSED)):
        for found in words.finditer(plain):
            if words is _WORDS and _GOES.match(plain[found.end() : found.end() + 120]):
                continue
            if not excuse.search(plain[max(0, found.start() - 80) : found.start()]):
                return unit.text[found.start() : found.end()]
    if unit.kind in ("heading", "comment"):
        return ""
    for cell in unit.cells or (plain,):
        small = _SMALL.search(cell) if len(cell) < 80 else None
        if small and cell in plain:
            return small[0].strip(" (:|,;=-\t") or small[0].strip()
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
