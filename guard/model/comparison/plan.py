"""What a change of a plan means, key by key."""

from __future__ import annotations

from guard.grammar import window
from guard.model.comparison import rules
from guard.model.comparison.notes import NotUnderstood, listed, mapping_of, number_of, said, texts_of
from guard.model.comparison.rules import changes, lasting, mapping, reworded
from guard.model.comparison.waiting import edges_said, waiting
from guard.model.plan import UNLIMITED, Total

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.comparison.notes import Notes, Rule

_ALL = 20  # of what a new plan allows, as far as one reads
_LIMITS = ("files", "lines", "bytes", "commits")


def written(notes: Notes, new: dict[str, object]) -> None:
    """A new plan: all it allows, and what it holds others to."""
    scope, phases = mapping_of(new.get("scope")), _phases(new)
    does = sorted({operation for phase in phases for operation in texts_of(phase.get("does"))})
    limits = [f"{_limit_said(value)} {name}" for name, value in mapping_of(scope.get("max")).items()]
    where = listed(sorted(texts_of(scope.get("paths")), key=_breadth), _ALL)
    notes.looser(f"scope.paths: the plan allows {', '.join(does) or 'nothing'} on {where}")
    notes.looser(f"scope.max: one landing may hold {', '.join(limits) or 'what is usual'}")
    dropped = sorted({resource for phase in phases for resource in texts_of(phase.get("drops"))})
    if dropped:
        notes.looser(f"phases: {listed(dropped, _ALL)} may go")
    for name in sorted(mapping_of(new.get("absent"))):
        notes.tighter(f"absent.{name} now binds every landing")


def _breadth(pattern: str) -> tuple[int, str]:
    """The widest first: it is not the one to be left out of a long list."""
    return pattern.count("/"), pattern


def removed(notes: Notes, old: dict[str, object]) -> None:
    """A plan that is gone allows nothing, and holds nobody to anything."""
    notes.tighter("phases: nothing is allowed by this plan any more")
    for pattern in texts_of(mapping_of(old.get("scope")).get("never")):
        notes.looser(f"scope.never no longer holds {pattern}")
    for key in ("absent", "sites"):
        for name in sorted(mapping_of(old.get(key))):
            notes.looser(f"{key}.{name} no longer binds any landing")
    phases = _phases(old)
    claimed = sorted({one for phase in phases for key in ("creates", "drops") for one in texts_of(phase.get(key))})
    if claimed:
        notes.looser(f"phases: no other plan has to wait for this one over {listed(claimed)}")


def _phases(plan: dict[str, object]) -> list[dict[str, object]]:
    return [mapping_of(phase) for phase in mapping_of(plan.get("phases")).values()]


def _limit(notes: Notes, at: str, was: object, now: object) -> None:
    if was == now:
        return
    told = f"{at}: {_limit_said(was)} becomes {_limit_said(now)}"
    if now == UNLIMITED or (was != UNLIMITED and number_of(now) > number_of(was)):
        notes.looser(told)
    else:
        notes.tighter(told)


def _limit_said(value: object) -> str:
    return UNLIMITED if value == UNLIMITED else str(number_of(value))


def _in_all(notes: Notes, at: str, was: object, now: object) -> None:
    """A limit on all landings together; one that is not said is none."""
    _limit(notes, at, UNLIMITED if was is None else was, UNLIMITED if now is None else now)


_SCOPE: dict[str, Rule] = {
    "paths": rules.paths("looser", "tighter", needed=True),
    "never": rules.paths("tighter", "looser"),
    "max": mapping(dict.fromkeys(_LIMITS, _limit)),
    "total": mapping(dict.fromkeys(Total._fields, _in_all)),
}


def _from(notes: Notes, at: str, was: object, now: object) -> None:
    """The phase from which something may not be found; without it, from the beginning."""
    if was is None:
        notes.looser(f"{at}: it binds from {said(now)} on, no longer from the beginning")
    elif now is None:
        notes.tighter(f"{at}: it binds from the beginning, no longer from {said(was)} on")
    else:
        changes(notes, at, was, now)


_SEARCH: dict[str, Rule] = {
    "in": rules.paths("tighter", "looser", needed=True),
    "except": rules.paths("looser", "tighter"),
    "from": _from,
}


def _sites(notes: Notes, at: str, was: object, now: object) -> None:
    if was is None:
        notes.unclear(f"{at} is new: {said(mapping_of(now).get('count'))} places")
    elif now is None:
        notes.looser(f"{at} is gone: these places are no longer worked through")
    else:
        notes.each(f"{at}.", {**_SEARCH, "from": changes}, mapping_of(was), mapping_of(now), changes)


