"""Several repositories at one desk: one queue, each row says where it is of, and what is done goes to its own place."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from guard.schema import validate_data
from guard_tui.runs import GUARD, there
from tests.desk.busy import PLAN_FILE, WORDS, busy
from tests.desk.seats import NARROW, WIDE, place, sat, seat
from tests.repos import make_repository

OMAR = (*WORDS, "--as", "omar")


class Fleet:
    """Two that are busy, one that has not adopted guard, one that is no repository, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("shop", "billing"):
            (folder / "made").mkdir()
            os.rename(os.fsdecode(busy(folder / "made").made.top), folder / name)
            (folder / "made").rmdir()
        made = make_repository(folder / "young")
        made.ref(b"refs/heads/main", made.commit(made.tree(made.files({b"a": b"a\n"}))))
        (folder / "broken").mkdir()
        self.names = ("shop", "billing", "young", "broken")

    def triage(self, *words: str, code: int = 0) -> str:
        told = subprocess.run(
            [*GUARD, "triage", *OMAR, *words], cwd=self.folder, capture_output=True, text=True, check=False
        )
        assert told.returncode == code, (told.stdout, told.stderr)
        return told.stdout if code in (0, 5) else told.stderr

    def plan(self, name: str) -> str:
        return (self.folder / name / os.fsdecode(PLAN_FILE)).read_text()


@pytest.fixture
def fleet(tmp_path: Path) -> Fleet:
    return Fleet(tmp_path)


@pytest.mark.later
def test_one_queue_of_all_and_each_answer_goes_to_its_own_place(fleet: Fleet) -> None:
    before = fleet.plan("shop")

    async def look() -> None:
        places = [place(str(fleet.folder / name), name) for name in fleet.names]
        async with seat(places, WIDE, WORDS, me="omar") as one:
            one.stands("guard triage  4 repositories  omar", "shop: names A1", "billing: names A1", "not looked at (u)")
            keys = [item.data["order"] for item in one.desk.queue.shown]
            assert keys == sorted(keys)
            assert {item.repository for item in one.desk.queue.shown} == {"shop", "billing"}
            text = await one.press("u")
            assert "broken" in text
            assert "not a git repository" in text
            assert "young" in text
            assert "not adopted" in text
            await one.press("escape", "slash")
            await one.type("billing two parts")
            await one.press("enter")
            assert [item.repository for item in one.desk.queue.shown] == ["billing"]
            await one.press("a")
            await one.type("counted the invoices")
            text = await one.press("enter", "w")
            assert "counted the invoices" in text
            await one.press("w", "escape", "l")
            one.stands("verified: 8 of 8 count")

    sat(look)
    assert "counted the invoices" in fleet.plan("billing")
    assert fleet.plan("shop") == before


@pytest.mark.later
def test_answers_of_two_are_written_together(fleet: Fleet) -> None:
    async def look() -> None:
        places = [place(str(fleet.folder / name), name) for name in fleet.names]
        async with seat(places, NARROW, WORDS, me="omar") as one:
            await one.press("slash")
            await one.type("two parts")
            await one.press("enter")
            for words in ("counted one", "counted two"):
                await one.press("a")
                await one.type(words)
                await one.press("enter", "j")
            one.stands("w writes 2 answers")
            await one.press("w", "w")

    sat(look)
    assert sorted(["counted one" in fleet.plan(name) for name in ("shop", "billing")]) == [False, True]
    assert sorted(["counted two" in fleet.plan(name) for name in ("shop", "billing")]) == [False, True]


@pytest.mark.later
def test_the_same_without_a_screen(fleet: Fleet) -> None:
    words = [part for name in fleet.names for part in ("--repo", name)]
    told: dict[str, Any] = json.loads(fleet.triage(*words, "--everyone", "--format", "json", code=5))
    assert validate_data("triage", told) == ()
    assert {row["repository"] for row in told["rows"]} == {"shop", "billing"}
    assert {row["folder"] for row in told["rows"]} == {str(fleet.folder / name) for name in ("shop", "billing")}
    lacks = {one["repository"]: one["why"] for one in told["not_looked_at"]}
    assert "not a git repository" in lacks["broken"]
    assert "not adopted" in lacks["young"]
    text = fleet.triage(*words, "--everyone", "--plain", code=5)
    assert f"{len(told['rows'])} things wait" in text
    assert "on shop:main" in text
    assert "on billing:agent/names" in text
    assert "(3 of 4 repositories, " in text
    assert text.count("\nbroken could not be looked at:\n  guard: ") == text.count("broken could not") == 1
    runs = [line.partition("run")[2].strip() for line in text.splitlines() if line.startswith("      run ")]
    assert {run.partition(" && ")[0] for run in runs} == {f"(cd {fleet.folder / name}" for name in ("shop", "billing")}
    assert all([run.endswith(")") for run in runs])


