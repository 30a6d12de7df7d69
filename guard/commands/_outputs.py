"""Where the reports of one judgement go: one to standard output or `-o FILE`, others to files of their own."""

from __future__ import annotations

import argparse
import os

from guard.errors import UsageError
from guard.escape import shown
from guard.formats import FORMATS
from guard.value import NamedTuple
from guard.words import meant

HELP = "(guard check --help)"


class Output(NamedTuple):
    """One report: how it is shown, and in which file; None is standard output."""

    format: str
    file: str | None
    option: str = "-o FILE"  # how another file is named


def listed() -> str:
    """The formats there are."""
    return ", ".join(FORMATS)


def as_asked(words: str) -> Output:
    """`NAME`, or `NAME=FILE`."""
    name, equals, file = words.partition("=")
    if name not in FORMATS:
        near = meant(name, FORMATS) or f"; there are {listed()}"
        raise argparse.ArgumentTypeError(f"no format '{name}'{near}")  # escaped with the rest of what is said
    if equals and not file:
        raise argparse.ArgumentTypeError(f"{name}= names no file")
    return Output(name, file, f"--format {name}=FILE") if equals else Output(name, None)


def told(asked: list[Output], output: str | None, beside: list[str | None]) -> tuple[Output, ...]:
    """Files first, and at the end what goes to standard output, or where `-o` says: text, if nothing else was said.

    `beside` are files that something else is written to.
    """
    files = [one for one in asked if one.file is not None]
    plain = [one for one in asked if one.file is None]
    if plain[1:]:
        two = " and ".join([one.format for one in plain[:2]])
        raise UsageError(f"one report goes to standard output, not {two}: write NAME=FILE for the others {HELP}")
    every = [*files, Output(plain[0].format if plain else "text", output)]
    _apart([one.file for one in every] + beside)
    return tuple(every)


def _apart(files: list[str | None]) -> None:
    """No file is named twice: the second report would replace the first."""
    seen: set[str] = set()
    for file in files:
        if file in (None, "-"):
            continue
        place = os.path.realpath(file)
        if place in seen:
            raise UsageError(f"two reports cannot go to one file, '{shown(file)}' {HELP}")
        seen.add(place)
