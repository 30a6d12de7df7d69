"""What a statement rests on: a reference beside it that leads to something, or a ticket with a person and a date.

What leads nowhere settles nothing, and neither does the name of the thing that is spoken of: a reference is introduced
as one, by a word, by a parenthesis, or by a link to a document.
"""

from __future__ import annotations

import re

from guard.prose import roles
from guard.prose.cued import Cued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.known import Known
    from guard.model.prose import Prose, Unit

_INTRODUCES = Cued(
    r"\b(?:see|cf\.?|per|according to|source|evidence|shows?|shown|proves?|proved|proven|recorded|"
    r"measured|measurements?|"
    r"documented|verified|confirmed|checked|sampled|described|noted in|results?|decided|decision|"
    r"counted|tested|rehearsed|"
    r"accepted|answered|answers|settled|logged in|asserted|covered)\b[^.;]{0,40}$",
    re.I,
)
_DOCUMENT = Cued(r"\.(?:md|markdown|rst|adoc|org|txt|csv|tsv|json|jsonl|log|html?|pdf|png|svg|ipynb|xlsx|ya?ml)$", re.I)
_PATH = Cued(r"(?<![\w/.@-])(?:\.{0,2}/)?(?:[\w.@-]{1,80}/){1,12}[\w.@-]{1,80}|(?<![\w/.@-])[\w-]{1,60}\.md\b")
_TICKET = Cued(
    r"\b[A-Z][A-Z0-9]{1,9}-\d{1,7}\b|(?<![\w&])#\d{1,7}\b|/(?:issues|pull|merge_requests|browse)/[\w-]{1,20}"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*"
DATE = Cued(
    rf"\b(?:19|20)\d\d-\d\d(?:-\d\d)?\b|\b\d{{1,2}}\.? {_MONTH}\.?(?:,? (?:19|20)\d\d)?\b|\b{_MONTH}\.? \d{{1,2}}\b"
    r"|\b\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d\b"
)
_HANDLE = Cued(r"(?<![\w@/.])@[A-Za-z][\w/-]{0,60}")
_WORD = Cued(r"[A-Za-z][\w-]{1,40}")
_WEIGHS = Cued(
    r"\W*(?:\d{1,2}[.):]?\s+)?(?:the |known |open |main |possible |accepted |residual |other |our |what )*"
    r"(?:risks?|alternatives?|options|rejected|lessons(?: learned)?|post-?mortem|incidents?|history|discussion|"
    r"drawbacks?|trade-?offs?|prior art|glossary|faq|went wrong|retrospective|pros|cons|consequences)\b"
    r"(?:,?\s+\S{1,30}){0,6}\W*",
    re.I,
)
_ASIDE = Cued(r"\([^()]{0,200}\)")
_BESIDE = 20  # units of a block that are looked at on each side


def weighs(unit: Unit) -> bool:
    """Whether it stands where a text weighs what could be: risks, alternatives, history. Steps that are told there
    are none the less steps."""
    if unit.role == "steps" and unit.under and roles.of(unit.under[-1]) == "background":
        return False
    return any(_WEIGHS.fullmatch(heading[:120]) for heading in unit.under[-3:])


def rests(prose: Prose, known: Known, unit: Unit, at: int = 0) -> bool:
    """Whether something beside the unit shows what it says.

    What stands in brackets before `at` shows what it stands behind, and not what is said from there on.
    """
    beside = tuple(_beside(prose, unit))
    if any(_refers(prose, known, one, at if one is unit else 0) for one in beside):
        return True
    text = " ".join([one.text for one in beside])
    return bool(_TICKET.search(text) and DATE.search(text) and _person(prose, known, text))


def _beside(prose: Prose, unit: Unit) -> Iterator[Unit]:
    """The unit and the one behind it in its paragraph; of a list item all of it."""
    yield unit
    most = _BESIDE if unit.kind == "item" else 1
    for step in (1, -1) if unit.kind == "item" else (1,):
        at = unit.number - 1 + step
        while 0 <= at < len(prose.units) and abs(at - unit.number + 1) <= most:
            if prose.units[at].block != unit.block or not unit.block:
                break
            yield prose.units[at]
            at += step


def _refers(prose: Prose, known: Known, unit: Unit, at: int = 0) -> bool:
    paths = known.of("path")
    aside = [found.span() for found in _ASIDE.finditer(unit.text, 0, at)] if at else []
    for span in unit.spans:
        target = span.target if span.kind == "link" else unit.text[span.start : span.end]
        if span.kind == "quote" or not target or any([start < span.start < end for start, end in aside]):
            continue
        if target.startswith("#"):
            if target[1:] in prose.anchors and not target.startswith("#^"):
                return True
        elif leads(target, paths.names) and (_introduced(unit.text, span.start, target) or span.kind == "link"):
            return True
    plain = unit.plain()
    return any(
        leads(found[0], paths.names) and _introduced(unit.text, found.start(), found[0])
        for found in _PATH.finditer(plain)
        if not any([start < found.start() < end for start, end in aside])
    )


def leads(target: str, names: object) -> bool:
    """Whether a reference, such as ../docs/runbook.md#restore, is a file that the tree has."""
    path = target.partition("#")[0].partition("?")[0]
    while path.startswith(("./", "../", "/")):
        path = path.partition("/")[2]
    path = re.sub(r":\d+(?:-\d+)?$", "", path.rstrip("/."))
    return bool(path) and path in names  # type: ignore[operator]


def _introduced(text: str, start: int, target: str) -> bool:
    before = text[max(0, start - 60) : start].rstrip()
    document = _DOCUMENT.search(target.partition("#")[0]) is not None
    return _INTRODUCES.search(before) is not None or (document and before.endswith(("(", "[", "->", "\u2192")))


def _person(prose: Prose, known: Known, text: str) -> bool:
    if _HANDLE.search(text):
        return True
    owners = {name.lower().lstrip("@") for name in known.of("owner").names}
    owners |= {step.owner.lower() for step in prose.steps if step.owner} | {prose.declared.owner.lower()}
    return any(word.lower() in owners for word in _WORD.findall(text))
