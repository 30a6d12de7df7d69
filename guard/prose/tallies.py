"""How many things a sentence speaks of: "three files use it:" and the names behind it; "the 4 steps above", counted."""

from __future__ import annotations

import re

from guard.prose.cued import Cued
from guard.prose.figures import NUMBER, ROUGH, number_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.prose import Prose, Unit

    Wrong = Iterator[tuple[str, str]]

_N = rf"(?:{NUMBER}|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)"
_NOUNS = (
    r"(?:files?|paths?|modules?|scripts?|tables?|columns?|services?|flags?|jobs?|packages?|classes|functions?|callers?"
)
_NOUNS += r"|places?|queries|views?|tests?|topics?|queues?|migrations?|endpoints?|pages?|workers?|variables?)"
_SPEAKS = Cued(
    rf"^\W*(?:(?:the|these|all|only|exactly|there are|we have|it has|so) ){{0,2}}(?P<n>{_N}) (?:[a-z-]+ )?"
    rf"(?P<what>{_NOUNS})(?P<rest> [^.;:()\d\x00]{{1,80}}):(?P<list>.*)$",
    re.I,
)
_NAMES = Cued(r"\s*\x00+(?:(?:\s*,)?\s+(?:and\s+)?\x00+){1,20}\W*")
_PATH = Cued(r"(?<![\w/.-])[\w.-]*\w/[\w./-]*\w")
_EACH = Cued(rf"\b(?:each|every|per|following|of)\b|{_N}", re.I)
_SINGLE = frozenset(("this", "its", "us", "was", "is", "as", "has", "does", "uses", "needs", "class", "status"))
_BESIDE = Cued(
    rf"\b(?:the|these|those|all)(?: the)? (?P<n>{_N}) (?P<what>steps|phases|stages)"
    r" (?:(?P<above>above|before this)|(?P<below>below|that follow))\b",
    re.I,
)


def spoken_of(paper: Paper, unit: Unit) -> Wrong:
    """So many files do something, and their names stand behind the colon, or in the next sentence."""
    said = _masked(unit)
    found = _SPEAKS.search(said)
    if found is None or _EACH.search(found["rest"]) or ROUGH.search(said[: found.start("n")]):
        return
    last = found["rest"].split()[-1].lower()
    if last.endswith("s") and last not in _SINGLE and len(found["rest"].split()) > 1:
        return  # of "three services use the tables:" nobody knows which of the two are named
    names = found["list"] if found["list"].strip() else _behind(paper.prose, unit)
    number, count = number_of(found["n"]), len(re.findall("\x00+", names)) if _NAMES.fullmatch(names) else 0
    if count and number is not None and number != count:
        quote = unit.text[found.start() : found.start("list")].strip()
        yield quote, f"{found['n']} {found['what']} are said, and {count} are named"


def beside(paper: Paper, unit: Unit) -> Wrong:
    """ "The 4 steps above": one list, or one row of headings, on that side has as many."""
    for found in _BESIDE.finditer(unit.plain()):
        number, above = number_of(found["n"]), bool(found["above"])
        steps = [one for one in paper.prose.steps if (one.line < unit.line) == above and one.line != unit.line]
        numbers = [one.number for one in steps]
        if numbers != list(range(numbers[0], numbers[0] + len(numbers)) if numbers else []):
            continue  # of several lists, or of one within another, nobody knows which is meant
        if steps and number not in (len(steps), None, *_lists(paper.prose, unit, above)):
            where = "above" if above else "below"
            yield found[0], f"{found['n']} {found['what']} are said, and {len(steps)} stand {where}"


def _masked(unit: Unit) -> str:
    """Its text, with \\0 for the letters of names: what stands in code, and what is written as a path."""
    letters = list(unit.text)
    for span in unit.spans:
        mark = "\x00" if span.kind in ("code", "link") else " "
        letters[span.start : span.end] = mark * (span.end - span.start)
    return _PATH.sub(lambda path: "\x00" * len(path[0]), "".join(letters))


def _behind(prose: Prose, unit: Unit) -> str:
    """The next sentence, where it is of the same paragraph or one of its own."""
    after = prose.units[unit.number] if unit.number < len(prose.units) else None
    return _masked(after) if after is not None and after.kind == "sentence" and not after.quoted else ""


def _lists(prose: Prose, unit: Unit, above: bool) -> Iterator[int]:
    """How many items each list on that side has, and how many rows each table."""
    blocks: dict[int, None] = {}
    for one in prose.units:
        if one.kind == "item" and (one.line < unit.line) == above and one.block != unit.block:
            blocks.setdefault(one.block)
        elif blocks:
            yield len(blocks)
            blocks = {}
    if blocks:
        yield len(blocks)
    yield from [len(table.rows) for table in prose.tables if (table.line < unit.line) == above]
