"""Other keys: a file of one's own gives them, and what is wrong in it is said, whatever stands there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guard_tui import keymap
from guard_tui.actions import ACTIONS
from tests.desk.busy import WORDS, busy
from tests.desk.seats import NARROW, WIDE, place, sat, seat
from tests.records.houses import House

OMAR = (*WORDS, "--as", "omar")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> House:
    return busy(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "guard").mkdir()
    return tmp_path / "guard" / "desk.json"


def test_an_action_has_the_key_that_somebody_gave_it(made: House, file: Path) -> None:
    file.write_text(json.dumps({"queue.search": "s", "desk.approve": "A", "rows.down": "n", "desk.help": "H"}))

    async def look() -> None:
        async with seat([place(made.made.top)], WIDE, OMAR, me="omar") as one:
            one.stands("s Search", "A Approve", "H Keys")
            await one.press("n")
            assert one.desk.looked_at is not None
            assert one.desk.looked_at.data["settles"] == "A2"
            await one.press("slash", "j", "y")  # these do nothing now
            assert one.at_queue()
            assert one.desk.looked_at.data["settles"] == "A2"
            assert "words that a row holds" in await one.press("s")
            await one.press("escape")
            assert "guard approve names" in await one.press("A")

    sat(look)


WRONG = {
    "is no object": ("[1, 2]", "is no object of actions and keys"),
    "is no JSON": ("{", "cannot be read"),
    "names no action": ('{"queue.fly": "f", "queue.search": "s"}', "no action queue.fly"),
    "names no key": ('{"queue.search": 7}', "is no object of actions and keys"),
    "is full of escapes": ('{"\\u001b[2J[red]": "x"}', "\\x1b[2J[red]"),
    "is no text": (b"\xff\xfe", "cannot be read"),
}


@pytest.mark.parametrize("how", WRONG)
def test_a_file_that_is_wrong_is_said_and_the_rest_of_it_holds(made: House, file: Path, how: str) -> None:
    text, says = WRONG[how]
    file.write_bytes(text if isinstance(text, bytes) else text.encode())

    async def look() -> None:
        async with seat([place(made.made.top)], NARROW, OMAR, me="omar") as one:
            flat = "".join("".join([line.partition("▌")[2] for line in one.lines()]).split())
            assert "".join(says.split()) in flat, one.text()
            one.desk.clear_notifications()
            assert "words that a row holds" in await one.press("s" if how == "names no action" else "slash")

    sat(look)


def test_every_action_can_have_another_key() -> None:
    assert {f"{one.where or 'desk'}.{one.id}" for one in ACTIONS} <= set(keymap.ids())
    assert len(set(keymap.ids())) == len(keymap.ids())


def test_no_two_actions_of_one_screen_have_one_key() -> None:
    for where in {one.where for one in ACTIONS}:
        keys = [key for one in ACTIONS if one.where in ("", where) for key in one.keys.split(",")]
        twice = {key for key in keys if keys.count(key) > 1}
        assert twice <= ({"w"} if where == "write" else set()), where  # there it writes what was gathered
