"""What a change of owners means. Teams of one entry, and of all the entries that match, must all agree.

What nobody is named for falls to the owners of guard's own files. So a name put where none was takes those away from
it, and that is tighter only where all of them are named again.
"""

from __future__ import annotations

from guard.grammar.resource import holder
from guard.model.comparison.notes import listed, mapping_of, texts_of
from guard.model.inclusion import paths_within
from guard.model.policy import POLICY_FILE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.comparison.notes import Notes


def owners(notes: Notes, at: str, was: object, now: object) -> None:
    """Entry by entry."""
    old = {of: texts_of(teams) for of, teams in mapping_of(was).items()}
    places = [of for of in old if of.startswith("/")]
    policy = "/" + POLICY_FILE
    fallback = {team for place in places if _within(notes, policy, [place]) for team in old[place]}

    def rule(notes: Notes, entry: str, was: object, now: object) -> None:
        of = entry.removeprefix(f"{at} ")
        after = set(texts_of(now))
        if was is not None:
            _changed(notes, entry, set(old[of]), after if now is not None else set())
        elif (of.startswith("/") and _within(notes, of, places)) or _before(of, old, fallback) <= after:
            notes.tighter(f"{entry}: {_said(after)} must agree now")
        else:
            notes.unclear(f"{entry}: {_said(after)} instead of {_said(_before(of, old, fallback))}")

    notes.each(f"{at} ", {}, mapping_of(was), mapping_of(now), rule)


def _changed(notes: Notes, entry: str, before: set[str], after: set[str]) -> None:
    if before < after:
        notes.tighter(f"{entry}: {_said(after - before)} must agree too")
    elif after < before:
        notes.looser(f"{entry}: {_said(before - after)} need not agree any more")
    else:
        notes.unclear(f"{entry}: {_said(before)} becomes {_said(after)}")


def _before(of: str, old: dict[str, list[str]], fallback: set[str]) -> set[str]:
    """Who had to agree on what no entry named."""
    return set(old[holder(of)]) if holder(of) in old else fallback


def _within(notes: Notes, path: str, places: list[str]) -> bool:
    return notes.work.left >= 0 and not paths_within((path,), places, notes.work)


def _said(teams: set[str]) -> str:
    return listed(sorted(teams)) or "nobody"
