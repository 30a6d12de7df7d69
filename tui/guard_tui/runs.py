"""Guard's own commands, run beside the desk: what it shows is what they print, what it does is what they do.

Each runs in a process of its own, so the screen waits for no git and no reading; and in a session of its own, so that
nothing of it asks for a password on this screen, and all of it can be ended. The first is begun before the desk
has loaded what draws it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Sequence

LONGEST = 256 << 20  # bytes of one line that is taken
SAID = 64 << 10  # bytes of what one says aside that are kept
FAILED = 70  # the exit code of a guard that failed
GUARD = (sys.executable, "-I", "-m", "guard")


class Answer(NamedTuple):
    """What a command said."""

    words: tuple[str, ...]
    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """What a person is to read of it."""
        return self.out if self.out.strip() else self.err


def command(words: Sequence[str]) -> str:
    """As a person types it."""
    from guard.escape import shell_word

    return " ".join(["guard", *[shell_word(os.fsencode(word)) for word in words]])


def there(run: str, folder: str) -> str:
    """A command of a repository, for whoever is in another folder; what is no command stays as it is."""
    from guard.escape import shell_word

    if not folder or not run.startswith(("guard ", "git ")):
        return run
    return f"(cd {shell_word(os.fsencode(folder))} && {run})"


def begin(words: Sequence[str], cwd: str | None = None) -> subprocess.Popen[bytes]:
    """Begin one whose lines are read as they come; OSError where its folder, or guard itself, is gone."""
    return subprocess.Popen(
        [*GUARD, *words],
        cwd=cwd,
        env=_plain(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def stop(pid: int) -> None:
    """End one that nobody waits for, and what it has begun: a git that hangs would stay behind."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # it has ended by itself
        pass


async def followed(begun: subprocess.Popen[bytes], take: Callable[[bytes], object]) -> tuple[int, str]:
    """Its lines, each as it comes; then its exit code, and what it said aside. Left alone, it is stopped."""
    import asyncio

    assert begun.stdout is not None
    assert begun.stderr is not None
    try:
        reader, beside = await _reader(begun.stdout), await _reader(begun.stderr)
        aside = asyncio.ensure_future(_last(beside))  # meanwhile: one who says much there would wait for a reader
        while line := await reader.readline():
            take(line)
        told = await aside
        code = await asyncio.to_thread(begun.wait)
    except BaseException:  # whoever looked at it is gone
        stop(begun.pid)
        await asyncio.to_thread(begun.wait)
        raise
    return code, told.decode("utf-8", "replace")


async def _last(reader: asyncio.StreamReader) -> bytes:
    """The end of all it says."""
    told = b""
    while more := await reader.read(SAID):
        told = (told + more)[-SAID:]
    return told


def lost(error: OSError) -> str:
    """Why a command could not even be begun."""
    from guard.escape import shown

    where = f": {shown(os.fsencode(error.filename))}" if error.filename else ""
    return f"guard could not be begun: {error.strerror or 'for no reason that is told'}{where}"


async def run(*words: str, cwd: str | None = None) -> Answer:
    """Run one to its end; one that nobody waits for any more is stopped."""
    import asyncio
    from asyncio.subprocess import DEVNULL, PIPE

    try:
        begun = await asyncio.create_subprocess_exec(
            *GUARD, *words, cwd=cwd, env=_plain(), stdin=DEVNULL, stdout=PIPE, stderr=PIPE, start_new_session=True
        )
    except OSError as error:
        return Answer(words, FAILED, "", lost(error))
    try:
        out, err = await begun.communicate()
    except asyncio.CancelledError:
        stop(begun.pid)
        await begun.wait()
        raise
    code = begun.returncode if begun.returncode is not None else FAILED
    return Answer(words, code, out.decode("utf-8", "replace"), err[-SAID:].decode("utf-8", "replace"))


async def _reader(pipe: object) -> asyncio.StreamReader:
    import asyncio

    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=LONGEST, loop=loop)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader, loop=loop), pipe)
    return reader


def _plain() -> dict[str, str]:
    """No colour, no width of this terminal: what is read by the desk is laid out by the desk."""
    return {**os.environ, "NO_COLOR": "1", "COLUMNS": "100"}
