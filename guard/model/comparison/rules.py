"""Rules that many keys share, each made for what a gain, a loss, more or less means there."""

from __future__ import annotations

from guard.grammar import duration
from guard.model.comparison.notes import NotUnderstood, mapping_of, number_of, said, texts_of
from guard.model.inclusion import operations_within, paths_within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.model.comparison.notes import Notes, Rule, Way


def lasting(value: object) -> str:
    """A time in seconds, as people write it."""
    return duration.said(number_of(value)) if number_of(value) > 0 else str(value)


def changes(notes: Notes, at: str, was: object, now: object) -> None:
    """Nobody but a person can say what this means."""
    if was is None:
        notes.unclear(f"{at}: {said(now)} is new")
    elif now is None:
        notes.unclear(f"{at}: {said(was)} is gone")
    elif said(was) == said(now):
        notes.unclear(f"{at} changes")
    else:
        notes.unclear(f"{at}: {said(was)} becomes {said(now)}")


def reworded(notes: Notes, at: str, was: object, now: object) -> None:
    """Free text, told without repeating it."""
    notes.unclear(f"{at} is new" if was is None else f"{at} is gone" if now is None else f"{at} is worded differently")


def mapping(rules: dict[str, Rule], others: Rule | None = None, joint: str = ".") -> Rule:
    """A mapping, key by key; the joint is a blank before keys that hold dots of their own."""

    def rule(notes: Notes, at: str, was: object, now: object) -> None:
        notes.each(f"{at}{joint}", rules, mapping_of(was), mapping_of(now), others)

    return rule


def paths(gained: Way, lost: Way, needed: bool = False) -> Rule:
    """A set of path patterns; where it is needed, its absence means nothing known."""

    def rule(notes: Notes, at: str, was: object, now: object) -> None:
        if needed and (was is None or now is None):
            raise NotUnderstood
        old, new = texts_of(was), texts_of(now)
        for pattern in paths_within(new, old, notes.work):
            notes.add(gained, f"{at} gains {pattern}")
        for pattern in paths_within(old, new, notes.work):
            notes.add(lost, f"{at} no longer covers all of {pattern}")

    return rule


def operations(gained: Way, lost: Way) -> Rule:
    """A set of operation patterns."""

    def rule(notes: Notes, at: str, was: object, now: object) -> None:
        old, new = texts_of(was), texts_of(now)
        for pattern in operations_within(new, old):
            notes.add(gained, f"{at} gains {pattern}")
        for pattern in operations_within(old, new):
            notes.add(lost, f"{at} no longer covers all of {pattern}")

    return rule


def planned(notes: Notes, at: str, was: object, now: object) -> None:
    """What needs a plan. What guard cannot read may be anything, and needs one wherever something does."""
    old, new = texts_of(was), texts_of(now)
    for pattern in operations_within(new, old):
        notes.add("tighter", f"{at} gains {pattern}")
    for pattern in operations_within(old, new):
        if not new or not pattern.startswith("opaque."):
            notes.add("looser", f"{at} no longer covers all of {pattern}")


def words(gained: Way, lost: Way, come: str = "gains", gone: str = "loses") -> Rule:
    """A set of names."""

    def rule(notes: Notes, at: str, was: object, now: object) -> None:
        old, new = texts_of(was), texts_of(now)
        for word in sorted(set(new) - set(old)):
            notes.add(gained, f"{at} {come} {word}")
        for word in sorted(set(old) - set(new)):
            notes.add(lost, f"{at} {gone} {word}")

    return rule


def ladder(*rungs: str | None) -> Rule:
    """One of a few words, the loosest first."""

    def rule(notes: Notes, at: str, was: object, now: object) -> None:
        if was not in rungs or now not in rungs:
            raise NotUnderstood
        way: Way = "tighter" if rungs.index(was) < rungs.index(now) else "looser"
        notes.add(way, f"{at}: {was or 'nothing'} becomes {now or 'nothing'}")

    return rule


def number(more: Way, less: Way, worded: Callable[[object], str] = said) -> Rule:
    """A number of which more, and less, each mean one thing."""

    def rule(notes: Notes, at: str, was: object, now: object) -> None:
        way = more if number_of(now) > number_of(was) else less
        notes.add(way, f"{at}: {worded(was)} becomes {worded(now)}")

    return rule


def text(come: Way, gone: Way) -> Rule:
    """Free text that means something by being there; other words are for a person to read."""

    def rule(notes: Notes, at: str, was: object, now: object) -> None:
        if was is not None and now is not None:
            reworded(notes, at, was, now)
        else:
            notes.add(come if was is None else gone, f"{at} is new" if was is None else f"{at} is gone")

    return rule
