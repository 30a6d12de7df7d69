"""Symlinks out of the repository (G120) or the scope (G121), and submodules that nothing declares (G122)."""

from __future__ import annotations

import pytest

from guard.checks.links import LONGEST, check, resolve
from guard.model.case import Case
from guard.model.change import FILE, SUBMODULE, SYMLINK
from guard.model.plan import Plan
from guard.model.policy import Policy
from tests.cases import ONE, TWO, added, case, deleted, findings, first_commit, modified, only, places, plan, policy

# link | target | where it leads
LEADS = [
    (b"a", b"b", b"b"),
    (b"a", b"b/c", b"b/c"),
    (b"x/a", b"b", b"x/b"),
    (b"x/a", b"../b", b"b"),
    (b"x/y/a", b"../../b/c", b"b/c"),
    (b"x/a", b"./b", b"x/b"),
    (b"x/a", b"b/.", b"x/b"),
    (b"x/a", b"b//c", b"x/b/c"),
    (b"x/a", b"b/", b"x/b"),
    (b"x/a", b"./../b", b"b"),
    (b"x/a", b"..", b""),
    (b"a", b".", b""),
    (b"a", b"..b", b"..b"),
    (b"a", b"-x", b"-x"),
    (b"a", b"b~", b"b~"),
    (b"a", b"$HOME", b"$HOME"),
    (b"a", b"\xff", b"\xff"),
    (b"a", b".github/x", b".github/x"),
    (b"a", b".gitignore", b".gitignore"),
    (b"a", b"git", b"git"),
    (b"a", b"...", b"..."),
    (b"a", b"aux.c", b"aux.c"),
    (b"a", b"GUARD~1/policy.yaml", b"GUARD~1/policy.yaml"),
    (b"a", b"x" * LONGEST, b"x" * LONGEST),
]
UNUSABLE, ABSOLUTE, CLIMBS = "no checkout can use", "absolute", "climbs above the top"
BEHIND, GIT = "`..` after a name", "into the git directory"
LEADS_OUT = [
    (b"a", b"git~1/config", GIT),
    (b"a", b".g\xe2\x80\x8cit/config", GIT),
    (b"a", b"", UNUSABLE),
    (b"a", b"b\0c", UNUSABLE),
    (b"a", b"b\nc", UNUSABLE),
    (b"a", b"b\r", UNUSABLE),
    (b"a", b"x" * (LONGEST + 1), UNUSABLE),
    (b"a", b"/", ABSOLUTE),
    (b"a", b"/etc/passwd", ABSOLUTE),
    (b"x/a", b"/x/b", ABSOLUTE),
    (b"a", b"~", ABSOLUTE),
    (b"a", b"~root/.ssh", ABSOLUTE),
    (b"a", b"C:", ABSOLUTE),
    (b"a", b"c:/x", ABSOLUTE),
    (b"a", b"\\\\server\\share", ABSOLUTE),
    (b"a", b"b\\..\\..\\c", ABSOLUTE),
    (b"a", b"..", CLIMBS),
    (b"a", b"../b", CLIMBS),
    (b"x/a", b"../../b", CLIMBS),
    (b"x/a", b"./.././../x/b", CLIMBS),
    (b"a", b"b/..", BEHIND),
    (b"x/a", b"../b/../c", BEHIND),
    (b"x/a", b"b/./../c", BEHIND),
    (b"a", b".git", GIT),
    (b"a", b".git/hooks/pre-commit", GIT),
    (b"a", b".GIT/config", GIT),
    (b"a", b".git./config", GIT),
    (b"a", b".git /config", GIT),
    (b"a", b"sub/.Git/config", GIT),
    (b"x/a", b"../.git", GIT),
]
ROUTINE = policy(routine=[{"paths": ["/docs/**"], "does": ["file.*"]}])


@pytest.mark.parametrize(("path", "target", "place"), LEADS)
def test_where_a_link_leads(path: bytes, target: bytes, place: bytes) -> None:
    assert resolve(path, target) == place


@pytest.mark.parametrize(("path", "target", "words"), LEADS_OUT)
def test_a_link_that_leads_out(path: bytes, target: bytes, words: str) -> None:
    said = resolve(path, target)
    assert isinstance(said, str)
    assert words in said


def link(target: bytes, path: bytes = b"src/link", plan: Plan | None = None, policy: Policy = policy()) -> Case:  # noqa: B008
    """One symlink is added."""
    return case(added(path, SYMLINK), targets={ONE: target}, plan=plan, policy=policy)


