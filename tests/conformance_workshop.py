"""Where the conformance cases are built: each once, and fresh again at the same place for every stage."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Container, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from tests.conformance_cases import Case
from tests.forked import Forked

LIMIT = 60  # seconds for one process; nothing here takes one
SETTINGS = Path(__file__).resolve().with_name("gitconfig")
NONE: Mapping[str, str] = MappingProxyType({})


class Answer(NamedTuple):
    """What one process said."""

    code: int
    out: str
    err: str


class Workshop:
    """Builds repositories in a folder of its own; each case once, and fresh again for every stage at the same place.

    `once` are the cases asked for at one stage alone: of those nothing is kept to begin again from. `told` is more of
    the environment of build.sh.
    """

    def __init__(self, folder: Path, once: Container[str] = (), told: Mapping[str, str] = NONE) -> None:
        self._folder, self._once = folder, once
        guard = str(Path(sys.executable).with_name("guard"))
        self._told = {"STARTED": str(folder / "started"), "GUARD": guard, **told}
        self._untouched: Case | None = None
        self._plans: dict[str, bool] = {}
        self._forked: Forked | None = None
        self._home, self._scratch = folder / "home", folder / "scratch"
        self._home.mkdir()
        self._scratch.mkdir()

    def environment(self) -> dict[str, str]:
        """An empty home, nothing of yours: what the cases are run in, whoever runs them."""
        names = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
        kept = {name: os.environ[name] for name in names if name in os.environ}
        who = {
            f"GIT_{role}_{key}": value
            for role in ("AUTHOR", "COMMITTER")
            for key, value in (("NAME", "Ada"), ("EMAIL", "a@example.org"))
        }
        dates = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), "2026-01-02T03:04:07+00:00")
        fixed = {
            "HOME": str(self._home),
            "TMPDIR": str(self._scratch),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "GIT_CONFIG_GLOBAL": str(SETTINGS),
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        return kept | fixed | who | dates

    def fresh(self, case: Case, keeps: bool) -> Path:
        """The repository as build.sh leaves it; `keeps` says that this stage will leave it so."""
        place = self._folder / case.name
        work, pristine = place / "work", place / "pristine"
        as_built, self._untouched = self._untouched is case, case if keeps else None
        if as_built:
            return work
        if not pristine.exists():
            shutil.rmtree(place, ignore_errors=True)
            work.mkdir(parents=True)
            self._script(case.folder / "build.sh", work)
            if case.name not in self._once:
                copy(work, pristine)
        else:
            shutil.rmtree(work)
            copy(pristine, work)
        return work

    def has_plan(self, case: Case, cwd: Path) -> bool:
        """Whether the plan that all cases share stands on main, alone."""
        if case.name not in self._plans:
            listed = run(
                ["git", "ls-tree", "--full-tree", "--name-only", "main", ".guard/plans/"], cwd, self.environment()
            )
            self._plans[case.name] = listed.out.split() == [".guard/plans/work.yaml"]
        return self._plans[case.name]

    def ask(self, words: list[str], cwd: Path, environment: dict[str, str]) -> Answer:
        """guard, loaded already and forked for this question."""
        self._forked = self._forked or Forked(self._folder)
        said = self._forked.ask(words, cwd, environment)
        return Answer(said.code, *(text.decode("utf-8", "backslashreplace") for text in (said.out, said.err)))

    def close(self) -> None:
        if self._forked is not None:
            self._forked.close()

    def left_behind(self) -> list[str]:
        """What a tool left in TMPDIR, a file with its text (a log that tells of a crash); it is taken away."""
        told = []
        for path in sorted(self._scratch.iterdir()):
            text = "" if path.is_dir() else path.read_text(encoding="utf-8", errors="backslashreplace")
            told.append(f"{path.name}\n{text}".strip())
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        return told

    def commit(self, case: Case, work: Path) -> None:
        """Commit what is staged, past every hook; where git would not, the case brings a script of its own."""
        own = case.folder / "commit.sh"
        if own.exists():
            self._script(own, work)
        elif not case.expected.get("committed"):
            command = ["git", "commit", "--quiet", "--no-verify", "--message=work"]
            answer = run(command, work / case.expected.get("in", "."), self.environment())
            assert answer.code == 0, f"git would not commit: {answer.err}{answer.out}"

    def _script(self, script: Path, work: Path) -> None:
        answer = run(["bash", str(script)], work, {**self.environment(), **self._told})
        assert answer.code == 0, f"{script} failed with {answer.code}:\n{answer.err}{answer.out}"


def copy(source: Path, target: Path) -> None:
    """A folder with everything in it, times too: git compares those of files with its index."""
    subprocess.run(["cp", "-a", str(source), str(target)], check=True, timeout=LIMIT)


def run(command: list[str], cwd: Path, environment: dict[str, str]) -> Answer:
    """One process to its end; its words as text, whatever bytes they are."""
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, stdin=subprocess.DEVNULL, timeout=LIMIT, check=False
    )
    return Answer(
        done.returncode,
        done.stdout.decode("utf-8", "backslashreplace"),
        done.stderr.decode("utf-8", "backslashreplace"),
    )
