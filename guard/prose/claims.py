"""Claims about all of the code, as people make them: no other callers of X, only written in f, nothing reads it."""

from __future__ import annotations

import re

from guard.prose.cued import Cued, OneOf
from guard.prose.universal import CODE, LISTED, NAME, SAID, SAID_OF_A_NAME
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.model.prose import Prose, Unit

_NOT_CLAIMED = Cued(
    r"\b(?:if|whether|until|unless|once|when|after|before|while|as soon as|verif(?:y|ies)|checks?|confirms?"
    r"|ensures?|make(?:s)? sure|making sure|asserts?|proves?|shows?(?! that)|fails?"
    r"|waits?|so that|must|should|may|might|can|needs? to|requires?|expect(?:s|ed)?|see that|counts?"
    r"|guarantees?|is there|are there|will|would|then|eventually|by then|"
    r"from (?:then|here|now|there|that \w+|this \w+) on|afterwards|where|what|(?<!, )(?:which|who)|assum\w+|in case"
    r"|to be"
    r"|lint|prove that|says? whether|let|unlike|as if|even if|provided)\b[^.;:]{0,90}$",
    re.I,
)
_BECAUSE = Cued(r"\b(?:since|because)\s", re.I)
_PLACED = Cued(r"\b(?:in|from|of|at|by|under|inside|within)\W{0,3}\Z")
_OF_IT = Cued(
    r"(?:it|this|that)\b|(?:the|this|that) (?:old |legacy |current |former )?"
    r"(?:columns?|tables?|fields?|functions?|methods?|files?"
    r"|flags?|class|variables?|topics?|views?|keys?|types?|endpoints?)\b",
    re.I,
)
_OF_THE_OTHERS = Cued(
    r"(?:[Aa]ll (?:the |of the )?(?:other|remaining|further)|[Ee](?:ach|very) \w+|[Tt]he rest)"
    r" [^.;]{3,40}? (?:of|for|to) (?:the |our )?[a-z]"
)
_BARE = Cued(r"(?<![\w./-])[a-z][a-z0-9]{0,40}(?:_[a-z0-9]{1,40}){1,8}(?![\w/-])")
_SENTENCES = 6  # that are gone back to find what "it" is
UNRESOLVED = "?"  # the name of what "it" stands for, where nothing before it is named
_SEVERAL = 3  # names in code: what is used, and two that use it
_BEGINS = 12  # letters of a sentence before the name that it is about
_AT_WORK = frozenset(("sentence", "item", "row", "field"))


class Claim(NamedTuple):
    """One claim, and the name it is about ("" where it gives none)."""

    unit: int
    quote: str
    name: str
    within: bool  # it says where: only in, only by
    loose: bool = False  # the name stands before the claim, which says "it" or "the column"
    listed: bool = False  # it names some, and does not say that these are all


def subjects(prose: Prose) -> tuple[str, ...]:
    """Names whose places have to be looked up in the tree for the claims of this text."""
    found: dict[str, None] = {}
    for claim in claims(prose):
        for name in forms(claim.name)[-1:]:
            if telling(name):
                found.setdefault(name)
    for unit in prose.units:
        listed = _LISTED.search(_masked(unit))
        if listed is not None:
            last = forms(unit.text[listed.start(1) : listed.end(1)])[-1:]
            found.update(dict.fromkeys([one for one in last if telling(one)]))
    return tuple(found)


_LISTED = Cued(
    r"\b(?:services?|consumers?|readers?|writers?|callers?|users|clients?|subscribers?|producers?) (?:of|with"
    rf"|that \w+|using|reading) (?:the )?({CODE})"
)


def claims(prose: Prose) -> Iterator[Claim]:
    """Every claim of a text in somebody's own words, one a unit."""
    page = "\n".join([_masked(unit) for unit in prose.units])
    said_at_all, said_of_a_name = SAID.among(page), SAID_OF_A_NAME.among(page)
    for unit in prose.units:
        if unit.quoted or unit.kind not in _AT_WORK or unit.role == "questions" or unit.text.rstrip().endswith("?"):
            continue
        if (unit.role == "gate" and unit.kind != "sentence") or unit.pointer.endswith("/settled_by"):
            continue
        said = _masked(unit)
        found = _first(said_at_all, said)
        told = _subject(prose, unit, found) if found is not None else ("", False)
        if found is None:
            found = _first(said_of_a_name, said)
            told = _subject(prose, unit, found) if found is not None else told
            found = found if told[0] not in ("", UNRESOLVED) else None
        several = found is None and said.count("\x01") >= _SEVERAL
        listed = _claimed(LISTED.finditer(said), said) if several else None
        if listed is not None:
            found, told = listed, _subject(prose, unit, listed)
        if found is not None:
            quote = unit.text[found.start() : found.end()].strip()
            yield Claim(unit.number, quote, told[0], _exclusive(found[0]), told[1], listed is not None)


