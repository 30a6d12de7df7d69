"""What the desk does a command does: each action's command is one that there is, and says what the screen shows."""

from __future__ import annotations

import json
import os
import shlex
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pytest

from guard.cli import COMMANDS, main
from guard.schema import validate_data
from guard_tui.actions import ACTIONS
from guard_tui.runs import GUARD
from tests.conftest import EXAMPLES, share
from tests.desk.busy import PLAN_FILE, WORDS, busy
from tests.desk.seats import NARROW, WIDE, Seat, place, sat, seat
from tests.records.houses import House

OMAR = (*WORDS, "--as", "omar")
# What no command does: to move about, to end, and an editor, which is nobody's but yours.
BEGINS = 45  # letters of a line that a list shows for certain
MOVING = {"quit", "back", "edit"}
# What guard's own words do about what waits, and by which action that is reached.
REACHED = {
    "plan answer": "answer",
    "approve": "approve",
    "approve --accept": "accept",
    "attest": "attest",
    "revoke": "revoke",
    "log show": "log",
    "log verify": "verify",
    "log replay": "replay",
    "log sync": "sync",
    "plan status": "plan",
    "plan graph": "graph",
    "plan show": "show",
    "questions --waiting": "refresh",
    "questions --waiting --mine": "mine",
    "questions --waiting --teams": "teams",
    "questions --waiting --everyone": "everyone",
    "questions --waiting --kind": "kind",
    "questions --waiting --find": "search",
    "questions --waiting ID": "open",
    "questions --waiting ID --diff": "diff",
    "explain": "explain",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Nobody writes in it."""
    return busy(tmp_path_factory.mktemp("parity"))


def guard(made: House, *words: str) -> tuple[int, str, str]:
    """One command, here: that the desk runs the same guard in a process of its own, another test says."""
    with chdir(made.made.top), NamedTemporaryFile("w+") as out, NamedTemporaryFile("w+") as err:
        with redirect_stdout(out), redirect_stderr(err), pytest.MonkeyPatch.context() as patch:
            patch.setenv("NO_COLOR", "1")
            patch.setenv("COLUMNS", "100")
            try:
                code = main(list(words))
            except SystemExit as end:  # what --help is
                code = int(end.code or 0)
        out.flush()
        err.flush()
        return code, Path(out.name).read_text(), Path(err.name).read_text()


def waiting(made: House, *words: str) -> dict[str, Any]:
    code, out, err = guard(made, "questions", "--waiting", *OMAR, *words, "--format", "json")
    assert (code in (0, 3), err) == (True, "")
    report: dict[str, Any] = json.loads(out)
    assert validate_data("waiting", report) == ()
    return report


def filled(command: str, rows: list[dict[str, Any]], folder: Path) -> list[str]:
    """The words of a command, with what it is about of this repository."""
    row = next(row for row in rows if row["settles"] == "A1")
    words = shlex.split(command)[1:]
    about = {
        "ID": row["id"],
        "KIND": "question",
        "WORDS": "two parts",
        "PLAN": "names",
        "PHASE": "expand",
        "NAME=...": "A1=dana counted them",
        "NAME": next(row["accepts"] for row in rows if row["accepts"]) or "",
        "TARGET": "names",
        "FACT": "deployed",
        "RULE": row["rule"],
        "COMMIT": "HEAD~1",
    }
    about |= {"ID": "0" * 8} if words[0] == "revoke" else {}
    found = [about.get(word, word) for word in words]
    found += ["--dry-run", "--as", "omar"] if found[:2] == ["plan", "answer"] else []
    found += OMAR if found[0] == "questions" else []
    signs = found[0] in ("approve", "attest", "revoke")
    return [*found, *(["--reason", "seen", "--as", "omar", "--request", str(folder / "asked")] if signs else [])]


def test_every_action_has_a_command_that_there_is(made: House, tmp_path: Path) -> None:
    rows = waiting(made)["rows"]
    for one in share(ACTIONS, 7):
        assert (one.command == "") is (one.id in MOVING), one.id
        if one.command:
            words = filled(one.command, rows, tmp_path)
            assert words[0] in COMMANDS
            code, _, err = guard(made, *words)
            assert code != 70
            assert code != 2 or words[0] == "revoke", (one.id, words, err)  # that entry is not there, the words are


def test_every_act_of_the_commands_is_reached() -> None:
    acts = {one.id: " ".join(one.command.removeprefix("guard ").split()) for one in ACTIONS}
    for words, action in REACHED.items():
        wanted = [word for word in words.split() if word != "ID"]
        assert [word for word in wanted if word not in acts[action].split()] == [], (words, acts[action])
    assert set(acts) - set(REACHED.values()) == MOVING | {"help", "copy", "unlooked", "save", "write"}


FILTERS = (
    (("--mine",), ("1",)),
    (("--teams",), ("2",)),
    (("--everyone",), ("3",)),
    (("--kind", "approval"), ("3", "i", "i")),
    (("--find", "Two PARTS"), ("3", "slash", *"Two", "space", *"PARTS")),
    (("--kind", "question", "--find", "omar names"), ("3", "i", "slash", *"omar", "space", *"names")),
    (("--find", "held by no row"), ("3", "slash", *"held", "space", *"no")),
)


async def begun_again(one: Seat) -> None:
    """Everything of everyone, as at first."""
    await one.press("escape")
    while one.desk.queue.wanted.kind:
        await one.press("i")


@pytest.mark.later
def test_the_queue_shows_what_the_command_says(made: House) -> None:
    async def look() -> None:
        async with seat([place(made.made.top)], NARROW, OMAR, me="omar") as one:
            for words, keys in FILTERS if EXAMPLES else FILTERS[5:6]:
                await one.press(*keys)
                shown = [item.data for item in one.desk.queue.shown]
                assert shown == waiting(made, *words)["rows"], words
                await begun_again(one)

    sat(look)


@pytest.mark.later
def test_the_first_look_can_be_asked_for(made: House) -> None:
    """`guard triage --kind K --find WORDS` begins there, at the desk and without one."""
    wanted = [row["id"] for row in waiting(made, "--kind", "approval", "--find", "WORK")["rows"]]
    words = ("triage", *OMAR, "--everyone", "--kind", "approval", "--find", "WORK")
    told = json.loads(guard(made, *words, "--format", "json")[1])
    assert [row["id"] for row in told["rows"]] == wanted != []
    assert guard(made, *words, "--count")[1] == f"{len(wanted)}\n"

    async def look() -> None:
        async with seat([place(made.made.top)], WIDE, OMAR, me="omar", kind="approval", find="WORK") as one:
            assert [item.data["id"] for item in one.desk.queue.shown] == wanted
            one.stands("kind: approval", "WORK")
            await one.press("escape")
            assert len(one.desk.queue.shown) > len(wanted)

    sat(look)


@pytest.mark.later
def test_words_that_no_row_holds_and_kinds_that_there_are_not(made: House) -> None:
    code, out, _ = guard(made, "questions", "--waiting", *OMAR, "--find", "gibberish\x1b[2K")
    assert code == 0
    assert "none of them with 'gibberish\\x1b[2K'" in out
    code, _, err = guard(made, "questions", "--waiting", "--kind", "riddle")
    assert (code, "riddle" in err) == (2, True)
    lines = guard(made, "questions", "--waiting", *OMAR, "--kind", "landing", "--format", "lines")[1].splitlines()
    kinds = {row["kind"] for line in lines for row in json.loads(line).get("part", {"rows": []})["rows"]}
    assert kinds == {"landing"}


def words_of(text: str) -> list[str]:
    """What a text says, however it is laid out."""
    return text.replace("│", " ").split()


async def shown_of(one: Seat) -> str:
    """All that the page says, also what is further down."""
    seen = one.text()
    for _ in range(30):
        more = await one.press("pagedown")
        if more in seen:
            break
        seen += "\n" + more
    return seen


def stands_in(one: str, shown: str) -> None:
    """Line by line, whatever of it is folded where the screen ends."""
    flat = "".join(words_of(shown))
    lacks = [line for line in one.splitlines() if "".join(words_of(line)) not in flat]
    assert lacks == [], shown


@pytest.mark.later
def test_what_a_screen_shows_the_command_says(made: House) -> None:
    """Screens that are a command's own words."""

    async def look() -> None:
        async with seat([place(made.made.top)], WIDE, OMAR, me="omar") as one:
            await one.press("enter", "x")
            stands_in(guard(made, "explain", "G421")[1], await shown_of(one))
            await one.press("escape", "p", "g")
            stands_in(guard(made, "plan", "graph", "names")[1], await shown_of(one))
            await one.press("escape", "s")
            stands_in(guard(made, "plan", "show", "names")[1], await shown_of(one))
            await one.press("escape", "escape", "escape", "l", "v")
            stands_in(guard(made, "log", "verify")[1], await shown_of(one))

    sat(look)


@pytest.mark.later
def test_what_is_looked_at_is_what_the_command_says(made: House) -> None:
    """Screens of their own hold the parts of the command's JSON."""
    row = next(row for row in waiting(made)["rows"] if row["plan"] == "invoices" and row["kind"] == "question")
    words = ("questions", "--waiting", row["id"], "--branch", row["where"], *OMAR, "--format", "json")
    whole = json.loads(guard(made, *words)[1])
    sides = [json.loads(line) for line in guard(made, *words, "--diff")[1].splitlines()]
    status = json.loads(guard(made, "plan", "status", "names", *WORDS, "--format", "json")[1])["plans"][0]
    entries = json.loads(guard(made, "log", "show", "--format", "json")[1])["entries"]
    verified = json.loads(guard(made, "log", "verify", "--format", "json")[1])

    async def look() -> None:
        async with seat([place(made.made.top)], (160, 120), OMAR, me="omar") as one:
            await one.click('"probably": the text guesses')
            text = await one.press("enter")
            for said in (row["says"], row["quote"], whole["asks"]["title"], *[step["run"] for step in whole["next"]]):
                stands_in(said, text)
            for label in ("opens", "stays"):
                for line in whole[label]:
                    stands_in(line["words"], text)
            text = await one.press("d")
            for side in [side["file"] for side in sides if "file" in side]:
                assert f"{side['status']}  {side['path']}" in text
                for mark, line in side["lines"]:
                    assert f"{mark} {line}".rstrip() in text
            await one.press("escape", "escape", "home")
            text = await one.press("p")
            for phase in status["phases"]:
                assert phase["phase"] in text
                assert phase["state"] in text
            text = await one.press("escape", "l")
            for entry in entries:
                assert entry["words"][:BEGINS] in text
            assert f"verified: {verified['counting']} of {verified['entries']} count" in text
            record = json.loads(guard(made, "log", "replay", entries[-1]["entry"], "--steps", "--format", "json")[1])[
                "records"
            ][0]
            text = await one.press("enter")
            for step in record["steps"]:
                assert f"{step['state']}".strip() in text
                assert step["title"] in text

    sat(look)


def test_an_answer_leaves_the_same_bytes(tmp_path: Path) -> None:
    said = "counted: 5,000 rows, \"none\" has 3 # of them: [x] {y} 'z'"
    (tmp_path / "desk").mkdir()
    (tmp_path / "command").mkdir()
    desk, command = busy(tmp_path / "desk"), busy(tmp_path / "command")

    async def look() -> None:
        async with seat([place(desk.made.top)], WIDE, OMAR, me="omar") as one:
            await one.click("names A1")
            await one.press("a")
            await one.type(said)
            await one.press("enter", "w", "w")
            one.stands("written", ".guard/plans/names.yaml")

    sat(look)
    assert guard(command, "plan", "answer", "names", f"A1={said}", "--as", "omar")[0] == 0
    wrote, by = [Path(os.fsdecode(one.made.top), os.fsdecode(PLAN_FILE)).read_bytes() for one in (desk, command)]
    assert wrote == by
    assert wrote != Path(os.fsdecode(busy(tmp_path).made.top), os.fsdecode(PLAN_FILE)).read_bytes()


def test_the_same_guard_is_run() -> None:
    assert (sys.executable, "-I", "-m", "guard") == GUARD
