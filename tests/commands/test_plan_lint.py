"""`guard plan lint`: what it looks at, how it tells what it finds, its report for machines and its exit codes."""

from __future__ import annotations

import base64
import json
import os
import re
from pathlib import Path

import pytest

from guard.commands.plan import main
from guard.commands.plan.frame import cells, fitted
from guard.document import Source
from guard.drafts.folder import smallest_policy
from guard.model.rule import RULES
from guard.schema import schema_text, validate_data
from tests.commands.plans import CIRCLE, POLICY, TIDY, TWICE, UNKNOWN, Teller, folder, on_terminal
from tests.running import WAYS_ROUND, Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Patch = pytest.MonkeyPatch
Capture = pytest.CaptureFixture[str]


def lint(top: Path, patch: Patch, capture: Capture, *words: str) -> tuple[int, str, dict[str, Any]]:
    """Exit code and text, and the JSON report of the same, which must fit its schema and say the same."""
    tell = Teller(top, patch, capture)
    text, machine = tell("lint", *words), tell("lint", *words, "--format", "json")
    report: dict[str, Any] = json.loads(machine.out)
    assert validate_data("lint", report) == ()
    assert (text.err, machine.err, machine.out.isascii()) == ("", "", True)
    assert text.code == machine.code == report["exit_code"]
    assert text.rules() == [found["rule"] for found in report["findings"]]
    assert not WAYS_ROUND.search(text.out)
    return text.code, text.out, report


