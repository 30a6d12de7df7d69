"""A hostile repository at the desk: no character on any screen acts, nothing is markup, every row is in its column.

What the desk shows is written by whoever pushed a branch. Each screen is looked at as it is drawn, strip by strip, and
as the picture that is made of it.
"""

from __future__ import annotations

import string
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from textual.app import App, ComposeResult

from guard_tui.screens.question import heading
from guard_tui.waits import Item, Queue
from guard_tui.widgets.diff import Diff
from guard_tui.widgets.facts import Page, Sheet
from guard_tui.widgets.graph import drawn
from guard_tui.widgets.rows import Rows, glance_of
from tests.conftest import EXAMPLES
from tests.desk.busy import AHEAD, WORDS, ahead, busy
from tests.desk.seats import NARROW, SIZES, WIDE, Seat, place, sat, seat
from tests.records.explained import house as explained
from tests.records.houses import House

EVIL = (
    "\x1b[2J\x1b]0;owned\x07\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\\x1b]52;c;cm0gLXJm\x07\r\n"
    "\x9b31m\x85\u202eteg dloh\u2066\u200b\ufeff\u00ad\u2028\U000e0041[red]R[/red][link=https://evil.example]L[/link]"
    "[@click=app.quit]Q[/][/][b [00] e\u0301\u0301 \u6f22\u5b57\uff21\t\x00\x7f"
)
MARKUP = ("[red]", "[link=https://evil.example]", "[@click=app.quit]", "[/]", "[00]")
SAFE = "[red]R[/red][link=https://evil.example]L[/link][@click=app.quit]Q[/][/][b [00] \u6f22\u5b57"  # a document may
ROW = "later     landing   main  nothing waits here"  # what a row would look like
BRANCH = "agent/\u202e\u200bred]x\u6f22\x9b31m"  # git takes no opening bracket


def harmless(one: Seat) -> str:
    """The screen, of which no character acts on another, none is hidden, and none makes a link or runs something."""
    strips = one.desk.screen._compositor.render_strips()
    size = one.desk.size
    for strip in strips:
        assert strip.cell_length == size.width
        for segment in strip:
            seen(segment.text)
            style = segment.style
            assert style is None or style.link is None
            assert style is None or "@click" not in style.meta or "app.quit" not in str(style.meta["@click"])
    picture = one.desk.export_screenshot()
    seen(picture.replace("\n", ""), "\u200b")
    assert 'evil.example"' not in picture.replace("&quot;", '"').replace('=https://evil.example"', "")
    assert "<a " not in picture
    return one.text()


def seen(text: str, but: str = "") -> None:
    """No character of it moves a cursor, turns a line round or hides."""
    bad = {f"U+{ord(char):04X}" for char in text if unicodedata.category(char) in BAD and char not in but}
    assert bad == set(), text[:200]


BAD = ("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp")


def long_lines() -> bytes:
    long = [b"x = '" + b"A" * 10_000 + b"'", EVIL.encode().replace(b"\0", b""), "\u6f22".encode() * 5_000]
    return b"\n".join([*long, b""])


PLAN = f"""\
plan: evil
version: 1
owner: dana
why: '{SAFE}'
scope: {{paths: [/db/**, /src/**]}}
assume:
  A1: {{says: '{SAFE}'}}
  A2: {{says: '{ROW}'}}
phases:
  expand: {{does: [schema.column.add, file.*], stop: '{SAFE}'}}
"""


def hostile(folder: Path, files: int = 40) -> House:
    """The busy one, with everything in it that somebody could write who wants the desk to say what is not so."""
    house = busy(folder)
    house.land("evil", {b".guard/plans/evil.yaml": PLAN.encode()}, EVIL.encode().replace(b"\0", b"") + b"\n")
    narrative = f"# {SAFE}\n\nIt probably {SAFE} takes {EVIL}\n\n{'probably ' * 1300}\n".replace("\0", "").encode()
    brought = {b".guard/plans/invoices.yaml": AHEAD.encode(), b".guard/plans/invoices.md": narrative}
    names = [b"src/\x1b[2K\xe2\x80\xae\xff\n overdue  question.py", b"src/[red]x[@click=app.quit].py"]
    names += [b"src/\xe6\xbc\xa2.py"]
    brought |= {name: long_lines() for name in names}
    brought |= {b"many/%05d.txt" % at: b"%d\n" % at for at in range(files)}
    for name in (BRANCH, "plain/branch"):
        ahead(house, name, brought, EVIL.encode().replace(b"\0", b"") + b"\n")
    return house


