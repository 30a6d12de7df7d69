"""Names and words that mean something to a reader of reports: in every format they change their own text and no more.

Each verdict is rendered twice, once with such a name and once with a harmless one of the same place; what a reader of
that format takes from both differs in the text of the name alone.
"""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guard.escape import shown
from guard.formats import render
from guard.formats.github import WORDS
from guard.model.finding import Next, finding, settled
from guard.model.ranking import cut, lines, ranked
from guard.model.verdict import Pending, Turn, Unknown, Verdict, weigh
from tests.conftest import examples
from tests.formats.readers import collected, drawn, fits, run_by, scanned
from tests.formats.verdicts import PLACED

HARMLESS = b"plain"
NAMES = [
    b"::error file=a::x",
    b"a\n::add-mask::ok",
    b"a\r::stop-commands::x",
    b"##[add-mask]ok",
    b" ::set-output name=a::b",
    b"::guard-0123456789abcdef::",
    b"a%0A::add-mask::ok",
    b"a,line=9::b",
    b"`",
    b"```",
    b"``` ` ``",
    b"[a](http://example.org)",
    b"![a](http://example.org/a.png)",
    b"<img src=x onerror=alert(1)>",
    b"<!-- guard -->",
    b"@dana #1 deadbeef",
    b"https://example.org/",
    b"a|b\n|-|-|\n|c|d|",
    b"\n\n# guard: pass\n",
    b"~~~\n```mermaid\ngraph LR",
    b"]]></failure></testcase><testcase/>",
    b"&#0; &lt; \"' \x00\x01\x0b",
    b"\xed\xa0\x80 \xff\xfe",
    "\u202e\u2066\ufffe\U0001fffe\x85\u2028".encode(),
    b"a%2fb:c?d#e",
    b"{0} {message}",
    b"\\",
    b"$(touch pwned) $`1`",
    b"x" * 3000,
]


def named(name: bytes, raw: bool) -> Verdict:
    """A verdict that says the name in every place where one can stand; `raw`: as if somebody forgot to escape it."""
    said = name.decode("utf-8", "surrogateescape") if raw else shown(name)
    flat = " ".join(said.split("\n"))
    step = Next("you", "take it out: git restore --staged", name)
    owner = Next(flat, f"reads {flat}")
    one = finding("G101", f"(it) {said}", f"for: {flat}", (step, owner), name, 3)
    two = settled(finding("G421", f"(it) {said}", f"for: {flat}", (owner,)), f"by {flat}")._replace(
        fingerprint="0" * 16
    )
    three = finding("G107", f"(it) {flat}", f"for:\n{flat}\nend", (owner,), name, commit=b"c" * 40)
    phase = Turn(flat, "waiting", (f"other/{flat}",), (Pending(flat, (flat,), flat),), True, True)
    basis = PLACED._replace(judged=f"since {flat}", trusted_ref=flat, phase=flat)
    return weigh("merge", (one, two, three), basis, None, (flat,), (Unknown(flat, flat),), phases=(phase,))


def shape_of(value: Any) -> Any:
    """The same without its texts."""
    if isinstance(value, dict):
        return {key: shape_of(of) for key, of in value.items()}
    if isinstance(value, list):
        return [shape_of(of) for of in value]
    return type(value) if isinstance(value, str) else value


def same(name: bytes, raw: bool) -> None:
    astray = {b"", b".", b".."} & set(name.split(b"/"))  # what no reader may take for a path of the repository
    verdict, harmless = named(name, raw), named(b"pl//ain" if astray else HARMLESS, raw)
    _github(verdict, harmless)
    _markdown(verdict, harmless)
    _junit(verdict, harmless)
    for format in ("gitlab", "json", "sarif"):  # noqa: A001
        told, plain = json.loads(render(verdict, format)), json.loads(render(harmless, format))
        if format != "json":  # which gives such a path in base64 beside
            assert shape_of(told) == shape_of(plain), format
        assert render(verdict, format).isascii()
    sarif = render(verdict, "sarif")
    assert fits("sarif", json.loads(sarif)) == []
    assert fits("codequality", json.loads(render(verdict, "gitlab"))) == []
    paths = {one.path for one in scanned(sarif)}
    assert paths == ({b".guard/plans/move.yaml"} if astray else {name, b".guard/plans/move.yaml"})


