"""`guard why PATH`: what a change of a path is held to, and what explains the landing that changed it last."""

from __future__ import annotations

import json
import os
from contextlib import chdir
from typing import Any

import pytest

from guard.cli import main
from guard.commands._trace import followed
from guard.schema import validate_data
from tests.commands.standing import EXPAND, FILES, Branch, branch

pytestmark = pytest.mark.usefixtures("read_here")

STORE = b"src/users/store.py"
RENAME = b"""\
plan: rename
version: 1
owner: omar
why: Call it fetch
scope: {paths: [/tools/**]}
sites:
  calls: {python: load_user($A), in: [/src/**, /tools/**], becomes: fetch_user($A), count: 2}
absent:
  stray: {python: drop_user($A), in: /src/**, except: [/src/users/store.py], from: work}
phases:
  work: {does: [code.*, file.modify], sites: calls}
"""
CODE = b"def one():\n    load_user(1)\n\n\ndef two():\n    drop_user(2)\n    load_user(2)\n"


def agree(made: Branch) -> None:
    made.book.approve("plan", "split-name", by="omar", at=made.now)
    made.book.approve("plan", "tidy", by="dana", at=made.now)


def data(made: Branch, *words: str) -> dict[str, Any]:
    told = made.guard("why", *words, "--format", "json")
    assert told.code == 0, told
    report: dict[str, Any] = json.loads(told.out)
    assert validate_data("why", report) == ()
    return report


