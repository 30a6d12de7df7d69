"""Text for people and agents: golden files, and what holds for every verdict."""

from __future__ import annotations

import re
import subprocess
import unicodedata

import pytest

from guard.checks.scope import check
from guard.formats import text
from guard.model.finding import Next, finding
from guard.model.rule import RULES
from guard.model.verdict import EXIT_CODES, Verdict, weigh
from tests.cases import added, case, findings, plan
from tests.formats.verdicts import GOLDEN, STAGED, VERDICTS, golden, outside, rendered
from tests.running import WAYS_ROUND

PAINT = re.compile(r"\x1b\[1;\d\dm|\x1b\[0m")


@pytest.mark.parametrize("name", VERDICTS)
def test_golden(name: str) -> None:
    assert rendered(name, "text") == golden(name, "text").read_text(encoding="utf-8")


def test_every_golden_file_is_compared() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(VERDICTS)


@pytest.mark.parametrize("name", VERDICTS)
def test_plain_text_obeys_nothing_and_paint_changes_no_word(name: str) -> None:
    plain = text.render(VERDICTS[name])
    assert not [char for char in plain if char != "\n" and unicodedata.category(char)[0] == "C"]
    assert not WAYS_ROUND.search(plain)
    painted = text.render(VERDICTS[name], colour=True)
    assert PAINT.sub("", painted) == plain
    if VERDICTS[name].adopted:
        assert painted.startswith("guard: \x1b[1;")
    else:
        assert painted == plain


@pytest.mark.parametrize("name", VERDICTS)
def test_every_rule_that_closes_this_door_is_told_with_what_why_and_next(name: str) -> None:
    verdict = VERDICTS[name]
    said = text.render(verdict)
    closing, _, later = said.partition(text.LATER[verdict.door] or "\n\n\n")
    assert set(re.findall(r"\[(G\d{3})\]$", closing, re.M)) == {found.rule for found in verdict.stopping()}
    assert set(re.findall(r"\[(G\d{3})\]$", later, re.M)) == {found.rule for found in verdict.later()}
    for label in ("what   ", "next   "):
        assert said.count(f"\n{label}") == len(re.findall(r"\[G\d{3}\]$", said, re.M))


@pytest.mark.parametrize("outcome", sorted(set(EXIT_CODES) - {"usage", "pass"}))
def test_every_outcome_has_a_headline_and_a_colour(outcome: str) -> None:
    found = outside(b"a", "a")._replace(outcome=outcome)  # type: ignore[arg-type]
    painted = text.render(weigh("commit", (found,), STAGED), colour=True)
    assert f"\x1b[1;{text.COLOURS[outcome]}m{outcome}\x1b[0m, 3 files staged" in painted
    assert f"guard: {text.HEADLINES[outcome]}, {RULES['G101'].title}" in painted
    assert f"\x1b[1;{text.COLOURS['pass']}mpass\x1b[0m" in text.render(weigh("commit", ()), colour=True)


def one(*findings_: object) -> str:
    return text.render(weigh("commit", findings_))  # type: ignore[arg-type]


def test_what_says_the_same_of_several_places_is_told_once() -> None:
    said = one(outside(b"a", "a"), outside(b"b", "b"), outside(b"c", "c", b"d" * 40))
    assert said.count("[G101]") == 1
    assert "what   a: file.add\n       b: file.add\n       c: file.add   (commit dddddddddddd)\n" in said
    assert "git restore --staged -- a b c\n" in said


@pytest.mark.parametrize("apart", ["rule", "why", "who", "words"])
def test_what_says_something_else_is_told_apart(apart: str) -> None:
    first = outside(b"a", "a")
    other = {
        "rule": first._replace(rule="G103"),
        "why": first._replace(why="another"),
        "who": first._replace(next=(first.next[0], Next("omar", first.next[1].run))),
        "words": first._replace(next=(Next("you", "do something else", b"a"), first.next[1])),
    }[apart]
    said = one(first, other)
    assert len(re.findall(r"\[G10[13]\]$", said, re.M)) == 2


@pytest.mark.parametrize(("count", "more"), [(8, None), (9, "and 1 more"), (1200, "and 1,192 more")])
def test_of_many_places_the_first_are_listed(count: int, more: str | None) -> None:
    said = one(*(outside(b"f%d" % number, f"f{number}") for number in range(count)))
    listed = " ".join([f"f{number}" for number in range(8)])
    assert f"git restore --staged -- {listed}\n" in said
    assert "f8: file.add" not in said
    assert (more is None) == ("--format json" not in said)
    assert more is None or more in said


def command(verdict: Verdict) -> list[str]:
    """The commands an agent would paste, one for each finding shown."""
    return re.findall(r"take it out of this commit: (.*)$", text.render(verdict), re.M)


SEPARATORS = {
    "two that differ after their last separator": (b"a -- b", b"a -- c"),
    "a second name that would be a command": (b"x -- y", b"x -- ; echo obeyed #"),
    "separators in front": (b"-- a", b"-- b", b"c"),
    "hidden characters besides": (b"a\n -- b", b"a\n -- c"),
    "every kind of quoting": (b"a", b"b c", b"$(echo obeyed)", b"it's", b"\xff\xfe", "größe".encode()),
}


@pytest.mark.parametrize("name", SEPARATORS)
def test_joined_commands_name_exactly_the_paths(name: str) -> None:
    """Whatever the names: a shell reads each of them back as one word, and nothing else."""
    paths = SEPARATORS[name]
    told = findings(check, case(*(added(path) for path in paths), plan=plan()))
    read: list[bytes] = []
    for line in command(weigh("commit", tuple(told))):
        script = f"git() {{ printf '%s\\0' \"$@\"; }}; set -f; {line}"
        done = subprocess.run(["bash", "--norc", "-c", script], capture_output=True, check=False)
        assert done.returncode == 0, (line, done.stderr)
        words = done.stdout.split(b"\0")
        assert words[:3] == [b"restore", b"--staged", b"--"], line
        read += words[3:-1]
    assert sorted(read) == sorted(paths)


def test_every_line_of_a_frame_is_indented() -> None:
    found = finding("G202", "what", "3 | a\n4 | b\n  | ^", (Next("you", "first\nsecond"),))
    said = one(found)
    assert "why    3 | a\n       4 | b\n         | ^\n" in said
    assert "next   you: first\n            second\n" in said


def test_those_who_act_stand_in_one_column() -> None:
    steps = (Next("you", "one"), Next("bartholomew", "two"), Next("al", "three"))
    said = one(finding("G101", "what", "why", steps))
    assert "next   you:         one\n       bartholomew: two\n       al:          three\n" in said
