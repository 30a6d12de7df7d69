"""The gate: shut by every fact that is missing, undone or over, and open otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from guard.commands.gate import main
from guard.errors import UsageError
from guard.model.controls import names_of
from guard.schema import validate_data
from tests.commands.acting import STOPPED
from tests.gate.asking import FILL, NODE, SWITCH, Gated, at, gated, policy
from tests.running import WAYS_ROUND
from tests.signing import key

pytestmark = pytest.mark.xdist_group("gate")  # one worker, so that the house is built once
PLAN = b".guard/plans/split-name.yaml"
OPEN = "2026-01-10 01:00"  # a Saturday, and the first second of the window


@pytest.fixture
def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gated]:
    with gated(capsys, tmp_path, monkeypatch) as house:
        yield house


# What must open


@pytest.mark.parametrize("now", [OPEN, "2026-01-10 04:59:59", "2026-01-11 02:00"])
def test_it_opens_when_everything_is_so(made: Gated, now: str) -> None:
    report = made.asked(now=now)
    assert (report["outcome"], report["may_run"], report["findings"]) == ("pass", True, [])
    assert validate_data("gate", report) == ()
    receipt = report["receipt"]
    assert (receipt["plan"], receipt["phase"], receipt["env"]) == ("split-name", "backfill", "production")
    assert receipt["commit"] == receipt["trusted"] == made.tip.decode()
    assert receipt["expires"] == min(at(now) + 600, at(now[:10] + " 05:00"))
    assert not report["signed"] and "by" not in receipt
    rests = {entry.id for entry in made.log().entries if entry.id in receipt["entries"]}
    assert {made.entry("approval of phase"), made.entry("approval of plan"), made.entry("of worker")} <= rests


def test_in_words(made: Gated) -> None:
    told = made.gate("split-name", "backfill", "--env", "production", now="2026-01-10 04:55")
    first, second, *rest = told.out.splitlines()
    assert first == "guard: pass, a run in production, plan split-name version 3, phase backfill"
    assert second.startswith("guard: at 2026-01-10 04:55:00 UTC, policy version 4 of refs/heads/main ")
    words = f"receipt for {made.tip[:12].decode()}, until 2026-01-10 05:00:00 UTC, when the window shuts; it rests on "
    assert words in " ".join(" ".join(rest).split())
    assert rest[-1].startswith("signed   by nobody, so no broker takes it")
    assert max(map(len, told.out.splitlines())) <= 100


def test_nothing_is_written_by_asking(made: Gated) -> None:

    before = {path: path.read_bytes() for path in Path(made.folder / "repository").rglob("*") if path.is_file()}
    made.asked(now=OPEN)
    after = {path: path.read_bytes() for path in Path(made.folder / "repository").rglob("*") if path.is_file()}
    assert {path for path in {*before, *after} if before.get(path) != after.get(path)} == set()


# What must keep it shut


class Shut(NamedTuple):
    """What happens, how it is asked, and the rules that keep it shut with the outcome they come to."""

    name: str
    happens: Callable[[Gated], object]
    rules: tuple[str, ...]
    outcome: str
    now: str = OPEN
    words: tuple[str, ...] = ("backfill", "production")


def nothing(_: Gated) -> None:
    """As it was built."""


def rolled_back(made: Gated) -> None:
    made.deployed_by("split-name/dual-write", "worker", commit=made.commits["expand"].decode())


def doubted(made: Gated) -> None:
    made.said("revoke", made.entry("dual-write is deployed in production of worker"))


def unsaid(made: Gated) -> None:
    made.said("revoke", made.entry("approval of phase"))


def unplanned(made: Gated) -> None:
    made.said("revoke", made.entry("approval of plan"))


def later_clock(made: Gated) -> None:
    made.now = at("2026-01-10 02:00")
    made.deployed_by("split-name/expand", "api")


def reverted(made: Gated) -> None:
    del made.files[b"db/backfills/given.sql"]
    made.land({}, "This takes it back")


def edited(made: Gated) -> None:
    made.land({b"db/backfills/given.sql": b"UPDATE users SET given = 'x';\n"}, "a small fix")


def switched(made: Gated) -> None:
    made.now = at("2026-01-10 01:00")
    made.said("attest", "complete", "--plan", "split-name", "--phase", "backfill")
    assert made.machine("backfilled", NODE, "--remaining", "0").code == 0
    made.land(SWITCH, node="split-name/switch-reads")
    made.now = 0


def lost(made: Gated) -> None:
    made.asked(now=OPEN)
    Path(made.folder / "repository/.git/refs/heads/guard-log").unlink()


def forked(made: Gated) -> None:
    made.asked(now=OPEN)
    alone = made.made.git("commit-tree", "-m", "x", "guard-log^{tree}").strip()
    made.made.ref(b"refs/remotes/origin/guard-log", alone)


ROWS = (
    Shut("a second before the window", nothing, ("G624",), "violation", "2026-01-10 00:59:59"),
    Shut("the second it shuts", nothing, ("G624",), "violation", "2026-01-10 05:00"),
    Shut("on a weekday", nothing, ("G624",), "violation", "2026-01-07 02:00"),
    Shut("before the soak is over, within the window", nothing, ("G401",), "violation", "2026-01-03 01:30"),
    Shut("an approval that has expired", nothing, ("G404",), "stale", "2026-02-07 02:00"),
    Shut("the yes to the phase was revoked", unsaid, ("G403",), "needs-person"),
    Shut("the yes to the plan was revoked", unplanned, ("G403",), "needs-person"),
    Shut("one consumer was rolled back", rolled_back, ("G401",), "violation"),
    Shut("evidence was taken back", doubted, ("G402",), "needs-person"),
    Shut("the clock was set back", later_clock, ("G407",), "cannot-establish"),
    Shut("what landed was taken back", reverted, ("G620",), "violation"),
    Shut("the script was edited past every plan", edited, ("G623",), "needs-person"),
    Shut("a later phase has landed", switched, ("G405",), "violation", "2026-01-11 02:00"),
    Shut("the log is gone", lost, ("G502",), "cannot-establish"),
    Shut("the log forked", forked, ("G503",), "cannot-establish"),
    Shut("nobody says what stands in staging", nothing, ("G402",), "needs-person", OPEN, ("backfill", "staging")),
    Shut(
        "a phase that has not begun", nothing, ("G401", "G403", "G620"), "violation", OPEN, ("contract", "production")
    ),
    Shut("a phase before what runs", nothing, ("G405",), "violation", OPEN, ("dual-write", "production")),
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_it_stays_shut(made: Gated, row: Shut) -> None:
    row.happens(made)
    report = made.asked(*row.words, now=row.now)
    assert sorted({one["rule"] for one in report["findings"]}) == list(row.rules), report["findings"]
    assert (report["outcome"], report["may_run"], report["receipt"]) == (row.outcome, False, None)
    assert validate_data("gate", report) == ()
    assert all([one["controls"] == list(names_of(one["rule"])) for one in report["findings"]])
    told = "".join([f"{one['what']} {one['why']} {one['next']}" for one in report["findings"]])
    assert not WAYS_ROUND.search(told)


def test_when_it_opens_is_said_where_only_time_is_missing(made: Gated) -> None:
    assert made.asked(now="2026-01-07 02:00")["opens"] == at("2026-01-10 01:00")
    soaking = made.asked(now="2026-01-03 01:30")
    assert soaking["opens"] == at("2026-01-04 01:00")  # Saturday's window shuts before the day is over
    told = made.gate("split-name", "backfill", "--env", "production", now="2026-01-03 01:30").out
    assert told.endswith("\nopens  sun 2026-01-04 01:00 UTC, as far as is known now\n")
    unsaid(made)
    assert made.asked(now="2026-01-07 02:00")["opens"] is None


def test_in_another_environment_each_consumer_says_so_for_itself(made: Gated) -> None:
    """What is so in production is not so in staging; and what was taken back in production opens nothing there."""
    made.deployed_by("split-name/dual-write", "api", env="staging")
    (one,) = made.asked("backfill", "staging", now=OPEN)["findings"]
    assert (one["rule"], one["what"].endswith("deployed 1d in staging of worker")) == ("G402", True)
    made.deployed_by("split-name/dual-write", "billing", env="staging")
    assert made.rules("backfill", "staging", now=OPEN) == ["G402"]
    made.deployed_by("split-name/dual-write", "worker", env="staging")
    assert made.rules("backfill", "staging", now=OPEN) == []
    rolled_back(made)
    assert made.rules("backfill", "staging", now=OPEN) == ["G401"]


# What is to run


def test_what_is_to_run_is_a_step_of_the_branch_that_holds_it_all(made: Gated) -> None:
    beside = made.branch("release", {b"db/backfills/given.sql": b"DELETE FROM users;\n"}).decode()
    for word, rules in (
        ("main", []),
        (made.commits["backfill"].decode(), []),
        (made.commits["dual-write"].decode(), ["G621"]),
        (beside, ["G622"]),
    ):
        assert made.rules("backfill", "production", "--at", word, now=OPEN) == rules, word
    assert made.rules("dual-write", "production", "--at", made.commits["dual-write"].decode(), now=OPEN) == []
    nowhere = made.asked("backfill", "production", "--at", "nowhere", now=OPEN)
    assert (nowhere["outcome"], nowhere["commit"], validate_data("gate", nowhere)) == ("cannot-establish", None, ())


def test_what_was_taken_back_does_not_come_again_with_an_older_commit(made: Gated) -> None:
    held = made.tip.decode()
    kept = made.files[b"db/backfills/given.sql"]
    reverted(made)
    made.land({b"db/backfills/given.sql": kept + b"-- once more\n"}, node=NODE)
    assert made.rules("backfill", "production", "--at", held, now=OPEN) == ["G621", "G626"]
    assert made.rules(now=OPEN) == []


def test_nothing_older_runs_than_what_a_drop_has_left_to_run(made: Gated) -> None:
    """In the policy's own environment from its landing on; elsewhere once somebody has said that it ran there."""
    held = made.land(SWITCH, node="split-name/switch-reads").decode()
    made.land({b"src/users/store.py": b"d\n"}, node="split-name/stop-writes")
    drop = b"ALTER TABLE users DROP COLUMN name;\n"
    made.land({b"db/migrations/0003.sql": drop}, node="split-name/contract")
    assert "G625" in made.rules("switch-reads", "production", "--at", held, now=OPEN)
    assert "G625" not in made.rules("stop-writes", "production", "--at", "main~1", now=OPEN)
    assert "G625" not in made.rules("switch-reads", "staging", "--at", held, now=OPEN)
    assert made.machine("deployed", "split-name/contract", "--env", "staging").code == 0
    assert "G625" in made.rules("switch-reads", "staging", "--at", held, now=OPEN)


