"""`guard log bundle`: all that a replay takes in one file, and each decision in a sentence, for an auditor."""

from __future__ import annotations

import os

from guard.commands.log._looking import looking, options, replaceable
from guard.commands.log.replay import chosen
from guard.doors import shelf
from guard.escape import shown
from guard.records.bundle import bundle
from guard.records.unpacking import CONTENTS
from guard.report import write
from guard.words import Words

COMMAND = "guard log bundle"
DESCRIPTION = (
    "Write all that replaying takes into one file, for somebody who has no part of the repository: the commits and\n"
    "trees of the trusted branch, the files that judging read and no others, the whole log with its signatures, and\n"
    "decisions.md with a sentence for each decision. It is a plain tar: tar -xf FILE decisions.md takes that out.\n"
)
EPILOG = (
    "examples:\n"
    "  guard log bundle -o audit.tar                 every recorded landing\n"
    "  guard log bundle -o audit.tar 9f2c4a1b main~3 these\n"
    "  guard log replay --bundle audit.tar           what the auditor runs\n\n"
    "exit codes: 0 written, 2 usage, 5 something that a replay takes is gone, or it could not be written\n"
)
BEGINS = CONTENTS.encode() + b"\0"  # a bundle, by the name of its first file


def parser() -> Words:
    """The options of `guard log bundle`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    words.add_argument("which", metavar="ENTRY|COMMIT", nargs="*", help="an entry by its first 8 digits, or a landing")
    words.add_argument("-o", "--output", metavar="FILE", required=True, help="where to")
    options(words)
    return words


def main(words: list[str]) -> int:
    """Replay, collect, write."""
    asked = parser().parse_args(words)
    shelf.check(asked.output)
    with looking(asked, COMMAND) as here:
        replaceable(here, asked.output, BEGINS)
        wanted = frozenset([one.entry.id for one in chosen(here, asked.which, COMMAND)]) if asked.which else None
        made = bundle(here.repository, here.trigger, wanted, asked.output)
        told = f"guard: {_count(len(made.replayed), 'record')}, {_count(made.files, 'file')} that judging read, "
        told += f"{_count(made.objects, 'object')} in all: {made.size:,} bytes in {shown(os.fsencode(asked.output))}\n"
        tip = here.branch.log.tip.decode() or "none"
        told += f"  branch {here.branch.trusted.oid.decode()}\n  log    {tip}\n"
    write(told)
    write(f"next   the auditor: guard log replay --bundle {shown(os.fsencode(os.path.basename(asked.output)))}\n")
    return 0


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
