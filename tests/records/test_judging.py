"""What is recorded of a landing: all of it, in the same bytes wherever and however guard runs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from guard.errors import GuardError
from guard.formats.json_ import document
from guard.model.claim import Claim
from guard.model.trigger import Trigger
from guard.pipeline import judge_in
from guard.records import judging
from guard.records.branch import missing, named, question
from guard.records.judging import bytes_of, judged
from guard.records.plain import seal
from guard.schema import validate_data
from tests.records.houses import ADDED, LATER, NOW, PLAN_FILE, POLICY, POLICY_FILE, copied, standing, whole
from tests.repos import make_repository

pytestmark = pytest.mark.usefixtures("swift")

CODE = """
import sys
from contextlib import chdir
from guard.doors.git.repository import Repository
from guard.model.claim import Claim
from guard.model.trigger import Trigger
from guard.records.branch import branch_of, question
from guard.records.judging import bytes_of, judged
with chdir(sys.argv[1]), Repository() as repository:
    branch = branch_of(repository, Trigger("range", trusted=sys.argv[2]))
    asked = question(branch, sys.argv[3].encode(), int(sys.argv[4]), Claim("", ""))
    sys.stdout.buffer.write(bytes_of(judged(repository, asked)))
"""


def elsewhere(top: str | bytes, commit: bytes, ref: str = "refs/heads/main", seed: str = "0") -> bytes:
    """The record that another process writes."""
    command = [sys.executable, "-c", CODE, os.fsdecode(top), ref, commit.decode(), str(LATER)]
    return subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout


def test_a_record_tells_all_that_was_asked_and_answered() -> None:
    house = whole()
    record = house.judges(house.tips["changed"])
    assert validate_data("record", json.loads(bytes_of(record))) == ()
    judged, facts = record["judged"], record["facts"]
    assert (judged["commit"], judged["parent"]) == (house.tips["changed"].decode(), house.tips["added"].decode())
    assert record["trusted"] == {"ref": "refs/heads/main", "commit": judged["parent"]}
    assert (record["now"], record["repository"], record["log"]["entries"]) == (LATER, "sample-house", 3)
    assert [row["path"] for row in facts["paths"]] == ["src/old"]
    assert facts["paths"][0]["operations"] == [{"id": "file.modify"}]
    assert facts["claims"] == [{"plan": "work", "phase": "change"}]
    assert (facts["binding"]["plan"], facts["binding"]["phases"]) == ("work", ["change"])
    assert {node: state["name"] for node, state in facts["turn"]["states"].items()} == {
        "work/add": "complete",
        "work/change": "open",
    }
    with house.opened() as (_, branch):
        spoke = [entry.id for entry in branch.log.entries[:3] if entry.act.by != "ci" or hasattr(entry.act, "fact")]
    assert [entry["id"] for entry in facts["turn"]["entries"]] == spoke and len(spoke) == 2
    assert (record["outcome"]["outcome"], record["outcome"]["plan"]) == ("pass", "work version 1")
    assert set(record["inputs"]) == {"documents", "facts", "log", "policy", "plan work"}
    assert record["inputs"]["facts"] == seal(facts)


def test_it_says_what_the_merge_door_said() -> None:
    """`guard check --range PARENT..COMMIT`, asked while the trusted branch was at that parent."""
    repository, branch = standing()
    said = {}
    for name in ("added", "changed", "loose", "late", "docs", "edited"):
        commit = whole().tips[name].decode()
        asked = question(branch, commit.encode(), LATER, Claim("", ""))
        record = judged(repository, asked)
        parent = record["judged"]["parent"]
        verdict = judge_in(repository, Trigger("range", parent, commit, trusted=parent, now=LATER, log=asked.log))
        findings = [_plain(one) for one in document(verdict)["findings"]]  # type: ignore[attr-defined]
        assert findings == record["outcome"]["findings"]
        assert verdict.outcome == record["outcome"]["outcome"]
        said[name] = verdict.outcome
    assert said == {
        "added": "pass",
        "changed": "pass",
        "loose": "needs-person",
        "late": "violation",
        "docs": "pass",
        "edited": "needs-person",
    }


def _plain(data: object) -> object:
    return json.loads(json.dumps(data))


def test_what_is_in_files_is_told_as_what_it_does() -> None:
    house = whole()
    facts = house.judges(house.tips["added"])["facts"]
    done = {row["path"]: [one["id"] for one in row["operations"]] for row in facts["paths"]}
    assert done["db/migrations/0001_lines.sql"] == ["schema.table.create"]
    assert set(done) == {path.decode() for path in ADDED}


def test_what_was_said_outright_is_part_of_it() -> None:
    house = whole()
    said = house.judges(house.tips["loose"], claim=Claim("work", "add"))
    assert (said["judged"]["plan"], said["judged"]["phase"]) == ("work", "add")
    assert said["outcome"]["outcome"] == "violation"
    assert "plan" not in house.judges(house.tips["loose"])["judged"]


def test_other_processes_clones_and_seeds_write_the_same_bytes(tmp_path: Path) -> None:
    """A clone that fetched main and the log, with a work tree, an index and a branch of its own in disorder."""
    house = copied(tmp_path)
    tip = house.tips["added"]
    here = bytes_of(house.judges(tip))
    clone = make_repository(tmp_path / "clone")
    clone.git("remote", "add", "origin", os.fsdecode(house.made.top))
    clone.git("fetch", "--quiet", "origin")
    clone.git("checkout", "--quiet", "-b", "mine", house.tips["begun"].decode())
    clone.write("README", b"changed\n")
    clone.write("src/untracked", b"x\n")
    clone.git("add", "README")
    assert elsewhere(clone.top, tip, "refs/remotes/origin/main", "1") == here
    assert elsewhere(house.made.top, tip, seed="2") == here


def test_a_copy_of_a_branch_has_the_name_it_has_where_it_stands() -> None:
    told = {
        "refs/heads/main": "refs/heads/main",
        "refs/remotes/origin/main": "refs/heads/main",
        "refs/remotes/upstream/release/2": "refs/heads/release/2",
        "refs/remotes/origin/HEAD": "refs/heads/trunk",
        "main": "refs/heads/trunk",
        "refs/heads/a..b": "refs/heads/trusted",
        "refs/heads/a b": "refs/heads/trusted",
        "refs/heads/x.lock": "refs/heads/trusted",
    }
    assert {ref: named(ref, "trunk") for ref in told} == told
    assert (named("HEAD", None), named("main", None)) == ("refs/heads/trusted", "refs/heads/main")


def test_one_that_would_be_too_large_tells_its_paths_by_their_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    house = whole()
    record = house.judges(house.tips["added"])
    full = bytes_of(record)
    monkeypatch.setattr(judging, "MOST", len(full) - 1)
    text = bytes_of(record)
    told: dict[str, Any] = json.loads(text)
    assert len(text) < len(full) and "paths" in told["left_out"]
    assert told["facts"]["paths"] == {"digest": seal(record["facts"]["paths"]), "count": len(ADDED)}
    assert told["outcome"] == record["outcome"] and told["inputs"] == record["inputs"]
    assert validate_data("record", told) == ()
    loose = house.judges(house.tips["loose"])
    monkeypatch.setattr(judging, "MOST", 1)
    least = json.loads(bytes_of(loose))
    assert least["outcome"]["findings"] == {"digest": seal(loose["outcome"]["findings"]), "count": 2}
    assert (least["outcome"]["outcome"], validate_data("record", least)) == ("needs-person", ())


def test_what_landed_under_a_policy_that_nobody_can_read_is_told_so(tmp_path: Path) -> None:
    house = copied(tmp_path)
    house.land("broken", {POLICY_FILE: POLICY.encode() + b"zzz: 1\n"})
    on_it = house.land("on it", {b"docs/more": b"x\n"})
    house.land("mended", {POLICY_FILE: POLICY.replace("version: 1", "version: 2").encode()})
    record = house.judges(on_it)
    assert (record["outcome"]["outcome"], record["documents"]["policy"], record["facts"]) == (
        "cannot-establish",
        None,
        {},
    )
    assert [found["rule"] for found in record["outcome"]["findings"]] == ["G813"]
    assert validate_data("record", json.loads(bytes_of(record))) == ()


def test_what_this_clone_lacks_is_no_outcome(tmp_path: Path) -> None:
    """A file that is not here says nothing of the landing: nothing is written that would say so for ever."""
    house = copied(tmp_path)
    blob = house.made.blob(ADDED[b"db/migrations/0001_lines.sql"])
    os.unlink(house.made.loose(blob))
    with pytest.raises(GuardError) as raised:
        house.judges(house.tips["added"])
    assert raised.value.rule == "G804"


def test_the_first_commit_and_what_merely_came_in_are_no_landings(tmp_path: Path) -> None:
    house = copied(tmp_path)
    with pytest.raises(GuardError, match="a commit without a parent"):
        house.judges(house.tips["begun"])
    flat = house.made.files({**house.files, b"docs/side": b"x\n"})
    side = house.made.commit(house.made.tree(flat), [house.tips["tip"]], b"side\n")
    merge = house.made.commit(house.made.tree(flat), [house.tips["tip"], side], b"merge\n")
    house.made.ref(b"refs/heads/main", merge)
    with pytest.raises(GuardError, match="has never been at this commit"):
        house.judges(side)
    assert house.judges(merge)["judged"]["paths"] == 1


def test_the_missing_ones_in_their_order(tmp_path: Path) -> None:
    """Since guard was adopted, each that no record is of: a later one makes up for none."""
    house = copied(tmp_path)
    with house.opened() as (repository, branch):
        assert missing(repository, branch) == []
    more = [house.land(f"more {number}", {b"docs/%d" % number: b"x\n"}) for number in range(3)]
    with house.opened() as (repository, branch):
        assert missing(repository, branch) == more
    house.records(more[1], NOW + 400)
    with house.opened() as (repository, branch):
        assert missing(repository, branch) == [more[0], more[2]]
    house.made.git("update-ref", "-d", "refs/heads/guard-log")
    shutil.rmtree(os.path.join(house.made.git_dir, b"guard"))
    with house.opened() as (repository, branch):
        assert missing(repository, branch)[0] == house.tips["added"]


def test_an_older_one_is_judged_by_the_log_before_it(tmp_path: Path) -> None:
    """What is recorded later, after a pause of the job, was not there to judge it by."""
    house = copied(tmp_path)
    first = house.land("first", {b"docs/1": b"x\n"})
    second = house.land("second", {b"docs/2": b"x\n"})
    before = house.judges(second)["log"]
    house.records(second, NOW + 400)
    house.signs(
        {
            "act": "evidence",
            "fact": "deployed",
            "plan": "work",
            "phase": "add",
            "commit": "main",
            "by": "ci",
            "at": NOW + 500,
        }
    )
    assert house.judges(first)["log"] == before


@pytest.mark.later
def test_one_that_is_recorded_twice_is_judged_by_the_log_before_both(tmp_path: Path) -> None:
    """Two jobs recorded it at the same time, each in a clone of its own; both entries stand in the log."""
    house = copied(tmp_path)
    landed = house.land("landed", {b"docs/1": b"x\n"})
    before = house.judges(landed)["log"]
    assert house.records(landed, NOW + 400).id != house.records(landed, NOW + 401).id
    assert house.judges(landed)["log"] == before


def test_a_branch_that_is_behind_the_log_records_nothing(tmp_path: Path) -> None:
    """Of two jobs the later was quicker: what the earlier one says would be that its clone is old."""
    house = copied(tmp_path)
    first = house.land("first", {b"docs/1": b"x\n"})
    house.records(house.land("second", {b"docs/2": b"x\n"}), LATER)
    second = house.tips["tip"]
    house.made.ref(b"refs/heads/main", first)
    with pytest.raises(GuardError, match=f"the log records {second[:12].decode()}") as raised:
        house.judges(first)
    assert raised.value.rule == "G506"
    house.made.ref(b"refs/heads/main", second)
    assert house.judges(first)["outcome"]["outcome"] == "pass"


def test_shadow_mode_and_squash_are_told(tmp_path: Path) -> None:
    house = copied(tmp_path)
    shadow = POLICY.replace("version: 1", "version: 2\nmode: shadow\nmerges: squash")
    house.land("shadow", {POLICY_FILE: shadow.encode()})
    record = house.judges(house.land("on it", {b"top2": b"x\n"}))
    outcome = record["outcome"]
    assert (outcome["outcome"], outcome["exit_code"], outcome["would_exit"]) == ("needs-person", 0, 3)
    assert record["documents"]["policy"]["shadow"] is True


def test_a_narrative_and_a_manifest_are_inputs(tmp_path: Path) -> None:
    house = copied(tmp_path)
    tip = house.land("told", {PLAN_FILE.replace(b".yaml", b".md"): b"# Why\n"})
    on_it = house.land("on it", {b"docs/2": b"x\n"})
    assert house.judges(tip)["documents"]["plans"]["work"]["narrative"] == ""
    assert house.judges(on_it)["documents"]["plans"]["work"]["narrative"] == house.made.blob(b"# Why\n").decode()
