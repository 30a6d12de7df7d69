"""Quantities and times that nobody can check (G714): soon, later, a few, a while, low traffic."""

from __future__ import annotations

import re

from guard.model.doubt import Doubt
from guard.prose.cued import Cued
from guard.prose.evidence import DATE, rests, weighs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.prose import Unit

_SPAN = (
    r"(?:seconds?|minutes?|mins?|hours?|days?|nights?|weeks?|weekends?|months?|quarters?|sprints?|"
    r"releases?|cycles?|iterations?)"
)
_THINGS = (
    r"(?:rows?|users?|customers?|tenants?|records?|callers?|call sites?|places?|files?|tables?|"
    r"services?|teams?|people|clients?|"
    r"jobs?|tests?|queries|requests?|batches|chunks|steps?|retries|times|instances|hosts?|nodes?|shards?|environments?|"
    r"consumers?|accounts?|orders?|invoices?|errors?|failures?|lines?|columns?|" + _SPAN + r")"
)
_TIME = Cued(
    r"\b(?:(?<!as )(?<!too )(?<!so )(?<!how )soon(?:ish)?(?! as\b)|as soon as (?:possible|we can|"
    r"feasible|practical)|asap|"
    r"(?:as|when)(?:ever)? (?:time|capacity|the schedule) (?:permits|allows)|shortly(?: after(?:wards)?| before)?|"
    r"eventually(?![ -]consisten)|in due (?:course|time)|at some (?:point|later|time)|some ?day|sometime|some time|"
    r"(?:in )?the (?:near|foreseeable) future|down the (?:road|line)|when (?:convenient|ready|"
    r"appropriate|things are quiet)|"
    r"(?:for|in|after|wait|within|takes?|quite|give it) a while|a (?:little|short) while|(?:for|wait|"
    r"in) a (?:little )?bit|"
    r"a (?:little )?bit (?:later|longer|more time|after|before|of time)|a little (?:later|longer|after|time)|"
    r"(?:a|an|one) (?:day|hour|week|minute|month|night) or (?:so|two|three)|"
    r"\d[\d,.]* \w{1,12} or (?:so|two)\b|or thereabouts|"
    r"thereabouts|give or take|(?:a|some) (?:reasonable|suitable|convenient|sufficient|decent|"
    r"fair) (?:time|amount|period|number|margin|"
    r"window|interval|delay|while)|long enough|(?:enough|sufficient|plenty of) (?:time|headroom|room|margin|slack)|"
    r"(?:low|lower|lowest|light|little|quiet|less)[ -](?:traffic|load|usage|activity|volume)|(?:off|non)[ -]peak|"
    r"traffic is (?:low|lowest|light|least|quiet)|(?:nobody|no one|hardly anyone|few people) (?:is|"
    r"are) (?:awake|online|working)|"
    r"quiet (?:time|hours?|period|night|moment|window|day|evening)s?|quieter (?:time|hours?|period|night|moment)s?|"
    r"(?:periodically|regularly|occasionally|from time to time|every (?:so often|now and then|"
    r"once in a while)|now and (?:then|again)|"
    r"in a timely (?:manner|fashion)|promptly|in good time|well in advance|well before|long after|"
    r"not long after|at a later "
    r"(?:time|date|point|stage)|later on|some time later|after some time|sooner or later|"
    r"overnight or so|one of these days))\b",
    re.I,
)
# "it should take not too long", "it won't take very long": no figure says how long
_LONG = Cued(
    r"\b(?:not|\w+n['\u2019]t)(?: (?:take|last|be|run))?(?: too| very| that| all that| so)? (?:long|late|much longer)"
    r"(?=\s*[.,;:)!]|\s*$| (?:and|but|or|either|at all|for)\b)"
    r"|\bnot too (?:many|much|large|big|small|often|slow|fast)\b",
    re.I,
)
_LATER = Cued(
    r"(?<!\bor)(?<!\band)(?<!\bno)(?<!\bnot)(?<!\bmuch)(?<!hour)(?<!hours)(?<!day)(?<!days)(?<!week)(?<!weeks)(?<!month)"
    r"(?<!months)(?<!minute)(?<!minutes)(?<!year)(?<!years)(?<!second)(?<!seconds)(?<!quarter)(?<!quarters)(?<!release)"
    r"(?<!releases)(?<!step)(?<!steps)(?<!phase)(?<!phases)(?<!\d) later"
    r"(?=\s*[.;,)!]?$|\s*[.;!)]| and | or | by | in (?:a|the|another)\b| when | once | with )|^later,",
    re.I,
)
_MUCH = Cued(
    r"\b(?:a few(?: more)?|a couple(?: of)?|a handful(?: of)?|several(?= " + _THINGS + r")|"
    r"some (?:" + _SPAN + r"|rows|users|customers|records|callers|files)|"
    r"a (?:small|large|certain|limited|good|fair|high|low|reasonable|decent|tiny|huge) (?:number|"
    r"amount|percentage|share|subset|fraction|"
    r"portion|proportion|part|group|batch|sample|set)(?: of)?|a number of|a lot of|lots of|loads of|"
    r"a bunch of|tons of|plenty of|"
    r"(?:small|large|reasonable|reasonably sized|moderate|manageable)(?:-sized)? (?:batches|chunks|"
    r"groups|increments|steps|portions)|"
    r"numerous|an? (?:acceptable|tolerable|reasonable|normal|sensible|adequate|appropriate|"
    r"suitable) (?:level|rate|latency|time|amount|"
    r"range|number|limit|value|size|error rate|threshold)|(?:within|to|below|above) (?:acceptable|"
    r"tolerable|reasonable|normal|usual) (?:levels?|limits?|rates?|range|values?|bounds|load|numbers?)|"
    r"(?:low|small|high|fast|good|large|big|old|close|quick|short) enough|"
    r"(?:is|are|was|stays?|remains?|be) (?:about |roughly |pretty much |more or less |much |largely |nearly )?(?:"
    r"(?:roughly|about|pretty much|nearly|almost|much|more or less) the same)|"
    r"(?:share|rate|ratio|number|count|latency|load|volume|level|figure|throughput|traffic|errors?|"
    r"lag)s? (?:is|are|stays?) as "
    r"(?:it|they) (?:was|were)|as (?:low|high|fast|slow|good) as (?:before|usual)|back to (?:normal|"
    r"usual)|a (?:short|brief|small|slight|bit of a|little) (?:outage|downtime|pause|delay|"
    r"interruption|blip|lag|"
    r"maintenance window|window|period|time|spike|slowdown))\b",
    re.I,
)
_PERIOD = Cued(
    r"\b(?:the|a|its|our) ((?:grace|soak|bake|waiting|observation|burn-in|cool(?:ing)?[- ]?(?:down|"
    r"off)) (?:period|time|window))\b",
    re.I,
)
_UNITS = r"(?:%|\u2030|ms\b|s\b|sec|min|h\b|hours?|days?|weeks?|months?|rows?|GB|MB|kB|TB|x\b|times|/s|per )"
_FIGURE = Cued(r"\d")
_CLOCK = Cued(r"\b\d{1,2}:\d\d\b|\b\d{1,2} ?(?:am|pm)\b|\b(?:steps?|phases?|stages?) \d", re.I)
_MEASURE = Cued(r"\d[\d.,\u202f_]* ?" + _UNITS, re.I)
_ASIDE = Cued(
    r"\s(?:of|with) (?:at most |up to |about )?\d|"
    r"[^.;]{0,60}?(?:[(:\u2013\u2014=<>\u2264\u2265]|, |\bi\.e\. |\bat most |\bno more than |\bup to |"
    r"\bnamely )[^.;]{0,40}?\d"
)
_EXACT = Cued(r"(?:exactly|at least|at most|precisely) $", re.I)
_SETTLED = frozenset(("background", "questions", "references"))
_AROUND = 400  # letters before and behind the words in which a figure is looked for
_STATES = frozenset(("sentence", "item", "row", "field"))
MEND = "write a figure and its unit, or a date and a time, and its source; of a wait, say what ends it and who looks"


