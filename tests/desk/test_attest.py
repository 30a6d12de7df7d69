"""Evidence given at the desk: every field that `guard attest` takes, filled with what its row knows already."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.commands import attest
from guard.commands._act import signing_options
from guard.grammar.edge import FACTS
from guard.words import Words
from guard_tui.acts import Act
from guard_tui.screens.sign import SignScreen
from guard_tui.widgets.fields import SEEN, apart, fields
from tests.desk.busy import WORDS, busy
from tests.desk.seats import NARROW, Seat, place, sat, seat

OMAR = (*WORDS, "--as", "omar")
BACKFILLED = Act("attest", ("backfilled", "--plan", "names", "--phase", "fill", "--service", "api"))


def options(words: Words) -> set[str]:
    return {name for one in words._actions for name in one.option_strings if name.startswith("--")}


def test_all_that_the_command_takes_can_be_given() -> None:
    shared = Words("guard", "")
    signing_options(shared)
    given = {one.option for fact in FACTS for one in fields(fact) if one.option} | set(SEEN.values())
    of_the_row = {"--plan", "--phase"}  # as it waits
    assert options(attest.parser()) - options(shared) == given | of_the_row | {"--value"}  # KEY=N, each a field here


def test_what_a_row_knows_stands_in_its_field() -> None:
    words, known = apart(BACKFILLED.words)
    assert words == ("backfilled", "--plan", "names", "--phase", "fill")
    assert known == {"--service": "api"}
    assert apart(("complete", "--env=staging", "--remaining", "0"))[1] == {"--env": "staging"}
    assert apart(())[1] == {}


async def fill(one: Seat, name: str, words: str) -> None:
    one.desk.screen.query_one(f"#field-{name}").focus()
    await one.type(words)


@pytest.mark.later
def test_evidence_with_everything_that_is_known_of_it(tmp_path: Path) -> None:
    house = busy(tmp_path)

    async def look() -> None:
        async with seat([place(house.made.top)], NARROW, OMAR, me="omar") as one:
            await one.desk.sign(Act("attest", ("rehearsed", "--plan", "work", "--phase", "change")), "")
            await one.quiet()
            one.stands("guard attest rehearsed --plan work --phase change", "environment", "service", "commit", "seen")
            for name, words in (
                ("environment", "staging"),
                ("service", "api"),
                ("commit", "HEAD~1"),
                ("seen", "maybe"),
            ):
                await fill(one, name, words)
            one.desk.screen.query_one("#why").focus()
            await one.type("looked at it")
            assert "seen is yes or no, and not maybe" in await one.press("enter")
            await fill(one, "seen", "")
            await one.press(*["backspace"] * 5)
            await fill(one, "seen", "yes")
            one.desk.screen.query_one("#why").focus()
            await one.press("enter")
            view = one.desk.screen
            assert isinstance(view, SignScreen) and "payload" in view.request, one.text()
            told = view.request["payload"]
            before = house.made.git("rev-parse", "refs/heads/main~1").decode().strip()
            assert (told["env"], told["service"], told["commit"], told["how"]) == ("staging", "api", before, "observed")
            assert view.request["sign"].startswith("guard attest")
            assert "environment" not in one.text(), "what is signed has the screen"

    sat(look)


@pytest.mark.later
def test_a_field_that_the_command_does_not_take_is_mended_there(tmp_path: Path) -> None:
    """What it is refused for is told, the fields stay, and what is typed is never an option."""
    house = busy(tmp_path)

    async def look() -> None:
        async with seat([place(house.made.top)], (120, 40), OMAR, me="omar") as one:
            await one.desk.sign(BACKFILLED, "")
            await one.quiet()
            one.stands("remaining", "api")
            await fill(one, "remaining", "--sign")
            one.desk.screen.query_one("#why").focus()
            await one.type("counted")
            assert "a number is KEY=N" in await one.press("enter")
            one.stands("remaining", "environment")
            one.desk.screen.query_one("#field-remaining").focus()
            await one.press(*["backspace"] * 6)
            await one.type("0")
            await one.press(*["tab"] * 6)
            assert "exactly this is signed" in await one.press("enter")

    sat(look)


@pytest.mark.later
def test_a_key_that_is_elsewhere_is_told_first(tmp_path: Path) -> None:
    """Before a reason is asked for; what is read can be signed where the key is."""
    house = busy(tmp_path)

    async def look() -> None:
        async with seat([place(house.made.top)], (120, 40), OMAR, me="omar") as one:
            await one.click("approval  work")
            await one.press("y")
            one.stands("The key of omar is not at hand here, so nothing can be signed here.")
            assert "Where it is: guard approve work --as omar --request FILE" in " ".join(one.text().split())
            one.desk.queue.at_hand[""] = ("dana", "omar")
            await one.press("escape", "y")
            assert "not at hand" not in one.text()

    sat(look)
