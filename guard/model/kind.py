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
READABLE = (b".yaml", b".yml", b".json")


class Kind(NamedTuple):
    """One kind of document; its name is also that of its schema."""

    name: str
    folder: bytes  # where its documents stand
    stem: bytes  # what the file is called; b"" where each has a name of its own
    end: bytes
    size: int  # bytes at most
    values: int  # keys and values at most
    place: str  # for people
    make: Make | None  # None: it is checked, and read by nobody yet

    def stands_at(self, path: bytes) -> bool:
        """A document of this kind is read from this path."""
        folder, _, name = path.rpartition(b"/")
        return folder == self.folder and (name == self.stem + self.end if self.stem else name.endswith(self.end))

    def looked_for(self, path: bytes) -> bool:
        """One is looked for at this path, or so near that it would stand there unread; `path` is in lower case."""
        if path == self.folder:
            return True  # a file in the place of the folder
        if not path.startswith(self.folder + b"/"):
            return False
        below = path[len(self.folder) + 1 :]
        if self.stem:
            return below in [self.stem + end for end in READABLE]
        return any(part.endswith(READABLE) for part in below.split(b"/"))


YAML = (262_144, 20_000)  # a policy of some hundred people stays below a tenth of it
POLICY = Kind("policy", b".guard", b"policy", b".yaml", *YAML, POLICY_FILE, policy_from)
PLAN = Kind("plan", PLANS_FOLDER.encode(), b"", b".yaml", *YAML, f"{PLANS_FOLDER}/NAME.yaml", plan_from)
MANIFEST = Kind(
    "manifest", MANIFESTS_FOLDER.encode(), b"", b".json", 8 << 20, 400_000, f"{MANIFESTS_FOLDER}/NAME.json", None
)
KINDS = {kind.name: kind for kind in (POLICY, PLAN, MANIFEST)}


def kind_looked_for(path: bytes) -> Kind | None:
    """The kind of document that is looked for at this path, or near it."""
    if not path.startswith(b".guard"):
        return None
    low = path.lower()
    return next((kind for kind in KINDS.values() if kind.looked_for(low)), None)
