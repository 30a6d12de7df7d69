"""Kinds of documents: where each stands, how large it may be, and the value it becomes. One row a kind."""

from __future__ import annotations

from guard.model.plan import PLANS_FOLDER, Plan, plan_from
from guard.model.policy import POLICY_FILE, Policy, policy_from
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Make = Callable[[dict[str, object], str, dict[str, int]], Policy | Plan]

MANIFESTS_FOLDER = ".guard/manifests"


class Kind(NamedTuple):
    """One kind of document; its name is also that of its schema."""

    name: str
    folder: bytes  # where its documents stand
    end: bytes  # what their names end with
    size: int  # bytes at most
    place: str  # for people
    make: Make | None  # None: it is checked, and read by nobody yet

    def stands_at(self, path: bytes) -> bool:
        """A document of this kind is read from this path."""
        if self.name == "policy":
            return path == POLICY_FILE.encode()
        folder, _, name = path.rpartition(b"/")
        return folder == self.folder and name.endswith(self.end)


POLICY = Kind("policy", b".guard", b"policy.yaml", 262_144, POLICY_FILE, policy_from)
PLAN = Kind("plan", PLANS_FOLDER.encode(), b".yaml", 262_144, f"{PLANS_FOLDER}/NAME.yaml", plan_from)
MANIFEST = Kind("manifest", MANIFESTS_FOLDER.encode(), b".json", 8 << 20, f"{MANIFESTS_FOLDER}/NAME.json", None)
KINDS = {kind.name: kind for kind in (POLICY, PLAN, MANIFEST)}

_READABLE = (b".yaml", b".yml", b".json")


def kind_looked_for(path: bytes) -> Kind | None:
    """The kind of document that is looked for at this path, or near it, where one would stand unread."""
    if not path.startswith(b".guard"):
        return None
    low = path.lower()
    if low in (b".guard", b".guard/policy.yaml", b".guard/policy.yml", b".guard/policy.json"):
        return POLICY
    for kind in (PLAN, MANIFEST):
        below = low.removeprefix(kind.folder)
        if below == low or below[:1] not in (b"", b"/"):
            continue
        if below == b"" or any(part.endswith(_READABLE) for part in below.split(b"/")):
            return kind
    return None
