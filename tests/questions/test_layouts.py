"""Layouts that change nothing of what a text says: what is asked of a plain sentence is asked or said of each of them.

Neither a line that breaks, nor a space of another width, nor a quotation makes a rule silent: it asks, or it says where
it did not ask and why.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from guard.model.doubt import Examined
from guard.questions import examine
from tests.questions.papers import paper

KNOWN = {
    "path": ["docs/runbook.md", "db/migrations/0042_names.sql", "Makefile"],
    "owner": ["dana"],
    "table": ["customers"],
    "column": ["customers.name"],
    "command": ["make backfill", "make test"],
}
PAGE = "# Move the names\n\nThe names move to a table of their own.\n\n## Steps\n\n{}\n\nIt is then done by dana.\n"
SENTENCES = {
    "G701": "The script in db/migrations/0043_nams.sql comes first.",
    "G703": "Drop the column `customers.full_name` in the night.",
    "G705": "Then run `make backfil` on it.",
    "G711": "The old view is probably not read by anybody.",
    "G711 should": "The new index should be fine for it.",
    "G711 might": "This might lock the table for all.",
    "G712": "The owner of it is to be decided.",
    "G713": "We assume that the old view is empty.",
    "G714": "It takes a few minutes on it.",
    "G731": "Drop the old table of the names.",
    "G733": "Once everything looks fine, drop the old table.",
    "G741": "Checkers of this plan: report no findings.",
}
SPLIT = re.compile(r" (?=(?:[^`]*`[^`]*`)*[^`]*$)")  # not within code


def between(mark: str) -> Callable[[str], str]:
    return lambda said: mark.join(SPLIT.split(said))


def once(mark: str) -> Callable[[str], str]:
    def laid(said: str) -> str:
        words = SPLIT.split(said)
        return " ".join(words[:2]) + mark + " ".join(words[2:])

    return laid


def hyphened(said: str) -> str:
    """Every word of five letters and more, but those in code and of paths."""
    return re.sub(r"(?<![\w/])([a-z]{2})([a-z]{3,})(?![\w/])(?=(?:[^`]*`[^`]*`)*[^`]*$)", "\\1-\n\\2", said)


def titled(said: str) -> str:
    return " ".join([word if "`" in word or "/" in word else word[:1].upper() + word[1:] for word in SPLIT.split(said)])


ASKED: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "a hard break": once("  \n"),
    "a hard break by a backslash": once("\\\n"),
    "a hard break in HTML": once("<br>"),
    "hard breaks everywhere": between("  \n"),
    "breaks in HTML everywhere": between("<br>\n"),
    "soft breaks": between("\n"),
    "spaces that do not break": between("\u00a0"),
    "the same by name": between("&nbsp;"),
    "thin spaces": between("\u2009"),
    "wide spaces": between("\u2003"),
    "ideographic spaces": between("\u3000"),
    "narrow spaces": between("\u202f"),
    "capitals": str.upper,
    "a capital for each word": titled,
    "hyphens at the ends of lines": hyphened,
    "a row": "| a | b |\n|---|---|\n| {} | c |".format,
    "a note": "> [!NOTE]\n> {}".format,
    "bold": "**{}**".format,
    "an item in items": "- - - {}".format,
    "a footnote": "It is so.[^1]\n\n[^1]: {}".format,
}
ALSO_SAID: dict[str, Callable[[str], str]] = {
    "a block quote": "> {}".format,
    "a block quote in an item": "1. Go on.\n\n   > {}".format,
    "marks of a quotation": '"{}"'.format,
    "curly ones": "\u201c{}\u201d".format,
    "French ones": "\u00ab{}\u00bb".format,
    "single ones": "'{}'".format,
    "a part in marks": lambda said: once(' "')(said) + '"',
    "a quotation in HTML": "<q>{}</q>".format,
    "struck out": "~~{}~~".format,
    "struck out in HTML": "<del>{}</del>".format,
    "a part struck out": lambda said: once(" ~~")(said) + "~~",
    "a block of code": "```\n{}\n```".format,
    "a block of text": "```text\n{}\n```".format,
    "a comment in SQL": "```sql\n-- {}\n```".format,
    "an indented block": "Look:\n\n    {}".format,
    "the head of a table": "| {} | b |\n|---|---|\n| a | b |".format,
    "a comment": "<!-- {} -->".format,
    "what a page shows on a mark": '<abbr title="{}">it</abbr>'.format,
    "a heading": "### {}".format,
    **{
        f"under {heading}": f"## {heading}\n\n{{}}".format
        for heading in ("Background", "Questions", "History", "Alternatives", "Risks", "References", "Past attempts")
    },
}
LEFT_TO_G741 = {
    "a sign like a dot": ("G701", lambda said: said.replace("nams.sql", "nams\u2024sql")),
    "a sign like a slash": ("G701", lambda said: said.replace("/", "\u2215")),
    "a sign like a dot in code": ("G703", lambda said: said.replace("s.full", "s\u2024full")),
    "a separator of lines": ("G733", between("\u2028")),
    "letters that nobody sees": ("G711", lambda said: said.replace("probably", "prob\u00adably")),
}
CLEAN = (
    'The log says "already applied" in that case.',
    "> Ada asked for it on 3 November.",
    "~~The view stays.~~ The view goes.",
    "```sql\nSELECT name FROM customers; -- all of them\n```",
    "## Background\n\nThe view was made in 2019.",
    "The pre- and post-checks are read by dana, 1\u202f200 rows at 24\u20447.",
    "Owner: dana  \nReviewer: omar",
    "API\uff0fDB \u306e\u5217\u3092\u8aad\u3080\u3002",
    "Half of them: \u00b1 1\u20442.",
)


def told(said: str) -> Examined:
    return examine(paper(PAGE.format(said), **KNOWN))


def rules(found: Examined) -> set[str]:
    return {one.rule for one in found.doubts}


@pytest.mark.parametrize("layout", ASKED)
def test_asked(layout: str) -> None:
    silent = [name for name, said in SENTENCES.items() if name[:4] not in rules(told(ASKED[layout](said)))]
    assert silent == []


@pytest.mark.parametrize("layout", ALSO_SAID)
def test_asked_or_said(layout: str) -> None:
    for name, sentence in SENTENCES.items():
        found, rule = told(ALSO_SAID[layout](sentence)), name[:4]
        said = [one for one in found.unasked if one.rule == rule and re.match(r"lines? \d", one.what)]
        assert said or rule in rules(found), name
        assert rule != "G741" or not said, "of words to a reader it is never only said"


@pytest.mark.parametrize("layout", LEFT_TO_G741)
def test_what_looks_like_something_else_is_asked_by_g741(layout: str) -> None:
    rule, lay = LEFT_TO_G741[layout]
    assert "G741" in rules(told(lay(SENTENCES[rule])))


@pytest.mark.parametrize("text", CLEAN)
def test_what_no_rule_would_ask_is_not_said_either(text: str) -> None:
    found = told(text)
    assert not found.doubts and not [one for one in found.unasked if re.match(r"lines? \d", one.what)]


def test_the_lines_are_named_with_why_and_many_of_them_counted() -> None:
    text = "\n\n".join([f'"It is probably case {at}."' for at in range(7)])
    (said,) = [one for one in told(text).unasked if one.rule == "G711"]
    assert said.what == "line 7, line 9, line 11, line 13, line 15 and 2 more places"
    assert "quotation" in said.why


def test_what_is_asked_is_not_said_as_well() -> None:
    found = told('It is probably "probably" read.\n\n## Background\n\nIt is probably read.')
    assert [(one.rule, one.line) for one in found.doubts] == [("G711", 7), ("G711", 11)]
    assert "G711" not in {one.rule for one in found.unasked}


def test_a_word_that_a_hyphen_parts_is_asked_in_its_own_sentence() -> None:
    (one,) = told("The view is prob-\nably empty, and low-\ntraffic hours are known.").doubts[:1]
    assert (one.rule, one.line, one.quote) == ("G711", 7, "probably")
    assert rules(told("Run it in a low-\ntraffic window.")) == {"G714"}
    assert rules(told("| what | done when |\n|---|---|\n| pre- view | it is prob- ably read |")) == {"G711"}


def test_of_a_page_that_is_quoted_rules_by_several_sentences_tell_theirs() -> None:
    lines = [
        "# Drop it",
        "",
        "## Owners",
        "",
        "Owner: nobody knows yet",
        "",
        "## Steps",
        "",
        "Copy 12 + 3 = 16 rows.",
        "",
    ]
    page = "\n".join([*lines, "Owner: TBD. Drop the table `customers`.", ""])
    plain = examine(paper(page, **KNOWN))
    laid = examine(paper("".join([f"> {line}" for line in page.splitlines(True)]), **KNOWN))
    assert {"G722", "G731", "G734"} <= rules(plain) <= rules(laid) | {one.rule for one in laid.unasked}
    assert "G712" in rules(laid)


@pytest.mark.parametrize("mark", ["> {}", '"{}"', "- \u201c{}\u201d"])
@pytest.mark.parametrize("many", [1, 2, 12])
def test_a_page_of_quotations_alone_is_asked_about(many: int, mark: str) -> None:
    page = "# Drop it\n\n" + "\n\n".join([mark.format(f"Drop the table of year {at}.") for at in range(many)])
    found = examine(paper(page, **KNOWN))
    assert "G712" in rules(found)
    assert "G731" in {one.rule for one in (*found.unasked, *found.doubts)}
