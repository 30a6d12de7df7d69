"""The folders of tests in memory: what `make test` asks for with `-p tests.memory`, and nobody else.

Tests make thousands of small repositories and remove them again; on a disk that takes a sixth of the time of all. Where
there is no such place, or too little of it, or nothing in it may be run, they stay where they always are. What is in
memory goes with the run: who wants to look at what a test left runs it alone.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")
ENOUGH = 2 << 30  # a run takes a quarter of it


@pytest.hookimpl(tryfirst=True)  # before anybody has asked where temporary folders are
def pytest_configure() -> None:
    folder = "" if "PYTEST_XDIST_WORKER" in os.environ else made(MEMORY)  # workers are told by the environment
    if folder:
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)  # after all that was registered later


def made(memory: Path, enough: int = ENOUGH) -> str:
    """A folder of one's own in there; empty where it would not do."""
    try:
        if shutil.disk_usage(memory).free < enough:
            return ""
        folder = tempfile.mkdtemp(prefix="tests-", dir=memory)
    except OSError:
        return ""
    script = Path(folder) / "script"
    script.write_text("#!/bin/sh\n")
    script.chmod(0o700)
    try:
        subprocess.run([script], check=True)
    except OSError:
        shutil.rmtree(folder)
        return ""
    script.unlink()
    return folder
