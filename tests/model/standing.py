"""What states are derived from, by hand: landings, entries of a log, a policy, plans, without a repository."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from guard.model.change import ABSENT, FILE, FileChange
from guard.model.claim import Claim
from guard.model.evidence import Facts
from guard.model.landing import Landing
from guard.model.log import Act, Approval, Entry, Evidence, Recorded, Revocation
from guard.model.plan import Plan, plan_from
from guard.model.policy import Policy, policy_from
from guard.model.state import derive
from guard.model.world import Exit, State, World

ZERO = b"0" * 40
NOW, DAY, HOUR = 1_000_000, 86_400, 3_600
PEOPLE = {
    "dana": {"teams": ["identity"], "key": "ssh-ed25519 a"},
    "kim": {"teams": ["identity"], "key": "ssh-ed25519 b"},
    "omar": {"teams": ["billing"], "key": "ssh-ed25519 c"},
    "rosa": {"teams": ["platform"]},
}
MACHINES = {
    "deploy": {"key": "ssh-ed25519 d", "attests": ["deployed", "complete"]},
    "batch": {"key": "ssh-ed25519 e", "attests": ["backfilled"]},
}
AGENTS = {"bot": {"key": "ssh-ed25519 f", "owner": "dana", "purpose": "refactors"}}


def policy(**keys: object) -> Policy:
    """People with keys and without, two machines, an agent; what is given replaces a key."""
    given = {"id": "5f0c2b7e", "version": 1, "people": PEOPLE, "machines": MACHINES, "agents": AGENTS, **keys}
    return policy_from({name: value for name, value in given.items() if value is not None}, ".guard/policy.yaml")


def plan(phases: Mapping[str, Mapping[str, Any]], name: str = "p", **keys: object) -> Plan:
    """A plan; each edge is spelled as in a document: FACT, FACT SOAK, or the long form."""
    from guard.grammar.edge import long_form

    spelled = {
        step: {
            **said,
            "after": {
                of: [long_form(edge) for edge in (edges if isinstance(edges, list) else [edges])]
                for of, edges in said.get("after", {}).items()
            },
        }
        for step, said in phases.items()
    }
    data = {"plan": name, "version": 1, "owner": "dana", "why": "because", "scope": {"paths": ["/**"]}, **keys}
    return plan_from({**data, "phases": spelled}, f".guard/plans/{name}.yaml", {})


def commit(number: int) -> bytes:
    """The branch is commits 1, 2, 3 ...; each holds those before it. 100 and more are not here."""
    return b"%040x" % number


def contains(tip: bytes, of: bytes) -> bool | None:
    return None if int(tip, 16) >= 100 else int(of, 16) <= int(tip, 16)


def change(path: str, old: int, new: int) -> FileChange:
    """A file from one content to another; 0 is no file."""
    modes = [FILE if side else ABSENT for side in (old, new)]
    status = b"A" if not old else b"D" if not new else b"M"
    return FileChange(path.encode(), status, *modes, *[b"%040x" % side for side in (old, new)])


def landing(number: int, *changes: FileChange, claims: Iterable[Claim] = (), reverts: Iterable[int] = ()) -> Landing:
    """The landing that made a commit of the branch."""
    said = frozenset([commit(of) for of in reverts])
    return Landing(commit(number), commit(number - 1), changes, tuple(claims), said, number * HOUR, number - 1)


def evidence(
    fact: str = "deployed", node: str = "p/one", of: int = 1, by: str = "deploy", at: int = 10, **more: Any
) -> Evidence:
    name, _, phase = node.partition("/")
    values = tuple(sorted(more.get("values", {}).items()))
    said = (more.get("env", "production"), more.get("service", ""), commit(of), values)
    return Evidence(fact, name, phase, *said, more.get("how", "observed"), by, at)


def approval(of: str, name: str, digest: str, by: str, at: int = 10, **more: Any) -> Approval:
    phases = tuple(sorted(more.get("phases", {}).items()))
    return Approval(of, name, digest, phases, (), more.get("expires", NOW + DAY), by, at)


def revocation(entry: int, by: str = "deploy", at: int = 20) -> Revocation:
    return Revocation(str(entry), by, at)


def recorded(by: str = "deploy", at: int = 20) -> Recorded:
    return Recorded("sha256:x", commit(1), commit(0), "", "", "pass", by, at)


def entries(*acts: Act) -> tuple[Entry, ...]:
    """A log of these acts, each named by its place."""
    return tuple([Entry(str(number), act) for number, act in enumerate(acts)])


def facts(
    *acts: Act,
    policy: Policy = policy(),  # noqa: B008  a value
    now: int = NOW,
    holds: Callable[[bytes, bytes], bool | None] = contains,
) -> Facts:
    return Facts(entries(*acts), policy, now, holds)


def world(*plans: Plan, acts: Iterable[Act] = (), **more: Any) -> World:
    """What is derived from these; of landings and exits what is given."""
    nodes = [f"{one.id}/{phase.name}" for one in plans for phase in one.phases]
    return World(
        plans=plans,
        facts=facts(*acts, policy=more.get("policy", policy(approvals={"plan": 0})), now=more.get("now", NOW)),
        missing=more.get("missing", ""),
        landings=more.get("landings", {}),
        undone=more.get("undone", {}),
        exits={node: Exit("yes", "") for node in nodes} | more.get("exits", {}),
        digests={node: f"sha256:{node}" for node in nodes},
    )


def states(*plans: Plan, **more: Any) -> dict[str, State]:
    return derive(world(*plans, **more))
