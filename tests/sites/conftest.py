"""Files are searched in the process of the tests, by the very code that the searching process runs; it starts once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from guard.sites import searching
from guard.sites.query import Query
from guard.sites.search import search_of


def here(query: Query, files: Iterable[tuple[tuple[str, str], bytes]], many: bool) -> Iterator[tuple[Any, Any]]:
    """What `searched` gives, without a process; tests/sites/test_searching.py is about that."""
    for of, data in files:
        yield of, json.loads(searching._line(search_of(query), of[0], data))


@pytest.fixture(autouse=True)
def quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not request.module.__name__.endswith("test_searching"):
        monkeypatch.setattr(searching, "searched", here)