def test_what_landed_outside_is_settled_by_a_yes_or_by_taking_it_back(made: Gated) -> None:
    edited(made)
    assert made.rules(now=OPEN) == ["G623"]
    tip = made.tip.decode()
    (one,) = made.asked(now=OPEN)["findings"]
    assert f'guard approve {tip[:12]} --unplanned "WHY" --trusted {tip[:12]}~' in one["next"][1]["run"]
    made.land({b"db/backfills/given.sql": FILL[b"db/backfills/given.sql"]}, "take it back")
    assert made.rules(now=OPEN) == []


def test_a_yes_as_the_finding_says_settles_it(made: Gated) -> None:
    edited(made)
    tip = made.tip.decode()
    path, told = made.request("approve", tip, "--unplanned", "read it", "--trusted", f"{tip}~")
    assert told.code == 0, told.said
    made.sign(path, key("ed25519", "omar"), "approval")
    told = made.guard("approve", "--signed", str(path), "--trusted", f"{tip}~")
    assert told.code == 0, told.said
    assert made.rules(now=OPEN) == []


def test_what_landed_elsewhere_is_no_matter(made: Gated) -> None:
    made.land({b"docs/page.md": b"words\n"}, "a page")
    made.land({b"tools/b": b"b\n"}, "a tool of another plan", node="tidy/sweep")
    assert made.rules(now=OPEN) == []


