"""Answers that cannot be written, on the screen: why in words, and nothing written that was not shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from guard_tui.screens.answer import WriteScreen
from tests.commands.acting import House, standing
from tests.commands.test_plan_answer import OPEN, checked_out, house
from tests.desk.seats import SIZES, Seat, place, sat, seat

ANSWER = "counted them"


@pytest.fixture
def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with standing(capsys, tmp_path, monkeypatch, house(plan=OPEN.encode())) as house_:
        checked_out(house_)
        yield house_


async def write(one: Seat, name: str = "A1") -> str:
    """What stands there once the answer is to be written."""
    one.desk.push_screen(WriteScreen({("", "split-name", name): ANSWER}))
    await one.quiet()
    return one.text()


@pytest.mark.parametrize("size", SIZES)
def test_what_changed_below_the_screen_is_told_and_nothing_is_written(made: House, size: tuple[int, int]) -> None:
    plan = checked_out(made)

    async def look() -> None:
        async with seat([place(made.made.top)], size, words=("--as", "dana"), me="dana") as one:
            assert f'settled_by: "dana: {ANSWER}"' in await write(one)
            plan.write_text(OPEN + "# mine\n")
            text = await one.press("w")
            assert "would be another file than was shown" in " ".join(text.split()) and "--dry-run" in text
            assert "schema_version" not in text and "{" not in text
            assert plan.read_text() == OPEN + "# mine\n"

    sat(look)


@pytest.mark.later
def test_what_cannot_be_written_is_told_in_words_before(made: House) -> None:
    plan = checked_out(made)
    spoilt = (("A3", lambda: None, "settled by stray"), ("A1", lambda: plan.chmod(0o444), "read-only"))

    async def look() -> None:
        async with seat([place(made.made.top)], words=("--as", "dana"), me="dana") as one:
            for name, spoil, said in spoilt:
                spoil()
                text = await write(one, name)
                assert "split-name cannot be written" in text and said in " ".join(text.split())
                assert "schema_version" not in text and "w writes it" not in text
                await one.press("w", "escape")
                assert plan.read_text() == OPEN

    sat(look)
