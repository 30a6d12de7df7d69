"""What was worked out before: registers by tree; a file each below the git directory.

A hint for speed, as compiled documents are (guard.doors.cache): whoever can commit can write there. So it is left alone
in CI, and wherever a verdict at the door of the merge rests on the answer.
"""

from __future__ import annotations

from guard import __version__
from guard.doors import cache
from guard.inventories.form import FORM, LARGEST
from guard.inventories.reading.rows import joined, listed
from guard.model.known import Register

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guard.inventories.tree import Tree

QUICK = ("path",)  # asked anew each time: the tree tells them as fast as a file would


class Kept:
    """The registers of the last tree that was asked, a file each; what the policy says of them counts as well."""

    def __init__(self, tree: Tree) -> None:
        from guard.digest import digest

        self._common = tree.repository.place.common_dir
        policy = digest("policy", tree.trusted.policy.data)
        self._of_all = f"{__version__} {FORM} {policy}"
        self._files: dict[str, object] = {}
        self._stamp = f"{self._of_all} {tree.oid.decode()}"

    def register(self, kind: str, rests: str = "") -> Register | None:
        """As it was found in this tree, or in one that is alike in all that it rests on; None where nobody knows."""
        if kind in QUICK:
            return None
        if kind not in self._files:
            self._files[kind] = cache.load_file(self._common, f"inventory-{kind}.json", LARGEST)
        kept: Any = self._files[kind]
        try:
            if kept["stamp"] != self._stamp and (not rests or kept["rests"] != f"{self._of_all} {rests}"):
                return None
            names = dict(zip(listed(kept["names"]), listed(kept["places"]), strict=True))
            return Register(kind, names, str(kept["missing"]), _texts(kept["partial"]), _texts(kept["covers"]))
        except (TypeError, KeyError, ValueError, AttributeError):
            return None

    def store(self, register: Register, rests: str) -> None:
        """Keep a register; where that fails, it is made again."""
        import json

        if register.kind in QUICK:
            return
        names, places = joined(list(register.names)), joined(list(register.names.values()))
        stamps = {"stamp": self._stamp, "rests": f"{self._of_all} {rests}"}
        data = {**register._asdict(), **stamps, "names": names, "places": places}
        cache.store_file(self._common, f"inventory-{register.kind}.json", json.dumps(data))


def _texts(kept: Any) -> tuple[str, ...]:
    return tuple([str(one) for one in kept])
