"""What one and the same act settles is one row: people decide once about each digest, and once about each question."""

from __future__ import annotations

from guard.waiting.row import URGENCIES, Beside, Row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guard.waiting.row import Kind

ACTS = ("guard approve ", "guard attest ")
GENERAL = "G107"  # says that a file changed, where another rule says how
TOLD = 3  # of them in the words of the row
ALSO = 50  # of them by themselves; a landing has a list of its files beside that


def act(words: str) -> str:
    """The command in a step, without what leads to it: "reads it and approves it: guard approve x"; "" for none."""
    if words.startswith("guard "):
        return words
    _, colon, run = words.rpartition(": guard ")
    return f"guard {run}" if colon else ""


def joined(rows: Iterable[Row]) -> list[Row]:
    """Each act once. What says how something changes stands first."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(_key(row) or row.id, []).append(row)
    return [_one(sorted(every, key=lambda row: row.rule == GENERAL)) for every in found.values()]


def known(rows: Iterable[Row]) -> dict[str, Row]:
    """Rows by the act that settles them, for what waits for the same elsewhere."""
    return {key: row for row in rows if (key := _key(row))}


def beside(rows: Mapping[str, Row], row: Row) -> Row:
    """The row that waits for the same already, with this one beside it; else this one."""
    first = rows.get(_key(row))
    return row if first is None else _with(first, [row])._replace(since=first.since)


def settling(kind: Kind, run: str) -> bool:
    """Whether the act in a step settles all that asks for it; each question is settled by itself."""
    return kind != "question" and run.startswith(ACTS)


def _key(row: Row) -> str:
    """The act; "" where every row has one of its own."""
    return row.run if settling(row.kind, row.run) else _question(row)


def _question(row: Row) -> str:
    return f"{row.plan} {row.rule} {row.accepts}" if row.accepts else ""


def _one(rows: list[Row]) -> Row:
    """What they say, each file once."""
    first, *more = rows
    if not more:
        return first
    told = {row.says: row for row in rows}
    paths = {row.path for row in rows if row.rule != GENERAL}
    says = [row.says for row in told.values() if row.rule != GENERAL or row.path not in paths]
    left = len(says) - TOLD
    says = [*says[:TOLD], *([f"and {left:,} more"] if left > 0 else [])]
    why = dict.fromkeys([row.why for row in rows if row.why])
    return _with(first, more)._replace(says="; ".join(says), why="; ".join(list(why)[:TOLD]))


def _with(first: Row, more: list[Row]) -> Row:
    """It holds up all that they hold up, and presses as much as the most pressing of them."""
    every = [first, *more]
    also = [Beside(row.rule, row.says, row.where, row.path, row.line) for row in more[:ALSO]]
    return first._replace(
        who=tuple(dict.fromkeys([who for row in every for who in row.who])),
        holds=tuple(dict.fromkeys([of for row in every for of in row.holds])),
        since=min([row.since for row in every if row.since], default=0),
        urgency="later" if first.first else min([row.urgency for row in every], key=URGENCIES.index),
        also=tuple(dict.fromkeys([*first.also, *also]))[:ALSO],
    )
