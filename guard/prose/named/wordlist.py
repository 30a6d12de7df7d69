"""A list of words as a set, written as they are read."""

from __future__ import annotations


def listed(text: str) -> frozenset[str]:
    """Every word of a text."""
    return frozenset(text.split())
