"""Owners: people, teams, machines and agents of the policy; handles and addresses of CODEOWNERS.

A handle stands as it is written, and by its last part alone, as people say it: `@acme/identity`, `identity`.
"""

from __future__ import annotations

from guard.escape import shown
from guard.inventories.where import place
from guard.model.known import Register

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.inventories.tree import Tree
    from guard.model.policy import Policy

READS = ("codeowners",)
NONE = "no policy that names people and no CODEOWNERS is in this tree"


def register(kind: str, tree: Tree) -> Register:
    """The policy counts as the trusted branch has it, CODEOWNERS as this tree has it."""
    names: dict[str, str] = {}
    for name, where in _of_policy(tree.trusted.policy):
        names.setdefault(name, where)
    partial = []
    for told in tree.told("codeowners"):
        for owner, line in told.of("owner"):
            for name in (owner, _said(owner)):
                names.setdefault(shown(name), place(told.path, line))
        if told.unread:
            partial.append(f"{place(told.path)}: {told.unread}")
    return Register(kind, names, "" if names else NONE, tuple(partial))


def _of_policy(policy: Policy) -> Iterator[tuple[str, str]]:
    """Each name at the line of the policy that has it; teams where somebody is said to be of one, or owns something."""
    for family, named in (("people", policy.people), ("machines", policy.machines), ("agents", policy.agents)):
        for name in named:
            yield shown(name), _at(policy, f"/{family}/{name}")
    for name, person in policy.people.items():
        for team in person.teams:
            yield shown(team), _at(policy, f"/people/{name}")
    for owner in policy.owners:
        for team in owner.teams:
            yield shown(team), _at(policy, "/owners")


def _at(policy: Policy, pointer: str) -> str:
    line = policy.lines.get(pointer)
    return f"{policy.where}:{line}" if line else policy.where


def _said(owner: str) -> str:
    """`@acme/identity` is called identity, `@dana` dana; an address is what it is."""
    return owner.rpartition("/")[2].lstrip("@") if owner.startswith("@") else owner
