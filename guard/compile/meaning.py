"""The canonical form: one value for everything that means the same, as the schema's own annotations say.

Sets are sorted and hold nothing twice, what may stand alone or in a list is a list, spellings become the long form of
their grammar, defaults are written out, and what is empty without a default is left out. The form is itself a valid
document, and its own canonical form (docs/canonical-form.md).
"""

from __future__ import annotations

import json

from guard.compile.forms import FORMS
from guard.schema import schema

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def canonical(kind: str, data: dict[str, object]) -> dict[str, object]:
    """The one form of valid data."""
    whole = schema(kind)
    meant: dict[str, object] = _Meaning(whole).of(whole, data)
    return _completed(meant) if kind == "policy" else meant


class _Meaning:
    """A walk of data along its schema; its depth is the schema's."""

    def __init__(self, whole: dict[str, Any]) -> None:
        self.definitions: dict[str, Any] = whole.get("$defs", {})

    def of(self, schema: dict[str, Any], value: Any) -> Any:
        schema = self._whole(schema)
        if isinstance(value, list) or schema.get("x-set"):
            items = [self.of(schema.get("items", {}), item) for item in (value if isinstance(value, list) else [value])]
            return _sorted(items) if schema.get("x-set") else items
        if "format" in schema:
            return FORMS[schema["format"]].meaning(value)
        if isinstance(value, dict):
            return self._mapping(schema, value)
        return value

    def _mapping(self, schema: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
        known, others = schema.get("properties", {}), schema.get("additionalProperties")
        found: dict[str, Any] = {}
        for key, rule in known.items():
            rule = self._whole(rule)
            if key not in value and "default" not in rule:
                continue
            meant = self.of(rule, value.get(key, rule.get("default")))
            if meant not in ([], {}) or "default" in rule or key in schema.get("required", ()) or rule.get("x-empty"):
                found[key] = meant
        if isinstance(others, dict):
            found |= {key: self.of(others, item) for key, item in value.items() if key not in known}
        return found

    def _whole(self, schema: dict[str, Any]) -> dict[str, Any]:
        """A reference with what stands beside it."""
        while "$ref" in schema:
            beside = {key: rule for key, rule in schema.items() if key != "$ref"}
            schema = {**self.definitions[schema["$ref"].rpartition("/")[2]], **beside}
        return schema


def _sorted(items: list[Any]) -> list[Any]:
    """As a set: in one order, nothing twice."""
    by_text = {json.dumps(item, sort_keys=True, separators=(",", ":"), ensure_ascii=False): item for item in items}
    return [by_text[text] for text in sorted(by_text)]


def _completed(policy: dict[str, Any]) -> dict[str, object]:
    """Defaults that rest on other keys: a policy without any key cannot ask for an approval."""
    approvals = policy["approvals"]
    keys = any("key" in person for person in policy.get("people", {}).values())
    approvals.setdefault("plan", int(keys))
    approvals.setdefault("irreversible", approvals["plan"])
    return policy
