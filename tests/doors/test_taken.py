"""What was taken up, as the git directory keeps it: read as it was written, and never half."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from guard.doors.taken import NAME, drop, take, taken
from guard.errors import GuardError
from guard.model.claim import Claim


def test_what_is_taken_up_is_read_again_and_can_be_let_go_of(tmp_path: Path) -> None:
    folder = str(tmp_path)
    assert taken(folder) == ()
    assert not drop(folder)
    for claim in (Claim("split", "expand"), Claim("other", "é\n")):
        take(folder, claim)
        assert taken(folder) == (claim,)
        assert os.listdir(tmp_path / "guard") == ["taken.json"]
    assert drop(folder)
    assert taken(folder) == ()


UNREAD = {
    "empty": b"",
    "blank": b" \n",
    "cut short": b'{"plan": "split", "pha',
    "not UTF-8": b'{"plan": "\xff", "phase": ""}',
    "two": b'{"plan": "a", "phase": ""} {"plan": "b", "phase": ""}',
    "a list": b'["split", "expand"]',
    "no phase": b'{"plan": "split"}',
    "no text": b'{"plan": "split", "phase": 1}',
    "deep": b"[" * 4000,
    "too large": b'{"plan": "split", "phase": "%s"}' % (b"x" * 5000),
}


@pytest.mark.parametrize("content", UNREAD.values(), ids=UNREAD)
def test_what_cannot_be_read_is_told_and_is_never_nothing_taken_up(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "guard").mkdir()
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(GuardError) as told:
        taken(str(tmp_path))
    assert told.value.rule == "G813"
    assert "guard next --drop" in told.value.mend


def folder(at: Path) -> None:
    at.mkdir()


def link(at: Path) -> None:
    (at.parent / "other").write_text('{"plan": "a", "phase": "b"}')
    at.symlink_to("other")


def pipe(at: Path) -> None:
    os.mkfifo(at)


@pytest.mark.parametrize("arrange", [folder, link, pipe])
def test_what_is_no_plain_file_is_not_read(tmp_path: Path, arrange: object) -> None:
    (tmp_path / "guard").mkdir()
    arrange(tmp_path / NAME)  # type: ignore[operator]
    with pytest.raises(GuardError) as told:
        taken(str(tmp_path))
    assert told.value.rule == "G813"


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "guard").write_text("a file")
    with pytest.raises(GuardError) as told:
        take(str(tmp_path), Claim("split", "expand"))
    assert told.value.rule == "G820"
