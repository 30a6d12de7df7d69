"""A plan as lines of Markdown: where its front matter ends, which lines are code, where a paragraph may be put in.

Mutants are cut by lines, and not by what the reader of prose makes of them: so the figures also tell of the reader.
"""

from __future__ import annotations

import re

from guard.value import NamedTuple

_FENCE = re.compile(r" {0,3}(?:\d{1,3}[.)] {1,3}|[-*+] {1,3})?(`{3,}|~{3,})(?!.*`)\s*(\w*)")
_HEADING = re.compile(r"#{1,6} ")
ASIDE = re.compile(
    r"(?i)background|context|history|question|reference|glossary|appendix|links|assum|non-goal|out of scope"
)


class Page(NamedTuple):
    """The lines of a plan; numbers of lines are from 0 here."""

    lines: tuple[str, ...]
    body: int  # the first line below the front matter
    code: tuple[str, ...]  # for each line: "" where it is prose, else the language of its fence, "-" where none is said

    def slots(self) -> tuple[int, ...]:
        """Lines before which a paragraph may be put in, in a section that says what happens: a heading, or the end."""
        found = []
        aside = False
        for at in range(self.body, len(self.lines)):
            if self.code[at] or not _HEADING.match(self.lines[at]):
                continue
            if at > self.body and not aside and not self.lines[at - 1].strip():
                found.append(at)
            aside = ASIDE.search(self.lines[at]) is not None
        return (*found, *(() if aside else (len(self.lines),)))

    def with_paragraph(self, slot: int, paragraph: str) -> tuple[str, int]:
        """The text with a paragraph put in, and the line (from 1) it begins on."""
        before = [*self.lines[:slot]]
        if before and before[-1].strip():
            before.append("")
        text = [*before, *paragraph.split("\n"), "", *self.lines[slot:]]
        return "\n".join(text), len(before) + 1

    def without(self, gone: set[int]) -> str:
        return "\n".join([line for at, line in enumerate(self.lines) if at not in gone])

    def headings(self) -> list[int]:
        return [at for at in range(self.body, len(self.lines)) if not self.code[at] and _HEADING.match(self.lines[at])]

    def section(self, line: int) -> tuple[int, int]:
        """From the heading above a line to the next one."""
        heads = self.headings()
        start = max([at for at in heads if at <= line], default=self.body)
        return start, min([at for at in heads if at > line], default=len(self.lines)) - 1


def page(text: str) -> Page:
    """The text, line by line."""
    lines = tuple(text.removesuffix("\n").split("\n"))
    body = 0
    if lines[0].rstrip() == "---":
        body = next((at + 1 for at, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), 0)
    return Page(lines, body, tuple(_code(lines, body)))


def _code(lines: tuple[str, ...], body: int) -> list[str]:
    """The language of each line that is code; the marks around it are code as well."""
    inside, language = "", ""
    found = []
    for at, line in enumerate(lines):
        marks = _FENCE.match(line) if at >= body else None
        if inside:
            found.append(language)
            bare = line.strip()
            if bare.startswith(inside) and not bare.strip(inside[0]):
                inside = ""
        elif marks is not None:
            inside, language = marks[1], marks[2].lower() or "-"
            found.append(language)
        else:
            found.append("")
    return found
