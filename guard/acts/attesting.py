"""Attesting a fact about the world: what is signed, and what phases it moves."""

from __future__ import annotations

from guard.acts import opening, words
from guard.acts.proposal import Proposal, id_of, payload_of
from guard.errors import UsageError
from guard.escape import shown
from guard.grammar.edge import FACTS, strict
from guard.model.assumption import NAME_CHARACTERS
from guard.model.evidence import known
from guard.model.finding import Next, finding
from guard.model.world import services, witnesses
from guard.nearest import nearest
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from guard.acts.ground import Ground
    from guard.acts.opening import Turn
    from guard.model.finding import Finding
    from guard.model.policy import Policy


LONGEST = 64  # letters of a name, and one more


class Claim(NamedTuple):
    """What is said to be so; "" and 0 where nothing was said."""

    fact: str
    plan: str
    phase: str
    env: str = ""
    service: str = ""
    commit: str = ""
    values: tuple[tuple[str, int], ...] = ()
    how: str = ""
    reason: str = ""

    @property
    def node(self) -> str:
        return f"{self.plan}/{self.phase}"


def checked(ground: Ground, claim: Claim) -> Claim:
    """The claim with nothing left out; what names nothing that stands is a wrong word."""
    plans = {plan.id: plan for plan in ground.trusted.plans}
    if claim.plan not in plans:
        raise UsageError(f"no plan '{shown(claim.plan)}' on {ground.trusted.ref}{_meant(claim.plan, list(plans))}")
    names = [phase.name for phase in plans[claim.plan].phases]
    if claim.phase not in names:
        raise UsageError(f"plan {claim.plan} has no phase '{shown(claim.phase)}'{_meant(claim.phase, names)}")
    _counted(claim)
    for what, name in (("an environment", claim.env), ("a service", claim.service)):
        if name and not _is_name(name):
            raise UsageError(f"{what} is a name: a lower-case letter, then such letters, digits and -: '{shown(name)}'")
    commit = ground.repository.resolve(claim.commit) if claim.commit else ground.replay.at
    env = claim.env or ground.policy.environment
    return claim._replace(env=env, commit=commit.decode())


def _is_name(word: str) -> bool:
    return word[0].islower() and len(word) < LONGEST and NAME_CHARACTERS.issuperset(word)


def _counted(claim: Claim) -> None:
    """The numbers that evidence of this fact carries: all of them, and no others."""
    carried = FACTS[claim.fact]
    for key, _ in claim.values:
        if key not in carried:
            what = f"evidence that something is {claim.fact} carries no {shown(key)}"
            raise UsageError(what + (_meant(key, list(carried)) if carried else ""))
    lacking = [key for key in carried if key not in dict(claim.values)]
    if lacking:
        said = " ".join([f"--{key} 0" for key in lacking])
        raise UsageError(f"evidence that something is {claim.fact} says how much is left: {said}")


def _meant(word: str, known_words: list[str]) -> str:
    near = nearest(word, known_words)
    return f"; did you mean {near}?" if near else f"; there is {', '.join(known_words)}" if known_words else ""


def against(policy: Policy, claim: Claim, by: str, machine: bool) -> tuple[Finding, ...]:
    """Why the word of this signer on this fact would not be believed."""
    who = witnesses(policy, claim.fact)
    if by in who:
        return ()
    if machine:
        what = f"{by} attests {', '.join(policy.machines[by].attests) or 'nothing'}, and not {claim.fact}"
        why = f"a machine says what the policy lists, and no more  ({policy.where})"
    else:
        what = f"machines attest {claim.fact} here: the word of {by} would not be believed"
        why = f"where a machine attests a fact, a person's word on it counts for nothing  ({policy.where})"
    run = f"guard attest {claim.fact} --plan {claim.plan} --phase {claim.phase} --as {who[0]} --key FILE" if who else ""
    steps = (Next("you", f"leave it to {', '.join(who) or 'nobody'}" + (f", unattended: {run}" if run else "")),)
    return (finding("G521", what, why, steps),)


def proposal(ground: Ground, claim: Claim, by: str, key: str, at: int) -> Proposal:
    """The evidence, ready to be signed."""
    machine = by in ground.policy.machines
    payload = _payload(ground, claim._replace(how=claim.how or ("observed" if machine else "attested")), by, at)
    id_ = id_of(payload)
    turn = opening.added(ground.replay, payload, (id_, key, ""))
    lines = (
        *_about(ground, claim, payload),
        *_then(ground, claim, turn),
        *opening.told(turn),
        *words.signing(payload, key, ()),
    )
    title = f"{claim.node} is {claim.fact} in {claim.env}"
    return Proposal(payload, title, lines, "", _command(claim), id_, turn.after, claim.plan)


def _command(claim: Claim) -> str:
    """What says the same again."""
    told = ["guard attest", claim.fact, "--plan", claim.plan, "--phase", claim.phase, "--env", claim.env]
    told += ["--service", claim.service] if claim.service else []
    return " ".join([*told, *[f"--{key} {value}" for key, value in claim.values]])


def _payload(ground: Ground, claim: Claim, by: str, at: int) -> dict[str, Any]:
    said = claim._asdict() | {"values": dict(claim.values)}
    return payload_of("evidence", ground.policy.id, by, at, {key: value for key, value in said.items() if value})


def _about(ground: Ground, claim: Claim, payload: dict[str, Any]) -> Iterator[tuple[str, str]]:
    how = "seen by the signer" if payload["how"] == "observed" else "told to the signer"
    yield "fact", f"{claim.node} is {claim.fact}, {how}"
    yield "where", f"in {claim.env}" + (f", of {claim.service}" if claim.service else "")
    tip = claim.commit == ground.replay.at.decode()
    yield "commit", claim.commit + (f", the tip of {ground.trusted.ref}" if tip else "")
    for key, value in claim.values:
        yield key, f"{value:,}"
    every = sorted({service for of in ground.policy.consumers.values() for service in of})
    if claim.service and every and claim.service not in every:
        near = nearest(claim.service, every)
        yield "beware", f"the policy knows no service {claim.service}" + (f"; did you mean {near}?" if near else "")
    plan = next(plan for plan in ground.trusted.plans if plan.id == claim.plan)
    needed = services(plan, strict(claim.fact), ground.policy, ground.replay.world.also)
    if needed and not claim.service:
        yield "beware", f"it is waited for of each of {', '.join(needed)}, by its name: --service NAME"


def _then(ground: Ground, claim: Claim, turn: Turn) -> Iterator[tuple[str, str]]:
    """Whether the fact is known with it, or what speaks against it."""
    plan = next(plan for plan in ground.trusted.plans if plan.id == claim.plan)
    world = turn.world
    held = world.held(claim.node)
    edge = strict(claim.fact)._replace(env=claim.env)
    told = known(edge, claim.node, held, claim.service, world.facts)
    if told.state == "met":
        yield "says", f"{claim.fact} is known of {claim.node} from then on"
    else:
        yield "beware", f"{claim.fact} is still not known of {claim.node}: {told.why}  ({plan.where})"
