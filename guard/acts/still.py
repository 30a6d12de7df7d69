"""Whether what was signed is still so: time passes between the words on a screen and a signature, and things change."""

from __future__ import annotations

from guard.acts import signer, words
from guard.acts.proposal import Against, id_of, namespace
from guard.digest import digest
from guard.errors import UsageError
from guard.escape import shown
from guard.grammar.moment import exact
from guard.model.approving import SKEW
from guard.model.finding import Next, finding
from guard.model.log import Approval, Evidence, act_from
from guard.trust import entries
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from guard.acts.ground import Ground
    from guard.acts.proposal import Proposal
    from guard.acts.signer import Hand, Kinds
    from guard.model.finding import Finding
    from guard.model.log import Act

AGAIN = "have it written again: --request FILE, and change nothing in it"
LONGEST = 60  # letters of a value that a message quotes
DIGITS = 12  # of an id that a message tells
PASSING = {  # lines that tell of the hour, or where the branch stands, and are others by and by; of each act
    "approval": ("about", "expires", "stands"),
    "evidence": ("commit",),  # it is in what is signed; whether it is still the tip is beside it
    "revocation": (),
}
COMES = (
    *("opens", "in turn", "stops", "covers", "closes", "completes", "undoes", "missing", "read", "open", "beware"),
    *("looser", "to read", "tighter"),
)  # lines that say what an act comes to


class Proven(NamedTuple):
    """Whose signature it is, and what it shows."""

    hand: Hand
    presence: str


def brought(text: bytes) -> dict[str, Any]:
    """What a request says, byte for byte as it was written; anything else is no request."""
    try:
        payload = entries.payload(text)
    except entries.NotRead as wrong:
        raise UsageError(f"this is no request as guard writes one: {shown(str(wrong))}; {AGAIN}") from None
    wrong_words = words.unfit(payload["reason"]) if "reason" in payload else ""
    if wrong_words:
        raise UsageError(f"this is no request as guard writes one: its reason {wrong_words}; {AGAIN}")
    return payload


def signature(
    ground: Ground, payload: dict[str, Any], text: bytes, made: bytes, kinds: Kinds, here: bool = False
) -> Proven | Against:
    """Whose it is: it holds for exactly these bytes and this act, and its key is that of the name they say.

    `here`: it was made a moment ago, by what ran as ssh-keygen on this machine.
    """
    one = entries.entry(b"", payload, text, made)
    if one.fault:
        why = "only what is signed byte for byte, and for this act, is anybody's word"
        run = f"ssh-keygen -Y sign -f KEY -n {namespace(payload)} FILE"
        step = Next(payload["by"], f"signs it once more: {run}")
        found = finding(one.fault, f"the signature does not count: {one.why}", why, (step,))
        return Against((_other_bytes(payload["by"], one.fault, one.why) if here else found,))
    hand = signer.of_key(ground.policy, one.key, kinds, payload["by"])
    return hand if isinstance(hand, Against) else Proven(hand, one.presence)


def _other_bytes(by: str, rule: str, fault: str) -> Finding:
    """What was signed here is not what was shown: somebody may hold a signature that nobody meant to give."""
    what = f"the signature that came back does not count: {fault}; one over other bytes than were shown may exist"
    why = "ssh-keygen was given what was on the screen: something on this machine put other bytes or words between"
    steps = (
        Next(by, "takes this key for lost: another, made elsewhere, takes its place in the policy"),
        Next(by, "takes back what was signed with it and not meant: guard log show, guard revoke ENTRY"),
    )
    return finding(rule, what, why, steps)


