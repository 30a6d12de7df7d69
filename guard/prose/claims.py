"""Claims about all of the code, as people make them: no other callers of X, only written in f, nothing reads it."""

from __future__ import annotations

import re

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.prose import Prose, Unit

# Of the text of a unit each letter of code is a mark, so that a pattern can say: a name in code stands here.
_C = "\x01\x02*"
_NAME = (
    rf"(?:{_C}|(?<!\w)(?:[A-Za-z][A-Za-z0-9]{{0,60}}(?:(?:\.|::|_)\w{{1,60}}){{1,6}}(?:\(\))?"
    r"|[a-z]{1,30}[A-Z]\w{1,60}|[A-Z][a-z]{1,30}[A-Z]\w{1,60}))"
)
_NOUN = (
    r"(?:callers?|call sites?|consumers?|readers?|writers?|usages?|uses|users|references?|clients?|dependents?"
    r"|importers?|subscribers?|producers?|publishers?"
    r"|connections?)"
)
_UNIT = (
    r"(?:code|service|services|team|job|jobs|process|module|package|component|application|app|repo|repository"
    r"|system|place|file|function|client|program|script|part|worker)"
)
_VERB = (
    r"(?:uses?|reads?(?: from)?|writes?(?: to)?|calls?|references?|imports?|touch(?:es)?|quer(?:y|ies)"
    r"|consumes?|invokes?|depends? on|rel(?:y|ies) on|subscribes? to|sets?"
    r"|updates?|inserts? into|looks? at|access(?:es)?|opens?|polls?|publish(?:es)?(?: to)?|mentions?)"
)
_VERBED = (
    r"(?:used|read|written(?: to)?|called|referenced|imported|touched|queried|consumed|invoked|set|updated"
    r"|accessed|needed|published|polled|mentioned)"
)
_STILL = r"(?:still |currently |actually |directly |ever |even |really |now |also |today |at the moment )*"
_OBJECT = (
    rf"(?:{_NAME}|it\b|them\b|this\b(?! (?:phase|step|plan))|(?:the|this|that|these|those) (?:old |legacy "
    rf"|current |former |two )*(?:{_C} )?(?:columns?|tables?|fields?|functions?|methods?|endpoints?|flags?|topics?"
    rf"|queues?|variables?|api|class|views?|keys?|secrets?|types?|{_NAME})|connections\b)"
)
_ANY = r"(?: any more| anymore| any longer| anywhere(?: else)?| elsewhere| at all| today| in production)?"
_CLAIMS = (
    rf"\b[Nn]o other (?:\w+ ){{0,2}}?{_NOUN}\b(?: than\b)?(?: (?:of|for|to|than) (?:the )?(?P<a>{_NAME}))?",
    rf"\b[Nn]o (?:other )?(?:\w+ )?{_UNIT}(?: \w+){{0,3}}? {_STILL}{_VERB} (?P<b>{_OBJECT})",
    rf"\b[Nn]o other {_UNIT} (?:\w+ )?{_VERB}(?=[.,;)]|$)",
    (
        r"\b(?:[Nn]othing|[Nn]obody|[Nn]o one|[Nn]o-one|[Nn]one of (?:the |our )?\w+)(?: else)?(?: (?:in|outside"
        rf"|of) (?:the )?[\w\x01\x02./-]{{1,40}}(?: \w+)?)? {_STILL}{_VERB} (?P<c>{_OBJECT}){_ANY}"
    ),
    rf"\b(?:[Nn]othing|[Nn]obody|[Nn]o one|[Nn]o-one) else {_STILL}(?:does|{_VERB})\b",
    (
        rf"(?P<d>{_OBJECT}) (?:is|are) {_STILL}(?:only|solely|exclusively) {_VERBED} (?:by|in|from|within|through"
        r"|inside|at|on|during|for)\b"
    ),
    (
        rf"(?P<e>{_OBJECT}) (?:is|are) {_STILL}{_VERBED} (?:only |solely |exclusively )(?:by|in|from|within"
        r"|through|inside|at)\b"
    ),
    (
        rf"(?P<f>{_OBJECT}) (?:is|are) (?:then )?{_STILL}{_VERBED} (?:by|in|from|at) (?:[^.;]{{1,80}}? (?:alone"
        r"|and nowhere else|and by nobody else|and nothing else|and no one else)\b|one (?:place|file|function"
        r"|module|caller)\b|a single \w+)"
    ),
    (
        rf"\b[Tt]he (?:only|sole|single|last) (?:\w+ )?(?:{_NOUN}|{_UNIT}) (?:of|for|that|which|to|left|still"
        rf"|reading|writing|calling|using) (?:(?:{_STILL}{_VERB}|the) )?(?P<g>{_OBJECT})"
    ),
    rf"\b(?:[Tt]hese|[Tt]hose|[Tt]his|[Tt]hat|[Tt]hey) (?:are|is) the only (?:\w+ )?{_NOUN}\b",
    rf"\b(?:is|are) (?:its|their) (?:only|sole) {_NOUN}\b",
    rf"\b[Oo]nly {_NAME}(?:,? (?:and |or )?{_NAME}){{0,4}} {_STILL}{_VERB} (?P<h>{_OBJECT})",
    (
        rf"(?P<i>{_OBJECT}) (?:is|are) {_STILL}(?:completely |entirely |already |now )*(?:unused|dead code"
        r"|unreferenced|orphaned)\b"
    ),
    (
        rf"(?P<j>{_OBJECT}) (?:is|are|isn't|aren't) {_STILL}(?:not|never|no longer"
        rf"|n't)? ?{_VERBED}(?: (?:by (?:anyone|anybody|anything|any \w+)|anywhere(?: else)?|elsewhere|any more"
        r"|anymore|outside \S+))\b"
    ),
    rf"(?P<k>{_OBJECT}) (?:is|are) {_STILL}no longer {_VERBED}\b",
    rf"(?P<l>{_OBJECT}) (?:has|have) (?:no|zero) (?:other |remaining |known |more |external |further )*{_NOUN}\b",
    (
        r"\b[Tt]here (?:are|is) (?:no|zero) (?:other |remaining |known |more |external "
        rf"|further )+{_NOUN}\b(?: (?:of|for|to) (?P<m>{_NAME}))?"
    ),
    (
        rf"\b(?:[Aa]ll|[Ee]very|[Ee]ach)(?: of the)?(?: \d[\d,]*)? {_NOUN}(?: (?:of|for|to) (?:the )?(?:legacy "
        rf"|old )?(?P<n>{_NAME}|(?:legacy |old )?\w+ \w+))? (?:are|is|lives?|sits?|stands?) (?:only |all "
        r"|already )?(?:in|within|inside|under|behind)\b"
    ),
    (
        rf"\b(?:[Aa]ll|[Ee]very|[Ee]ach)(?: of the)? {_NOUN} (?:of|for|to) (?P<o>{_NAME}) (?:already "
        r"|now )?(?:goes?|use[sd]?|have|has|are|is)(?: been)? (?:already |all )?(?:through|migrated|moved"
        r"|switched|updated|known|covered|listed)\b"
    ),
    (
        r"\b(?:which|that|who) (?:is|are) (?:everyone|everybody|all) (?:who|that)\b|\b[Nn]owhere else\b"
        r"|\band nowhere else\b|\bnobody else (?:opens|has|holds)\b"
    ),
)
_SAID = re.compile("|".join([f"(?:{claim})" for claim in _CLAIMS]))
_NOT_CLAIMED = re.compile(
    r"\b(?:if|whether|until|unless|once|when|after|before|while|as soon as|verif(?:y|ies)|checks?|confirms?"
    r"|ensures?|make(?:s)? sure|making sure|asserts?|proves?|shows?(?! that)|fails?"
    r"|waits?|so that|must|should|may|might|can|needs? to|requires?|expect(?:s|ed)?|see that|counts?"
    r"|guarantees?|is there|are there|will|would|then|eventually|by then|"
    r"from (?:then|here|now|there|that \w+|this \w+) on|afterwards|where|what|which|who|assum\w+|in case|to be"
    r"|lint|prove that|says? whether|let|unlike|as if|even if|provided)\b[^.;:]{0,90}$",
    re.I,
)
_AT_WORK = frozenset(("sentence", "item", "row", "field"))


