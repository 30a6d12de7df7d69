"""Whose turn it is: mine, my teams', everyone's; and who I am, by the key that is at hand."""

from __future__ import annotations

from guard.acts import signer
from guard.acts.proposal import Against
from guard.errors import GuardError, UsageError
from guard.escape import shown
from guard.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from guard.model.policy import Policy
    from guard.waiting.row import Row

    Whose = Literal["mine", "teams", "everyone"]


def me(policy: Policy, name: str = "") -> str:
    """The person of this name; without one whose key alone is at hand. "" where nobody can tell."""
    if name:
        if name not in policy.people:
            near = nearest(name, policy.people)
            meant = f"; did you mean {near}?" if near else f"; it lists {', '.join(policy.people) or 'nobody'}"
            raise UsageError(f"the policy lists no person '{shown(name)}'{meant}")
        return name
    try:
        hand = signer.chosen(policy, "", "", ("person",), elsewhere=False)
    except UsageError:
        return ""
    return "" if isinstance(hand, Against) else hand.name


def at_hand(policy: Policy) -> list[str] | None:
    """The people whose keys are here; None where nobody can tell, such as where ssh-agent does not answer."""
    from guard.doors.signatures import agent, hand

    try:
        here = {*agent.reachable(), *hand.in_folder()}
    except GuardError:
        return None
    return [name for name, of in policy.people.items() if of.key in here]


def mates(policy: Policy, name: str) -> frozenset[str]:
    """Everybody of a team that somebody is of, they themselves included."""
    teams = set(policy.people[name].teams) if name in policy.people else set()
    return frozenset([one for one, of in policy.people.items() if one == name or not teams.isdisjoint(of.teams)])


def counts(row: Row, whose: Whose, policy: Policy, name: str) -> bool:
    """Whether it waits for them. Without a name everything does: nothing is left out because nobody can tell."""
    if whose == "everyone" or not name:
        return True
    return name in row.who if whose == "mine" else not mates(policy, name).isdisjoint(row.who)
