"""Declarations told by lines, where the form of a language lets them be: shell, Protocol Buffers, GraphQL."""

from __future__ import annotations

import re

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Row = tuple[str, str, int]

ENDINGS = {
    **dict.fromkeys(("sh", "bash", "zsh", "bats"), "shell"),
    "proto": "protobuf",
    **dict.fromkeys(("graphql", "gql", "graphqls"), "graphql"),
}
LONGEST_LINE = 1_000
_FUNCTION = re.compile(r"\s{0,80}(?:function\s{1,9}([\w:.-]{1,100})|([\w:.-]{1,100})\s{0,9}\(\s{0,9}\))")


class Outline(NamedTuple):
    """How a language writes what holds members, and members."""

    holder: re.Pattern[str]
    member: re.Pattern[str]
    comment: str


OUTLINES = {
    "protobuf": Outline(
        re.compile(r"(?:message|enum|service|oneof)\s{1,9}(\w{1,200})\s{0,9}\{"),
        re.compile(r"rpc\s{1,9}(\w{1,200})|(?:[\w.<>, ]{1,200}\s)?(\w{1,200})\s{0,9}=\s{0,9}-?\d"),
        "//",
    ),
    "graphql": Outline(
        re.compile(
            r"(?:extend\s{1,9})?(?:type|input|interface|enum|query|mutation|fragment|subscription)\s{1,9}(\w{1,200})[^{]{0,300}\{"
        ),
        re.compile(r"(?:(?:scalar|union|directive)\s{1,9}@?)?(\w{1,200})(?:\s{0,9}[(:=]|\s{0,9}$)"),
        "#",
    ),
}


def outline(text: str, language: str) -> Iterator[Row]:
    """Each declaration with what it stands in."""
    lines = text.split("\n")
    if language == "shell":
        for number, line in enumerate(lines, 1):
            found = _FUNCTION.match(line[:LONGEST_LINE])
            if found is not None:
                yield "symbol", found[1] or found[2], number
        return
    form = OUTLINES[language]
    stack: list[str] = []
    for number, line in enumerate(lines, 1):
        line = line[:LONGEST_LINE].partition(form.comment)[0].strip()
        holder = form.holder.match(line)
        member = form.member.match(line) if holder is None else None
        around = ".".join([name for name in stack if name])
        for found in (holder, member):
            name = next((group for group in found.groups() if group), "") if found is not None else ""
            if name and (around or found is holder or language == "graphql"):
                yield "symbol", f"{around}.{name}" if around else name, number
        opened = line.count("{")
        if opened:
            stack += [holder[1] if holder is not None else "", *[""] * (opened - 1)]
        for _ in range(min(line.count("}"), len(stack))):
            stack.pop()
