"""What stands beside the trusted plans and is covered with them: narratives by blob id, manifests by digest."""

from __future__ import annotations

from guard.doors.git.trees import Entries
from guard.errors import GuardError
from guard.escape import shown
from guard.model.change import PLAIN
from guard.model.digests import Beside, phase_digests
from guard.model.kind import MANIFEST, MANIFESTS_FOLDER
from guard.model.plan import PLANS_FOLDER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.model.plan import Plan
    from guard.trust.documents import Trusted


def phases_signed(repository: Repository, trusted: Trusted, commit: bytes) -> dict[str, str]:
    """Phase by its whole name -> what an approval of it signs; a plan whose phases stand in a circle has none."""
    found: dict[str, str] = {}
    for plan in trusted.plans:
        try:
            digests = phase_digests(plan, beside(repository, plan, commit))
        except ValueError:
            continue
        found |= {f"{plan.id}/{name}": digest for name, digest in digests.items()}
    return found


def beside(repository: Repository, plan: Plan, commit: bytes) -> Beside:
    """As it stands at a commit. A manifest with faults has no digest, and then nothing can be said of the plan."""
    folders = [PLANS_FOLDER.encode(), MANIFESTS_FOLDER.encode()]
    standing = repository.folders(repository.tree(commit), folders)
    narrative = _blob(standing.get(folders[0], {}), f"{plan.id}.md".encode())
    found = manifests(repository, plan, standing.get(folders[1], {}))
    digests = {name: _digest(data) for name, data in found.items()}
    return Beside(None if narrative is None else narrative.decode(), digests)


def _digest(data: dict[str, object]) -> str:
    from guard.digest import digest

    return digest(MANIFEST.name, data)


def manifests(repository: Repository, plan: Plan, entries: Entries) -> dict[str, dict[str, object]]:
    """The manifests of a plan in this folder, by the name of their sites, as canonical data."""
    names = {name: f"{plan.id}.{name}.json" for name in [one.name for one in (*plan.sites, *plan.absent)]}
    oids = {name: oid for name, file in names.items() if (oid := _blob(entries, file.encode())) is not None}
    texts = dict(repository.up_to(list(oids.values()), MANIFEST.size)) if oids else {}
    return {name: _read(names[name], texts[oid]) for name, oid in oids.items()}


def _read(name: str, text: bytes | None) -> dict[str, object]:
    from guard.compile import read_document

    read = None if text is None else read_document(MANIFEST.name, name, text)
    if read is None or read.data is None:
        mend = "build it again, and land it alone: guard sites build"
        raise GuardError(
            "G813", "a manifest on the trusted branch has faults", f"{MANIFESTS_FOLDER}/{shown(name)}", mend
        )
    return read.data


def _blob(entries: Entries, name: bytes) -> bytes | None:
    mode, oid = entries.get(name, (b"", b""))
    return oid.hex().encode() if mode in PLAIN else None