class Claim(NamedTuple):
    """One claim, and the name it is about ("" where it gives none)."""

    unit: int
    quote: str
    name: str
    within: bool  # it says where: only in, only by


def subjects(prose: Prose) -> tuple[str, ...]:
    """Names whose places have to be looked up in the tree for the claims of this text."""
    found: dict[str, None] = {}
    for claim in claims(prose):
        for name in forms(claim.name)[-1:]:
            if _telling(name):
                found.setdefault(name)
    for unit in prose.units:
        listed = _LISTED.search(_masked(unit))
        if listed is not None:
            last = forms(unit.text[listed.start(1) : listed.end(1)])[-1:]
            found.update(dict.fromkeys([one for one in last if _telling(one)]))
    return tuple(found)


_LISTED = re.compile(
    r"\b(?:services?|consumers?|readers?|writers?|callers?|users|clients?|subscribers?|producers?) (?:of|with"
    rf"|that \w+|using|reading) (?:the )?({_C})"
)


def claims(prose: Prose) -> Iterator[Claim]:
    """Every claim of a text in somebody's own words, one a unit."""
    for unit in prose.units:
        if unit.quoted or unit.kind not in _AT_WORK or unit.role == "questions" or unit.text.rstrip().endswith("?"):
            continue
        if (unit.role == "gate" and unit.kind != "sentence") or unit.pointer.endswith("/settled_by"):
            continue
        said = _masked(unit)
        for found in _SAID.finditer(said):
            if not _NOT_CLAIMED.search(said[max(0, found.start() - 110) : found.start()]):
                yield Claim(
                    unit.number,
                    unit.text[found.start() : found.end()].strip(),
                    _subject(prose, unit, found),
                    _exclusive(found[0]),
                )
                break


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
            r"\bonly\b|\bsolely\b|\bexclusively\b|\balone\b|\bone (?:place|file)|\bnowhere\b|\bnot? other\b"
            r"|\bno other\b|\b(?:in|within|inside|under|behind)$",
            said,
            re.I,
        )
        is not None
    )


