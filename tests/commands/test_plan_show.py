"""`guard plan show`: digests and canonical form, and bytes that another program digests to the same."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from pathlib import Path

import pytest

from guard.compile import read_document
from guard.digest import digest
from guard.drafts import blob_id
from guard.model.digests import Beside, phase_digests, plan_digest
from guard.model.plan import plan_from
from guard.schema import validate_data
from tests.commands.plans import CIRCLE, POLICY, TIDY, TWICE, Teller, folder
from tests.running import GUARD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Patch = pytest.MonkeyPatch
Capture = pytest.CaptureFixture[str]
STORY = "# tidy\n"
LETTERS = TIDY.replace("Tidy the sources", '"Größe \\u202E 名前"')


def expected(text: str, story: str | None = None) -> tuple[str, dict[str, str]]:
    read = read_document("plan", "tidy.yaml", text.encode())
    assert read.data is not None
    plan, beside = plan_from(read.data, "", {}), Beside(blob_id(story.encode()) if story else None, {})
    return plan_digest(plan, beside), phase_digests(plan, beside)


def as_data(tell: Teller, *words: str) -> dict[str, Any]:
    """What is printed for machines, which fits its schema."""
    report: dict[str, Any] = json.loads(tell("show", *words, "--format", "json").out)
    assert validate_data("show", report) == ()
    return report


@pytest.mark.parametrize("story", [None, STORY])
def test_the_digests(story: str | None, tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    tell = Teller(folder(tmp_path, tidy=TIDY), monkeypatch, capsys)
    if story:
        (tell.top / ".guard/plans/tidy.md").write_text(story)
    of, phases = expected(TIDY, story)
    answer = tell("show", "tidy")
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[0] == "plan tidy, version 1  (.guard/plans/tidy.yaml)"
    assert lines[2:4] == [
        f"digest     {of}",
        f"narrative  {blob_id(story.encode()) + '  ' if story else 'none '}(.guard/plans/tidy.md)",
    ]
    assert lines[6:8] == [f"  first  {phases['first']}", f"  then   {phases['then']}"]
    report = as_data(tell, "tidy")
    assert (report["digest"], report["kind"], report["path"]) == (of, "plan", ".guard/plans/tidy.yaml")
    assert {row["name"]: row["digest"] for row in report["phases"]} == phases
    assert [row["header"] for row in report["phases"]] == [row["header"] for row in report["phases"][:1]] * 2
    assert digest("plan", report["canonical"]) == of
    assert json.loads(answer.out.partition("canonical form\n")[2]) == report["canonical"]


def test_phases_stand_in_their_order(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    turned = TIDY.replace("after: {first: deployed 2d}, ", "").replace("first: {", "first: {after: {then: complete}, ")
    tell = Teller(folder(tmp_path, tidy=turned), monkeypatch, capsys)
    assert [row["name"] for row in json.loads(tell("show", "tidy", "--format", "json").out)["phases"]] == [
        "then",
        "first",
    ]


def test_the_policy(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    tell = Teller(folder(tmp_path), monkeypatch, capsys)
    data = read_document("policy", "policy.yaml", POLICY.encode()).data
    answer = tell("show", ".guard/policy.yaml")
    assert answer.out.startswith("policy 5f0c2b7e, version 1  (.guard/policy.yaml)\n\ndigest     ")
    assert digest("policy", data) in answer.out
    report = as_data(tell, ".guard/policy.yaml")
    assert (report["kind"], report["digest"], report["canonical"]) == ("policy", digest("policy", data), data)
    (tmp_path / "policy.yaml").write_text(POLICY.replace("version: 1", "version: 7"))
    assert "version 7  (../policy.yaml)" in tell("show", "../policy.yaml").out


def test_a_line_of_each(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    other = TIDY.replace("tidy", "other")
    tell = Teller(folder(tmp_path, tidy=TIDY, other=other), monkeypatch, capsys)
    every = [as_data(tell, name) for name in (".guard/policy.yaml", "other", "tidy")]
    answer = tell("show")
    assert (answer.code, answer.out.splitlines()) == (
        0,
        [f"{of['path'].ljust(23)}  {of['digest']}  version 1" for of in every],
    )
    keys = ("kind", "path", "id", "version", "digest")
    assert as_data(tell)["documents"] == [{key: of[key] for key in keys} for of in every]


@pytest.mark.parametrize("text", [TWICE, CIRCLE])
def test_a_line_of_what_has_no_digest(text: str, tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    tell = Teller(folder(tmp_path, tidy=text), monkeypatch, capsys)
    answer = tell("show")
    assert (answer.code, answer.out.count("sha256:")) == (1, 1)
    assert answer.out.splitlines()[1] == ".guard/plans/tidy.yaml  has no digest: guard plan lint tells why"
    assert ["digest" in of for of in as_data(tell)["documents"]] == [True, False]


def test_a_plan_that_stands_elsewhere_has_no_digest(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    tell = Teller(folder(tmp_path, tidy=TIDY), monkeypatch, capsys)
    (tmp_path / "tidy.yaml").write_text(TIDY)
    answer, report = tell("show", "../tidy.yaml"), as_data(tell, "../tidy.yaml")
    assert (answer.code, "sha256:" in answer.out, "digest" in report) == (0, False, False)
    assert "digest     none: it stands elsewhere" in answer.out
    assert report["canonical"] == as_data(tell, ".guard/plans/tidy.yaml")["canonical"]["document"]


@pytest.mark.parametrize("form", ["text", "json"])
def test_json_stays_json_where_letters_are_few(form: str, tmp_path: Path) -> None:
    top = folder(tmp_path, tidy=TIDY.replace("Tidy the sources", "Gr\u00f6\u00dfe \U0001f600"))
    words = [*GUARD, "plan", "show", "tidy", "--format", form]
    words[words.index("-I")] = "-P"  # -I would not hear of the encoding
    few = {"PYTHONIOENCODING": "ascii"}
    said = subprocess.run(words, cwd=top, env=few, capture_output=True, check=True).stdout.decode("ascii")
    canonical = json.loads(said) if form == "json" else json.loads(said.partition("canonical form\n")[2])
    plan = canonical["canonical"] if form == "json" else canonical
    assert plan["document"]["why"] == "Gr\u00f6\u00dfe \U0001f600"


@pytest.mark.parametrize("text", [TIDY, LETTERS])
def test_the_canonical_bytes_are_exact(text: str, tmp_path: Path) -> None:
    top = folder(tmp_path, tidy=text)
    words = [*GUARD, "plan", "show", "tidy", "--format", "canonical"]
    for environment in ({"LC_ALL": "C.UTF-8"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}):
        said = subprocess.run(words, cwd=top, env=environment, capture_output=True, check=True)
        assert said.stderr == b""
        assert "sha256:" + hashlib.sha256(said.stdout).hexdigest() == expected(text)[0]
        assert said.stdout.startswith(b"guard-plan-v1\n{")


@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_hidden_reaches_a_terminal(form: str, tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    tell = Teller(folder(tmp_path, tidy=LETTERS), monkeypatch, capsys)
    said = tell("show", "tidy", "--format", form).out
    assert "\u202e" not in said
    assert "\\u202e" in said
    assert ("Größe" in said) == (form == "text")
    assert digest("plan", json.loads(tell("show", "tidy", "--format", "json").out)["canonical"]) == expected(LETTERS)[0]


def test_not_even_as_canonical_bytes(tmp_path: Path) -> None:
    """A terminal digests nothing, so what it is shown need not be exact."""
    ours, theirs = os.openpty()
    words = [*GUARD, "plan", "show", "tidy", "--format", "canonical"]
    with os.fdopen(ours, "rb", buffering=0) as reader:
        child = subprocess.Popen(words, cwd=folder(tmp_path, tidy=LETTERS), stdout=theirs)
        os.close(theirs)
        said = reader.read(8192)  # far less than a terminal holds, and written at once
        assert child.wait(60) == 0
    assert said.startswith(b"guard-plan-v1\r\n{")
    assert b"\\u202e" in said
    assert "\u202e".encode() not in said


@pytest.mark.parametrize(("text", "rule"), [(TWICE, "G210"), (CIRCLE, "G230")])
@pytest.mark.parametrize("form", ["text", "json", "canonical"])
def test_what_has_no_digest(
    form: str, text: str, rule: str, tmp_path: Path, monkeypatch: Patch, capsys: Capture
) -> None:
    tell = Teller(folder(tmp_path, tidy=text), monkeypatch, capsys)
    answer = tell("show", "tidy", "--format", form)
    assert (answer.code, answer.rules()) == (1, [rule])
    assert "sha256:" not in answer.out


def test_a_policy_with_faults(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    tell = Teller(folder(tmp_path, "id: 1\n", tidy=TIDY), monkeypatch, capsys)
    answer = tell("show", ".guard/policy.yaml")
    assert (answer.code, set(answer.rules())) == (1, {"G202"})
    assert tell("show", "tidy").code == 0  # a plan means what it means under any policy
