"""The keys of the policy that this machine can sign with, and what that takes of whoever runs here."""

from __future__ import annotations

import os

from guard.doors.signatures import agent, hand, keygen
from guard.errors import GuardError
from guard.escape import shown
from guard.grammar.key import can_touch
from guard.model.tiers import Held

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.policy import Policy


def held(policy: Policy) -> dict[str, Held]:
    """Of each key of a person or a machine that is at hand here: the way to sign with it that takes least."""
    listed = {person.key for person in policy.people.values()} | {machine.key for machine in policy.machines.values()}
    files, lent = hand.in_folder(private=True), agent.reachable()
    found: dict[str, Held] = {}
    for key in [one for one in (*files, *lent) if one in listed]:
        file = files.get(key, "")
        found[key] = _how(key, file, key in lent)
    return found


def _how(key: str, file: str, in_agent: bool) -> Held:
    where = shown(os.fsencode(file))
    if can_touch(key):
        return Held("device", where)
    if in_agent:
        return Held("agent", where)
    try:
        return Held("bare" if keygen.bare(file) else "passphrase", where)
    except GuardError as error:
        return Held("unknown", where, error.what)
