"""How far and for whom it is looked: order, whose turn it is, what could not be looked at, what is hostile."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.model.assumption import Settled
from guard.model.plan import Plan
from guard.waiting.branches import MOST
from tests.commands.acting import STOPPED, standing
from tests.commands.standing import FILES, POLICY, SPLIT
from tests.repos import new_repository
from tests.signing import key
from tests.waits.looking import BRANCH, BROUGHT, HOTFIX, OPEN, PLAN, Looking, looking, told

DAY = 86400
LATER = "evidence", "approval"


def test_the_most_urgent_first(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        made.ahead(HOTFIX, {b"src/b": b"b"})
        soon, late = made.rows(), made.rows(now=made.now + 30 * DAY)
        for rows in (soon, late):
            places = ["overdue", "now", "later"]
            assert [row["urgency"] for row in rows] == sorted([row["urgency"] for row in rows], key=places.index)
            assert [row["order"] for row in rows] == sorted([row["order"] for row in rows])
        kinds = {told(row): row["urgency"] for row in soon if not row["lands"]}
        assert kinds["question G421 split-name A1"] == "now"
        assert kinds["approval G403 split-name/contract"] == "later"
        assert {row["urgency"] for row in late if told(row) in kinds and kinds[told(row)] == "now"} == {"overdue"}


def test_a_yes_that_is_refused_waits_behind_what_is_open(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever is asked first is asked for what settles it: signed before that, guard refuses the yes."""
    with looking(capsys) as made:
        made.ahead("work", {b"src/b": b"b"}, "work\n\nGuard-Plan: split-name\nGuard-Phase: expand")
        for now in (made.now, made.now + 30 * DAY):
            (yes,) = [row for row in made.rows(now=now) if told(row) == "approval G403 split-name"]
            assert yes["urgency"] == "later"
            assert yes["why"].startswith("A1, A3 first: a yes to a plan is refused while ")
        refused = made.guard("approve", "split-name", "--as", "omar", "--reason", "x", "--request", "-")
        assert "[G242]" in refused.out + refused.err
    with looking(capsys, plan=STOPPED) as made:
        (yes,) = [row for row in made.rows() if told(row) == "approval G403 split-name"]
        assert yes["urgency"] == "now"
        assert "first" not in yes["why"]


def test_a_yes_to_a_plan_with_faults_is_not_due(capsys: pytest.CaptureFixture[str]) -> None:
    """Every fault that guard approve refuses it for, and not open assumptions alone."""
    with looking(capsys, plan=SPLIT) as made:
        for now in (made.now, made.now + 30 * DAY):
            yeses = [row for row in made.rows(now=now) if row["kind"] == "approval" and row["plan"] == "split-name"]
            assert [yes["phase"] for yes in yeses].count(None) == 1 and len(yeses) > 1, "the plan, and what stops in it"
            for yes in yeses:
                assert yes["urgency"] == "later"
                assert yes["why"].startswith("its author mends the plan first: ")
                assert "guard plan lint split-name" in yes["why"]
        refused = made.guard("approve", "split-name", "--as", "omar", "--reason", "x", "--request", "-")
        (rule,) = set(re.findall(r"\((G\d+)\)", yeses[0]["why"]))
        assert f"[{rule}]" in refused.out + refused.err
        (tidy,) = [row for row in made.rows() if told(row) == "approval G403 tidy"]
        assert tidy["urgency"] == "now", "of another plan"


def test_parts_put_together_are_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        made.ahead(BRANCH, BROUGHT)
        made.ahead(HOTFIX, {b"src/b": b"b"})
        whole = made.report()
        code, text = made.said("--format", "lines")
        first, *lines, end = [json.loads(line) for line in text.splitlines()]
        rows = {row["id"]: row for line in lines for row in line["part"]["rows"]}
        assert sorted(rows.values(), key=lambda row: row["order"]) == whole["rows"]
        assert [one for line in lines for one in line["part"]["not_looked_at"]] == whole["not_looked_at"]
        assert {**whole, **first["head"]} == whole
        assert end == {"end": code, "at_hand": []}
        assert [line["part"]["of"] for line in lines] == ["refs/heads/main", *sorted([BRANCH, HOTFIX])]


