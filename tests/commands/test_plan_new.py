"""`guard plan new`: what it writes, that nothing is written over, and names that would mislead."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from guard.commands.plan.new import TEMPLATES, shipped
from guard.drafts import plain
from guard.errors import GuardError
from guard.schema import schema_text
from tests.commands.plans import POLICY, TIDY, Teller, folder, unheard
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
    plan, story = top / ".guard/plans/fresh.yaml", top / ".guard/plans/fresh.md"
    told = place.guard("plan", "lint", cwd=top)
    assert (told.code, told.err) == (0, "")
    assert told.out == (
        "note   .guard/plans/fresh.yaml: 3 places still say # yours\n"
        "note   .guard/plans/fresh.md: 2 places still ask for words (Say ...)\n"
        "2 documents: nothing to mend\n"
    )
    plan.write_text(re.sub("# yours.*", "", plan.read_text()))
    story.write_text(story.read_text().replace("Say how it is undone, and until when.", "By its inverse."))
    assert place.guard("plan", "lint", cwd=top).out == (
        "note   .guard/plans/fresh.yaml: 1 place still asks for words (Say ...)\n"
        "note   .guard/plans/fresh.md: 1 place still asks for words (Say ...)\n"
        "2 documents: nothing to mend\n"
    )
    plan.write_text(plan.read_text().replace("Say in a sentence what this is for", "Tidy"))
    story.write_text("# yours\n\nFilled in.\n")
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
    marks = plan.count("# yours")
    note = f"note   .guard/plans/brand-new.yaml: {marks} places still say # yours\n"
    assert (found.code, found.out) == (0, note + "1 document: nothing to mend\n")


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
        ("", "a word is empty"),
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


@pytest.mark.parametrize("place", [".guard", ".guard/plans", ".guard/schemas", ".guard/schemas/plan.schema.json"])
@pytest.mark.parametrize("there", [True, False])
def test_nothing_is_written_through_a_link(
    place: str, there: bool, tmp_path: Path, monkeypatch: Patch, capsys: Capture
) -> None:
    tell, elsewhere = Teller(folder(tmp_path), monkeypatch, capsys), tmp_path / "elsewhere"
    if (tell.top / place).exists():
        (tell.top / place).rename(elsewhere)
    elif there:
        elsewhere.mkdir()
    (tell.top / place).parent.mkdir(exist_ok=True)
    (tell.top / place).symlink_to(elsewhere)
    before = sorted(tmp_path.rglob("*"))
    try:
        refused = tell("new", "fresh").code == 0 and place.endswith(".json")  # what stands there is left as it is
    except GuardError as error:
        refused = "not a link" in error.what
    assert refused
    assert [path for path in sorted(elsewhere.rglob("*")) if path not in before] == []
    assert elsewhere.exists() == (there or place in (".guard", ".guard/plans"))


def test_no_folder_is_swapped_for_a_link_meanwhile(tmp_path: Path) -> None:
    """Each step is taken from the one before, so that a link put there after all was looked at leads nowhere."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to("elsewhere")
    for path in (b"link/new", b"link/deep/new"):
        with pytest.raises(OSError, match=r"Not a directory|Too many levels"):
            plain.create(str(tmp_path), path, b"x")
    assert list((tmp_path / "elsewhere").iterdir()) == []
    (tmp_path / "far").symlink_to("elsewhere/new")
    with pytest.raises(FileExistsError):
        plain.create(str(tmp_path), b"far", b"x")
    plain.create(str(tmp_path), b"deep/er/new", b"x")
    assert (tmp_path / "deep/er/new").read_bytes() == b"x"
    plain.remove(str(tmp_path), b"deep/er/new")
    assert not plain.there(str(tmp_path), b"deep/er/new")


def test_a_story_that_is_a_link_stays(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    tell = Teller(folder(tmp_path), monkeypatch, capsys)
    (tell.top / ".guard/plans/fresh.md").symlink_to(tmp_path / "elsewhere")
    assert tell("new", "fresh").code == 2
    assert not (tmp_path / "elsewhere").exists()


def test_both_files_or_neither(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    tell = Teller(folder(tmp_path), monkeypatch, capsys)
    (tell.top / ".guard/schemas").write_text("a file in the place of the folder\n")
    with pytest.raises(GuardError):
        tell("new", "fresh")
    assert list((tell.top / ".guard/plans").iterdir()) == []


def test_written_and_nobody_could_be_told(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    """The files stand, and that is said; who asks again is told so, and not to choose another name."""
    top = folder(tmp_path)
    answer = unheard(top, "plan", "new", "fresh")
    assert (answer.code, answer.rules(), answer.out) == (5, ["G820"], "")
    assert "what   the plan is written, but that could not be told: Bad file descriptor\n" in answer.err
    assert "go on with .guard/plans/fresh.yaml, .guard/plans/fresh.md" in answer.err
    written = (top / ".guard/plans/fresh.yaml").read_text()
    tell = Teller(top, monkeypatch, capsys)
    again = tell("new", "fresh")
    assert (again.code, again.err) == (0, "")
    assert again.out.startswith("stands there already:  .guard/plans/fresh.yaml\n")
    assert (top / ".guard/plans/fresh.yaml").read_text() == written
    (top / ".guard/plans/fresh.yaml").write_text(written.replace("/src/**", "/lib/**"))
    assert "choose another name" in tell("new", "fresh").err


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
