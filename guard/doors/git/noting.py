"""What is read of a repository, noted: which files somebody asked for, so that these alone can be handed on."""

from __future__ import annotations

from guard.doors.git.objects import Objects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.doors.git.objects import Blob, Header
    from guard.doors.git.repository import Repository


class Noting(Objects):
    """The objects of a repository that is open, and the ids of those that were found there when asked for by id."""

    def __init__(self, whole: Objects) -> None:
        self.__dict__ = whole.__dict__  # the same git goes on answering
        self.noted: set[bytes] = set()

    def headers(self, names: Iterable[bytes]) -> Iterator[Header | None]:
        every = list(names)
        for name, header in zip(every, super().headers(every), strict=True):
            self._note(name, header)
            yield header

    def contents(self, names: Iterable[bytes]) -> Iterator[Blob | None]:
        every = list(names)
        for name, blob in zip(every, super().contents(every), strict=True):
            self._note(name, blob)
            yield blob

    def files(self, names: Iterable[bytes], most: int) -> Iterator[bytes | None]:
        every = list(names)
        self.noted.update(every)
        yield from super().files(every, most)

    def _note(self, name: bytes, found: Header | Blob | None) -> None:
        """Not what a ref is at: that is what the branch is for. Trees go along with the commits that hold them."""
        if found is not None and found.oid == name and found.kind != b"tree":
            self.noted.add(name)


def noted(repository: Repository) -> Noting:
    """From here on everything that is read of it is noted."""
    noting = Noting(repository.objects)
    repository.objects = noting
    return noting
