"""Appends killed at any moment: what was acknowledged is there, nothing is damaged, the next append needs no help."""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.chains import NAME, many, put, sound, walked
from tests.repos import GIT, Maker, make_repository

DRIVER = Path(__file__).with_name("driver.py")
STRACE = shutil.which("strace")
GITS = ("for-each-ref", "unpack-objects", "update-ref")


def driver(made: Maker, *words: str) -> subprocess.Popen[bytes]:
    argv = [sys.executable, "-I", "-S", str(DRIVER), *words]
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
        assert sorted(os.listdir(os.path.join(self.made.git_dir, b"guard", b"log"))) == [b"lock"]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


# at random moments


@pytest.mark.fuzz
@pytest.mark.parametrize("seed", range(many(1, 40, 400)))
def test_killed_at_random_moments(bench: Bench, seed: int) -> None:
    """Its gits with it, or only itself. 40 times 50 moments in `make fuzz`, which draws the same ones every time."""
    draw = random.Random(seed)
    child = driver(bench.made, "fork", f"s{seed}")
    for _ in range(many(8, 50, 50)):
        killed(bench, child, draw.uniform(0.0, 0.06), draw.random() < 0.5)
        bench.heals()
    child.communicate()
    assert child.returncode == 0


def killed(bench: Bench, child: subprocess.Popen[bytes], after: float, group: bool) -> None:
    """One process that appends, killed so many seconds after it began."""
    assert child.stdin is not None and child.stdout is not None
    child.stdin.write(b"go\n")
    pid = int(child.stdout.readline().split()[1])
    until = time.monotonic() + after
    while (left := until - time.monotonic()) > 0 and select.select([child.stdout], [], [], left)[0]:
        heard(bench, child.stdout.readline())
    (os.killpg if group else os.kill)(pid, signal.SIGKILL)
    while (line := child.stdout.readline()) != b"over\n":
        heard(bench, line)


def heard(bench: Bench, line: bytes) -> None:
    assert line.endswith(b"\n") and not line.startswith(b"G"), line
    bench.told.append(line[:-1])


# at every call of the system

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
    bench.told += [line for line in told if not line.startswith(b"G")]
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
    told = child.communicate(b"go\n")[0].splitlines()
    tracer.communicate()
    bench.told += [line for line in told if not line.startswith(b"G")]
    return told


@pytest.fixture
def traced() -> None:
    if STRACE is None:
        pytest.skip("no strace here; make soak asks for it")


@pytest.mark.parametrize(
    ("word", "call"),
    [("unpack-objects", "fsync"), ("update-ref", "write"), ("update-ref", "fsync"), ("update-ref", "rename")],
)
@pytest.mark.parametrize("whole", [False, True], ids=["git alone", "all of it"])
@pytest.mark.usefixtures("traced")
def test_killed_at_one_call(bench: Bench, word: str, call: str, whole: bool) -> None:
    with bench.made.opened() as repository:
        put(repository, "first")
    told = appending(bench, wrapped(bench, word, call, "signal=KILL:when=1", whole))
    assert [line[:5] for line in told] == ([] if whole else [b"G507 "])
    bench.heals()


@pytest.mark.soak
@pytest.mark.parametrize("word", GITS)
@pytest.mark.parametrize("whole", [False, True], ids=["git alone", "all of it"])
def test_killed_at_every_call_of_its_gits(bench: Bench, word: str, whole: bool) -> None:
    assert STRACE, "make soak needs strace: install it (apt-get install strace)"
    with bench.made.opened() as repository:
        put(repository, "first")
    assert len(appending(bench, wrapped(bench, word))) == 1
    points = calls(bench)
    died = 0
    for call, number in points:
        told = appending(bench, wrapped(bench, word, call, f"signal=KILL:when={number}", whole))
        died += not told or told[0].startswith(b"G")
        bench.heals()
        bench = renewed(bench)
    assert died > len(points) * 0.7, "the calls were hit"


@pytest.mark.soak
def test_killed_at_every_call_of_its_own(bench: Bench) -> None:
    assert STRACE, "make soak needs strace: install it (apt-get install strace)"
    assert len(attached(bench, "all", "")) == 1
    points = calls(bench)
    died = 0
    for call, number in points:
        died += not attached(bench, call, f"signal=KILL:when={number}")
        bench.heals()
        bench = renewed(bench)
    assert died > len(points) * 0.7, "the calls were hit"


def renewed(bench: Bench) -> Bench:
    """Another repository from time to time: looking through one that grows takes longer and longer."""
    if bench.tries < 60:
        return bench
    shutil.rmtree(bench.made.top)
    other = Bench(bench.folder)
    with other.made.opened() as repository:
        put(repository, "first")
    return other
