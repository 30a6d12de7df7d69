"""Marks of what is left open in comments of code, and whether somebody has taken one on: a ticket, and a person."""

from __future__ import annotations

from guard.prose.coming import by_name, files, halves, signs
from guard.prose.cued import Cued
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.model.doubt import Added

_MARK = Cued(r"\b(TODO|FIXME|XXX|TBD)\b(?!-\w)")
_BEGINS = Cued(r"[\s#/*!<>;@\[({-]*$")
_BEHIND = Cued(r"\s*(?:[:(\[]|[.!?)\]]*\s*(?:\*/|-->)?\s*$)")
_TICKET = Cued(
    r"\b[A-Z][A-Z0-9]{1,9}-\d{1,7}\b|(?<![\w&])(?:#|gh-)\d{1,7}\b|/(?:issues|pull|merge_requests|browse)/[\w-]{1,20}"
)
_PERSON = Cued(r"(?<![\w@/.])@[A-Za-z][\w/-]{0,60}|\b(?:TODO|FIXME|XXX|TBD)\s?[(\[]\s?@?[A-Za-z][a-z][\w.-]{0,40}")
_MORE = 3  # lines of the same comment that are read on


class Mark(NamedTuple):
    """One of them."""

    words: str
    line: Added


def marks(added: Iterable[Added]) -> Iterator[Mark]:
    """Those that nobody has taken on. One in code, or that a comment only speaks of, is none."""
    for lines in files(added).values():
        begins = signs(by_name(lines[0]))
        said = [halves(line.text, begins)[1] if begins else "" for line in lines]
        for at, comment in enumerate(said):
            found = None if lines[at].stood else _mark(comment)
            if found and not _taken_on(_whole(lines, said, at)):
                yield Mark(found, lines[at])


def _mark(comment: str) -> str:
    """It stands first, is followed by a colon or a bracket, or stands at the end."""
    for found in _MARK.finditer(comment):
        first, behind = _BEGINS.match(comment[: found.start()]), comment[found.end() :]
        if first is not None or _BEHIND.match(behind) is not None:
            return found[1]
    return ""


def _whole(lines: list[Added], said: list[str], at: int) -> str:
    """The comment with what goes on below it; another mark is another comment."""
    found = [said[at]]
    for step in range(1, _MORE + 1):
        if at + step >= len(lines) or lines[at + step].line != lines[at].line + step:
            break
        if not said[at + step] or _MARK.search(said[at + step]):
            break
        found.append(said[at + step])
    return " ".join(found)


def _taken_on(comment: str) -> bool:
    return _TICKET.search(comment) is not None and _PERSON.search(comment) is not None
