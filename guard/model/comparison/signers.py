"""What a change of people, machines and agents means: who may sign, whose word is taken, and whose never is."""

from __future__ import annotations

from guard.model.comparison import rules
from guard.model.comparison.notes import listed, mapping_of, texts_of
from guard.model.comparison.rules import changes, reworded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.comparison.notes import Notes, Rule


def people(notes: Notes, at: str, was: object, now: object) -> None:
    """Who signs. Where a team has two keys its own work needs another signer, so losing one of the two counts."""
    old, new = mapping_of(was), mapping_of(now)
    notes.each(f"{at}.", {}, old, new, _person)
    before, after = _keys(old), _keys(new)
    for team in sorted(before):
        left = len(after.get(team, ()))
        if left == 1 < len(before[team]):
            notes.looser(f"{at}: team {team} has one key left, so nobody else must sign its own work")
        elif left == 0 < len(before[team]):
            notes.unclear(f"{at}: team {team} has no key left")


def _keys(people: dict[str, object]) -> dict[str, set[str]]:
    """The keys that sign for each team; one key is one, whoever it is listed for."""
    found: dict[str, set[str]] = {}
    for person in map(mapping_of, people.values()):
        for team in texts_of(person.get("teams")):
            found.setdefault(team, set()).update({str(person["key"])} if "key" in person else ())
    return found


def _person(notes: Notes, at: str, was: object, now: object) -> None:
    if was is not None and now is not None:
        notes.each(f"{at}.", _PERSON, mapping_of(was), mapping_of(now))
        return
    person = mapping_of(now if was is None else was, "key", "teams")
    teams = listed(texts_of(person.get("teams")))
    if "key" not in person:
        notes.unclear(f"{at} is {'listed now' if was is None else 'listed no longer'}, without a key")
    elif was is None:
        notes.looser(f"{at} may now sign" + (f" for {teams}" if teams else ""))
    else:
        notes.tighter(f"{at} may no longer sign" + (f" for {teams}" if teams else ""))


def _signing_key(notes: Notes, at: str, was: object, now: object) -> None:
    name = at.removesuffix(".key")
    if was is None:
        notes.looser(f"{name} may now sign: a key is listed")
    elif now is None:
        notes.tighter(f"{name} may no longer sign: the key is gone")
    else:
        notes.unclear(f"{at} changes: who holds the new key signs as {name.rpartition('.')[2]}")


_PERSON: dict[str, Rule] = {
    "key": _signing_key,
    "teams": rules.words("looser", "tighter", "now speak for", "no longer speak for"),
}


def machines(notes: Notes, at: str, was: object, now: object) -> None:
    """Whose word on a fact is taken. Where none attests a person's is, so the last one gone loosens."""
    old, new = mapping_of(was), mapping_of(now)
    notes.each(f"{at}.", {}, old, new, _machine)
    before, after = [{fact for one in side.values() for fact in _facts(one)} for side in (old, new)]
    if before and not after:
        notes.looser(f"{at}: none is left that attests, so a person's word is taken")
        return
    for fact in sorted(before - after):
        notes.unclear(f"{at}: none is left that attests {fact}")


def _facts(machine: object) -> list[str]:
    return texts_of(mapping_of(machine).get("attests"))


def _machine(notes: Notes, at: str, was: object, now: object) -> None:
    if was is not None and now is not None:
        notes.each(f"{at}.", _MACHINE, mapping_of(was), mapping_of(now))
        return
    machine = mapping_of(now if was is None else was, "key", "attests", "opens")
    facts, opens = listed(_facts(machine)), listed(texts_of(machine.get("opens")))
    does = f"attest {facts}" if facts else "sign records of landings"
    does += f", and sign receipts for {opens}" if opens else ""
    if was is None:
        notes.looser(f"{at} may now {does}")
    else:
        notes.tighter(f"{at} may no longer {does}")


_MACHINE: dict[str, Rule] = {
    "key": lambda notes, at, was, now: notes.unclear(f"{at} changes: who holds the new key attests in this name"),
    "attests": rules.words("looser", "tighter", "gain", "lose"),
    "opens": rules.words("looser", "tighter", "gain", "lose"),
}


def agent(notes: Notes, at: str, was: object, now: object) -> None:
    """An agent has no powers. But its key, once listed, approves nothing, and that is lost with it."""
    if was is None:
        notes.unclear(f"{at} is listed now")
    elif now is None and "key" in mapping_of(was):
        notes.looser(f"{at} is gone: guard no longer knows its key as that of an agent")
    elif now is None:
        notes.unclear(f"{at} is listed no longer")
    else:
        notes.each(
            f"{at}.", {"owner": changes, "purpose": reworded, "key": _agent_key}, mapping_of(was), mapping_of(now)
        )


def _agent_key(notes: Notes, at: str, was: object, now: object) -> None:
    if now is None:
        notes.looser(f"{at} is gone: guard no longer knows it as that of an agent")
    elif was is None:
        notes.unclear(f"{at} is new")
    else:
        notes.unclear(f"{at} changes: guard no longer knows the old one as that of an agent")
