"""Objects and refs of a repository with what is proposed beside them; loaded where either is asked."""

from __future__ import annotations

from guard.doors.git.objects import Blob, Header, Objects
from guard.doors.git.refs import Refs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard_hooks.agents.proposed import Proposed


class Contents(Objects):
    """Objects of git, and the proposed ones beside them."""

    def __init__(self, repository: Proposed) -> None:
        self._of = repository

    def headers(self, names: Iterable[bytes]) -> Iterator[Header | None]:
        for name in names:
            text = self._of.at_hand(name)
            if text is not None:
                yield Header(name, b"blob", len(text))
            else:
                yield next(iter(self._of.real.objects.headers([name])))

    def contents(self, names: Iterable[bytes]) -> Iterator[Blob | None]:
        for name in names:
            text = self._of.at_hand(name)
            if text is not None:
                yield Blob(name, b"blob", text)
            else:
                yield next(iter(self._of.real.objects.contents([name])))

    def files(self, names: Iterable[bytes], most: int) -> Iterator[bytes | None]:
        for name in names:
            text = self._of.at_hand(name)
            if text is not None:
                yield text if len(text) < most else None
            else:
                yield next(iter(self._of.real.objects.files([name], most)))

    def small(self, names: list[bytes], most: int) -> Iterator[tuple[bytes, int, bytes]]:
        return self._of.real.objects.small(names, most)

    def close(self) -> None:
        """It is the repository that is closed."""


class OfFiles(Refs):
    """Refs as their files have them; where that is not plain, as git tells."""

    def __init__(self, repository: Proposed) -> None:
        self._of = repository

    def head(self) -> bytes:
        return self._of.head

    def sure(self, name: bytes) -> bytes | None:
        if name == b"HEAD":
            return self._of.head or None
        found = self._of.files.at(name)
        return self._of.real.refs.sure(name) if found is None else found or None

    def commits(self, names: list[bytes]) -> dict[bytes, bytes | None]:
        return self._of.commits(names)

    def listed(self, names: list[bytes]) -> dict[bytes, bytes | None]:
        return self._of.real.refs.listed(names)

    def target(self, name: str) -> str:
        return self._of.real.refs.target(name)

    def resolve(self, word: str) -> bytes:
        return self._of.real.refs.resolve(word)
