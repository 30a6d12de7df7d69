"""`guard log` as people and jobs run it: what it prints, what it exits with, what it leaves behind."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from guard.cli import main
from guard.schema import validate_data
from tests.records.conftest import swift  # noqa: F401  # a fixture
from tests.records.houses import KEYS, LATER, MAIN, POLICY, House, copied, stranger, whole
from tests.repos import make_repository

TIME = re.compile(r"20\d\d-\d\d-\d\d \d\d:\d\d UTC")


class Answer(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    def data(self, schema: str) -> Any:
        """What it printed as JSON, valid by its schema."""
        told = json.loads(self.out)
        assert validate_data(schema, told) == ()
        return told


Run = Callable[..., Answer]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """guard log, in this process, in a house."""

    def answer(house: House | Path, *words: str) -> Answer:
        with chdir(house if isinstance(house, Path) else os.fsdecode(house.made.top)):
            capsys.readouterr()
            try:
                code = main(["log", *words])
            except SystemExit as end:  # how argparse ends after a page of help
                code = int(end.code or 0)
        return Answer(code, *capsys.readouterr())

    return answer


@pytest.fixture
def house(tmp_path: Path) -> House:
    return copied(tmp_path)


def test_help_and_wrong_words(run: Run) -> None:
    told = run(whole(), "--help")
    assert (told.code, told.err) == (0, "")
    assert [line.split()[2] for line in told.out.splitlines() if line.startswith("  guard log")] == [
        *("show", "verify", "record", "sign", "replay", "bundle", "sync")
    ]
    for word in ("show", "verify", "record", "sign", "replay", "bundle", "sync"):
        assert "exit codes: 0" in run(whole(), word, "--help").out
    assert run(whole()).code == 2
    wrong = run(whole(), "replya")
    assert (wrong.code, wrong.out) == (2, "") and "did you mean replay?" in wrong.err


# show and verify


def test_every_entry_in_its_order(run: Run) -> None:
    told = run(whole(), "show")
    lines = told.out.splitlines()
    assert (told.code, len(lines)) == (0, 9)
    assert re.fullmatch(r"guard: 8 entries of the log at [0-9a-f]{12}", lines[0])
    bare = [TIME.sub("TIME", line)[12:] for line in lines[1:]]
    tips = {name: tip[:12].decode() for name, tip in whole().tips.items()}
    assert bare == [
        "TIME  approval of plan work by omar, version 1",
        f"TIME  record of the landing {tips['added']} by ci: pass, work/add",
        "TIME  evidence that work/add is deployed in production by ci",
        f"TIME  record of the landing {tips['changed']} by ci: pass, work/change",
        f"TIME  record of the landing {tips['loose']} by ci: needs-person",
        f"TIME  record of the landing {tips['late']} by ci: violation",
        f"TIME  record of the landing {tips['docs']} by ci: pass",
        f"TIME  record of the landing {tips['edited']} by ci: needs-person",
    ]
    data = run(whole(), "show", "--format", "json").data("log")
    assert [row["state"] for row in data["entries"]] == ["counts"] * 8 and data["missing"] is None
    assert [row["entry"].partition(":")[2][:8] for row in data["entries"]] == [line.split()[0] for line in lines[1:]]


def test_what_was_revoked_and_what_counts_for_nothing_say_so(run: Run, house: House) -> None:
    with house.opened() as (_, branch):
        first = branch.log.entries[0].id
    house.signs({"act": "revocation", "entry": first, "by": "omar", "at": LATER})
    stranger(house, {"act": "approval", "of": "plan", "name": "work", "by": "dana", "at": LATER})
    lines = run(house, "show").out.replace("\n            ", " ").splitlines()
    assert lines[0].endswith(", 1 of them void")
    rows = [line for line in lines if line.startswith("  ") and TIME.search(line)]
    assert len(rows) == 10
    last = rows[-2].split()[0]
    assert rows[0].endswith(f"revoked by {last}") and "[G512]" in "\n".join(lines[-3:])
    data = run(house, "show", "--format", "json").data("log")["entries"]
    assert [row["state"] for row in data] == ["revoked", *["counts"] * 8, "void"]
    assert (data[0]["revoked_by"], data[-1]["rule"]) == (data[-2]["entry"], "G512")
    told = run(house, "verify")
    assert (
        told.code == 1
        and "10 entries verified, 9 count" in told.out
        and "G512 signed by nobody who is listed: 1" in told.out
    )
    assert [row["rule"] for row in run(house, "verify", "--format", "json").data("verify")["void"]] == ["G512"]


def test_what_a_stranger_wrote_reaches_no_terminal_as_it_is(run: Run, house: House) -> None:
    row = {"act": "approval", "of": "plan", "name": "work", "by": "dana", "at": LATER, "reason": "\u202efine"}
    stranger(house, row, space="x\x1b[2K\u202e::error::y")
    for words in (("show",), ("show", "--format", "json"), ("verify",), ("verify", "--format", "json")):
        told = run(house, *words).out
        assert not [char for char in told if char != "\n" and not char.isprintable()], told
    void = run(house, "show", "--format", "json").data("log")["entries"][-1]
    told = run(house, "show", void["entry"]).out
    assert not [char for char in told if char != "\n" and not char.isprintable()], told


def test_one_entry_whole(run: Run) -> None:
    every = run(whole(), "show", "--format", "json").data("log")["entries"]
    record = every[1]
    short = record["entry"].partition(":")[2][:8]
    told = run(whole(), "show", short)
    assert told.code == 0
    assert f"guard: entry {record['entry']}" in told.out and f"next   you: guard log replay {short}" in told.out
    data = run(whole(), "show", record["entry"], "--format", "json").data("log")
    assert data["payload"]["commit"] == whole().tips["added"].decode()
    assert data["signature"]["key"] == KEYS["ci"].line and data["record"]["paths"] == 3
    listed = subprocess.run(
        ["ssh-keygen", "-l", "-f", "/dev/stdin"], input=KEYS["ci"].line.encode(), capture_output=True
    )
    assert data["signature"]["fingerprint"].encode() in listed.stdout
    for word, code in (("zzz", 2), ("12345678", 2), (short[:7], 2), (short.upper(), 0)):
        assert run(whole(), "show", word).code == code


def test_a_record_in_the_place_of_another_is_found(run: Run, house: House) -> None:
    """The payload and its signature are whole; what stands beside them is not what they name."""
    with house.opened() as (repository, branch):
        link = branch.chain[-1]
        assert link.record
        text = repository.objects.content(link.record, b"blob").replace(b'"outcome":"', b'"outcome": "', 1)
    oids = [house.made.blob(content) for content in (link.payload, link.signature, text)]
    names = (b"payload.json", b"payload.json.sig", b"record.json")
    tree = house.made.raw_tree([(b"100644", name, oid) for name, oid in zip(names, oids, strict=True)])
    house.made.ref(b"refs/heads/guard-log", house.made.commit(tree, [link.parent], b"record\n"))
    shutil.rmtree(os.path.join(house.made.git_dir, b"guard", b"log"))  # as in a clone that never saw the other
    told = run(house, "verify")
    assert (told.code, "G530 a record that is not reproduced: 1" in told.out) == (1, True)
    (void,) = run(house, "verify", "--format", "json").data("verify")["void"]
    assert (void["rule"], void["why"]) == ("G530", "its record.json is not the one that was signed")


def test_verifying_tells_where_it_begins(run: Run, house: House) -> None:
    told = run(whole(), "verify")
    data = run(whole(), "verify", "--format", "json").data("verify")
    assert (told.code, data["entries"], data["counting"], data["pinned"], data["void"]) == (0, 8, 8, False, [])
    first = whole().made.git("rev-list", "--max-parents=0", "guard-log").strip().decode()
    assert (data["first"], f"the policy does not name it yet: log: {first}" in told.out) == (first, True)
    house.land(
        "pinned",
        {
            b".guard/policy.yaml": house.files[b".guard/policy.yaml"].replace(
                b"version: 1", f'version: 2\nlog: "{first}"'.encode()
            )
        },
    )
    assert run(house, "verify", "--format", "json").data("verify")["pinned"] is True


def test_a_first_entry_that_counts_for_nothing_is_not_one_to_name(run: Run, tmp_path: Path) -> None:
    house = House(os.fsencode(tmp_path / "house"))
    house.land("begun", {b"README": b"x\n"})
    house.land("adopted", dict(whole().files))
    stranger(house, {"act": "approval", "of": "plan", "name": "work", "by": "dana", "at": LATER})
    told = run(house, "verify")
    first = house.made.git("rev-parse", "guard-log").strip().decode()
    assert (told.code, f"  first  {first}\n" in told.out, "does not name it" in told.out) == (1, True, False)


def test_an_approval_of_the_policy_is_told_by_its_version(run: Run, house: House) -> None:
    house.signs({"act": "approval", "of": "policy", "by": "omar", "at": LATER})
    assert run(house, "show").out.endswith("  approval of the policy, version 1, by omar\n")


def test_a_log_that_cannot_be_read_is_neither_empty_nor_fine(run: Run, house: House) -> None:
    oid = house.made.git("rev-parse", "guard-log:payload.json").strip()
    os.unlink(house.made.loose(oid))
    for words in (("show",), ("verify",), ("replay",), ("record",)):
        told = run(house, *words)
        assert told.code == 5 and "[G501]" in told.out and oid.decode() in told.out


def test_where_there_is_no_log_yet(run: Run, tmp_path: Path) -> None:
    house = House(os.fsencode(tmp_path / "house"))
    house.land("begun", {b"README": b"x\n"})
    house.land("adopted", dict(whole().files))
    for word in ("show", "verify", "replay"):
        told = run(house, word)
        assert (told.code, told.out[:36]) == (0, "guard: there is no log here: no bran")
    assert run(house, "show", "--format", "json").data("log")["entries"] == []
    assert run(house, "verify", "--format", "json").data("verify")["tip"] is None
    assert run(house, "replay", "--format", "json").data("replay")["records"] == []


def test_without_a_policy_there_is_no_log(run: Run, tmp_path: Path) -> None:
    house = House(os.fsencode(tmp_path / "house"))
    house.land("begun", {b"README": b"x\n"})
    for word in ("show", "verify", "record", "replay"):
        told = run(house, word)
        assert told.code == 5 and "[G813]" in told.out


# record and sign


@pytest.mark.usefixtures("swift")
def test_a_landing_is_recorded_signed_and_known_from_then_on(run: Run, house: House, tmp_path: Path) -> None:
    commit = house.land("more", {b"docs/more": b"x\n"})[:12].decode()
    file, ci = str(tmp_path / "record.json"), str(KEYS["ci"].file(tmp_path))
    told = run(house, "record", "-o", file)
    assert (told.code, told.err) == (0, "")
    assert re.fullmatch(rf"guard: {commit}: pass  \([\d,]+ bytes in {re.escape(file)}\)\n", told.out)
    assert validate_data("record", json.loads(Path(file).read_bytes())) == ()
    told = run(house, "sign", file, "--as", "ci", "--key", ci)
    assert told.code == 0 and re.fullmatch(
        rf"guard: {commit}: pass; recorded by ci  \(entry [0-9a-f]{{8}}\)\n", told.out
    )
    again = run(house, "sign", file, "--as", "ci", "--key", ci)
    assert again.out == told.out.replace("recorded by ci", "it is recorded already")
    assert run(house, "replay", "main").out.count("identical") == 2
    assert len(run(house, "show", "--format", "json").data("log")["entries"]) == 9


@pytest.mark.later
@pytest.mark.usefixtures("swift")
def test_the_missing_ones_are_written_in_their_order(run: Run, house: House, tmp_path: Path) -> None:
    told = run(house, "record", "--all", "-o", str(tmp_path / "records"))
    assert (told.code, told.out) == (0, "guard: every landing of the trusted branch is recorded\n")
    more = [house.land(f"more {number}", {b"docs/%d" % number: b"x\n"})[:12].decode() for number in range(2)]
    told = run(house, "record", "--all", "-o", str(tmp_path / "records"))
    assert [line.split()[1] for line in told.out.splitlines()] == [f"{commit}:" for commit in more]
    files = sorted(os.listdir(tmp_path / "records"))
    assert [name[7:19] for name in files] == more
    paths = [str(tmp_path / "records" / name) for name in files]
    told = run(house, "sign", *paths, "--as", "ci", "--key", str(KEYS["ci"].file(tmp_path)))
    assert (told.code, told.out.count("recorded by ci")) == (0, 2)
    assert run(house, "replay").out.splitlines()[0].endswith(": 8 identical")


def test_to_standard_output_it_is_the_record_and_nothing_else(run: Run) -> None:
    told = run(whole(), "record", "main~1", "--now", "2026-03-01T00:00:00Z")
    record = told.data("record")
    assert (record["judged"]["commit"], record["now"]) == (whole().tips["docs"].decode(), 1772323200)
    assert told.out == json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("record", "--all"), 2, "--all takes a folder"),
        (("record", "main", "--all", "-o", "x"), 2, "--all takes a folder"),
        (("record", "--now", "noon"), 2, "--now takes a time with its zone"),
        (("record", "zzz"), 5, "[G805]"),
        (("record", "-o", "no/such/folder"), 5, "[G820]"),
        (("sign", "zzz", "--as", "robot", "--key", "k"), 2, "the policy lists no machine 'robot'; there is ci"),
        (("sign", "zzz", "--as", "cii", "--key", "k"), 2, "did you mean ci?"),
        (("sign", "zzz", "--as", "ci", "--key", "k"), 5, "[G507]"),
        (("sign", ".guard", "--as", "ci", "--key", "k"), 5, "[G507]"),
        (("sign", "--as", "ci", "--key", "k"), 2, "FILE"),
        (("replay", "zzz"), 2, "no record of 'zzz' in the log"),
        (("replay", "main~7"), 2, "no record of 'main~7' in the log"),
        (("replay", "--under", "zzz"), 5, "[G805]"),
        (("replay", "--bundle", "zzz"), 5, "[G804]"),
        (("replay", "--bundle", "b", "--trusted", "main"), 2, "a bundle has its own trusted branch"),
        (("bundle",), 2, "-o/--output"),
        (("bundle", "-o", "no/such/folder"), 5, "[G820]"),
        (("show", "--trusted", "zzz"), 5, "[G805]"),
        (("sync", "nowhere"), 5, "[G507]"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, words: tuple[str, ...], code: int, says: str) -> None:
    told = run(whole(), *words)
    assert (told.code, says in (told.err if code == 2 else told.out)) == (code, True), told


@pytest.mark.later
@pytest.mark.parametrize("word", ["record", "bundle"])
@pytest.mark.usefixtures("swift")
def test_what_is_written_takes_the_place_of_its_own_kind_alone(
    run: Run, house: House, tmp_path: Path, word: str
) -> None:
    config, notes, file = Path(os.fsdecode(house.made.top), ".git/config"), tmp_path / "notes", tmp_path / "written"
    notes.write_text("buy milk\n")
    before = config.read_bytes()
    for name, why in ((config, "git directory"), (config.with_name("new"), "git directory"), (notes, "did not write")):
        told = run(house, word, "-o", str(name))
        assert told.code == 5 and "[G820]" in told.out and why in told.out
    assert (config.read_bytes(), notes.read_text()) == (before, "buy milk\n")
    assert not config.with_name("new").exists()
    assert [run(house, word, "-o", str(file)).code for _ in range(2)] == [0, 0]


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (("replay", "--record", "PIPE"), "G507"),
        (("replay", "--bundle", "PIPE"), "G804"),
        (("sign", "PIPE", "--as", "ci", "--key", "k"), "G507"),
    ],
)
def test_a_pipe_is_not_waited_for(run: Run, tmp_path: Path, words: tuple[str, ...], rule: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    told = run(whole(), *[str(tmp_path / "pipe") if word == "PIPE" else word for word in words])
    assert told.code == 5 and f"[{rule}]" in told.out and "it is no plain file" in told.out


@pytest.mark.later
def test_a_record_that_was_edited_is_not_signed(run: Run, house: House, tmp_path: Path) -> None:
    house.land("more", {b"top3": b"x\n"})
    file, ci = tmp_path / "record.json", str(KEYS["ci"].file(tmp_path))
    assert run(house, "record", "-o", str(file)).code == 0
    text = file.read_bytes()
    file.write_bytes(text.replace(b'"paths":1', b'"paths":2'))
    told = run(house, "sign", str(file), "--as", "ci", "--key", ci)
    assert told.code == 1 and "[G516]" in told.out and "the number of its paths is 2 in it, and 1 here" in told.out
    file.write_bytes(text)
    told = run(house, "sign", str(file), "--as", "ci", "--key", str(KEYS["dana"].file(tmp_path)))
    assert told.code == 1 and "[G511]" in told.out
    assert len(run(house, "show", "--format", "json").data("log")["entries"]) == 8


# replay and bundle


@pytest.mark.later
def test_another_process_replays_all_of_it(run: Run) -> None:
    command = [sys.executable, "-I", "-m", "guard", "log", "replay"]
    done = subprocess.run(command, cwd=os.fsdecode(whole().made.top), capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == f"guard: 6 records replayed, on {MAIN} {whole().tips['tip'][:12].decode()}: 6 identical"
    assert [line.split()[:3] for line in lines[1:]] == [
        ["identical", whole().tips[name][:12].decode(), outcome]
        for name, outcome in (
            *(("added", "pass"), ("changed", "pass"), ("loose", "needs-person")),
            *(("late", "violation"), ("docs", "pass"), ("edited", "needs-person")),
        )
    ]


@pytest.mark.usefixtures("swift")
def test_what_differs_is_told_with_its_cause(run: Run, house: House) -> None:
    told = run(whole(), "replay", whole().tips["changed"].decode(), "--now", "2026-06-01T00:00:00Z")
    lines = told.out.splitlines()
    assert (told.code, lines[0][-11:], lines[1][-6:]) == (1, ": 1 differs", "[G530]")
    assert lines[2] == "      time: 2026-01-02 04:06:06 UTC then, 2026-06-01 00:00:00 UTC here"
    assert "      outcome: pass then, stale here" in lines
    data = run(whole(), "replay", whole().tips["changed"].decode(), "--now", "2026-06-01T00:00:00Z", "--format", "json")
    (row,) = data.data("replay")["records"]
    assert (data.code, row["state"], row["rule"], row["causes"][0]["what"]) == (1, "different", "G530", "time")
    told = run(whole(), "replay", "main~1", "--now", "2026-01-02T04:30:00Z")
    assert told.code == 0 and "same" in told.out
    told = run(whole(), "replay", whole().tips["changed"].decode(), "--under", "main")
    assert told.code == 1 and "      plan work: version 1 then, version 2 here" in told.out.splitlines()
    os.unlink(house.made.loose(house.made.blob(b"1\ntwo\n")))
    told = run(house, "replay")
    assert (told.code, "gone" in told.out, "next: fetch it" in told.out) == (5, True, True)


@pytest.mark.later
def test_a_record_is_replayed_before_it_is_signed(run: Run, house: House, tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    commit = house.land("more", {b"top3": b"x\n"})[:12].decode()
    assert run(house, "record", "-o", str(file)).code == 0
    told = run(house, "replay", "--record", str(file))
    assert told.out.splitlines()[1:] == [f"  identical  {commit}  needs-person  not signed yet"]
    (row,) = run(house, "replay", "--record", str(file), "--format", "json").data("replay")["records"]
    assert (row["entry"], row["state"]) == (None, "identical")
    file.write_bytes(file.read_bytes().replace(b'"outcome":"needs-person"', b'"outcome":"violation"', 1))
    told = run(house, "replay", "--record", str(file))
    assert told.code == 1 and "      finding G102: " in told.out
    for words in (("--record", "no/such"), ("--record", ".guard/policy.yaml")):
        assert run(house, "replay", *words).code in (1, 5)
    assert run(house, "replay", "main", "--record", str(file)).code == 2


@pytest.mark.later
@pytest.mark.usefixtures("swift")
def test_a_bundle_of_a_clone_calls_the_branch_by_its_name(run: Run, house: House, tmp_path: Path) -> None:
    path, clone = tmp_path / "audit.tar", make_repository(tmp_path / "clone")
    clone.git("remote", "add", "origin", os.fsdecode(house.made.top))
    clone.git("fetch", "--quiet", "origin", "+refs/heads/*:refs/remotes/origin/*")
    clone.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    entry = run(house, "show", "--format", "json").data("log")["entries"][1]["entry"]
    assert run(Path(os.fsdecode(clone.top)), "bundle", entry, "-o", str(path)).code == 0
    there = run(tmp_path, "replay", "--bundle", str(path))
    assert " replayed, on refs/heads/main " in there.out


@pytest.mark.later
@pytest.mark.usefixtures("swift")
def test_an_auditor_needs_the_bundle_alone(run: Run, house: House, tmp_path: Path) -> None:
    path = tmp_path / "audit.tar"
    told = run(house, "bundle", "-o", str(path))
    assert (told.code, told.err) == (0, "") and told.out.startswith("guard: 6 records, ")
    here = run(house, "replay", "--format", "json").data("replay")
    shutil.rmtree(os.fsdecode(house.made.top))
    empty = tmp_path / "empty"
    empty.mkdir()
    there = run(empty, "replay", "--bundle", str(path), "--format", "json")
    assert (there.code, there.data("replay")["records"]) == (0, here["records"])
    assert os.listdir(empty) == []
    with tarfile.open(path) as tar:
        page = tar.extractfile("decisions.md")
        assert page is not None
        assert page.read().decode().count("Judged once more, it gives the same bytes.") == 6


# sync


@pytest.mark.later
@pytest.mark.usefixtures("swift")
def test_the_log_is_brought_to_a_remote_and_to_the_next_clone(run: Run, house: House, tmp_path: Path) -> None:
    bare = tmp_path / "remote.git"
    house.made.git("init", "--quiet", "--bare", str(bare))
    house.made.git("remote", "add", "origin", str(bare))
    house.made.git("push", "--quiet", "origin", "main")
    told = run(house, "sync")
    assert told.code == 0 and ": 0 fetched, 8 pushed\n" in told.out
    clone = make_repository(tmp_path / "clone")
    clone.git("remote", "add", "origin", str(bare))
    clone.git("fetch", "--quiet", "origin", "main")
    other = House(clone.top)
    told = run(other, "sync", "--trusted", "refs/remotes/origin/main")
    assert told.code == 0 and ": 8 fetched, 0 pushed\n" in told.out
    told = run(other, "replay", "--trusted", "refs/remotes/origin/main")
    assert told.out.splitlines()[0].endswith(": 6 identical")


@pytest.mark.usefixtures("swift")
def test_a_log_that_was_begun_anew_on_the_remote_is_not_taken(run: Run, house: House, tmp_path: Path) -> None:
    """No mark of this clone tells it from the log of the remote; the policy does, and so nothing here moves."""
    with house.opened() as (_, branch):
        first = branch.chain[0].commit.decode()
    house.land("pinned", {b".guard/policy.yaml": POLICY.replace("version: 1", f"version: 2\nlog: {first}").encode()})
    bare = tmp_path / "remote.git"
    house.made.git("init", "--quiet", "--bare", str(bare))
    house.made.git("remote", "add", "origin", str(bare))
    (tmp_path / "anew").mkdir()
    other = copied(tmp_path / "anew")
    other.made.git("update-ref", "-d", "refs/heads/guard-log")
    shutil.rmtree(Path(os.fsdecode(other.made.git_dir)) / "guard")
    other.signs({"act": "approval", "of": "plan", "name": "work", "by": "dana", "at": LATER})
    other.made.git("push", "--quiet", str(bare), "guard-log")
    before = house.made.git("rev-parse", "guard-log")
    told = run(house, "sync")
    assert (told.code, "[G504]" in told.err + told.out) == (5, True)
    assert house.made.git("rev-parse", "guard-log") == before
    other.made.git("update-ref", "refs/heads/guard-log", before.decode().strip())
    other.made.git("push", "--quiet", "--force", str(bare), "guard-log")
    assert run(house, "sync").code == 0, "what did not hold is not remembered of the remote"


@pytest.mark.later
@pytest.mark.usefixtures("swift")
def test_tar_reads_a_bundle(run: Run, tmp_path: Path) -> None:
    assert run(whole(), "bundle", "-o", str(tmp_path / "b.tar"), "main~1").code == 0
    done = subprocess.run(["tar", "-tf", "b.tar"], cwd=tmp_path, capture_output=True, text=True)
    names = done.stdout.split()
    assert (done.returncode, names == sorted(names), len([name for name in names if "record" in name])) == (0, True, 1)
    assert io.BytesIO((tmp_path / "b.tar").read_bytes()).read(11) == b"bundle.json"
