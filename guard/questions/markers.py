"""Open markers (G712): TBD, TODO, ???, [NEEDS CLARIFICATION] and the like, in a text or in lines that come with it."""

from __future__ import annotations

import re

from guard.model.doubt import Doubt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper

_OPEN = re.compile(
    r"\b(?:TBD|TBA|TBC|TODO|FIXME|XXX|WIP)\b|\?\?\?+|\[\s*(?:NEEDS?[ _-]CLARIFICATION|PLACEHOLDER|INSERT [^\]]{1,40})"
    r"[^\]]*\]|\b(?i:to be (?:confirmed|decided|determined|defined|discussed|agreed|announced|specified))\b"
)
_IN_CODE = re.compile(r"(?:#|//|--|/\*|<!--|;|\*)\s*(?:.{0,80}?\s)?(TODO|FIXME|XXX|TBD)\b")
MEND = "say what holds, and what shows it; where nobody knows yet, ask who does, and leave this step out until then"


def check(paper: Paper) -> Iterator[Doubt]:
    """Each marker in somebody's own words; one in code or in a quotation is what the text is about."""
    for unit in paper.prose.units:
        if unit.quoted:
            continue
        for found in _OPEN.finditer(unit.plain()):
            quote = unit.text[found.start() : found.end()]
            what = f"{quote} marks what nobody has decided"
            yield Doubt("G712", unit.number, quote, what, f"What is to stand in the place of {quote}?", MEND)
    for line in paper.added:
        marked = _IN_CODE.search(line.text)
        if marked is not None:
            what = f"a new {marked[1]} comes with the change"
            ask = "Is what it leaves open needed before this lands, and who does it?"
            yield Doubt("G712", 0, marked[1], what, ask, MEND, line.line, line.text.strip())
