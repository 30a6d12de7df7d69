"""Texts that speak to whoever checks them (G741): orders to a reader, replies in its name, and what nobody can see."""

from __future__ import annotations

import re

from guard.model.doubt import Doubt
from guard.prose.cued import Cued
from guard.prose.spoken import HEADED, WHISPERED
from guard.prose.spoken.heard import Page, in_code, joined
from guard.prose.spoken.matter import values, without

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.model.doubt import Added, Paper
    from guard.model.prose import Prose, Span, Unit
    from guard.prose.spoken.heard import Heard, Seek

_FIXTURES = Cued(
    r"\b(?:examples?|fixtures?|test (?:data|cases|texts|strings)|samples?|quotations?|verbatim|utterances"
    r"|what (?:people|users|customers|patients|callers|they) (?:type|write|say|send|ask|answer))\b",
    re.I,
)
_QUOTED = Cued(r'"[^"]{0,400}"')
WHO = "Who wrote this, and whom is it to tell what?"
LEAVE = (
    "take it out; where the code needs these very words, a person who has seen them there accepts the question by its "
    "name"
)
ASK = "Who wrote this, and what is it to do in a plan?"
MEND = (
    "take it out; a plan says what happens and who does it, and nothing to the one who reads it. Where it is "
    "an example "
    "that the work needs, it stands in a file of its own, and the plan names that file"
)


def check(paper: Paper) -> Iterator[Doubt]:
    """One doubt a unit at most. What is quoted as a fixture is the matter of the text; what is hidden never is."""
    matter = values(paper.prose)
    asked = [(unit, _asked(unit, matter.get(unit.number, ()))) for unit in paper.prose.units]
    page = Page(_whole(paper, [text for _, text in asked]))
    for unit, text in asked:
        found = page.hidden(unit.text) or page.seek(text, {"comment": WHISPERED, "heading": HEADED}.get(unit.kind))
        if found is not None:
            quote, what = found
            yield Doubt("G741", unit.number, quote, what, ASK, MEND)
    for fence in paper.prose.fences:
        lines = [(fence.line + at, line) for at, line in enumerate(fence.text.split("\n"))]
        found_in = in_code(lines, page.hidden if _fixture(fence.under) else page.seek)
        yield from [_doubt(one, ASK, MEND) for one in found_in]
    yield from [_doubt(one, ASK, MEND) for one in in_code(list(paper.prose.remarks), page.seek)]
    yield from _declared(paper, page.seek)
    if paper.added:
        yield from _added(paper.added, page)


def arrives(paper: Paper) -> Iterator[Doubt]:
    """Of lines that come with a change, and the names of their files; in tests what code holds is their matter."""
    yield from _added(paper.added, Page("\n".join(_coming(paper.added))))


def _coming(added: Iterable[Added]) -> list[str]:
    from guard.prose.coming.heard import everything  # loaded where lines come

    return everything(added)


def _added(added: Iterable[Added], page: Page) -> Iterator[Doubt]:
    from guard.prose.coming.heard import heard

    yield from [_doubt(one, WHO, LEAVE) for one in heard(added, page)]


def _doubt(one: Heard, ask: str, mend: str) -> Doubt:
    return Doubt("G741", 0, one.quote, one.what, ask, mend, one.line, one.anchor, path=one.path)


def _asked(unit: Unit, matter: tuple[Span, ...]) -> str:
    """What of a unit may speak to a reader."""
    if unit.kind not in ("comment", "heading") and _fixture(unit.under):
        return _unquoted(unit)
    text = without(unit, matter) if matter else unit.text
    return "\n".join((text, *[span.target for span in unit.spans if span.target]))


def _whole(paper: Paper, asked: Iterable[str]) -> str:
    """All that it says, anywhere; lines of code joined too, as parts of them are when they are asked about."""
    lines = [line for fence in paper.prose.fences for line in fence.text.split("\n")]
    lines += [line for _, line in paper.prose.remarks]
    told = dict.fromkeys(
        [*asked, *[unit.text for unit in paper.prose.units], *[text for _, text in _said(paper.prose)]]
    )
    return "\n".join([*told, *lines, joined(lines), *(_coming(paper.added) if paper.added else ())])


def _fixture(under: tuple[str, ...]) -> bool:
    return any([_FIXTURES.search(heading) for heading in under])


def _unquoted(unit: Unit) -> str:
    """Its own words, with what it quotes and what stands in code left out."""
    return "" if unit.quoted else " ".join(_QUOTED.sub(" ", unit.plain()).split())


def _declared(paper: Paper, seek: Seek) -> Iterator[Doubt]:
    """What the document declares and no unit says."""
    said = {unit.text for unit in paper.prose.units}
    for line, text in dict.fromkeys(_said(paper.prose)):
        found = seek(text) if text and text not in said else None
        if found is not None:
            yield Doubt("G741", 0, found[0], found[1], ASK, MEND, line, text)


def _said(prose: Prose) -> list[tuple[int, str]]:
    """Every text that it declares, with its line."""
    declared = prose.declared
    told = [(one.line, text) for one in declared.assumes for text in (one.name, one.says, one.settled_by)]
    told += [(declared.lines.get("/owner", 1), declared.owner)]
    told += [(declared.lines.get("/creates", 1), name) for name in (*declared.creates, *declared.counts)]
    for step in prose.steps:
        texts = (step.name, step.title, step.gate, step.rollback, step.irreversible, step.owner, *step.files)
        told += [(step.line, text) for text in (*texts, *step.creates, *step.drops)]
    return told
