"""The reading processes of one change set: none until there is something to read, two where there is much."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.doors.reader import Job, Reader
    from guard.model.change import FileChange
    from guard.model.reading import Context, Reading
    from guard.operations import Detector

# So few files are looked into for words before a process is started for them; of more, some will have any.
FEW = 24
MANY = 400  # files from which on a second process pays for its start


class Readers:
    """Gives each of them files in turn, and hands back what they told."""

    def __init__(self, context: Context, wanted: dict[FileChange, tuple[Detector, ...]]) -> None:
        """One is started at once where some file will surely be read: it loads while files are fetched."""
        self._context = context
        self._names = dict.fromkeys([one.name for found in set(wanted.values()) for one in found if one.reads])
        self._all: list[Reader] = []
        self._sent: list[list[FileChange]] = []
        self._most = 1 if len(wanted) < MANY else 2
        self._turn = 0
        sure = any([one.reads and not one.hints for found in set(wanted.values()) for one in found])
        if sure or len(wanted) > FEW:
            self._next()

    def send(self, jobs: dict[FileChange, Job]) -> None:
        """To each in turn."""
        turn = self._next()
        self._sent[turn] += jobs
        self._all[turn].send(list(jobs.values()))

    def readings(self) -> Iterator[tuple[FileChange, Reading]]:
        for files, reader in zip(self._sent, self._all, strict=True):
            yield from zip(files, reader.readings(), strict=True)

    def close(self) -> None:
        for reader in self._all:
            reader.close()

    def _next(self) -> int:
        self._turn = (self._turn + 1) % self._most
        if len(self._all) <= self._turn:
            from guard.doors.reader import Reader

            self._turn = len(self._all)
            self._all.append(Reader(self._context, self._names))
            self._sent.append([])
        return self._turn