def check(paper: Paper) -> Iterator[Doubt]:
    """One doubt a unit: the first that no figure beside it makes checkable."""
    for unit in paper.prose.units:
        if unit.kind not in _STATES or unit.quoted or unit.role in _SETTLED or weighs(unit):
            continue
        found = _cue(unit) or _period(paper, unit)
        if found is not None and not rests(paper.prose, paper.known, unit):
            quote = unit.text[found[0] : found[1]].strip(" ,.;")
            what = f'"{quote}": nobody can check how much or when that is'
            ask = "How much, or when exactly, and where is the figure from?"
            yield Doubt("G714", unit.number, quote, what, ask, MEND)


def _cue(unit: Unit) -> tuple[int, int] | None:
    plain = unit.plain()
    for words in (_TIME, _LONG, _LATER, _MUCH):
        if words is _LATER and "later" not in plain and "Later" not in plain:
            continue  # what stands before the word takes long to look for
        for found in words.finditer(plain):
            if not _told(unit, plain, found, words):
                return found.span()
    return None


def _period(paper: Paper, unit: Unit) -> tuple[int, int] | None:
    """A period that the text nowhere gives a length."""
    found = _PERIOD.search(unit.plain())
    if found is None:
        return None
    name = found[1].lower()
    given = any(
        name in one.text.lower() and _FIGURE.search(one.text.replace(unit.text, "")) for one in paper.prose.units
    )
    return None if given or _MEASURE.search(unit.text) else found.span()


def _told(unit: Unit, plain: str, found: re.Match[str], words: Cued) -> bool:
    """Whether a figure or a date makes it exact."""
    after = plain[found.end() : found.end() + 110]
    plain, start = plain[max(0, found.start() - _AROUND) : found.end() + _AROUND], min(found.start(), _AROUND)
    if _ASIDE.match(after) or _EXACT.search(plain[max(0, start - 12) : start]):
        return True
    if words is not _MUCH:
        return DATE.search(plain) is not None or _CLOCK.search(plain) is not None
    aside = plain[max(0, start - 40) : start]
    return ("(" in plain[:start] and _MEASURE.search(plain) is not None and ")" in after) or bool(
        _FIGURE.search(aside) and aside.rstrip().endswith((",", ":", "="))
    )
