"""What git runs as hooks, as its user has set it up: the one thing for which their own settings count."""

from __future__ import annotations

import os

from guard.doors.git.child import Child

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository

# What says which settings are the user's own; nothing else of the environment is handed on.
SETTINGS = ("HOME", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
SILENT = {"GIT_TRACE2": "0", "GIT_TRACE2_EVENT": "0", "GIT_TRACE2_PERF": "0"}  # which settings can turn on as well
CALM = ("--no-replace-objects", "--no-optional-locks", "-c", "core.fsmonitor=false")


def hooks_folder(repository: Repository) -> str:
    """The folder: core.hooksPath where it is set, else hooks/ of the common git directory."""
    told = _asked(repository, ("rev-parse", "--path-format=absolute", "--git-path", "hooks"))
    return os.path.realpath(os.fsdecode(told.removesuffix(b"\n")))


def hook_settings(repository: Repository) -> tuple[tuple[str, str], ...]:
    """What settings say of hooks, which git starts out of them from 2.54 on: in the order in which git reads them."""
    told = os.fsdecode(_asked(repository, ("config", "--null", "--get-regexp", r"^hook\."), (0, 1)))
    rows = [row.partition("\n") for row in told.split("\0")[:-1]]
    return tuple([(name, value if line_feed else "true") for name, line_feed, value in rows])


def _asked(repository: Repository, words: tuple[str, ...], accept: tuple[int, ...] = (0,)) -> bytes:
    runner, place = repository.runner, repository.place
    environment = {name: value for name, value in runner.environment().items() if name not in SETTINGS} | SILENT
    environment |= {name: os.environ[name] for name in SETTINGS if name in os.environ}
    inside = ("-C", place.top, f"--work-tree={place.top}") if place.top else ("-C", place.git_dir)  # a server has none
    where = (*inside, f"--git-dir={place.git_dir}")
    runner.started += 1
    argv = [runner.git, *CALM, *where, *words]
    return Child(argv, environment, "/dev/null", runner.path(f"stderr-{runner.started}"), None).answer(accept)
