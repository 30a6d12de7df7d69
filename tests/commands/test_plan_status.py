"""`guard plan status`: where every plan stands, derived from the branch and the log, for people and programs."""

from __future__ import annotations

import json
import os
import re

import pytest

from guard.cli import main
from guard.commands.plan import status_text
from guard.grammar.moment import said as at
from guard.schema import validate_data
from tests.commands.standing import EXPAND, FILES, Branch, branch
from tests.running import Answer

pytestmark = pytest.mark.usefixtures("read_here")


def played(made: Branch) -> None:
    """The first phase complete and deployed, the second landed, and a push by hand."""
    made.book.approve("plan", "split-name", by="omar", at=made.now)
    made.book.approve("phase", "split-name/backfill", by="omar", at=made.now)
    made.land(EXPAND, node="split-name/expand")
    made.deployed("split-name/expand", "api", "worker")
    made.land({b"src/users/store.py": b"b\n"}, node="split-name/dual-write")
    made.deployed("split-name/dual-write", "api")
    made.land({b"other/x": b"b\n", b"src/users/z": b"1\n"}, "by hand")


def status(made: Branch, *words: str) -> Answer:
    return made.guard("plan", "status", *words)


def data(made: Branch, *words: str) -> dict[str, object]:
    told = status(made, *words, "--format", "json")
    assert told.code == 0, told
    report: dict[str, object] = json.loads(told.out)
    assert validate_data("status", report) == ()
    return report


def block(out: str, phase: str) -> str:
    """The lines of one phase, words only."""
    found = re.search(rf"^ *\d+  {phase} .*\n(?:    .*\n)*", out, re.M)
    assert found, out
    return " ".join(found[0].split())


