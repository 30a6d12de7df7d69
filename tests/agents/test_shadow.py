"""`mode: shadow`: nothing is stopped or ordered, all of it is in the record, and the agent hears of it once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guard_hooks.agents import session
from guard_hooks.agents.call import Call, Decision, Edit
from guard_hooks.agents.judging import judged
from tests.harnessed import FILES, POLICY, taken_up, work
from tests.running import Place


@pytest.fixture
def shade(tmp_path: Path) -> Place:
    return work(tmp_path, {**FILES, ".guard/policy.yaml": f"{POLICY}mode: shadow\n"})


def asked(made: Place, event: str, path: str = "", command: str = "", name: str = "s1") -> Decision:
    edits = (Edit(path, b"x\n"),) if path else ()
    return judged(Call(event, "Tool", str(made.top), edits, command, name), "deny")  # type: ignore[arg-type]


CALLS = {
    "no phase is taken up": ("edit", "src/a", ""),
    "a protected file": ("edit", ".github/workflows/ci.yml", ""),
    "what lies outside": ("edit", "/etc/hosts", ""),
    "a tool that nobody knows": ("other", "", ""),
    "a command that is not read": ("shell", "", "./fill.sh"),
    "one that goes round a hook": ("shell", "", "git commit --no-verify -m x"),
    "a readme": ("edit", "README.md", ""),
}


def test_it_is_told_once_in_a_session_and_orders_nothing(shade: Place) -> None:
    for number, (name, one) in enumerate(CALLS.items()):
        first = asked(shade, *one, name=f"s{number}")
        assert (first.kind, first.words) == ("allow", ""), name
        assert first.context.startswith("guard is in shadow mode: nothing is stopped"), name
        assert first.context.count("\n") == 1, name
        for word in ("STOP", "next   ", "guard next", "guard plan", "you:", "end your turn"):
            assert word not in first.context, (name, word)
        again = asked(shade, *one, name=f"s{number}")
        assert (again.kind, again.context) == ("allow", ""), name


def test_one_session_hears_of_one_of_them_and_the_record_has_each(shade: Place) -> None:
    told = [asked(shade, *one) for one in CALLS.values()]
    assert "refused this (src/a, a plan is needed)" in told[0].context
    assert [bool(one.context) for one in told] == [True] + [False] * (len(told) - 1)
    text = (shade.git_dir / session.FOLDER / "s1.jsonl").read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["decision"] for line in lines] == ["allow"] * len(CALLS)
    would = ["deny", "deny", "deny", "ask", "ask", "deny", "deny"]
    assert [line["would"] for line in lines] == would
    assert [line["rule"] for line in lines][:2] == ["G102", "G107"]


def test_what_would_pass_is_no_line_of_it(shade: Place) -> None:
    assert asked(shade, "edit", "docs/d") == Decision("allow")
    line = json.loads((shade.git_dir / session.FOLDER / "s1.jsonl").read_text())
    assert (line["decision"], line.get("would")) == ("allow", None)


def test_no_name_of_a_file_is_taken_for_a_line_of_it(shade: Place) -> None:
    name = 'docs/a","would":"deny'
    session.append(str(shade.git_dir), Call("edit", name, "/", session="s1"), (Edit(name),), Decision("allow"))
    assert not session.watched(str(shade.git_dir), "s1")


def test_what_only_stops_the_merge_is_no_order_either(shade: Place) -> None:
    taken_up(shade, "chain/one")
    told = asked(shade, "edit", "chain/a")
    assert told.kind == "allow" and "next   " not in told.context


def test_a_file_is_told_by_its_place_in_the_work_tree(shade: Place) -> None:
    assert "(src/a, " in asked(shade, "edit", str(shade.top / "src/a")).context


def test_a_session_begins_with_what_is_so(shade: Place) -> None:
    told = judged(Call("start", "SessionStart", str(shade.top)), "deny").context
    assert "shadow mode, so nothing is stopped here" in told and "held to" not in told and "may be done" not in told
    assert told.count("\n") == 0


def test_whoever_looks_after_guard_sees_what_it_would_have_stopped(shade: Place) -> None:
    mark = "in shadow mode agents were let do"
    assert mark not in shade.guard("doctor").out
    for one in CALLS.values():
        asked(shade, *one)
    with open(shade.git_dir / session.FOLDER / "s1.jsonl", "ab") as file:
        odd = (b'{"at":1,"would":"deny","rule":"\\u202e"}', b'[{"a":1,"would":"deny"}]', b'{"a":1,"would":"x"}')
        file.write(b"\n".join([*odd, b'{"a":[],"would":"no', b'{"a":1,"would":"den']))
    told = " ".join(shade.guard("doctor").out.split())
    assert f"{mark} what would have been stopped: 6 refused, 2 asked about; most by G102" in told
    assert "\u202e" not in told
