"""Parts of screens."""

from __future__ import annotations
