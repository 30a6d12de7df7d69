"""Use before it is there (G706): a phase that speaks of a name which only a later phase creates.

Later is what the edges of the phases say, not the order of the text. Phases that nothing orders are left alone.
"""

from __future__ import annotations

import re

from guard.escape import shown
from guard.model.doubt import Doubt
from guard.model.lookup import fresh_of, names_of
from guard.prose.ahead import ahead
from guard.prose.cued import Cued
from guard.prose.edges import Edges

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.lookup import Names, New
    from guard.model.prose import Unit
    from guard.prose.ahead import Ahead

_WORD = Cued(r"[A-Za-z_./][\w./:#-]*")
_PHASE = Cued(r"/phases/([^/]+)/")
_LATER = Cued(
    r"\b(?:not yet|yet|until|later|will|would|comes? with|next|after|afterwards|before|once|prepar\w+|ahead|future"
    r"|follow\w*|planned|to be|so that|for when|do(?:es)? not exist|out of scope|untouched|creat\w+|adds?|introduces?"
    r"|new(?![-_]))\b",
    re.I,
)
_MAKING = Cued(r"\b(?:CREATE|ADD|RENAME)\b")
_VERBS = frozenset(
    (
        "read",
        "write",
        "fill",
        "create",
        "add",
        "drop",
        "switch",
        "copy",
        "move",
        "use",
        "remove",
        "check",
        "build",
        "make",
    )
)
_ASIDE = ("background", "questions", "references", "assumptions", "owners")


def check(paper: Paper) -> Iterator[Doubt]:
    """Each phase, once for each name that it uses too early; then sentences that say so in words."""
    edges = Edges(paper.prose.steps)
    told = set()
    for doubt in _declared(paper, edges):
        told.add(doubt.unit)
        yield doubt
    for one in ahead(paper.prose, edges):
        if one.unit.number not in told:
            yield _in_words(one)


def _declared(paper: Paper, edges: Edges) -> Iterator[Doubt]:
    """Names that a later phase declares under creates."""
    names, fresh = names_of(paper.known), fresh_of(paper)
    made = [new for new in fresh.every if edges.step(new.step) is not None]
    if not made:
        return
    forms = _forms(made, names)
    seen: set[tuple[str, str]] = set()
    named: dict[str, set[str]] = {}
    for one in paper.prose.steps:
        if one.declared:
            named.setdefault(one.name.casefold(), set()).add(one.name)
    for unit, step, line, text, anchor, above in _texts(paper):
        for word in _WORD.findall(text):
            for new in forms.get(word.rstrip(".:#/").replace("::", ".").replace("#", "."), ()):
                early = (step, new.said) not in seen and edges.before(step, new.step)
                if not early or _elsewhere(named, above, step):
                    continue
                # a name may have the name of a phase in it
                if not _told(edges, above, text.replace(word, " "), new.step):
                    seen.add((step, new.said))
                    yield _doubt(edges, new, step, unit, line, word.rstrip(".:#/"), anchor)


def _forms(made: list[New], names: Names) -> dict[str, list[New]]:
    """The ways in which each new name is written; what is known under the same word is another thing."""
    found: dict[str, list[New]] = {}
    for new in made:
        forms = {new.name}
        last = new.name.rpartition("/" if new.kind == "path" else ".")[2]
        if new.kind == "symbol":
            forms.update([".".join(new.name.split(".")[-many:]) for many in (2, 3)])
        if ("_" in last or "." in last or any([letter.isupper() for letter in last[1:]])) and not names.anywhere(last):
            forms.add(last)
        for form in forms:
            found.setdefault(form, []).append(new)
    return {form: those for form, those in found.items() if len({new.step for new in those}) == 1}


def _texts(paper: Paper) -> Iterator[tuple[int, str, int, str, str, str]]:
    """Of every text that a phase has: its unit, phase, line, words, anchor, and the headings above it."""
    # what a phase says of itself first, then what stands at the head of the page: its way back, say
    for unit in sorted(paper.prose.units, key=lambda one: one.kind == "field"):
        if unit.kind in ("heading", "comment") or unit.quoted or unit.role in _ASIDE:
            continue
        step = unit.step or _of_pointer(unit)
        if step:
            yield unit.number, step, unit.line, unit.text, "", " ".join(unit.under[1:])
    for fence in paper.prose.fences:
        if fence.step and not fence.quoted:
            for number, line in enumerate(fence.text.split("\n")):
                if not _MAKING.search(line):
                    above = " ".join(fence.under[1:])
                    yield 0, fence.step, fence.line + number, line.partition("--")[0], line.strip(), above
    for one in paper.prose.steps:
        if one.gate and " " not in one.gate:
            yield 0, one.name, one.line, one.gate, one.name, ""


def _of_pointer(unit: Unit) -> str:
    found = _PHASE.match(unit.pointer)
    return found[1] if found is not None and not unit.pointer.endswith(("/why", "/title")) else ""


def _elsewhere(named: dict[str, set[str]], above: str, step: str) -> bool:
    """Whether the headings above name another phase than the one it is taken to belong to."""
    found = [named[word] for word in re.findall(r"[a-z0-9_-]+", above.casefold()) if word in named]
    return bool(found) and not any([step in names for names in found])


def _told(edges: Edges, above: str, text: str, creator: str) -> bool:
    """Whether the text says itself that it comes later, or names the phase that makes it."""
    if _LATER.search(text):
        return True
    step = edges.step(creator)
    lower = f"{above} {text}".casefold()
    for said in {creator.casefold(), creator.replace("-", " ").casefold(), (step.title if step else "").casefold()}:
        verb = said in _VERBS  # `write` is a phase, and what everything does: it has to be called one
        form = (
            rf"\b(?:phases?|steps?|stages?|by|in|with|of|and|,) {re.escape(said)}\b|\b{re.escape(said)} (?:phase|step)"
        )
        if said and re.search(form if verb else rf"(?<![\w-]){re.escape(said)}(?![\w-])", lower):
            return True
    return False


def _doubt(edges: Edges, new: New, step: str, unit: int, line: int, quote: str, anchor: str) -> Doubt:
    name, creator = shown(new.name), shown(new.step)
    what = f"{shown(step)} uses {name}, and {creator}, which comes later, creates it"
    ask = f"Does {shown(step)} need {name} before {creator} has created it?"
    mend = f"let {shown(step)} come after {creator}, or create {name} in {shown(step)} or before it"
    made = edges.step(new.step)
    why = f"{new.said} is declared under creates of {creator}" + (f", line {made.line}" if made and made.line else "")
    return Doubt("G706", unit, quote, what, ask, mend, line, anchor, why)


def _in_words(one: Ahead) -> Doubt:
    early, late = shown(one.early.name), shown(one.late.name)
    what = f"{early} uses here what {late}, which comes later, makes"
    ask = f"Does {early} need it before {late} has made it?"
    return Doubt(
        "G706", one.unit.number, one.quote, what, ask, f"let {early} come after {late}, or use it from {late} on"
    )
