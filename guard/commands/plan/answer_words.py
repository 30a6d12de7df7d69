"""The words of `guard plan answer`: who says so, which assumption each answer is for, and what is said of it."""

from __future__ import annotations

import re

from guard.acts import signer, words
from guard.acts.answering import Refused, unfit
from guard.acts.outdated import DIGITS
from guard.acts.proposal import Against
from guard.errors import UsageError
from guard.escape import shown
from guard.model.persons import keyed
from guard.words import meant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.plan import Plan
    from guard.model.policy import Policy

LISTED = 8  # names that a message lists
_SHOWN = re.compile(rf"[0-9a-f]{{{DIGITS}}}-[0-9a-f]{{{DIGITS}}}")


def digests(shown_: str | None, command: str) -> None:
    """What --shown says is what --dry-run said."""
    if shown_ is not None and not _SHOWN.fullmatch(shown_):
        raise UsageError(f"--shown: '{shown(shown_)}' is nothing that --dry-run said was shown ({command} --help)")


def plain_id(name: str, known: tuple[str, ...], command: str) -> None:
    """Written is a plan of this work tree, and it goes by its id; a file may be anybody's."""
    if "/" not in name and not name.endswith((".yaml", ".yml")):
        return
    last = name.rpartition("/")[2].rpartition(".")[0]
    such = f"; did you mean {last}?" if last in known else meant(last, known)
    what = f"'{shown(name)}' is a file; answers are written into a plan of this work tree, and it is named by its id"
    raise UsageError(f"{what}{such} ({command} --help)")


def named(policy: Policy, name: str | None, command: str) -> str | Refused:
    """The person who answers: named, else the one whose key is at hand. An agent's word settles nothing."""
    if name is not None and name in policy.agents:
        who = ", ".join((keyed(policy) or tuple(policy.people))[:LISTED]) or "the people who own this repository"
        why = f"what nobody told an agent is a person's to answer  ({policy.where})"
        return Refused("", f"{name} is an agent", why, signer.TELL.format(who))
    if name in policy.people and name is not None:
        return name
    people = list(policy.people)[:LISTED]
    listed = " or ".join([f"--as {one}" for one in people]) or f"{policy.where} lists nobody yet"
    if name is not None:
        a_machine = name in policy.machines
        what = f"{shown(name)} is a machine" if a_machine else f"the policy lists no person '{shown(name)}'"
        raise UsageError(f"{what}{meant(name, policy.people)}: {listed} ({command} --help)")
    try:
        hand = signer.chosen(policy, "", "", ("person",), elsewhere=False)
    except UsageError:
        hand = Against(())
    if isinstance(hand, Against):
        raise UsageError(f"no one person's key is at hand, so say who answers: {listed} ({command} --help)")
    return hand.name


def said(plan: Plan, pairs: list[str], by: str, command: str) -> dict[str, str]:
    """Each answer by the name of its assumption."""
    known = [one.name for one in plan.assumptions]
    found: dict[str, str] = {}
    for pair in pairs:
        name, sign, answer = pair.partition("=")
        if not sign:
            raise UsageError(f"'{shown(pair)}' is no NAME=ANSWER, such as A2=\"looked at all 12\" ({command} --help)")
        if name not in known:
            listed = f"; there is {', '.join(known[:LISTED])}" if known else "; it takes nothing for granted"
            what = f"plan {plan.id} has no assumption '{shown(name)}'{meant(name, known) or listed}"
            raise UsageError(f"{what} ({command} --help)")
        if name in found:
            raise UsageError(f"{name} is answered twice: one assumption has one answer ({command} --help)")
        wrong = unfit(by, answer)
        if wrong:
            raise UsageError(f"the answer to {name} {wrong} ({command} --help)")
        found[name] = words.plain(answer)
    return found
