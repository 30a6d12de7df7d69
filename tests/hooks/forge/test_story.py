"""Red, a yes, green, the yes taken back, red: with real signatures, real pushes, and a forge that starts what it would.

The forge starts the workflows that stand in the commit that was pushed, and nothing else; each job is guard's own.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import chdir
from datetime import UTC, datetime
from pathlib import Path

import pytest

from guard.cli import main
from tests.commands.acting import House, house, standing
from tests.commands.standing import EXPAND
from tests.conftest import ROOT
from tests.forge_api import PROJECT, REPOSITORY, TOKEN, Api, Run, serving
from tests.repos import GIT
from tests.running import Answer
from tests.signing import key

pytestmark = pytest.mark.usefixtures("read_here")

WORKFLOWS = {
    f".github/workflows/{name}".encode(): (ROOT / "examples/github" / name).read_bytes()
    for name in ("guard.yml", "guard-rejudge.yml")
}
CLAIM = "work\n\nGuard-Plan: split-name\nGuard-Phase: expand\n"
JOBS = {"guard.yml": "check", "guard-rejudge.yml": "rejudge"}


class Story:
    """A clone of somebody who approves, the bare repository of the forge, and the forge."""

    def __init__(self, house: House, api: Api, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.house, self.api, self.folder, self._capture = house, api, folder, capture
        self.said: list[str] = []

    def pull(self, number: int, *, fork: bool = False, beside: bytes = b"") -> Run:
        """A pull request that claims the first phase, and its first check; `beside`: a file that is none of it."""
        made = self.house.made
        flat = made.files({**self.house.files, **EXPAND, **({beside: b"x\n"} if beside else {})})
        head = made.commit(made.tree(flat), [self.house.tip], f"{number} {CLAIM}".encode()).decode()
        refs = [f"refs/pull/{number}/head"] + ([] if fork else [f"refs/heads/work-{number}"])
        made.git("push", "--quiet", "origin", *[f"{head}:{ref}" for ref in refs])
        assert self.started() == [], "a check is of pull_request, not of push"
        run = self.api.check(self.api.opened(number, head, f"work-{number}", fork))
        self.runs(run)
        return run

    def started(self) -> list[str]:
        """What the pushes since the last look started; each has run then."""
        found = self.api.pushed()
        for run in found:
            self.runs(run)
        return [run.workflow for run in found]

    def queued(self) -> None:
        """Everything that waits runs."""
        for run in self.api.runs:
            if run.status != "completed":
                self.runs(run)

    def runs(self, run: Run) -> None:
        """One run: the job of its workflow."""
        code = self.job("github", JOBS[run.workflow], self.environment(run))
        run.ends("success" if code == 0 else "failure")

    def job(self, host: str, job: str, environment: Mapping[str, str]) -> int:
        """A job, in an environment as a runner has it."""
        self._capture.readouterr()
        with pytest.MonkeyPatch.context() as patch, chdir(self.folder):
            for name, value in environment.items():
                patch.setenv(name, value)
            now = ["--now", environment["INPUT_NOW"]] if host == "gitlab" else []
            code = main(["hook", host, "--job", job, *now])
        out = self._capture.readouterr()
        self.said.append(out.out + out.err)
        assert TOKEN not in self.said[-1]
        assert code in (0, 1, 3, 4, 5), self.said[-1]
        return code

    def environment(self, run: Run) -> dict[str, str]:
        repository = {"default_branch": "main", "full_name": REPOSITORY}
        payload = {"repository": repository, "sender": {"login": "mallory"}}
        if run.event == "push":
            payload |= {"ref": f"refs/heads/{run.branch}", "after": run.head, "before": "0" * 40}
        else:
            pull = next(pull for pull in self.api.pulls if pull.head == run.head)
            head = {"sha": run.head, "ref": run.branch, "repo": {"full_name": "x/fork" if pull.fork else REPOSITORY}}
            user, base = {"login": "mallory"}, {"ref": "main", "sha": "0" * 40}
            payload |= {
                "action": "opened",
                "number": pull.number,
                "pull_request": {"number": pull.number, "head": head, "base": base, "user": user},
            }
        event = self.folder / "event.json"
        event.write_text(json.dumps(payload))
        return {
            "GITHUB_EVENT_NAME": run.event,
            "GITHUB_EVENT_PATH": str(event),
            "GITHUB_SERVER_URL": f"file://{self.folder}",
            "GITHUB_API_URL": self.api.url,
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_TOKEN": TOKEN,
            "GITHUB_ACTIONS": "true",
            "RUNNER_TEMP": str(self.folder),
            "INPUT_NOW": datetime.fromtimestamp(self.house.now + 300, UTC).isoformat(),
        }

    def approved(self, *more: str) -> Answer:
        """omar says yes to the plan, in the clone."""
        path, asked = self.house.request("approve", "split-name")
        assert asked.code == 0, asked.said
        self.house.sign(path, key("ed25519", "omar"), "approval")
        told = self.house.guard("approve", "--signed", str(path), *more)
        assert told.code == 0, told.said
        return told


@pytest.fixture
def story(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Story]:
    with standing(capsys, tmp_path, monkeypatch, {**house(), **WORKFLOWS}) as made:
        bare = tmp_path / REPOSITORY
        subprocess.run([GIT, "init", "--quiet", "--bare", "--initial-branch=main", bare], check=True)
        made.made.git("remote", "add", "origin", str(bare))
        made.made.git("push", "--quiet", "origin", "main")
        made.made.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
        api = Api(str(bare))
        api.now = int(time.time())
        with serving(api):
            yield Story(made, api, tmp_path, capsys)


def test_red_approved_green_revoked_red(story: Story) -> None:
    run, other = story.pull(3), story.pull(4, beside=b"db/note")
    fork = story.pull(5, fork=True)
    assert [one.conclusion for one in (run, other, fork)] == ["failure"] * 3
    (entry,) = re.findall(r"\(entry ([0-9a-f]{8})\)", story.approved().out)
    assert story.started() == ["guard-rejudge.yml"], "nobody pressed anything"
    assert re.search(r"^ +#3 +passes now; its check runs again$", story.said[-1], re.M), story.said[-1]
    assert re.search(r"^ +#4 +waits as before: violation$", story.said[-1], re.M), story.said[-1]
    assert [one.status for one in (run, other, fork)] == ["queued", "completed", "queued"]
    story.queued()
    assert [one.conclusion for one in (run, fork)] == ["success"] * 2
    assert {one.attempt for one in (run, fork)} == {2}

    told = story.house.carried("revoke", entry)
    assert told.code == 0 and "origin judges open pull requests again" in told.out, told.said
    assert story.started() == ["guard-rejudge.yml"]
    assert re.search(r"^ +#3 +passed, and no longer does: ", story.said[-1], re.M), story.said[-1]
    story.queued()
    assert [one.conclusion for one in (run, fork)] == ["failure"] * 2
    assert story.api.tokens() == {f"Bearer {TOKEN}"}
    assert {path.split("/")[-1] for path in story.api.posted()} == {"rerun"}


def test_the_log_alone_starts_nothing(story: Story) -> None:
    run = story.pull(3)
    story.approved("--no-sync")
    story.house.made.git("push", "--quiet", "origin", "guard-log")
    assert story.started() == []
    story.queued()
    assert (run.conclusion, run.attempt) == ("failure", 1)


@pytest.mark.later
def test_a_refusal_of_the_wake_keeps_the_entry_and_is_made_up_for(story: Story) -> None:
    run = story.pull(3)
    hook = story.folder / REPOSITORY / "hooks/update"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text('#!/bin/sh\ntest "$1" != refs/heads/guard-wake\n')
    hook.chmod(0o755)
    told = story.approved()
    assert "brought to origin" in told.out
    assert re.search(r"^guard: origin does not judge open pull requests again yet: .*hook declined", told.out, re.M)
    assert story.started() == []
    os.unlink(hook)
    again = story.house.guard("log", "sync")
    assert again.code == 0 and "0 fetched, 0 pushed\norigin judges open pull requests again\n" in again.out
    assert story.started() == ["guard-rejudge.yml"]
    story.queued()
    assert run.conclusion == "success"


def test_what_a_writer_pushes_there_gains_nothing(story: Story) -> None:
    run = story.pull(3)
    made = story.house.made
    flat = made.files({**story.house.files, b"docs/x": b"::error::x\n"})
    mine = made.commit(made.tree(flat), [story.house.tip], b"wake up\n::error::x\n")
    made.git("push", "--quiet", "--force", "origin", f"{mine.decode()}:refs/heads/guard-wake")
    assert story.started() == ["guard-rejudge.yml"]
    assert re.search(r"^ +#3 +waits as before: needs-person$", story.said[-1], re.M)
    assert (run.conclusion, run.attempt, story.api.posted()) == ("failure", 1, [])


def test_a_log_that_cannot_be_read_leaves_nothing_green(story: Story) -> None:
    run = story.pull(3)
    story.approved()
    story.started()
    story.queued()
    assert run.conclusion == "success"
    made = story.house.made
    tip = made.git("rev-parse", "guard-log").strip()
    broken = made.commit(made.tree(made.files({b"payload.json": b"{}"})), [tip], b"x\n")
    made.git("push", "--quiet", "origin", f"{broken.decode()}:refs/heads/guard-log")
    wake = made.commit(made.tree(made.files(story.house.files)), [story.house.tip], b"wake\n")
    made.git("push", "--quiet", "--force", "origin", f"{wake.decode()}:refs/heads/guard-wake")
    assert story.started() == ["guard-rejudge.yml"]
    story.queued()
    assert run.conclusion == "failure" and "G505" in story.said[-1]


# The comment


@pytest.mark.later
def test_the_comment_follows_the_verdict(story: Story) -> None:
    run = story.pull(3)
    asked = {**story.environment(run), "INPUT_COMMENT": "true"}
    assert story.job("github", "check", asked) == 3
    assert "guard: the comment below the pull request is written" in story.said[-1]
    (one,) = story.api.comments[3]
    assert "guard approve split-name" in one["body"]
    story.approved()
    assert story.job("github", "check", asked) == 0
    (other,) = story.api.comments[3]
    assert other["id"] == one["id"] and "guard approve split-name" not in other["body"]
    assert story.job("github", "comment", asked) == 0
    assert "the comment below the pull request is as it was" in story.said[-1]


@pytest.mark.later
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "no comment: 403: Resource not accessible by integration"),
        ({"GITHUB_TOKEN": ""}, "no comment: this job has no token of its forge [G611]"),
        ({"GITHUB_API_URL": "http://forge.example"}, "none that guard gives a token to: https, or this machine [G610]"),
    ],
)
def test_a_comment_that_cannot_be_written_stops_nobody(story: Story, change: dict[str, str], words: str) -> None:
    run = story.pull(3, fork=True)
    story.api.may = set()
    asked = {**story.environment(run), "INPUT_COMMENT": "true", **change}
    assert story.job("github", "check", asked) == 3, "as the verdict has it"
    assert words in story.said[-1]
    assert story.job("github", "comment", asked) == 0
    assert story.api.comments == {}


def test_no_comment_where_there_is_no_pull_request(story: Story) -> None:
    run = Run(1, "guard.yml", "push", story.house.tip.decode(), "main")
    assert story.job("github", "comment", story.environment(run)) == 0
    assert "no comment: this event is of no open pull request" in story.said[-1]


# What keeps rejudge from its work


@pytest.mark.later
@pytest.mark.parametrize(
    ("change", "may", "rule"),
    [
        ({"GITHUB_TOKEN": ""}, True, "G611"),
        ({"GITHUB_TOKEN": "two words"}, True, "G601"),
        ({"GITHUB_TOKEN": "another"}, True, "G611"),
        ({"GITHUB_API_URL": "http://forge.example"}, True, "G610"),
        ({"INPUT_WORKFLOW": "gone.yml"}, True, "G611"),
        ({"INPUT_BRANCH": "gone"}, True, "G812"),
        ({}, False, "G611"),
    ],
)
def test_what_keeps_it_from_its_work_is_told(story: Story, change: dict[str, str], may: bool, rule: str) -> None:
    run = story.pull(3)
    run.conclusion = "success"
    story.api.may = {"actions"} if may else set()
    wake = Run(1, "guard-rejudge.yml", "push", story.house.tip.decode(), "guard-wake")
    assert story.job("github", "rejudge", {**story.environment(wake), **change}) == 5
    assert f"[{rule}]" in story.said[-1] and "next" in story.said[-1]
    assert (run.conclusion, run.attempt) == ("success", 1)


# GitLab


@pytest.mark.later
def test_the_same_on_gitlab(story: Story) -> None:
    run = story.pull(3)
    os.symlink(story.folder / REPOSITORY, f"{story.folder / REPOSITORY}.git")
    asked = {
        "CI_PIPELINE_SOURCE": "push",
        "CI_COMMIT_BRANCH": "guard-wake",
        "CI_COMMIT_SHA": story.house.tip.decode(),
        "CI_DEFAULT_BRANCH": "main",
        "CI_SERVER_URL": f"file://{story.folder}",
        "CI_API_V4_URL": story.api.url,
        "CI_PROJECT_PATH": REPOSITORY,
        "CI_PROJECT_ID": PROJECT,
        "GUARD_TOKEN": TOKEN,
        "INPUT_NOW": story.environment(run)["INPUT_NOW"],
    }
    assert story.job("gitlab", "rejudge", asked) == 0
    assert re.search(r"^ +!3 +waits as before: needs-person$", story.said[-1], re.M), story.said[-1]
    story.approved()
    assert story.job("gitlab", "rejudge", asked) == 0
    assert re.search(r"^ +!3 +passes now; its check runs again$", story.said[-1], re.M), story.said[-1]
    assert (run.status, run.attempt) == ("queued", 2)
    assert story.job("gitlab", "rejudge", {**asked, "GUARD_TOKEN": ""}) == 5
    assert "[G611]" in story.said[-1] and "GUARD_TOKEN" in story.said[-1]
