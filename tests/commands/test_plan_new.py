"""`guard plan new`: what it writes, that nothing is written over, and names that would mislead."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from guard.commands._plan_new import TEMPLATES, shipped
from guard.errors import GuardError
from guard.schema import schema_text
from tests.commands.plans import POLICY, TIDY, Teller, folder
from tests.running import Place

Patch = pytest.MonkeyPatch
Capture = pytest.CaptureFixture[str]
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
TWO = POLICY.replace("people:\n", "people:\n  omar: {teams: [billing]}\n")


def test_the_smallest_plan_lints_clean(tmp_path: Path) -> None:
    place, top = Place(tmp_path), folder(tmp_path)
    answer = place.guard("plan", "new", "fresh", cwd=top)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[:2] == ["wrote  .guard/plans/fresh.yaml", "       .guard/plans/fresh.md"]
    assert "fill in the 3 places that say # yours" in answer.out
    assert "guard plan lint fresh" in answer.out
    assert (top / ".guard/plans/fresh.md").read_text().startswith("# fresh\n")
    assert place.guard("plan", "lint", cwd=top).out == "2 documents: nothing to mend\n"


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_in_the_house_it_was_made_in(
    template: str, tmp_path: Path, monkeypatch: Patch, capsys: Capture
) -> None:
    """With the policy and the runbook of its example it lints as clean as the example does."""
    top = tmp_path / "top"
    shutil.copytree(EXAMPLES / template, top)
    old = TEMPLATES[template][0]
    for end in (".yaml", ".md"):
        (top / ".guard/plans" / (old + end)).unlink()
    tell = Teller(top, monkeypatch, capsys)
    owner = re.search(r"^owner: (\S+)", shipped(template)[0], re.MULTILINE)
    assert owner
    answer = tell("new", "brand-new", "--from", template, "--owner", owner[1])
    assert (answer.code, answer.err) == (0, "")
    plan, story = ((top / ".guard/plans" / f"brand-new{end}").read_text() for end in (".yaml", ".md"))
    assert re.findall(r"^(?:plan|version|owner): \S+", plan, re.MULTILINE) == [
        "plan: brand-new",
        "version: 1",
        f"owner: {owner[1]}",
    ]
    assert plan.startswith("# yaml-language-server: $schema=../schemas/plan.schema.json\n")
    assert story.startswith("# brand-new\n")
    assert old not in story
    assert f"{plan.count('# yours')} places" in answer.out
    found = tell("lint", "brand-new")
    assert (found.code, found.out) == (0, "1 document: nothing to mend\n")


def test_everything_else_of_a_template_stays(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    tell = Teller(folder(tmp_path, TWO), monkeypatch, capsys)
    assert tell("new", "brand-new", "--from", "flag-removal", "--owner", "omar").code == 0
    made = (tell.top / ".guard/plans/brand-new.yaml").read_text().splitlines()[1:]
    model = shipped("flag-removal")[0].splitlines()[1:]
    assert [was for was, line in zip(model, made, strict=True) if was != line] == [
        line for line in model if line.startswith(("plan:", "owner:"))
    ]


def test_every_template_is_an_example_and_told_in_the_help(tmp_path: Path) -> None:
    said = Place(tmp_path).guard("plan", "new", "--help", cwd=tmp_path).out
    for template, (plan, words) in TEMPLATES.items():
        assert (EXAMPLES / template / ".guard/plans" / f"{plan}.yaml").is_file()
        assert re.search(rf"^  {template} +{re.escape(words)}$", said, re.MULTILINE)


# Who answers for it


def test_the_only_person_answers_for_it(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    tell = Teller(folder(tmp_path), monkeypatch, capsys)
    tell("new", "fresh")
    assert "\nowner: dana\n" in (tell.top / ".guard/plans/fresh.yaml").read_text()


@pytest.mark.parametrize(
    ("policy", "words", "told"),
    [
        (TWO, (), "who answers for it? --owner takes one of dana, omar"),
        (TWO, ("--owner", "omr"), "'omr' is nobody the policy lists; did you mean omar?"),
        (TWO, ("--owner", "\x1b[31m"), "'\\x1b[31m' is nobody"),
        ("id: 5f0c2b7e\nversion: 1\n", (), ".guard/policy.yaml lists none yet"),
    ],
)
def test_somebody_must(
    policy: str, words: tuple[str, ...], told: str, tmp_path: Path, monkeypatch: Patch, capsys: Capture
) -> None:
    tell = Teller(folder(tmp_path, policy), monkeypatch, capsys)
    answer = tell("new", "fresh", *words)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err
    assert list((tell.top / ".guard/plans").iterdir()) == []


# Names


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Split_Name", "did you mean split-name?"),
        ("9-lives", "did you mean lives?"),
        ("../../etc/x", "did you mean etc-x?"),
        ("a" * 64, "up to 62"),
        ("naïve", "did you mean na-ve?"),
        ("fresh\n", "did you mean fresh?"),
        ("", "cannot be the id of a plan"),
        ("\x1b[31m", "'\\x1b[31m' cannot be"),
        ("tidy", ".guard/plans/tidy.yaml stands there already"),
        ("story", ".guard/plans/story.md stands there already"),
        ("t1dy", "looks like the plan tidy"),
        ("ti-dy", "looks like the plan tidy"),
    ],
)
def test_a_name_that_cannot_be(name: str, told: str, tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    tell = Teller(folder(tmp_path, tidy=TIDY), monkeypatch, capsys)
    (tell.top / ".guard/plans/story.md").write_text("mine\n")
    answer = tell("new", name)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err
    assert "\x1b" not in answer.err
    assert sorted(path.name for path in (tell.top / ".guard/plans").iterdir()) == ["story.md", "tidy.yaml"]


def test_a_template_that_is_not_there(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    tell = Teller(folder(tmp_path), monkeypatch, capsys)
    assert "did you mean flag-removal?" in tell("new", "fresh", "--from", "flag-remove").err
    assert "there is expand-contract, rename-call-sites" in tell("new", "fresh", "--from", "zzz").err


# Nothing is written where it should not be


def test_nothing_is_written_through_a_link(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    tell = Teller(folder(tmp_path), monkeypatch, capsys)
    (tell.top / ".guard/plans").rmdir()
    (tmp_path / "elsewhere").mkdir()
    (tell.top / ".guard/plans").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(GuardError, match="not a link"):
        tell("new", "fresh")
    (tell.top / ".guard/plans").unlink()
    (tell.top / ".guard/plans").mkdir()
    (tell.top / ".guard/plans/fresh.md").symlink_to(tmp_path / "elsewhere/x")
    assert tell("new", "fresh").code == 2
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("policy", [None, "id: 1\n"])
def test_without_a_policy_that_can_be_read(
    policy: str | None, tmp_path: Path, monkeypatch: Patch, capsys: Capture
) -> None:
    tell = Teller(folder(tmp_path, policy), monkeypatch, capsys)
    with pytest.raises(GuardError) as caught:
        tell("new", "fresh")
    assert caught.value.rule == "G813"
    assert list((tell.top / ".guard/plans").iterdir()) == []


def test_the_folder_is_made_where_there_is_none(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    tell = Teller(folder(tmp_path), monkeypatch, capsys)
    (tell.top / ".guard/plans").rmdir()
    assert tell("new", "fresh").code == 0
    assert (tell.top / ".guard/plans/fresh.yaml").is_file()


def test_an_editor_finds_the_schema_where_the_first_line_says(
    tmp_path: Path, monkeypatch: Patch, capsys: Capture
) -> None:
    tell = Teller(folder(tmp_path, TWO), monkeypatch, capsys)
    assert "schemas/plan.schema.json" in tell("new", "first", "--owner", "omar").out
    place = (tell.top / ".guard/plans/first.yaml").read_text().partition("$schema=")[2].partition("\n")[0]
    schema = tell.top / ".guard/plans" / place
    assert schema.read_text() == schema_text("plan")
    schema.write_text("{}")
    assert "schemas" not in tell("new", "second", "--owner", "omar").out
    assert schema.read_text() == "{}"
