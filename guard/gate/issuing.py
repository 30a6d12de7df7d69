"""Issuing a receipt: what an open gate says, signed with the key of a machine that may open this environment."""

from __future__ import annotations

from guard.acts import signer
from guard.acts.proposal import Against
from guard.acts.words import key_words
from guard.doors.signatures import keygen
from guard.errors import GuardError
from guard.gate.receipt import NAMESPACE, payload, signed_bytes, until, written
from guard.gate.verifying import Wanted, refusals
from guard.model.finding import Next, finding
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.acts.signer import Hand
    from guard.gate.judging import Judged
    from guard.gate.receipt import Payload
    from guard.model.finding import Finding
    from guard.model.policy import Policy


class Issued(NamedTuple):
    """A receipt, signed or not, and why it is over when it is."""

    payload: Payload
    text: bytes  # the file
    ends: str


def hand_of(policy: Policy, name: str, file: str, env: str) -> Hand | Against:
    """The machine whose key this is, where its receipts count for the environment."""
    found = signer.chosen(policy, name, file, ("person", "machine"), elsewhere=False)
    if isinstance(found, Against):
        return found
    if found.kind != "machine":
        what = f"{key_words(found.key)} is the key of {found.name}, a person"
        return Against((_nobody("G521", what, f"a receipt is a machine's word  ({policy.where})", policy, env),))
    if env not in policy.machines[found.name].opens:
        what = f"{found.name} opens {', '.join(policy.machines[found.name].opens) or 'nothing'}, and not {env}"
        return Against(
            (_nobody("G639", what, f"a machine opens what the policy lists  ({policy.where})", policy, env),)
        )
    return found


def _nobody(rule: str, what: str, why: str, policy: Policy, env: str) -> Finding:
    able = [name for name, machine in policy.machines.items() if env in machine.opens]
    run = f"sign with the key of {' or '.join(able)}: --as {able[0]} --key FILE" if able else ""
    lists = f"lists it in the policy, where it may open {env}: opens: [{env}]"
    people = [Next(name, lists) for name in policy.people_for(b".guard/policy.yaml")]
    return finding(rule, what, why, (Next("you", run),) if run else tuple(people) or (Next("you", lists),))


def issued(judged: Judged, hand: Hand | None, most: int) -> Issued:
    """What it says; signed where there is a hand, and then held against the policy once more."""
    import secrets

    over = until(judged, most)
    said = payload(judged, over, hand.name if hand else "", secrets.token_hex(16))
    if hand is None:
        return Issued(said, written(said), over.why)
    signature = keygen.sign(hand.file, NAMESPACE, signed_bytes(said), quiet=True)
    text = written(said, signature)
    assert judged.ground is not None
    asked = judged.asked
    wanted = Wanted(asked.env, asked.plan, asked.phase, asked.service, said["commit"])
    against = refusals(text, judged.ground.policy, wanted, said["issued"])
    if against:
        what = f"the receipt that was signed does not hold: {against[0].what}"
        raise GuardError("G510", what, hand.file, "see that ssh-keygen and the key are what they should be")
    return Issued(said, text, over.why)
