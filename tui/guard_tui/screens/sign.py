"""Signing: why, then all that is signed, then the digits of its digest; ssh-keygen signs in the terminal itself."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import tempfile
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import on
from textual.app import SuspendNotSupported
from textual.binding import Binding
from textual.widgets import Footer, Input

from guard_tui.runs import GUARD, command, run
from guard_tui.safe import plain
from guard_tui.terminal import given_up
from guard_tui.view import View
from guard_tui.widgets.facts import Page, Sheet
from guard_tui.widgets.fields import Fields, apart
from guard_tui.widgets.line import Line
from guard_tui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from guard_tui.acts import Act
    from guard_tui.waits import Item

WHY = "why, in your own words; Enter shows what would be signed, nothing is signed yet"
DIGITS = "the first 8 digits of the digest, as they stand above: then ssh-keygen signs exactly this"
MORE = "Page down shows the rest of it, to the last byte."
ONCE = "Enter tries once more; {back} leaves it."
AGAIN = {1: "{back} leaves it.", 4: "{back} leaves it; what it is about has to be read as it is now."}
MOVED = "What this is about has moved since it was read: nothing is signed here."
BESIDE = "What else may be said of it stands below, each in a line: shift+tab goes there."
BACK = "\nEnter goes back to the desk. "


class SignScreen(View[bool]):
    """One digest, one decision."""

    BINDINGS = [  # noqa: RUF012  as Textual has them
        Binding("pagedown", "page(1)", "Page down", show=True, priority=True),
        Binding("pageup", "page(-1)", "Page up", show=False, priority=True),
    ]

    def __init__(self, act: Act, repository: str, about: Item | None = None) -> None:
        super().__init__()
        self.act, self.repository = act, repository
        self.about = about  # the row that waits for it, as it was read
        self.moved = False  # that is no longer so: nothing is signed here
        self.request: Mapping[str, Any] = {}
        self.folder = ""

    def compose(self) -> ComposeResult:
        yield Page(Text(command((self.act.word, *self.act.words)), "bold"), id="head")
        with Scroll(id="text"):
            yield Page(self._first(), id="told")
        yield Page("", id="wrong")
        if self.act.word == "attest":
            words, known = apart(self.act.words)
            self.act = self.act._replace(words=words)
            yield Fields(words[0], known)
        yield Line(placeholder=WHY, id="why")
        yield Line(placeholder=DIGITS, id="digits")
        yield Footer()

    def on_mount(self) -> None:
        self.folder = tempfile.mkdtemp(prefix="guard-desk-")
        self.query_one("#digits").display = False
        self.set_focus(self.query_one("#why"))
        self._wrong(self._away())

    def _away(self) -> str:
        """Whose key signs, where that is not at hand: told first, and not once all has been read."""
        me, here = self.app.me(self.repository), self.app.queue.at_hand.get(self.repository)
        if here is None or not me or me in here:
            return ""
        words = command((self.act.word, *self.act.words, "--as", me, "--request", "FILE"))
        return f"The key of {plain(me)} is not at hand here, so nothing can be signed here. Where it is: {words}"

    def come(self) -> None:
        """What it is about has moved: what was read of it is not what would be signed."""
        if self.about is None or self.moved or self.app.reading(self.repository).busy:
            return
        now = self.app.queue.of(self.about.key)
        self.moved = now is None or _aim(now) != _aim(self.about)
        if self.moved:
            self._wrong(f"{MOVED} {self.app.key('desk.back')} leaves it.")

    def on_unmount(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _first(self) -> str:
        names = ", ".join(self.act.accepts)
        more = f"\n{BESIDE}\n" if self.act.word == "attest" else ""
        accepts = f"\nQuestions that are accepted as they stand: {plain(names)}\n" if names else ""
        why = "Say why. It is signed with it, and everybody reads it who asks later why this was allowed."
        return f"{why}\n{more}{accepts}"

    @property
    def file(self) -> str:
        return os.path.join(self.folder, "request")

    @on(Input.Submitted, "#why")
    def _why(self, event: Input.Submitted) -> None:
        """Why somebody signs; what they would sign is looked up meanwhile, and they may leave."""
        reason = " ".join(event.value.split())
        if self.moved:
            return
        if not reason:
            self._wrong("A reason is always given: it is signed with it.")
            return
        try:
            more = tuple([word for one in self.query(Fields) for word in one.words()])
        except ValueError as wrong:
            self._wrong(str(wrong))
            return
        act = self.act._replace(words=(*self.act.words, *more))
        self.run_worker(self._ask(act, reason), group="sign", exclusive=True)

    async def _ask(self, act: Act, reason: str) -> None:
        """Have written what would be signed, and show all of it."""
        if os.path.lexists(self.file):
            os.unlink(self.file)
        words = act.asked(self.app.me(self.repository), reason, self.file, self.app.standing)
        self._wrong(self._away())
        self._tell(Sheet().line("looking at everything once more..."))
        answer = await run(*words, cwd=self.app.folder(self.repository))
        try:
            self.request = json.loads(answer.out)
        except ValueError:
            self.request = {}
        if answer.code != 0 or "bytes" not in self.request:
            self._tell(_refused(self.request, answer.said))
            self.request = {}
            return
        self._tell(_shown(self.request))
        self.query_one("#why").display = False
        self.query(Fields).set(display=False)
        digits = self.query_one("#digits", Input)
        digits.display = True
        self.set_focus(digits)
        self.call_after_refresh(self._more)

    def _more(self) -> None:
        """That there is more than the screen shows."""
        if self.query_one("#text").max_scroll_y and not self.moved:
            self._wrong("\n".join([one for one in (self._away(), MORE) if one]))

    def action_page(self, by: int) -> None:
        """What is signed is read to its end, wherever somebody types."""
        text = self.query_one("#text")
        text.scroll_page_down(animate=False) if by > 0 else text.scroll_page_up(animate=False)

    def _wrong(self, words: str) -> None:
        """Said above the line that somebody types in, and it stays there."""
        self.query_one("#wrong", Page).show(Text(words, "bold"))

    @on(Input.Submitted, "#digits")
    def _digits(self, event: Input.Submitted) -> None:
        """Typed by whoever has read it: then it is signed, or not at all."""
        if self.moved:
            return
        typed = event.value.strip().lower().removeprefix("sha256:")
        whole = str(self.request["digest"]).removeprefix("sha256:")
        least = len(self.request["typed"])
        if not typed or not whole.startswith(typed):
            self._wrong("those are not the first digits of this digest; nothing is signed")
            return
        if len(typed) < least:
            self._wrong(f"those are its first {len(typed)} digits; {least} are typed; nothing is signed")
            return
        word, *rest = shlex.split(self.request["sign"])[1:]
        words = (word, *self.app.standing, *rest, "--typed", typed)  # what is signed says last under what it is so
        try:
            code = self._signed(words)
        except SuspendNotSupported:
            self._tell(
                Sheet().line("This terminal cannot be given up for ssh-keygen. In another one:").line(command(words))
            )
            return
        self.app.action_refresh()
        if code != 0:
            goes = AGAIN.get(code, ONCE).format(back=self.app.key("desk.back"))
            self._wrong(f"not recorded (exit code {code}); the terminal said why. {goes}")
            return
        self.app.notify(f"{self.request['title']}: recorded", markup=False)
        self.app.accepts.pop((self.repository, self.request["payload"].get("name", "")), None)
        self.dismiss(True)

    def _signed(self, words: tuple[str, ...]) -> int:
        """In the terminal itself: a passphrase and a touch are between the person and ssh-keygen."""
        with given_up(self.app):
            code = subprocess.run([*GUARD, *words], cwd=self.app.folder(self.repository), check=False).returncode
            try:
                input(BACK)
            except EOFError:
                pass
        return code

    def _tell(self, sheet: Sheet) -> None:
        self.query_one("#told", Page).show(sheet)

    async def leave(self) -> None:
        self.dismiss(False)


def _aim(item: Item) -> tuple[object, ...]:
    """What would be signed about it: the command, and of what is still to land the commit."""
    return item.data["run"], item.data["lands"] and item.data["commit"]


def _shown(request: Mapping[str, Any]) -> Sheet:
    """In words, then byte for byte."""
    sheet = Sheet().line(request["title"], "bold").line()
    sheet.rows([(one["label"], one["words"]) for one in request["lines"]])
    sheet.rows([("presence", request["presence"] or ""), ("digest", request["digest"])])
    return sheet.title("exactly this is signed").exactly(request["bytes"]).line()


def _refused(request: Mapping[str, Any], said: str) -> Sheet:
    sheet = Sheet().line("This is not signed:", "bold").line()
    for one in request.get("refused", ()):
        sheet.line(f"{one['what']}  [{one['rule']}]", "bold").line(one["why"])
        sheet.rows([(step["who"], step["run"]) for step in one["next"]]).line()
    return sheet if request.get("refused") else sheet.lines(said.strip())
