"""Protected files change alone (G106), and wait for their owner (G107)."""

from __future__ import annotations

import pytest

from guard.checks.protected import check
from guard.model.change import FILE, SUBMODULE, SYMLINK
from guard.model.finding import Next
from tests.cases import added, case, deleted, findings, first_commit, modified, places, plan, policy

POLICY, CI, MODULES, ATTRIBUTES = (
    b".guard/policy.yaml",
    b".github/workflows/ci.yml",
    b".gitmodules",
    b"a/.gitattributes",
)
FIRST, SECOND = first_commit(0), first_commit(1)


def alone(*paths: bytes, commit: bytes = b"") -> list[tuple[str, bytes, bytes]]:
    return [("G107", path, commit) for path in paths]


def mixed(*paths: bytes, commit: bytes = b"") -> list[tuple[str, bytes, bytes]]:
    return [(rule, path, commit) for path in paths for rule in ("G106", "G107")]


FINDS = {
    "edited alone": (case(modified(POLICY)), alone(POLICY)),
    "added alone": (case(added(CI)), alone(CI)),
    "removed alone": (case(deleted(ATTRIBUTES)), alone(ATTRIBUTES)),
    "a link in its place": (case(modified(POLICY, FILE, SYMLINK)), alone(POLICY)),
    "in other letter case": (case(added(b".GitHub/Workflows/x.yml")), alone(b".GitHub/Workflows/x.yml")),
    "several, none other": (case(modified(POLICY), added(CI)), alone(CI, POLICY)),
    "among others": (case(modified(CI), modified(b"src/a")), mixed(CI)),
    "several among others": (case(modified(POLICY), modified(CI), added(b"z")), mixed(CI, POLICY)),
    "beside routine files": (
        case(modified(CI), added(b"docs/a"), policy=policy(routine=[{"paths": ["/docs/**"], "does": ["*"]}])),
        mixed(CI),
    ),
    "in the scope of the plan": (case(modified(CI), modified(b"a"), plan=plan(["/**"])), mixed(CI)),
    "moved away": (case(deleted(POLICY), added(b"src/policy.yaml")), mixed(POLICY)),
    "gitmodules alone": (case(modified(MODULES)), alone(MODULES)),
    "gitmodules with a new submodule": (case(added(MODULES), added(b"lib", SUBMODULE)), alone(MODULES)),
    "gitmodules with a submodule removed": (case(modified(MODULES), deleted(b"lib", SUBMODULE)), alone(MODULES)),
    "gitmodules with a file that becomes a submodule": (
        case(modified(MODULES), modified(b"lib", FILE, SUBMODULE)),
        alone(MODULES),
    ),
    "gitmodules with a submodule and a file": (
        case(modified(MODULES), added(b"lib", SUBMODULE), added(b"a")),
        mixed(MODULES),
    ),
    "gitmodules, another protected file and a submodule": (
        case(modified(MODULES), modified(CI), added(b"lib", SUBMODULE)),
        mixed(CI, MODULES),
    ),
    "a submodule with another protected file": (case(modified(CI), added(b"lib", SUBMODULE)), mixed(CI)),
    "apart in commits, together in the landing": (
        case(modified(CI), added(b"a"), steps=((modified(CI),), (added(b"a"),))),
        mixed(CI) + alone(CI, commit=FIRST),
    ),
    "together in one commit and gone again": (
        case(steps=((modified(CI), added(b"a")), (modified(CI), deleted(b"a")))),
        mixed(CI, commit=FIRST) + mixed(CI, commit=SECOND),
    ),
    "with squash every commit still counts": (
        case(steps=((modified(CI), added(b"a")), (modified(CI), deleted(b"a"))), policy=policy(merges="squash")),
        mixed(CI, commit=FIRST) + mixed(CI, commit=SECOND),
    ),
}
LEAVES_ALONE = {
    "other files": case(added(b"a"), modified(b"src/b"), deleted(b"docs/c")),
    "what only sounds like one": case(
        added(b"guard/policy.yaml"), added(b"a/.gitmodules"), added(b".githubx/workflows/a")
    ),
    "a submodule alone": case(added(b"lib", SUBMODULE)),
    "nothing": case(),
}


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    asked, wanted = FINDS[name]
    assert places(check, asked) == wanted


@pytest.mark.parametrize("name", LEAVES_ALONE)
def test_leaves_alone(name: str) -> None:
    assert findings(check, LEAVES_ALONE[name]) == []


EVERYBODY = {"/**/.gitattributes": ["billing", "identity"], "/.guard/**": "platform"}
OWNER = "reads the change and merges it as its owner"
ASKED: dict[str, tuple[bytes, dict[str, object], list[str], str]] = {
    "the owner of the file": (POLICY, {}, ["dana"], "dana"),
    "where nobody owns it, the owner of guard's folder": (CI, {}, ["dana"], "dana"),
    "all teams that own it": (ATTRIBUTES, {"owners": EVERYBODY}, ["omar", "kim"], "omar, kim"),
    "without owners, everybody": (POLICY, {"owners": {}}, ["dana", "omar", "kim"], "dana, omar, kim"),
    "a team that nobody is in": (POLICY, {"owners": {"/.guard/**": "void"}}, [], "void"),
    "without owners and people": (POLICY, {"owners": {}, "people": {}}, [], "the people who own this repository"),
}


@pytest.mark.parametrize("name", ASKED)
def test_who_is_asked(name: str) -> None:
    path, keys, people, words = ASKED[name]
    (found,) = findings(check, case(modified(path), policy=policy(**keys)))
    you, *others = found.next
    assert you == Next("you", f"end your turn and ask {words}; you cannot do this part")
    assert others == [Next(name, OWNER) for name in people]


def test_what_is_mixed_is_told_apart() -> None:
    path = b".github/workflows/a\x1b[2K.yml"
    apart, owner = findings(check, case(added(path), added(b"a")))
    assert apart.what == ".github/workflows/a\\x1b[2K.yml is changed together with other files"
    assert owner.what == ".github/workflows/a\\x1b[2K.yml is changed"
    assert [step.who for step in apart.next] == ["you"]
    assert "commit the protected files apart" in apart.next[0].run