def test_nothing_to_mend(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    code, text, report = lint(folder(tmp_path, tidy=TIDY), monkeypatch, capsys)
    assert (code, text, report["outcome"]) == (0, "2 documents: nothing to mend\n", "pass")
    assert [(of["path"], of["kind"]) for of in report["documents"]] == [
        (".guard/policy.yaml", "policy"),
        (".guard/plans/tidy.yaml", "plan"),
    ]
    assert all(of["digest"].startswith("sha256:") for of in report["documents"])


def test_a_fault_of_the_text(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    code, text, report = lint(folder(tmp_path, tidy=TWICE), monkeypatch, capsys)
    (found,) = report["findings"]
    assert (code, found["rule"], found["line"], found["column"]) == (1, "G210", 4, 1)
    first, *frame, what, why, mend, empty, last = text.splitlines()
    assert first == f".guard/plans/tidy.yaml:4:1  {RULES['G210'].title}  [G210]"
    assert [line.strip() for line in frame] == ["3 | owner: dana", "4 | owner: dana", "| ^"]
    assert (what[:7], why[:7], mend[:7], empty) == ("what   ", "why    ", "mend   ", "")
    assert last == "2 documents: 1 flaw in 1 of them"
    assert "digest" not in report["documents"][1]


def test_a_flaw(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    top = folder(tmp_path, tidy=UNKNOWN, other=TIDY.replace("tidy", "other"))
    code, text, report = lint(top, monkeypatch, capsys)
    (found,) = report["findings"]
    assert (code, found["rule"], found["path"], found["line"]) == (1, "G234", ".guard/plans/tidy.yaml", 3)
    assert "owner: dena" in text
    assert text.endswith("\n3 documents: 1 flaw in 1 of them\n")
    for key in ("what", "why", "mend"):
        assert found[key].split("\n")[0] in text


def test_a_circle_is_told_once_and_has_no_digest(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    code, text, report = lint(folder(tmp_path, tidy=CIRCLE), monkeypatch, capsys)
    assert (code, [found["rule"] for found in report["findings"]].count("G230")) == (1, 1)
    assert "first -> then -> first" in text
    assert ["digest" in of for of in report["documents"]] == [True, False]


# Notes change no exit code; tests/commands/testnew.py has those of a plan that was begun


def test_notes_are_for_machines_too(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    marked = UNKNOWN.replace("why: Tidy the sources", "why: Tidy the sources   # yours")
    code, text, report = lint(folder(tmp_path, tidy=marked), monkeypatch, capsys)
    assert (code, report["notes"]) == (1, [".guard/plans/tidy.yaml: 1 place still says # yours"])
    assert text.endswith(f"\n\nnote   {report['notes'][0]}\n2 documents: 1 flaw in 1 of them\n")
    assert lint(tmp_path / "top", monkeypatch, capsys, ".guard/policy.yaml")[2]["notes"] == []


def test_a_schema_of_another_guard_is_told(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    top = folder(tmp_path, tidy=TIDY)
    copy = top / ".guard/schemas/plan.schema.json"
    copy.parent.mkdir()
    for text, told in ((schema_text("plan"), False), (schema_text("plan") + " ", True), ("{}", True), ("", True)):
        copy.write_text(text)
        code, _, report = lint(top, monkeypatch, capsys)
        assert (code, bool(report["notes"])) == (0, told)
    (note,) = report["notes"]
    assert note.startswith(".guard/schemas/plan.schema.json is not the schema of guard ")
    assert note.endswith(": guard schema plan > .guard/schemas/plan.schema.json")
    monkeypatch.chdir(top / ".guard/plans")
    (top / ".git").mkdir()
    assert "guard schema plan > ../schemas/plan.schema.json\n" in main_text(capsys)
    copy.unlink()
    copy.symlink_to("elsewhere")
    assert "schema" not in main_text(capsys)


def main_text(capture: Capture) -> str:
    """`guard plan lint` where this process stands."""
    main(["lint"])
    return capture.readouterr().out


# The frame is as wide as what it is read on


@pytest.mark.parametrize("width", [40, 61, 80, 100, 200])
@pytest.mark.parametrize("before", [0, 3, 30, 50, 110])
def test_the_caret_stays_under_its_place(width: int, before: int) -> None:
    line = "\u540d" * (before // 2) + "x" * (before % 2) + "@" + "y" * 90
    frame = Source(f"{'z' * 150}\n{line}").frame(2, line.index("@") + 1)
    rows = fitted(frame, width).split("\n")
    assert max(map(cells, rows)) <= width
    at = rows[1].index("@")
    assert cells(rows[1][:at]) == rows[2].index("^")
    assert (fitted(frame, 1000), fitted("short", width)) == (frame, "short")
    assert fitted("l" * 300, width) == "l" * (width - 3) + "..."


@pytest.mark.parametrize("width", [50, 90, 160])
def test_on_a_terminal(width: int, tmp_path: Path) -> None:
    wrong = TIDY.replace(
        "scope: {paths: [/src/**]}", f"scope: {{paths: [{', '.join(f'/src/{n:03}/**' for n in range(12))}, /../x]}}"
    )
    top = folder(tmp_path, tidy=wrong)
    rows = on_terminal(top, width, "plan", "lint", "tidy")
    framed = [row for row in rows if row.startswith(" " * 7) and " | " in row]
    assert [len(row) <= width for row in framed] == [True] * 3
    assert framed[1][framed[2].index("^") :].startswith("/../x")
    for word in ("lint", "new", "--help"):
        told = on_terminal(top, width, "plan", word, "--help")
        assert [row for row in told if len(row) > width and " " in row.strip()] == []
    assert any(len(row) > 65 for row in told) == (width > 65)


# What is looked at


def test_one_plan_by_name(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    top = folder(tmp_path, tidy=UNKNOWN, other=TIDY.replace("tidy", "other"))
    assert lint(top, monkeypatch, capsys, "other")[:2] == (0, "1 document: nothing to mend\n")
    assert lint(top, monkeypatch, capsys, "tidy", "tidy")[1].endswith("\n1 document: 1 flaw\n")


def test_a_file_by_its_path(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    top = folder(tmp_path, tidy=UNKNOWN)
    code, _, report = lint(top, monkeypatch, capsys, ".guard/plans/tidy.yaml")
    assert (code, report["documents"][0]["path"]) == (1, ".guard/plans/tidy.yaml")
    assert lint(top, monkeypatch, capsys, ".guard/policy.yaml")[0] == 0
    (tmp_path / "draft.yaml").write_text(TIDY.replace("tidy", "draft"))
    code, _, report = lint(top, monkeypatch, capsys, "../draft.yaml")
    assert (code, report["documents"]) == (0, [{"path": "../draft.yaml", "kind": "plan"}])
    (tmp_path / "policy.yaml").write_text(POLICY + "mode: strict\n")
    code, _, report = lint(top, monkeypatch, capsys, "../policy.yaml")
    assert (code, [found["rule"] for found in report["findings"]]) == (1, ["G202"])


def test_another_policy(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    top = folder(tmp_path, tidy=UNKNOWN)
    (tmp_path / "house").write_text(POLICY.replace("dana", "dena"))
    assert lint(top, monkeypatch, capsys, "--policy", "../house")[0] == 0


def test_the_root_may_be_named(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    top = folder(tmp_path, tidy=UNKNOWN)
    assert lint(tmp_path, monkeypatch, capsys, "--root", "top")[0] == 1
    assert lint(tmp_path, monkeypatch, capsys, "--root", str(top / ".guard"))[0] == 1
    assert lint(tmp_path, monkeypatch, capsys)[0] == 5


def test_plans_wait_for_a_policy_that_can_be_read(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    top = folder(tmp_path, POLICY + "mode: strict\n", tidy=UNKNOWN)
    for words in ((), ("tidy",)):
        code, text, report = lint(top, monkeypatch, capsys, *words)
        assert (code, [found["rule"] for found in report["findings"]]) == (1, ["G202"])
        assert "read and not linted: the policy must be mended first" in text
        assert "2 documents: 1 flaw in 1 of them" in text


def test_another_plan_with_faults_is_named(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    top = folder(tmp_path, tidy=TIDY, other=TWICE)
    code, text, _ = lint(top, monkeypatch, capsys, "tidy")
    assert (code, text.splitlines()[0]) == (0, "note   left out for faults of their own: .guard/plans/other.yaml")


def test_manifests_of_a_plan_are_documents_too(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    sites = 'sites:\n  places: {text: "a", in: /src/**, count: 1}\n'
    top = folder(tmp_path, tidy=TIDY.replace("does: [file.modify]", "does: [file.modify], sites: places") + sites)
    (top / ".guard/manifests").mkdir()
    (top / ".guard/manifests/tidy.places.json").write_text('{"schema_version": 1, "schema_version": 2}')
    code, _, report = lint(top, monkeypatch, capsys)
    assert (code, report["documents"][2]) == (1, {"path": ".guard/manifests/tidy.places.json", "kind": "manifest"})
    assert {found["path"] for found in report["findings"]} == {".guard/manifests/tidy.places.json"}


WINDOW = "does: [file.add], window: 10:00-12:00 UTC 2026-03-02..2026-03-06"


@pytest.mark.parametrize(("now", "code"), [("2026-03-01T00:00:00Z", 0), ("2026-03-07T00:00:00+01:00", 1)])
def test_the_time_may_be_said(now: str, code: int, tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    top = folder(tmp_path, tidy=TIDY.replace("does: [file.add]", WINDOW))
    found = lint(top, monkeypatch, capsys, "--now", now)
    assert found[0] == code
    assert [of["rule"] for of in found[2]["findings"]] == ["G243"] * code


# What cannot be established


def test_no_policy(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    code, text, report = lint(folder(tmp_path, None, tidy=TIDY), monkeypatch, capsys)
    assert (code, report["outcome"], report["findings"][0]["path"]) == (5, "cannot-establish", None)
    assert "there is no .guard/policy.yaml" in text
    told = text.splitlines()
    assert [line[:7] for line in told[-11:-8]] == ["what   ", "where  ", "next   "]
    begun = "".join(f"{line.removeprefix(' ' * 12)}\n" for line in told[-8:])
    assert report["findings"][0]["mend"].partition("\n")[2].count("\n") == 7
    (tmp_path / "top/.guard/policy.yaml").write_text(begun)
    assert lint(tmp_path / "top", monkeypatch, capsys, ".guard/policy.yaml")[:2] == (0, "1 document: nothing to mend\n")


def test_no_two_policies_begin_with_one_id() -> None:
    ids = {smallest_policy().partition("\n")[0].split()[1] for _ in range(20)}
    assert len(ids) == 20
    assert all(re.fullmatch("[a-z]{8}", of) for of in ids)  # a few digits and an e would be a number to YAML


def test_a_document_that_cannot_be_read(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    top = folder(tmp_path, tidy=TIDY)
    (top / ".guard/plans/far.yaml").symlink_to("/etc/passwd")
    code, text, _ = lint(top, monkeypatch, capsys)
    assert code == 5
    assert "root:" not in text
    code, text, _ = lint(top, monkeypatch, capsys, "--policy", ".guard")
    assert (code, "a plain file" in text) == (5, True)


# To a file, and past hostile names


@pytest.mark.parametrize("form", ["text", "json"])
def test_to_a_file(form: str, tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    tell = Teller(folder(tmp_path, tidy=UNKNOWN), monkeypatch, capsys)
    said = tell("lint", "--format", form)
    kept = tell("lint", "--format", form, "-o", "report")
    assert (kept.code, kept.out, (tell.top / "report").read_text()) == (1, "", said.out)


def test_hostile_names_and_texts(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    top = folder(tmp_path, tidy=TIDY.replace("dana", '"da\\u202Ena"'))
    name = b"\x1b[31m\xff.yaml"
    with open(os.path.join(os.fsencode(top), b".guard/plans", name), "w") as file:
        file.write("plan: \x1b[2J\n")
    code, text, report = lint(top, monkeypatch, capsys)
    assert code == 1
    assert all(char == "\n" or char.isprintable() for char in text)
    told = next(of for of in report["documents"] if "path_base64" in of)
    assert base64.b64decode(told["path_base64"]) == b".guard/plans/" + name


def test_as_a_command(tmp_path: Path) -> None:
    top = folder(tmp_path, tidy=UNKNOWN)
    answer = Place(tmp_path).guard("plan", "lint", cwd=top)
    assert (answer.code, answer.err, answer.rules()) == (1, "", ["G234"])
