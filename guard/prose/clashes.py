"""Two sentences of one part that cannot both hold: a gate and what passes it, a time said twice."""

from __future__ import annotations

import re

from guard.escape import shown
from guard.prose.amounts import SAID, UNITS, amount_of
from guard.prose.cued import Cued
from guard.prose.owners import people

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from fractions import Fraction

    from guard.model.prose import Prose, Unit

    Clash = Iterator[tuple[Unit, str, str]]  # where, the words, and what is the matter

_NONE = Cued(
    r"\bexpect(?:ed|s)?\b[^.;]{0,40}?(?<![\d.,])0(?![\d.,]*\d| ?%)"
    r"|\b(?:differences?|deviations?|mismatch(?:es)?):? ?(?:is |of |has to be"
    r" |must be )?0\b|\b(?:0|no|zero) (?:differences?|deviations?|mismatch(?:es)?)\b"
    r"|\b(?:must|has to|have to) (?:be (?:equal|identical|the same)|match exactly|agree exactly)\b",
    re.I,
)
_SOME = Cued(
    r"\b(?:may|might|can|could|will) (?:still )?(?:differ|deviate|be off|vary"
    r"|disagree)(?: (?:a little|slightly|by a few"
    r"|by some|a bit|somewhat|in the last))?"
    r"|\b(?:small|minor|slight|tiny|few|some) (?:[a-z]+ )?"
    r"(?:differences?|deviations?|discrepanc(?:y|ies)|mismatch(?:es)?)"
    r"[^.;]{0,40}\b(?:fine|ok|okay|acceptable|accepted|expected|tolerated|ignored|harmless|allowed)\b",
    re.I,
)
_FINE = Cued(r"\b(?:fine|ok|okay|acceptable|accepted|expected|tolerated|ignored|harmless|allowed|no problem)\b", re.I)
_NAMED = (
    r"(?:holds?|retention|grace periods?|soak(?: time| period)?|bake time|time-?outs?|ttl|leases?|cool-?downs?|freeze"
    r"|maintenance windows?|sessions?|cookies?|notice periods?|observation periods?|overlap|dual-write period)"
)
_TIME = rf"(?P<n>{SAID})[ -]?(?P<u>(?:second|minute|hour|day|week)s?|min|ms|s|h)\b"
_LASTS = (
    Cued(rf"\b(?P<k>{_NAMED}) of {_TIME}", re.I),
    Cued(rf"(?:\ba |\ban |\bthe |\bour ){_TIME}[ -](?P<k>{_NAMED})\b", re.I),
    Cued(
        rf"\b(?P<k>{_NAMED}) (?:is|are|lasts?|takes?|runs? out|expires?|ends?|lapses?"
        rf"|lives?)(?: by (?:itself|themselves)"
        rf"| automatically| on (?:its|their) own)?(?: after| for)? {_TIME}",
        re.I,
    ),
)
_DEADLINE = Cued(
    r"\b(?P<how>until|till|(?:no|not) later than|later than|at (?:the )?latest|up to) "
    rf"(?P<n>{SAID})[ -]?(?P<u>(?:minute|hour|day|week)s?) before (?:the |each |an? |its |their )"
    r"(?P<k>(?!(?:next|last|first|old|new)\b)[a-z]+)\b",
    re.I,
)
_WORD = Cued(r"[a-z]{5,40}")
_ACT = 3  # words before an end that say what ends
_STEM = 5  # letters by which two words are of one act
_MOVED = Cued(r"\b(?:from|instead|was|were|today|so far|previous(?:ly)?|raised?|reduced?|goes|changes?) ", re.I)
_CHANGED = Cued(
    r"\b(?:from|instead|was|were|before|previous(?:ly)?|today|current(?:ly)?|now|old|new|raise[ds]?|increase[ds]?"
    r"|extend(?:s|ed)?|reduce[ds]?|lower(?:s|ed)?|shorten(?:s|ed)?|staging|until|first|then|or|at most|at least|max\w*"
    r"|min(?:imum)?|up to|between|about|roughly)\b",
    re.I,
)
_QUALIFIED = Cued(r"\b(?!(?:a|an|the|this|that|our|each|every|with|and|its|their|of|in|after|for)\b)\w{1,40} $", re.I)
_APPROVES = Cued(
    r"(?:^\W*|[.;,]\s|\band )(?P<who>@?[a-z][\w/-]{1,40}) "
    r"(?:signs? off|approves?|gives? (?:the|its|his|her) approval)(?P<of>[^.;]{0,60})",
    re.I,
)
_APPROVED = Cued(
    r"\b(?:approval|sign-?off)(?P<of>[^.;,]{0,40}?) (?:is|lies|rests|stays|comes) (?:with|by|from|up to)"
    r" (?P<who>@?[a-z][\w/-]{1,40})\b|\b(?:is|are|be) (?:approved|signed off) by (?P<by>@?[a-z][\w/-]{1,40})",
    re.I,
)
_STEP = Cued(r"\b(?:steps?|phases?) ([\w-]+)", re.I)
_EMPTY = Cued(
    r"\b(?:phase|step) (?P<name>[\w-]{1,60}) (?:is|becomes|will be) (?:then |thereby |only |just |merely ){0,2}"
    r"(?:a formality|a no-op|moot|superfluous|redundant|unnecessary|already done)\b",
    re.I,
)


