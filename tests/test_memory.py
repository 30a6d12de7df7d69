"""The folders of tests in memory: one of one's own, which goes with the run, and none where it would not do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import memory

ROOT = Path(__file__).resolve().parent.parent
ONE = "def test_one(tmp_path):\n    (tmp_path / 'file').write_text('x')\n    print('in', tmp_path)\n"


def test_a_folder_of_ones_own_in_which_programs_run(tmp_path: Path) -> None:
    first, second = memory.made(tmp_path, 0), memory.made(tmp_path, 0)
    assert {first, second} == {str(path) for path in tmp_path.iterdir()} and first != second
    assert os.listdir(first) == [] and os.stat(first).st_mode & 0o777 == 0o700


def test_none_where_it_is_not_there_or_too_small(tmp_path: Path) -> None:
    assert memory.made(tmp_path / "nowhere", 0) == "" == memory.made(tmp_path, 1 << 60)
    assert list(tmp_path.iterdir()) == []


def test_none_where_nothing_may_be_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory.Path, "chmod", lambda path, mode: None)  # as if all of it were not to be run
    assert memory.made(tmp_path, 0) == "" and list(tmp_path.iterdir()) == []


@pytest.mark.later
def test_it_goes_with_the_run(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text(ONE)
    words = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", "-p", "tests.memory", str(tmp_path)]
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTEST_XDIST_WORKER", "TMPDIR")}
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (told,) = [Path(line.partition("in ")[2]) for line in done.stdout.splitlines() if "in /" in line]
    probe = memory.made(memory.MEMORY)
    if probe:
        Path(probe).rmdir()
        assert told.is_relative_to(memory.MEMORY) and not memory.MEMORY.joinpath(*told.parts[3:4]).exists()
    else:
        assert told.is_dir()
