"""How many things a sentence says, and how many it lists: "three columns:" and the list or the SQL behind it."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import attrgetter

from guard.escape import shown
from guard.prose.cued import Cued
from guard.prose.figures import NUMBER, ROUGH, number_of
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.prose import Prose, Unit

N = rf"(?:{NUMBER}|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)"
_FOLLOWING = Cued(
    rf"(?P<n>{N}) (?:(?:new|other|following|empty|more|small|separate) )?(?P<what>[a-z-]+s)(?: below)"
    r"?\s*:\s*(?P<list>.*)$",
    re.I,
)
# "6 resources go from a to b:", "its users are these 6:", "these four files change:"
_SUBJECT = Cued(
    rf"(?:^\W*(?:(?:the|these|all|only|there are|we have|it has|so) ){{0,2}}"
    rf"|\b(?P<told>these|the following) )"
    rf"(?P<n>\d{{1,4}}\b|{N})(?P<what>(?: [a-z-]+)?)(?P<rest>[^.;:()\d]{{0,80}}):\s*$",
    re.I,
)
_HOW = Cued(r"\b(?:like this|this way|thus|so|by|with|then|run|do|does|if|when|before|after|each|every|per)\W*$", re.I)
_CODES = Cued(
    rf"\b(?:the|these|all|adds|gets|has|into|in) (?P<n>{N}) (?:new "
    r"|old )?(?P<what>[a-z-]+s):? (?P<list>\x00+(?:(?:,? and |, | & )\x00+)+)(?=[.;:)]|$| (?:is|are|go|get"
    r"|have|will|must|in|on|to)\b)",
    re.I,
)
# "there are two locales, `a/en.txt` and `a/de.txt`"
_THERE_ARE = Cued(
    rf"\b(?:there are|we have|exist|it has|only) (?:only |just |exactly |now |today )?(?P<n>{N}) (?:[a-z-]+ )?"
    r"(?P<what>[a-z-]+s)\b(?:,|:| \(|,? namely|,? that is| \u2014| \u2013) ?(?P<list>\x00+(?:(?:,? and |, )\x00+)+)",
    re.I,
)
_MAKES = Cued(rf"(?:that|this|which) makes (?P<n>{N})\b", re.I)
_LISTED = Cued(r"\W*\x00+(?:\s*(?:,|and|,\s*and)\s*\x00+){1,20}\W*")
_IN_SQL = {
    "columns": Cued(r"\bADD\s+COLUMN\b", re.I),
    "tables": Cued(r"\bCREATE\s+TABLE\b", re.I),
    "indexes": Cued(r"\bCREATE\s+(?:UNIQUE\s+)?INDEX\b", re.I),
}
_TIMES_TEXT = "days hours minutes seconds weeks months years times ms ways reasons points"
_TIMES = frozenset(_TIMES_TEXT.split())


def _masked(unit: Unit) -> str:
    letters = list(unit.text)
    for span in unit.spans:
        if span.kind != "link":
            letters[span.start : span.end] = ("\x00" if span.kind == "code" else " ") * (span.end - span.start)
    return "".join(letters)


def listed(paper: Paper, unit: Unit) -> Iterator[tuple[str, str]]:
    """`three columns:` and what is listed behind it."""
    said = _masked(unit)
    found = _FOLLOWING.search(said)
    if (
        found is not None
        and found["what"].lower() not in _TIMES
        and not ROUGH.search(said[max(0, found.start() - 24) : found.start()])
    ):
        number = number_of(found["n"])
        count = _inline(found["list"]) if found["list"].strip() else _items(paper, unit, number or 0)
        count = count or _statements(paper, unit, found["what"].lower())
        if count and number is not None and count != number:
            yield (
                unit.text[found.start() : found.end()].strip()[:120],
                f"{found['n']} {found['what']} are said, and {count} are listed",
            )
    else:
        yield from _subject(paper, unit, said)
    for codes in _CODES.finditer(said):
        number, count = number_of(codes["n"]), len(re.findall("\x00+", codes["list"]))
        if (
            number != count
            and codes["what"].lower() not in _TIMES
            and not ROUGH.search(said[max(0, codes.start() - 24) : codes.start()])
        ):
            yield (
                unit.text[codes.start() : codes.end()],
                f"{codes['n']} {codes['what']} are said, and {count} are listed",
            )
    makes = _MAKES.match(said)
    if makes is not None and unit.number > 1:
        before = paper.prose.unit(unit.number - 1)
        names = (
            re.findall("\x00+", _masked(before))
            if before.block == unit.block and _LISTED.fullmatch(_masked(before))
            else []
        )
        if names and number_of(makes["n"]) != len(names):
            yield makes[0], f"{makes['n']} are said, and {len(names)} are listed"


def in_folder(paper: Paper, unit: Unit) -> Iterator[tuple[str, str]]:
    """Files of one folder that are said to be all there are, where the tree has more of that ending."""
    found = _THERE_ARE.search(_masked(unit)) if "/" in unit.text else None
    if found is None or paper.known.of("path").missing:
        return
    start, end = found.span("list")
    names = [
        unit.text[span.start : span.end] for span in unit.spans if span.kind == "code" and start <= span.start < end
    ]
    folders = {name.rpartition("/")[0] for name in names}
    endings = {name.rpartition(".")[2] for name in names}
    if number_of(found["n"]) != len(names) or len(folders) != 1 or len(endings) != 1 or not all(folders):
        return
    folder, ending = f"{folders.pop()}/", f".{endings.pop()}"
    there = [path for path in paper.known.of("path").names if path.startswith(folder) and path.endswith(ending)]
    alike = [path for path in there if "/" not in path[len(folder) :]]
    left = [path for path in alike if path not in names]
    if left and set(names) < set(alike):
        quote = unit.text[found.start() : found.end()]
        yield quote, f"{found['n']} are said, and {folder} has {len(alike)}: {shown(', '.join(left[:3]))} as well"


def _subject(paper: Paper, unit: Unit, said: str) -> Iterator[tuple[str, str]]:
    """A sentence about so many things, and the list of their names behind it."""
    found = _SUBJECT.search(said)
    if found is None or found["what"].strip().lower() in _TIMES or _HOW.search(found["what"] + found["rest"]):
        return
    if not found["told"] and re.search(r"\b(?:each|every|following|these|this|per)\b", found["rest"]):
        return  # two people check the following
    number = number_of(found["n"]) or 0
    count = _items(paper, unit, number)
    if not count or count == number or number > 2 * count or count > 2 * number:
        return
    if all([_name(one) for one in paper.prose.units[unit.number : unit.number + count]]):
        yield unit.text[found.start() : found.end()].strip(), f"{found['n']} are said, and {count} are listed"


def _name(unit: Unit) -> bool:
    """Whether an item is the name of a thing, with a word or two beside it."""
    first = unit.text.split(" ", 1)[0]
    code = any([span.kind == "code" and span.start < 3 for span in unit.spans])
    return unit.kind == "item" and (code or re.search(r"\w[./_]\w", first) is not None or len(unit.text.split()) < 4)


def _inline(told: str) -> int:
    """How many things a list within a sentence has; 0 where it is none, or may go on."""
    bare = told.strip().rstrip(".")
    if re.search(
        r"[.;:()\u2014\u2013]|\b(?:e\.g|etc|for|with|so|because|which|that|then|if|is|are|has|have|\d)\b", bare
    ):
        return 0
    pieces = [piece for piece in re.split(r"\s*(?:,\s*and\b|,\s*or\b|,|\band\b)\s*", bare) if piece.strip()]
    return len(pieces) if len(pieces) > 1 and all([len(piece.split()) <= 3 for piece in pieces]) else 0


def _items(paper: Paper, unit: Unit, number: int) -> int:
    """How many items the list right behind the unit has; 0 where there is none, or where lists may stand in it."""
    runs = _runs(paper.prose)
    again = runs.again[unit.number - 1]
    if again:  # what goes on behind its own paragraph is no list of it
        between = paper.prose.units[unit.number : again]
        blocks, nested = len({one.block for one in between}), any([_leads(one) for one in between])
    else:
        blocks, nested = runs.blocks[unit.number], runs.leading[unit.number]
    nested = nested or unit.kind == "item"
    return 0 if nested and blocks != number else blocks


class _Runs(NamedTuple):
    """Of every place of a text, from the first on, what list of items begins there."""

    blocks: list[int]  # how many items it has, up to what is none
    leading: list[bool]  # whether one of them leads to what stands below it
    again: list[int]  # of a unit of an item: where its next one stands in the same list; 0 for nowhere


_LAST: list[tuple[Prose, _Runs]] = []


def _runs(prose: Prose) -> _Runs:
    """Worked out once, from the last unit to the first: a text may have thousands of items, each with a number."""
    if _LAST and _LAST[0][0] is prose:
        return _LAST[0][1]
    size = len(prose.units)
    runs = _Runs([0] * (size + 1), [False] * (size + 1), [0] * size)
    seen: dict[int, int] = {}
    for at in range(size - 1, -1, -1):
        one = prose.units[at]
        if one.kind != "item":
            seen = {}
            continue
        runs.again[at] = seen.get(one.block, 0)
        seen[one.block] = at
        runs.blocks[at], runs.leading[at] = len(seen), _leads(one) or runs.leading[at + 1]
    _LAST[:] = [(prose, runs)]
    return runs


def _leads(unit: Unit) -> bool:
    return unit.text.rstrip().endswith(":")


def _statements(paper: Paper, unit: Unit, what: str) -> int:
    """How many of them the SQL right behind the unit adds."""
    words = _IN_SQL.get(what)
    after = paper.prose.units[unit.number].line if unit.number < len(paper.prose.units) else paper.prose.lines + 1
    first, last = [bisect_right(paper.prose.fences, line, key=attrgetter("line")) for line in (unit.line, after)]
    fences = paper.prose.fences[first:last]
    return len(words.findall(fences[0].text)) if words is not None and len(fences) == 1 else 0
