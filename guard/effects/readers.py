"""The reading processes of one change set: none until there is something to read, two where there is much."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.doors.reader import Job, Reader
    from guard.effects.picking import Picked
    from guard.model.change import FileChange
    from guard.model.reading import Context, Reading
    from guard.operations import Detector

    Wanted = dict[FileChange, tuple[Detector, ...]]

# So few files are looked into for words before a process is started for them; of more, some will have any.
FEW = 24
SIDE_BY_SIDE = 2  # processes for more files than that: the second costs little, as it is forked off the first


class Readers:
    """Gives each of them files in turn, and hands back what they told."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._names: dict[str, None] = {}  # who will be asked
        self._all: list[Reader] = []
        self._sent: list[list[FileChange]] = []
        self._turn = 0

    def expect(self, files: Iterable[Picked]) -> Wanted:
        """All that will be read. As soon as it is sure that some of it will be, processes start, and load meanwhile."""
        wanted: Wanted = {}
        for file, found in files:
            wanted[file] = found
            if len(wanted) == FEW + 1:
                self._start(SIDE_BY_SIDE)
        detectors = dict.fromkeys([one for found in set(wanted.values()) for one in found if one.reads])
        self._names |= dict.fromkeys([one.name for one in detectors])
        if not self._all and not all([one.hints for one in detectors]):
            self._start(1)
        for reader in self._all:
            reader.load()
        return wanted

    def send(self, jobs: dict[FileChange, Job]) -> None:
        """To each in turn."""
        if not self._all:
            self._start(1)
        self._turn = (self._turn + 1) % len(self._all)
        self._sent[self._turn] += jobs
        self._all[self._turn].send(list(jobs.values()))

    def readings(self) -> Iterator[tuple[FileChange, Reading]]:
        for files, reader in zip(self._sent, self._all, strict=True):
            yield from zip(files, reader.readings(), strict=True)

    def close(self) -> None:
        for reader in self._all:
            reader.close()

    def _start(self, number: int) -> None:
        from guard.doors.reader import side_by_side

        self._all = side_by_side(self._context, self._names, number)
        self._sent = [[] for _ in self._all]
