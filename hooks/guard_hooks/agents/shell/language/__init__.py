"""How a shell reads a text: words, quotations, what is computed, and where each command stands."""

from __future__ import annotations
