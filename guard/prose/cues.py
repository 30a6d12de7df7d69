"""Of each pattern words of which every match has one; written by tests/prose/cues.py, which tells how."""

from __future__ import annotations

CUES: dict[int, tuple[str, ...]] = {
}  # fmt: skip
