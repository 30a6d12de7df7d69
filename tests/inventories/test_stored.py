"""What is known, as JSON and back; and files that are no inventory."""

from __future__ import annotations

import json

import pytest

from guard.errors import GuardError
from guard.inventories.stored import data_of, known_from, known_of
from guard.model.known import Known, Register
from guard.schema import validate_data

KNOWN = Known(
    "shop.json",
    {
        "path": Register("path", {"a": "a", "b": "b"}),
        "symbol": Register("symbol", {"a.f": "a:1"}, "", ("kotlin: 1 file is not indexed",), ("python",)),
        "flag": Register("flag", {}, "no flag file"),
    },
    {"save": ("a:1", "b:2")},
    ("big.bin: it is too large",),
)


def test_there_and_back() -> None:
    data = data_of(KNOWN)
    assert validate_data("inventory", data) == ()
    assert known_from(data, "shop.json") == KNOWN
    assert known_of(json.dumps(data).encode(), "shop.json") == KNOWN
    assert json.dumps(data_of(known_of(json.dumps(data).encode(), "shop.json"))) == json.dumps(data)


def test_names_alone_stand_where_the_file_does() -> None:
    data = {"schema_version": 1, "registers": {"table": {"names": ["users", "orders"]}}}
    assert known_from(data, "shop.json").of("table").names == {"orders": "shop.json", "users": "shop.json"}


WRONG = {
    "no JSON": (b"{", "it is not JSON"),
    "no UTF-8": (b"\xff", "it is not JSON, or not UTF-8"),
    "no object": (b"[]", "not valid"),
    "too deep": (b"[" * 100_000, "it is not JSON"),
    "a key that stands twice": (b'{"schema_version": 1, "schema_version": 1}', "stands in it twice"),
    "no registers": (b'{"schema_version": 1}', "registers"),
    "another version": (b'{"schema_version": 2, "registers": {}}', "schema_version"),
    "a register that is none": (
        b'{"schema_version": 1, "registers": {"tables": {"names": []}}}',
        "did you mean table?",
    ),
    "names that are none": (b'{"schema_version": 1, "registers": {"table": {"names": [1]}}}', "names"),
    "a key with a hidden sign": (b'{"schema_version": 1, "registers": {}, "\\u202e": 1}', "\\u202e"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_inventory_says_why(name: str) -> None:
    text, why = WRONG[name]
    with pytest.raises(GuardError) as caught:
        known_of(text, "shop.json")
    assert caught.value.rule == "G813"
    assert why in str(caught.value)
    assert "shop.json" in str(caught.value)
