"""Approvals that a policy asks for and nobody can give, or that prove nothing (G237)."""

from __future__ import annotations

from guard.document import pointer
from guard.grammar import duration
from guard.grammar.key import can_pin, can_touch
from guard.model.draft import Flaw

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.draft import Draft
    from guard.model.policy import Approvals, Policy

_HOUR = 60 * 60
_FEWER = "what cannot be taken back would pass with fewer people than everything else"
_OVER = "an approval that is over before the work can land approves nothing, and all work waits for ever"
_WHY = "work that needs this approval would wait for ever, and it shows in the night when it matters"


def check(draft: Draft) -> Iterator[Flaw]:
    """Of a policy: too few people, keys that cannot prove what is asked, owners without a key."""
    policy = draft.policy
    if draft.plan is not None:
        return
    asked = policy.approvals
    counts = {"plan": asked.plan}
    if asked.irreversible != asked.plan or "/approvals/irreversible" in policy.lines:
        counts["irreversible"] = asked.irreversible
    keyed = list(dict.fromkeys([person.key for person in policy.people.values() if person.key is not None]))
    for of, count in counts.items():
        if count > len(keyed):
            what = f"approvals.{of} asks for {_people(count)}, and {_of_number(len(keyed))} a key of their own"
            form = "people: {NAME: {key: ssh-ed25519 AAAA..., teams: [TEAM]}}"
            mend = f"write the public keys of {_people(count)}: {form}"
            yield Flaw("G237", f"/approvals/{of}", what, _WHY, mend)
    yield from _presence(policy, keyed)
    yield from _weak(asked)
    if asked.plan or asked.irreversible:
        yield from _teams(policy)


def _presence(policy: Policy, keyed: list[str]) -> Iterator[Flaw]:
    """A touch or a PIN is proved by a key on a device alone."""
    asked = policy.approvals
    for of, level in asked.presence.items():
        needed = {"plan": asked.plan, "irreversible": asked.irreversible}.get(of, max(1, asked.plan))
        able = [key for key in keyed if (can_pin if level == "pin" else can_touch)(key)]
        if len(able) < needed:
            has = f"{_of_number(len(able))} a key that proves one"
            what = f"approvals of {of} ask {_people(needed)} for a {level}, and {has}"
            mend = (
                f"write keys that lie on a device for {_people(needed)}, made with ssh-keygen -t ed25519-sk: "
                "people: {NAME: {key: sk-ssh-ed25519@openssh.com AAAA...}}"
            )
            yield Flaw("G237", f"/approvals/presence/{of}", what, _WHY, mend)


def _weak(asked: Approvals) -> Iterator[Flaw]:
    """What cannot be taken back passes with fewer people; or an approval is over before anybody can use it."""
    if asked.irreversible < asked.plan:
        what = f"approvals.irreversible asks for {_people(asked.irreversible)}, and a plan for {asked.plan}"
        mend = f"ask for as many at least: approvals: {{irreversible: {asked.plan}}}"
        yield Flaw("G237", "/approvals/irreversible", what, _FEWER, mend)
    if asked.expire < _HOUR:
        what = f"approvals.expire is {duration.said(asked.expire)}, less than an hour"
        mend = "give approvals time to be used: approvals: {expire: 30d}"
        yield Flaw("G237", "/approvals/expire", what, _OVER, mend)


def _teams(policy: Policy) -> Iterator[Flaw]:
    """Teams that own something, have people, and among them nobody who can sign. A team without people is G234."""
    able = {team for person in policy.people.values() if person.key is not None for team in person.teams}
    for entry in policy.owners:
        for team in entry.teams:
            if team in policy.teams() and team not in able:
                what = f"{entry.of} is owned by team {team}, in which nobody has a key"
                names = [name for name, person in policy.people.items() if team in person.teams]
                mend = f"write the public key of one of them: people: {{{names[0]}: {{key: ssh-ed25519 AAAA...}}}}"
                yield Flaw("G237", pointer("/owners", entry.of), what, _WHY, mend)


def _people(count: int) -> str:
    return f"{count} {'person' if count == 1 else 'people'}"


def _of_number(count: int) -> str:
    return {0: "nobody has", 1: "only one has"}.get(count, f"only {count} have")