def clashing(prose: Prose, known: Container[str]) -> Clash:
    """All of them; `known` are names of people and teams."""
    units = [unit for unit in prose.units if not unit.quoted and unit.kind not in ("comment", "heading")]
    yield from _tolerated(units)
    yield from _lasting(units)
    yield from _ending(units)
    yield from _approved(prose, units, known)
    for unit in units:
        empty = _EMPTY.search(unit.plain())
        step = prose.step(empty["name"]) if empty is not None else None
        if empty is not None and step is not None and step.does and step.name != unit.step:
            what = f"{shown(step.name)} is declared to do {shown(', '.join(step.does[:3]))}, and here it is done before"
            yield unit, empty[0], what


def _tolerated(units: list[Unit]) -> Clash:
    """A gate that expects no difference, and a sentence of the same part that lets one pass."""
    strict: dict[tuple[str, tuple[str, ...]], Unit] = {}
    for unit in units:
        if _NONE.search(unit.plain()):
            strict.setdefault((unit.step, unit.under), unit)
    for unit in units:
        some = _SOME.search(unit.plain())
        gate = strict.get((unit.step, unit.under))
        if some is not None and gate is not None and gate is not unit and _FINE.search(unit.plain()):
            yield (
                unit,
                unit.text[some.start() : some.end()],
                "the gate of this part expects none, and here some may be left",
            )


def _lasting(units: list[Unit]) -> Clash:
    """One thing with one name that lasts so long here and so long there."""
    told: dict[str, tuple[Fraction, str]] = {}
    for unit in units:
        plain = unit.plain()
        for words in _LASTS:
            for found in words.finditer(plain):
                amount, size = amount_of(found["n"]), UNITS.get(found["u"].lower())
                before = plain[max(0, found.start("k") - 40) : found.start("k")] if words is not _LASTS[1] else ""
                if amount is None or size is None or _QUALIFIED.search(before) or _CHANGED.search(plain):
                    continue
                value, said = amount.value * size[1], found[0].strip()
                first = told.setdefault(found["k"].lower().rstrip("s"), (value, said))
                if first[0] != value:
                    where = found.start("n"), found.end("u")
                    yield unit, unit.text[where[0] : where[1]], f"elsewhere the text says {shown(first[1])}"


def _ending(units: list[Unit]) -> Clash:
    """`It is entered until 24 hours before the shift`, and elsewhere 48: one act that ends at two times."""
    told: dict[str, tuple[Fraction, str, set[str]]] = {}
    for unit in units:
        for found in _DEADLINE.finditer(unit.plain()):
            amount, size = amount_of(found["n"]), UNITS.get(found["u"].lower())
            if amount is None or size is None or _MOVED.search(unit.plain()):
                continue
            value, said, key = amount.value * size[1], found[0].strip(), found["k"].lower().rstrip("s")
            before = unit.plain()[max(0, found.start() - 80) : found.start()].lower().split()[-_ACT:]
            words = {word[:_STEM] for word in before if _WORD.fullmatch(word)}
            first = told.setdefault(key, (value, said, words))
            if first[0] != value and first[2] & words:
                yield unit, unit.text[found.start() : found.end()], f"elsewhere the text says {shown(first[1])}"


def _approved(prose: Prose, units: list[Unit], known: Container[str]) -> Clash:
    """One approval that two sentences of a part give to two people."""
    held: dict[tuple[str, tuple[str, ...]], list[tuple[str, str, Unit]]] = {}
    for unit in units:
        plain = unit.plain()
        for words in (_APPROVES, _APPROVED):
            for found in words.finditer(plain):
                who = found["who"] or found.groupdict().get("by") or ""
                if not people(who) or who not in known:
                    continue
                step = _STEP.search(found.groupdict().get("of") or "")
                of = step[1].lower() if step is not None else ""
                before = held.setdefault((unit.step, unit.under), [])
                for other, other_of, at in before:
                    if (
                        other != who
                        and (other_of == of or not other_of or not of)
                        and at.block == unit.block
                        and at is not unit
                    ):
                        what = f"{shown(other)} approves it here, and {shown(who)} there"
                        yield at, at.text, what
                before.append((who, of, unit))
