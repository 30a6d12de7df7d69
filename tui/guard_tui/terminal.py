"""The terminal, given up for a while: ssh-keygen asks there, or an editor is open; then it is the desk's again."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import App


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
