"""What is noted of a change, key by key, and the shapes of values that are understood.

A rule gets the key in dotted form, the old value and the new one; None is a key that is not there. It notes what it
understands and raises NotUnderstood for the rest. `Notes.each` sees to it that no difference goes without a note.
"""

from __future__ import annotations

from guard.escape import shown
from guard.model.inclusion import Work

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Literal

    Way = Literal["tighter", "looser", "unclear"]
    Rule = Callable[["Notes", str, object, object], None]

_SHOWN = 80  # letters of a value in a sentence
_NAMED = 4  # members of a list in a sentence


class NotUnderstood(Exception):
    """A value that is not of the shape a rule knows."""


class Notes:
    """Three lists that grow, and what may still be spent on comparing patterns."""

    def __init__(self) -> None:
        self._told: dict[Way, list[str]] = {"tighter": [], "looser": [], "unclear": []}
        self.work = Work()

    def add(self, way: Way, text: str) -> None:
        self._told[way].append(shown(text))

    def tighter(self, text: str) -> None:
        self.add("tighter", text)

    def looser(self, text: str) -> None:
        self.add("looser", text)

    def unclear(self, text: str) -> None:
        self.add("unclear", text)

    def told(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """Tighter, looser, unclear."""
        if self.work.left < 0:
            self.unclear("there are more patterns than are compared: some are named here that mean what they meant")
        tighter, looser, unclear = [tuple(dict.fromkeys(texts)) for texts in self._told.values()]
        return tighter, looser, unclear

    def each(
        self,
        at: str,
        rules: dict[str, Rule],
        old: dict[str, object],
        new: dict[str, object],
        others: Rule | None = None,
    ) -> None:
        """Every key that differs, by its own rule, or by the one for the others; without either it is unclear."""
        for key in sorted({*old, *new}):
            was, now, rule = old.get(key), new.get(key), rules.get(key, others)
            if (key in old) == (key in new) and same(was, now):
                continue
            before, understood = sum(map(len, self._told.values())), rule is not None
            if rule is not None:
                try:
                    rule(self, f"{at}{key}", was, now)
                except NotUnderstood:
                    understood = False
            if not understood or sum(map(len, self._told.values())) == before:
                self.unclear(f"{at}{key} changes")


def same(one: object, other: object) -> bool:
    """The same JSON value; 1 is not true here."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(value, beside) for value, beside in zip(one, other, strict=True))
    return one == other


def texts_of(value: object) -> list[str]:
    """A list of texts; none where the key is not there."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise NotUnderstood
    return value


def mapping_of(value: object, *known: str) -> dict[str, object]:
    """A mapping; with keys given, one that has no others."""
    if value is None:
        return {}
    if not isinstance(value, dict) or (known and not value.keys() <= set(known)):
        raise NotUnderstood
    return value


def number_of(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise NotUnderstood
    return value


def listed(texts: Iterable[str], most: int = _NAMED) -> str:
    """The first few, and how many more there are."""
    whole = list(texts)
    more = f" and {len(whole) - most} more" if len(whole) > most else ""
    return ", ".join(whole[:most]) + more


def said(value: object) -> str:
    """A plain value, if it is short."""
    if isinstance(value, bool | str | int) and len(str(value)) <= _SHOWN:
        return str(value)
    return "another value"
