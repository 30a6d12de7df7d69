"""What a page is taken apart into: units, spans, lines, and nothing lost."""

from __future__ import annotations

import pytest

from guard.model.prose import Prose, Unit
from guard.prose import prose


def read(text: str | bytes) -> Prose:
    return prose(text, "plan.md")


def told(text: str | bytes) -> list[tuple[str, int, str]]:
    return [(unit.kind, unit.line, unit.text) for unit in read(text).units]


def spans(unit: Unit, kind: str) -> list[tuple[str, str]]:
    return [(unit.text[span.start : span.end], span.target) for span in unit.spans if span.kind == kind]


ROWS = {
    "two sentences of a paragraph": ("One. Two\nlines.", [("sentence", 1, "One."), ("sentence", 1, "Two lines.")]),
    "the line of each sentence": ("One\nis. Two\nis.", [("sentence", 1, "One is."), ("sentence", 2, "Two is.")]),
    "items": ("- One. Two is.\n- three", [("item", 1, "One."), ("item", 1, "Two is."), ("item", 2, "three")]),
    "tasks": ("- [ ] a b\n- [x] c", [("item", 1, "a b"), ("item", 2, "c")]),
    "tasks in a quotation": ("> - [ ] a\n> - [x] b", [("item", 1, "a"), ("item", 2, "b")]),
    "a callout with a title": ("> [!NOTE]- a\n> b", [("sentence", 1, "a b")]),
    "a callout with a link": ("> [!\u00c4]\n> [a](b) c", [("sentence", 2, "a c")]),
    "a callout without words": ("> [!NOTE]\n\na", [("sentence", 3, "a")]),
    "items with blocks of their own": (
        "- a\n  > b\n  - c\n\n  d",
        [("item", 1, "a"), ("item", 2, "b"), ("item", 3, "c"), ("item", 5, "d")],
    ),
    "letters of several bytes": (
        "\u00e4 `\u00fc` \u00df.\n\u884c\u3002\n\n\u00e9",
        [("sentence", 1, "\u00e4 \u00fc \u00df."), ("sentence", 2, "\u884c\u3002"), ("sentence", 4, "\u00e9")],
    ),
    "an item of several paragraphs": ("1. a\n\n   b", [("item", 1, "a"), ("item", 3, "b")]),
    "headings of both kinds": ("# A\n\nB\n===", [("heading", 1, "A"), ("heading", 3, "B")]),
    "marks taken off": ("**a** _b_ `c` [d](e) ![f](g)", [("sentence", 1, "a b c d f")]),
    "escapes and entities": (r"a \* b &amp; c", [("sentence", 1, "a * b & c")]),
    "rows": ("| a | b |\n|---|---|\n| `c` | d |", [("heading", 1, "a | b"), ("row", 3, "c | d")]),
    "a comment": ("a\n\n<!-- b\nc -->\n\nd", [("sentence", 1, "a"), ("comment", 3, "b c"), ("sentence", 6, "d")]),
    "a comment within": ("a <!-- b --> c", [("sentence", 1, "a c"), ("comment", 1, "b")]),
    "a comment left open": ("a\n\n<!-- b\n\n# C", [("sentence", 1, "a"), ("comment", 3, "b"), ("heading", 5, "C")]),
    "a comment left open within": ("a <!-- b", [("sentence", 1, "a"), ("comment", 1, "b")]),
    "a comment left open below words": (
        "a\n<!-- b\n\nc",
        [("sentence", 1, "a"), ("comment", 2, "b"), ("sentence", 4, "c")],
    ),
    "two comments left open": (
        "<!-- a\n\nb\n\n<!-- c",
        [("comment", 1, "a"), ("sentence", 3, "b"), ("comment", 5, "c")],
    ),
    "what stands for one": ("\U0001fffe a\n\n<!-- b", [("sentence", 1, "\U0001ffff a"), ("comment", 3, "b")]),
    "a comment in a quotation": ("> a <!-- b\n> c --> d", [("sentence", 1, "a d"), ("comment", 1, "b c")]),
    "a definition of a link": ("[a]: b 'c'\n\nd", [("comment", 1, "[a]: b 'c'"), ("sentence", 3, "d")]),
    "definitions of one name": ("[a]: b\n[A]: c 'd\ne'", [("comment", 1, "[a]: b"), ("comment", 2, "[A]: c 'd e'")]),
    "a definition in an item": ("- [a]: b\n- c", [("comment", 1, "[a]: b"), ("item", 2, "c")]),
    "a definition in a quotation": ("> [a]: b\n>\n> c", [("comment", 1, "[a]: b"), ("sentence", 3, "c")]),
    "a definition that is none": ("- a\n  [b]: c", [("item", 1, "a [b]: c")]),
    "a footnote": ("a[^1]\n\n[^1]: b c", [("sentence", 1, "a[^1]"), ("sentence", 3, "[^1]: b c")]),
    "a footnote right below": ("a[^1]\n[^1]: b", [("sentence", 1, "a[^1]"), ("sentence", 2, "[^1]: b")]),
    "a footnote twice": ("[^1]: a\n[^1]: b", [("sentence", 1, "[^1]: a"), ("sentence", 2, "[^1]: b")]),
    "a long footnote": ("[^1]: a\n\n    b", [("sentence", 1, "[^1]: a"), ("sentence", 3, "b")]),
    "a footnote without words": ("[^1]:\n    - a", [("sentence", 1, "[^1]:"), ("item", 2, "a")]),
    "a definition in a footnote": (
        "[^1]:\n    [a]: b\n    c",
        [("sentence", 1, "[^1]:"), ("comment", 2, "[a]: b"), ("sentence", 3, "c")],
    ),
    "a block of HTML": ("<div>\na <b>b</b>\n<p>c</p></div>", [("sentence", 2, "a b"), ("sentence", 3, "c")]),
    "a script": ("<script>\nx = 1\n</script>", [("comment", 2, "x = 1")]),
    "a hidden block": ('<div style="display:none">a b</div>', [("comment", 1, "a b")]),
    "a heading in HTML": ("<h2>A</h2>\n\nb", [("heading", 1, "A"), ("sentence", 3, "b")]),
    "a placeholder": ("run deploy <name> now", [("sentence", 1, "run deploy <name> now")]),
    "a hard break": ("Owner: dana  \nDate: now", [("sentence", 1, "Owner: dana"), ("sentence", 2, "Date: now")]),
    "a hard break within a sentence": ("Drop  \nthe `a`\\\nof<br>b.", [("sentence", 1, "Drop the a of b.")]),
    "a hard break behind one": (
        "a b. \\\nc<br>d?<br>e",
        [("sentence", 1, "a b."), ("sentence", 2, "c d?"), ("sentence", 2, "e")],
    ),
    "spaces of any width": ("a\xa0b\u2003c &nbsp;d\u2009 \u3000e", [("sentence", 1, "a b c d e")]),
    "spaces between thousands": ("1\u202f200 a\xa012\xa0b", [("sentence", 1, "1\u202f200 a 12 b")]),
    "labels on lines": ("Owner: dana\nDate: now", [("sentence", 1, "Owner: dana"), ("sentence", 2, "Date: now")]),
    "a rule": ("a\n\n---\n\nb", [("sentence", 1, "a"), ("sentence", 5, "b")]),
    "CRLF": ("a\r\n\r\nb\r\nc.\r\n\r\n# D", [("sentence", 1, "a"), ("sentence", 3, "b c."), ("heading", 6, "D")]),
    "a lone CR": ("a\r\rb", [("sentence", 1, "a"), ("sentence", 3, "b")]),
    "a mark of order": ("\ufeff# A", [("heading", 1, "A")]),
    "tabs and form feeds": ("a\tb\x0cc", [("sentence", 1, "a b c")]),
    "code over lines": ("a `b\nc` d.\nE f.", [("sentence", 1, "a b c d."), ("sentence", 3, "E f.")]),
    "nothing": ("", []),
    "blanks": (" \n\t\n", []),
}


