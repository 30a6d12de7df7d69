"""guard: hold every change set to its declared plan."""

from __future__ import annotations

__version__ = "0.1.0"
