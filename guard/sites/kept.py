"""What files answered before: by blob id, query and version of guard, in one file for each query.

A hint for speed, as compiled documents are (guard.doors.cache): whoever can commit can write there. So it is left alone
in CI, and wherever a verdict at the door of the merge rests on the answer.
"""

from __future__ import annotations

from guard import __version__
from guard.doors import cache
from guard.sites.query import FORM
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guard.doors.git.repository import Repository

LARGEST = 64 << 20  # bytes of one such file
MOST = 400_000  # blobs that are remembered to hold nothing


class Answer(NamedTuple):
    """What a whole tree answers, without what it is told by: rows as JSON has them."""

    tree: str
    sites: list[list[Any]]
    worked: list[list[Any]]
    unread: list[list[str]]


class Kept:
    """Answers of blobs to one query; `changed` once there are new ones."""

    def __init__(self, repository: Repository, digest: str) -> None:
        self._common = repository.place.common_dir
        self._width = repository.place.width
        self._stamp = f"{__version__} {FORM} {digest}"
        self._name = f"sites-{digest.removeprefix('sha256:')[:40]}"
        self._blobs: tuple[dict[str, set[str]], dict[str, dict[str, Any]]] | None = None
        self.changed = False

    def nothing(self, language: str) -> set[str]:
        """Blobs that hold nothing when they are read as this language."""
        return self._loaded()[0].setdefault(language, set())

    def hits(self, language: str) -> dict[str, Any]:
        """The answers of the others."""
        return self._loaded()[1].setdefault(language, {})

    def answer(self, tree: bytes) -> Answer | None:
        """What this whole tree answered, if it was the last one asked."""
        kept: Any = cache.load_file(self._common, f"{self._name}-tree.json", LARGEST)
        try:
            if kept["stamp"] == self._stamp and kept["tree"] == tree.decode():
                return Answer(kept["tree"], kept["sites"], kept["worked"], kept["unread"])
        except (TypeError, KeyError):
            pass
        return None

    def store(self, answer: Answer) -> None:
        """Keep what is new."""
        import json

        data: dict[str, object] = {"stamp": self._stamp, **answer._asdict()}
        cache.store_file(self._common, f"{self._name}-tree.json", json.dumps(data))
        if not self.changed or self._blobs is None:
            return
        nothing, hits = self._blobs
        told = {language: "".join(sorted(blobs)[:MOST]) for language, blobs in nothing.items()}
        data = {"stamp": self._stamp, "nothing": told, "hits": hits}
        cache.store_file(self._common, f"{self._name}-blobs.json", json.dumps(data))

    def _loaded(self) -> tuple[dict[str, set[str]], dict[str, dict[str, Any]]]:
        if self._blobs is None:
            kept: Any = cache.load_file(self._common, f"{self._name}-blobs.json", LARGEST)
            try:
                self._blobs = self._read(kept) if kept["stamp"] == self._stamp else ({}, {})
            except (TypeError, KeyError, AttributeError):
                self._blobs = ({}, {})
        return self._blobs

    def _read(self, kept: Any) -> tuple[dict[str, set[str]], dict[str, dict[str, Any]]]:
        width = self._width
        nothing = {
            language: {blobs[at : at + width] for at in range(0, len(blobs), width)}
            for language, blobs in kept["nothing"].items()
        }
        return nothing, {language: dict(hits) for language, hits in kept["hits"].items()}
