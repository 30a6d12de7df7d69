"""A command `guard` that is loaded already: a small client hands its words and its streams to a guard that forks.

What a page shows to be typed takes a guard each; one that starts anew loads for longer than it works. Its clock may go
on by a minute from one guard to the next.
"""

from __future__ import annotations

import array
import atexit
import contextlib
import json
import os
import shlex
import socket
import subprocess
import sys
from pathlib import Path

BEGUN, MINUTE = 1767603600, 60  # 2026-01-05 09:00 UTC
CLIENT = """\
import json, os, socket, sys
asking = socket.socket(socket.AF_UNIX)
asking.connect(sys.argv[1])
socket.send_fds(asking, [b"."], [0, 1, 2])
asking.sendall(json.dumps([sys.argv[2:], os.getcwd(), dict(os.environ)]).encode())
asking.shutdown(socket.SHUT_WR)
os._exit(int(asking.recv(16) or b"70"))
"""
STREAMS = 3


def put(folder: Path, clock: bool = True) -> tuple[str, ...]:
    """`guard` in this folder, served until this process ends, by a clock of its own or the one on the wall.

    Returned is what that starts, for whoever needs no shell to start it.
    """
    from tests import nursery

    door, readers = folder / "door", nursery.door()
    command = [sys.executable, "-I", __file__, str(door), str(readers), *(["clock"] if clock else [])]
    passed = [readers] if readers >= 0 else []
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder, pass_fds=passed)
    assert server.stdin is not None and server.stdout is not None
    assert server.stdout.readline() == b"ready\n"
    atexit.register(server.wait)
    atexit.register(server.stdin.close)  # called before the one above: the end of its input is the end of it
    (folder / "client.py").write_text(CLIENT)
    words = (sys.executable, "-I", "-S", str(folder / "client.py"), str(door))
    (folder / "guard").write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n')
    (folder / "guard").chmod(0o755)
    return words


def python(folder: Path) -> Path:
    """An interpreter beside it that asks it where it is told to run guard, and is this one for all else."""
    path, plain = folder / "python", shlex.quote(sys.executable)
    path.write_text(
        "#!/bin/sh\n"
        'case "$1 $2 $3" in\n'
        f'    "-I -m guard") shift 3; exec {shlex.quote(str(folder / "guard"))} "$@" ;;\n'
        f'    *) exec {plain} "$@" ;;\n'
        "esac\n"
    )
    path.chmod(0o755)
    return path


def serve(door: str, readers: int, clock: bool) -> None:
    """Fork for whoever comes; end with the input."""
    import select

    forked = _forked()
    forked.load()  # type: ignore[attr-defined]
    forked.ask_at(readers)  # type: ignore[attr-defined]
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(door)
    listening.listen()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    asked = 0
    while True:
        ready = select.select([listening, sys.stdin], [], [])[0]
        if listening not in ready:
            return
        caller, _ = listening.accept()
        asked += 1
        if os.fork() == 0:  # it waits for the one that answers, so that two may be at work at a time
            _answer(caller, asked if clock else None)
        caller.close()
        _reap()


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def _answer(caller: socket.socket, asked: int | None) -> None:
    import time

    sent = array.array("i")
    _, more, _, _ = caller.recvmsg(1, socket.CMSG_LEN(STREAMS * sent.itemsize))
    sent.frombytes(more[0][2])
    text = b"".join(iter(lambda: caller.recv(65536), b""))
    ended, alive = os.pipe()
    child = os.fork()
    if child == 0:
        os.setsid()  # the terminal of whoever runs the tests is none of its business
        caller.close()
        for number, stream in enumerate(sent):
            os.dup2(stream, number)
        for stream in {*sent, ended} - {*range(STREAMS)}:
            os.close(stream)
        if asked is not None:
            time.time = lambda: BEGUN + MINUTE * asked
        words, folder, environment = json.loads(text)
        _forked().run(words, folder, environment)  # type: ignore[attr-defined]
    os.close(alive)
    _wait(ended, caller, child)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    caller.sendall(str(code if code >= 0 else 128 - code).encode())
    os._exit(0)


def _wait(ended: int, caller: socket.socket, child: int) -> None:
    """Until it ends; where its client is ended, it is ended as well, with what it has begun."""
    import select
    import signal

    both = select.poll()
    both.register(ended, select.POLLIN)
    both.register(caller, 0)  # that it hangs up is always told
    if ended not in dict(both.poll()):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)


def _forked():  # type: ignore[no-untyped-def]  # tests/forked.py, which in isolated mode has no name to go by
    import importlib.util

    spec = importlib.util.spec_from_file_location("forked", Path(__file__).with_name("forked.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), "clock" in sys.argv[3:])
