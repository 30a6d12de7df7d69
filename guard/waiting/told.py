"""What waits, in numbered lines, for a terminal, a pipe, a screen reader: no cursor is moved, no colour says more."""

from __future__ import annotations

from guard.escape import seen, shown
from guard.folding import folded
from guard.grammar import moment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guard.waiting.row import Row, Unlooked

BELOW = 6  # columns that stand before what a row says
LABEL = 8
QUOTED = 160  # letters of a sentence that is quoted
HOLDS = 4
MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60


def as_text(head: str, rows: Sequence[Row], lacks: tuple[str, Sequence[Unlooked]], now: int, width: int) -> str:
    """The list, each row with the number it goes by, what could not be established and what not looked at."""
    missing, unlooked = lacks
    lines = folded(f"guard: {head}", width)
    for number, row in enumerate(rows, 1):
        lines += ["", *block(row, number, now, width)]
    if missing:
        lines += ["", *folded(f"not established: approvals and evidence: {seen(missing)}", width)]
    if unlooked:
        lines += ["", "not looked at:"]
        for one in unlooked:
            lines += folded(f"  {seen(one.what)}: {seen(one.why)}", width)
    return "\n".join(lines) + "\n"


def block(row: Row, number: int, now: int, width: int) -> Iterator[str]:
    """One row: its number if it goes by one, where it stands, what is asked, of whom, and the command."""
    about = " ".join([one for one in (row.node, seen(row.settles)) if one]) or seen(row.name)
    place = f"on {shown(row.where)}" if row.lands else ""
    ago = f"for {age(now - row.since)}" if row.since else ""
    facts = [row.urgency, row.kind, about, place, ago, f"[{row.rule}]", row.id]
    yield from folded(f"{number or '':>4}  {'  '.join([one for one in facts if one])}", width)
    for label, words in _says(row):
        yield from folded(" " * BELOW + (label.ljust(LABEL) if label else "") + words, width)
    yield " " * BELOW + "run".ljust(LABEL) + seen(row.run)  # whole, so that it can be copied


def _says(row: Row) -> Iterator[tuple[str, str]]:
    """A label and words, of what there is to say."""
    yield "", seen(row.says)
    if row.quote:
        yield "", f'"{shown(row.quote if len(row.quote) <= QUOTED else row.quote[: QUOTED - 3] + "...")}"'
    if row.why and row.why != row.says:
        yield "why", seen(row.why)
    if row.answered:
        yield "here", f"{seen(row.answered)} (not landed)"
    if row.path:
        yield "at", seen(row.path) + (f":{row.line}" if row.line else "")
    if row.holds:
        more = f" and {len(row.holds) - HOLDS:,} more" if len(row.holds) > HOLDS else ""
        yield "holds", ", ".join(map(seen, row.holds[:HOLDS])) + more
    yield "who", ", ".join(row.who) or "nobody who is listed can"


def age(seconds: int) -> str:
    """How long that is, in the largest unit that says it."""
    for unit, word in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        if seconds >= unit:
            number = seconds // unit
            return f"{number:,} {word}" + ("" if number == 1 else "s")
    return "less than a minute"


def head(mine: int, every: int, of: str, where: str, now: int, only: str = "") -> str:
    """How much waits, for whom (`of`, "" for everybody), of what kind (`only`), and where that was looked up."""
    at = f"({where}, {moment.said(now)})"
    things = "nothing waits" if not every else f"{every:,} thing waits" if every == 1 else f"{every:,} things wait"
    for_whom = " ".join([one for one in (f"for {of}" if of else "", only) if one])
    if not for_whom or not every:
        return f"{things} {at}"
    return f"{things}, {f'{mine:,}' if mine else 'none'} of them {for_whom} {at}"
