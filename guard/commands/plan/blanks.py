"""The texts a plan begins with, and which of their places nobody has filled in yet."""

from __future__ import annotations

import re

SCHEMA = b"schemas/plan.schema.json"  # below .guard: where an editor finds every key of a plan
EDITOR = f"# yaml-language-server: $schema=../{SCHEMA.decode()}\n"
SMALLEST = """\
plan: {plan}
version: 1
owner: {owner}
why: Say in a sentence what this is for        # yours
scope:
  paths: [/src/**]                             # yours: nothing else is touched
  max: {{files: 20, lines: 400}}                 # of one landing; what is left out keeps its strict default
phases:
  change: {{does: [file.add, file.modify]}}      # yours: nothing is deleted, no mode changes, no symlinks
"""
STORY = """\
# {plan}

## What

Say what changes, and for whom.

## How to come back

Say how it is undone, and until when.
"""
_MARK = re.compile(r"^(?!#).*# yours\b", re.MULTILINE)  # behind something; a heading may be called so
_ASKS = tuple(re.findall(r"Say [^#\n]*\w\.?", SMALLEST + STORY))  # the sentences that stand for one to be written


def marked(text: str) -> int:
    """How many lines say that they are for the writer to fill in."""
    return len(_MARK.findall(text))


def unfilled(text: str) -> list[str]:
    """What nobody has filled in, in words; a line that says so twice counts once."""
    marks = marked(text)
    asks = sum(1 for line in _MARK.sub("", text).splitlines() if any(asked in line for asked in _ASKS))
    notes = [_places(marks, "still says # yours", "still say # yours")] if marks else []
    return notes + ([_places(asks, "still asks for words (Say ...)", "still ask for words (Say ...)")] if asks else [])


def _places(number: int, one: str, more: str) -> str:
    return f"1 place {one}" if number == 1 else f"{number} places {more}"
