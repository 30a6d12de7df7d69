"""What detectors of settings share: YAML and HCL as text, rights and how they compare."""

from __future__ import annotations

from guard.model.operation import Operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST = 200  # characters of one attribute: a list of a thousand names tells no more than its beginning


def operation(id_: str, of: str, line: int | None, via: str, facts: Mapping[str, str | bool]) -> Operation:
    """An operation with its attributes: what is so is "true", what is not or is empty is left out."""
    told = [(name, "true" if fact is True else _cut(fact)) for name, fact in facts.items() if fact]
    return Operation(id_, line, of, attributes=tuple(sorted(told)), via=via)


def _cut(text: str | bool) -> str:
    text = str(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
