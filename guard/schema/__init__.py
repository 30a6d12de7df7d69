"""Documents against their JSON Schemas: every fault at once, in plain words, at its line, with the nearest word."""

from __future__ import annotations

import functools
import re
from pathlib import Path

from guard.document import CARRIED, Source, place_of
from guard.schema.validator import flaws

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guard.document import Document, Fault
    from guard.schema.validator import Grammars

_NAME = re.compile(r"[a-z][a-z0-9-]*")


def validate(kind: str, document: Document, text: bytes, grammars: Grammars | None = None) -> tuple[Fault, ...]:
    """All that does not fit (G202, G203, G204), in the order of the text; empty when everything does."""
    source = Source(text.decode("utf-8", "replace"))
    placed = [
        (place_of(document.positions, flaw.place), flaw.problem)
        for flaw in flaws(schema(kind), document.data, grammars)
    ]
    placed.sort(key=lambda pair: pair[0])
    return tuple(source.fault(problem, *position) for position, problem in placed[:CARRIED])


def validate_data(kind: str, data: object) -> tuple[str, ...]:
    """The same for data that has no text: one line for each fault, with its JSON pointer."""
    return tuple(sorted(f"{flaw.place or '/'}: {flaw.problem.message}" for flaw in flaws(schema(kind), data, None)))


@functools.cache
def schema(kind: str) -> dict[str, Any]:
    """The schema as data; nobody changes it."""
    import json

    whole: dict[str, Any] = json.loads(schema_text(kind))
    return whole


def schema_text(kind: str) -> str:
    """The schema as it is published."""
    if not _NAME.fullmatch(kind):
        raise ValueError(f"no schema is called {kind!r}")
    return (_folder() / f"{kind}.schema.json").read_text(encoding="utf-8")


def _folder() -> Path:
    shipped = Path(__file__).parent.parent / "schemas"
    return shipped if shipped.is_dir() else Path(__file__).parent.parent.parent / "schemas"