def test_whose_turn_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    policy = POLICY.replace("teams: [identity]}\nmachines", "teams: [identity]}\n  nina: {teams: [billing]}\nmachines")
    assert policy != POLICY
    with looking(capsys, policy=policy) as made:
        every = made.rows()
        assert made.rows("--everyone") == every
        of_dana, of_omar = made.rows("--mine", "--as", "dana"), made.rows("--mine", "--as", "omar")
        assert [row for row in every if "dana" in row["who"]] == of_dana
        assert [row for row in every if "omar" in row["who"]] == of_omar
        assert of_dana != of_omar
        assert made.rows("--teams", "--as", "dana") == every  # both are of one team
        assert made.rows("--mine", "--as", "nina") == made.rows("--teams", "--as", "nina") == []
        assert "none of them for nina" in made.said("--mine", "--as", "nina")[1]
        assert "none of them for the teams of nina" in made.said("--teams", "--as", "nina")[1]


def test_nobody_at_hand(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        for words in (["--mine"], ["--teams"]):
            said = made.guard("questions", "--waiting", *words)
            assert said.code == 2
            assert "--as dana or --as omar" in said.err
        said = made.guard("questions", "--waiting", "--mine", "--as", "dnaa")
        assert said.code == 2
        assert "did you mean dana?" in said.err
        assert made.report()["me"] is None
        assert made.report("--as", "omar")["me"] == "omar"


def test_the_key_at_hand_says_who_looks(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with standing(capsys, tmp_path, monkeypatch) as made:
        (tmp_path / "home/.ssh").mkdir()
        (tmp_path / "home/.ssh/id_ed25519.pub").write_text(key("ed25519", "omar").line + "\n")
        report = json.loads(made.guard("questions", "--waiting", "--mine", "--format", "json").out)
        assert report["me"] == "omar"
        assert report["rows"]
        assert all("omar" in row["who"] for row in report["rows"])
        lines = made.guard("questions", "--waiting", "--as", "dana", "--format", "lines").out.splitlines()
        assert json.loads(lines[-1])["at_hand"] == ["omar"], "whoever looks"


def test_one_plan_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        made.ahead(BRANCH, BROUGHT)
        made.ahead(HOTFIX, {b"src/b": b"b"})
        every = made.rows()
        for plan in ("split-name", "tidy", "rekey-invoices"):
            assert [row for row in every if row["plan"] == plan] == made.rows("--plan", plan) != []


def test_branches_that_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        made.ahead(BRANCH, BROUGHT)
        made.ahead(HOTFIX, {b"src/b": b"b"})
        assert {row["where"] for row in made.rows("--branch", HOTFIX) if row["lands"]} == {HOTFIX}
        assert {row["where"] for row in made.rows("--no-branches")} == {"main"}
        both = made.rows("--branch", HOTFIX, "--branch", BRANCH)
        assert {row["where"] for row in both} == {"main", HOTFIX, BRANCH}


def test_a_branch_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        said = made.guard("questions", "--waiting", "--branch", "nowhere")
        assert said.code == 5
        assert "G805" in said.out + said.err


def test_more_branches_than_are_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        for number in range(MOST + 3):
            made.ahead(f"work/{number}", {b"src/%d" % number: b"b"})
        report = made.report()
        assert len({row["where"] for row in report["rows"] if row["lands"]}) == MOST
        (said,) = report["not_looked_at"]
        assert said["what"] == "3 older branches"
        assert "--branch NAME" in said["why"]


def test_landings_nobody_explains_beyond_the_newest(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guard.waiting.trusted.MOST", 2)
    with looking(capsys) as made:
        for number in range(3):
            made.land({b"src/%d" % number: b"b"})
        report = made.report()
        assert len([row for row in report["rows"] if row["kind"] == "landing"]) == 2
        (said,) = report["not_looked_at"]
        assert said["what"] == "1 older landings that nothing explains"


def test_documents_in_a_directory(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "policy.yaml").write_text(POLICY)
    (tmp_path / "plans/split-name.yaml").write_text(OPEN)
    with looking(capsys) as made:
        report = made.report("--trust", str(tmp_path))
        rows = [told(row) for row in report["rows"]]
        assert "question G421 split-name A1" in rows
        assert "approval G403 split-name" in rows
        assert {row["since"] for row in report["rows"] if row["plan"]} == {None}  # a directory tells no times
        assert [one["what"] for one in report["not_looked_at"]] == ["branches"]


def test_not_adopted(capsys: pytest.CaptureFixture[str]) -> None:
    with new_repository() as made:
        bare = Looking(made, {b"a": b"a\n"}, capsys)
        bare.ahead(HOTFIX, {b"b": b"b"})
        report = bare.report()
        assert not report["adopted"]
        assert report["rows"] == []
        (said,) = report["not_looked_at"]
        assert "not adopted" in said["why"]


def test_no_log(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with standing(capsys, tmp_path, monkeypatch) as made:
        said = made.guard("questions", "--waiting", "--format", "json")
        (missing,) = json.loads(said.out)["not_established"]
        assert "no branch guard-log" in missing["why"]
        assert "not established:" in made.guard("questions", "--waiting").out
        made.approved()
        assert json.loads(made.guard("questions", "--waiting", "--format", "json").out)["not_established"] == []


def test_a_branch_with_a_plan_that_cannot_be_read_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        made.ahead("odd", {**BROUGHT, b".guard/plans/broken.yaml": b"plan: [\n"})
        assert "branch odd" in [one["what"] for one in made.report()["not_looked_at"]]


def test_what_cannot_be_judged_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """A file is lost that must be read: the others wait as they did, and nobody takes silence for an answer."""
    plan = OPEN.replace("two parts}", "two parts, settled_by: old-name}").replace(
        "phases:\n", "absent:\n  old-name: {python: users_name, in: [/src/**]}\nphases:\n"
    )
    with looking(capsys, plan=plan) as made:
        assert "question G423 split-name A1" not in [told(row) for row in made.rows()]
        made.ahead(HOTFIX, {b"src/users/store.py": b"b\n"})
        os.unlink(made.made.loose(made.made.blob(FILES[b"src/users/store.py"])))
        report = made.report()
        unlooked = {one["what"]: one["why"] for one in report["not_looked_at"]}
        assert set(unlooked) == {f"branch {HOTFIX}"}
        assert "fetch it" in unlooked[f"branch {HOTFIX}"]
        rows = [told(row) for row in report["rows"]]
        assert {"question G423 split-name A1", "approval G403 tidy"} <= set(rows)


def test_a_plan_that_nobody_can_look_at_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(_: object, plan: Plan) -> tuple[Settled, ...]:
        if plan.id == "split-name":
            raise GuardError("G804", "an object is missing", "abc", "fetch it")
        return ()

    monkeypatch.setattr("guard.waiting.assumed.settled", lost)
    with looking(capsys) as made:
        report = made.report()
        assert [one["what"] for one in report["not_looked_at"]] == ["plan split-name"]
        assert {row["plan"] for row in report["rows"]} == {"tidy"}


def test_a_yes_that_nobody_can_give_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    lines = POLICY.splitlines(keepends=True)
    policy = "".join([line for line in lines if not line.startswith(("  /", "  table:users: i", "owners:"))])
    policy = re.sub(r"\{key: [^,}]*(, teams: \[identity\])?\}", "{teams: []}", policy)
    policy = re.sub(r"machines:\n.*\n", "", policy)
    with looking(capsys, policy=policy) as made:
        rows = {told(row): row for row in made.rows()}
        assert rows["approval G403 split-name"]["who"] == []
        assert "nobody who is listed can" in made.said()[1]
        assert "nobody who is listed can say it" in made.said(rows["approval G403 split-name"]["id"])[1]


def test_what_was_asked_here_and_is_damaged_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        made.made.write(".git/guard/asked.json", b"[")
        report = made.report("--no-branches")
        assert "question G421 split-name A1" in [told(row) for row in report["rows"]]
        assert [one["what"] for one in report["not_looked_at"]] == ["questions that were asked here"]


HOSTILE = "\x1b[31m\u202e\u200b\u2066\x07"


def test_nothing_hostile_comes_through(capsys: pytest.CaptureFixture[str]) -> None:
    """In names of branches and files, messages, texts, what was asked here, and an answer in the work tree."""
    text = f"# Invoices\n\nThe {HOSTILE}backfill [red]probably[/red] takes an hour{'.' * 10_000}\n".encode()
    asked = [{"plan": "split-name", "about": "A1", "sign": "", "says": f"is {HOSTILE} so?"}]
    with looking(capsys) as made:
        made.ahead(f"agent/{HOSTILE[5:7]}x", {**BROUGHT, b".guard/plans/rekey-invoices.md": text}, f"say {HOSTILE}")
        made.ahead("files", {f"src/{HOSTILE}\n\udc80".encode("utf-8", "surrogateescape"): b"b"}, HOSTILE)
        made.land({b"src/\x1b[2J\xff": b"b"}, HOSTILE)
        made.made.write(".git/guard/asked.json", json.dumps(asked).encode())
        made.made.write(PLAN, OPEN.replace("two parts}", "two parts, settled_by: 'dana: \u202esaw it'}").encode())
        report = made.report()
        assert {row["where"] for row in report["rows"] if row["lands"]} == {"files", "agent/\\u202e\\u200bx"}
        (landed,) = [row for row in report["rows"] if row["kind"] == "landing" and not row["lands"]]
        assert landed["path"] == "src/\\x1b[2J\\xff"
        unlooked = [one["what"] for one in report["not_looked_at"]]
        assert unlooked == ["answers to plan split-name in the work tree", "branch files"]
        for form in ("text", "lines"):
            code, text_ = made.said("--format", form)
            assert code == 3
            assert "u202e" in text_


def test_a_name_of_a_branch_is_one_word_of_a_shell(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        made.ahead("a;touch${IFS}x", {**BROUGHT, b"src/b": b"b"})
        (said,) = made.report()["not_looked_at"]
        assert said["why"].endswith("guard check --range '..a;touch${IFS}x'")


def test_text_reads_at_any_width(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with looking(capsys) as made:
        made.ahead(BRANCH, BROUGHT)
        for width in (80, 160):
            monkeypatch.setattr("guard.commands._waiting.columns", lambda _=None, width=width: width)
            text = made.said()[1]
            wide = [line for line in text.splitlines() if len(line) > width and not line.strip().startswith("run ")]
            assert wide == []


SETTLED = SPLIT.encode()


def test_since_when(capsys: pytest.CaptureFixture[str]) -> None:
    """What came with the adoption waits since then; an answer in the plan starts nothing anew but what it changes."""
    with looking(capsys) as made:
        begun = made.now
        since = {told(row): row["since"] for row in made.rows()}
        assert set(since.values()) == {begun}
        made.land({b".guard/plans/tidy.yaml": FILES[b".guard/plans/tidy.yaml"].replace(b"version: 1", b"version: 2")})
        since = {told(row): row["since"] for row in made.rows()}
        assert since["approval G403 tidy"] == made.now
        assert since["approval G403 split-name"] == begun


def test_since_when_a_yes_is_out_of_date(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys, plan=SPLIT) as made:
        made.land({PLAN: SPLIT.replace("lines: 400", "lines: 300").encode()})
        made.approved()
        made.land({b"docs/a.md": b"# a\n"})
        made.land({PLAN: SPLIT.replace("lines: 400", "lines: 500").encode()})
        changed = made.now
        made.land({PLAN: SPLIT.replace("lines: 400", "lines: 600").encode()})
        since = {told(row): row["since"] for row in made.rows()}
        assert since["approval G404 split-name"] == changed
    with looking(capsys, plan=SPLIT) as made:
        made.approved(expires=made.now + 600)
        since = {told(row): row["since"] for row in made.rows()}
        assert since["approval G404 split-name"] == made.now + 600


def test_since_when_evidence_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys, plan=SPLIT) as made:
        made.approved()
        made.land({b"db/migrations/0002.sql": b"ALTER TABLE users ADD COLUMN given text;\n"}, node="split-name/expand")
        landed = made.now
        made.land({b"docs/a.md": b"# a\n"})
        since = {told(row): row["since"] for row in made.rows()}
        assert since["evidence G402 split-name/dual-write"] == landed


def test_an_answer_in_the_work_tree(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        assert {row["answered"] for row in made.rows()} == {None}
        made.made.write(PLAN, OPEN.encode())
        assert {row["answered"] for row in made.rows()} == {None}
        here = OPEN.replace("two parts}", 'two parts, settled_by: "dana: counted  them"}')
        made.made.write(PLAN, here.encode())
        answered = {told(row): row["answered"] for row in made.rows()}
        assert answered["question G421 split-name A1"] == "dana: counted them"
        assert answered["question G421 split-name A3"] is None
        assert "here    dana: counted them (not landed)" in made.said()[1]
        for nothing in ("dana: todo", "nobody has looked yet"):
            made.made.write(PLAN, here.replace("dana: counted  them", nothing).encode())
            assert {row["answered"] for row in made.rows()} == {None}
        made.land({PLAN: here.encode()})
        made.made.write(PLAN, here.encode())
        assert "question G421 split-name A1" not in [told(row) for row in made.rows()]


def test_what_stands_here_as_it_stands_there_is_no_answer(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = OPEN.replace("two parts}", 'two parts, settled_by: "inventory: column:users.name type=uuid"}')
    with looking(capsys, plan=wrong) as made:
        made.made.write(PLAN, (wrong + "# a word more\n").encode())
        rows = [row for row in made.rows() if row["settles"] == "A1"]
        assert [row["answered"] for row in rows] == [None]
        made.made.write(PLAN, wrong.replace("type=uuid", "type=text").encode())
        (row,) = [row for row in made.rows() if row["settles"] == "A1"]
        assert row["answered"] == "inventory: column:users.name type=text"


@pytest.mark.parametrize("text", ["plan: [\n", "plan: split-name\nphases: 3\n", "\x00"])
def test_a_work_tree_that_cannot_be_read_is_said(capsys: pytest.CaptureFixture[str], text: str) -> None:
    with looking(capsys) as made:
        made.made.write(PLAN, text.encode())
        report = made.report()
        assert "question G421 split-name A1" in [told(row) for row in report["rows"]]
        (said,) = report["not_looked_at"]
        assert said["what"] == "answers to plan split-name in the work tree"


def test_a_question_here_of_no_plan_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        row = [{"plan": "gone", "about": "A1", "sign": "", "says": "is it\u202e?"}]
        made.made.write(".git/guard/asked.json", json.dumps(row).encode())
        (said,) = made.report()["not_looked_at"]
        assert "gone/A1" in said["why"]


def test_time_is_what_it_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        at = datetime(2027, 1, 1, tzinfo=UTC)
        assert made.report(now=int(at.timestamp()))["now"] == int(at.timestamp())
