"""Who works here, as git tells it: names in the history, and a person's own settings. Shown, never believed."""

from __future__ import annotations

import os

from guard.doors.git.child import Child
from guard.doors.git.hooks import CALM, SETTINGS, SILENT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository

ASKED = ("name", "email", "signingkey")
LATEST = 2_000  # commits that are looked at


def settings(repository: Repository) -> dict[str, str]:
    """`user.name`, `user.email` and `user.signingkey`, where they are set; the last word on each counts."""
    runner, place = repository.runner, repository.place
    environment = {name: value for name, value in runner.environment().items() if name not in SETTINGS} | SILENT
    environment |= {name: os.environ[name] for name in SETTINGS if name in os.environ}
    words = ("config", "--null", "--get-regexp", rf"^user\.({'|'.join(ASKED)})$")
    runner.started += 1
    argv = [runner.git, *CALM, f"--git-dir={place.git_dir}", *words]
    child = Child(argv, environment, "/dev/null", runner.path(f"stderr-{runner.started}"), None)
    found = {}
    for row in child.answer((0, 1)).split(b"\0")[:-1]:
        name, _, value = row.decode("utf-8", "replace").partition("\n")
        found[name.removeprefix("user.")] = value
    return found


def authors(repository: Repository) -> list[tuple[str, int]]:
    """The names of authors, and how many of the latest commits each wrote, most first; bots by their name left out."""
    if not repository.refs.head():
        return []
    words = ("rev-list", f"--max-count={LATEST}", "--no-commit-header", "--format=%aN", "HEAD", "--")
    counts: dict[str, int] = {}
    for line in repository.runner.read(words).decode("utf-8", "replace").splitlines():
        if line.strip() and not line.endswith("[bot]"):
            counts[line.strip()] = counts.get(line.strip(), 0) + 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
