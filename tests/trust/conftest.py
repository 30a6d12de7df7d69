"""What is written here need not outlive a loss of power: logs are read a hundred times, and wait for no disk."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
