"""One ssh-keygen that runs: before a person at a terminal, or where nobody can be asked anything.

It is started by its absolute path, with no shell, and sees of the environment only what is named here.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager

from guard.errors import GuardError
from guard.escape import shown
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Action = tuple[int, int, int] | tuple[int, int, str, int, int]

PLACES = (
    "/usr/bin/ssh-keygen",
    "/usr/local/bin/ssh-keygen",
    "/opt/homebrew/bin/ssh-keygen",
    "/opt/local/bin/ssh-keygen",
    "/run/current-system/sw/bin/ssh-keygen",
)
# How a person, a device or an agent for keys is reached.
_TO_ASK = (
    *("HOME", "TERM", "SSH_AUTH_SOCK", "SSH_ASKPASS", "SSH_ASKPASS_REQUIRE", "SSH_SK_PROVIDER"),
    *("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"),
)
_SILENT = ("HOME", "SSH_AUTH_SOCK", "SSH_SK_PROVIDER")
_FILES = ("SSH_ASKPASS", "SSH_SK_PROVIDER")  # run or loaded by name, so only by a full one
_QUESTIONS = (b"Enter passphrase: ", b"Enter same passphrase again: ")
_ASKED = 40  # times to end, before it is made to
_SIGKILL, _SIGTERM = 9, 15  # importing `signal` for it would load `enum`
_ROOM = 256 << 10  # bytes that wait to be read; a payload has 64 KiB at most
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


class Ended(NamedTuple):
    """How one ended."""

    code: int
    printed: bytes
    said: tuple[str, ...]  # what it complained of, line by line, safe to show


def keygen(device: bool = False) -> str:
    """The ssh-keygen to run. PATH is not asked: a folder of the repository may stand first in it.

    `device`: one is wanted that reaches security keys; the one that comes with macOS does not.
    """
    apple_last = device and sys.platform == "darwin"
    for place in (*PLACES[1:], PLACES[0]) if apple_last else PLACES:
        if os.access(place, os.X_OK):
            return place
    mend = "install OpenSSH 8.2 or newer (on Debian and Ubuntu the package openssh-client)"
    raise GuardError("G507", "no ssh-keygen found", ", ".join(PLACES), mend)


def terminal() -> int:
    """The terminal of the person who runs guard, opened; -1 where there is none."""
    try:
        return os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:
        return -1


def asking(argv: list[str], stdin: int = -1, printed: str = "") -> Ended:
    """Run it where it can ask a person: at the terminal, or by the program that their desktop has for it.

    What it says goes to the terminal as it comes, and is kept. It must think that it talks to a terminal itself:
    otherwise it does not tell that a device waits to be touched. With `stdin` it reads from there what it works on,
    and prints into the file `printed`; questions are put at the terminal all the same.
    """
    at = terminal()
    environment = _environment(_TO_ASK)
    if stdin >= 0 and at >= 0 and "SSH_ASKPASS_REQUIRE" not in environment:
        environment["SSH_ASKPASS_REQUIRE"] = "never"  # where its stdin is no terminal it would ask by a program
        environment.pop("DISPLAY", None)  # that tells the same to OpenSSH before 8.4
    ours, theirs = os.openpty()
    source = stdin if stdin >= 0 else at
    nothing: Action = (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)
    reads: Action = (os.POSIX_SPAWN_DUP2, source, 0) if source >= 0 else nothing
    prints: Action = (os.POSIX_SPAWN_OPEN, 1, printed, _WRITE, 0o600) if printed else (os.POSIX_SPAWN_DUP2, theirs, 1)
    try:
        try:
            pid = _spawned(argv, environment, [reads, prints, (os.POSIX_SPAWN_DUP2, theirs, 2)])
        finally:
            os.close(theirs)
        try:
            said = _relayed(ours, at)
        except BaseException:  # Ctrl-C is for both
            _stopped(pid)
            raise
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    finally:
        os.close(ours)
        if at >= 0:
            os.close(at)
    return Ended(code, _content(printed) if printed else b"", _complaints(said))


def unasked(argv: list[str], folder: str, stdin: str | int = os.devnull, *, keys: bool = False) -> Ended:
    """Run it where it can ask nobody, in a session with no terminal. `keys`: it may use an agent for keys."""
    printed, said = os.path.join(folder, "printed"), os.path.join(folder, "said")
    actions: list[Action] = [
        (os.POSIX_SPAWN_DUP2, stdin, 0) if isinstance(stdin, int) else (os.POSIX_SPAWN_OPEN, 0, stdin, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, printed, _WRITE, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, said, _WRITE, 0o600),
    ]
    environment = _environment(_SILENT if keys else ()) | {"SSH_ASKPASS_REQUIRE": "never"}
    pid = _spawned(argv, environment, actions, alone=True)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return Ended(code, _content(printed), _complaints(_content(said)))


@contextmanager
def told(message: bytes) -> Iterator[int]:
    """Where a child reads exactly these bytes. Nobody else can: no file has them, and /proc opens no socket anew."""
    import socket

    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _ROOM)
        ours.setblocking(False)  # all of it lies there before anybody types a passphrase
        try:
            ours.sendall(message)
        except BlockingIOError as error:
            what = "what is signed is too long to be handed to ssh-keygen"
            raise GuardError("G507", what, f"{len(message):,} bytes", "sign less at once") from error
        ours.shutdown(socket.SHUT_WR)
        yield theirs.fileno()


def _environment(names: Sequence[str]) -> dict[str, str]:
    kept = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}
    for name in names:
        value = os.environ.get(name, "")
        by_full_name = name not in _FILES or os.path.isabs(value) or value == "internal"
        if value and by_full_name:
            kept[name] = value
    return kept


def _spawned(argv: list[str], environment: dict[str, str], actions: Sequence[Action], alone: bool = False) -> int:
    try:
        return os.posix_spawn(argv[0], argv, environment, file_actions=actions, setsid=alone)
    except (OSError, ValueError) as error:  # a ValueError: a NUL in a name
        what = f"ssh-keygen could not be started: {getattr(error, 'strerror', None) or error}"
        raise GuardError("G507", what, shown(argv[0]), "check that it runs: ssh-keygen -l -f FILE.pub") from error


def _relayed(ours: int, at: int) -> bytes:
    """All it says until it ends."""
    heard: list[bytes] = []
    while True:
        try:
            chunk = os.read(ours, 4096)
        except OSError:  # how Linux says that nobody has the other side open any more
            chunk = b""
        if not chunk:
            return b"".join(heard)
        heard.append(chunk)
        try:
            os.write(at, chunk)
        except OSError:  # there is no terminal, or it is gone; how the child ends tells the rest
            pass


def _stopped(pid: int) -> None:
    """The end of one that may wait for a passphrase: asked to, it first gives the terminal back as it was.

    It is asked more than once: just before it reads the answer it takes note of being asked, and reads all the same.
    """
    from time import sleep

    for _ in range(_ASKED):
        os.kill(pid, _SIGTERM)
        sleep(0.05)
        if os.waitpid(pid, os.WNOHANG)[0]:
            return
    os.kill(pid, _SIGKILL)
    os.waitpid(pid, 0)


def _content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read(1 << 16)


def _complaints(said: bytes) -> tuple[str, ...]:
    """What it said, but for its summings up; a question that it could not put stands on the line of what follows."""
    lines = []
    for line in said.replace(b"\r", b"\n").split(b"\n"):
        for question in _QUESTIONS:
            line = line.removeprefix(question)
        if line.strip() and not line.startswith((b"Signing ", b"@")):
            lines.append(shown(line.strip()[:300]))
    return tuple(lines)
