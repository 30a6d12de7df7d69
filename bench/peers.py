"""Peers beside guard: the pre-commit framework around a hook that does nothing, and another Python checker."""

from __future__ import annotations

from pathlib import Path

from bench.installation import fresh, pip
from bench.runner import Command, NotRun, Unexpected

PACKAGES = ("pre-commit", "gitlint")
NO_OP = """\
repos:
  - repo: local
    hooks:
      - {id: nothing, name: nothing, language: system, entry: "true", always_run: true, pass_filenames: false}
"""
MESSAGE = "Change some items\n\nOne line of each is changed and one is added, as the bench asks.\n"


def install(folder: Path) -> Path:
    """The folder of the peers' programs, from the package registry; made once."""
    place, stamp = folder / "peers", folder / "peers.built"
    if not stamp.exists():
        python = fresh(place)
        try:
            pip(python, "install", "--quiet", *PACKAGES)
        except Unexpected as reason:
            raise NotRun(f"{' and '.join(PACKAGES)} could not be installed: {reason}") from reason
        stamp.touch()
    return place / "bin"


def framework(folder: Path, place: Path, environment: dict[str, str]) -> Command:
    """`pre-commit run` with one hook that does nothing."""
    programs = install(folder)
    config = folder / "no-op.yaml"
    config.write_text(NO_OP)
    argv = (str(programs / "pre-commit"), "run", "--config", str(config))
    path = f"{programs}:{environment['PATH']}"
    return Command((argv,), str(place), {**environment, "PATH": path})


def gitlint(folder: Path, place: Path, environment: dict[str, str]) -> Command:
    """`gitlint --staged`: another Python program that is asked about the change before each commit."""
    programs = install(folder)
    message = folder / "message.txt"
    message.write_text(MESSAGE)
    argv = (str(programs / "gitlint"), "--staged", "--msg-filename", str(message))
    return Command((argv,), str(place), environment)
