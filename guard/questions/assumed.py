"""Assumptions (G713): what a text takes for granted, and what shows it; none is settled by being written down."""

from __future__ import annotations

import re

from guard.model.assumption import settler
from guard.model.doubt import Doubt
from guard.prose.cued import Cued
from guard.prose.evidence import DATE, leads, rests, weighs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.prose import Assumed, Unit

_ASSUMES = Cued(
    r"\b(?:assum(?:e|es|ed|ing)|assumptions?(?= (?:is|are|that|here|being|we|made)\b|"
    r" ?[:\u2013\u2014])|(?:on|under|with|by|our|my|one|working|implicit|big|key|main|"
    r"an?) (?:the )?(?:same |working )?assumptions?|presum(?:e|es|ed|ing)|presuppos(?:e|es|ed|ing)|"
    r"tak(?:e|es|en|ing) (?:it |this |that )?(?:for|as) (?:granted|given|read)|suppos(?:e|"
    r"ing) (?:that|it|the|we|all|every))\b",
    re.I,
)
# what is said of roles and of programs, and what is said against assuming
_OF_ROLES = Cued(
    r"\bassum(?:e|es|ed|ing)[ -](?:(?:the|a|an|this|that|its|their|our|which|any|another|one|each|it|"
    r"in|with|by|from|\x00+)[ -])*"
    r"(?:[\w*.-]{1,40} )?(?:roles?(?! (?:is|are|has|have|was|will|can|does|needs)\b)|identit(?:y|ies)|"
    r"credentials?|sessions?|polic(?:y|ies)|ownership|"
    r"command|control|duties|"
    r"responsibilit(?:y|ies)|leadership|permissions?|position|in (?:May|April|June))\b",
    re.I,
)
_NAMED = Cued(r"assumptions? (?:[A-Z]{1,3}-?)?\d{1,3}\b(?!\s*:)", re.I)
_ROLE = Cued(r"\b(?:IAM|STS|trust polic(?:y|ies)|roles?|AssumeRole|principals?|session)\b")
_MAY = Cued(r"\b(?:may|can|could|must|to|who|that|which|allowed to|able to|it|they|he|she) $", re.I)
_IT = Cued(r" (?:it|them|this|these)\b")
_AGAINST = Cued(
    r"(?:\b(?:not|never|no|without|nothing is|nobody|none of|instead of|rather than|stop|avoid|cannot|"
    r"can't|don't|doesn't|didn't)"
    r"(?: \w{1,12}){0,2}|\bn[o']t) $",
    re.I,
)
_PROGRAM = Cued(
    r"(?:\x00|\b(?:code|parser|reader|client|library|driver|function|framework|api|compiler|linter|"
    r"orm|old \w{1,20}|script|"
    r"serializer|formatter|test|tests)) (?:that |which |also |still |then |currently |today )?$",
    re.I,
)
_LABEL = Cued(
    r"^(?:\W|\d)*(?:the |our |key |open |main |following )*assumptions?(?: are| we make| made| and \w+)?\s*[:.]?\s*$",
    re.I,
)
_NONE = Cued(r"^\W*(?:none|no assumptions?|there are none|nothing|n/?a|-)\b", re.I)
_SEEN = Cued(
    r"\b(?:checked|verified|measured|confirmed|counted|sampled|settled|shown|proved|proven|tested|"
    r"decided|accepted|agreed|"
    r"answered|recorded|looked|returned|printed|listed|rehearsed|tried|evidence|source|enforced by|guaranteed by)\b",
    re.I,
)
_STATES = frozenset(("sentence", "item", "row", "field"))
MEND = (
    "say what shows it: a query and its result, a file of the repository, or a person, what was looked at and when; "
    "where it does not hold, say what is done then"
)


def check(paper: Paper) -> Iterator[Doubt]:
    """Each that is made in words, each that stands under Assumptions, and each that is declared."""
    declared = {one.name: one for one in paper.prose.declared.assumes}
    told: set[int] = set()
    for unit in paper.prose.units:
        if unit.kind not in _STATES or unit.quoted or weighs(unit):
            continue
        quote = _quote(unit)
        if unit.pointer.startswith("/assume/"):
            quote = _declared(paper, declared, unit)
        elif not quote and unit.role == "assumptions" and unit.block not in told and _listed(paper, unit):
            quote = unit.text
        if quote and (
            unit.pointer.startswith("/assume/") or not (rests(paper.prose, paper.known, unit) or _shown(paper, unit))
        ):
            told.add(unit.block)
            what = "nothing shows that this assumption holds"
            yield Doubt("G713", unit.number, quote, what, "What shows that it holds, and who looked?", MEND)


def _quote(unit: Unit) -> str:
    """The word by which the text assumes, if it does."""
    letters = list(unit.text)
    for span in unit.spans:
        if span.kind != "link":
            letters[span.start : span.end] = "\x00" * (span.end - span.start)
    shut = "".join(letters)
    if _LABEL.match(unit.text) or unit.text.rstrip().endswith(":"):
        return ""
    for found in _ASSUMES.finditer(shut):
        before = shut[max(0, found.start() - 60) : found.start()]
        if _NAMED.match(shut, found.start()) or _OF_ROLES.match(shut, found.start()):
            continue
        if _AGAINST.search(before) or _PROGRAM.search(before):
            continue
        if _ROLE.search(shut) and (_MAY.search(before) or _IT.match(shut, found.end())):
            continue
        return found[0]
    return ""


def _listed(paper: Paper, unit: Unit) -> bool:
    """Whether it is one of the assumptions that a section, or a table, lists."""
    if unit.kind not in ("item", "row") or _NONE.match(unit.text) or unit.text.rstrip().endswith(":"):
        return False
    return unit.kind == "row" or unit.number == 1 or paper.prose.unit(unit.number - 1).block != unit.block


def _shown(paper: Paper, unit: Unit) -> bool:
    """Whether its own paragraph says how it was seen: a word for it, with a date, a figure, code or a person."""
    beside = [one for one in _near(paper, unit) if unit.kind == "item" or one.number - unit.number in (0, 1)]
    text = " ".join([one.text for one in beside])
    if not _SEEN.search(text):
        return False
    owners = {name.lower().lstrip("@") for name in paper.known.of("owner").names}
    named = any(word.lower().strip(".,:;()@") in owners for word in text.split())
    return bool(named or DATE.search(text) or re.search(r"\d", text) or any(one.inside("code") for one in beside))


def _near(paper: Paper, unit: Unit) -> Iterator[Unit]:
    units = paper.prose.units
    for at in range(max(0, unit.number - 9), min(len(units), unit.number + 8)):
        if units[at] is unit or (unit.block and units[at].block == unit.block):
            yield units[at]


def _declared(paper: Paper, declared: dict[str, Assumed], unit: Unit) -> str:
    """Of the front matter of a page; those of a plan are asked about by the plan's own rules."""
    name, _, key = unit.pointer.removeprefix("/assume/").partition("/")
    one = declared.get(name)
    if one is None or unit.where or key == "settled_by":
        return ""
    by = settler(one.settled_by or None)
    owners = paper.known.of("owner")
    if by.kind == "inventory" or (by.kind == "person" and (owners.missing or by.who in owners.names)):
        return ""
    if one.settled_by and leads(one.settled_by, paper.known.of("path").names):
        return ""
    return unit.text
