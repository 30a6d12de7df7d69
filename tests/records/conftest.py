"""What makes records of one house quick: each document is compiled once, and what changes is read in this process.

That this comes to the same as guard's own processes is what test_stories.py and the commands' tests are for.
"""

from __future__ import annotations

from functools import lru_cache

import pytest

import guard.compile
from guard.doors import reader
from tests.replay.quick import side_by_side

COMPILED = {
    name: lru_cache(maxsize=None)(getattr(guard.compile, name)) for name in ("compile_document", "read_document")
}


@pytest.fixture
def swift(monkeypatch: pytest.MonkeyPatch) -> None:
    """For modules that judge the same landings again and again."""
    monkeypatch.setattr(reader, "side_by_side", side_by_side)
    for name, compiled in COMPILED.items():
        monkeypatch.setattr(guard.compile, name, compiled)
