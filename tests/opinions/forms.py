"""An opinion as the bytes that are kept of it, and back."""

from __future__ import annotations

import json

from guard.digest import canonical_json
from guard.model.opinion import Opinion
from guard.model.opinion_form import opinion_data, opinion_from


def opinion_text(opinion: Opinion) -> bytes:
    return canonical_json(opinion_data(opinion))


def opinion_of(text: bytes) -> Opinion | None:
    """None for anything else."""
    try:
        return opinion_from(json.loads(text))
    except (ValueError, RecursionError):
        return None
