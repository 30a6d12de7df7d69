"""Who signed: people as the policy lists them and as they signed, told apart by their keys and not by their names."""

from __future__ import annotations

from guard.model.said import Said
from guard.model.signers import of_agents, signers_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guard.model.log import Entry
    from guard.model.policy import Policy


def keyed(policy: Policy) -> tuple[str, ...]:
    """The people who can sign today, in the order of the policy: a key that stands under two names is nobody's."""
    able = signers_of(policy).who
    return tuple([name for name, person in policy.people.items() if (name, person.key) in able])


def is_person(entry: Entry, policy: Policy) -> bool:
    """A person signed it: one who can today, or could then. Who is an agent today, is none."""
    by = entry.act.by
    if by in policy.agents or entry.kind:
        return entry.kind == "person" and by not in policy.agents
    left = bool(entry.key) and by not in policy.machines  # guard.trust.log has held it against the people of its time
    return left or by in keyed(policy)


def by_machine(entry: Entry, policy: Policy) -> bool:
    """A machine signed it, whoever has its name today. An unsigned entry says so by its name alone."""
    by = entry.act.by
    if entry.kind or by in policy.machines:
        return entry.kind in ("", "machine")
    return bool(entry.key) and not entry.teams and by not in policy.people and by not in policy.agents


def agent_keys(policy: Policy) -> frozenset[str]:
    """The keys of agents, under whatever name they sign: they approve nothing."""
    return frozenset([key for _, key in of_agents(policy)])


def spoken_for(entry: Entry, policy: Policy) -> tuple[str, ...]:
    """The teams a signature speaks for: those of its signer when it was made, where that is known."""
    if entry.key:
        return entry.teams
    return policy.people[entry.act.by].teams if entry.act.by in policy.people else ()


def persons(entries: Iterable[Entry], policy: Policy) -> Mapping[str, str]:
    """Name -> one name for all that ever signed with the same key, or have it today: they count once."""
    pairs = [(name, policy.people[name].key or "") for name in keyed(policy)]
    pairs += Said.by(entries).keys()
    first: dict[str, str] = {}
    holder: dict[str, str] = {}
    for name, key in pairs:
        one, other = _head(first, name), _head(first, holder.setdefault(key, name))
        first[max(one, other)] = min(one, other)
    return {name: _head(first, name) for name in first}


def _head(first: dict[str, str], name: str) -> str:
    while first.setdefault(name, name) != name:
        name = first[name]
    return name
