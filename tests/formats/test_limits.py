"""Reports longer than their readers take: cut from the least bad on, and they say so."""

from __future__ import annotations

import json
import random
import re

import pytest

from guard.formats import github, markdown, render, sarif
from guard.model.finding import Finding, Next, finding
from guard.model.verdict import Turn, Unknown, Verdict, weigh
from tests.formats.readers import collected, drawn, fits, run_by, scanned
from tests.formats.verdicts import PLACED, RANGE

STEP = (Next("you", "mend it"),)


def many(count: int, worse: int = 0) -> Verdict:
    """Questions, and among them some violations, the last of all one of them."""
    asked = [finding("G102", f"f{number} needs a plan", "policy", STEP, b"f%d" % number) for number in range(count)]
    for number in range(1, worse + 1):
        asked[count * number // worse - 1] = finding("G101", f"bad {number}", "plan", STEP, b"bad%d" % number)
    return weigh("merge", tuple(asked), PLACED)


def notifications(text: str) -> list[str]:
    (run,) = json.loads(text)["runs"]
    (invocation,) = run["invocations"]
    return [one["message"]["text"] for one in invocation.get("toolExecutionNotifications", ())]


@pytest.mark.parametrize(("count", "shown"), [(1, 1), pytest.param(30_000, 5_000, marks=pytest.mark.later)])
def test_of_many_findings_sarif_has_the_worst(count: int, shown: int) -> None:
    text = render(many(count, min(count, 12)), "sarif")
    alerts = scanned(text)
    assert len(alerts) == shown
    assert [one.rule for one in alerts[: min(count, 12)]] == ["G101"] * min(count, 12)
    assert [one.level for one in alerts] == ["error"] * min(count, 12) + ["warning"] * (shown - min(count, 12))
    (run,) = json.loads(text)["runs"]
    assert (run["properties"]["findings"], run["properties"]["shown"]) == (count, shown)
    said = f"{shown:,} of {count:,} findings are here, worst first; all of them: guard check --format json"
    assert notifications(text) == ([said] if shown < count else [])


@pytest.mark.parametrize(("count", "shown"), [(99, 99), (100, 100), (101, 100)])
def test_nothing_is_cut_that_fits(monkeypatch: pytest.MonkeyPatch, count: int, shown: int) -> None:
    monkeypatch.setattr(sarif, "MOST", 100)
    text = render(many(count), "sarif")
    assert len(scanned(text)) == shown and bool(notifications(text)) == (shown < count)


def test_an_upload_never_holds_more_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names of 4 KB that no compression shortens: fewer results, and they say so. (Of a tenth, to be quick.)"""
    assert sarif.BYTES < 10_000_000 - 500_000  # the rest is the pages of the rules, and the head
    monkeypatch.setattr(sarif, "BYTES", sarif.BYTES // 10)
    rand = random.Random(1)
    names = [rand.randbytes(3_900).replace(b"\0", b"x").replace(b"/", b"y") for _ in range(100)]
    found = [finding("G101", f"f{number}", "w" * 9_000, STEP, name) for number, name in enumerate(names)]
    text = render(weigh("merge", tuple(found)), "sarif")
    shown = len(scanned(text))
    assert 50 < shown < 100 and len(text) < sarif.BYTES + 100_000
    assert notifications(text)[0].startswith(f"{shown:,} of 100 findings are here")
    assert fits("sarif", json.loads(text)) == []


def test_a_fingerprint_says_the_same_whatever_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST", 1_000)
    whole, part = scanned(render(many(900, 3), "sarif")), scanned(render(many(1_500, 3), "sarif"))
    known = {one.path: one.mark for one in whole if one.rule == "G102"}
    again = {one.path: one.mark for one in part if one.path in known and one.rule == "G102"}
    assert len(again) > 800 and again.items() <= known.items()


@pytest.mark.parametrize("count", [1, 10, 11, 1_000])
def test_a_step_makes_ten_annotations_of_a_level_at_most(count: int) -> None:
    errors = [finding("G101" if number % 3 else "G103", f"e{number}", "w", STEP, b"e") for number in range(count)]
    asks = [finding("G102", f"w{number}", "w", STEP, b"w") for number in range(count)]
    notes = [found._replace(blocks="nothing") for found in errors]
    job = run_by(render(weigh("merge", (*notes, *asks, *errors), RANGE), "github"))
    for name in ("error", "warning", "notice"):
        told = job.named(name)
        assert len(told) == min(count, 10)
        if count > 10:
            rest = told[-1]
            assert "file" not in rest.properties
            assert rest.data.startswith(f"and {count - 9:,} more; {github.EVERYTHING}\n")
            rules = [line.rpartition(": ") for line in rest.data.split("\n")[1:]]
            assert sum(int(many.replace(",", "")) for _, _, many in rules) == count - 9
        assert [one.data[:2] for one in told[: min(count, 9)]] == [
            f"{'w' if name == 'warning' else 'e'}{number}" for number in range(min(count, 9))
        ]
    assert [one.name for one in job.commands[1:]] == ["error"] * min(count, 10) + ["warning"] * min(count, 10) + [
        "notice"
    ] * min(count, 10)


def test_the_word_is_another_every_time() -> None:
    words = {github.token() for _ in range(50)}
    assert len(words) == 50 and all(len(word) == len("guard-") + 32 for word in words)


@pytest.mark.parametrize("most", [markdown.COMMENT, markdown.SUMMARY])
def test_a_page_is_no_longer_than_it_may_be_and_counts_the_rest(most: int) -> None:
    found = [
        finding(
            "G101", f"f{number}: {'ü' * 300}", f"why {number}", (Next(f"p{number}", f"run {number}"),), b"x/%d" % number
        )
        for number in range(4_000)
    ]
    phases = tuple([Turn(f"phase-{number}", "open", (), (), False, False) for number in range(2_000)])
    unknown = tuple([Unknown("what " * 100, f"{number}") for number in range(500)])
    verdict = weigh("merge", tuple(found), PLACED, None, tuple(map(str, range(500))), unknown, phases=phases)
    text = markdown.render(verdict, most=most)
    assert most * 0.9 < len(text.encode()) <= most < 1_048_576
    page = drawn(text)
    told = [code for code in page.code if code.startswith("f") and ": ü" in code]
    assert told == [f"f{number}: {'ü' * 300}" for number in range(len(told))] and len(told) > 50
    assert f"And {4_000 - len(told):,} more findings, none of them worse" in page.words
    assert "The plan has 2,000 phases, too many to draw" in page.words
    assert "and 3,980 more" in page.words  # people
    assert "landing" in page.words and PLACED.landing in page.code


@pytest.mark.parametrize(("count", "most", "shown"), [(40, markdown.SUMMARY, 40), (40, markdown.COMMENT, 20)])
def test_places_fill_the_room_of_a_long_page_and_of_no_short_one(count: int, most: int, shown: int) -> None:
    """Of findings that say the same, each place where there is room; the rest is counted."""
    steps = (Next("you", "run"),)
    found = [finding("G101", f"f{number}", "why", steps, b"x/%d" % number) for number in range(count)]
    page = drawn(markdown.render(weigh("merge", tuple(found), PLACED), most=most))
    assert [code for code in page.code if re.fullmatch(r"f\d+", code)] == [f"f{number}" for number in range(shown)]
    assert ("more places" in page.words) == (shown < count)


def test_places_that_no_page_holds_are_counted() -> None:
    count, words = 6_000, "z" * 200
    found = [finding("G101", f"f{number} {words}", "why", (), b"x/%d" % number) for number in range(count)]
    last = finding("G102", "last", "another", (), b"y")
    text = markdown.render(weigh("merge", (*found, last), PLACED), most=markdown.SUMMARY)
    page = drawn(text)
    told = len([code for code in page.code if re.fullmatch(r"f\d+ z+", code)])
    assert markdown.SUMMARY * 0.9 < len(text.encode()) <= markdown.SUMMARY
    assert f"and {count - told:,} more places" in page.words and "last" in page.code


def test_a_page_of_one_finding_is_whole() -> None:
    text = markdown.render(many(1))
    assert "more" not in drawn(text).words


def report(*found: Finding) -> Verdict:
    return weigh("merge", found, PLACED)


def test_everybody_is_told_the_command_that_waits_for_them_once() -> None:
    ask = (Next("dana", "guard approve move"), Next("you", "git restore --staged", b"a"))
    more = (Next("dana", "guard approve move"), Next("you", "git restore --staged", b"b c"))
    found = finding("G101", "a: file.add", "same", ask, b"a"), finding("G101", "b c: file.add", "same", more, b"b c")
    page = drawn(markdown.render(report(*found, finding("G102", "x", "another", ask[:1]))))
    waits = page.words.partition("What waits for whom")[2].partition("Findings")[0]
    assert page.code[:5] == [
        "2 commits since main, 3 files",
        "move version 3",
        "contract",
        "dana",
        "guard approve move",
    ]
    assert page.code[5:7] == ["you", "git restore --staged -- a 'b c'"]
    assert "(G101, G102)" in waits and waits.count("G101") == 2


def test_what_settles_nothing_waits_for_nobody() -> None:
    later = finding("G102", "x", "y", (Next("dana", "guard approve move"),))
    assert "waits for whom" not in markdown.render(weigh("commit", (later,), PLACED))
    assert "waits for whom" in markdown.render(weigh("merge", (later,), PLACED))


def test_a_test_report_has_every_finding() -> None:
    tests = collected(render(many(3_000, 5), "junit"))
    assert [test.kind for test in tests] == ["failure"] * 3_000
    assert tests[0].of == "guard.G101"