def _github(verdict: Verdict, harmless: Verdict) -> None:
    job, plain = run_by(render(verdict, "github")), run_by(render(harmless, "github"))
    assert [one.name for one in job.commands] == [one.name for one in plain.commands]
    assert [set(one.properties) for one in job.commands] == [set(one.properties) for one in plain.commands]
    told = [one.data for one in job.commands[1:]]
    assert told == [cut("\n".join(lines(found)), WORDS) for found in ranked(verdict)], "a reader gets what was said"
    assert [one.properties.get("line") for one in job.commands] == [
        one.properties.get("line") for one in plain.commands
    ]
    assert [one.properties.get("title") for one in job.commands] == [
        one.properties.get("title") for one in plain.commands
    ]


def _markdown(verdict: Verdict, harmless: Verdict) -> None:
    text = render(verdict, "markdown")
    page, plain = drawn(text), drawn(render(harmless, "markdown"))
    assert page.kinds == plain.kinds
    assert page.words == plain.words
    assert not {"html_inline", "html_block", "link_open", "image"} & set(page.kinds)
    (chart,) = [code for code in page.code if code.startswith("flowchart")]
    labels = re.findall(r'"([^"]*)"', chart)
    assert all(re.fullmatch(r"(?:[\w _./,:=+()-]|#\d+;|<br/>)*", label) for label in labels), labels
    assert len(labels) == chart.count('"') // 2 == 2
    assert len(text.encode()) < 65_535


def _junit(verdict: Verdict, harmless: Verdict) -> None:
    text = render(verdict, "junit")
    assert [(test.of, test.kind) for test in collected(text)] == [
        (test.of, test.kind) for test in collected(render(harmless, "junit"))
    ]
    tags = [(one.tag, sorted(one.attrib)) for one in ElementTree.fromstring(text).iter()]
    assert tags == [(one.tag, sorted(one.attrib)) for one in ElementTree.fromstring(render(harmless, "junit")).iter()]


@pytest.mark.parametrize("raw", [False, True], ids=["escaped before", "forgotten"])
def test_a_hostile_name_changes_its_own_text_alone(raw: bool) -> None:
    for name in NAMES:
        same(name, raw)


@pytest.mark.fuzz
@settings(max_examples=examples(50))
@given(st.binary(min_size=1, max_size=60).filter(lambda name: b"\0" not in name), st.booleans())
@example(b"`\n`", True)
@example(b"i", False)
def test_so_does_any_name(name: bytes, raw: bool) -> None:
    same(name, raw)


@pytest.mark.fuzz
@settings(max_examples=examples(60))
@given(st.lists(st.sampled_from([*"`~<>[]()!#|@:%*_\\&{}=-+. \n\t", "http://e.org", "::", "```", "a"]), max_size=30))
def test_so_does_any_run_of_signs(signs: list[str]) -> None:
    same("".join(signs).encode() or b" ", raw=True)


def test_the_path_of_an_alert_is_the_path_byte_for_byte() -> None:
    for name in (b"a b/c", "größe".encode(), b"\xff", b"a%2Fb", b"a:b", b"it's", b"a?b#c", b"/x", b"a/../b", b"./a"):
        (one,) = scanned(render(weigh("commit", (finding("G101", "x", "y", (Next("you", "z"),), name),)), "sarif"))
        astray = {b"", b".", b".."} & set(name.split(b"/"))
        assert one.path == (b".guard/policy.yaml" if astray else name)
