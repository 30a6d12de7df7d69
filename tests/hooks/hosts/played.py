"""A host that runs guard's job: the event in a file, the runner's variables, its files; the repository over file://."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from guard.cli import main

EVENTS = Path(__file__).parent / "events"
TOKEN = "gh" + "s_16C7e42F292c6912E7710c838347Ae178B4a"


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


HOSTS = ("GITHUB_", "CI_", "INPUT_", "RUNNER_", "GUARD_KEY", "GUARD_TOKEN", "GITLAB_")
FILES = ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")


def job(folder: Path, words: Sequence[str], environment: Mapping[str, str], event: bytes = b"") -> Ran:
    """One job in this process, with the variables of a runner and nothing else of a host."""
    temp, files = folder / f"temp-{os.urandom(4).hex()}", {name: folder / name for name in FILES}
    temp.mkdir(parents=True)
    for path in files.values():
        path.write_bytes(b"")
    (folder / "event.json").write_bytes(event)
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(HOSTS)]:
            patch.delenv(name)
        said = {"RUNNER_TEMP": temp, "GITHUB_EVENT_PATH": folder / "event.json", **files, **environment}
        for name, value in said.items():
            patch.setenv(name, str(value))
        code, out, err = said_by(["hook", *words])
    assert not list(temp.glob("guard-store-*")), "what was fetched is left behind"
    outputs, summary = (files[name].read_text() for name in FILES)
    return Ran(code, out, err, parsed(outputs), summary, temp)


class Host:
    """A host that has this repository: `at` is the server, and the name of the repository on it."""

    def __init__(self, folder: Path, at: tuple[str, str]) -> None:
        self.folder, self.at = folder, at

    def runs(self, event: str, payload: object, *words: str, **env: str) -> Ran:
        """`guard hook github` in a job on this event."""
        text = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        said = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": event,
            "GITHUB_SERVER_URL": self.at[0],
            "GITHUB_REPOSITORY": self.at[1],
            "GITHUB_TOKEN": TOKEN,
            "INPUT_REPORT_FILE": "guard.json",
            **env,
        }
        return job(self.folder, ["github", *words], said, text)

    def pull(self, head: bytes, *words: str, number: int = 7, base: str = "main", **env: str) -> Ran:
        """A check of a pull request."""
        return self.runs("pull_request", pull(head, number, base), *words, **env)

    def queued(self, head: bytes, base: bytes, *words: str, **env: str) -> Ran:
        """A check of an entry of the merge queue."""
        name = f"refs/heads/gh-readonly-queue/main/pr-7-{base.decode()}"
        group = {"head_sha": head.decode(), "base_sha": base.decode(), "head_ref": name, "base_ref": "refs/heads/main"}
        return self.runs("merge_group", {"action": "checks_requested", "merge_group": group, **OURS}, *words, **env)

    def pushed(self, before: bytes, after: bytes, *words: str, ref: str = "refs/heads/main", **env: str) -> Ran:
        """A job on a push."""
        commit = {"id": after.decode()}
        data = {"ref": ref, "before": before.decode(), "after": after.decode(), "head_commit": commit, **OURS}
        return self.runs("push", data, *words, **env)


OURS = {"repository": {"full_name": "acme/shop", "default_branch": "main"}, "sender": {"login": "dana"}}


def pull(head: bytes, number: int = 7, base: str = "main") -> dict[str, Any]:
    """The payload of a pull request, from a branch of whatever name."""
    side = {"ref": base, "sha": "0" * len(head)}
    of = {"ref": "work", "sha": head.decode(), "repo": {"full_name": "acme/shop"}}
    request = {"number": number, "head": of, "base": side, "user": {"login": "mallory"}}
    return {"action": "synchronize", "number": number, "pull_request": request, **OURS}


def said_by(words: list[str]) -> tuple[int, str, str]:
    """One command, in this process."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(words)
    return code, out.getvalue(), err.getvalue()


def served(git_dir: bytes) -> tuple[str, str]:
    """Where a repository is, as a host says it."""
    top = Path(os.fsdecode(git_dir))
    return f"file://{top.parent.parent}", f"{top.parent.name}/{top.name}"
