"""Readings that are kept: under a tag, sticky, and of no use to anybody who has not made them; and recordings."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.model.inquiry import Inquiry, Miss, Reply
from guard.model.opinion import Flag, flag_name
from guard.opinions import recorded
from guard.opinions.kept import Kept, Shelf, secret, shelf, still_open
from tests.model.test_opinion import FAILED, READ, flag

ONE = Kept("plan.md", Reply("a1" * 32, b'{"x": "\xc3\xa9"}', "req_1", "https://here", "sdk 1"), (flag(),), 7)
OTHER = Kept("plan.md", Reply("b2" * 32, b"{}"), (flag("missing_rollback"),), 8)
BESIDE = Kept("another.md", Reply("c3" * 32, b"{}"), (), 9)


@pytest.fixture
def place(tmp_path: Path) -> Shelf:
    return shelf(str(tmp_path), {})


def test_what_is_kept_comes_back(place: Shelf) -> None:
    for kept in (OTHER, ONE, BESIDE):
        place.put(kept)
    assert place.get("a1" * 32) == ONE
    assert place.get("d4" * 32) is None
    assert place.every("plan.md") == ((ONE, OTHER), ())
    place.put(ONE)
    assert place.every("plan.md") == ((ONE, OTHER), ())


def test_nothing_is_kept_yet(place: Shelf) -> None:
    assert place.every("plan.md") == ((), ())
    assert place.opinion("0" * 64) is None


def test_only_we_can_read_it(place: Shelf, tmp_path: Path) -> None:
    place.put(ONE)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "guard").rglob("*") if path.is_file()]
    assert modes == [0o600, 0o600]


EDITS = {
    "one letter": lambda text: text.replace(b"plan.md", b"plan.me"),
    "no flags": lambda text: json.dumps({**json.loads(text), "flags": []}).encode(),
    "no tag": lambda text: json.dumps({key: one for key, one in json.loads(text).items() if key != "tag"}).encode(),
    "another tag": lambda text: json.dumps({**json.loads(text), "tag": "0" * 64}).encode(),
    "a tag that is none": lambda text: json.dumps({**json.loads(text), "tag": 7}).encode(),
    "a tag of odd letters": lambda text: json.dumps({**json.loads(text), "tag": "\u00e9"}).encode(),
    "a fraction": lambda text: json.dumps({**json.loads(text), "at": 0.5}).encode(),
    "half of it": lambda text: text[: len(text) // 2],
    "nothing": lambda text: b"",
    "a list": lambda text: b"[]",
    "deep": lambda text: b"[" * 100_000,
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_what_was_changed_counts_as_none_and_is_told(edit: object, place: Shelf) -> None:
    assert callable(edit)
    place.put(ONE)
    path = Path(place.folder) / f"{'a1' * 32}.json"
    path.write_bytes(edit(path.read_bytes()))
    assert place.get("a1" * 32) is None
    assert place.every("plan.md") == ((), (path.name,))


def test_a_file_of_another_secret_or_another_name_counts_as_none(place: Shelf) -> None:
    place._replace(secret=b"another").put(ONE)
    assert place.every("plan.md") == ((), (f"{'a1' * 32}.json",))
    place.put(ONE)
    folder = Path(place.folder)
    (folder / f"{'a1' * 32}.json").rename(folder / "b.json")
    assert place.get("b") is None
    assert place.every("plan.md") == ((), ("b.json",))


def test_a_pipe_in_its_place_makes_nobody_wait(place: Shelf) -> None:
    os.makedirs(place.folder)
    os.mkfifo(os.path.join(place.folder, "a.json"))
    assert place.every("plan.md") == ((), ("a.json",))


def test_opinions_are_kept_by_what_was_asked(place: Shelf) -> None:
    place.put_opinion(READ)
    assert place.opinion(READ.request) == READ
    assert place.every("plan.md") == ((), ())
    path = Path(place.folder) / f"{READ.request}.opinion.json"
    path.write_bytes(path.read_bytes().replace(b'"cost":1234', b'"cost":1235'))
    assert place.opinion(READ.request) is None
    place.put_opinion(FAILED._replace(request="e" * 64))
    found = place.opinion("e" * 64)
    assert found is not None and found.cause == "no-key"


def test_an_answer_that_is_no_text_is_not_kept(place: Shelf) -> None:
    place.put(ONE._replace(reply=ONE.reply._replace(body=b"\xff")))
    assert not os.path.exists(place.folder)


# Sticky


def named(sentence: str, **fields: object) -> Flag:
    made: Flag = flag("contradiction", sentence, **fields)
    return made


def test_what_was_raised_stays_raised_while_its_sentence_stands() -> None:
    standing, gone, new = named("It stands."), named("It is gone."), named("It is new.", line=99)
    kept = (Kept("p", Reply("1", b""), (standing, gone)), Kept("p", Reply("2", b""), (standing,)))
    assert still_open((), kept, ["It stands.", "It is new."]) == (standing,)
    assert still_open((new,), kept, ["It stands.", "It is new."]) == (standing, new)
    fresh = standing._replace(severity="low", line=1)
    assert still_open((fresh,), kept, ["It stands."]) == (fresh,)
    assert still_open((), kept, []) == ()


def test_a_second_doubt_in_one_sentence_is_its_own() -> None:
    second = named("It stands.", ordinal=1, fingerprint=flag_name("contradiction", "It stands.", 1))
    kept = (Kept("p", Reply("1", b""), (second,)),)
    assert still_open((named("It stands."),), kept, ["It stands."]) == tuple(
        sorted((named("It stands."), second), key=lambda one: one.fingerprint)
    )


# The secret


def test_the_secret_is_made_once_and_stays(tmp_path: Path) -> None:
    first = secret(str(tmp_path), {})
    assert len(first) == 32 and secret(str(tmp_path), {}) == first
    assert secret(str(tmp_path / "other"), {}) != first
    assert os.listdir(tmp_path / "guard") == ["reading-secret"]


def test_ci_brings_its_own(tmp_path: Path) -> None:
    one = secret(str(tmp_path), {"GUARD_READING_SECRET": "drawn by chance, surely"})
    assert len(one) == 32 and one != secret(str(tmp_path), {"GUARD_READING_SECRET": "drawn by chance, sorely"})
    assert not (tmp_path / "guard").exists()
    with pytest.raises(GuardError, match="too short"):
        secret(str(tmp_path), {"GUARD_READING_SECRET": "short"})


@pytest.mark.parametrize(("text", "mode"), [("0" * 64, 0o644), ("0" * 63, 0o600), ("x" * 64, 0o600), ("", 0o600)])
def test_a_secret_that_is_none_is_told(tmp_path: Path, text: str, mode: int) -> None:
    path = tmp_path / "guard" / "reading-secret"
    path.parent.mkdir()
    path.write_text(text)
    path.chmod(mode)
    with pytest.raises(GuardError) as caught:
        secret(str(tmp_path), {})
    assert caught.value.rule == "G813"


def test_a_link_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "reading-secret").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(GuardError):
        secret(str(tmp_path), {})


# Recordings


def test_what_was_recorded_is_played_again(tmp_path: Path) -> None:
    folder = str(tmp_path / "recordings")
    drawn = recorded.seed(folder, make=True)
    assert len(drawn) == 64 and recorded.seed(folder) == drawn == recorded.seed(folder, make=True)
    asked = [Inquiry("1" * 64, b"a", "m"), Inquiry("2" * 64, b"b", "m")]
    replies = [Reply("1" * 64, b'{"a": 1}', "req_1", "https://here", "sdk 1"), Miss("timeout", "", "2" * 64)]
    assert recorded.recorder(folder, lambda inquiries: replies)(asked) == replies
    assert recorded.player(folder)(asked) == [replies[0], Miss("no-recording", "", "2" * 64)]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"digest": "2"}', '{"digest": "1", "body": 3}'], ids=len)
def test_a_recording_that_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / f"{'1' * 64}.json").write_text(text)
    assert recorded.player(str(tmp_path))([Inquiry("1" * 64, b"", "m")]) == [Miss("no-recording", "", "1" * 64)]


def test_a_folder_without_recordings_is_told(tmp_path: Path) -> None:
    with pytest.raises(GuardError, match="no recordings"):
        recorded.seed(str(tmp_path))
