"""What stands before the first row is seen, counted: processes and what is loaded; and that a screenful comes first."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from guard.cli import main
from guard.commands._waiting import SCREENFUL
from tests.desk.ghost import GUARD, NARROW, Ghost, ghost
from tests.desk.seats import place, sat, seat
from tests.repos import new_repository
from tests.waits.many import many

PLANS, ASSUMPTIONS = 6, 20
EVERY = PLANS * (ASSUMPTIONS + 2)  # a yes to each plan waits as well, and one to the phase that stops
NEVER = ("networkx", "jsonschema", "anthropic", "git", "ruamel", "pygments.lexers", "markdown_it.main", "guard.replay")
LOADED = """
import sys, threading
from guard_tui.widgets.rows import Rows
draws = Rows.render_line
def drawn(self, y):
    if self.items:
        open(sys.argv[1], "w").write(chr(10).join(sorted(sys.modules)))
    return draws(self, y)
Rows.render_line = drawn
from guard.cli import main
sys.exit(main(["triage", "--everyone", "--now", "2026-12-01T08:00:00Z"]))
"""


def test_a_screenful_comes_before_the_others(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with new_repository() as made:
        many(made, PLANS, ASSUMPTIONS)
        monkeypatch.chdir(os.fsdecode(made.top))
        assert main(["questions", "--waiting", "--format", "lines"]) == 3
        _, first, *others, _ = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        rows = first["part"]["rows"]
        rest = [row for one in others for row in one["part"]["rows"]]
        assert len(rows) == SCREENFUL and len(rows + rest) == EVERY
        assert max([row["order"] for row in rows]) <= min([row["order"] for row in rest]), "the most urgent"
        assert first["part"]["not_looked_at"] == []


def test_nothing_heavy_is_loaded_before_the_first_row_is_drawn(tmp_path: Path) -> None:
    script, told = tmp_path / "triage.py", tmp_path / "loaded"
    script.write_text(LOADED)
    with new_repository() as made:
        many(made, 2, 3)
        words = [sys.executable, "-I", str(script), str(told)]
        one = Ghost(words, os.fsdecode(made.top), dict(os.environ), NARROW)
        try:
            one.until("3 everyone 10")
            one.type("q")
            assert one.ended() == 0
        finally:
            one.close()
    loaded = told.read_text().splitlines()
    assert "textual.app" in loaded and "guard_tui.screens.queue" in loaded
    heavy = [name for name in loaded if any([name == one or name.startswith(f"{one}.") for one in NEVER])]
    assert heavy == []
    assert [name for name in loaded if name.startswith("guard_tui.screens.")] == ["guard_tui.screens.queue"]


def test_one_command_tells_all_that_waits(tmp_path: Path) -> None:
    """A desk that opens begins one guard for a repository; what that begins is git alone."""
    with new_repository() as made:
        many(made, 2, 3)
        with ghost("triage", "--everyone", cwd=os.fsdecode(made.top), environment=dict(os.environ)) as one:
            one.until("3 everyone 10", gone=["looking..."])
            begun = [line for line in one.running() if "guard" in line.split()]
            assert [line.split()[4] for line in begun] == ["triage"], "what looked has ended"
            assert GUARD[0] in begun[0]


def test_rows_that_are_not_on_the_screen_are_not_drawn() -> None:
    drawn: list[int] = []

    async def look() -> None:
        async with seat([place(made.top)], NARROW) as one:
            rows = one.desk.screen.query_one("Rows")
            draws = rows.cells  # type: ignore[attr-defined]
            rows.cells = lambda item, width: drawn.append(1) or draws(item, width)  # type: ignore[attr-defined]
            await one.press("G")
            assert 0 < len(drawn) <= 4 * NARROW[1], "of so many rows a few screens' worth"
            assert len(one.desk.queue.shown) == EVERY

    with new_repository() as made:
        many(made, PLANS, ASSUMPTIONS)
        sat(look)


def test_what_comes_within_a_frame_is_drawn_once(tmp_path: Path) -> None:
    """However many lines a reading has: the queue is laid out for what the last of them leaves."""
    laid: list[int] = []

    async def look() -> None:
        async with seat([place(str(tmp_path))], NARROW) as one:
            view = one.desk.screen
            shows = view.show  # type: ignore[attr-defined]
            view.show = lambda: laid.append(1) or shows()  # type: ignore[attr-defined]
            for _ in range(500):
                one.desk.readings[0].told()
            await one.quiet()
            assert len(laid) == 1
            one.desk.readings[0].told()
            await one.quiet()
            assert len(laid) == 2, "and what comes later is drawn as well"

    sat(look)


def test_the_hook_path_knows_nothing_of_the_desk() -> None:
    code = "import guard_hooks.git_hooks, guard.cli, sys; print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "guard.cli" in said
    assert [name for name in said if name.split(".")[0] in ("textual", "rich", "guard_tui")] == []
