"""JSON without the `json` package, which imports `re`, half the cost of starting Python: its C scanner, as it is."""

from __future__ import annotations

try:
    import _json as accelerator
except ImportError:
    accelerator = None  # type: ignore[assignment]  # an interpreter without it


class _Grammar:
    """What the C scanner wants to know; the values `json.JSONDecoder` gives it."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = float


def load(text: str) -> object:
    """The one value this text is; ValueError or StopIteration where it is none."""
    if accelerator is not None:
        try:
            found, end = accelerator.make_scanner(_Grammar())(text, 0)  # type: ignore[arg-type]
        except SystemError as error:  # the scanner has its own error from `json`, and fails where nobody loaded that
            raise ValueError("no JSON") from error
        if end != len(text):
            raise ValueError("more than one value")
        return found
    import json  # type: ignore[unreachable]  # mypy knows only interpreters with the accelerator

    loaded: object = json.loads(text)
    return loaded
