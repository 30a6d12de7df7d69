"""Everything README.md says is run or compared: commands and what they print, documents, tables, names.

python tests/test_readme.py --update    writes what guard prints now, and the text of examples/, into README.md
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT)]

from guard.cli import COMMANDS, HELP  # noqa: E402  the script finds the tree first
from guard.compile import read_document  # noqa: E402
from guard.model.rule import RULES  # noqa: E402
from guard.model.verdict import EXIT_CODES  # noqa: E402
from tests import picture  # noqa: E402
from tests.console import (  # noqa: E402
    BLOCK,
    Block,
    Told,
    blocks,
    commands,
    environment,
    known_options,
    parser_of,
    play,
    put,
    put_played,
    without_ids,
)

README = ROOT / "README.md"
EXAMPLE = ROOT / "examples/first-plan"


def tagged(tag: str) -> list[Block]:
    return [block for block in blocks(README.read_text()) if block.tag == tag]


def document(file: str) -> Block:
    (found,) = [block for block in tagged("yaml") if block.file == file]
    return found


@cache
def played() -> tuple[Path, list[Told]]:
    """The README's repository, and what it took to get there."""
    workshop = tempfile.TemporaryDirectory(prefix="guard-readme-")
    _kept.append(workshop)
    folder = Path(os.path.realpath(workshop.name))
    return folder, play(README, folder)


_kept: list[tempfile.TemporaryDirectory[str]] = []  # until the process ends
pytestmark = pytest.mark.xdist_group("readme")  # one worker, so that it is played once


def guarded(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=cwd, env=environment(played()[0]), capture_output=True, text=True, timeout=60)


# Commands and what they print


def test_every_command_prints_what_the_readme_shows() -> None:
    shown = [without_ids(part) for part in commands(README)]
    assert [without_ids(part) for part in played()[1]] == shown, "mend it with: python tests/test_readme.py --update"


def test_the_first_commit_is_refused_and_the_second_stands() -> None:
    said = {part.command.partition(" -m ")[2]: part.output for part in played()[1] if "commit" in part.command}
    assert "[G101]" in said['"Add the column, and use it on the invoice"']
    assert said['"Add the column"'].startswith("guard: pass")
    log = guarded("git", "log", "--format=%s", cwd=played()[0] / "shop").stdout.splitlines()
    assert log == ["Add the column", "A policy, and the plan to split the name"]


def test_the_help_shown_is_the_help() -> None:
    (shown,) = [part for part in commands(README) if part.command == "guard --help"]
    assert shown.output == HELP


def test_the_picture_is_what_guard_prints() -> None:
    assert picture.PICTURE.read_text() == picture.drawn(), "draw it again: python tests/picture.py"
    assert f"]({picture.PICTURE.relative_to(ROOT).as_posix()})" in README.read_text()


# The example


@pytest.mark.parametrize(("kind", "name"), [("policy", "policy.yaml"), ("plan", "plans/split-name.yaml")])
def test_the_example_is_what_the_readme_shows_and_is_without_fault(kind: str, name: str) -> None:
    text = (EXAMPLE / name).read_text()
    assert document(f".guard/{name}").text == text
    read = read_document(kind, f".guard/{name}", text.encode())
    assert read.data is not None
    assert read.faults == ()


def test_the_example_holds_nothing_else_and_serves_as_a_trust_directory() -> None:
    files = {path.relative_to(EXAMPLE).as_posix() for path in EXAMPLE.rglob("*") if path.is_file()}
    assert files == {"policy.yaml", "plans/split-name.yaml"}
    run = guarded("guard", "check", "--trust", str(EXAMPLE), "--range", "main..HEAD", cwd=played()[0] / "shop")
    assert (run.returncode, run.stdout.partition(",")[0]) == (0, "guard: pass")


# Tables and names


def test_the_exit_codes_are_the_exit_codes() -> None:
    rows = re.findall(r"^\| (\d+) \| ([a-z-]+) \|", README.read_text(), re.M)
    assert {outcome: int(code) for code, outcome in rows} == EXIT_CODES


@pytest.mark.later
def test_shadow_mode_leaves_the_codes_it_says(tmp_path: Path) -> None:
    trust = shutil.copytree(EXAMPLE, tmp_path / "trust")
    shop = shutil.copytree(played()[0] / "shop", tmp_path / "shop")
    judge = ("guard", "check", "--trust", str(trust), "--range", "main..HEAD", "--plan", "split-name")
    guarded("git", "commit", "--quiet", "--no-verify", "--all", "-m", "The file outside", cwd=shop)
    assert guarded(*judge, cwd=shop).returncode == EXIT_CODES["violation"]
    with (trust / "policy.yaml").open("a") as policy:
        policy.write("mode: shadow\n")
    assert guarded(*judge, cwd=shop).returncode == 0
    assert guarded(*judge, "--nonsense", cwd=shop).returncode == EXIT_CODES["usage"]


