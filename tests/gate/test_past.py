"""What landed past a phase: it waits for a person where it concerns the phase, and honest work beside it does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import share
from tests.gate.asking import FILL, NODE, Gated, at, gated
from tests.repos import EXECUTABLE
from tests.signing import key

pytestmark = pytest.mark.xdist_group("gate")  # one worker, so that the house is built once
OPEN = "2026-01-10 01:00"
SCRIPT = b"db/backfills/given.sql"


@pytest.fixture
def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gated]:
    with gated(capsys, tmp_path, monkeypatch) as house:
        yield house


class Row(NamedTuple):
    """What lands, what it says of itself, and how it concerns the phase."""

    name: str
    files: dict[bytes, bytes]
    words: str
    how: str


CLAIM = "Guard-Plan: split-name\nGuard-Phase: backfill"
OF = f"says that it is of {NODE}"
DELETES = {b"db/backfills/more.sql": b"DELETE FROM users;\n"}
SHUT = (
    Row("it claims the phase, and does what the phase may not", DELETES, CLAIM, OF),
    Row("it claims the phase, outside of its scope", {b"other/b.py": b"b = 1\n"}, CLAIM, OF),
    Row("it claims the plan alone", {b"other/b.py": b"b = 1\n"}, "Guard-Plan: split-name", OF),
    Row("it claims the phase alone", {b"other/b.py": b"b = 1\n"}, "Guard-Phase: backfill", OF),
    Row("it claims another phase as well", {b"other/b.py": b"b = 1\n"}, f"{CLAIM}\nGuard-Phase: expand", OF),
    Row("a column goes that it reads", {b"ops/x.sql": b"ALTER TABLE users DROP COLUMN name;\n"}, "", "table:users"),
    Row("in another spelling", {b"ops/x.sql": b"ALTER TABLE Users DROP COLUMN name;\n"}, "", "table:users"),
    Row("nobody could read it", {b"ops/x.sql": b'ALTER TABLE public."users" DROP COLUMN name;\n'}, "", "ops/x.sql"),
    Row("its table is written", {b"ops/x.sql": b"UPDATE users SET given = NULL;\n"}, "", "table:users"),
    Row("its table goes", {b"ops/x.sql": b"DROP TABLE users;\n"}, "", "table:users"),
    Row("its script says something else", {SCRIPT: b"UPDATE users SET given = 'x';\n"}, "", NODE),
)


def landed(made: Gated, row: Row) -> bytes:
    return made.land(row.files, f"hot\n\n{row.words}" if row.words else "hot")


@pytest.mark.fuzz
@pytest.mark.parametrize("row", share(SHUT, 3), ids=lambda row: row.name)
def test_it_waits_for_a_person_until_it_is_taken_back(made: Gated, row: Row) -> None:
    before = dict(made.files)
    commit = landed(made, row)
    (one,) = made.asked(now=OPEN)["findings"]
    assert (one["rule"], row.how in one["what"]) == ("G623", True), one
    assert f'--unplanned "WHY" --trusted {commit[:12].decode()}~' in one["next"][1]["run"]
    made.files = before
    made.land({}, "Take it back")
    assert made.rules(now=OPEN) == []


@pytest.mark.fuzz
@pytest.mark.parametrize("row", share(SHUT, 5), ids=lambda row: row.name)
def test_a_yes_to_it_opens(made: Gated, row: Row) -> None:
    said_yes(made, landed(made, row).decode())
    assert made.rules(now=OPEN) == []


def said_yes(made: Gated, commit: str) -> None:
    """As the finding says."""
    path, told = made.request("approve", commit, "--unplanned", "read it", "--trusted", f"{commit}~")
    assert told.code == 0, told.said
    made.sign(path, key("ed25519", "omar"), "approval")
    told = made.guard("approve", "--signed", str(path), "--trusted", f"{commit}~")
    assert told.code == 0, told.said


def mode_changed(made: Gated) -> bytes:
    """The script can be run by itself now; not a letter of it is another."""
    entries = made.made.files(made.files)
    tree = made.made.tree({**entries, SCRIPT: (EXECUTABLE, entries[SCRIPT][1])})
    made.tip = made.made.commit(tree, [made.tip], b"its mode\n")
    made.made.ref(b"refs/heads/main", made.tip)
    return made.tip


def test_a_mode_of_its_files_is_part_of_it(made: Gated) -> None:
    commit = mode_changed(made).decode()
    (one,) = [one for one in made.asked(now=OPEN)["findings"] if one["rule"] == "G623"]
    assert (one["rule"], one["what"].endswith(f"changes db/backfills/given.sql, which {NODE} brought")) == (
        "G623",
        True,
    )
    said_yes(made, commit)
    assert made.rules(now=OPEN) == []


def test_also_where_the_policy_asks_for_no_plan(made: Gated) -> None:
    rules = made.files[b".guard/policy.yaml"].replace(b"version: 4\n", b"version: 5\n")
    made.land({b".guard/policy.yaml": rules.replace(b'needs_plan: ["*"]\n', b"")}, "what needs a plan, as usual")
    commit = mode_changed(made).decode()
    (one,) = made.asked(now=OPEN)["findings"]
    assert (one["rule"], one["why"].startswith("the policy asks for no plan for it")) == ("G623", True)
    said_yes(made, commit)
    assert made.rules(now=OPEN) == []


def test_a_mode_that_is_put_back_is_no_matter(made: Gated) -> None:
    mode_changed(made)
    made.land({}, "as it was")
    assert made.rules(now=OPEN) == []


@pytest.mark.later
def test_what_a_record_says_of_it_is_told(made: Gated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The record names the phase that the landing claims, and the landing never was of it."""
    monkeypatch.setattr("time.time", lambda: float(at(OPEN)))
    commit, folder = landed(made, SHUT[0]), tmp_path / "records"
    assert made.guard("log", "record", "--all", "-o", str(folder)).code == 0
    files = [str(path) for path in sorted(folder.iterdir())]
    told = made.guard("log", "sign", *files, "--as", "deploy", "--key", str(key("ed25519", "deploy").file(tmp_path)))
    assert told.code == 0, told.said
    found = {one["rule"]: one for one in made.asked(now=OPEN)["findings"]}
    assert "G627" in found and "G623" not in found
    assert found["G627"]["what"] == f"{commit[:12].decode()} {OF}, and guard said violation of it"


HONEST = (
    Row("a page", {b"docs/page.md": b"words\n"}, "", ""),
    Row("a page that claims the phase", {b"docs/page.md": b"words\n"}, CLAIM, ""),
    Row("another plan's phase", {b"tools/b": b"b\n"}, "Guard-Plan: tidy\nGuard-Phase: sweep", ""),
    Row("code that no plan covers", {b"lib/a.py": b"a = 1\n"}, "", ""),
    Row("another table", {b"ops/x.sql": b"ALTER TABLE orders ADD COLUMN n int;\n"}, "", ""),
    Row("what is only read", {b"ops/x.sql": b"SELECT count(*) FROM users;\n"}, "", ""),
    Row("more of the phase", {b"db/backfills/2.sql": FILL[SCRIPT]}, CLAIM, ""),
)


@pytest.mark.fuzz
@pytest.mark.parametrize("row", share(HONEST, 3), ids=lambda row: row.name)
def test_honest_work_beside_it_is_no_matter(made: Gated, row: Row) -> None:
    landed(made, row)
    assert made.rules(now=OPEN) == []
