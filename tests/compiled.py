"""Documents are compiled once for each text: the same policy and plan stand in hundreds of repositories of tests.

What comes out depends on kind, name and text alone (tests/test_compile.py, which asks the real thing as all do that
import it by name). Everybody gets a copy of his own. Only guard and the standard library are imported here:
tests/forked.py loads this file by its path.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import guard.compile

NAMES = ("compile_document", "read_document")
Told = dict[tuple[str, str, str, bytes], bytes]


def compile_once(told: Told) -> Callable[[], None]:
    """From now on, for whoever in guard asks as it works; what was told is in `told`. Returns the way back."""
    usual = {name: getattr(guard.compile, name) for name in NAMES}
    for name, ask in usual.items():
        setattr(guard.compile, name, _once(name, ask, told))

    def back() -> None:
        for name, ask in usual.items():
            setattr(guard.compile, name, ask)

    return back


def _once(name: str, ask: Callable[[str, str, bytes], Any], told: Told) -> Callable[[str, str, bytes], Any]:
    def once(kind: str, place: str, text: bytes) -> Any:
        key = name, kind, place, text
        if key not in told:
            told[key] = pickle.dumps(ask(kind, place, text))
        return pickle.loads(told[key])

    return once
