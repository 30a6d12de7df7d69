"""Approvals held against what asks for one: who may give it, who has, and what is still missing.

Keys and signatures are settled before (guard.model.log). Here it is who may speak: never an agent, never somebody who
is not listed, and not the owner of the work where the owning team has another person with a key.
"""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.model.log import Approval, Entry
    from guard.model.policy import Policy


class Asked(NamedTuple):
    """What is to be approved, by how many, and which teams must be among them."""

    of: str  # "plan", "phase" or "landing"
    name: str
    digest: str  # of the phase, also where the approval of its plan is asked for; of the landing
    need: int
    teams: tuple[str, ...]  # each of them owns something it touches
    owner: str  # the person whose work it is; "" where nobody's


class Given(NamedTuple):
    """What has been given of it."""

    state: str  # "given", "missing", "stale" (for another digest) or "expired"
    by: tuple[str, ...]
    who: tuple[str, ...]  # who could give what is missing
    why: str


def given(asked: Asked, entries: Iterable[Entry], policy: Policy, now: int) -> Given:
    """Whether enough people have approved this very digest, and somebody of every team among them."""
    from guard.model.log import Approval

    acts = [entry.act for entry in entries if isinstance(entry.act, Approval) and _named(asked, entry.act)]
    may = signers(asked, policy)
    fitting = [act for act in acts if act.by in may and _fits(asked, act)]
    by = tuple(dict.fromkeys([act.by for act in fitting if now < _until(act, policy)]))
    teams = [team for team in asked.teams if not any([team in policy.people[name].teams for name in by])]
    if len(by) >= asked.need and not teams:
        return Given("given", by, (), "")
    who = tuple(
        [name for name in may if name not in by and (not teams or not set(teams).isdisjoint(_teams(policy, name)))]
    )
    if len(by) < len({act.by for act in fitting}):
        return Given("expired", by, who, "an approval of it has expired")
    if any([act.by in may and not _fits(asked, act) for act in acts]):
        return Given("stale", by, who, "it was approved as it stood before, and has changed since")
    members = tuple([name for name in policy.people if not _teams(policy, name).isdisjoint(teams)])
    return Given("missing", by, who or members or may, _lacking(asked, by, teams))


def signers(asked: Asked, policy: Policy) -> tuple[str, ...]:
    """The people whose word counts here, in the order of the policy."""
    able = [name for name, person in policy.people.items() if person.key is not None and name not in policy.agents]
    if asked.owner in able:
        own = _teams(policy, asked.owner)
        if any([name != asked.owner and not own.isdisjoint(_teams(policy, name)) for name in able]):
            able.remove(asked.owner)
    return tuple(able)


def _teams(policy: Policy, name: str) -> frozenset[str]:
    return frozenset(policy.people[name].teams)


def _named(asked: Asked, act: Approval) -> bool:
    """It is about this: the phase or landing itself, or the plan that the phase stands in."""
    if asked.of == "landing":
        return act.of == "landing" and act.digest == asked.digest
    if act.of == "phase":
        return act.name == asked.name
    return asked.of == "plan" and act.of == "plan" and act.name == asked.name.partition("/")[0]


def _fits(asked: Asked, act: Approval) -> bool:
    if act.of == "plan":
        return dict(act.phases).get(asked.name.partition("/")[2]) == asked.digest
    return act.digest == asked.digest


def _until(act: Approval, policy: Policy) -> int:
    """Until when it counts: as it says itself, and never longer than the policy lets any approval count."""
    return min(act.expires, act.at + policy.approvals.expire)


def _lacking(asked: Asked, by: tuple[str, ...], teams: list[str]) -> str:
    had = f"{len(by)} of {asked.need} have approved it" if by else "nobody has approved it"
    return f"{had}; {' and '.join(teams)} must be among them" if teams else had
