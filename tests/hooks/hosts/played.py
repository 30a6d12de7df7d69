"""A host that runs guard's job: the event in a file, the runner's variables, its files; the repository over file://."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from guard.cli import main
from tests.forge import Forge

EVENTS = Path(__file__).parent / "events"
TOKEN = "ghs_16C7e42F292c6912E7710c838347Ae178B4a"
BRANCH = "main"


class Ran(NamedTuple):
    """What a job left behind."""

    code: int
    out: str
    err: str
    outputs: dict[str, str]
    summary: str
    folder: Path

    def report(self) -> dict[str, object]:
        """The report as JSON."""
        found: dict[str, object] = json.loads((self.folder / "guard.json").read_text())
        return found

    def rules(self) -> list[str]:
        """The rules of what stops it."""
        findings: list[dict[str, str]] = self.report()["findings"]  # type: ignore[assignment]
        return list(dict.fromkeys([one["rule"] for one in findings if one["blocks"] != "nothing"]))

    def everything(self) -> str:
        """All that anybody could read of it."""
        files = [path.read_bytes().decode("utf-8", "replace") for path in self.folder.rglob("*") if path.is_file()]
        return "\n".join([self.out, self.err, self.summary, *files])


def parsed(text: str) -> dict[str, str]:
    """Outputs of a step, as a runner reads them: `name=value`, or lines up to a delimiter."""
    found: dict[str, str] = {}
    lines = iter(text.split("\n")[:-1])
    for line in lines:
        name, mark, end = line.partition("<<")
        assert mark, line
        value = []
        for one in lines:
            if one == end:
                break
            value.append(one)
        else:
            raise AssertionError(f"no end: {end}")
        found[name] = "\n".join(value)
    return found


@contextmanager
def runner(environment: Mapping[str, str]) -> Iterator[Path]:
    """The variables of a job and nothing else of a host; the folder is the runner's."""
    with TemporaryDirectory(prefix="runner-") as folder, pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("GITHUB_", "CI_", "INPUT_", "GUARD_", "RUNNER_"))]:
            if name != "GUARD_FUZZ_EXAMPLES":
                patch.delenv(name)
        for name, value in {"RUNNER_TEMP": folder, **environment}.items():
            patch.setenv(name, value)
        yield Path(folder)


def github(at: tuple[str, str], event: str, payload: object, *words: str, **env: str) -> Ran:
    """`guard hook github` in a job on this event; `at` is the server, and the repository on it."""
    text = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    said = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": event,
        "GITHUB_SERVER_URL": at[0],
        "GITHUB_REPOSITORY": at[1],
        "GITHUB_TOKEN": TOKEN,
        "INPUT_REPORT_FILE": "guard.json",
        **env,
    }
    with runner(said) as folder, TemporaryDirectory(prefix="files-") as beside:
        files = {name: Path(beside) / name for name in ("GITHUB_EVENT_PATH", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        files["GITHUB_EVENT_PATH"].write_bytes(text)
        for name, path in files.items():
            os.environ[name] = str(path)
        try:
            code, out, err = said_by(["hook", "github", *words])
        finally:
            for name in files:
                os.environ.pop(name, None)
        told = {name: path.read_text() if path.exists() else "" for name, path in files.items() if "EVENT" not in name}
        kept = Path(beside).parent / f"kept-{os.getpid()}-{os.urandom(4).hex()}"
        os.rename(folder, kept)
        folder.mkdir()
    return Ran(code, out, err, parsed(told["GITHUB_OUTPUT"]), told["GITHUB_STEP_SUMMARY"], kept)


def said_by(words: list[str]) -> tuple[int, str, str]:
    """One command, in this process."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(words)
    return code, out.getvalue(), err.getvalue()


def served(made: Forge) -> tuple[str, str]:
    """Where a forge's repository is, as a host says it."""
    top = Path(os.fsdecode(made.bare.git_dir))
    return f"file://{top.parent.parent}", f"{top.parent.name}/{top.name}"
