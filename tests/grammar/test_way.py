"""Ways back: what names one, and which anchors a page offers, as a forge would show it."""

from __future__ import annotations

import pytest

from guard.grammar.way import anchors, reason, split

NAMES = ["docs/runbook.md#restore", "RUNBOOK.markdown#a-b_c", "a/b/c.md#wiederherstellen-für-alle"]
NAMES_NOTHING = {
    "no heading": ("docs/runbook.md", "a file and a heading"),
    "an empty heading": ("docs/runbook.md#", "a file and a heading"),
    "no file": ("#restore", "a file and a heading"),
    "from the top": ("/docs/runbook.md#restore", "without a leading /"),
    "out of the repository": ("../runbook.md#restore", "without . or .."),
    "an empty folder": ("docs//runbook.md#restore", "without . or .."),
    "no page": ("docs/runbook.txt#restore", "Markdown"),
    "a heading with a blank": ("docs/runbook.md#how to", "blank"),
    "a second heading": ("docs/runbook.md#a#b", "blank"),
    "what cannot be seen": ("docs/runbook.md#rest\u200bore", "cannot be seen"),
    "a number": (7, "as text"),
}


@pytest.mark.parametrize("text", NAMES)
def test_names_a_place(text: str) -> None:
    assert reason(text) is None
    path, anchor = split(text)
    assert f"{path.decode()}#{anchor}" == text


@pytest.mark.parametrize("name", NAMES_NOTHING)
def test_names_no_place(name: str) -> None:
    text, words = NAMES_NOTHING[name]
    assert words in str(reason(text))


OFFERED = {
    "a heading": ("# Restore\n", "restore"),
    "words and signs": ("## Restore the old column, now!\n", "restore-the-old-column-now"),
    "signs that stay": ("## a_b - c\n", "a_b---c"),
    "closed with signs": ("## Restore ##\n", "restore"),
    "set in by a blank": (" ## Restore\n", "restore"),
    "underlined": ("Restore\n=======\n", "restore"),
    "underlined once": ("Restore\n---\n", "restore"),
    "with code": ("## Run `guard check`\n", "run-guard-check"),
    "with a link": ("## [Restore](x.md) it\n", "restore-it"),
    "with emphasis": ("## **Restore** it\n", "restore-it"),
    "the second of one name": ("# Restore\n\n# Restore\n", "restore-1"),
    "after a line of code": ("```inline``` x\n\n## Restore\n", "restore"),
    "after code": ("```\n# no\n```\n\n# Restore\n", "restore"),
    "behind a byte-order mark": ("\ufeff# Restore\n", "restore"),
    "in another script": ("# Zurück für alle\n", "zurück-für-alle"),
    "set by hand": ('<a name="restore"></a>\n\ntext\n', "restore"),
    "set by hand in a line": ('text <a id="restore"></a>\n', "restore"),
    "with CRLF": ("# Restore\r\n\r\ntext\r\n", "restore"),
    "with signs that are escaped": ("## Re\\_store\n", "re_store"),
    "with a footnote": ("## Restore[^1]\n\n[^1]: a\n", "restore1"),
    "struck out": ("## ~~Restore~~\n", "restore"),
    "in a quotation": ("> ## Restore\n", "restore"),
}
NOT_OFFERED = {
    "in code": "```\n# Restore\n```\n",
    "in code that holds code": "````\n```\n# Restore\n```\n````\n",
    "in code set in": "    # Restore\n",
    "in a comment": "<!--\n# Restore\n-->\n",
    "an anchor in a comment": '<!-- <a name="restore"></a> -->\n',
    "seven signs": "####### Restore\n",
    "without a blank": "#Restore\n",
    "a plain word": "Restore\n",
    "another heading": "# Restored\n",
    "nothing": "",
}


@pytest.mark.parametrize("name", OFFERED)
def test_is_offered(name: str) -> None:
    page, anchor = OFFERED[name]
    assert anchor in anchors(page)


@pytest.mark.parametrize("name", NOT_OFFERED)
def test_is_not_offered(name: str) -> None:
    assert "restore" not in anchors(NOT_OFFERED[name])
