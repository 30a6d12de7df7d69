"""A change, file by file, as it comes: only the lines on the screen are coloured and drawn, however many there are."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from guard_tui.runs import FAILED, begin, followed, lost
from guard_tui.safe import TABS, plain, plain_lines
from guard_tui.widgets.sides import Pair, pairs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pygments.lexer import Lexer

    from guard_tui.widgets.sides import Line

COLOURED = ("+", "-", " ")
MOST = 4096  # bytes of what guard says in words
LONGEST = 2_000  # columns of a line that are laid out
MORE = ">"  # at the edge of a line that goes on
KEPT = 4_096  # lines whose colours are remembered
LEXERS = 256  # files whose language is remembered


class Diff(ScrollView, can_focus=True):
    """Both sides of what changes: `-` as it was, `+` as it becomes."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"diff--file", "diff--added", "diff--removed", "diff--place", "diff--dim"}
    BINDINGS = [  # noqa: RUF012  as Textual has them
        Binding("j", "scroll_down", "Down", show=False),
        Binding("k", "scroll_up", "Up", show=False),
        Binding("g", "scroll_home", "First", show=False),
        Binding("G", "scroll_end", "Last", show=False),
        Binding("space,ctrl+d", "page_down", "Page down", show=False),
        Binding("ctrl+u", "page_up", "Page up", show=False),
        Binding("n", "file(1)", "Next file", show=True, id="diff.next"),
        Binding("N", "file(-1)", "File before", show=False, id="diff.before"),
        Binding("b", "sides", "Side by side", show=True, id="diff.sides"),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's word
        super().__init__(id=id)
        self.every: list[tuple[str, str, str]] = []  # mark, words, the path that tells the language
        self.files: list[int] = []  # where each begins
        self.pairs: list[Pair] = []  # the same, both sides next to each other
        self.begun = False
        self.looking = False  # nothing of it has come so far
        self.beside = False
        self.widest = 0

    def clear(self) -> None:
        """Nothing of it is known."""
        self.workers.cancel_node(self)
        self.every, self.files, self.pairs = [], [], []
        self.begun = self.looking = False
        self.widest = 0
        self.scroll_to(x=0, y=0, animate=False)
        self._lay()

    def read(self, words: Sequence[str], folder: str) -> None:
        """Begin to read; what has come is shown at once."""
        self.begun = self.looking = True
        self.refresh()
        self.run_worker(self._read(words, folder), group="diff", exclusive=True)

    async def _read(self, words: Sequence[str], folder: str) -> None:
        said = b""

        def take(line: bytes) -> None:
            nonlocal said
            try:
                told = json.loads(line)
            except ValueError:
                told = None
            if not isinstance(told, dict):
                said = (said + line)[-MOST:]
            elif "file" in told:
                self.put(told["file"])

        try:
            code, aside = await followed(begin(words, folder), take)
        except OSError as error:
            code, aside = FAILED, lost(error)
        if said or code not in (0, 3):  # what has come is not all of it
            why = (said.decode("utf-8", "replace") or aside or f"guard ended with {code}").rstrip()
            self._add([("!", line, "") for line in plain_lines(why)])
        elif not self.every:
            self._add([("!", "nothing changes with it", "")])

    def put(self, file: Mapping[str, Any]) -> None:
        """One file more."""
        path = plain(file["path"])
        self.files.append(len(self.every))
        modes = f"  {file['old_mode']} -> {file['new_mode']}" if file["old_mode"] != file["new_mode"] else ""
        lines = [("=", plain(f"{file['status']}  {file['path']}{modes}"), "")]
        rest = plain(file["rest"])
        if file["large"] is not None:
            lines.append(("!", f"too large: {file['large']:,} bytes, its lines are not shown here: {rest}", ""))
        elif file["binary"]:
            lines.append(("!", "binary: its lines are not shown", ""))
        for mark, words in file["lines"]:
            lines.append((mark, plain(words.replace("\t", TABS))[:LONGEST], path))
        if file["cut"] and file["large"] is None:
            lines.append(("!", f"there is more of it than is shown here: {rest}", ""))
        self._add(lines)

    def _add(self, lines: Sequence[Line]) -> None:
        """Lines more: each is measured once, however many files come after it."""
        self.looking = False
        self.every += lines
        self.pairs += pairs(lines)
        self.widest = max([self.widest, *[cell_len(words) + 2 for _, words, _ in lines]])
        self._lay()

    def _lay(self) -> None:
        """As wide and as long as it is by now."""
        rows = len(self.pairs) if self.beside else len(self.every)
        self.virtual_size = Size(self.size.width if self.beside else max(self.size.width, self.widest), rows)
        self.refresh()

    def action_sides(self) -> None:
        """Both sides next to each other, or one below the other."""
        self.beside = not self.beside
        self.scroll_to(x=0, y=0, animate=False)
        self._lay()

    def action_file(self, by: int) -> None:
        """The next file, or the one before."""
        top = self.scroll_offset.y
        starts = [at for at, pair in enumerate(self.pairs) if pair.left[0] == "="] if self.beside else self.files
        ahead = [at for at in starts if at > top] if by > 0 else [at for at in starts if at < top]
        if ahead:
            self.scroll_to(y=ahead[0] if by > 0 else ahead[-1], animate=False)

    def render_line(self, y: int) -> Strip:
        left, width = self.scroll_offset.x, self.size.width
        at = y + self.scroll_offset.y
        if self.looking and at == 0:
            return self._strip(("!", "looking...", ""), 0, width)
        if at >= (len(self.pairs) if self.beside else len(self.every)):
            return Strip.blank(width, self.rich_style)
        if not self.beside:
            return self._strip(self.every[at], left, width)
        pair = self.pairs[at]
        if pair.across:
            return self._strip(pair.left, 0, width)
        half = (width - 1) // 2
        between = Strip([Segment("│", self.get_component_rich_style("diff--dim"))])
        return Strip.join([self._strip(pair.left, 0, half), between, self._strip(pair.right, 0, width - 1 - half)])

    def _strip(self, line: Line, left: int, width: int) -> Strip:
        """One line, from a column on, so wide."""
        mark, words, path = line
        name = {"=": "file", "+": "added", "-": "removed", "@": "place", "!": "place"}.get(mark, "")
        base = self.get_component_rich_style(f"diff--{name}") if name else self.rich_style
        parts = [Segment(f"{mark} ", base)] if mark and mark not in "=!" else []
        parts += coloured(words, path, base) if mark in COLOURED and path else [Segment(words, base)]
        strip = Strip(parts)
        if width > 1 and strip.cell_length > left + width:  # more of it stands beyond the edge
            edge = Strip([Segment(MORE, self.get_component_rich_style("diff--dim"))])
            return Strip.join([strip.crop(left, left + width - 1).extend_cell_length(width - 1, base), edge])
        return strip.crop(left, left + width).extend_cell_length(width, base)


def coloured(words: str, path: str, base: Style) -> list[Segment]:
    """By the language of the file, on the ground of its side."""
    return [Segment(text, base + style) for text, style in _lexed(words, path)]


@lru_cache(KEPT)
def _lexed(words: str, path: str) -> tuple[tuple[str, Style], ...]:
    """Its parts, and how each looks: kept, for a line is drawn again with every step past it."""
    lexer = _lexer(path)
    if lexer is None:
        return ((words, Style.null()),)
    parts = [(text, _style(str(token))) for token, text in lexer.get_tokens(words)]
    if parts and parts[-1][0].endswith("\n"):
        parts[-1] = (parts[-1][0].rstrip("\n"), parts[-1][1])
    # a language may leave out or change what it cannot read: what stands there goes before how it looks
    return tuple(parts) if "".join([text for text, _ in parts]) == words else ((words, Style.null()),)


@lru_cache(LEXERS)
def _lexer(path: str) -> Lexer | None:
    from pygments.lexers import get_lexer_for_filename
    from pygments.util import ClassNotFound

    try:
        return get_lexer_for_filename(path, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


@cache
def _style(token: str) -> Style:
    """A few colours that every theme shows; none of them says anything alone."""
    for name, style in (
        ("Comment", Style(italic=True, dim=True)),
        ("Keyword", Style(bold=True)),
        ("Literal.String", Style(color="green")),
        ("Literal.Number", Style(color="cyan")),
        ("Name.Function", Style(color="blue")),
        ("Name.Class", Style(color="blue", bold=True)),
        ("Name.Tag", Style(color="blue")),
    ):
        if name in token:
            return style
    return Style.null()
