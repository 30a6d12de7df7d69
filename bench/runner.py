"""The paired runner: floor and guard alternate round by round, so that a busy machine slows both.

A command is one or more whole processes, one after the other, timed from start to reaped. What is printed is the median
of the ratios of each round, never a quotient of two medians taken at different times.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

WARM_UPS = 2
FEWEST = 5  # rounds, however slow the row


class NotRun(Exception):
    """A peer that cannot be had here: its row says so, and guard is not the worse for it."""


class Unexpected(Exception):
    """A command that did not end as it should: a time for it would be the time of something else."""


class Command(NamedTuple):
    """Processes started one after the other in a folder, and the exit codes that are right for them."""

    argvs: tuple[tuple[str, ...], ...]
    folder: str
    environment: dict[str, str]
    expected: tuple[int, ...] = (0,)
    before: Callable[[], None] | None = None  # done before every run, outside the time
    stdin: str = os.devnull  # a file that every process reads


class Sample(NamedTuple):
    """One run: wall and processor seconds of all its processes, and the memory of the largest."""

    wall: float
    cpu: float
    memory: int  # bytes; never below what the bench itself held when it started the process


class Pairing(NamedTuple):
    """Two commands in turn, round by round."""

    floor: tuple[Sample, ...]
    other: tuple[Sample, ...]

    @property
    def ratios(self) -> list[float]:
        return [mine.wall / theirs.wall for mine, theirs in zip(self.other, self.floor, strict=True)]

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)

    @property
    def cpu(self) -> float:
        """The same of processor time: more is done at once than the wall shows, and a busy machine hides less of it."""
        return statistics.median(mine.cpu / theirs.cpu for mine, theirs in zip(self.other, self.floor, strict=True))

    @property
    def spread(self) -> tuple[float, float]:
        """The ratios that a tenth of the rounds lie below and above."""
        ordered = sorted(self.ratios)
        tenth = len(ordered) // 10
        return ordered[tenth], ordered[-1 - tenth]

    @property
    def memory(self) -> int:
        """The largest process of any round."""
        return max(sample.memory for sample in self.other)


def seconds(samples: Iterable[Sample]) -> float:
    return statistics.median(sample.wall for sample in samples)


def run(command: Command) -> Sample:
    """Run once, output thrown away."""
    if command.before is not None:
        command.before()
    os.chdir(command.folder)
    wall = cpu = 0.0
    memory = 0
    for argv in command.argvs:
        started = time.perf_counter()
        process = os.posix_spawn(argv[0], argv, command.environment, file_actions=_quiet(os.devnull, command.stdin))
        _, status, usage = os.wait4(process, 0)
        wall += time.perf_counter() - started
        cpu += usage.ru_utime + usage.ru_stime
        memory = max(memory, usage.ru_maxrss * 1024)
        code = os.waitstatus_to_exitcode(status)
        if code not in command.expected:
            raise Unexpected(f"{_name(argv)} ended with {code}: {said(command, argv)}")
    return Sample(wall, cpu, memory)


def pair(floor: Command, other: Command, rounds: int, longest: float = 20.0) -> Pairing:
    """Run the two in turn; a slow row has fewer rounds, but never fewer than a few."""
    pairs: list[tuple[Sample, Sample]] = []
    for _ in range(WARM_UPS):
        run(floor), run(other)
    started = time.perf_counter()
    for turn in range(rounds):
        if turn >= FEWEST and time.perf_counter() - started > longest:
            break
        pairs.append(_round(floor, other, turn))
    mine, theirs = zip(*pairs, strict=True)
    return Pairing(tuple(mine), tuple(theirs))


def _round(floor: Command, other: Command, turn: int) -> tuple[Sample, Sample]:
    """Who goes first changes from round to round, so that neither always finds the caches the other left."""
    if turn % 2:
        late = run(other)
        return run(floor), late
    return run(floor), run(other)


def said(command: Command, argv: tuple[str, ...], lines: int = -3) -> str:
    """The first lines of what one process of a command prints, or the last ones where the number is negative."""
    reader, writer = os.pipe()
    os.chdir(command.folder)
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, command.stdin, os.O_RDONLY, 0),
        *((os.POSIX_SPAWN_DUP2, writer, to) for to in (1, 2)),
    ]
    process = os.posix_spawn(argv[0], argv, command.environment, file_actions=actions)
    os.close(writer)
    with open(reader, "rb") as pipe:
        printed = [line.strip()[:200] for line in pipe.read().split(b"\n") if line.strip()]
    os.waitpid(process, 0)
    words = b" / ".join(printed[lines:] if lines < 0 else printed[:lines])
    return words.decode("utf-8", "replace") or "it said nothing"


def _name(argv: tuple[str, ...]) -> str:
    return " ".join([os.path.basename(argv[0]), *argv[1:]])[:80]


def _quiet(to: str, stdin: str = os.devnull) -> list[tuple[int, int, str, int, int]]:
    return [
        (os.POSIX_SPAWN_OPEN, 0, stdin, os.O_RDONLY, 0),
        *((os.POSIX_SPAWN_OPEN, out, to, os.O_WRONLY, 0) for out in (1, 2)),
    ]
