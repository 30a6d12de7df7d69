"""Verifying a receipt: what whoever holds secrets asks before giving any, with nothing but the policy."""

from __future__ import annotations

from guard.digest import digest
from guard.escape import shown
from guard.gate.receipt import AHEAD, LONGEST, NAMESPACE, Receipt, read
from guard.grammar import Wrong
from guard.grammar.moment import exact
from guard.grammar.sshsig import parsed
from guard.model.finding import Next, finding
from guard.model.signers import signers_of
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.finding import Finding
    from guard.model.policy import Policy

SHORT = 60  # letters of a value that a message quotes
ALWAYS = ("repository", "env")  # a receipt is for one, and nobody may not care which


class Wanted(NamedTuple):
    """What the receipt must be for; "" where whoever asks does not care. Of the environment everybody does."""

    env: str
    plan: str = ""
    phase: str = ""
    service: str = ""
    commit: str = ""


def refusals(text: bytes, policy: Policy, wanted: Wanted, now: int) -> tuple[Finding, ...]:
    """Why it opens nothing; empty where it holds. Of what nobody signed nothing more is asked."""
    try:
        found = read(text)
    except Wrong as wrong:
        return (_refused("G630", f"this is no receipt as guard writes one: {wrong}", "nothing in it can be believed"),)
    told = tuple(_signature(found, policy))
    return told or (*_for(found, policy, wanted), *_when(found, now))


def _refused(rule: str, what: str, why: str, run: str = "") -> Finding:
    return finding(rule, what, why, (Next("you", run or "give nothing for it, and tell who runs the gate"),))


def _signature(found: Receipt, policy: Policy) -> Iterator[Finding]:
    """A machine that the policy lists now signed exactly this, as a receipt, and may open this environment."""
    from guard.doors.signatures.proof import holds

    if not found.signature:
        why = "anybody can write what nobody has signed"
        run = "ask for one that is signed: guard gate PLAN PHASE --env ENV --as MACHINE --key FILE --receipt FILE"
        yield _refused("G631", "the receipt is not signed", why, run)
        return
    try:
        one = parsed(found.signature)
    except Wrong as wrong:
        yield _refused("G632", f"its signature is none: {wrong}", "only what ssh-keygen writes is read")
        return
    by, env = str(found.payload.get("by", "")), found.payload["env"]
    who = signers_of(policy).who.get((by, one.key))
    if one.namespace != NAMESPACE:
        why = f"a receipt is signed as {NAMESPACE}, and nothing else stands for one"
        yield _refused("G632", f"it is signed as {one.namespace[:SHORT]}", why)
    elif not holds(one, found.text):
        yield _refused("G632", "its signature does not hold for what it says", "it was altered, or never signed")
    elif who is None or who.kind != "machine":
        what = f"no machine {shown(by) or 'at all'} of the policy has the key that signed it"
        yield _refused(
            "G632", what, f"people, agents and keys that are listed no longer open nothing  ({policy.where})"
        )
    elif env not in policy.machines[by].opens:
        what = f"{by} opens {', '.join(policy.machines[by].opens) or 'nothing'}, and not {env}"
        yield _refused("G639", what, f"a machine opens what the policy lists  ({policy.where})")


def _for(found: Receipt, policy: Policy, wanted: Wanted) -> Iterator[Finding]:
    """It is for this repository, and for what is asked."""
    said = found.payload
    asked = {"repository": policy.id, **wanted._asdict()}
    for key, value in asked.items():
        if (value or key in ALWAYS) and said.get(key, "") != value:
            theirs, ours = [shown(one)[:SHORT] for one in (said.get(key) or "nothing", value or "nothing")]
            what = f"the receipt is for {key} {theirs}, and asked is {ours}"
            yield _refused("G633", what, "what opened for one thing opens nothing else")
    if said["policy"]["digest"] != digest("policy", policy.data):
        version = said["policy"]["version"]
        what = f"it was issued under another policy: version {version}, and here is version {policy.version}"
        run = "ask for another receipt, under this policy"
        run = "bring the policy here up to date" if version > policy.version else run
        yield _refused("G637", what, f"who may open what is said by the policy  ({policy.where})", run)


def _when(found: Receipt, now: int) -> Iterator[Finding]:
    issued, expires = found.payload["issued"], found.payload["expires"]
    if not issued < expires <= issued + LONGEST:
        what = f"it would count from {exact(issued)} to {exact(expires)}"
        yield _refused("G630", what, f"a receipt counts for {LONGEST // 60} minutes at most")
    if expires <= now:
        what = f"the receipt was over at {exact(expires)}, and here it is {exact(now)}"
        yield _refused(
            "G634", what, "what was so then is asked again", "ask for another one: guard gate PLAN PHASE --env ENV"
        )
    if issued > now + AHEAD:
        what = f"the receipt was issued at {exact(issued)}, and here it is {exact(now)}"
        why = f"clocks may differ by {AHEAD} seconds; which of them is right nobody knows here"
        yield _refused("G635", what, why, "set the clocks of both machines right")