async def everywhere(one: Seat) -> list[str]:
    """Each screen, and what stands on it: of every row (`make test`: of one) the question, the plan; then the log."""
    found = [harmless(one)]
    for at in range(len(one.desk.queue.shown) if EXAMPLES else 1):
        found += await of_row(one, at)
    if not EXAMPLES:
        return found
    for keys in (("l",), ("enter",), ("escape", "G", "enter"), ("escape", "escape", "question_mark"), ("escape", "u")):
        await one.press(*keys)
        found.append(harmless(one))
    await one.press("escape", "slash")
    await one.type("probably")
    return [*found, harmless(one)]


async def of_row(one: Seat, at: int) -> list[str]:
    found = []
    item = one.desk.queue.shown[at]
    for keys in (("home", *["j"] * at), ("enter",), ("d",), ("b",), ("end",)):
        await one.press(*keys)
        found.append(harmless(one))
    await one.press("escape", "escape")
    for key in ("a", "y") if item.data["plan"] else ():
        await one.press(key)
        found.append(harmless(one))
        await one.press("escape")
        one.desk.clear_notifications()
    if item.data["plan"]:
        await one.press("p")
        found.append(harmless(one))
        await one.press("escape")
    assert one.at_queue()
    return found


def test_every_screen_of_a_hostile_repository(tmp_path: Path) -> None:
    house = hostile(tmp_path)

    async def look() -> None:
        async with seat([place(house.made.top)], NARROW, (*WORDS, "--as", "omar"), me="omar", find="evil a1") as one:
            text = "\n".join(await everywhere(one))
            flat = "".join(text.split())
            assert [words for words in MARKUP if words not in flat] == []
            assert one.desk.is_running

    sat(look)


@pytest.mark.later
@pytest.mark.parametrize("size", SIZES)
def test_every_screen_of_all_of_it(tmp_path: Path, size: tuple[int, int]) -> None:
    house = hostile(tmp_path, files=5_000)

    async def look() -> None:
        async with seat([place(house.made.top)], size, (*WORDS, "--as", "omar"), me="omar") as one:
            text = "\n".join(await everywhere(one))
            assert [words for words in MARKUP if words not in "".join(text.split())] == []

    sat(look)


@pytest.mark.later
def test_a_log_in_which_everything_was_tried(tmp_path: Path) -> None:
    house = explained()

    async def look() -> None:
        async with seat([place(house.made.top)], WIDE, ("--no-branches",)) as one:
            harmless(one)
            await one.press("l")
            entries = len(one.desk.screen.query_one("#entries").items)  # type: ignore[attr-defined]
            assert entries > 14
            for _ in range(entries):
                harmless(one)
                await one.press("enter", "end")
                harmless(one)
                await one.press("escape", "j")
                one.desk.clear_notifications()

    sat(look)


@pytest.mark.later
def test_a_branch_that_is_called_so_is_opened_by_its_name(tmp_path: Path) -> None:
    """The screen has it escaped; guard is asked for the branch that there is."""
    house = hostile(tmp_path, files=3)
    house.made.git("update-ref", "-d", "refs/heads/plain/branch")
    house.made.git("update-ref", "-d", "refs/heads/agent/names")

    async def look() -> None:
        async with seat([place(house.made.top)], NARROW, (*WORDS, "--as", "omar"), me="omar", find="probably") as one:
            assert "\\u202e" in one.desk.queue.shown[0].data["where"]
            await one.press("enter")
            assert "\\u202e" in harmless(one)
            assert "looking..." not in one.text()
            assert "no branch" not in one.text()
            assert "It probably" in await one.press("d")

    sat(look)


def test_what_is_pasted_is_what_is_seen(tmp_path: Path) -> None:
    from textual.events import Paste

    house = busy(tmp_path)

    async def look() -> None:
        async with seat([place(house.made.top)], NARROW, (*WORDS, "--as", "omar"), me="omar") as one:
            for keys in (("slash",), ("escape", "a")):
                await one.press(*keys)
                one.desk.screen.focused.post_message(Paste(EVIL))  # type: ignore[union-attr]
                await one.quiet()
                assert "\\x1b[2J" in harmless(one)

    sat(look)


# Any text, in any field of what guard prints

LETTERS = st.one_of(
    st.characters(exclude_categories=("Cs",)),
    st.sampled_from([*EVIL, *"[]@=/\\", "[@click=app.quit]", "\x1b]52;c;", "overdue  question  "]),
)
TEXTS = st.lists(LETTERS, max_size=24).map("".join)
SOME = st.none() | TEXTS


