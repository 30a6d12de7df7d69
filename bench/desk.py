"""Rows about the desk: how soon a row stands on the screen where 3,000 wait, and how soon a key is answered.

`guard triage` runs in a pty, as somebody opens it, and is looked at from its start until the words of a row have come;
then it is ended. Its peer is what anybody would begin with: Textual's own table, filled with as many rows that are
there already, of no git and no plan.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench.bench import Bench, against
from bench.repositories import POLICY, begin, commit, file, git, imported, repository
from bench.runner import WARM_UPS, Command, Pairing, Sample, Unexpected, run

if TYPE_CHECKING:
    from bench.table import Result


class Waits(NamedTuple):
    """So many plans, each with so many assumptions that nobody has settled."""

    plans: int
    assumptions: int


WAITS = Waits(100, 30)
FIRST = 45  # times `python -c pass`, until a row stands there
COLUMNS, LINES = 120, 40
LONGEST = 60.0  # seconds until a row must stand there
KEYS = 20  # of one sitting
SAYS = "part {plan} holds what {number} says of it"
PLAN = """\
plan: plan-{plan:03d}
version: 1
owner: dana
why: Rename part {plan}
scope: {{paths: [/src/part{plan:03d}/**]}}
assume:
{assume}phases:
  expand: {{does: [schema.column.add, file.*]}}
  dual-write: {{after: {{expand: deployed}}, does: [code.write.dual, file.*]}}
  backfill: {{after: {{dual-write: deployed 24h}}, does: [data.backfill]}}
  switch-reads: {{after: {{backfill: backfilled remaining=0}}, does: [code.read.switch, file.modify]}}
"""
TABLE = """\
import sys
from textual.app import App
from textual.widgets import DataTable, Footer
class Table(App):
    def compose(self):
        yield DataTable()
        yield Footer()
    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns("presses", "kind", "about", "says", "who", "since")
        for plan in range(%d):
            for number in range(%d):
                table.add_row("now", "question", f"plan-{plan:03d} A{number}", f"%s", "dana", "3d")
Table().run()
"""


class Desk:
    """A program in a pty of its own, looked at from outside."""

    def __init__(self, command: Command) -> None:
        self._master, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        environment = {**command.environment, "TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none"}
        os.chdir(command.folder)
        self.begun = time.perf_counter()
        path = os.ttyname(theirs)
        actions = [(os.POSIX_SPAWN_OPEN, end, path, os.O_RDWR, 0) for end in (0, 1, 2)]
        argv = command.argvs[0]
        self.pid = os.posix_spawn(argv[0], argv, environment, file_actions=actions, setsid=True)
        os.close(theirs)

    def until(self, words: str) -> float:
        """Seconds since its start when they stand on the screen."""
        seen, wanted, end = b"", words.encode(), self.begun + LONGEST
        while wanted not in seen:
            if not select.select([self._master], [], [], max(0.0, end - time.perf_counter()))[0]:
                raise Unexpected(f"'{words}' never stood on the screen; what came last: {seen[-200:]!r}")
            try:
                seen += os.read(self._master, 1 << 16)
            except OSError as error:
                raise Unexpected(f"it ended before '{words}' stood on the screen: {seen[-200:]!r}") from error
        return time.perf_counter() - self.begun

    def answers(self, key: str, words: str) -> float:
        """Seconds from a key to what it paints, once nothing is left of the key before."""
        while select.select([self._master], [], [], 0.1)[0]:
            os.read(self._master, 1 << 16)
        self.begun = time.perf_counter()
        os.write(self._master, key.encode())
        return self.until(words)

    def quiet(self) -> None:
        """Until nothing has been painted for a while, and all that was begun by it has ended."""
        end = time.perf_counter() + LONGEST
        while time.perf_counter() < end:
            if select.select([self._master], [], [], 0.5)[0]:
                os.read(self._master, 1 << 16)
            elif len(_tree(self.pid)) == 1:
                return

    def spent(self) -> float:
        """Processor seconds until now, of it and all that it has begun."""
        return sum([_ticks(one) for one in _tree(self.pid)]) / os.sysconf("SC_CLK_TCK")

    def close(self) -> int:
        """It ends now, and so does what it has begun; its peak memory."""
        for one in _tree(self.pid):
            os.kill(one, signal.SIGKILL)
        usage = os.wait4(self.pid, 0)[2]
        os.close(self._master)
        return usage.ru_maxrss * 1024


def first(bench: Bench, *, name: str) -> list[Result]:
    """Until a row stands there: of guard, and of a bare table."""
    place = _place(bench)
    floor, triage = bench.start(place), bench.guard(place, "triage", "--everyone")
    table = bench.start(place, TABLE % (*WAITS, SAYS))
    _whole(bench, place)
    run(bench.guard(place, "questions", "--waiting")._replace(expected=(3,)))
    words, found = SAYS.format(plan=0, number=0), []
    for title, command, target in ((name, triage, FIRST), (f"{name}: a bare table of Textual", table, None)):
        found.append(against(title, "x P", _rounds(floor, command, words, bench.rounds), target))
    return found


def keys(bench: Bench, *, name: str) -> list[Result]:
    """From a key to the row it leads to, told beside the list."""
    place = _place(bench)
    floor = [run(bench.start(place)) for _ in range(KEYS)]
    desk = Desk(bench.guard(place, "triage", "--everyone"))
    try:
        desk.until(SAYS.format(plan=0, number=0))
        desk.quiet()
        samples = []
        for turn in range(KEYS):
            before = desk.spent()
            wall = desk.answers("j" if turn % 2 == 0 else "k", f"what settles A{1 - turn % 2}?")
            samples.append(Sample(wall, desk.spent() - before, 0))
    finally:
        memory = desk.close()
    pairing = Pairing(tuple(floor), tuple([one._replace(memory=memory) for one in samples]))
    return [against(name, "x P", pairing)]


def _rounds(floor: Command, command: Command, words: str, rounds: int) -> Pairing:
    pairs = []
    for turn in range(-WARM_UPS, min(rounds, 15)):
        one = run(floor), _shown(command, words)
        pairs += [one] if turn >= 0 else []
    mine, theirs = zip(*pairs, strict=True)
    return Pairing(mine, theirs)


def _shown(command: Command, words: str) -> Sample:
    desk = Desk(command)
    try:
        wall = desk.until(words)
        spent = desk.spent()
    finally:
        memory = desk.close()
    return Sample(wall, spent, memory)


def _tree(pid: int) -> list[int]:
    """It and all that it has begun, which is in sessions of its own."""
    parents: dict[int, list[int]] = {}
    for one in os.listdir("/proc"):
        if one.isdigit():
            fields = _stat(int(one))
            parents.setdefault(int(fields[1]), []).append(int(one)) if fields else None
    found = [pid]
    for one in found:
        found += parents.get(one, [])
    return found


def _ticks(pid: int) -> int:
    fields = _stat(pid)
    return sum([int(one) for one in fields[11:15]]) if fields else 0


def _stat(pid: int) -> Sequence[str]:
    """What Linux tells of a process, from its state on."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ()


# The repository


def _place(bench: Bench) -> Path:
    return repository("waits", WAITS, bench.folder / "repositories", build)


def _whole(bench: Bench, place: Path) -> None:
    """Every row is there: a queue of nothing would be shown for nothing."""
    from subprocess import run as asked

    argv = bench.guard(place, "triage", "--everyone", "--count").argvs[0]
    said = asked(argv, cwd=place, env=bench.environment, capture_output=True, text=True, check=False).stdout.strip()
    if not said.isdigit() or int(said) < WAITS.plans * WAITS.assumptions:
        raise Unexpected(f"{WAITS.plans * WAITS.assumptions:,} rows should wait; guard says {said!r}")


def build(place: Path, recipe: Waits) -> None:
    """One fast-import of `main`, checked out."""
    begin(place, "main")
    imported(place, _tree_of(recipe))
    git(place, "reset", "--quiet", "--hard", "refs/heads/main")


def _tree_of(recipe: Waits) -> Iterator[bytes]:
    yield commit("refs/heads/main", 0, mark=1)
    yield file(".guard/policy.yaml", (POLICY % "postgres").encode())
    for plan in range(recipe.plans):
        rows = [f"  A{at}: {{says: {SAYS.format(plan=plan, number=at)}}}\n" for at in range(recipe.assumptions)]
        yield file(f".guard/plans/plan-{plan:03d}.yaml", PLAN.format(plan=plan, assume="".join(rows)).encode())
        yield file(f"src/part{plan:03d}/a.py", b"a = 1\n")
