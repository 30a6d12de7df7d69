"""What a change of the policy means, key by key."""

from __future__ import annotations

from guard.grammar.resource import holder
from guard.model.comparison import rules
from guard.model.comparison.notes import NotUnderstood, listed, mapping_of, said, texts_of
from guard.model.comparison.order import order
from guard.model.comparison.owners import owners
from guard.model.comparison.rules import changes, lasting, mapping
from guard.model.comparison.signers import agent, machines, people
from guard.model.inclusion import operations_within, paths_within
from guard.model.model_use import micro

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.comparison.notes import Notes, Rule, Way

    Entry = dict[str, list[str]]


def written(notes: Notes, new: dict[str, object]) -> None:
    """The first policy: there was no rule to loosen, but it says who rules."""
    notes.tighter("the policy is new: there was none")
    signers = [name for name, person in mapping_of(new.get("people")).items() if "key" in mapping_of(person)]
    notes.unclear(f"people who may sign: {listed(sorted(signers)) or 'nobody'}")


def removed(notes: Notes, old: dict[str, object]) -> None:
    """Without a policy everything passes."""
    notes.looser(f"the policy is gone, and with it every rule of this house ({listed(sorted(old))})")


def _consumers(notes: Notes, at: str, was: object, now: object) -> None:
    """Whose evidence is needed. A column with consumers of its own may stand in for those of its table."""
    old, new = mapping_of(was), mapping_of(now)

    def rule(notes: Notes, of: str, was: object, now: object) -> None:
        resource = of.removeprefix(f"{at} ")
        gained, lost = [sorted({*texts_of(one)} - {*texts_of(other)}) for one, other in ((now, was), (was, now))]
        above = texts_of(old.get(holder(resource))) if was is None else []
        if not set(above) <= set(texts_of(now)):
            notes.unclear(f"{of}: evidence from {listed(gained)}, where {holder(resource)} asks {listed(above)}")
            return
        if gained:
            notes.tighter(f"{of}: evidence is now needed from {listed(gained)}")
        if lost:
            notes.looser(f"{of}: no evidence is needed from {listed(lost)} any more")

    notes.each(f"{at} ", {}, old, new, rule)


def _routine(notes: Notes, at: str, was: object, now: object) -> None:
    """Each path of an entry for itself: one entry on the other side must hold it with all that is done there."""
    old, new = _entries(was), _entries(now)
    sides: tuple[tuple[Way, str, list[Entry], list[Entry]], ...] = (
        ("looser", "gains", new, old),
        ("tighter", "no longer frees", old, new),
    )
    for way, verb, mine, others in sides:
        known = {tuple(map(tuple, other.values())) for other in others}
        for entry in mine:
            if tuple(map(tuple, entry.values())) not in known:
                for path in _left(notes, entry, others):
                    notes.add(way, f"{at} {verb} {listed(entry['does'])} on {path}")


def _left(notes: Notes, entry: Entry, others: list[Entry]) -> tuple[str, ...]:
    left = tuple(entry["paths"])
    for other in others:
        if not left or notes.work.left < 0:
            break
        notes.work.left -= 1
        if not operations_within(entry["does"], other["does"]):
            left = paths_within(left, other["paths"], notes.work)
    return left


def _entries(value: object) -> list[Entry]:
    if value is not None and not isinstance(value, list):
        raise NotUnderstood
    entries = [mapping_of(entry, "paths", "does") for entry in value or ()]
    return [{key: texts_of(entry.get(key)) for key in ("paths", "does")} for entry in entries]


def _reading(notes: Notes, at: str, was: object, now: object) -> None:
    """Of which tools an agent is not asked; a name with a * holds those that begin like it."""
    old, new = texts_of(was), texts_of(now)
    sides: tuple[tuple[Way, str, list[str], list[str]], ...] = (
        ("looser", "gains", new, old),
        ("tighter", "loses", old, new),
    )
    for way, verb, mine, others in sides:
        stems = tuple([other[:-1] for other in others if other[-1:] == "*"])
        for name in sorted({*mine} - {*others}):
            if not name.startswith(stems):
                notes.add(way, f"{at} {verb} {said(name)}")


