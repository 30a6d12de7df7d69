"""GitLab: the same job by another host's variables, with the reports that it shows."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forge import Forge, Work, forge
from tests.hooks.hosts.played import TOKEN, Ran, job
from tests.replay.stories import ADDING, STANDING, TOP

NOW = "--now=2026-01-10T00:00:00Z"
REPORTS = ("--format=gitlab=gl-code-quality-report.json", "--format=junit=guard.xml", "--format=markdown=guard.md")


class Project:
    """A project whose merge requests run pipelines."""

    def __init__(self, folder: Path, made: Forge) -> None:
        self.folder, self.made = folder, made
        top = Path(os.fsdecode(made.bare.git_dir))
        self.server = f"file://{top.parent.parent}"
        self.path = f"{top.parent.name}/{top.name.removesuffix('.git')}"

    def runs(self, *words: str, **env: str) -> Ran:
        said = {
            "GITLAB_CI": "true",
            "CI_SERVER_URL": self.server,
            "CI_PROJECT_PATH": self.path,
            "CI_DEFAULT_BRANCH": "main",
            "CI_JOB_TOKEN": TOKEN,
            **env,
        }
        return job(self.folder, ["gitlab", NOW, "--report-file=guard.json", *words], said)

    def request(self, head: bytes, kind: str = "detached", *words: str, **env: str) -> Ran:
        """The pipeline of a merge request."""
        said = {
            "CI_PIPELINE_SOURCE": "merge_request_event",
            "CI_MERGE_REQUEST_IID": "7",
            "CI_MERGE_REQUEST_PROJECT_ID": "1",
            "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "1",
            "CI_MERGE_REQUEST_PROJECT_PATH": self.path,
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
            "CI_MERGE_REQUEST_EVENT_TYPE": kind,
            "CI_COMMIT_SHA": head.decode(),
        }
        return self.runs(*words, **{**said, **env})


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with forge(STANDING) as made, made.looking():
        yield Project(tmp_path, made)


def test_a_merge_request_with_its_reports(project: Project) -> None:
    project.made.pull("good", ADDING)
    assert project.request(project.made.tips["good"], "detached", *REPORTS).code == 0
    project.made.pull("asks", Work(TOP))
    asks = project.request(project.made.tips["asks"], "detached", *REPORTS)
    assert (asks.code, asks.rules(), "[G102]" in asks.out, "::" in asks.out) == (3, ["G102"], True, False)
    (found,) = json.loads((asks.folder / "gl-code-quality-report.json").read_text())
    assert (found["check_name"], found["location"]["path"]) == ("G102", "top")
    assert "G102" in (asks.folder / "guard.xml").read_text() and "G102" in (asks.folder / "guard.md").read_text()
    assert TOKEN not in asks.everything()


def test_what_is_merged_to_try_is_not_what_is_judged(project: Project) -> None:
    """The request's own commits are; in a train, what it is on top of those before it."""
    made = project.made
    begin, head = made.tips["main"], made.pull("work", ADDING)
    made.bypass(Work({b"docs/e": b"e\n"}))
    tried = made.merge("work")
    made.move("main", made.parents[tried][0])
    found = project.request(tried, "merged_result", CI_MERGE_REQUEST_SOURCE_BRANCH_SHA=head.decode())
    assert (found.code, found.report()["tip"]) == (0, head.decode())
    train = made.on(tried, Work(TOP))
    last = project.request(train, "merge_train", CI_MERGE_REQUEST_TARGET_BRANCH_SHA=tried.decode())
    assert (last.rules(), last.report()["tip"]) == (["G102"], train.decode())
    stale = project.request(train, "merge_train", CI_MERGE_REQUEST_TARGET_BRANCH_SHA=made.on(begin, Work(TOP)).decode())
    assert (stale.code, stale.rules()) == (4, ["G603"])


def test_inputs_are_those_of_an_action_and_there_is_none(project: Project) -> None:
    """Whoever starts a pipeline sets variables; nothing that a job goes by is one."""
    head = project.made.pull("work", Work(TOP))
    inputs = {"MODE": "shadow", "JOB": "comment", "BRANCH": "work", "PLAN": "none", "NOW": "1990-01-01T00:00:00Z"}
    ran = project.request(head, **{f"INPUT_{name}": value for name, value in inputs.items()})
    assert (ran.code, ran.rules(), "shadow" in ran.everything()) == (3, ["G102"], False)
    assert f"git fetch origin refs/merge-requests/7/head && guard approve {head[:12].decode()} " in ran.out
    shadow = project.request(head, "detached", "--mode=shadow")
    assert (shadow.code, shadow.out.startswith("guard: mode: shadow")) == (0, True)


def test_without_what_the_host_sets_nothing_passes(project: Project) -> None:
    head = project.made.pull("work", ADDING)
    for name in ("CI_PIPELINE_SOURCE", "CI_SERVER_URL", "CI_MERGE_REQUEST_PROJECT_PATH", "CI_COMMIT_SHA"):
        ran = project.request(head, **{name: ""})
        assert (ran.code, ran.rules()) == (5, ["G601"]), name
    assert project.runs(CI_PIPELINE_SOURCE="schedule", CI_COMMIT_BRANCH="main").rules() == ["G602"]
