"""Reading the words of a command: wrong ones are told with the nearest right one, and where to look."""

from __future__ import annotations

import argparse
from difflib import get_close_matches

from guard.errors import UsageError
from guard.escape import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class Words(argparse.ArgumentParser):
    """Options of one command; what is wrong with them is a UsageError and never an exit from inside."""

    def __init__(self, prog: str, description: str, epilog: str = "") -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )

    def error(self, message: str) -> None:  # type: ignore[override]  # argparse exits here; guard has one way out
        raise UsageError(f"{shown(message)}{self._nearest(message)} ({self.prog} --help)")

    def _nearest(self, message: str) -> str:
        words = [word.partition("=")[0].strip(",:") for word in message.split() if word.startswith("--")]
        near = [match for word in words for match in get_close_matches(word, self._option_string_actions, 1)]
        return f"; did you mean {near[0]}?" if near and near[0] not in words else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """`; did you mean X?`, or nothing."""
    near = get_close_matches(word, list(known), 1)
    return f"; did you mean {shown(near[0])}?" if near else ""
