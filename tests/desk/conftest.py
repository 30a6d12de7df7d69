"""The commands that a desk runs are those of a guard that is loaded already, a process of its own for each."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest

from guard_tui import runs
from tests import served

STARTED = ("test_runs.py", "test_left.py", "test_slow.py")  # how one is begun and ended is what they are about


@cache
def _served() -> tuple[str, ...]:
    """One for all tests of this process; it ends with it."""
    folder = Path(tempfile.mkdtemp(prefix="guard-desk-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return served.put(folder, clock=False)


@pytest.fixture(autouse=True)
def loaded(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a desk begins in this process; one at a terminal of its own begins what users have."""
    if request.path.name not in STARTED:
        monkeypatch.setattr(runs, "GUARD", _served())
