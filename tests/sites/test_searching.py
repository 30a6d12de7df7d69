"""The searching process: whatever happens in it, every file gets an answer, and none that was not read is empty."""

from __future__ import annotations

from typing import Any

import pytest

from guard.doors import process, succession
from guard.doors.process import GAVE_UP
from guard.sites import searching
from guard.sites.query import Query
from guard.sites.searching import TOO_MANY, TOO_MUCH, searched

QUERY = Query("text", "old", "", ("/**",), ())
# Trouble of each kind, in the place of the search.
FAKE = """
import os
import guard.sites.search as search
real = search.Search.file
def file(self, data, language):
    text = data.decode()
    if text == "old crash": os.kill(os.getpid(), 11)
    if text == "old exit": os._exit(0)
    if text == "old raise": raise ValueError("secret text of the file")
    if text == "old panic": raise BaseException("panic")
    if text == "old hang":
        while True: pass
    if text == "old memory": held = bytearray(8 << 30)
    if text == "old many": return search.Hits((("x" * 5_000_000,),), ())
    if text == "old odd": return search.Hits(((1, 2, 3),), ())
    return real(self, data, language)
search.Search.file = file
"""
HEAD, _, MAIN = searching.CODE.rpartition("from guard.sites")
WELL = b"the old text"


def asked(*texts: bytes, many: bool = False) -> list[Any]:
    found = dict(searched(QUERY, [(("text", str(at)), text) for at, text in enumerate(texts)], many))
    return [found["text", str(at)] for at in range(len(texts))]


@pytest.fixture
def troubled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "CODE", f"{HEAD}pass\nexec({FAKE!r})\nfrom guard.sites{MAIN}")


def test_what_files_answer() -> None:
    one, nothing, other = asked(WELL, b"nothing of it", b"old\nold\n")
    assert [place[1] for place in one[0]] == ["old"] and nothing is None and len(other[0]) == 2
    assert asked() == []


def test_many_files_are_divided_and_answered_each() -> None:
    texts = [b"%d old %s" % (number, b"x" * 20_000) for number in range(90)]
    answers = asked(*texts, many=True)
    assert [len(answer[0]) for answer in answers] == [1] * 90
    assert answers == asked(*texts)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"old crash", GAVE_UP),
        (b"old exit", GAVE_UP),
        (b"old raise", "its reader failed (ValueError)"),
        (b"old panic", "its reader failed (BaseException)"),
        (b"old memory", "its reader failed (MemoryError)"),
        (b"old many", TOO_MUCH),
        (b"old odd", "the process that read it gave no answer that can be understood"),
    ],
)
def test_trouble_is_told_of_its_file_alone(troubled: None, text: bytes, why: str) -> None:
    first, trouble, last = asked(WELL, text, WELL)
    assert trouble == [[], [], why] and first == last and len(first[0]) == 1


def test_one_that_hangs_is_left(troubled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "PATIENCE", 300)
    first, trouble, last = asked(WELL, b"old hang", WELL)
    assert trouble == [[], [], GAVE_UP] and first == last and len(first[0]) == 1


def test_trouble_without_end_ends(troubled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(succession, "STARTS", 2)
    answers = asked(*[b"old exit"] * 4, WELL)
    assert {answer[2] for answer in answers} == {GAVE_UP, TOO_MANY}
