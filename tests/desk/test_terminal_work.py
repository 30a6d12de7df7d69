"""At a real terminal: answers into the work tree, an editor, other sizes, and how the desk leaves when it is ended."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.ghost import DOWN, ENTER, NARROW, UP, WIDE
from tests.desk.sitting import ALL, PLAN, Sat, goes
from tests.waiting import waiting

ANSWER = "sampled 5,000 rows, none has more than two"
ASKED, TOLD, OTHER = "split-name A1", "split-name.yaml:7", "split-name.yaml:9"  # rows, and where they stand


@pytest.fixture
def sat(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sat]:
    with waiting(capsys, tmp_path, monkeypatch) as house:
        sat = Sat(house, tmp_path / "home")
        sat.keeps()
        yield sat


@pytest.mark.later
def test_an_answer_is_written_into_the_work_tree_byte_for_byte_as_the_command_does(sat: Sat) -> None:
    before = Path(sat.top, PLAN).read_bytes()
    with sat.at(size=NARROW) as one:
        goes(one, ASKED, ALL, TOLD)
        one.type("a")
        one.until("split-name A1", "what was looked at, and what it showed")
        one.type(ANSWER + ENTER)
        one.until("w writes 1 answer")
        assert Path(sat.top, PLAN).read_bytes() == before, "nothing is written yet"
        one.type("w")
        one.until("as they would be written", ANSWER[:13], "w Write")
        assert Path(sat.top, PLAN).read_bytes() == before
        one.type("w")
        one.until("\n written   ")
        one.type("q")
        assert one.ended() == 0
    written = Path(sat.top, PLAN).read_bytes()
    assert f"omar: {ANSWER}".encode() in written
    Path(sat.top, PLAN).write_bytes(before)
    told = sat.house.guard("plan", "answer", "split-name", f"A1={ANSWER}", "--as", "omar")
    assert told.code == 0, told.said
    assert Path(sat.top, PLAN).read_bytes() == written


def test_the_editor_is_opened_at_the_line_and_the_desk_comes_back(sat: Sat) -> None:
    editor = sat.home / "an editor"
    editor.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > "$0.told"\nread -p "edited? " answer\n')
    editor.chmod(0o755)
    with sat.at(size=NARROW, more={"EDITOR": f"'{editor}' --wait"}) as one:
        goes(one, ASKED, ALL, TOLD)
        one.type(ENTER)
        one.until("[G421]", "nobody has counted")
        one.type("e")
        one.until("edited?")
        assert one.sane["the alternate screen is left"] and one.sane["no mouse is told"]
        one.type(ENTER)
        one.until("[G421]", "Diff")
        told = Path(f"{editor}.told").read_text().splitlines()
        assert told == ["--wait", "+7", f"{sat.top}/{PLAN}"]
        one.type("q")
        assert one.ended() == 0 and all(one.sane.values())


@pytest.mark.later
def test_another_size_lays_everything_out_anew_and_keeps_the_place(sat: Sat) -> None:
    with sat.at(size=NARROW) as one:
        goes(one, ASKED, ALL, TOLD)
        for size in (WIDE, NARROW, WIDE, NARROW):
            one.resize(*size)
            beside, below = ("│", "─" * 80) if size == WIDE else ("─" * 80, "│")
            one.until(ASKED, beside, TOLD, gone=[below])
            assert max(map(len, one.text().splitlines())) <= size[0]
        one.type(DOWN)
        one.until(OTHER)
        one.type(UP)
        one.until(TOLD)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_desk_that_is_ended_leaves_a_terminal_as_it_was_and_nothing_behind(sat: Sat, number: signal.Signals) -> None:
    with sat.at(size=NARROW) as one:
        one.until(f"3 everyone {ALL}", gone=["looking..."])
        assert not any(one.sane.values()), one.sane
        one.signal(number)
        one.ended()
        assert all(one.sane.values()), one.sane
        assert one.running() == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_desk_that_is_ended_while_it_looks_takes_what_looks_with_it(
    sat: Sat, number: signal.Signals, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "never")
    gate = tmp_path / "git"
    gate.write_text(f"#!/bin/sh\nread word < {tmp_path}/never\n")
    gate.chmod(0o755)
    with sat.at("--git", str(gate), size=NARROW) as one:
        one.until("looking...")
        assert len(one.running()) > 1
        one.signal(number)
        one.ended()
        assert all(one.sane.values()), one.sane
        assert one.running() == []


def test_a_window_that_is_closed_leaves_nothing_behind(sat: Sat) -> None:
    with sat.at(size=NARROW) as one:
        one.until(f"3 everyone {ALL}", gone=["looking..."])
        assert one.hang_up() == 128 + signal.SIGHUP
        assert one.running() == []
