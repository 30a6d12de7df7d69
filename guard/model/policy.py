"""The policy: the house rules of a repository, as values. Documents are checked before they come here (guard.trust)."""

from __future__ import annotations

from guard.model.names import fold
from guard.model.operation import Operation, join
from guard.model.paths import PathSet, covers
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

POLICY_FILE = ".guard/policy.yaml"
NEEDS_PLAN = ("schema.*", "data.*", "identity.*", "secret.*", "opaque.*")

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


class Routine(NamedTuple):
    """Changes that never need a plan."""

    paths: PathSet
    does: tuple[str, ...]


class Owner(NamedTuple):
    """Who owns a path pattern or a resource such as `table:users`; several teams must all agree."""

    of: str
    paths: PathSet | None
    teams: tuple[str, ...]


class Policy(NamedTuple):
    """House rules; `where` says which document they come from."""

    where: str
    id: str
    version: int
    guard: str | None
    branch: str | None
    shadow: bool
    squash: bool
    people: dict[str, tuple[str, ...]]
    owners: tuple[Owner, ...]
    needs_plan: tuple[str, ...]
    routine: tuple[Routine, ...]

    def is_routine(self, path: bytes, operations: Iterable[Operation]) -> bool:
        """Some one routine entry covers the path and everything done to it."""
        return any([entry.paths.matches(path) and covered(operations, entry.does) for entry in self.routine])

    def is_planned(self, operations: Iterable[Operation]) -> bool:
        """The policy asks for a plan for at least one of these operations."""
        return any(covers(pattern, operation.id) for operation in operations for pattern in self.needs_plan)

    def teams_of(self, path: bytes) -> tuple[str, ...]:
        """The teams that own a path; the owners of guard's own folder where nobody is named."""
        found = [
            team
            for owner in self.owners
            if owner.paths is not None and owner.paths.matches(path)
            for team in owner.teams
        ]
        return tuple(dict.fromkeys(found)) or (
            self.teams_of(b".guard/policy.yaml") if path != b".guard/policy.yaml" else ()
        )

    def people_for(self, path: bytes) -> tuple[str, ...]:
        """The people who can settle something about a path."""
        teams = self.teams_of(path)
        return tuple(name for name, member_of in self.people.items() if not teams or set(teams) & set(member_of))


def protected(path: bytes) -> bool:
    """Always protected, whatever the policy says."""
    return PROTECTED.matches(path.lower() if path.isascii() else b"/".join([fold(name) for name in path.split(b"/")]))


def protected_paths(folders: dict[bytes, list[bytes]]) -> frozenset[bytes]:
    """The protected ones among the names of these folders."""
    found: list[bytes] = []
    for folder, names in folders.items():
        lowered = (
            b"\n".join(names).lower().split(b"\n")
        )  # quick; a line feed in a name at most costs the exact look below
        if PROTECTED.pick(folder.lower(), lowered):
            found += [path for path in (join(folder, name) for name in names) if protected(path)]
    return frozenset(found)


def covered(operations: Iterable[Operation], patterns: tuple[str, ...]) -> bool:
    """Every operation is covered by some pattern."""
    return all(any(covers(pattern, operation.id) for pattern in patterns) for operation in operations)


def policy_from(data: dict[str, object], where: str) -> Policy:
    """A valid document as a value."""
    people = _mapping(data, "people")
    return Policy(
        where=where,
        id=str(data["id"]),
        version=_number(data["version"]),
        guard=_text(data, "guard"),
        branch=_text(data, "branch"),
        shadow=data.get("mode") == "shadow",
        squash=data.get("merges") == "squash",
        people={name: texts(entry.get("teams")) if isinstance(entry, dict) else () for name, entry in people.items()},
        owners=tuple(
            Owner(of, PathSet((of,)) if of.startswith("/") else None, texts(teams))
            for of, teams in _mapping(data, "owners").items()
        ),
        needs_plan=texts(data["needs_plan"]) if "needs_plan" in data else NEEDS_PLAN,
        routine=tuple(_routine(entry) for entry in _list(data, "routine")),
    )


def default_policy(where: str) -> Policy:
    """What guard would ask for in a repository that has no policy yet."""
    return policy_from({"id": "none", "version": 0}, where)


def texts(value: object) -> tuple[str, ...]:
    """A list of strings, or one string standing for itself."""
    if isinstance(value, str):
        return (value,)
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def _routine(entry: object) -> Routine:
    assert isinstance(entry, dict)
    return Routine(PathSet(texts(entry.get("paths"))), texts(entry.get("does")))


def _mapping(data: dict[str, object], key: str) -> dict[str, object]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _list(data: dict[str, object], key: str) -> list[object]:
    value = data.get(key)
    return value if isinstance(value, list) else []


def _text(data: dict[str, object], key: str) -> str | None:
    value = data.get(key)
    return None if value is None else str(value)


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value
