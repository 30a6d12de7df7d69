"""One run of the bench: where it works, the floors that guard is held against, and the result of a pairing.

S, the floor of every hook row, is two whole processes one after the other: `python -c pass`, then `git diff-index
--cached --raw -z --no-renames HEAD`: what any Python program that asks git for the staged change cannot do without.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from bench.installation import Installation, environment, install, put_hook
from bench.repositories import RECIPES, put_main, repository
from bench.runner import Command, Pairing, seconds
from bench.table import Result


class Bench:
    """One run of the bench: where its things are kept, made when a row first asks for them."""

    def __init__(self, folder: Path, rounds: int) -> None:
        self.folder = folder.resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.rounds = rounds
        self.environment = environment(self.folder / "home")
        self.git = shutil.which("git") or "git"
        self._installation: Installation | None = None
        self._hooks: dict[str, str] = {}

    @property
    def installation(self) -> Installation:
        self._installation = self._installation or install(self.folder)
        return self._installation

    def repository(self, name: str) -> Path:
        return repository(name, RECIPES[name], self.folder / "repositories")

    def place(self, name: str, plan: str) -> Path:
        """A repository with guard's hook in it and `main` at this variant of the plan."""
        place = self.repository(name)
        put_main(place, plan)
        if name not in self._hooks:
            self._hooks[name] = put_hook(self.installation, place, self.folder / "home")
        return place

    def floor(self, place: Path) -> Command:
        """S."""
        ask = (self.git, "diff-index", "--cached", "--raw", "-z", "--no-renames", "HEAD")
        return Command(((self.installation.python, "-c", "pass"), ask), str(place), self.environment)

    def imports(self, place: Path) -> Command:
        """I: what anybody pays who reads a changed plan with these libraries, before the first line of it is read."""
        ask = (self.installation.python, "-c", "import jsonschema, networkx, ruamel.yaml")
        return Command((ask,), str(place), self.environment)

    def diff(self, place: Path) -> Command:
        """D: what a program cannot do without that reads what changed, and not only where."""
        ask = (self.git, "diff", "--cached", "-U0", "--no-renames")
        return Command(((self.installation.python, "-c", "pass"), ask), str(place), self.environment)

    def start(self, place: Path, code: str = "pass") -> Command:
        """P: Python's start, or with some code the start and the first use of a library."""
        return Command(((self.installation.python, "-c", code),), str(place), self.environment)

    def hook(self, place: Path) -> Command:
        """The hook that `guard install` wrote, run as git runs it."""
        return Command(((self._hooks[place.name],),), str(place), self.environment)

    def range_floor(self, place: Path) -> Command:
        """For a range: Python's start, then git listing what each commit changed."""
        ask = (self.git, "log", "--raw", "-z", "--no-renames", "-m", "--format=%H", "main~1..work")
        return Command(((self.installation.python, "-c", "pass"), ask), str(place), self.environment)

    def guard(self, place: Path, *words: str) -> Command:
        return Command(((self.installation.guard, *words),), str(place), self.environment)


def against(name: str, unit: str, pairing: Pairing, target: float | None = None) -> Result:
    return Result(
        name,
        pairing.ratio,
        unit,
        target,
        pairing.spread,
        pairing.cpu,
        seconds(pairing.floor),
        seconds(pairing.other),
        pairing.memory,
    )
