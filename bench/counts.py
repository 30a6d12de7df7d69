"""Counts of one hook run: processes started, modules loaded. They are the same on every machine, however busy."""

from __future__ import annotations

import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

COUNTED = Path(__file__).with_name("counted.py")
HEAVY = ("anthropic", "git", "jsonschema", "networkx", "ruamel", "textual")  # what the design declares, by import name
MOST_PROCESSES = 4


class Counts(NamedTuple):
    """What one run did."""

    processes: tuple[str, ...]  # the first is guard itself
    modules: frozenset[str]
    code: int

    @property
    def heavy(self) -> tuple[str, ...]:
        return tuple(name for name in HEAVY if name in self.modules)


def count_hook(hook: str, place: Path, environment: dict[str, str]) -> Counts:
    """Run what an installed hook runs, in its own interpreter and with its own words, and count."""
    python, words = hook_words(Path(hook).read_text())
    return count(python, words, place, environment)


def hook_words(text: str) -> tuple[str, list[str]]:
    """The interpreter of an installed hook, and the script and arguments it gives it."""
    lines = [shlex.split(line, comments=True) for line in text.splitlines() if line.startswith(("python=", "exec "))]
    python = next(line[0].removeprefix("python=") for line in lines if line[0].startswith("python="))
    words = next(line for line in lines if line[0] == "exec")
    return python, [word for word in words[words.index("-S") + 1 :] if word != "$@"]


def count(python: str, words: list[str], place: Path, environment: dict[str, str]) -> Counts:
    with tempfile.NamedTemporaryFile("r", suffix=".txt") as report:
        run = subprocess.run(
            [python, "-I", "-S", str(COUNTED), report.name, *words],
            cwd=place,
            env=environment,
            capture_output=True,
            text=True,
        )
        started, _, modules = report.read().partition("\n\n")
    if not started:
        raise RuntimeError(f"nothing was counted: {run.stdout}{run.stderr}")
    return Counts(tuple(started.split("\n")), frozenset(modules.split()), run.returncode)
