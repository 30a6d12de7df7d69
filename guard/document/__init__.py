"""Strict documents: YAML or JSON text to plain data, with the place of every key; what is doubtful is a fault."""

from __future__ import annotations

from guard.document.faults import (
    CARRIED,
    Document,
    DocumentErrors,
    Fault,
    Problem,
    Source,
    cells,
    excerpt,
    place_of,
    pointer,
)
from guard.document.json_ import load_json
from guard.document.yaml_ import load

__all__ = [
    "CARRIED",
    "Document",
    "DocumentErrors",
    "Fault",
    "Problem",
    "Source",
    "cells",
    "excerpt",
    "load",
    "load_json",
    "place_of",
    "pointer",
]
