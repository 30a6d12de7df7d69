"""`guard check` shown several ways at once, what a report says of ids and phases, and the statement of a verdict."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from guard.formats import FORMATS
from guard.model.verdict import weigh
from guard.records.statement import statement_of
from guard.schema import validate_data
from tests.commands.acting import House, standing
from tests.formats.readers import collected, drawn, fits, run_by, scanned
from tests.formats.verdicts import COMMIT, PLACED, VERDICTS, outside
from tests.running import CLAIMED, Place, place

EVIL = {"other/new": "one\n"}
GOOD = {"src/new": "one\n"}
NOW = 1_800_000_000


@pytest.fixture
def sample(tmp_path: Path) -> Place:
    found = place(tmp_path)
    (tmp_path / "out").mkdir()
    return found


@pytest.fixture
def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with standing(capsys, tmp_path, monkeypatch) as house:
        yield house


def committed(sample: Place, files: dict[str, str]) -> None:
    sample.stage(files)
    sample.git("commit", "--quiet", f"--message={CLAIMED}")


# Several at once


def test_one_judgement_is_shown_in_every_way_that_was_asked_for(sample: Place, tmp_path: Path) -> None:
    committed(sample, EVIL)
    files = {name: tmp_path / "out" / name for name in FORMATS}
    words = [part for name, file in files.items() for part in ("--format", f"{name}={file}")]
    answer = sample.guard("check", *words)
    assert (answer.code, answer.err) == (1, "")
    assert answer.out == files["text"].read_text(), "text on standard output where nothing else was said"
    told = {name: file.read_text() for name, file in files.items()}
    assert validate_data("report", json.loads(told["json"])) == ()
    assert [one.rule for one in scanned(told["sarif"])] == ["G101"]
    assert fits("codequality", json.loads(told["gitlab"])) == []
    assert [one.properties["file"] for one in run_by(told["github"]).named("error")] == ["other/new"]
    assert collected(told["junit"])[0].kind == "failure"
    assert drawn(told["markdown"]).words.startswith("guard: violation")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(FORMATS)


def test_a_format_without_a_file_goes_to_standard_output_or_where_o_says(sample: Place, tmp_path: Path) -> None:
    sample.stage(EVIL)
    files = [str(tmp_path / "out" / name) for name in ("a", "b")]
    answer = sample.guard("check", "--format", f"junit={files[0]}", "--format", "json")
    assert (answer.code, json.loads(answer.out)["outcome"]) == (1, "violation")
    assert collected(Path(files[0]).read_text())[0].kind == "failure"
    quiet = sample.guard("check", "--format", f"junit={files[0]}", "-o", files[1])
    assert (quiet.code, quiet.said) == (1, "")
    assert Path(files[1]).read_text().startswith("guard: violation")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--format", "json", "--format", "text"), "write NAME=FILE for the others"),
        (("--format", "sarf"), "did you mean sarif?"),
        (("--format", "xml"), "there are text, json, sarif"),
        (("--format", "sarif="), "names no file"),
        (("--format", "sarif=a", "--format", "json=./a"), "cannot go to one file, './a'"),
        (("--format", "sarif=a", "-o", "a"), "cannot go to one file, 'a'"),
        (("--format", "sarif=a", "--statement", "a"), "cannot go to one file, 'a'"),
        (("--format", "sa\x1b[2Jrif"), "sa\\x1b[2Jrif"),
        (("--last", "2", "--statement", "a"), "a statement is of one landing"),
    ],
)
def test_wrong_words_are_told(sample: Place, words: tuple[str, ...], told: str) -> None:
    before = sample.state()
    answer = sample.guard("check", *words)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err and "guard check --help" in answer.err
    assert sample.state() == before


@pytest.mark.parametrize("output", ["--format=json={}", "--statement={}", "--predicate={}"])
def test_a_file_that_cannot_be_written_is_no_pass(sample: Place, tmp_path: Path, output: str) -> None:
    sample.stage(GOOD)
    answer = sample.guard("check", output.format(tmp_path / "nowhere" / "x"))
    assert (answer.code, answer.rules()) == (5, ["G820"])
    assert "guard: pass" not in answer.out


@pytest.mark.parametrize("format", sorted(set(FORMATS) - {"text", "json"}))
def test_the_last_landings_are_one_report_that_refuses_nothing(sample: Place, format: str) -> None:  # noqa: A002
    answer = sample.guard("check", "--last", "2", "--format", format)
    assert (answer.code, answer.err) == (0, "")
    if format == "sarif":
        assert {one.level for one in scanned(answer.out)} <= {"note"}
        assert fits("sarif", json.loads(answer.out)) == []
    if format == "junit":
        assert {test.kind for test in collected(answer.out)} <= {"passed", "skipped"}
    if format == "github":
        assert {one.name for one in run_by(answer.out).commands} <= {"stop-commands", "notice"}


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_what_could_not_be_judged_is_told_in_every_way(tmp_path: Path, format: str) -> None:  # noqa: A002
    here = Place(tmp_path)
    for words in ((), ("--last", "3")):
        answer = here.guard("check", *words, "--format", format, cwd=tmp_path)
        assert (answer.code, answer.err) == (5, "")
        assert "G801" in answer.out


# What a report says it was judged by


def test_a_report_says_what_it_was_judged_by_and_where_the_phases_stand(made: House) -> None:
    made.approved()
    assert made.carried("approve", "tidy", by="dana").code == 0
    made.branch(
        "work",
        {b"db/migrations/0002.sql": b"ALTER TABLE users ADD COLUMN given text;\n"},
        "x\n\nGuard-Plan: split-name\nGuard-Phase: expand",
    )
    found: dict[str, Any] = json.loads(made.guard("check", "--range", "..HEAD", "--format", "json").out)
    assert validate_data("report", found) == ()
    assert found["outcome"] == "pass", found["findings"]
    assert found["log"] == made.log().tip.decode()
    assert found["document"]["path"] == ".guard/plans/split-name.yaml"
    text = made.files[b".guard/plans/split-name.yaml"].decode().split("\n")
    assert text[found["document"]["line"] - 1].strip().startswith("expand:")
    told = made.guard("next", "split-name", "--format", "json").out
    states = {one["phase"]: one["state"] for one in json.loads(told)["phases"] if one["plan"] == "split-name"}
    assert {one["phase"]: one["state"] for one in found["phases"]} == states
    assert [one["phase"] for one in found["phases"] if one["held"]] == ["expand"]
    waits = {one["phase"]: one["pending"] for one in found["phases"]}
    assert waits["expand"] == [] and all(waits[phase] for phase in states.keys() - {"expand"})
    assert all(wait["run"].startswith("guard ") for pending in waits.values() for wait in pending)
    for one in found["phases"]:
        assert set(one["after"]) <= states.keys()
    page = drawn(made.guard("check", "--range", "..HEAD", "--format", "markdown").out)
    (chart,) = [code for code in page.code if code.startswith("flowchart TD\n")]
    assert all(f'"{phase}<br/>{state}' in chart for phase, state in states.items())
    assert found["landing"] in page.code and found["log"] in page.code


def test_a_plan_of_a_trust_directory_stands_in_no_file_of_the_repository(sample: Place, tmp_path: Path) -> None:
    sample.stage(EVIL)
    trust = tmp_path / "trust"
    (trust / "plans").mkdir(parents=True)
    for name in ("policy.yaml", "plans/tidy.yaml"):
        (trust / name).write_text((sample.top / ".guard" / name).read_text())
    found = json.loads(sample.guard("check", "--trust", str(trust), "--format", "json").out)
    assert (found["plan"], found["document"]) == ("tidy version 1", None)


HOSTILE = (
    b"other/a\n::add-mask::ok",
    b"other/`<img src=x> @dana`",
    b"other/]]>&",
    b"other/##[add-mask]x",
    b"other/\xff",
)


def test_names_of_a_real_change_set_are_obeyed_by_no_reader(sample: Place, tmp_path: Path) -> None:
    for path in HOSTILE:
        full = os.fsencode(sample.top) + b"/" + path
        os.makedirs(os.path.dirname(full), exist_ok=True)
        Path(os.fsdecode(full)).write_text("one\n")
    sample.git("add", "--all")
    told = {}
    for name in ("sarif", "github", "gitlab", "junit", "markdown"):
        told[name] = sample.guard("check", "--staged", "--format", name)
        assert told[name].code == 1
    assert {one.name for one in run_by(told["github"].out).commands} <= {"stop-commands", "error", "warning", "notice"}
    assert {one.path for one in scanned(told["sarif"].out)} >= set(HOSTILE)
    assert fits("codequality", json.loads(told["gitlab"].out)) == []
    assert len(collected(told["junit"].out)) >= len(HOSTILE)
    page = drawn(told["markdown"].out)
    assert not {"html_inline", "html_block", "link_open", "image"} & set(page.kinds)
    assert not [word for word in ("@", "<", "img", "add-mask", "##[") if word in page.words]


def test_the_commit_door_asks_for_neither(sample: Place) -> None:
    sample.stage(GOOD)
    found = json.loads(sample.guard("check", "--format", "json").out)
    assert (found["landing"], found["log"], found["phases"]) == (None, None, [])
    assert found["document"]["path"].startswith(".guard/plans/")


# The statement


def test_a_landing_that_may_merge_is_stated_by_its_digest_and_its_report(sample: Place, tmp_path: Path) -> None:
    committed(sample, GOOD)
    out = {name: tmp_path / "out" / name for name in ("report", "statement", "predicate")}
    words = ("--statement", str(out["statement"]), "--predicate", str(out["predicate"]))
    answer = sample.guard("check", "--range", "..HEAD", "--format", f"json={out['report']}", *words)
    assert answer.code == 0, answer.said
    told, report = json.loads(out["statement"].read_text()), out["report"].read_bytes()
    assert validate_data("statement", told) == ()
    landing = json.loads(report)["landing"].removeprefix("sha256:")
    digests = {one["name"]: one["digest"]["sha256"] for one in told["subject"]}
    assert digests == {"landing": landing, "report.json": sha256(report).hexdigest()}
    assert json.loads(out["predicate"].read_text()) == told["predicate"]
    assert told["predicate"]["properties"] == ["GUARD_MAY_MERGE"]
    main = sample.git("rev-parse", "main")
    assert told["predicate"]["verifier"]["policy"] == {"ref": "refs/heads/main", "commit": main}


@pytest.mark.parametrize(
    ("files", "words", "code"),
    [
        (EVIL, ("--range", "..HEAD"), 1),
        (GOOD, ("--range", "..HEAD", "--now", "2026-12-01T08:00:00Z"), 0),
        (GOOD, ("--range", "..HEAD", "--trusted", "refs/heads/gone"), 5),
        (GOOD, ("--commit", "HEAD", "--trust", "{trust}"), 0),
    ],
    ids=["a violation", "at a time that was named", "nothing judged", "under documents of no commit"],
)
def test_nothing_is_stated_of_what_was_not_verified(
    sample: Place, tmp_path: Path, files: dict[str, str], words: tuple[str, ...], code: int
) -> None:
    committed(sample, files)
    trust = tmp_path / "trust"
    (trust / "plans").mkdir(parents=True)
    for name in ("policy.yaml", "plans/tidy.yaml"):
        (trust / name).write_text((sample.top / ".guard" / name).read_text())
    file = tmp_path / "out" / "statement"
    answer = sample.guard("check", *[word.format(trust=trust) for word in words], "--statement", str(file))
    assert answer.code == code, answer.said
    told = json.loads(file.read_text())
    assert validate_data("statement", told) == ()
    assert told["predicate"]["properties"] == []
    assert told["predicate"]["guard"]["exit_code"] == code


@pytest.mark.parametrize("name", VERDICTS)
def test_every_verdict_can_be_stated_and_only_a_pass_has_a_property(name: str) -> None:
    verdict = VERDICTS[name]
    told = statement_of(verdict, NOW)
    assert validate_data("statement", told) == ()
    wanted = ["GUARD_MAY_COMMIT"] if verdict.door == "commit" and verdict.may_commit and verdict.adopted else []
    if verdict.outcome != "pass" or not verdict.basis.trusted_id:
        wanted = []
    assert told["predicate"]["properties"] == wanted
    assert told == statement_of(verdict, NOW), "nothing but the time is another in the next run"
    later = statement_of(verdict, NOW + 1)
    assert {**later["predicate"], "timeCreated": told["predicate"]["timeCreated"]} == told["predicate"]


def test_taking_away_any_fact_states_no_more() -> None:
    whole = weigh("merge", (), PLACED)
    assert statement_of(whole, NOW)["predicate"]["properties"] == ["GUARD_MAY_MERGE"]
    less = [whole._replace(basis=PLACED._replace(**{name: ""})) for name in ("landing", "trusted_id", "policy")]
    less += [whole._replace(adopted=False), whole._replace(may_merge=False), whole._replace(door="run")]
    less += [weigh("merge", (outside(b"a", "a", COMMIT),), PLACED, shadow=True)]
    assert [statement_of(one, NOW)["predicate"]["properties"] for one in less] == [[]] * len(less)
