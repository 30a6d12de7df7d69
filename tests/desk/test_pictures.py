"""The pictures of the desk are what it shows, and nothing in them comes from another host."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import EXAMPLES
from tests.desk.pictures import FOLDER, PICTURES, Picture, cleaned, drawn, made_with, path_of, same, words_of
from tests.desk.shots import environment

LARGEST = 60_000


def test_they_are_what_the_desk_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them in `make fuzz`, in `make test` one."""
    environment(monkeypatch)
    pictures = PICTURES if EXAMPLES else [one for one in PICTURES if one.name == "question"]
    now = drawn(tmp_path, pictures)
    for one in pictures:
        assert same(path_of(one).read_text(), now[one.name], one.digests), f"{one.name}: python -m tests.desk.pictures"


@pytest.mark.parametrize("one", PICTURES, ids=[one.name for one in PICTURES])
def test_a_picture_is_read_offline_and_by_whoever_does_not_see_it(one: Picture) -> None:
    text = path_of(one).read_text()
    assert len(text.encode()) < LARGEST
    assert set(re.findall(r"https?://[^\s\"'<)]+", text)) == {"http://www.w3.org/2000/svg"}
    assert "@font-face" not in text and "url(#" in text and re.search(r"url\([^#]", text) is None
    assert not re.search(r"terminal-\d", text)
    assert made_with().partition(" rich")[0][:18] in text
    top = ElementTree.fromstring(text)
    assert {child.tag.rpartition("}")[2] for child in top} >= {"title", "desc"}
    lines = words_of(text).splitlines()
    assert len(lines) > 5 and not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", words_of(text))


def test_there_is_no_other() -> None:
    assert {path.name for path in FOLDER.glob("desk-*.svg")} == {path_of(one).name for one in PICTURES}


def test_another_word_is_noticed_whatever_drew_it() -> None:
    svg = '<svg viewBox="0 0 1 1" xmlns="http://www.w3.org/2000/svg">\n<!-- Generated with Rich x -->\n</svg>'
    one, other = [cleaned(svg, "a title", words) for words in ("what <stood> there", "what stands there")]
    assert words_of(one) == "what <stood> there"
    assert same(one, one) and not same(one, other)
    told, again = [cleaned(svg, "a title", f"entry {digest} counts") for digest in ("0123456789ab", "ba9876543210")]
    assert same(told, again, digests=True) and not same(told, again)
    assert not same(told, again.replace("counts", "is void"), digests=True)
    older = one.replace(made_with(), "drawn with textual 1.0 and rich 1.0").replace("viewBox", "viewbox")
    assert same(older, one) and not same(older, other)
