"""Rows about sites: a tree of three million lines of Go, built from nothing, asked again, and asked for where it is.

The floors are what anybody would write: a loop that lets ast-grep parse every file, `git grep --cached -F` of the
words, and for a warm answer `python -c pass`, then `git ls-files -s -z`.
"""

from __future__ import annotations

from pathlib import Path

from bench.bench import Bench
from bench.repositories import CODE, OLD, repository
from bench.runner import Command, Pairing, pair, run, seconds
from bench.table import Result

FEW = 2  # rounds of what takes tens of seconds
PLAIN = """\
import subprocess
from ast_grep_py import SgRoot
paths = subprocess.run(["git", "ls-files", "-z", "*.go"], capture_output=True, check=True).stdout.split(b"\\0")[:-1]
for path in paths:
    with open(path, encoding="utf-8") as file:
        SgRoot(file.read(), "go").root()
"""
CACHE = ".git/guard/cache"


def build(bench: Bench, *, name: str) -> list[Result]:
    """Everything read and parsed that may hold a place, nothing kept from before."""
    place = _place(bench)
    floor = Command(((bench.installation.python, "-c", PLAIN),), str(place), bench.environment)
    command = bench.guard(place, "sites", "build")._replace(before=lambda: _forget(place))
    rounds = [(run(floor), run(command)) for _ in range(FEW)]
    pairing = Pairing(*zip(*rounds, strict=True))  # type: ignore[arg-type]  # zip forgets how many
    return [_against(name, "x parse", pairing, 0.8)]


def closed_world(bench: Bench, *, name: str) -> list[Result]:
    """Every file of the tree accounted for: by what its blob answered before, and with nothing kept."""
    place = _place(bench)
    grep = Command(((bench.git, "grep", "--cached", "-F", "-c", OLD),), str(place), bench.environment)
    status = bench.guard(place, "sites", "status")
    run(status)
    kept = pair(grep, status._replace(before=lambda: _forget(place, "sites-*-tree.json")), bench.rounds)
    rounds = [(run(grep), run(status._replace(before=lambda: _forget(place)))) for _ in range(FEW)]
    cold = Pairing(*zip(*rounds, strict=True))  # type: ignore[arg-type]
    return [_against(f"{name}, blobs kept", "x grep", kept, 1.5), _against(f"{name}, nothing kept", "x grep", cold)]


def warm(bench: Bench, *, name: str) -> list[Result]:
    """The same tree asked again."""
    place = _place(bench)
    listing = (bench.git, "ls-files", "-s", "-z")
    floor = Command(((bench.installation.python, "-c", "pass"), listing), str(place), bench.environment)
    status = bench.guard(place, "sites", "status")
    run(status)
    return [_against(name, "x list", pair(floor, status, bench.rounds), 3.5)]


def _place(bench: Bench) -> Path:
    """The repository, with a manifest by this very guard: `status` must find every place where it says."""
    place = repository("code", CODE, bench.folder / "repositories")
    run(bench.guard(place, "sites", "build"))
    return place


def _forget(place: Path, what: str = "sites-*") -> None:
    """What was kept of answers; documents stay, which other rows are about."""
    for file in (place / CACHE).glob(what):
        file.unlink()


def _against(name: str, unit: str, pairing: Pairing, target: float | None = None) -> Result:
    floor, mine = seconds(pairing.floor), seconds(pairing.other)
    return Result(name, pairing.ratio, unit, target, pairing.spread, pairing.cpu, floor, mine, pairing.memory)
