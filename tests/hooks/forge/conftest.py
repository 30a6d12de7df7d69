"""A forge without a repository: for what its API says and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.forge_api import Api, serving


@pytest.fixture
def api() -> Iterator[Api]:
    with serving(Api()) as made:
        yield made
