"""Whose word an act is: the name the policy lists, its key, and why that key approves nothing, where it does not."""

from __future__ import annotations

from guard.acts.proposal import Against
from guard.acts.words import key_words
from guard.doors.signatures import agent, hand, keygen
from guard.errors import UsageError
from guard.escape import shown
from guard.grammar.key import can_touch
from guard.model.approving import LEVELS, SHOWS, signers
from guard.model.finding import Next, finding
from guard.model.persons import agent_keys, keyed
from guard.model.signers import signers_of
from guard.nearest import nearest
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.approving import Asked
    from guard.model.finding import Finding
    from guard.model.log import Entry
    from guard.model.policy import Policy

    Kinds = tuple[str, ...]

MOST = 4  # people who are named
TELL = "end your turn and tell {}; you cannot do this part"


class NotAtHand(UsageError):
    """No key of whoever may sign is here."""


class Hand(NamedTuple):
    """Who signs, and with what."""

    name: str
    kind: str  # "person" or "machine"
    key: str  # type and base64
    file: str  # what ssh-keygen is given; "" where it is told by its line alone, or the signature is made elsewhere


def chosen(policy: Policy, name: str, file: str, kinds: Kinds, elsewhere: bool) -> Hand | Against:
    """Who signs: by the key given, by the name given, else the one person whose key is at hand here.

    Where it is signed elsewhere, the only person who has a key needs no naming.
    """
    if file:
        key = hand.public(file)
        found = of_key(policy, key, kinds, name)
        return found if isinstance(found, Against) else found._replace(file=file)
    if name:
        return _named(policy, name, kinds, elsewhere)
    at_hand = _at_hand()
    able = {one: policy.people[one].key or "" for one in keyed(policy)}
    if not able:
        raise UsageError(
            f"the policy lists no person's key, so nobody can sign; guard enroll NAME makes one: {policy.where}"
        )
    here = [one for one, key in able.items() if key in at_hand]
    if elsewhere and not here and len(able) == 1:
        return _named(policy, next(iter(able)), kinds, elsewhere)
    if len(here) != 1:
        who = " or ".join([f"--as {one}" for one in (here or able)][:MOST])
        several = (
            "keys of several people are at hand" if here else "no key of a person whom the policy lists is at hand"
        )
        how = (
            "" if elsewhere else ", and with which key, --key FILE; or have it signed where the key is: --request FILE"
        )
        wrong = UsageError if here else NotAtHand
        raise wrong(f"{several}: say who signs, {who}{how}")
    found = of_key(policy, able[here[0]], kinds, here[0])
    return found if isinstance(found, Against) else found._replace(file=at_hand[able[here[0]]])


def of_key(policy: Policy, key: str, kinds: Kinds, name: str = "") -> Hand | Against:
    """Whom this key stands for; against it where it stands for nobody who may sign this."""
    names = signers_of(policy).names.get(key, ())
    agents = [one for one in names if one in policy.agents]
    told = key_words(key)
    if agents or key in agent_keys(policy):
        return _nothing(policy, f"{told} is the key of agent {' and '.join(agents)}", "an agent approves nothing")
    if not names:
        why = f"no person and no machine of the policy has it  ({policy.where})"
        return _nothing(policy, f"{told} is nobody's key", why)
    if len(names) > 1:
        what = f"{told} stands under {' and '.join(names)}"
        return _nothing(policy, what, "nobody could tell who signed: each needs a key of their own")
    if name and name != names[0]:
        why = "a signature is the word of whoever the policy lists its key for"
        return _nothing(policy, f"{told} is the key of {names[0]}, not of {shown(name)}", why)
    kind = "person" if names[0] in policy.people else "machine"
    if kind not in kinds:
        return _nothing(policy, f"{names[0]} is a machine", f"this takes a person's word  ({policy.where})")
    return Hand(names[0], kind, key, "")


