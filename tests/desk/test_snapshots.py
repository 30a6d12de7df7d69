"""Every screen of the desk as it was last looked at: its words and its colours, in two themes and two sizes.

`DESK_SNAPSHOTS=1 python -m pytest tests/desk/test_snapshots.py` writes them anew; read the difference.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.acting import House
from tests.desk.seats import SIZES, WIDE, sat
from tests.desk.shots import SHOTS, Shot, environment, kept, shot, told
from tests.waiting import waiting

FOLDER = Path(__file__).resolve().parent / "snapshots"
THEMES = ("textual-dark", "textual-light")
UPDATE = "DESK_SNAPSHOTS"
NO_COLOURS = {"on", "-", "bold", "italic", "underline", "reverse", "dim", ""}
BY = {one.name: one for one in SHOTS}


@pytest.fixture
def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    environment(monkeypatch)
    with waiting(capsys, tmp_path, monkeypatch) as house:
        kept("dana", tmp_path / "home")
        yield house


def seen(made: House, one: Shot, size: tuple[int, int], theme: str) -> str:
    return told(sat(lambda: shot(made, one, size, theme)))


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "160x50"])
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", BY)
def test_it_looks_as_it_did(made: House, name: str, theme: str, size: tuple[int, int]) -> None:
    path = FOLDER / f"{name}-{theme.removeprefix('textual-')}-{size[0]}x{size[1]}.txt"
    now = seen(made, BY[name], size, theme)
    if os.environ.get(UPDATE):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(now)
    assert path.read_text() == now, f"it looks otherwise now: {UPDATE}=1 pytest {__file__}, then read the difference"


def test_every_file_is_of_a_screen() -> None:
    wanted = {
        f"{name}-{theme}-{size}.txt" for name in BY for theme in ("dark", "light") for size in ("80x24", "160x50")
    }
    assert {path.name for path in FOLDER.iterdir()} == wanted


def words_of(told: str) -> str:
    return told.partition("=" * 20)[0]


@pytest.mark.parametrize("name", BY)
def test_no_theme_takes_a_word_away(name: str) -> None:
    for size in ("80x24", "160x50"):
        dark, light = [(FOLDER / f"{name}-{theme}-{size}.txt").read_text() for theme in ("dark", "light")]
        assert words_of(dark) == words_of(light)
        assert dark != light


@pytest.mark.later
@pytest.mark.parametrize("name", BY)
def test_without_colour_every_word_is_read(made: House, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """NO_COLOR leaves greys; the colours of the terminal itself leave its own: the words are the same with both."""
    kept_ = words_of((FOLDER / f"{name}-dark-160x50.txt").read_text())
    monkeypatch.setenv("NO_COLOR", "1")
    grey = seen(made, BY[name], WIDE, "textual-dark")
    looks = {part.rpartition(":")[2] for part in grey.partition("=" * 20)[2].split()} - NO_COLOURS
    colours = {part for part in looks if not part.isdigit()}
    assert colours and all([one[1:3] == one[3:5] == one[5:7] and one[0] == "#" for one in colours]), "greys alone"
    monkeypatch.delenv("NO_COLOR")
    for told_ in (grey, seen(made, BY[name], WIDE, "ansi-dark"), seen(made, BY[name], WIDE, "ansi-light")):
        assert words_of(told_) == kept_


def test_every_state_of_a_row_has_its_word() -> None:
    text = words_of((FOLDER / "queue-dark-160x50.txt").read_text())
    rows = [line.split()[:2] for line in text.splitlines() if line.startswith((" overdue", " now", " later"))]
    assert {row[0] for row in rows} >= {"overdue", "later"} and {row[1] for row in rows} >= {"question", "approval"}
