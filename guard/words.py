"""Reading the words of a command: wrong ones are told with the nearest right one, and where to look."""

from __future__ import annotations

import argparse
import sys

from guard.errors import UsageError
from guard.escape import shown
from guard.nearest import nearest
from guard.report import columns, laid, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any


class Words(argparse.ArgumentParser):
    """Options of one command; what is wrong with them is a UsageError and never an exit from inside."""

    def __init__(self, prog: str, description: str, epilog: str = "") -> None:
        super().__init__(prog=prog, description=description, epilog=epilog, formatter_class=_Laid, allow_abbrev=False)
        self.register("type", int, _whole)

    def parse_known_args(  # type: ignore[override]  # every way to parse goes through here
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """The words, none of them empty: where a job's variable is not set, less would be asked than it says."""
        words = list(sys.argv[1:] if args is None else args)
        for before, word in zip(["", *words], words, strict=False):
            option, said, value = word.partition("=") if word.startswith("--") else (before, "=", word)
            if said and not value:
                named = option if option.startswith("-") else "a word"
                self.error(f"{named} is empty, as a variable is that nobody has set: say what is meant")
        return super().parse_known_args(words, namespace)

    def error(self, message: str) -> None:  # type: ignore[override]  # argparse exits here; guard has one way out
        raise UsageError(f"{shown(message)}{self._nearest(message)} ({self.prog} --help)")

    def print_help(self, file: object = None) -> None:
        """As all of guard writes: an output that takes nothing is told."""
        write(self.format_help())

    def _nearest(self, message: str) -> str:
        words = [word.partition("=")[0].strip(",:") for word in message.split() if word.startswith("--")]
        near = [match for word in words if (match := nearest(word, self._option_string_actions))]
        return f"; did you mean {near[0]}?" if near and near[0] not in words else ""


def _whole(word: str) -> int:
    try:
        return int(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"it takes a whole number, not '{word}'") from None


class _Laid(argparse.HelpFormatter):
    """Help as wide as the terminal."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=columns())

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return laid(text, width)


def meant(word: str, known: Iterable[str]) -> str:
    """`; did you mean X?`, or nothing."""
    near = nearest(word, known)
    return f"; did you mean {shown(near)}?" if near else ""


def moment(said: str | None, command: str, option: str = "--now") -> int | None:
    """The time that an option names, in seconds; None where it was not said."""
    if said is None:
        return None
    from datetime import datetime

    from guard.grammar.window import EARLIEST, LATEST

    try:
        named = datetime.fromisoformat(said)
        if named.tzinfo is None or not EARLIEST <= named.timestamp() < LATEST:
            raise ValueError("no zone, or no time of ours")
    except ValueError:
        what = f"{option} takes a time with its zone, such as 2026-12-01T08:00:00Z, not '{shown(said)}'"
        raise UsageError(f"{what} ({command} --help)") from None
    return int(named.timestamp())


def clock() -> int:
    """The time it is."""
    import time

    return int(time.time())


def teach(text: str) -> None:
    """Help that is written out whole, as wide as the terminal."""
    write(laid(text, columns()))
