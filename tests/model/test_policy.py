"""The policy as a value: what is always protected, what is routine, who owns what, and what is left out."""

from __future__ import annotations

import json

import pytest

from guard.model.operation import Operation
from guard.model.policy import NEEDS_PLAN, Person, default_policy, policy_from, texts
from guard.model.protected import protected, protected_paths
from guard.schema import schema_text
from tests.cases import policy

PROTECTED = [
    ".guard",
    ".guard/policy.yaml",
    ".guard/plans/a.yaml",
    ".guard/plans/deep/x",
    ".GUARD/policy.yaml",
    ".Guard",
    ".github",
    ".GitHub",
    ".github/workflows",
    ".github/workflows/ci.yml",
    ".GITHUB/Workflows/CI.YML",
    ".github/workflows/a/b",
    ".github/actions/x/action.yml",
    ".github/hooks/a",
    ".gitlab",
    ".gitlab/x",
    ".gitlab/CODEOWNERS",
    ".gitlab-ci.yml",
    ".circleci/config.yml",
    ".buildkite/pipeline.yml",
    ".woodpecker/a.yml",
    ".forgejo",
    ".forgejo/workflows/a.yml",
    ".gitea",
    ".gitea/workflows/a.yml",
    ".husky/pre-commit",
    ".githooks/pre-commit",
    ".lefthook/a",
    "azure-pipelines.yml",
    "Jenkinsfile",
    "JENKINSFILE",
    "bitbucket-pipelines.yml",
    ".travis.yml",
    ".drone.yml",
    ".woodpecker.yml",
    "action.yml",
    "action.yaml",
    ".pre-commit-config.yaml",
    ".pre-commit-hooks.yaml",
    "lefthook.yml",
    "lefthook.yaml",
    "lefthook.toml",
    "CODEOWNERS",
    ".github/CODEOWNERS",
    "docs/CODEOWNERS",
    ".gitattributes",
    "a/.gitattributes",
    "a/b/.gitattributes",
    "a/.GitAttributes",
    ".gitmodules",
    ".lfsconfig",
    ".mcp.json",
    "a/.mcp.json",
    ".claude",
    ".claude/settings.json",
    "a/.claude/x",
    ".cursor/rules",
    "a/b/.codex/config.toml",
    ".gemini/x",
    ".kiro/x",
    ".opencode/x",
    "a/.kiro",
]
FREE = [
    "README.md",
    "src/a",
    "guard/policy.yaml",
    ".guardx",
    ".guard2/a",
    "a/.guard/policy.yaml",
    "a/.github/workflows/ci.yml",
    ".github/README.md",
    ".github/ISSUE_TEMPLATE/a",
    ".forgejo/x",
    ".gitea/x",
    "a/Jenkinsfile",
    "a/action.yml",
    "a/.gitlab-ci.yml",
    "a/CODEOWNERS",
    "a/.gitmodules",
    "a/.lfsconfig",
    ".gitignore",
    "a/.gitignore",
    ".mailmap",
    "AGENTS.md",
    "CLAUDE.md",
    "a.claude",
    "claude/x",
    ".claudex/a",
    ".mcp.jsonx",
    "x.mcp.json",
    "gitattributes",
    "a.gitattributes",
    "a/.pre-commit-config.yaml",
]


@pytest.mark.parametrize("path", PROTECTED)
def test_protected(path: str) -> None:
    assert protected(path.encode())


@pytest.mark.parametrize("path", FREE)
def test_not_protected(path: str) -> None:
    assert not protected(path.encode())


def test_folder_by_folder_it_is_the_same() -> None:
    folders: dict[bytes, list[bytes]] = {}
    for path in PROTECTED + FREE:
        folder, _, name = path.encode().rpartition(b"/")
        folders.setdefault(folder, []).append(name)
    assert protected_paths(folders) == {path.encode() for path in PROTECTED}


def done(*ids: str) -> tuple[Operation, ...]:
    return tuple([Operation(id_) for id_ in ids])


ENTRIES = policy(
    routine=[
        {"paths": ["/docs/**", "/*.md"], "does": ["file.add", "file.modify"]},
        {"paths": ["/docs/**"], "does": ["file.delete"]},
    ]
)


@pytest.mark.parametrize(
    ("path", "ids", "routine"),
    [
        (b"docs/a", ("file.modify",), True),
        (b"a.md", ("file.add", "file.modify"), True),
        (b"docs/a", ("file.delete",), True),
        pytest.param(b"docs/a", ("file.modify", "file.delete"), False, id="no one entry does both"),
        (b"a.md", ("file.delete",), False),
        (b"docs/a", ("file.modify", "file.mode"), False),
        (b"src/a", ("file.modify",), False),
        (b"Docs/a", ("file.modify",), False),
    ],
)
def test_routine(path: bytes, ids: tuple[str, ...], routine: bool) -> None:
    assert ENTRIES.is_routine(path, done(*ids)) is routine
    assert not policy().is_routine(path, done(*ids))


