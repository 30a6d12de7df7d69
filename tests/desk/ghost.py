"""Somebody at a real terminal: `guard triage` in a pty, Ghostty's terminal as its screen, a person who reads and types.

Nothing sleeps: whoever waits reads until the words stand on the screen. The modes of the terminal can be asked for, and
what is still running of all that was begun here.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from pyghostty import Terminal

GUARD = (sys.executable, "-I", "-m", "guard")
LIMIT = 60  # seconds until something must stand there; nothing takes ten
PATIENCE = 2  # seconds of silence after which somebody types once more
NARROW, WIDE = (80, 24), (160, 50)
ENTER, ESCAPE, INTERRUPT, UP, DOWN = "\r", "\x1b[27u", "\x03", "\x1b[A", "\x1b[B"
ALTERNATE, CURSOR, MOUSE, PASTE = 1049, 25, (1000, 1002, 1003, 1006, 1015), 2004
SEAT = "DESK_OF_THE_TEST"  # what every process that was begun here has in its environment

Wanted = str | Callable[[str], bool]


class Ghost:
    """One program at one terminal."""

    def __init__(
        self, words: Sequence[str], cwd: str, environment: Mapping[str, str], size: tuple[int, int] = NARROW
    ) -> None:
        self.seat = uuid.uuid4().hex
        self.screen = Terminal(*size)
        self.screen.on_reply(self._reply)
        self.code: int | None = None
        self.fd, theirs = pty.openpty()
        self.resize(*size)
        self._process = subprocess.Popen(
            list(words),
            cwd=cwd,
            env={**environment, SEAT: self.seat, "TERM": "xterm-256color"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_owns_it,
        )
        os.close(theirs)

    def _reply(self, answer: bytes) -> None:
        """A terminal answers what it is asked: where the cursor is, which modes it knows."""
        os.write(self.fd, answer)

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(columns, rows)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, text: str) -> None:
        os.write(self.fd, text.encode())

    def text(self) -> str:
        """The screen, a line a line."""
        return str(self.screen.text())

    def until(self, *wanted: Wanted, gone: Sequence[str] = (), again: str = "") -> str:
        """Read until all of it stands on the screen, and nothing of the other any more.

        What ssh-keygen throws away as it gives the terminal back is typed `again` where nothing comes.
        """
        end = time.monotonic() + LIMIT
        while True:
            text = self.text()
            stands = all([one in text if isinstance(one, str) else one(text) for one in wanted])
            if stands and not any([one in text for one in gone]):
                return text
            assert time.monotonic() < end, f"never stood there: {wanted}, or never went: {gone}, but:\n{text}"
            if again and not select.select([self.fd], [], [], PATIENCE)[0]:
                self.type(again)
            assert self._read(end), f"it ended ({self.code}) before {wanted} stood there:\n{text}"

    def ended(self) -> int:
        """Read until nobody has the terminal open any more; the exit code, negative for a signal."""
        end = time.monotonic() + LIMIT
        while self._read(end):
            assert time.monotonic() < end, f"it never ends:\n{self.text()}"
        assert self.code is not None
        return self.code

    def _read(self, end: float) -> bool:
        """What has come; False where there will be no more."""
        if not select.select([self.fd], [], [], max(0.0, end - time.monotonic()))[0]:
            return True
        try:
            chunk = os.read(self.fd, 1 << 16)
        except OSError:  # how Linux says that nobody has the other side open any more
            chunk = b""
        if chunk:
            self.screen.feed(chunk)
        elif self.code is None:
            self.code = self._process.wait(LIMIT)
        return bool(chunk)

    @property
    def sane(self) -> dict[str, bool]:
        """What a shell needs of the terminal it gets back; all of it is true where it was left as it was found."""
        mode = self.screen.mode
        return {
            "the alternate screen is left": not mode(ALTERNATE),
            "the cursor is seen": bool(mode(CURSOR)),
            "no mouse is told": not any([mode(one) for one in MOUSE]),
            "no paste is bracketed": not mode(PASTE),
        }

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def hang_up(self) -> int:
        """The window is closed; the exit code of what ran in it."""
        os.close(self.fd)
        self.fd = -1
        self.code = self._process.wait(LIMIT)
        return self.code

    def running(self) -> list[str]:
        """What still runs of all that was begun here, by its command line; Linux tells."""
        mark, found = f"{SEAT}={self.seat}".encode(), []
        for one in Path("/proc").iterdir():
            try:
                if one.name.isdigit() and mark in (one / "environ").read_bytes().split(b"\0"):
                    found.append((one / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
            except OSError:  # it ended meanwhile, or is somebody else's
                continue
        return found

    def close(self) -> None:
        """Whatever still runs ends now."""
        if self.code is None:
            self._process.kill()
            self.code = self._process.wait(LIMIT)
        if self.fd >= 0:
            os.close(self.fd)
        self.screen.close()


def _owns_it() -> None:
    """In the child: standard input is its terminal, so ssh-keygen can ask there; and Ctrl-C is what it is to people."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def ghost(*words: str, cwd: str, environment: Mapping[str, str], size: tuple[int, int] = NARROW) -> Iterator[Ghost]:
    """guard with these words at a terminal of its own; it is ended at the end."""
    one = Ghost([*GUARD, *words], cwd, environment, size)
    try:
        yield one
    finally:
        one.close()
