"""`guard approve`: a person's yes to a plan, once more to a phase that stops, to a landing without a plan, a policy."""

from __future__ import annotations

from guard.acts import approving, landings, policies, signer
from guard.acts.approving import Said
from guard.acts.proposal import Against, Proposal
from guard.commands._act import Act, is_brought, signing_options
from guard.commands._signing import carried_out
from guard.errors import GuardError, UsageError
from guard.escape import shown
from guard.grammar import duration
from guard.model.approving import given, signers
from guard.model.log import reading_of
from guard.model.persons import keyed
from guard.value import NamedTuple
from guard.words import Words, meant

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from guard.acts.approving import Subject
    from guard.acts.ground import Ground
    from guard.acts.signer import Hand
    from guard.model.finding import Finding

COMMAND = "guard approve"
DESCRIPTION = (
    "Say yes, as a person, to one digest: of a plan with all its phases; of a phase that stops, once more; of a\n"
    "landing that no plan covers; of the policy. What is signed, what it opens and what it does not is shown before\n"
    "anything is asked. ssh-keygen signs, with a key that the policy lists for a person; guard holds no key.\n\n"
    "A plan counts as the trusted branch has it; with --at as a commit has it, so that an edit can be approved before\n"
    "it lands. Where the key lies on another machine: --request here, ssh-keygen there, --signed here.\n"
)
EPILOG = (
    "examples:\n"
    "  guard approve split-name                      the plan of that id, and with it each phase that does not stop\n"
    "  guard approve split-name/backfill             a phase that stops, by the digest already seen\n"
    "  guard approve split-name --at HEAD            the plan as this commit has it, before it lands\n"
    '  guard approve HEAD --unplanned "hotfix of the outage of today"\n'
    "  guard approve policy --at HEAD --as dana      the policy as this commit has it\n"
    "  guard approve split-name --request plan.req   to be signed elsewhere; then: guard approve --signed plan.req\n"
    "  guard approve --sign plan.req                 the same request signed here, once somebody has read it\n\n"
    "exit codes: 0 recorded, or the request is written; 1 refused: own work, a key that approves nothing or shows no\n"
    "presence, a plan with faults; 2 usage; 3 a person answers here, and nobody did; 4 what was signed is no longer\n"
    "so; 5 cannot establish, or not recorded\n"
)
POLICY = "policy"


class Target(NamedTuple):
    """What is approved: its kind, its name or revision, and at which commit it is looked at."""

    of: str  # "plan", "landing" or "policy"
    name: str
    rev: str


