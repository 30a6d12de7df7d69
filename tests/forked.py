"""One guard, loaded once and forked for each question: a process of its own every time, without loading it all again.

Started with `-I`, as guard itself is. What is asked comes as a line of JSON, the exit code goes back as another; what
the child writes goes into files. Hooks, controls and cases with an environment of their own start guard as users do.
"""

from __future__ import annotations

import importlib
import json
import os
import pickle
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

# What a question may need, libraries that guard loads late included: a child that loads them takes thrice as long.
LOADED = ("jsonschema", "referencing.jsonschema", "networkx", "pyromark", "hashlib", "tempfile", "logging")
ROOMS = (
    *("binding", "carried", "checks", "commands", "compile", "document", "doors", "effects", "formats", "grammar"),
    *("lint", "model", "replay", "schema", "sites", "trust"),
)
LARGE = ("guard.doors.model",)  # takes a second to load, and room in every child; next to no question needs it
SCHEMAS = ("policy", "plan", "report")
LIMIT = 60  # seconds for one question; none takes ten
COMPILED: dict[tuple[str, str, str, bytes], bytes] = {}  # documents, as tests/compiled.py keeps them
LEARNT = "learnt"  # beside what a child writes: what it loaded and compiled that was new
TAUGHT = ("guard", "guard_hooks", "cryptography", "difflib", "tomllib")


class Said(NamedTuple):
    """What one question was answered."""

    code: int
    out: bytes
    err: bytes


class Forked:
    """The loaded guard, and the questions put to it. It is no child of this process: a test looks for any."""

    def __init__(self, folder: Path) -> None:
        self._out, self._err = folder / "out", folder / "err"
        from tests import nursery

        readers = nursery.door()
        self._process = subprocess.Popen(
            [sys.executable, "-I", __file__, str(readers)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=folder,
            pass_fds=[readers] if readers >= 0 else [],
        )
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
    ask_at(int(sys.argv[1]))
    gc.freeze()  # what a child does not touch, it does not copy
    for line in sys.stdin.buffer:
        child = os.fork()
        if child == 0:
            answer(json.loads(line))
        _, status = os.waitpid(child, 0)
        _learn()
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def load() -> None:
    """All that a question may need; what the reading process loads is left to the reading process."""
    import pkgutil

    import guard
    from guard.schema import validate_data

    for name in LOADED:
        importlib.import_module(name)
    for module in pkgutil.iter_modules(guard.__path__, "guard."):
        room = module.name.removeprefix("guard.")
        if room in ROOMS and module.ispkg:
            package = importlib.import_module(module.name)
            for inner in _below(package.__path__, f"{module.name}."):
                importlib.import_module(inner)
        elif room not in ("__main__", "worker") and not module.ispkg:
            importlib.import_module(module.name)
    for kind in SCHEMAS:
        validate_data(kind, {})
    _beside("recorded").lay_file()  # it reads the unsigned log beside a repository
    _beside("compiled").compile_once(COMPILED)


def ask_at(readers: int) -> None:
    """What changes is read by processes that have loaded what reads it, too."""
    if readers >= 0:
        os.set_inheritable(readers, False)  # only what is forked off has it
    nursery = _beside("nursery")
    nursery.READERS.append(readers)
    os.posix_spawn = nursery.given


def _below(path: Iterable[str], prefix: str) -> Iterator[str]:
    """The modules of a room, but those of LARGE."""
    import pkgutil

    for module in pkgutil.iter_modules(path, prefix):
        if module.name not in LARGE:
            yield module.name
            if module.ispkg:
                yield from _below(importlib.import_module(module.name).__path__, f"{module.name}.")


def _beside(name: str) -> ModuleType:
    """Another file of this folder; in isolated mode it has no name to go by."""
    import importlib.util

    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _learn() -> None:
    """What a child has loaded and compiled is there for all that come."""
    if os.path.exists(LEARNT):
        with open(LEARNT, "rb") as file:
            loaded, compiled = pickle.load(file)
        os.unlink(LEARNT)
        COMPILED.update(compiled)
        for name in loaded:
            importlib.import_module(name)


def _teach(folder: str, modules: frozenset[str], known: int) -> None:
    """What was not there when it was asked."""
    loaded = [
        name
        for name in sys.modules
        if name not in modules and name.partition(".")[0] in TAUGHT and not name.startswith(LARGE)
    ]
    if loaded or len(COMPILED) > known:
        with open(os.path.join(folder, LEARNT), "wb") as file:
            pickle.dump((loaded, dict(list(COMPILED.items())[known:])), file)


def answer(asked: dict[str, object]) -> None:
    """What `python -I -m guard` does with these words, in this folder and environment; then the end of the process."""
    for number, name, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, str(asked["out"]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (2, str(asked["err"]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
    ):
        os.dup2(os.open(name, flags), number)
    last = partial(_teach, os.getcwd(), frozenset(sys.modules), len(COMPILED))
    run(asked["words"], str(asked["cwd"]), asked["env"], last)  # type: ignore[arg-type]


def run(words: list[str], folder: str, environment: dict[str, str], last: Callable[[], object] = int) -> None:
    """`guard` with these words in this process, which ends with it; `last` is called at the end."""
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
        last()
        os._exit(code)


if __name__ == "__main__":
    serve()
