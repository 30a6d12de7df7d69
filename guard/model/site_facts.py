"""What a landing does to the places of one pattern of a plan, as facts for the checks."""

from __future__ import annotations

from guard.model.plan import Pattern
from guard.model.site import Moved, Site
from guard.value import NamedTuple


class SiteFacts(NamedTuple):
    """One pattern that binds the landing, and both sides of every changed file held against each other."""

    plan: str  # the id of the plan that declares it
    owner: str  # the person who owns that plan
    where: str  # the place of the pattern, for people: .guard/plans/x.yaml:9
    pattern: Pattern
    absent: bool  # it must be absent; else it is worked off
    phases: tuple[str, ...]  # of the plan, that work through these sites
    came: tuple[Site, ...] = ()  # new places
    done: tuple[Moved, ...] = ()  # worked off as `becomes`
    other: tuple[Site, ...] = ()  # gone, and something else stands there; or taken to a path that is left as it is
    removed: tuple[Site, ...] = ()  # gone with the declaration or the file around it
    hidden: tuple[tuple[bytes, str], ...] = ()  # files that took, out of sight, what those places held; and why
    moved: tuple[Moved, ...] = ()  # the same place in another file
    unread: tuple[tuple[bytes, str], ...] = ()  # changed files that may hold places, and why nobody knows
    # what is wrong with the manifest, in words: it is missing, stale, does not fit the plan or the tree
    fault: str = ""
    brought: bool = False  # the landing itself brings the plan or the manifest

    @property
    def took(self) -> bool:
        """Whether places went, however they did."""
        return bool(self.done or self.other or self.removed)
