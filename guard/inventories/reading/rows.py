"""Names with their lines as processes tell them and as they are kept: few values, however many names there are."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    Names = str | list[str]  # one behind another; a list where one of them has a space in it
    Packed = dict[str, tuple[Names, list[int]]]  # by kind, with the line of each


def joined(names: Sequence[str]) -> Names:
    """Names as one text, as far as it tells them apart."""
    text = " ".join(names)
    return text if names and text.count(" ") == len(names) - 1 else list(names)


def parted(names: Names) -> list[str]:
    """The names again."""
    return names.split(" ") if isinstance(names, str) else names


def packed(rows: Mapping[str, Iterable[tuple[str, int]]]) -> Packed:
    found: Packed = {}
    for kind, some in rows.items():
        pairs = list(some)
        found[kind] = joined([name for name, _ in pairs]), [line for _, line in pairs]
    return found


def checked(told: Any) -> Packed:
    """What somebody tells, where it has this form; ValueError or the like where it has not."""
    return {str(kind): _some(*some) for kind, some in told.items()}


def listed(told: Any) -> list[str]:
    """The same of names alone."""
    if not isinstance(told, str) and (not isinstance(told, list) or set(map(type, told)) - {str}):
        raise ValueError("no names")
    return parted(told)


def _some(names: Any, lines: Any) -> tuple[Names, list[int]]:
    number = names.count(" ") + 1 if isinstance(names, str) else len(listed(names))
    if not isinstance(lines, list) or set(map(type, lines)) - {int} or number != len(lines):
        raise ValueError("no names with their lines")
    return names, lines
