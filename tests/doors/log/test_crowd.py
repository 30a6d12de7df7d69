"""Many at once: every entry that was acknowledged is there, once, in one line; and nobody collects it away."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.chains import many, sound, walked
from tests.repos import GIT, Maker, make_repository

DRIVER = Path(__file__).with_name("driver.py")


def started(made: Maker, *words: object) -> subprocess.Popen[bytes]:
    argv = [sys.executable, "-I", "-S", str(DRIVER), *[str(word) for word in words]]
    return subprocess.Popen(argv, cwd=made.top, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)


def ended(crowd: list[subprocess.Popen[bytes]]) -> list[bytes]:
    """All that they acknowledged; each must end well, and acknowledge all it was asked for."""
    told = [one.communicate()[0].splitlines() for one in crowd]
    assert {one.returncode for one in crowd} == {0}
    return [line for lines in told for line in lines]


def all_there(told: list[bytes], folder: bytes | Path, count: int) -> None:
    assert len(told) == len(set(told)) == count
    assert not [line for line in told if line.startswith(b"G")]
    assert sorted(walked(folder)) == sorted(told)


@pytest.mark.fuzz
def test_processes_that_append_at_once(tmp_path: Path) -> None:
    processes, entries = many(4, 50, 50), many(3, 40, 400)
    made = make_repository(tmp_path / "repository")
    told = ended([started(made, "append", f"p{number}", entries) for number in range(processes)])
    all_there(told, made.top, processes * entries)
    sound(made.top)


@pytest.mark.fuzz
@pytest.mark.parametrize("how", ["gc --prune=now", "pack-refs --all --prune", "repack -a -d -q"])
def test_appends_beside_a_collection(tmp_path: Path, how: str) -> None:
    processes, entries = many(2, 4, 8), many(4, 100, 500)
    made = make_repository(tmp_path / "repository")
    crowd = [started(made, "append", f"p{number}", entries) for number in range(processes)]
    while None in [one.poll() for one in crowd]:
        subprocess.run([GIT, *how.split(), *(["--quiet"] if how.startswith("gc") else [])], cwd=made.top, check=False)
    told = ended(crowd)
    all_there(told, made.top, processes * entries)
    made.git("gc", "--quiet", "--prune=now")
    sound(made.top)
    all_there(told, made.top, processes * entries)


@pytest.mark.fuzz
def test_clones_that_push_at_once(tmp_path: Path) -> None:
    clones, entries = many(2, 8, 8), many(2, 25, 250)
    remote = tmp_path / "remote.git"
    subprocess.run([GIT, "init", "-q", "--bare", "--template=", remote], check=True)
    crowd = []
    for number in range(clones):
        made = make_repository(tmp_path / str(number))
        made.git("remote", "add", "origin", str(remote))
        crowd.append(started(made, "sync", f"c{number}", entries))
    all_there(ended(crowd), remote, clones * entries)
    sound(remote)
