"""The terminal, given up for a while: ssh-keygen asks there, or an editor is open; then it is the desk's again."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import App

    from guard_tui.desk import Desk


@contextmanager
def given_up(app: App[int]) -> Iterator[None]:
    """Ctrl-C ends what runs there and not the desk, which only waits for it.

    It is caught and not ignored: what is ignored stays so in what is begun here, and a passphrase could not be left.
    """
    with app.suspend():
        before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)


def edit(app: Desk, path: str, line: int) -> None:
    """In $VISUAL or $EDITOR; most of them take +LINE."""
    if os.path.islink(path) or not os.path.isfile(path):
        app.notify(f"{path} stands on its branch alone: check that out to edit it", markup=False)
        return
    try:
        words = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
        with given_up(app):
            subprocess.run([*words, f"+{line}", path], check=False)
    except (SuspendNotSupported, OSError, ValueError) as error:  # ValueError: a quotation mark that nothing closes
        app.notify(f"no editor could be opened: {error}", severity="error", markup=False)
    app.action_refresh()
