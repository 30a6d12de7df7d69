"""Ways back that a text tells, and what they are worth: empty cells, guesses, a step without, a flag for all."""

from __future__ import annotations

import pytest

from guard.questions import reversal
from tests.questions.papers import paper

KNOWN = {"table": ["users", "orders"], "column": ["users.display_name"]}


def asked(text: str) -> list[str]:
    return [doubt.rule for doubt in reversal.check(paper(text, **KNOWN))]


def table(column: str, act: str, way: str) -> str:
    rows = f"| 1 | take the entry out of `config.yml` | dana | `git revert` |\n| 2 | {act} | dana | {way} |\n"
    return f"# Retire it\n\n| # | step | who | {column} |\n|---|---|---|---|\n{rows}"


COLUMNS = ("back", "Way back", "rollback", "Undo", "how to go back", "If it fails", "Revert")
EMPTY = ("", "-", "\u2013", "\u2014", "n/a", "none", "none needed", "not needed", "nothing", "should not be needed")
TAKES = (
    "delete v1, with its data",
    "purge the old topic",
    "drop `users.display_name`",
    "terminate the old cluster",
    "wipe the two disks",
    "shut down the old database server and delete its storage",
    "revoke the old keys",
    "empty the dead letter queue",
    "overwrite the old prices",
    "anonymise the customers of 2019",
    "remove the old months from the archive",
    "delete the recordings",
)
TAKES_NOTHING = (
    "announce it in the channel",
    "check that 0 rows are left",
    "wait for 24 hours",
    "delete `app/jobs/sync.rb`",
    "remove the flag `x`",
    "remove the dead code",
    "close the ticket",
    "measure the lag for a day",
)


@pytest.mark.parametrize("column", COLUMNS)
def test_columns_of_ways_back(column: str) -> None:
    assert asked(table(column, "delete the audience at Mailchimp", "-")) == ["G732"]


@pytest.mark.parametrize("way", EMPTY)
def test_an_empty_cell_beside_what_takes_away(way: str) -> None:
    assert asked(table("back", "delete v1, with its data", way)) == ["G732"]


@pytest.mark.parametrize("act", TAKES)
def test_acts_whose_cell_is_empty(act: str) -> None:
    assert asked(table("back", act, "")) == ["G732"]


@pytest.mark.parametrize("act", TAKES_NOTHING)
def test_an_empty_cell_beside_what_takes_nothing_away(act: str) -> None:
    assert asked(table("back", act, "-")) == []


def test_a_way_back_is_no_act() -> None:
    assert asked(table("back", "create the topic", "delete the topic")) == []
    assert asked(table("back", "delete the topic", "restore the dump of step 1, `docs/restore.md`")) == []
    assert asked(table("backend", "delete the label", "-")) == []


GUESSES = (
    "should not be necessary",
    "shouldn't be needed, as the column was empty",
    "hopefully not needed",
    "we do not expect to need one",
    "not foreseen",
    "probably unnecessary",
    "unlikely to be needed, the step is small",
    "nobody will want to go back",
    "should never be needed",
)
WAYS = ("`git revert`", "nothing to take back, this step only reads", "3600 again", "not needed, it reads")


@pytest.mark.parametrize("label", ["Back", "Rollback", "Way back"])
@pytest.mark.parametrize("way", GUESSES)
def test_a_guess_that_none_is_wanted(way: str, label: str) -> None:
    assert asked(f"# P\n\n## Step 1: fill\n\nFill the column. {label}: {way}.\n") == ["G732"]


@pytest.mark.parametrize("way", WAYS)
def test_a_way_back_that_says_why(way: str) -> None:
    assert asked(f"# P\n\n## Step 1: fill\n\nAdd the index.\n\nBack: {way}.\n") == []


