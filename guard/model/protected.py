"""Paths that steer what is checked and what runs: always protected, whatever a policy says."""

from __future__ import annotations

from guard.model.names import fold
from guard.model.operation import join
from guard.model.paths import PathSet

# Files that steer guard, CI, hooks, agent harnesses and git itself. Compared in lower case: on some file systems
# `.GitHub/Workflows` is the same folder. What an agent merely reads (AGENTS.md and the like) is left to the policy.
# Only whole names: a `*` in the middle of one would have to be tried on every path of every commit.
PROTECTED_FILES = (
    *(
        f"/{at}lefthook{local}.{end}"
        for at in ("", ".")
        for local in ("", "-local")
        for end in ("yml", "yaml", "toml", "json")
    ),
    *(
        "/.gitlab-ci.yml",
        "/azure-pipelines.yml",
        "/jenkinsfile",
        "/bitbucket-pipelines.yml",
        "/.travis.yml",
        "/.drone.yml",
    ),
    *(
        "/.drone.star",
        "/.woodpecker.yml",
        "/.woodpecker.yaml",
        "/.appveyor.yml",
        "/appveyor.yml",
        "/.cirrus.yml",
        "/.cirrus.star",
    ),
    *("/.build.yml", "/cloudbuild.yaml", "/cloudbuild.yml", "/action.yml", "/action.yaml"),
    *("/.pre-commit-config.yaml", "/.pre-commit-hooks.yaml", "/prek.toml", "/.overcommit.yml", "/.config/lefthook.yml"),
    *(
        "/codeowners",
        "/.github/codeowners",
        "/docs/codeowners",
        "/.gitlab/codeowners",
        "/.forgejo/codeowners",
        "/.gitea/codeowners",
    ),
    *("/**/.gitattributes", "/.gitmodules", "/.lfsconfig"),
    *(
        "/**/.mcp.json",
        "/.vscode/mcp.json",
        "/.vscode/tasks.json",
        "/opencode.json",
        "/opencode.jsonc",
        "/.aider.conf.yml",
    ),
)
PROTECTED_FOLDERS = (
    *(
        "/.guard",
        "/.github/workflows",
        "/.github/actions",
        "/.github/hooks",
        "/.gitlab",
        "/.circleci",
        "/.buildkite",
        "/.woodpecker",
    ),
    *("/.forgejo/workflows", "/.gitea/workflows", "/.semaphore", "/.builds", "/.husky", "/.githooks", "/.lefthook"),
    *("/**/.claude", "/**/.cursor", "/**/.codex", "/**/.gemini", "/**/.kiro", "/**/.opencode"),
    *("/.roo", "/.windsurf", "/.amazonq"),
)
# A folder is protected with all that is in it, and as a name of its own: a symlink could take its place.
PROTECTED = PathSet(
    (
        *PROTECTED_FILES,
        *PROTECTED_FOLDERS,
        *(f"{folder}/**" for folder in PROTECTED_FOLDERS),
        "/.github",
        "/.forgejo",
        "/.gitea",
    ),
    checked=True,
)


def protected(path: bytes) -> bool:
    """Always protected, whatever the policy says."""
    return PROTECTED.matches(path.lower() if path.isascii() else b"/".join([fold(name) for name in path.split(b"/")]))


def protected_paths(folders: dict[bytes, list[bytes]]) -> frozenset[bytes]:
    """The protected ones among the names of these folders."""
    found: list[bytes] = []
    for folder, names in folders.items():
        if PROTECTED.may_pick(folder.lower(), b"/" + b"\n/".join(names).lower() + b"\n"):
            found += [path for path in (join(folder, name) for name in names) if protected(path)]
    return frozenset(found)
