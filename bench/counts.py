"""Counts of one hook run: processes started, modules loaded. They are the same on every machine, however busy."""

from __future__ import annotations

import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

from bench.runner import Unexpected

COUNTED = Path(__file__).with_name("counted.py")
START = " -I -S "  # how an installed hook starts Python; what follows is the script and its arguments
HEAVY = (  # by import name
    *("anthropic", "ast_grep_py", "git", "jsonschema", "networkx", "postgast", "pyromark", "ruamel", "sqlglot"),
    "textual",
)
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
    """Run an installed hook, its script counted, everything else as it stands."""
    text = Path(hook).read_text()
    if text.count(START) != 1:
        raise Unexpected("the hook starts Python otherwise than the bench knows, so nothing was counted")
    with tempfile.TemporaryDirectory() as folder:
        copy, report = Path(folder) / "hook", Path(folder) / "report"
        copy.write_text(text.replace(START, f"{START}{shlex.join([str(COUNTED), str(report)])} "))
        return _counts(["/bin/sh", str(copy)], report, place, environment)


def count(python: str, words: list[str], place: Path, environment: dict[str, str]) -> Counts:
    """Run a script with its arguments as a hook would, and count."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report"
        return _counts([python, *START.split(), str(COUNTED), str(report), *words], report, place, environment)


def _counts(argv: list[str], report: Path, place: Path, environment: dict[str, str]) -> Counts:
    run = subprocess.run(argv, cwd=place, env=environment, capture_output=True, text=True)
    if not report.exists():
        raise Unexpected(f"nothing was counted: {(run.stdout + run.stderr).strip()[-200:]}")
    started, _, modules = report.read_text().partition("\n\n")
    return Counts(tuple(started.split("\n")), frozenset(modules.split()), run.returncode)
