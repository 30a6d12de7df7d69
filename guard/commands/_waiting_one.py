"""`guard questions --waiting ID`: one thing that waits, with all that a person looks at before settling it."""

from __future__ import annotations

import json

from guard import __version__
from guard.commands._data import dumped
from guard.errors import UsageError
from guard.escape import shown
from guard.report import columns, hand_over, write
from guard.value import NamedTuple
from guard.waiting import parts
from guard.waiting.asked import look_of, seen_of
from guard.waiting.one import data, told, whole
from guard.waiting.one.sides import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from guard.standing import Standing
    from guard.waiting import Part
    from guard.waiting.asked import Seen
    from guard.waiting.branches import Weighed
    from guard.waiting.one import One
    from guard.waiting.row import Row

SHORT = 4  # digits of an id that are enough where nothing else begins with them
HEX = frozenset("0123456789abcdef")


class Shown(NamedTuple):
    """It, and the number it was asked for by; whoever named it has a list of another order, or none."""

    one: One
    number: int = 0


def chosen(rows: Sequence[Row], word: str, command: str) -> int:
    """The place of the row that a word names: its id, how that begins, or its number."""
    name = word.lower()
    whole_ids = [at for at, row in enumerate(rows) if row.id == name]
    begun = [at for at, row in enumerate(rows) if row.id.startswith(name)] if len(name) >= SHORT else []
    begun = begun if HEX.issuperset(name) else []
    numbered = [at for at in range(len(rows)) if str(at + 1) == name]
    found = whole_ids or sorted({*begun, *numbered})
    if len(found) == 1:
        return found[0]
    listed = f"{command} lists what does"
    if not found:
        raise UsageError(f"nothing that waits is called '{shown(word)}'; {listed} ({command} --help)")
    named = ", ".join([rows[at].id for at in found[:SHORT]])
    raise UsageError(f"'{shown(word)}' could mean several: {named}; give more digits ({command} --help)")


def main(asked: argparse.Namespace, standing: Standing, command: str) -> int:
    """Find it, look at it, tell."""
    found = list(parts(standing.ground, look_of(asked)))
    every = seen_of(asked, standing, found)
    place = chosen(every.rows, asked.id, command)
    row = every.rows[place]
    of = Shown(
        whole(every.ground, row, _weighed(found, row), every.every), place + 1 if asked.id == str(place + 1) else 0
    )
    if asked.diff:
        return _with_diff(asked, standing, every, of)
    text = dumped(as_data(every, of, standing.missing())) if asked.format == "json" else _text(of, asked.output)
    hand_over(text, asked.output, f"{command} {row.id} -o FILE")
    return 3


def as_data(every: Seen, of: Shown, missing: str) -> dict[str, object]:
    """For programs: schemas/waiting-one.schema.json."""
    from guard.waiting.data import head

    return {
        **head(every.ground, every.name, missing),
        "guard": __version__,
        "outcome": "needs-person",
        "exit_code": 3,
        **data.one(of.one),
    }


def _text(of: Shown, output: str | None) -> str:
    return told.as_text(of.one, of.number, columns(output))


def _weighed(found: Sequence[Part], row: Row) -> Weighed | None:
    """The branch it is of, as it was judged a moment ago."""
    return next((part.weighed for part in found if row.lands and part.of == row.where), None)


def _with_diff(asked: argparse.Namespace, standing: Standing, every: Seen, of: Shown) -> int:
    """What is known at once first, then a file at a time, as it is read."""
    programs = asked.format == "json"
    landing = of.one.landing
    write(json.dumps(as_data(every, of, standing.missing())) + "\n" if programs else _text(of, None))
    for side in files(standing.repository, landing.changes if landing is not None else ()):
        write(json.dumps(data.side(side)) + "\n" if programs else "\n" + told.as_diff(side))
    return 3