def parser() -> Words:
    """The options of `guard approve`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    what = "PLAN, PLAN/PHASE or policy; with --unplanned a commit, such as HEAD"
    words.add_argument("target", metavar="TARGET", nargs="?", help=what)
    words.add_argument(
        "--at", metavar="REV", help="the document as this commit has it; else as the trusted branch does"
    )
    why = "a landing that no plan covers may merge; REASON says why"
    words.add_argument("--unplanned", metavar="REASON", nargs="?", const="", help=why)
    words.add_argument("--expires", metavar="DURATION", help="count for less long than the policy lets it, such as 7d")
    accept = "an open question, by its fingerprint, that is accepted as it stands; once for each"
    words.add_argument("--accept", metavar="FINGERPRINT", action="append", default=[], help=accept)
    signing_options(words)
    return words


def main(words: list[str]) -> int:
    """Show, sign, record."""
    asked = parser().parse_args(words)
    if asked.unplanned and asked.reason is not None:
        raise UsageError(f"why is said once: --unplanned REASON, or --reason TEXT ({COMMAND} --help)")
    asked.reason = asked.unplanned or asked.reason
    if asked.target is None and not is_brought(asked):
        raise UsageError(
            f"say what is approved: PLAN, PLAN/PHASE, policy, or REV --unplanned REASON ({COMMAND} --help)"
        )
    return carried_out(asked, Act(COMMAND, "approval", ("person",), True, _fresh, _again, _able))


def _fresh(ground: Ground, hand: Hand, asked: argparse.Namespace, reason: str) -> Proposal | Against:
    """As the command line says it."""
    lasts = ground.policy.approvals.expire
    if asked.expires is not None:
        wrong = duration.reason(asked.expires)
        if wrong is not None:
            raise UsageError(f"--expires: {wrong} ({COMMAND} --help)")
        if duration.seconds(asked.expires) > lasts:
            raise UsageError(f"the policy lets an approval count for {duration.said(lasts)} at most ({COMMAND} --help)")
        lasts = duration.seconds(asked.expires)
    said = Said(hand.name, hand.key, reason, ground.now, ground.now + lasts, tuple(dict.fromkeys(asked.accept)))
    return _proposal(ground, _target(asked), said, asked.accept)


def _again(ground: Ground, hand: Hand, asked: argparse.Namespace, payload: dict[str, Any]) -> Proposal | Against:
    """As it was signed, of what stands now."""
    if asked.target is not None:
        target = _target(asked)
    elif payload["of"] in ("landing", POLICY):
        target = Target(payload["of"], "", asked.at or ("HEAD" if payload["of"] == "landing" else ""))
    else:
        target = Target("plan", payload.get("name", ""), asked.at or "")
    accepts = tuple(payload.get("accepts", ()))
    words = (hand.name, hand.key, payload["reason"], payload["at"], payload["expires"])
    said = Said(*words, accepts, reading_of(payload))
    if target.of == "landing" or target.rev or not ground.trusted.oid:
        return _proposal(ground, target, said, [])
    return _wherever(ground, target, said, payload["digest"])


def _wherever(ground: Ground, target: Target, said: Said, signed: str) -> Proposal | Against:
    """The document of the trusted branch; where it is not what was signed, that of HEAD, where it is that."""
    found: Proposal | Against | UsageError
    try:
        found = _proposal(ground, target, said, [])
        if isinstance(found, Proposal) and found.typed == signed:
            return found
    except UsageError as wrong:  # a plan that is still to land
        found = wrong
    try:
        ahead = _proposal(ground, target._replace(rev="HEAD"), said, [])
        if isinstance(ahead, Proposal) and ahead.typed == signed:
            return ahead
    except (UsageError, GuardError):
        pass  # nothing stands there that could have been signed
    if isinstance(found, UsageError):
        raise found
    if isinstance(found, Proposal):  # what is refused now, and says so
        return found._replace(again=f"{found.again}, with --at REV where it is still to land")
    return found


def _able(ground: Ground, asked: argparse.Namespace) -> tuple[str, ...]:
    """Those whose yes is missing; where none is, everybody whose yes would count."""
    target, policy = _target(asked), ground.policy
    if target.of == POLICY:
        asks = policies.asked_of(ground, target.rev)
    elif target.of == "landing":
        asks = landings.asked_of(landings.work(ground, target.rev))
    else:
        of = approving.subject(ground, target.name, target.rev)
        if isinstance(of, Against):
            return keyed(policy)  # what is wrong with it is told to any of them
        asks = approving.asked_of(of)
        if target.rev:  # its owners let it land
            asks = asks._replace(teams=(*asks.teams, *policy.teams_of(of.plan.where.encode())))
    entries = ground.replay.world.facts.entries
    who, able = given(asks, entries, policy, ground.now).who, signers(asks, policy, entries)
    return tuple([name for name in who if name in able]) or able


def _target(asked: argparse.Namespace) -> Target:
    """What the words name."""
    if asked.unplanned is not None:
        if asked.at is not None:
            raise UsageError(f"a landing is named by its commit: {COMMAND} REV --unplanned REASON ({COMMAND} --help)")
        return Target("landing", "", asked.target)
    if asked.target == POLICY:
        return Target(POLICY, "", asked.at or "")
    return Target("plan", asked.target, asked.at or "")


def _proposal(ground: Ground, target: Target, said: Said, accept: list[str]) -> Proposal | Against:
    """The one thing, with all that speaks against it."""
    if target.of == "plan":
        return _of_plan(ground, target, said, accept)
    if accept:
        raise UsageError(f"open questions are those of a plan ({COMMAND} --help)")
    entries = ground.replay.world.facts.entries
    if target.of == "landing":
        work = landings.work(ground, target.rev)
        own = signer.own_work(landings.asked_of(work), ground.policy, entries, said.by)
        return Against(own) if own else landings.proposal(work, said)
    faults = policies.faults(ground, target.rev)
    return Against(faults) if faults else policies.proposal(ground, target.rev, said)


def _of_plan(ground: Ground, target: Target, said: Said, accept: list[str]) -> Proposal | Against:
    of = approving.subject(ground, target.name, target.rev)
    if isinstance(of, Against):
        return of
    known = {one.id: one for one in of.questions}
    for word in accept:
        if word not in known:
            listed = ", ".join([f"{one.id} ({one.name})" for one in of.questions]) or "none"
            raise UsageError(f"no open question '{shown(word)}'{meant(word, known)}; open: {listed} ({COMMAND} --help)")
    faults, own = approving.faults(of, said.accepts), _own(ground, of, said.by)
    return Against(faults + own) if faults or own else approving.proposal(of, said)


def _own(ground: Ground, of: Subject, by: str) -> tuple[Finding, ...]:
    """Own work is that of the owner it has and of the one it had: an edit of the owner makes nobody a stranger."""
    asked = approving.asked_of(of)
    stood = [plan.owner for plan in ground.trusted.plans if plan.id == of.plan.id]
    for owner in dict.fromkeys([asked.owner, *stood]):
        found = signer.own_work(asked._replace(owner=owner), ground.policy, ground.replay.world.facts.entries, by)
        if found:
            return found
    return ()
