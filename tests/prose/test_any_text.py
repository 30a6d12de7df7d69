"""Any text is read: nothing crashes, nothing is lost, every line is right, and time grows with the text alone."""

from __future__ import annotations

import re
import time

import hypothesis
import hypothesis.strategies as st
import pytest

from guard.prose import prose
from tests.conftest import examples

PIECES = st.sampled_from(
    [
        *(
            "word",
            "Two words.",
            "e.g. This",
            "v1.2",
            "`code`",
            "`",
            "``",
            "**bold**",
            "*",
            "_x_",
            "[a](b.md)",
            "[a]",
            "[",
        ),
        *(
            "](",
            "![",
            "<b>",
            "</b>",
            "<!--",
            "-->",
            "<div>",
            "<name>",
            "\n",
            "\n\n",
            "\n\n\n",
            "  \n",
            "\r\n",
            "\r",
            "\t",
        ),
        *(
            "# Head",
            "## Phase 1: a",
            "- ",
            "1. ",
            "> ",
            "```",
            "```sql",
            "~~~",
            "---",
            "===",
            "|a|b|\n|-|-|\n|c|d|",
            "|",
        ),
        *(
            "    code",
            '"quoted words"',
            "'",
            '"',
            "~~x~~",
            "[^1]",
            "[^1]: note",
            "[r]: x.md",
            "\\",
            "&amp;",
            "&#0;",
            "\x00",
        ),
        *(
            "\x0c",
            "\ufeff",
            "\u2028",
            "\u202e",
            "\u3002",
            "\ud800",
            "https://e.org/x",
            "---\nowner: dana\n---\n",
            "owner:",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)


@pytest.mark.fuzz
@hypothesis.settings(max_examples=examples(600))
@hypothesis.given(TEXTS | st.text(max_size=200) | st.binary(max_size=200))
def test_any_text_is_read(text: str | bytes) -> None:
    page = prose(text, "x")
    assert [unit.number for unit in page.units] == list(range(1, len(page.units) + 1))
    for unit in page.units:
        assert (unit.text and "\n" not in unit.text) or unit.kind == "comment"
        assert 1 <= unit.line <= page.lines
        assert all(0 <= span.start < span.end <= len(unit.text) for span in unit.spans)
        assert len(unit.plain()) == len(unit.text)
        assert unit.step in ("", *[step.name for step in page.steps])
        unit.text.encode()
    for table in page.tables:
        assert {page.unit(row).table for row in table.rows} <= {table.number}
    assert len({step.name for step in page.steps}) == len(page.steps)


BETWEEN = st.sampled_from(
    [
        *(
            " ",
            " ",
            "\n",
            "\n\n",
            ". ",
            ".\n",
            "\r\n",
            "\r",
            "  \n",
            "\\\n",
            "\n- ",
            "\n  - ",
            "\n1. ",
            "\n> ",
            "\n# ",
            "\n\n## ",
        ),
        *(
            " `",
            "` ",
            " **",
            "** ",
            " *",
            "* ",
            " [",
            "](b.md) ",
            "](b.md\n 'c') ",
            " <!-- ",
            " --> ",
            "\n<div>\n",
            "</div>\n",
            ' "',
        ),
        *(
            "\n|a|b|\n|-|-|\n|",
            "|",
            "\n```\n",
            "\n---\n",
            "\n===\n",
            "\n    ",
            "<br>",
            " [^1] ",
            "\n[^1]: ",
            " ~~",
            "<b\nid='x'>",
        ),
    ]
)


@pytest.mark.fuzz
@hypothesis.settings(max_examples=examples(400))
@hypothesis.given(st.lists(BETWEEN, max_size=30))
def test_every_unit_stands_at_its_line(between: list[str]) -> None:
    text = "".join(f"{before}w{number}" for number, before in enumerate(["", *between]))
    lines = re.split(r"\r\n?|\n", text)
    stands = {word: at for at, line in enumerate(lines, 1) for word in re.findall(r"w\d+", line)}
    for unit in prose(text, "x").units:
        first = re.search(r"w\d+", unit.text)
        if first is not None and not unit.text[: first.start()].strip(" |"):
            assert unit.line == stands[first[0]] or (unit.kind == "comment" and unit.line <= stands[first[0]]), unit


NOTES = ("[^1]: theta", "[r]: iota", "> [r]: iota", "- [ ] kappa", "> [!NOTE] mu", "a <!-- nu", "<!-- nu", "-->")


@pytest.mark.fuzz
@hypothesis.settings(max_examples=examples(300))
@hypothesis.given(
    st.lists(st.sampled_from(["alpha", "beta", "- gamma", "> delta", "# eps", "`zeta`", "", "**eta**", "|a|", *NOTES]))
)
def test_every_word_is_kept(lines: list[str]) -> None:
    page = prose("\n".join(lines), "x")
    told = " ".join([unit.text for unit in page.units])
    for word in ("alpha", "beta", "gamma", "delta", "eps", "zeta", "eta", "theta", "iota", "kappa", "mu", "nu"):
        wanted = sum(word in re.findall(r"\w+", line) for line in lines)
        assert len(re.findall(rf"\b{word}\b", told)) == wanted


HOSTILE = {
    "quotations in each other": ">" * 100_000 + " x",
    "lists in each other": "- " * 20_000 + "x",
    "brackets": "[" * 60_000,
    "images": "![" * 30_000,
    "links": "[a](" * 15_000,
    "stars": "**a *b " * 9_000,
    "ticks": "".join("`" * (at % 50 + 1) + " " for at in range(2_000)),
    "comments": "a <!-- " * 9_000,
    "comments at the margin": "<!-- a\n\n" * 4_000,
    "stops": "." * 60_000,
    "question marks": "???" * 20_000,
    "quotation marks": '"a ' * 20_000,
    "tags": "<a " * 20_000,
    "entities": "&#" * 30_000,
    "one line of words": "word " * 12_000,
    "front matter": "---\nphases: " + "[" * 60_000 + "\n---\n",
    "a wide table": "|" + "a|" * 9_000 + "\n|" + "-|" * 9_000 + "\n",
    "definitions": "".join(f"[a{at}]: b\n" for at in range(5_000)),
    "definitions in quotations": "> [a]: b\n\n" * 5_000,
    "footnotes": "".join(f"x[^{at}]\n[^{at}]: y\n\n" for at in range(4_000)),
    "footnotes in each other": "[^a]: " * 10_000,
    "quotations and lists in each other": "> - " * 10_000 + "x",
    "code left open": "> ```\n\n" * 5_000,
    "code on the last lines": "- ```\n" * 5_000 + "\n" * 20_000,
    "comments in quotations": "> <!-- a\n\n" * 4_000,
    "tildes": "~a ~~b " * 8_000,
}


@pytest.mark.later
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_the_text_alone(text: str) -> None:
    begun = time.process_time()
    page = prose(text, "x")
    assert page.lines
    assert time.process_time() - begun < 10  # about half a second; what is quadratic takes minutes