COMMIT = first_commit()
NEVER = plan(never=("/src/frozen/**",))
HERE = b"src/link"
SUB = b"src/sub"
FINDS = {
    "out of the repository": (link(b"/etc/passwd"), [("G120", HERE, b"")]),
    "out of the repository, with a plan for everything": (link(b"/etc", plan=plan(["/**"])), [("G120", HERE, b"")]),
    "a routine link out of the repository": (
        link(b"../../x", b"docs/link", policy=ROUTINE),
        [("G120", b"docs/link", b"")],
    ),
    "out of the scope": (link(b"../other/x", plan=plan()), [("G121", HERE, b"")]),
    "to a folder that begins like the declared one": (link(b"../src-x/y", plan=plan()), [("G121", HERE, b"")]),
    "to the top": (link(b"..", plan=plan()), [("G121", HERE, b"")]),
    "to a path never touched": (link(b"frozen/x", plan=NEVER), [("G121", HERE, b"")]),
    "to a protected file": (link(b"../.github/workflows/ci.yml"), [("G121", HERE, b"")]),
    "to a protected file in other letter case": (link(b"../.GitHub/Workflows/ci.yml"), [("G121", HERE, b"")]),
    "to a protected file that the plan covers": (
        link(b"../.guard/policy.yaml", plan=plan(["/**"])),
        [("G121", HERE, b"")],
    ),
    "a routine link to a protected file": (
        link(b"../.guard", b"docs/link", policy=ROUTINE),
        [("G121", b"docs/link", b"")],
    ),
    "a link turned elsewhere": (
        case(modified(HERE, SYMLINK, SYMLINK), targets={TWO: b"/etc"}, plan=plan()),
        [("G120", HERE, b"")],
    ),
    "a file becomes a link": (
        case(modified(HERE, FILE, SYMLINK), targets={TWO: b"/etc"}, plan=plan()),
        [("G120", HERE, b"")],
    ),
    "gone again before it lands": (
        case(steps=((added(HERE, SYMLINK),), (deleted(HERE, SYMLINK),)), targets={ONE: b"/etc"}),
        [("G120", HERE, COMMIT)],
    ),
    "turned back before it lands": (
        case(
            added(HERE, SYMLINK, TWO),
            steps=((added(HERE, SYMLINK),), (modified(HERE, SYMLINK, SYMLINK),)),
            targets={ONE: b"../other", TWO: b"x"},
            plan=plan(),
        ),
        [("G121", HERE, COMMIT)],
    ),
    "two links": (
        case(added(b"src/a", SYMLINK), added(b"src/b", SYMLINK, TWO), targets={ONE: b"/a", TWO: b"/b"}),
        [("G120", b"src/a", b""), ("G120", b"src/b", b"")],
    ),
    "a submodule that nothing declares": (case(added(SUB, SUBMODULE), modules=frozenset()), [("G122", SUB, b"")]),
    "a submodule where another is declared": (
        case(added(SUB, SUBMODULE), modules=frozenset((b"src/sub2", b"src"))),
        [("G122", SUB, b"")],
    ),
    "a submodule moved on that nothing declares": (
        case(modified(SUB, SUBMODULE, SUBMODULE), modules=frozenset()),
        [("G122", SUB, b"")],
    ),
    "a file becomes a submodule": (case(modified(SUB, FILE, SUBMODULE), modules=frozenset()), [("G122", SUB, b"")]),
    "a submodule gone again before it lands": (
        case(steps=((added(SUB, SUBMODULE),), (deleted(SUB, SUBMODULE),)), modules=frozenset()),
        [("G122", SUB, COMMIT)],
    ),
}
LEAVES_ALONE = {
    "within the scope": link(b"x", plan=plan()),
    "within the scope, seen from below": link(b"../a/x", b"src/b/link", plan=plan()),
    "beside a path never touched": link(b"frozen", plan=plan(never=("/src/frosted/x",))),
    "anywhere inside, where no plan holds it": link(b"../other/x"),
    "a routine link out of the scope": link(b"../other", b"docs/link", plan(), ROUTINE),
    "a link removed": case(deleted(HERE, SYMLINK), plan=plan()),
    "a link becomes a file": case(modified(HERE, SYMLINK, FILE), plan=plan()),
    "files": case(added(b"src/a"), modified(b"src/b"), plan=plan()),
    "a submodule, where nobody looked into .gitmodules": case(added(SUB, SUBMODULE), modules=None),
    "a submodule as declared": case(added(SUB, SUBMODULE), modules=frozenset((SUB,))),
    "a submodule removed": case(deleted(SUB, SUBMODULE), modules=frozenset()),
    "a submodule becomes a file": case(modified(SUB, SUBMODULE, FILE), modules=frozenset()),
}


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    asked, wanted = FINDS[name]
    assert places(check, asked) == wanted


@pytest.mark.parametrize("name", LEAVES_ALONE)
def test_leaves_alone(name: str) -> None:
    assert findings(check, LEAVES_ALONE[name]) == []


def test_link_and_target_are_told_escaped_and_short() -> None:
    found = only(check, link(b"/\x1b[2K" + b"x" * 3000, b"src/a\nb"))
    assert found.what.startswith("src/a\\x0ab is a symlink to /\\x1b[2Kxxx")
    assert len(found.what) < 400
    assert ABSOLUTE in found.what


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (FINDS["to the top"][0], "it leads to the top of the repository, which the plan does not cover"),
        (FINDS["out of the scope"][0], "it leads to other/x, which the plan does not cover"),
        (FINDS["to a path never touched"][0], "it leads to src/frozen/x, which the plan does not cover"),
        (FINDS["to a protected file"][0], "it leads to .github/workflows/ci.yml, which is protected"),
        (link(b"../a\x07", plan=plan()), "it leads to a\\x07, which the plan does not cover"),
    ],
)
def test_where_it_leads_is_told(asked: Case, why: str) -> None:
    assert only(check, asked).why == why


def test_what_to_do_is_told() -> None:
    assert "commit the file itself" in only(check, link(b"/etc")).next[0].run
    assert "paths that the plan covers" in only(check, link(b"../other", plan=plan())).next[0].run
    found = only(check, case(added(b"a\x07", SUBMODULE), modules=frozenset()))
    assert found.what.startswith("a\\x07 is a commit of another repository")
    assert "git submodule add" in found.next[0].run
