"""How what was worked out is kept from one run to the next."""

from __future__ import annotations

LARGEST = 96 << 20  # bytes of one such file
FORM = 6  # grows when readers or registers change under one version of guard
