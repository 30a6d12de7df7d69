"""From `guard triage` in a real terminal to an entry in the log, with a real key; and what stops a signature there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.acting import STOPPED
from tests.desk.ghost import ENTER, ESCAPE, INTERRUPT
from tests.desk.sitting import BACK, PLAN, ROW, SIGNS, WHY, Sat, digits, payload, shown
from tests.waiting import waiting

PASSPHRASE = "correct horse"


@pytest.fixture
def sat(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sat]:
    with waiting(capsys, tmp_path, monkeypatch) as house:
        yield Sat(house, tmp_path / "home")


def test_from_the_queue_to_an_entry_in_the_log(sat: Sat) -> None:
    sat.settled()
    sat.keeps()
    with sat.at() as one:
        screen = shown(one)
        one.type(digits(screen)[:8] + ENTER)
        terminal = one.until(BACK)
        assert "recorded: yes to plan split-name, version 3, by omar" in " ".join(terminal.split())
        assert one.sane["the alternate screen is left"]
        one.type(ENTER)
        one.until("guard triage", "split-name/contract", gone=["looking...", ROW])
        one.type("q")
        assert one.ended() == 0
        assert all(one.sane.values()), one.sane
    (entry,) = sat.entries()
    assert (entry["act"], entry["by"], entry["state"]) == ("approval", "omar", "counts")

    assert payload(screen) == sat.signed()
    assert json.loads(payload(screen))["reason"] == WHY
    assert digits(screen) == json.loads(sat.signed())["digest"].removeprefix("sha256:")
    assert sat.holds(payload(screen)), "ssh-keygen says so as well, of what stood on the screen"


@pytest.mark.later
def test_no_other_text_is_what_was_signed(sat: Sat) -> None:
    sat.settled()
    sat.house.approved()
    assert sat.holds(sat.signed()) and not sat.holds(sat.signed() + b" ")


def test_a_passphrase_is_between_the_person_and_ssh_keygen(sat: Sat) -> None:
    sat.settled()
    sat.keeps(PASSPHRASE)
    with sat.at() as one:
        screen = shown(one)
        one.type(digits(screen)[:12] + ENTER)
        asked = one.until("Enter passphrase")
        assert f'"reason": "{WHY}"' in asked, "it stands above the question"
        one.type(PASSPHRASE + ENTER)
        terminal = one.until(BACK)
        assert PASSPHRASE not in terminal
        one.type(ENTER)
        one.until("guard triage", "split-name/contract", gone=["looking...", ROW])
    assert [entry["by"] for entry in sat.entries()] == ["omar"]
    assert sat.holds(payload(screen))


@pytest.mark.later
def test_wrong_digits_sign_nothing_and_the_desk_says_why(sat: Sat) -> None:
    sat.settled()
    sat.keeps()
    with sat.at() as one:
        right = digits(shown(one))[:8]
        wrong = "".join([f"{15 - int(letter, 16):x}" for letter in right])
        said = "those are not the first digits of this digest", "those are its first 7 digits; 8 are typed"
        for typed, words in zip((wrong, right[:7]), said, strict=True):
            one.type(typed + ENTER)
            one.until(words, "nothing is signed")
            one.type("\b" * len(typed))
            one.until(SIGNS)
    assert sat.entries() == []


@pytest.mark.later
def test_ctrl_c_at_the_passphrase_records_nothing_and_the_desk_stays(sat: Sat) -> None:
    sat.settled()
    sat.keeps(PASSPHRASE)
    with sat.at() as one:
        one.type(digits(shown(one))[:8] + ENTER)
        one.until("Enter passphrase")
        one.type(INTERRUPT)
        one.until("Enter goes back")
        one.type(ENTER)
        one.until("not recorded (exit code 130)", again=ENTER)
        one.type(ESCAPE)
        one.until("[G403]", ROW)
        one.type("q")
        assert one.ended() == 0
        assert one.running() == []
    assert sat.entries() == []


@pytest.mark.later
def test_a_plan_that_changes_under_the_screen_is_not_signed(sat: Sat) -> None:
    sat.settled()
    sat.keeps()
    with sat.at() as one:
        screen = shown(one)
        sat.house.land({PLAN.encode(): STOPPED.replace("files: 20", "files: 2000").encode()}, "more than was read")
        one.type(digits(screen)[:8] + ENTER)
        terminal = " ".join(one.until(BACK).split())
        assert "no longer fits, a request that is no longer so [G523]" in terminal
        one.type(ENTER)
        one.until("not recorded")
    assert sat.entries() == []
