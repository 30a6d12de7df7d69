"""Refs of a repository as their files have them; where that is not plain, as git tells."""

from __future__ import annotations

from guard.doors.git.refs import Refs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.proposed import Proposed


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
        found = {name: self._of.files.at(name) for name in names}
        if None in found.values():
            return self._of.real.refs.commits(names)
        return {name: oid or None for name, oid in found.items()}

    def listed(self, names: list[bytes]) -> dict[bytes, bytes | None]:
        return self._of.real.refs.listed(names)

    def target(self, name: str) -> str:
        return self._of.real.refs.target(name)

    def resolve(self, word: str) -> bytes:
        return self._of.real.refs.resolve(word)
