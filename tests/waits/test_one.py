"""One thing that waits, in full: how it is named, its document, what there is to see, what it opens, what it lands."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from guard.commands._waiting_one import chosen
from guard.errors import UsageError
from guard.schema import schema, validate_data
from guard.waiting import row as waiting_row
from tests.commands.acting import standing
from tests.commands.standing import EXPAND, POLICY, SPLIT
from tests.repos import EXECUTABLE, FILE
from tests.signing import key
from tests.waits.looking import BRANCH, BROUGHT, HOTFIX, OPEN, PLAN, Looking, Row, harmless, looking, told
from tests.waits.test_rows import MAKES

One = dict[str, Any]
SOME = waiting_row.Row("", "question", "G421", "main", "", "", "", (), "")


def one(made: Looking, word: str, *words: str) -> One:
    """The whole of it, which fits its schema."""
    code, text = made.said(word, *words, "--format", "json")
    report: One = json.loads(text)
    assert validate_data("waiting-one", report) == ()
    assert code == report["exit_code"] == 3
    return report


def row_of(made: Looking, short: str) -> Row:
    return next(row for row in made.rows() if told(row) == short)


def labels(lines: list[dict[str, str]]) -> dict[str, str]:
    return {line["label"]: line["words"] for line in reversed(lines)}


def test_how_one_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        rows = made.rows()
        for number, row in enumerate(rows, 1):
            for word in (row["id"], row["id"].upper(), row["id"][:6], str(number)):
                assert one(made, word)["row"] == row


@pytest.mark.parametrize(
    "word", ["0", "99", "abc", "ffffffffffff", "a1", "\u0661", "-x", "99999999999999999999", "\x1b"]
)
def test_a_name_that_names_nothing(capsys: pytest.CaptureFixture[str], word: str) -> None:
    with looking(capsys) as made:
        said = made.guard("questions", "--waiting", word)
        assert said.code == 2
        assert "\x1b" not in said.err


def test_a_name_that_could_mean_several() -> None:
    ids = ("12345abc0000", "12345abd0000", "0002aaaaaaaa", "ffff00000000")
    rows = [row._replace(id=id_) for id_, row in zip(ids, [SOME] * 4, strict=True)]
    assert [chosen(rows, word, "guard") for word in ("12345abd", "2", "ffff", "12345ABC0000", "0002")] == [
        1,
        1,
        3,
        0,
        2,
    ]
    for word in ("1234", "12345ab"):
        with pytest.raises(UsageError, match="could mean several"):
            chosen(rows, word, "guard")


@pytest.mark.parametrize("words", [["--diff"], ["1", "--format", "lines"], ["1", "--diff", "-o", "x"]])
def test_words_that_say_nothing_together(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    with looking(capsys) as made:
        assert made.guard("questions", "--waiting", *words).code == 2


def test_an_assumption(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        made.approved()
        report = one(made, row_of(made, "question G421 split-name A3")["id"])
        text = report["document"]
        assert text["path"] == PLAN.decode()
        mine = text["lines"][text["from"] - text["first"] : text["to"] - text["first"] + 1]
        assert mine == ["  A3:", "    says: a user without a name does not exist"]
        assert text["commit"] == made.tip.decode()
        assert report["asks"]["title"] == "an assumption that nothing settles"
        assert report["asks"]["means"].startswith("The plan that this landing is held to takes something for granted")
        assert labels(report["opens"])["answers"].startswith("A3 of split-name")
        stays = labels(report["stays"])
        assert stays["open"] == "A1: every name has two parts"
        assert stays["stale"] == "the yes of omar to split-name: guard approve split-name"
        assert stays["in turn"].startswith("the approval of plan split-name: omar")
        name = report["row"]["accepts"]
        assert report["accept"] == f"guard approve split-name --accept {name}"
        assert {step["who"] for step in report["next"]} == {"dana", "omar"}
        assert report["files"] == []
        made.approved(accepts=[name])
        assert "question G421 split-name A3" not in [told(row) for row in made.rows()]


def test_a_branch_that_is_called_like_a_phase(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        made.ahead("split-name/x", EXPAND, "work\n\nGuard-Plan: split-name\nGuard-Phase: expand")
        report = one(made, row_of(made, "question G421 split-name A1")["id"])
        assert "branch split-name/x" in report["row"]["holds"]
        assert "x" not in labels(report["opens"])["answers"].rpartition(" for ")[2].split(", ")


def test_what_opens_once_the_last_one_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    policy = POLICY.replace("approvals: {plan: 1, irreversible: 1}", "approvals: {plan: 0, irreversible: 1}")
    alone = SPLIT.replace('two parts, settled_by: "dana: counted them"}', "two parts}")
    with looking(capsys, policy=policy, plan=alone) as made:
        report = one(made, row_of(made, "question G421 split-name A1")["id"])
        assert labels(report["opens"])["opens"] == "expand"


def test_places_that_are_left(capsys: pytest.CaptureFixture[str]) -> None:
    plan = OPEN.replace("two parts}", "two parts, settled_by: old-name}").replace(
        "phases:\n", "absent:\n  old-name: {python: users_name, in: [/src/**]}\nphases:\n"
    )
    with looking(capsys, plan=plan) as made:
        made.land({b"src/b.py": b"x = 1\ny = users_name\n"})
        row = next(row for row in made.rows() if row["settles"] == "A1")
        assert row["rule"] == "G422"
        (site,) = [piece for piece in one(made, row["id"])["evidence"] if piece["what"] == "site"]
        assert (site["path"], site["line"]) == ("src/b.py", 2)


def test_what_the_tree_says_against_it(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = OPEN.replace("two parts}", 'two parts, settled_by: "inventory: column:users.name type=uuid"}')
    with looking(capsys) as made:
        made.land({PLAN: wrong.encode(), b"db/migrations/0001.sql": b"CREATE TABLE users (id bigint, name text);\n"})
        row = next(row for row in made.rows() if row["settles"] == "A1")
        pieces = {piece["what"]: piece for piece in one(made, row["id"])["evidence"]}
        assert "inventory: column:users.name" in pieces["settled by"]["words"]


def test_a_question_of_somebody_at_work(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        assert made.guard("ask", "is it so?", "--about", "split-name/A2").code == 0
        report = one(made, row_of(made, "question G770 split-name A2")["id"])
        assert report["asks"]["by"] == "agent"
        assert "in this work tree" in next(one["words"] for one in report["evidence"] if one["what"] == "asked")
        assert report["accept"].startswith("guard approve split-name --accept ")


def test_the_commit_in_which_somebody_asked(capsys: pytest.CaptureFixture[str]) -> None:
    ask = "work\n\nGuard-Plan: split-name\nGuard-Phase: expand\nGuard-Ask: split-name/A2 is it \x1b[31mso?"
    with looking(capsys) as made:
        oid = made.ahead("work", EXPAND, ask)
        row = next(row for row in made.rows("--branch", "work") if row["rule"] == "G770")
        report = one(made, row["id"], "--branch", "work")
        assert report["asks"]["by"] == "agent"
        (said,) = [piece["words"] for piece in report["evidence"] if piece["what"] == "asked"]
        assert said.startswith(f"in commit {oid[:12].decode()} of ")
        assert report["accept"].endswith(row["accepts"])


def test_a_hostile_landing(capsys: pytest.CaptureFixture[str]) -> None:
    """Names, lines of any length, no text at all: whatever it brings is shown and obeyed by nobody."""
    wild = "\x1b]0;x\x07\u202e\u2066\u200b"
    files = {f"src/{wild}{at}".encode(): (wild * 2_000).encode() + b"\n\xff\r\n" for at in range(3)}
    with looking(capsys) as made:
        made.ahead("wild", {**files, b"src/empty": b"", b"src/-x\ny": b"[red]@@ -1 +1 @@\n--- a\n"}, wild)
        row = next(row for row in made.rows("--branch", "wild") if row["lands"])
        told = diff(made, row["id"], "--branch", "wild")
        assert len(told) == 5
        assert {file["path"] for file in told} >= {"src/empty", "src/-x\\x0ay"}
        for form in ("text", "json"):
            code, text = made.said(row["id"], "--diff", "--branch", "wild", "--format", form)
            assert code == 3
            assert max(map(len, text.splitlines())) < 40_000
        assert one(made, row["id"], "--branch", "wild")["not_looked_at"] == []


@pytest.mark.parametrize("name", MAKES)
def test_every_kind_of_row_is_told_in_full(capsys: pytest.CaptureFixture[str], name: str) -> None:
    """And nothing of it is left unsaid: where a person could not be told what a yes opens, that would stand there."""
    story, short = MAKES[name]
    with looking(capsys) as made:
        story(made)
        row = row_of(made, short)
        report = one(made, row["id"], *(("--branch", row["where"]) if row["lands"] else ("--no-branches",)))
        assert report["row"] == row
        assert report["not_looked_at"] == []
        assert report["opens"] + report["stays"]
        assert report["next"]


def test_in_full_where_documents_stand_in_a_directory(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "policy.yaml").write_text(POLICY)
    (tmp_path / "plans/split-name.yaml").write_text(OPEN)
    with looking(capsys) as made:
        for row in made.rows("--trust", str(tmp_path)):
            report = one(made, row["id"], "--trust", str(tmp_path))
            assert report["document"] is None
            assert report["not_looked_at"] == []


def test_in_full_in_a_repository_of_long_ids(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys, algorithm="sha256") as made:
        made.ahead(BRANCH, BROUGHT)
        made.made.write(PLAN, OPEN.encode())
        for row in made.rows():
            assert row["answered"] is None
            assert one(made, row["id"])["row"] == row


def test_a_yes_to_a_plan(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        made.approved()
        made.land({PLAN: OPEN.replace("lines: 400", "lines: 500").encode()})
        report = one(made, row_of(made, "approval G404 split-name")["id"])
        assert labels(report["opens"]) == {"opens": "expand"}
        assert "contract stops once more" in " ".join([line["words"] for line in report["stays"]])
        assert any("omar approved plan split-name" in piece["words"] for piece in report["evidence"])
        assert report["document"]["from"] == 1
        assert report["accept"] is None


def test_evidence_that_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys, plan=SPLIT) as made:
        made.approved()
        made.land(EXPAND, node="split-name/expand")
        report = one(made, row_of(made, "evidence G402 split-name/dual-write")["id"])
        assert "deployed" in report["row"]["run"]
        assert report["opens"] or report["stays"]


def test_a_guess_in_a_text_that_is_to_land(capsys: pytest.CaptureFixture[str]) -> None:
    text = b"# Invoices\n\nFirst.\n\nThe one\nbackfill probably takes an hour,\nno more.\n\nLast.\n"
    with looking(capsys) as made:
        made.ahead(BRANCH, {**BROUGHT, b".guard/plans/rekey-invoices.md": text})
        row = row_of(made, f"question G711 rekey-invoices {BRANCH}")
        report = one(made, row["id"], "--branch", BRANCH)
        assert report["row"] == row
        assert (report["document"]["from"], report["document"]["to"]) == (5, 7)
        pieces = {piece["what"]: piece["words"] for piece in report["evidence"]}
        assert pieces["quote"] == "probably"
        assert "[G264]" in " ".join([line["words"] for line in report["stays"]])
        assert report["accept"].endswith(f"--accept {row['accepts']}")
        assert row["run"] == report["accept"]  # a command; that it is answered in the text is a step beside it
        assert shlex.split(row["run"])[:2] == ["guard", "approve"]
        assert any(["answers it in the text" in step["run"] for step in report["next"]])
        assert {(file["path"], file["change"]) for file in report["files"]} == {
            (".guard/plans/rekey-invoices.md", "added"),
            (".guard/plans/rekey-invoices.yaml", "added"),
        }


def test_a_landing_that_nothing_explains(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        made.land({b"src/users/store.py": b"a\nb\n", b"src/c": b"c\n"})
        report = one(made, row_of(made, "landing G102")["id"])
        assert report["files"] == [
            {"path": "src/c", "change": "added", "added": 1, "removed": 0},
            {"path": "src/users/store.py", "change": "modified", "added": 1, "removed": 0},
        ]
        assert report["document"] is None


def test_a_landing_that_nothing_explains_is_approved_by_the_command_of_its_row(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with standing(capsys, tmp_path, monkeypatch) as made:
        made.approved()
        made.land({b"src/users/store.py": b"a\nb\n"}, "outside")
        ask = ("questions", "--waiting", "--format", "json")
        (row,) = [row for row in json.loads(made.guard(*ask).out)["rows"] if row["kind"] == "landing"]
        report = json.loads(made.guard("questions", "--waiting", row["id"], "--format", "json").out)
        assert report["not_looked_at"] == []
        assert labels(report["opens"])["opens"].startswith("it counts as a landing that somebody approved")
        _, *words = shlex.split(row["run"])
        path, asked = made.request(*words)
        assert asked.code == 0, asked.said
        made.sign(path, key("ed25519", "omar"), "approval")
        assert made.guard("approve", words[1], "--unplanned", "--signed", str(path), *words[-2:]).code == 0
        rows = json.loads(made.guard(*ask).out)["rows"]
        assert rows
        assert [one for one in rows if one["kind"] == "landing"] == []


def test_a_branch_that_may_land_then(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        made.ahead(HOTFIX, {b"src/b": b"b"})
        report = one(made, row_of(made, f"landing G102 {HOTFIX}")["id"], "--branch", HOTFIX)
        assert labels(report["opens"])["lands"] == f"{HOTFIX} may land then: nothing else keeps it"


def test_text_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    with looking(capsys) as made:
        made.ahead(BRANCH, BROUGHT)
        seen: set[str] = set()
        for row in made.rows():
            words = ("--branch", BRANCH) if row["lands"] else ("--no-branches",)
            if row["kind"] + str(row["lands"]) not in seen:
                report, (code, text) = one(made, row["id"], *words), made.said(row["id"], *words)
                assert code == 3
                flat = " ".join(text.split())
                for said in (report["asks"]["title"], row["run"], *[line["words"] for line in report["opens"]]):
                    assert " ".join(said.split()) in flat
            seen.add(row["kind"] + str(row["lands"]))
        assert len(seen) == 4


def diff(made: Looking, word: str, *words: str) -> list[One]:
    """The files of a landing, each of which fits its schema."""
    at = datetime.fromtimestamp(made.now + 3600, UTC).isoformat()
    said = made.guard("questions", "--waiting", word, "--diff", "--format", "json", *words, "--now", at)
    first, *lines = [json.loads(line) for line in said.out.splitlines()]
    assert validate_data("waiting-one", first) == ()
    assert said.code == 3
    harmless(said.out)
    for line in lines:
        assert set(line) == {"file"}
        assert set(line["file"]) == set(schema("waiting-one")["$defs"]["diff"]["properties"]["file"]["properties"])
    return [line["file"] for line in lines]


def test_both_sides_of_a_landing(capsys: pytest.CaptureFixture[str]) -> None:
    """Attributes of the guarded repository that would hide a change, or run a program over it, do nothing."""
    many = [b"%d" % number for number in range(40)]
    with looking(capsys) as made:
        made.land(
            {b"src/a": b"\n".join(many), b"src/gone": b"x\n", b".gitattributes": b"* -diff diff=evil filter=evil\n"}
        )
        made.made.write(".git/info/attributes", b"* -diff diff=evil\n")
        made.made.write(".gitattributes", b"* -diff diff=evil\n")
        made.made.git("config", "diff.evil.textconv", "touch ran; cat")
        made.made.git("config", "diff.evil.command", "touch ran; true")
        made.made.git("config", "diff.external", "touch ran; true")
        changed = [*many[:5], b"five", *many[6:30], b"\tthirty\xff\x1b[31m\r", *many[31:]]
        flat = {
            **made.made.files({path: text for path, text in made.files.items() if path != b"src/gone"}),
            b"src/a": (EXECUTABLE, made.made.blob(b"\n".join(changed) + b"\n")),
            b"src/binary": (FILE, made.made.blob(b"\0\1")),
            b"src/long": (FILE, made.made.blob(b"x" * 50_000 + b"\n")),
        }
        made.made.ref(b"refs/heads/work", made.made.commit(made.made.tree(flat), [made.tip]))
        row = next(row for row in made.rows() if row["lands"])
        told = {file["path"]: file for file in diff(made, row["id"], "--branch", "work")}
        text = told["src/a"]
        assert (text["old_mode"], text["new_mode"], text["status"]) == ("100644", "100755", "modified")
        lines = [tuple(line) for line in text["lines"]]
        for line in (("-", "5"), ("+", "five"), ("-", "30"), ("+", "\tthirty\\xff\\x1b[31m\\x0d"), ("@", "-3,7 +3,7")):
            assert line in lines
        assert ("-", "39") in lines  # it had no end of line before
        assert ("@", "no end of line here") in lines
        assert told["src/binary"]["binary"]
        assert told["src/long"]["cut"]
        assert [told[path]["rest"] is None for path in ("src/a", "src/binary", "src/long")] == [True, True, False]
        assert (told["src/a"]["large"], told["src/binary"]["large"]) == (None, None)
        assert len(told["src/long"]["lines"][1][1]) < 2_100
        assert [tuple(line) for line in told["src/gone"]["lines"]] == [("@", "-1,1 +0,0"), ("-", "x")]
        assert told["src/gone"]["status"] == "deleted"
        assert not (Path(made.made.top.decode()) / "ran").exists()
        counted = {file["path"]: file for file in one(made, row["id"], "--branch", "work")["files"]}
        for path, file in told.items():
            signs = [line[0] for line in file["lines"]]
            if not file["binary"]:
                assert (counted[path]["added"], counted[path]["removed"]) == (signs.count("+"), signs.count("-"))
        code, plain = made.said(row["id"], "--diff", "--branch", "work")
        assert code == 3
        assert "+\\tthirty\\xff\\x1b[31m\\x0d\n" in plain
        assert "src/binary is no text" in plain
        assert "+++ /dev/null" in plain


def test_a_file_that_is_too_large_is_said_to_be(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guard.waiting.one.sides.LARGEST", 100)
    monkeypatch.setattr("guard.waiting.one.sides.LINES", 10)
    with looking(capsys) as made:
        made.ahead("large", {b"src/large": b"x\n" * 100, b"src/lines": b"x\n" * 20})
        row = next(row for row in made.rows() if row["lands"])
        large, lines = diff(made, row["id"])
        assert (large["binary"], large["cut"], large["lines"], large["large"]) == (True, True, [], 200)
        assert (lines["cut"], lines["large"]) == (True, None)
        shows = [made.made.git(*file["rest"].split()[1:]) for file in (large, lines)]
        assert shows == [b"x\n" * 100, b"x\n" * 20]
        text = made.said(row["id"], "--diff")[1]
        assert f"src/large is too large: 200 bytes, shown by: {large['rest']}\n" in text
        assert f"there is more of it than is shown here: {lines['rest']}\n" in text
        assert lines["lines"][-1] == ["@", "more of it is not shown"]


@pytest.mark.later
def test_memory_stays_bounded(capsys: pytest.CaptureFixture[str]) -> None:
    """Two hundred megabytes land, and none of them is held."""
    with looking(capsys) as made:
        top = Path(made.made.top.decode())
        with (top / "huge").open("wb") as file:
            for _ in range(200):
                file.write(b"x" * (1 << 20))
        oid = made.made.git("hash-object", "-w", "--no-filters", "huge").strip()
        (top / "huge").unlink()
        flat = {**made.made.files(made.files), b"src/huge": (FILE, oid)}
        made.made.ref(b"refs/heads/huge", made.made.commit(made.made.tree(flat), [made.tip]))
        code = (
            "import resource, sys\nfrom guard.cli import main\n"
            "resource.setrlimit(resource.RLIMIT_AS, (700 << 20, 700 << 20))\n"
            "code = main(['questions', '--waiting', '1', '--branch', 'huge', '--diff', '--format', 'json'])\n"
            "print(code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)\n"
        )
        done = subprocess.run([sys.executable, "-c", code], cwd=top, capture_output=True, text=True)
        *_, last = done.stdout.splitlines()
        exit_code, megabytes = map(int, last.split())
        assert exit_code == 3, done.stdout + done.stderr
        assert megabytes < 180