@pytest.mark.parametrize(("text", "wanted"), ROWS.values(), ids=ROWS)
def test_units(text: str, wanted: list[tuple[str, int, str]]) -> None:
    assert told(text) == wanted


def test_spans() -> None:
    (unit,) = read('Run `a b`, see [the page](c.md#d), "as said", https://e.org/f. and <https://g.org>').units
    assert spans(unit, "code") == [("a b", "")]
    assert spans(unit, "quote") == [("as said", "")]
    assert spans(unit, "link") == [
        ("the page", "c.md#d"),
        ("https://e.org/f", "https://e.org/f"),
        ("https://g.org", "https://g.org"),
    ]
    assert unit.plain().split() == [
        "Run",
        ",",
        "see",
        "the",
        "page,",
        '"',
        '",',
        "https://e.org/f.",
        "and",
        "https://g.org",
    ]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("[a](<b c.md>)", [("a", "b c.md")]),
        ("[a](b%20c.md)", [("a", "b%20c.md")]),
        ("[a]\n\n[A]: b.md", [("a", "b.md")]),
        ("![a `b`](c.png)", [("a b", "c.png")]),
        ("[a ![b](c)](d)", [("a b", "d"), ("b", "c")]),
        ("[a](javascript:b)", [("a", "javascript:b")]),
        ("<a@b.org>", [("a@b.org", "mailto:a@b.org")]),
        ("a[^B]\n\n[^b]: c", [("[^B]", "#^B")]),
        ("a[^1]", [("[^1]", "#^1")]),
        ("`[a](b)`", []),
    ],
)
def test_links(text: str, links: list[tuple[str, str]]) -> None:
    assert spans(read(text).units[0], "link") == links


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ('He said "a b".', ["a b"]),
        ("He said \u201ca b\u201d and \u00abc\u00bb.", ["a b", "c"]),
        ("The 'old' one.", ["old"]),
        ("The users' tables and the admins' ones.", []),
        ('It\'s 5" wide and 3" high.', []),
        ('An open " mark.', []),
        ("It isn't 'done' yet, is it?", ["done"]),
        ('`"a"` in code', []),
        ("~~struck out~~ kept", ["struck out"]),
        ("~struck out~ kept", ["struck out"]),
        ("from ~5 to ~10, 5~10", []),
    ],
)
def test_quotations(text: str, quotations: list[str]) -> None:
    assert [said for unit in read(text).units for said, _ in spans(unit, "quote")] == quotations


