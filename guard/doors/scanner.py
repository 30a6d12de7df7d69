"""JSON without the `json` package, which imports `re`, half the cost of starting Python: its C scanner, as it is."""

from __future__ import annotations

try:
    import _json as accelerator
except ImportError:
    accelerator = None  # type: ignore[assignment]  # an interpreter without it


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Twice(ValueError):
    """A key stands twice in one object: readers differ in which of the two they take."""


class _Grammar:
    """What the C scanner wants to know; the values `json.JSONDecoder` gives it."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = float


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Twice("a key stands twice")
    return found


def _constant(word: str) -> object:
    raise ValueError(word)


class _Strict(_Grammar):
    """What every reader of JSON takes for the same: no key twice, no number that is none."""

    object_pairs_hook = staticmethod(_once)  # type: ignore[assignment]
    parse_constant = staticmethod(_constant)  # type: ignore[assignment]


def load(text: str, strict: bool = False) -> object:
    """The one value this text is; ValueError or StopIteration where it is none. `strict`: Twice as well."""
    grammar = _Strict() if strict else _Grammar()
    if accelerator is not None:
        try:
            found, end = accelerator.make_scanner(grammar)(text, 0)  # type: ignore[arg-type]
        except SystemError as error:  # the scanner has its own error from `json`, and fails where nobody loaded that
            raise ValueError("no JSON") from error
        if end != len(text):
            raise ValueError("more than one value")
        return found
    import json  # type: ignore[unreachable]  # mypy knows only interpreters with the accelerator

    hooks = {"object_pairs_hook": _once, "parse_constant": _constant} if strict else {}
    loaded: object = json.loads(text, **hooks)
    return loaded
