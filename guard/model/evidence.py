"""Evidence held against an edge: whether a fact is known of a phase, since when, and if not, why.

Three answers: met, unmet (the facts say otherwise) and unknown (nothing says so). Only the first lets anything pass.
What a newer entry takes back counts from then on: a deployment of what lacks the landing is a rollback. What a
revocation strikes out tells nothing, and ends what was known before it: nobody knows any more what ran from there on.
"""

from __future__ import annotations

from itertools import islice

from guard.grammar.edge import strict
from guard.model.log import Entry, Evidence, Revocation
from guard.model.persons import by_machine, is_person
from guard.model.said import Said
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from guard.grammar.edge import Edge
    from guard.model.landing import Landing
    from guard.model.policy import Policy

    Contains = Callable[[bytes, bytes], bool | None]

LASTING = ("deployed", "drained", "rehearsed")  # facts about running code, which a rollback ends


class Facts(NamedTuple):
    """What edges are judged by: the standing entries, who may say what, the time, and which commit holds which."""

    entries: tuple[Entry, ...]
    policy: Policy
    now: int
    contains: Contains  # whether the history of a commit holds another; None: the commit is not here


class Known(NamedTuple):
    """What is known of one fact of one phase, at one service."""

    state: str  # "met", "unmet" or "unknown"
    why: str
    since: int  # when it began to be so; 0 where nothing tells
    until: int = 0  # when a soak will be over
    by: str = ""  # who said so


NOTHING = Known("unknown", "no evidence of it", 0)


def known(
    edge: Edge, node: str, landings: tuple[Landing, ...], service: str, facts: Facts, under: Sequence[Landing] = ()
) -> Known:
    """What the entries say of one edge; the landings are those of the phase, all of which must be in what is told.

    `under` are those of the phases before it: what was done to data was done under their code, and is to be looked at
    again once code without it has run.
    """
    env = edge.env or facts.policy.environment
    begun: tuple[int, Entry, Evidence] | None = None
    found, deployed = NOTHING, strict("deployed")
    ends = env if edge.fact in LASTING or under else ""  # where what is deployed may end it
    for place, entry in Said.by(facts.entries).evidence(node, ends):
        said = entry.act
        if not isinstance(said, Evidence) or said.env != env or (service and said.service not in (service, "")):
            continue
        out = said.fact == "deployed" and edge.fact in LASTING  # whatever it is said of, older code may be out with it
        own = said.fact == edge.fact and said.service in (service, service or said.service)
        own = own and f"{said.plan}/{said.phase}" == node
        rests = landings if own or out else under
        word = heard(entry, facts.policy) if own or said.fact == "deployed" else ""
        if not word or (word == "doubted" and not own and not rests):
            continue
        within = [facts.contains(said.commit, landing.commit) for landing in rests]
        wrong = _doubt(entry, said) if word == "doubted" else _wrong(said, edge if own else deployed, within)
        if wrong is None:
            begun = begun or ((place, entry, said) if own else None)
        elif wrong.state == "unmet" or out or not own or begun is None or word == "doubted":
            found = wrong if own or out or begun else found
            begun = None
    return found if begun is None else _soaked(edge, *begun, facts)


def _doubt(entry: Entry, said: Evidence) -> Known:
    """What nobody stands by any more tells nothing, and neither does what was known before it."""
    why = "and that is revoked" if entry.struck else "whom the policy no longer lists"
    return Known("unknown", f"{said.by} said {said.fact} ({said.plan}/{said.phase}), {why}", said.at, by=said.by)


def _without(said: Evidence) -> Known:
    short, of = said.commit[:12].decode(), f"{said.plan}/{said.phase}"
    why = f"{said.by} said {said.fact} ({of}) for {short}, which does not hold the landing"
    return Known("unmet", why, said.at, by=said.by)


def _wrong(said: Evidence, edge: Edge, within: list[bool | None]) -> Known | None:
    """None where this entry says what is asked for; else what it says instead."""
    if False in within:
        return _without(said)
    if None in within:
        short = said.commit[:12].decode()
        return Known("unknown", f"{said.by} said so for {short}, a commit that is not here", said.at, by=said.by)
    values = dict(said.values)
    for key, most in edge.expect.items():
        if key not in values:
            return Known("unknown", f"{said.by} said so without {key}", said.at, by=said.by)
        if values[key] > most:
            why = f"{said.by} said {key}={values[key]:,}, and {most:,} is the most"
            return Known("unmet", why, said.at, by=said.by)
    return None


def heard(entry: Entry, policy: Policy) -> str:
    """What a word is worth: "believed"; "doubted" where it was, and nobody stands by it today; "" where it is nothing.

    Doubt ends what is known before it, so that taking a word back never helps more than leaving it.
    """
    said = entry.act
    if not isinstance(said, Evidence):
        return ""
    if by_machine(entry, policy) and said.by not in policy.machines:
        return "doubted"  # nobody knows any more what it might attest
    word = "believed" if (_attested(entry, said, policy) if entry.key else believed(said, policy)) else ""
    return "doubted" if word and entry.struck else word


def believed(said: Evidence, policy: Policy) -> bool:
    """Machines that attest this fact; where none does, people. An agent, and whoever is not listed, says nothing."""
    if _by_machines(said.fact, policy):
        return said.by in policy.machines and said.fact in policy.machines[said.by].attests
    return said.by in policy.people and said.by not in policy.agents


def _attested(entry: Entry, said: Evidence, policy: Policy) -> bool:
    """The same of one that is signed: a person who has left was listed then (guard.trust.log)."""
    if entry.kind == "person" or not (said.by in policy.people or said.by in policy.machines):
        return is_person(entry, policy) and not _by_machines(said.fact, policy)
    return believed(said, policy)


def _by_machines(fact: str, policy: Policy) -> bool:
    return any([fact in machine.attests for machine in policy.machines.values()])


def _soaked(edge: Edge, place: int, entry: Entry, said: Evidence, facts: Facts) -> Known:
    """The time it has held. A person's word on the time counts from the next entry that a machine signed."""
    since = said.at
    if edge.soak and facts.policy.machines and not by_machine(entry, facts.policy):
        later = islice(facts.entries, place + 1, None)
        signed = (one.act for one in later if by_machine(one, facts.policy))
        after = next((act.at for act in signed if not isinstance(act, Revocation)), None)  # which never helps
        if after is None:
            return Known("unknown", f"{said.by} said so; its time counts from what a machine signs next", since)
        since = max(since, after)
    until = since + edge.soak
    if until > facts.now:
        return Known("unmet", "it has not held long enough", since, until, said.by)
    return Known("met", f"{said.by} said so", since, until, said.by)


def clock(entries: tuple[Entry, ...], policy: Policy) -> int:
    """The latest time a machine has signed: it is not earlier now, whatever this machine's clock says."""
    return max([entry.act.at for entry in entries if by_machine(entry, policy)], default=0)