SENTENCES = [
    ("See e.g. The guide. Then go.", ["See e.g. The guide.", "Then go."]),
    ("It is v1.2. Run it.", ["It is v1.2.", "Run it."]),
    ("Edit users.py. Then run it.", ["Edit users.py.", "Then run it."]),
    ("No. 5 is last. No. It is not.", ["No. 5 is last.", "No.", "It is not."]),
    ("About 1.5 GB, approx. 3 files.", ["About 1.5 GB, approx. 3 files."]),
    ("Logs, dumps etc. go. Keys, etc. The rest stays.", ["Logs, dumps etc. go.", "Keys, etc.", "The rest stays."]),
    ("At 5 p.m. UTC it ends. It ends at 5 p.m. Then go.", ["At 5 p.m. UTC it ends.", "It ends at 5 p.m.", "Then go."]),
    ("J. Smith signs. Dr. Who does not.", ["J. Smith signs.", "Dr. Who does not."]),
    ("Stop it! Then? Go.", ["Stop it!", "Then?", "Go."]),
    ("Run `a. B`. `c` runs.", ["Run a. B.", "c runs."]),
    ('He said "Go. Now." Then he went.', ['He said "Go. Now." Then he went.']),
    ("Wait ... then go. Go... Then rest.", ["Wait ... then go.", "Go...", "Then rest."]),
    ("It is done (see it.) Then go.", ["It is done (see it.)", "Then go."]),
    ("\u884c\u3002\u4e86\u3002", ["\u884c\u3002", "\u4e86\u3002"]),
    ("Use Postgres vs. MySQL, i.e. One.", ["Use Postgres vs. MySQL, i.e. One."]),
    ("done. then lower", ["done. then lower"]),
]


@pytest.mark.parametrize(("text", "wanted"), SENTENCES, ids=[text[:40] for text, _ in SENTENCES])
def test_sentences(text: str, wanted: list[str]) -> None:
    assert [unit.text for unit in read(text).units] == wanted


def test_blocks_are_paragraphs_and_items() -> None:
    units = read("A b. C d.\n\n- One. Two is.\n  - h\n\n  i\n- j").units
    blocks = {unit.text: unit.block for unit in units}
    assert blocks["A b."] == blocks["C d."]
    assert blocks["One."] == blocks["Two is."] == blocks["i"]
    assert len({blocks[name] for name in ("A b.", "One.", "h", "j")}) == 4


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("> a", True),
        ("- > a", True),
        ("> > a", True),
        ("> [!WARNING]\n> a", False),
        ("> **Note:** a", False),
        ("> note that a", False),
        ("a", False),
    ],
)
def test_quoted(text: str, quoted: bool) -> None:
    assert {unit.quoted for unit in read(text).units} == {quoted}


def test_headings_above() -> None:
    page = read("# A\n\na\n\n### B\n\nb\n\n## C\n\nc\n\n# D\n\nd")
    assert {unit.text: unit.under for unit in page.units if unit.kind == "sentence"} == {
        "a": ("A",),
        "b": ("A", "B"),
        "c": ("A", "C"),
        "d": ("D",),
    }


