"""The places of plans as the trusted branch has them: manifests, what binds a landing, and what settles a guess."""

from __future__ import annotations

from guard.errors import GuardError
from guard.model.assumption import Looked, evaluate, needs_inventory, settler, worse
from guard.model.inventory import EMPTY
from guard.model.migration import migration_of
from guard.model.plan import plan_from
from guard.replay.manifests import manifest_at
from guard.sites.landing import Bound, site_facts
from guard.sites.manifest import place_of
from guard.sites.standing import drained, standing, unlike

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from guard.doors.git.repository import Repository
    from guard.model.assumption import Settled
    from guard.model.case import Binding, Edit
    from guard.model.change import Change, FileChange
    from guard.model.plan import Pattern, Plan
    from guard.model.site_facts import SiteFacts
    from guard.model.world import State
    from guard.replay.exits import Exits
    from guard.trust import Trusted


def begun(plan: Plan, states: Mapping[str, State], binding: Binding) -> frozenset[str]:
    """The phases of a plan in which, or behind which, something has landed; with this landing."""
    here = binding.phases[0].name if binding.plan is not None and len(binding.phases) == 1 else ""
    own = here if binding.plan is not None and binding.plan.id == plan.id else ""
    found = {phase.name for phase in plan.phases if phase.name == own or states[f"{plan.id}/{phase.name}"].ever}
    waiting = list(found)
    phases = {phase.name: phase for phase in plan.phases}
    while waiting:
        for after in phases[waiting.pop()].after:
            if not after.plan and after.phase in phases and after.phase not in found:
                found.add(after.phase)
                waiting.append(after.phase)
    return frozenset(found)


class Places:
    """What a landing does to the places of every plan, and what settles the assumptions of its own."""

    def __init__(
        self, repository: Repository, trusted: Trusted, states: Mapping[str, State], at: bytes, change: Change
    ) -> None:
        self._repository, self._trusted, self._states, self._at, self._change = repository, trusted, states, at, change

    def facts(self, binding: Binding, edits: tuple[Edit, ...], goes_back: str) -> tuple[SiteFacts, ...]:
        """For each pattern that binds it. A landing that takes another back is not held to the places of that plan."""
        bounds = [bound for bound in self._bounds(binding, edits) if bound.plan.id != goes_back]
        return site_facts(self._repository, bounds, self._change.landing.changes)

    def _bounds(self, binding: Binding, edits: tuple[Edit, ...]) -> Iterator[Bound]:
        changed = {change.path: change for change in self._change.landing.changes}
        brought = {edit.path: plan_from(edit.new, "", {}) for edit in edits if edit.kind == "plan" and edit.new}
        coming = {plan.id: plan for plan in brought.values()}
        for plan in {**{plan.id: plan for plan in self._trusted.plans}, **coming}.values():
            stands = plan.id not in coming
            working = {name for phase in binding.phases for name in phase.sites} if _is(binding, plan) else set()
            for pattern in plan.sites:
                change = changed.get(place_of(plan.id, pattern.name))
                if change is not None or not stands:
                    yield from self._brought(plan, pattern, change)
                    continue
                manifest = manifest_at(self._repository, self._at, plan, pattern)
                if manifest is not None or pattern.name in working:
                    yield Bound(plan, pattern, manifest=manifest)
            held = begun(plan, self._states, binding) if stands else frozenset()
            for pattern in plan.absent if stands else ():
                if pattern.since is None or pattern.since in held:
                    yield Bound(plan, pattern, absent=True)

    def _brought(self, plan: Plan, pattern: Pattern, change: FileChange | None) -> Iterator[Bound]:
        """The landing brings the plan or the manifest: that must fit the tree it lands with."""
        commit = self._change.new or b""
        manifest = manifest_at(self._repository, commit, plan, pattern)
        if manifest is None and change is None:
            return  # a plan whose places are listed later; no phase that works through them opens before
        told = unlike(standing(self._repository, commit, pattern, manifest)) if manifest is not None else ""
        yield Bound(plan, pattern, manifest=manifest, brought=True, unlike=told)

    def settled(self, binding: Binding, exits: Exits) -> tuple[Settled, ...]:
        """The assumptions of the plan it is held to, asked of the tree as it would land."""
        plan = binding.plan
        if plan is None or not plan.assumptions:
            return ()
        commit = self._change.new or self._at
        inventory = exits.inventory(commit) if needs_inventory(plan) else EMPTY
        held = begun(plan, self._states, binding)
        asked = {by.who for one in plan.assumptions if (by := settler(one.settled_by)).kind == "name"}
        looked, people = self._looked(plan, commit, asked, held), self._trusted.policy.people
        found = evaluate(plan, inventory, looked, held, people)
        if inventory is EMPTY or not any([migration_of(one.path) for one in self._change.landing.changes]):
            return found
        stood = inventory.since(exits.inventory(self._at))  # a folder of migrations that comes with it settles nothing
        return tuple(map(worse, found, evaluate(plan, stood, looked, held, people)))

    def _looked(self, plan: Plan, commit: bytes, asked: Collection[str], held: frozenset[str]) -> dict[str, Looked]:
        """What a look for the places of each pattern gives that an assumption names."""
        found = {}
        for pattern in plan.absent:
            if pattern.name in asked and (pattern.since is None or pattern.since in held):
                told = drained(self._repository, commit, plan, pattern, None, absent=True)
                where = next((f"{one.path.decode('utf-8', 'replace')}:{one.line}" for one in told.grown), told.why)
                found[pattern.name] = Looked({"yes": True, "no": False}.get(told.state), where)
        for pattern in plan.sites:
            if pattern.name in asked:
                found[pattern.name] = self._listed(plan, pattern, commit)
        return found

    def _listed(self, plan: Plan, pattern: Pattern, commit: bytes) -> Looked:
        """Whether the manifest lists every place there is."""
        manifest = manifest_at(self._repository, self._at, plan, pattern)
        try:
            stands = standing(self._repository, commit, pattern, manifest)
        except GuardError as error:
            return Looked(None, f"{error.what} ({error.where})")
        if stands.fault or stands.unread:
            return Looked(None, f"the manifest is {stands.fault}" if stands.fault else "some files cannot be read")
        grown = next((f"{one.path.decode('utf-8', 'replace')}:{one.line}" for one in stands.compared.grown), "")
        return Looked(not grown, grown)


def _is(binding: Binding, plan: Plan) -> bool:
    return binding.plan is not None and binding.plan.id == plan.id
