"""The kinds of what waits, which stand where they sort, where they are asked for, and where programs read of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from guard.model import wanted
from guard.waiting.row import URGENCIES
from guard.waiting.urgency import KINDS

ROOT = Path(__file__).parents[2]


def enums(schema: Any, field: str) -> list[list[str]]:
    """The words that a field of this name may be, wherever it stands in a schema."""
    if isinstance(schema, list):
        return [found for one in schema for found in enums(one, field)]
    if not isinstance(schema, dict):
        return []
    own = schema.get("properties", {}).get(field, {}).get("enum")
    return ([own] if own else []) + [found for one in schema.values() for found in enums(one, field)]


def test_every_kind_and_every_urgency_is_known_everywhere() -> None:
    for name in ("waiting", "waiting-one"):
        schema = json.loads((ROOT / f"schemas/{name}.schema.json").read_bytes())
        for field, words in (("kind", wanted.KINDS), ("urgency", URGENCIES)):
            found = enums(schema, field)
            assert found, name
            assert all([set(one) == set(words) for one in found]), (name, field)
    assert set(KINDS) == set(wanted.KINDS)


def test_the_guide_tells_of_every_kind_that_has_a_name() -> None:
    guide = (ROOT / "docs/desk.md").read_text()
    assert [kind for kind in wanted.KINDS if kind != "other" and f"| {kind} |" not in guide] == []