def test_a_path_in_the_scope_of_a_plan_names_the_phases_that_could_hold_it(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        agree(made)
        made.land(EXPAND, node="split-name/expand")
        made.deployed("split-name/expand", "api", "worker")
        told = made.guard("why", STORE.decode())
        report = data(made, STORE.decode())
    assert (told.code, told.err) == (0, "")
    assert "owner     identity, for /src/users/**\n" in told.out and "ask       dana, omar\n" in told.out
    assert "plan split-name covers it  (.guard/plans/split-name.yaml)\n" in told.out
    for line in ("complete  expand: schema.column.add", "open      dual-write: code.write.dual, file.*"):
        assert f"  {line}\n" in told.out
    assert "  waiting   contract: schema.column.drop\n" in told.out
    assert "tidy" not in told.out
    assert told.out.endswith("\nnext   you: guard next --take split-name/dual-write\n")
    (plan,) = report["plans"]
    assert (plan["scope"], [phase["turn"] for phase in plan["phases"]][:3]) == ("in", ["open", "open", "waiting"])


RULES = {
    "protected": (".guard/policy.yaml", "protected it changes alone, and waits for its owner: dana, omar"),
    "protected, wherever it is": ("src/.gitattributes", "protected it changes alone"),
    "routine": ("docs/new.md", "routine for file.* (.guard/policy.yaml:"),
    "never touched": ("src/users/legacy/old.py", "plan split-name never touches it (scope.never)"),
    "covered by none": ("other/x", "no plan covers it"),
    "still to come": ("db/migrations/0009.sql", "does not stand on refs/heads/main"),
    "a name that hides": ("tools/\x1b[31m", "tools/\\x1b[31m: does not stand"),
    "needs a plan": ("other/x", "a plan is needed for *"),
}


@pytest.mark.parametrize("name", RULES)
def test_what_the_policy_and_the_plans_say(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    path, said = RULES[name]
    with branch(capsys) as made:
        told = made.guard("why", path)
        report = data(made, path)
    assert told.code == 0
    assert said in " ".join(told.out.split()), told.out
    assert "\x1b" not in told.out
    assert report["protected"] is name.startswith("protected")
    assert bool(report["routine"]) is (name == "routine")


def test_the_last_landing_is_told_with_what_explains_it(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        agree(made)
        assert "landed    not since guard was adopted\n" in made.guard("why", STORE.decode()).out
        first = made.land({STORE: b"b\n"}, node="split-name/dual-write")
        claimed = made.guard("why", STORE.decode())
        second = made.land({STORE: b"c\n", b"other/x": b"x\n"}, "by hand")
        outside = data(made, STORE.decode())
        made.book.approve("landing", rev="main~1..main", by="omar", at=made.now)
        approved = data(made, STORE.decode())
    short = first[:12].decode()
    assert f"landed    {short} 2026-01-02 05:04 UTC: it claims split-name/dual-write, which covers all" in claimed.out
    assert outside["landed"]["how"] == "outside" and outside["landed"]["commit"] == second.decode()
    assert outside["landed"]["why"].startswith("landed outside guard: ")
    assert (approved["landed"]["how"], approved["landed"]["why"]) == ("approved", "a person has approved its digest")


def test_a_line_is_followed_to_the_landing_that_wrote_it(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [b"line %d\n" % number for number in range(40)]
    with branch(capsys, {**FILES, b"tools/b": b"".join(lines)}) as made:
        lines[20:20] = [b"new\n", b"more\n"]
        first = made.land({b"tools/b": b"".join(lines)}, node="tidy/sweep")
        lines[5:7] = [b"other\n"]
        second = made.land({b"tools/b": b"".join(lines)}, node="tidy/sweep")
        found = {number: data(made, "tools/b", "--line", str(number))["landed"] for number in (5, 6, 7, 20, 21, 22)}
        beyond = made.guard("why", "tools/b", "--line", "42")
    commits = {number: step and step["commit"].encode() for number, step in found.items()}
    assert commits == {5: None, 6: second, 7: None, 20: first, 21: first, 22: None}
    assert beyond.code == 2 and "has no line 42" in beyond.err


def test_places_of_plans_are_found_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    files = {**FILES, b".guard/plans/rename.yaml": RENAME, STORE: CODE, b"src/b.py": CODE}
    with branch(capsys, files) as made:
        told = made.guard("why", STORE.decode())
        other = data(made, "src/b.py")
        line = made.guard("why", STORE.decode(), "--line", "7")
        empty = made.guard("why", "src/new.py")
    assert "plan rename does not cover it" in told.out
    assert "  sites     calls: line 2 in one, line 7 in two\n" in told.out
    assert "  absent    stray: line 6 in two; left as it is here (except)\n" in told.out
    looks = {look["name"]: look for plan in other["plans"] for look in plan["looks"]}
    assert looks["stray"] == {
        "kind": "absent",
        "name": "stray",
        "binds": False,
        "excepted": False,
        "places": [{"line": 6, "within": "two"}],
        "unread": None,
    }
    assert "  sites     calls: line 7 in two\n" in line.out
    assert "  sites     calls: none in it\n" in empty.out


def test_the_path_is_meant_from_here(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        made.made.write("src/users/.keep", b"")
        top = os.fsdecode(made.made.top)
        os.symlink(os.path.join(top, "src"), os.path.join(top, "link"))
        with made.book.open(), chdir(os.path.join(top, "src/users")):
            codes = [
                main(["why", word])
                for word in ("store.py", os.path.join(top, "src/users/store.py"), "../../link/users/store.py")
            ]
        out = capsys.readouterr().out
    assert codes == [0, 0, 0]
    assert out.count("guard: src/users/store.py: stands on") == 3


WRONG = {
    "outside of the repository": (("../elsewhere",), "names no file of this repository"),
    "the top": ((".",), "names no file of this repository"),
    "nothing": (("",), "a word is empty"),
    "a folder": (("src/users",), "is a folder"),
    "no line at all": (("src/users/store.py", "--line", "0"), "has no line 0"),
    "a line of what is not there": (("src/none", "--line", "1"), "has no line 1"),
    "no path": ((), "required: PATH"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_words_are_usage(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    words, said = WRONG[name]
    with branch(capsys) as made:
        told = made.guard("why", *words)
    assert (told.code, told.out) == (2, "") and said in told.err


def test_without_a_policy_nothing_is_held_to_anything(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys, {b"a": b"a\n"}) as made:
        told = made.guard("why", "a")
        report = data(made, "a")
    assert told.code == 0 and "not adopted" in told.out
    assert report["adopted"] is False and report["next"] is None


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["why", "--help"])
    out = capsys.readouterr().out
    assert "--line N" in out and "exit codes:" in out and "guard schema why" in out


FOLLOWED = {
    "nothing before": ("", "ab", 2, 0),
    "the same": ("abc", "abc", 2, 2),
    "a line before it came": ("abc", "xabc", 3, 2),
    "a line before it went": ("xabc", "abc", 2, 3),
    "it was edited": ("abc", "axc", 2, 0),
    "a line behind it was edited": ("abcd", "abxd", 2, 2),
    "edits on both sides": ("abcde", "xbcdy", 3, 3),
}


@pytest.mark.parametrize("name", FOLLOWED)
def test_a_line_is_followed_through_one_change(name: str) -> None:
    old, new, line, expected = FOLLOWED[name]
    assert followed([b"%c" % ord(c) for c in old], [b"%c" % ord(c) for c in new], line) == expected


def test_too_many_lines_are_not_compared() -> None:
    many = [b"%d" % number for number in range(5000)]
    assert followed([b"x", *many], [*many[::-1], b"y"], 2500) is None