def _subject(prose: Prose, unit: Unit, found: re.Match[str]) -> str:
    """The name in the claim; of "it" the first name of the unit, where it begins with one."""
    for group, said in found.groupdict().items():
        if said:
            start, end = found.span(group)
            code = [span for span in unit.spans if span.kind == "code" and start <= span.start < end]
            if code:
                return unit.text[code[-1].start : code[-1].end]
            bare = re.search(rf"{_NAME}\Z", unit.text[start:end])
            if bare is not None:
                return bare[0]
    first = next((span for span in unit.spans if span.kind == "code"), None)
    if first is not None and first.end <= found.start() and "/" not in unit.text[first.start : first.end]:
        return unit.text[first.start : first.end]
    return ""


def forms(name: str) -> list[str]:
    """As it is written, and its last part."""
    bare = name.strip().removesuffix("()").removeprefix("table:").removeprefix("column:")
    if not bare or " " in bare or "/" in bare:
        return []
    return list(dict.fromkeys((bare, re.split(r"\.|::|#", bare)[-1])))


def _telling(name: str) -> bool:
    """Whether its letters alone say what is meant: `users` and `Save` stand in many places for many things."""
    return len(name) > 3 and ("_" in name or "-" in name or re.search(r"[a-z][A-Z]|\d", name) is not None)
