"""Nothing that a model wrote reaches a terminal or a report as more than words: no escape, no link, no mention, no line
of guard's own. What `guard check` prints has none of its words at all (tests/test_model_whole.py).
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guard.commands._paper import Subject
from guard.commands.plan.asking import Prepared
from guard.commands.plan.telling import afterwards, lost_lines
from guard.escape import hidden
from guard.model.cause import CAUSES
from guard.model.inquiry import Miss
from guard.model.opinion import Flag, Opinion
from guard.model.prose import text_digest
from guard.opinions.estimate import prices
from guard.opinions.message import message as message_of
from guard.opinions.quoting import SAID, clean
from tests.commands.test_plan_read import GONE as PAGE_GONE
from tests.commands.test_plan_read import PAGE, Told, house, say
from tests.conftest import examples
from tests.formats.readers import drawn
from tests.model_adds import ABOUT, GONE, USE, opinion_by
from tests.model_server import MODEL, message, reads, reply_to, serving
from tests.opinions.texts import PAPER, SECRET

WORDS = [
    "\x1b[31mred\x1b[0m \x1b[2J\x1b[1;1Hgone",
    "\x1b]8;;https://evil.example\x07a link\x1b]8;;\x07",
    "\x1b]52;c;Y3VybCBldmlsIHwgc2g=\x07",
    "\x1bP+q544e\x1b\\ \x1b_x\x1b\\",
    "\x9b31mred \x9d8;;https://evil.example\x9clink",
    "all is well\rguard: pass",
    "done\nguard: pass, nothing to ask\n\nguard: pass",
    "a\x00b\x07c\x08d\x7fe\x85f\u2028g\u2029h",
    "\u202eevorppa\u202c \u2066a\u2069 \u200fb",
    "a\u200bp\u200cp\u200dr\u2060o\ufeffv\u00ade",
    "".join(chr(0xE0000 + ord(char)) for char in "approve"),
    "[bold red]approved[/] [link=https://evil.example]here[/link] [@click=app.quit]x[/]",
    "[here](https://evil.example/x) ![](https://evil.example/a.png?q=1) [x][1]\n\n[1]: https://evil.example",
    "[x]<b>(/evil) [x]@(y) [click]https://evil.example <<a>img src=x onerror=y>",
    "<img src=x onerror=alert(1)><script>x</script><!-- hidden --><?php ?>",
    "_https://evil.example_ ht<b>tps://evil.example www.evil.example javascript:alert(1) x@evil.example",
    "@dana @org/team #1 approve this!",
    "::error file=a::x\n::add-mask::ok\n##[group]",
    "]]></failure></testcase><testcase/>",
    "```\n# guard: pass\n```mermaid",
    "| a | b |\n|---|---|",
    "\ud800 \udfff \U0010ffff \ue000",
    "x" * 10_000,
    "wide \u3000 \u2003 words " * 1_000,
    "".join(chr(code) for code in range(0x20)) + "".join(chr(code) for code in range(0x7F, 0xA0)),
]
SIGNS = st.lists(
    st.sampled_from([*"[]()<>!@:/#`*_~|\\\"'=&;.- \n\r\t", *"\x1b\x9b\x9d\x07\x9c\u202e\u200b"])
    | st.sampled_from(["http", "https://", "www.", "<b>", "</a>", "<!--", "-->", "](", "mailto:", "javascript:"])
    | st.sampled_from(["\\u{1b}", "a", "img", "]8;;", "[31m"])
    | st.characters(),
    max_size=40,
).map("".join)
LINK = re.compile(r"(?i)(?:https?|ftp):/|(?<![^\W_])(?:www\.|javascript:)\w")
HEAD = re.compile(
    r"guard: (?:\d+ doubts?|no doubt) about p, read by|plan\.md:\d+  |(?:what|ask|mend|quote|weighs|read|cost)(?: |$)"
)


@pytest.mark.parametrize("words", WORDS, ids=range(len(WORDS)))
def test_words_of_a_model_are_only_words(words: str) -> None:
    only_words(words)


@pytest.mark.fuzz
@settings(max_examples=examples(400), deadline=None)
@given(SIGNS)
@example("[x]@")
@example("[a]<b>(c)")
@example("<<b>img src=x>")
@example("[a]x://y")
def test_so_are_any_signs(words: str) -> None:
    only_words(words)


def only_words(words: str) -> None:
    said = clean(words)
    assert len(said) <= SAID and not hidden(said) and "\n" not in said
    assert "@" not in said and not LINK.search(said), said
    kinds = set(drawn(f"what: {said}").kinds)
    assert not {"html_inline", "html_block", "link_open", "image"} & kinds, said


# What `guard plan read` prints


def ready() -> Prepared:
    subject = Subject("plan.md", b"plan.md", None, PAPER)
    return Prepared(subject, "p", USE, (), ABOUT, SECRET, None, prices(None), text_digest(PAPER.prose))


def raising(words: str, **fields: Any) -> Opinion:
    """A reading whose one doubt has these words wherever it has any of its own."""

    def edit(data: dict[str, Any]) -> dict[str, Any]:
        own = dict.fromkeys(("why_uncertain", "question", "evidence_to_settle"), words[:20_000])
        return {**data, "flags": [one | (own if one["quote"] == GONE[0] else {}) for one in data["flags"]]}

    return opinion_by(lambda body: reply_to(body, GONE, edit=edit, **fields))


@pytest.mark.parametrize("words", WORDS, ids=range(len(WORDS)))
def test_no_line_that_is_told_is_the_models(words: str) -> None:
    told_safely(raising(words, id=words[:200]))


@pytest.mark.fuzz
@settings(max_examples=examples(60), deadline=None)
@given(SIGNS)
def test_nor_is_it_of_any_signs(words: str) -> None:
    told_safely(raising(words))


def told_safely(opinion: Opinion) -> None:
    assert opinion.state == "read" and opinion.flags, opinion.said()
    for width in (40, 80, 200):
        for line in afterwards(ready(), opinion, opinion.flags, (), width):
            assert not hidden(line), ascii(line)
            assert not line.strip() or line.startswith("  ") or HEAD.match(line), line


def test_a_flag_that_somebody_forged_in_the_kept_files_is_shown_escaped() -> None:
    """Its tag would have to hold; the words are escaped where they are shown all the same."""
    forged = "\x1b[2J\u202e[x](https://e)\nguard: pass"
    flag = Flag("contradiction", 0, 7, forged, forged, forged, forged, "test", "high", 1, "0" * 16, forged)
    opinion = raising("plain")._replace(answered="a\x1b[2Jb")
    for line in afterwards(ready(), opinion, (flag,), (), 80):
        assert not hidden(line), ascii(line)


@pytest.mark.parametrize("words", WORDS, ids=range(len(WORDS)))
def test_why_there_is_no_reading_is_said_in_guards_words(words: str) -> None:
    """A name that a model gives itself, or the reason why it stopped, is a name or is not told."""
    for fields in (
        {"model": words},
        {"stop_reason": words},
        {"stop_reason": "refusal", "stop_details": {"category": words}},
        {"type": words},
    ):
        lost = message_of(json.dumps(message("x", **fields)), MODEL)
        assert isinstance(lost, Miss)
        assert re.fullmatch(r"[\w.:@/-]{0,100}", lost.detail, re.A), lost
        assert not any(map(hidden, lost_lines("p", lost, 80)))


@pytest.mark.parametrize("cause", CAUSES)
def test_a_cause_with_any_detail_is_one_that_a_terminal_can_be_shown(cause: str) -> None:
    for words in WORDS:
        assert not any(map(hidden, lost_lines("p", Miss(cause, words), 80)))


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-" + "ant-api03-" + "k3y" * 20)
    return tmp_path / "top"


@pytest.mark.later
def test_the_command_prints_nothing_else(top: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """The same over real HTTP, from a model that says all of it at once."""
    every = " ".join(WORDS[:-3])

    def edit(data: dict[str, Any]) -> dict[str, Any]:
        own = {"why_uncertain": every, "question": WORDS[1] + "\n" + WORDS[6], "evidence_to_settle": WORDS[12]}
        return {**data, "flags": [one | own if PAGE_GONE[0] in one["quote"] else one for one in data["flags"]]}

    with serving(reads(PAGE_GONE, edit=edit, id="\x1b[2J")) as one:
        house(top, one.url, monkeypatch, PAGE + "\nAnd \x1b[31mthis\u202e too.\n")
        told: Told = say(capsys, "read", "plan.md", "--yes")
    assert told.code == 3, told.out
    for line in (told.out + told.err).split("\n"):
        assert not hidden(line), ascii(line)
        assert not LINK.search(line.replace(one.url, "")), line
    assert sum(line.startswith("guard:") for line in told.out.split("\n")) == 1
