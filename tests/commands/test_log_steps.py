"""`guard log replay --steps`: why a landing was allowed, as people, programs and the desk get it."""

from __future__ import annotations

import json
import os
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from guard.cli import main
from guard.schema import validate_data
from tests.records.conftest import swift  # noqa: F401  # a fixture
from tests.records.explained import house, steps_of
from tests.records.houses import House, whole

pytestmark = pytest.mark.usefixtures("swift")


def replay(capsys: pytest.CaptureFixture[str], where: House | Path, *words: str) -> tuple[int, str]:
    """What it exits with and prints, in a house or a folder."""
    with chdir(where if isinstance(where, Path) else os.fsdecode(where.made.top)):
        capsys.readouterr()
        code = main(["log", "replay", *words])
    return code, capsys.readouterr().out


def records(out: str) -> list[dict[str, Any]]:
    data = json.loads(out)
    assert validate_data("replay", data) == ()
    found: list[dict[str, Any]] = data["records"]
    return found


def test_the_text_tells_them_below_what_came_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = replay(capsys, whole(), whole().tips["changed"].decode(), "--steps")
    lines = out.splitlines()
    heads = [line for line in lines if line[:9].strip().isdigit()]
    assert (code, lines[0][-13:], lines[1][:11]) == (0, ": 1 identical", "  identical")
    assert [head[5:].strip() for head in heads] == [
        "1  What landed: 1 file",
        "2  Under which documents: version 1",
        "3  What it was held to: claimed",
        "4  Whose turn it was: met",
        "5  Who said yes: given",
        "6  What was asked: none",
        "7  Places and budgets: within",
        "8  What was found: nothing",
        "9  What came of it: pass",
        "10  Judged once more: identical",
    ]
    assert "         waited for  work/add: deployed: met" in lines
    assert out.endswith("         now         it gives the same bytes\n") and max(map(len, lines)) <= 100


def test_programs_get_them_only_where_they_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    commit = house().tips["hotfix"].decode()
    (bare,) = records(replay(capsys, house(), commit, "--format", "json")[1])
    (row,) = records(replay(capsys, house(), commit, "--format", "json", "--steps")[1])
    assert "steps" not in bare and {**row, "steps": 0} == {**bare, "steps": 0}
    wanted = [(step.title, step.state, [one.words for one in step.facts]) for step in steps_of("hotfix").values()]
    assert [(one["title"], one["state"], [of["words"] for of in one["facts"]]) for one in row["steps"]] == wanted
    assert row["steps"][4]["facts"][2] == {"label": "reason", "words": "the outage of today"}


@pytest.mark.later
def test_every_record_has_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = replay(capsys, house(), "--format", "json", "--steps")
    rows = records(out)
    assert (code, len(rows)) == (0, 14) and out.isascii()
    assert [row["steps"][8]["state"] for row in rows] == [row["outcome"] for row in rows]
    assert [row["steps"][0]["facts"][0]["words"] for row in rows] == [row["commit"] for row in rows]
    code, text = replay(capsys, house(), "--steps")
    assert code == 0 and not [char for char in text if char != "\n" and not char.isprintable()]


def test_what_differs_stands_in_the_last_step(capsys: pytest.CaptureFixture[str]) -> None:
    words = (whole().tips["changed"].decode(), "--now", "2026-06-01T00:00:00Z", "--steps")
    code, out = replay(capsys, whole(), *words)
    lines = out.splitlines()
    assert (code, lines[1][-6:]) == (1, "[G530]") and not lines[2]
    last = lines[lines.index("     10  Judged once more: differs") :]
    assert last[1] == "         now         it comes out otherwise [G530]"
    assert last[2] == "         under       time: 2026-01-02 04:06:06 UTC then, 2026-06-01 00:00:00 UTC here"
    assert "         differs     outcome: pass then, stale here" in last
    assert "      9  What came of it: pass" in lines  # which is what the record says


@pytest.mark.later
def test_of_a_bundle_and_of_a_record_that_nobody_signed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    commit, path = house().tips["swept"].decode(), str(tmp_path / "audit.tar")
    (here,) = records(replay(capsys, house(), commit, "--format", "json", "--steps")[1])
    with chdir(os.fsdecode(house().made.top)):
        assert main(["log", "bundle", commit, "-o", path]) == 0
        assert main(["log", "record", commit, "-o", str(tmp_path / "record.json")]) == 0
    (there,) = records(replay(capsys, tmp_path, "--bundle", path, commit, "--format", "json", "--steps")[1])
    assert there == here
    words = ("--record", str(tmp_path / "record.json"), "--steps", "--format", "json")
    (row,) = records(replay(capsys, house(), *words)[1])
    assert row["entry"] is None
    assert row["steps"][8]["facts"][-1]["words"] == "by nobody yet: the record is not signed"


@pytest.mark.later
def test_what_a_view_of_the_log_asks_of_each_entry(capsys: pytest.CaptureFixture[str]) -> None:
    with chdir(os.fsdecode(house().made.top)):
        assert main(["log", "show", "--format", "json"]) == 0
        data = json.loads(capsys.readouterr().out)
        assert main(["log", "show", data["entries"][0]["entry"], "--format", "json"]) == 0
        one = json.loads(capsys.readouterr().out)
    assert (validate_data("log", data), validate_data("log", one)) == ((), ())
    rows = data["entries"]
    assert {(row["act"], row["revocable"], row["outcome"] is None) for row in rows} == {
        ("approval", True, True),
        ("evidence", True, True),
        ("landing", False, False),
    }
    assert (one["reason"], one["expires"]) == ("read and found right", one["at"] + 30 * 86400)
    hostile = next(row["reason"] for row in rows if (row["reason"] or "").startswith("fine"))
    assert hostile.startswith("fine\\u202e\\x1b[2K\\x0a 10  Judged")
    assert {row["expires"] for row in rows if row["act"] != "approval"} == {None}
