"""`guard questions --waiting`: all that waits for somebody, or one thing of it, as text and for programs."""

from __future__ import annotations

import json

from guard import __version__
from guard.commands._data import dumped
from guard.errors import UsageError
from guard.report import columns, hand_over, write
from guard.standing import looking
from guard.standing import options as standing_options
from guard.waiting import data, parts, told
from guard.waiting.asked import Seen, fits, look, look_of, of_whom, options
from guard.waiting.whose import at_hand, me
from guard.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from guard.standing import Standing
    from guard.waiting import Part

SCREENFUL = 100  # rows
COMMAND = "guard questions --waiting"
DESCRIPTION = (
    "Tell what waits for somebody, most urgent first: questions nobody has settled, a yes that is missing, evidence,\n"
    "landings that nothing explains; on the trusted branch, and on the branches that are still to land, each judged\n"
    "as the merge door will. With each: who can settle it, since when, what it holds up, and the one command.\n\n"
    "All of it is derived from the trusted branch, the branches and the log; nothing of it is kept anywhere.\n"
)
EPILOG = (
    "examples:\n"
    "  guard questions --waiting                          everything\n"
    "  guard questions --waiting --mine                   what waits for me\n"
    "  guard questions --waiting --teams --as omar        what waits for anybody of the teams of omar\n"
    "  guard questions --waiting --branch origin/split    what one branch waits for\n"
    "  guard questions --waiting --kind question --find 'two parts'    what is asked that holds both words\n"
    "  guard questions --waiting 3                        the third of the list in full, or by its id: 8852e13a2199\n"
    "  guard questions --waiting 8852 --diff              the same, with what would land\n"
    "  guard questions --waiting --format json            for programs: guard schema waiting, waiting-one\n\n"
    "exit codes: 0 nothing waits, 2 usage, 3 something waits for a person, 5 cannot establish\n"
)


def parser() -> Words:
    """The options of `guard questions --waiting`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    one = "one of them in full: its id, how that begins (four digits or more), or its number in the list"
    words.add_argument("id", metavar="ID", nargs="?", help=one)
    files = "with ID: what lands, file by file, both sides (json: an object a line)"
    words.add_argument("--diff", action="store_true", help=files)
    options(words)
    standing_options(words)
    form = "how to show it (default: text); lines: an object a line, each branch as soon as it has been looked at"
    words.add_argument("--format", choices=("text", "json", "lines"), default="text", help=form)
    words.add_argument("-o", "--output", metavar="FILE", help="write to a file instead of standard output")
    return words


def main(words: list[str]) -> int:
    """Look, tell; a program that shows it as it comes asks for lines."""
    import gc

    asked = parser().parse_args(words)
    _fitting(asked)
    collects = gc.isenabled()
    gc.disable()  # thousands of rows, and none let go before this is over
    try:
        return _looked(asked)
    finally:
        if collects:
            gc.enable()


def _looked(asked: argparse.Namespace) -> int:
    with looking(asked, COMMAND, hint=True) as standing:
        if asked.id is not None:
            from guard.commands import _waiting_one

            return _waiting_one.main(asked, standing, COMMAND)
        if asked.format == "lines":
            return _lines(asked, standing)
        found = look(asked, standing)
        missing = standing.missing()
        wide = columns(asked.output)
        text = dumped(as_data(found, missing)) if asked.format == "json" else _text(found, missing, wide)
    hand_over(text, asked.output, f"{COMMAND} -o FILE")
    return 3 if found.rows else 0


def _fitting(asked: argparse.Namespace) -> None:
    """What says nothing together is a wrong word."""
    if asked.diff and asked.id is None:
        raise UsageError(f"--diff shows what one thing would land: {COMMAND} ID --diff ({COMMAND} --help)")
    if asked.id is not None and asked.format == "lines":
        raise UsageError(f"one thing comes as text or json ({COMMAND} --help)")
    if asked.output not in (None, "-") and (asked.diff or asked.format == "lines"):
        raise UsageError(f"what comes piece by piece goes to standard output ({COMMAND} --help)")


def _text(found: Seen, missing: str, width: int) -> str:
    ground = found.ground
    where = f"{ground.trusted.ref} {ground.replay.at[:12].decode()}".rstrip()
    head = told.head(len(found.rows), len(found.every), of_whom(found), where, ground.now, found.only)
    return told.as_text(head, found.rows, (missing, found.unlooked), ground.now, width)


def as_data(found: Seen, missing: str) -> dict[str, object]:
    """For programs: schemas/waiting.schema.json."""
    return {
        **data.head(found.ground, found.name, missing),
        "guard": __version__,
        "outcome": "needs-person" if found.rows else "pass",
        "exit_code": 3 if found.rows else 0,
        "rows": [data.row(row) for row in found.rows],
        "not_looked_at": [data.unlooked(one) for one in found.unlooked],
    }


def _pieces(part: Part) -> tuple[Part, ...]:
    """The most urgent first, as many as a screen holds: they are seen before the others are written down."""
    if len(part.rows) <= SCREENFUL:
        return (part,)
    return part._replace(rows=part.rows[:SCREENFUL], unlooked=()), part._replace(rows=part.rows[SCREENFUL:])


def _lines(asked: argparse.Namespace, standing: Standing) -> int:
    """An object a line, each branch as it has been looked at: what the desk reads."""
    ground = standing.ground
    write(json.dumps({"head": data.head(ground, me(ground.policy, asked.me or ""), standing.missing())}) + "\n")
    waits = False
    for every in parts(ground, look_of(asked)):
        part = every._replace(rows=tuple([row for row in every.rows if fits(asked, row)]))
        for piece in _pieces(part):
            write(json.dumps({"part": data.part(piece)}) + "\n")
        waits = waits or bool(part.rows)
    end: dict[str, object] = {"end": 3 if waits else 0}
    here = at_hand(ground.policy)  # last: nobody waits for a row because ssh-agent does not answer
    write(json.dumps(end if here is None else {**end, "at_hand": here}) + "\n")
    return 3 if waits else 0
