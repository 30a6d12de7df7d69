"""Waiting for a live state (G733): "once replication has caught up", and no query, value and record to tell it."""

from __future__ import annotations

import re

from guard.model.doubt import Doubt
from guard.prose.beside import Beside
from guard.prose.cued import Cued
from guard.prose.dangers import of_dangers
from guard.prose.evidence import weighs
from guard.prose.waiting import by_eye, waits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.prose import Fence, Unit

_STATES = frozenset(("sentence", "item", "row", "field", "heading"))
_ASIDE = frozenset(("background", "references", "questions", "assumptions", "owners"))
_ASKS = Cued(
    r"\b(?:SELECT|SHOW|EXPLAIN|kubectl|curl|psql|redis-cli|kafka-\w+|rabbitmqctl|aws|gcloud|az|vault|terraform"
    r"|consul|etcdctl|promtool|make"
    r"|rate\(|sum\(|count\(|pg_stat\w*|dig|nslookup|git|rg|grep|bin/|scripts/)",
    re.I,
)
# how far it is rolled out, and nothing that is seen
_ROLLED_OUT = Cued(
    r"\b(?:go(?:es)?|switch(?:es)?|roll(?:s|ed)? (?:it )?out|rais(?:e|es|ed)|ramp(?:s|ed)?|mov(?:e|es|ed)|open(?:s|ed)?"
    r"|turn(?:s|ed)? (?:it )?on|enabled?|on)\b[^.;,]{0,30}? (?:to|at|for) \d{1,3} ?%",
    re.I,
)
_SOURCE = Cued(r"\b(?:query|dashboard|metrics?|panel|graph|counter|gauge|probe|alert|monitor)\b", re.I)
_EXPECTS = Cued(
    r"\bexpect\w*|\b(?:is|are|be|prints?|returns?|shows?|reads?|gives?|reports?|counts?|lists?|equals?"
    r"|reach(?:es)?|stays?|below|above|under"
    r"|over|at least|at most|less than|more than|fewer than)\s+(?:\w+\s+){0,2}(?:\d|zero\b|no(?:ne|thing)?\b"
    r"|empty\b)|[=<>\u2264\u2265]\s*\d"
    r"|\b\d+(?:[.,]\d+)?\s?(?:%|ms|s|seconds?|minutes?|rows?|errors?|messages?|connections?|requests?)(?!\w)"
    r"|\b(?:succeeds?|exits? (?:with )?0|passes|same figure)",
    re.I,
)
_DONE = Cued(
    r"\W*(?:is )?(?:done (?:when|once|if)|finished when|gates?|condition|criteri(?:on|a)|exit(?: criteri(?:on|a))?"
    r"|until|goes on when|next when|proceed when|go if|check|wait for|waits for|when done)\W*",
    re.I,
)
_POINTS = Cued(
    r"\b(?:the|this|that|its|each|as) (?:\w+ )?(?:gates?|checks?|quer(?:y|ies)|counts?|statements?|comparison"
    r"|commands?)\b|\b(?:below|above|as (?:shown|follows|measured))\b"
    r"|\b(?:by|of|in|under|see) (?:the )?(?:step|check|gate|query) \w+",
    re.I,
)
_GOES_ON = Cued(r"[;,]\s(?:and )?(?:then|next|after that|afterwards)\b|\band then\b", re.I)
# a sentence of the same paragraph that speaks of another time
_ELSEWHEN = Cued(r"\W*(?:at the (?:very )?end|in the end|finally|at last|later|the next day|on the next day)\b", re.I)
_WORD = Cued(r"[a-z]{4,40}")
_STEM = 5  # letters of a word by which two are alike
_NEXT = 2  # units before and behind among which a gate is labelled
_REACH = 120  # units of a step, in each direction, among which the same state is looked for
_LABELLED = Cued(r"\W*(?:gate|check|expected|verification|proof|evidence|done when|query)\b[^.:]{0,24}:", re.I)
_BEHIND = 14  # lines to the code that a sentence with a colon leads to
_EMPTY_TEXT = (
    "once after when until wait waits waiting soon moment have been with that this they them everything nothing "
    "nobody anything something things look looks again more less than then from into over down first last next "
    "longer some time second seconds minute minutes hour hours days night week weeks month months phase step steps "
    "batch half still also caught settled gone stable normal fine good done through quiet healthy reads uses"
)
_EMPTY = frozenset(_EMPTY_TEXT.split())
ASK = "What is looked at, what must it show, and where is it written down that it did?"
MEND = (
    "name the query or the metric, the value that must be seen and for how long, and where it is recorded and by whom, "
    "in this step; or declare it as the gate of the phase"
)


