"""What was worked out before: registers by tree, and answers of blobs by reader; a file each below the git directory.

A hint for speed, as compiled documents are (guard.doors.cache): whoever can commit can write there. So it is left alone
in CI, and wherever a verdict at the door of the merge rests on the answer.
"""

from __future__ import annotations

from guard import __version__
from guard.doors import cache
from guard.inventories.reading.process import believed
from guard.inventories.reading.rows import joined, listed
from guard.model.known import Register

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guard.doors.git.repository import Repository
    from guard.inventories.made import Made
    from guard.inventories.reading import Answer
    from guard.inventories.tree import Tree

LARGEST = 96 << 20  # bytes of one such file
MOST = 400_000  # blobs that are remembered of one reader
NOTHING: Answer = ({}, "")
LITTLE = 64  # one new answer in so many that are kept
FORM = 6  # grows when readers or registers change under one version of guard
MADE = "inventory-made.json"
MADE_KINDS = ("table", "column", "symbol")
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


class MadeBefore:
    """What the migrations of a tree came to; `counting` is all that counts for it, with what the policy says."""

    def __init__(self, tree: Tree, counting: bytes) -> None:
        from guard.digest import digest, sha256_of

        self._common = tree.repository.place.common_dir
        policy = digest("policy", tree.trusted.policy.data)
        self._stamp = f"{__version__} {FORM} {policy} {sha256_of(counting)}"

    def load(self) -> Made | None:
        from guard.inventories.made import Made

        kept: Any = cache.load_file(self._common, MADE, LARGEST)
        try:
            if kept["stamp"] != self._stamp:
                return None
            names = {kind: dict(zip(*map(listed, kept["names"][kind]), strict=True)) for kind in MADE_KINDS}
            return Made(names, tuple(listed(kept["tells"])), tuple(listed(kept["unread"])))
        except (TypeError, KeyError, ValueError):
            return None

    def store(self, made: Made) -> None:
        import json

        names = {kind: [list(some), list(some.values())] for kind, some in made.names.items()}
        cache.store_file(self._common, MADE, json.dumps({**made._asdict(), "stamp": self._stamp, "names": names}))


def _texts(kept: Any) -> tuple[str, ...]:
    return tuple([str(one) for one in kept])


class Blobs:
    """Answers of blobs to one reader."""

    def __init__(self, repository: Repository, reader: str) -> None:
        self._common = repository.place.common_dir
        self._stamp = f"{__version__} {FORM} {reader}"
        self._name = f"inventory-blobs-{reader}.json"
        self._blobs: dict[str, dict[str, Any]] | None = None
        self._new = 0

    def answer(self, how: str, oid: str) -> Answer | None:
        kept = self._loaded().get(how, {}).get(oid)
        return believed(kept) if kept else NOTHING if kept == 0 else None

    def add(self, how: str, oid: str, answer: Answer) -> None:
        """Most blobs tell nothing to most readers; that is kept as nothing."""
        self._new += 1
        self._loaded().setdefault(how, {})[oid] = answer if any(answer) else 0

    def store(self) -> None:
        """Keep what is new; where that is little, reading it again costs less than writing all of them."""
        import json

        blobs = self._loaded()
        if self._new and self._new * LITTLE >= sum(map(len, blobs.values())) <= MOST:
            cache.store_file(self._common, self._name, json.dumps({"stamp": self._stamp, "blobs": blobs}))

    def _loaded(self) -> dict[str, dict[str, Any]]:
        if self._blobs is None:
            kept: Any = cache.load_file(self._common, self._name, LARGEST)
            try:
                whole = kept["stamp"] == self._stamp and all([isinstance(one, dict) for one in kept["blobs"].values()])
                self._blobs = kept["blobs"] if whole else {}
            except (TypeError, KeyError, AttributeError):
                self._blobs = {}
        assert self._blobs is not None
        return self._blobs
