"""The order of findings in a report that may not hold them all, where each is placed, and what it is known by."""

from __future__ import annotations

import random

import pytest

from guard.model.finding import Finding, Next, finding, settled
from guard.model.ranking import cut, level, lines, marks, place, ranked
from guard.model.verdict import NO_BASIS, weigh

STEP = (Next("you", "mend it"),)
BASIS = NO_BASIS._replace(document=b".guard/plans/move.yaml", line=12)


def one(rule: str, path: bytes | None = b"a", line: int | None = None, what: str = "what", why: str = "why") -> Finding:
    return finding(rule, what, why, STEP, path, line)


def test_what_closes_this_door_comes_first_and_the_worst_of_it() -> None:
    wanted = [
        one("G899"),
        one("G804"),
        one("G101"),
        one("G101", what="another"),
        one("G107")._replace(outcome="stale"),
        one("G102"),
        one("G101")._replace(blocks="run"),
        one("G107")._replace(blocks="run"),
        one("G101")._replace(blocks="nothing"),
        settled(one("G421"), "dana accepted it"),
    ]
    verdict = weigh("merge", tuple(wanted))
    assert ranked(verdict) == tuple(wanted)
    mixed = wanted[:]
    random.Random(7).shuffle(mixed)
    assert {found: number for number, found in enumerate(ranked(weigh("merge", tuple(mixed))))}.keys() == set(wanted)
    assert [(found.outcome, found.blocks) for found in ranked(weigh("merge", tuple(mixed)))] == [
        (found.outcome, found.blocks) for found in wanted
    ]


@pytest.mark.parametrize(
    ("rule", "blocks", "door", "told"),
    [
        ("G101", "commit", "commit", "error"),
        ("G101", "commit", "merge", "error"),
        ("G804", "commit", "merge", "error"),
        ("G102", "merge", "merge", "warning"),
        ("G102", "merge", "commit", "note"),
        ("G101", "run", "merge", "warning"),
        ("G101", "nothing", "merge", "note"),
        ("G804", "nothing", "run", "note"),
    ],
)
def test_how_loud(rule: str, blocks: str, door: str, told: str) -> None:
    assert level(one(rule)._replace(blocks=blocks), door) == told  # type: ignore[arg-type]


def test_a_place_is_always_a_file_of_the_repository_and_a_line_from_1() -> None:
    assert place(one("G101", b"src/a", 7), BASIS) == (b"src/a", 7)
    assert place(one("G101", b"src/a"), BASIS) == (b"src/a", 1)
    assert place(one("G105", None), BASIS) == (b".guard/plans/move.yaml", 12)
    assert place(one("G105", None), NO_BASIS) == (b".guard/policy.yaml", 1)
    for path in (b"/etc/passwd", b"../a", b"a/../../b", b"a//b", b".", b""):
        assert place(one("G101", path, 3), BASIS) == (b".guard/plans/move.yaml", 12)
        assert place(one("G105", None), BASIS._replace(document=path)) == (b".guard/policy.yaml", 1)


MANY = [
    one("G101", b"a"),
    one("G101", b"b"),
    one("G104", b"a"),
    one("G202", b"p.yaml", 4, "p.yaml:4:3: unknown key path"),
    one("G202", b"p.yaml", 9, "p.yaml:9:3: unknown key path"),
    one("G304", b"s", 3, "a password at line 3"),
    one("G105", None, None, "61 files change, 50 at most"),
    one("G101", b"a", None, "another"),
]


def test_marks_are_all_different_and_follow_their_finding_in_any_order() -> None:
    known = dict(zip(MANY, marks(MANY), strict=True))
    assert len(set(known.values())) == len(MANY)
    for seed in range(20):
        mixed = MANY[:]
        random.Random(seed).shuffle(mixed)
        assert dict(zip(mixed, marks(mixed), strict=True)) == known


def test_a_mark_stays_while_lines_commits_and_amounts_move() -> None:
    moved = [
        one("G101", b"a")._replace(commit=b"d" * 40),
        one("G101", b"b", 17),
        one("G104", b"a"),
        one("G202", b"p.yaml", 104, "p.yaml:104:5: unknown key path"),
        one("G202", b"p.yaml", 109, "p.yaml:109:3: unknown key path"),
        one("G304", b"s", 33, "a password at line 33"),
        one("G105", None, None, "1,062 files change, 50 at most"),
        one("G101", b"a", None, "another"),
    ]
    assert marks(moved) == marks(MANY)
    assert marks(MANY[2:]) == marks(MANY)[2:]


@pytest.mark.parametrize(
    "other",
    [
        one("G104", b"a"),
        one("G101", b"a1"),
        one("G101", b"a", None, "what else"),
        one("G101", b"a")._replace(fingerprint="0" * 16),
        one("G101", None),
    ],
)
def test_another_finding_has_another_mark(other: Finding) -> None:
    assert marks([other]) != marks([one("G101", b"a")])


def test_two_that_say_the_same_are_two() -> None:
    assert len(set(marks([one("G101")] * 3))) == 3


def test_all_words_are_told_and_nothing_hidden_in_them() -> None:
    found = settled(finding("G101", "a\x1b[2K", "1 | x\n2 | y\x00", (Next("dana", "git add", b"a\nb"),)), "omar")
    assert lines(found) == [
        "a\\x1b[2K", "1 | x", "2 | y\\x00", "settled: omar", "next, dana: git add -- $'a\\x0a\\x62'",
    ]  # fmt: skip
    assert (cut("abcdef", 6), cut("abcdefg", 6)) == ("abcdef", "abc...")
