"""What the approvals of the log cover of a landing: the protected files it brings, and the questions it leaves open."""

from __future__ import annotations

from guard.digest import digest
from guard.errors import GuardError
from guard.escape import shown
from guard.model.approving import Asked, accepted, given
from guard.model.approving import readings as readings_in
from guard.model.asking import of_phase, of_plan
from guard.model.digests import plan_digest
from guard.model.landing import landing_digest
from guard.model.owning import MANIFESTS, PLANS, POLICY, belongs
from guard.model.owning import landing as approves
from guard.model.plan import plan_from
from guard.model.progress import Covered
from guard.trust.beside import beside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from guard.doors.git.repository import Repository
    from guard.model.case import Binding, Edit
    from guard.model.change import Change
    from guard.model.operation import Judged
    from guard.model.plan import Plan
    from guard.replay import Replay
    from guard.trust import Trusted

    Accepted = Mapping[str, tuple[str, str]]


def questions(stands: Replay, binding: Binding, of_landing: Asked) -> Accepted:
    """Those that somebody has accepted for all that is held to the plan here: who did, and why."""
    facts = stands.world.facts
    found = dict(accepted(of_landing, facts.entries, facts.policy, facts.now))
    plan, each = binding.plan, []
    for phase in binding.phases if plan is not None else ():
        assert plan is not None
        node = f"{plan.id}/{phase.name}"
        every = [of_plan(stands.world, plan, node), of_phase(stands.world, plan, phase, node)]
        each.append(
            {name: of for one in every for name, of in accepted(one, facts.entries, facts.policy, facts.now).items()}
        )
    for name, of in each[0].items() if each else ():
        if all([name in one for one in each]):
            found.setdefault(name, of)
    return found


def readings(stands: Replay, binding: Binding, landing: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """What a model read of this very landing, as approvals of the phases it may belong to have it."""
    facts, plan = stands.world.facts, binding.plan
    use = facts.policy.model
    if plan is None or use is None or "landings" not in use.reads:
        return {}
    found = {}
    for phase in binding.phases:
        node = f"{plan.id}/{phase.name}"
        asked = of_phase(stands.world, plan, phase, node)
        found[node] = readings_in(asked, facts.entries, facts.policy, facts.now, landing)
    return found


def covered(
    repository: Repository,
    trusted: Trusted,
    change: Change,
    edits: Collection[Edit],
    stands: Replay,
    landing: Judged,
    late: Collection[bytes],
) -> dict[bytes, Covered]:
    """Of each protected file what its owners have said; `late` are those that changed on the branch meanwhile.

    Its owners are those of the policy that counts, and its own work is the owner's of the plan that counts.
    """
    if not landing.protected:
        return {}
    brought = _Brought(repository, trusted, change, {edit.path: edit for edit in edits}, stands.at)
    facts = stands.world.facts
    found: dict[bytes, Covered] = {}
    for path in sorted(landing.protected):
        asked, run, meanwhile = brought.asked(path)
        told = given(asked, facts.entries, facts.policy, facts.now)
        if told.state == "missing" and stands.world.missing:
            told = told._replace(why=stands.world.missing)
        moved = [path] if path in late else meanwhile
        if told.state == "given" and moved:
            told = told._replace(state="stale", why=f"{shown(moved[0])} changed on the branch since this work began")
        accepts = {} if moved else accepted(asked, facts.entries, facts.policy, facts.now)
        read = () if moved else readings_in(asked, facts.entries, facts.policy, facts.now)
        found[path] = Covered(told, run, accepts, read)
    return found


class _Brought:
    """The documents as the landing has them, each with what an approval of it signs."""

    def __init__(
        self, repository: Repository, trusted: Trusted, change: Change, edits: Mapping[bytes, Edit], at: bytes
    ) -> None:
        self._repository, self._policy, self._change, self._edits, self._at = (
            repository, trusted.policy, change, edits, at,
        )  # fmt: skip
        self._standing = {plan.id: plan for plan in trusted.plans}
        self._changed = frozenset([one.path for one in change.landing.changes])
        self._landing = landing_digest(change.landing.changes)
        self._signed: dict[str, str] = {}

    def asked(self, path: bytes) -> tuple[Asked, str, list[bytes]]:
        """What its approval takes, the command that gives it, and what beside it changed on the branch meanwhile."""
        asked, levels, rev = self._policy.approvals, self._policy.approvals.presence, self._change.rev
        whole = Asked("file", "", "", max(1, asked.plan), self._policy.teams_of(path), "", landing=self._landing)
        if path == POLICY:
            whole = whole._replace(presence=levels.get("policy", ""))
            new = self._edits[path].new if path in self._edits else None
            if new is None:
                return whole, approves(rev), []
            signed = whole._replace(of="policy", digest=digest("policy", new), version=int(str(new["version"])))
            return signed, f"guard approve policy --at {rev}", []
        name, sites = belongs(path)
        if not name:
            return whole, approves(rev), []
        plan, stood = self._plan(name), self._standing.get(name)
        owner = stood.owner if stood is not None else plan.owner if plan is not None else ""
        whole = whole._replace(presence=levels.get("plan", ""), owner=owner)
        named = plan is not None and sites in ("", *[one.name for one in (*plan.sites, *plan.absent)])
        if plan is None or not named or not self._digest(plan):
            return whole, approves(rev), []
        signed = whole._replace(of="document", name=name, digest=self._digest(plan), version=plan.version)
        return signed, f"guard approve {name} --at {rev}", self._meanwhile(plan)

    def _plan(self, name: str) -> Plan | None:
        """As it will stand; None where it goes, or cannot be read."""
        path = PLANS + b"/" + name.encode() + b".yaml"
        if path not in self._changed:
            return self._standing.get(name)
        new = self._edits[path].new if path in self._edits else None
        return None if new is None else plan_from(new, path.decode(), {})

    def _digest(self, plan: Plan) -> str:
        """What its approval signs, with what stands beside it; "" where nobody can say what that is."""
        if plan.id not in self._signed:
            try:
                stands = beside(self._repository, plan, self._change.new or b"")
                self._signed[plan.id] = plan_digest(plan, stands)
            except (ValueError, GuardError):  # phases in a circle, or a manifest with faults: told for themselves
                self._signed[plan.id] = ""
        return self._signed[plan.id]

    def _meanwhile(self, plan: Plan) -> list[bytes]:
        """What is signed with the plan, does not come with the landing, and is another thing on the branch by now."""
        if not self._at or self._at == self._change.old:
            return []
        names = [one.name.encode() for one in (*plan.sites, *plan.absent)]
        every = [PLANS + b"/" + plan.id.encode() + end for end in (b".yaml", b".md")]
        every += [MANIFESTS + b"/" + plan.id.encode() + b"." + name + b".json" for name in names]
        folders = [PLANS, MANIFESTS]
        before, now = [
            self._repository.folders(self._repository.tree(one), folders) for one in (self._change.old, self._at)
        ]
        found = []
        for path in [one for one in every if one not in self._changed]:
            folder, _, name = path.rpartition(b"/")
            if before.get(folder, {}).get(name) != now.get(folder, {}).get(name):
                found.append(path)
        return found