def rows() -> st.SearchStrategy[dict[str, Any]]:
    """Of the shape that the schema gives them, every text any text."""
    return st.fixed_dictionaries(
        {
            "id": st.text(string.hexdigits.lower(), min_size=12, max_size=12),
            "kind": st.sampled_from(["question", "approval", "evidence", "landing", "other"]),
            "rule": st.just("G421"),
            "urgency": st.sampled_from(["overdue", "now", "later"]),
            "where": TEXTS,
            "commit": st.just("c" * 40),
            "lands": st.booleans(),
            **dict.fromkeys(("plan", "phase", "name", "quote", "path", "settles", "answered"), SOME),
            **dict.fromkeys(("says", "why", "run"), TEXTS),
            "who": st.lists(TEXTS, max_size=2),
            "holds": st.lists(TEXTS, max_size=2),
            "since": st.none() | st.integers(1, 2**40),
            "line": st.none() | st.integers(1, 9),
            "asked": st.sampled_from(["rule", "model", "agent", "policy"]),
            "accepts": st.none(),
            "order": st.just([0, 0, 0, "", 0, "", 0, ""]),
        }
    )


def printed(what: object, width: int) -> str:
    """As a console writes it that is told of no colour: only what is in it can be an escape."""
    console = Console(width=width, color_system=None, force_terminal=False, legacy_windows=False)
    with console.capture() as told:
        console.print(what)
    return told.get()


class Bare(App[None]):
    """Nothing but the widgets that draw what others wrote."""

    now = 1_800_000_000

    def compose(self) -> ComposeResult:
        yield Page(id="page")
        yield Rows(id="rows")
        yield Diff(id="diff")


@pytest.mark.fuzz
@given(st.lists(rows(), min_size=1, max_size=4), st.integers(20, 160))
@pytest.mark.filterwarnings("ignore")
def test_no_text_of_a_row_acts_on_the_list(made: list[dict[str, Any]], width: int) -> None:
    queue = Queue()
    queue.begins("", {"me": None, "people": {}, "not_established": [{"what": made[0]["why"], "why": made[0]["says"]}]})
    queue.part("", {"rows": made, "not_looked_at": []})
    queue.ends("")
    for item in queue.shown:
        for text in (printed(glance_of(item).group(), width), printed(heading(item), width)):
            seen(text.replace("\n", ""))


@pytest.mark.fuzz
@given(TEXTS, TEXTS, st.integers(12, 100))
def test_no_text_acts_on_a_page(label: str, words: str, width: int) -> None:
    sheet = Sheet(words).line(words).lines(words).title(label).rows([(label, words)])
    seen(printed(sheet.group(), width).replace("\n", ""))
    phase = {"node": f"p/{label}", "phase": label, "after": [], "state": "open", "turn": "", "stop": words}
    phase |= {"window_open": None, "sites": [], "landings": []}
    text, _ = drawn([phase], 0, width)
    seen(printed(text, width).replace("\n", ""))


@pytest.mark.fuzz
def test_no_text_acts_on_what_is_drawn_line_by_line() -> None:
    """The widgets that draw their lines themselves, in an application that has nothing else."""

    async def look() -> None:
        app = Bare()
        async with app.run_test(size=(90, 24)) as pilot:
            listing, diff = app.query_one(Rows), app.query_one(Diff)
            await pilot.pause()

            @given(rows(), st.lists(st.tuples(st.sampled_from("+- @!"), TEXTS), max_size=4), SOME)
            def tried(row: dict[str, Any], sides: list[tuple[str, str]], name: str | None) -> None:
                listing.put([Item(name or "", row), Item("", row)])
                diff.every, diff.files, diff.pairs = [], [], []
                modes = {"old_mode": name, "new_mode": row["plan"]}
                lines = [list(side) for side in sides]
                one = {"path": row["where"], "status": "M", "binary": False, "cut": True, "lines": lines, **modes}
                for large in (None, 1):
                    diff.put({**one, "large": large, "rest": name})
                for widget in (listing, diff):
                    for y in range(6):
                        strip = widget.render_line(y)
                        assert strip.cell_length == widget.size.width
                        seen(strip.text)
                        assert "\n" not in strip.text

            tried()

    sat(look)


def test_a_row_that_looks_like_another_stays_in_its_column(tmp_path: Path) -> None:
    """Whatever it says, it says it where rows say what is asked; how it presses and what it is stand before."""
    house = hostile(tmp_path, files=1)

    async def look() -> None:
        async with seat([place(house.made.top)], (240, 50), (*WORDS, "--as", "omar"), me="omar") as one:
            lines = [line for line in one.rows() if ROW[:14] in line]
            assert len(lines) == 1
            assert lines[0].startswith(" overdue  question  evil A2")
            assert lines[0].index(ROW[:14]) > 30
            head = [line for line in one.lines() if "guard triage" in line]
            assert len(head) == 1

    sat(look)
