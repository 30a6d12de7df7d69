"""What a change of the order rules means: what is kept apart, and what comes first."""

from __future__ import annotations

from guard.model.comparison.notes import NotUnderstood, listed, mapping_of, texts_of
from guard.model.comparison.waiting import edges_of, waiting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.comparison.notes import Notes

    Pair = tuple[str, str]
    Needs = list[object]


def order(notes: Notes, at: str, was: object, now: object) -> None:
    """Rules of both forms, each form for itself."""
    (old_apart, old_pairs), (new_apart, new_pairs) = _rules(was), _rules(now)
    for kept in sorted(_left(notes, old_apart, new_apart)):
        notes.looser(f"{at} no longer keeps {listed(kept)} apart")
    for kept in sorted(_left(notes, new_apart, old_apart)):
        notes.tighter(f"{at} now keeps {listed(kept)} apart")
    for pair in sorted({*old_pairs, *new_pairs}):
        said = f"{pair[0]} before {pair[1]}"
        if pair not in new_pairs:
            notes.looser(f"{at} no longer keeps {said}")
        elif pair not in old_pairs:
            notes.tighter(f"{at} now keeps {said}")
        else:
            waiting(notes, f"{at}: {said}", old_pairs[pair], new_pairs[pair])


def _rules(value: object) -> tuple[set[tuple[str, ...]], dict[Pair, Needs]]:
    """What is kept apart, and for each pair all that is needed in between."""
    if value is not None and not isinstance(value, list):
        raise NotUnderstood
    apart: set[tuple[str, ...]] = set()
    pairs: dict[Pair, Needs] = {}
    for item in value or ():
        rule = mapping_of(item, "apart", "first", "then", "needs")
        first, then = rule.get("first"), rule.get("then")
        if isinstance(first, str) and isinstance(then, str) and "apart" not in rule:
            needs = [rule["needs"]] if "needs" in rule else []
            edges_of(needs)
            pairs.setdefault((first, then), []).extend(needs)
        elif rule.keys() == {"apart"} and len(texts_of(rule["apart"])) > 1:
            apart.add(tuple(texts_of(rule["apart"])))
        else:
            raise NotUnderstood
    return apart, pairs


def _left(notes: Notes, rules: set[tuple[str, ...]], others: set[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rules that no other contains: what is kept apart among more is kept apart."""
    around = [set(other) for other in others]
    return [rule for rule in rules - others if not _contained(notes, set(rule), around)]


def _contained(notes: Notes, rule: set[str], around: list[set[str]]) -> bool:
    if notes.work.left < 0:
        return False
    notes.work.left -= len(around)
    return any(rule <= other for other in around)
