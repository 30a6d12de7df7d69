"""The guides under docs/ are played as README.md is: what they show to be typed runs, and prints what they say.

python tests/test_guides.py --update    writes what guard prints now into them
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT)]

from guard.cli import COMMANDS  # noqa: E402  the script finds the tree first
from guard.model.rule import RULES  # noqa: E402
from tests.console import (  # noqa: E402
    BLOCK,
    Told,
    blocks,
    commands,
    environment,
    known_options,
    parser_of,
    play,
    put_played,
    without_ids,
)

LOG, GATE = ROOT / "docs/log.md", ROOT / "docs/gate.md"
GUIDES = (LOG, GATE)
pytestmark = pytest.mark.xdist_group("guides")  # one worker, so that it is played once
_kept: list[tempfile.TemporaryDirectory[str]] = []  # until the process ends


@cache
def played(guide: Path = LOG) -> tuple[Path, list[Told]]:
    """A guide: where it was played, and what was printed."""
    workshop = tempfile.TemporaryDirectory(prefix="guard-guide-")
    _kept.append(workshop)
    folder = Path(os.path.realpath(workshop.name))
    return folder, play(guide, folder)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_every_command_prints_what_the_guide_shows(guide: Path) -> None:
    shown = [without_ids(part) for part in commands(guide)]
    told = [without_ids(part) for part in played(guide)[1]]
    assert told == shown, "mend it with: python tests/test_guides.py --update"


def test_the_gate_was_shut_then_open_and_its_receipt_opened_once() -> None:
    said = [part.output for part in played(GATE)[1] if part.command.startswith("guard gate")]
    words = ["guard: violation", "guard: violation", "guard: pass", "guard: the receipt holds", "guard: violation"]
    assert [line[: len(of)] for line, of in zip(said, words, strict=True)] == words
    assert [rule for told in said for rule in re.findall(r"\[(G\d{3})\]", told)] == ["G401", "G624", "G636"]
    prose = BLOCK.sub("", GATE.read_text())
    assert set(re.findall(r"`(--?[a-z][^` ]*)[^`]*`", prose)) <= known_options()
    assert set(re.findall(r"\bG\d{3}\b", prose)) <= set(RULES)
    for words_ in re.findall(r"`guard ([^`]+)`", prose):
        parser, rest = parser_of(shlex.split(f"guard {words_}"))
        assert parser is not None
        parser.parse_args(rest)


def test_what_the_guide_tells_of_came_to_pass() -> None:
    said = {part.command.partition(" 2>")[0]: part.output for part in played()[1]}
    assert "opens     expand\n" in "".join(said.values())
    assert "4 entries verified, 4 count\n" in said["guard log verify"]
    assert (
        "1 identical\n" in said["guard log replay"]
        and "1 identical\n" in said["cd && guard log replay --bundle audit.tar"]
    )
    assert any(output.startswith('Good "guard-approval-v1" signature for omar') for output in said.values())
    (digest,) = [output.split()[0] for command, output in said.items() if command.endswith("sha256sum")]
    assert f"\n  {digest[:8]}  " in said["guard log show"]


def test_every_command_named_exists_with_its_options() -> None:
    prose = BLOCK.sub("", LOG.read_text())
    named = [f"guard {words}" for words in re.findall(r"`guard ([^`]+)`", prose)]
    named += [line for step in steps("record") + steps("sign") for line in step.get("run", "").splitlines()]
    named = [line.strip() for line in named if line.strip().startswith("guard ")]
    assert len(named) > 12
    for line in named:
        words = shlex.split(line)
        assert words[1] in COMMANDS, line
        parser, rest = parser_of(words)
        if parser and rest:
            parser.parse_args(rest)
    assert set(re.findall(r"`(--?[a-z][^` ]*)[^`]*`", prose)) <= known_options()
    assert set(re.findall(r"\bG\d{3}\b", prose)) <= set(RULES)


# The jobs


def steps(job: str) -> list[dict[str, Any]]:
    """The steps of a job of the workflow that the guide shows."""
    (block,) = [one for one in blocks(LOG.read_text()) if one.tag == "yaml" and one.file.startswith(".github/")]
    found: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(block.text)["jobs"][job]["steps"]
    return found


def checked_out(folder: Path, home: Path, step: dict[str, Any]) -> Path:
    """As actions/checkout leaves it: a detached HEAD, no local branch; with a depth of 0 every branch of the remote."""
    assert step["uses"].startswith("actions/checkout@") and step["with"]["fetch-depth"] == 0
    for words in (
        ("init", "--quiet", str(folder)),
        ("-C", str(folder), "remote", "add", "origin", str(home / "shop.git")),
        ("-C", str(folder), "fetch", "--quiet", "origin", "+refs/heads/*:refs/remotes/origin/*"),
        ("-C", str(folder), "checkout", "--quiet", "--detach", "origin/main"),
    ):
        subprocess.run(["git", *words], env=environment(home), check=True, capture_output=True)
    return folder


def done(step: dict[str, Any], where: Path, home: Path, temp: Path) -> str:
    """A step as the runner does it: bash that ends with the first command that fails."""
    key = (home / ".ssh/guard-ci").read_text().removesuffix("\n")  # secrets lose the line break at their end
    given = {**environment(home), "RUNNER_TEMP": str(temp), **({"KEY": key} if "env" in step else {})}
    run = subprocess.run(["bash", "-e", "-c", step["run"]], cwd=where, env=given, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def test_the_jobs_record_what_landed_and_sign_it(tmp_path: Path) -> None:
    home = shutil.copytree(played()[0], tmp_path / "home", symlinks=True)
    for words in (
        ("clone", "--quiet", str(home / "shop.git"), str(home / "work")),
        ("-C", str(home / "work"), "commit", "--quiet", "--allow-empty", "-m", "One more landing"),
        ("-C", str(home / "work"), "push", "--quiet", "origin", "main"),
    ):
        subprocess.run(["git", *words], env=environment(home), check=True, capture_output=True)
    first, install, record, upload = steps("record")
    here = checked_out(tmp_path / "record", home, first)
    assert install["run"] == "pipx install changeset-guard" and upload["with"]["path"] == "records"
    assert done(record, here, home, tmp_path).startswith("guard: ")
    first, download, _, sign = steps("sign")
    there = checked_out(tmp_path / "sign", home, first)
    shutil.copytree(here / "records", there / download["with"]["path"])
    assert "; recorded by ci" in (told := done(sign, there, home, tmp_path)) and "1 pushed" in told
    assert "every landing of the trusted branch is recorded" in done(
        record, checked_out(tmp_path / "again", home, first), home, tmp_path
    )


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"]:
        sys.exit(__doc__)
    for page in GUIDES:
        put_played(page, played(page)[1])
