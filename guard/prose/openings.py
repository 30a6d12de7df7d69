"""Comments that nothing closes: they are read to the end of their paragraph, so that they hide nothing behind them."""

from __future__ import annotations

import re

from guard.grammar import markdown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.grammar.markdown import Event
    from guard.prose.parts import Faults

_COMMENT = "<!--"
_BEGUN = "\U0001fffe"  # a character that is none, as long in bytes: it stands where such a comment begins
_OTHER = "\U0001ffff"  # one more of those, in the place of the first, where somebody wrote it
_BEGINS = rb"^([ \t>*+.)0-9-]*)<!--"


def read(text: str, where: str, faults: Faults) -> list[Event]:
    """What stands in the text. Where a comment is left open, its beginning comes as words, and so does the rest."""
    text = text.replace(_BEGUN, _OTHER)
    found = list(markdown.events(text, where))
    for _ in range(3):  # the second time it may turn out that more is left open
        again = _marked(text, found, faults)
        if again == text:
            break
        text = again
        found = list(markdown.events(text, where))
    return [(kind, _restored(value), first, last) for kind, value, first, last in found] if _BEGUN in text else found


def _marked(text: str, events: list[Event], faults: Faults) -> str:
    """The text with their beginnings marked, and nothing else changed."""
    data = bytearray(text.encode())
    line, at = 1, 0
    for kind, value, first, last in events:
        if kind == "HtmlBlock" and value.lstrip().startswith(_COMMENT) and "-->" not in value:
            line, at = line + data.count(b"\n", at, first), first
            faults.append((line, "a comment begins here that nothing closes"))
            data[first:last] = re.sub(_BEGINS, rb"\1" + _BEGUN.encode(), data[first:last], flags=re.M)
    return data.decode()


def _restored(value: object) -> object:
    """As it stood."""
    if isinstance(value, str):
        return value.replace(_BEGUN, _COMMENT)
    return (value[0], value[1].replace(_BEGUN, _COMMENT)) if isinstance(value, tuple) else value
