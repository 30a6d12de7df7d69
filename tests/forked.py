"""One guard, loaded once and forked for each question: a process of its own every time, without loading it all again.

Started with `-I`, as guard itself is. What is asked comes as a line of JSON, the exit code goes back as another; what
the child writes goes into files. Hooks, controls and cases with an environment of their own start guard as users do.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

# What a question may need, libraries that guard loads late included: a child that loads them takes thrice as long.
LOADED = ("jsonschema", "referencing.jsonschema", "networkx", "markdown_it", "hashlib", "tempfile", "logging")
ROOMS = (
    *("binding", "carried", "checks", "commands", "compile", "document", "doors", "effects", "formats", "grammar"),
    *("lint", "model", "replay", "schema", "sites", "trust"),
)
SCHEMAS = ("policy", "plan", "report")
LIMIT = 60  # seconds for one question; none takes ten


class Said(NamedTuple):
    """What one question was answered."""

    code: int
    out: bytes
    err: bytes


class Forked:
    """The loaded guard, and the questions put to it. It is no child of this process: a test looks for any."""

    def __init__(self, folder: Path) -> None:
        self._out, self._err = folder / "out", folder / "err"
        command = [sys.executable, "-I", __file__]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
        assert self._process.stdout is not None
        self._pid = int(self._process.stdout.readline())
        self._process.wait(LIMIT)

    def ask(self, words: list[str], cwd: Path, environment: dict[str, str]) -> Said:
        """`guard` with these words, in a child of its own."""
        asked = {"words": words, "cwd": str(cwd), "env": environment, "out": str(self._out), "err": str(self._err)}
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        self._process.stdin.flush()
        if not select.select([self._process.stdout], [], [], LIMIT)[0]:
            os.kill(self._pid, signal.SIGKILL)
            raise AssertionError(f"guard did not end within {LIMIT} s: {words}")
        return Said(int(self._process.stdout.readline()), self._out.read_bytes(), self._err.read_bytes())

    def close(self) -> None:
        """The end of input is the end of it."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.read()  # until there is nobody left to write
        self._process.stdout.close()


def serve() -> None:
    """Fork for every line; the child answers and never comes back here."""
    import gc

    if os.fork():
        os._exit(0)
    sys.stdout.write(f"{os.getpid()}\n")
    sys.stdout.flush()
    load()
    gc.freeze()  # what a child does not touch, it does not copy
    for line in sys.stdin.buffer:
        child = os.fork()
        if child == 0:
            answer(json.loads(line))
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def load() -> None:
    """All that a question may need; what the reading process loads is left to the reading process."""
    import importlib
    import pkgutil

    import guard
    from guard.schema import validate_data

    for name in LOADED:
        importlib.import_module(name)
    for module in pkgutil.iter_modules(guard.__path__, "guard."):
        room = module.name.removeprefix("guard.")
        if room in ROOMS and module.ispkg:
            package = importlib.import_module(module.name)
            for inner in pkgutil.walk_packages(package.__path__, f"{module.name}."):
                importlib.import_module(inner.name)
        elif room not in ("__main__", "worker") and not module.ispkg:
            importlib.import_module(module.name)
    for kind in SCHEMAS:
        validate_data(kind, {})
    _beside().lay_file()


def _beside() -> ModuleType:
    """tests/recorded.py, which reads the unsigned log beside a repository; in isolated mode it has no name to go by."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("recorded", Path(__file__).with_name("recorded.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answer(asked: dict[str, object]) -> None:
    """What `python -I -m guard` does with these words, in this folder and environment; then the end of the process."""
    for number, name, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, str(asked["out"]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (2, str(asked["err"]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
    ):
        os.dup2(os.open(name, flags), number)
    run(asked["words"], str(asked["cwd"]), asked["env"])  # type: ignore[arg-type]


def run(words: list[str], folder: str, environment: dict[str, str]) -> None:
    """`guard` with these words in this process, which ends with it."""
    import traceback

    from guard.cli import main

    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["guard", *words]
    code = 1
    try:
        code = main(words)
        sys.stdout.flush()
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve()
