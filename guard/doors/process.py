"""One running reading process, and those it forks off: how it is started, talked to, and stopped."""

from __future__ import annotations

import marshal
import os
import select
import sys

from guard.errors import GuardError
from guard.escape import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

# Milliseconds without an answer or a request taken, for one that waits; one that works reaches its own limit first.
PATIENCE = 120_000
LARGEST_ANSWER = 8 << 20  # bytes; the process itself keeps to less
SIGKILL = 9
# No .pyc is written: under its limits every attempt would fail, and might leave a part of one behind.
CODE = "import sys; sys.dont_write_bytecode = True; sys.path[:] = sys.argv[1:]; from guard.worker import main; main()"
GAVE_UP = "reading it took too long, or stopped the process that read it"
TOO_LARGE = "the process that read it told more than guard takes"


class Process:
    """One running `python -I -S -c ...`, a pipe to it and one from it. Its first line says that it is ready to read.

    Without a number it is one that another forked off, ready from the start, and ends when that one is stopped.
    """

    def __init__(self, pid: int, to: int, from_: int, others: Sequence[tuple[int, int]] = ()) -> None:
        self._pid, self._to, self._from = pid, to, from_
        self._others = others
        self._begun = self._ready = pid == 0
        self._held: list[bytes] = []  # the beginning of an answer
        self.fault = ""  # why it gives no more answers
        os.set_blocking(self._to, False)
        _widen(self._to)
        _widen(self._from)

    def first(self, *told: Any) -> bytes:
        """What goes before the first request, once."""
        if self._begun:
            return b""
        self._begun = True
        return framed((*told, self._others))

    def answers(self, requests: bytes, wanted: int) -> Iterator[bytes]:
        """Its lines as they come, until all is sent and so many came. `fault` says that it did not get that far."""
        self.fault = GAVE_UP
        poll, view = select.poll(), memoryview(requests)
        poll.register(self._from, select.POLLIN)
        if view:
            poll.register(self._to, select.POLLOUT)
        while view or wanted > 0:
            able = dict(poll.poll(PATIENCE))
            if self._to in able and not (view := self._send(view)):
                poll.unregister(self._to)
            if able and self._from not in able:
                continue
            chunk = os.read(self._from, 1 << 16) if able else b""
            if not (chunk or self._ready):
                raise _unstarted("it ended, or hung, before it was ready")
            lines = self._lines(chunk)
            wanted -= len(lines)
            yield from lines
            if sum(map(len, self._held)) > LARGEST_ANSWER:
                self.fault = TOO_LARGE
                return
            if not chunk:
                return
        self.fault = ""

    def _lines(self, chunk: bytes) -> list[bytes]:
        """The answers that end in it; what is behind them is held."""
        head, end, tail = chunk.rpartition(b"\n")
        if not end:
            self._held.append(chunk)
            return []
        lines = b"".join([*self._held, head]).split(b"\n")
        self._held = [tail]
        if not self._ready:
            self._ready = True
            del lines[0]
        return lines

    def _send(self, view: memoryview) -> memoryview:
        """As much as fits now. One that is gone takes nothing more; that it is gone shows where it is read from."""
        try:
            return view[os.write(self._to, view[: 1 << 16]) :]
        except BlockingIOError:
            return view
        except OSError:
            return view[:0]

    def stop(self) -> None:
        """The end of it and of all it forked off, whatever they are at; its group keeps its number until then."""
        os.close(self._to)
        os.close(self._from)
        if self._pid:
            _try(os.killpg, self._pid, SIGKILL)
            _try(os.waitpid, self._pid, 0)


def _try(end: Callable[[int, int], object], pid: int, how: int) -> None:
    """Where nobody waits for children, they are gone at once."""
    try:
        end(pid, how)
    except OSError:
        pass


def spawned(number: int, code: str = "") -> list[Process]:
    """One process and the pipes of those it forks off, each on numbers of its own. None ever sees the terminal.

    `code`: what it runs, where that is not the reading of changes.
    """
    # only absolute places to load from: any other would be a folder of the repository
    argv = [sys.executable, "-I", "-S", "-c", code or CODE, *[path for path in sys.path if path.startswith("/")]]
    pipes: list[int] = []
    try:
        for _ in range(2 * number):
            pipes += os.pipe()
        theirs = [end for at in range(0, 4 * number, 4) for end in (pipes[at], pipes[at + 3])]
        free = max(pipes) + 1  # no end is put where another one still stands
        places = [0, 1, *range(free, free + 2 * number - 2)]
        moves = [(os.POSIX_SPAWN_DUP2, was, now) for was, now in zip(theirs, places, strict=True)]
        unheard = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
        pid = os.posix_spawn(sys.executable, argv, {"LC_ALL": "C.UTF-8"}, file_actions=[*moves, unheard], setpgroup=0)
    except (OSError, TypeError, ValueError) as error:  # not only OSError: Python may not know where it stands itself
        for descriptor in pipes:
            os.close(descriptor)
        raise _unstarted(getattr(error, "strerror", None) or "no Python is known") from error
    for descriptor in theirs:
        os.close(descriptor)
    others = list(zip(places[2::2], places[3::2], strict=True))
    own = list(zip(pipes[1::4], pipes[2::4], strict=True))
    return [Process(pid, *own[0], others), *[Process(0, *ends) for ends in own[1:]]]


def _unstarted(why: str) -> GuardError:
    python = shown(os.fsencode(sys.executable or "python"))
    mend = f"mend what this says, or whatever keeps {os.devnull}, memory or processes back: "
    what = f"the process that reads what changes do cannot be started: {why}"
    return GuardError("G821", what, python, f"{mend}{python} -I -c 'import guard.worker'")


def _widen(descriptor: int) -> None:
    """Room for some files more in a pipe, where the system gives it, so that neither side waits for the other."""
    import fcntl

    try:
        fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, 1 << 20)
    except (AttributeError, OSError):
        pass


def framed(request: tuple[Any, ...]) -> bytes:
    body = marshal.dumps(request)
    return len(body).to_bytes(8, "big") + body
