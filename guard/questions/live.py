"""Waiting for a live state (G733): "once replication has caught up", and no query, value and record to tell it."""

from __future__ import annotations

import re

from guard.model.doubt import Doubt
from guard.prose.beside import Beside
from guard.prose.evidence import weighs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.prose import Unit

_STATES = frozenset(("sentence", "item", "row", "field", "heading"))
_ASIDE = frozenset(("background", "references", "questions", "assumptions", "owners"))
_WAIT = r"(?:once|after|as soon as|until|till|wait(?:s|ing)?\b(?: for| until| till)?)"
_BE = r"(?:is|are|was|were|has|have|had|be|been|gets?|becomes?|to be|to)"
_NEARLY = (
    r"(?:all|fully|completely|basically|mostly|nearly|almost|finally|also|been|be|become|more or less|really|truly)"
)
# what a queue, a replica, a fleet does; the word alone says that it is a state
_DOES = (
    r"(?:caught up|catch(?:es)? up|drained|drains|settled(?: down| in)?|settles?(?: down| in)?|stabili[sz](?:ed|es)"
    r"|quiet(?:ed|en(?:ed|s)?|s)?(?: down)|calm(?:ed|s)? down|converge[ds]|propagate[ds]|warm(?:ed|s) up"
    r"|subside[ds]|in sync"
    r"|synchroni[sz]ed|back to normal|running smoothly|moved over|picked (?:it|them|the \w+) up"
    r"|rolled (?:out )?everywhere)"
)
_IS = (
    r"(?:stable|quiet|healthy|idle|calm|warm|happy|flat|green everywhere|gone quiet|all up|ready everywhere"
    r"|through(?! (?:the|an?|its?|our)\b))"
)
_LOOKS = (
    r"looks? (?:\w+ )?(?:good|fine|ok(?:ay)?|healthy|stable|right|clean|normal|quiet|happy|green|calm|all right"
    r"|reasonable)"
)
_MEASURED = (
    r"(?:lag|queues?|backlogs?|load|traffic|error rates?|errors|latency|cpu|memory|usage|pressure|throughput"
    r"|replication|volume)"
    r" (?:is|are|has|have|gets?|goes|drops?)\s+(?:\w+\s+)?(?:low|small|down|gone|dropped|normal|acceptable"
    r"|empty|subsided|quiet|minimal|flat"
    r"|fine|ok(?:ay)?|tolerable|reasonable)(?: enough| again)?"
)
_NOBODY = (
    r"(?:nothing|nobody|no one|no-one|no (?:other )?(?:client|service|code|pod|consumer|caller|job|reader"
    r"|writer|process|user)s?)(?: else)?"
    r"(?: \w+)? (?:uses?|reads?|writes?|calls?|assumes?|needs?|depends?|connects?|touch(?:es)?|references?"
    r"|polls?|hits?|asks?|sends?"
    r"|consumes?)\b"
)
_LEFT = (
    r"no (?:more )?(?:traffic|requests|errors|connections|readers|writers|consumers|clients|calls|sessions"
    r"|messages|alerts|complaints)"
    r" (?:remains?|is left|are left|left|arrives?|comes?|appears?|shows?|hits?|reach(?:es)?)\b"
)
_STATE = (
    rf"(?:(?:{_NEARLY} )*\b{_DOES}|{_BE} (?:{_NEARLY} )*{_IS}\b|(?:to )?{_LOOKS}|{_MEASURED}|{_NOBODY}|{_LEFT}"
    r"|everyone (?:is|has)(?: \w+){0,2} (?:moved|switched|migrated|upgraded|done))"
)
_WAITS = re.compile(rf"\b{_WAIT}\b[^.;!?]{{0,70}}?\b{_STATE}", re.I)
_WHEN = re.compile(
    rf"\bwhen\b[^.;!?,]{{0,50}}?\b(?:{_DOES}|{_LOOKS}|{_BE} (?:{_NEARLY} )+through\b|{_MEASURED}|{_NOBODY})", re.I
)
_AFTER = re.compile(
    r"\bafter (?:the |full |dns |cache )*(?:propagation|stabili[sz]ation|the dust (?:has )?settle[ds]|replication)\b",
    re.I,
)
# what a program does by itself, round and round
_LOOPS = re.compile(
    r"\b(?:retr\w+|loops?|polls?|repeats?|blocks?|keeps?|spins?|sleeps?|backs? off|buffers?|queues? up)\b[^.;]{0,30}$",
    re.I,
)
_UNTIL_THEN = re.compile(r"\b(?:not|never|no)\b[^.;]{0,40}\buntil\b", re.I)
_ASKS = re.compile(
    r"\b(?:SELECT|SHOW|EXPLAIN|kubectl|curl|psql|redis-cli|kafka-\w+|rabbitmqctl|aws|gcloud|az|vault|terraform"
    r"|consul|etcdctl|promtool|make"
    r"|rate\(|sum\(|count\(|pg_stat\w*|dig|nslookup|git|rg|grep|bin/|scripts/)",
    re.I,
)
_SOURCE = re.compile(r"\b(?:query|dashboard|metrics?|panel|graph|counter|gauge|probe|alert|monitor)\b", re.I)
_EXPECTS = re.compile(
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
    plain = unit.plain()
    for words in (_WAITS, _WHEN, _AFTER):
        for found in words.finditer(plain):
            before = plain[max(0, found.start() - 60) : found.start()]
            if not _LOOPS.search(before) and not _UNTIL_THEN.search(before[-45:] + found[0][:6]):
                return unit.text[found.start() : found.end()].strip()
    return ""


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
