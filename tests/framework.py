"""Guard as the pre-commit framework installs it, from its own repository and wheels at hand: once for all workers."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.repos import GIT
from tests.running import ADOPTED, Answer, Place, place, run

ROOT = Path(__file__).resolve().parent.parent

HOOK_FILES = (
    "guard",
    "hooks",
    "tui",
    "schemas",
    "examples",
    "docs/rules",
    "docs/operations",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    ".pre-commit-hooks.yaml",
)
CONFIG = """\
repos:
  - repo: {repo}
    rev: {rev}
    hooks:
      - id: guard-check
      - id: guard-trailers
      - id: guard-message
      - id: guard-merge
      - id: guard-push
      - id: guard-note
      - id: guard-note-rewrite
"""
FRAMEWORK = (sys.executable, "-m", "pre_commit")


def installed_once(factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A configuration that names guard's hook, and the framework's home with its environment."""
    base = factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "framework"
    shared.mkdir(exist_ok=True)
    with open(shared / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "config").exists():
            config = published(shared)
            first = place(shared, {**ADOPTED, ".pre-commit-config.yaml": config})
            answer = framework(first, shared / "home", "install", "--install-hooks")
            assert answer.code == 0, answer.said
            shutil.copy(first.hook, shared / "home/hook")
            (shared / "config").write_text(config)
    return (shared / "config").read_text(), shared / "home"


def published(folder: Path) -> str:
    """Guard's files of today, committed, as a bare repository; the configuration that names them."""
    assert list((ROOT / "build/wheels").glob("hatchling-*.whl")), "no wheels: run the tests with `make test`"
    source, bare = folder / "source", folder / "guard.git"
    source.mkdir()
    for name in HOOK_FILES:
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, target)
    steps = (
        ("init", "-q", "-b", "main"),
        ("add", "--all"),
        ("commit", "-qm", "guard"),
        ("clone", "-q", "--bare", ".", bare),
    )
    for words in steps:
        assert run([GIT, *map(str, words)], source, os.environ).code == 0
    return CONFIG.format(repo=bare, rev=run([GIT, "rev-parse", "HEAD"], source, os.environ).out.strip())


def framework(place: Place, home: Path, *words: str) -> Answer:
    return run([*FRAMEWORK, *words], place.top, {**place.environment, "PRE_COMMIT_HOME": str(home)})