def listed(act: str) -> str:
    copy = "1. **Copy** (a). Copy the rows.\n   - Back: delete the copies.\n"
    switch = "2. **Switch** (a). The app reads the copy.\n   - Back: revert the commit.\n"
    return f"# P\n\n## Steps\n\n{copy}{switch}3. **Off** (a). {act}\n   - Check: nothing logs in.\n"


ALONE = (
    "Shut down the servers and delete their storage.",
    "Delete the topic, with its data.",
    "Delete the copied months from the source.",
    "Switch off the old host and remove its volume.",
    "Rename the old table and drop it a day later.",
    "Delete the old rows together with their attachments.",
    "Cut over DNS to the new cluster.",
    "Remove the old bucket including all its contents.",
)
NEEDS_NONE = (
    "Measure for a week: 0 errors in the log.",
    "Tell the teams that it is done.",
    "Post the figures in the channel.",
    "Delete the old volume.\n   - Back: restore the snapshot of step 2.",
)


@pytest.mark.parametrize("act", ALONE)
def test_the_one_step_without_a_way_back(act: str) -> None:
    assert asked(listed(act)) == ["G731"]


@pytest.mark.parametrize("act", NEEDS_NONE)
def test_a_last_step_that_needs_none(act: str) -> None:
    assert asked(listed(act)) == []


def phases(third: str, words: str = "") -> str:
    front = (
        f"---\nphases:\n  a: {{rollback: x y}}\n  b: {{after: [a], rollback: x y}}\n  c: {{after: [b], {third}}}\n---\n"
    )
    return f"{front}# P\n\n## c\n\nFirst a release without it; its way back is the image before.\n{words}"


def swaps(words: str = "") -> str:
    return phases("files: [db/1.sql]", words).replace(
        "First a release without it; its way back is the image before", "Go"
    )


def test_the_one_phase_that_declares_none() -> None:
    rows = "\n## Rollback\n\n| phase | how |\n|---|---|\n| a | x |\n"
    assert asked(swaps()) == ["G731"]
    assert asked(swaps(f"{rows}| b | y |\n")) == ["G731"]
    assert asked(swaps(f"{rows}| c | rename back |\n")) == []
    assert asked(swaps("\nRollback: rename them back.\n")) == []
    assert asked(swaps("\n## Rollback\n\nEvery phase: deploy the image before.\n")) == []


def test_a_phase_that_declares_a_drop() -> None:
    drops = "drops: [column:users.display_name]"
    assert asked(phases(drops)) == ["G731"]
    assert asked(phases(f"{drops}, irreversible: docs/r.md")) == []
    assert asked(phases(drops, "\nBack: point in time restore into a copy (`docs/pitr.md`).\n")) == []
    row = "\n## Rollback\n\n| phase | how |\n|---|---|\n| a | x |\n| c | one column from the backup |\n"
    assert asked(phases(drops, row)) == []


def test_one_flag_for_what_was_written() -> None:
    steps = "# P\n\n## 1. add\n\nAdd it.\n\n## 2. backfill\n\nFill it.\n\n## 3. read\n\nRead it.\n\n## Rollback\n\n"
    said = "Rollback of steps 1 to 3: turn the flag off"
    assert asked(f"{steps}{said}.\n") == ["G732"]
    assert asked(f"{steps}{said}; the filled column stays and is not read.\n") == []
    assert asked(f"{steps.replace('backfill', 'call').replace('Fill', 'Call')}{said}.\n") == []


def test_a_way_back_beside_what_belongs_to_no_step() -> None:
    first = "# P\n\n## Plan\n\n1. Add it. Rollback: inverse commit.\n2. Read it. Rollback: inverse commit.\n\n"
    last = "## Last of all\n\n```sql\nDROP TABLE orders;\n```\n\n"
    assert asked(f"{first}{last}Nobody reads it.\n") == ["G731"]
    assert asked(f"{first}{last}Rollback: restore `orders` from the dump that `pg_dump` takes before.\n") == []
    assert asked(f"{first}{last}Nobody reads it.\n\n## More\n\nThe backup runs at night.\n") == ["G731"]