def quoted() -> list[str]:
    """Commands of guard in running text, in `backticks`, in the block for agents and in that for a shell."""
    text = README.read_text()
    prose = BLOCK.sub("", text)
    found = re.findall(r"`(guard [^`]+)`", prose)
    found += [command for block in tagged("text") for command in re.findall(r'"(guard [a-z][^"]+)"', block.text)]
    found += [block.text.strip() for block in tagged("sh")]
    return found + [part.command for part in commands(README) if part.command[:6] == "guard "]


def test_every_command_named_exists_with_its_options() -> None:
    assert len(quoted()) >= 10
    for command in quoted():
        words = shlex.split(command.partition(" | ")[0])
        if words[1] == "--help":
            continue
        assert words[1] in COMMANDS, command
        if len(words) == 2:
            continue  # the command as such
        parser, rest = parser_of(words)
        if parser:
            parser.parse_args(rest)
        if words[1] == "explain" and rest not in ([], ["RULE"]):
            assert set(rest) <= set(RULES), command


def test_every_option_named_in_running_text_exists() -> None:
    assert set(re.findall(r"`(-[^` ]+)[^`]*`", BLOCK.sub("", README.read_text()))) <= known_options()


def test_every_key_of_the_report_that_an_agent_is_told_of_exists() -> None:
    (block,) = tagged("text")
    (line,) = [line for line in block.text.splitlines() if "may_commit" in line]
    schema = (ROOT / "schemas/report.schema.json").read_text()
    for key in ("may_commit", "may_merge", "findings", "rule", "path", "next"):
        assert key in line
        assert f'"{key}"' in schema


def test_every_place_named_exists() -> None:
    places = [line.split()[0] for block in tagged("") for line in block.text.splitlines() if "/" in line.split()[0]]
    places += re.findall(r"(?<![.\w/])(?:guard|docs|tests)/[\w/]+(?:\.py|/)", README.read_text())
    places += [target for target in re.findall(r"\]\(([^)#]+)\)", README.read_text()) if ":" not in target]
    assert len(places) > 15
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_what_is_installed_is_this_distribution() -> None:
    name = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["name"]
    assert set(re.findall(r"(?:pip|pipx) install (\S+)", README.read_text())) == {name}


# What others read


def parsed(file: str) -> dict[str, object]:
    return YAML(typ="safe", pure=True).load(document(file).text)  # type: ignore[no-any-return]


def test_the_workflow_is_the_example_without_its_uploads() -> None:
    shown = parsed(".github/workflows/guard.yml")
    example = YAML(typ="safe", pure=True).load((ROOT / "examples/github/guard.yml").read_text())
    assert shown["on"] == example["on"] and shown["permissions"] == example["permissions"] == {}
    (step,) = shown["jobs"]["guard"]["steps"]  # type: ignore[index]
    assert step["uses"] == example["jobs"]["guard"]["steps"][0]["uses"]


def test_the_line_for_anywhere_else_judges_the_branch_and_writes_what_it_says(tmp_path: Path) -> None:
    (block,) = [one for one in tagged("sh") if one.text.startswith("guard check")]
    clone = tmp_path / "clone"  # as CI has it: remote branches, a detached HEAD, no local branch
    assert guarded("git", "clone", "--quiet", "--no-checkout", str(played()[0] / "shop"), str(clone), cwd=tmp_path)
    for words in (
        ("checkout", "--quiet", "--detach", "origin/split-name"),
        ("branch", "--quiet", "-D", "split-name"),
        ("remote", "set-head", "origin", "--delete"),
    ):
        assert guarded("git", *words, cwd=clone).returncode == 0
    run = guarded(*shlex.split(block.text), cwd=clone)
    assert (run.returncode, run.stdout.partition(",")[0]) == (0, "guard: pass")
    assert json.loads((clone / "guard.sarif").read_text())["version"] == "2.1.0"
    assert ElementTree.parse(clone / "guard.xml").getroot().tag == "testsuites"


def test_the_pre_commit_block_names_a_hook_that_exists() -> None:
    offered = YAML(typ="safe", pure=True).load((ROOT / ".pre-commit-hooks.yaml").read_text())
    (repository,) = parsed(".pre-commit-config.yaml")["repos"]  # type: ignore[misc]
    assert {hook["id"] for hook in repository["hooks"]} <= {hook["id"] for hook in offered}
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert repository["rev"] == f"v{version}"


# Writing it anew


def update() -> None:
    """Documents first, since what is printed names their lines."""
    texts = {f".guard/{path.relative_to(EXAMPLE).as_posix()}": path.read_text() for path in EXAMPLE.rglob("*.yaml")}
    put(README, [(block, texts[block.file]) for block in tagged("yaml") if block.file in texts])
    put_played(README, played()[1])


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"]:
        sys.exit(__doc__)
    update()
