"""Files that somebody names: read where they are plain, and written where nothing is."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.doors.files import content, put, within

ODD: dict[str, Callable[[Path], object]] = {
    "a pipe": os.mkfifo,
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a terminal": lambda path: path.symlink_to("/dev/tty"),
    "a folder": os.mkdir,
    "nothing": lambda path: None,
    "a link that leads nowhere": lambda path: path.symlink_to("nowhere"),
    "a link to itself": lambda path: path.symlink_to(path),
}


@pytest.mark.parametrize("kind", ODD)
def test_what_is_no_plain_file_is_not_waited_for(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "odd"
    ODD[kind](path)
    with pytest.raises(OSError) as error:
        content(str(path), 10)
    assert error.value.strerror


def test_a_plain_file_is_read_as_far_as_is_asked(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"0123456789")
    (tmp_path / "link").symlink_to("plain")
    assert [content(str(tmp_path / name), 4) for name in ("plain", "link")] == [b"0123", b"0123"]


@pytest.mark.parametrize("kind", [kind for kind in ODD if kind != "nothing"])
def test_nothing_that_is_there_is_written_over(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "odd"
    ODD[kind](path)
    with pytest.raises(FileExistsError):
        put(str(path), b"new")
    assert not (tmp_path / "nowhere").exists()
    put(str(tmp_path / "fresh"), b"new")
    assert (tmp_path / "fresh").read_bytes() == b"new"
    with pytest.raises(FileExistsError):
        put(str(tmp_path / "fresh"), b"newer")


def test_within_is_told_however_a_name_leads_there(tmp_path: Path) -> None:
    inside, outside = tmp_path / "x.git", tmp_path / "x.github"
    for folder in (inside / "hooks", outside):
        folder.mkdir(parents=True)
    (tmp_path / "way").symlink_to(inside / "hooks")
    (outside / "config").symlink_to(inside / "config")
    folders = (str(inside),)
    there = [inside / "config", inside / "no" / "such", tmp_path / "way" / "pre-push", outside / "config", inside]
    there.append(outside / ".." / "x.git" / "new")
    assert [within(str(path), folders) for path in there] == [True] * len(there)
    assert not [path for path in (outside / "new", tmp_path / "new", tmp_path) if within(str(path), folders)]
