"""Every input of a verdict by its digest: policy, plans with what stands beside them, and the log."""

from __future__ import annotations

from guard.digest import digest
from guard.model.change import FOLDER, PLAIN
from guard.model.kind import MANIFESTS_FOLDER
from guard.model.plan import PLANS_FOLDER
from guard.records.plain import seal
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guard.doors.git.repository import Repository
    from guard.trust import Trusted


class Inputs(NamedTuple):
    """The documents as they stood, and the log as it was read."""

    documents: dict[str, Any]
    log: dict[str, Any]

    def digests(self, facts: object, plan: str) -> dict[str, str]:
        """A digest for each, as the signed entry names them; a few, however many plans there are."""
        told = {"documents": seal(self.documents), "log": seal(self.log), "facts": seal(facts)}
        policy = self.documents["policy"]
        if policy is not None:
            told["policy"] = policy["digest"]
        if plan:
            told[f"plan {plan}"] = self.documents["plans"][plan]["digest"]
        return told


def documents_of(repository: Repository, commit: bytes, trusted: Trusted | None) -> dict[str, Any]:
    """By their canonical data; what has none, such as a narrative, by its blob. None: they could not be read."""
    top = repository.entries(repository.tree(commit)).get(b".guard", (b"", b""))
    tree = top[1].hex() if top[0] == FOLDER else ""
    if trusted is None or not trusted.adopted:
        return {"tree": tree, "policy": None, "plans": {}}
    policy = trusted.policy
    folders = [PLANS_FOLDER.encode(), MANIFESTS_FOLDER.encode()]
    standing = repository.folders(repository.tree(commit), folders)
    narratives = _blobs(standing.get(folders[0], {}))
    manifests = _blobs(standing.get(folders[1], {}))
    plans: dict[str, Any] = {}
    for plan in trusted.plans:
        names = {one.name: f"{plan.id}.{one.name}.json" for one in (*plan.sites, *plan.absent)}
        plans[plan.id] = {
            "version": plan.version,
            "digest": digest("plan", plan.data),
            "narrative": narratives.get(f"{plan.id}.md", ""),
            "manifests": {name: manifests[file] for name, file in names.items() if file in manifests},
        }
    told = {"version": policy.version, "digest": digest("policy", policy.data), "shadow": policy.shadow}
    return {"tree": tree, "policy": told, "plans": plans}


def _blobs(entries: dict[bytes, tuple[bytes, bytes]]) -> dict[str, str]:
    found = [(name, oid) for name, (mode, oid) in entries.items() if mode in PLAIN]
    return {name.decode("utf-8", "replace"): oid.hex() for name, oid in found}