def _absent(notes: Notes, at: str, was: object, now: object) -> None:
    if was is None:
        begins = mapping_of(now).get("from")
        notes.tighter(f"{at} is new and binds every landing" + (f" from {said(begins)} on" if begins else ""))
    elif now is None:
        notes.looser(f"{at} is gone and binds nobody any more")
    else:
        notes.each(f"{at}.", _SEARCH, mapping_of(was), mapping_of(now), changes)


def _assumption(notes: Notes, at: str, was: object, now: object) -> None:
    """Whose word settles it is for that person to confirm."""
    if was is None and "settled_by" in mapping_of(now, "says", "settled_by"):
        notes.unclear(f"{at} is new, with an answer beside it")
    elif was is None:
        notes.tighter(f"{at} is new and asks for an answer")
    elif now is None:
        notes.looser(f"{at} is gone: nobody is asked any more")
    else:
        notes.each(f"{at}.", _ASSUMPTION, mapping_of(was), mapping_of(now))


# an answer that goes asks anew, and takes with it what was looked at, or what a query could still contradict
_ASSUMPTION: dict[str, Rule] = {"says": reworded, "settled_by": reworded}


def _phase(notes: Notes, at: str, was: object, now: object) -> None:
    phase = mapping_of(now if was is None else was)
    if was is None:
        does = texts_of(phase.get("does"))
        what = "is done outside this repository" if "outside" in phase else f"may do {', '.join(does) or 'nothing'}"
        notes.looser(f"{at} is new and {what}")
    elif now is None:
        notes.unclear(f"{at} is gone: what came after it, and what it did, is for a person to look at")
    else:
        ends = any(key in phase for key in ("creates", "drops", "sites"))
        sites = rules.words("tighter" if ends else "unclear", "looser")
        notes.each(f"{at}.", {**_PHASE, "sites": sites}, phase, mapping_of(now))


def _after(notes: Notes, at: str, was: object, now: object) -> None:
    phase, _, before = at.rpartition(".after.")
    if was is None:
        notes.tighter(f"{phase} now waits for {before}: {edges_said(now)}")
    elif now is None:
        notes.looser(f"{phase} no longer waits for {before}: {edges_said(was)}")
    elif isinstance(was, list) and isinstance(now, list):
        waiting(notes, at, was, now)
    else:
        raise NotUnderstood


def _windows(notes: Notes, at: str, was: object, now: object) -> None:
    """Any of them opens the phase, so one more is looser; without any it is always open."""
    old, new = _hours(was), _hours(now)
    lost, gained = listed(sorted(old - new)), listed(sorted(new - old))
    if not old:
        notes.tighter(f"{at}: it may run only {gained}")
    elif not new:
        notes.looser(f"{at}: it may run at any time, no longer only {lost}")
    elif lost and gained:
        notes.unclear(f"{at}: {lost} becomes {gained}")
    elif gained:
        notes.looser(f"{at}: it may run {gained} too")
    elif lost:
        notes.tighter(f"{at}: it may no longer run {lost}")


def _hours(value: object) -> set[str]:
    items = [] if value is None else value
    if not isinstance(items, list) or any(window.reason(item) is not None for item in items):
        raise NotUnderstood
    return {window.said(window.long_form(item)) for item in items}


_ROLLBACK: dict[str, Rule] = {"when": reworded, "within": rules.number("looser", "tighter", lasting), "by": changes}


def _rollback(notes: Notes, at: str, was: object, now: object) -> None:
    if was is None:
        notes.unclear(f"{at} is new: a way back, and a time in which the inverse passes")
    elif now is None:
        notes.looser(f"{at} is gone: there is no way back any more")
    else:
        mapping(_ROLLBACK)(notes, at, was, now)


def _does(notes: Notes, at: str, was: object, now: object) -> None:
    """Fewer operations are tighter; but a phase that does nothing any more is complete without any work."""
    if was and not now:
        notes.unclear(f"{at}: the phase does nothing any more, and what comes after it waits for no work")
    else:
        rules.operations("looser", "tighter")(notes, at, was, now)


_PHASE: dict[str, Rule] = {
    "does": _does,
    "after": mapping({}, _after),
    "creates": rules.words("looser", "unclear", "gains", "loses"),
    "drops": rules.words("looser", "unclear", "gains", "loses"),
    "window": _windows,
    "stop": rules.text("tighter", "looser"),
    "outside": reworded,
    "irreversible": rules.text("unclear", "looser"),
    "rollback": _rollback,
}

RULES: dict[str, Rule] = {
    "plan": changes,
    "owner": changes,
    "why": reworded,
    "scope": mapping(_SCOPE),
    "sites": mapping({}, _sites),
    "absent": mapping({}, _absent),
    "assume": mapping({}, _assumption),
    "phases": mapping({}, _phase),
}
