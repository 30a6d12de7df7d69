"""What stands around the code: CI, hooks of others, and agents that are told about this repository."""

from __future__ import annotations

import os
import re

from guard.doors.git.hooks import hooks_folder
from guard.doors.runners import started
from guard.model.shim import MARK
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.doors.git.repository import Repository

# A name that ends with / is a folder; the first that stands is named.
CI = {
    "GitHub Actions": (".github/workflows/",),
    "GitLab CI": (".gitlab-ci.yml",),
    "CircleCI": (".circleci/",),
    "Buildkite": (".buildkite/",),
    "Azure Pipelines": ("azure-pipelines.yml",),
    "Bitbucket Pipelines": ("bitbucket-pipelines.yml",),
    "Jenkins": ("Jenkinsfile",),
    "Woodpecker": (".woodpecker.yml", ".woodpecker/"),
    "Forgejo Actions": (".forgejo/workflows/", ".gitea/workflows/"),
}
HOOKS = {
    "pre-commit": (".pre-commit-config.yaml",),
    "prek": ("prek.toml",),
    "lefthook": ("lefthook.yml", "lefthook.yaml", "lefthook.toml", "lefthook.json", ".lefthook.yml", ".lefthook.yaml"),
    "husky": (".husky/",),
    "overcommit": (".overcommit.yml",),
}
AGENTS = {
    "claude": ("CLAUDE.md", ".claude/", ".mcp.json"),
    "codex": (".codex/",),
    "cursor": (".cursor/", ".cursorrules"),
    "gemini": ("GEMINI.md", ".gemini/"),
    "copilot": (".github/copilot-instructions.md",),
    "kiro": (".kiro/",),
    "opencode": ("opencode.json", "opencode.jsonc", ".opencode/"),
    "": ("AGENTS.md",),  # which several of them read: it names none
}
LARGEST = 1 << 16
NAME = re.compile(r"[a-z][a-z0-9-]*")  # of a hook: git runs nothing else there, samples neither


class Around(NamedTuple):
    """Each with the file or folder that tells of it."""

    ci: dict[str, str]
    hooks: dict[str, str]
    agents: dict[str, str]
    native: tuple[str, ...]  # hooks that stand where git runs them, and are nobody's above
    installed: bool  # guard stands in them, or others run it


def around(repository: Repository, paths: Iterable[bytes]) -> Around:
    """Of what is tracked; agents and hooks also of what stands in the work tree alone."""
    known = frozenset([os.fsdecode(path) for path in paths])
    folders = {name[: end + 1] for name in known for end in range(len(name)) if name[end] == "/"}
    standing = known | folders
    top = repository.place.top
    folder = hooks_folder(repository)
    native, installed = _native(folder)
    return Around(
        dict(_found(CI, standing, "")),
        dict(_found(HOOKS, standing, "")),
        dict(_found(AGENTS, standing, top)),
        native,
        installed or bool(started(top, folder)),
    )


def _found(table: dict[str, tuple[str, ...]], standing: frozenset[str], top: str) -> Iterator[tuple[str, str]]:
    for name, places in table.items():
        place = next((one for one in places if one in standing or (top and _stands(top, one))), None)
        if place is not None:
            yield name, place


def _stands(top: str, place: str) -> bool:
    path = os.path.join(top, place.rstrip("/"))
    return os.path.isdir(path) if place.endswith("/") else os.path.isfile(path)


def _native(folder: str) -> tuple[tuple[str, ...], bool]:
    """The hooks that git would run from there, and whether guard is among them."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return (), False
    others, ours = [], False
    for name in names:
        path = os.path.join(folder, name)
        if not NAME.fullmatch(name) or not os.path.isfile(path) or not os.access(path, os.X_OK):
            continue
        if MARK in _content(path):
            ours = True
        else:
            others.append(name)
    return tuple(others), ours


def _content(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.read(LARGEST)
    except OSError:
        return ""
