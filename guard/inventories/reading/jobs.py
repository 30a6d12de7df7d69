"""Workflows and pipelines of CI: their jobs, and what people call them."""

from __future__ import annotations

import re

from guard.inventories.reading.process import UnreadError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.document.nodes import Node
    from guard.inventories.reading.picking import Around, Named

    Row = tuple[str, str, int]

_GITHUB = re.compile(rb"(?:^|/)\.(?:github|gitea|forgejo)/workflows/[^/]+\.ya?ml$")
_RESERVED = """
    default include stages variables workflow image services before_script after_script cache pages types spec
"""
GITLAB = frozenset(_RESERVED.split())
OTHERS = {
    "jenkinsfile": "Jenkins",
    "azure-pipelines.yml": "Azure Pipelines",
    "azure-pipelines.yaml": "Azure Pipelines",
    ".drone.yml": "Drone",
    ".travis.yml": "Travis CI",
    "bitbucket-pipelines.yml": "Bitbucket Pipelines",
    "appveyor.yml": "AppVeyor",
    "buildkite.yml": "Buildkite",
}


def how(file: Named, around: Around) -> str:
    if _GITHUB.search(file.path):
        return "github"
    if file.name in (".gitlab-ci.yml", ".gitlab-ci.yaml") or file.name.endswith(".gitlab-ci.yml"):
        return "gitlab"
    if file.path in (b".circleci/config.yml", b".circleci/config.yaml"):
        return "circle"
    if file.path.startswith(b".buildkite/") and file.ending in ("yml", "yaml"):
        return "Buildkite"
    return OTHERS.get(file.name, "")


def read(data: bytes, how: str) -> Iterator[Row]:
    """Ids and names, in the words of the file."""
    from guard.settings.yaml_documents import whole

    if how in OTHERS.values():
        raise UnreadError(f"jobs of {how} are not read")
    root, trouble = whole(data)
    if trouble is not None:
        raise UnreadError(trouble[0])
    yield from {"github": _github, "gitlab": _gitlab, "circle": _circle}[how](root)


def _github(root: Node | None) -> Iterator[Row]:
    from guard.settings.yaml_nodes import get, pairs, text_of

    workflow = get(root, "name")
    if workflow is not None:
        yield "job", text_of(workflow) or "", workflow.line
    for job, node in pairs(get(root, "jobs")):
        said = text_of(get(node, "name")) or ""
        yield from [("job", name, job.line) for name in (job.text, said) if "${{" not in name]


def _gitlab(root: Node | None) -> Iterator[Row]:
    """Every key at the top that is no word of GitLab's own; one that begins with a dot is a template of jobs."""
    from guard.settings.yaml_nodes import get, items, pairs, text_of

    for key, node in pairs(root):
        if key.text not in GITLAB and pairs(node):
            yield "job", key.text, key.line
    for stage in items(get(root, "stages")):
        yield "job", text_of(stage) or "", stage.line


def _circle(root: Node | None) -> Iterator[Row]:
    from guard.settings.yaml_nodes import get, pairs

    for section in ("jobs", "workflows"):
        for key, node in pairs(get(root, section)):
            if pairs(node):
                yield "job", key.text, key.line