def _generated(notes: Notes, at: str, was: object, now: object) -> None:
    if was is None:
        notes.looser(f"{at}: these files are now free of line budgets")
    elif now is None:
        notes.unclear(f"{at}: these files count again, and are no longer held to their sources")
    else:
        rules.paths("looser", "tighter")(notes, at, was, now)


def _model(notes: Notes, at: str, was: object, now: object) -> None:
    if was is None:
        notes.unclear(f"{at} is new: {said(mapping_of(now).get('name'))} reads what is in this repository")
    elif now is None:
        notes.looser(f"{at} is gone: nothing is read for questions any more")
    else:
        mapping(_MODEL, changes)(notes, at, was, now)


def _max_usd(notes: Notes, at: str, was: object, now: object) -> None:
    """What one reading may cost; without it, whatever it costs."""
    if was is None:
        notes.tighter(f"{at}: a reading may cost {said(now)} at most")
    elif now is None:
        notes.looser(f"{at} is gone: a reading may cost anything")
    else:
        dearer = _amount(now) > _amount(was)
        notes.add("looser" if dearer else "tighter", f"{at}: {said(was)} becomes {said(now)}")


def _amount(value: object) -> int:
    try:
        return micro(str(value))
    except ValueError:
        raise NotUnderstood from None


def _lasts(notes: Notes, at: str, was: object, now: object) -> None:
    """How long a reading may take; without it, as long as guard itself allows."""
    old, new = ["nothing" if one is None else lasting(one) for one in (was, now)]
    notes.unclear(f"{at}: {old} becomes {new}")


def _samples(notes: Notes, at: str, was: object, now: object) -> None:
    """Without it a text is read once."""
    rules.number("tighter", "looser")(notes, at, 1 if was is None else was, 1 if now is None else now)


def _detect(notes: Notes, at: str, was: object, now: object) -> None:
    if was is None:
        notes.unclear(f"{at} is new: what it finds is called by this name from now on")
    elif now is None:
        notes.looser(f"{at} is gone: this operation is no longer found")
    else:
        notes.each(f"{at}.", {}, mapping_of(was), mapping_of(now), changes)


def _answer(notes: Notes, at: str, was: object, now: object) -> None:
    notes.unclear(f"{at}: {lasting(was)} becomes {lasting(now)}")


def _log(notes: Notes, at: str, was: object, now: object) -> None:
    """Where the log begins: once that is said, a log that was begun anew cannot pass for it."""
    if was is None:
        notes.tighter(f"{at}: the log now has to begin with {said(now)}")
    elif now is None:
        notes.looser(f"{at}: the log may now begin with anything, also anew")
    else:
        notes.looser(f"{at}: {said(was)} becomes {said(now)}, so another log counts")


_APPROVALS: dict[str, Rule] = {
    "plan": rules.number("tighter", "looser"),
    "irreversible": rules.number("tighter", "looser"),
    "presence": mapping({}, rules.ladder(None, "touch", "pin")),
    "expire": rules.number("looser", "tighter", lasting),
    "answer_within": _answer,
}

_MODEL: dict[str, Rule] = {
    "reads": rules.words("tighter", "looser", "gain", "lose"),
    "hosts": rules.words("looser", "tighter"),
    "never": rules.paths("tighter", "looser"),
    "samples": _samples,
    "deadline": _lasts,
    "max_usd": _max_usd,
}

RULES: dict[str, Rule] = {
    "id": changes,
    "guard": changes,
    "vocabulary": changes,
    "branch": changes,
    "since": changes,
    "log": _log,
    "environment": changes,
    "mode": rules.ladder("shadow", "enforce"),
    "merges": rules.ladder("squash", "merge"),
    "people": people,
    "machines": machines,
    "agents": mapping({}, agent),
    "reading_tools": _reading,
    "owners": owners,
    "consumers": _consumers,
    "needs_plan": rules.planned,
    "routine": _routine,
    "generated": mapping({}, _generated, " "),
    "order": order,
    "approvals": mapping(_APPROVALS),
    "model": _model,
    "detect": mapping({}, _detect, " "),
    "dialects": mapping({}, changes, " "),
    "inventories": mapping({}, rules.paths("unclear", "unclear")),
}
