"""Over budget (G105): files, lines, bytes, commits; amounts known exactly or between bounds."""

from __future__ import annotations

import pytest

from guard.checks.budget import check
from guard.model.case import Case, Measure
from tests.cases import added, case, commit, findings, modified, only, plan

PLACE = ".guard/plans/move.yaml"
THREE = tuple(modified(b"src/%d" % number) for number in range(3))
COMMITS = tuple(commit(number) for number in range(3))
MANY = tuple(added(b"src/%d" % number) for number in range(51))


def exactly(lines: int, size: int = 0) -> Measure:
    return Measure(lines, lines, size, size)


FINDS = {
    "files": (case(*THREE, plan=plan(files=2)), ["3 files changed; the budget is 2"]),
    "a limit of nothing": (case(THREE[0], plan=plan(files=0)), ["1 file changed; the budget is 0"]),
    "commits": (case(commits=COMMITS, plan=plan(commits=2)), ["3 commits changed; the budget is 2"]),
    "lines": (case(plan=plan(lines=10), measure=exactly(11)), ["11 lines changed; the budget is 10"]),
    "bytes": (case(plan=plan(bytes=10), measure=exactly(0, 11)), ["11 bytes changed; the budget is 10"]),
    "at least": (
        case(plan=plan(lines=10), measure=Measure(11, 90, 0, 0)),
        ["at least 11 lines changed; the budget is 10"],
    ),
    "perhaps": (
        case(plan=plan(lines=10), measure=Measure(10, 4000, 0, 0)),
        ["between 10 and 4,000 (files too large to compare) lines changed; the budget is 10"],
    ),
    "perhaps by one": (
        case(plan=plan(bytes=10), measure=Measure(0, 0, 2, 11)),
        ["between 2 and 11 (files too large to compare) bytes changed; the budget is 10"],
    ),
    "several perhaps": (
        case(plan=plan(lines=10, bytes=10), measure=Measure(1, 11, 1, 11)),
        [
            "between 1 and 11 (files too large to compare) lines changed; the budget is 10",
            "between 1 and 11 (files too large to compare) bytes changed; the budget is 10",
        ],
    ),
    "certain before perhaps": (
        case(*THREE, plan=plan(files=2, lines=10), measure=Measure(1, 99, 0, 0)),
        ["3 files changed; the budget is 2"],
    ),
    "several for certain": (
        case(*THREE, commits=COMMITS, plan=plan(files=2, commits=2, lines=1, bytes=1), measure=exactly(5, 6)),
        [
            "3 files changed; the budget is 2",
            "3 commits changed; the budget is 2",
            "5 lines changed; the budget is 1",
            "6 bytes changed; the budget is 1",
        ],
    ),
    "the strict defaults": (
        case(
            *MANY, commits=tuple(commit(number) for number in range(51)), plan=plan(), measure=exactly(1001, 1_048_577)
        ),
        [
            "51 files changed; the budget is 50",
            "51 commits changed; the budget is 50",
            "1,001 lines changed; the budget is 1,000",
            "1,048,577 bytes changed; the budget is 1,048,576",
        ],
    ),
    "one unlimited, another not": (
        case(*THREE, plan=plan(lines="unlimited", files=1), measure=exactly(9999)),
        ["3 files changed; the budget is 1"],
    ),
}
LEAVES_ALONE = {
    "held to no plan": case(*MANY, measure=exactly(9999, 9_999_999)),
    "as many as allowed": case(
        *THREE, commits=COMMITS, plan=plan(files=3, commits=3, lines=5, bytes=6), measure=exactly(5, 6)
    ),
    "certainly within": case(plan=plan(lines=10, bytes=10), measure=Measure(1, 10, 1, 10)),
    "as many as the defaults": case(*MANY[:50], plan=plan(), measure=exactly(1000, 1_048_576)),
    "unlimited was said": case(
        *MANY,
        commits=COMMITS,
        plan=plan(files="unlimited", lines="unlimited", bytes="unlimited", commits="unlimited"),
        measure=Measure(5000, 90_000, 5_000_000, 9_000_000),
    ),
    "nothing was counted": case(*THREE, plan=plan(lines=0, bytes=0)),
    "nothing": case(plan=plan(files=0, lines=0, bytes=0, commits=0), measure=exactly(0)),
    "the files of commits that do not land": case(
        THREE[0], steps=(THREE, THREE), plan=plan(files=1), measure=exactly(1)
    ),
}


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    asked, wanted = FINDS[name]
    told = findings(check, asked)
    assert [found.what for found in told] == wanted
    assert {(found.rule, found.path, found.commit) for found in told} == {("G105", None, b"")}


@pytest.mark.parametrize("name", LEAVES_ALONE)
def test_leaves_alone(name: str) -> None:
    assert findings(check, LEAVES_ALONE[name]) == []


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (FINDS["files"][0], f"plan move: scope.max.files is 2  ({PLACE}:8)"),
        (FINDS["lines"][0], f"plan move: scope.max.lines is 10  ({PLACE}:9)"),
        (
            case(*MANY, plan=plan()),
            f"plan move: scope.max.files is 50  ({PLACE} states none, so the strict default holds)",
        ),
    ],
)
def test_the_limit_is_told_with_its_place(asked: Case, why: str) -> None:
    found = only(check, asked)
    assert found.why == why
    assert [step.who for step in found.next] == ["you"]
    assert "split the work" in found.next[0].run
