"""Services: of compose files, of Kubernetes, charts and Procfiles; and the consumers that the policy names."""

from __future__ import annotations

from guard.escape import shown
from guard.inventories.gathered import names_of, unread_of
from guard.model.known import Register

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.inventories.tree import Tree

READS = ("deployed",)
NONE = "no compose file, no workload of Kubernetes and no consumer in the policy tells of a service"


def register(kind: str, tree: Tree) -> Register:
    """Each by the name it is deployed under."""
    names = names_of(tree, kind, READS)
    policy = tree.trusted.policy
    for resource, services in policy.consumers.items():
        line = policy.lines.get(f"/consumers/{resource}") or policy.lines.get("/consumers")
        for service in services:
            names.setdefault(shown(service), f"{policy.where}:{line}" if line else policy.where)
    return Register(kind, names, "" if names else NONE, unread_of(tree, READS))
