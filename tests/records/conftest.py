"""What makes records of one house quick: each document is compiled once, and what changes is read in this process.

That this comes to the same as guard's own processes is what test_stories.py and the commands' tests are for.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.records.houses import swiftly


@pytest.fixture
def swift() -> Iterator[None]:
    """For modules that judge the same landings again and again."""
    with swiftly():
        yield
