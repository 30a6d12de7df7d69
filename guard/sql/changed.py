"""Which statements of a text are new, and which are gone.

Statements are compared by their text, in order. What is gone counts too: a grant that is no longer made, a policy
that is no longer created. It is told by its inverse where it has one, and else the change is not accounted for.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from guard.model.operation import QUIET, Operation
from guard.sql import plain
from guard.sql.agreed import split
from guard.sql.inverse import inverse
from guard.sql.reading import read_pieces, templates, with_attribute

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.sql.statement import Piece, Statement

MOST = 4_000_000  # pairs of statements that are compared; beyond, all between the first and the last change count
_QUOTES = frozenset("'\"`$\\[#")
# Behind these, the same text may mean something else; the last decides over what stands before it too.
_STATE = ("session.set", "opaque.", "session.temp_table", "session.transaction")
_PASSING = QUIET | {"session.lock", "session.temp_table"}  # what nothing is left of


def compare(old: str | None, new: str | None, dialect: str) -> tuple[tuple[Statement, ...], bool]:
    """The operations of changed statements, the inverse of those that are gone; whether all are accounted for."""
    if not old and not new:
        return (), True
    return _plainly(old or "", new or "", dialect) or _fully(old, new, dialect)


def _plainly(old: str, new: str, dialect: str) -> tuple[tuple[Statement, ...], bool] | None:
    """The same where both sides are plain and what stays stays in its order: only what differs is read at all."""
    before, after = plain.parts(old), plain.parts(new)
    together = {"sqlite": "rename", "postgres": "view"}.get(dialect)  # what may count for statements behind it
    if before is None or after is None or not plain.surely(new) or (together and together in new.lower()):
        return None
    was, now = frozenset(before), frozenset(after)
    if was == now or [one for one in before if one in now] != [one for one in after if one in was]:
        return None
    come = [plain.piece(after, at) for at, one in enumerate(after) if one not in was]
    gone = [plain.piece(before, at) for at, one in enumerate(before) if one not in now]
    if any([_key(one.text) != one.text or not plain.surely(one.text) for one in (*come, *gone)]):
        return None  # perhaps only laid out anew
    if not {one.text for one in come}.isdisjoint([one.text for one in gone]):
        return None
    came, went = read_pieces(come, dialect), read_pieces(gone, dialect)
    if any([_sets_state(statement) for statement in (*came, *went)]):
        return None
    removed, accounted = _removed(went, came)
    return (*came, *removed), accounted


def _fully(old: str | None, new: str | None, dialect: str) -> tuple[tuple[Statement, ...], bool]:
    """By the splitter of the dialect, and all that stands behind a statement that sets a state."""
    before = split(old, dialect) if old else []
    after = split(new, dialect) if new else []
    gone, come = _differences(before, after)
    if not gone and not come and old == new:
        return (), True
    filled = templates(new) if new else _unplaced(templates(old or ""))
    if filled:
        come = frozenset(range(len(after)))
    came = read_pieces(after, dialect, wanted=come)
    went = read_pieces(before, dialect, wanted=gone)
    first = _first_state(after, came, come, before, went, gone)
    if first is not None:
        more = frozenset(range(first, len(after)))
        if more - come:
            come |= more
            came = read_pieces(after, dialect, wanted=come)
    removed, accounted = _removed(went, came)
    return (*came, *removed, *filled), accounted and not filled


def _unplaced(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Operations of what only was have no line."""
    return tuple([one._replace(operations=tuple([_gone(told) for told in one.operations])) for one in statements])


def _differences(before: list[Piece], after: list[Piece]) -> tuple[frozenset[int], frozenset[int]]:
    """Which statements stand only on the one side, and which only on the other."""
    old, new = [_key(piece.text) for piece in before], [_key(piece.text) for piece in after]
    start, ends = 0, min(len(old), len(new))
    while start < ends and old[start] == new[start]:
        start += 1
    end = 0
    while end < ends - start and old[-1 - end] == new[-1 - end]:
        end += 1
    gone, come = range(start, len(old) - end), range(start, len(new) - end)
    if not gone or not come or len(gone) * len(come) > MOST:
        return frozenset(gone), frozenset(come)
    kept_old: set[int] = set()
    kept_new: set[int] = set()
    matcher = SequenceMatcher(None, [old[at] for at in gone], [new[at] for at in come], autojunk=False)
    for block in matcher.get_matching_blocks():
        kept_old.update(range(start + block.a, start + block.a + block.size))
        kept_new.update(range(start + block.b, start + block.b + block.size))
    return frozenset(gone) - kept_old, frozenset(come) - kept_new


def _key(text: str) -> str:
    """What a statement is compared by: its layout does not count where no quote and no comment can stand in it."""
    if _QUOTES.isdisjoint(text) and "--" not in text and "/*" not in text:
        return " ".join(text.split())
    return text.strip()


def _first_state(
    after: list[Piece],
    came: tuple[Statement, ...],
    come: frozenset[int],
    before: list[Piece],
    went: tuple[Statement, ...],
    gone: frozenset[int],
) -> int | None:
    """From which statement on the new side another state holds than before; None if from none."""
    if any([one.id == "session.transaction" for statement in (*came, *went) for one in statement.operations]):
        return 0  # what is rolled back stands before it
    places = [at for at, statement in zip(sorted(come), came, strict=True) if _sets_state(statement)]
    for at, statement in zip(sorted(gone), went, strict=True):
        if _sets_state(statement):
            kept = len(after) - sum([place not in gone for place in range(at, len(before))])
            places.append(max(0, min(kept, at)))
    return min(places) if places else None


def _sets_state(statement: Statement) -> bool:
    return any([one.id.startswith(_STATE) for one in statement.operations])


def _removed(went: tuple[Statement, ...], came: tuple[Statement, ...]) -> tuple[list[Statement], bool]:
    """Statements that are gone, by their inverse. What a changed statement makes again is not undone."""
    made = {(one.id, (one.object or "").lower()): one for statement in came for one in statement.operations}
    found, accounted = [], True
    for statement in went:
        told: list[Operation] = []
        for one in statement.operations:
            again = made.get((one.id, (one.object or "").lower()))
            if one.id == "schema.table.create" and again is not None:
                told += _lost(one, again)
                accounted = False  # what else is different between the two definitions is not told
                continue
            undone = inverse(one)
            told += [undone] if undone is not None else []
            accounted = accounted and (undone is not None or one.id in _PASSING)
        found.append(statement._replace(operations=tuple([_gone(one) for one in told])))
    return found, accounted


def _lost(old: Operation, new: Operation) -> list[Operation]:
    """The columns that a table no longer has where it is made again."""
    kept = {column.lower() for column in new.columns}
    lost = [column for column in old.columns if column.lower() not in kept]
    return [Operation("schema.column.drop", None, old.object, columns=(column,)) for column in lost]


def _gone(told: Operation) -> Operation:
    return with_attribute(told, "change", "remove")._replace(line=None)
