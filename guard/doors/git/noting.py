"""What is read of a repository, noted: which blobs somebody asked for, so that these alone can be handed on."""

from __future__ import annotations

from guard.doors.git.objects import Objects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.doors.git.objects import Blob, Header
    from guard.doors.git.repository import Repository

KNOWN = (b"commit", b"tree")  # they go along whoever asked


class Noting(Objects):
    """The objects of a repository that is open, and the ids of those that were found there when asked for."""

    def __init__(self, whole: Objects) -> None:
        self.__dict__ = whole.__dict__  # the same git goes on answering
        self.noted: set[bytes] = set()

    def headers(self, names: Iterable[bytes]) -> Iterator[Header | None]:
        for header in super().headers(names):
            self._note(header)
            yield header

    def contents(self, names: Iterable[bytes]) -> Iterator[Blob | None]:
        for blob in super().contents(names):
            self._note(blob)
            yield blob

    def files(self, names: Iterable[bytes], most: int) -> Iterator[bytes | None]:
        every = list(names)
        self.noted.update(every)
        yield from super().files(every, most)

    def _note(self, found: Header | Blob | None) -> None:
        if found is not None and found.kind not in KNOWN:
            self.noted.add(found.oid)


def noted(repository: Repository) -> Noting:
    """From here on everything that is read of it is noted."""
    noting = Noting(repository.objects)
    repository.objects = noting
    return noting
