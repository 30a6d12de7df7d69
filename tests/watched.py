"""Run a module as `python -m` would, with every process it starts and every file it opens written down.

    python -I watched.py EVENTS MODULE [ARGUMENT...]

An audit hook sees what no library can hide: posix_spawn, fork, exec, Popen, system. What it saw stands in the file
EVENTS as one JSON object when the module ends, whichever way it ends.
"""

from __future__ import annotations

import os
import sys

STARTS = {
    "os.posix_spawn", "os.exec", "os.fork", "os.forkpty", "os.spawn", "os.system", "os.startfile", "subprocess.Popen",
    "pty.spawn", "socket.connect", "socket.getaddrinfo",
}  # fmt: skip

started: list[tuple[str, tuple[object, ...]]] = []
opened: list[tuple[object, object]] = []


def watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in STARTS:
        started.append((event, arguments))
    elif event == "open" and not isinstance(arguments[0], int):
        opened.append((arguments[0], arguments[1]))


def plain(value: object) -> object:
    """What JSON can carry, and nothing lost that a test compares."""
    if isinstance(value, dict):
        return {os.fsdecode(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (bytes, os.PathLike)):
        return os.fsdecode(value)
    return value if value is None or isinstance(value, (str, int)) else repr(value)


def write(path: str) -> None:
    import json

    modules = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
    seen = {
        "started": [[event, plain(arguments)] for event, arguments in started],
        "opened": [plain(pair) for pair in opened],
        "modules": sorted({os.path.abspath(file) for file in modules if isinstance(file, str)}),
        "path": sys.path,
    }
    with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
        json.dump(seen, file)


def main() -> None:
    import runpy

    events = os.path.abspath(sys.argv[1])
    module = sys.argv[2]
    sys.argv = [module, *sys.argv[3:]]
    leave = os._exit

    def written_then_left(code: int) -> None:
        write(events)
        leave(code)

    os._exit = written_then_left  # type: ignore[assignment]  # a hook may leave so, to save the interpreter's teardown
    sys.addaudithook(watch)
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        sys.stdout.flush()
        write(events)


if __name__ == "__main__":
    main()
