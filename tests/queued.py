"""The order in which `make test` hands out files: what takes longest goes first, and no worker is left with it alone.

A file of few tests holds scenes, each of which takes seconds; tables of many rows are quick, and fill the end.
"""

from __future__ import annotations

from collections import Counter

import pytest

LONGEST = (  # many tests, or one that waits for an environment to be built
    "test_conformance.py",
    "test_framework.py",
    "test_scripted.py",
    "test_action.py",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole files change places; within a file nothing does."""
    many = Counter(item.path for item in items)

    def place(item: pytest.Item) -> tuple[int, int, str]:
        name = item.path.name
        return LONGEST.index(name) if name in LONGEST else len(LONGEST), many[item.path], str(item.path)

    items.sort(key=place)
