"""Glossaries: the words a house defines, and under a heading that says External the names that are somebody else's."""

from __future__ import annotations

import re

from guard.inventories.reading.process import UnreadError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.inventories.reading.picking import Around, Named

    Row = tuple[str, str, int]

_HEADING = re.compile(r"\s{0,3}(#{1,6})\s{1,9}(.{1,300}?)\s{0,9}#{0,9}\s{0,9}$")
_ITEM = re.compile(r"\s{0,40}(?:[-*+]|\d{1,4}[.)])\s{1,9}(.{1,500})")
_ROW = re.compile(r"\s{0,3}\|?\s{0,9}([^|]{1,300}?)\s{0,40}\|")
_RULE = re.compile(r"[\s|:-]+")
_DEFINED = re.compile(r"(\*\*|__|`)(.{1,200}?)\1")
_HEAD = re.compile(r"([^:.]{1,120}?)\s{0,9}(?::|\s[-\u2013\u2014])\s")
_EXTERNAL = re.compile(r"(?i)\bexternal\b|somebody else|third[- ]part")
_SELF = re.compile(r"(?i)(?:the )?(?:project )?glossary|terms|definitions|vocabulary|words|[a-z]")
_COLUMNS = frozenset(("term", "word", "name", "meaning", "definition", "abbreviation", "acronym"))
_MARKS = re.compile(r"[*_`]{1,3}")


def how(file: Named, around: Around) -> str:
    return "glossary" if file.name in ("glossary.md", "glossary.markdown") else ""


def read(data: bytes, how: str) -> Iterator[Row]:
    """Headings, terms in bold, first cells of rows, items that say a word and what it means."""
    try:
        lines = data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError:
        raise UnreadError("it is not UTF-8") from None
    external = 0  # the level of the heading that all below it stands under; 0: of none
    fence = ""
    for number, line in enumerate(lines, 1):
        sign = line.strip()[:3]
        if sign in ("```", "~~~"):
            fence = "" if fence == sign else fence or sign
            continue
        heading = _HEADING.match(line) if not fence else None
        if heading is not None:
            level, title = len(heading[1]), _bare(heading[2])
            if external and level > external:
                yield "external", title, number
            elif _EXTERNAL.search(title):
                external = level
            else:
                external = 0
                yield from [("term", title, number)] if not _SELF.fullmatch(title) else []
            continue
        behind = lines[number] if number < len(lines) else ""
        for name in [] if fence else _names(line, behind, external > 0):
            yield ("external" if external else "term"), name, number


def _names(line: str, behind: str, external: bool) -> list[str]:
    """What one line defines; `behind` is the line after it. A list of external names need say nothing of them."""
    if "|" in line and not _RULE.fullmatch(line):
        cell = _ROW.match(line)
        name = _bare(cell[1]) if cell is not None else ""
        return [] if name.lower() in _COLUMNS or _RULE.fullmatch(behind or "x") else _several(name)
    item = _ITEM.match(line)
    text = item[1] if item is not None else line.strip()
    marked = [found[2] for found in _DEFINED.finditer(text)] if external or _DEFINED.match(text) else []
    if marked:
        return [_bare(name) for name in (marked if external else marked[:1])]
    if behind.startswith((": ", ":\t")) and text:
        return [_bare(text)]
    head = _HEAD.match(text) if item is not None else None
    if head is not None:
        return _several(_bare(head[1]))
    return [_bare(text)] if external and item is not None else []


def _bare(text: str) -> str:
    """Without marks around it, and what stands in brackets behind it."""
    return _MARKS.sub("", re.sub(r"\[([^\]]{1,200})\]\([^)]{0,300}\)", r"\1", text)).strip(" :.,")


def _several(name: str) -> list[str]:
    """`PII (personal data)` and `ULID, UUID` are two each."""
    found = re.fullmatch(r"([^()]{1,120}?)\s{0,9}\(([^()]{1,120})\)", name)
    return [name, found[1], found[2]] if found is not None else [name]
