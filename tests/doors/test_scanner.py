"""JSON is read without the `json` package; where it breaks off that is an error of the text, and never of guard."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from guard.doors.scanner import Twice, load
from tests.conftest import ROOT

BROKEN = ('{"plan": "ti', "[1,", "nul", "{", '"\\u12', "[1] [2]", '{"a"}', "\x00")
ALONE = """
import sys
sys.path.append(sys.argv[1])
from guard.doors.scanner import load
for text in %r:
    try:
        load(text)
    except (ValueError, StopIteration):
        continue
    raise SystemExit(f"{text!r} was read")
assert "json" not in sys.modules
"""


@pytest.mark.parametrize("text", ['{"a": [1, 2.5, null, true, "\\u00e9"]}', "[]", '""', "-1e3"])
def test_what_is_json_is_what_json_says(text: str) -> None:
    assert load(text) == json.loads(text)


def test_what_breaks_off_is_an_error_of_the_text_also_where_nobody_loaded_json() -> None:
    subprocess.run([sys.executable, "-I", "-S", "-c", ALONE % (BROKEN,), str(ROOT)], check=True)


@pytest.mark.parametrize(
    "text", ['{"a": 1, "a": 1}', '[{"b": {"a": 1, "\\u0061": 2}}]', '{"": {}, "": {}}', "NaN", '{"a": -Infinity}']
)
def test_what_readers_differ_in_is_no_value_to_a_strict_reader(text: str) -> None:
    with pytest.raises(ValueError):
        load(text, strict=True)
    load(text)  # as the cache and a claim have always been read


def test_a_strict_reader_reads_the_same() -> None:
    text = '{"a": [{"b": 1.5, "c": null}, {"b": "\\u00e9"}], "d": {"a": true}}'
    assert load(text, strict=True) == load(text)
    with pytest.raises(Twice):
        load('{"a": 1, "a": 1}', strict=True)
