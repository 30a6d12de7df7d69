"""Who may sign under one policy: names and their keys, what each of them is, and the keys that prove nobody."""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal

    from guard.model.policy import Policy

    Kind = Literal["person", "machine", "somebody"]  # somebody: nobody knows who it was
    Named = tuple[str, str]  # a name, and a key


class Signer(NamedTuple):
    """Somebody whose signature shows who it was."""

    kind: Kind
    teams: tuple[str, ...]


class Signers(NamedTuple):
    """What one policy says of keys."""

    who: Mapping[Named, Signer]  # no agent, and no key that stands under two names
    people: frozenset[Named]  # everybody who may take a word back, whatever else the key stands for
    names: Mapping[str, tuple[str, ...]]  # a key -> the names it stands under
    agents: frozenset[str]
    read: bool = True  # False where there was a policy and it cannot be read: it may have listed anybody


NOBODY = Signers({}, frozenset(), {}, frozenset())
UNREAD = NOBODY._replace(read=False)


def signers_of(policy: Policy) -> Signers:
    """People, machines and agents of a policy as the log asks for them."""
    people = {(name, one.key): Signer("person", one.teams) for name, one in policy.people.items() if one.key}
    machines = {(name, one.key): Signer("machine", ()) for name, one in policy.machines.items()}
    names: dict[str, list[str]] = {}
    for name, key in [*people, *machines, *of_agents(policy)]:
        names.setdefault(key, []).append(name)
    every = {**people, **machines}
    alone = {of: signer for of, signer in every.items() if len(names[of[1]]) == 1 and of[0] not in policy.agents}
    return Signers(alone, frozenset(people), {key: tuple(of) for key, of in names.items()}, frozenset(policy.agents))


def of_agents(policy: Policy) -> list[tuple[str, str]]:
    """Names and keys of the agents that have one."""
    agents = policy.data.get("agents")
    entries = agents.items() if isinstance(agents, dict) else ()
    return [(name, str(entry["key"])) for name, entry in entries if isinstance(entry, dict) and "key" in entry]