def check(paper: Paper) -> Iterator[Doubt]:
    """One doubt a unit: the first state it waits for and nobody can tell."""
    around = Beside(paper.prose)
    for unit in paper.prose.units:
        if unit.kind not in _STATES or unit.quoted or (unit.role in _ASIDE and not unit.step):
            continue
        if unit.table and unit.kind == "heading":
            continue
        quote = _quote(unit) or (_cell(paper, unit) if unit.kind == "row" else "")
        if quote and not weighs(unit) and not of_dangers(unit) and not _told(paper, unit, quote, around):
            yield Doubt("G733", unit.number, quote, "this waits for a state that nobody is asked for", ASK, MEND)


def _quote(unit: Unit) -> str:
    start, end = next(waits(unit.plain()), (0, 0))
    return unit.text[start:end].strip()


def _cell(paper: Paper, unit: Unit) -> str:
    """What a row says of when it is done, where that is judged by eye."""
    header = paper.prose.tables[unit.table - 1].header
    cells = [unit.cells[at] for at, title in enumerate(header) if at < len(unit.cells) and _DONE.fullmatch(title)]
    return next((cell for cell in cells if by_eye(cell)), "")


def _told(paper: Paper, unit: Unit, quote: str, around: Beside) -> bool:
    """Whether the same step, or where there is none the same paragraph and the code behind it, says how it is told.

    In a step that is what stands right beside it, what it speaks of, and what asks for the very thing.
    """
    step = around.named(unit.step)
    units = around.step(unit.step)
    if step is not None and step.gate and (_first(units) is unit or _alike(quote, step.gate)):
        return True
    section = around.section(unit.text) if unit.kind == "heading" else []
    near = [one for one in around.paragraph(unit) if one is unit or not _ELSEWHEN.match(one.text)] + section
    fences = around.fences(unit)
    if not units or unit.kind == "heading" or _POINTS.search(_clause(unit, quote)):
        return _asked(units or near, fences)
    near += [one for one in _around(paper, unit, _NEXT) if _LABELLED.match(one.text)]
    leads = unit.text.endswith(":")
    behind = [fence for fence in fences if leads and 0 < fence.line - unit.line <= _BEHIND]
    spoken = [one for one in units if 0 < one.line - unit.line <= 2 * _BEHIND] if behind else []
    if _asked([*near, *spoken], behind):
        return True
    stems = _stems(quote)
    alike = [one for one in _around(paper, unit, _REACH) if _has(one.text, stems)] if stems else []
    return _asked([one for part in alike for one in around.paragraph(part)], fences) or (
        any([_alike(quote, fence.text) for fence in fences]) and _asked(units, fences)
    )


def _around(paper: Paper, unit: Unit, most: int) -> list[Unit]:
    """So many before it and behind it, of the same step."""
    first, last = max(0, unit.number - 1 - most), unit.number + most
    return [one for one in paper.prose.units[first:last] if one.step == unit.step and one is not unit]


def _clause(unit: Unit, quote: str) -> str:
    """Its own words up to what comes after the wait: "wait until ..., then go on with the gate"."""
    plain = unit.plain()
    after = plain.find(quote[-12:]) + len(quote[-12:])
    return plain[:after] + _GOES_ON.split(plain[after:])[0]


def _asked(beside: list[Unit], fences: list[Fence]) -> bool:
    """Whether something is asked there, and a value is expected."""
    code = [text for one in beside for text in one.inside("code")] + [fence.text for fence in fences]
    asks = any([_ASKS.search(text[:2000]) for text in code]) or any([_SOURCE.search(one.plain()) for one in beside])
    return asks and any([_EXPECTS.search(_ROLLED_OUT.sub(" ", one.text)) for one in beside])


def _first(units: list[Unit]) -> Unit | None:
    """Where the words of a step begin."""
    return next((one for one in units if one.kind not in ("heading", "field", "comment")), None)


def _alike(quote: str, text: str) -> bool:
    """Whether they share a word that says what is waited for."""
    return _has(text, _stems(quote))


def _stems(quote: str) -> list[str]:
    return [word[:_STEM] for word in _WORD.findall(quote.lower()) if word not in _EMPTY]


def _has(text: str, stems: list[str]) -> bool:
    low = text.lower()
    return any([stem in low for stem in stems])
