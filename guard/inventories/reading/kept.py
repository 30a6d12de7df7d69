"""Answers of blobs from before, by reader; a file each below the git directory, a hint for speed as registers are."""

from __future__ import annotations

from guard import __version__
from guard.doors import cache
from guard.inventories.form import FORM, LARGEST
from guard.inventories.reading.process import believed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guard.doors.git.repository import Repository
    from guard.inventories.reading.readers import Answer

MOST = 400_000  # blobs that are remembered of one reader
NOTHING: Answer = ({}, "")
LITTLE = 64  # one new answer in so many that are kept


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
