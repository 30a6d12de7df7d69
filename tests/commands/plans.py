"""A folder with a policy and plans for the commands of `guard plan`, run inside this process or as a real one."""

from __future__ import annotations

import os
import subprocess
import termios
from pathlib import Path

import pytest

from guard.commands.plan import main
from guard.errors import UsageError
from tests.running import GUARD, Answer, run

POLICY = """\
id: 5f0c2b7e
version: 1
people:
  dana: {teams: [platform]}
owners:
  /.guard/**: platform
  table:users: platform
consumers: {table:users: [api]}
"""
TIDY = """\
plan: tidy
version: 1
owner: dana
why: Tidy the sources
scope: {paths: [/src/**]}
phases:
  first: {does: [file.add]}
  then: {after: {first: deployed 2d}, does: [file.modify]}
"""
CIRCLE = TIDY.replace("first: {", "first: {after: {then: complete}, ")
UNKNOWN = TIDY.replace("owner: dana", "owner: dena")
TWICE = TIDY.replace("owner: dana", "owner: dana\nowner: dana")


def folder(root: Path, policy: str | None = POLICY, **plans: str) -> Path:
    """The documents, and nothing else, in a folder of their own."""
    top = root / "top"
    (top / ".guard/plans").mkdir(parents=True)
    if policy is not None:
        (top / ".guard/policy.yaml").write_text(policy)
    for name, text in plans.items():
        (top / f".guard/plans/{name}.yaml").write_text(text)
    return top


def unheard(top: Path, *words: str, full: bool = False) -> Answer:
    """The command where standard output takes nothing: closed before it began, or a disk that is full."""
    given = [*GUARD, *words]
    return run(["sh", "-c", f'"$@" {">/dev/full" if full else ">&-"}', "sh", *given], top, os.environ)


def on_terminal(top: Path, width: int, *words: str) -> list[str]:
    """What a person sees on a terminal of so many columns, as lines."""
    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (50, width))
    environment = {name: text for name, text in os.environ.items() if name not in ("COLUMNS", "LINES")}
    child = subprocess.Popen([*GUARD, *words], cwd=top, stdin=subprocess.DEVNULL, stdout=theirs, env=environment)
    os.close(theirs)
    told = b""
    with os.fdopen(ours, "rb", buffering=0) as reader:
        try:
            while part := reader.read(4096):
                told += part
        except OSError:  # so does a terminal end, on Linux
            pass
    child.wait(60)
    return told.decode().replace("\r\n", "\n").split("\n")


class Teller:
    """Runs `guard plan` in this process, from the top of a folder; wrong words answer as guard.cli answers them."""

    def __init__(self, top: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self.top = top
        self._capture = capture
        patch.chdir(top)

    def __call__(self, *words: str) -> Answer:
        try:
            code, told = main(list(words)), ""
        except UsageError as error:
            code, told = 2, f"guard: {error}\n"
        out, err = self._capture.readouterr()
        return Answer(code, out, err + told)