def test_each_phase_tells_where_it_stands_and_for_whom_it_waits(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        played(made)
        told = status(made)
    assert (told.code, told.err) == (0, "")
    assert "plan split-name version 3, owner dana: 1 of 5 phases complete\n" in told.out
    expand = block(told.out, "expand")
    assert expand.startswith("1 expand complete landed ") and "2026-01-02 05:04 UTC" in expand
    assert "facts deployed in production of api, deployed in production of worker" in expand
    dual = block(told.out, "dual-write")
    assert dual.startswith("2 dual-write landed landed ") and "no evidence of it, since 2026-01-02 06:04 UTC" in dual
    assert "dana: guard attest complete --plan split-name --phase dual-write" in dual
    backfill = block(told.out, "backfill")
    assert "STOP writes data (data.backfill) (approved)" in backfill
    assert "window sat-sun 01:00-05:00 UTC, opens 2026-01-03 01:00 UTC" in backfill
    contract = block(told.out, "contract")
    assert re.search(r"floor once landed, nothing older than [0-9a-f]{12} \(dual-write\) may run", contract)
    assert "omar: guard approve split-name/contract" in contract
    assert "assumed A1, settled: every name has two parts" in told.out
    assert told.out.endswith("next   dana: guard attest complete --plan split-name --phase dual-write\n")


def test_what_landed_outside_is_listed_with_whom_to_ask(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        played(made)
        told = status(made, "tidy")
        report = data(made, "tidy")
    assert "landed outside guard: 1 step that nothing explains" in told.out
    short = made.tip[:12].decode()
    assert f"  {short} 2026-01-02 07:04 UTC: no plan covers it\n    touches   other/x, src/users/z\n" in told.out
    assert f"dana: git show {short}\n" in told.out
    assert "1 sweep ready" in block(told.out, "sweep") and "split-name" not in told.out
    (step,) = report["outside"]  # type: ignore[misc]
    assert (step["commit"], step["ask"]) == (made.tip.decode(), ["dana", "omar"])
    assert [path["path"] for path in step["paths"]] == ["other/x", "src/users/z"]


def test_an_earlier_time_of_the_branch_has_documents_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        played(made)
        path = b".guard/plans/tidy.yaml"
        made.land({path: FILES[path].replace(b"version: 1", b"version: 2")})
        now, then = status(made), status(made, "--at", "main~3")
        never = status(made, "--at", made.made.commit(made.made.tree({})).decode())
        unknown = status(made, "--at", "nowhere")
    assert "plan tidy version 2" in now.out and "landed outside guard" in now.out
    assert "plan tidy version 1" in then.out and "landed outside guard" not in then.out
    assert "2 dual-write open" in block(then.out, "dual-write")
    assert never.code == 5 and "has never been at this commit" in never.out
    assert unknown.code == 5


def test_landings_of_a_phase_that_was_renamed_and_from_before_the_policy_looks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    plan, policy = b".guard/plans/split-name.yaml", b".guard/policy.yaml"
    renamed = FILES[plan].replace(b"expand", b"widen").replace(b"version: 3", b"version: 4")
    with branch(capsys) as made:
        played(made)
        before = status(made, "split-name").out
        made.land({plan: renamed})
        told, report = status(made, "split-name"), data(made)
        made.land({policy: FILES[policy] + b"since: " + made.tip + b"\n"})
        later = status(made, "split-name").out
    assert "note" not in before
    (note,) = [line for line in told.out.splitlines() if line.startswith("  note")]
    assert "split-name/expand is no phase of it any longer" in note
    split, tidy = report["plans"]  # type: ignore[misc]
    assert (len(split["notes"]), tidy["notes"]) == (1, [])
    assert "what landed before" in later and "since of the policy" in later


def test_time_opens_windows_and_ends_waits(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        played(made)
        made.book.attest("complete", "split-name/dual-write", made.tip, by="dana", at=made.now)
        made.deployed("split-name/dual-write", "api", "worker")
        early = status(made, "split-name")
        late = status(made, "split-name", "--now", "2026-01-04T02:00:00Z")
    soak = "deployed 1d in production of worker; it has not held long enough, until 2026-01-03 07:04 UTC"
    assert f"for split-name/dual-write: {soak}" in block(early.out, "backfill")
    assert "3 backfill open" in block(late.out, "backfill") and "open now" in block(late.out, "backfill")


def test_what_was_taken_back_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        made.book.approve("plan", "split-name", by="omar", at=made.now)
        landed = made.land(EXPAND, node="split-name/expand")
        for path in EXPAND:
            del made.files[path]
        back = made.land({}, f"Revert\n\nThis reverts commit {landed.decode()}.")
        told = status(made, "split-name")
        report = data(made, "split-name")
    assert f"undone {landed[:12].decode()} by {back[:12].decode()}" in block(told.out, "expand")
    expand = report["plans"][0]["phases"][0]  # type: ignore[index]
    assert expand["landings"] == [] and expand["undone"][0]["by"]["commit"] == back.decode()


def test_the_report_for_programs_has_all_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        played(made)
        report = data(made)
    plans = {plan["plan"]: plan for plan in report["plans"]}  # type: ignore[attr-defined]
    phases = {phase["phase"]: phase for phase in plans["split-name"]["phases"]}
    assert list(phases) == ["expand", "dual-write", "backfill", "switch-reads", "contract"]
    assert [phase["state"] for phase in phases.values()] == ["complete", "landed", "unknown", "waiting", "waiting"]
    assert phases["backfill"]["window_open"] is False and phases["backfill"]["stop"]
    assert phases["contract"]["floor"]["phase"] == "split-name/dual-write"
    assert phases["contract"]["floor"]["commit"] == phases["dual-write"]["landings"][0]["commit"]
    assert report["next"]["who"] == "dana"  # type: ignore[index]


def test_phases_in_a_circle_are_listed_as_the_document_has_them(capsys: pytest.CaptureFixture[str]) -> None:
    path = b".guard/plans/tidy.yaml"
    circle = FILES[path].replace(b"sweep: {", b"sweep: {after: {vault: complete}, ")
    with branch(capsys, {**FILES, path: circle}) as made:
        told = status(made, "tidy")
    assert told.code == 0
    assert "circle" in block(told.out, "sweep") and "guard plan lint tidy" in block(told.out, "sweep")


@pytest.mark.parametrize("width", [60, 80, 200])
def test_it_is_as_wide_as_the_terminal_and_commands_stay_whole(
    width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guard.commands.plan.status.columns", lambda: width)
    with branch(capsys) as made:
        played(made)
        told = status(made)
    for line in told.out.splitlines():
        assert len(line) <= width or "guard " in line or " " not in line.strip(), line
    assert "dana: guard attest complete --plan split-name --phase dual-write\n" in told.out


def test_colour_is_all_that_a_terminal_adds(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with branch(capsys) as made:
        played(made)
        plain = status(made).out
        monkeypatch.setattr("guard.commands.plan.status.colour", lambda: True)
        painted = status(made).out
    assert "\x1b" not in plain
    assert re.sub("\x1b\\[[0-9;]*m", "", painted) == plain
    assert painted.count("\x1b[1;") == 7, "the state of each phase, and nothing else"
    assert f"\x1b[1;{status_text.COLOURS['complete']}mcomplete\x1b[0m" in painted


def test_names_from_the_repository_are_shown_and_obeyed_by_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        played(made)
        made.land({"other/\x1b[31m\u202e".encode(): b"1\n"}, "by hand")
        told = status(made)
    assert "other/\\x1b[31m\\u202e" in told.out
    assert "\x1b" not in told.out and "\u202e" not in told.out


def test_a_commit_may_claim_any_time(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        before, made.now = made.now, 10**15
        made.land({b"other/x": b"b\n"}, "by hand")
        made.now = before
        told = status(made)
    assert told.code == 0 and ": no plan covers it" in told.out
    assert at(10**15) == "1000000000000000 seconds after 1970"


WRONG = {
    "a plan that is near": (("split",), "did you mean split-name?"),
    "a plan that is not": (("zzz",), "there is split-name, tidy"),
    "a time without a zone": (("--now", "2026-01-01"), "a time with its zone"),
    "a word that is none": (("--formt", "json"), "did you mean --format?"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_words_are_usage(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    words, said = WRONG[name]
    with branch(capsys) as made:
        told = status(made, *words)
    assert (told.code, told.out) == (2, "") and said in told.err


def test_without_plans_or_policy_or_log(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with branch(capsys, {b"a": b"a\n"}) as made:
        bare = status(made)
        assert data(made)["adopted"] is False
    with branch(capsys, {b".guard/policy.yaml": FILES[b".guard/policy.yaml"]}) as made:
        empty = status(made)
    with branch(capsys) as made:
        monkeypatch.chdir(os.fsdecode(made.made.top))
        assert main(["plan", "status"]) == 0
        unread = capsys.readouterr().out
    assert bare.code == 0 and "not adopted" in bare.out
    assert empty.code == 0 and "0 plans on refs/heads/main" in empty.out
    assert "not established: approvals and evidence" in unread


def test_documents_that_cannot_be_read_are_no_report(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys, {**FILES, b".guard/plans/tidy.yaml": b"plan: [\n"}) as made:
        told = status(made)
    assert told.code == 5 and "G813" in told.out


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["plan", "status", "--help"])
    out = capsys.readouterr().out
    assert "--at REV" in out and "exit codes:" in out and "guard schema status" in out


RENAME = b"""\
plan: rename
version: 1
owner: omar
why: Call it fetch
scope: {paths: [/src/**]}
sites:
  calls: {python: load_user($A), in: /src/**, becomes: fetch_user($A), count: 2}
phases:
  work: {does: [code.*, file.modify], sites: calls}
"""


def test_places_that_are_left_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """Before there is a manifest nobody knows which places are meant; then they go one by one."""
    code = {b"src/a.py": b"load_user(1)\n", b"src/b.py": b"load_user(2)\n"}
    plan = b".guard/plans/rename.yaml"
    with branch(capsys, {**FILES, plan: RENAME, **code}) as made:
        unknown = status(made, "rename")
        for path, text in made.files.items():
            made.made.write(path, text)
        made.made.git("add", "-A")
        built = made.guard("sites", "build", "rename")
        assert built.code == 0, built
        manifest = b".guard/manifests/rename.calls.json"
        with open(made.made.top + b"/" + manifest, "rb") as file:
            made.land({manifest: file.read()})
        two = status(made, "rename")
        made.book.approve("plan", "rename", by="dana", at=made.now)
        made.land({b"src/a.py": b"fetch_user(1)\n"}, node="rename/work")
        one, following = status(made, "rename"), made.guard("next", "rename")
        made.land({b"src/b.py": b"fetch_user(2)\n"}, node="rename/work")
        none = status(made, "rename")
    assert "sites calls: the manifest is missing" in block(unknown.out, "work")
    assert "sites calls: 2 left (guard sites status rename calls)" in block(two.out, "work")
    assert "sites calls: 1 left" in block(one.out, "work") and "1 work landed" in block(one.out, "work")
    assert "sites     calls: 1 left  (guard sites status rename calls)\n" in following.out
    assert "1 work complete" in block(none.out, "work")
