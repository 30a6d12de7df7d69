"""Files are searched in the process of the tests, by the very code that the searching process runs; it starts once."""

from __future__ import annotations

import pytest

from guard.sites import searching
from tests.sites.trees import here


@pytest.fixture(autouse=True)
def quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not request.module.__name__.endswith("test_searching"):
        monkeypatch.setattr(searching, "searched", here)
