"""Approving a policy as it stands, or as a commit that is still to land has it."""

from __future__ import annotations

from guard.acts import opening, words
from guard.acts.approving import edited
from guard.acts.brought import change_of, judged_of, rows
from guard.acts.ground import documents
from guard.acts.opening import listed
from guard.acts.proposal import Proposal, id_of
from guard.digest import digest
from guard.escape import shown
from guard.lint import lint
from guard.model.approving import Asked
from guard.model.draft import Draft
from guard.model.finding import Next, finding
from guard.model.policy import POLICY_FILE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.acts.approving import Said
    from guard.acts.ground import Documents, Ground
    from guard.model.finding import Finding
    from guard.model.policy import Policy


def faults(ground: Ground, rev: str) -> tuple[Finding, ...]:
    """What lint finds in it: a rule that nobody can meet is nothing to say yes to."""
    found = documents(ground, rev)
    owners = ground.policy.people_for(POLICY_FILE.encode())
    told = []
    for flaw in lint(Draft(found.policy, None, found.plans, {}, ground.now)):
        line = found.policy.lines.get(flaw.place)
        place = f"{found.policy.where}:{line}" if line else found.policy.where
        steps = tuple([Next(name, flaw.mend) for name in owners]) or (Next("you", flaw.mend),)
        told.append(finding(flaw.rule, f"the policy: {flaw.what}", f"{flaw.why}  ({place})", steps))
    return tuple(told)


def presence(ground: Ground) -> str:
    """The proof of presence that the policy of today asks for."""
    return ground.policy.approvals.presence.get("policy", "")


def asked_of(ground: Ground, rev: str) -> Asked:
    """Whose yes it takes."""
    found, policy = documents(ground, rev).policy, ground.policy
    teams, need = policy.teams_of(POLICY_FILE.encode()), max(1, policy.approvals.plan)
    return Asked("policy", "", digest("policy", found.data), need, teams, "", presence(ground), found.version)


def proposal(ground: Ground, rev: str, said: Said) -> Proposal:
    """The approval, ready to be signed."""
    found = documents(ground, rev)
    of = digest("policy", found.policy.data)
    payload = said.payload(ground, {"of": "policy", "version": found.policy.version, "digest": of})
    person = ground.policy.people.get(said.by)
    lines = (
        *_about(ground, found, of),
        *_opens(ground, found, payload, said),
        ("expires", f"asks again {words.until(said.expires, ground.now)}"),
        *words.signing(payload, said.key, person.teams if person is not None else ()),
    )
    again = "guard approve policy" + (f" --at {shown(rev)}" if rev else "")
    title = f"yes to the policy, version {found.policy.version}"
    return Proposal(payload, title, lines, presence(ground), again, of, lands=rev)


def _opens(ground: Ground, found: Documents, payload: dict[str, object], said: Said) -> Iterator[tuple[str, str]]:
    """No phase opens with a policy; one that is still to land may, once all its owners have said so."""
    yield "opens", "no plan and no phase: it says that these rules are meant as they stand there"
    if found.rev:
        entry = opening.entry_of(payload, (id_of(payload), said.key, presence(ground)), ground.policy)
        change = change_of(ground, found.commit)
        yield from rows(ground, change, judged_of(ground, change), entry, lambda path: path == POLICY_FILE.encode())


def _about(ground: Ground, found: Documents, of: str) -> Iterator[tuple[str, str]]:
    """Where it stands, who may sign by it, and what it changes."""
    yield "stands", f"{POLICY_FILE}, as {found.where} has it"
    yield "digest", f"{words.short(of)}...: the policy as it means"
    yield "people", listed(_told(found.policy)) or "nobody may sign"
    if found.policy.machines:
        machines = found.policy.machines.items()
        yield "machines", listed([f"{name} for {', '.join(one.attests) or 'records alone'}" for name, one in machines])
    if found.policy.data != ground.policy.data:
        yield from edited("policy", ground.policy.data, found.policy.data)


def _told(policy: Policy) -> list[str]:
    """Everybody who may sign, with the teams they speak for."""
    able = {name: person for name, person in policy.people.items() if person.key is not None}
    return [f"{name} for {', '.join(person.teams) or 'no team'}" for name, person in able.items()]
