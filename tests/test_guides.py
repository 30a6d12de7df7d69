"""The guides under docs/ are played as README.md is: what they show to be typed runs, and prints what they say.

python tests/test_guides.py --update    writes what guard prints now into them
"""

from __future__ import annotations

import os
import re
import shlex
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT)]

from guard.cli import COMMANDS  # noqa: E402  the script finds the tree first
from guard.model.rule import RULES  # noqa: E402
from tests.console import BLOCK, Told, commands, known_options, parser_of, play, put_played, without_ids  # noqa: E402

LOG, GATE = ROOT / "docs/log.md", ROOT / "docs/gate.md"
GUIDES = (LOG, GATE)
pytestmark = pytest.mark.xdist_group("guides")  # one worker, so that it is played once
_kept: list[tempfile.TemporaryDirectory[str]] = []  # until the process ends


@cache
def played(guide: Path) -> tuple[Path, list[Told]]:
    """A guide: where it was played, and what was printed."""
    workshop = tempfile.TemporaryDirectory(prefix="guard-guide-")
    _kept.append(workshop)
    folder = Path(os.path.realpath(workshop.name))
    return folder, play(guide, folder)


@pytest.mark.parametrize("guide", [pytest.param(LOG, marks=pytest.mark.later), GATE], ids=lambda guide: guide.stem)
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


@pytest.mark.later
def test_what_the_guide_tells_of_came_to_pass() -> None:
    said = {part.command.partition(" 2>")[0]: part.output for part in played(LOG)[1]}
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
    assert len(named) >= 10
    for line in named:
        words = shlex.split(line)
        assert words[1] in COMMANDS, line
        parser, rest = parser_of(words)
        if parser and rest:
            parser.parse_args(rest)
    assert set(re.findall(r"`(--?[a-z][^` ]*)[^`]*`", prose)) <= known_options()
    assert set(re.findall(r"\bG\d{3}\b", prose)) <= set(RULES)


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"]:
        sys.exit(__doc__)
    for page in GUIDES:
        put_played(page, played(page)[1])
