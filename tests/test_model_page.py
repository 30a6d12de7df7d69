"""docs/model.md: its table of causes is that of the code, and what it names is there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from guard.compile import read_document
from guard.doors.model.way import ADDRESSES, ADDS, KEYS, PROJECTS
from guard.model.cause import CAUSES, EXIT
from guard.model.model_use import THROUGH
from guard.model.policy import policy_from
from guard.opinions.estimate import prices

PAGE = (Path(__file__).resolve().parent.parent / "docs/model.md").read_text(encoding="utf-8")


def test_the_table_of_causes_is_the_table_of_the_code() -> None:
    table = PAGE.rpartition("| --- | --- | --- |\n")[2].strip()
    rows = [tuple(cell.strip() for cell in line.split("|")[1:4]) for line in table.split("\n")]
    assert rows == [(cause.name, cause.what, cause.mend) for cause in CAUSES.values()]
    assert f"with exit code {EXIT}" in PAGE


def test_every_variable_is_named() -> None:
    every = {name for ways in KEYS.values() for names in ways for name in names}
    for name in (*every, *ADDS, *ADDRESSES.values(), *PROJECTS, "GUARD_READING_SECRET"):
        assert re.search(rf"\b{name}\b", PAGE), name
    assert all(re.search(rf"\b{word}\b", PAGE) for word in THROUGH)


def test_its_policy_is_one() -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
    read = read_document("policy", "policy.yaml", f'id: "5f0c2b7e"\nversion: 1\n{block}'.encode())
    assert read.data is not None, read.faults
    use = policy_from(read.data, "policy.yaml").model
    assert use is not None and (use.samples, use.deadline, use.max_usd) == (3, 300, 500_000)


def test_its_table_of_prices_is_one(tmp_path: Path) -> None:
    (table,) = re.findall(r'`(\{"as_of".*?\}\}\})`', PAGE, re.S)
    path = tmp_path / "prices.json"
    path.write_text(json.dumps(json.loads(table)))
    assert prices(str(path)).of("NAME") == prices().of("claude-sonnet-5-5")


@pytest.mark.parametrize("word", ["no-verify", "skip", "disable"])
def test_it_names_no_way_round(word: str) -> None:
    assert word not in PAGE.lower()
