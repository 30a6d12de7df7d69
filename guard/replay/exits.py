"""Whether what a phase was to bring about shows in the tree: what it creates and drops, and its sites worked off."""

from __future__ import annotations

from guard.grammar.resource import holder
from guard.model.change import PLAIN
from guard.model.inventory import EMPTY, OF_SETTINGS, row_of
from guard.model.world import NO_EXIT, Exit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guard.doors.git.repository import Repository
    from guard.model.inventory import Inventory, Standing
    from guard.model.landing import Landing
    from guard.model.plan import Phase, Plan
    from guard.trust import Trusted

    Landed = Mapping[str, tuple[Landing, ...]]

WORST_FIRST = ("no", "unknown", "yes")


class Exits:
    """Reads the tree at most once, and only where some phase has landed of which it would tell something."""

    def __init__(self, repository: Repository, trusted: Trusted, at: bytes, landed: Landed) -> None:
        self._repository, self._trusted, self._at, self._landed = repository, trusted, at, landed
        self._inventories: dict[bytes, Inventory] = {}
        self._migrations: dict[bytes, dict[bytes, bytes]] = {}

    def all(self) -> dict[str, Exit]:
        """Of every phase in which something landed."""
        return {
            f"{plan.id}/{phase.name}": self._exit(plan, phase, f"{plan.id}/{phase.name}")
            for plan in self._trusted.plans
            for phase in plan.phases
            if f"{plan.id}/{phase.name}" in self._landed
        }

    def inventory(self, commit: bytes) -> Inventory:
        """What stands at a commit of the branch."""
        if commit and commit not in self._inventories:
            from guard.effects.inventory import inventory_at

            self._inventories[commit] = inventory_at(self._repository, self._trusted, commit)
        return self._inventories[commit] if commit else EMPTY

    def _exit(self, plan: Plan, phase: Phase, node: str) -> Exit:
        """The worst of all that it was to bring about."""
        parts = [*self._resources(plan, phase, node), *self._sites(plan, phase)]
        for state in WORST_FIRST:
            found = [part for part in parts if part.state == state]
            if found:
                return found[0]
        return NO_EXIT

    def _resources(self, plan: Plan, phase: Phase, node: str) -> Iterator[Exit]:
        for of in phase.creates:
            later = self._taken_away(of, node)
            if later is None:
                yield _shows(of, self._stands(plan, of, node, "yes"), "yes", "to be there")
            else:  # what a later phase took away again has been there
                yield _shows(of, self._stands(plan, of, node, "no", later), "no", "to have been there")
        for of in phase.drops:
            yield _shows(of, self._stands(plan, of, node, "no"), "no", "to be gone")

    def _taken_away(self, of: str, node: str) -> Landing | None:
        """The later landing of a phase, of whatever plan, that drops it or the table it belongs to."""
        since, names = self._landed[node][-1].place, (of, holder(of))
        for other in self._trusted.plans:
            for phase in other.phases:
                landed = self._landed.get(f"{other.id}/{phase.name}", ())
                if landed and landed[0].place > since and not frozenset(names).isdisjoint(phase.drops):
                    return landed[0]
        return None

    def _sites(self, plan: Plan, phase: Phase) -> Iterator[Exit]:
        """The places it works through: none is left of the manifest, and none has come."""
        from guard.replay.manifests import manifest_at
        from guard.sites.standing import drained

        for pattern in plan.sites:
            if pattern.name in phase.sites:
                manifest = manifest_at(self._repository, self._at, plan, pattern)
                told = drained(self._repository, self._at, plan, pattern, manifest)
                yield Exit(told.state, f"sites {pattern.name} are to be worked off: {told.why}", "", told.run)

    def _stands(self, plan: Plan, resource: str, node: str, wanted: str, later: Landing | None = None) -> Standing:
        """In the migrations of the plan's own scope; of a setting, also whether it was there before the landing.

        What is wanted shows only where the migrations tell of it that stood before the phase began.
        """
        first, inventory = self._landed[node][0], self.inventory(self._at)
        setting = resource.partition(":")[0] in OF_SETTINGS
        before = self.inventory((later or first).parent) if setting else None
        told = inventory.within(plan.paths.matches).stands(resource, before)
        if setting or told.state != wanted or self._as_it_stood(inventory, resource, first.parent):
            return told
        return inventory.since(self.inventory(first.parent)).within(plan.paths.matches).stands(resource)

    def _as_it_stood(self, inventory: Inventory, resource: str, before: bytes) -> bool:
        """Whether ids of files alone say that who tells of it told before, and nobody else; else that tree is read."""
        then, now = self._files(before), self._files(self._at)
        rows = {home.row for home in inventory.homes}
        if len(rows) < 2:
            return rows.issuperset(map(row_of, then))
        telling = [home for home in inventory.homes if home.tells(resource)]
        if len(telling) != 1:
            return False
        stood = any([then.get(path) == now.get(path, b"") for path in telling[0].paths])
        return stood and all([then[path] == now.get(path) for path in then if row_of(path) != telling[0].row])

    def _files(self, commit: bytes) -> dict[bytes, bytes]:
        """Path -> id of what may be a migration, by its name."""
        if commit not in self._migrations:
            files = self._repository.whole(commit).changes if commit else ()
            plain = [file for file in files if file.new_mode in PLAIN and row_of(file.path) is not None]
            self._migrations[commit] = {file.path: file.new for file in plain}
        return self._migrations[commit]


def _shows(resource: str, told: Standing, wanted: str, words: str) -> Exit:
    where = told.where.words() if told.where is not None else ""
    why = f"{resource} is {words}: {told.why}"
    return Exit("yes" if told.state == wanted else "unknown" if told.state == "unknown" else "no", why, where)
