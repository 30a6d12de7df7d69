"""What steps whose way back is empty take away, in words that are none of data by themselves."""

from __future__ import annotations

import re

from guard.prose.cued import Cued
from guard.prose.ways_back import LABEL
from guard.prose.worth import EMPTY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.prose import Unit
    from guard.prose.beside import Beside

_CODE = (
    r"(?:flags?|branch(?:es)?|code|functions?|class(?:es)?|methods?|files?|imports?|modules?|packages?|dependenc\w+"
    r"|index(?:es)?|constraints?|triggers?|views?|labels?|routes?|tests?|helpers?|tickets?|alerts?|endpoints?|callers?"
    r"|writes?|window|change)"
)
_TAKES = Cued(
    r"(?:^|[.:;,|\u2014\u2013]\s*|\b(?:then|and|we|they|finally)\s+)(?:drop|delete|destroy|purge|truncate|wipe|erase"
    r"|shred|revoke|decommission|terminate|overwrite|anonymi[sz]e|redact|discard|tear down|flush|empty|clear"
    r"|merge away|remove|retire|shut down|cancel|close)s?\s(?!nothing|support)"
    r"(?:(?:the|its|all|both|our|old|unused)\s)*"
    rf"(?!\x00+[^|]{{0,20}}\bfrom\b|(?:\w+\s){{0,2}}{_CODE}\b)(?!\x00+\s*(?:\||$))[^|]{{1,80}}",
    re.I,
)
_LOSES = Cued(
    r"\b(?:overwrit(?:es?|ten)|anonymi[sz]e[sd]?|pseudonymi[sz]e[sd]?|redact(?:s|ed)?|blank(?:s|ed)? out"
    r"|zero(?:es|ed)? out|mask(?:s|ed)?|merge[sd]? away)\b(?! (?:nothing|nobody|none)\b)(?: [\w\x00-]+){0,6}",
    re.I,
)
_NONE = Cued(r"\W*(?:none|no|n/?a|not possible|impossible)?\W*", re.I)
_NOT = Cued(
    r"\b(?:not|never|no|nothing|nobody|without|instead of|rather than|before|until|unless|if|would|could|cannot)\b"
    r"[^.;:|]{0,30}$",
    re.I,
)


def taken(around: Beside, unit: Unit, way: str | None, said: str) -> re.Match[str] | None:
    """Of a row, whose way back is a cell, whatever that is, unless it is code; of other words what they overwrite.

    `said` has names in code as marks, and quotations as blanks.
    """
    if way is not None:
        return _TAKES.search(said) if EMPTY.fullmatch(way) else None
    found = _LOSES.search(said) if unit.block else None
    if found is None or _NOT.search(said[max(0, found.start() - 40) : found.start()]):
        return None
    ways = [LABEL.search(one.text) for one in around.paragraph(unit)]
    return found if any([label is not None and _NONE.fullmatch(label[1]) for label in ways]) else None