def planned(made: Gated, old: str, new: str) -> None:
    """Another plan lands, which nobody has approved."""
    made.land({PLAN: STOPPED.replace(old, new, 1).replace("version: 3", "version: 4").encode()}, "the plan")


def test_late_writers_are_looked_for_in_what_runs(made: Gated) -> None:
    absent = 'absent: {stray: {python: "forbidden($$$A)", in: /src/**, from: dual-write}}\nphases:\n'
    planned(made, "phases:\n", absent)
    assert made.rules(now=OPEN) == ["G404"]
    clean = made.tip.decode()
    made.land({b"src/other.py": b"forbidden(1)\n"}, "past the check")
    assert "G413" in made.rules(now=OPEN)
    assert "G413" not in made.rules("backfill", "production", "--at", clean, now=OPEN)


def test_a_guess_that_the_tree_speaks_against_keeps_it_shut(made: Gated) -> None:
    planned(made, '"dana: counted them"', '"inventory: column:users.id"')
    assert made.rules(now=OPEN) == ["G404"]
    planned(made, '"dana: counted them"', '"inventory: column:users.id gone"')
    assert made.rules(now=OPEN) == ["G404", "G422"]
    planned(made, ', settled_by: "dana: counted them"', "")
    assert made.rules(now=OPEN) == ["G404", "G421"]
    (one,) = [one for one in made.asked(now=OPEN)["findings"] if one["rule"] == "G421"]
    made.said("approve", "split-name", "--accept", one["fingerprint"])
    report = made.asked(now=OPEN)
    kept = {one["rule"]: one for one in report["findings"]}
    assert kept["G421"]["blocks"] == "nothing" and kept["G421"]["settled"].startswith("omar accepted it")
    assert set(kept) == {"G403", "G421"} or set(kept) == {"G404", "G421"}  # the phase itself stops once more
    made.said("approve", NODE, "--accept", one["fingerprint"])
    assert made.asked(now=OPEN)["outcome"] == "pass"