@pytest.mark.parametrize(
    ("needs", "ids", "planned"),
    [
        (None, ("file.modify", "file.delete"), False),
        (None, ("schema.column.drop",), True),
        (None, ("opaque.sql",), True),
        (None, ("file.modify", "secret.add"), True),
        (["*"], ("file.modify",), True),
        pytest.param(["*"], ("opaque.sql",), True, id="what guard could not read may be anything"),
        pytest.param(["schema.*"], ("opaque.sql",), True, id="and so something that is asked for"),
        pytest.param([], ("opaque.sql",), False, id="where nothing needs a plan, this does not either"),
        (["file.add", "file.mode"], ("file.modify", "file.mode"), True),
        (["file.add"], ("file.modify",), False),
        ([], ("schema.drop",), False),
        (["*"], (), False),
    ],
)
def test_needs_a_plan(needs: list[str] | None, ids: tuple[str, ...], planned: bool) -> None:
    asked = policy() if needs is None else policy(needs_plan=needs)
    assert asked.is_planned(done(*ids)) is planned


OWNED = policy(
    owners={
        "/.guard/**": "platform",
        "/invoices/**": ["billing", "identity"],
        "/**/key": "identity",
        "/void/**": "void",
        "table:users": "nobody",
    }
)


@pytest.mark.parametrize(
    ("path", "teams", "people"),
    [
        (b".guard/policy.yaml", ("platform",), ("dana",)),
        (b"invoices/a", ("billing", "identity"), ("omar", "kim")),
        pytest.param(b"invoices/key", ("billing", "identity"), ("omar", "kim"), id="a team named twice"),
        (b"src/key", ("identity",), ("kim",)),
        pytest.param(b"src/a", ("platform",), ("dana",), id="nobody's: who owns guard's folder"),
        pytest.param(b"void/a", ("void",), (), id="a team that nobody is in"),
        pytest.param(b"table:users", ("platform",), ("dana",), id="a resource is no path"),
    ],
)
def test_owners(path: bytes, teams: tuple[str, ...], people: tuple[str, ...]) -> None:
    assert OWNED.teams_of(path) == teams
    assert OWNED.people_for(path) == people


@pytest.mark.parametrize("path", [b".guard/policy.yaml", b"src/a"])
def test_where_nobody_owns_guards_folder_everybody_is_asked(path: bytes) -> None:
    asked = policy(owners={"/invoices/**": "billing"})
    assert asked.teams_of(path) == ()
    assert asked.people_for(path) == ("dana", "omar", "kim")


def test_what_is_left_out() -> None:
    made = policy_from({"id": "5f0c2b7e", "version": 2}, "here")
    assert (made.where, made.id, made.version) == ("here", "5f0c2b7e", 2)
    assert (made.guard, made.branch, made.shadow, made.squash) == (None, None, False, False)
    assert (made.people, made.owners, made.needs_plan, made.routine) == ({}, (), NEEDS_PLAN, ())


def test_what_is_said() -> None:
    made = policy(guard=">=0.1", branch="main", mode="shadow", merges="squash", needs_plan=[])
    assert (made.guard, made.branch, made.shadow, made.squash, made.needs_plan) == (">=0.1", "main", True, True, ())
    plain = policy(mode="enforce", merges="merge", people={"dana": {}, "omar": {"teams": []}})
    nobody = Person((), None)
    assert (plain.shadow, plain.squash, plain.people) == (False, False, {"dana": nobody, "omar": nobody})


def test_the_schema_tells_the_same_default() -> None:
    assert tuple(json.loads(schema_text("policy"))["properties"]["needs_plan"]["default"]) == NEEDS_PLAN


def test_without_a_policy() -> None:
    made = default_policy("no .guard/policy.yaml on main")
    assert (made.where, made.needs_plan) == ("no .guard/policy.yaml on main", NEEDS_PLAN)
    assert made.people_for(b"a") == ()


@pytest.mark.parametrize(
    ("value", "told"), [("a", ("a",)), (["a", "b"], ("a", "b")), ([], ()), (None, ()), ({}, ()), (7, ())]
)
def test_one_text_stands_for_a_list_of_it(value: object, told: tuple[str, ...]) -> None:
    assert texts(value) == told


def test_the_protected_patterns_are_patterns() -> None:
    from guard.model.paths import check_pattern
    from guard.model.protected import PROTECTED_FILES, PROTECTED_FOLDERS

    for pattern in (*PROTECTED_FILES, *PROTECTED_FOLDERS):
        assert check_pattern(pattern) is None
        assert pattern == pattern.lower(), "they are compared in lower case"
