"""What the sites of a plan have come to on a commit: recomputed from its tree and the manifest, stored nowhere."""

from __future__ import annotations

from guard.doors.git.trees import tree_of
from guard.errors import GuardError
from guard.model.site import Compared, Site, compare, renamed
from guard.sites.manifest import name_of
from guard.sites.query import query_digest, query_of
from guard.sites.scan import Scanned, Unread, declarations, scan
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from guard.doors.git.repository import Repository
    from guard.model.plan import Pattern, Plan
    from guard.sites.manifest import Manifest
    from guard.sites.scan import Progress


class Standing(NamedTuple):
    """One pattern on one tree; without a manifest that fits, every place counts as grown."""

    compared: Compared
    excepted: tuple[Site, ...]
    unread: tuple[Unread, ...]
    fault: str  # what is wrong with the manifest, in words; "" where it fits, and where none is asked for


class Drained(NamedTuple):
    """Whether nothing is left of the sites of a pattern on a commit."""

    state: Literal["yes", "no", "unknown"]
    left: tuple[Site, ...]  # of the manifest, as they stand now
    grown: tuple[Site, ...]
    unread: tuple[Unread, ...]
    why: str  # in words; "" where it is drained
    run: str  # the command that tells or makes what is missing; "" where it is drained


def fault_of(pattern: Pattern, manifest: Manifest | None) -> str:
    """Why a manifest cannot be gone by: it is missing, was built by another pattern, or has another count."""
    if manifest is None:
        return "missing: nobody knows which places the plan means"
    if manifest.query != query_digest(query_of(pattern)):
        return "stale: it was built by another pattern, or for other paths, than the plan has now"
    if pattern.expected is not None and len(manifest.rows) != pattern.expected:
        return f"not the plan's: it lists {len(manifest.rows):,} places, and count is {pattern.expected:,}"
    return ""


def standing(
    repository: Repository,
    commit: bytes,
    pattern: Pattern,
    manifest: Manifest | None,
    *,
    absent: bool = False,
    hint: bool = False,
    progress: Progress | None = None,
) -> Standing:
    """The places of now beside those of the manifest. `hint`: what was worked out before may be used; never at a
    verdict that decides."""
    query = query_of(pattern, absent)
    found: Scanned = scan(repository, tree_of(repository, commit), query, hint, progress)
    fault = "" if absent else fault_of(pattern, manifest)
    rows = manifest.rows if manifest is not None and not fault.startswith("stale") else ()
    stood = manifest.stood if manifest is not None else {}
    tree = tree_of(repository, commit).decode()

    def declared(path: bytes) -> frozenset[str]:
        names = declarations(repository, query.read_as(path), f"{tree}:{path.decode('utf-8', 'surrogateescape')}")
        return frozenset(map(name_of, names))

    left = renamed(compare(rows, found.sites, found.worked, stood), declared)
    return Standing(left, found.excepted, found.unread, fault)


def drained(
    repository: Repository,
    commit: bytes,
    plan: Plan,
    pattern: Pattern,
    manifest: Manifest | None,
    *,
    absent: bool = False,
    hint: bool = False,
) -> Drained:
    """Nothing of the manifest is left on this commit and nothing has grown, places that are excepted aside.

    What cannot be established is `unknown`, never `yes`. An `absent` has no manifest: none may stand.
    """
    fault = "" if absent else fault_of(pattern, manifest)
    if fault and not fault.startswith("not the plan's"):
        return Drained("unknown", (), (), (), f"the manifest is {fault}", f"guard sites build {plan.id} {pattern.name}")
    run = f"guard sites status {plan.id} {pattern.name}"
    try:
        stands = standing(repository, commit, pattern, manifest, absent=absent, hint=hint)
    except GuardError as error:
        return Drained("unknown", (), (), (), f"{error.what} ({error.where})", error.mend)
    left, grown = stands.compared.left, stands.compared.grown
    told = [f"{len(left):,} left"] * bool(left) + [f"{len(grown):,} that no manifest lists"] * bool(grown)
    if stands.unread:
        why = f"{len(stands.unread):,} files may hold places and cannot be read"
        return Drained("no" if told else "unknown", left, grown, stands.unread, ", ".join([*told, why]), run)
    if fault:
        return Drained("no" if told else "unknown", left, grown, (), f"the manifest is {fault}", run)
    return Drained("no", left, grown, (), ", ".join(told), run) if told else Drained("yes", (), (), (), "", "")


def unlike(stands: Standing) -> str:
    """How a manifest differs from the tree it came with, in words; "" where each lists what the other holds."""
    compared = stands.compared
    gone = len(compared.slack) + len(compared.done)
    other = len(compared.moved) + len(compared.edited)
    parts = [f"places of the tree that are not in it: {len(compared.grown):,}"] * bool(compared.grown)
    parts += [f"places in it that are not in the tree: {gone:,}"] * bool(gone)
    parts += [f"places that stand there otherwise: {other:,}"] * bool(other)
    return ", ".join(parts)