def test_what_landed_against_the_verdict_waits_for_a_person(
    made: Gated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record of the landing says another outcome than a pass: judged in March, its approvals were over."""
    by = ("--as", "deploy", "--key", str(key("ed25519", "deploy").file(tmp_path)))
    monkeypatch.setattr("time.time", lambda: float(made.now))
    assert made.guard("log", "record", "--all", "-o", str(tmp_path / "records")).code == 0
    *before, _ = sorted((tmp_path / "records").iterdir())
    assert made.guard("log", "sign", *map(str, before), *by).code == 0
    monkeypatch.setattr("time.time", lambda: float(at("2026-03-07 01:00")))
    tip, file = made.tip.decode(), str(tmp_path / "record.json")
    assert made.guard("log", "record", tip, "-o", file).code == 0
    told = made.guard("log", "sign", file, *by)
    assert told.code == 0 and "stale; recorded by deploy" in told.out
    made.now = at("2026-03-07 01:00")
    made.said("approve", "split-name", "--reason", "once more")
    made.said("approve", NODE, "--reason", "once more")
    now = "2026-03-07 01:30"
    assert made.rules(now=now) == ["G627"]
    path, told = made.request("approve", tip, "--unplanned", "read it", "--trusted", f"{tip}~")
    made.sign(path, key("ed25519", "omar"), "approval")
    assert made.guard("approve", "--signed", str(path), "--trusted", f"{tip}~").code == 0
    assert made.rules(now=now) == []


# Phases without a landing, plans side by side, the mode


def test_by_a_trust_directory(made: Gated, tmp_path: Path) -> None:
    (tmp_path / "trust/plans").mkdir(parents=True)
    (tmp_path / "trust/policy.yaml").write_bytes(policy())
    (tmp_path / "trust/plans/split-name.yaml").write_text(STOPPED)
    assert made.rules("backfill", "production", "--trust", str(tmp_path / "trust"), now=OPEN) == []
    (tmp_path / "trust/plans/split-name.yaml").write_text(STOPPED.replace("01:00-05:00", "02:00-05:00"))
    assert made.rules("backfill", "production", "--trust", str(tmp_path / "trust"), now=OPEN) == ["G404", "G624"]


def test_a_phase_that_is_done_elsewhere_has_nothing_to_land(made: Gated) -> None:
    report = made.gate("tidy", "vault", "--env", "production", now=OPEN)
    assert report.code == 1 and "[G401]" in report.out and "[G620]" not in report.out


def test_in_shadow_mode_it_is_told_and_nothing_is_signed(
    made: Gated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = policy().replace(b"version: 4\n", b"version: 5\nmode: shadow\n")
    made.land({b".guard/policy.yaml": rules}, "only look for now")
    shut = made.asked(now="2026-01-07 02:00")
    assert (shut["exit_code"], shut["would_exit"], shut["may_run"], shut["receipt"]) == (0, 1, False, None)
    monkeypatch.setattr("time.time", lambda: float(at(OPEN)))
    told = made.signed(tmp_path / "receipt.json")
    assert told.code == 0 and "signed   by nobody: mode: shadow" in told.out
    assert b"signature" not in (tmp_path / "receipt.json").read_bytes()
    assert made.guard("gate", "--verify", str(tmp_path / "receipt.json"), "--env", "production").code == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("spilt-name", "backfill", "--env", "production"),
            "no plan 'spilt-name' on refs/heads/main; did you mean split-name?",
        ),
        (("split-name", "backfil", "--env", "production"), "has no phase 'backfil'; did you mean backfill?"),
        (
            ("split-name", "backfill", "--env", "prodution"),
            "environment 'prodution': no edge, no machine and no evidence",
        ),
        (
            ("split-name", "backfill", "--env", "production", "--service", "wroker"),
            "no service 'wroker'; did you mean worker?",
        ),
    ],
)
def test_names_that_nobody_knows_are_wrong_words(made: Gated, words: tuple[str, ...], said: str) -> None:
    told = made.gate(*words, now=OPEN)
    assert told.code == 2 and said in told.err


@pytest.mark.parametrize(
    "words",
    [
        ("split-name", "backfill"),
        ("split-name", "--env", "production"),
        ("split-name", "backfill", "--env", "production", "--for", "2h"),
        ("split-name", "backfill", "--env", "production", "--for", "ten"),
        (
            "split-name",
            "backfill",
            "--env",
            "production",
            "--key",
            "k",
            "--receipt",
            "r",
            "--now",
            "2026-01-10T01:00:00Z",
        ),
        ("split-name", "backfill", "--env", "production", "--as", "gate", "--key", "k"),
        ("split-name", "backfill", "--env", "production", "--seen", "f"),
        ("split-name", "backfill", "--env", "production", "--policy", "f"),
        ("split-name", "backfill", "--env", "production", "--receipt", "-", "--format", "json"),
        ("--verify", "r", "--env", "production", "--receipt", "x"),
        ("--verify", "r", "--env", "production", "--policy", "x", "--trust", "y"),
    ],
)
def test_wrong_words(words: tuple[str, ...]) -> None:
    with pytest.raises(UsageError):
        main(list(words))


def test_where_the_log_was_not_fetched_that_comes_first(made: Gated) -> None:
    """A job that forgot it is not sent to people who have said yes long ago."""
    for name in ("refs/heads/guard-log", "guard/log/seen"):
        Path(made.folder / "repository/.git" / name).unlink()
    assert "git fetch" not in made.gate("split-name", "backfill", "--env", "production", now=OPEN).out
    made.made.git("config", "remote.origin.url", "/nowhere")
    fetch = "git fetch origin guard-log:refs/remotes/origin/guard-log; then "
    found = made.asked(now=OPEN)["findings"]
    assert {one["rule"] for one in found} == {"G402", "G403"}
    assert all([one["next"][0]["run"].startswith(f"{fetch}ask again: guard gate split-name") for one in found])
    made.branch("more", {b"db/backfills/2.sql": FILL[b"db/backfills/given.sql"]})
    told = json.loads(made.guard("check", "--commit", "HEAD", "--plan", "split-name", "--format", "json").out)
    waits = [one for one in told["findings"] if one["rule"] in ("G402", "G403")]
    assert waits and all([one["next"][0]["run"] == f"{fetch}ask again" for one in waits])


def test_which_branch_is_trusted_is_named_to_the_gate(made: Gated, tmp_path: Path) -> None:
    made.made.git("branch", "master", "main")
    (one,) = made.asked(now=OPEN)["findings"]
    assert one["rule"] == "G812"
    assert "guard gate split-name backfill --env production --trusted refs/" in one["next"][0]["run"]
    (tmp_path / "receipt.json").write_bytes(b"{}")
    told = made.guard("gate", "--verify", str(tmp_path / "receipt.json"), "--env", "production")
    assert told.code == 5 and "guard gate --verify RECEIPT --env production --trusted refs/" in told.out
    assert "guard check" not in told.out


def test_a_repository_without_a_policy_opens_nothing(made: Gated) -> None:
    bare = made.made.commit(made.made.tree(made.made.files({b"a": b"a\n"})))
    made.made.ref(b"refs/heads/bare", bare)
    report = made.asked("backfill", "production", "--trusted", "refs/heads/bare", now=OPEN)
    assert (report["outcome"], [one["rule"] for one in report["findings"]]) == ("cannot-establish", ["G813"])
