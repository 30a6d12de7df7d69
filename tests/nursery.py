"""The reading process, loaded once and forked for each guard that asks: a process of its own, within its own limits.

Guard reads what changes in a process that it starts, and the start of one loads for ten times as long as it reads. A
guard that is forked (tests/forked.py), and one in the process of the tests, have their readers forked as well: the
same code runs in them, in the environment and on the pipes that guard gave. How guard starts one by itself, and how
that ends, say the files of READING (tests/conftest.py), and every guard that a test starts as users do.

Only the standard library is imported here, and guard: tests/forked.py loads this file by its path.
"""

from __future__ import annotations

import fcntl
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from functools import cache
from typing import Any

HIGH = 200  # numbers that nobody else gives a stream
LIMIT = 60  # seconds until it has begun
MESSAGE = 1 << 16  # bytes of what is asked
STREAMS = 64  # at most, of one process
START = os.posix_spawn
READERS: list[int] = []
FLAGS = ["-I", "-S", "-c"]
LOADED = ("guard.sites.searching", "guard.inventories.reading.process", "guard.worker", "resource")
READ = (
    ("sql", "db/migrations/1.sql", b"CREATE TABLE one (id bigint);\n"),
    ("rails", "db/migrate/1_two.rb", b"class Two < ActiveRecord::Migration[7.0]\nend\n"),
)


@cache
def door() -> int:
    """The stream by which this process and those it starts ask for readers; it ends when nobody is left who could.

    A process that is handed one as it starts (by `READERS`) goes on with that.
    """
    if READERS:
        return READERS[0]
    try:
        asking, asked = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    except OSError:  # a system without them: readers start as they always do
        return -1
    command = [sys.executable, "-I", __file__]
    subprocess.run(command, stdin=asked, env={"LC_ALL": "C.UTF-8"}, check=True, timeout=LIMIT)
    asked.close()
    return _high(asking.detach())


@cache
def _asking(door: int) -> socket.socket:
    return socket.socket(fileno=door)


def given(path: Any, argv: Any, environment: Any, **how: Any) -> int:
    """What may stand in the place of posix_spawn: a reader is forked, and all else is started as it is."""
    if path != sys.executable or argv[1:4] != FLAGS or how.keys() != {"file_actions", "setpgroup"} or door() < 0:
        return START(path, argv, environment, **how)
    moves = [(was, now) for action, was, now, *_ in how["file_actions"] if action == os.POSIX_SPAWN_DUP2]
    told, tell = os.pipe()
    text = json.dumps([argv[3:], environment, [now for _, now in moves]]).encode()
    socket.send_fds(_asking(door()), [text], [tell, *[was for was, _ in moves]])
    os.close(tell)
    with os.fdopen(told, "rb") as answer:
        return int(answer.read() or b"0") or START(path, argv, environment, **how)


def _high(stream: int) -> int:
    """At a number where it is in nobody's way."""
    found = fcntl.fcntl(stream, fcntl.F_DUPFD_CLOEXEC, HIGH)
    os.close(stream)
    return found


def serve() -> None:
    """Fork for every question, until there is nobody to put one. It is no child of its starter: tests look for any."""
    if os.fork():
        os._exit(0)
    asked = socket.socket(fileno=_high(os.dup(0)))
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever asked for one cannot wait for it, and nobody else would
    loaded = False
    while True:
        text, sent, *_ = socket.recv_fds(asked, MESSAGE, STREAMS)
        if not text:
            os._exit(0)
        if not loaded:
            _load()
            loaded = True
        tell, *theirs = sent
        child = os.fork()
        if child == 0:
            _read(*json.loads(text), theirs)
        with suppress(OSError):  # it may have done so itself
            os.setpgid(child, child)
        os.write(tell, str(child).encode())
        for stream in sent:
            os.close(stream)


def _load() -> None:
    import gc
    import pkgutil

    import guard.operations

    for name in LOADED:
        importlib.import_module(name)
    for module in pkgutil.iter_modules(guard.operations.__path__, "guard.operations."):
        importlib.import_module(module.name)
    from guard.model.reading import Context, Source
    from guard.worker import read

    for detector, path, text in READ:  # some of it is loaded with the first file
        read((detector,), Source(path, None, text), Context())
    gc.freeze()  # what a reader does not touch, it does not copy


def _read(argv: list[str], environment: dict[str, str], places: list[int], theirs: list[int]) -> None:
    """What `python -I -S -c CODE` does with these words, on these streams; then the end of the process."""
    try:
        with suppress(OSError):
            os.setpgid(0, 0)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        # none of them is where another is to come
        free = [fcntl.fcntl(one, fcntl.F_DUPFD_CLOEXEC, max(places) + 1) for one in theirs]
        for one, place in zip(free, places, strict=True):
            os.dup2(one, place)
        for descriptor in map(int, os.listdir("/dev/fd")):
            if descriptor != 2 and descriptor not in places:
                with suppress(OSError):
                    os.close(descriptor)
        os.environ.clear()
        os.environ.update(environment)
        sys.argv = argv
        exec(argv[1], {"__name__": "__main__"})
    finally:
        os._exit(0)


if __name__ == "__main__":
    serve()
