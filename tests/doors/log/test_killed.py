"""Appends killed at any moment: what was acknowledged is there, nothing is damaged, the next append needs no help."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.chains import many, put
from tests.doors.log.bench import (
    GITS,
    Bench,
    appending,
    attached,
    calls,
    driver,
    needs_strace,
    renewed,
    traced,
    wrapped,
)


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
    child.stdin.write(b".")
    pid = int(child.stdout.readline().split()[1])
    until = time.monotonic() + after
    while (left := until - time.monotonic()) > 0 and select.select([child.stdout], [], [], left)[0]:
        heard(bench, child.stdout.readline())
    (os.killpg if group else os.kill)(pid, signal.SIGKILL)
    while (line := child.stdout.readline()) != b"over\n":
        heard(bench, line)


def heard(bench: Bench, line: bytes) -> None:
    assert line.endswith(b"\n") and not line.startswith((b"G", b"BUG")), line
    bench.told.append(line[:-1])


# at every call of the system


@pytest.mark.parametrize(
    ("word", "call"),
    [("unpack-objects", "fsync"), ("update-ref", "write"), ("update-ref", "fsync"), ("update-ref", "rename")],
)
@pytest.mark.parametrize("whole", [False, True], ids=["git alone", "all of it"])
@traced
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
    needs_strace()
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
    needs_strace()
    assert len(attached(bench, "all", "")) == 1
    points = calls(bench)
    died = 0
    for call, number in points:
        died += not attached(bench, call, f"signal=KILL:when={number}")
        bench.heals()
        bench = renewed(bench)
    assert died > len(points) * 0.7, "the calls were hit"
