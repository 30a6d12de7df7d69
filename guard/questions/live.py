"""Waiting for a live state (G733): "once replication has caught up", and no query, value and record to tell it."""

from __future__ import annotations

import re

from guard.model.doubt import Doubt
from guard.prose.beside import Beside
from guard.prose.cued import Cued
from guard.prose.evidence import weighs
from guard.prose.waiting import waits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.prose import Unit

_STATES = frozenset(("sentence", "item", "row", "field", "heading"))
_ASIDE = frozenset(("background", "references", "questions", "assumptions", "owners"))
_ASKS = Cued(
    r"\b(?:SELECT|SHOW|EXPLAIN|kubectl|curl|psql|redis-cli|kafka-\w+|rabbitmqctl|aws|gcloud|az|vault|terraform"
    r"|consul|etcdctl|promtool|make"
    r"|rate\(|sum\(|count\(|pg_stat\w*|dig|nslookup|git|rg|grep|bin/|scripts/)",
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
ASK = "What is looked at, what must it show, and where is it written down that it did?"
MEND = (
    "name the query or the metric, the value that must be seen and for how long, and where it is recorded and by whom, "
    "in this step; or declare it as the gate of the phase"
)


def check(paper: Paper) -> Iterator[Doubt]:
    """One doubt a unit: the first state it waits for and nobody can tell."""
    around, told = Beside(paper.prose), {"": False}
    for unit in paper.prose.units:
        if unit.kind not in _STATES or unit.quoted or (unit.role in _ASIDE and not unit.step):
            continue
        if unit.table and unit.kind == "heading":
            continue
        quote = _quote(unit)
        if not quote or weighs(unit):
            continue
        if unit.step not in told:
            told[unit.step] = _told(paper, unit, around)
        if not (told[unit.step] if unit.step else _told(paper, unit, around)):
            yield Doubt("G733", unit.number, quote, "this waits for a state that nobody is asked for", ASK, MEND)


def _quote(unit: Unit) -> str:
    start, end = next(waits(unit.plain()), (0, 0))
    return unit.text[start:end].strip()


def _told(paper: Paper, unit: Unit, around: Beside) -> bool:
    """Whether the same step, or where there is none the same paragraph and the code behind it, says how it is told."""
    step = paper.prose.step(unit.step) if unit.step else None
    if step is not None and step.gate:
        return True
    section = around.section(unit.text) if unit.kind == "heading" else []
    beside = around.step(unit.step) or [*around.paragraph(unit), *section]
    code = [text for one in beside for text in one.inside("code")] + [fence.text for fence in around.fences(unit)]
    asks = any([_ASKS.search(text[:2000]) for text in code]) or any([_SOURCE.search(one.plain()) for one in beside])
    return asks and any([_EXPECTS.search(one.text) for one in beside])