def _first(words: OneOf, said: str) -> re.Match[str] | None:
    return _claimed(words.finditer(said), said)


def _claimed(every: Iterable[re.Match[str]], said: str) -> re.Match[str] | None:
    """The first that is claimed: not asked, and not what a step is to bring about."""
    for found in every:
        before = _BECAUSE.split(said[max(0, found.start() - 110) : found.start()])[-1]
        if not _NOT_CLAIMED.search(before):
            return found
    return None


def _masked(unit: Unit) -> str:
    letters = list(unit.text)
    for span in unit.spans:
        if span.kind != "link":
            length = span.end - span.start
            letters[span.start : span.end] = "\x01" + "\x02" * (length - 1) if span.kind == "code" else " " * length
    return "".join(letters)


def _exclusive(said: str) -> bool:
    return (
        re.search(
            r"\bonly\b|\bsole\b|\bsingle\b|\bonce\b|\bothers\b|\ball (?:of )?(?:the|its|their)\b|\boutside\b"
            r"|\bsolely\b|\bexclusively\b|\balone\b|\bone (?:place|file)|\bnowhere\b|\bnot? other\b"
            r"|\bno other\b|\b(?:in|within|inside|under|behind)$",
            said,
            re.I,
        )
        is not None
    )


def _subject(prose: Prose, unit: Unit, found: re.Match[str]) -> tuple[str, bool]:
    """The name in the claim, and whether it had to be looked for: of "it" or "the column" the nearest one before."""
    of_it = False
    for group, said in found.groupdict().items():
        if said:
            start, end = found.span(group)
            of_it = _OF_IT.match(said) is not None
            code = [span for span in unit.spans if span.kind == "code" and start <= span.start < end]
            if code:
                name = unit.text[code[-1].start : code[-1].end]
                if "/" not in name or not _PLACED.search(unit.text[: code[-1].start]):
                    return name, False
                return _before(prose, unit, code[-1].start), True
            bare = re.search(rf"{NAME}\Z", unit.text[start:end])
            if bare is not None:
                return bare[0], False
    if of_it or _OF_IT.match(found[0]):
        return _before(prose, unit, found.start()) or UNRESOLVED, True
    first = next((span for span in unit.spans if span.kind == "code"), None)
    if first is not None and first.end <= found.start():
        name = unit.text[first.start : first.end]
        return ("" if "/" in name else name), False
    if _OF_THE_OTHERS.match(found[0]):
        return "", False  # "all other callers of the old rating": of what, it says itself, and in no name
    before = prose.unit(unit.number - 1) if unit.number > 1 and unit.block else unit
    names = [span for span in before.spans if span.kind == "code"] if before.block == unit.block else []
    if before is unit or not names or names[0].start > _BEGINS:
        return "", False
    name = before.text[names[0].start : names[0].end]
    return ("" if "/" in name else name), True


def _before(prose: Prose, unit: Unit, start: int) -> str:
    """The name nearest before: in its sentence, in the sentences before it of the same block, in the heading."""
    name = _last_name(unit, start)
    number = unit.number - 1
    while not name and unit.block and number > 0 and unit.number - number <= _SENTENCES:
        other = prose.unit(number)
        if other.block != unit.block:
            break
        name, number = _last_name(other, len(other.text)), number - 1
    if name or not unit.under:
        return name
    coded = re.findall(r"`([^`\s]{1,80})`", unit.under[-1])
    return coded[-1] if coded and forms(coded[-1]) else ""


def _last_name(unit: Unit, end: int) -> str:
    """The last name that stands before, a path not among them; where no code does, a name by its letters."""
    code = [unit.text[span.start : span.end] for span in unit.spans if span.kind == "code" and span.end <= end]
    named = [name for name in code if forms(name)]
    if not named and not code:
        named = [found[0] for found in _BARE.finditer(unit.text[:end])]
    return named[-1] if named else ""


def forms(name: str) -> list[str]:
    """As it is written, and its last part."""
    bare = name.strip().removesuffix("()").removeprefix("table:").removeprefix("column:")
    if not bare or " " in bare or "/" in bare:
        return []
    return list(dict.fromkeys((bare, re.split(r"\.|::|#", bare)[-1])))


def telling(name: str) -> bool:
    """Whether its letters alone say what is meant: `users` and `Save` stand in many places for many things."""
    return len(name) > 3 and ("_" in name or "-" in name or re.search(r"[a-z][A-Z]|\d", name) is not None)