def test_code_stands_in_fences() -> None:
    page = read("# Steps\n\n```SQL title=x\na\n\nb\n```\n\n- x\n\n  ~~~\n  c\n  ~~~\n\nText:\n\n    d\n")
    assert [(one.language, one.text, one.line, one.under) for one in page.fences] == [
        ("sql", "a\n\nb\n", 4, ("Steps",)),
        ("", "c\n", 12, ("Steps",)),
        ("", "d\n", 17, ("Steps",)),
    ]


def test_tables() -> None:
    page = read("| a | b |\n|---|---|\n| 1 | `2` \\| 3 |\n| 4 |\n\n| c |\n|---|\n")
    assert [(one.number, one.header, one.line) for one in page.tables] == [(1, ("a", "b"), 1), (2, ("c",), 6)]
    assert [page.unit(row).cells for row in page.tables[0].rows] == [("1", "2 | 3"), ("4", "")]


def test_anchors_are_those_of_ways_back() -> None:
    from guard.grammar.way import anchors

    text = "# A b\n\n## A b\n\n## `C` [d](e)\n\n<a id='x'></a>\n\nSee <a name=\"y\"></a>\n"
    assert read(text).anchors == anchors(text)


FAULTS = [
    (b"a\n\xff b", (2, "byte \\xff is not UTF-8")),
    ("a\n\nb\x00", (3, "a NUL character stands here")),
    ("a\n\n```\nb", (3, "a block of code begins here that nothing closes")),
    ("a\n\n<!-- b", (3, "a comment begins here that nothing closes")),
    ("> " * 60 + "a b", (1, "blocks stand more than 40 deep in each other here")),
    ("- " * 60 + "a b\n\n[r]: x", (1, "blocks stand more than 40 deep in each other here")),
    ("a\nb | c\n--|--\nd | e", (3, "a table within a paragraph is read as words")),
]


@pytest.mark.parametrize(("text", "fault"), FAULTS, ids=[words for _, (_, words) in FAULTS])
def test_what_cannot_be_read_is_said_and_still_told(text: str | bytes, fault: tuple[int, str]) -> None:
    page = read(text)
    assert page.faults == (fault,)
    assert any("b" in unit.text for unit in page.units) or page.fences


def test_what_stands_behind_what_is_too_deep_is_read() -> None:
    page = read("- a\n  " + "> " * 50 + "b\n- c\n\n# D\n\n" + "- " * 50 + "e\n\nf")
    assert [(unit.kind, unit.line) for unit in page.units if not unit.text.startswith((">", "-"))] == [
        ("item", 1),
        ("item", 3),
        ("heading", 5),
        ("sentence", 9),
    ]
    assert [line for line, _ in page.faults] == [2, 7]


def test_a_comment_left_open_is_not_read_into_code() -> None:
    page = read("<!-- a\n\n```\n<!-- b\n```\n")
    assert [fence.text for fence in page.fences] == ["<!-- b\n"] and [unit.text for unit in page.units] == ["a"]


def test_what_is_too_long_is_said() -> None:
    page = read("Lines:\n\n" + "    code\n" * 100_000)
    ((line, words),) = page.faults
    assert page.lines == line - 1 and "too long" in words


@pytest.mark.parametrize("text", ["a\n\n```\nb\n```", "- a\n\n  ```\n  b\n  ```\n", "<!-- a -->", "`<!--` b"])
def test_what_is_closed_is_no_fault(text: str) -> None:
    assert read(text).faults == ()


LANGUAGES = [
    ("We add the column and then we fill it in all the rows of the table before it is read by the api.", "en"),
    ("Add column. Backfill rows. Drop column.", "unknown"),
    ("Wir legen die Spalte an und f\u00fcllen sie dann in allen Zeilen der Tabelle, bevor sie gelesen wird.", "other"),
    ("Nous ajoutons la colonne et nous remplissons les lignes de la table avant de lire les valeurs.", "other"),
    ("\u041c\u044b \u0447\u0438\u0442\u0430\u0435\u043c \u0441\u0442\u043e\u043b\u0431\u0435\u0446 " * 4, "other"),
    ("", "unknown"),
]


@pytest.mark.parametrize(("text", "language"), LANGUAGES, ids=[text[:20] for text, _ in LANGUAGES])
def test_language(text: str, language: str) -> None:
    assert read(text).language == language


def test_a_paragraph_in_another_language_takes_nothing_with_it() -> None:
    german = "Wir legen die Spalte an und wir f\u00fcllen sie dann. "
    assert read("It is added to the table and then it is read.\n\n" + german).language == "en"
