"""A place to hurt appends in: processes that append, killed or told that the disk is full, and what stands then."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.chains import NAME, put, sound, walked
from tests.repos import GIT, Maker, make_repository

DRIVER = Path(__file__).with_name("driver.py")
STRACE = shutil.which("strace")
GITS = ("cat-file", "for-each-ref", "unpack-objects", "update-ref")


def driver(made: Maker, *words: str, before: list[str] | None = None) -> subprocess.Popen[bytes]:
    argv = [*(before or []), sys.executable, "-I", "-S", str(DRIVER), *words]
    pipe = subprocess.PIPE
    return subprocess.Popen(argv, cwd=made.top, stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0)


class Bench:
    """A repository, and what was acknowledged in it so far."""

    def __init__(self, folder: Path) -> None:
        self.made = make_repository(folder / "repository")
        self.folder = folder
        self.told: list[bytes] = []
        self.tries = 0

    def standing(self) -> list[bytes]:
        """What plain git says, whoever was killed: a branch that is whole, and all that was acknowledged on it."""
        path = os.path.join(self.made.git_dir, NAME)
        if os.path.exists(path):
            with open(path, "rb") as file:
                ref = file.read()
            assert len(ref) == 41 and ref.endswith(b"\n") and int(ref, 16), ref
        elif not self.told:
            return []
        found = walked(self.made.top)
        assert set(self.told) <= set(found)
        assert len(set(found)) == len(found)
        return found

    def heals(self) -> None:
        """The next append succeeds by itself, on top of all that stood."""
        before = self.standing()
        self.tries += 1
        with self.made.opened() as repository:
            put(repository, f"probe {self.tries}")
        after = self.standing()
        assert after[: len(before)] == before, "entries went, or changed their place"
        assert len(after) >= len(before) + 1
        sound(self.made.top)
        assert sorted(os.listdir(os.path.join(self.made.git_dir, b"guard", b"log"))) == [b"lock", b"seen", b"seen.lock"]


WRAPPED = """#!/bin/sh
case " $* " in *" {word} "*)
    {whole} || exec {strace} -qq -o {said} -e trace={call} {inject} {git} "$@"
    {strace} -qq -o {said} -e trace={call} {inject} {git} "$@"
    code=$?
    if [ $code -gt 128 ]; then kill -9 $PPID; fi
    exit $code ;;
esac
exec {git} "$@"
"""


def wrapped(bench: Bench, word: str, call: str = "all", inject: str = "", whole: bool = False) -> str:
    """A git of which one command runs under strace, which may do something to one of its calls."""
    if word == "for-each-ref":  # which is asked where a name could be taken for ours
        bench.made.ref(b"refs/tags/refs/heads/guard-log", bench.made.commit(bench.made.tree({})))
    path = bench.folder / "git"
    said = bench.folder / "calls"
    option = f"-e inject={call}:{inject}" if inject else ""
    words = {"strace": STRACE, "said": said, "call": call, "inject": option, "git": GIT}
    path.write_text(WRAPPED.format(word=word, whole="true" if whole else "false", **words))
    path.chmod(0o755)
    return str(path)


def calls(bench: Bench) -> list[tuple[str, int]]:
    """Every call that was traced, each with its number among those of its name."""
    count: dict[str, int] = {}
    found = []
    for line in (bench.folder / "calls").read_text(errors="replace").splitlines():
        name = line.partition("(")[0].split()[-1] if "(" in line else ""
        if name.isidentifier() and name not in ("exit_group", "rt_sigreturn", "restart_syscall"):
            count[name] = count.get(name, 0) + 1
            found.append((name, count[name]))
    assert len(found) > 40
    return found


def appending(bench: Bench, git: str) -> list[bytes]:
    """One append in a process of its own with this git; what it told."""
    bench.tries += 1
    child = driver(bench.made, "append", f"n{bench.tries}", "1", git)
    told = child.communicate()[0].splitlines()
    bench.told += [line for line in told if not line.startswith((b"G", b"BUG"))]
    return told


def attached(bench: Bench, call: str, inject: str) -> list[bytes]:
    """One append in a process that stands ready, of which strace takes hold first: its gits are left alone."""
    bench.tries += 1
    child = driver(bench.made, "wait", f"n{bench.tries}")
    assert child.stdin is not None and child.stdout is not None
    bench.told.append(child.stdout.readline()[:-1])
    option = ["-e", f"inject={call}:{inject}"] if inject else []
    said = str(bench.folder / "calls")
    words = [STRACE or "strace", "-o", said, "-e", f"trace={call}", *option, "-p", str(child.pid)]
    tracer = subprocess.Popen(words, stderr=subprocess.PIPE)
    assert tracer.stderr is not None
    assert b"attached" in tracer.stderr.readline()
    told = child.communicate(b".")[0].splitlines()
    tracer.communicate()
    bench.told += [line for line in told if not line.startswith((b"G", b"BUG"))]
    return told


def needs_strace() -> None:
    """What is asked for in `make soak` fails where it cannot be had."""
    assert STRACE, "make soak needs strace: install it (apt-get install strace)"


traced = pytest.mark.skipif(STRACE is None, reason="no strace here; make soak asks for it")


def renewed(bench: Bench) -> Bench:
    """Another repository from time to time: looking through one that grows takes longer and longer."""
    if bench.tries < 60:
        return bench
    shutil.rmtree(bench.made.top)
    other = Bench(bench.folder)
    with other.made.opened() as repository:
        put(repository, "first")
    return other
