"""Manifests as they stand on the trusted branch."""

from __future__ import annotations

from guard.model.change import PLAIN
from guard.sites.manifest import place_of, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.model.plan import Pattern, Plan
    from guard.sites.manifest import Manifest

LARGEST = 8 << 20


def manifest_at(repository: Repository, commit: bytes, plan: Plan, pattern: Pattern) -> Manifest | None:
    """The manifest of these sites as it stands at a commit; None where there is none that guard wrote."""
    folder, _, name = place_of(plan.id, pattern.name).rpartition(b"/")
    standing_there = repository.folders(repository.tree(commit), [folder]) if commit else {}
    mode, oid = standing_there.get(folder, {}).get(name, (b"", b""))
    if mode not in PLAIN:
        return None
    _, text = next(repository.up_to([oid.hex().encode()], LARGEST))
    return None if text is None else read(text)
