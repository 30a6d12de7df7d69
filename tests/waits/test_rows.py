"""What waits, in two tables: what makes a row of each kind, and what makes none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.commands.standing import EXPAND, FILES, POLICY, SPLIT
from tests.waits.looking import BRANCH, BROUGHT, HOTFIX, OPEN, PLAN, Looking, looking, told

DAY = 86400
ANSWERED = OPEN.replace("two parts}", 'two parts, settled_by: "dana: counted them"}')
Story = Callable[[Looking], object]


def nothing(_: Looking) -> None:
    """As it stands."""


def expanded(made: Looking) -> None:
    """The first phase has landed, under a plan that is approved and leaves nothing open."""
    made.land({PLAN: SPLIT.encode()}, "answers")
    made.approved()
    made.land(EXPAND, "add the column", "split-name/expand")


def asked(made: Looking, about: str = "A2") -> None:
    told = made.guard("ask", "is that so?", "--about", f"split-name/{about}")
    assert told.code == 0, told.said


def swept(made: Looking) -> None:
    """Of two phases the first is complete, and the second is done by hand."""
    made.approved("tidy")
    made.land({b"tools/a": b"b\n"}, node="tidy/sweep")
    made.book.attest("complete", "tidy/sweep", made.tip, by="dana", at=made.now)


MAKES: dict[str, tuple[Story, str]] = {
    "an assumption nobody settles": (nothing, "question G421 split-name A1"),
    "an assumption the tree speaks against": (
        lambda made: made.land(
            {
                PLAN: OPEN.replace(
                    "two parts}", 'two parts, settled_by: "inventory: column:users.name type=uuid"}'
                ).encode()
            }
        ),
        "question G422 split-name A1",
    ),
    "a question of somebody at work": (asked, "question G770 split-name A2"),
    "a question about a phase": (lambda made: asked(made, "expand"), "question G770 split-name"),
    "a plan nobody approved": (nothing, "approval G403 split-name"),
    "a phase that stops": (nothing, "approval G403 split-name/contract"),
    "a yes to a plan that changed since": (
        lambda made: (made.approved(), made.land({PLAN: OPEN.replace("lines: 400", "lines: 500").encode()})),
        "approval G404 split-name",
    ),
    "a yes that ran out": (lambda made: made.approved(expires=made.now + 60), "approval G404 split-name"),
    "evidence of what landed": (expanded, "evidence G402 split-name/dual-write"),
    "a landing nothing explains": (lambda made: made.land({b"src/a": b"a"}), "landing G102"),
    "a plan that is to land": (lambda made: made.ahead(BRANCH, BROUGHT), f"approval G264 rekey-invoices {BRANCH}"),
    "a guess in its text": (lambda made: made.ahead(BRANCH, BROUGHT), f"question G711 rekey-invoices {BRANCH}"),
    "work no plan covers": (lambda made: made.ahead(HOTFIX, {b"src/b": b"b"}), f"landing G102 {HOTFIX}"),
    "a policy that is to land": (
        lambda made: made.ahead("rules", {b".guard/policy.yaml": POLICY.replace("version: 4", "version: 5").encode()}),
        "approval G107 rules",
    ),
    "a looser policy": (
        lambda made: made.ahead(
            "rules",
            {b".guard/policy.yaml": POLICY.replace("version: 4", "version: 5").replace("/docs/**", "/**").encode()},
        ),
        "approval G264 rules",
    ),
    "a file that steers what runs": (
        lambda made: made.ahead("ci", {b".github/workflows/a.yml": b"on: push\n"}),
        "approval G107 ci",
    ),
    "a phase that is nobody's to begin but a person's": (swept, "evidence G401 tidy/vault"),
}


@pytest.mark.parametrize("name", MAKES)
def test_what_makes_a_row(capsys: pytest.CaptureFixture[str], name: str) -> None:
    story, row = MAKES[name]
    with looking(capsys) as made:
        story(made)
        assert row in [told(one) for one in made.rows()]


NONE: dict[str, tuple[Story, str]] = {
    "an assumption that is settled": (lambda made: made.land({PLAN: ANSWERED.encode()}), "question G421 split-name A1"),
    "an assumption a person accepted": (
        lambda made: made.approved(accepts=[accepts(made, "A1")]),
        "question G421 split-name A1",
    ),
    "a question that is answered": (
        lambda made: (asked(made), made.land({PLAN: OPEN.replace("asked the owners", "asked them again").encode()})),
        "question G770 split-name A2",
    ),
    "a plan that is approved": (Looking.approved, "approval G403 split-name"),
    "evidence that is given": (
        lambda made: (expanded(made), made.deployed("split-name/expand", "api", "worker")),
        "evidence G402 split-name/dual-write",
    ),
    "a landing a person approved": (
        lambda made: (made.land({b"src/a": b"a"}), made.book.approve("landing", by="dana", rev="main~..main")),
        "landing G102",
    ),
    "a phase that is complete": (
        lambda made: (swept(made), made.book.attest("complete", "tidy/vault", made.tip, by="dana", at=made.now)),
        "evidence G401 tidy/vault",
    ),
    "a branch of routine work": (lambda made: made.ahead("docs", {b"docs/new.md": b"# new\n"}), "docs"),
    "a branch that has landed": (lambda made: made.made.ref(b"refs/heads/old", made.tip), "old"),
    "the branch of the log": (lambda made: made.ahead("guard-log", {b"src/b": b"b"}), "guard-log"),
    "the branch of the log of a remote": (
        lambda made: made.made.ref(b"refs/remotes/origin/guard-log", made.ahead("guard-log", {b"src/b": b"b"})),
        "guard-log",
    ),
}


def accepts(made: Looking, name: str) -> str:
    """The name by which that question is accepted."""
    return next(str(row["accepts"]) for row in made.rows() if row["settles"] == name)


@pytest.mark.parametrize("name", NONE)
def test_what_makes_none(capsys: pytest.CaptureFixture[str], name: str) -> None:
    story, row = NONE[name]
    with looking(capsys) as made:
        story(made)
        rows = [told(one) for one in made.rows()]
        assert rows
        assert not [one for one in rows if one == row or one.endswith(f" {row}")]


def test_nothing_waits_where_nothing_is_planned(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        gone = {path: text for path, text in FILES.items() if not path.startswith(b".guard/plans/")}
        made.files = dict(gone)
        made.land({}, "no plans")
        report = made.report()
        assert [told(row) for row in report["rows"]] == []
        assert report["exit_code"] == 0
        assert "nothing waits" in made.said()[1]


def test_a_branch_that_violates_waits_for_its_author_first(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        made.ahead("mixed", {**BROUGHT, b"src/b": b"b"})
        report = made.report()
        mine = [row for row in report["rows"] if row["where"] == "mixed"]
        assert mine
        assert {row["urgency"] for row in mine} == {"later"}
        (said,) = [one for one in report["not_looked_at"] if one["what"] == "branch mixed"]
        assert "G106" in said["why"]
        assert "guard check --range" in said["why"]


def test_one_yes_is_one_row(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        made.ahead(BRANCH, BROUGHT)
        rows = [row for row in made.rows() if row["kind"] == "approval" and row["lands"]]
        assert len(rows) == 1
        (row,) = rows
        assert {one["rule"] for one in row["also"]} == {"G107"}
        assert row["rule"] == "G264"
        for path in ("rekey-invoices.yaml is new", "rekey-invoices.md is changed"):
            assert path in row["says"]
        assert "steer what is checked" in row["why"]
        assert "documents count as they stand" in row["why"]


def test_a_landing_of_many_files_is_one_row(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        made.ahead(HOTFIX, {b"src/%d" % number: b"b" for number in range(9)})
        made.ahead("many", {b"src/%d" % number: b"b" for number in range(90)})
        rows = {row["where"]: row for row in made.rows() if row["lands"]}
        assert len(rows[HOTFIX]["also"]) == 8
        assert "and 6 more" in rows[HOTFIX]["says"]
        assert len(rows["many"]["also"]) == 50
        assert "and 87 more" in rows["many"]["says"]


def test_what_a_branch_waits_for_as_well_is_the_row_of_the_plan(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        made.ahead("work", EXPAND, "work\n\nGuard-Plan: split-name\nGuard-Phase: expand")
        rows = {told(row): row for row in made.rows()}
        assert "branch work" in rows["approval G403 split-name"]["holds"]
        assert "branch work" in rows["question G421 split-name A1"]["holds"]
        assert [row for row in rows.values() if row["where"] == "work"] == []
        alone = {told(row): row for row in made.rows("--no-branches")}
        assert "work" not in alone["approval G403 split-name"]["holds"]
        for field in ("id", "since"):
            assert alone["approval G403 split-name"][field] == rows["approval G403 split-name"][field]


def test_two_branches_at_one_commit_are_one(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        oid = made.ahead(HOTFIX, {b"src/b": b"b"})
        made.made.ref(b"refs/remotes/origin/" + HOTFIX.encode(), oid)
        assert len([row for row in made.rows() if row["lands"]]) == 1


def test_rows_keep_their_names(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        made.ahead(BRANCH, BROUGHT)
        made.ahead(HOTFIX, {b"src/b": b"b"})
        before = {row["id"]: told(row) for row in made.rows()}
        assert {row["id"]: told(row) for row in made.rows(now=made.now + 90 * DAY)} == before
        made.land({b"docs/a.md": b"# a\n"}, "something else")
        assert {row["id"]: told(row) for row in made.rows()} == before