def _named(policy: Policy, name: str, kinds: Kinds, elsewhere: bool) -> Hand | Against:
    """The key that the policy lists for a name, and where it is at hand."""
    if name in policy.agents:
        return _nothing(policy, f"{name} is an agent", f"an agent approves nothing  ({policy.where})")
    entry = policy.people.get(name) or policy.machines.get(name)
    if entry is None:
        near = nearest(name, [*policy.people, *policy.machines])
        raise UsageError(
            f"the policy lists nobody called '{shown(name)}'" + (f"; did you mean {near}?" if near else "")
        )
    if entry.key is None:
        return _nothing(
            policy, f"the policy lists no key of {name}", f"who has none can sign nothing  ({policy.where})"
        )
    found = of_key(policy, entry.key, kinds, name)
    if isinstance(found, Against) or elsewhere:
        return found
    file = _at_hand().get(entry.key)
    if file is None:
        where = "name its file with --key FILE, or have it signed where that key is: --request FILE"
        wrong = NotAtHand if name in policy.people else UsageError
        raise wrong(f"the key of {name} ({key_words(entry.key)}) is not at hand: {where}")
    return found._replace(file=file)


def _at_hand() -> dict[str, str]:
    """Every public key at hand, and what ssh-keygen is given to sign with it; "" for one that ssh-agent alone has."""
    return {**dict.fromkeys(agent.reachable(), ""), **hand.in_folder()}


def _nothing(policy: Policy, what: str, why: str) -> Against:
    told = Next("you", TELL.format(", ".join(keyed(policy)[:MOST]) or "the people who own this repository"))
    return Against((finding("G521", what, why, (told,)),))


def own_work(asked: Asked, policy: Policy, entries: tuple[Entry, ...], by: str) -> tuple[Finding, ...]:
    """Nobody says yes to their own work where somebody else of their team can."""
    able = signers(asked, policy, entries)
    if by in able or by not in policy.people:
        return ()
    what = f"{asked.owner or by} owns this work, and others of the team can look at it"
    why = f"own work needs another signer where the owning team has one  ({policy.where})"
    mates = [name for name in able if not set(policy.people[name].teams).isdisjoint(policy.people[by].teams)]
    run = f"guard approve {asked.name.partition('/')[0] if asked.of == 'plan' else asked.name}"
    return (
        finding("G520", what, why, tuple([Next(name, f"reads it, and says yes: {run}") for name in mates or able])),
    )


def unable(one: Hand, level: str) -> tuple[Finding, ...]:
    """A key that cannot show the presence that is asked for, before anybody signs with it."""
    if not level or can_touch(one.key):
        return ()
    silent = silently(one)
    why = f"the policy asks for a {level}, which a key on a device shows" + (f"; this one {silent}" if silent else "")
    steps = (Next(one.name, f"signs with a key on a device, enrolled before: guard enroll {one.name} --{level}"),)
    return (finding("G522", f"{key_words(one.key)} shows no {level}", why, steps),)


def unshown(one: Hand, level: str, shows: str) -> tuple[Finding, ...]:
    """A signature that came back without the presence that is asked for."""
    if LEVELS.index(shows) >= LEVELS.index(level):
        return ()
    what = f"the signature of {one.name} shows {SHOWS[level]}"
    why = "the device says of itself whether it was touched, and whether its PIN was entered; the policy asks for that"
    run = "makes the key anew so that it asks" if not shows else "sets a PIN, and makes the key anew"
    return (finding("G522", what, why, (Next(one.name, f"{run}: guard enroll {one.name} --{level}"),)),)


def silently(one: Hand) -> str:
    """How whatever runs as this person could sign with the key and nobody would notice; "" where it could not."""
    if can_touch(one.key):
        return ""
    if one.key in agent.reachable():
        return "lies in ssh-agent, so whatever runs as you can sign with it"
    if one.file and keygen.bare(one.file):
        return "lies in a file without a passphrase, so whatever runs as you can sign with it"
    return ""
