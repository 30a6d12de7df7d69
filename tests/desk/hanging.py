"""A git that answers nothing, for whoever looks whether somebody waits for it; it ends with who began it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

SOON = 20  # seconds; it would take for ever
HANGS = '#!/bin/sh\nexec 3>"{began}"\necho begun >&3\nread nothing <"{never}"\n'


class Hanging:
    """As long as it runs, it has a pipe of ours open: the end of that is its own."""

    def __init__(self, folder: Path) -> None:
        self.path, self._began, self._never = folder / "git", folder / "began", folder / "never"
        os.mkfifo(self._began)
        os.mkfifo(self._never)

    @contextmanager
    def heard(self) -> Iterator[Heard]:
        self.path.write_text(HANGS.format(began=self._began, never=self._never))
        self.path.chmod(0o755)
        reader = os.open(self._began, os.O_RDONLY | os.O_NONBLOCK)
        os.set_blocking(reader, True)
        with os.fdopen(reader, "rb") as pipe:
            try:
                yield Heard(pipe, os.open(self._began, os.O_WRONLY))
            finally:
                self._let_go()

    def _let_go(self) -> None:
        """It answers nothing still, and ends: a test that fails does not hang with it."""
        self.path.unlink(missing_ok=True)
        try:
            never = os.open(self._never, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # it has ended
            return
        os.write(never, b"\n")
        os.close(never)


class Heard:
    """What is heard of it."""

    def __init__(self, pipe: BinaryIO, ours: int) -> None:
        self._pipe, self._ours = pipe, ours  # ours is open until it has begun, so that nobody takes that for its end

    async def begun(self) -> None:
        assert await asyncio.wait_for(asyncio.to_thread(self._pipe.readline), SOON) == b"begun\n"
        os.close(self._ours)

    async def ended(self) -> None:
        assert await asyncio.wait_for(asyncio.to_thread(self._pipe.read), SOON) == b""
