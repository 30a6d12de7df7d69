"""References (G715): "see the appendix", "the usual script", links and footnotes, each to something that is there."""

from __future__ import annotations

import re

from guard.escape import shown
from guard.model.doubt import Doubt, Unasked
from guard.prose.cued import Cued
from guard.prose.evidence import rests
from guard.prose.leading_back import astray
from guard.prose.pointing import Places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.prose import Span, Unit
    from guard.prose.leading_back import Back

RULE = "G715"
_SCHEME = Cued(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#?$")
_BRACKETS = Cued(r"(?<![\w\])\x00])\[[^\[\]\n^]{1,120}\]\[([^\[\]\n]{0,80})\]")
_FILES = (
    r"(?:script|command|query|queries|runbook|playbook|procedure|process|way|steps?|checks?|checklist|"
    r"job|pipeline|tool|tooling|window|settings|options|flags|"
    r"dashboard|channel|place|spreadsheet|sheet|doc|document|page|template|routine|drill|ritual|dance|"
    r"incantation|commands|people|list)"
)
_USUAL = Cued(
    r"\b(?:the|our|that) (?:usual|well-known|known|same old|customary|aforementioned|standard|normal|"
    r"regular) (?:\w{2,20} )?" + _FILES + r"\b|"
    r"\b(?:as|like|same as) (?:we did )?(?:the )?last (?:time|year|quarter|month|migration)\b|\bthe same (?:\w{2,12} )?"
    + _FILES
    + r" as (?:last time|before|always|ever)\b|\b(?:deploy\w*|runs?|ran|roll(?:ed|s)? out|announc\w+|"
    r"releas\w+|proceed|do|does|done|restart\w*|migrat\w+|handled?|test\w*|"
    r"check\w*) (?:\w+ ){0,3}as (?:usual|always)\b|^as (?:usual|always)\b|\bthe (?:script|query|"
    r"command|"
    r"sheet|doc|document|page|runbook) "
    r"(?:from|of) (?:last time|the other day|back then)\b|\b(?:somewhere|someplace) (?:in|on|under) (?:the|our)\b",
    re.I,
)
_AGREED = Cued(
    r"\bas (?:discussed|agreed|mentioned|talked about|said|promised|planned|requested)(?: (?:earlier|"
    r"before|previously|already))?\b"
    r"(?! (?:in|with|by|on|at|under|above|below|for|that))|\b(?:from|per) (?:the|our|that|a|"
    r"last week's|yesterday's) (?:other |last |slack |chat )?"
    r"(?:thread|meeting|call|chat|conversation|discussion|channel|e-?mail)\b",
    re.I,
)
_NOUN = (
    r"(?:appendix|annex|runbook|playbook|wiki(?: page)?|handbook|spreadsheet|sheet|"
    r"design doc(?:ument)?|doc|documentation|guide|manual|checklist|"
    r"ticket|issue|adr|rfc|spec|specification|post-?mortem|decision record|notes|script|diagram|"
    r"readme|dashboard|confluence(?: page)?|notion(?: page)?)"
)
_SEE = Cued(
    r"\b(?:see|cf\.?|refer to|consult|follow|following|per|according to|(?:as )?(?:described|"
    r"documented|explained|listed|outlined|shown|defined|given|"
    r"specified|laid out|noted|detailed|set out|told|said) (?:in|by|on|at)|details? (?:is|are) in|"
    r"is in|are in|found in|kept in|stands in|"
    r"(?:values?|figures?|numbers?|limits?|dates?|taken|copied|comes?|read|as) from)"
    r"(?: also)? (?:the|our|its|an|that|this) (?:\w[\w-]{1,20} ){0,2}?(" + _NOUN + r")\b",
    re.I,
)
_PLACED = Cued(
    r"\b(?:the|this|that|these|see|in|both)(?: \w{2,14}){0,2} (table|list|query|queries|command|"
    r"commands|script|snippet|sql|statement|statements|diagram|"
    r"figure|code|block|section|steps|example|numbers|figures) (above|below)\b(?! (?:it|the|them|that|"
    r"this|an?|its)\b)|\b(?:see|described|"
    r"listed|shown|mentioned) (above|below)\b(?! (?:it|the|them|that|this|an?|its)\b)",
    re.I,
)
_NUMBERED = Cued(
    r"(?<!\w)(section|chapter|appendix|annex|figure|table|\u00a7)s? ?(\d{1,3}(?:\.\d{1,3})*|"
    r"[A-H])\b(?! (?:of|in) (?:the|RFC|`|\x00|[A-Z]))",
    re.I,
)
_STEPS = Cued(
    r"\b(?:see|in|of|as in|after|before|until|from|with|to|repeat|go back to|like) (steps?|phases?|"
    r"stages?) (\d{1,3})\b(?! (?:of|in) )",
    re.I,
)
_NOT_OURS = Cued(
    r"\b(?:RFC|ISO|PEP|IEEE|GDPR|spec|manual|documentation|docs|book|contract|agreement|policy)\b|https?:", re.I
)
_NOT_NAMED = Cued(
    r"\b(?!See|As|Per|Cf|Refer|Consult|Follow|Following|Described|Documented|"
    r"Details?)[A-Z][A-Za-z0-9]+ "
)
_KINDS = {"table": "table", "list": "list", "steps": "list"} | dict.fromkeys(
    ("", "section", "numbers", "figures", "example"), "text"
)
_GOES_ON = Cued(r"[./_-]\w")
_STATES = frozenset(("sentence", "item", "row", "field"))
UNREAD = "nobody tells which headings a file has"
MEND = "name the file, the heading or the address, so that whoever carries it out finds the one that is meant"


def check(paper: Paper) -> Iterator[Doubt | Unasked]:
    """Links first, for they say where they lead; then words that point to something. One doubt a unit and place."""
    prose = paper.prose
    paths = paper.known.of("path")
    known = Places(prose)
    for unit in prose.units:
        if unit.kind == "comment" and not unit.spans:
            continue
        for span in unit.spans:
            if (span.kind == "link" and not _SCHEME.match(span.target)) or span.target.startswith("#"):
                yield from _link(paper, unit, span)
        if unit.kind in _STATES and not unit.quoted:
            found = _words(paper, known, unit)
            if found is not None:
                quote, what = found
                yield Doubt(RULE, unit.number, quote, what, "What exactly is meant, and where does it stand?", MEND)
    if paths.missing and any(_file(span) for unit in prose.units for span in unit.spans):
        yield Unasked(RULE, "links to files", paths.missing)
    counted = known.steps or not any(
        unit.kind in _STATES and not unit.quoted and _STEPS.search(unit.plain()) for unit in prose.units
    )
    if not counted:
        yield Unasked(RULE, "numbers of steps", "no steps of this text are numbered")
    for back, near in astray(paper):
        yield _lost(back, near) if near is not None else Unasked(RULE, shown(back.said), UNREAD)
    if any(_file(span) and "#" in span.target for unit in prose.units for span in unit.spans):
        yield Unasked(RULE, "headings of other files", UNREAD)


def _lost(back: Back, near: str) -> Doubt:
    said, step = shown(back.said), shown(back.step)
    what = f"the way back of {step} leads to {said}, and no heading there is called so"
    mend = f"write there a heading whose name in a link is {shown(back.heading)}, or name the one that is meant"
    why = f"did you mean {shown(near)}?" if near else ""
    return Doubt(RULE, 0, back.said, what, "Where does the way back stand?", mend, back.line, back.anchor, why)


def _file(span: Span) -> bool:
    return (
        span.kind == "link" and bool(span.target) and not span.target.startswith("#") and not _SCHEME.match(span.target)
    )


def _link(paper: Paper, unit: Unit, span: Span) -> Iterator[Doubt]:
    said = unit.text[span.start : span.end]
    what = ""
    if span.target.startswith("#"):
        anchor = _decoded(span.target[1:])
        if anchor and anchor not in paper.prose.anchors and anchor.lower() not in paper.prose.anchors:
            what = f"no footnote {said}" if anchor.startswith("^") else f"no heading of this text is called #{anchor}"
    elif (
        not paper.known.of("path").missing
        and not _there(paper, span.target)
        and span.target.partition("#")[0] not in said
    ):
        what = f"the link leads to {span.target}, which is not in {paper.known.where or 'the tree'}"
    if what:
        yield Doubt(RULE, unit.number, said, what, "Where is this to lead?", MEND)


def _there(paper: Paper, target: str) -> bool:
    """Whether the tree has it, seen from the top or from the folder of the text; what the plan creates counts."""
    path = _decoded(target.partition("#")[0].partition("?")[0])
    folder = "" if path.startswith("/") else paper.prose.where.rpartition("/")[0]
    names = paper.known.of("path").names
    made = paper.prose.declared.creates
    for base in dict.fromkeys((folder, "")):
        parts: list[str] = []
        for part in f"{base}/{path}".split("/"):
            if part == "..":
                del parts[-1:]
            elif part not in ("", "."):
                parts.append(part)
        whole = "/".join(parts)
        if whole in names or f"path:{whole}" in made or not whole:
            return True
        if any(name.startswith(f"{whole}/") for name in names):
            return True
    return False


def _decoded(text: str) -> str:
    if "%" not in text:
        return text
    from urllib.parse import unquote

    return unquote(text)


def _words(paper: Paper, known: Places, unit: Unit) -> tuple[str, str] | None:
    """The words that lead nowhere, and why."""
    plain = unit.plain()
    undefined = _BRACKETS.search(plain)
    if undefined:
        return undefined[0], f"no link is defined as [{undefined[1]}]"
    for words, why in (
        (_USUAL, "only who was there knows which that is"),
        (_AGREED, "nothing here says what that was"),
    ):
        for found in words.finditer(plain):
            if not _named(unit, found) and not rests(paper.prose, paper.known, unit):
                return found[0], f'"{found[0]}": {why}'
    for found in _SEE.finditer(plain):
        noun = found[1].lower()
        if _NOT_NAMED.search(found[0]) or _GOES_ON.match(plain, found.end()):
            continue  # the WebIDL specification, README.md
        if not _leads(known, unit, found, noun):
            return found[0], f"nothing in this text says which {noun} that is, or where it stands"
    return _placed(known, unit, plain) or _numbered(known, unit, plain)


def _named(unit: Unit, found: re.Match[str]) -> bool:
    """Whether a name in code, or a link, stands at these words and tells what they mean."""
    first, last = found.start() - 4, found.end() + 40
    return any(span.kind != "quote" and span.end > first and span.start < last for span in unit.spans)


def _leads(known: Places, unit: Unit, found: re.Match[str], noun: str) -> bool:
    """Whether a link, a name in code, or a heading tells what is meant."""
    if _named(unit, found):
        return True
    return known.called(noun.split()[0].replace("document", "doc").rstrip("s"))


def _placed(known: Places, unit: Unit, plain: str) -> tuple[str, str] | None:
    """ "the table above": there is one above."""
    for found in _PLACED.finditer(plain):
        noun, side = (found[1] or "").lower(), (found[2] or found[3]).lower()
        kind = _KINDS.get(noun, "code")
        if not known.stands(kind, side, unit):
            return found[0], f"there is no {noun or 'text'} {side} this line"
    return None


def _numbered(known: Places, unit: Unit, plain: str) -> tuple[str, str] | None:
    """ "section 4": there is a heading of that number; "step 9": there are as many."""
    for found in _NUMBERED.finditer(plain):
        kind, number = found[1].lower().replace("\u00a7", "section"), found[2].lower()
        if (
            _NOT_OURS.search(plain)
            or kind in ("figure", "table")
            or any(span.kind == "link" and span.start <= found.start() < span.end for span in unit.spans)
        ):
            continue
        if not known.numbered(kind, number):
            return found[0], f"no heading of this text is {kind} {found[2]}"
    for found in _STEPS.finditer(plain):
        if known.steps and int(found[2]) > max(known.steps, known.items):
            return found[0], f"there is no {found[1].rstrip('s')} {found[2]}: the last one is {known.steps}"
    return None