def so(ground: Ground, payload: dict[str, Any], now: Proposal, signed: bool) -> tuple[Finding, ...]:
    """Every way in which what was signed, or only read so far, is not what would be signed now."""
    done = "signed" if signed else "read"
    told = [*_differs(payload, now.payload, done), *_late(ground, payload, "signed" if signed else "written")]
    if not told:
        return ()
    why = "a yes is to what was on the screen: what has changed since is read, and signed, once more"
    if not signed:
        why = "nothing was signed: a yes is to what was on the screen, and what has changed since is read once more"
    step = Next(payload["by"], f"looks at it as it is now: {now.again}")
    return tuple([finding("G523", said, why, (step,)) for said in told])


def known_by(ground: Ground, made: Proposal) -> str:
    """What is the same as long as nobody has to read it again: the bytes, and all that they come to."""
    lines = [list(line) for line in made.lines if line[0] not in PASSING[made.payload["act"]]]
    comes = {"title": made.title, "lines": lines, "presence": made.presence, "said": _said(ground, made.payload)}
    return f"{_digits(made.id)}-{_digits(digest('shown', comes))}"


def altered(payload: dict[str, Any], known: str) -> tuple[Finding, ...]:
    """The request is not the one that somebody has read: other bytes came under its name."""
    read, here = known.partition("-")[0], _digits(id_of(payload))
    if read == here:
        return ()
    told = f"it is {here[:DIGITS]}..., and {shown(read[:DIGITS])}... was read"
    why = "a yes is to what was on the screen, byte for byte: its reason, its times and what it accepts are part of it"
    step = Next(payload["by"], f"reads a new one, and signs that: {AGAIN}")
    return (finding("G523", f"this request says something else than what was read: {told}", why, (step,)),)


def moved(ground: Ground, now: Proposal, known: str) -> tuple[Finding, ...]:
    """The bytes are still right, and what they come to is not what it was when somebody read them."""
    if known_by(ground, now) == known:
        return ()
    told = [f"{label} {said}" for label, said in now.lines if label in COMES]
    told += [f"said already: entry {words.short(entry)}" for entry in _said(ground, now.payload)]
    what = f"what it comes to has changed since it was read; now: {'; '.join(told) or now.title}"
    why = "what a yes opens, and what it does not, was on the screen as well: it is read once more"
    step = Next(now.payload["by"], f"looks at it as it is now: {now.again}")
    return (finding("G523", what, why, (step,)),)


def _said(ground: Ground, payload: dict[str, Any]) -> list[str]:
    """The entries by which the same signer says the same already."""
    mine = _about(act_from(payload))
    standing = [entry for entry in ground.log.standing() if not entry.struck]
    return [entry.id for entry in standing if mine and _about(entry.act) == mine]


def _about(act: Act) -> tuple[object, ...]:
    """Of what it is the word, whenever it was said and why; () of what is said once."""
    if isinstance(act, Approval):
        return (act.of, act.name, act.digest, act.by)
    if isinstance(act, Evidence):
        return (act.fact, act.plan, act.phase, act.env, act.service, act.commit, act.by)
    return ()


def _digits(of: str) -> str:
    return of.partition(":")[2]


def _differs(then: dict[str, Any], now: dict[str, Any], done: str) -> Iterator[str]:
    for key in sorted({*then, *now}):
        if then.get(key) != now.get(key):
            yield f"{key} was {done} as {_told(then.get(key))}, and is {_told(now.get(key))}"


def _told(value: object) -> str:
    said = "nothing" if value is None else shown(str(value))
    return said if len(said) <= LONGEST else said[: LONGEST - 3] + "..."


def _late(ground: Ground, payload: dict[str, Any], done: str) -> Iterator[str]:
    """Times that cannot be so, or are over."""
    now, at, expires = ground.now, payload["at"], payload.get("expires")
    if at > now + SKEW:
        yield f"it was {done} at {exact(at)}, and here it is {exact(now)}"
    if expires is None:
        return
    if expires <= now:
        yield f"it counted until {exact(expires)}, and here it is {exact(now)}"
    if expires > at + ground.policy.approvals.expire:
        yield f"it would count until {exact(expires)}, for longer than the policy lets an approval count"
