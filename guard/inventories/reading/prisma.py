"""Models of Prisma as tables: their names and fields, or what `@@map` and `@map` call them in the database."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Row = tuple[str, str, int]

_OPENS = re.compile(r"(model|view|enum|type)\s+(\w{1,200})\s*\{")
_FIELD = re.compile(r"(\w{1,200})\s+(\w{1,200})((?:\[\]|\?)?)")
_MAP = re.compile(r'(?<!@)@map\(\s*(?:name:\s*)?"([^"\n]{1,200})"')
_TABLE_MAP = re.compile(r'@@map\(\s*(?:name:\s*)?"([^"\n]{1,200})"')


def models(text: str) -> Iterator[Row]:
    """Each model and its fields; a field that is another model is no column."""
    lines = [line.partition("//")[0].strip() for line in text.split("\n")]
    opened = [found for line in lines if (found := _OPENS.match(line))]
    relations = {found[2] for found in opened if found[1] in ("model", "view")}
    at = 0
    while at < len(lines):
        found = _OPENS.match(lines[at])
        closed = found is not None and lines[at].endswith("}")
        end = at if closed else at + 1
        while not closed and end < len(lines) and lines[end] != "}":
            end += 1
        if found is not None and found[1] in ("model", "view"):
            yield from _model(found[2], at, lines[at + 1 : end], relations)
        at = max(end, at + 1) if found is not None else at + 1


def _model(name: str, at: int, body: list[str], relations: set[str]) -> Iterator[Row]:
    table = next((mapped[1] for line in body if (mapped := _TABLE_MAP.search(line))), name)
    yield "table", table, at + 1
    for number, line in enumerate(body, at + 2):
        field = None if line.startswith("@@") else _FIELD.match(line)
        if field is None or field[2] in relations:
            continue
        mapped = _MAP.search(line)
        yield "column", f"{table}.{mapped[1] if mapped else field[1]}", number
