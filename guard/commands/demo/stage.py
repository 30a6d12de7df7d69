"""The throwaway repository that a demo is played in: real git, and guard run as a user would run it."""

from __future__ import annotations

import os
import subprocess
import sys

from guard.doors.git.setup import commit_staged, new_repository
from guard.errors import GuardError
from guard.model.claim import Claim, trailers
from guard.report import write

LINE = "-" * 100


class Stage:
    """One repository under `folder`, with a work tree."""

    def __init__(self, folder: str, git: str) -> None:
        self.folder = folder
        self.repo = new_repository(folder, git)

    def put(self, path: str, text: str) -> None:
        full = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write(text)

    def commit(self, title: str, claim: Claim | None = None) -> tuple[bool, str]:
        """Everything that stands there, with what it claims to belong to: whether it was made, and what was said."""
        self.repo.git.add("--all")
        told = trailers(claim) if claim is not None else ()
        return commit_staged(self.repo, "\n".join([title, *(["", *told] if told else [])]))

    def branch(self, name: str) -> None:
        """A branch of main as it stands now."""
        self.repo.git.checkout("--quiet", "-B", name, "main")

    def land(self) -> None:
        """What was judged becomes main, as a merge that moves it forward does."""
        self.repo.git.branch("--force", "main", "HEAD")

    def back(self) -> None:
        """What was refused goes away."""
        self.repo.git.reset("--hard", "--quiet")

    def changed(self, since: str) -> str:
        """The files of the index against a commit, with how much of each changed."""
        return str(self.repo.git.diff(since, "--cached", "--stat=72", "--no-renames"))

    def guard(self, *words: str, code: int = 0) -> str:
        """Run guard as a user would, by this interpreter; in the demo it must end with this code."""
        command = [sys.executable, "-I", "-m", "guard", *words]
        run = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        if run.returncode != code:
            what = f"guard {' '.join(words)} ended with {run.returncode} in the demo"
            raise GuardError("G817", what, self.folder, f"see what it said: {run.stdout.strip()} {run.stderr.strip()}")
        return run.stdout + run.stderr


def say(title: str, text: str) -> None:
    """A title, and what belongs to it a little to the right."""
    indented = "".join(f"    {line}".rstrip() + "\n" for line in text.rstrip().split("\n"))
    write(f"\n{title}\n\n{indented}" if text else f"\n{title}\n")
