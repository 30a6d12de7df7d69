"""Who sits at the desk, where no key tells: said once, and known from then on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from guard_tui.waits import Queue
from tests.commands.acting import House
from tests.desk.seats import place, sat, seat
from tests.waiting import waiting


@pytest.fixture
def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with waiting(capsys, tmp_path, monkeypatch) as house:
        yield house


@pytest.mark.later
def test_who_said_so_is_known_after_another_look_as_well(made: House) -> None:
    asked: list[str] = []

    async def look() -> None:
        async with seat([place(made.made.top)]) as one:

            async def then() -> None:
                asked.append(one.desk.me(""))

            one.desk.run_worker(one.desk.knowing("", then))
            await one.quiet()
            one.stands("Who are you?")
            name = next(iter(one.desk.queue.heads[""]["people"]))
            await one.press("enter")
            assert asked == [name]
            mine = one.desk.queue.counts().mine
            assert mine > 0
            await one.press("r")
            assert one.desk.me("") == name
            assert one.desk.queue.counts().mine == mine

    sat(look)


def test_a_name_is_of_those_repositories_that_list_it_and_where_no_key_tells() -> None:
    queue = Queue()
    heads = {"a": ("omar", ["omar", "dana"]), "b": (None, ["dana"]), "c": (None, ["lee"]), "d": (None, ["dana"])}
    for repository, (me, people) in heads.items():
        queue.begins(repository, {"me": me, "people": {name: [] for name in people}, "not_established": []})
    queue.called("dana")
    assert [queue.me(repository) for repository in heads] == ["omar", "dana", "", "dana"]


def test_a_name_that_nobody_has_is_told_from_one_that_somebody_has() -> None:
    queue = Queue()
    assert queue.stranger("omra") == "", "nothing was looked at"
    for repository, people in (("a", ["omar", "dana"]), ("b", [])):
        queue.begins(repository, {"me": None, "people": {name: [] for name in people}, "not_established": []})
    assert queue.stranger("omra") == "no repository here lists a person 'omra'; did you mean omar?"
    assert "'\\x1b[2J'; there is omar, dana" in queue.stranger("\x1b[2J")
    assert queue.stranger("dana") == queue.stranger("") == ""