def test_what_is_no_folder_keeps_nothing_from_the_others(fleet: Fleet) -> None:
    (fleet.folder / "file").touch()
    words = ("--repo", "shop", "--repo", "gone", "--repo", "file", "--no-branches", "--everyone")
    told: dict[str, Any] = json.loads(fleet.triage(*words, "--format", "json", code=5))
    assert {row["repository"] for row in told["rows"]} == {"shop"}
    lacks = {one["repository"]: one["why"] for one in told["not_looked_at"]}
    assert lacks == {
        "gone": f"guard could not be begun: No such file or directory: {fleet.folder / 'gone'}",
        "file": f"guard could not be begun: Not a directory: {fleet.folder / 'file'}",
    }
    assert fleet.triage(*words, "--count", code=5) == f"{len(told['rows'])}?\n"
    text = fleet.triage(*words, "--plain", code=5)
    assert f"{len(told['rows'])} things wait (1 of 3 repositories, " in text


def test_a_command_of_another_folder_can_be_copied(tmp_path: Path) -> None:
    """Whatever the folder is called, what is shown does there what it says."""
    folder = tmp_path / 'it\'s $HOME; "here"'
    folder.mkdir()
    told = there("git rev-parse --show-prefix --git-dir", str(folder))
    subprocess.run(["/usr/bin/env", "git", "init", "-q", folder], check=True)
    done = subprocess.run(["/bin/sh", "-c", told], cwd="/", capture_output=True, text=True, check=True)
    assert done.stdout == "\n.git\n"
    assert there("guard next", "") == "guard next"
    assert there("its author writes it", str(folder)) == "its author writes it"


def test_a_list_of_them(fleet: Fleet) -> None:
    (fleet.folder / "fleet.txt").write_text("# ours\nshop\n\nbilling   # the other\nshop\n")
    words = ("--repos", "fleet.txt", "--everyone", "--no-branches")
    told = json.loads(fleet.triage(*words, "--format", "json"))
    assert {row["repository"] for row in told["rows"]} == {"shop", "billing"}
    assert str(len(told["rows"])) == fleet.triage(*words, "--count").strip()


WRONG = (
    (("--repo", "no/such"), "no folder no/such"),
    (("--repo", "evil\x1b[2J"), "no folder evil\\x1b[2J"),
    (("--repos", "absent.txt"), "cannot be read: No such file"),
    (("--repos", "bytes.txt"), "it is no text"),
    (("--repos", "many.txt"), "are more than 200"),
)


@pytest.mark.parametrize(("words", "says"), WRONG)
def test_a_list_that_is_wrong_is_said(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    (tmp_path / "bytes.txt").write_bytes(b"\xff\xfe\n")
    (tmp_path / "many.txt").write_text("".join([f"r{at}\n" for at in range(201)]))
    told = subprocess.run([*GUARD, "triage", *words], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout) == (2, "")
    assert says in told.stderr


def test_folders_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name / "shop").mkdir(parents=True)
    words = ("--repo", "a/shop", "--repo", "b/shop", "--format", "json")
    told = subprocess.run([*GUARD, "triage", *words], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert {one["repository"] for one in json.loads(told.stdout)["not_looked_at"]} == {"shop", "b/shop"}


@pytest.mark.later
def test_a_name_that_no_repository_lists_is_a_wrong_word(fleet: Fleet) -> None:
    words = ("--repo", "shop", "--repo", "young", "--no-branches")
    told = subprocess.run(
        [*GUARD, "triage", *words, "--as", "omra", "--count"],
        cwd=fleet.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stdout) == (2, "")
    assert "no repository here lists a person 'omra'; did you mean omar?" in told.stderr


@pytest.mark.later
def test_a_name_that_no_repository_lists_is_said_on_the_screen(fleet: Fleet) -> None:
    async def look() -> None:
        places = [place(str(fleet.folder / name), name) for name in ("shop", "young")]
        async with seat(places, WIDE, WORDS, me="evil\x1b[2J", whose="mine") as one:
            one.stands("▌ no repository here lists a person")
            one.desk.clear_notifications()
            await one.quiet()
            one.stands("no repository here lists a person 'evil\\x1b[2J'; there is dana, omar.")
            one.stands("3 shows what waits for everyone.")
            await one.press("3", "r")
            assert len(one.desk.queue.shown) > 0
            assert "no repository here" not in one.text(), "it is said once"

    sat(look)
