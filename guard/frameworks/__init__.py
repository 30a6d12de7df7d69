"""What the detectors of migration frameworks share: Python read but never run, literals, and SQL inside them."""

from __future__ import annotations
