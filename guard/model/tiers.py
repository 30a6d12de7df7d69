"""What a set-up can honestly promise, tier by tier: whose approvals prove what, as far as this machine can tell.

An agent that runs as the person, with plain keys, can do all the person can. A passphrase stops silent signing, a key
with touch proves a touch, and an approval that is made elsewhere proves that a person saw that digest.
"""

from __future__ import annotations

from guard.grammar.key import can_touch
from guard.model.persons import keyed
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Literal

    from guard.model.policy import Policy

    State = Literal["ok", "attention", "missing", "unknown"]
    How = Literal["bare", "agent", "passphrase", "device", "unknown"]

WORST_FIRST: tuple[tuple[State, int], ...] = (("unknown", 5), ("missing", 3), ("attention", 3))
KINDS = ("plan", "stop", "irreversible", "policy", "unplanned")


class Line(NamedTuple):
    """One thing that was looked at."""

    section: str  # "tools", "trust", "hooks", "agents", "log" or "approvals"
    state: State
    what: str
    mend: str = ""  # who does what; "" where there is nothing to do


class Held(NamedTuple):
    """A private key that this machine can sign with, and what that takes."""

    how: How
    where: str  # its file, for people; "" where ssh-agent alone has it
    why: str = ""  # of "unknown"


def exit_code(lines: Iterable[Line]) -> int:
    """5 where it cannot tell, 3 where a person should do something, 0 where all that is promised holds."""
    states = {line.state for line in lines}
    return next((code for state, code in WORST_FIRST if state in states), 0)


def approvals(policy: Policy, held: Mapping[str, Held]) -> Iterator[Line]:
    """What approvals prove here; `held` are the keys this machine can sign with, by their one spelling."""
    able = keyed(policy)
    if not able:
        what = "nobody is listed with a key, so nothing can be approved"
        if policy.approvals.plan or policy.approvals.irreversible:
            yield Line("approvals", "missing", what, "guard enroll NAME makes a key, and prints its line of the policy")
        else:
            yield Line("approvals", "ok", f"{what}: that a document stands on the trusted branch is its approval")
        return
    for name in able:
        yield _of(policy, name, held.get(policy.people[name].key or ""))
    for name, machine in policy.machines.items():
        if machine.key in held:
            yield _machine(name, held[machine.key])
    yield from _presence(policy)


def _of(policy: Policy, name: str, held: Held | None) -> Line:
    """What an approval in the name of this person proves, as far as it could be made here."""
    if held is None:
        what = f"{name}: the key is not at hand here; an approval made elsewhere proves that a person saw that digest"
        return Line("approvals", "ok", what)
    where = f" ({held.where})" if held.where else ""
    if held.how == "unknown":
        return Line("approvals", "unknown", f"{name}: nobody can tell what it takes to sign{where}: {held.why}", _LOOK)
    if held.how == "device":
        asked = "says of itself whether it was touched" if policy.approvals.presence else "may say that it was touched"
        return Line("approvals", "ok", f"{name}: the key is on a device{where}; each signature {asked}")
    if held.how == "passphrase":
        return Line("approvals", "ok", f"{name}: the key asks for its passphrase{where}: nothing signs unnoticed")
    self_asserted = "approvals are self-asserted: whatever runs as you can make one"
    if held.how == "agent":
        mend = "take it out of ssh-agent: ssh-add -d FILE.pub; or guard enroll NAME --touch makes one that is touched"
        return Line("approvals", "attention", f"{name}: ssh-agent signs without asking{where}; {self_asserted}", mend)
    mend = f"give it a passphrase: ssh-keygen -p -f {held.where}; or guard enroll {name} --touch makes one for a device"
    return Line("approvals", "attention", f"{name}: the key has no passphrase{where}; {self_asserted}", mend)


def _machine(name: str, held: Held) -> Line:
    where = f" ({held.where})" if held.where else ""
    what = f"{name}: the key of this machine is at hand here{where}; whatever runs as you can attest as {name}"
    return Line("approvals", "attention", what, f"right on {name} itself; anywhere else, a person takes it away")


def _presence(policy: Policy) -> Iterator[Line]:
    """Of what a touch, or a PIN, is asked; and who can show one."""
    levels = policy.approvals.presence
    for kind in [one for one in KINDS if one in levels]:
        can = [name for name in keyed(policy) if can_touch(policy.people[name].key or "")]
        who = f"{', '.join(can)} can show one" if can else "nobody has a key that shows one"
        mend = "" if can else "guard enroll NAME --touch makes such a key, and prints its line of the policy"
        state: State = "ok" if can else "missing"
        yield Line("approvals", state, f"presence: an approval of {_KIND[kind]} takes a {levels[kind]}; {who}", mend)
    if not levels:
        what = (
            "presence: no approval takes a touch; a signature proves that the key signed, not that somebody was there"
        )
        yield Line("approvals", "ok", what)


_KIND = {
    "plan": "a plan",
    "stop": "a phase that stops",
    "irreversible": "what cannot be taken back",
    "policy": "the policy",
    "unplanned": "a landing without a plan",
}
_LOOK = "see what ssh-keygen -y -f FILE says"
