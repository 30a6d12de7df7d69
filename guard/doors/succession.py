"""Processes in succession, asked about files and believed as far as they can be.

They answer in order. The file one was at when it died, or when it took too long, counts as not readable, and another
process goes on behind it.
"""

from __future__ import annotations

from guard.doors.process import Process, spawned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

STARTS = 9  # processes that may be used up, the first of them in a hurry; files after that are not read


class Succession:
    """One process after another, and the requests that none has answered.

    At first answers come together. Should it die, nobody knows at which file; the next one is careful and tells.
    """

    too_many = ""  # why a file is not read once no more processes are started

    def __init__(self, process: Process | None = None) -> None:
        self._requests: list[bytes] = []  # sent, and not answered yet
        self._answers: list[Any] = []
        self._starts = 1
        self._process: Process | None = process or self._next()

    def code(self) -> str:
        """What they run, where that is not the reading of changes."""
        return ""

    def first(self) -> tuple[object, ...]:
        """What a process is told before its first file."""
        raise NotImplementedError

    def answer(self, line: bytes) -> Any:
        """What an answer says, believed only as far as it is one."""
        raise NotImplementedError

    def unread(self, why: str) -> Any:
        """What is said of a file that got no answer."""
        raise NotImplementedError

    def load(self) -> None:
        """Let it load what it will need, while the first files are fetched."""
        if self._process is not None:
            list(self._process.answers(self._told(self._process), 0))

    def ask(self, requests: Sequence[bytes]) -> None:
        """Give it more; what it has answered meanwhile is taken."""
        self._requests += requests
        self._talk(b"".join(requests), wait=False)

    def finish(self) -> None:
        """Wait until everything is answered."""
        self._talk(b"", wait=True)

    def taken(self) -> list[Any]:
        """What was answered so far, in order; it is held no longer."""
        found, self._answers = self._answers, []
        return found

    def close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.stop()

    def _talk(self, request: bytes, wait: bool) -> None:
        """Until all is sent, or all is answered. Where it stops at a file, another one goes on behind that file."""
        while self._requests:
            if self._process is None:
                self._take([self.unread(self.too_many)] * len(self._requests))
                return
            words = self._told(self._process) + request
            for line in self._process.answers(words, len(self._requests) if wait else 0):
                self._take([self.answer(line)])
            if not self._process.fault:
                return
            if self._starts > 1:
                self._take([self.unread(self._process.fault)])
            self.close()
            self._process = self._next() if self._starts < STARTS else None
            self._starts += 1
            request = b"".join(self._requests)

    def _next(self) -> Process:
        return spawned(1, self.code())[0]

    def _told(self, process: Process) -> bytes:
        """What it is told before its first file, as long as it was not."""
        return process.first(self._starts > 1, *self.first())

    def _take(self, answers: list[Any]) -> None:
        """What is answered is held no longer."""
        self._answers += answers
        del self._requests[: len(answers)]
