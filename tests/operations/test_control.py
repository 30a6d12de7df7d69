"""Files that steer what is checked, by their names; those that another detector reads are not told twice."""

from __future__ import annotations

import pytest

from guard.model.change import ChangeSet
from guard.operations import describe
from tests.cases import added, deleted, modified

CI = """
    .github/actions/setup/action.yml .github/actions/setup/run.sh .gitlab-ci.yml .gitlab/ci/build.yml
    .circleci/config.yml .buildkite/pipeline.yml .woodpecker/build.yml .semaphore/semaphore.yml .builds/alpine.yml
    azure-pipelines.yml Jenkinsfile bitbucket-pipelines.yml .travis.yml .drone.yml .drone.star .woodpecker.yml
    .woodpecker.yaml .appveyor.yml appveyor.yml .cirrus.yml .cirrus.star .build.yml cloudbuild.yaml cloudbuild.yml
    action.yml action.yaml .GitLab-CI.yml .CircleCI/config.yml
"""
GUARD = """
    .guard/policy.yaml .guard/plans/a.yaml .guard/plans/a.md .guard .pre-commit-config.yaml .pre-commit-hooks.yaml
    .husky/pre-commit .githooks/pre-push lefthook.yml .lefthook-local.toml .overcommit.yml .config/lefthook.yml
    .gitattributes src/.gitattributes .gitmodules .lfsconfig .mcp.json src/.claude/settings.json .cursor/rules
    .vscode/tasks.json opencode.json .aider.conf.yml .github .github/hooks/x .Guard/Policy.yaml
"""
# Read by detectors of their own, which say what changed in them.
READ_ELSEWHERE = """
    .github/workflows/ci.yml .GitHub/Workflows/ci.yml .gitea/workflows/ci.yaml .forgejo/workflows/ci.yml
    CODEOWNERS .github/CODEOWNERS docs/codeowners .gitlab/CODEOWNERS
"""
LEAVES_ALONE = """
    src/main.py README.md AGENTS.md src/.gitlab-ci.yml docs/action.yml x/.guard/policy.yaml guard/policy.yaml
    .github/dependabot.yml src/Jenkinsfile .vscode/settings.json gitattributes .githooks.md circleci/config.yml
"""


def told(path: str) -> list[str]:
    """The operations of a changed file, the file's own left out."""
    name = path.encode()
    sets = [
        describe(ChangeSet("staged", b"", (change,)), None) for change in (modified(name), added(name), deleted(name))
    ]
    (same,) = {tuple(one.id for one in judged.operations[name] if not one.id.startswith("file.")) for judged in sets}
    return list(same)


@pytest.mark.parametrize("path", CI.split())
def test_finds_what_steers_ci(path: str) -> None:
    assert told(path) == ["ci.change"]


@pytest.mark.parametrize("path", GUARD.split())
def test_finds_what_steers_guard_and_hooks(path: str) -> None:
    assert told(path) == ["guard.config.change"]


@pytest.mark.parametrize("path", [*READ_ELSEWHERE.split(), *LEAVES_ALONE.split()])
def test_leaves_alone(path: str) -> None:
    assert told(path) == []
